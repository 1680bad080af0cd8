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
from dataclasses import replace

import numpy as np

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
from model.lp.compilation import compile_model
from model.lp.highs import Engine, InfeasibleError
from model.lp.program import Floats, Program
from model.planning.planner import ROUGH, Optimum, Planner
from model.planning.solution import Solution
from model.rules.conflict import culprits
from model.workbook.aims import COST
from model.workbook.layout import AIMS, Scenario
from model.workbook.objectives import OBJECTIVES

MOST_AT_ONCE = 4
"""Worlds answered side by side at most; HiGHS lets other threads run while it solves."""

BREACH = 1e-6
"""A hard rule passed by less, relative to its value, is rounding."""

Tell = Callable[[Words], None]


def explore(
    planner: Planner, chosen: Optimum, tell: Tell = lambda words: None
) -> tuple[tuple[Outcome, ...], tuple[Verdict, ...]]:
    """Answer every active scenario, and hold every candidate plan in it.

    Candidates are the chosen plan and the three single-aim plans. ``tell`` hears of the progress.
    """
    plans = {a: planner.single(a) for a in AIMS}
    if OBJECTIVES[planner.case.settings.objective].aim is None:
        plans = {CHOSEN: chosen, **plans}
    verdicts = [
        Verdict(None, name, plan.aims[COST], shortage(planner, plan))
        for name, plan in plans.items()
    ]
    active = [row for row in planner.case.tables.scenarios if row.active == "yes"]

    def answers(numbered: tuple[int, Scenario]) -> tuple[list[Outcome], list[Verdict]]:
        number, scenario = numbered
        tell(Words(f"scenario {number} of {len(active)}", f"シナリオ {number}/{len(active)}"))
        world = _World(planner, scenario)
        outcomes = [world.answer(REPLANNED, world.replanned)]
        outcomes.append(world.answer(HELD, lambda: world.held(chosen)))
        return outcomes, list(world.verdicts(plans, outcomes[-1]))

    with ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1)) as pool:
        found = list(pool.map(answers, enumerate(active, 1)))
    outcomes = tuple(outcome for several, _ in found for outcome in several)
    return outcomes, (*verdicts, *(verdict for _, several in found for verdict in several))


def shortage(planner: Planner, plan: Optimum) -> float:
    """Tonnes of demand a plan leaves unmet."""
    columns = list(planner.program.column_of["shortage"].values())
    return float(plan.x[columns].sum())


def same_years(case: Case, other: Case) -> bool:
    """Whether two cases need the same minerals in the same years, and so have the same rows."""
    needed = [{key for key, d in c.mineral_demand.items() if d > 0} for c in (case, other)]
    return needed[0] == needed[1]


class _World:
    """One scenario: its case, its programme, and its answers, in an instance of its own."""

    def __init__(self, base: Planner, scenario: Scenario) -> None:
        self._scenario, self._base = scenario, base
        changes = [row for row in base.case.tables.changes if row.scenario == scenario.scenario]
        self.case = changed_case(base.case, changes)
        self._objective = base.case.settings.objective
        if same_years(base.case, self.case):
            program = base.program.revised(figures(self.case), bounds(self.case))
            self._planner = Planner(self.case, program, base, engine=Engine())
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
        told = self._planner.told(plan, self._objective)
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
        found = planner.plan(self._objective, self._base)
        told = planner.told(found, self._objective)
        broken = _broken_rules(self.case, planner.program, told) if eased else ""
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
            if eased and _broken_rules(self.case, planner.program, planner.told(found, name))
            else SOLVED
        )
        return Verdict(self._scenario, name, found.aims[COST], shortage(planner, found), told)

    def _holding(self, plan: Optimum) -> tuple[Planner | None, bool]:
        """A planner bound to a plan's contracts and stock; whether rules had to give way for it."""
        program = held_to(self._planner.program, self.case, plan_values(self._base, plan))
        program = _as_passed(program, self._base, plan)
        for eased in (False, True):
            try:
                if eased:
                    program = _eased(self._planner, program, self._shares(plan))
                least = self._planner.least_shortage if self._known else 0.0
                planner = Planner(self.case, program, self._planner, least)
                planner.meet_demand_first()
            except InfeasibleError:
                continue
            return planner, eased
        return None, True

    def _shares(self, plan: Optimum) -> Floats:
        """The shares a plan has, in the order of this world's programme."""
        refiner = self._base.refiner
        known = dict(zip(refiner.shares, refiner.share_values(plan.x).tolist(), strict=True))
        return np.array([known.get(key, 0.0) for key in self._planner.refiner.shares])


