"""HiGHS: the only module that knows the solver, and the one that does not take its word.

One instance is loaded once and solves again with changed costs, bounds and coefficients, from the
last basis. It is handed every programme in the units of its scale, so that tolerances mean the same
whatever the tonnes are; answers come back in the programme's own units. Every answer is certified
from the matrices alone: primal and dual feasibility, complementarity and gap are recomputed, and an
answer that fails is an error. So is "there is no point": it stands only with a proof.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from model.errors import UNSOLVED, SolverError
from model.lp.program import Floats, Ints, Program
from model.tolerances.solving import (
    ASKED_BOUNDS,
    ASKED_PRICES,
    ASKED_PRICES_CAREFUL,
    CANCELLED,
    DUAL_FEASIBILITY,
    ENDLESS_UNITS,
    FEASIBILITY,
    GAP,
    GAP_ROUNDING,
    LEAST_COEFFICIENT,
    MISSED,
    PRICED,
    PROOF_ROUNDING,
    ROUNDED,
)

LEAST_COST, MOST_COST = 0.01, 1e9
"""Between these the largest cost is ordinary, if its columns count as they are; else it is made
about ``LARGEST_COST``.
"""

LARGEST_COST = 2.0**10


Options = dict[str, bool | int | float | str]

OPTIONS: Options = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "primal_feasibility_tolerance": ASKED_BOUNDS,
    "small_matrix_value": LEAST_COEFFICIENT,
}

QUICK: Options = {
    "solver": "simplex",
    "dual_feasibility_tolerance": ASKED_PRICES,
    "simplex_scale_strategy": 0,
    "simplex_dual_edge_weight_strategy": 1,
    "presolve": "choose",
}
"""For solving again and again from a near basis: no scaling, no exact edge weights at first."""

CAREFUL: Options = {
    "solver": "simplex",
    "dual_feasibility_tolerance": ASKED_PRICES_CAREFUL,
    "simplex_scale_strategy": 2,
    "simplex_dual_edge_weight_strategy": -1,
    "presolve": "off",
}
"""HiGHS' own choice, for what does not come out right the quick way; without presolve, which now
and then gives up on what simplex solves, and with prices as good as can be had."""

PRIMAL: Options = CAREFUL | {"simplex_strategy": 4}
"""Primal simplex: where prices far above all costs make the dual one stop."""

INTERIOR: Options = CAREFUL | {"solver": "ipm"}
"""From within, ending at a corner all the same: where simplex goes round in circles."""

WAYS = (QUICK, CAREFUL, PRIMAL, INTERIOR)
"""Ways to ask a fresh instance, one after the other."""


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


Basis = Any
"""Where a solution stands, in the solver's own terms; good for starting a like programme from."""


@dataclass(frozen=True)
class Answer:
    """An optimal point ``x``, its row duals ``y`` and reduced costs ``d``, and the certificate.

    A dual is the change of the objective for one more unit of the row's bound: positive for a
    floor that binds, negative for a ceiling that binds. ``unit`` is what the solver counted the
    objective in.
    """

    x: Floats
    y: Floats
    d: Floats
    objective: float
    certificate: Certificate
    unit: float = 1.0


@dataclass(frozen=True)
class Ranges:
    """How far the bound that holds a column or row may go while the basis stays optimal.

    Shapes: ``low`` and ``high`` (columns,), ``row_low`` and ``row_high`` (rows,). Where the plan is
    not unique the price may hold beyond.
    """

    low: Floats
    high: Floats
    row_low: Floats
    row_high: Floats


def optimal_only(program: Program, answer: Answer) -> Program:
    """The programme with whatever has a price fixed where it is.

    All optimal points agree where a reduced cost or a dual is not zero, so fixing those, and
    nothing else, leaves exactly the optimal ones. What is not at its bound has no price, whatever
    rounding says.
    """
    columns, rows = program.scale.columns, 1 / program.scale.rows
    activity = program.matrix.times(answer.x)
    d, y = answer.d * columns / answer.unit, answer.y * rows / answer.unit
    up = (d > PRICED) & _reached(answer.x, program.lower, columns)
    down = (d < -PRICED) & _reached(answer.x, program.upper, columns)
    low = (y > PRICED) & _reached(activity, program.row_lower, rows)
    high = (y < -PRICED) & _reached(activity, program.row_upper, rows)
    return replace(
        program,
        lower=np.where(down, program.upper, program.lower),
        upper=np.where(up, program.lower, program.upper),
        row_lower=np.where(high, program.row_upper, program.row_lower),
        row_upper=np.where(low, program.row_lower, program.row_upper),
    )


