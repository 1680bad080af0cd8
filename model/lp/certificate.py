"""Certificates: an answer is believed only if the matrices alone confirm it.

Primal and dual feasibility, complementarity and gap are recomputed, whichever solver found the
answer; "there is no point" stands only with a proof (Farkas).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from model.lp.program import Floats, Program
from model.tolerances.solving import (
    CANCELLED,
    DUAL_FEASIBILITY,
    ENDLESS_UNITS,
    FEASIBILITY,
    GAP,
    GAP_ROUNDING,
    MISSED,
    PROOF_ROUNDING,
)

LEAST_COST, MOST_COST = 0.01, 1e9
"""Between these the largest cost is ordinary, if its columns count as they are; else it is made
about ``LARGEST_COST``.
"""

LARGEST_COST = 2.0**10


@dataclass(frozen=True)
class Certificate:
    """How far an answer is from optimal, recomputed from the matrices; all relative, all >= 0."""

    primal: float
    dual: float
    complementarity: float
    gap: float

    def or_worse(self, other: Certificate) -> Certificate:
        """The worse of both in everything."""
        return Certificate(
            max(self.primal, other.primal),
            max(self.dual, other.dual),
            max(self.complementarity, other.complementarity),
            max(self.gap, other.gap),
        )

    @property
    def holds(self) -> bool:
        """Whether every residual is within its tolerance."""
        sound = max(self.primal, self.complementarity) <= FEASIBILITY
        return sound and self.dual <= DUAL_FEASIBILITY and self.gap <= GAP


def crossed(program: Program) -> bool:
    """Whether some bound or row asks for more than it allows, by more than rounding."""
    columns, rows = program.scale.columns, 1 / program.scale.rows
    low, high = program.lower, program.upper
    if (low > high + MISSED * (columns + np.abs(high))).any():
        return True
    low, high = program.row_lower, program.row_upper
    return bool((low > high + MISSED * (rows + np.abs(high))).any())


def with_room(program: Program, part: float) -> Program:
    """The programme with bounds and rows that may be passed by a part, and by so many units."""
    columns, rows = program.scale.columns, 1 / program.scale.rows

    def room(bound: Floats, unit: Floats) -> Floats:
        wide = part * (unit + np.abs(bound))
        return np.where(np.isfinite(bound), wide, 0.0)

    return replace(
        program,
        lower=program.lower - np.where(program.lower > 0, room(program.lower, columns), 0.0),
        upper=program.upper + np.where(program.upper > 0, room(program.upper, columns), 0.0),
        row_lower=program.row_lower - room(program.row_lower, rows),
        row_upper=program.row_upper + room(program.row_upper, rows),
    )


def unit_of(program: Program, cost: Floats) -> float:
    """What an objective is counted in: a power of two, 1 if its costs are ordinary."""
    units, plain = program.scale.columns, program.scale.plain
    largest = float((np.abs(cost) if plain else np.abs(cost) * units).max(initial=0.0))
    as_they_are = plain or not (units[cost != 0] != 1.0).any()
    if largest == 0 or (as_they_are and LEAST_COST <= largest <= MOST_COST):
        return 1.0
    return float(np.exp2(np.round(np.log2(largest / LARGEST_COST))))


def proves_empty(program: Program, y: Floats) -> bool:
    """Whether ``y``, shape (rows,), proves that no point obeys a programme, with room for rounding.

    Weighted by ``y``, the rows say that ``z x`` is at least ``floor``; the bounds of the columns
    say that it is at most ``ceiling`` (Farkas). There is no point if floor is above ceiling. Points
    of more than ``ENDLESS_UNITS`` units are not looked for.
    """
    program, matrix = with_room(program, MISSED), program.matrix
    columns, rows = ENDLESS_UNITS * program.scale.columns, ENDLESS_UNITS / program.scale.rows
    z, terms = matrix.transposed_times(y), matrix.absolute.transposed_times(np.abs(y))
    z[np.abs(z) <= PROOF_ROUNDING * terms] = 0.0
    least, most = np.maximum(program.row_lower, -rows), np.minimum(program.row_upper, rows)
    floor = y * np.where(y > 0, least, most)
    least, most = np.maximum(program.lower, -columns), np.minimum(program.upper, columns)
    ceiling = z * np.where(z > 0, most, least)
    noise = PROOF_ROUNDING * float(np.abs(floor).sum() + np.abs(ceiling).sum())
    return bool(floor.sum() - ceiling.sum() > noise)


def certify(
    program: Program, cost: Floats, x: Floats, y: Floats, d: Floats | None = None
) -> Certificate:
    """Residuals of a primal-dual pair, from the matrices alone.

    Shapes: ``cost``, ``x`` and the reduced costs ``d``, if they are known, (columns,), ``y``
    (rows,). Columns and rows count alike, in the units of the scale: a positive price belongs to
    the lower bound, a negative one to the upper, and towards an infinite bound any price is a
    violation, but for what cancelling terms leave of it. What flows through a row, signs apart, is
    the measure of its violation.
    """
    activity, flowing = program.matrix.times_and_passing(x)
    if d is None:
        d = cost - program.matrix.transposed_times(y)
    value, price = np.concatenate([x, activity]), np.concatenate([d, y])
    low = np.concatenate([program.lower, program.row_lower])
    high = np.concatenate([program.upper, program.row_upper])
    passing, unit = np.concatenate([np.abs(x), flowing]), unit_of(program, cost)
    if not program.scale.plain:
        times = np.concatenate([1 / program.scale.columns, program.scale.rows])
        value, low, high, passing = value * times, low * times, high * times, passing * times
        x, price = x / program.scale.columns, price / times
        cost = cost * program.scale.columns
    if unit != 1.0:
        cost, price = cost / unit, price / unit
    outside = np.maximum(low - value, value - high) / (1 + passing)
    priced = np.flatnonzero(price)
    value, price = value[priced], price[priced]
    bound = np.where(price > 0, low[priced], high[priced])
    endless = ~np.isfinite(bound)
    wrong = np.zeros(len(outside))
    wrong[priced[endless]] = np.abs(price[endless])
    largest = 1 + float(np.abs(cost).max(initial=0.0))
    if wrong.max(initial=0.0) > DUAL_FEASIBILITY * largest:
        added = program.matrix.absolute.transposed_times(np.abs(y))
        terms = np.abs(cost) + added * (program.scale.columns / unit)
        wrong[: len(terms)] = np.maximum(wrong[: len(terms)] - CANCELLED * terms, 0.0)
    bound[endless], price[endless] = 0.0, 0.0
    counted, objective = price * bound, float(cost @ x)
    scale = 1 + abs(objective) + GAP_ROUNDING * float(np.abs(counted).sum())
    return Certificate(
        primal=max(0.0, float(outside.max(initial=0.0))),
        dual=float(wrong.max(initial=0.0)) / largest,
        complementarity=float(np.abs(price * (value - bound)).sum()) / scale,
        gap=abs(objective - float(counted.sum())) / scale,
    )
