r"""Limits: ceilings and floors on shares, concentration, CO2 and cost (sheets Limits, Countries).

``policy_limit`` -- one row for each limit r, target n and year:

.. math:: measured_{r,n,t} \le scale_{k,t} (value_r + excess_{r,n,t}), \qquad
          measured_{r,n,t} \ge scale_{k,t} (value_r - excess_{r,n,t}) \text{ for a floor}

where scale is the mineral's demand for shares (measured in tonnes) and 1 for HHI points, t CO2 and
million USD. ``excess`` is held at zero for a hard limit and costs ``penalty`` a unit for a soft
one. What ``cost`` measures is the money spent in a year, without shortage costs and penalties. The
dual is what one unit of the limit is worth; negative for a ceiling, since a wider ceiling saves.

``share_limit`` -- the ``max_share`` of a country, of metal shipped from it:

.. math:: shipped_{k,c,t} \le max\_share_c \cdot D_{k,t}
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from model.case import Case, Rule
from model.targets import SHARE_MEASURES, Target


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add policy limits, their excess and its penalty, and the ceilings of countries."""
    rules = {rule.limit.limit: rule for rule in case.rules}
    m.RULES = pyo.Set(initialize=_rows(case), dimen=3)
    m.excess = pyo.Var(
        m.RULES, bounds=lambda _, r, n, t: (0, 0 if rules[r].limit.penalty is None else None)
    )

    @m.Expression(m.RULES)
    def penalty_cost(m, r, n, t):
        return (rules[r].limit.penalty or 0) * m.excess[r, n, t]

    @m.Constraint(m.RULES)
    def policy_limit(m, r, n, t):
        limit, target = rules[r].limit, rules[r].targets[n]
        share = limit.measure in SHARE_MEASURES
        scale = m.market[target.minerals[0], t] if share else 1
        value = measured(m, case, rules[r], target, t)
        if limit.sense == "max":
            return value <= scale * (limit.value + m.excess[r, n, t])
        return value >= scale * (limit.value - m.excess[r, n, t])

    capped = [
        (k, c, t)
        for k, c in m.TRADES
        for t in m.YEARS
        if case.countries[c].max_share < 1 and (k, t) in m.MARKETS
    ]
    m.CAPPED = pyo.Set(initialize=capped, dimen=3)

    @m.Constraint(m.CAPPED)
    def share_limit(m, k, c, t):
        return m.shipped_tonnes[k, c, t] <= case.countries[c].max_share * m.market[k, t]


def _rows(case: Case) -> list[tuple[str, int, int]]:
    """Limit, target and year of every row; shares and HHI only where there is demand."""
    return [
        (rule.limit.limit, n, t)
        for rule in case.rules
        for n, target in enumerate(rule.targets)
        for t in rule.years
        if rule.limit.measure in ("co2", "cost") or case.mineral_demand[target.minerals[0], t] > 0
    ]


def measured(m: pyo.ConcreteModel, case: Case, rule: Rule, target: Target, t: int) -> Any:
    """What a limit adds up: tonnes for shares, HHI points, t CO2, or million USD spent."""
    measure = rule.limit.measure
    if measure == "hhi":
        return m.hhi[target.minerals[0], t]
    if measure == "cost":
        return pyo.quicksum(m.spending[k, t] for k in target.minerals)
    if measure == "co2":
        options = [s for s in m.SUPPLIES if case.mineral_of(s) in target.minerals]
        made = [
            v
            for v, row in case.conversions.items()
            if case.materials[row.to_material].mineral in target.minerals
        ]
        return pyo.quicksum(m.supply_co2[s, t] for s in options) + pyo.quicksum(
            m.conversion_co2[v, t] for v in made
        )
    return _tonnes(m, case, measure, target, t)


def _tonnes(m: pyo.ConcreteModel, case: Case, measure: str, target: Target, t: int) -> Any:
    """Tonnes of a share limit."""
    (k,) = target.minerals
    if measure == "recycled_share":
        return pyo.quicksum(
            m.imports[s, t]
            for s, row in case.supplies.items()
            if case.mineral_of(s) == k and row.status == "recycled"
        )
    here = [c for kk, c in m.TRADES if kk == k]
    tonnes = m.origin_tonnes if measure == "origin_share" else m.shipped_tonnes
    if measure == "import_share":
        return pyo.quicksum(tonnes[k, c, t] for c in here if c != case.home)
    return pyo.quicksum(tonnes[k, c, t] for c in here if c in (target.countries or ()))