def _reached(values: Floats, bounds: Floats, units: Floats) -> NDArray[np.bool_]:
    """Which values are at their bounds; none is at one that is infinite."""
    there = np.isfinite(bounds)
    apart = np.abs(values[there] - bounds[there])
    there[there] = apart <= FEASIBILITY * (units + np.abs(bounds))[there]
    return there


def _crossed(program: Program) -> bool:
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


class InfeasibleError(Exception):
    """No point obeys all rows and bounds of ``program``, which has been proved; whoever asked knows
    what that means.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        super().__init__("no feasible point")


class Engine:
    """One loaded HiGHS instance."""

    def __init__(self, way: Options = QUICK) -> None:
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._set(OPTIONS | way)
        self._loaded: tuple[Program, Floats] | None = None
        self.solves = 0
        self.worst = Certificate(0.0, 0.0, 0.0, 0.0)

    @property
    def version(self) -> str:
        """Version of HiGHS."""
        return str(self._highs.version())

    @property
    def basis(self) -> Basis:
        """Where the last solution stands."""
        return self._highs.getBasis()

    @property
    def basic(self) -> tuple[Ints, Ints]:
        """Numbers of the columns and of the rows that are basic in the last solution."""
        _, numbers = self._highs.getBasicVariables()
        return numbers[numbers >= 0], -1 - numbers[numbers < 0]

    def ranges(self) -> Ranges | None:
        """Ranges of the bounds at the last solution; ``None`` if there are none to be had."""
        _, found = self._highs.getRanging()
        if not found.valid or self._loaded is None:
            return None
        scale = self._loaded[0].scale
        return Ranges(
            np.array(found.col_bound_dn.value_) * scale.columns,
            np.array(found.col_bound_up.value_) * scale.columns,
            np.array(found.row_bound_dn.value_) / scale.rows,
            np.array(found.row_bound_up.value_) / scale.rows,
        )

    def minimise(self, program: Program, cost: Floats, basis: Basis | None = None) -> Answer:
        """The certified minimum of ``cost x``, sought from ``basis`` or where the last one stood.

        Asked again from the beginning, without presolve, if that does not come out right, and then
        of a fresh instance, in other ways and with room for rounding. Raises InfeasibleError if
        there is no feasible point and SolverError if the solver gives up or its answer fails the
        certificate.
        """
        if _crossed(program):  # which HiGHS refuses to look at
            raise InfeasibleError(program)
        self._load(program, cost)
        if basis is not None:
            self._highs.setBasis(basis)
        answer = self._run(program, cost)
        if answer is None:
            answer = self._asked_carefully(program, cost)
        if answer is None:
            answer = self._asked_anew(program, cost)
        self.worst = self.worst.or_worse(answer.certificate)
        return answer

    def _asked_carefully(self, program: Program, cost: Floats) -> Answer | None:
        """The answer from the beginning, without presolve. Raises InfeasibleError with a proof."""
        self._set(CAREFUL)
        self._highs.clearSolver()
        answer = self._run(program, cost)
        self._set(QUICK)
        if answer is None and self._proved_empty(program):
            raise InfeasibleError(program)
        return answer

    def _asked_anew(self, program: Program, cost: Floats) -> Answer:
        """The answer of a fresh instance, in one way or another, with room where there is no point.

        Where neither point nor proof can be had, no bound or row is missed by more than rounding.
        Raises InfeasibleError with a proof, and SolverError if no way leads to an answer.
        """
        for part in ROUNDED:
            asked = with_room(program, part) if part else program
            for way in WAYS:
                fresh = Engine(way)
                fresh._load(asked, cost)
                answer = fresh._run(asked, cost)
                self.solves += 1
                if answer is not None:
                    return answer
                if fresh._proved_empty(asked):
                    raise InfeasibleError(program)
        if Engine(CAREFUL)._misses(program):
            raise InfeasibleError(program)
        raise SolverError(UNSOLVED.format(fresh._status))

    def _set(self, options: Options) -> None:
        for option, value in options.items():
            self._highs.setOptionValue(option, value)

    @property
    def _status(self) -> str:
        return str(self._highs.modelStatusToString(self._highs.getModelStatus()))

    def feasible(self, program: Program) -> bool:
        """Whether any point obeys all rows and bounds. Raises SolverError if it cannot be told."""
        try:
            self.minimise(program, np.zeros(len(program.columns)))
        except InfeasibleError:
            return False
        return True

    def _load(self, program: Program, cost: Floats) -> None:
        """Hand over what differs from the programme loaded; the basis is kept if it fits."""
        old = self._loaded
        if old and program.matrix is old[0].matrix and program.scale is old[0].scale:
            self._change(*old, program, cost)
        else:
            fits = old is not None and old[0].matrix.shape == program.matrix.shape
            basis = self._highs.getBasis() if fits else None
            self._pass(program, cost)
            if basis is not None and basis.valid:
                self._highs.setBasis(basis)
        self._loaded = program, cost

    def _change(self, old: Program, old_cost: Floats, program: Program, cost: Floats) -> None:
        """Change costs and bounds where they differ."""
        columns, rows = program.scale.columns, program.scale.rows
        now, before = (c * (columns / unit_of(program, c)) for c in (cost, old_cost))
        number = np.flatnonzero(now != before).astype(np.int32)
        if len(number):
            self._highs.changeColsCost(len(number), number, now[number])
        moved = (program.lower != old.lower) | (program.upper != old.upper)
        number = np.flatnonzero(moved).astype(np.int32)
        if len(number):
            bounds = program.lower[number], program.upper[number]
            scaled = (bound / columns[number] for bound in bounds)
            self._highs.changeColsBounds(len(number), number, *scaled)
        moved = (program.row_lower != old.row_lower) | (program.row_upper != old.row_upper)
        number = np.flatnonzero(moved).astype(np.int32)
        if len(number):
            bounds = program.row_lower[number], program.row_upper[number]
            scaled = (bound * rows[number] for bound in bounds)
            self._highs.changeRowsBounds(len(number), number, *scaled)

    def _pass(self, program: Program, cost: Floats) -> None:
        """Hand over the whole programme."""
        scale, matrix = program.scale, program.matrix
        status = self._highs.passModel(
            len(program.columns),
            len(program.rows),
            len(matrix.value),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            cost * (scale.columns / unit_of(program, cost)),
            program.lower / scale.columns,
            program.upper / scale.columns,
            program.row_lower * scale.rows,
            program.row_upper * scale.rows,
            matrix.start,
            matrix.index,
            matrix.value * scale.rows[matrix.row_numbers] * scale.columns[matrix.index],
            np.zeros(len(program.columns), dtype=np.int32),
        )
        if status == highspy.HighsStatus.kError:
            raise SolverError(UNSOLVED.format("it refused the figures"))

    def _run(self, program: Program, cost: Floats) -> Answer | None:
        """Solve from the basis at hand; the answer, if there is an optimum and it is certified."""
        self.solves += 1
        self._highs.run()
        return self._answer(program, cost)

    def _answer(self, program: Program, cost: Floats) -> Answer | None:
        """The optimum the solver has found, if it is one of a programme."""
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution, scale = self._highs.getSolution(), program.scale
        unit = unit_of(program, cost)
        x = np.array(solution.col_value) * scale.columns
        y = np.array(solution.row_dual) * (scale.rows * unit)
        d = cost - program.matrix.transposed_times(y)
        certificate = certify(program, cost, x, y, d)
        return Answer(x, y, d, float(cost @ x), certificate, unit) if certificate.holds else None

    def _proved_empty(self, program: Program) -> bool:
        """Whether the solver has a proof that there is no point, and it holds, whatever it says."""
        _, there, ray = self._highs.getDualRay()
        if not there:
            return False
        y = np.array(ray) * program.scale.rows
        return proves_empty(program, y) or proves_empty(program, -y)

    def _misses(self, program: Program) -> bool:
        """Whether rows have to be missed, which the prices of missing them as little as can be
        prove; the programme loaded is another one after this.
        """
        self._pass(program, np.zeros(len(program.columns)))
        rows = np.arange(len(program.rows), dtype=np.int32)
        ones, many = np.ones(len(rows)), 2 * len(rows)
        both, signs = np.concatenate([rows, rows]), np.concatenate([ones, -ones])
        free, starts = np.full(many, np.inf), np.arange(many, dtype=np.int32)
        self._highs.addCols(many, np.ones(many), np.zeros(many), free, many, starts, both, signs)
        self._highs.run()
        prices = self._highs.getSolution().row_dual
        return proves_empty(program, np.array(prices) * program.scale.rows)


def proves_empty(program: Program, y: Floats) -> bool:
    """Whether ``y``, shape (rows,), proves that no point obeys a programme, with room for rounding.

    Weighed by ``y``, the rows say that ``z x`` is at least ``floor``; the bounds of the columns say
    that it is at most ``ceiling`` (Farkas). There is no point if floor is above ceiling. Points of
    more than ``ENDLESS_UNITS`` units are not looked for.
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
