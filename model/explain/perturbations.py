"""What a change of an input figure does to the programme, by the names of columns and rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from model.explain.amounts import Amounts
from model.lp.program import Floats, Index, Name, Program
from model.workbook.aims import CO2, COST

BALANCE, LIMIT_ROW = "material_balance", "policy_limit"


@dataclass(frozen=True)
class Edit:
    """What a change of a figure does: all by name, in the units of the programme.

    ``cost`` is added to what a tonne costs (solver units), ``upper`` and ``lower`` are new bounds,
    ``cash`` and ``co2`` are what of that is cash (million USD) and CO2 (kt), on a tonne;
    ``given`` are tonnes more that come into a material balance, ``entry`` multiplies a coefficient
    and then adds, away from zero.
    """

    cost: Mapping[Name, float] = field(default_factory=dict)
    cash: Mapping[Name, float] = field(default_factory=dict)
    co2: Mapping[Name, float] = field(default_factory=dict)
    upper: Mapping[Name, float] = field(default_factory=dict)
    lower: Mapping[Name, float] = field(default_factory=dict)
    given: Mapping[Index, float] = field(default_factory=dict)
    entry: Mapping[tuple[Name, Name], tuple[float, float]] = field(default_factory=dict)

    def touches(self, program: Program) -> bool:
        """Whether any of it is in a programme."""
        columns = [*self.cost, *self.upper, *self.lower]
        rows = [*((BALANCE, index) for index in self.given), *(row for row, _ in self.entry)]
        return any(_column(program, name) is not None for name in columns) or any(
            _row(program, name) is not None for name in rows
        )

    def applied(self, program: Program) -> tuple[Program, Floats]:
        """A programme changed, and what is added to the costs of its columns."""
        lower, upper = program.lower.copy(), program.upper.copy()
        for bounds, values in ((upper, self.upper), (lower, self.lower)):
            for name, value in values.items():
                column = _column(program, name)
                if column is not None:
                    bounds[column] = value
        program = replace(program, lower=np.minimum(lower, upper), upper=upper)
        return self._rows_changed(program), _by_column(program, self.cost)

    def on_whole(self, program: Program) -> Program:
        """A programme that has its aims as columns, changed: what they add up changes, too."""
        totals = {
            (("aim_definition", (aim,)), name): (1.0, value)
            for aim, values in ((COST, self.cash), (CO2, self.co2))
            for name, value in values.items()
        }
        return replace(self, cost={}, entry={**self.entry, **totals}).applied(program)[0]

    def amounts(self, program: Program, before: Amounts) -> Amounts:
        """What the columns of a programme amount to with it."""
        return replace(
            before,
            cash=before.cash + _by_column(program, self.cash),
            co2=before.co2 + _by_column(program, self.co2),
        )

    def inside(self, program: Program) -> bool:
        """Whether a limit of a programme counts what it changes."""
        limits = {row for row, _ in self.entry if row[0] == LIMIT_ROW}
        return any(_row(program, row) is not None for row in limits)

    def _rows_changed(self, program: Program) -> Program:
        row_lower, row_upper = program.row_lower.copy(), program.row_upper.copy()
        for index, tonnes in self.given.items():
            row, short = _row(program, (BALANCE, index)), _column(program, ("shortage", index))
            if row is not None and short is not None:
                sign = program.matrix.row(row)[short]
                row_lower[row] -= sign * tonnes
                row_upper[row] -= sign * tonnes
        if self.entry:
            values = program.matrix.value.copy()
            for (of_row, of_column), (times, plus) in self.entry.items():
                row, column = _row(program, of_row), _column(program, of_column)
                if row is not None and column is not None:
                    start, end = program.matrix.start[row], program.matrix.start[row + 1]
                    mine = np.flatnonzero(program.matrix.index[start:end] == column) + start
                    values[mine] = values[mine] * times + plus * np.sign(values[mine])
            program = replace(program, matrix=program.matrix.with_value(values))
        return replace(program, row_lower=row_lower, row_upper=row_upper)


def _by_column(program: Program, values: Mapping[Name, float]) -> Floats:
    """Values of some columns among zeros; names that the programme has not are left out."""
    found = np.zeros(len(program.columns))
    for name, value in values.items():
        column = _column(program, name)
        if column is not None:
            found[column] += value
    return found


def _column(program: Program, name: Name) -> int | None:
    return program.column_of.get(name[0], {}).get(name[1])


def _row(program: Program, name: Name) -> int | None:
    return program.row_of.get(name[0], {}).get(name[1])
