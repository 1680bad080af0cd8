r"""Balance: what comes in of a material in a period is what is needed or stored.

``shortage`` -- demand left unmet, at most the demand. The dual of ``material_balance`` is what one
more tonne of demand costs in that period.

.. math:: \sum_{s \in m} imports_{s,t} + made_{m,t} + stock_{m,t-1} - loss_{m,t} + shortage_{m,t}
          = D_{m,t} + used_{m,t} + stock_{m,t}
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case


def bounds(case: Case, i: str, t: float) -> tuple[float, float]:
    """No more is missing than is needed."""
    return 0.0, case.demand[i, t]


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add shortage and the balance of every material and period."""
    m.shortage = pyo.Var(m.MATERIALS, m.PERIODS, bounds=lambda _, i, t: bounds(case, i, t))

    @m.Constraint(m.MATERIALS, m.PERIODS)
    def material_balance(m, i, t):
        return (
            m.imported[i, t]
            + m.converted_in[i, t]
            + m.stock_start[i, t]
            - m.stock_loss[i, t]
            + m.shortage[i, t]
            == m.demand[i, t] + m.converted_out[i, t] + m.stock[i, t]
        )
