"""Differences beyond the fifteenth digit, which no cell shows, and signs nobody sees."""

from __future__ import annotations

from tests.fuzz.book import Book, Spot
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import Expected, unchanged

INVISIBLE = {
    "a space at the end": "{} ",
    "a zero-width space": "{}\u200b",
    "a carriage return": "{}_x000D_",
    "a no-break space": "{}\u00a0",
    "a byte order mark": "\ufeff{}",
    "a soft hyphen": "{}\u00ad",
}


@kind("noise on a whole number")
def whole(book: Book) -> Expected:
    """2027.0000000000002 is 2027."""
    spot = book.number(lambda s: s.column.kind == "integer" and s.cell.value != 0)
    assert spot is not None
    return _moved(spot, spot.cell.value * (1 + book.r.choice((2.3e-16, -1.2e-16, 1.1e-15))))


@kind("noise on a figure")
def figure(book: Book) -> Expected:
    spot = book.number(lambda s: s.cell.value != 0 and s.column.kind != "integer")
    assert spot is not None
    return _moved(spot, spot.cell.value * (1 + book.r.choice((2.3e-16, -2.3e-16))))


@kind("noise at the most")
def at_most(book: Book) -> Expected | None:
    """1.0000000000000002 where 1 is the most."""
    spot = book.number(lambda s: s.cell.value == s.column.maximum)
    if spot is None:
        return None
    return _moved(spot, spot.cell.value * (1 + 2.3e-16))


@kind("noise at nought")
def nought(book: Book) -> Expected | None:
    """-2.8e-17, what 0.3 - 0.1 - 0.2 leaves."""
    spot = book.number(lambda s: s.cell.value == 0 and s.column.minimum == 0)
    if spot is None:
        return None
    return _moved(spot, -2.8e-17)


def _moved(spot: Spot, value: float) -> Expected:
    old, spot.cell.value = spot.cell.value, float(value)
    return Expected(f"{spot.sheet}!{spot.at} {old!r} is {value!r}", meant=unchanged)


def _unseen(name: str, form: str) -> None:
    """Kinds: a name with a sign nobody sees is cleaned or told; a remark is cleaned."""

    @kind(f"name with {name}")
    def in_name(book: Book) -> Expected:
        kinds = ("key", "link", "choice", "mineral")
        spot = book.spot(lambda s: s.column.kind in kinds and s.cell.value is not None)
        assert spot is not None
        old = spot.cell.value
        spot.cell.value = form.format(old)
        what = f"{spot.sheet}!{spot.at} {old!r} is {spot.cell.value!r}"
        return Expected(what, ((spot.sheet, spot.at),), unchanged)

    @kind(f"text with {name}")
    def in_text(book: Book) -> Expected:
        spot = book.spot(
            lambda s: (
                s.column.kind == "text"
                and s.column.name in ("note", "name_en", "name_ja", "title", "case_name")
                and s.cell.value is not None
            )
        )
        assert spot is not None
        spot.cell.value = form.format(spot.cell.value)
        what = f"{spot.sheet}!{spot.at} is {spot.cell.value!r}"
        return Expected(what, ((spot.sheet, spot.at),), unchanged)


for _name, _form in INVISIBLE.items():
    _unseen(_name, _form)


@kind("text with an escape that is meant")
def escaped(book: Book) -> Expected:
    """Excel writes _x005F_x0041_ where _x0041_ was typed."""
    view = book.views["Settings"]
    row = next(r for r in view.rows if view.value(r, "key") == "case_name")
    view.ws.cell(row, view.columns["value"]).value = "plan _x005F_x0041_"

    def meant(rows: dict) -> None:
        rows["settings"][0]["case_name"] = "plan _x0041_"

    return Expected("case_name with _x0041_", meant=meant)
