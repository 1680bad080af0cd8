"""Scenarios: every world answered twice, knowing it beforehand and with the plan held.

*Re-planned*: the plan made as if the scenario were known. *Plan held*: contracts and stock are
those of a plan made without knowing; a contract delivers what its capacity in the scenario allows,
spot purchases adapt, and the stock may be drawn, but not raised. It goes on to weigh the aims as
the plan did: 'balanced' by the scale, 'priority' by the ceilings of the base case. The plan made
anew weighs them as a workbook of that world would.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from model.analysis.easing import as_passed, broken_rules, eased_rules
from model.analysis.findings import (
    BROKEN,
    CHOSEN,
    HELD,
    NO_PLAN,
    REPLANNED,
    SOLVED,
    UNSOLVED,
    Outcome,
    Verdict,
)
from model.case import Case
from model.case.changes import changed_case
from model.errors import UNSOLVED as UNSOLVED_NOTE
from model.errors import SolverError, Words
from model.formulation import bounds, build
from model.formulation.figures import figures
from model.lp.answer import InfeasibleError
from model.lp.compilation import compile_model
from model.lp.program import Floats, Program
from model.lp.solver import new_engine
from model.planning.held_decisions import contracts_held, decisions
from model.planning.methods import Weighing
from model.planning.optimum import Optimum
from model.planning.planned import Planned
from model.planning.planner import Planner
from model.rules.conflict import culprits
from model.tolerances.solving import ROUGH_SQUARES
from model.workbook.aims import COST
from model.workbook.layout import Scenario
from model.workbook.objectives import OBJECTIVES

MOST_AT_ONCE = 4
"""Worlds answered side by side at most; HiGHS lets other threads run while it solves."""

Tell = Callable[[Words], None]


def explore(
    planned: Planned, tell: Tell = lambda words: None
) -> tuple[tuple[Outcome, ...], tuple[Verdict, ...]]:
    """Answer every active scenario, and hold every candidate plan in it.

    Candidates are the chosen plan and the three single-aim plans. ``tell`` hears of the progress.
    """
    case, plans = planned.case, planned.singles
    if OBJECTIVES[case.settings.objective].aim is None:
        plans = {CHOSEN: planned.chosen, **plans}
    verdicts = [
        Verdict(None, name, plan.aims[COST], shortage(planned.program, plan.x))
        for name, plan in plans.items()
    ]
    active = [row for row in case.tables.scenarios if row.active == "yes"]

    def answers(numbered: tuple[int, Scenario]) -> tuple[list[Outcome], list[Verdict]]:
        number, scenario = numbered
        tell(Words(f"scenario {number} of {len(active)}", f"シナリオ {number}/{len(active)}"))
        world = _World(planned, scenario)
        outcomes = [world.answer(REPLANNED, world.replanned)]
        outcomes.append(world.answer(HELD, lambda: world.held(planned.chosen)))
        return outcomes, list(world.verdicts(plans, outcomes[-1]))

    with ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1)) as pool:
        found = list(pool.map(answers, enumerate(active, 1)))
    outcomes = tuple(outcome for several, _ in found for outcome in several)
    return outcomes, (*verdicts, *(verdict for _, several in found for verdict in several))


def shortage(program: Program, x: Floats) -> float:
    """Tonnes of demand that a plan, a point of a programme, leaves unmet."""
    return float(x[list(program.column_of["shortage"].values())].sum())


def same_years(case: Case, other: Case) -> bool:
    """Whether two cases need the same minerals in the same years, and so have the same rows."""
    needed = [{key for key, d in c.mineral_demand.items() if d > 0} for c in (case, other)]
    return needed[0] == needed[1]


class _World:
    """One scenario: its case, its programme, and its answers, in an instance of its own."""

    def __init__(self, base: Planned, scenario: Scenario) -> None:
        self._scenario, self._base = scenario, base
        changes = [row for row in base.case.tables.changes if row.scenario == scenario.scenario]
        self.case = changed_case(base.case, changes)
        self._objective = base.case.settings.objective
        if same_years(base.case, self.case):
            program = base.program.revised(figures(self.case), bounds(self.case))
            refiner = base.refiner.on(program, new_engine(), ROUGH_SQUARES)
            self._planner = Planner(self.case, program, refiner, base.warm)
        else:
            self._planner = Planner(self.case, compile_model(build(self.case)))
        self._known = False

    def answer(self, name: str, find: Callable[[], Outcome]) -> Outcome:
        """An answer; if the solver cannot certify it, an answer that says so."""
        try:
            return find()
        except (SolverError, InfeasibleError) as error:
            told = str(error) if isinstance(error, SolverError) else UNSOLVED_NOTE.format(error)
            note = Words(*told.split("\n", 1))
            return Outcome(self._scenario, name, self.case, None, UNSOLVED, note)

    def replanned(self) -> Outcome:
        """The plan of who knew."""
        try:
            self._planner.meet_demand_first()
        except InfeasibleError:
            return self._no_plan()
        plan = self._planner.plan(self._objective)
        self._known = True
        told = self._planner.to_solution(plan, self._objective)
        return Outcome(self._scenario, REPLANNED, self.case, told)

    def _no_plan(self) -> Outcome:
        """No plan obeys the hard rules; which of them clash. Raises SolverError if none do."""
        clashing = culprits(self.case, self._planner.program)
        if not clashing:
            raise SolverError(UNSOLVED_NOTE.format("it found no plan, and no rules that clash"))
        cells = ", ".join(culprit.cell for culprit in clashing)
        note = Words(
            f"No plan obeys all hard rules in this scenario; these clash: {cells}.",
            f"このシナリオでは厳守条件をすべて満たす計画がありません。矛盾する条件: {cells}",
        )
        return Outcome(self._scenario, REPLANNED, self.case, None, NO_PLAN, note)

    def held(self, plan: Optimum) -> Outcome:
        """The answer of who had signed the contracts and filled the stores of a plan."""
        planner, eased = self._holding(plan)
        if planner is None:
            note = Words(
                "What is under contract can be neither used nor stored in this scenario; it would"
                " have to be resold.",
                "このシナリオでは契約分を使うことも保管することもできません（転売などが必要）。",
            )
            return Outcome(self._scenario, HELD, self.case, None, NO_PLAN, note)
        weighing = Weighing(self._base.scale, self._base.chosen.ceilings)
        found = planner.plan(self._objective, weighing)
        told = planner.to_solution(found, self._objective)
        broken = broken_rules(self.case, planner.program, told) if eased else ""
        if not broken:
            return Outcome(self._scenario, HELD, self.case, told)
        note = Words(f"Rules that cannot be kept: {broken}.", f"守れない条件: {broken}")
        return Outcome(self._scenario, HELD, self.case, told, BROKEN, note)

    def verdicts(self, plans: Mapping[str, Optimum], held: Outcome) -> Iterator[Verdict]:
        """What every candidate comes to, each going on to pursue its own aim."""
        for name, plan in plans.items():
            if name in (CHOSEN, self._objective):
                told = held.solution
                short = None if told is None else sum(told["shortage"].values())
                cost = None if told is None else told.aims[COST]
                yield Verdict(self._scenario, name, cost, short, held.status)
                continue
            yield self._verdict(name, plan)

    def _verdict(self, name: str, plan: Optimum) -> Verdict:
        try:
            planner, eased = self._holding(plan)
            if planner is None:
                return Verdict(self._scenario, name, None, None, NO_PLAN)
            found = planner.in_order(list(dict.fromkeys((name, COST))))
        except (SolverError, InfeasibleError):
            return Verdict(self._scenario, name, None, None, UNSOLVED)
        told = (
            BROKEN
            if eased and broken_rules(self.case, planner.program, planner.to_solution(found, name))
            else SOLVED
        )
        return Verdict(
            self._scenario, name, found.aims[COST], shortage(planner.program, found.x), told
        )

    def _holding(self, plan: Optimum) -> tuple[Planner | None, bool]:
        """A planner bound to a plan's contracts and stock; whether rules had to give way for it."""
        program = contracts_held(
            self._planner.program, self.case, decisions(self._base.program, plan.x)
        )
        program = as_passed(program, self._base.case, self._base.refiner, plan.x)
        for eased in (False, True):
            try:
                if eased:
                    program = eased_rules(
                        program, self.case, self._planner.refiner, self._shares(plan)
                    )
                planner = self._like_replanned(program)
                planner.meet_demand_first()
            except InfeasibleError:
                continue
            return planner, eased
        return None, True

    def _like_replanned(self, program: Program) -> Planner:
        """A planner that starts where the plan made anew ended, in the same instance."""
        known, warm = self._planner, self._planner.warm
        least = known.meet_demand_first().shortage if self._known else 0.0
        refiner = known.refiner.on(program, known.refiner.engine, ROUGH_SQUARES)
        return Planner(self.case, program, refiner, warm, least)

    def _shares(self, plan: Optimum) -> Floats:
        """The shares a plan has, in the order of this world's programme."""
        refiner = self._base.refiner
        known = dict(zip(refiner.shares, refiner.share_values(plan.x).tolist(), strict=True))
        return np.array([known.get(key, 0.0) for key in self._planner.refiner.shares])
