"""Keys of sheet Settings: unknown, misspelt, twice, blank, left out."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import get_column_letter

from model.workbook.layout import Settings
from tests.fuzz.book import Book, View
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import SHEET, Expected, Plain, unchanged

NEEDED = ("first_year", "last_year")


def _key(book: Book) -> tuple[View, int, str]:
    """A setting with a value: its row and its name."""
    view = book.views["Settings"]
    row = book.r.choice([r for r in view.rows if view.value(r, "value") is not None])
    return view, row, view.value(row, "key")


def _at(view: View, row: int, name: str = "key") -> str:
    return f"{get_column_letter(view.columns[name])}{row}"


def _renamed(book: Book, view: View, row: int, text: Any, *, equal: bool = False) -> Expected:
    old = view.value(row, "key")
    view.ws.cell(row, view.columns["key"]).value = text
    places = (("Settings", _at(view, row)),)
    meant = unchanged if equal else None
    return Expected(f"setting {old} renamed to {text!r}", places, meant)


@kind("setting renamed: case")
def other_case(book: Book) -> Expected:
    view, row, key = _key(book)
    return _renamed(book, view, row, book.r.choice((key.upper(), key.title())))


@kind("setting renamed: full width")
def full_width(book: Book) -> Expected:
    view, row, key = _key(book)
    return _renamed(book, view, row, "".join(chr(ord(c) + 0xFEE0) for c in key))


@kind("setting renamed: Japanese")
def japanese(book: Book) -> Expected:
    view, row, key = _key(book)
    return _renamed(book, view, row, Settings.SHEET.column(key).ja)


@kind("setting renamed: a letter wrong")
def letter(book: Book) -> Expected:
    view, row, key = _key(book)
    n = book.r.randrange(1, len(key))
    return _renamed(book, view, row, key[:n] + book.r.choice(("", key[n] * 2)) + key[n + 1 :])


@kind("setting renamed: other words")
def words(book: Book) -> Expected:
    view, row, key = _key(book)
    forms = ("{} (%)", "my {}", "{}_new", "目的", "aim", "{}:")
    return _renamed(book, view, row, book.r.choice(forms).format(key))


@kind("setting with spaces about it")
def spaces(book: Book) -> Expected:
    view, row, key = _key(book)
    text = book.r.choice((f"{key} ", f" {key}", f"{key}\u00a0", f"{key}\u200b"))
    return _renamed(book, view, row, text, equal=True)


@kind("setting blank")
def blank_key(book: Book) -> Expected:
    view, row, _ = _key(book)
    return _renamed(book, view, row, None)


@kind("setting unknown")
def unknown(book: Book) -> Expected:
    view = book.views["Settings"]
    row = view.rows[-1] + 1
    name = book.r.choice(("time_limit", "storage_rate", "目標", "stock_days", "max_hhi"))
    view.ws.cell(row, view.columns["key"]).value = name
    view.ws.cell(row, view.columns["value"]).value = book.r.choice((5, "yes", None))
    return Expected(f"setting {name} added", (("Settings", _at(view, row)),))


@kind("setting of the user's own")
def own(book: Book) -> Expected:
    view = book.views["Settings"]
    row = view.rows[-1] + 1
    view.ws.cell(row, view.columns["key"]).value = book.r.choice(("#checked", "_memo"))
    view.ws.cell(row, view.columns["value"]).value = "yes"
    return Expected("own line on Settings", meant=unchanged)


@kind("setting twice")
def twice(book: Book) -> Expected:
    view, row, key = _key(book)
    new = view.rows[-1] + 1
    view.ws.cell(new, view.columns["key"]).value = book.r.choice((key, f"{key} "))
    view.ws.cell(new, view.columns["value"]).value = view.value(row, "value")
    places = (("Settings", _at(view, row)), ("Settings", _at(view, new)))
    return Expected(f"setting {key} twice", places)


@kind("setting without a value")
def without_value(book: Book) -> Expected:
    view, row, key = _key(book)
    view.ws.cell(row, view.columns["value"]).value = None
    what = f"value of {key} blank"
    if key in NEEDED:
        return Expected(what, (("Settings", _at(view, row, "value")),))
    return Expected(what, meant=_default(key))


@kind("setting left out")
def left_out(book: Book) -> Expected:
    view, row, key = _key(book)
    view.ws.delete_rows(row)
    what = f"line of {key} deleted"
    if key in NEEDED:
        return Expected(what, (("Settings", SHEET),), mention=key)
    return Expected(what, meant=_default(key))


def _default(key: str):
    def meant(rows: Plain) -> None:
        rows["settings"][0][key] = Settings.SHEET.column(key).default

    return meant


@kind("setting with a word that is no choice")
def no_choice(book: Book) -> Expected:
    view = book.views["Settings"]
    keys = {c.name for c in Settings.SHEET.columns if c.kind == "choice"}
    row = book.r.choice([r for r in view.rows if view.value(r, "key") in keys])
    view.ws.cell(row, view.columns["value"]).value = book.r.choice(("other", "はい", "best", 1))
    what = f"{view.value(row, 'key')} is {view.value(row, 'value')!r}"
    return Expected(what, (("Settings", _at(view, row, "value")),))


@kind("years of the plan upside down")
def upside_down(book: Book) -> Expected:
    view = book.views["Settings"]
    by_key = {view.value(row, "key"): row for row in view.rows}
    value = view.columns["value"]
    view.ws.cell(by_key["first_year"], value).value = 2090
    places = tuple(("Settings", _at(view, by_key[k], "value")) for k in NEEDED)
    return Expected("first_year after last_year", places)
