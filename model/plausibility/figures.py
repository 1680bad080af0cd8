"""The figures of supply options as they stand in cells, each with the years it is used in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.telling import median, odd
from model.workbook.layout import Supply, SupplyByYear
from model.workbook.wording import year_list


@dataclass(frozen=True)
class Figure:
    """One cell: a figure of an option on Supply, or of one year on SupplyByYear."""

    option: Supply
    field: str
    row: Supply | SupplyByYear
    column: str | int
    value: float
    years: tuple[int, ...]


def figures(case: Case, field: str) -> Iterator[Figure]:
    """Every filled cell of a field that some planned year uses; a blank without a default is none.

    The figure on Supply stands for the years that SupplyByYear leaves blank.
    """
    by_year = {row.supply: row for row in case.tables.supply_by_year if row.field == field}
    for name, option in case.supplies.items():
        running = tuple(t for t in case.years if case.runs(name, t))
        given = by_year.get(name)
        own = tuple(t for t in running if given is None or t not in given.by_year)
        value = getattr(option, field)
        if own and value is not None:
            yield Figure(option, field, option, field, value, own)
        if given is not None:
            for t in running:
                if t in given.by_year:
                    yield Figure(option, field, given, t, given.by_year[t], (t,))


def usual(found: Iterable[Figure]) -> dict[str, dict[str, float]]:
    """The usual figure of every option by material and option: the median over the years."""
    by_option: dict[str, list[float]] = {}
    material = {}
    for one in found:
        by_option.setdefault(one.option.supply, []).extend([one.value] * len(one.years))
        material[one.option.supply] = one.option.material
    made: dict[str, dict[str, float]] = {}
    for name, values in by_option.items():
        made.setdefault(material[name], {})[name] = median(values)
    return made


def told(found: Iterable[tuple[Figure, Words]]) -> Iterator[InputWarning]:
    """A warning for every row that has odd figures: at the first, with the years of the others.

    SupplyByYear has no notes: what was checked is said on Supply, under the name of the field.
    """
    rows: dict[tuple[str, str, bool], list[tuple[Figure, Words]]] = {}
    for one, why in found:
        key = (one.option.supply, one.field, one.row is one.option)
        rows.setdefault(key, []).append((one, why))
    for (one, why), *others in rows.values():
        years = sorted({t for other, _ in others for t in other.years})
        more = year_list(years)
        words = (
            Words(f"{why.en} So do the years {more}.", f"{why.ja}{more}年も同様です。")
            if years
            else why
        )
        yield odd(one.row, one.column, one.value, words, one.option, one.field)
