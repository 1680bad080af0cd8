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

from model.case import Case, make_case
from model.errors import COMBINED, OFF, SINGLE, CellChange, Repair, SolverError
from model.formulation import build
from model.lp.answer import InfeasibleError
from model.lp.compilation import compile_model
from model.lp.program import Program
from model.planning.planner import Planner
from model.rules.bounds import boundings
from model.rules.conflict import Clash
from model.rules.constraints import LIMIT, MAX_SHARE, Bounding
from model.rules.elastic import Elastic, Figure, figures_of
from model.tolerances.shown import GRAM
from model.workbook.edits import amended
from model.workbook.measures import SHARE
from model.workbook.rounding import typed

MOST = 6
"""Repairs told at most."""

KINDS = (SINGLE, COMBINED, OFF)
"""Kinds of repairs in their order."""

TOGETHER = 3
"""Sets of rules told at most where no rule alone can mend all."""

SEARCHED = 16
"""Programmes solved for them at most."""

Changes = tuple[CellChange, ...]
Gives = Mapping[Figure, float]
"""By how much figures give way, in the units of their cells."""


def repairs(case: Case, program: Program, clashes: Sequence[Clash]) -> tuple[Repair, ...]:
    """A menu of verified repairs of a case without a plan: smallest relative change first.

    ``program`` is the case's as it was compiled, ``clashes`` its irreducible clashing sets. After
    the rules that mend all alone come several together, last those switched off. Where the least
    change leaves demand unmet that need not be, the least that does not is offered, too.
    """
    figures = figures_of(boundings(case, program))
    if not (figures and clashes):
        return ()
    elastic = Elastic(program, figures)
    suspects = _decided_rows(clashes[0]) if len(clashes) == 1 else []
    alone = [gives for row in suspects if (gives := elastic.least([row]))]
    mending = {figure.row for gives in alone for figure in gives}
    several = list(_several(elastic, [f.row for f in figures], mending))
    found = [*alone, *several, *(_demand_met(elastic, gives) for gives in (*alone, *several))]
    offers = [_offer(case, gives) for gives in found]
    if alone and len(suspects) > 1:
        offers.append(_offer_evenly(case, elastic, suspects))
    offers += [_offer_without(case, gives) for gives in alone]
    return tuple(_verified(case, [offer for offer in offers if offer]))


def _decided_rows(clash: Clash) -> list[str]:
    """The rules of a clash that a person can decide, by their cells."""
    return list(dict.fromkeys(rule.cells for rule in clash if rule.decided))


def _several(elastic: Elastic, rows: Sequence[str], alone: Collection[str]) -> Iterator[Gives]:
    """Rules that mend all together, with the least sum of changes.

    Also the least without those that mend all ``alone``; if there are none, without one or the
    other of the rules found.
    """
    found: set[frozenset[str]] = set()
    waiting = [frozenset[str](), frozenset(alone)] if alone else [frozenset[str]()]
    for _ in range(len(waiting) if alone else SEARCHED):
        if not waiting or len(found) == TOGETHER:
            break
        kept = waiting.pop(0)
        gives = elastic.least([row for row in rows if row not in kept])
        moved = frozenset(figure.row for figure in gives or ())
        waiting += [kept | {row} for row in sorted(moved) if kept | {row} not in waiting]
        if gives and len(moved) > 1 and moved not in found:
            found.add(moved)
            yield gives


def _demand_met(elastic: Elastic, gives: Gives) -> Gives:
    """The least changes of the same rules that leave no more unmet than there has to be."""
    return elastic.least({figure.row for figure in gives}, demand=True) or {}


def _offer(case: Case, gives: Gives) -> list[Changes]:
    """Changes rounded, the nearest first; none if they cannot be made in the workbook."""
    choices = [_rounded(case, figure, give) for figure, give in gives.items()]
    return list(zip(*choices, strict=False))


def _offer_evenly(case: Case, elastic: Elastic, rows: Sequence[str]) -> list[Changes]:
    """All rules of a clash loosened alike; none if one has to go, as that alone would do."""
    offer = _offer(case, elastic.least(rows, even=True) or {})
    return [] if any(change.off for changes in offer for change in changes) else offer


def _offer_without(case: Case, gives: Gives) -> list[Changes]:
    """A rule switched off: in the years it has to give way, where each has its own cell."""
    changes = [_switched_off(case, figure.first) for figure in gives]
    told = tuple(change for change in changes if change is not None)
    return [told] if told else []


def _verified(case: Case, offers: Iterable[Sequence[Changes]]) -> Iterator[Repair]:
    """The first offers whose changes are borne out, each in its nearest rounding that is."""
    tried: set[Changes] = set()
    told = 0
    for choices in sorted(offers, key=lambda choices: _rank(choices[0])):
        for changes in choices:
            if changes in tried or told == MOST:
                break
            tried.add(changes)
            shortage = remaining_shortage(case, changes)
            if shortage is not None:
                told += 1
                kind, size = _rank(changes)
                yield Repair(KINDS[kind], changes, size, shortage)
                break


def _rank(changes: Changes) -> tuple[int, float]:
    """Place among the offers: kind, then the sum of the relative changes."""
    one = len({(change.kind, change.name) for change in changes}) == 1
    kind = OFF if all(change.off for change in changes) else SINGLE if one else COMBINED
    return KINDS.index(kind), sum(_relative(change) for change in changes)


def remaining_shortage(case: Case, changes: Collection[CellChange]) -> float | None:
    """Tonnes of demand unmet once changes are made; ``None`` if there still is no plan.

    The changes are made in the rows of the workbook, and the case is planned anew.
    """
    try:
        tables = amended(case.tables, {change.cell: change.to for change in changes})
        planner = Planner(other := make_case(tables), compile_model(build(other)))
        x = planner.refiner.minimise(planner.met, planner.aims.costs({})).answer.x
    except (KeyError, InfeasibleError, SolverError):
        return None
    short = x[list(planner.program.column_of["shortage"].values())]
    return float(np.where(short > GRAM, short, 0.0).sum())


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
