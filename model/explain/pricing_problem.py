r"""The programme that prices are read from: all that the plan weighs, in money, and only that.

.. math:: \min \; v_{cost}\, cost + v_{conc.}\, conc. + v_{co2}\, co2
          + \text{far more for tonnes short, and then for tonnes missing to the reserve}

with the worth of the aims of :mod:`model.explain.money`. The squares of shares are tangents about
the plan, ``STEP`` apart, so the plan is one of its optima, and its prices are those at the plan. It
falls into parts that share no equation, as a rule one for each mineral; each is solved again and
again in an instance of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.case import HHI, Case
from model.explain.amounts import Amounts, amounts, spread
from model.explain.explanations import Money, Parts
from model.explain.money import STEP
from model.lp.answer import Answer, Ranges
from model.lp.program import Floats, Index, Ints, Matrix, Program
from model.lp.refinement import Held, Refiner
from model.lp.solver import Solver, new_engine
from model.planning.aim_values import SCALE
from model.planning.planned import Planned
from model.tolerances.prices import ENDLESS_TONNES, GRAIN
from model.tolerances.weights import DEMAND_ABOVE_MONEY
from model.workbook.aims import FIRST

REACH = 2.0
"""How many times what a country can deliver its share is followed."""

AIMS_APART = ("aim", "worst")
"""Columns of the totals, which the costs of the programme take the place of."""


@dataclass(frozen=True)
class Part:
    """A part of the programme that shares no equation with the rest, and its optimum.

    ``cost`` is all that is minimised and ``money`` what of it is money, by column, in solver units
    (``SCALE`` of them make a million USD); ``amounts`` tell cash, HHI, CO2 and tonnes apart.
    ``columns`` are the numbers of its columns in the whole, ``plan`` is the plan, ``now`` what it
    amounts to here, ``dear`` what the dearest tonne comes to.
    """

    program: Program
    cost: Floats
    money: Floats
    amounts: Amounts
    columns: Ints
    plan: Floats
    now: Parts
    dear: float
    engine: Solver = field(repr=False)

    @cached_property
    def base(self) -> Answer:
        """The optimum as things are."""
        return self.engine.minimise(self.program, self.cost)

    @cached_property
    def ranges(self) -> Ranges | None:
        """How far bounds may go while the basis of the optimum stays what it is."""
        self.ask(self.program)
        return self.engine.ranges()

    def ask(self, program: Program, cost: Floats | None = None) -> Answer:
        """The optimum of the changed part. Raises InfeasibleError."""
        return self.engine.minimise(program, self.cost if cost is None else cost)

    def rise(self, answer: Answer) -> float:
        """How much more an answer comes to than the optimum as things are, in solver units."""
        return float(self.cost @ (answer.x - self.base.x))

    def million(self, answer: Answer) -> float:
        """How much more money an answer comes to than the optimum as things are, million USD."""
        return float(self.money @ (answer.x - self.base.x)) / SCALE

    def more(self, answer: Answer) -> Parts:
        """How much more an answer amounts to than the optimum as things are, each thing apart."""
        return self.amounts.of(answer.x).plus(self.amounts.of(self.base.x).times(-1.0))

    def lost(self, answer: Answer) -> float:
        """How much more of losses and penalties, which nobody pays, an answer comes to than the
        optimum as things are, million USD.
        """
        return float(self.amounts.loss @ (answer.x - self.base.x))

    @cached_property
    def fined(self) -> bool:
        """Whether the plan bears losses or penalties."""
        return bool(SCALE * self.amounts.loss @ self.base.x > GRAIN)

    @cached_property
    def gives_way(self) -> bool:
        """Whether demand or reserve give way in the plan."""
        return bool((self.cost - self.money) @ self.base.x > GRAIN)

    def gives_more_way(self, answer: Answer) -> bool:
        """Whether demand or reserve give more or less way in an answer than in the plan."""
        return abs(float((self.cost - self.money) @ (answer.x - self.base.x))) > GRAIN


@dataclass(frozen=True)
class Pricing:
    """The programme as a whole, with its aims as columns, and in parts without them.

    ``cost`` are the costs of the columns of ``held.program``; the parts say the same.
    """

    planned: Planned
    money: Money
    held: Held
    cost: Floats
    parts: tuple[Part, ...]

    @cached_property
    def reduced(self) -> Floats:
        """Reduced costs of all columns at the plan, solver units."""
        found = np.zeros(len(self.cost))
        for part in self.parts:
            found[part.columns] = part.base.d
        return found


def pricing(planned: Planned, money: Money) -> Pricing:
    """The programme about a plan, ready to be asked."""
    held = _about(planned.refiner, planned.chosen.x)
    program = within_reach(held.program)
    first, parts = _in_parts(planned.case, program, planned.chosen.x, money)
    cost = planned.aims.costs({a: SCALE * v for a, v in money.weights.items()}) + first
    return Pricing(planned, money, replace(held, program=program), cost, parts)


def repriced(pricing: Pricing, case: Case, program: Program) -> tuple[Part, ...]:
    """The parts with the figures of another case and the same plan.

    ``program`` is that of the plan with those figures; segments and so columns are alike.
    """
    planned = pricing.planned
    refiner = planned.refiner.on(program, planned.refiner.engine)
    program = _about(refiner, planned.chosen.x).program
    segments = list(program.column_of.get("segment", {}).values())
    upper = program.upper.copy()
    upper[segments] = pricing.held.program.upper[segments]
    program = replace(program, upper=upper)
    return _in_parts(case, program, planned.chosen.x, pricing.money)[1]


def _about(refiner: Refiner, x: Floats) -> Held:
    """The programme with tangents of the squares ``STEP`` apart about a plan."""
    return refiner.set_near(refiner.start, refiner.share_values(x), STEP)


def _in_parts(
    case: Case, program: Program, plan: Floats, money: Money
) -> tuple[Floats, tuple[Part, ...]]:
    """What demand and reserve weigh, by column, and the parts that share no equation."""
    in_money = spread(program, {a: SCALE * v for a, v in money.weights.items()})
    apart = amounts(case, program)
    numbers = _groups(program.matrix, _rows_apart(program))
    dearest = _dearest_tonne(case, program, in_money)
    weights = _first(program, dearest, numbers)
    usable = _usable(program)
    kept = np.array([name not in AIMS_APART for name, _ in program.columns])
    parts = []
    for number in range(int(numbers.max(initial=-1)) + 1):
        rows = numbers == number
        whole = _columns(program, rows) & kept
        columns = whole & usable
        if not columns.any():  # a rule on what nobody delivers
            continue
        part = Part(
            program=program.part(rows, columns),
            cost=(in_money + weights)[columns],
            money=in_money[columns],
            amounts=apart.only(columns),
            columns=np.flatnonzero(columns).astype(np.int32),
            plan=plan[columns],
            now=apart.only(whole).of(plan[whole]),
            dear=float(dearest[columns].max(initial=1.0)),
            engine=new_engine(),
        )
        parts.append(part)
    return weights, tuple(parts)


def within_reach(program: Program) -> Program:
    """The programme without segments of shares that no country can come near.

    Of each share those are left that begin below twice what can be delivered; the last goes on.
    """
    matrix, reach = program.matrix, np.zeros(len(program.rows))
    bought = list(program.column_of["imports"].values())
    limits = np.zeros(len(program.columns))
    limits[bought] = program.upper[bought]
    filled = np.abs(matrix.value) * np.minimum(limits[matrix.index], ENDLESS_TONNES)
    np.add.at(reach, matrix.row_numbers, filled)
    upper, segments = program.upper.copy(), program.column_of.get("segment", {})
    shares: dict[Index, list[int]] = {}
    for index, column in segments.items():
        shares.setdefault(index[:3], []).append(column)
    for share, row in program.row_of.get("share_definition", {}).items():
        columns = shares[share]
        market = abs(matrix.row(row)[columns[0]])
        if not market:  # no demand in a world with another figure
            continue
        widths = upper[columns]
        starts = np.concatenate([[0.0], np.cumsum(widths)[:-1]])
        far = starts > REACH * reach[row] / market + 2 * STEP
        last = int(np.flatnonzero(~far)[-1])
        widths[far] = 0.0
        widths[last] = np.inf
        upper[columns] = widths
    return replace(program, upper=upper)


def _columns(program: Program, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The columns of some rows."""
    matrix = program.matrix
    columns = np.zeros(len(program.columns), dtype=bool)
    columns[matrix.index[rows[matrix.row_numbers]]] = True
    return columns


