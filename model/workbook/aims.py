"""The aims: one record each, read by formulation, planner, tables, labels, charts and sentences.

Demand comes before all of them: the least shortage, then the least gap to the reserve. To add an
aim: a record here, its total in :mod:`model.formulation.aims`, its price for ``weighted`` in
:mod:`model.planning.aim_values`, its mark in :mod:`model.report.charts.scatter` and its row of
AimPrices in :mod:`model.results.reasons.money`; whatever is missing raises when the programme
starts. Other modules import the names from here; no other writes them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.errors import Words

COST, CONCENTRATION, CO2 = "cost", "concentration", "co2"
SHORTAGE, RESERVE = "shortage", "reserve"

FIRST = (SHORTAGE, RESERVE)
"""What is made as small as possible before any aim is looked at, in this order."""


@dataclass(frozen=True)
class Aim:
    """A total that a plan is judged by; less is better.

    ``named`` is its name in a sentence, ``full`` says what it covers and stands before figures,
    ``least`` names the plan that has the least of it, ``by`` is what a tonne adds to it. ``unit``
    stands beside figures, ``counted`` behind a number in a sentence. ``decimals`` are shown.
    """

    name: str
    named: Words
    full: Words
    least: Words
    by: Words
    unit: str
    counted: Words
    decimals: int


AIM_OF: Mapping[str, Aim] = {
    aim.name: aim
    for aim in (
        Aim(
            COST,
            named=Words("cost", "費用"),
            full=Words("Cost, present value", "費用（現在価値）"),
            least=Words("least cost", "費用最小"),
            by=Words("price", "価格"),
            unit="million USD",
            counted=Words("million USD", "百万USD"),
            decimals=2,
        ),
        Aim(
            CONCENTRATION,
            named=Words("concentration", "集中度"),
            full=Words("Concentration (HHI), mean", "集中度（平均）"),
            least=Words("least concentration", "集中度最小"),
            by=Words("HHI", "HHI"),
            unit="HHI points",
            counted=Words("HHI points", "ポイント"),
            decimals=0,
        ),
        Aim(
            CO2,
            named=Words("CO2", "CO2"),
            full=Words("CO2, all years", "CO2排出量（全期間）"),
            least=Words("least CO2", "CO2最小"),
            by=Words("CO2", "CO2"),
            unit="kt CO2",
            counted=Words("kt of CO2", " kt"),
            decimals=1,
        ),
    )
}
"""In the order in which ties are broken and columns stand."""

BESIDE_COST = tuple(name for name in AIM_OF if name != COST)
"""The aims that cost is set against."""
