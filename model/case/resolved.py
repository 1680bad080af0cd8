"""The case: every figure of the plan, by option, material and period, ready for the equations.

A case is frozen and complete: blanks are resolved, years run out, units are those of the workbook
(t, USD/kg, kg CO2/kg, shares). A scenario is a case made from a case.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from model.case.costs import CHARGES, CONVERSION, MATERIAL, OPTION, Charge
from model.tolerances.figures import OWN_SHARE
from model.workbook.layout import Conversion, Country, Limit, Material, Settings, Supply, Tables
from model.workbook.periods import Period, end_of
from model.workbook.selectors import Target, home_country, limit_targets, minerals

HHI = 10_000
"""HHI of a single supplier: the HHI is this times the sum of squared shares."""

TONNES = ("demand", "capacity", "min_take")
"""Figures in tonnes a year: a period has its part of them."""

SupplyPeriod = tuple[str, float]
MaterialPeriod = tuple[str, float]
"""A name and a period; a :class:`Period` is a number, and a whole year equals its year."""


@dataclass(frozen=True)
class Rule:
    """One row of sheet Limits and the targets it stands for, in the planned years it applies."""

    limit: Limit
    targets: tuple[Target, ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """All figures of a planning case.

    Figures by option and period are complete for every period. ``demand``, ``capacity`` and
    ``min_take`` are the tonnes of a period, all others as filled in. ``capacity`` and
    ``capacity_share`` are infinite if blank; :meth:`most` combines them with the time an option
    exists, which is from ``first_year`` to ``last_year`` + 1. ``co2`` is the factor as filled in;
    :meth:`footprint` puts it on the chosen basis.
    """

    tables: Tables
    periods: tuple[Period, ...]
    demand: Mapping[MaterialPeriod, float]
    stock_target_days: Mapping[MaterialPeriod, float]
    capacity: Mapping[SupplyPeriod, float]
    capacity_share: Mapping[SupplyPeriod, float]
    min_take: Mapping[SupplyPeriod, float]
    price: Mapping[SupplyPeriod, float]
    freight: Mapping[SupplyPeriod, float]
    tariff: Mapping[SupplyPeriod, float]
    co2: Mapping[SupplyPeriod, float]
    first_year: Mapping[str, float]
    last_year: Mapping[str, float]

    @property
    def settings(self) -> Settings:
        """Sheet Settings."""
        return self.tables.settings

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years planned."""
        return tuple(self.periods_of)

    @cached_property
    def periods_of(self) -> Mapping[int, tuple[Period, ...]]:
        """The periods of every year."""
        return {
            year: tuple(t for t in self.periods if t.year == year)
            for year in dict.fromkeys(t.year for t in self.periods)
        }

    @cached_property
    def period_at(self) -> Mapping[float, Period]:
        """The periods by when they begin; a whole year also by the year."""
        return {t: t for t in self.periods}

    @cached_property
    def materials(self) -> Mapping[str, Material]:
        """Materials by name, in sheet order."""
        return {row.material: row for row in self.tables.materials}

    @cached_property
    def minerals(self) -> tuple[str, ...]:
        """Minerals in sheet order."""
        return minerals(self.tables)

    @cached_property
    def supplies(self) -> Mapping[str, Supply]:
        """Supply options by name, in sheet order."""
        return {row.supply: row for row in self.tables.supply}

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """Countries by code, in sheet order."""
        return {row.country: row for row in self.tables.countries}

    @cached_property
    def conversions(self) -> Mapping[str, Conversion]:
        """Conversions by name, in sheet order."""
        return {row.conversion: row for row in self.tables.conversions}

    @property
    def home(self) -> str:
        """The importing country."""
        return home_country(self.settings)

    def mineral_of(self, supply: str) -> str:
        """Mineral an option delivers."""
        return self.materials[self.supplies[supply].material].mineral

    @cached_property
    def mineral_bearing(self) -> Mapping[str, Mapping[str, str]]:
        """Mineral whose cost an option, a conversion or a material bears, by kind and name."""
        material = {i: row.mineral for i, row in self.materials.items()}
        return {
            OPTION: {s: material[row.material] for s, row in self.supplies.items()},
            CONVERSION: {v: material[row.to_material] for v, row in self.conversions.items()},
            MATERIAL: material,
        }

    @cached_property
    def mineral_demand(self) -> Mapping[tuple[str, int], float]:
        """Demand of a mineral in a year, t: the denominator of all shares."""
        return {
            (k, y): sum(
                self.demand[i, t]
                for i, row in self.materials.items()
                if row.mineral == k
                for t in periods
            )
            for k in self.minerals
            for y, periods in self.periods_of.items()
        }

    @cached_property
    def all_demand(self) -> float:
        """Demand of all materials in all periods, t."""
        return sum(self.demand.values())

    def runs(self, supply: str, period: float) -> bool:
        """Whether an option exists in a period, or in part of it."""
        return self.part_run(supply, period) > 0

    def part_run(self, supply: str, period: float) -> float:
        """Part of a period in which an option exists, 0 to 1."""
        return _part(self.period_at[period], self.first_year[supply], self.last_year[supply] + 1)

    def most(self, supply: str, period: float) -> float:
        """Most that can be taken in a period, t: capacity or share of demand, while it exists."""
        part = self.part_run(supply, period)
        if not part:
            return 0.0
        demand = self.demand[self.supplies[supply].material, period]
        share = self.capacity_share[supply, period]
        by_share = math.inf if math.isinf(share) else share * demand
        return part * min(self.capacity[supply, period], by_share)

    def most_in_year(self, supply: str, year: int) -> float:
        """Most that can be taken in a year, t."""
        return sum(self.most(supply, t) for t in self.periods_of[year])

    def owed(self, supply: str, year: int) -> float:
        """Tonnes that must be taken in a year, while the option exists."""
        return sum(
            self.min_take[supply, t] * self.part_run(supply, t) for t in self.periods_of[year]
        )

    def least(self, supply: str, period: float) -> float:
        """Tonnes that must be taken in a period itself; in a year of several periods, none."""
        year = self.period_at[period].year
        return self.owed(supply, year) if len(self.periods_of[year]) == 1 else 0.0

    def most_converted(self, conversion: str, period: float) -> float | None:
        """Most a conversion makes in a period, t, while it runs; ``None`` without a limit."""
        row = self.conversions[conversion]
        then = self.period_at[period]
        part = _part(then, *self._run(row))
        if row.capacity is None:
            return None if part else 0.0
        return row.capacity * then.length * part

    def footprint(self, supply: str, period: float) -> float:
        """Footprint of an option on the basis Settings names, kg CO2/kg.

        On the grid basis the electricity of the route counts with the grid of the shipping country.
        """
        return self.co2[supply, period] + self._grid_adjustment[supply]

    @cached_property
    def _grid_adjustment(self) -> Mapping[str, float]:
        """What the power grid of the shipping country adds to an option's factor, kg CO2/kg."""
        if self.settings.co2_basis == "route":
            return dict.fromkeys(self.supplies, 0.0)
        routes = {row.route: row for row in self.tables.routes}
        used = {
            s: (routes.get(row.route), self.countries[row.country])
            for s, row in self.supplies.items()
        }
        return {
            s: route.electricity * ((country.grid_co2 or 0.0) - route.grid_reference)
            if route is not None and route.electricity
            else 0.0
            for s, (route, country) in used.items()
        }

    def charge(self, charge: Charge, supply: str, period: float) -> float:
        """What a charge on an option comes to, USD/kg; a duty is a share of the other charges."""
        figure: float = getattr(self, charge.column)[supply, period]
        if not charge.duty:
            return figure
        others = (other for other in CHARGES if not other.duty)
        return figure * sum(self.charge(other, supply, period) for other in others)

    def landed(self, supply: str, period: float) -> float:
        """What a kilogram of an option costs landed: all its charges, USD/kg."""
        return sum(self.charge(charge, supply, period) for charge in CHARGES)

    def with_duty(self, supply: str, period: float) -> float:
        """What 1 USD/kg more of a charge that is no duty adds to the landed cost, USD/kg."""
        rates: Iterator[float] = (
            getattr(self, charge.column)[supply, period] for charge in CHARGES if charge.duty
        )
        return 1 + sum(rates)

    def stock_target(self, material: str, period: float) -> float:
        """Reserve asked for at the end of a period, t.

        The target days at the period's rate of demand; in the last period not less than the
        opening stock, so that a plan does not look cheap by emptying the stores.
        """
        rate = self.demand[material, period] / self.period_at[period].length
        days = self.stock_target_days[material, period] / 365 * rate
        if period == self.periods[-1]:
            return max(days, self.materials[material].initial_stock)
        return days

    def loss(self, material: str, period: float) -> float:
        """Part of what is carried over into a period that is lost in it."""
        yearly, length = self.materials[material].storage_loss, self.period_at[period].length
        return yearly if length == 1 else 1 - (1 - yearly) ** length

    def discount(self, year: int) -> float:
        """Present value in the first year of a dollar in ``year``."""
        return (1 + self.settings.discount_rate) ** -(year - self.years[0])

    @cached_property
    def origin_shares(self) -> Mapping[tuple[str, str], Mapping[str, float]]:
        """Where metal of a mineral shipped from a country was first produced; shares add to 1."""
        shares: dict[tuple[str, str], dict[str, float]] = {
            (k, c): {} for k in self.minerals for c in self.countries
        }
        for row in self.tables.origins:
            found = shares[row.mineral, row.shipped_from]
            found[row.origin] = found.get(row.origin, 0.0) + row.share
        for (_, country), found in shares.items():
            own = 1 - sum(found.values())
            if own > OWN_SHARE:
                found[country] = found.get(country, 0.0) + own
        return shares

    def risk(self, country: str) -> float:
        """Weight of a squared share: 1, or (2.5 - wgi) / 2.5."""
        if self.settings.concentration_risk == "none":
            return 1.0
        wgi = self.countries[country].wgi
        return (2.5 - (0.0 if wgi is None else wgi)) / 2.5

    @cached_property
    def concentration_weights(self) -> Mapping[tuple[str, int], float]:
        """Weight of a mineral's HHI in a year in the mean; they add to 1.

        Years without demand have no shares and no weight; without any weight the mapping is empty.
        """
        weight = {row.mineral: row.concentration_weight for row in self.tables.materials}
        given = {
            (k, t): weight[k]
            for (k, t), demand in self.mineral_demand.items()
            if demand > 0 and weight[k] > 0
        }
        total = sum(given.values())
        return {key: value / total for key, value in given.items()}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Active Limits rows with what they stand for."""
        return tuple(
            Rule(row, limit_targets(row, self.tables), self.years_of(row))
            for row in self.tables.limits
            if row.active == "yes"
        )

    def years_of(self, row: Any) -> tuple[int, ...]:
        """Planned years from a row's ``first_year`` to its ``last_year`` (blank: no bound)."""
        first, end = self._run(row)
        return tuple(y for y in self.years if first <= y and y + 1 <= end)

    def parts_within(self, row: Any) -> Mapping[Period, float]:
        """Part of every period from a row's ``first_year`` to its ``last_year``; none without."""
        found = {t: _part(t, *self._run(row)) for t in self.periods}
        return {t: part for t, part in found.items() if part > 0}

    def _run(self, row: Any) -> tuple[float, float]:
        """When a row begins and ends to apply, in years."""
        return row.first_year or self.years[0], end_of(row.last_year or self.years[-1])


def _part(period: Period, first: float, end: float) -> float:
    """Part of a period that lies between two times, in years."""
    if first <= period and period.end <= end:
        return 1.0
    return max(0.0, min(period.end, end) - max(period, first)) / period.length
