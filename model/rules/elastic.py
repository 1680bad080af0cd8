r"""The elastic programme: decided rules give way, each by an amount that can be made small.

A figure that a person has typed into one cell is one number, however many years and countries it
rules. It gives way by :math:`g \ge 0`, in the unit of the cell, everywhere at once:

.. math:: body \le bound + factor \cdot g, \qquad body \ge bound - factor \cdot g

``largest`` is the largest relative change, :math:`g / value \le largest`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from model.errors import SolverError
from model.lp.answer import InfeasibleError
from model.lp.program import Matrix, Name, Program
from model.lp.refinement import Held, Refiner
from model.lp.solver import new_engine
from model.rules.constraints import Bounding
from model.tolerances.figures import CHANGE
from model.tolerances.weights import SUM_BESIDE_LARGEST
from model.workbook.aims import SHORTAGE
from model.workbook.measures import SHARE

SCALE = 1e3
"""Solver units in a relative change of one."""

OF_NOTHING = {SHARE: 0.1}
"""What changes of a figure of zero are measured by; 1 where the unit is not named."""


@dataclass(frozen=True)
class Figure:
    """One number a person can decide: an input cell with all the rules that rest on it.

    ``row`` names the rule of the workbook it belongs to, which may have a cell for each year.
    """

    rules: tuple[Bounding, ...]

    @property
    def first(self) -> Bounding:
        """One of its rules: they differ by year and target only."""
        return self.rules[0]

    @property
    def row(self) -> str:
        """The cells of its rule in all years."""
        return self.first.cells

    @cached_property
    def scale(self) -> float:
        """What its changes are measured by, in the unit of the cell."""
        return self.first.value or OF_NOTHING.get(self.first.unit, 1.0)


def figures_of(rules: Iterable[Bounding]) -> tuple[Figure, ...]:
    """The figures a person can decide, in the order of their rules."""
    found: dict[tuple[str, str], list[Bounding]] = {}
    for rule in rules:
        if rule.hard and rule.decided:
            found.setdefault((rule.cell, rule.cells), []).append(rule)
    return tuple(Figure(tuple(several)) for several in found.values())


class Elastic:
    """A programme whose decided figures can be changed, and the least changes that mend it."""

    def __init__(self, program: Program, figures: Sequence[Figure]) -> None:
        self._figures, width = figures, len(program.columns)
        program = _elastic(program, figures)
        self._give = np.arange(width, width + len(figures))
        self._largest = width + len(figures)
        self._shortage = program.column_of["aim"][(SHORTAGE,)]
        self._refiner = Refiner(program, new_engine())
        self._scale = np.array([figure.scale for figure in figures])

    def least(
        self, rows: Collection[str], *, even: bool = False, demand: bool = False
    ) -> Mapping[Figure, float] | None:
        """Least changes of some rules that leave a plan, by figure; ``None`` if none do.

        Their relative sum is least; with ``even`` the largest of them. Floors give way down to
        zero, ceilings without end. With ``demand`` no more may be short than would be without the
        rules.
        """
        cost = np.zeros(self._largest + 1)
        cost[self._give] = SCALE / self._scale * (SUM_BESIDE_LARGEST if even else 1.0)
        cost[self._largest] = SCALE if even else 0.0
        try:
            held = self._least_short(rows) if demand else self._only(rows)
            x = self._refiner.minimise(held, cost).answer.x
        except (InfeasibleError, SolverError):
            return None
        gives = zip(self._figures, x[self._give].tolist(), strict=True)
        return {figure: give for figure, give in gives if give > CHANGE * figure.scale}

    def _only(self, rows: Collection[str]) -> Held:
        """The programme in which only some rules give way."""
        start = self._refiner.start
        kept = np.array([figure.row not in rows for figure in self._figures])
        upper = start.program.upper.copy()
        upper[self._give[kept]] = 0.0
        return replace(start, program=replace(start.program, upper=upper))

    def _least_short(self, rows: Collection[str]) -> Held:
        """The same, with no more shortage than there has to be."""
        held = self._only(rows)
        cost = np.zeros(self._largest + 1)
        cost[self._shortage] = SCALE
        least = float(self._refiner.minimise(held, cost).answer.x[self._shortage])
        upper = held.program.upper.copy()
        upper[self._shortage] = least + CHANGE * max(1.0, least)
        return replace(held, program=replace(held.program, upper=upper))


def _elastic(program: Program, figures: Sequence[Figure]) -> Program:
    """The programme with a column for each figure and the rows it gives way in at the end.

    What stood there before keeps its number; a row or bound that gives way is let go.
    """
    columns: list[Name] = [("give", (figure.first.cell, figure.row)) for figure in figures]
    columns.append(("largest", ()))
    rows = _Rows(program)
    for number, figure in enumerate(figures, len(program.columns)):
        for rule in figure.rules:
            rows.add(rule, number)
        rows.append({number: 1 / figure.scale, rows.largest(len(figures)): -1.0}, -np.inf, 0.0)
    most = [np.inf if f.first.ceiling else f.first.value for f in figures]
    return rows.program(columns, [*most, np.inf])


class _Rows:
    """Rows that are put below those of a programme, and the bounds they stand in for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._lower = program.lower.copy()
        self._row_lower, self._row_upper = program.row_lower.copy(), program.row_upper.copy()
        self._new: list[tuple[dict[int, float], float, float]] = []

    def largest(self, figures: int) -> int:
        """The column of the largest relative change."""
        return len(self._program.columns) + figures

    def append(self, entries: dict[int, float], lower: float, upper: float) -> None:
        """One row more."""
        self._new.append((entries, lower, upper))

    def add(self, rule: Bounding, give: int) -> None:
        """The bounds of a rule as rows that give way."""
        program = self._program
        for name, index in rule.lower:
            column = program.column_of[name][index]
            self.append({column: 1.0, give: rule.factor}, program.lower[column], np.inf)
            self._lower[column] = 0.0
        for name, index in rule.rows:
            row = program.row_of[name][index]
            low, high = program.row_lower[row], program.row_upper[row]
            factor = -rule.factor if np.isfinite(high) else rule.factor
            self.append({**program.matrix.row(row), give: factor}, low, high)
            self._row_lower[row], self._row_upper[row] = -np.inf, np.inf

    def program(self, columns: Sequence[Name], most: Sequence[float]) -> Program:
        """The programme with new columns between zero and ``most``, and the new rows."""
        old, matrix = self._program, self._program.matrix
        entries = [list(row.items()) for row, _, _ in self._new]
        ends = matrix.start[-1] + np.cumsum([len(row) for row in entries])
        index, value = zip(*(entry for row in entries for entry in row), strict=True)
        wider = Matrix(
            np.concatenate([matrix.start, ends]).astype(np.int32),
            np.concatenate([matrix.index, index]).astype(np.int32),
            np.concatenate([matrix.value, value]),
            matrix.width + len(columns),
        )
        return replace(
            old,
            columns=(*old.columns, *columns),
            rows=(*old.rows, *(("gives_way", (n,)) for n in range(len(self._new)))),
            lower=np.concatenate([self._lower, np.zeros(len(columns))]),
            upper=np.concatenate([old.upper, most]),
            row_lower=np.concatenate([self._row_lower, [low for _, low, _ in self._new]]),
            row_upper=np.concatenate([self._row_upper, [high for *_, high in self._new]]),
            matrix=wider,
            scale=wider.scale(np.concatenate([old.scale.sizes, np.zeros(len(columns))])),
            names=None,
        )
