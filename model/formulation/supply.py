r"""Supply: what is bought of each option in each year.

``imports`` -- tonnes of metal taken from an option, home recycling included.

.. math:: \underline{q}_{s,t} \le imports_{s,t} \le
          \min(capacity_{s,t},\; capacity\_share_{s,t} \cdot D_{m(s),t})

zero outside the years the option exists. The limits are bounds of the variable: its reduced cost is
what one more tonne of capacity (or one tonne less to take) is worth in that year.
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case

NO_LIMIT = 1e9
"""A capacity of so many tonnes a year limits nothing, and is left out for the solver's sake."""

FAR_BEYOND = 1e5
"""Unless it is less than so many times what is needed in all."""


def bounds(case: Case, s: str, t: int) -> tuple[float, float | None]:
    """Least and most of an option in a year, t."""
    most = case.most(s, t)
    return case.least(s, t), None if is_endless(case, most) else most


def is_endless(case: Case, most: float) -> bool:
    """Whether a capacity, t, limits nothing."""
    return most >= max(NO_LIMIT, FAR_BEYOND * case.all_demand)


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add imports between take-or-pay and capacity."""
    m.imports = pyo.Var(m.SUPPLIES, m.YEARS, bounds=lambda _, s, t: bounds(case, s, t))

    @m.Expression(m.MATERIALS, m.YEARS)
    def imported(m, i, t):
        return pyo.quicksum(m.imports[s, t] for s in m.SUPPLIES if case.supplies[s].material == i)
