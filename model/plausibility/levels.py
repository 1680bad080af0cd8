"""Figures by year beside those of the years before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.figures import Figure, figures, told
from model.plausibility.telling import is_off, odd, off
from model.words import year_list

INSIDE, AT_THE_END = 10.0, 100.0
"""A year so many times off both neighbours, or off the only one, is odd: growth is not."""
UNIT = "t"
OTHER_UNIT = Words(
    "another unit than t, or a slip of the decimal point", "t 以外の単位か小数点の誤り"
)


def strays(by_year: Mapping[int, float]) -> dict[int, int]:
    """Years whose figure is far off its neighbours, each with the neighbour it is held against.

    If figures jump a hundredfold and stay there, it is the year after the jump. Years of nothing
    are no neighbours.
    """
    filled = [t for t, value in sorted(by_year.items()) if value > 0]
    found = {}
    for n, t in enumerate(filled):
        near = [filled[m] for m in (n - 1, n + 1) if 0 <= m < len(filled)]
        times = INSIDE if len(near) == 2 else AT_THE_END
        high = [by_year[t] >= by_year[other] for other in near]
        if (
            near
            and len(set(high)) == 1
            and all(is_off(by_year[t], by_year[other], times) for other in near)
        ):
            found[t] = near[0]
    if not found:
        for before, t in pairwise(filled):
            if is_off(by_year[t], by_year[before], AT_THE_END):
                return {t: before}
    return found


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
