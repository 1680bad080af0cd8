"""Today's mix: what the plan is compared with, an estimate.

Baseline holds import shares only. They are applied to what the plan imports in each year (plus
what it leaves short), on the same demand, domestic metal, refining and stock; so plan and baseline
differ in nothing but where imports come from. Cost and CO2 are the average of a country's operating
options, weighted by capacity; of a remainder (``OTH``, shares missing to 1, or a country without an
operating option) the average of all operating options of countries not named. In the HHI a
remainder is an interval: many small sellers (0) to one country.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from model.case import HHI, Case
from model.case.costs import NOT_PAID
from model.results.shares import BASES
from model.tolerances.figures import UNNAMED_SHARE
from model.workbook.layout import REMAINDER


@dataclass(frozen=True)
class Today:
    """Today's mix in one year of one mineral: million USD, t CO2, and shares of demand.

    ``hhi`` and ``largest`` hold (low, high) by basis: a remainder as many small sellers or as one.
    """

    cost: float
    co2: float
    hhi: Mapping[str, tuple[float, float]]
    import_hhi: Mapping[str, tuple[float, float]]
    largest: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class _Common:
    """What plan and baseline share in a year: tonnes imported, and cost and CO2 of all else."""

    tonnes: float
    cost: float
    co2: float


def baseline_mix(case: Case, made: Mapping[str, pd.DataFrame]) -> dict[tuple[str, int], Today]:
    """Today's mix by mineral and year, for minerals that have a baseline and operating options."""
    common = _common(case, made)
    found = {}
    for k in case.minerals:
        mix = import_shares(case, k)
        for t in case.years:
            if not mix or not case.mineral_demand[k, t]:
                continue
            unit = {c: _averages(case, k, c, t, mix) for c in mix}
            prices = {c: u for c, u in unit.items() if u is not None}
            if len(prices) == len(mix):
                ratio = common[k, t].tonnes / case.mineral_demand[k, t]
                found[k, t] = _today(case, k, common[k, t], ratio, mix, prices)
    return found


def _common(case: Case, made: Mapping[str, pd.DataFrame]) -> dict[tuple[str, int], _Common]:
    plan, costs = made["Plan"], made["Costs"]
    abroad = plan[plan.country != case.home]
    here = costs[~costs.part.isin(NOT_PAID)]
    tonnes, spent, emitted = (sums(abroad, column) for column in ("tonnes", "cost", "co2"))
    cost, co2 = sums(here, "cost"), sums(made["Carbon"], "co2")
    short = sums(made["Balance"], "shortage")
    return {
        key: _Common(
            tonnes.get(key, 0.0) + short.get(key, 0.0),
            cost.get(key, 0.0) - spent.get(key, 0.0),
            co2.get(key, 0.0) - emitted.get(key, 0.0),
        )
        for key in case.mineral_demand
    }


def sums(table: pd.DataFrame, column: str) -> dict[tuple[str, int], float]:
    """Sums of a column by mineral and year."""
    total: dict[tuple[str, int], float] = {}
    for k, t, value in zip(table["mineral"], table["year"], table[column], strict=True):
        total[k, t] = total.get((k, t), 0.0) + value
    return total


def import_shares(case: Case, mineral: str) -> dict[str, float]:
    """Baseline shares of imports by country; what is missing to 1 is added to the remainder."""
    rows = [row for row in case.tables.baseline if row.mineral == mineral]
    mix = {row.country: row.share for row in rows if row.share > 0}
    missing = 1 - sum(mix.values())
    if mix and missing > UNNAMED_SHARE:
        mix[REMAINDER] = mix.get(REMAINDER, 0.0) + missing
    return mix


def _today(
    case: Case,
    k: str,
    common: _Common,
    ratio: float,
    mix: Mapping[str, float],
    unit: Mapping[str, tuple[float, float]],
) -> Today:
    bases = {basis: _by_basis(case, k, mix, basis) for basis in BASES}
    return Today(
        cost=common.cost + common.tonnes * sum(mix[c] * unit[c][0] for c in mix) / 1000,
        co2=common.co2 + common.tonnes * sum(mix[c] * unit[c][1] for c in mix),
        hhi={b: _interval(case, shares, ratio, weighed=True) for b, shares in bases.items()},
        import_hhi={b: _interval(case, shares, 1.0, weighed=False) for b, shares in bases.items()},
        largest={b: _largest(shares, ratio) for b, shares in bases.items()},
    )


def _averages(
    case: Case, k: str, country: str, t: int, mix: Iterable[str]
) -> tuple[float, float] | None:
    """Landed cost (USD/kg) and footprint (kg/kg) of a country's operating options in a year.

    A remainder, or a country without one, takes those of countries not named in the mix, or of all
    foreign countries if every one is named. ``None`` if there is no operating option at all.
    """
    operating = [
        s
        for s, row in case.supplies.items()
        if case.mineral_of(s) == k and row.status == "operating" and row.country != case.home
    ]
    own = [s for s in operating if case.supplies[s].country == country != REMAINDER]
    unnamed = [s for s in operating if case.supplies[s].country not in set(mix)]
    options = own or unnamed or operating
    if not options:
        return None
    capacity = [case.most_in_year(s, t) for s in options]
    usable = all(math.isfinite(q) for q in capacity) and sum(capacity) > 0
    weights = capacity if usable else [1.0] * len(options)
    landed = [case.landed(s, t) for s in options]
    footprint = [case.footprint(s, t) for s in options]
    return _mean(landed, weights), _mean(footprint, weights)


def _mean(values: list[float], weights: list[float]) -> float:
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)


def _by_basis(case: Case, k: str, mix: Mapping[str, float], basis: str) -> dict[str, float]:
    """Import shares by country on a basis; a remainder keeps its own name."""
    if basis == "shipped":
        return dict(mix)
    looked: dict[str, float] = {}
    for country, share in mix.items():
        for origin, part in case.origin_shares.get((k, country), {country: 1.0}).items():
            looked[origin] = looked.get(origin, 0.0) + share * part
    return looked


def _interval(
    case: Case, shares: Mapping[str, float], ratio: float, *, weighed: bool
) -> tuple[float, float]:
    """HHI of the shares times ``ratio``, with the remainder as many small sellers and as one."""
    squares = {
        c: HHI * (_risk(case, c) if weighed else 1.0) * (share * ratio) ** 2
        for c, share in shares.items()
        if c != case.home
    }
    high = sum(squares.values())
    return high - squares.get(REMAINDER, 0.0), high


def _risk(case: Case, country: str) -> float:
    return case.risk(country) if country in case.countries else 1.0


def _largest(shares: Mapping[str, float], ratio: float) -> tuple[float, float]:
    named = max((v for c, v in shares.items() if c != REMAINDER), default=0.0)
    return named * ratio, max(named, shares.get(REMAINDER, 0.0)) * ratio
