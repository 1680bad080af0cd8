"""Plans made anew, as a workbook with a rule or a figure changed is planned."""

from __future__ import annotations

from model.case import Case
from model.lp.program import Program
from model.lp.refinement import Refiner
from model.planning.optimum import Optimum
from model.planning.planner import Planner


def planned_anew(case: Case, refiner: Refiner, program: Program) -> Optimum:
    """The plan of another programme, made as a workbook with those figures is planned.

    ``refiner`` is one on a programme that differs in its numbers only. Under ``balanced`` the scale
    of the aims is found anew, so figures are those of two runs.
    """
    return Planner(case, program, refiner.anew(program)).plan(case.settings.objective)
