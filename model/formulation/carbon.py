r"""Carbon: cradle-to-gate CO2 of what is bought and of what is converted.

.. math:: co2_{s,t} = factor_{s,t} \cdot imports_{s,t}, \qquad
          co2_{v,t} = factor_v \cdot converted_{v,t}

in t CO2, since kg/kg times t is t. The factor is the option's own or its route's; on the grid basis
plus electricity times what the country's grid differs from the one inside the factor.
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the CO2 of every option and conversion, t."""

    @m.Expression(m.SUPPLIES, m.PERIODS)
    def supply_co2(m, s, t):
        return m.footprint[s, t] * m.imports[s, t]

    @m.Expression(m.CONVERSIONS, m.PERIODS)
    def conversion_co2(m, v, t):
        return case.conversions[v].co2 * m.converted[v, t]
