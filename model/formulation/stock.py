r"""Stock: metal stored in one period and used in another.

``stock`` -- tonnes held at the end of a period, at most ``max_stock``; ``reserve_gap`` -- tonnes
missing to the reserve. What is carried over loses a share in a year:

.. math:: loss_{m,t} = (1 - (1 - storage\_loss_m)^{l_t}) \cdot stock_{m,t-1}

``stock_target`` -- at the end of every period there is enough for the days asked for at the
period's rate of demand, and at the end of the last no less than there was at the start, so that no
plan looks cheap by emptying the stores. Its dual is what a tonne of reserve costs in that period.

.. math:: stock_{m,t} + reserve\_gap_{m,t} \ge \max(\tfrac{days_m}{365} D_{m,t} / l_t,\;
          initial\_stock_m \text{ in the last period})
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case


def gap_bounds(case: Case, i: str, t: float) -> tuple[float, float]:
    """No more is missing to the reserve than the reserve."""
    return 0.0, case.stock_target(i, t)


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add stocks at the ends of periods, their ceiling, their loss and their target."""
    before = dict(zip(case.periods[1:], case.periods, strict=False))
    m.stock = pyo.Var(
        m.MATERIALS, m.PERIODS, bounds=lambda _, i, t: (0, case.materials[i].max_stock)
    )
    m.reserve_gap = pyo.Var(m.MATERIALS, m.PERIODS, bounds=lambda _, i, t: gap_bounds(case, i, t))

    @m.Expression(m.MATERIALS, m.PERIODS)
    def stock_start(m, i, t):
        return m.stock[i, before[t]] if t in before else case.materials[i].initial_stock

    @m.Expression(m.MATERIALS, m.PERIODS)
    def stock_loss(m, i, t):
        return case.loss(i, t) * m.stock_start[i, t]

    @m.Constraint(m.MATERIALS, m.PERIODS)
    def stock_target(m, i, t):
        return m.stock[i, t] + m.reserve_gap[i, t] >= m.reserve[i, t]
