"""Objectives of sheet Settings: one record each; how each plans stands in planning/methods.py.

What other modules need to know of an objective is an attribute of its record, so that none asks for
its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.errors import Words
from model.workbook.aims import AIM_OF, COST
from model.workbook.measures import complete


@dataclass(frozen=True)
class Objective:
    """A way to combine the aims: its name in Settings, and what the title of a result calls it.

    ``aim`` is the one aim it pursues, if it is one. ``priced``: Settings says what a unit of each
    aim is worth. ``own_scale``: aims are measured by their ranges over all minerals, so what
    changes one mineral moves others. ``staged``: the plan rests on the plans of earlier stages,
    which are not kept. ``kept`` are the aims in which an alternative must be nearly as good.
    """

    name: str
    wording: Words
    aim: str | None = None
    priced: bool = False
    own_scale: bool = False
    staged: bool = False
    kept: tuple[str, ...] = tuple(AIM_OF)


OBJECTIVES: Mapping[str, Objective] = {
    objective.name: objective
    for objective in (
        Objective(
            "balanced",
            Words("cost, concentration and CO2 in balance", "費用・集中度・CO2の均衡"),
            own_scale=True,
        ),
        Objective(
            "weighted",
            Words("cost, CO2 and concentration in money", "費用・CO2・集中度の金額換算"),
            priced=True,
        ),
        Objective("priority", Words("aims in the order {order}", "優先順位 {order}"), staged=True),
        *(
            Objective(
                aim.name,
                aim.least,
                aim=aim.name,
                kept=(COST,) if aim.name == COST else tuple(AIM_OF),
            )
            for aim in AIM_OF.values()
        ),
    )
}
"""In the order in which Settings offers them."""

complete("objectives of one aim", filter(None, (o.aim for o in OBJECTIVES.values())), AIM_OF)
