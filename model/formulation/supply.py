r"""Supply: what is bought of each option in each period.

``imports`` -- tonnes of metal taken from an option, home recycling included.

.. math:: \underline{q}_{s,t} \le imports_{s,t} \le
          \min(capacity_{s,t}\, l_t,\; capacity\_share_{s,t} \cdot D_{m(s),t})

zero outside the time the option exists, and in part where that begins or ends within a period. The
limits are bounds of the variable: its reduced cost is what one more tonne of capacity (or one tonne
less to take) is worth in that period.

``take_or_pay`` -- in a year of several periods what must be taken may be taken in any of them; only
what is asked for in one period itself is a bound there.

.. math:: \sum_{t \in y} imports_{s,t} \ge \sum_{t \in y} \underline{q}_{s,t}
"""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case

NO_LIMIT = 1e9
"""A capacity of so many tonnes a year limits nothing, and is left out for the solver's sake."""

FAR_BEYOND = 1e5
"""Unless it is less than so many times what is needed in all."""


def bounds(case: Case, s: str, t: float) -> tuple[float, float | None]:
    """Least and most of an option in a period, t."""
    most = case.most(s, t)
    return case.least(s, t), None if is_endless(case, most) else most


def is_endless(case: Case, most: float) -> bool:
    """Whether a capacity, t, limits nothing."""
    return most >= max(NO_LIMIT, FAR_BEYOND * case.all_demand)


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add imports between take-or-pay and capacity."""
    m.imports = pyo.Var(m.SUPPLIES, m.PERIODS, bounds=lambda _, s, t: bounds(case, s, t))

    @m.Expression(m.MATERIALS, m.PERIODS)
    def imported(m, i, t):
        return pyo.quicksum(m.imports[s, t] for s in m.SUPPLIES if case.supplies[s].material == i)

    owed = [(s, y) for s in m.SUPPLIES for y in m.YEARS if len(case.periods_of[y]) > 1]
    m.OWED = pyo.Set(initialize=owed, dimen=2)

    @m.Constraint(m.OWED)
    def take_or_pay(m, s, y):
        return pyo.quicksum(m.imports[s, t] for t in case.periods_of[y]) >= m.owed[s, y]
