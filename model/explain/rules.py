"""What each rule costs: the price of a unit more, how far it holds, and what the whole rule costs.

A price is the change of what the plan comes to, in money, when the value in the rule's cell goes up
by one. It is the dual of the rule at the plan, followed to either side: where loosening and
tightening have different prices, the one for loosening is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.aims import SCALE
from model.bounded import boundings, freed, moved, price
from model.bounding import LIMIT, MIN_TAKE, STOCK_TARGET, Bounding, together
from model.case import Case
from model.explain.pieces import Piece, Tangent, first_piece, same_slope
from model.explain.pricing import GRAIN, Part, Pricing
from model.layout import AIMS
from model.program import Floats, Program
from model.reasons import Effect, Price, RuleCost
from model.solve import Answer, InfeasibleError, Ranges

TENTH = 0.1
NOTICED = 1e-6
"""Million USD for a tenth of a limit below which a rule is not worth a line."""

HALVINGS = 40
SAME_END = 1e-6
"""Ends of a piece that differ by less, relative to the piece, are one."""

FAR = 1e3
"""How many times its value a floor is raised at most, where nothing else ends it."""

TRIES, FURTHER = 4, 3.0
"""How often it is looked further off, each time so many times as far."""

PAST = 0.01
"""How far beyond a guess is looked at, as a part of it."""


NOTEWORTHY = 5e-4
"""Share of a mineral's demand of all years below which a change is not told."""


@dataclass(frozen=True)
class Side:
    """Rules moved one way: ``way`` is +1 or -1 in their cells, ``room`` how far they can go.

    If it is ``open``, ``room`` is only as far as is looked.
    """

    way: float
    room: float
    open: bool = False


Tenth = tuple[float, float, float]


@dataclass(frozen=True)
class PartRules:
    """Prices of the rules that bind in a part, and what a tenth looser in all years saves there.

    ``tenths`` are million USD, tonnes less short and tonnes less missing to the reserve, by the
    rows the rules stand in (see :func:`model.bounding.together`).
    """

    prices: tuple[Price, ...]
    tenths: Mapping[str, Tenth]


def part_rules(case: Case, part: Part) -> PartRules:
    """What the rules of a part cost."""
    rules = list(boundings(case, part.program))
    prices = tuple(found for found in (_price(part, rule) for rule in rules) if found is not None)
    binding = {row_of(found.rule) for found in prices}
    tenths = {
        row: _tenth(part, several) for row, several in together(rules).items() if row in binding
    }
    return PartRules(prices, tenths)


def _tenth(part: Part, rules: Sequence[Bounding]) -> Tenth:
    """What rules a tenth looser save: million USD, tonnes short, tonnes missing to the reserve."""
    there = part.ask(_loosened(part.program, rules))
    return -part.million(there), -part.more(part.short, there), -part.more(part.gap, there)


def row_of(rule: Bounding) -> str:
    """What rules of one row of the workbook have in common."""
    return next(iter(together([rule])))


def _price(part: Part, rule: Bounding) -> Price | None:
    """The price of one rule; ``None`` if a tenth of it is worth nothing."""
    dual = price(part.program, rule, part.base.y, part.base.d)
    if abs(dual) * TENTH * max(abs(rule.value), 1.0) < NOTICED * SCALE:
        return None
    loose, tight = sides(part.program, rule)
    looser, tighter = (
        piece(part, [rule], side, side.way * dual, _guess(part, rule, side))
        for side in (loose, tight)
    )
    gain, loss = -looser.slope, tighter.slope
    if gain <= 0 or loose.room <= 0:  # no more would help, but less would hurt
        ends = rule.value, rule.value + tight.way * tighter.end
        return Price(rule, *_in_money(part, rule, tight, tighter), min(ends), max(ends), 0.0)
    one = same_slope(gain, loss, part.dear * rule.factor)
    ends = rule.value + loose.way * looser.end, rule.value + tight.way * tighter.end * one
    tenth = gain * TENTH * rule.value / SCALE
    if part.gives_way or TENTH * rule.value > looser.end:
        tenth, _, _ = _tenth(part, [rule])
    return Price(rule, *_in_money(part, rule, loose, looser), min(ends), max(ends), tenth)


