"""A plan as a point of its programme, and how an objective ends in one.

Every objective ends with the remaining aims in the order cost, concentration, CO2, so that no plan
shown is dominated, and with the rank of the options in the workbook, so that of equal plans the
same one comes out every time: the option that stands higher is used first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from model.case import Case
from model.lp.program import Floats, Program
from model.lp.refinement import Held, Minimum
from model.lp.solver import Solver
from model.planning.aim_values import Aims
from model.planning.solution import Solution
from model.planning.stages import Stages
from model.workbook.layout import AIMS

DIGITS = 9
"""Digits of a unit that are given."""


@dataclass(frozen=True)
class Optimum:
    """A plan: the point, the aims there (exact squares), and the bound on concentration.

    ``bound`` -- HHI points by which the true optimum could be better (:mod:`model.lp.refinement`);
    ``ceilings`` -- what ``priority`` found that the aims may be at most, in their units.
    """

    minimum: Minimum
    aims: dict[str, float]
    bound: float
    ceilings: Mapping[str, float] = field(default_factory=dict)

    @property
    def x(self) -> Floats:
        """The plan as a point of the programme."""
        return self.minimum.answer.x


@dataclass(frozen=True)
class Problem:
    """What the objectives solve: a case whose demand has been met as far as it can be.

    ``met`` is its programme with the least shortage and the least gap to the reserve held.
    """

    case: Case
    aims: Aims
    stages: Stages
    met: Held

    def in_order(self, aims: Sequence[str]) -> Optimum:
        """One aim after the other, nothing else: the figures of these aims, not yet a plan."""
        costs = [self.aims.cost_of(a) for a in aims]
        return self._optimum(self.met, costs, aims[0])

    def finished(
        self, held: Held, costs: Sequence[Floats], name: str, done: Sequence[str] = ()
    ) -> Optimum:
        """The optimum after the given costs, the aims not ``done`` by them, and the tie-break."""
        others = [self.aims.cost_of(a) for a in AIMS if a not in done]
        return self._optimum(held, [*costs, *others, self.aims.tie_break], name)

    def _optimum(self, held: Held, costs: Sequence[Floats], name: str) -> Optimum:
        minimum, bound = self.stages.in_turn(held, costs, name)
        return Optimum(minimum, self.aims.at(minimum.answer.x), bound)


def to_solution(optimum: Optimum, objective: str, program: Program, engine: Solver) -> Solution:
    """A plan as plain numbers, without noise: below a milligram, or that part of a unit.

    ``engine`` is the instance that solved it: it knows how often, and the worst certificate.
    """
    unit = 10.0 ** np.round(np.log10(program.scale.columns))
    x = np.round(optimum.x / unit, DIGITS) * unit
    return Solution(
        objective=objective,
        values=program.values(x + 0.0),
        aims=optimum.aims,
        hhi_bound=optimum.bound,
        residuals=asdict(engine.worst),
        solves=engine.solves,
        solver_version=engine.version,
    )
