"""The ends: the plans that are best in one aim alone, and the scale of the aims between them."""

from __future__ import annotations

from collections.abc import Mapping

from model.planning.optimum import Optimum, Problem
from model.tolerances.solving import NO_RANGE
from model.workbook.layout import AIMS

Scale = Mapping[str, tuple[float, float]]
"""Best value and range of every aim that has one, in the aim's unit."""


class Ends:
    """The ends of one problem, each solved once, when it is asked for."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._plans: dict[str, Optimum] = {}
        self._figures: dict[str, Mapping[str, float]] = {}

    def plan(self, aim: str) -> Optimum:
        """One aim alone, ties broken by the others."""
        if aim not in self._plans:
            problem, cost = self.problem, self.problem.aims.cost_of(aim)
            self._plans[aim] = problem.finished(problem.met, [cost], aim, done=[aim])
        return self._plans[aim]

    def figures(self, aim: str) -> Mapping[str, float]:
        """All aims where one of them is at its best."""
        if aim in self._plans:
            return self._plans[aim].aims
        if aim not in self._figures:
            order = [aim, *(a for a in AIMS if a != aim)]
            self._figures[aim] = self.problem.in_order(order).aims
        return self._figures[aim]

    def scale(self) -> Scale:
        """Best and range of the aims that have one, among the three ends."""
        ends = [self.figures(a) for a in AIMS]
        best = {a: min(found[a] for found in ends) for a in AIMS}
        span = {a: max(found[a] for found in ends) - best[a] for a in AIMS}
        units = self.problem.aims.units
        ranged = [a for a in AIMS if span[a] > NO_RANGE * max(units[a], abs(best[a]))]
        return {a: (best[a], span[a]) for a in ranged}

    def worst(self, aim: str) -> float:
        """The largest value of an aim among the three ends."""
        return max(self.figures(a)[aim] for a in AIMS)
