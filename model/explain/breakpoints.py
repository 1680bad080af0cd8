"""How far a figure must move before the plan changes: from reduced costs and what is used.

An option that is not used comes in at a price; one that is used up leaves at another. One that is
used in part is followed by solving again; where shares of countries are in balance with each other,
any change of its price moves the plan, however small.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from model.case import Case
from model.explain.convex_piece import Tangent, first_piece
from model.explain.explanations import YearNot
from model.explain.pricing_problem import Part
from model.explain.uncertain_input import Doubt
from model.formulation.cost import MILLION_PER_TONNE
from model.lp.program import Floats, Name
from model.planning.aim_values import SCALE
from model.tolerances.figures import SPARE, SPARE_UP_TO
from model.tolerances.prices import FREE_TONNE, GRAIN, NEGLIGIBLE, PART_OF_FIGURE

BEYOND = 10.0
"""How many times the most expensive tonne an option is worth that demand or reserve cannot do
without: no price changes the plan then."""

LOOKED = (0.01, 0.1, 1.0)
"""Where it is looked, one after the other, as parts of the way."""

Turn = tuple[float | None, float | None]
Key = tuple[str, int]


@dataclass(frozen=True)
class Use:
    """An option in a year: tonnes, its limits, its reduced cost, and what a tonne more needs."""

    tonnes: float
    least: float
    most: float
    reduced: float
    needed: float

    @property
    def spare(self) -> bool:
        """Whether there could be more."""
        return self.tonnes < self.most - SPARE * max(1.0, min(self.most, SPARE_UP_TO))

    @property
    def taken(self) -> bool:
        """Whether there could be less."""
        return self.tonnes > self.least + SPARE * max(1.0, self.tonnes)


def uses(case: Case, part: Part, found: Iterable[YearNot]) -> dict[Key, Use]:
    """Every option and year of a part, with what is known of those that are not fully used."""
    a_kilo = {t: SCALE * MILLION_PER_TONNE * case.discount(t) for t in case.years}
    needed = {(y.supply, y.year): y.excess * a_kilo[y.year] for y in found}
    never = BEYOND * part.costliest
    return {
        key: Use(
            float(part.plan[column]),
            case.least(*key),
            case.most(*key),
            float(part.base.d[column]) if part.base.d[column] > -never else -math.inf,
            needed.get(key, 0.0),
        )
        for key, column in part.program.column_of.get("imports", {}).items()
    }


def by_price(doubt: Doubt, rates: Mapping[Key, float], used: Mapping[Key, Use]) -> Turn | None:
    """Where a figure that makes an option more expensive changes the plan; ``None`` if it takes
    solving.

    ``rates`` are solver units on a tonne for a unit of the figure. An option that is not used, or
    used up, shows it by its reduced cost; of one that is used in part in some year, nothing does.
    """
    if any(use.taken and use.spare for key, use in used.items() if key in rates):
        return None
    rise, fall = [], []
    for key, rate in rates.items():
        use = used.get(key)
        if use is None or rate <= 0:
            continue
        if use.taken:
            rise.append(max(0.0, -use.reduced) / rate)
        if use.spare:
            fall.append(use.needed / rate)
    down = doubt.value - min(fall) if fall else None
    up = doubt.value + min(rise) if min(rise, default=math.inf) < math.inf else None
    return (None if down is None or down < 0 else down), up


def by_capacity(doubt: Doubt, limits: Mapping[Key, float], used: Mapping[Key, Use]) -> Turn:
    """Where a figure that limits an option changes the plan; ``limits``: the tonnes it allows.

    Where another figure limits the option more, this one does nothing until it is down to that.
    """
    mine = {key: use for key, use in used.items() if limits.get(key, 0.0) > 0}
    parts = [use.tonnes / limits[key] for key, use in mine.items() if np.isfinite(limits[key])]
    down = doubt.value * min(1.0, max(parts, default=0.0))
    tight = any(
        use.reduced < -FREE_TONNE and not use.spare and limits[key] <= use.most * (1 + SPARE)
        for key, use in mine.items()
    )
    return (down if down > 0 else None), doubt.value if tight else None


def by_bound(doubt: Doubt, part: Part, names: Iterable[Name]) -> Turn:
    """Where a figure that bounds some variables changes the plan: at the most that is used of
    it.
    """
    program, known = part.program, part.program.column_of
    columns = [known[name][index] for name, index in names if index in known.get(name, {})]
    used = max((float(part.plan[n]) for n in columns), default=0.0)
    limit = max((float(program.upper[n]) for n in columns), default=math.inf)
    down = doubt.value * min(1.0, used / limit) if limit > 0 else 0.0
    up = doubt.value if any(part.base.d[n] < -FREE_TONNE for n in columns) else None
    return (down if down > SPARE * doubt.value else None), up


def by_start(doubt: Doubt, supply: str, used: Mapping[Key, Use]) -> Turn:
    """Where a later start changes the plan: after the first year in which it is used."""
    years = [t for (s, t), use in used.items() if s == supply and use.tonnes > SPARE]
    return None, min(years) + 1 if years else None


class ByCosts:
    """Where figures on the costs of options change the plan of a part.

    Figures that cost the same in the same places, such as price and freight, are followed once.
    """

    def __init__(self, part: Part) -> None:
        self._part = part
        self._known: dict[bytes, Turn] = {}

    def __call__(self, doubt: Doubt, rates: Floats) -> Turn:
        """Where a figure changes the plan that adds ``rates`` to the costs for each unit."""
        key = rates.tobytes()
        if key not in self._known:
            down, up = (_distance(self._part, rates, way, doubt.value) for way in (-1.0, 1.0))
            self._known[key] = down, up
        down, up = self._known[key]
        below = None if down is None or down > doubt.value else doubt.value - down
        return below, None if up is None else doubt.value + up


def _distance(part: Part, rates: Floats, way: float, size: float) -> float | None:
    """How far a cost moves before the plan is beaten (see :func:`slack`); ``None``: never.

    What the optimum amounts to is concave in a cost, what the plan amounts to a straight line. It
    is looked from ``size`` down to zero, or up to three times as much.
    """
    room = size if way < 0 else 2 * size

    def tangent(at: float) -> Tangent:
        cost = part.cost + way * at * rates
        x = part.ask(part.program, cost).x
        value = float(cost @ (x - part.plan))
        return Tangent(at, -value, way * float(rates @ (part.plan - x)))

    far = Tangent(0.0, 0.0, 0.0)
    for part_of_room in LOOKED:
        far = tangent(part_of_room * room)
        if far.value > slack(part):
            break
    else:
        return None
    piece = first_piece(tangent, Tangent(0.0, slack(part), 0.0), far, GRAIN)
    return 0.0 if piece.end < PART_OF_FIGURE * size else piece.end


def slack(part: Part) -> float:
    """By how much a plan may be better before it counts: what the plan's own rounding leaves."""
    return NEGLIGIBLE + 2 * float(part.cost @ (part.plan - part.base.x))
