"""Next steps: what a little less concentration or CO2 costs near the plan, and what more saves."""

from __future__ import annotations

import math
from collections.abc import Mapping

from model.analysis.findings import Rate, Surface
from model.lp.answer import InfeasibleError
from model.planning.planned import Planned
from model.tolerances.figures import ROUND_STEP
from model.workbook.aims import BESIDE_COST, COST

STEPS = 20
"""A step is a round figure near this part of an aim's range."""


def rates(planned: Planned, found: Surface) -> tuple[Rate, ...]:
    """What the next steps in concentration and CO2 cost near the plan; what one back saves."""
    told: list[Rate] = []
    for aim in BESIDE_COST:
        if aim in found.ranged and COST in found.ranged:
            values = [point.aims[aim] for point in found.points]
            told += _rates(planned, aim, round_step((max(values) - min(values)) / STEPS))
    return tuple(told)


def round_step(size: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is at most ``size``."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= size * (1 + ROUND_STEP))


def _rates(planned: Planned, aim: str, size: float) -> list[Rate]:
    start, cost = planned.chosen.aims[aim], planned.chosen.aims[COST]
    one, two, back = (_least_cost(planned, {aim: start - step * size}) for step in (1, 2, -1))
    further = None if one is None or two is None else two - one
    return [
        Rate(aim, 1, start, start - size, None if one is None else one - cost),
        Rate(aim, 2, start - size, start - 2 * size, further),
        Rate(aim, -1, start, start + size, None if back is None else back - cost),
    ]


def _least_cost(planned: Planned, ceiling: Mapping[str, float]) -> float | None:
    """Least cost with an aim under a ceiling and the others not above the plan's."""
    others = {a: planned.chosen.aims[a] for a in BESIDE_COST}
    refiner, aims = planned.refiner, planned.aims
    held = refiner.near(planned.met, refiner.share_values(planned.chosen.x))
    held = aims.capped(held, {**others, **ceiling})
    try:
        best = refiner.minimise(held, aims.cost_of(COST))
    except InfeasibleError:
        return None
    return aims.at(best.answer.x)[COST]
