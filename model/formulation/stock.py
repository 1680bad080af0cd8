r"""Stock: metal put by in one year and used in another.

``stock`` -- tonnes held at a year end, at most ``max_stock``; ``reserve_gap`` -- tonnes missing
to the reserve. What is carried over loses a share in a year:

.. math:: loss_{m,t} = storage\_loss_m \cdot stock_{m,t-1}

``stock_target`` -- at every year end there is enough for the days asked for, and in the last year
no less than there was at the start, so that no plan looks cheap by emptying the stores. Its dual is
what a tonne of reserve costs in that year.

.. math:: stock_{m,t} + reserve\_gap_{m,t} \ge \max(\tfrac{days_m}{365} D_{m,t},\;
          initial\_stock_m \text{ in the last year})
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case


def gap_bounds(case: Case, i: str, t: int) -> tuple[float, float]:
    """No more is missing to the reserve than the reserve."""
    return 0.0, case.stock_target(i, t)


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add year-end stocks, their ceiling, their loss and their target."""
    first = case.years[0]
    m.stock = pyo.Var(m.MATERIALS, m.YEARS, bounds=lambda _, i, t: (0, case.materials[i].max_stock))
    m.reserve_gap = pyo.Var(m.MATERIALS, m.YEARS, bounds=lambda _, i, t: gap_bounds(case, i, t))

    @m.Expression(m.MATERIALS, m.YEARS)
    def stock_start(m, i, t):
        return case.materials[i].initial_stock if t == first else m.stock[i, t - 1]

    @m.Expression(m.MATERIALS, m.YEARS)
    def stock_loss(m, i, t):
        return case.materials[i].storage_loss * m.stock_start[i, t]

    @m.Constraint(m.MATERIALS, m.YEARS)
    def stock_target(m, i, t):
        return m.stock[i, t] + m.reserve_gap[i, t] >= m.reserve[i, t]
