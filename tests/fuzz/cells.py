"""Figures that are no numbers, not possible ones, or none at all."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fuzz.book import ATTRIBUTE, Book, Spot
from tests.fuzz.files import replaced
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import Expected, Plain, unchanged

WRONG: dict[str, Callable[[Any, Any], Any]] = {
    "number as text": lambda v, r: f"{v:g}",
    "number with thousands commas": lambda v, r: f"{v + 1200:,.0f}",
    "number with a percent sign": lambda v, r: f"{v:g}%",
    "number in full width": lambda v, r: "".join(chr(ord(c) + 0xFEE0) for c in f"{v:g}"),
    "number with a unit": lambda v, r: f"{v:g} {r.choice(('kt', 't', 'USD/kg', 'トン'))}",
    "number with a decimal comma": lambda v, r: f"{int(v)},{r.randrange(10)}",
    "number with a mark": lambda v, r: r.choice(("~{:g}", "{:g}*", "約{:g}", "<{:g}")).format(v),
    "word for no number": lambda v, r: r.choice(("n/a", "-", "なし", "unlimited", "TBD", "tbc")),
    "range for a number": lambda v, r: f"{v:g}-{v * 2 + 1:g}",
    "letter O for a nought": lambda v, r: f"{v:g}O",
    "date for a number": lambda v, r: datetime.date(2027, r.randint(1, 12), 3),
    "time for a number": lambda v, r: datetime.time(12, 30),
    "truth value for a number": lambda v, r: r.choice((True, False)),
    "error value for a number": lambda v, r: r.choice(("#N/A", "#DIV/0!", "#REF!", "#VALUE!")),
    "formula never calculated": lambda v, r: f"={v:g}*2",
    "figure of infinite size": lambda v, r: "1e999",
    "figure below its least": lambda v, r: -abs(v) - 3,
}


def _number(book: Book) -> Spot:
    spot = book.number(lambda s: s.column.minimum is not None)
    assert spot is not None
    return spot


def _wrong(name: str, value: Callable[[Any, Any], Any]) -> None:
    """A kind: a figure that is none, told at its cell or read as the number it looks like."""

    @kind(name)
    def change(book: Book) -> Expected:
        spot = _number(book)
        old = spot.cell.value
        spot.cell.value = value(old, book.r)
        what = f"{spot.sheet}!{spot.at} {spot.field} {old!r} is now {spot.cell.value!r}"
        alike = name in ("number as text", "number in full width")
        return Expected(what, ((spot.sheet, spot.at),), unchanged if alike else None)


for _name, _value in WRONG.items():
    _wrong(_name, _value)


@kind("figure above its most")
def above(book: Book) -> Expected:
    spot = book.number(lambda s: s.column.maximum is not None)
    assert spot is not None
    assert spot.column.maximum is not None
    spot.cell.value = spot.column.maximum * 2 + 1
    what = f"{spot.sheet}!{spot.at} {spot.field} is {spot.cell.value!r}"
    return Expected(what, ((spot.sheet, spot.at),))


@kind("fraction for a whole number")
def fraction(book: Book) -> Expected:
    spot = book.number(lambda s: s.column.kind == "integer")
    assert spot is not None
    spot.cell.value += 0.5
    return Expected(f"{spot.sheet}!{spot.at} is {spot.cell.value}", ((spot.sheet, spot.at),))


@kind("needed cell blank")
def blank(book: Book) -> Expected:
    spot = book.spot(lambda s: s.column.required and s.cell.value is not None)
    assert spot is not None
    spot.cell.value = None
    what = f"{spot.sheet}!{spot.at} {spot.field} blank"
    return Expected(what, ((spot.sheet, spot.at),))


@kind("optional cell blank")
def optional(book: Book) -> Expected | None:
    """Blank is the default."""
    names = ("note", "ref", "confidence", "freight", "tariff", "holding_cost", "probability")
    spot = book.spot(
        lambda s: s.column.name in names and s.column.kind != "key" and s.cell.value is not None
    )
    if spot is None:
        return None
    spot.cell.value = None
    what = f"{spot.sheet}!{spot.at} {spot.field} blank"
    return Expected(what, meant=_set(spot, spot.column.default))


@kind("blank of spaces")
def spaces(book: Book) -> Expected:
    spot = book.spot(
        lambda s: s.column.required and s.cell.value is not None and s.column.kind != "years"
    )
    assert spot is not None
    spot.cell.value = book.r.choice((" ", "\u3000", "\u00a0", "\u200b"))
    return Expected(f"{spot.sheet}!{spot.at} spaces", ((spot.sheet, spot.at),))


@kind("formula with its value")
def calculated(book: Book) -> Expected:
    """Only the value counts that Excel stored with it."""
    spot = _number(book)
    value = spot.cell.value
    spot.cell.value = "=1+1"
    part = _part(book, spot)

    def stored(path: Path) -> None:
        replaced(path, part, r"<f>1\+1</f><v ?/?>(</v>)?", f"<f>1+1</f><v>{value!r}</v>")
        replaced(path, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")  # nor does Excel ask for it

    what = f"{spot.sheet}!{spot.at} {value!r} as a formula"
    return Expected(what, meant=unchanged, file=stored)


@kind("formula that gives an error")
def error(book: Book) -> Expected:
    spot = _number(book)
    spot.cell.value = "=1/0"
    part = _part(book, spot)

    def stored(path: Path) -> None:
        replaced(
            path,
            part,
            rf'<c r="{spot.at}"([^>]*)><f>1/0</f><v ?/?>(</v>)?',
            rf'<c r="{spot.at}"\1 t="e"><f>1/0</f><v>#DIV/0!</v>',
        )

    return Expected(f"{spot.sheet}!{spot.at} 1/0", ((spot.sheet, spot.at),), file=stored)


def _part(book: Book, spot: Spot) -> str:
    """The file within the workbook that holds the sheet of a cell."""
    return f"xl/worksheets/sheet{book.workbook.worksheets.index(spot.view.ws) + 1}.xml"


@kind("another figure")
def another(book: Book) -> Expected | None:
    """The case differs by it and by nothing else."""
    names = ("price", "freight", "shortage_cost", "holding_cost", "co2")
    spot = book.number(
        lambda s: s.column.name in names and s.sheet in ("Supply", "Materials", "Conversions")
    )
    assert spot is not None
    spot.cell.value = round(spot.cell.value * 1.05, 6)
    what = f"{spot.sheet}!{spot.at} {spot.field} is {spot.cell.value}"
    row = rf"[A-Z]+{spot.row}"
    return Expected(what, ((spot.sheet, row),), _set(spot, spot.cell.value))


def _set(spot: Spot, value: Any) -> Callable[[Plain], None]:
    """The same figure in the plain rows."""

    def meant(rows: Plain) -> None:
        rows[ATTRIBUTE[spot.sheet]][spot.n][spot.field] = value

    return meant
