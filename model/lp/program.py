"""The linear programme as matrices, names kept: what is solved, certified and evaluated.

Its numbers are kept as they depend on the figures of a case, so a scenario is the same programme
with other figures put in. How it is made from the Pyomo model: :mod:`model.lp.compilation`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.lp.scaling import Scale, Sizes, scale_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Index = tuple[Any, ...]
Name = tuple[str, Index]


@dataclass(frozen=True)
class Matrix:
    """A sparse matrix by rows: row i holds ``index[start[i]:start[i+1]]`` and their values."""

    start: Ints
    index: Ints
    value: Floats
    width: int

    def with_value(self, value: Floats) -> Matrix:
        """The same matrix with other entries."""
        other = replace(self, value=value)
        other.__dict__["row_numbers"] = self.row_numbers
        return other

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.start) - 1

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.height, self.width

    @cached_property
    def row_numbers(self) -> Ints:
        """The row of every entry."""
        return np.repeat(np.arange(self.height, dtype=np.int32), np.diff(self.start))

    @property
    def absolute(self) -> Matrix:
        """The same matrix with all entries positive."""
        return self.with_value(np.abs(self.value))

    def times(self, x: Floats) -> Floats:
        """Matrix times column vector, shape (height,)."""
        weights = self.value * x[self.index]
        return np.bincount(self.row_numbers, weights, self.height).astype(np.float64)

    def part(self, rows: NDArray[np.bool_], columns: NDArray[np.bool_]) -> Matrix:
        """The rows and columns that are marked."""
        kept = rows[self.row_numbers] & columns[self.index]
        counts = np.bincount(self.row_numbers[kept], minlength=self.height)[rows]
        return Matrix(
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            (np.cumsum(columns) - 1)[self.index[kept]].astype(np.int32),
            self.value[kept],
            int(columns.sum()),
        )

    def times_and_passing(self, x: Floats) -> tuple[Floats, Floats]:
        """Matrix times column vector, and what flows through every row, signs apart."""
        weights = self.value * x[self.index]
        total = np.bincount(self.row_numbers, weights, self.height)
        passing = np.bincount(self.row_numbers, np.abs(weights), self.height)
        return total.astype(np.float64), passing.astype(np.float64)

    def transposed_times(self, y: Floats) -> Floats:
        """Transposed matrix times column vector, shape (width,)."""
        weights = self.value * y[self.row_numbers]
        return np.bincount(self.index, weights, self.width).astype(np.float64)

    def scale(self, sizes: Floats) -> Scale:
        """What columns and rows are counted in; ``sizes`` of columns, 0 where not known."""
        return scale_of(self.row_numbers, self.index, self.value, self.height, sizes)

    def row(self, number: int) -> dict[int, float]:
        """Entries of a row by column number."""
        entries = slice(self.start[number], self.start[number + 1])
        return dict(zip(self.index[entries].tolist(), self.value[entries].tolist(), strict=True))


@dataclass(frozen=True)
class Affine:
    """Numbers affine in the figures: ``constant[place] += coefficient x figure``, term by term."""

    constant: Floats
    place: Ints
    figure: Ints
    coefficient: Floats

    def at(self, figures: Floats) -> Floats:
        """The numbers for these figures, shape of ``constant``."""
        terms = self.coefficient * figures[self.figure]
        return self.constant + np.bincount(self.place, terms, len(self.constant))


@dataclass(frozen=True)
class Symbols:
    """What a programme is made from: its numbers as they depend on the figures.

    ``value`` are the entries of the matrix, ``body`` the constants of its rows, whose bounds are
    ``row_lower`` and ``row_upper`` before these are taken off; ``report`` and ``report_constant``
    those of the named expressions. ``sizes`` says which figures tell how large a column is.
    """

    figures: tuple[Name, ...]
    value: Affine
    body: Affine
    row_lower: Floats
    row_upper: Floats
    report: Affine
    report_constant: Affine
    sizes: Sizes


@dataclass(frozen=True)
class Names:
    """Column and row numbers by component and index; first and last expression by component."""

    columns: Mapping[str, Mapping[Index, int]]
    rows: Mapping[str, Mapping[Index, int]]
    expressions: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Program:
    """A linear programme ``row_lower <= matrix x <= row_upper``, ``lower <= x <= upper``.

    ``columns`` and ``rows`` name every variable and constraint by component and index.
    ``expressions`` are the model's named expressions, each ``report x + report_constant``;
    ``scale`` is what the solver counts columns and rows in.
    """

    columns: tuple[Name, ...]
    rows: tuple[Name, ...]
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    matrix: Matrix
    expressions: tuple[Name, ...] = field(repr=False)
    report: Matrix = field(repr=False)
    report_constant: Floats = field(repr=False)
    symbols: Symbols = field(repr=False)
    scale: Scale = field(repr=False)
    names: Names | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.names is None:  # a programme made from another one shares its names
            names = Names(_numbered(self.columns), _numbered(self.rows), _spans(self.expressions))
            object.__setattr__(self, "names", names)

    def revised(
        self,
        figures: Mapping[str, Mapping[Index, float]],
        bounds: Mapping[str, Mapping[Index, tuple[float, float | None]]],
    ) -> Program:
        """The same programme with other figures, and other bounds for some variables.

        ``figures`` holds a number for every symbol by component and index; ``bounds`` (lower, upper
        or ``None``) by component and index.
        """
        symbols = self.symbols
        numbers = np.array([figures[name][index] for name, index in symbols.figures])
        lower, upper = self.lower.copy(), self.upper.copy()
        for name, found in bounds.items():
            column = self.column_of.get(name, {})
            for index, (least, most) in found.items():
                lower[column[index]] = least
                upper[column[index]] = math.inf if most is None else most
        body, matrix = symbols.body.at(numbers), self.matrix.with_value(symbols.value.at(numbers))
        return replace(
            self,
            lower=lower,
            upper=upper,
            row_lower=symbols.row_lower - body,
            row_upper=symbols.row_upper - body,
            matrix=matrix,
            scale=matrix.scale(symbols.sizes.at(numbers)),
            report=self.report.with_value(symbols.report.at(numbers)),
            report_constant=symbols.report_constant.at(numbers),
        )

    @property
    def _names(self) -> Names:
        if self.names is None:
            raise RuntimeError("names are set when a programme is made")
        return self.names

    @property
    def column_of(self) -> Mapping[str, Mapping[Index, int]]:
        """Column numbers by component and index."""
        return self._names.columns

    @property
    def row_of(self) -> Mapping[str, Mapping[Index, int]]:
        """Row numbers by component and index."""
        return self._names.rows

    def without(self, columns: Collection[str], rows: Collection[str]) -> Program:
        """The programme without the columns and rows of some components; their terms are left out.

        It cannot be revised. Bounds of what remains stay.
        """
        return self.part(
            np.array([name not in rows for name, _ in self.rows]),
            np.array([name not in columns for name, _ in self.columns]),
        )

    def part(self, height: NDArray[np.bool_], kept: NDArray[np.bool_]) -> Program:
        """The programme of the rows and columns that are marked, shapes (rows,) and (columns,)."""
        every = np.ones(self.report.height, dtype=bool)
        return replace(
            self,
            columns=tuple(itertools.compress(self.columns, kept)),
            rows=tuple(itertools.compress(self.rows, height)),
            lower=self.lower[kept],
            upper=self.upper[kept],
            row_lower=self.row_lower[height],
            row_upper=self.row_upper[height],
            matrix=self.matrix.part(height, kept),
            report=self.report.part(every, kept),
            scale=self.scale.part(height, kept),
            names=None,
        )

    def expression(self, name: str, x: Floats) -> dict[Index, float]:
        """One named expression at ``x``, by index; empty if the model has none."""
        first, last = self._names.expressions.get(name, (0, 0))
        entries = slice(self.report.start[first], self.report.start[last])
        rows = self.report.row_numbers[entries] - first
        terms = self.report.value[entries] * x[self.report.index[entries]]
        values = np.bincount(rows, terms, last - first) + self.report_constant[first:last]
        indices = (index for _, index in self.expressions[first:last])
        return dict(zip(indices, values.tolist(), strict=True))

    def values(self, x: Floats) -> dict[str, dict[Index, float]]:
        """Every variable and named expression at ``x``, by component and index."""
        found: dict[str, dict[Index, float]] = {}
        reported = self.report.times(x) + self.report_constant
        numbers = [*x.tolist(), *reported.tolist()]
        for (name, index), value in zip([*self.columns, *self.expressions], numbers, strict=True):
            found.setdefault(name, {})[index] = value
        return found


def _numbered(names: Sequence[Name]) -> dict[str, dict[Index, int]]:
    numbered: dict[str, dict[Index, int]] = {}
    for number, (name, index) in enumerate(names):
        numbered.setdefault(name, {})[index] = number
    return numbered


def _spans(names: Sequence[Name]) -> dict[str, tuple[int, int]]:
    """Where the names of each component begin and end; they stand together."""
    spans: dict[str, tuple[int, int]] = {}
    for number, (name, _) in enumerate(names):
        spans[name] = (spans.get(name, (number,))[0], number + 1)
    return spans