def _in_money(part: Part, rule: Bounding, side: Side, piece: Piece) -> tuple[float, float, float]:
    """Price in million USD, tonnes short and tonnes of reserve, for one more unit of the cell.

    Where demand or reserve give way, the slope holds their weights too; then what is money and what
    is tonnes is read from the plan at the end of the piece.
    """
    step = min(piece.end, max(abs(rule.value), 1.0))
    loosening = side.way == sides(part.program, rule)[0].way
    if step > 0 and (part.gives_way or not loosening):
        there = part.ask(moved(part.program, [(rule, side.way * step)]))
        if part.gives_more_way(there):
            told = part.million(there), part.more(part.short, there), part.more(part.gap, there)
            a_unit = (side.way * value / step for value in told)
            return next(a_unit), next(a_unit), next(a_unit)
    return side.way * piece.slope / SCALE, 0.0, 0.0


def _loosened(program: Program, rules: Sequence[Bounding]) -> Program:
    """The programme with rules looser by a tenth of their values."""
    tenth = TENTH if rules[0].ceiling else -TENTH
    return moved(
        program,
        [
            (rule, float(np.clip(tenth * abs(rule.value), rule.least - rule.value, room)))
            for rule in rules
            for room in (rule.most - rule.value,)
        ],
    )


def sides(program: Program, rule: Bounding) -> tuple[Side, Side]:
    """Looser and tighter: which way, and how far at most."""
    if rule.ceiling:
        least = max((program.lower[program.column_of[n][i]] for n, i in rule.upper), default=0.0)
        return Side(1.0, rule.most - rule.value), Side(
            -1.0, max(0.0, rule.value - least / rule.factor)
        )
    highest, open_ = _highest(program, rule)
    loose = Side(-1.0, rule.value - max(rule.least, 0.0))
    return loose, Side(1.0, max(0.0, highest - rule.value), open_)


def _highest(program: Program, rule: Bounding) -> tuple[float, bool]:
    """Highest value that the cell of a floor can hold, and whether that is only a guess."""
    if rule.kind == MIN_TAKE:
        most = min(program.upper[program.column_of[n][i]] for n, i in rule.lower)
        return (float(most), False) if np.isfinite(most) else (FAR * rule.value, True)
    if rule.kind == STOCK_TARGET:
        return 730.0, False
    if rule.unit.startswith("share"):
        return 1.0, False
    return FAR * max(rule.value, 1.0), True


def _guess(part: Part, rule: Bounding, side: Side) -> float:
    """How far the basis of the plan lets a rule be moved; nought if that is not known."""
    ranges, program = part.ranges, part.program
    if ranges is None:
        return 0.0
    ends = [
        abs((high if side.way > 0 else low) - bound)
        for low, high, bound in _held(program, ranges, rule, part.base)
    ]
    return float(min(ends)) / rule.factor if ends and rule.factor else 0.0


def _held(
    program: Program, ranges: Ranges, rule: Bounding, base: Answer
) -> Iterator[tuple[float, float, float]]:
    """Ranges and value of every bound of a rule that has a price, the way of the rule upwards."""
    for bounds, names in ((program.lower, rule.lower), (program.upper, rule.upper)):
        for name, index in names:
            column = program.column_of[name][index]
            if base.d[column]:
                yield ranges.low[column], ranges.high[column], bounds[column]
    for name, index in rule.rows:
        row = program.row_of[name][index]
        above = bool(np.isfinite(program.row_upper[row]))
        low, high = ranges.row_low[row], ranges.row_high[row]
        bound = program.row_upper[row] if above else program.row_lower[row]
        yield (low, high, bound) if above == rule.ceiling else (-high, -low, -bound)


