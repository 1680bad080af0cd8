"""What the aims cost each other: the surface of plans that are not beaten, with a certificate.

Cost, concentration and CO2 together; what the next step in one of them costs near the plan; and
cost against HHI of every mineral alone. How the surface is found: :mod:`model.analysis.sandwich`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.analysis.findings import CHOSEN, KNEE, Point, Rate, Surface
from model.analysis.sandwich import Cells, Support, sandwich
from model.case import Case
from model.lp.answer import InfeasibleError
from model.lp.program import Floats
from model.lp.refinement import Held
from model.planning.planner import SCALE, Optimum, Planner
from model.tolerances.figures import ROUND_STEP
from model.tolerances.solving import FLAT_ENDS, NO_RANGE, SAME_POINT
from model.workbook.aims import BESIDE_COST, CO2, CONCENTRATION, COST
from model.workbook.layout import AIMS

FEWEST, MOST = 16, 20
"""Points shown: as many as it takes to keep the gap, between these if so many were found."""

MOST_GRIDS = 30
"""Grids drawn for one point of the surface at most."""

WEIGHT = 1e6
"""Solver units in a scaled aim."""

STEPS = 20
"""A step is a round figure near this part of an aim's range."""


@dataclass(frozen=True)
class _Plan:
    """A plan on a surface: its aims by name, where it is in the programme, what it is."""

    aims: Mapping[str, float]
    x: Floats
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aim:
    """One aim of a surface: its column costs per unit, its exact value at a plan, and its range.

    ``offset`` is what the value is more than the column costs amount to, ``unit`` what it counts
    in.
    """

    name: str
    column_cost: Floats
    value: Callable[[Floats], float]
    offset: float = 0.0
    best: float = 0.0
    span: float = 0.0
    unit: float = 1.0

    def over(self, plans: Iterable[Floats]) -> Aim:
        """The aim with the range it has over some plans."""
        values = [self.value(x) for x in plans]
        return replace(self, best=min(values), span=max(values) - min(values))

    @property
    def has_range(self) -> bool:
        """Whether giving it up can gain anything."""
        return self.span > NO_RANGE * max(self.unit, abs(self.best))

    def scaled(self, value: float) -> float:
        """From best (0) to worst (1)."""
        return (value - self.best) / self.span


def surface(planner: Planner, chosen: Optimum) -> Surface:
    """The trade-off surface of a case, with the three ends and the chosen plan on it."""

    def aim(name: str) -> Aim:
        cost = planner.cost_vector({name: 1.0})
        return Aim(name, cost, lambda x: planner.aims_at(x)[name], unit=planner.unit(name))

    plans = [*((planner.single(a).x, a) for a in AIMS), (chosen.x, CHOSEN)]
    held = planner.meet_demand_first()
    return _surface(planner, held, [aim(a) for a in AIMS], plans)


def ends_only(planner: Planner, chosen: Optimum) -> Surface:
    """The ends and the chosen plan, for which nothing more is promised than the aims' range."""
    plans = [*((planner.single(a), a) for a in AIMS), (chosen, CHOSEN)]
    points = [_told(planner, _Plan(plan.aims, plan.x, (role,)), "") for plan, role in plans]
    ordered = sorted(points, key=lambda point: point.aims[COST])
    corners = tuple(point.aims for point in ordered)
    return Surface(tuple(ordered), 1.0, 1.0, len(ordered), 0, tuple(planner.scale()), corners)


def curve(planner: Planner, chosen: Optimum, mineral: str) -> Surface:
    """Cost against HHI of one mineral, on the plan of the others; costs are the mineral's own."""
    refiner, program = planner.refiner, planner.program
    years = [t for k, t in refiner.markets if k == mineral]
    hhi = np.zeros(len(program.columns))
    for t in years:
        hhi[program.column_of["hhi"][mineral, t]] = 1 / len(years)
    mine = [refiner.markets[mineral, t] for t in years]
    rest = chosen.aims[COST] - _own_cost(planner, chosen.x, mineral)
    cost = planner.cost_vector({COST: 1.0})
    aims = [
        Aim(
            COST,
            cost,
            lambda x: planner.aims_at(x)[COST] - rest,
            offset=-rest,
            unit=planner.unit(COST),
        ),
        Aim(CONCENTRATION, hhi, lambda x: float(refiner.hhi(x)[mine].mean())),
    ]
    held = refiner.admitting(_others_kept(planner, chosen.x, mineral), chosen.x)
    held = refiner.near(held, refiner.share_values(chosen.x))
    plans = [(chosen.x, CHOSEN)]
    for first, second in (aims, aims[::-1]):
        best = refiner.minimise(held, SCALE * first.column_cost)
        best = refiner.minimise(refiner.hold(best), SCALE * second.column_cost)
        plans.append((best.answer.x, first.name))
    return _surface(planner, held, aims, plans, mineral)


