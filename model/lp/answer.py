"""What a solver answers: an optimum with its prices, ranges of bounds, or that there is no plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.lp.certificate import Certificate
from model.lp.program import Floats, Program
from model.tolerances.solving import FEASIBILITY, PRICED

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


class InfeasibleError(Exception):
    """No point obeys all rows and bounds of ``program``, which has been proved; whoever asked knows
    what that means.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        super().__init__("no feasible point")