Held = Mapping[str, Mapping[tuple[str, int], float]]


def plan_values(planner: Planner, plan: Optimum) -> Held:
    """What a plan buys and holds: ``imports`` and ``stock`` by index, t."""
    return {
        name: {
            index: max(0.0, float(plan.x[c]))
            for index, c in planner.program.column_of[name].items()
        }
        for name in ("imports", "stock")
    }


def held_to(program: Program, case: Case, held: Held) -> Program:
    """The programme bound to contracts and stock of a plan, as far as its capacities allow."""
    lower, upper = program.lower.copy(), program.upper.copy()
    for (s, t), column in program.column_of["imports"].items():
        if case.supplies[s].commitment == "contract":
            tonnes = max(min(held["imports"][s, t], case.most(s, t)), case.least(s, t))
            lower[column] = upper[column] = tonnes
    for key, column in program.column_of["stock"].items():
        upper[column] = min(upper[column], held["stock"][key])
    return replace(program, lower=lower, upper=upper)


def _as_passed(program: Program, base: Planner, plan: Optimum) -> Program:
    """The programme with hard ceilings on HHI where a plan passes them by the tolerance of squares.

    Else a plan that stands at its ceiling could not be held where nothing has changed.
    """
    exact, row_upper = base.refiner.hhi(plan.x), program.row_upper.copy()
    limits = {rule.limit.limit: rule for rule in base.case.rules}
    for (r, n, t), row in program.row_of.get("policy_limit", {}).items():
        rule = limits[r]
        if rule.limit.measure == "hhi" and rule.limit.penalty is None:
            market = base.refiner.markets.get((rule.targets[n].minerals[0], t))
            passed = 0.0 if market is None else exact[market] - rule.limit.value
            row_upper[row] += passed if 0 < passed <= ROUGH else 0.0
    return replace(program, row_upper=row_upper)


def _eased(planner: Planner, program: Program, shares: Floats) -> Program:
    """The programme with hard rules given way as little as the contracts make necessary.

    Metal under contract that nobody needs may be stored, up to ``max_stock``; the ceilings of
    countries give way to the contracts. Raises InfeasibleError if that is not enough. ``shares``
    are about those of the answer.
    """
    case = planner.case
    lower, upper, row_upper = program.lower.copy(), program.upper.copy(), program.row_upper.copy()
    cost = np.zeros(len(program.columns))
    values = {rule.limit.limit: abs(rule.limit.value) for rule in case.rules}
    for (r, _, _), column in program.column_of.get("excess", {}).items():
        if upper[column] == 0:
            upper[column], cost[column] = np.inf, 1 / (values[r] or 1.0)
    for (i, t), column in program.column_of["stock"].items():
        upper[column] = case.materials[i].max_stock
        cost[column] = 1e-3 / (case.demand[i, t] or 1.0)
    for row in program.row_of.get("share_limit", {}).values():
        bought = program.matrix.row(row)
        row_upper[row] = max(row_upper[row], sum(v * lower[c] for c, v in bought.items()))
    free, refiner = replace(program, upper=upper, row_upper=row_upper), planner.refiner
    held = replace(refiner.start, program=free)
    least = refiner.minimise(refiner.near(held, shares), cost).answer.x
    eased = replace(free, upper=_no_more_than(program, free, least))
    return refiner.admitting(replace(held, program=eased), least).program


def _no_more_than(program: Program, free: Program, least: Floats) -> Floats:
    """Upper bounds of the programme, raised to what the least easing needs."""
    upper = program.upper.copy()
    columns = [
        column
        for name in ("excess", "stock")
        for column in program.column_of.get(name, {}).values()
    ]
    needed = np.minimum(free.upper[columns], least[columns] * (1 + 1e-9) + 1e-9)
    upper[columns] = np.maximum(program.upper[columns], needed)
    return upper


def _broken_rules(case: Case, program: Program, solution: Solution) -> str:
    """Hard rules that are not kept, with their cells and years."""
    columns, units = program.column_of.get("excess", {}), program.scale.columns
    rules = {rule.limit.limit: rule.limit for rule in case.rules}
    years: dict[str, set[int]] = {}
    for (r, n, t), excess in solution["excess"].items():
        size = max(float(units[columns[r, n, t]]), abs(rules[r].value))
        if rules[r].penalty is None and excess > BREACH * size:
            years.setdefault(r, set()).add(t)
    return "; ".join(
        f"{r} ({rules[r].at.place('value')}, {', '.join(map(str, sorted(found)))})"
        for r, found in years.items()
    )
