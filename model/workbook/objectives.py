"""Objectives of sheet Settings: one record each; how each plans stands in planning/planner.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.errors import Words


@dataclass(frozen=True)
class Objective:
    """A way to combine the aims: its name in Settings, and what the title of a result calls it."""

    name: str
    wording: Words


OBJECTIVES: Mapping[str, Objective] = {
    name: Objective(name, Words(en, ja))
    for name, en, ja in (
        ("balanced", "cost, concentration and CO2 in balance", "費用・集中度・CO2の均衡"),
        ("weighted", "cost, CO2 and concentration in money", "費用・CO2・集中度の金額換算"),
        ("priority", "aims in the order {order}", "優先順位 {order}"),
        ("cost", "least cost", "費用最小"),
        ("concentration", "least concentration", "集中度最小"),
        ("co2", "least CO2", "CO2最小"),
    )
}
"""In the order in which Settings offers them."""
