"""A plan and all that it rests on, frozen: what is found beside it starts from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.case import Case
from model.lp.program import Program
from model.lp.refinement import Held, Refiner
from model.planning.aim_values import Aims
from model.planning.ends import Scale
from model.planning.optimum import Optimum, to_solution
from model.planning.planner import Planner, Warm
from model.planning.solution import Solution
from model.workbook.layout import AIMS


@dataclass(frozen=True)
class Planned:
    """The plan chosen for a case, its programme, and what was solved on the way.

    ``met`` is the programme with demand met first, ``singles`` the plan best in each aim alone,
    ``scale`` the range of the aims among these. ``refiner`` solves programmes that differ from
    ``program`` in bounds and costs, in the instance that made the plan; ``warm`` is where planners
    of like programmes start.
    """

    case: Case
    program: Program
    refiner: Refiner
    aims: Aims
    met: Held
    singles: Mapping[str, Optimum]
    scale: Scale
    chosen: Optimum
    warm: Warm

    @property
    def solution(self) -> Solution:
        """The plan as plain numbers, with the residuals of all that was solved so far."""
        objective = self.case.settings.objective
        return to_solution(self.chosen, objective, self.program, self.refiner.engine)


def planned(planner: Planner) -> Planned:
    """The plan for the objective of Settings, and the ends of the aims.

    Raises InfeasibleError if no plan obeys the hard rules.
    """
    met = planner.met
    singles = {aim: planner.single(aim) for aim in AIMS}
    chosen = planner.plan(planner.case.settings.objective)
    return Planned(
        case=planner.case,
        program=planner.program,
        refiner=planner.refiner,
        aims=planner.aims,
        met=met,
        singles=singles,
        scale=planner.scale(),
        chosen=chosen,
        warm=planner.warm,
    )
