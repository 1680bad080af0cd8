"""Repairs: the smallest changes to what a person can decide that make a plan possible.

Decided are limits, ``min_take`` and ``max_share``; capacities, yields and years are physics and
never offered. A rule that clashes alone can mend all is loosened as little as possible, or switched
off; several are loosened together with the least sum of relative changes, or all alike. A new value
is rounded to what a person would type, towards the loose side. Every repair is verified by putting
it into the rows of the workbook and solving; what fails is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from model.aims import Planner
from model.amend import amended
from model.bounding import LIMIT, MAX_SHARE, SHARE, Bounding, boundings
from model.case import Case, make_case
from model.compilation import compile_model
from model.conflict import Clash
from model.elastic import Elastic, Figure, figures_of
from model.errors import COMBINED, OFF, SINGLE, CellChange, Repair, SolverError
from model.formulation import build
from model.program import Program
from model.rounding import typed
from model.solve import InfeasibleError

MOST = 8
"""Repairs told at most."""

TOGETHER = 4
"""Combined repairs told at most where no rule alone can mend all."""

SEARCHED = 16
"""Programmes solved for them at most."""

TRACE = 1e-6
"""Tonnes below this are none."""

Changes = tuple[CellChange, ...]
Gives = Mapping[Figure, float]
"""By how much figures give way, in the units of their cells."""


def repairs(case: Case, program: Program, clashes: Sequence[Clash]) -> tuple[Repair, ...]:
    """A menu of verified repairs of a case without a plan: smallest relative change first.

    ``program`` is the case's as it was compiled, ``clashes`` its irreducible clashing sets. After
    the rules that mend all alone come several together, last those switched off.
    """
    figures = figures_of(boundings(case, program))
    if not (figures and clashes):
        return ()
    elastic = Elastic(program, figures)
    menu = _Menu(case, elastic)
    suspects = _decided_rows(clashes[0]) if len(clashes) == 1 else ()
    alone = [gives for row in suspects if (gives := elastic.least([row])) is not None]
    for gives in alone:
        menu.offer(gives)
    for gives in _several(elastic, [f.row for f in figures], suspects, alone=bool(alone)):
        menu.offer(gives)
    for row in suspects:
        menu.offer_without([figure for figure in figures if figure.row == row], alone)
    return menu.told()


def _decided_rows(clash: Clash) -> list[str]:
    """The rules of a clash that a person can decide, by their cells."""
    return list(dict.fromkeys(rule.cells for rule in clash if rule.decided))


def _several(
    elastic: Elastic, rows: Sequence[str], suspects: Sequence[str], *, alone: bool
) -> Iterator[Gives]:
    """Rules that mend all together: the least sum of changes, then all that clash alike.

    If none can alone, also the least changes without one or the other of those found.
    """
    found: set[frozenset[str]] = set()
    waiting: list[frozenset[str]] = [frozenset()]
    for _ in range(1 if alone else SEARCHED):
        if not waiting or len(found) == TOGETHER:
            break
        kept = waiting.pop(0)
        gives = elastic.least([row for row in rows if row not in kept])
        moved = frozenset(figure.row for figure in gives or ())
        waiting += [kept | {row} for row in moved if kept | {row} not in waiting]
        if gives and len(moved) > 1 and moved not in found:
            found.add(moved)
            yield gives
    if alone and len(suspects) > 1:
        gives = elastic.least(suspects, even=True)
        if gives and len({figure.row for figure in gives}) > 1:
            yield gives


class _Menu:
    """Offers verified one by one."""

    def __init__(self, case: Case, elastic: Elastic) -> None:
        self._case, self._elastic = case, elastic
        self._verified: dict[Changes, Repair] = {}

    def told(self) -> tuple[Repair, ...]:
        """The repairs in order."""
        kinds = (SINGLE, COMBINED, OFF)
        found = sorted(self._verified.values(), key=lambda r: (kinds.index(r.kind), r.size))
        return tuple(found[:MOST])

    def offer(self, gives: Gives) -> None:
        """Changes of some rules; if they leave demand unmet, those that do not, too."""
        short = self._offer(gives)
        if short:
            rows = {figure.row for figure in gives}
            self._offer(self._elastic.least(rows, demand=True) or {})

    def offer_without(self, figures: Iterable[Figure], alone: Iterable[Gives]) -> None:
        """A rule switched off: in the years it has to give way, where each has its own cell."""
        needed = {figure for gives in alone for figure in gives}
        moved = [figure for figure in figures if figure in needed] or list(figures)
        changes = [_switched_off(self._case, figure.first) for figure in moved]
        self._add(tuple(change for change in changes if change is not None))

    def _offer(self, gives: Gives) -> float:
        """The first rounding of these changes that is borne out; the shortage it leaves, t."""
        choices = [_rounded(self._case, figure, give) for figure, give in gives.items()]
        for changes in zip(*choices, strict=False):
            if self._add(changes):
                return self._verified[changes].shortage
        return 0.0

    def _add(self, changes: Changes) -> bool:
        """Take up changes that leave a plan; whether they do."""
        if not changes or changes in self._verified:
            return bool(changes)
        shortage = remaining_shortage(self._case, changes)
        if shortage is None:
            return False
        one = len({(change.kind, change.name) for change in changes}) == 1
        kind = OFF if all(change.off for change in changes) else SINGLE if one else COMBINED
        size = sum(_relative(change) for change in changes)
        self._verified[changes] = Repair(kind, changes, size, shortage)
        return True


def remaining_shortage(case: Case, changes: Collection[CellChange]) -> float | None:
    """Tonnes of demand unmet once changes are made; ``None`` if there still is no plan.

    The changes are made in the rows of the workbook, and the case is planned anew.
    """
    try:
        tables = amended(case.tables, {change.cell: change.to for change in changes})
        planner = Planner(other := make_case(tables), compile_model(build(other)))
        held = planner.meet_demand_first()
        x = planner.refiner.minimise(held, planner.cost_vector({})).answer.x
    except (KeyError, InfeasibleError, SolverError):
        return None
    short = x[list(planner.program.column_of["shortage"].values())]
    return float(np.where(short > TRACE, short, 0.0).sum())


def _rounded(case: Case, figure: Figure, give: float) -> Iterator[CellChange]:
    """New values of a cell, the first the nearest; the rule switched off if none is left."""
    rule = figure.first
    up, now = rule.ceiling, rule.value
    for to in typed(now, now + give if up else now - give, up=up):
        gone = to >= 1 if up and rule.unit == SHARE else to <= 0 and not up
        change = _switched_off(case, rule) if gone else replace(_unchanged(rule), to=to)
        if change is not None:
            yield change


def _unchanged(rule: Bounding) -> CellChange:
    year = rule.year if rule.row else None
    return CellChange(
        rule.cell, rule.kind, rule.name, rule.words, rule.value, rule.value, rule.unit, year
    )


def _switched_off(case: Case, rule: Bounding) -> CellChange | None:
    """A rule gone; ``None`` if the workbook has no cell for that."""
    change = _unchanged(rule)
    if rule.kind != LIMIT:
        return replace(change, to=1.0 if rule.kind == MAX_SHARE else 0.0, off=True)
    row = next(row for row in case.tables.limits if row.limit == rule.name)
    if not row.at.cell("active"):
        return None
    return replace(change, cell=row.at.place("active"), now="yes", to="no", unit="", off=True)


def _relative(change: CellChange) -> float:
    """A change relative to the value; one that switches a limit off counts as one."""
    if isinstance(change.now, str) or isinstance(change.to, str):
        return 1.0
    return abs(change.to - change.now) / (abs(change.now) or 1.0)
