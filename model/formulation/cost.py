r"""Cost: what a plan costs in each period, in million USD, undiscounted.

1 USD/kg times 1 t is 0.001 million USD.

.. math:: landed_{s,t} = (price + freight)(1 + tariff) \cdot imports_{s,t} / 1000

split into purchase, freight and tariff; conversions cost per tonne made, holding per tonne at a
period's end and year (:math:`\times\, l_t`), shortage at its ``shortage_cost``.
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case

MILLION_PER_TONNE = 0.001
"""Million USD for a tonne at 1 USD/kg."""


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add every part of the cost as a named expression."""

    @m.Expression(m.SUPPLIES, m.PERIODS)
    def purchase_cost(m, s, t):
        return MILLION_PER_TONNE * m.price[s, t] * m.imports[s, t]

    @m.Expression(m.SUPPLIES, m.PERIODS)
    def freight_cost(m, s, t):
        return MILLION_PER_TONNE * m.freight[s, t] * m.imports[s, t]

    @m.Expression(m.SUPPLIES, m.PERIODS)
    def tariff_cost(m, s, t):
        return MILLION_PER_TONNE * m.duty[s, t] * m.imports[s, t]

    @m.Expression(m.CONVERSIONS, m.PERIODS)
    def conversion_cost(m, v, t):
        return MILLION_PER_TONNE * case.conversions[v].cost * m.converted[v, t]

    @m.Expression(m.MATERIALS, m.PERIODS)
    def holding_cost(m, i, t):
        return MILLION_PER_TONNE * t.length * case.materials[i].holding_cost * m.stock[i, t]

    @m.Expression(m.MATERIALS, m.PERIODS)
    def shortage_cost(m, i, t):
        return MILLION_PER_TONNE * case.materials[i].shortage_cost * m.shortage[i, t]

    @m.Expression(m.MINERALS, m.PERIODS)
    def spending(m, k, t):
        options = [s for s in m.SUPPLIES if case.mineral_of(s) == k]
        held = [i for i in m.MATERIALS if case.materials[i].mineral == k]
        steps = [v for v in m.CONVERSIONS if case.conversions[v].to_material in held]
        return (
            pyo.quicksum(m.purchase_cost[s, t] for s in options)
            + pyo.quicksum(m.freight_cost[s, t] for s in options)
            + pyo.quicksum(m.tariff_cost[s, t] for s in options)
            + pyo.quicksum(m.conversion_cost[v, t] for v in steps)
            + pyo.quicksum(m.holding_cost[i, t] for i in held)
        )
