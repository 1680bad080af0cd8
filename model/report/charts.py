"""Native charts of the summary and the sheet that holds their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pandas as pd
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import TextAxis
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.errors import Words
from model.report import looks
from model.report.looks import Pen
from model.report.rows import rows
from model.report.sheets import FIRST_ROW, page, write_top
from model.report.who import Source

INK, GREY = "1F2933", "C5CCD3"
MINERAL_COLOURS = ("44546A", "A3B1C6", "6E83A3", "CBD3DF", "57708F", "8A94A3", "DDE2EA")
"""Colours of minerals, unlike those of countries."""
Place = tuple[int, int, int, int]
"""First column, first row, last column, last row of a chart, counted from 0."""


@dataclass(frozen=True)
class Line:
    """A series of a chart: name, colour, and a value for every year."""

    name: str
    colour: str
    values: Sequence[float]


@dataclass(frozen=True)
class Block:
    """Where a chart's figures stand: years down from ``row``, series from column 2 on."""

    ws: Worksheet
    row: int
    years: int

    def series(self, number: int, colour: str, *, line: bool = False) -> Any:
        """Series ``number`` (from 0) with its colour."""
        column, last = 2 + number, self.row + self.years
        reference = Reference(self.ws, min_col=column, min_row=self.row, max_row=last)
        series = Series(reference, title_from_data=True)
        pen = LineProperties(solidFill=colour, w=22225)
        series.graphicalProperties = (
            GraphicalProperties(ln=pen) if line else GraphicalProperties(solidFill=colour)
        )
        if line:
            series.marker.symbol = "circle"
            series.marker.size = 5
            series.marker.graphicalProperties = GraphicalProperties(solidFill=colour, ln=pen)
            series.smooth = False
        return series

    @property
    def categories(self) -> Reference:
        """The years."""
        return Reference(self.ws, min_col=1, min_row=self.row + 1, max_row=self.row + self.years)


class ChartSheet:
    """The sheet ChartData: one block of figures under another."""

    def __init__(self, ws: Worksheet, pen: Pen, years: Sequence[int]) -> None:
        self._ws, self._pen, self._years, self._row = ws, pen, years, FIRST_ROW - 2
        self._widest = 1
        write_top(ws, pen, ws.title)
        ws.column_dimensions["A"].width = 16

    def block(self, title: Words, unit: str, lines: Sequence[Line]) -> Block:
        """Write the figures of one chart."""
        ws, pen, row = self._ws, self._pen, self._row + 1
        pen.put(ws, self._row, 1, f"{title.en}  {title.ja}  ({unit})", looks.STRONG)
        pen.put(ws, row, 1, "year 年", looks.HEADER)
        for number, line in enumerate(lines, 2):
            pen.put(ws, row, number, line.name, looks.HEADER)
            for place, value in enumerate(line.values, row + 1):
                pen.put(ws, place, number, float(value), looks.NUMBER, "#,##0.0")
        for place, year in enumerate(self._years, row + 1):
            pen.put(ws, place, 1, year, looks.INSET, "0")
        self._row = row + len(self._years) + 2
        self._widest = max(self._widest, 1 + len(lines))
        return Block(ws, row, len(self._years))

    def finish(self) -> None:
        """Widths and print set-up."""
        for number in range(2, self._widest + 1):
            self._ws.column_dimensions[get_column_letter(number)].width = 24
        page(self._ws, f"A1:{get_column_letter(self._widest)}{self._row}")


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
    over.set_categories(block.categories)
    if not lines:
        _finish(over, title, "t", place, summary)
        return
    bars = _bars(block, lines)
    bars += over
    _finish(bars, title, "t", place, summary)


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
    bars = _bars(block, lines)
    over = LineChart()
    over.append(block.series(len(lines), INK, line=True))
    over.set_categories(block.categories)
    over.x_axis = TextAxis(axId=500, crossAx=200, delete=True)
    over.y_axis.axId, over.y_axis.crossAx = 200, 500
    over.y_axis.title = _text("CO2, kt")
    over.y_axis.crosses = "max"
    over.y_axis.number_format = "#,##0"
    over.y_axis.majorGridlines = None
    over.y_axis.scaling.min = 0
    _axis(over.y_axis)
    bars += over
    _finish(bars, title, "million USD 百万ドル", place, summary, axes=2)


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


def _bars(block: Block, lines: Sequence[Line]) -> BarChart:
    bars = BarChart()
    bars.type, bars.grouping, bars.overlap, bars.gapWidth = "col", "stacked", 100, 45
    for number, line in enumerate(lines):
        bars.append(block.series(number, line.colour))
    bars.set_categories(block.categories)
    return bars


def _finish(
    chart: Any,
    title: Words,
    unit: str,
    place: Place,
    summary: Worksheet,
    axes: int = 1,
) -> None:
    """Title, axes that are seen, legend, and the cells the chart covers."""
    chart.title = _text(f"{title.en}  {title.ja}", 1000, bold=True)
    chart.x_axis.title = _text("year 年")
    chart.x_axis.number_format = "0"
    chart.y_axis.title = _text(unit)
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GREY))
    chart.y_axis.scaling.min = 0
    _axis(chart.x_axis)
    _axis(chart.y_axis)
    chart.layout = _layout(0.1, 0.13, 0.58 if axes == 2 else 0.66, 0.66, inner=True)
    chart.legend.layout = _layout(0.79, 0.1, 0.2, 0.86)
    chart.legend.position = "r"
    chart.legend.overlay = False
    chart.legend.txPr = _small(800)
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=GREY))
    left, top, right, bottom = place
    chart.anchor = TwoCellAnchor(
        _from=AnchorMarker(col=left, row=top), to=AnchorMarker(col=right, row=bottom)
    )
    summary.add_chart(chart)


def _layout(x: float, y: float, width: float, height: float, *, inner: bool = False) -> Layout:
    """A place inside a chart, in parts of its width and height."""
    edges = ManualLayout(xMode="edge", yMode="edge", x=x, y=y, w=width, h=height)
    if inner:
        edges.layoutTarget = "inner"
    return Layout(manualLayout=edges)


def _axis(axis: Any) -> None:
    """Show an axis; openpyxl hides it otherwise."""
    axis.delete = False
    axis.txPr = _small(800)
    axis.majorTickMark = "out"


def _font(size: int, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=INK)


def _small(size: int) -> RichText:
    properties = ParagraphProperties(defRPr=_font(size))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=_font(size))])


def _text(text: str, size: int = 800, *, bold: bool = False) -> Title:
    """A title in a size of its own that does not lie over the chart."""
    from openpyxl.chart.text import Text
    from openpyxl.drawing.text import RegularTextRun

    run = RegularTextRun(rPr=_font(size, bold=bold), t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_font(size, bold=bold)), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
