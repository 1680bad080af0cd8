"""A solved plan as plain numbers: what later steps read instead of the solver or the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[tuple[Any, ...], float]


@dataclass(frozen=True)
class Solution:
    """One plan.

    ``values`` holds every variable and named expression of the formulation by component and index
    (``values["imports"]["CN_Mg", 2027]``), ``aims`` the totals with exact squares (million USD, HHI
    points, kt CO2), ``hhi_bound`` how many HHI points the true optimum could be better, and
    ``residuals`` the worst certificate of all programmes solved on the way.
    """

    objective: str
    values: Mapping[str, Values]
    aims: Mapping[str, float]
    hhi_bound: float
    residuals: Mapping[str, float]
    solves: int
    solver_version: str

    def __getitem__(self, component: str) -> Values:
        """Values of a variable or named expression; empty if the case has none."""
        return self.values.get(component, {})
