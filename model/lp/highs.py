"""HiGHS: the only module that knows the solver, and one that does not take its word.

One instance is loaded once and solves again with changed costs, bounds and coefficients, from the
last basis. It is handed every programme in the units of its scale, so that tolerances mean the same
whatever the tonnes are; answers come back in the programme's own units. Every answer is certified
(:mod:`model.lp.certificate`), and an answer that fails is an error. So is "there is no point": it
stands only with a proof. What it offers to all others is :class:`model.lp.solver.Solver`.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from model.errors import UNSOLVED, SolverError
from model.lp.answer import Answer, Basis, InfeasibleError, Ranges
from model.lp.certificate import Certificate, certify, crossed, proves_empty, unit_of, with_room
from model.lp.program import Floats, Ints, Program
from model.tolerances.solving import (
    ASKED_BOUNDS,
    ASKED_PRICES,
    ASKED_PRICES_CAREFUL,
    LEAST_COEFFICIENT,
    ROUNDED,
)

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
        if crossed(program):  # which HiGHS refuses to look at
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
        """Whether any point obeys all rows and bounds. Raises SolverError if that stays open."""
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
