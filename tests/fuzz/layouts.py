"""Tables laid out otherwise: turned, swapped, with rows for units, with headers merged."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from tests.fuzz.book import Book
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import ANYWHERE, Expected, row_of, unchanged


@kind("names of two sheets swapped")
def sheets_swapped(book: Book) -> Expected:
    one, other = book.r.sample(list(book.views.values()), 2)
    one.ws.title, other.ws.title = "between", "after"
    one.ws.title, other.ws.title = other.name, one.name
    places = ((one.name, ANYWHERE), (other.name, ANYWHERE))
    return Expected(f"names of {one.name} and {other.name} swapped", places)


@kind("headers of two columns swapped")
def headers_swapped(book: Book) -> Expected | None:
    """A name above figures and a figure above names: told at the first row or a header."""
    view = book.table()
    number = {"number", "integer", "years"}
    filled = [n for n in view.ours if view.filled(n)]
    figures = [n for n in filled if (c := view.typed(n)) is not None and c.kind in number]
    words = [n for n in filled if (c := view.typed(n)) is not None and c.kind in ("key", "link")]
    if not figures or not words:
        return None
    a, b = book.r.choice(figures), book.r.choice(words)
    for name, new in ((a, b), (b, a)):
        view.ws.cell(view.header, view.columns[name]).value = new
    return Expected(f"headers {a} and {b} of {view.name} swapped", ((view.name, ANYWHERE),))


@kind("sheet turned: rows as columns")
def turned(book: Book) -> Expected:
    view = book.table()
    rows = [[view.ws.cell(r, c).value for c in view.columns.values()] for r in view.rows]
    table = [list(view.columns), *rows]
    view.clear(header=True)
    for row, values in enumerate(zip(*table, strict=True), view.header):
        for number, value in enumerate(values, 1):
            view.ws.cell(row, number).value = value
    return Expected(f"{view.name} turned", ((view.name, ANYWHERE),))


@kind("row of units below the header")
def units(book: Book) -> Expected:
    view = book.table()
    row = view.header + 1
    view.ws.insert_rows(row)
    for name, number in view.columns.items():
        column = view.typed(name)
        view.ws.cell(row, number).value = (column.unit if column is not None else "") or "-"
    return Expected(f"a row of units on {view.name}", ((view.name, row_of(row)),))


@kind("header merged over two columns")
def header_merged(book: Book) -> Expected:
    view = book.view()
    number = book.r.choice(sorted(view.columns.values())[:-1])
    left, right = get_column_letter(number), get_column_letter(number + 1)
    view.ws.merge_cells(f"{left}{view.header}:{right}{view.header}")
    places = tuple((view.name, f"{letter}{view.header}") for letter in (left, right))
    return Expected(f"header {view.name}!{left}{view.header} merged with the next", places)


@kind("old header kept above")
def old_header(book: Book) -> Expected:
    """Which of two headers counts is told, or they are the same."""
    view = book.table()
    view.ws.insert_rows(1, 3)
    for name, number in view.columns.items():
        view.ws.cell(1, number).value = name
    what = f"the header of {view.name} again in row 1"
    return Expected(what, ((view.name, ANYWHERE),), unchanged)


@kind("truth value for yes or no")
def truth(book: Book) -> Expected:
    spot = book.spot(lambda s: s.column.choices == ("yes", "no") and s.cell.value is not None)
    assert spot is not None
    spot.cell.value = spot.cell.value == "yes"
    what = f"{spot.sheet}!{spot.at} {spot.cell.value}"
    return Expected(what, ((spot.sheet, spot.at),), unchanged)


@kind("settings typed beside their column")
def beside_settings(book: Book) -> Expected:
    """A value under the next header is no value."""
    view = book.views["Settings"]
    row = book.r.choice([r for r in view.rows if view.value(r, "value") is not None])
    cell = view.ws.cell(row, view.columns["value"])
    view.ws.cell(row, view.columns["value"] + 1).value = cell.value
    cell.value = None
    key = view.value(row, "key")
    return Expected(f"value of {key} one column to the right", ((view.name, row_of(row)),))
