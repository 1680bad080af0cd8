"""Refining the segments: a plan on tangents, and a finer grid until its squares are exact.

On tangents every square counts for a little too little. So the minimum found is a bound no plan can
beat, and the plan found is as good as the bound but for what its squares were given short. Where
concentration has a price, the grid is drawn closer about the plan until that is less than
``EXACT_SQUARES`` points of HHI.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.lp.answer import Answer, Basis, optimal_only
from model.lp.piecewise import OUTER, PIECES, tangents, uniform, zoomed
from model.lp.program import Floats, Program
from model.lp.solver import Solver, new_engine
from model.tolerances.solving import EXACT_SQUARES, FINEST_RING, FIXED_SHARE, PRICED, SHARE_ROOM
from model.tolerances.weights import HHI_LEAN
from model.workbook.aims import CONCENTRATION

ROUNDS = 30
"""Grids tried at most; a share needs three or four to come from 7 % pieces to 0.001 % ones."""

ALONE = 6
"""Grids in which every share has a width of its own; it takes more if many shares are alike."""

STEADY = 12
"""Grids after which a little of the largest cost is laid on every point of HHI: where shares are
free, that settles them.
"""

NEAR = 0.005
"""Width of the innermost ring about shares known from a like programme."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Held:
    """A programme with what earlier stages have fixed, and the grid of its shares.

    Shapes: ``points`` (shares, PIECES), ``centre`` and ``width`` (shares,) describe the grid;
    ``frozen`` (shares,) marks shares whose segments a stage has fixed.
    """

    program: Program
    points: Floats
    centre: Floats
    width: Floats
    frozen: Bools


@dataclass(frozen=True)
class Minimum:
    """A refined optimum: the answer, the programme it solves, and the bound.

    ``bound`` is how much better the best plan could be, in HHI points on every priced mineral and
    year; 0 where concentration plays no part. It is not ``exact`` if the grids tried did not do to
    keep ceilings on HHI.
    """

    answer: Answer
    held: Held
    bound: float
    exact: bool = True


