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
from model.planning.aim_values import SCALE, money_weights
from model.planning.planned import Planned
from model.tolerances.weights import RANGES_ABOVE_COST
from model.workbook.aims import BESIDE_COST, COST
from model.workbook.objectives import OBJECTIVES

STEP = 0.01
"""Share of demand to which the share of a country is resolved: prices hold within half of it."""

BACK = 0.01
"""Part of the range of the aims that is given back."""


def money(planned: Planned) -> Money:
    """What the aims are worth in the plan; million USD for a unit of each."""
    objective = OBJECTIVES[planned.case.settings.objective]
    if objective.priced:
        return Money(money_weights(planned.case), GIVEN)
    if objective.aim == COST:
        return Money({COST: 1.0}, GIVEN)
    if objective.aim is not None:
        return _given_back(planned, {objective.aim: 1.0})
    prices = _implied(planned)
    scale = {a: span for a, (_, span) in planned.scale.items()}
    others = {a: price for a, price in prices.items() if price > 0}
    worth = sum(price * scale.get(a, 0.0) for a, price in others.items())
    if others and worth > RANGES_ABOVE_COST * scale.get(COST, 0.0):
        return _given_back(planned, others)
    return Money({COST: 1.0, **prices}, IMPLIED)


def _implied(planned: Planned) -> dict[str, float]:
    """Duals of keeping HHI and CO2 where they are at least cost."""
    refiner, aims, chosen = planned.refiner, planned.aims, planned.chosen
    held = refiner.set_near(planned.met, refiner.share_values(chosen.x), STEP)
    ceilings = {a: chosen.aims[a] for a in BESIDE_COST}
    program = aims.capped(held, ceilings).program
    answer = refiner.engine.minimise(program, aims.cost_of(COST))
    return {a: max(0.0, -float(answer.d[aims.columns[a]]) / SCALE) for a in ceilings}


def _given_back(planned: Planned, weights: dict[str, float]) -> Money:
    """The weights in money: what is saved when a part of the range is given back."""
    refiner, aims, chosen = planned.refiner, planned.aims, planned.chosen
    ends = [plan.aims for plan in planned.singles.values()]
    room = {a: BACK * (max(end[a] for end in ends) - min(end[a] for end in ends)) for a in weights}
    given = sum(weights[a] * room[a] for a in weights)
    held = refiner.near(planned.met, refiner.share_values(chosen.x))
    held = aims.capped(held, {a: chosen.aims[a] + room[a] for a in weights})
    best = refiner.minimise(held, aims.cost_of(COST))
    saved = chosen.aims[COST] - aims.at(best.answer.x)[COST]
    if given <= 0 or saved <= 0:
        return Money({COST: 1.0}, GIVEN_BACK)
    return Money({a: weight * saved / given for a, weight in weights.items()}, GIVEN_BACK)
