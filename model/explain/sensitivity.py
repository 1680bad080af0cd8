"""What the plan hangs on: how far a doubtful figure must move before the plan changes, and what
holding on to the plan loses if the figure is wrong.

The loss is that of :mod:`model.analysis.scenarios`: the plan held (its contracts and stock, spot
purchases adapted) beside the plan with perfect information, both in the world with the other
figure, both in money.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.case import Case
from model.case.costs import COLUMNS
from model.errors import SolverError
from model.explain.amounts import Amounts, amounts
from model.explain.anew import planned_anew
from model.explain.breakpoints import (
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
from model.explain.explanations import GIVEN, IMPLIED, NO_CHANGE, Figure, Parts, YearNot
from model.explain.perturbations import Edit
from model.explain.pricing_problem import Part, Pricing, repriced
from model.explain.uncertain_input import Doubt
from model.formulation import bounds
from model.formulation.figures import figures
from model.lp.answer import InfeasibleError
from model.lp.program import Floats, Program
from model.lp.solver import Solver, new_engine
from model.planning.aim_values import SCALE
from model.planning.held_decisions import contracts_held, decisions
from model.tolerances.figures import SPARE
from model.tolerances.prices import PART_OF_RANGE, PLAN_KEPT

COSTS = (*COLUMNS, "co2", "grid_co2", "cost", "holding_cost", "shortage_cost")
BOUNDS = ("max_stock", "capacity")
"""Figures that are costs, and, but for those of options, bounds of what is done in a year."""

LIMITED = ("capacity", "capacity_share")

MOST_ANEW = 30
"""Ends of figures that a limit counts for which the plan is made anew, in each part."""

TOLD_ANEW = 12
"""The same of other figures, whose plan may have equals all the same."""

HALVINGS = 8
"""How often the way to where a plan changes is halved."""


@dataclass(frozen=True)
class World:
    """A part with another figure: its programme, its costs, and what of them is money.

    ``amounts`` tell cash, HHI, CO2 and tonnes apart. ``turned`` tells that the plan is known to be
    another one there.
    """

    part: Part
    program: Program
    cost: Floats
    money: Floats
    amounts: Amounts
    turned: bool = False


@dataclass(frozen=True)
class Answered:
    """A figure at one end of its range: what is lost by holding the plan, in all and by parts, what
    the best plan then amounts to more than the plan now, what comes from elsewhere, what moves
    most, all changes of options and years, up and down, and what the plan held amounts to.
    """

    lost: float | None = 0.0
    parts: Parts = NO_CHANGE
    then: Parts = NO_CHANGE
    tonnes: float = 0.0
    most: tuple[str, float] = ("", 0.0)
    changed: float = 0.0
    held: Parts = NO_CHANGE


AS_PLANNED = Answered()


def part_figures(
    pricing: Pricing, part: Part, doubts: Sequence[Doubt], years_not: Sequence[YearNot]
) -> Iterator[Figure]:
    """What hangs on every figure that has to do with a part."""
    case, engine, by_costs = pricing.planned.case, new_engine(), ByCosts(part)
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
    ends = [(doubt, end) for doubt in mine for end in (doubt.low, doubt.high)]
    largest = sorted(range(len(ends)), key=lambda n: _size(found[n]))[:MOST_ANEW]
    for place, n in enumerate(largest):
        doubt, end = ends[n]
        if doubt.edit is not None:
            made = doubt.edit(end)
            found[n] = _confirmed(pricing, part, made, found[n], told=place < TOLD_ANEW)
    for number, (doubt, turn) in enumerate(zip(mine, turns, strict=True)):
        low, high = found[2 * number], found[2 * number + 1]
        if turn is None:
            turn = _searched(pricing, part, engine, doubt, (low, high))
        yield _figure(doubt, turn, low, high)


def _size(answer: Answered) -> tuple[float, float]:
    """The largest loss first, then what moves most."""
    return -(answer.lost or 0.0), -answer.tonnes


def _confirmed(
    pricing: Pricing, part: Part, edit: Edit, answer: Answered, *, told: bool
) -> Answered:
    """The same, what moves taken from the plan made anew, if a limit counts the figure, or if it
    is ``told`` first and what is minimised is given.

    There several plans may be equally good by what is minimised; the one told is the one that the
    workbook with the other figure finds. With the prices a plan implies there is no such one.
    """
    if answer.tonnes <= SPARE or pricing.money.how == IMPLIED:
        return answer
    planned, whole = pricing.planned, pricing.planned.program
    if not edit.inside(part.program) and not (told and pricing.money.how == GIVEN):
        return answer
    if sum(edit.touches(other.program) for other in pricing.parts) > 1:
        return answer  # each part would be told what all of them do
    try:
        x = planned_anew(planned.case, planned.refiner, edit.on_whole(whole)).x
    except (InfeasibleError, SolverError):
        return answer
    before = amounts(planned.case, whole)
    then = _apart(edit.amounts(whole, before).of(x), before.of(planned.chosen.x))
    tonnes, most, changed = _moved(whole, x, planned.chosen.x)
    parts = NO_CHANGE if answer.lost is None else _apart(answer.held, part.now.plus(then))
    return replace(answer, parts=parts, then=then, tonnes=tonnes, most=most, changed=changed)


def _searched(
    pricing: Pricing,
    part: Part,
    engine: Solver,
    doubt: Doubt,
    answers: tuple[Answered, Answered],
) -> Turn:
    """Where a figure turns the plan that turns it at an end of its range, by halving the way."""

    def stays(value: float) -> bool:
        world = _world(pricing, part, doubt, value)
        knew = _knew(world)
        return knew is not None and _stays(engine, world, knew)

    found: list[float | None] = []
    for end, answer in zip((doubt.low, doubt.high), answers, strict=True):
        if answer.tonnes <= SPARE and answer.lost is not None:
            found.append(None)
            continue
        near, far = doubt.value, doubt.value + PART_OF_RANGE * (end - doubt.value)
        if doubt.edit is None or not stays(far):  # what is built anew costs time: at once
            found.append(doubt.value)
            continue
        near, far = far, end
        for _ in range(HALVINGS):
            middle = (near + far) / 2
            near, far = (middle, far) if stays(middle) else (near, middle)
        found.append(far)
    return found[0], found[1]


def _matter(doubt: Doubt, turn: Turn | None) -> tuple[bool, bool]:
    """Whether the plan is another one at either end of the range; asked, if that is not known."""
    if turn is None:
        return doubt.low < doubt.value, doubt.high > doubt.value
    down, up = turn
    low = down is not None and doubt.low <= down and doubt.low < doubt.value
    return low, up is not None and doubt.high >= up and doubt.high > doubt.value


def _figure(doubt: Doubt, turn: Turn, low: Answered, high: Answered) -> Figure:
    """What hangs on a figure."""
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
        parts=(low.parts, high.parts),
        then=(low.then, high.then),
        tonnes=(low.tonnes, high.tonnes),
        most=(low.most, high.most),
        changed=(low.changed, high.changed),
    )


def _touches(doubt: Doubt, part: Part) -> bool:
    """Whether a figure has to do with a part."""
    if doubt.edit is not None:
        return doubt.edit(doubt.high).touches(part.program)
    return any(i == doubt.name for i, _ in part.program.row_of.get("material_balance", {}))


def _world(pricing: Pricing, part: Part, doubt: Doubt, value: float) -> World:
    """A part as it is with another value of a figure."""
    if doubt.edit is not None:
        edit = doubt.edit(value)
        program, added = edit.applied(part.program)
        apart = edit.amounts(part.program, part.amounts)
        return World(part, program, part.cost + added, part.money + added, apart)
    case = doubt.case(value)
    program = pricing.planned.program.revised(figures(case), bounds(case))
    place = next(n for n, mine in enumerate(pricing.parts) if mine is part)
    other = repriced(pricing, case, program)[place]
    return World(part, other.program, other.cost, other.money, other.amounts)


def _knew(world: World) -> Floats | None:
    """The plan of who knew; ``None`` if there is none."""
    try:
        return world.part.ask(world.program, world.cost).x
    except InfeasibleError:
        return None


def _answered(case: Case, engine: Solver, world: World, knew: Floats | None) -> Answered:
    """The plan held beside the plan of who knew."""
    if knew is None:
        return Answered(lost=None)
    if not world.turned and _stays(engine, world, knew):
        return AS_PLANNED
    tonnes, most, changed = _moved(world.part.program, knew, world.part.plan)
    then = _apart(world.amounts.of(knew), world.part.now)
    try:
        plan = decisions(world.part.program, world.part.plan)
        held = engine.minimise(contracts_held(world.program, case, plan), world.cost).x
    except InfeasibleError:
        return Answered(None, NO_CHANGE, then, tonnes, most, changed)
    lost = max(0.0, float(world.money @ (held - knew)) / SCALE)
    amount = world.amounts.of(held)
    parts = _apart(amount, world.amounts.of(knew))
    return Answered(lost, parts, then, tonnes, most, changed, amount)


def _apart(one: Parts, other: Parts) -> Parts:
    return one.plus(other.times(-1.0))


def _stays(engine: Solver, world: World, knew: Floats) -> bool:
    """Whether the plan, bought, converted and stored as it is, is as good as that of who knew."""
    part, lower, upper = world.part, world.program.lower.copy(), world.program.upper.copy()
    for name in ("imports", "converted", "stock"):
        mine = list(part.program.column_of.get(name, {}).values())
        lower[mine] = np.maximum(lower[mine], part.plan[mine] - PLAN_KEPT * (1 + part.plan[mine]))
        upper[mine] = np.minimum(upper[mine], part.plan[mine] + PLAN_KEPT * (1 + part.plan[mine]))
    if (lower > upper).any():
        return False
    try:
        x = engine.minimise(replace(world.program, lower=lower, upper=upper), world.cost).x
    except InfeasibleError:
        return False
    return float(world.cost @ (x - knew)) <= slack(part)


def _moved(program: Program, x: Floats, plan: Floats) -> tuple[float, tuple[str, float], float]:
    """Tonnes that come from elsewhere, what changes most, and all changes up and down."""
    change: dict[str, float] = {}
    columns = program.column_of.get("imports", {})
    for (s, _), column in columns.items():
        change[s] = change.get(s, 0.0) + float(x[column] - plan[column])
    most = max(change, key=lambda s: abs(change[s]), default="")
    up = sum(q for q in change.values() if q > 0)
    down = -sum(q for q in change.values() if q < 0)
    bought = list(columns.values())
    changed = float(np.abs(x[bought] - plan[bought]).sum())
    return max(up, down), (most, change.get(most, 0.0)), changed


def _turn(
    case: Case, part: Part, doubt: Doubt, used: dict[Key, Use], by_costs: ByCosts
) -> Turn | None:
    """Where the figure turns the plan; ``None`` if that is not known."""
    s = doubt.supply
    if doubt.edit is not None and doubt.edit(doubt.high).inside(part.program):
        return None  # a limit counts it, so what it costs does not tell
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
        parts=(one.parts[0].plus(other.parts[0]), one.parts[1].plus(other.parts[1])),
        then=(one.then[0].plus(other.then[0]), one.then[1].plus(other.then[1])),
        tonnes=(one.tonnes[0] + other.tonnes[0], one.tonnes[1] + other.tonnes[1]),
        most=(less, more),
        changed=(one.changed[0] + other.changed[0], one.changed[1] + other.changed[1]),
    )


def ranked(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """What is lost most first; of what loses alike, what moves most of its mineral."""
    return tuple(sorted(figures, key=lambda f: (-loss(f), -max(f.tonnes))))


def loss(figure: Figure) -> float:
    """The larger loss that is known, million USD."""
    return max((lost for lost in figure.lost if lost is not None), default=0.0)
