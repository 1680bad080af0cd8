"""From checked rows to a case: blanks resolved, years and footprints filled in."""

from __future__ import annotations

import math
from collections.abc import Mapping

from model.case.resolved import TONNES, Case, SupplyPeriod
from model.workbook.layout import Tables
from model.workbook.periods import Period, divided, end_of


def make_case(tables: Tables) -> Case:
    """Resolve blanks, by-year figures and footprints of checked rows into a case."""
    periods = divided(tables.settings.first_year, tables.settings.last_year)
    yearly = {(row.supply, row.field): row.by_year for row in tables.supply_by_year}
    demand = {row.material: row.by_year for row in tables.demand}
    first, last = periods[0].year, periods[-1].year

    def figure(field: str) -> dict[SupplyPeriod, float]:
        part = {t: t.length if field in TONNES else 1.0 for t in periods}
        return {
            (s.supply, t): part[t]
            * _or_unlimited(yearly.get((s.supply, field), {}).get(t.year, getattr(s, field)))
            for s in tables.supply
            for t in periods
        }

    return Case(
        tables=tables,
        periods=periods,
        demand={
            (i.material, t): t.length * demand[i.material][t.year]
            for i in tables.materials
            for t in periods
        },
        stock_target_days={
            (i.material, t): i.stock_target_days for i in tables.materials for t in periods
        },
        capacity=figure("capacity"),
        capacity_share=figure("capacity_share"),
        min_take=figure("min_take"),
        price=figure("price"),
        freight=figure("freight"),
        tariff=figure("tariff"),
        co2=_footprints(tables, periods, yearly),
        first_year={s.supply: s.first_year or first for s in tables.supply},
        last_year={s.supply: end_of(s.last_year or last) - 1 for s in tables.supply},
    )


def _or_unlimited(value: float | None) -> float:
    return math.inf if value is None else value


def _footprints(
    tables: Tables,
    periods: tuple[Period, ...],
    yearly: Mapping[tuple[str, str], Mapping[int, float]],
) -> dict[SupplyPeriod, float]:
    """CO2 factor of every option and year as filled in, kg CO2/kg; 0 without any."""
    of_route = {"": 0.0, **{row.route: row.co2 for row in tables.routes}}
    return {
        (s.supply, t): yearly.get((s.supply, "co2"), {}).get(
            t.year, of_route[s.route] if s.co2 is None else s.co2
        )
        for s in tables.supply
        for t in periods
    }
