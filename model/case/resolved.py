"""The case: every figure of the plan, by option, material and year, ready for the equations.

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
from model.workbook.selectors import Target, home_country, limit_targets, minerals

HHI = 10_000
"""HHI of a single supplier: the HHI is this times the sum of squared shares."""

SupplyYear = tuple[str, int]
MaterialYear = tuple[str, int]


@dataclass(frozen=True)
class Rule:
    """One row of sheet Limits and the targets it stands for, in the planned years it applies."""

    limit: Limit
    targets: tuple[Target, ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """All figures of a planning case.

    Figures by option and year are complete for every planned year. ``capacity`` and
    ``capacity_share`` are as filled in (infinite if blank); :meth:`most` combines them with the
    years an option exists. ``co2`` is the factor as filled in; :meth:`footprint` puts it on the
    chosen basis.
    """

    tables: Tables
    years: tuple[int, ...]
    demand: Mapping[MaterialYear, float]
    stock_target_days: Mapping[MaterialYear, float]
    capacity: Mapping[SupplyYear, float]
    capacity_share: Mapping[SupplyYear, float]
    min_take: Mapping[SupplyYear, float]
    price: Mapping[SupplyYear, float]
    freight: Mapping[SupplyYear, float]
    tariff: Mapping[SupplyYear, float]
    co2: Mapping[SupplyYear, float]
    first_year: Mapping[str, int]
    last_year: Mapping[str, int]

    @property
    def settings(self) -> Settings:
        """Sheet Settings."""
        return self.tables.settings

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
            (k, t): sum(self.demand[i, t] for i, row in self.materials.items() if row.mineral == k)
            for k in self.minerals
            for t in self.years
        }

    @cached_property
    def all_demand(self) -> float:
        """Demand of all materials in all years, t."""
        return sum(self.demand.values())

    def runs(self, supply: str, year: int) -> bool:
        """Whether an option exists in a year."""
        return self.first_year[supply] <= year <= self.last_year[supply]

    def most(self, supply: str, year: int) -> float:
        """Most that can be taken, t: capacity or share of demand; 0 outside the option's years."""
        if not self.runs(supply, year):
            return 0.0
        demand = self.demand[self.supplies[supply].material, year]
        share = self.capacity_share[supply, year]
        by_share = math.inf if math.isinf(share) else share * demand
        return min(self.capacity[supply, year], by_share)

    def least(self, supply: str, year: int) -> float:
        """Tonnes that must be taken; 0 outside the years of the option."""
        return self.min_take[supply, year] if self.runs(supply, year) else 0.0

    def footprint(self, supply: str, year: int) -> float:
        """Footprint of an option on the basis Settings names, kg CO2/kg.

        On the grid basis the electricity of the route counts with the grid of the shipping country.
        """
        return self.co2[supply, year] + self._grid_adjustment[supply]

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

    def charge(self, charge: Charge, supply: str, year: int) -> float:
        """What a charge on an option comes to, USD/kg; a duty is a share of the other charges."""
        figure: float = getattr(self, charge.column)[supply, year]
        if not charge.duty:
            return figure
        others = (other for other in CHARGES if not other.duty)
        return figure * sum(self.charge(other, supply, year) for other in others)

    def landed(self, supply: str, year: int) -> float:
        """What a kilogram of an option costs landed: all its charges, USD/kg."""
        return sum(self.charge(charge, supply, year) for charge in CHARGES)

    def with_duty(self, supply: str, year: int) -> float:
        """What 1 USD/kg more of a charge that is no duty adds to the landed cost, USD/kg."""
        rates: Iterator[float] = (
            getattr(self, charge.column)[supply, year] for charge in CHARGES if charge.duty
        )
        return 1 + sum(rates)

    def stock_target(self, material: str, year: int) -> float:
        """Reserve asked for at a year end, t.

        The target days of the year's demand; in the last year not less than the opening stock, so
        that a plan does not look cheap by emptying the stores.
        """
        days = self.stock_target_days[material, year] / 365 * self.demand[material, year]
        if year == self.years[-1]:
            return max(days, self.materials[material].initial_stock)
        return days

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
        """Planned years between a row's ``first_year`` and ``last_year`` (blank: no bound)."""
        first, last = row.first_year or self.years[0], row.last_year or self.years[-1]
        return tuple(t for t in self.years if first <= t <= last)


def make_case(tables: Tables) -> Case:
    """Resolve blanks, by-year figures and footprints of checked rows into a case."""
    years = tuple(range(tables.settings.first_year, tables.settings.last_year + 1))
    yearly = {(row.supply, row.field): row.by_year for row in tables.supply_by_year}
    demand = {row.material: row.by_year for row in tables.demand}

    def figure(field: str) -> dict[SupplyYear, float]:
        return {
            (s.supply, t): _or_unlimited(
                yearly.get((s.supply, field), {}).get(t, getattr(s, field))
            )
            for s in tables.supply
            for t in years
        }

    return Case(
        tables=tables,
        years=years,
        demand={(i.material, t): demand[i.material][t] for i in tables.materials for t in years},
        stock_target_days={
            (i.material, t): i.stock_target_days for i in tables.materials for t in years
        },
        capacity=figure("capacity"),
        capacity_share=figure("capacity_share"),
        min_take=figure("min_take"),
        price=figure("price"),
        freight=figure("freight"),
        tariff=figure("tariff"),
        co2=_footprints(tables, years, yearly),
        first_year={s.supply: s.first_year or years[0] for s in tables.supply},
        last_year={s.supply: s.last_year or years[-1] for s in tables.supply},
    )


def _or_unlimited(value: float | None) -> float:
    return math.inf if value is None else value


def _footprints(
    tables: Tables,
    years: tuple[int, ...],
    yearly: Mapping[tuple[str, str], Mapping[int, float]],
) -> dict[SupplyYear, float]:
    """CO2 factor of every option and year as filled in, kg CO2/kg; 0 without any."""
    of_route = {"": 0.0, **{row.route: row.co2 for row in tables.routes}}
    return {
        (s.supply, t): yearly.get((s.supply, "co2"), {}).get(
            t, of_route[s.route] if s.co2 is None else s.co2
        )
        for s in tables.supply
        for t in years
    }
