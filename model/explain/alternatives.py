"""Ways out: a few plans that are nearly as good and as different from the plan as can be.

What is used is made as small as possible, time and again, counting most what earlier plans used
most (Hop, Skip and Jump: Brill, Chang and Hopkins 1982; energy planners call it modelling to
generate alternatives), and so is every country in turn; of all plans found those are told that
differ most from the plan and from each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from model.case import Case
from model.explain.amounts import amounts
from model.explain.explanations import WayOut
from model.explain.near_optimal import Near, country_columns, near, option_columns
from model.lp.program import Floats, Program
from model.planning.planned import Planned
from model.tolerances.prices import ENDLESS_OPTION
from model.tolerances.weights import USED_ABOVE_MOVED
from model.workbook.layout import AIMS
from model.workbook.objectives import OBJECTIVES

MOST, FEWEST_MOVED = 5, 0.02
"""Plans told at most, and the share of supply in which each differs from all others."""

HOPS = 6
LARGEST = 4
"""Rounds of making what was used small, and countries of each mineral that are pressed down."""


def ways_out(planned: Planned, within: float) -> tuple[WayOut, ...]:
    """Up to five plans within a share of the plan's cost, and of its other aims if it has more."""
    objective = OBJECTIVES[planned.case.settings.objective]
    around = near(planned, within, objective.kept)
    pool = [*_hops(around), *_without_the_largest(around)]
    weight = _weights(planned.case, planned.program)
    taken: list[Floats] = []
    while pool and len(taken) < MOST:
        apart = [
            min(_moved(weight, x, other) for other in [planned.chosen.x, *taken]) for x in pool
        ]
        best = int(np.argmax(apart))
        if apart[best] < FEWEST_MOVED:
            break
        taken.append(pool.pop(best))
    return tuple(_way_out(planned, weight, x) for x in taken)


def _weights(case: Case, program: Program) -> Floats:
    """A tonne as a part of its mineral's demand of all years, over the minerals, by column."""
    weight = np.zeros(len(program.columns))
    total = {k: sum(case.mineral_demand[k, t] for t in case.years) for k in case.minerals}
    needed = [k for k, d in total.items() if d > 0]
    for (s, _), column in program.column_of["imports"].items():
        k = case.mineral_of(s)
        if k in needed:
            weight[column] = 1 / total[k] / len(needed)
    return weight


def _moved(weight: Floats, x: Floats, other: Floats) -> float:
    """Share of supply that comes from elsewhere in one plan than in another."""
    return float(weight @ np.abs(x - other)) / 2


def _hops(around: Near) -> list[Floats]:
    """Plans that use little of what those before them used."""
    case, program = around.planned.case, around.planned.program
    weight, columns = _weights(case, program), option_columns(program)
    used, found = np.zeros(len(weight)), []
    x = around.planned.chosen.x
    for _ in range(HOPS):
        for mine in columns.values():
            most = np.minimum(program.upper[mine], ENDLESS_OPTION).sum()
            used[mine] += x[mine].sum() / most if most > 0 else 0.0
        x = around.best(USED_ABOVE_MOVED * weight * used)
        found.append(x)
    return found


def _without_the_largest(around: Near) -> list[Floats]:
    """Plans with the least of each of the largest suppliers."""
    found = []
    planned = around.planned
    trades: dict[str, list[tuple[float, Sequence[int]]]] = {}
    for (k, _), columns in country_columns(planned.case, planned.program).items():
        trades.setdefault(k, []).append((float(planned.chosen.x[columns].sum()), columns))
    for several in trades.values():
        ranked = sorted(several, key=lambda trade: -trade[0])
        found += [around.extreme(columns, 1.0) for tonnes, columns in ranked[:LARGEST] if tonnes]
    return found


def _way_out(planned: Planned, weight: Floats, x: Floats) -> WayOut:
    aims, chosen = planned.aims.at(x), planned.chosen
    tonnes: Mapping[str, float] = {
        s: float(x[columns].sum()) for s, columns in option_columns(planned.program).items()
    }
    apart = amounts(planned.case, planned.program)
    parts = apart.of(x).plus(apart.of(chosen.x).times(-1.0))
    return WayOut({a: aims[a] for a in AIMS}, tonnes, _moved(weight, x, chosen.x), parts)
