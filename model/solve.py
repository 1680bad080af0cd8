"""HiGHS: the only module that knows the solver, and the one that does not take its word.

One instance is loaded once and solves again with changed costs, bounds and coefficients, from the
last basis. Every answer is certified from the matrices alone: primal and dual feasibility,
complementarity and gap are recomputed, and an answer that fails is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from model.errors import UNSOLVED, SolverError
from model.program import Floats, Ints, Program

FEASIBILITY = 1e-6
"""Largest violation of a bound or row, relative to what flows through it."""

DUAL_FEASIBILITY = 1e-10
"""Largest wrong price, relative to the largest cost: it may count on very many tonnes."""

GAP = 1e-7
"""Largest gap between primal and dual objective, relative to the objective."""

ROUNDING = 1e-8
"""Part of all that a dual objective adds up that counts as size: terms that cancel leave noise."""


Options = dict[str, bool | int | float | str]

OPTIONS: Options = {
    "output_flag": False,
    "solver": "simplex",
    "threads": 1,
    "random_seed": 0,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}

QUICK: Options = {
    "simplex_scale_strategy": 0,
    "simplex_dual_edge_weight_strategy": 1,
    "presolve": "choose",
}
"""For solving again and again from a near basis: no scaling, no exact edge weights at first."""

CAREFUL: Options = {
    "simplex_scale_strategy": 2,
    "simplex_dual_edge_weight_strategy": -1,
    "presolve": "off",
}
"""HiGHS' own choice, for what does not come out right the quick way; without presolve, which now
and then gives up on what simplex solves."""


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


DECIDED = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
"""What the solver says of a programme without costs once it knows."""

Basis = Any
"""Where a solution stands, in the solver's own terms; good for starting a like programme from."""


@dataclass(frozen=True)
class Answer:
    """An optimal point ``x``, its row duals ``y`` and reduced costs ``d``, and the certificate.

    A dual is the change of the objective for one more unit of the row's bound: positive for a
    floor that binds, negative for a ceiling that binds.
    """

    x: Floats
    y: Floats
    d: Floats
    objective: float
    certificate: Certificate


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


PRICED = 1e-6
"""Dual values above this hold what they belong to."""


def optimal_only(program: Program, answer: Answer) -> Program:
    """The programme with whatever has a price fixed where it is.

    All optimal points agree where a reduced cost or a dual is not zero, so fixing those, and
    nothing else, leaves exactly the optimal ones.
    """
    up = (answer.d > PRICED) & np.isfinite(program.lower)
    down = (answer.d < -PRICED) & np.isfinite(program.upper)
    low = (answer.y > PRICED) & np.isfinite(program.row_lower)
    high = (answer.y < -PRICED) & np.isfinite(program.row_upper)
    return replace(
        program,
        lower=np.where(down, program.upper, program.lower),
        upper=np.where(up, program.lower, program.upper),
        row_lower=np.where(high, program.row_upper, program.row_lower),
        row_upper=np.where(low, program.row_lower, program.row_upper),
    )


class InfeasibleError(Exception):
    """No point obeys all rows and bounds of ``program``; whoever asked knows what that means."""

    def __init__(self, program: Program) -> None:
        self.program = program
        super().__init__("no feasible point")


