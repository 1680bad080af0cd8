"""The planner of one case: demand first, then the reserve, then the objective of the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.case import Case
from model.lp.program import Program
from model.lp.refinement import Held, Refiner
from model.lp.solver import new_engine
from model.planning.aim_values import Aims, aims_of
from model.planning.demand_first import Met, demand_first
from model.planning.ends import Ends, Scale
from model.planning.methods import METHODS, Weighing
from model.planning.optimum import Optimum, Problem, to_solution
from model.planning.solution import Solution
from model.planning.stages import Stages, Start


@dataclass(frozen=True)
class Warm:
    """What a planner hands on to those of like programmes: where its stages ended, and its aims."""

    starts: Mapping[str, Start]
    aims: Aims


class Planner:
    """Solves the programmes of one case in one loaded instance; each step is solved once.

    ``refiner`` -- one on this programme, with the engine to solve with, if there is one already.
    ``warm`` -- of the planner of a programme that differs in its numbers only: every stage starts
    where the same stage of it ended. ``unavoidable`` -- a shortage known to be the least there is,
    million USD.
    """

    def __init__(
        self,
        case: Case,
        program: Program,
        refiner: Refiner | None = None,
        warm: Warm | None = None,
        unavoidable: float = 0.0,
    ) -> None:
        self.case, self.program, self._unavoidable = case, program, unavoidable
        self.refiner = refiner or Refiner(program, new_engine())
        self.aims = warm.aims.on(program) if warm else aims_of(case, program, self.refiner)
        self._stages = Stages(self.refiner, warm.starts if warm else None)
        self._met: Met | None = None
        self._ends: Ends | None = None

    @property
    def warm(self) -> Warm:
        """Where a planner of a like programme may start."""
        return Warm(self._stages.starts, self.aims)

    def meet_demand_first(self) -> Met:
        """The least shortage, then the least gap to the reserve, held.

        Raises InfeasibleError if no plan obeys the hard rules; after this there always is one.
        """
        if self._met is None:
            self._met = demand_first(self.case, self.aims, self._stages, self._unavoidable)
        return self._met

    @property
    def met(self) -> Held:
        """The programme with demand met first; raises as :meth:`meet_demand_first` does."""
        return self.meet_demand_first().held

    @property
    def ends(self) -> Ends:
        """The plans best in one aim alone; raises as :meth:`meet_demand_first` does."""
        if self._ends is None:
            self._ends = Ends(Problem(self.case, self.aims, self._stages, self.met))
        return self._ends

    def single(self, aim: str) -> Optimum:
        """One aim alone, ties broken by the others."""
        return self.ends.plan(aim)

    def scale(self) -> Scale:
        """Best and range of the aims that have one, among the three single-aim plans."""
        return self.ends.scale()

    def in_order(self, aims: Sequence[str]) -> Optimum:
        """One aim after the other, nothing else: the figures of these aims, not yet a plan."""
        return self.ends.problem.in_order(aims)

    def plan(self, objective: str, by: Weighing | None = None) -> Optimum:
        """The optimum for an objective of sheet Settings; weighed ``by`` another case's figures."""
        return METHODS[objective](self.ends, by)

    def solution(self, objective: str) -> Solution:
        """The plan for an objective as plain numbers."""
        return self.to_solution(self.plan(objective), objective)

    def to_solution(self, optimum: Optimum, objective: str) -> Solution:
        """A plan as plain numbers."""
        return to_solution(optimum, objective, self.program, self.refiner.engine)
