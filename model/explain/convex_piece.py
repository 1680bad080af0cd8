"""The straight piece at the start of a convex function that is known by its tangents.

What a programme amounts to is a convex function of each of its limits, made of straight pieces: the
slope of the piece the plan lies on is the price of the limit, its ends are where the price changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from model.tolerances.prices import SAME_SLOPE, SLOPE_ROUNDING, VALUE_GRAIN

MOST_TANGENTS = 60


@dataclass(frozen=True)
class Tangent:
    """Value and slope of the function at ``at`` >= 0; at infinity the slope is zero."""

    at: float
    value: float
    slope: float


@dataclass(frozen=True)
class Piece:
    """The straight piece from 0 to ``end``, with its slope."""

    slope: float
    end: float


def first_piece(
    tangent: Callable[[float], Tangent],
    start: Tangent,
    far: Tangent,
    grain: float = VALUE_GRAIN,
    large: float = math.inf,
) -> Piece:
    """The piece that begins at 0, up to ``far.at``.

    ``start`` is the tangent at 0; where the function bends there, any of its tangents. Where two
    tangents cross, the function is asked again: if it lies on the first, the piece ends there.
    Values are known to ``grain``; slopes beyond ``large`` are distinguished as if they were
    ``large``.
    """
    slope, outer, cross = start.slope, [far], far.at
    for _ in range(MOST_TANGENTS):
        last = outer[-1]
        if same_slope(slope, last.slope, large):
            return Piece(slope, last.at)
        cross = _crossing(start.value, slope, last)
        if cross <= grain / (last.slope - slope):
            slope = last.slope
            outer.pop()
            if not outer:
                return Piece(slope, last.at)
            continue
        if cross >= last.at:
            return Piece(slope, last.at)
        here = tangent(cross)
        if here.value <= start.value + slope * cross + SLOPE_ROUNDING * abs(slope * cross) + grain:
            return Piece(slope, cross)
        outer.append(here)
    return Piece(slope, min(outer[-1].at, cross))


def same_slope(one: float, other: float, large: float = math.inf) -> bool:
    """Whether a slope is no steeper than another, or by rounding only."""
    size = max(abs(one), abs(other))
    return other - one <= SAME_SLOPE * min(size, large) + SLOPE_ROUNDING * size


def _crossing(value: float, slope: float, other: Tangent) -> float:
    """Where the line from (0, value) crosses another tangent."""
    at = 0.0 if math.isinf(other.at) else other.at
    return (value - (other.value - other.slope * at)) / (other.slope - slope)
