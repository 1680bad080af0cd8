"""Headings of years in other guises, missing, doubled, out of the plan."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from openpyxl.utils import get_column_letter

from tests.fuzz.book import Book, View
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import SHEET, Expected, Plain, unchanged

FORMS: dict[str, Callable[[int], Any]] = {
    "a date": lambda y: datetime.date(y, 1, 1),
    "the first of April": lambda y: datetime.datetime(y, 4, 1),
    "FY2027": lambda y: f"FY{y}",
    "2027年": lambda y: f"{y}年",
    "2027年度": lambda y: f"{y}年度",
    "p2027": lambda y: f"p{y}",
    "'27": lambda y: f"'{y % 100}",
    "2027/28": lambda y: f"{y}/{(y + 1) % 100}",
    "2027E": lambda y: f"{y}E",
    "令和9年": lambda y: f"令和{y - 2018}年",
    "full width": lambda y: "".join(chr(ord(c) + 0xFEE0) for c in str(y)),
    "text": str,
    "a fraction": float,
    "noise": lambda y: y + 2.3e-13,
    "with a space": lambda y: f" {y} ",
}


def _yearly(book: Book) -> View:
    return book.view("Demand", "SupplyByYear")


def _planned(book: Book, view: View) -> list[str]:
    """Headings of planned years."""
    settings = book.views["Settings"]
    asked = {settings.value(row, "key"): settings.value(row, "value") for row in settings.rows}
    return [y for y in view.years if asked["first_year"] <= int(y) <= asked["last_year"]]


def _form(name: str, form: Callable[[int], Any]) -> None:
    """A kind: one or all headings in a guise, read as the years or told at one of their cells."""

    @kind(f"year as {name}")
    def guise(book: Book) -> Expected:
        view = _yearly(book)
        years = _planned(book, view)
        chosen = years if book.r.random() < 0.4 else [book.r.choice(years)]
        for year in chosen:
            view.ws.cell(view.header, view.columns[year]).value = form(int(year))
        places = tuple((view.name, view.header_at(year)) for year in chosen)
        what = f"{view.name} headings {', '.join(chosen)} as {form(int(chosen[0]))!r}"
        return Expected(what, places, unchanged)


for _name, _way in FORMS.items():
    _form(_name, _way)


@kind("year of demand deleted")
def demand_deleted(book: Book) -> Expected:
    view = book.views["Demand"]
    year = book.r.choice(_planned(book, view))
    view.ws.delete_cols(view.columns[year])
    return Expected(f"Demand {year} deleted", ((view.name, SHEET),), mention=year)


@kind("year of supply deleted")
def supply_deleted(book: Book) -> Expected:
    """A blank year keeps the Supply row's figure, and so does none."""
    view = book.views["SupplyByYear"]
    year = book.r.choice(_planned(book, view))
    view.ws.delete_cols(view.columns[year])

    def meant(rows: Plain) -> None:
        for row in rows["supply_by_year"]:
            row["by_year"].pop(int(year), None)

    return Expected(f"SupplyByYear {year} deleted", ((view.name, SHEET),), meant)


@kind("year outside the plan")
def outside(book: Book) -> Expected:
    view = _yearly(book)
    number, year = view.ws.max_column + 1, book.r.choice((1999, 2019, 2150))
    view.ws.cell(view.header, number).value = year
    for row in view.rows:
        view.ws.cell(row, number).value = 5
    at = f"{get_column_letter(number)}{view.header}"
    return Expected(f"{view.name} with {year}", ((view.name, at),), unchanged)


@kind("year twice")
def twice(book: Book) -> Expected:
    view = _yearly(book)
    a, b = book.r.sample(_planned(book, view), 2)
    view.ws.cell(view.header, view.columns[b]).value = int(a)
    places = ((view.name, view.header_at(a)), (view.name, view.header_at(b)))
    return Expected(f"{view.name} with {a} twice, without {b}", (*places, (view.name, SHEET)))


@kind("all years unreadable")
def unreadable(book: Book) -> Expected:
    """Rows and no year that can be read."""
    view = _yearly(book)
    form = book.r.choice(("year {}", "t{}", "Y-{}", "col {}"))
    for n, year in enumerate(view.years):
        view.ws.cell(view.header, view.columns[year]).value = form.format(n)
    places = tuple((view.name, view.header_at(year)) for year in view.years)
    return Expected(f"{view.name} headings as {form}", (*places, (view.name, SHEET)))
