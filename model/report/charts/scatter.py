"""Scatter charts: plans as points, the chosen one and the ends marked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.chart import ScatterChart, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from model.analysis.findings import CHOSEN
from model.report.charts.chart_data import Block, ChartSheet, Heads, Line
from model.report.charts.chart_looks import Frame, Place, finish
from model.results.tradeoff import ROLES
from model.workbook.aims import AIM_OF, CO2, CONCENTRATION, COST
from model.workbook.measures import complete

CHOSEN_COLOUR = "C8443A"
AIM_SYMBOLS = {COST: "triangle", CONCENTRATION: "square", CO2: "diamond"}
complete("symbols of aims", AIM_SYMBOLS, AIM_OF)
CHOSEN_ROLE = ROLES[CHOSEN].en
ROLE_MARKS = {
    **{ROLES[aim].en: (symbol, "1F2933") for aim, symbol in AIM_SYMBOLS.items()},
    CHOSEN_ROLE: ("star", CHOSEN_COLOUR),
}
"""Symbol and colour of the points that have a role; the chosen plan comes last, on top."""
ROOM = 0.06
"""Part of an axis that is left free on either side of the points."""


@dataclass(frozen=True)
class Dots:
    """A series: y of every point, ``None`` where the point is not in it."""

    name: str
    colour: str
    values: Sequence[float | None]
    symbol: str = "circle"
    size: int = 7
    joined: bool = False


def role_dots(roles: Sequence[str], names: Sequence[str], y: Sequence[float]) -> list[Dots]:
    """The points that have a role, each role as a series of its own with its name (en, ja)."""
    found = []
    for role, (symbol, colour) in ROLE_MARKS.items():
        has = [role in said.split(", ") for said in roles]
        if any(has):
            first = has.index(True)
            at = roles[first].split(", ").index(role)
            ja = names[first].split("、")
            name = f"{role} {ja[at]}" if at < len(ja) else role
            values = [one if here else None for one, here in zip(y, has, strict=True)]
            size = 12 if role == CHOSEN_ROLE else 10
            found.append(Dots(name, colour, values, symbol, size))
    return found


def draw_scatter(
    ws: Worksheet,
    data: ChartSheet,
    place: Place,
    frame: Frame,
    x: Sequence[float],
    dots: Sequence[Dots],
) -> None:
    """One chart; its figures go to the sheet of the charts' figures.

    The number formats of the axes follow from the figures.
    """
    lines = [Line(one.name, one.colour, one.values) for one in dots]
    unit = f"{frame.x}; {frame.y}"
    block = data.block(frame.title, unit, lines, Heads(frame.x, x, "#,##0.0"))
    chart = ScatterChart(style=13, scatterStyle="lineMarker")
    for number, one in enumerate(dots):
        chart.append(_series(block, number, one))
    x_shown = _span(chart.x_axis, x)
    y_shown = _span(chart.y_axis, (v for one in dots for v in one.values if v is not None))
    chart.x_axis.majorGridlines = None
    finish(chart, ws, place, replace(frame, x_shown=x_shown, y_shown=y_shown))


def _series(block: Block, number: int, dots: Dots) -> Any:
    """Markers, with a thin line through them if they are joined."""
    series = Series(block.values(number), block.heads, title_from_data=True)
    series.marker.symbol, series.marker.size = dots.symbol, dots.size
    edge = LineProperties(solidFill=dots.colour if dots.symbol == "star" else "FFFFFF", w=9525)
    series.marker.graphicalProperties = GraphicalProperties(solidFill=dots.colour, ln=edge)
    line = LineProperties(solidFill=dots.colour, w=15875) if dots.joined else _no_line()
    series.graphicalProperties = GraphicalProperties(ln=line)
    series.smooth = False
    return series


def _no_line() -> LineProperties:
    return LineProperties(noFill=True)


def _span(axis: Any, values: Iterable[float]) -> str:
    """Give an axis round ends, so that the points fill it; the number format it needs."""
    found = list(values)
    if not found:
        return "#,##0"
    low, high = min(found), max(found)
    wide = (high - low) or max(1.0, abs(high) * 0.1)
    step = _round_step(wide / 6)
    axis.scaling.min = math.floor((low - ROOM * wide) / step) * step
    if low >= 0:
        axis.scaling.min = max(0.0, axis.scaling.min)
    axis.scaling.max = math.ceil((high + ROOM * wide) / step) * step
    axis.majorUnit = step
    decimals = max(0, -math.floor(math.log10(step)))
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _round_step(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20 ... above a number."""
    power = 10.0 ** math.floor(math.log10(rough))
    return float(next(n * power for n in (1, 2, 5, 10) if n * power >= rough))