def _own_cost(planner: Planner, x: Floats, mineral: str) -> float:
    """Present value of what one mineral costs in a plan, shortage included, million USD."""
    case = planner.case
    spent = planner.program.expression("spending", x)
    short = planner.program.expression("shortage_cost", x)
    mine = [i for i, row in case.materials.items() if row.mineral == mineral]
    return sum(
        case.discount(t) * (spent[mineral, t] + sum(short[i, t] for i in mine)) for t in case.years
    )


def _others_kept(planner: Planner, x: Floats, mineral: str) -> Held:
    """The programme with all that other minerals buy, convert and store as in a plan."""
    held, case = planner.meet_demand_first(), planner.case
    lower, upper = held.program.lower.copy(), held.program.upper.copy()
    for name, of in _MINERAL_OF.items():
        for (key, _), column in held.program.column_of.get(name, {}).items():
            if of(case, key) != mineral:
                lower[column] = upper[column] = x[column]
    return replace(held, program=replace(held.program, lower=lower, upper=upper))


_MINERAL_OF: Mapping[str, Callable[[Case, str], str]] = {
    "imports": lambda case, s: case.mineral_of(s),
    "converted": lambda case, v: case.materials[case.conversions[v].to_material].mineral,
    "stock": lambda case, i: case.materials[i].mineral,
}


def _surface(
    planner: Planner,
    held: Held,
    aims: Sequence[Aim],
    plans: Sequence[tuple[Floats, str]],
    mineral: str = "",
) -> Surface:
    """The surface over some aims, with the plans known and what they are."""
    ranged = [aim for aim in (aim.over([x for x, _ in plans]) for aim in aims) if aim.has_range]
    names = tuple(aim.name for aim in ranged)

    def plan(x: Floats, *roles: str) -> _Plan:
        return _Plan({aim.name: aim.value(x) for aim in aims}, x, roles)

    def scaled(found: _Plan) -> Floats:
        return np.array([aim.scaled(found.aims[aim.name]) for aim in ranged])

    marked = [plan(x, role) for x, role in plans]
    corners = points = every = _merged(marked, scaled)
    gap, more, solves = 0.0, 0.0, 0
    if len(ranged) > 1:
        near = _Surroundings(planner, held, ranged, [x for x, _ in plans])
        asked = planner.case.settings.tradeoff_gap
        known = [scaled(p) for p in marked]
        found = sandwich(known, lambda w: near.support(w, asked / 4), asked)
        corners = _merged([*marked, *(plan(answer.x) for answer in found.corners)], scaled)
        every = _merged([*corners, *(plan(answer.x) for answer in found.between)], scaled)
        every = _with_knee(every, scaled, [p for p in marked if CHOSEN not in p.roles])
        points, more = _shown(every, len(corners), scaled)
        gap, solves = found.gap, near.solves
    return Surface(
        points=tuple(
            _told(planner, point, mineral)
            for point in sorted(points, key=lambda point: point.aims[COST])
        ),
        gap=gap,
        gap_shown=gap + more,
        found=len(every),
        solves=solves,
        ranged=names,
        corners=tuple(point.aims for point in corners),
    )


def _told(planner: Planner, plan: _Plan, mineral: str) -> Point:
    """A plan as plain numbers; of a surface of one mineral with its own CO2 and largest country."""
    tonnes: dict[tuple[str, str], float] = {}
    for (k, c, _), value in planner.program.expression("shipped_tonnes", plan.x).items():
        if mineral in ("", k):
            tonnes[k, c] = tonnes.get((k, c), 0.0) + value
    if not mineral:
        return Point(plan.aims, plan.roles, tonnes)
    aims = {**plan.aims, CO2: _own_co2(planner, plan.x, mineral)}
    shares: dict[str, float] = {"": 0.0}
    values = planner.refiner.share_values(plan.x)
    for (k, c, _), number in planner.refiner.shares.items():
        if k == mineral:
            shares[c] = shares.get(c, 0.0) + float(values[number])
    years = sum(1 for k, _ in planner.refiner.markets if k == mineral)
    country = max(shares, key=lambda c: shares[c])
    return Point(aims, plan.roles, tonnes, (country, shares[country] / years))


def _own_co2(planner: Planner, x: Floats, mineral: str) -> float:
    """CO2 of one mineral in a plan, kt."""
    case, total = planner.case, 0.0
    for name, of in (("supply_co2", "imports"), ("conversion_co2", "converted")):
        for (key, _), value in planner.program.expression(name, x).items():
            if _MINERAL_OF[of](case, key) == mineral:
                total += value / 1000
    return total


