r"""Limits: ceilings and floors on shares, concentration, CO2 and cost (sheets Limits, Countries).

``policy_limit`` -- one row for each limit r, target n and year:

.. math:: measured_{r,n,y} \le scale_{k,y} (value_r + excess_{r,n,y}), \qquad
          measured_{r,n,y} \ge scale_{k,y} (value_r - excess_{r,n,y}) \text{ for a floor}

where scale is the mineral's demand for shares (measured in tonnes) and 1 for HHI points, t CO2 and
million USD. ``excess`` is held at zero for a hard limit and costs ``penalty`` a unit for a soft
one. What ``cost`` measures is the money spent in a year, without shortage costs and penalties. The
dual is what one unit of the limit is worth; negative for a ceiling, since a wider ceiling saves.

``share_limit`` -- the ``max_share`` of a country, of metal shipped from it:

.. math:: shipped_{k,c,y} \le max\_share_c \cdot D_{k,y}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pyomo.core as pyo

from model.case import Case
from model.workbook.measures import MEASURES, complete
from model.workbook.selectors import Target


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add policy limits, their excess and its penalty, and the ceilings of countries."""
    rules = {rule.limit.limit: rule for rule in case.rules}
    m.RULES = pyo.Set(initialize=_rows(case), dimen=3)
    m.excess = pyo.Var(
        m.RULES, bounds=lambda _, r, n, y: (0, 0 if rules[r].limit.penalty is None else None)
    )

    @m.Expression(m.RULES)
    def penalty_cost(m, r, n, y):
        return (rules[r].limit.penalty or 0) * m.excess[r, n, y]

    @m.Constraint(m.RULES)
    def policy_limit(m, r, n, y):
        limit, target = rules[r].limit, rules[r].targets[n]
        scale = m.market[target.minerals[0], y] if MEASURES[limit.measure].of_demand else 1
        value = EXPRESSIONS[limit.measure](m, case, target, y)
        if limit.sense == "max":
            return value <= scale * (limit.value + m.excess[r, n, y])
        return value >= scale * (limit.value - m.excess[r, n, y])

    capped = [
        (k, c, y)
        for k, c in m.TRADES
        for y in m.YEARS
        if case.countries[c].max_share < 1 and (k, y) in m.MARKETS
    ]
    m.CAPPED = pyo.Set(initialize=capped, dimen=3)

    @m.Constraint(m.CAPPED)
    def share_limit(m, k, c, y):
        return m.shipped_tonnes[k, c, y] <= case.countries[c].max_share * m.market[k, y]


def _rows(case: Case) -> list[tuple[str, int, int]]:
    """Limit, target and year of every row; shares and HHI only where there is demand."""
    return [
        (rule.limit.limit, n, y)
        for rule in case.rules
        for n, target in enumerate(rule.targets)
        for y in rule.years
        if MEASURES[rule.limit.measure].together or case.mineral_demand[target.minerals[0], y] > 0
    ]


def _hhi(m: pyo.ConcreteModel, case: Case, target: Target, y: int) -> Any:
    """HHI points of a mineral."""
    return m.hhi[target.minerals[0], y]


def _spent(m: pyo.ConcreteModel, case: Case, target: Target, y: int) -> Any:
    """Million USD spent in a year, without shortage costs and penalties."""
    return pyo.quicksum(m.spending[k, t] for k in target.minerals for t in case.periods_of[y])


def _carbon(m: pyo.ConcreteModel, case: Case, target: Target, y: int) -> Any:
    """Tonnes of CO2 of what is bought and converted in a year."""
    bought = [s for s in m.SUPPLIES if case.mineral_of(s) in target.minerals]
    made = [
        v
        for v, row in case.conversions.items()
        if case.materials[row.to_material].mineral in target.minerals
    ]
    return pyo.quicksum(
        m.supply_co2[s, t] for s in bought for t in case.periods_of[y]
    ) + pyo.quicksum(m.conversion_co2[v, t] for v in made for t in case.periods_of[y])


def _of_status(status: str, m: pyo.ConcreteModel, case: Case, target: Target, y: int) -> Any:
    """Tonnes of a mineral from options of a status."""
    (k,) = target.minerals
    return pyo.quicksum(
        m.imports[s, t]
        for s, row in case.supplies.items()
        if case.mineral_of(s) == k and row.status == status
        for t in case.periods_of[y]
    )


def _imported(m: pyo.ConcreteModel, case: Case, target: Target, y: int) -> Any:
    """Tonnes of a mineral shipped from abroad."""
    (k,) = target.minerals
    return pyo.quicksum(
        m.shipped_tonnes[kk, c, y] for kk, c in m.TRADES if kk == k and c != case.home
    )


def _shipped(m: pyo.ConcreteModel, case: Case, target: Target, y: int) -> Any:
    """Tonnes of a mineral shipped from the countries of the target."""
    return _from_countries(m, m.shipped_tonnes, target, y)


def _first_produced(m: pyo.ConcreteModel, case: Case, target: Target, y: int) -> Any:
    """Tonnes of a mineral first produced in the countries of the target."""
    return _from_countries(m, m.origin_tonnes, target, y)


def _from_countries(m: pyo.ConcreteModel, tonnes: Any, target: Target, y: int) -> Any:
    (k,) = target.minerals
    here = target.countries or ()
    return pyo.quicksum(tonnes[k, c, y] for kk, c in m.TRADES if kk == k and c in here)


Expression = Callable[[pyo.ConcreteModel, Case, Target, int], Any]

EXPRESSIONS: Mapping[str, Expression] = {
    "country_share": _shipped,
    "group_share": _shipped,
    "origin_share": _first_produced,
    "import_share": _imported,
    "recycled_share": partial(_of_status, MEASURES["recycled_share"].status),
    "hhi": _hhi,
    "co2": _carbon,
    "cost": _spent,
}
"""What each measure adds up in a year: tonnes for shares, HHI points, t CO2, million USD."""

complete("expressions of limits", EXPRESSIONS, MEASURES)
