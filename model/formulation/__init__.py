"""The linear programme, one file a block; every equation stands whole under its formula.

Quantities are tonnes, money is million USD, CO2 is t, concentration is HHI points (0-10,000).
One letter for each index: materials m, minerals k, supply options s, countries c, conversions v,
periods t of length :math:`l_t` (part of a year), years y, segments j, limits r.

Metal moves, is stored and is paid for by period; shares, concentration and limits are of a year,
the sum over its periods.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pyomo.core as pyo

from model.case import Case
from model.formulation import (
    aims,
    balance,
    carbon,
    concentration,
    conversion,
    cost,
    figures,
    limits,
    sets,
    stock,
    supply,
)

BLOCKS = (
    sets,
    figures,
    supply,
    conversion,
    stock,
    balance,
    concentration,
    carbon,
    cost,
    limits,
    aims,
)
"""In order: a block may use what stands before it."""


def bounds(case: Case) -> dict[str, dict[tuple[str, float], tuple[float, float | None]]]:
    """Bounds of the variables that a scenario may change, by component and index."""
    needs = [(i, t) for i in case.materials for t in case.periods]
    return {
        "imports": {key: supply.bounds(case, *key) for key in case.capacity},
        "shortage": {key: balance.bounds(case, *key) for key in needs},
        "reserve_gap": {key: stock.gap_bounds(case, *key) for key in needs},
    }


def build(case: Case) -> pyo.ConcreteModel:
    """The whole programme of a case, block by block; ``tonnes`` says what its columns count."""
    m = pyo.ConcreteModel(name=case.settings.case_name)
    for block in BLOCKS:
        block.add(m, case)
    m.tonnes = partial(tonnes, case)
    return m


def tonnes(case: Case, name: str, index: tuple[Any, ...]) -> tuple[str, str] | None:
    """Material and mineral whose tonnes a variable counts; ``None`` if it counts no tonnes."""
    if name == "imports":
        material = case.supplies[index[0]].material
    elif name == "converted":
        material = case.conversions[index[0]].to_material
    elif name in ("stock", "shortage", "reserve_gap"):
        material = index[0]
    else:
        return None
    return material, case.materials[material].mineral
