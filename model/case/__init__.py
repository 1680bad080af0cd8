"""The case: every figure resolved by option, material and year, and scenarios applied to it.

In: checked rows. Out: a frozen case. Must not know: Excel, Pyomo, the solver.
"""

from __future__ import annotations

from model.case.making import make_case
from model.case.resolved import HHI, Case, Rule

__all__ = ["HHI", "Case", "Rule", "make_case"]
