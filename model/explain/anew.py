"""Plans made anew, as a workbook with a rule or a figure changed is planned."""

from __future__ import annotations

from model.aims import Optimum, Planner
from model.case import Case
from model.program import Program


def planned_anew(case: Case, program: Program) -> Optimum:
    """The plan of another programme, made as a workbook with those figures is planned.

    Under ``balanced`` the scale of the aims is found anew, so figures are those of two runs.
    """
    return Planner(case, program).plan(case.settings.objective)
