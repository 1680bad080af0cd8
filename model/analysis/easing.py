"""Hard rules where a plan is held: which give way, by how little, and which are reported as
broken.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from model.case import Case
from model.lp.program import Floats, Program
from model.lp.refinement import Refiner
from model.planning.solution import Solution
from model.tolerances.figures import RULE_BREACH
from model.tolerances.solving import EASING_ROOM, ROUGH_SQUARES
from model.tolerances.weights import STOCK_BESIDE_RULES


def as_passed(program: Program, case: Case, refiner: Refiner, x: Floats) -> Program:
    """The programme with hard ceilings on HHI where a plan passes them by the tolerance of squares.

    Else a plan that stands at its ceiling could not be held where nothing has changed.
    """
    exact, row_upper = refiner.hhi(x), program.row_upper.copy()
    limits = {rule.limit.limit: rule for rule in case.rules}
    for (r, n, t), row in program.row_of.get("policy_limit", {}).items():
        rule = limits[r]
        if rule.limit.measure == "hhi" and rule.limit.penalty is None:
            market = refiner.markets.get((rule.targets[n].minerals[0], t))
            passed = 0.0 if market is None else exact[market] - rule.limit.value
            row_upper[row] += passed if 0 < passed <= ROUGH_SQUARES else 0.0
    return replace(program, row_upper=row_upper)


def eased_rules(program: Program, case: Case, refiner: Refiner, shares: Floats) -> Program:
    """The programme with hard rules given way as little as the contracts make necessary.

    Metal under contract that nobody needs may be stored, up to ``max_stock``; the ceilings of
    countries give way to the contracts. Raises InfeasibleError if that is not enough. ``shares``
    are about those of the answer.
    """
    lower, upper, row_upper = program.lower.copy(), program.upper.copy(), program.row_upper.copy()
    cost = np.zeros(len(program.columns))
    values = {rule.limit.limit: abs(rule.limit.value) for rule in case.rules}
    for (r, _, _), column in program.column_of.get("excess", {}).items():
        if upper[column] == 0:
            upper[column], cost[column] = np.inf, 1 / (values[r] or 1.0)
    for (i, t), column in program.column_of["stock"].items():
        upper[column] = case.materials[i].max_stock
        cost[column] = STOCK_BESIDE_RULES / (case.demand[i, t] or 1.0)
    for row in program.row_of.get("share_limit", {}).values():
        bought = program.matrix.row(row)
        row_upper[row] = max(row_upper[row], sum(v * lower[c] for c, v in bought.items()))
    free = replace(program, upper=upper, row_upper=row_upper)
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
    needed = np.minimum(free.upper[columns], least[columns] * (1 + EASING_ROOM) + EASING_ROOM)
    upper[columns] = np.maximum(program.upper[columns], needed)
    return upper


def broken_rules(case: Case, program: Program, solution: Solution) -> str:
    """Hard rules that are not kept, with their cells and years."""
    columns, units = program.column_of.get("excess", {}), program.scale.columns
    rules = {rule.limit.limit: rule.limit for rule in case.rules}
    years: dict[str, set[int]] = {}
    for (r, n, t), excess in solution["excess"].items():
        size = max(float(units[columns[r, n, t]]), abs(rules[r].value))
        if rules[r].penalty is None and excess > RULE_BREACH * size:
            years.setdefault(r, set()).add(t)
    return "; ".join(
        f"{r} ({rules[r].at.place('value')}, {', '.join(map(str, sorted(found)))})"
        for r, found in years.items()
    )
