"""From case to results: the way every command goes, and its steps.

.. code-block:: text

    plan_case
        make_plan      programme, demand first, the ends of the aims, the plan
        look_around    trade-off, scenarios, stress, explanations
        all_tables     everything found, one row a fact
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from model.analysis.findings import UNSOLVED as UNSOLVED_STOP
from model.analysis.findings import Findings, Rate, Stop, Surface
from model.analysis.next_steps import rates
from model.analysis.scenarios import explore
from model.analysis.stress import stops
from model.analysis.tradeoff import curve, ends_only, surface
from model.case import Case
from model.errors import UNSOLVED, ModelError, NoPlanError, SolverError, Words
from model.explain.explain import explain
from model.explain.explanations import Reasons
from model.formulation import build
from model.lp.answer import InfeasibleError
from model.lp.compilation import compile_model
from model.lp.program import Program
from model.planning.planned import Planned, planned
from model.planning.planner import Planner
from model.planning.solution import Solution
from model.planning.steps import Attempts
from model.results import all_tables
from model.rules.conflict import conflicts, culprits
from model.rules.repair import repairs

Tell = Callable[[Words], None]
"""Hears what is being done."""

Lap = Callable[[str], None]
"""Hears which step has ended."""


@dataclass(frozen=True)
class Results:
    """The plan of a case, what was found beside it, and both as tidy tables by their names."""

    solution: Solution
    findings: Findings
    tables: Mapping[str, pd.DataFrame]


def plan_case(case: Case, tell: Tell = lambda words: None, lap: Lap = lambda step: None) -> Results:
    """Everything there is to know of a case. Raises as :func:`make_plan` does."""
    plan = make_plan(case)
    lap("plan")
    findings = look_around(plan, tell, lap)
    solution = plan.solution
    tables = all_tables(case, solution, findings)
    lap("tables")
    return Results(solution, findings, tables)


def make_plan(case: Case) -> Planned:
    """The certified plan of a case for the objective of its settings.

    Raises NoPlanError with the clashing rules and a menu of repairs if the hard rules cannot all
    be obeyed, and SolverError if an answer fails its certificate.
    """
    program = compile_model(build(case))
    planner = Planner(case, program)
    try:
        planner.meet_demand_first()
    except InfeasibleError as error:
        raise _no_plan(case, program) from error
    return planned(planner)


def _no_plan(case: Case, program: Program) -> ModelError:
    """Which rules clash, and what would mend it."""
    clashes = conflicts(case, program)
    if not clashes:
        return SolverError(UNSOLVED.format("it found no plan, and no rules that clash"))
    return NoPlanError(culprits(case, program, clashes), repairs(case, program, clashes))


def look_around(
    plan: Planned, tell: Tell = lambda words: None, lap: Lap = lambda step: None
) -> Findings:
    """What the aims cost each other, what scenarios bring, what stops do, and why the plan is so.

    Steps the solver does not finish are left out and named.
    """
    attempt = Attempts(tell)
    tradeoff, steps, curves = _tradeoff(plan, attempt)
    lap("trade-off")
    outcomes, verdicts = explore(plan, tell)
    lap("scenarios")
    stopped = _stress(plan, attempt, tell)
    lap("stress")
    reasons = _reasons(plan, tell, lap)
    missing = _unsolved_stops(stopped)
    unsolved = (*attempt.unsolved, *missing, *(reasons.unsolved if reasons else ()))
    return Findings(tradeoff, steps, curves, outcomes, verdicts, stopped, unsolved, reasons)


def _tradeoff(
    plan: Planned, attempt: Attempts
) -> tuple[Surface, tuple[Rate, ...], dict[str, Surface]]:
    """The surface over all aims, the next steps on it, and the curve of each mineral."""
    what = Words("trade-off surface", "トレードオフ面")
    found = attempt(what, lambda: surface(plan), ends_only(plan))
    no_rates: tuple[Rate, ...] = ()
    what = Words("next steps", "次の一歩の費用")
    steps = attempt(what, lambda: rates(plan, found), no_rates)
    curves: dict[str, Surface] = {}
    for k in dict.fromkeys(k for k, _ in plan.refiner.markets):
        what = Words(f"trade-off of {k}", f"{k} のトレードオフ")
        drawn: Surface | None = attempt(what, partial(curve, plan, k), None)
        if drawn is not None:
            curves[k] = drawn
    return found, steps, curves


def _stress(plan: Planned, attempt: Attempts, tell: Tell) -> tuple[Stop, ...]:
    """What the stop of each country in each year does."""
    none: tuple[Stop, ...] = ()
    what = Words("stress test", "供給途絶の試算")
    return attempt(what, lambda: stops(plan.case, plan.program, plan.chosen.x, tell), none)


def _unsolved_stops(stopped: tuple[Stop, ...]) -> list[Words]:
    """Stops that the solver did not finish, each named once."""
    lost = ((s.countries, s.year) for s in stopped if s.status == UNSOLVED_STOP)
    return [
        Words(f"stop of {' and '.join(c)}, {t}", f"{'・'.join(c)} の供給途絶（{t}年）")
        for c, t in dict.fromkeys(lost)
    ]


def _reasons(plan: Planned, tell: Tell, lap: Lap) -> Reasons | None:
    """Why the plan is as it is, if Settings asks for it."""
    if plan.case.settings.explain != "yes":
        return None
    found = explain(plan, tell)
    lap("reasons")
    return found
