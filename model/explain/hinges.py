"""What the plan hangs on: how far a doubtful figure must move before the plan changes, and what
holding on to the plan loses if the figure is wrong.

The loss is that of :mod:`model.scenarios`: the plan held (its contracts and stock, spot purchases
adapted) beside the plan of who knew, both in the world with the other figure, both in money.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.aims import SCALE, Planner
from model.case import Case
from model.explain.doubt import Doubt
from model.explain.pricing import Part, Pricing, pricing
from model.explain.turning import (
    SPARE,
    ByCosts,
    Key,
    Turn,
    Use,
    by_bound,
    by_capacity,
    by_price,
    by_start,
    slack,
    uses,
)
from model.formulation import bounds
from model.formulation.figures import figures
from model.program import Floats, Program
from model.reasons import Figure, YearNot
from model.solve import Engine, InfeasibleError

COSTS = ("price", "freight", "co2", "cost", "holding_cost", "shortage_cost")
BOUNDS = ("max_stock", "capacity")
"""Figures that are costs, and, but for those of options, bounds of what is done in a year."""

LIMITED = ("capacity", "capacity_share")

KEPT = 1e-8
"""Tonnes, relative to a figure, within which a plan is the same."""


@dataclass(frozen=True)
class World:
    """A part with another figure: its programme, its costs, and what of them is money.

    ``turned`` tells that the plan is known to be another one there.
    """

    part: Part
    program: Program
    cost: Floats
    money: Floats
    turned: bool = False


@dataclass(frozen=True)
class Answered:
    """A figure at one end of its range: what is lost, what moves, and what moves most."""

    lost: float | None
    tonnes: float
    most: tuple[str, float]


AS_PLANNED = Answered(0.0, 0.0, ("", 0.0))


def part_figures(
    pricing: Pricing, part: Part, doubts: Sequence[Doubt], years_not: Sequence[YearNot]
) -> Iterator[Figure]:
    """What hangs on every figure that has to do with a part."""
    case, engine, by_costs = pricing.planner.case, Engine(), ByCosts(part)
    used = uses(case, part, years_not)
    mine = [doubt for doubt in doubts if _touches(doubt, part)]
    turns = [_turn(case, part, doubt, used, by_costs) for doubt in mine]
    worlds = [
        replace(_world(pricing, part, doubt, end), turned=turn is not None) if matters else None
        for doubt, turn in zip(mine, turns, strict=True)
        for end, matters in zip((doubt.low, doubt.high), _matter(doubt, turn), strict=True)
    ]
    knew = [None if world is None else _knew(world) for world in worlds]
    found = [
        AS_PLANNED if world is None else _answered(case, engine, world, x)
        for world, x in zip(worlds, knew, strict=True)
    ]
    for number, (doubt, turn) in enumerate(zip(mine, turns, strict=True)):
        yield _figure(doubt, turn, found[2 * number], found[2 * number + 1])


def _matter(doubt: Doubt, turn: Turn | None) -> tuple[bool, bool]:
    """Whether the plan is another one at either end of the range; asked, if that is not known."""
    if turn is None:
        return doubt.low < doubt.value, doubt.high > doubt.value
    down, up = turn
    low = down is not None and doubt.low <= down and doubt.low < doubt.value
    return low, up is not None and doubt.high >= up and doubt.high > doubt.value


def _figure(doubt: Doubt, turn: Turn | None, low: Answered, high: Answered) -> Figure:
    """What hangs on a figure; one that nothing else is known of turns the plan or does not."""
    if turn is None:
        down, up = (doubt.value if end.tonnes > SPARE else None for end in (low, high))
        turn = down, up
    return Figure(
        cell=doubt.cell,
        name=doubt.name,
        field=doubt.field,
        grade=doubt.grade,
        value=doubt.value,
        unit=doubt.unit,
        low=doubt.low,
        high=doubt.high,
        down_to=turn[0],
        up_to=turn[1],
        lost=(low.lost, high.lost),
        tonnes=(low.tonnes, high.tonnes),
        most=(low.most, high.most),
    )


def _touches(doubt: Doubt, part: Part) -> bool:
    """Whether a figure has to do with a part."""
    if doubt.edit is not None:
        return doubt.edit(doubt.high).touches(part.program)
    return any(i == doubt.name for i, _ in part.program.row_of.get("material_balance", {}))


def _world(pricing_: Pricing, part: Part, doubt: Doubt, value: float) -> World:
    """A part as it is with another value of a figure."""
    if doubt.edit is not None:
        program, added = doubt.edit(value).applied(part.program)
        return World(part, program, part.cost + added, part.money + added)
    base = pricing_.planner
    case = doubt.case(value)
    program = base.program.revised(figures(case), bounds(case))
    planner = Planner(case, program, base, engine=Engine())
    made = pricing(planner, pricing_.chosen, pricing_.money, pricing_)
    place = next(n for n, mine in enumerate(pricing_.parts) if mine is part)
    other = made.parts[place]
    return World(part, other.program, other.cost, other.money)


def _knew(world: World) -> Floats | None:
    """The plan of who knew; ``None`` if there is none."""
    try:
        return world.part.ask(world.program, world.cost).x
    except InfeasibleError:
        return None


def _answered(case: Case, engine: Engine, world: World, knew: Floats | None) -> Answered:
    """The plan held beside the plan of who knew."""
    if knew is None:
        return Answered(None, 0.0, ("", 0.0))
    if not world.turned and _stays(engine, world, knew):
        return AS_PLANNED
    tonnes, most = _moved(world.part, knew)
    try:
        held = engine.minimise(_held(case, world.part, world.program), world.cost).x
    except InfeasibleError:
        return Answered(None, tonnes, most)
    lost = float(world.money @ (held - knew)) / SCALE
    return Answered(max(0.0, lost), tonnes, most)


def _stays(engine: Engine, world: World, knew: Floats) -> bool:
    """Whether the plan, bought, converted and stored as it is, is as good as that of who knew."""
    part, lower, upper = world.part, world.program.lower.copy(), world.program.upper.copy()
    for name in ("imports", "converted", "stock"):
        mine = list(part.program.column_of.get(name, {}).values())
        lower[mine] = np.maximum(lower[mine], part.plan[mine] - KEPT * (1 + part.plan[mine]))
        upper[mine] = np.minimum(upper[mine], part.plan[mine] + KEPT * (1 + part.plan[mine]))
    if (lower > upper).any():
        return False
    try:
        x = engine.minimise(replace(world.program, lower=lower, upper=upper), world.cost).x
    except InfeasibleError:
        return False
    return float(world.cost @ (x - knew)) <= slack(part)


def _held(case: Case, part: Part, program: Program) -> Program:
    """The programme bound to contracts and stock of the plan, as far as its capacities allow."""
    lower, upper = program.lower.copy(), program.upper.copy()
    for (s, _), column in program.column_of.get("imports", {}).items():
        if case.supplies[s].commitment == "contract":
            tonnes = min(max(float(part.plan[column]), lower[column]), upper[column])
            lower[column] = upper[column] = tonnes
    for column in program.column_of.get("stock", {}).values():
        upper[column] = min(upper[column], max(0.0, float(part.plan[column])))
    return replace(program, lower=lower, upper=upper)


def _moved(part: Part, x: Floats) -> tuple[float, tuple[str, float]]:
    """Tonnes that come from elsewhere, and the option that changes most."""
    change: dict[str, float] = {}
    for (s, _), column in part.program.column_of.get("imports", {}).items():
        change[s] = change.get(s, 0.0) + float(x[column] - part.base.x[column])
    most = max(change, key=lambda s: abs(change[s]), default="")
    up = sum(q for q in change.values() if q > 0)
    down = -sum(q for q in change.values() if q < 0)
    return max(up, down), (most, change.get(most, 0.0))


def _turn(
    case: Case, part: Part, doubt: Doubt, used: dict[Key, Use], by_costs: ByCosts
) -> Turn | None:
    """Where the figure turns the plan; ``None`` if that is not known."""
    s = doubt.supply
    years = [t for t in case.years if s and case.runs(s, t)]
    if s and doubt.field in LIMITED:
        return by_capacity(doubt, _allowed(case, doubt, years), used)
    if s and doubt.field == "first_year":
        return by_start(doubt, s, used)
    if doubt.edit is not None and doubt.field in BOUNDS:
        return by_bound(doubt, part, doubt.edit(doubt.value).upper)
    if doubt.edit is not None and doubt.field in COSTS:
        rates = doubt.edit(doubt.value + 1).applied(part.program)[1]
        columns = part.program.column_of.get("imports", {})
        a_unit = {(s, t): float(rates[columns[s, t]]) for t in years if (s, t) in columns}
        told = by_price(doubt, a_unit, used) if s else None
        return by_costs(doubt, rates) if told is None else told
    return None


def _allowed(case: Case, doubt: Doubt, years: Sequence[int]) -> dict[Key, float]:
    """Tonnes that a figure by itself lets an option deliver in each year."""
    s = doubt.supply
    if doubt.field == "capacity":
        return {(s, t): case.capacity[s, t] for t in years}
    demand = {t: case.demand[case.supplies[s].material, t] for t in years}
    return {(s, t): case.capacity_share[s, t] * demand[t] for t in years}


def gathered(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One figure for each cell: what it does in several parts, taken together."""
    found: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        key = figure.cell, figure.name, figure.field
        found[key] = _both(found[key], figure) if key in found else figure
    return tuple(found.values())


def _both(one: Figure, other: Figure) -> Figure:
    """The nearer turns, the sums of losses and tonnes, and the larger of what moves most."""
    downs = [f.down_to for f in (one, other) if f.down_to is not None]
    ups = [f.up_to for f in (one, other) if f.up_to is not None]
    low, high = (
        None if a is None or b is None else a + b for a, b in zip(one.lost, other.lost, strict=True)
    )
    less, more = (
        max(pair, key=lambda change: abs(change[1]))
        for pair in zip(one.most, other.most, strict=True)
    )
    return replace(
        one,
        down_to=max(downs, default=None),
        up_to=min(ups, default=None),
        lost=(low, high),
        tonnes=(one.tonnes[0] + other.tonnes[0], one.tonnes[1] + other.tonnes[1]),
        most=(less, more),
    )


def ranked(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """What is lost most first; of what loses alike, what moves most of its mineral."""
    return tuple(sorted(figures, key=lambda f: (-loss(f), -max(f.tonnes))))


def loss(figure: Figure) -> float:
    """The larger loss that is known, million USD."""
    return max((lost for lost in figure.lost if lost is not None), default=0.0)
