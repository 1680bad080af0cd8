"""Names that stand nowhere: reported once a sheet, with the key that may have been changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from model.errors import Issue, Words
from model.read.cells import Cell
from model.read.country_names import code_of
from model.read.gather import also
from model.read.locate import Located
from model.workbook.layout import SHEETS, Country, Material
from model.workbook.schema import Column
from model.workbook.wording import NOTHING, plain

LISTED = 4
"""Keys that nothing names that are listed."""


@dataclass(frozen=True)
class Dangling:
    """A name in a column of links that stands nowhere, and the cells that hold it."""

    column: Column
    sheet: str
    shown: object
    words: Words
    cells: list[str]


def dangling_links(found: Iterable[Dangling], located: Mapping[str, Located]) -> Iterator[Issue]:
    """One issue for every name and sheet; it names the cells of keys that nothing names."""
    unnamed: dict[tuple[str, str], dict[str, Cell]] = {}
    for link in found:
        about = (link.column.kind, link.column.to)
        if about not in unnamed:
            unnamed[about] = _unnamed(link.column, located)
        key = _renamed(link, unnamed[about])
        words = Words(f"{link.words.en}{key.en}", f"{link.words.ja}{key.ja}")
        first, *others = link.cells
        yield Issue(link.sheet, first, link.shown, also(words, others))


def _renamed(link: Dangling, free: Mapping[str, Cell]) -> Words:
    """The keys that may have been renamed: the likest that nothing names, or the few there are."""
    by_code = link.column.to == Country.SHEET.name
    if by_code and code_of(link.shown) not in (None, plain(link.shown)):
        return NOTHING  # the code its words tell is surely meant
    names = {plain(cell.value).casefold(): place for place, cell in free.items()}
    likest = get_close_matches(plain(link.shown).casefold(), names, LISTED, cutoff=0.5)
    likely = [names[name] for name in likest] or list(free)
    if not likely or len(likely) > LISTED:
        return NOTHING
    en = ", ".join(f"{place} holds {free[place].value}" for place in likely)
    ja = "、".join(f"{place} の {free[place].value}" for place in likely)
    return Words(
        f" {en}, which nothing names: was it renamed?",
        f"{ja} はどこからも参照されていません。名前を変えた場合は揃えてください。",
    )


def _unnamed(column: Column, located: Mapping[str, Located]) -> dict[str, Cell]:
    """Keys of the sheet a column links to that no cell of another sheet names, by their cells."""
    kind = "mineral" if column.kind == "mineral" else "link"
    target = Material.SHEET if kind == "mineral" else next(s for s in SHEETS if s.name == column.to)
    key = target.column("mineral") if kind == "mineral" else target.key
    if key is None or target.name not in located:
        return {}
    named = {
        plain(cell.value)
        for sheet in located.values()
        for other in sheet.sheet.columns
        if other.kind == kind and other.to == column.to
        for cell in _filled(sheet, other.name)
    }
    place = located[target.name]
    return {
        f"{place.grid.name}!{cell.address}": cell
        for cell in _filled(place, key.name)
        if plain(cell.value) not in named
    }


def _filled(place: Located, name: str) -> Iterator[Cell]:
    """Filled cells of a column; of a settings sheet none, as its keys stand in rows."""
    if not place.sheet.vertical:
        yield from (cell for row in place.rows if (cell := place.cell(row, name)))
