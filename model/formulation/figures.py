r"""Figures: what a scenario may change, as symbols, so that the programme is compiled once.

:math:`price, freight, duty` (USD/kg, one symbol for each of :data:`model.case.costs.CHARGES`) and
:math:`footprint` (kg CO2/kg) of an option,
:math:`D_{m,t}` the demand of a material and :math:`D_{k,t}` of a mineral (``market``), the
``reserve`` asked for at a year end (t), and how many ``days_a_tonne`` is worth:

.. math:: duty_{s,t} = (price + freight) \cdot tariff, \qquad
          days\_a\_tonne_{m,t} = 365 / D_{m,t}

with the mean demand of the plan where a year has none. To Pyomo they are variables that are fixed:
constants to whoever reads the model, symbols to :mod:`model.lp.compilation`, which finds that every
coefficient and bound is affine in them. A scenario puts other numbers in their place.
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
    options = [(s, t) for s in case.supplies for t in case.years]
    needed = [(i, t) for i in case.materials for t in case.years]
    mean = {i: sum(case.demand[i, t] for t in case.years) / len(case.years) for i in case.materials}
    return {
        **{
            charge.symbol: {(s, t): case.charge(charge, s, t) for s, t in options}
            for charge in CHARGES
        },
        "footprint": {(s, t): case.footprint(s, t) for s, t in options},
        "demand": case.demand,
        "market": case.mineral_demand,
        "reserve": {(i, t): case.stock_target(i, t) for i, t in needed},
        "days_a_tonne": {(i, t): 365 / (case.demand[i, t] or mean[i] or 1) for i, t in needed},
    }


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the symbols, fixed at their numbers."""
    for name, values in figures(case).items():
        symbols = pyo.Var(list(values), dense=True)
        m.add_component(name, symbols)
        for index, value in values.items():
            symbols[index].fix(value)