def piece(
    part: Part, rules: Sequence[Bounding], side: Side, slope: float, guess: float = 0.0
) -> Piece:
    """The straight piece of what a part comes to, as rules are moved together from the plan.

    ``slope`` is one that the duals at the plan allow, in solver units for a unit of the cells;
    ``guess`` is where the piece ends, or a place on it.
    """

    def tangent(at: float) -> Tangent:
        changed = moved(part.program, [(rule, side.way * at) for rule in rules])
        answer = part.ask(changed)
        slopes = (price(changed, rule, answer.y, answer.d) for rule in rules)
        return Tangent(at, part.rise(answer), side.way * sum(slopes))

    start, large = Tangent(0.0, 0.0, slope), part.dear * max(rule.factor for rule in rules)
    if side.room <= 0:
        return Piece(slope, 0.0)
    size = abs(rules[0].value) or (side.room if math.isfinite(side.room) else 1.0)
    found = _near(tangent, start, guess, side.room, size, large)
    if found is not None:
        return found
    if math.isinf(side.room):
        free = part.rise(part.ask(freed(part.program, rules)))
        return first_piece(tangent, start, Tangent(math.inf, free, 0.0), GRAIN, large)
    far = _farthest(tangent, side.room)
    found = first_piece(tangent, start, far, GRAIN, large)
    return replace(found, end=math.inf) if side.open and found.end >= side.room else found


def _near(
    tangent: Callable[[float], Tangent],
    start: Tangent,
    guess: float,
    room: float,
    size: float,
    large: float,
) -> Piece | None:
    """The piece, if it ends at the guess or a few times as far; else ``None``."""
    at = guess * (1 + PAST) or PAST * size
    for _ in range(TRIES):
        if at >= room:
            return None
        try:
            beyond = tangent(at)
        except InfeasibleError:
            return None
        if not same_slope(start.slope, beyond.slope, large):
            cross = (beyond.value - beyond.slope * at) / (start.slope - beyond.slope)
            if guess and abs(cross - guess) <= SAME_END * guess:
                return Piece(start.slope, guess)
            found = first_piece(tangent, start, beyond, GRAIN, large)
            if found.end < at:
                return found
            start = replace(start, slope=found.slope)  # it bends at the plan, and only there
        at *= FURTHER
    return None


def _farthest(tangent: Callable[[float], Tangent], room: float) -> Tangent:
    """The tangent as far off as there are plans at all."""
    try:
        return tangent(room)
    except InfeasibleError:
        near, far, found = 0.0, room, tangent(0.0)
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        try:
            found, near = tangent(middle), middle
        except InfeasibleError:
            far = middle
    return found


def rule_costs(pricing: Pricing, parts: Sequence[PartRules]) -> Iterator[RuleCost]:
    """Every rule that binds in some year, and every row of Limits, in all its years."""
    for row, rules in together(list(boundings(pricing.planner.case, pricing.held.program))).items():
        saved = [part.tenths[row] for part in parts if row in part.tenths]
        if saved or rules[0].kind == LIMIT:
            without = _without(pricing, rules) if rules[0].decided else None
            money, short, gap = (sum(tenth[n] for tenth in saved) for n in range(3))
            yield RuleCost(tuple(rules), money, short, gap, without)


def _without(pricing: Pricing, rules: Sequence[Bounding]) -> Effect:
    """The plan made anew without some rules, squares exact and ties broken, beside the plan."""
    planner, chosen = pricing.planner, pricing.chosen
    held = replace(pricing.held, program=freed(pricing.held.program, rules))
    found = planner.finished(held, [pricing.cost], "without a rule")
    x, aims = found.x, found.aims
    short = list(planner.program.column_of["shortage"].values())
    tonnes = _by_country(pricing, x - chosen.x)
    return Effect(
        money=pricing.money.worth(aims) - pricing.money.worth(chosen.aims),
        aims={a: aims[a] - chosen.aims[a] for a in AIMS},
        shortage=float((x - chosen.x)[short].sum()),
        tonnes=tonnes,
        moved=sum(value for value in tonnes.values() if value > 0),
    )


def _by_country(pricing: Pricing, change: Floats) -> Mapping[tuple[str, str], float]:
    """Change of tonnes by mineral and shipping country over all years."""
    case = pricing.planner.case
    tonnes: dict[tuple[str, str], float] = {}
    for (s, _), column in pricing.planner.program.column_of["imports"].items():
        key = case.mineral_of(s), case.supplies[s].country
        tonnes[key] = tonnes.get(key, 0.0) + float(change[column])
    demand = {k: sum(case.mineral_demand[k, t] for t in case.years) for k in case.minerals}
    return {
        (k, c): value for (k, c), value in tonnes.items() if abs(value) > NOTEWORTHY * demand[k]
    }
