"""Keys, links and choices: misspelt, renamed, doubled, in other words."""

from __future__ import annotations

from collections.abc import Iterator

from model.workbook.layout import ROW_TYPES
from tests.fuzz.book import ATTRIBUTE, Book, Spot
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import Expected, Place, Plain, row_of, unchanged

ENDS = ("from_material", "to_material")
LINKED = {"Materials": "material", "Supply": "supply", "Routes": "route", "Scenarios": "scenario"}
"""Sheets whose keys can be renamed everywhere by renaming links alone."""


def _links(book: Book, sheet: str, name: str) -> list[Spot]:
    """Cells that name a key of a sheet."""
    return [
        spot
        for view in book.views.values()
        for spot in view.spots()
        if spot.column.to == sheet and spot.cell.value == name
    ]


def _places(*spots: Spot) -> tuple[Place, ...]:
    return tuple((spot.sheet, spot.at) for spot in spots)


def _key(book: Book, *sheets: str) -> tuple[Spot, list[Spot]] | None:
    """A key that others link to, and its links."""
    spot = book.spot(
        lambda s: (
            s.column.kind == "key"
            and s.sheet in (sheets or book.views)
            and bool(_links(book, s.sheet, s.cell.value))
        )
    )
    return None if spot is None else (spot, _links(book, spot.sheet, spot.cell.value))


@kind("key renamed")
def renamed(book: Book) -> Expected | None:
    """Told at the links, and where the key stands that was changed."""
    found = _key(book)
    if found is None:
        return None
    spot, links = found
    old, spot.cell.value = spot.cell.value, f"{spot.cell.value}_new"
    what = f"{spot.sheet}!{spot.at} {old} renamed"
    return Expected(what, (*_places(*links), *_places(spot)), mention=spot.at)


@kind("key renamed: case")
def other_case(book: Book) -> Expected | None:
    found = _key(book)
    if found is None:
        return None
    spot, links = found
    spot.cell.value = str(spot.cell.value).swapcase()
    what = f"{spot.sheet}!{spot.at} {spot.cell.value}"
    return Expected(what, (*_places(*links), *_places(spot)), unchanged)


@kind("key renamed everywhere")
def everywhere(book: Book) -> Expected | None:
    found = _key(book, *LINKED)
    if found is None:
        return None
    spot, links = found
    old, new = spot.cell.value, book.r.choice(("X1", "新しい名前", "NA", "x y", "TRUE-ish", "1e5"))
    for cell in (spot, *links):
        cell.cell.value = new

    def meant(rows: Plain) -> None:
        for row, field in _named(rows, spot.sheet):
            row[field] = new if row[field] == old else row[field]

    return Expected(f"{spot.sheet} {old} is {new} everywhere", meant=meant)


def _named(rows: Plain, sheet: str) -> Iterator[tuple[dict, str]]:
    """Plain rows and fields in which names of a sheet's keys stand."""
    for kind_of in ROW_TYPES.values():
        for column in kind_of.SHEET.columns:
            own = kind_of.SHEET.name == sheet and column.kind == "key"
            if own or column.to == sheet:
                for row in rows[ATTRIBUTE[kind_of.SHEET.name]]:
                    yield row, column.name


@kind("key a number everywhere")
def numeric(book: Book) -> Expected | None:
    """5 is a name like any other."""
    found = _key(book, "Supply", "Routes", "Materials")
    if found is None:
        return None
    spot, links = found
    old = spot.cell.value
    for cell in (spot, *links):
        cell.cell.value = 5

    def meant(rows: Plain) -> None:
        for row, field in _named(rows, spot.sheet):
            row[field] = "5" if row[field] == old else row[field]

    return Expected(f"{spot.sheet} {old} is 5 everywhere", meant=meant)