def _usable(program: Program) -> NDArray[np.bool_]:
    """All columns but segments that can hold nothing."""
    usable = np.ones(len(program.columns), dtype=bool)
    segments = list(program.column_of.get("segment", {}).values())
    usable[segments] = program.upper[segments] > 0
    return usable


def _rows_apart(program: Program) -> NDArray[np.bool_]:
    """Rows that define the aims or compare them: the costs of the parts say what they say."""
    apart = ("aim_definition", "worst_definition")
    return np.array([name in apart for name, _ in program.rows], dtype=bool)


def _groups(matrix: Matrix, left_out: NDArray[np.bool_]) -> Ints:
    """Numbers of the rows, alike for rows that are linked by columns; -1 for rows left out."""
    label = np.arange(matrix.height)
    entries = ~left_out[matrix.row_numbers]
    rows, columns = matrix.row_numbers[entries], matrix.index[entries]
    while True:
        least = np.full(matrix.width, matrix.height)
        np.minimum.at(least, columns, label[rows])
        spread = label.copy()
        np.minimum.at(spread, rows, least[columns])
        if np.array_equal(spread, label):
            break
        label = spread
    label[left_out] = -1
    _, numbers = np.unique(label[~left_out], return_inverse=True)
    found = np.full(matrix.height, -1, dtype=np.int32)
    found[~left_out] = numbers
    return found