class _Surroundings:
    """Plans near a surface, by the weights of its aims."""

    def __init__(
        self, planner: Planner, held: Held, aims: Sequence[Aim], plans: Sequence[Floats]
    ) -> None:
        self._planner, self._aims = planner, aims
        self._held = planner.refiner.over(held, plans)
        self.solves = 0

    def support(self, weights: Floats, room: float) -> Support:
        """A plan within ``room`` of the bound, straight across, for some weights.

        After so many grids the plan and bound at hand do: the gap reached is reported.
        """
        parts = list(zip(weights, self._aims, strict=True))
        cost = np.sum([(WEIGHT * w / aim.span) * aim.column_cost for w, aim in parts], axis=0)
        offset = sum(w * (aim.best - aim.offset) / aim.span for w, aim in parts)
        held = self._held
        for left in reversed(range(MOST_GRIDS)):
            answer = self._planner.engine.minimise(held.program, cost)
            self.solves += 1
            bound = answer.objective / WEIGHT - offset
            y = np.array([aim.scaled(aim.value(answer.x)) for aim in self._aims])
            if not left or weights @ y - bound <= room * np.linalg.norm(weights):
                break
            held = self._planner.refiner.closer(held, answer.x)
        return Support(bound, y, answer.x)


Scaled = Callable[[_Plan], Floats]


def _merged(points: Sequence[_Plan], scaled: Scaled) -> list[_Plan]:
    """Points that are the same become one, with the roles of all."""
    kept: list[_Plan] = []
    for point in points:
        for number, other in enumerate(kept):
            if np.abs(scaled(point) - scaled(other)).max(initial=0.0) <= SAME_POINT:
                roles = tuple(dict.fromkeys((*other.roles, *point.roles)))
                kept[number] = replace(other, roles=roles)
                break
        else:
            kept.append(point)
    return kept


def _with_knee(points: Sequence[_Plan], scaled: Scaled, ends: Sequence[_Plan]) -> list[_Plan]:
    """The points with the knee marked: the one farthest from the plane through the ends (Das 1999).

    If that plane does not face the best of all aims, every aim counts alike.
    """
    corners = np.array([scaled(end) for end in ends])
    facing = np.ones(corners.shape[1])
    if np.linalg.matrix_rank(corners, tol=FLAT_ENDS) == corners.shape[1]:
        normal = np.linalg.lstsq(corners, np.ones(len(corners)), rcond=None)[0]
        facing = normal if (normal > 0).all() else facing
    knee = min(range(len(points)), key=lambda n: float(facing @ scaled(points[n])))
    return [
        replace(point, roles=(*point.roles, KNEE)) if number == knee else point
        for number, point in enumerate(points)
    ]


def _shown(points: Sequence[_Plan], corners: int, scaled: Scaled) -> tuple[list[_Plan], float]:
    """The points to show, and how much less they promise than the first so many, the corners.

    The marked ones; then always the corner missed most; then, if these are few, always the point
    farthest from those taken.
    """
    places = np.array([scaled(point) for point in points])
    taken = [number for number, point in enumerate(points) if point.roles]
    cells = Cells(places[taken[0]])
    for number in taken[1:]:
        cells.add(places[number])
    while True:
        weights = cells.corners()
        missed = cells.promise(weights) - (weights @ places[:corners].T).min(axis=1)
        worst = int(missed.argmax())
        if missed[worst] <= SAME_POINT or len(taken) >= MOST:
            break
        taken.append(int((places[:corners] @ weights[worst]).argmin()))
        cells.add(places[taken[-1]])
    while len(taken) < min(FEWEST, len(points)):
        apart = np.linalg.norm(places[:, None] - places[taken], axis=2).min(axis=1)
        taken.append(int(apart.argmax()))
    return [points[number] for number in taken], max(0.0, float(missed[worst]))


def rates(planner: Planner, chosen: Optimum, found: Surface) -> tuple[Rate, ...]:
    """What the next steps in concentration and CO2 cost near the plan; what one back saves."""
    told: list[Rate] = []
    for aim in BESIDE_COST:
        if aim in found.ranged and COST in found.ranged:
            values = [point.aims[aim] for point in found.points]
            told += _rates(planner, chosen, aim, round_step((max(values) - min(values)) / STEPS))
    return tuple(told)


def round_step(size: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is at most ``size``."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= size * (1 + ROUND_STEP))


def _rates(planner: Planner, chosen: Optimum, aim: str, size: float) -> list[Rate]:
    start, cost = chosen.aims[aim], chosen.aims[COST]
    one, two, back = (
        _least_cost(planner, chosen, {aim: start - step * size}) for step in (1, 2, -1)
    )
    further = None if one is None or two is None else two - one
    return [
        Rate(aim, 1, start, start - size, None if one is None else one - cost),
        Rate(aim, 2, start - size, start - 2 * size, further),
        Rate(aim, -1, start, start + size, None if back is None else back - cost),
    ]


def _least_cost(planner: Planner, chosen: Optimum, ceiling: Mapping[str, float]) -> float | None:
    """Least cost with an aim under a ceiling and the others not above the plan's."""
    others = {a: chosen.aims[a] for a in BESIDE_COST}
    refiner, shares = planner.refiner, planner.refiner.share_values(chosen.x)
    held = refiner.near(planner.meet_demand_first(), shares)
    held = planner.capped(held, {**others, **ceiling})
    try:
        best = refiner.minimise(held, planner.cost_vector({COST: SCALE}))
    except InfeasibleError:
        return None
    return planner.aims_at(best.answer.x)[COST]
