"""From workbook to solution: the way every command goes."""

from __future__ import annotations

from model.aims import Planner
from model.case import Case
from model.conflict import culprits
from model.errors import NoPlanError
from model.formulation import build
from model.program import compile_model
from model.solution import Solution
from model.solve import InfeasibleError


def make_plan(case: Case) -> Solution:
    """The certified plan of a case for the objective of its settings.

    Raises NoPlanError with the clashing rules if the hard rules cannot all be obeyed, and
    SolverError if an answer fails its certificate.
    """
    program = compile_model(build(case))
    planner = Planner(case, program)
    try:
        planner.meet_demand_first()
    except InfeasibleError as error:
        raise NoPlanError(culprits(case, error.program)) from error
    return planner.solution(case.settings.objective)