class Engine:
    """One loaded HiGHS instance."""

    def __init__(self) -> None:
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._set(OPTIONS | QUICK)
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
        if not found.valid:
            return None
        kinds = found.col_bound_dn, found.col_bound_up, found.row_bound_dn, found.row_bound_up
        return Ranges(*(np.array(kind.value_) for kind in kinds))

    def minimise(self, program: Program, cost: Floats, basis: Basis | None = None) -> Answer:
        """The certified minimum of ``cost x``, sought from ``basis`` or where the last one stood.

        Raises InfeasibleError if there is no feasible point and SolverError if the solver gives up
        or its answer fails the certificate.
        """
        self._load(program, cost)
        if basis is not None:
            self._highs.setBasis(basis)
        answer = self._run(program, cost)
        if answer is None or not answer.certificate.holds:
            self._set(CAREFUL)
            self._highs.clearSolver()
            answer = self._run(program, cost)
            self._set(QUICK)
        if answer is None:
            answer = self._asked_anew(program, cost)
        if not answer.certificate.holds:
            raise SolverError(UNSOLVED.format(f"an answer failed its check, {answer.certificate}"))
        self.worst = self.worst.or_worse(answer.certificate)
        return answer

    def _set(self, options: Options) -> None:
        for option, value in options.items():
            self._highs.setOptionValue(option, value)

    def feasible(self, program: Program) -> bool:
        """Whether any point obeys all rows and bounds.

        Asked once more from the beginning if the solver cannot tell from where it stood. Raises
        SolverError if it cannot tell at all.
        """
        self._load(program, np.zeros(len(program.columns)))
        for options in (QUICK, CAREFUL):
            self._set(options)
            self.solves += 1
            self._highs.run()
            status = self._highs.getModelStatus()
            self._set(QUICK)
            if status in DECIDED:
                return bool(status == highspy.HighsModelStatus.kOptimal)
            self._highs.clearSolver()
        raise SolverError(UNSOLVED.format(self._highs.modelStatusToString(status)))

    def _load(self, program: Program, cost: Floats) -> None:
        """Hand over what differs from the programme loaded; the basis is kept if it fits."""
        old = self._loaded
        if old is not None and program.matrix is old[0].matrix:
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
        number = np.flatnonzero(cost != old_cost).astype(np.int32)
        if len(number):
            self._highs.changeColsCost(len(number), number, cost[number])
        moved = (program.lower != old.lower) | (program.upper != old.upper)
        number = np.flatnonzero(moved).astype(np.int32)
        if len(number):
            bounds = program.lower[number], program.upper[number]
            self._highs.changeColsBounds(len(number), number, *bounds)
        moved = (program.row_lower != old.row_lower) | (program.row_upper != old.row_upper)
        number = np.flatnonzero(moved).astype(np.int32)
        if len(number):
            bounds = program.row_lower[number], program.row_upper[number]
            self._highs.changeRowsBounds(len(number), number, *bounds)

    def _pass(self, program: Program, cost: Floats) -> None:
        """Hand over the whole programme."""
        columns, rows = len(program.columns), len(program.rows)
        status = self._highs.passModel(
            columns,
            rows,
            len(program.matrix.value),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            cost,
            program.lower,
            program.upper,
            program.row_lower,
            program.row_upper,
            program.matrix.start,
            program.matrix.index,
            program.matrix.value,
            np.zeros(columns, dtype=np.int32),
        )
        if status == highspy.HighsStatus.kError:
            raise SolverError(UNSOLVED.format("it refused the figures"))

    def _run(self, program: Program, cost: Floats) -> Answer | None:
        """Solve from the basis at hand; the answer with its certificate, if there is an optimum."""
        self.solves += 1
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._highs.getSolution()
        x, y = np.array(solution.col_value), np.array(solution.row_dual)
        d = cost - program.matrix.transposed_times(y)
        return Answer(x, y, d, float(cost @ x), certify(program, cost, x, y, d))

    def _asked_anew(self, program: Program, cost: Floats) -> Answer:
        """The answer of a fresh instance where this one could not tell.

        Raises InfeasibleError if there is no point, SolverError if that one cannot tell either.
        """
        if self._highs.getModelStatus() in DECIDED:
            raise InfeasibleError(program)
        fresh = Engine()
        fresh._load(program, cost)
        answer = fresh._run(program, cost)
        if answer is None:
            if not fresh.feasible(program):
                raise InfeasibleError(program)
            fresh._load(program, cost)  # and from the point found
            answer = fresh._run(program, cost)
        self.solves += fresh.solves
        if answer is None:
            told = fresh._highs.modelStatusToString(fresh._highs.getModelStatus())
            raise SolverError(UNSOLVED.format(told))
        return answer


def certify(
    program: Program, cost: Floats, x: Floats, y: Floats, d: Floats | None = None
) -> Certificate:
    """Residuals of a primal-dual pair, from the matrices alone.

    Shapes: ``cost``, ``x`` and the reduced costs ``d``, if they are known, (columns,), ``y``
    (rows,). Columns and rows count alike: a positive price belongs to the lower bound, a negative
    one to the upper, and towards an infinite bound any price is a violation. What flows through a
    row, signs apart, is the measure of its violation.
    """
    activity, flowing = program.matrix.times_and_passing(x)
    if d is None:
        d = cost - program.matrix.transposed_times(y)
    value, price = np.concatenate([x, activity]), np.concatenate([d, y])
    low = np.concatenate([program.lower, program.row_lower])
    high = np.concatenate([program.upper, program.row_upper])
    passing = np.concatenate([np.abs(x), flowing])
    outside = np.maximum(low - value, value - high) / (1 + passing)
    priced = np.flatnonzero(price)
    value, price = value[priced], price[priced]
    bound = np.where(price > 0, low[priced], high[priced])
    endless = ~np.isfinite(bound)
    dual = float(np.abs(price[endless]).max(initial=0.0))
    bound[endless], price[endless] = 0.0, 0.0
    counted, objective = price * bound, float(cost @ x)
    scale = 1 + abs(objective) + ROUNDING * float(np.abs(counted).sum())
    return Certificate(
        primal=max(0.0, float(outside.max(initial=0.0))),
        dual=dual / (1 + float(np.abs(cost).max(initial=0.0))),
        complementarity=float(np.abs(price * (value - bound)).sum()) / scale,
        gap=abs(objective - float(counted.sum())) / scale,
    )
