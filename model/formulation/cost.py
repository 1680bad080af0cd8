r"""Cost: what a plan costs in each period, in million USD, undiscounted.

1 USD/kg times 1 t is 0.001 million USD.

.. math:: landed_{s,t} = \sum_{charges} charge_{s,t} \cdot imports_{s,t} / 1000

one expression for each of :data:`model.case.costs.CHARGES`; conversions cost per tonne made,
holding per tonne at a period's end and year (:math:`\times\, l_t`), shortage at its
``shortage_cost``. ``spending`` adds up what is paid for a mineral.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pyomo.core as pyo

from model.case import Case
from model.case.costs import CHARGES, PARTS

MILLION_PER_TONNE = 0.001
"""Million USD for a tonne at 1 USD/kg."""


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add every part of the cost as a named expression."""
    for charge in CHARGES:
        charged = pyo.Expression(m.SUPPLIES, m.PERIODS, rule=partial(_charged, charge.symbol))
        m.add_component(f"{charge.part.name}_cost", charged)

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
        return pyo.quicksum(
            m.component(f"{part.name}_cost")[bearer, t]
            for part in PARTS
            if part.paid
            for bearer, mineral in case.mineral_bearing[part.of].items()
            if mineral == k
        )


def _charged(symbol: str, m: pyo.ConcreteModel, s: str, t: float) -> Any:
    """A charge on what is bought of an option in a period, million USD."""
    return MILLION_PER_TONNE * m.component(symbol)[s, t] * m.imports[s, t]
