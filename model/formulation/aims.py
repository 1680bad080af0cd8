r"""Aims: the totals a plan is judged by, each a variable of its own.

``aim_definition`` -- shortage in million USD, the reserve's gap in days of demand, present value in
million USD, HHI points, kt CO2:

.. math::
   aim_{shortage} &= \sum_{m,t} shortage\_cost_m \cdot shortage_{m,t} / 1000 \\
   aim_{reserve}  &= \sum_{m,t} l_t \cdot 365 \cdot reserve\_gap_{m,t} / (D_{m,t} / l_t)
                    \quad\text{(days)} \\
   aim_{cost}     &= \sum_y (1 + rate)^{-(y - y_0)} \; (\text{all parts of the cost})_y \\
   aim_{conc.}    &= \sum_{k,y} w_{k,y}\, hhi_{k,y}, \qquad \sum w = 1 \\
   aim_{co2}      &= \sum_{s,t} co2_{s,t} / 1000 + \sum_{v,t} co2_{v,t} / 1000 \quad\text{(kt)}

Being variables, they can be minimised, weighed and held by changing costs and bounds alone.
``worst_definition`` -- the largest of the three aims, each scaled from its best (0) to its worst
(1); it is switched on, with these figures, once they are known (:mod:`model.planning.methods`):

.. math:: aim_a \le best_a + range_a \cdot worst
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyomo.core as pyo

from model.case import Case
from model.formulation.cost import MILLION_PER_TONNE
from model.workbook.aims import AIM_OF, CO2, CONCENTRATION, COST, FIRST, RESERVE, SHORTAGE
from model.workbook.measures import complete

KILO = 0.001
LEAST_WEIGHT = 0.001
"""USD/kg that a missing kilogram weighs at least: demand comes first even if shortage is free."""


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the totals and the row that scales them."""
    m.AIMS = pyo.Set(initialize=[*FIRST, *AIM_OF])
    m.aim = pyo.Var(m.AIMS, bounds=(0, None))

    @m.Constraint(m.AIMS)
    def aim_definition(m, a):
        return m.aim[a] == TOTALS[a](m, case)

    m.worst = pyo.Var(bounds=(0, 0))

    @m.Constraint(list(AIM_OF))
    def worst_definition(m, a):
        return m.aim[a] - m.worst <= float("inf")


def _shortage(m: pyo.ConcreteModel, case: Case) -> pyo.Expression:
    return MILLION_PER_TONNE * pyo.quicksum(
        max(case.materials[i].shortage_cost, LEAST_WEIGHT) * m.shortage[i, t]
        for i in m.MATERIALS
        for t in m.PERIODS
    )


def _reserve(m: pyo.ConcreteModel, case: Case) -> pyo.Expression:
    return pyo.quicksum(
        t.length * m.days_a_tonne[i, t] * m.reserve_gap[i, t]
        for i in m.MATERIALS
        for t in m.PERIODS
    )


def _cost(m: pyo.ConcreteModel, case: Case) -> pyo.Expression:
    """Present value of everything a plan costs, penalties of soft limits included."""
    in_year = {
        y: pyo.quicksum(m.spending[k, t] for k in m.MINERALS for t in case.periods_of[y])
        + pyo.quicksum(m.shortage_cost[i, t] for i in m.MATERIALS for t in case.periods_of[y])
        + pyo.quicksum(m.penalty_cost[r] for r in m.RULES if r[2] == y)
        for y in m.YEARS
    }
    return pyo.quicksum(case.discount(y) * in_year[y] for y in m.YEARS)


def _concentration(m: pyo.ConcreteModel, case: Case) -> pyo.Expression:
    return pyo.quicksum(weight * m.hhi[key] for key, weight in case.concentration_weights.items())


def _co2(m: pyo.ConcreteModel, case: Case) -> pyo.Expression:
    supplied, converted = m.supply_co2.values(), m.conversion_co2.values()
    return KILO * pyo.quicksum(supplied) + KILO * pyo.quicksum(converted)


TOTALS: Mapping[str, Callable[[pyo.ConcreteModel, Case], pyo.Expression]] = {
    SHORTAGE: _shortage,
    RESERVE: _reserve,
    COST: _cost,
    CONCENTRATION: _concentration,
    CO2: _co2,
}
complete("totals of aims", TOTALS, (*FIRST, *AIM_OF))
