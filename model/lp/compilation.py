"""The Pyomo model compiled to a programme, once, with its figures as symbols.

Variables that are fixed are figures: every coefficient and bound is affine in them, and stays so.
``pyomo.repn.plugins.standard_form`` would compile numbers only, and it pulls in scipy with its
statistics package, half of the time a whole run may take; the visitor it is built on needs none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyomo.core as pyo
from pyomo.repn.quadratic import QuadraticRepnVisitor
from pyomo.repn.util import OrderedVarRecorder

from model.lp.program import Affine, Floats, Index, Ints, Matrix, Program, Symbols
from model.lp.scaling import sizes_of


def _index(key: Any) -> Index:
    """An index as a tuple: () for a scalar, ('a',) for a single one."""
    if key is None:
        return ()
    return key if isinstance(key, tuple) else (key,)


def compile_model(model: pyo.ConcreteModel) -> Program:
    """Matrices of a linear Pyomo model, at the values its fixed variables have.

    ``model.tonnes``, if it is there, names the material and mineral whose tonnes a column counts.
    Raises ValueError if an equation is not linear, or not affine in the fixed variables.
    """
    every = [
        (component.local_name, _index(key), data)
        for component in model.component_objects(pyo.Var)
        for key, data in component.items()
    ]
    variables = [named for named in every if not named[2].fixed]
    symbols = [named for named in every if named[2].fixed]
    reader = _Reader(variables, symbols)
    constraints = [
        (component.local_name, _index(key), *data.to_bounded_expression(True))
        for component in model.component_objects(pyo.Constraint)
        for key, data in component.items()
    ]
    named = [
        (component.local_name, _index(key), data)
        for component in model.component_objects(pyo.Expression)
        for key, data in component.items()
    ]
    numbers = np.array([data.value for _, _, data in symbols], dtype=np.float64)
    for _, _, data in symbols:
        data.unfix()
    try:
        shape, value, body = reader.compiled([expression for _, _, _, expression, _ in constraints])
        report_shape, report, constant = reader.compiled([data for _, _, data in named])
    finally:
        for _, _, data in symbols:
            data.fix()
    made = Symbols(
        figures=tuple((name, key) for name, key, _ in symbols),
        value=value,
        body=body,
        row_lower=_bounds((low for _, _, low, _, _ in constraints), -math.inf),
        row_upper=_bounds((high for *_, high in constraints), math.inf),
        report=report,
        report_constant=constant,
        sizes=sizes_of(
            [named[:2] for named in variables],
            [named[:2] for named in symbols],
            getattr(model, "tonnes", lambda name, index: None),
        ),
    )
    matrix = Matrix(*shape, value.at(numbers), len(variables))
    return Program(
        columns=tuple((name, key) for name, key, _ in variables),
        rows=tuple((name, key) for name, key, *_ in constraints),
        lower=_bounds((data.lb for _, _, data in variables), -math.inf),
        upper=_bounds((data.ub for _, _, data in variables), math.inf),
        row_lower=made.row_lower - body.at(numbers),
        row_upper=made.row_upper - body.at(numbers),
        matrix=matrix,
        expressions=tuple((name, key) for name, key, _ in named),
        report=Matrix(*report_shape, report.at(numbers), len(variables)),
        report_constant=constant.at(numbers),
        symbols=made,
        scale=matrix.scale(made.sizes.at(numbers)),
    )


def _bounds(values: Iterable[float | None], absent: float) -> Floats:
    return np.array([absent if v is None else pyo.value(v) for v in values], dtype=np.float64)


class _Terms:
    """Collects numbers that are affine in the figures, one place after the other."""

    def __init__(self) -> None:
        self._constant: list[float] = []
        self._terms: list[tuple[int, int, float]] = []

    def __len__(self) -> int:
        return len(self._constant)

    def add(self, constant: float) -> int:
        """A new place and its number."""
        self._constant.append(constant)
        return len(self._constant) - 1

    def depend(self, place: int, figure: int, coefficient: float) -> None:
        """The number at ``place`` grows by ``coefficient`` times a figure."""
        self._terms.append((place, figure, coefficient))

    def affine(self) -> Affine:
        """All of them."""
        place, figure, coefficient = zip(*self._terms, strict=True) if self._terms else ((),) * 3
        return Affine(
            np.array(self._constant, dtype=np.float64),
            np.array(place, dtype=np.int32),
            np.array(figure, dtype=np.int32),
            np.array(coefficient, dtype=np.float64),
        )


class _Reader:
    """Reads Pyomo expressions as rows over the variables, affine in the symbols."""

    def __init__(
        self, variables: Sequence[tuple[str, Index, Any]], symbols: Sequence[tuple[str, Index, Any]]
    ) -> None:
        self._column = {id(data): number for number, (_, _, data) in enumerate(variables)}
        self._figure = {id(data): number for number, (_, _, data) in enumerate(symbols)}
        self._visitor = QuadraticRepnVisitor({}, var_recorder=OrderedVarRecorder({}, {}, None))

    def compiled(self, bodies: Sequence[Any]) -> tuple[tuple[Ints, Ints], Affine, Affine]:
        """Expressions as rows of a matrix (starts and columns), its entries, and constants."""
        start: list[int] = [0]
        index: list[int] = []
        value, constant = _Terms(), _Terms()
        for body in bodies:
            index.extend(self._row(body, value, constant))
            start.append(len(index))
        shape = np.array(start, dtype=np.int32), np.array(index, dtype=np.int32)
        return shape, value.affine(), constant.affine()

    def _row(self, body: Any, value: _Terms, constant: _Terms) -> list[int]:
        """Add one expression; the columns of its entries."""
        form = self._visitor.walk_expression(body)
        if form.nonlinear is not None:
            raise ValueError(f"not linear: {body}")
        row, entry = constant.add(form.constant), {}
        for key, coefficient in form.linear.items():
            if key in self._column:
                entry[self._column[key]] = value.add(coefficient)
            else:
                constant.depend(row, self._figure[key], coefficient)
        for pair, coefficient in (form.quadratic or {}).items():
            figures = [self._figure[key] for key in pair if key in self._figure]
            columns = [self._column[key] for key in pair if key in self._column]
            if len(figures) != 1 or len(columns) != 1:
                raise ValueError(f"not linear, or not affine in the figures: {body}")
            if columns[0] not in entry:
                entry[columns[0]] = value.add(0.0)
            value.depend(entry[columns[0]], figures[0], coefficient)
        return list(entry)