@kind("link misspelt")
def misspelt(book: Book) -> Expected:
    spot = book.spot(lambda s: s.column.kind in ("link", "mineral") and s.cell.value is not None)
    assert spot is not None
    old = str(spot.cell.value)
    spot.cell.value = book.r.choice((old[:-1] + "q", old + old[-1], f"{old} x", f"q{old[1:]}"))
    return Expected(f"{spot.sheet}!{spot.at} {old} is {spot.cell.value}", _places(spot))


@kind("link in another case")
def link_case(book: Book) -> Expected:
    spot = book.spot(
        lambda s: (
            s.column.kind in ("link", "mineral")
            and s.cell.value is not None
            and str(s.cell.value).swapcase() != str(s.cell.value)
        )
    )
    assert spot is not None
    spot.cell.value = str(spot.cell.value).swapcase()
    return Expected(f"{spot.sheet}!{spot.at} {spot.cell.value}", _places(spot), unchanged)


@kind("country by its name")
def by_name(book: Book) -> Expected:
    """The code is suggested, or read."""
    spot = book.spot(
        lambda s: s.column.to == "Countries" and s.cell.value in ("CHN", "JPN", "KAZ", "USA")
    )
    assert spot is not None
    names = {"CHN": ("China", "中国"), "JPN": ("Japan", "日本"), "USA": ("United States", "米国")}
    old = spot.cell.value
    spot.cell.value = book.r.choice(names.get(old, ("Kazakhstan", "カザフスタン")))
    what = f"{spot.sheet}!{spot.at} {old} is {spot.cell.value}"
    return Expected(what, _places(spot), unchanged)


@kind("key twice")
def twice(book: Book) -> Expected | None:
    spot = book.spot(lambda s: s.column.kind == "key" and len(s.view.rows) > 1)
    assert spot is not None
    row = book.r.choice([r for r in spot.view.rows if r != spot.row])
    other = spot.view.ws.cell(row, spot.number).value
    spot.cell.value = book.r.choice((other, str(other).swapcase()))
    places = ((spot.sheet, row_of(row)), (spot.sheet, row_of(spot.row)))
    return Expected(f"{spot.sheet}!{spot.at} is {other} too", places)


@kind("choice that is none")
def no_choice(book: Book) -> Expected:
    spot = book.spot(lambda s: s.column.kind == "choice" and s.cell.value is not None)
    assert spot is not None
    old = spot.cell.value
    spot.cell.value = book.r.choice(("other", "はい", "maximum", f"{old}s", 1))
    return Expected(f"{spot.sheet}!{spot.at} {old} is {spot.cell.value!r}", _places(spot))


@kind("choice in another case")
def choice_case(book: Book) -> Expected:
    spot = book.spot(lambda s: s.column.kind == "choice" and s.cell.value is not None)
    assert spot is not None
    spot.cell.value = str(spot.cell.value).swapcase()
    return Expected(f"{spot.sheet}!{spot.at} {spot.cell.value}", _places(spot), unchanged)


@kind("group or country of a limit misspelt")
def group(book: Book) -> Expected:
    spot = book.spot(lambda s: s.column.name == "country_or_group" and s.cell.value is not None)
    assert spot is not None
    spot.cell.value = f"{spot.cell.value}x"
    return Expected(f"{spot.sheet}!{spot.at} {spot.cell.value}", _places(spot))


@kind("mineral of a material misspelt")
def mineral(book: Book) -> Expected:
    """Told at the material, or at what its mineral no longer fits: options and conversions."""
    spot = book.spot(lambda s: (s.sheet, s.column.name) == ("Materials", "mineral"))
    assert spot is not None
    old, spot.cell.value = spot.cell.value, f"{spot.cell.value}n"
    others = [
        s
        for view in book.views.values()
        for s in view.spots()
        if (s.column.kind == "mineral" or s.column.name == "mineral") and s.cell.value == old
    ]
    uses = [
        s
        for name, columns in (("Supply", ("route",)), ("Conversions", ENDS))
        for s in book.views[name].spots()
        if s.column.name in columns
    ]
    places = _places(spot, *others, *uses)
    return Expected(f"{spot.sheet}!{spot.at} {spot.cell.value}", places)
