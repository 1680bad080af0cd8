"""Price ranges: how far a rule may be moved, looser or tighter, while its price holds.

What a part amounts to is convex in each of its rules, so the way is followed by tangents
(:mod:`model.explain.convex_piece`); how far the basis of the plan lasts is a first guess.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.explain.convex_piece import Piece, Tangent, first_piece, same_slope
from model.explain.pricing_problem import Part
from model.lp.answer import Answer, InfeasibleError, Ranges
from model.lp.program import Program
from model.rules.bounds import freed, moved, price
from model.rules.constraints import MIN_TAKE, STOCK_TARGET, Bounding
from model.tolerances.prices import GRAIN, SAME_END

PAST = 0.01
"""How far beyond a guess is looked at, as a part of it."""

TRIES, FURTHER = 4, 3.0
"""How often it is looked further off, each time so many times as far."""

FAR = 1e3
"""How many times its value a floor is raised at most, where nothing else ends it."""

HALVINGS = 40


@dataclass(frozen=True)
class Side:
    """Rules moved one way: ``way`` is +1 or -1 in their cells, ``room`` how far they can go.

    If it is ``open``, ``room`` is only as far as is looked.
    """

    way: float
    room: float
    open: bool = False


def sides(program: Program, rule: Bounding) -> tuple[Side, Side]:
    """Looser and tighter: which way, and how far at most."""
    if rule.ceiling:
        least = max((program.lower[program.column_of[n][i]] for n, i in rule.upper), default=0.0)
        lowest = least / rule.factor if rule.factor else rule.value
        return Side(1.0, rule.most - rule.value), Side(-1.0, max(0.0, rule.value - lowest))
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


def guess(part: Part, rule: Bounding, side: Side) -> float:
    """How far the basis of the plan lets a rule be moved; zero if that is not known."""
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
    """The straight piece of what a part amounts to, as rules are moved together from the plan.

    ``slope`` is one that the duals at the plan allow, in solver units for a unit of the cells;
    ``guess`` is where the piece ends, or a place on it.
    """

    def tangent(at: float) -> Tangent:
        changed = moved(part.program, [(rule, side.way * at) for rule in rules])
        answer = part.ask(changed)
        slopes = (price(changed, rule, answer.y, answer.d) for rule in rules)
        return Tangent(at, part.rise(answer), side.way * sum(slopes))

    start, large = Tangent(0.0, 0.0, slope), part.costliest * max(rule.factor for rule in rules)
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
