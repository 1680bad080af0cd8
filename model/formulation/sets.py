"""Sets: what the programme is indexed by, in the order of the workbook."""

from __future__ import annotations

import pyomo.core as pyo

from model.case import Case


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add materials, minerals, supply options, countries, conversions, periods and years.

    ``TRADES`` are the pairs of mineral and country metal can be shipped from or come from.
    """
    m.MATERIALS = pyo.Set(initialize=list(case.materials))
    m.MINERALS = pyo.Set(initialize=list(case.minerals))
    m.SUPPLIES = pyo.Set(initialize=list(case.supplies))
    m.CONVERSIONS = pyo.Set(initialize=list(case.conversions))
    m.PERIODS = pyo.Set(initialize=list(case.periods))
    m.YEARS = pyo.Set(initialize=list(case.years))
    shipped = {(case.mineral_of(s), row.country) for s, row in case.supplies.items()}
    origin = {(k, o) for k, c in shipped for o in case.origin_shares[k, c]}
    pairs = [(k, c) for k in case.minerals for c in case.countries]
    m.TRADES = pyo.Set(initialize=[p for p in pairs if p in shipped | origin], dimen=2)