class Refiner:
    """Knows where the segments of a programme stand, and solves with ever finer ones."""

    def __init__(self, program: Program, engine: Solver, tolerance: float = EXACT_SQUARES) -> None:
        self.engine, self._tolerance = engine, tolerance
        columns = program.column_of.get("segment", {})
        keys = list(dict.fromkeys(index[:3] for index in columns))
        self.shares = {key: number for number, key in enumerate(keys)}
        self.segment: Ints = np.array(
            [[columns[(*key, j)] for j in range(PIECES)] for key in keys], dtype=np.int64
        ).reshape(len(keys), PIECES)
        rows = program.row_of.get("hhi_definition", {})
        self.markets = {key: number for number, key in enumerate(rows)}
        self._market: Ints = np.array([self.markets[k, t] for k, _, t in keys], dtype=np.int64)
        self._market_rows: Ints = np.array(list(rows.values()), dtype=np.int64)
        self._hhi: Ints = np.array(
            [program.column_of["hhi"][key] for key in self.markets], dtype=np.int64
        )
        self._counted = program.scale.columns[self._hhi]
        step = 2 * program.upper[self.segment[:, 0]]
        grid = uniform(step * PIECES)
        self._entry, self._unit = self._coefficients(program, grid)
        self._squares = np.abs(self._unit).max(axis=1, initial=0.0)
        self._spread = self._passed_on(program)
        self.start = Held(
            program, grid, np.full(len(keys), np.nan), step, np.zeros(len(keys), dtype=bool)
        )

    def on(self, program: Program, engine: Solver, tolerance: float = EXACT_SQUARES) -> Refiner:
        """The same for a programme that differs in its numbers only."""
        other = copy.copy(self)
        other.engine, other._tolerance = engine, tolerance
        top = np.maximum(self.start.width * PIECES, 1.0)
        other.start = replace(self.start, program=program, points=uniform(top), width=top / PIECES)
        return other

    def anew(self, program: Program) -> Refiner:
        """The same as one made for a programme that differs in its numbers only, sooner made."""
        other = copy.copy(self)
        other.engine, other._tolerance = new_engine(), EXACT_SQUARES
        other.start = replace(self.start, program=program)
        return other

    def _coefficients(self, program: Program, grid: Floats) -> tuple[Ints, Floats]:
        """Where each segment's slope stands in the matrix, and its coefficient per unit of slope.

        The segments at zero, whose slope is none, and those of a country without risk weight have
        no entry; they get -1 and unit 0 and are left out when slopes are set.
        """
        matrix = program.matrix
        position: dict[tuple[int, int], int] = {
            (int(r), int(c)): n
            for n, (r, c) in enumerate(zip(matrix.row_numbers, matrix.index, strict=True))
        }
        entry = np.array(
            [
                [position.get((int(r), int(c)), -1) for c in columns]
                for r, columns in zip(self._market_rows[self._market], self.segment, strict=True)
            ],
            dtype=np.int64,
        ).reshape(-1, PIECES)
        slopes = tangents(grid)[1]
        there = entry >= 0
        unit = np.zeros(entry.shape)
        unit[there] = matrix.value[entry[there]] / slopes[there]
        return entry, unit

    def _passed_on(self, program: Program) -> Floats:
        """What a point more of each market's HHI adds to every column, shape (markets, columns).

        A one for the HHI itself, its weight for the concentration aim.
        """
        spread = np.zeros((len(self._hhi), len(program.columns)))
        spread[np.arange(len(self._hhi)), self._hhi] = 1.0
        aim = program.column_of["aim"][(CONCENTRATION,)]
        row = program.matrix.row(program.row_of["aim_definition"][(CONCENTRATION,)])
        spread[:, aim] = [-row.get(int(column), 0.0) / row[aim] for column in self._hhi]
        return spread

    def hhi(self, x: Floats) -> Floats:
        """Exact HHI of every market at a point, shape (markets,), in the order of ``markets``."""
        squares = self._squares * self.share_values(x) ** 2
        return np.bincount(self._market, squares, len(self._hhi)).astype(np.float64)

    def share_values(self, x: Floats) -> Floats:
        """Share of demand of every mineral, country and year at a point."""
        total: Floats = x[self.segment].sum(axis=1)
        return total

    def minimise(self, held: Held, cost: Floats, basis: Basis | None = None) -> Minimum:
        """Minimise ``cost x`` with the squares as exact as they need be.

        ``basis`` is where to start from, if a like programme has been solved. Raises
        InfeasibleError if no plan obeys the programme.
        """
        for number in range(ROUNDS):
            if number == STEADY:
                cost = cost.copy()
                cost[self._hhi] += HHI_LEAN * float(np.abs(cost).max(initial=0.0))
            held = self._on(held)
            answer = self.engine.minimise(held.program, cost, basis)
            short = self._short(answer.x, held)
            weight = self._price(answer) * self._counted / answer.unit
            total = float(weight.sum())
            bound = float(weight @ short) / total if total > PRICED else 0.0
            if bound <= self._tolerance and not self._broken(held.program, answer.x, short):
                break
            shares = self.share_values(answer.x)
            held, basis = self._closer(held, shares, together=number >= ALONE), None
        return Minimum(answer, held, bound, not self._broken(held.program, answer.x, short))

    def near(self, held: Held, shares: Floats, width: float = NEAR) -> Held:
        """The programme with a grid about shares known from a like one; ``width`` of a ring."""
        return self._about(held, shares, np.full(len(shares), width))

    def set_near(self, held: Held, shares: Floats, width: float) -> Held:
        """The same with the tangents of that grid put in, to be solved as it is."""
        return self._on(self.near(held, shares, width))

    def over(self, held: Held, plans: Sequence[Floats], beyond: float = NEAR) -> Held:
        """The programme with an even grid over the shares that some plans have, and ``beyond``."""
        values = np.array([self.share_values(x) for x in plans])
        low, high = values.min(axis=0), values.max(axis=0)
        margin = (high - low) / PIECES + beyond
        low = np.maximum(low - margin, 0.0)
        grid = np.linspace(low, high + margin, PIECES - 1, axis=-1)
        points, free = held.points.copy(), ~held.frozen
        points[free] = np.concatenate([np.zeros((len(grid), 1)), grid], axis=1)[free]
        width = (high + margin - low) / (PIECES - 2)
        return self._on(replace(held, points=points, centre=(low + high) / 2, width=width))

    def closer(self, held: Held, x: Floats) -> Held:
        """The programme with a finer grid about a plan."""
        return self._on(self._closer(held, self.share_values(x)))

    def hold(self, minimum: Minimum) -> Held:
        """Fix the optimum found: whatever has a price stays where it is.

        Since squares are strictly convex, all optimal points agree in the shares of every market
        whose HHI has a price, too. So exactly the optimal ones are left; no slack is given away.
        """
        held, answer = minimum.held, minimum.answer
        program = optimal_only(held.program, answer)
        lower, upper = program.lower.copy(), program.upper.copy()
        loose = self.segment[held.frozen]  # what room they have is for rounding
        lower[loose], upper[loose] = held.program.lower[loose], held.program.upper[loose]
        moved = (lower != held.program.lower) | (upper != held.program.upper)
        priced = self._price(answer) * self._counted / answer.unit > PRICED
        unique = priced[self._market] & (self._squares > 0) & ~held.frozen
        segments = self.segment[unique]
        shares = self.share_values(answer.x)[unique]
        lower[segments], upper[segments] = _filled(shares, tangents(held.points[unique])[0])
        frozen = held.frozen | unique | moved[self.segment].any(axis=1)
        held = replace(held, program=replace(program, lower=lower, upper=upper), frozen=frozen)
        return self._admitting(held, answer.x, self._short(answer.x, held))

    def admitting(self, held: Held, x: Floats) -> Held:
        """The programme with ceilings on HHI raised as far as a plan, squares exact, passes them.

        A plan found on tangents may pass them by the tolerance; where it is held, it has to fit.
        """
        return self._admitting(held, x, np.maximum(self.hhi(x) - x[self._hhi], 0.0))

    def _admitting(self, held: Held, x: Floats, short: Floats) -> Held:
        """The same, for a plan given so many HHI points short."""
        if not short.any():
            return held
        program, added = held.program, short @ self._spread
        more, activity = self._passed_to_rows(program, added), program.matrix.times(x)
        upper = np.where(added > 0, np.maximum(program.upper, x + added), program.upper)
        over = np.maximum(program.row_upper, activity + more)
        under = np.minimum(program.row_lower, activity + more)
        program = replace(
            program,
            upper=upper,
            row_upper=np.where(more > 0, over, program.row_upper),
            row_lower=np.where(more < 0, under, program.row_lower),
        )
        return replace(held, program=program)

    def settled(self, held: Held) -> bool:
        """Whether what is held leaves one point only, the one just found.

        It does if all that is not basic is fixed: the basis determines the rest.
        """
        columns, rows = self.engine.basic
        program = held.program
        loose = (program.upper - program.lower) / program.scale.columns > FIXED_SHARE
        loose[columns] = False
        loose_rows = program.row_upper > program.row_lower
        loose_rows[rows] = False
        return not (loose.any() or loose_rows.any())

    def _price(self, answer: Answer) -> Floats:
        """What a point of each market's HHI is worth, shape (markets,).

        The dual of its row; where it stands at zero, its reduced cost or that of the aim.
        """
        price: Floats = np.abs(answer.y[self._market_rows]) + self._spread @ np.abs(answer.d)
        return price

    def _short(self, x: Floats, held: Held) -> Floats:
        """HHI points every market was given short on the grid, shape (markets,)."""
        segments = x[self.segment]
        counted = (segments * tangents(held.points)[1]).sum(axis=1)
        missing = np.maximum(segments.sum(axis=1) ** 2 - counted, 0.0)
        short = np.where(held.frozen, 0.0, self._squares * missing)
        total = np.bincount(self._market, short, len(self._hhi))
        return total.astype(np.float64)

    def _broken(self, program: Program, x: Floats, short: Floats) -> bool:
        """Whether a ceiling on HHI or on the concentration aim holds only on the grid."""
        missing = np.where(short > self._tolerance, short, 0.0)
        if not missing.any():
            return False
        added = missing @ self._spread
        if (x + added > program.upper + self._tolerance)[added > 0].any():
            return True
        more = self._passed_to_rows(program, added)
        more[np.abs(more) <= self._tolerance] = 0.0
        activity = program.matrix.times(x)
        over = (more > 0) & (activity + more > program.row_upper + self._tolerance)
        under = (more < 0) & (activity + more < program.row_lower - self._tolerance)
        return bool((over | under).any())

    @staticmethod
    def _passed_to_rows(program: Program, added: Floats) -> Floats:
        """What more in some columns adds to the rows, but for those that define HHI and aims."""
        more = program.matrix.times(added)
        for definition in ("hhi_definition", "aim_definition"):
            more[list(program.row_of[definition].values())] = 0.0
        return more

    def _on(self, held: Held) -> Held:
        """The programme with the tangents of the grid where shares are not frozen."""
        free = ~held.frozen
        if not free.any():
            return held
        widths, slopes = tangents(held.points[free])
        program = held.program
        upper, value = program.upper.copy(), program.matrix.value.copy()
        upper[self.segment[free]] = widths
        entry, unit = self._entry[free], self._unit[free]
        there = entry >= 0
        value[entry[there]] = (unit * slopes)[there]
        if np.array_equal(value, program.matrix.value):
            return replace(held, program=replace(program, upper=upper))
        matrix = program.matrix.with_value(value)
        return replace(held, program=replace(program, upper=upper, matrix=matrix))

    def _closer(self, held: Held, shares: Floats, *, together: bool = False) -> Held:
        """A grid about these shares: finer where they stayed, wide enough where they moved.

        ``together`` the shares of a market get one width: of many that are alike, one after the
        other would take up what all the others are given short.
        """
        moved = np.where(np.isnan(held.centre), 0.0, np.abs(shares - held.centre))
        width = np.maximum(np.maximum(held.width, 2 * moved) / OUTER, FINEST_RING)
        if together:
            widest = np.zeros(len(self._hhi))
            np.maximum.at(widest, self._market, 2 * moved / OUTER)
            width = np.maximum(FINEST_RING, widest[self._market])
        return self._about(held, shares, width)

    def _about(self, held: Held, shares: Floats, width: Floats) -> Held:
        """A zoomed grid about these shares where they are not frozen."""
        free, points = ~held.frozen, held.points.copy()
        points[free] = zoomed(shares[free], width[free])
        return replace(held, points=points, centre=shares, width=width)


def _filled(shares: Floats, widths: Floats) -> tuple[Floats, Floats]:
    """Bounds of segments that make up given shares, in order, with ``SHARE_ROOM`` at the brim.

    Shapes (shares,) and (shares, PIECES) in, (shares, PIECES) out.
    """
    starts = np.concatenate([np.zeros((len(shares), 1)), np.cumsum(widths, axis=1)[:, :-1]], axis=1)
    filled = np.clip(shares[:, None] - starts, 0.0, widths)
    lower, upper = filled.copy(), filled.copy()
    brim = np.maximum((filled > 0).cumsum(axis=1).argmax(axis=1), 0)
    row = np.arange(len(shares))
    lower[row, brim] = np.maximum(filled[row, brim] - SHARE_ROOM, 0.0)
    upper[row, brim] = np.minimum(filled[row, brim] + SHARE_ROOM, widths[row, brim])
    above = np.minimum(brim + 1, widths.shape[1] - 1)
    upper[row, above] = np.maximum(upper[row, above], SHARE_ROOM)
    return lower, upper
