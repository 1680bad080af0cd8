r"""Conversion: one material turned into another, such as 4N gallium refined to 6N.

``converted`` -- tonnes made by a step in a year. It uses up :math:`converted_{v,t} / yield_v` of
the material it starts from.

.. math:: 0 \le converted_{v,t} \le capacity_v

zero outside the years the step runs. The reduced cost is what a tonne more of capacity is worth.
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add conversions and what they make and use up of each material."""

    def conversion_limit(_: pyo.ConcreteModel, v: str, t: int) -> tuple[float, float | None]:
        row = case.conversions[v]
        return 0, row.capacity if t in case.years_of(row) else 0

    m.converted = pyo.Var(m.CONVERSIONS, m.YEARS, bounds=conversion_limit)

    @m.Expression(m.MATERIALS, m.YEARS)
    def converted_in(m, i, t):
        return pyo.quicksum(
            m.converted[v, t] for v in m.CONVERSIONS if case.conversions[v].to_material == i
        )

    @m.Expression(m.MATERIALS, m.YEARS)
    def converted_out(m, i, t):
        return pyo.quicksum(
            m.converted[v, t] / case.conversions[v].yield_
            for v in m.CONVERSIONS
            if case.conversions[v].from_material == i
        )
