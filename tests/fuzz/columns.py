"""Columns moved, inserted, left out, hidden, added."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import get_column_letter

from tests.fuzz.book import ATTRIBUTE, Book, View
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import ANYWHERE, SHEET, Expected, Plain, unchanged

HARMLESS = (
    *("note", "ref", "confidence", "freight", "tariff", "commitment", "holding_cost"),
    *("storage_loss", "stock_target_days", "penalty", "probability", "publisher", "url"),
    *("name_ja", "oecd_risk", "max_share", "concentration_weight"),
)
"""Optional columns that can be left out without another rule being broken."""


def _body(view: View) -> list[int]:
    return [view.header, *view.rows]


def _place(view: View, order: dict[int, int]) -> None:
    """Move columns, header and rows: ``order`` maps old numbers to new ones."""
    for row in _body(view):
        old = {number: view.ws.cell(row, number).value for number in order}
        for number, new in order.items():
            view.ws.cell(row, new).value = old[number]


@kind("two columns swapped")
def swapped(book: Book) -> Expected:
    view = book.view()
    a, b = book.r.sample(sorted(view.columns.values()), 2)
    _place(view, {a: b, b: a})
    return Expected(f"columns {a} and {b} of {view.name} swapped", meant=unchanged)


@kind("columns in another order")
def shuffled(book: Book) -> Expected:
    view = book.view()
    old = sorted(view.columns.values())
    _place(view, dict(zip(old, book.r.sample(old, len(old)), strict=True)))
    return Expected(f"columns of {view.name} in another order", meant=unchanged)


@kind("blank column inserted")
def inserted(book: Book) -> Expected:
    view = book.view()
    view.ws.insert_cols(book.r.randint(1, view.ws.max_column))
    return Expected(f"blank column on {view.name}", meant=unchanged)


@kind("optional column deleted")
def deleted(book: Book) -> Expected | None:
    view = book.table()
    names = [n for n in view.ours if n in HARMLESS and view.filled(n)]
    if not names:
        return None
    name = book.r.choice(names)
    column = view.typed(name)
    assert column is not None
    view.ws.delete_cols(view.columns[name])

    def blanked(rows: Plain) -> None:
        for row in rows[ATTRIBUTE[view.name]]:
            row[name] = column.default

    return Expected(f"column {view.name}!{name} deleted", meant=blanked)


@kind("needed column deleted")
def needed_deleted(book: Book) -> Expected:
    view = book.table()
    needed = [n for n in view.ours if (c := view.typed(n)) is not None and c.required]
    name = book.r.choice([n for n in needed if n not in view.years] or needed)
    view.ws.delete_cols(view.columns[name])
    return Expected(f"column {view.name}!{name} deleted", ((view.name, SHEET),), mention=name)


def _added(book: Book, header: Any) -> tuple[View, str]:
    """A column of the user's at the right end or between ours; its header's address."""
    view = book.view()
    number = book.r.choice((view.ws.max_column + 1, book.r.randint(1, view.ws.max_column)))
    view.ws.insert_cols(number)
    view.ws.cell(view.header, number).value = header
    for row in view.rows:
        view.ws.cell(row, number).value = book.r.choice(("checked", 12, None, "確認済み"))
    view.ws.cell(view.rows[-1], number).value = "checked"
    return view, f"{get_column_letter(number)}{view.header}"


@kind("own column added: #")
def own(book: Book) -> Expected:
    header = book.r.choice(("#notes", "#", "# 備考2", "#price"))
    view, at = _added(book, header)
    return Expected(f"own column {header} at {view.name}!{at}", meant=unchanged)


@kind("own column added: _")
def own_underscore(book: Book) -> Expected:
    header = book.r.choice(("_memo", "_備考", "_capacity"))
    view, at = _added(book, header)
    return Expected(f"own column {header} at {view.name}!{at}", meant=unchanged)


@kind("unknown column added")
def unknown(book: Book) -> Expected:
    header = book.r.choice(("checked by", "備考2", "old figure", "担当者", "Q1"))
    view, at = _added(book, header)
    what = f"unknown column {header} at {view.name}!{at}"
    return Expected(what, ((view.name, at),), unchanged, told=True)


@kind("column hidden")
def hidden(book: Book) -> Expected:
    view = book.view()
    name = book.r.choice([n for n in view.ours if view.filled(n)])
    letter = get_column_letter(view.columns[name])
    view.ws.column_dimensions[letter].hidden = True
    what = f"column {letter} of {view.name} hidden"
    return Expected(what, ((view.name, ANYWHERE),), unchanged, told=True)
