r"""Figures: what a scenario may change, as symbols, so that the programme is compiled once.

:math:`charge_{s,t}` of an option (USD/kg, one symbol for each of
:data:`model.case.costs.CHARGES`: price, freight, duty) and its :math:`footprint` (kg CO2/kg),
:math:`D_{m,t}` the demand of a material in a period and :math:`D_{k,y}` of a mineral in a year
(``market``), the ``reserve`` asked for at the end of a period (t), what is ``owed`` of take-or-pay
in a year of several periods (t), and how many ``days_a_tonne`` is worth:

.. math:: days\_a\_tonne_{m,t} = 365\, l_t / D_{m,t}

with the mean demand of the plan where a period has none; a duty is its rate times the other
charges. To Pyomo they are variables that are fixed: constants to whoever reads the model, symbols
to :mod:`model.lp.compilation`, which finds that every coefficient and bound is affine in them. A
scenario puts other numbers in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyomo.core as pyo

from model.case import Case
from model.case.costs import CHARGES

Values = Mapping[tuple[Any, ...], float]


def figures(case: Case) -> dict[str, Values]:
    """The numbers of a case for every symbol, by name and index."""
    options = [(s, t) for s in case.supplies for t in case.periods]
    needed = [(i, t) for i in case.materials for t in case.periods]
    rate = {(i, t): case.demand[i, t] / t.length for i, t in needed}
    mean = {
        i: sum(case.demand[i, t] for t in case.periods) / len(case.years) for i in case.materials
    }
    return {
        **{
            charge.symbol: {(s, t): case.charge(charge, s, t) for s, t in options}
            for charge in CHARGES
        },
        "footprint": {(s, t): case.footprint(s, t) for s, t in options},
        "demand": case.demand,
        "market": case.mineral_demand,
        "reserve": {(i, t): case.stock_target(i, t) for i, t in needed},
        "days_a_tonne": {(i, t): 365 / (rate[i, t] or mean[i] or 1) for i, t in needed},
        "owed": {
            (s, y): case.owed(s, y)
            for s in case.supplies
            for y, periods in case.periods_of.items()
            if len(periods) > 1
        },
    }


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the symbols, fixed at their numbers."""
    for name, values in figures(case).items():
        symbols = pyo.Var(list(values), dense=True)
        m.add_component(name, symbols)
        for index, value in values.items():
            symbols[index].fix(value)
