"""What the aims cost each other: the surface of plans that are not beaten, with a certificate.

Cost, concentration and CO2 together, and cost against HHI of every mineral alone. How the surface
is found: :mod:`model.analysis.sandwich`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.analysis.findings import CHOSEN, Point, Surface
from model.analysis.sandwich import Support, sandwich
from model.analysis.surface_points import SurfacePlan, merged, shown, with_knee
from model.case import Case
from model.lp.program import Floats, Program
from model.lp.refinement import Held, Refiner
from model.planning.aim_values import SCALE
from model.planning.planned import Planned
from model.tolerances.solving import NO_RANGE
from model.workbook.aims import CO2, CONCENTRATION, COST
from model.workbook.layout import AIMS

MOST_GRIDS = 30
"""Grids drawn for one point of the surface at most."""

WEIGHT = 1e6
"""Solver units in a scaled aim."""


@dataclass(frozen=True)
class Aim:
    """One aim of a surface: its column costs per unit, its exact value at a plan, and its range.

    ``offset`` is what the value is more than the column costs come to, ``unit`` what it counts in.
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


def surface(planned: Planned) -> Surface:
    """The trade-off surface of a case, with the three ends and the chosen plan on it."""

    def aim(name: str) -> Aim:
        cost = aims.costs({name: 1.0})
        return Aim(name, cost, lambda x: aims.at(x)[name], unit=aims.units[name])

    aims = planned.aims
    plans = [*((planned.singles[a].x, a) for a in AIMS), (planned.chosen.x, CHOSEN)]
    return _surface(planned, planned.met, [aim(a) for a in AIMS], plans)


def ends_only(planned: Planned) -> Surface:
    """The ends and the chosen plan, for which nothing more is promised than the aims' range."""
    plans = [*((planned.singles[a], a) for a in AIMS), (planned.chosen, CHOSEN)]
    points = [_told(planned, SurfacePlan(plan.aims, plan.x, (role,)), "") for plan, role in plans]
    ordered = sorted(points, key=lambda point: point.aims[COST])
    corners = tuple(point.aims for point in ordered)
    return Surface(tuple(ordered), 1.0, 1.0, len(ordered), 0, tuple(planned.scale), corners)


def curve(planned: Planned, mineral: str) -> Surface:
    """Cost against HHI of one mineral, on the plan of the others; costs are the mineral's own."""
    refiner, program, chosen = planned.refiner, planned.program, planned.chosen
    years = [t for k, t in refiner.markets if k == mineral]
    hhi = np.zeros(len(program.columns))
    for t in years:
        hhi[program.column_of["hhi"][mineral, t]] = 1 / len(years)
    mine = [refiner.markets[mineral, t] for t in years]
    rest = chosen.aims[COST] - _own_cost(planned.case, program, chosen.x, mineral)
    at, cost, unit = planned.aims.at, planned.aims.costs({COST: 1.0}), planned.aims.units[COST]
    aims = [
        Aim(COST, cost, lambda x: at(x)[COST] - rest, offset=-rest, unit=unit),
        Aim(CONCENTRATION, hhi, lambda x: float(refiner.hhi(x)[mine].mean())),
    ]
    held = refiner.admitting(_others_kept(planned.case, planned.met, chosen.x, mineral), chosen.x)
    held = refiner.near(held, refiner.share_values(chosen.x))
    plans = [(chosen.x, CHOSEN)]
    for first, second in (aims, aims[::-1]):
        best = refiner.minimise(held, SCALE * first.column_cost)
        best = refiner.minimise(refiner.hold(best), SCALE * second.column_cost)
        plans.append((best.answer.x, first.name))
    return _surface(planned, held, aims, plans, mineral)


def _own_cost(case: Case, program: Program, x: Floats, mineral: str) -> float:
    """Present value of what one mineral costs in a plan, shortage included, million USD."""
    spent = program.expression("spending", x)
    short = program.expression("shortage_cost", x)
    mine = [i for i, row in case.materials.items() if row.mineral == mineral]
    return sum(
        case.discount(t) * (spent[mineral, t] + sum(short[i, t] for i in mine)) for t in case.years
    )


