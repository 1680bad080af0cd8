"""What a plan amounts to, each thing apart: cash, HHI, CO2, tonnes short, tonnes of reserve.

Cash is the part of the cost that is paid; shortage losses and penalties of soft limits are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.case import HHI, Case
from model.explain.explanations import Parts
from model.lp.program import Floats, Ints, Program
from model.workbook.aims import CO2, COST

LOSSES = ("shortage", "excess")
"""Columns whose cost nobody pays: losses of a shortage, and penalties of soft limits."""


@dataclass(frozen=True)
class Amounts:
    """By column: million USD of cash, of losses and penalties, and kt of CO2 on a unit; tonnes
    short and of reserve missing.

    ``share`` is the number of the squared share a column is a segment of (-1: none), ``squares``
    the HHI points by the square of each share.
    """

    cash: Floats
    loss: Floats
    co2: Floats
    short: Floats
    gap: Floats
    share: Ints
    squares: Floats

    def of(self, x: Floats) -> Parts:
        """What a point of the programme amounts to, the squares of shares exact."""
        segments = self.share >= 0
        shares = np.bincount(self.share[segments], x[segments], len(self.squares))
        return Parts(
            cash=float(self.cash @ x),
            concentration=float(self.squares @ shares**2),
            co2=float(self.co2 @ x),
            shortage=float(self.short @ x),
            reserve=float(self.gap @ x),
        )

    def only(self, columns: NDArray[np.bool_]) -> Amounts:
        """The same for the columns that are marked."""
        kept = {
            name: getattr(self, name)[columns] for name in ("cash", "loss", "co2", "short", "gap")
        }
        return replace(self, share=self.share[columns], **kept)


def amounts(case: Case, program: Program) -> Amounts:
    """What the columns of a programme amount to."""
    cash, loss = spread(program, {COST: 1.0}), np.zeros(len(program.columns))
    for name in LOSSES:
        columns = list(program.column_of.get(name, {}).values())
        loss[columns], cash[columns] = cash[columns], 0.0
    share = np.full(len(program.columns), -1, dtype=np.int32)
    numbers: dict[tuple[str, str, int], int] = {}
    for index, column in program.column_of.get("segment", {}).items():
        share[column] = numbers.setdefault((index[0], index[1], index[2]), len(numbers))
    weights = case.concentration_weights
    squares = [HHI * case.risk(c) * weights.get((k, t), 0.0) for k, c, t in numbers]
    return Amounts(
        cash=cash,
        loss=loss,
        co2=spread(program, {CO2: 1.0}),
        short=marked(program, "shortage"),
        gap=marked(program, "reserve_gap"),
        share=share,
        squares=np.array(squares),
    )


def spread(program: Program, weights: dict[str, float]) -> Floats:
    """Costs of the other columns that amount to the same as costs of the aims."""
    cost = np.zeros(len(program.columns))
    for (aim,), row in program.row_of["aim_definition"].items():
        entries = program.matrix.row(row)
        column = program.column_of["aim"][(aim,)]
        scale = -weights.get(aim, 0.0) / entries.pop(column)
        for other, value in entries.items():
            cost[other] += scale * value
    return cost


def marked(program: Program, name: str) -> Floats:
    """Ones in the columns of a component."""
    marks = np.zeros(len(program.columns))
    marks[list(program.column_of.get(name, {}).values())] = 1.0
    return marks
