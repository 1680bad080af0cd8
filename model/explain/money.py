"""What a point of HHI and a tonne of CO2 are worth in the plan, in money.

The objective ``weighted`` says it; ``cost`` counts nothing else. A plan of ``balanced`` or
``priority`` is the cheapest of all that have no more HHI and no more CO2 than it has. The price of
these two ceilings, their duals, is what the plan pays for the last point and the last tonne: with
these prices in Settings, ``weighted`` finds the same plan. Where the aim is concentration or CO2
alone, or where cost plays next to no part, a point is worth what giving back a hundredth of the
range would save.
"""

from __future__ import annotations

from model.explain.explanations import GIVEN, GIVEN_BACK, IMPLIED, Money
from model.planning.planner import SCALE, Optimum, Planner
from model.tolerances.weights import RANGES_ABOVE_COST
from model.workbook.aims import BESIDE_COST, COST
from model.workbook.layout import AIMS
from model.workbook.objectives import OBJECTIVES

STEP = 0.01
"""Share of demand to which the share of a country is resolved: prices hold within half of it."""

BACK = 0.01
"""Part of the range of the aims that is given back."""


def money(planner: Planner, chosen: Optimum) -> Money:
    """What the aims are worth in the plan; million USD for a unit of each."""
    objective = OBJECTIVES[planner.case.settings.objective]
    if objective.priced:
        return Money(planner.money_weights(), GIVEN)
    if objective.aim == COST:
        return Money({COST: 1.0}, GIVEN)
    if objective.aim is not None:
        return _given_back(planner, chosen, {objective.aim: 1.0})
    prices = _implied(planner, chosen)
    scale = {a: span for a, (_, span) in planner.scale().items()}
    others = {a: price for a, price in prices.items() if price > 0}
    worth = sum(price * scale.get(a, 0.0) for a, price in others.items())
    if others and worth > RANGES_ABOVE_COST * scale.get(COST, 0.0):
        return _given_back(planner, chosen, others)
    return Money({COST: 1.0, **prices}, IMPLIED)


def _implied(planner: Planner, chosen: Optimum) -> dict[str, float]:
    """Duals of keeping HHI and CO2 where they are at least cost."""
    refiner, shares = planner.refiner, planner.refiner.share_values(chosen.x)
    held = refiner.set_near(planner.meet_demand_first(), shares, STEP)
    ceilings = {a: chosen.aims[a] for a in BESIDE_COST}
    held = planner.capped(held, ceilings)
    answer = planner.engine.minimise(held.program, planner.cost_vector({COST: SCALE}))
    columns = planner.program.column_of["aim"]
    return {a: max(0.0, -float(answer.d[columns[(a,)]]) / SCALE) for a in ceilings}


def _given_back(planner: Planner, chosen: Optimum, weights: dict[str, float]) -> Money:
    """The weights in money: what is saved when a part of the range is given back."""
    ends = [planner.end(a) for a in AIMS]
    room = {a: BACK * (max(end[a] for end in ends) - min(end[a] for end in ends)) for a in weights}
    given = sum(weights[a] * room[a] for a in weights)
    refiner, shares = planner.refiner, planner.refiner.share_values(chosen.x)
    held = refiner.near(planner.meet_demand_first(), shares)
    held = planner.capped(held, {a: chosen.aims[a] + room[a] for a in weights})
    best = refiner.minimise(held, planner.cost_vector({COST: SCALE}))
    saved = chosen.aims[COST] - planner.aims_at(best.answer.x)[COST]
    if given <= 0 or saved <= 0:
        return Money({COST: 1.0}, GIVEN_BACK)
    return Money({a: weight * saved / given for a, weight in weights.items()}, GIVEN_BACK)
