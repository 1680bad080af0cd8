"""When no plan exists: a smallest set of rules that clash, each with its input cell.

A rule is one input cell (or one row of figures by year) that bounds the plan. A set found is
irreducible: without any one of its rules the others would not clash. It is told with the years in
which it clashes. Demand, yields, losses and balances are physics and never let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from model.bounding import Bounding, boundings, freed
from model.case import Case
from model.errors import Culprit
from model.program import Program
from model.solve import Engine

SETS = 4
"""Clashing sets told at most; the rest shows when these are mended."""

T = TypeVar("T")


def culprits(case: Case, program: Program) -> tuple[Culprit, ...]:
    """Clashing rules of a programme that has no solution: policy first, then what limits supply.

    As many irreducible sets as have no rule in common are found one after the other, at most
    ``SETS``; in each of them at least one rule has to give way.
    """
    engine = Engine()
    rules = [rule for rule in boundings(case, program) if rule.hard]
    found: dict[str, list[Bounding]] = {}
    for _ in range(SETS):
        left = [rule for rule in rules if rule.cells not in found]
        base = freed(program, [rule for rule in rules if rule.cells in found])
        if found and engine.feasible(base):
            break
        for rule in _one_set(engine, base, left):
            found.setdefault(rule.cells, []).append(rule)
    order = {rule.cells: number for number, rule in enumerate(rules)}
    return tuple(
        Culprit(cell, found[cell][0].words, tuple(sorted({p.year for p in found[cell]})))
        for cell in sorted(found, key=lambda cell: -order[cell])
    )


def _one_set(engine: Engine, program: Program, rules: Sequence[Bounding]) -> list[Bounding]:
    """An irreducible clashing set of rules, in the years in which it clashes."""
    cells = list(dict.fromkeys(rule.cells for rule in rules))
    kept = set(
        _irreducible(
            cells, lambda free: _clashes(engine, program, rules, lambda r: r.cells in free)
        )
    )
    left = [rule for rule in rules if rule.cells in kept]
    return _in_clashing_years(engine, program, rules, left)


def _in_clashing_years(
    engine: Engine, program: Program, rules: Sequence[Bounding], left: Sequence[Bounding]
) -> list[Bounding]:
    """The rules in the years that clash by themselves; in a smallest set if none does."""

    def clashes_alone(year: int) -> bool:
        return _clashes(engine, program, rules, lambda r: r not in left or r.year != year)

    alone = {year for year in {rule.year for rule in left} if clashes_alone(year)}
    if alone:
        return [rule for rule in left if rule.year in alone]
    others = [rule for rule in rules if rule not in left]
    return _irreducible(
        left, lambda free: _clashes(engine, program, rules, lambda r: r in others or r in free)
    )


def _irreducible(things: Sequence[T], clashes: Callable[[set[T]], bool]) -> list[T]:
    """A smallest clashing part of ``things``; ``clashes`` tells whether the rest without some does.

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
    engine: Engine, program: Program, rules: Iterable[Bounding], free: Callable[[Bounding], bool]
) -> bool:
    """Whether the programme without the freed rules still has no solution."""
    return not engine.feasible(freed(program, [rule for rule in rules if free(rule)]))
