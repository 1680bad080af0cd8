r"""Conversion: one material turned into another, such as 4N gallium refined to 6N.

``converted`` -- tonnes made by a step in a period. It uses up :math:`converted_{v,t} / yield_v` of
the material it starts from.

.. math:: 0 \le converted_{v,t} \le capacity_v\, l_t

zero outside the time the step runs, and in part where that begins or ends within a period. The
reduced cost is what a tonne more of capacity is worth.
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add conversions and what they make and use up of each material."""

    def conversion_limit(_: pyo.ConcreteModel, v: str, t: float) -> tuple[float, float | None]:
        return 0, case.most_converted(v, t)

    m.converted = pyo.Var(m.CONVERSIONS, m.PERIODS, bounds=conversion_limit)

    @m.Expression(m.MATERIALS, m.PERIODS)
    def converted_in(m, i, t):
        return pyo.quicksum(
            m.converted[v, t] for v in m.CONVERSIONS if case.conversions[v].to_material == i
        )

    @m.Expression(m.MATERIALS, m.PERIODS)
    def converted_out(m, i, t):
        return pyo.quicksum(
            m.converted[v, t] / case.conversions[v].yield_
            for v in m.CONVERSIONS
            if case.conversions[v].from_material == i
        )
