"""Minerals that move in a scenario that does not touch them: under 'balanced' all share one scale.

'balanced' measures each aim from its best to its worst over all minerals together, so a scenario
that changes one mineral changes the scale for the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from model.case import Case
from model.case.costs import COLUMNS
from model.errors import Words
from model.planning.solution import Solution
from model.results.phrases import tonnes
from model.tolerances.shown import NOTEWORTHY
from model.workbook.objectives import OBJECTIVES

NOTHING = Words("", "")
BY_OPTION = ("capacity", "capacity_share", "min_take", *COLUMNS, "co2")
BY_SPAN = ("first_year", "last_year")
BY_MATERIAL = ("demand", "stock_target_days")


def note(case: Case, solution: Solution, other: Case, answer: Solution | None) -> Words:
    """Which untouched minerals move, and by how much; nothing under another objective."""
    objective = OBJECTIVES[case.settings.objective]
    if answer is None or not objective.own_scale:
        return NOTHING
    moves = moved(case, solution, other, answer)
    if not moves:
        return NOTHING
    said = ", ".join(f"{k} {tonnes(value)}" for k, value in moves.items())
    return Words(
        f"Other minerals move, too, as '{objective.name}' has one scale for all: {said}.",
        f"{objective.name}は全鉱種で1つの尺度のため、無関係な鉱種も動く: {said}。",
    )


def moved(case: Case, solution: Solution, other: Case, answer: Solution) -> Mapping[str, float]:
    """Tonnes of each mineral without a changed figure that come from elsewhere than in the plan."""
    found = {}
    for k in case.minerals:
        options = [s for s in case.supplies if case.mineral_of(s) == k]
        before, after = solution["imports"], answer["imports"]
        change = [sum(after[s, t] - before[s, t] for t in case.years) for s in options]
        most = max(sum(q for q in change if q > 0), -sum(q for q in change if q < 0))
        demand = sum(case.mineral_demand[k, t] for t in case.years)
        if most > NOTEWORTHY * demand and not _touched(case, other, k, options):
            found[k] = most
    return found


def _touched(case: Case, other: Case, mineral: str, options: list[str]) -> bool:
    """Whether any figure of a mineral is another one."""
    materials = [i for i, row in case.materials.items() if row.mineral == mineral]
    keys: dict[str, list[Any]] = {
        **{name: [*product(options, case.years)] for name in BY_OPTION},
        **dict.fromkeys(BY_SPAN, options),
        **{name: [*product(materials, case.years)] for name in BY_MATERIAL},
    }
    return any(
        getattr(case, name)[key] != getattr(other, name)[key]
        for name, mine in keys.items()
        for key in mine
    )
