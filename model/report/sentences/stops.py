"""The stress test read from its tables: which stops hurt, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from model.analysis.findings import UNSOLVED
from model.report.core.rows import rows

LEAST_DAYS = 0.05
"""Days of demand below this are shown as none."""
LEAST_COST = 0.005
"""Million USD below this are shown as none."""
FIGURES = (
    *("year", "mineral", "shortage", "shortage_days", "days_to_shortage"),
    *("lost", "extra_cost", "status"),
)


@dataclass(frozen=True)
class Stop:
    """A country (or two) that delivers nothing in a year, and what one mineral lacks then."""

    countries: tuple[str, ...]
    year: int
    mineral: str
    shortage: float
    days: float
    until: float | None
    lost: float
    extra_cost: float
    solved: bool = True

    @property
    def matters(self) -> bool:
        """Whether the plan takes anything from there in that year, or lacks it."""
        return self.lost > 0 or self.hurts

    @property
    def hurts(self) -> bool:
        """Whether any demand is not met."""
        return self.days >= LEAST_DAYS


def stops(table: pd.DataFrame) -> list[Stop]:
    """The rows of Stress, StressOrigin or StressPairs; blanks count as no shortage."""
    keys = [name for name in ("country", "other") if name in table.columns]
    return [
        Stop(
            tuple(countries),
            int(year),
            mineral,
            _number(shortage) or 0.0,
            _number(days) or 0.0,
            _number(until),
            _number(lost) or 0.0,
            _number(extra) or 0.0,
            status != UNSOLVED,
        )
        for *countries, year, mineral, shortage, days, until, lost, extra, status in rows(
            table, *keys, *FIGURES
        )
    ]


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)


def worst(found: Sequence[Stop], count: int, *, costly: bool = False) -> list[Stop]:
    """The stops that hurt most, each country (or pair) and mineral once, in its worst year.

    ``costly``: after those that leave demand unmet, those that only cost most.
    """
    most: dict[tuple[tuple[str, ...], str], Stop] = {}
    for stop in found:
        key = (stop.countries, stop.mineral)
        counts = stop.hurts or (costly and stop.extra_cost >= LEAST_COST)
        if counts and (key not in most or _harm(stop) > _harm(most[key])):
            most[key] = stop
    return sorted(most.values(), key=lambda s: (*(-h for h in _harm(s)), s.countries))[:count]


def _harm(stop: Stop) -> tuple[float, float]:
    """Days short, then what it costs."""
    return (stop.days if stop.hurts else 0.0), stop.extra_cost


def worse_together(pairs: Sequence[Stop], single: Sequence[Stop]) -> list[Stop]:
    """The pairs that hurt at least a day more than the worse of the two countries alone."""
    alone = {(stop.countries[0], stop.mineral, stop.year): stop.days for stop in single}
    return [
        pair
        for pair in pairs
        if pair.days
        >= 1 + max(alone.get((c, pair.mineral, pair.year), 0.0) for c in pair.countries)
    ]


def ranked(found: Sequence[Stop], mineral: str) -> Mapping[str, Mapping[int, Stop]]:
    """The countries a plan takes a mineral from, worst stop first: by country and year."""
    by_country: dict[str, dict[int, Stop]] = {}
    for stop in found:
        if stop.mineral == mineral:
            by_country.setdefault(stop.countries[0], {})[stop.year] = stop
    total = {
        c: tuple(
            round(max(figures), 6)
            for figures in zip(*((s.days, s.extra_cost) for s in y.values()), strict=True)
        )
        for c, y in by_country.items()
    }
    order = sorted(by_country, key=lambda c: (-total[c][0], -total[c][1], c))
    return {c: by_country[c] for c in order if any(s.matters for s in by_country[c].values())}
