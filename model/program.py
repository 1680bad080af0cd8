"""The Pyomo model as matrices, names kept: what is solved, certified and evaluated.

The model is compiled once. ``pyomo.repn.plugins.standard_form`` would do the same, but it pulls in
scipy with its statistics package, half of the time a whole run may take; the public
``generate_standard_repn`` needs none of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyomo.core as pyo
from numpy.typing import NDArray
from pyomo.repn.standard_repn import generate_standard_repn

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

    def times(self, x: Floats) -> Floats:
        """Matrix times column vector, shape (height,)."""
        weights = self.value * x[self.index]
        return np.bincount(self.row_numbers, weights, self.height).astype(np.float64)

    def transposed_times(self, y: Floats) -> Floats:
        """Transposed matrix times column vector, shape (width,)."""
        weights = self.value * y[self.row_numbers]
        return np.bincount(self.index, weights, self.width).astype(np.float64)

    def row(self, number: int) -> dict[int, float]:
        """Entries of a row by column number."""
        entries = slice(self.start[number], self.start[number + 1])
        return dict(zip(self.index[entries].tolist(), self.value[entries].tolist(), strict=True))


@dataclass(frozen=True)
class Program:
    """A linear programme ``row_lower <= matrix x <= row_upper``, ``lower <= x <= upper``.

    ``columns`` and ``rows`` name every variable and constraint by component and index.
    ``expressions`` are the model's named expressions, each ``report x + report_constant``.
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

    @cached_property
    def column_of(self) -> Mapping[str, Mapping[Index, int]]:
        """Column numbers by component and index."""
        return _numbered(self.columns)

    @cached_property
    def row_of(self) -> Mapping[str, Mapping[Index, int]]:
        """Row numbers by component and index."""
        return _numbered(self.rows)

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


def _index(key: Any) -> Index:
    """An index as a tuple: () for a scalar, ('a',) for a single one."""
    if key is None:
        return ()
    return key if isinstance(key, tuple) else (key,)


def compile_model(model: pyo.ConcreteModel) -> Program:
    """Matrices of a linear Pyomo model; ValueError if an equation is not linear."""
    variables = [
        (component.local_name, _index(key), data)
        for component in model.component_objects(pyo.Var)
        for key, data in component.items()
    ]
    column = {id(data): number for number, (_, _, data) in enumerate(variables)}
    constraints = [
        (component.local_name, _index(key), *data.to_bounded_expression(True))
        for component in model.component_objects(pyo.Constraint)
        for key, data in component.items()
    ]
    matrix, constant = _compiled([body for _, _, _, body, _ in constraints], column)
    named = [
        (component.local_name, _index(key), data)
        for component in model.component_objects(pyo.Expression)
        for key, data in component.items()
    ]
    report, report_constant = _compiled([data for _, _, data in named], column)
    return Program(
        columns=tuple((name, key) for name, key, _ in variables),
        rows=tuple((name, key) for name, key, *_ in constraints),
        lower=_bounds((data.lb for _, _, data in variables), -math.inf),
        upper=_bounds((data.ub for _, _, data in variables), math.inf),
        row_lower=_bounds((low for _, _, low, _, _ in constraints), -math.inf) - constant,
        row_upper=_bounds((high for *_, high in constraints), math.inf) - constant,
        matrix=matrix,
        expressions=tuple((name, key) for name, key, _ in named),
        report=report,
        report_constant=report_constant,
    )


def _bounds(values: Iterable[float | None], absent: float) -> Floats:
    return np.array([absent if v is None else pyo.value(v) for v in values], dtype=np.float64)


def _compiled(bodies: Sequence[Any], column: Mapping[int, int]) -> tuple[Matrix, Floats]:
    """Linear expressions as rows of a matrix, and their constants."""
    start: list[int] = [0]
    index: list[int] = []
    value: list[float] = []
    constant: list[float] = []
    for body in bodies:
        linear = generate_standard_repn(body, compute_values=True, quadratic=False)
        if not linear.is_linear():
            raise ValueError(f"not linear: {body}")
        index.extend(column[id(variable)] for variable in linear.linear_vars)
        value.extend(linear.linear_coefs)
        constant.append(linear.constant)
        start.append(len(index))
    matrix = Matrix(
        np.array(start, dtype=np.int32),
        np.array(index, dtype=np.int32),
        np.array(value, dtype=np.float64),
        len(column),
    )
    return matrix, np.array(constant, dtype=np.float64)
