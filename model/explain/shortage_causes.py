"""Why demand cannot be met: how many tonnes each limit keeps away, by year and material.

Each rule is lifted alone and the least shortage found anew, with no year and material shorter than
in the plan: what is missing less then is what the rule keeps away. Rules that act together each
keep away what none of them alone lets in, so the tonnes of several rules do not add up. Last, all
that a person can decide is lifted together: what is short even then is for want of capacity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from model.case import Case
from model.explain.explanations import ShortageCause
from model.lp.answer import Answer
from model.lp.program import Floats, Program
from model.lp.refinement import Held, Refiner
from model.lp.solver import new_engine
from model.planning.aim_values import SCALE
from model.rules.bounds import boundings, moved
from model.rules.constraints import CAPACITY, CAPACITY_SHARE, Bounding, together
from model.tolerances.figures import LEAST_SHORTAGE
from model.tolerances.solving import PRICED
from model.workbook.aims import SHORTAGE


def causes(case: Case, refiner: Refiner, plan: Floats) -> tuple[ShortageCause, ...]:
    """The rules that cause the shortage of a plan: first what a person can decide.

    ``refiner`` is one on the programme that the plan is a point of.

    By year and material, the rule that keeps most away first; after the rules, with ``rule`` as
    ``None``, all decided ones together. Nothing if no demand is unmet. Raises SolverError if a
    programme cannot be certified.
    """
    program = refiner.start.program
    lack = _Lack(case, refiner, plan)
    if not lack.places:
        return ()
    found: list[ShortageCause] = []
    rules = [rule for rule in boundings(case, program) if rule.hard]
    for several in together(rules).values():
        if lack.priced(several):
            found += _told(lack, several[0], lack.avoided(_lifted(case, several)), several)
    decided = [rule for rule in rules if rule.decided]
    found += _told(lack, None, lack.avoided(_lifted(case, decided)), ())
    return tuple(sorted(found, key=_order))


def _order(cause: ShortageCause) -> tuple[object, ...]:
    return cause.year, cause.material, cause.rule is not None, not cause.decided, -cause.avoided


class _Lack:
    """The shortage of a plan, and how much of it there need not be without some rules."""

    def __init__(self, case: Case, refiner: Refiner, plan: Floats) -> None:
        program = refiner.start.program
        columns = program.column_of["shortage"]
        self._refiner: Refiner = refiner.on(program, new_engine())
        self.places = {
            key: (column, float(plan[column]))
            for key, column in columns.items()
            if plan[column] > LEAST_SHORTAGE * max(1.0, case.demand[key])
        }
        upper, numbers = program.upper.copy(), list(columns.values())
        upper[numbers] = np.maximum(plan[numbers], 0.0)
        self._cost = np.zeros(len(upper))
        self._cost[program.column_of["aim"][(SHORTAGE,)]] = SCALE
        shares = self._refiner.share_values(plan)
        start = replace(self._refiner.start, program=replace(program, upper=upper))
        start = self._refiner.admitting(start, plan)
        self._held: Held = self._refiner.near(start, shares)
        self._base: Answer = self._refiner.minimise(self._held, self._cost).answer

    def priced(self, rules: Iterable[Bounding]) -> bool:
        """Whether any bound of some rules has a price: without one, nothing is gained by it."""
        answer, program = self._base, self._held.program
        return any(
            abs(price) > PRICED
            for rule in rules
            for price in _prices(program, rule, answer.y, answer.d)
        )

    def avoided(self, moves: Sequence[tuple[Bounding, float]]) -> Floats:
        """Tonnes less short at every place once rules are moved, shape (places,)."""
        free = moved(self._held.program, moves)
        x = self._refiner.minimise(replace(self._held, program=free), self._cost).answer.x
        return np.array([now - float(x[column]) for column, now in self.places.values()])


def _prices(program: Program, rule: Bounding, y: Floats, d: Floats) -> Iterator[float]:
    """The price of every bound of a rule."""
    for name, index in (*rule.lower, *rule.upper):
        yield float(d[program.column_of[name][index]])
    for name, index in rule.rows:
        yield float(y[program.row_of[name][index]])


def _lifted(case: Case, rules: Iterable[Bounding]) -> list[tuple[Bounding, float]]:
    """Rules let go. Of capacity and its share of demand, the other one goes on to hold."""
    moves: list[tuple[Bounding, float]] = []
    for rule in rules:
        by = np.inf if rule.ceiling else -np.inf
        if rule.kind in (CAPACITY, CAPACITY_SHARE) and rule.factor:
            by = (_other(case, rule) - rule.factor * rule.value) / rule.factor
        moves.append((rule, by))
    return moves


def _other(case: Case, rule: Bounding) -> float:
    """What limits an option besides this rule, t."""
    key = rule.name, rule.year
    if rule.kind == CAPACITY_SHARE:
        return case.capacity[key]
    share = case.capacity_share[key]
    demand = case.demand[case.supplies[rule.name].material, rule.year]
    return share if np.isinf(share) else share * demand


def _told(
    lack: _Lack, rule: Bounding | None, avoided: Floats, several: Sequence[Bounding]
) -> Iterator[ShortageCause]:
    """What a rule keeps away, where it keeps something away; what is left without all decided."""
    for (key, (_, now)), less in zip(lack.places.items(), avoided.tolist(), strict=True):
        material, year = key
        if rule is None or less > LEAST_SHORTAGE * max(1.0, now):
            here = next((r for r in several if r.year == year), rule)
            yield ShortageCause(
                year=year,
                material=material,
                shortage=now,
                rule=None if here is None else here.words,
                kind="" if here is None else here.kind,
                name="" if here is None else here.name,
                cell="" if here is None else here.cell,
                decided=rule is None or rule.decided,
                avoided=max(0.0, less),
            )
