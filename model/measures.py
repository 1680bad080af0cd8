"""The table Measures: what was optimised, broken down, beside today's mix.

The rows with mineral = all and year = all hold the aims: cost as present value, the mean HHI on the
chosen basis, kt of CO2, tonnes short. The other rows break them down. ``value_high`` is filled where
a figure is an interval (today's remainder counted as one country).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from model.baseline import Today
from model.case import Case
from model.shares import BASES, HHI
from model.solution import Solution

COLUMNS = ["measure", "mineral", "year", "basis", "plan", "value", "value_high", "unit"]
ALL = "all"
Rows = Iterator[tuple[Any, ...]]


def measures(
    case: Case,
    solution: Solution,
    made: Mapping[str, pd.DataFrame],
    today: Mapping[tuple[str, int], Today],
) -> pd.DataFrame:
    """All measures of the plan and, where there is one, of today's mix."""
    rows = [
        *_cost(case, made["Costs"]),
        *_concentration(case, solution, made["Concentration"]),
        *_co2(case, made["Carbon"]),
        *_sums(case, made["Balance"], "shortage"),
        *_sums(case, made["Balance"], "reserve_gap"),
        *_ratios(case, made["Plan"]),
        *_cover(case, made["Balance"]),
        *_today(case, today),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(
    measure: str, k: str, t: int | str, value: float, unit: str, basis: str = ""
) -> tuple[Any, ...]:
    return (measure, k, t, basis, "plan", float(value), None, unit)


def _broken_down(
    case: Case, table: pd.DataFrame, column: str, measure: str, unit: str, factor: float = 1.0
) -> Rows:
    """Sums over all, by mineral, by year, and by both."""
    yield _row(measure, ALL, ALL, factor * table[column].sum(), unit)
    for k in case.minerals:
        here = table[table.mineral == k]
        yield _row(measure, k, ALL, factor * here[column].sum(), unit)
    for t in case.years:
        now = table[table.year == t]
        yield _row(measure, ALL, t, factor * now[column].sum(), unit)
        for k in case.minerals:
            yield _row(measure, k, t, factor * now[now.mineral == k][column].sum(), unit)


def _cost(case: Case, costs: pd.DataFrame) -> Rows:
    yield from _broken_down(case, costs, "present_value", "cost", "million USD, present value")
    yield from _broken_down(case, costs, "cost", "cost_undiscounted", "million USD")


def _co2(case: Case, carbon: pd.DataFrame) -> Rows:
    yield from _broken_down(case, carbon, "co2", "co2", "kt CO2", 0.001)


def _sums(case: Case, balance: pd.DataFrame, column: str) -> Rows:
    yield from _broken_down(case, balance, column, column, "t")


def _concentration(case: Case, solution: Solution, table: pd.DataFrame) -> Rows:
    """HHI, largest share and effective suppliers; means over years in the rows of all years."""
    chosen = case.settings.concentration_basis
    unit = "HHI points, mean over years and minerals"
    yield _row("concentration", ALL, ALL, solution.aims["concentration"], unit, chosen)
    for basis in BASES:
        here = table[table.basis == basis]
        for k in case.minerals:
            years = here[
                (here.mineral == k) & here.year.map(lambda t, k=k: case.mineral_demand[k, t] > 0)
            ]
            if years.empty:
                continue
            yield _row("concentration", k, ALL, years.hhi.mean(), "HHI points", basis)
            yield _row(
                "largest_share", k, ALL, years.largest_share.mean(), "share of demand", basis
            )
            effective = (HHI / years.import_hhi.where(years.import_hhi > 0)).mean()
            if pd.notna(effective):
                yield _row("effective_suppliers", k, ALL, effective, "countries", basis)
            for row in years.itertuples():
                yield _row("concentration", k, row.year, row.hhi, "HHI points", basis)
                yield _row(
                    "largest_share", k, row.year, row.largest_share, "share of demand", basis
                )
                if row.import_hhi > 0:
                    count = HHI / row.import_hhi
                    yield _row("effective_suppliers", k, row.year, count, "countries", basis)
    yield from _mean_by_year(case, table[table.basis == chosen], chosen)


def _mean_by_year(case: Case, table: pd.DataFrame, basis: str) -> Rows:
    """The weighed mean over minerals in each year."""
    for t in case.years:
        weights = {k: w for (k, tt), w in case.concentration_weights.items() if tt == t}
        if weights:
            hhi = table[table.year == t].set_index("mineral").hhi
            mean = sum(w * hhi[k] for k, w in weights.items()) / sum(weights.values())
            yield _row("concentration", ALL, t, mean, "HHI points, mean over minerals", basis)


def _ratios(case: Case, plan: pd.DataFrame) -> Rows:
    """Imports and recycled metal as shares of demand."""
    kinds = {
        "import_share": plan[plan.country != case.home],
        "recycled_share": plan[plan.status == "recycled"],
    }
    for measure, table in kinds.items():
        for k in case.minerals:
            here = table[table.mineral == k]
            whole = sum(case.mineral_demand[k, t] for t in case.years)
            if whole > 0:
                yield _row(measure, k, ALL, here.tonnes.sum() / whole, "share of demand")
            for t in case.years:
                demand = case.mineral_demand[k, t]
                if demand > 0:
                    share = here[here.year == t].tonnes.sum() / demand
                    yield _row(measure, k, t, share, "share of demand")


def _cover(case: Case, balance: pd.DataFrame) -> Rows:
    """Days of the year's demand held at the year end; the least of all years."""
    for k in case.minerals:
        days = {}
        for t in case.years:
            demand = case.mineral_demand[k, t]
            here = balance[(balance.mineral == k) & (balance.year == t)]
            if demand > 0:
                days[t] = 365 * here.stock_end.sum() / demand
        if days:
            yield _row("stock_cover", k, ALL, min(days.values()), "days of demand, least year")
        for t, value in days.items():
            yield _row("stock_cover", k, t, value, "days of demand")


def _today(case: Case, today: Mapping[tuple[str, int], Today]) -> Rows:
    """Today's mix: the same measures, for the minerals that have a baseline."""
    covered = [k for k in case.minerals if any((k, t) in today for t in case.years)]
    for k in covered:
        years = {t: today[k, t] for t in case.years if (k, t) in today}
        yield from _today_of(case, k, years)
    needed = {(k, t) for (k, t), demand in case.mineral_demand.items() if demand > 0}
    if needed and needed <= set(today):
        yield from _today_all(case, today)


def _base(
    measure: str,
    k: str,
    t: int | str,
    value: float,
    unit: str,
    basis: str = "",
    high: float | None = None,
) -> tuple[Any, ...]:
    return (measure, k, t, basis, "baseline", float(value), high, unit)


def _today_of(case: Case, k: str, years: Mapping[int, Today]) -> Rows:
    worth = {t: case.discount(t) for t in years}
    cost = sum(worth[t] * now.cost for t, now in years.items())
    yield _base("cost", k, ALL, cost, "million USD, present value")
    yield _base("co2", k, ALL, sum(now.co2 for now in years.values()) / 1000, "kt CO2")
    for t, now in years.items():
        yield _base("cost", k, t, worth[t] * now.cost, "million USD, present value")
        yield _base("cost_undiscounted", k, t, now.cost, "million USD")
        yield _base("co2", k, t, now.co2 / 1000, "kt CO2")
    for basis in BASES:
        for measure, unit, pairs in (
            ("concentration", "HHI points", {t: n.hhi[basis] for t, n in years.items()}),
            ("largest_share", "share of demand", {t: n.largest[basis] for t, n in years.items()}),
            ("effective_suppliers", "countries", _effective(years, basis)),
        ):
            low = sum(p[0] for p in pairs.values()) / len(pairs)
            high = sum(p[1] for p in pairs.values()) / len(pairs)
            yield _base(measure, k, ALL, low, unit, basis, high)
            for t, pair in pairs.items():
                yield _base(measure, k, t, pair[0], unit, basis, pair[1])


def _effective(years: Mapping[int, Today], basis: str) -> dict[int, tuple[float, float]]:
    """Effective suppliers, from the fewest (remainder as one) to the most."""
    pairs = {t: now.import_hhi[basis] for t, now in years.items()}
    return {t: (HHI / max(high, 1e-9), HHI / max(low, 1e-9)) for t, (low, high) in pairs.items()}


def _today_all(case: Case, today: Mapping[tuple[str, int], Today]) -> Rows:
    cost = sum(case.discount(t) * now.cost for (_, t), now in today.items())
    yield _base("cost", ALL, ALL, cost, "million USD, present value")
    yield _base("co2", ALL, ALL, sum(now.co2 for now in today.values()) / 1000, "kt CO2")
    basis = case.settings.concentration_basis
    weights = case.concentration_weights
    low, high = (
        sum(w * today[key].hhi[basis][end] for key, w in weights.items()) for end in (0, 1)
    )
    unit = "HHI points, mean over years and minerals"
    yield _base("concentration", ALL, ALL, low, unit, basis, high)