def _first(program: Program, dearest: Floats, numbers: Ints) -> Floats:
    """Costs that put demand first and the reserve second, by column.

    In each part a tonne missing to the reserve weighs far more than the dearest tonne there is.
    """
    matrix, part_of = program.matrix, np.full(len(program.columns), -1)
    linked = numbers[matrix.row_numbers] >= 0
    part_of[matrix.index[linked]] = numbers[matrix.row_numbers[linked]]
    ranks = [spread(program, {aim: 1.0}) for aim in reversed(FIRST)]
    weights = np.zeros(len(program.columns))
    for number in range(int(numbers.max(initial=-1)) + 1):
        mine = part_of == number
        far = max(float(dearest[mine].max(initial=0.0)), 1.0)
        for rank in ranks:
            asked = mine & (rank > 0)
            if asked.any():
                least = float(rank[asked].min())
                weights[asked] = DEMAND_ABOVE_MONEY * far * rank[asked] / least
                far = float(weights[asked].max())
    return weights


def _dearest_tonne(case: Case, program: Program, money: Floats) -> Floats:
    """What a tonne costs at most, by column: in money, and in HHI if one country had it all."""
    dearest = np.zeros(len(program.columns))
    squares = float(np.abs(money[list(program.column_of.get("hhi", {}).values())]).max(initial=0.0))
    demand = [d for d in case.mineral_demand.values() if d > 0]
    spread = 2 * HHI * squares / min(demand, default=1.0)
    for name in ("imports", "converted", "stock"):
        for column in program.column_of.get(name, {}).values():
            dearest[column] = abs(money[column]) + (spread if name == "imports" else 0.0)
    return dearest
