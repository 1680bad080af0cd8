"""From case to plan and to what is found beside it: the way every command goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from model.analysis.findings import UNSOLVED as UNSOLVED_STOP
from model.analysis.findings import Findings, Rate, Stop, Surface
from model.analysis.scenarios import explore
from model.analysis.stress import stops
from model.analysis.tradeoff import curve, ends_only, rates, surface
from model.case import Case
from model.errors import UNSOLVED, ModelError, NoPlanError, SolverError, Words
from model.explain.explain import explain
from model.formulation import build
from model.lp.answer import InfeasibleError
from model.lp.compilation import compile_model
from model.lp.program import Program
from model.planning.planner import Optimum, Planner
from model.planning.solution import Solution
from model.planning.steps import Attempts
from model.rules.conflict import conflicts, culprits
from model.rules.repair import repairs
from model.workbook.layout import AIMS


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

    Raises NoPlanError with the clashing rules and a menu of repairs if the hard rules cannot all
    be obeyed, and SolverError if an answer fails its certificate.
    """
    planner = Planner(case, compile_model(build(case)))
    try:
        planner.meet_demand_first()
    except InfeasibleError as error:
        raise _no_plan(case, planner.program) from error
    for aim in AIMS:
        planner.single(aim)  # the ends of the surface, and what 'balanced' measures by
    return Planned(planner, planner.plan(case.settings.objective))


def _no_plan(case: Case, program: Program) -> ModelError:
    """Which rules clash, and what would mend it."""
    clashes = conflicts(case, program)
    if not clashes:
        return SolverError(UNSOLVED.format("it found no plan, and no rules that clash"))
    return NoPlanError(culprits(case, program, clashes), repairs(case, program, clashes))


def look_around(
    planned: Planned,
    tell: Callable[[Words], None] = lambda words: None,
    lap: Callable[[str], None] = lambda step: None,
) -> Findings:
    """What the aims cost each other, what scenarios change, and what stops do to the plan.

    ``tell`` is called with what is being done, ``lap`` which step has ended.
    """
    planner, chosen = planned.planner, planned.chosen
    attempt = Attempts(tell)
    found = attempt(
        Words("trade-off surface", "トレードオフ面"),
        lambda: surface(planner, chosen),
        ends_only(planner, chosen),
    )
    no_rates: tuple[Rate, ...] = ()
    steps = attempt(
        Words("next steps", "次の一歩の費用"), lambda: rates(planner, chosen, found), no_rates
    )
    curves: dict[str, Surface] = {}
    no_curve: dict[str, Surface] = {}
    for k in dict.fromkeys(k for k, _ in planner.refiner.markets):
        what = Words(f"trade-off of {k}", f"{k} のトレードオフ")
        curves |= attempt(what, partial(_curve_of, planner, chosen, k), no_curve)
    lap("trade-off")
    outcomes, verdicts = explore(planner, chosen, tell)
    lap("scenarios")
    no_stops: tuple[Stop, ...] = ()
    stopped = attempt(
        Words("stress test", "供給途絶の試算"), lambda: stops(planner, chosen, tell), no_stops
    )
    lap("stress")
    reasons = None
    if planner.case.settings.explain == "yes":
        reasons = explain(planner, chosen, tell)
        lap("reasons")
    missing = [
        Words(f"stop of {' and '.join(c)}, {t}", f"{'・'.join(c)} の供給途絶（{t}年）")
        for c, t in dict.fromkeys(
            (s.countries, s.year) for s in stopped if s.status == UNSOLVED_STOP
        )
    ]
    unsolved = [*attempt.unsolved, *missing, *(reasons.unsolved if reasons else ())]
    return Findings(found, steps, curves, outcomes, verdicts, stopped, tuple(unsolved), reasons)


def _curve_of(planner: Planner, chosen: Optimum, mineral: str) -> dict[str, Surface]:
    return {mineral: curve(planner, chosen, mineral)}
