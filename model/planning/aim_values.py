"""The aims of a programme: their columns, what they cost and count in, and their exact values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from model.case import HHI, Case
from model.lp.program import Floats, Program
from model.lp.refinement import Held, Ints, Refiner
from model.tolerances.solving import CEILING_ROOM
from model.workbook.aims import AIM_OF, CO2, CONCENTRATION, COST, FIRST
from model.workbook.layout import AIMS
from model.workbook.measures import complete

SCALE = 1e3
"""Solver units in an aim's unit: thousand USD, t CO2, thousandths of an HHI point."""

Weights = Mapping[str, float]

PRICES: Mapping[str, Callable[[Case], float]] = {
    COST: lambda case: 1.0,
    CONCENTRATION: lambda case: case.settings.concentration_price / 1000 * len(case.years),
    CO2: lambda case: case.settings.carbon_price / 1000,
}
"""What Settings says a unit of an aim is worth, million USD."""
complete("prices of aims", PRICES, AIM_OF)


def money_weights(case: Case) -> dict[str, float]:
    """What Settings says a unit of each aim is worth, million USD."""
    return {aim: price(case) for aim, price in PRICES.items()}


@dataclass(frozen=True)
class Aims:
    """Where the aims stand in a programme, and what they are at a point of it.

    ``columns`` -- the column of each aim, of shortage and of reserve; ``units`` -- what each counts
    in: 1 of its own units, unless it is very large or small. ``segments``, shape (shares, pieces)
    -- the columns that make up a share of demand; ``share_weights``, shape (shares,) -- HHI points
    that a squared share adds to the concentration aim. ``tie_break``, shape (columns,) -- rank of
    the options in the workbook; earlier rows are used first, and early years.
    """

    columns: Mapping[str, int]
    units: Mapping[str, float]
    segments: Ints
    share_weights: Floats
    tie_break: Floats

    def on(self, program: Program) -> Aims:
        """The aims of a programme that differs in its numbers only."""
        return replace(self, units=_units(program, self.columns))

    def costs(self, weights: Weights) -> Floats:
        """Costs of the columns for a weighed sum of aims, shape (columns,)."""
        cost = np.zeros(len(self.tie_break))
        for aim, weight in weights.items():
            cost[self.columns[aim]] = weight
        return cost

    def cost_of(self, aim: str) -> Floats:
        """Costs of the columns for one aim alone, solver units."""
        return self.costs({aim: SCALE})

    def at(self, x: Floats) -> dict[str, float]:
        """The aims at a point, with the squares of the shares exact."""
        values = {a: float(x[column]) for a, column in self.columns.items()}
        shares = x[self.segments].sum(axis=1)
        values[CONCENTRATION] = float(self.share_weights @ shares**2)
        return values

    def capped(self, held: Held, ceilings: Weights) -> Held:
        """The programme with aims kept at or under ceilings, with room for rounding."""
        upper = held.program.upper.copy()
        for aim, ceiling in ceilings.items():
            room = CEILING_ROOM * max(self.units[aim], abs(ceiling))
            upper[self.columns[aim]] = ceiling + room
        return replace(held, program=replace(held.program, upper=upper))


def aims_of(case: Case, program: Program, refiner: Refiner) -> Aims:
    """The aims of the programme of a case; ``refiner`` knows its shares."""
    columns = {a: program.column_of["aim"][(a,)] for a in (*FIRST, *AIMS)}
    weights = [
        HHI * case.risk(c) * case.concentration_weights.get((k, t), 0.0)
        for k, c, t in refiner.shares
    ]
    return Aims(
        columns=columns,
        units=_units(program, columns),
        segments=refiner.segment,
        share_weights=np.array(weights),
        tie_break=_tie_break(program),
    )


def _units(program: Program, columns: Mapping[str, int]) -> dict[str, float]:
    return {aim: float(program.scale.columns[column]) for aim, column in columns.items()}


def _tie_break(program: Program) -> Floats:
    cost = np.zeros(len(program.columns))
    for name in ("imports", "converted", "stock"):
        for rank, column in enumerate(program.column_of.get(name, {}).values()):
            cost[column] = 1.0 + rank / 1024 + (rank * 0.6180339887498949) % 1 / 4096
    return cost
