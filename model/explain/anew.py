"""Plans made anew, as a workbook with a rule or a figure changed is planned."""

from __future__ import annotations

from model.lp.program import Program
from model.planning.planner import Optimum, Planner


def planned_anew(planner: Planner, program: Program) -> Optimum:
    """The plan of another programme, made as a workbook with those figures is planned.

    Under ``balanced`` the scale of the aims is found anew, so figures are those of two runs.
    """
    case = planner.case
    other = Planner(case, program, refiner=planner.refiner.anew(program))
    return other.plan(case.settings.objective)
