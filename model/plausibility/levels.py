"""Figures by year beside those of the years before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.figures import Figure, figures, told
from model.plausibility.telling import is_off, odd, off
from model.workbook.layout import Supply
from model.workbook.wording import year_list

INSIDE, AT_THE_END = 10.0, 100.0
"""A year so many times off both neighbours, or off the only one, is odd: growth is not."""
UNIT = "t"
OTHER_UNIT = Words(
    "another unit than t, or a slip of the decimal point", "t 以外の単位か小数点の誤り"
)


FAR = {"capacity": 100.0, "min_take": 100.0, "price": 10.0, "freight": 10.0, "co2": 100.0}
"""How far all years may be off the figure on Supply: ramps start at a tenth."""


def strays(by_year: Mapping[int, float]) -> dict[int, int]:
    """Years whose figure is far off its neighbours, each with the neighbour it is held against.

    The first and the last year have one neighbour, which must not be a stray itself. If figures
    jump a hundredfold and stay there, it is the year after the jump. Years of nothing are no
    neighbours.
    """
    filled = [t for t, value in sorted(by_year.items()) if value > 0]
    found = {
        t: before
        for before, t, after in zip(filled, filled[1:], filled[2:], strict=False)
        if (by_year[t] > by_year[before]) == (by_year[t] > by_year[after])
        and all(is_off(by_year[t], by_year[other], INSIDE) for other in (before, after))
    }
    for t, other in ((filled[0], filled[1]), (filled[-1], filled[-2])) if filled[1:] else ():
        if other not in found and is_off(by_year[t], by_year[other], AT_THE_END):
            found[t] = other
    if not found:
        jumps = [p for p in pairwise(filled) if is_off(by_year[p[1]], by_year[p[0]], AT_THE_END)]
        found = {t: before for before, t in jumps[:1]}
    return dict(sorted(found.items()))


def _beside(value: float, other: float, year: int) -> Words:
    what = Words(f"the figure of {year}", f"{year}年の値")
    return off(value, other, what, UNIT, OTHER_UNIT)


def demand_off_its_neighbours(case: Case) -> Iterator[InputWarning]:
    """Demand far off the years around it, missing for years in between, or the year itself."""
    for row in case.tables.demand:
        used = {t: row.by_year[t] for t in case.years}
        found = strays(used)
        for t, other in list(found.items())[:1]:
            words = _beside(used[t], used[other], other)
            more = year_list([year for year in found if year != t])
            if more:
                words = Words(
                    f"{words.en} So do the years {more}.", f"{words.ja}{more}年も同様です。"
                )
            yield odd(row, t, used[t], words)
        yield from (odd(row, t, 0.0, _gap(t)) for t in _gaps(used))
        yield from (odd(row, t, float(t), _is_year(t)) for t in used if used[t] == t)


def minerals_that_nobody_needs(case: Case) -> Iterator[InputWarning]:
    """Minerals without demand in any year: nothing is planned of them."""
    needed = {
        case.materials[row.material].mineral
        for row in case.tables.demand
        if any(row.by_year[t] > 0 for t in case.years)
    }
    for row in case.tables.demand:
        mineral = case.materials[row.material].mineral
        if mineral not in needed:
            needed.add(mineral)  # told once
            words = Words(
                f"nothing of {mineral} is needed in any year, so nothing is planned of it.",
                f"{mineral} の需要がどの年も0のため、計画の対象になりません。",
            )
            yield odd(row, case.years[0], 0.0, words)


def _gaps(by_year: Mapping[int, float]) -> Iterator[int]:
    """Years of nothing between years of something: the first of each run."""
    filled = [t for t, value in by_year.items() if value > 0]
    for before, after in pairwise(filled):
        if after > before + 1:
            yield before + 1


def _gap(year: int) -> Words:
    return Words(
        f"nothing is needed in {year}, although the years before and after have demand.",
        f"前後の年には需要がありますが、{year}年は0です。",
    )


def _is_year(year: int) -> Words:
    return Words(
        f"that is the year itself ({year}): typed into the wrong cell?",
        f"西暦（{year}）そのものです。入力位置の誤りではありませんか。",
    )


def capacity_off_its_neighbours(case: Case) -> Iterator[InputWarning]:
    """Tonnes on SupplyByYear far off the years around them, or the year itself."""
    for field in ("capacity", "min_take"):
        rows: dict[str, dict[int, Figure]] = {}
        for one in figures(case, field):
            if isinstance(one.column, int):
                rows.setdefault(one.option.supply, {})[one.column] = one
        for found in rows.values():
            values = {t: one.value for t, one in found.items()}
            wrong = strays(values)
            yield from told(
                (found[t], _beside(values[t], values[other], other)) for t, other in wrong.items()
            )
            yield from told((one, _is_year(t)) for t, one in found.items() if one.value == t)


def years_off_their_row(case: Case) -> Iterator[InputWarning]:
    """Figures on SupplyByYear that are all far off the one that Supply gives for the option."""
    for row in case.tables.supply_by_year:
        option = case.supplies[row.supply]
        value, times = getattr(option, row.field), FAR[row.field]
        used = {t: row.by_year[t] for t in case.years if t in row.by_year}
        far = value and used and all(is_off(v, value, times) for v in used.values() if v > 0)
        if far and max(used.values()) > 0:
            year = next(t for t, v in used.items() if v > 0)
            where = option.at.place(row.field)
            what = Words(f"the figure in {where}", f"{where} の値")
            unit = Supply.SHEET.column(row.field).unit
            hint = Words(f"another unit than {unit}", f"{unit} 以外の単位の値")
            why = off(used[year], value, what, unit, hint)
            yield odd(row, year, used[year], why, option, row.field)
