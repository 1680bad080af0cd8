"""From case to plan and to what is found beside it: the way every command goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from model.aims import Optimum, Planner
from model.case import Case
from model.conflict import culprits
from model.errors import NoPlanError, Words
from model.findings import Findings
from model.formulation import build
from model.layout import AIMS
from model.program import compile_model
from model.scenarios import explore
from model.solution import Solution
from model.solve import InfeasibleError
from model.stress import stops
from model.tradeoff import curve, rates, surface


@dataclass(frozen=True)
class Planned:
    """The plan of a case as its planner holds it, to be explored further."""

    planner: Planner
    chosen: Optimum

    @property
    def solution(self) -> Solution:
        """The plan as plain numbers, with the residuals of all that was solved so far."""
        return self.planner.told(self.chosen, self.planner.case.settings.objective)


def make_plan(case: Case) -> Planned:
    """The certified plan of a case for the objective of its settings.

    Raises NoPlanError with the clashing rules if the hard rules cannot all be obeyed, and
    SolverError if an answer fails its certificate.
    """
    planner = Planner(case, compile_model(build(case)))
    try:
        planner.meet_demand_first()
    except InfeasibleError as error:
        raise NoPlanError(culprits(case, error.program)) from error
    for aim in AIMS:
        planner.single(aim)  # the ends of the surface, and what 'balanced' measures by
    return Planned(planner, planner.plan(case.settings.objective))


def look_around(
    planned: Planned,
    tell: Callable[[Words], None] = lambda words: None,
    lap: Callable[[str], None] = lambda step: None,
) -> Findings:
    """What the aims cost each other, what other worlds bring, and what stops do to the plan.

    ``tell`` hears what is being done, ``lap`` which step has ended.
    """
    planner, chosen = planned.planner, planned.chosen
    tell(Words("trade-off surface", "トレードオフ面"))
    found = surface(planner, chosen)
    steps = rates(planner, chosen, found)
    curves = {}
    for mineral in dict.fromkeys(k for k, _ in planner.refiner.markets):
        tell(Words(f"trade-off of {mineral}", f"{mineral} のトレードオフ"))
        curves[mineral] = curve(planner, chosen, mineral)
    lap("trade-off")
    outcomes, verdicts = explore(planner, chosen, tell)
    lap("scenarios")
    stopped = stops(planner, chosen, tell)
    lap("stress")
    return Findings(found, steps, curves, outcomes, verdicts, stopped)
