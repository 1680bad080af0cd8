"""HiGHS alone: matrices in its own interface, its own options but one thread, uncertified."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from model.lp.program import Floats, Program

MANY = 500
"""Entries from which passing all anew, basis kept, is quicker than changing one by one."""


class HighsAlone:
    """One programme loaded and solved, ready to be changed and solved again."""

    def __init__(self, program: Program, cost: Floats) -> None:
        self._highs: Any = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)  # a process has one number of threads for all
        self._program, self._cost = program, cost
        self._pass(program)
        self._highs.run()

    @property
    def objective(self) -> float:
        """The optimum last found."""
        return float(self._highs.getObjectiveValue())

    def change(self, program: Program) -> None:
        """Put in what differs, by the quicker way, and solve from the last basis."""
        entries = np.flatnonzero(program.matrix.value != self._program.matrix.value)
        if len(entries) >= MANY:
            basis = self._highs.getBasis()
            self._pass(program)
            self._highs.setBasis(basis)
        else:
            self._change_entries(program, entries)
            self._change_bounds(program)
        self._highs.run()

    def _pass(self, program: Program) -> None:
        columns, rows, matrix = len(program.columns), len(program.rows), program.matrix
        self._highs.passModel(
            columns, rows, len(matrix.value), 2, 1, 0.0, self._cost, program.lower, program.upper,
            program.row_lower, program.row_upper, matrix.start, matrix.index, matrix.value,
            np.zeros(columns, dtype=np.int32),
        )  # fmt: skip

    def _change_entries(self, program: Program, entries: Any) -> None:
        matrix = program.matrix
        rows, columns = matrix.row_numbers[entries].tolist(), matrix.index[entries].tolist()
        for row, column, value in zip(rows, columns, matrix.value[entries].tolist(), strict=True):
            self._highs.changeCoeff(row, column, value)

    def _change_bounds(self, program: Program) -> None:
        old = self._program
        moved = (program.lower != old.lower) | (program.upper != old.upper)
        number = np.flatnonzero(moved).astype(np.int32)
        bounds = program.lower[number], program.upper[number]
        self._highs.changeColsBounds(len(number), number, *bounds)
        moved = (program.row_lower != old.row_lower) | (program.row_upper != old.row_upper)
        number = np.flatnonzero(moved).astype(np.int32)
        bounds = program.row_lower[number], program.row_upper[number]
        self._highs.changeRowsBounds(len(number), number, *bounds)
