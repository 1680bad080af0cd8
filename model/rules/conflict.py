"""When no plan exists: a smallest set of rules that clash, each with its input cell.

A rule is one input cell (or one row of figures by year) that bounds the plan. A set found is
irreducible: without any one of its rules the others would not clash. It is reported with the years
in which it clashes. Demand, yields, losses and balances are physics and never let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from model.case import Case
from model.errors import Culprit
from model.lp.answer import InfeasibleError
from model.lp.program import Program
from model.lp.refinement import Refiner
from model.lp.solver import new_engine
from model.rules.bounds import boundings, freed
from model.rules.constraints import Bounding
from model.tolerances.figures import HHI_CLASH
from model.workbook.measures import MEASURES

SETS = 4
"""Clashing sets reported at most; the rest shows when these are mended."""

T = TypeVar("T")
Clash = list[Bounding]
"""An irreducible clashing set of rules, in the years in which it clashes."""


def culprits(
    case: Case, program: Program, clashes: Iterable[Clash] | None = None
) -> tuple[Culprit, ...]:
    """Clashing rules of a programme that has no solution: policy first, then what limits supply.

    ``clashes`` are those of :func:`conflicts`, if they are known.
    """
    found: dict[str, Clash] = {}
    for clash in conflicts(case, program) if clashes is None else clashes:
        for rule in clash:
            found.setdefault(rule.cells, []).append(rule)
    order = {rule.cells: number for number, rule in enumerate(boundings(case, program))}
    return tuple(
        Culprit(cell, found[cell][0].words, tuple(sorted({p.year for p in found[cell]})))
        for cell in sorted(found, key=lambda cell: -order[cell])
    )


def conflicts(case: Case, program: Program) -> tuple[Clash, ...]:
    """Irreducible clashing sets of a programme as it was compiled; none if it has a solution.

    As many as have no rule in common are found one after the other, at most ``SETS``; in each of
    them at least one rule has to give way.
    """
    probe = _Probe(case, program)
    rules = [rule for rule in boundings(case, program) if rule.hard]
    found: list[Clash] = []
    for _ in range(SETS):
        away = {rule.cells for clash in found for rule in clash}
        base = freed(program, [rule for rule in rules if rule.cells in away])
        if probe.feasible(base):
            break
        found.append(_one_set(probe, base, [rule for rule in rules if rule.cells not in away]))
    return tuple(found)


class _Probe:
    """Answers whether a programme has a solution, with the squares of the shares exact.

    Under a ceiling on HHI a point on tangents need not be one: so the least excess over these
    ceilings is asked for, on ever finer segments.
    """

    def __init__(self, case: Case, program: Program) -> None:
        self._engine = new_engine()
        limits = {rule.limit.limit: rule.limit for rule in case.rules}
        ceilings = [
            index
            for index in program.row_of.get("policy_limit", {})
            if MEASURES[limits[index[0]].measure].convex and limits[index[0]].penalty is None
        ]
        self._excess = [program.column_of["excess"][index] for index in ceilings]
        self._refiner = Refiner(program, self._engine) if ceilings else None

    def feasible(self, program: Program) -> bool:
        """Whether any point obeys all rows and bounds."""
        possible = self._engine.feasible(program)
        if self._refiner is None or not possible:
            return possible
        upper, cost = program.upper.copy(), np.zeros(len(program.columns))
        upper[self._excess], cost[self._excess] = np.inf, 1.0
        start = replace(self._refiner.start, program=replace(program, upper=upper))
        try:
            least = self._refiner.minimise(start, cost)
        except InfeasibleError:
            return False
        return bool(least.answer.x[self._excess].max() <= HHI_CLASH)


def _one_set(probe: _Probe, program: Program, rules: Sequence[Bounding]) -> Clash:
    """An irreducible clashing set of rules, in the years in which it clashes."""
    cells = list(dict.fromkeys(rule.cells for rule in rules))
    kept = set(
        _irreducible(cells, lambda free: _clashes(probe, program, rules, lambda r: r.cells in free))
    )
    left = [rule for rule in rules if rule.cells in kept]
    return _in_clashing_years(probe, program, rules, left)


def _in_clashing_years(
    probe: _Probe, program: Program, rules: Sequence[Bounding], left: Sequence[Bounding]
) -> Clash:
    """The rules in the years that clash by themselves; in a smallest set if none does."""
    kept = {rule.cells for rule in left}

    def clashes_alone(year: int) -> bool:
        return _clashes(probe, program, rules, lambda r: r.cells not in kept or r.year != year)

    alone = {year for year in {rule.year for rule in left} if clashes_alone(year)}
    if alone:
        return [rule for rule in left if rule.year in alone]
    return _irreducible(
        left,
        lambda free: _clashes(probe, program, rules, lambda r: r.cells not in kept or r in free),
    )


def _irreducible(things: Sequence[T], clashes: Callable[[set[T]], bool]) -> list[T]:
    """A smallest clashing part of ``things``; ``clashes`` says whether the rest without some does.

    Halving as in QuickXplain (Junker 2004): few questions if few things clash.
    """

    def needed(kept: list[T], tested: Sequence[T], *, changed: bool) -> list[T]:
        """Things of ``tested`` that clash together with ``kept``, none of them to spare."""
        if changed and clashes(set(things) - set(kept)):
            return []
        if len(tested) == 1:
            return list(tested)
        half = len(tested) // 2
        first, second = tested[:half], tested[half:]
        late = needed([*kept, *first], second, changed=True)
        early = needed([*kept, *late], first, changed=bool(late))
        return [*early, *late]

    return needed([], things, changed=False) if things else []


def _clashes(
    probe: _Probe, program: Program, rules: Iterable[Bounding], free: Callable[[Bounding], bool]
) -> bool:
    """Whether the programme without the freed rules still has no solution."""
    return not probe.feasible(freed(program, [rule for rule in rules if free(rule)]))
