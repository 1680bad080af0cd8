"""Native charts of the summary: supply by source, and cost beside CO2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import pandas as pd
from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.axis import TextAxis
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.errors import Words
from model.report.charts.chart_data import Block, ChartSheet, Line
from model.report.charts.chart_looks import INK, Frame, Place, finish, show, text
from model.report.core.rows import rows
from model.report.sentences.who import Source

MINERAL_COLOURS = ("44546A", "A3B1C6", "6E83A3", "CBD3DF", "57708F", "8A94A3", "DDE2EA")
"""Colours of minerals, unlike those of countries."""
YEARS = "year 年"


def draw_supply(
    summary: Worksheet,
    data: ChartSheet,
    case: Case,
    mineral: str,
    sources: Sequence[Source],
    place: Place,
) -> None:
    """Tonnes of a mineral by source over the years, stacked, with the demand as a line."""
    title = Words(f"{mineral}: supply by source", "調達量")
    shown = [source for source in sources if source.total > 0]
    lines = [Line(s.short, s.colour, [s.tonnes[t] for t in case.years]) for s in shown]
    demand = Line("Demand 需要", INK, [case.mineral_demand[mineral, t] for t in case.years])
    block = data.block(title, "t", [*lines, demand])
    over = LineChart()
    over.append(block.series(len(lines), INK, line=True))
    over.set_categories(block.heads)
    if not lines:
        _finish(over, summary, place, Frame(title, YEARS, "t"))
        return
    bars = stacked(block, lines)
    bars += over
    _finish(bars, summary, place, Frame(title, YEARS, "t"))


def draw_cost(
    summary: Worksheet,
    data: ChartSheet,
    case: Case,
    tables: Mapping[str, pd.DataFrame],
    place: Place,
) -> None:
    """Yearly cost by mineral as columns, and CO2 as a line on an axis of its own."""
    title = Words("Cost (columns) and CO2 (line)", "費用（棒）とCO2（線）")
    lines = [
        Line(f"{k} cost 費用" if k != "all" else "penalties 違反金", colour, series)
        for colour, (k, series) in zip(
            cycle(MINERAL_COLOURS), _costs(case, tables["Costs"]).items(), strict=False
        )
    ]
    carbon = Line("CO2 (kt)", INK, _carbon(case, tables["Carbon"]))
    block = data.block(title, "million USD, undiscounted 割引前; kt CO2", [*lines, carbon])
    bars = stacked(block, lines)
    over = LineChart()
    over.append(block.series(len(lines), INK, line=True))
    over.set_categories(block.heads)
    over.x_axis = TextAxis(axId=500, crossAx=200, delete=True)
    over.y_axis.axId, over.y_axis.crossAx = 200, 500
    over.y_axis.title = text("CO2, kt")
    over.y_axis.crosses = "max"
    over.y_axis.number_format = "#,##0"
    over.y_axis.majorGridlines = None
    over.y_axis.scaling.min = 0
    show(over.y_axis)
    bars += over
    _finish(bars, summary, place, Frame(title, YEARS, "million USD 百万ドル", axes=2))


def _costs(case: Case, costs: pd.DataFrame) -> dict[str, list[float]]:
    """Undiscounted million USD by mineral and year; ``all`` only if there are penalties on all."""
    found = {(k, t): 0.0 for k in (*case.minerals, "all") for t in case.years}
    for k, t, cost in rows(costs, "mineral", "year", "cost"):
        found[k, t] += cost
    series = {k: [found[k, t] for t in case.years] for k in (*case.minerals, "all")}
    return {k: values for k, values in series.items() if k != "all" or any(values)}


def _carbon(case: Case, carbon: pd.DataFrame) -> list[float]:
    """Kt CO2 by year."""
    found = dict.fromkeys(case.years, 0.0)
    for t, co2 in rows(carbon, "year", "co2"):
        found[t] += co2 / 1000
    return list(found.values())


def stacked(block: Block, lines: Sequence[Line]) -> BarChart:
    """Stacked columns of the first series of a block."""
    bars = BarChart()
    bars.type, bars.grouping, bars.overlap, bars.gapWidth = "col", "stacked", 100, 45
    for number, line in enumerate(lines):
        bars.append(block.series(number, line.colour))
    bars.set_categories(block.heads)
    return bars


def _finish(chart: Any, ws: Worksheet, place: Place, frame: Frame) -> None:
    chart.y_axis.scaling.min = 0
    finish(chart, ws, place, frame)
