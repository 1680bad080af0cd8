"""How charts look: title, axes that are seen, legend, fonts, and the cells they cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words

INK, GREY = "1F2933", "C5CCD3"
Place = tuple[int, int, int, int]
"""First column, first row, last column, last row of a chart, counted from 0."""


@dataclass(frozen=True)
class Frame:
    """Title of a chart and of its axes.

    ``axes`` are two if a second one stands on the right; the legend is right (r) or below (b).
    """

    title: Words
    x: str
    y: str
    x_shown: str = "0"
    y_shown: str = "#,##0"
    axes: int = 1
    legend: str = "r"


def finish(chart: Any, ws: Worksheet, place: Place, frame: Frame) -> None:
    """Title, axes that are seen, legend, and the cells the chart covers."""
    chart.title = text(f"{frame.title.en}  {frame.title.ja}", 1000, bold=True)
    chart.x_axis.title, chart.y_axis.title = text(frame.x), text(frame.y)
    chart.x_axis.number_format, chart.y_axis.number_format = frame.x_shown, frame.y_shown
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GREY))
    show(chart.x_axis)
    show(chart.y_axis)
    if frame.legend == "r":
        chart.layout = _layout(0.1, 0.13, 0.58 if frame.axes == 2 else 0.66, 0.66, inner=True)
        chart.legend.layout = _layout(0.79, 0.1, 0.2, 0.86)
    chart.legend.position = frame.legend
    chart.legend.overlay = False
    chart.legend.txPr = _small(800)
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=GREY))
    left, top, right, bottom = place
    chart.anchor = TwoCellAnchor(
        editAs="oneCell",
        _from=AnchorMarker(col=left, row=top),
        to=AnchorMarker(col=right, row=bottom),
    )
    ws.add_chart(chart)


def _layout(x: float, y: float, width: float, height: float, *, inner: bool = False) -> Layout:
    """A place inside a chart, in parts of its width and height."""
    edges = ManualLayout(xMode="edge", yMode="edge", x=x, y=y, w=width, h=height)
    if inner:
        edges.layoutTarget = "inner"
    return Layout(manualLayout=edges)


def show(axis: Any) -> None:
    """Show an axis; openpyxl hides it otherwise."""
    axis.delete = False
    axis.txPr = _small(800)
    axis.majorTickMark = "out"


def _font(size: int, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=INK)


def _small(size: int) -> RichText:
    properties = ParagraphProperties(defRPr=_font(size))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=_font(size))])


def text(said: str, size: int = 800, *, bold: bool = False) -> Title:
    """A title in a size of its own that does not lie over the chart."""
    from openpyxl.chart.text import Text
    from openpyxl.drawing.text import RegularTextRun

    run = RegularTextRun(rPr=_font(size, bold=bold), t=said)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_font(size, bold=bold)), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
