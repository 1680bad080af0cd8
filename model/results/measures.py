"""The table Measures: what was optimised, broken down, beside today's mix.

The rows with mineral = all and year = all hold the aims: cost as present value, the mean HHI on
the chosen basis, kt of CO2, tonnes short. The other rows break them down. ``value_high`` is filled
where a figure is an interval (today's remainder counted as one country). ``cash`` is the cost
without losses of shortage and penalties of soft limits.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from model.case import HHI, Case
from model.case.costs import NOT_PAID
from model.planning.solution import Solution
from model.results.baseline import Today, sums
from model.results.shares import BASES
from model.tolerances.figures import LEAST_HHI
from model.workbook.aims import AIM_OF, CO2, CONCENTRATION, COST, SHORTAGE

COLUMNS = ["measure", "mineral", "year", "basis", "plan", "value", "value_high", "unit"]
ALL = "all"
POINTS, PRESENT = AIM_OF[CONCENTRATION].unit, f"{AIM_OF[COST].unit}, present value"
MEAN = f"{POINTS}, mean over years and minerals"
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
        *_sums(case, made["Balance"], SHORTAGE),
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
    cells = sums(table, column)
    yield _row(measure, ALL, ALL, factor * sum(cells.values()), unit)
    for k in case.minerals:
        here = sum(cells.get((k, t), 0.0) for t in case.years)
        yield _row(measure, k, ALL, factor * here, unit)
    for t in case.years:
        now = sum(value for (_, year), value in cells.items() if year == t)
        yield _row(measure, ALL, t, factor * now, unit)
        for k in case.minerals:
            yield _row(measure, k, t, factor * cells.get((k, t), 0.0), unit)


def _cost(case: Case, costs: pd.DataFrame) -> Rows:
    yield from _broken_down(case, costs, "present_value", COST, PRESENT)
    paid = costs[~costs.part.isin(NOT_PAID)]
    yield from _broken_down(case, paid, "present_value", "cash", PRESENT)
    yield from _broken_down(case, costs, "cost", "cost_undiscounted", AIM_OF[COST].unit)


def _co2(case: Case, carbon: pd.DataFrame) -> Rows:
    yield from _broken_down(case, carbon, "co2", CO2, AIM_OF[CO2].unit, 0.001)


def _sums(case: Case, balance: pd.DataFrame, column: str) -> Rows:
    yield from _broken_down(case, balance, column, column, "t")


def _concentration(case: Case, solution: Solution, table: pd.DataFrame) -> Rows:
    """HHI, largest share and effective suppliers; means over years in the rows of all years."""
    chosen = case.settings.concentration_basis
    yield _row(CONCENTRATION, ALL, ALL, solution.aims[CONCENTRATION], MEAN, chosen)
    records = table.to_dict("records")
    hhi = {(r["basis"], r["mineral"], r["year"]): r["hhi"] for r in records}
    for basis in BASES:
        for k in case.minerals:
            years = [
                r
                for r in records
                if (r["basis"], r["mineral"]) == (basis, k)
                and case.mineral_demand[k, r["year"]] > 0
            ]
            yield from _concentration_of(k, basis, years)
    yield from _mean_by_year(case, hhi, chosen)


def _concentration_of(k: str, basis: str, years: list[dict[Hashable, Any]]) -> Rows:
    """The rows of one mineral on one basis."""
    figures = {
        CONCENTRATION: ({r["year"]: r["hhi"] for r in years}, POINTS),
        "largest_share": ({r["year"]: r["largest_share"] for r in years}, "share of demand"),
        "effective_suppliers": (
            {r["year"]: HHI / r["import_hhi"] for r in years if r["import_hhi"] > 0},
            "countries",
        ),
    }
    for measure, (by_year, unit) in figures.items():
        if by_year:
            mean = sum(by_year.values()) / len(by_year)
            yield _row(measure, k, ALL, mean, f"{unit}, mean over years", basis)
        for t, value in by_year.items():
            yield _row(measure, k, t, value, unit, basis)


def _mean_by_year(case: Case, hhi: Mapping[tuple[str, str, int], float], basis: str) -> Rows:
    """The weighted mean over minerals in each year."""
    for t in case.years:
        weights = {k: w for (k, year), w in case.concentration_weights.items() if year == t}
        if weights:
            mean = sum(w * hhi[basis, k, t] for k, w in weights.items()) / sum(weights.values())
            yield _row(CONCENTRATION, ALL, t, mean, f"{POINTS}, mean over minerals", basis)


def _ratios(case: Case, plan: pd.DataFrame) -> Rows:
    """Imports and recycled metal as shares of demand."""
    kinds = {
        "import_share": plan[plan.country != case.home],
        "recycled_share": plan[plan.status == "recycled"],
    }
    for measure, table in kinds.items():
        tonnes = sums(table, "tonnes")
        for k in case.minerals:
            demand = {t: case.mineral_demand[k, t] for t in case.years}
            whole = sum(demand.values())
            if whole > 0:
                taken = sum(tonnes.get((k, t), 0.0) for t in case.years)
                yield _row(measure, k, ALL, taken / whole, "share of demand")
            for t, needed in demand.items():
                if needed > 0:
                    share = tonnes.get((k, t), 0.0) / needed
                    yield _row(measure, k, t, share, "share of demand")


def _cover(case: Case, balance: pd.DataFrame) -> Rows:
    """Days of the year's demand held at the year end; the least of all years."""
    held = sums(balance, "stock_end")
    for k in case.minerals:
        demand = {t: case.mineral_demand[k, t] for t in case.years}
        days = {t: 365 * held[k, t] / needed for t, needed in demand.items() if needed > 0}
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
    yield _base(COST, k, ALL, cost, PRESENT)
    yield _base(CO2, k, ALL, sum(now.co2 for now in years.values()) / 1000, AIM_OF[CO2].unit)
    for t, now in years.items():
        yield _base(COST, k, t, worth[t] * now.cost, PRESENT)
        yield _base("cost_undiscounted", k, t, now.cost, AIM_OF[COST].unit)
        yield _base(CO2, k, t, now.co2 / 1000, AIM_OF[CO2].unit)
    for basis in BASES:
        for measure, unit, pairs in (
            (CONCENTRATION, POINTS, {t: n.hhi[basis] for t, n in years.items()}),
            ("largest_share", "share of demand", {t: n.largest[basis] for t, n in years.items()}),
            ("effective_suppliers", "countries", _effective(years, basis)),
        ):
            low = sum(p[0] for p in pairs.values()) / len(pairs)
            high = sum(p[1] for p in pairs.values()) / len(pairs)
            yield _base(measure, k, ALL, low, f"{unit}, mean over years", basis, high)
            for t, pair in pairs.items():
                yield _base(measure, k, t, pair[0], unit, basis, pair[1])


def _effective(years: Mapping[int, Today], basis: str) -> dict[int, tuple[float, float]]:
    """Effective suppliers, from the fewest (remainder as one) to the most."""
    pairs = {t: now.import_hhi[basis] for t, now in years.items()}
    return {
        t: (HHI / max(high, LEAST_HHI), HHI / max(low, LEAST_HHI))
        for t, (low, high) in pairs.items()
    }


def _today_all(case: Case, today: Mapping[tuple[str, int], Today]) -> Rows:
    cost = sum(case.discount(t) * now.cost for (_, t), now in today.items())
    yield _base(COST, ALL, ALL, cost, PRESENT)
    yield _base(CO2, ALL, ALL, sum(now.co2 for now in today.values()) / 1000, AIM_OF[CO2].unit)
    basis = case.settings.concentration_basis
    weights = case.concentration_weights
    low, high = (
        sum(w * today[key].hhi[basis][end] for key, w in weights.items()) for end in (0, 1)
    )
    yield _base(CONCENTRATION, ALL, ALL, low, MEAN, basis, high)
