"""Refining the segments: a plan on secants, a bound on tangents, and a finer grid until they meet.

A programme with secants of the squared shares has a plan, one with tangents a bound no plan can
beat. Both are solved on the same grid; where concentration has a price, the grid is drawn closer
about the plan until plan and bound differ by less than ``TOLERANCE`` points of HHI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.program import Floats, Program
from model.segments import PIECES, WINDOW, secants, tangents, uniform, zoomed
from model.solve import Answer, Engine, InfeasibleError

TOLERANCE = 1e-5
"""HHI points left between a plan and the bound on the best one."""

ROUNDS = 40
"""Grids tried at most; a share needs six or so to come from 7 % pieces to 0.01 % ones."""

SHRINK = 3.0
"""How much finer the pieces become in a round; the window still covers the last round's piece."""

NO_GAIN = 1e-9
"""A gain smaller than this, relative to the objective, is rounding."""

WIDEST = 0.1
"""Width of a piece beyond which a window is not drawn wider."""

FINEST = 1e-7
"""Width of a piece below which a grid is not drawn closer."""

PRICED = 1e-6
"""Dual values above this hold what they belong to."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Pieces = Callable[[Floats], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Held:
    """A programme with what earlier stages have fixed, and the grid of its shares.

    Shapes: ``points`` (shares, PIECES + 1), ``width`` and ``centre`` (shares,) describe the fine
    window; ``frozen`` (shares,) marks shares whose segments a stage has fixed.
    """

    program: Program
    points: Floats
    centre: Floats
    width: Floats
    frozen: Bools


@dataclass(frozen=True)
class Minimum:
    """A refined optimum: the answer on secants, the programme it solves, and the bound.

    ``bound`` is how much better the best plan could be, in HHI points on every priced mineral and
    year; 0 where concentration plays no part.
    """

    answer: Answer
    held: Held
    bound: float


class Refiner:
    """Knows where the segments of a programme stand, and solves with ever finer ones."""

    def __init__(self, program: Program, engine: Engine) -> None:
        self.engine = engine
        self._outer = Engine()
        columns = program.column_of.get("segment", {})
        keys = list(dict.fromkeys(index[:3] for index in columns))
        self.shares = {key: number for number, key in enumerate(keys)}
        self.segment: Ints = np.array(
            [[columns[(*key, j)] for j in range(PIECES)] for key in keys], dtype=np.int64
        ).reshape(len(keys), PIECES)
        markets = program.row_of.get("hhi_definition", {})
        self.market_rows: Ints = np.array(list(markets.values()), dtype=np.int64)
        row = np.array([markets[k, t] for k, _, t in keys], dtype=np.int64)
        self._entry, self._unit = self._coefficients(program, row)
        widths = program.upper[self.segment][:, :1] if keys else np.zeros((0, 1))
        self.start = Held(
            program,
            np.array([uniform(float(w) * PIECES) for w in widths[:, 0]]).reshape(-1, PIECES + 1),
            np.full(len(keys), np.inf),
            widths[:, 0].copy(),
            np.zeros(len(keys), dtype=bool),
        )

    @property
    def bound_solves(self) -> int:
        """Programmes on tangents solved so far."""
        return self._outer.solves

    def _coefficients(self, program: Program, row: Ints) -> tuple[Ints, Floats]:
        """Where each segment's slope stands in the matrix, and its coefficient per unit of slope.

        Segments of a country without risk weight have no entry; they point at entry 0 with unit
        0 and are left out when slopes are set.
        """
        matrix = program.matrix
        position: dict[tuple[int, int], int] = {
            (int(r), int(c)): n
            for n, (r, c) in enumerate(zip(matrix.row_numbers, matrix.index, strict=True))
        }
        entry = np.array(
            [
                [position.get((int(r), int(c)), -1) for c in columns]
                for r, columns in zip(row, self.segment, strict=True)
            ],
            dtype=np.int64,
        ).reshape(-1, PIECES)
        upper = program.upper[self.segment]
        slopes = (
            secants(np.array([uniform(float(u[0]) * PIECES) for u in upper]))[1]
            if len(upper)
            else np.zeros((0, PIECES))
        )
        unit = np.where(entry >= 0, matrix.value[entry] / slopes, 0.0)
        return entry, unit

    def share_values(self, x: Floats) -> Floats:
        """Share of demand of every mineral, country and year at a point."""
        total: Floats = x[self.segment].sum(axis=1)
        return total

    def minimise(self, held: Held, cost: Floats) -> Minimum:
        """Minimise ``cost x`` with the squares as exact as they need be.

        Raises InfeasibleError if even the programme on tangents has no point.
        """
        found: Minimum | None = None
        for _ in range(ROUNDS):
            held = self._on(held, secants)
            try:
                answer = self.engine.minimise(held.program, cost)
            except InfeasibleError:
                outer = self._outer.minimise(self._on(held, tangents).program, cost)
                held = self._closer(held, self.share_values(outer.x), outer)
                continue
            weight = float(np.abs(answer.y[self.market_rows]).sum())
            if weight <= PRICED or held.frozen.all():
                return Minimum(answer, held, 0.0)
            outer = self._outer.minimise(self._on(held, tangents).program, cost)
            found = Minimum(answer, held, _bound(answer, outer, weight))
            shares = self.share_values(answer.x)
            passed = (shares > held.points[:, -1] + 1e-9) & ~held.frozen
            if found.bound <= TOLERANCE and not passed.any():
                return found
            held = self._closer(held, shares, outer)
        if found is None:
            raise InfeasibleError(held.program)
        return found

    def hold(self, minimum: Minimum) -> Held:
        """Fix the optimum found: whatever has a price stays where it is.

        All optimal points agree where a reduced cost or a dual is not zero, so fixing those, and
        nothing else, leaves exactly the optimal ones. No slack is given away.
        """
        held, answer = minimum.held, minimum.answer
        program = held.program
        up = (answer.d > PRICED) & np.isfinite(program.lower)
        down = (answer.d < -PRICED) & np.isfinite(program.upper)
        low = (answer.y > PRICED) & np.isfinite(program.row_lower)
        high = (answer.y < -PRICED) & np.isfinite(program.row_upper)
        fixed = replace(
            program,
            lower=np.where(down, program.upper, program.lower),
            upper=np.where(up, program.lower, program.upper),
            row_lower=np.where(high, program.row_upper, program.row_lower),
            row_upper=np.where(low, program.row_lower, program.row_upper),
        )
        priced = (up | down)[self.segment].any(axis=1)
        return replace(held, program=fixed, frozen=held.frozen | priced)

    def _on(self, held: Held, pieces: Pieces) -> Held:
        """The programme with secants or tangents of the grid where shares are not frozen."""
        free = ~held.frozen
        if not free.any():
            return held
        widths, slopes = pieces(held.points[free])
        program = held.program
        upper, value = program.upper.copy(), program.matrix.value.copy()
        upper[self.segment[free]] = widths
        entry, unit = self._entry[free], self._unit[free]
        there = entry >= 0
        value[entry[there]] = (unit * slopes)[there]
        matrix = replace(program.matrix, value=value)
        return replace(held, program=replace(program, upper=upper, matrix=matrix))

    def _closer(self, held: Held, shares: Floats, outer: Answer) -> Held:
        """A grid about these shares: finer where plan and bound agree, wider where they moved.

        As in a trust region: a share that leaves its window gets a wider one, one that stays gets
        a finer one that still covers where the bound would have it.
        """
        strayed = np.abs(shares - held.centre) > (WINDOW - 1) * held.width
        apart = np.abs(shares - self.share_values(outer.x)) / WINDOW
        width = np.maximum(np.maximum(held.width / SHRINK, FINEST), np.minimum(apart, held.width))
        moved = strayed & np.isfinite(held.centre)
        width = np.where(moved, np.minimum(held.width * SHRINK, WIDEST), width)
        free, points = ~held.frozen, held.points.copy()
        top = np.maximum(points[:, -1], shares + width)
        points[free] = zoomed(shares[free], width[free], top[free])
        return replace(held, points=points, centre=shares, width=width)


def _bound(answer: Answer, outer: Answer, weight: float) -> float:
    """What the best plan could gain on this one, in HHI points of ``weight`` each."""
    gain = answer.objective - outer.objective
    return gain / weight if gain > NO_GAIN * (1 + abs(answer.objective)) else 0.0