def _others_kept(case: Case, held: Held, x: Floats, mineral: str) -> Held:
    """The programme with all that other minerals buy, convert and store as in a plan."""
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
    planned: Planned,
    held: Held,
    aims: Sequence[Aim],
    plans: Sequence[tuple[Floats, str]],
    mineral: str = "",
) -> Surface:
    """The surface over some aims, with the plans known and what they are."""
    ranged = [aim for aim in (aim.over([x for x, _ in plans]) for aim in aims) if aim.has_range]
    names = tuple(aim.name for aim in ranged)

    def plan(x: Floats, *roles: str) -> SurfacePlan:
        return SurfacePlan({aim.name: aim.value(x) for aim in aims}, x, roles)

    def scaled(found: SurfacePlan) -> Floats:
        return np.array([aim.scaled(found.aims[aim.name]) for aim in ranged])

    marked = [plan(x, role) for x, role in plans]
    corners = points = every = merged(marked, scaled)
    gap, more, solves = 0.0, 0.0, 0
    if len(ranged) > 1:
        near = _Surroundings(planned.refiner, held, ranged, [x for x, _ in plans])
        asked = planned.case.settings.tradeoff_gap
        known = [scaled(p) for p in marked]
        found = sandwich(known, lambda w: near.support(w, asked / 4), asked)
        corners = merged([*marked, *(plan(answer.x) for answer in found.corners)], scaled)
        every = merged([*corners, *(plan(answer.x) for answer in found.between)], scaled)
        every = with_knee(every, scaled, [p for p in marked if CHOSEN not in p.roles])
        points, more = shown(every, len(corners), scaled)
        gap, solves = found.gap, near.solves
    return Surface(
        points=tuple(
            _told(planned, point, mineral)
            for point in sorted(points, key=lambda point: point.aims[COST])
        ),
        gap=gap,
        gap_shown=gap + more,
        found=len(every),
        solves=solves,
        ranged=names,
        corners=tuple(point.aims for point in corners),
    )


def _told(planned: Planned, plan: SurfacePlan, mineral: str) -> Point:
    """A plan as plain numbers; of a surface of one mineral with its own CO2 and largest country."""
    tonnes: dict[tuple[str, str], float] = {}
    for (k, c, _), value in planned.program.expression("shipped_tonnes", plan.x).items():
        if mineral in ("", k):
            tonnes[k, c] = tonnes.get((k, c), 0.0) + value
    if not mineral:
        return Point(plan.aims, plan.roles, tonnes)
    aims = {**plan.aims, CO2: _own_co2(planned.case, planned.program, plan.x, mineral)}
    shares: dict[str, float] = {"": 0.0}
    values = planned.refiner.share_values(plan.x)
    for (k, c, _), number in planned.refiner.shares.items():
        if k == mineral:
            shares[c] = shares.get(c, 0.0) + float(values[number])
    years = sum(1 for k, _ in planned.refiner.markets if k == mineral)
    country = max(shares, key=lambda c: shares[c])
    return Point(aims, plan.roles, tonnes, (country, shares[country] / years))


def _own_co2(case: Case, program: Program, x: Floats, mineral: str) -> float:
    """CO2 of one mineral in a plan, kt."""
    total = 0.0
    for name, of in (("supply_co2", "imports"), ("conversion_co2", "converted")):
        for (key, _), value in program.expression(name, x).items():
            if _MINERAL_OF[of](case, key) == mineral:
                total += value / 1000
    return total


class _Surroundings:
    """Plans near a surface, by the weights of its aims."""

    def __init__(
        self, refiner: Refiner, held: Held, aims: Sequence[Aim], plans: Sequence[Floats]
    ) -> None:
        self._refiner, self._aims = refiner, aims
        self._held = refiner.over(held, plans)
        self.solves = 0

    def support(self, weights: Floats, room: float) -> Support:
        """A plan within ``room`` of the bound, straight across, for some weights.

        After so many grids the plan and bound at hand do: the gap reached is told.
        """
        parts = list(zip(weights, self._aims, strict=True))
        cost = np.sum([(WEIGHT * w / aim.span) * aim.column_cost for w, aim in parts], axis=0)
        offset = sum(w * (aim.best - aim.offset) / aim.span for w, aim in parts)
        held = self._held
        for left in reversed(range(MOST_GRIDS)):
            answer = self._refiner.engine.minimise(held.program, cost)
            self.solves += 1
            bound = answer.objective / WEIGHT - offset
            y = np.array([aim.scaled(aim.value(answer.x)) for aim in self._aims])
            if not left or weights @ y - bound <= room * np.linalg.norm(weights):
                break
            held = self._refiner.closer(held, answer.x)
        return Support(bound, y, answer.x)
