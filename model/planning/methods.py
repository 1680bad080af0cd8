"""How each objective of sheet Settings plans, once demand has been met as far as it can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from model.lp.answer import InfeasibleError
from model.lp.program import Floats
from model.lp.refinement import Held
from model.planning.aim_values import SCALE, Weights, money_weights
from model.planning.ends import Ends, Scale
from model.planning.optimum import Optimum, Problem
from model.workbook.layout import AIMS
from model.workbook.measures import complete
from model.workbook.objectives import OBJECTIVES

WORST_SCALE = 1e6
"""Solver units in the scaled aims of 'balanced', which run from 0 to 1."""


@dataclass(frozen=True)
class Weighing:
    """How another case's plan weighed the aims, for a plan that goes on to weigh them so.

    ``scale`` is what ``balanced`` measures the aims by, ``ceilings`` what ``priority`` keeps.
    """

    scale: Scale
    ceilings: Weights


Method = Callable[[Ends, Weighing | None], Optimum]
"""The plan of the problem whose ends are given; weighed by its own figures if no others are."""


def single(aim: str, ends: Ends, by: Weighing | None) -> Optimum:
    """One aim alone, ties broken by the others."""
    return ends.plan(aim)


def weighted(ends: Ends, by: Weighing | None) -> Optimum:
    """Cost + carbon_price x CO2 + concentration_price x HHI, in million USD.

    Cost is present value; CO2 and concentration count undiscounted, concentration once a year.
    """
    problem = ends.problem
    prices = money_weights(problem.case)
    cost = problem.aims.costs({a: SCALE * price for a, price in prices.items()})
    return problem.finished(problem.met, [cost], "weighted")


def priority(ends: Ends, by: Weighing | None) -> Optimum:
    """Aims in order, each kept within the slack of its best while the next improves.

    If the ceilings of another case cannot be kept, the case's own hold.
    """
    problem = ends.problem
    order = [name.strip() for name in problem.case.settings.priority_order.split(",")]
    costs = [problem.aims.cost_of(a) for a in reversed(order)]
    held, ceilings = _others_kept(problem, costs[0], by), dict[str, float]()
    if held is None:
        held, ceilings = _one_after_the_other(problem, order)
    return replace(problem.finished(held, costs, "priority", done=order), ceilings=ceilings)


def _others_kept(problem: Problem, cost: Floats, by: Weighing | None) -> Held | None:
    """The programme under another case's ceilings; ``None`` if there are none or no plan is."""
    if by is None:
        return None
    held = problem.aims.capped(problem.met, by.ceilings)
    try:
        problem.stages.minimise(held, cost, "priority")
    except InfeasibleError:
        return None
    return held


def _one_after_the_other(problem: Problem, order: list[str]) -> tuple[Held, dict[str, float]]:
    """The programme with all aims but the last within the slack of their best, and the ceilings."""
    held, ceilings, slack = problem.met, dict[str, float](), problem.case.settings.priority_slack
    for aim in order[:-1]:
        best = problem.stages.improved(held, problem.aims.cost_of(aim), f"priority {aim}")
        ceilings[aim] = problem.aims.at(best.answer.x)[aim] * (1 + slack)
        if slack:
            held = problem.aims.capped(best.held, ceilings)
        else:  # a ceiling at the best itself would leave it no room for rounding
            held = problem.stages.refiner.hold(best)
    return held, ceilings


def balanced(ends: Ends, by: Weighing | None) -> Optimum:
    """The largest scaled loss as small as possible, then the sum of the scaled losses.

    An aim without a range is kept at its worst, unless the scale is another case's.
    """
    problem = ends.problem
    held, aims = problem.met, problem.aims
    scale = by.scale if by else ends.scale()
    if by is None:
        held = aims.capped(held, {a: ends.worst(a) for a in AIMS if a not in scale})
    if not scale:
        return problem.finished(held, [], "balanced")
    held = scaled(held, scale)
    largest = aims.costs({})
    largest[held.program.column_of["worst"][()]] = WORST_SCALE
    total = aims.costs({a: WORST_SCALE / span for a, (_, span) in scale.items()})
    done = list(scale)[-1:]  # what its sum and the others leave open is nothing
    return problem.finished(held, [largest, total], "balanced", done=done)


def scaled(held: Held, scale: Scale) -> Held:
    """The programme with ``aim <= best + range x worst`` switched on."""
    program = held.program
    worst = program.column_of["worst"][()]
    value, row_upper = program.matrix.value.copy(), program.row_upper.copy()
    upper = program.upper.copy()
    upper[worst] = np.inf
    for aim, (best, span) in scale.items():
        row = program.row_of["worst_definition"][(aim,)]
        entries = range(program.matrix.start[row], program.matrix.start[row + 1])
        (entry,) = (e for e in entries if program.matrix.index[e] == worst)
        value[entry] = -span
        row_upper[row] = best
    matrix, sizes = program.matrix.with_value(value), program.scale.sizes.copy()
    sizes[worst] = 1.0
    changed = replace(
        program, matrix=matrix, row_upper=row_upper, upper=upper, scale=matrix.scale(sizes)
    )
    return replace(held, program=changed)


METHODS: Mapping[str, Method] = {
    "balanced": balanced,
    "weighted": weighted,
    "priority": priority,
    **{aim: partial(single, aim) for aim in AIMS},
}
complete("methods of objectives", METHODS, OBJECTIVES)
