"""The sheet that holds the figures of the charts, one block under another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import Reference, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.core import looks
from model.report.core.looks import Pen
from model.report.core.table_sheet import FIRST_ROW, page, write_top


@dataclass(frozen=True)
class Line:
    """A series of a chart: name, colour, and a value for every head; ``None`` is left blank."""

    name: str
    colour: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Heads:
    """What the values of a block belong to: years, points, or the x of a scatter chart."""

    name: str
    values: Sequence[str | float]
    shown: str = "0"


@dataclass(frozen=True)
class Block:
    """Where a chart's figures stand: heads down from ``row``, series from column 2 on."""

    ws: Worksheet
    row: int
    size: int

    def series(self, number: int, colour: str, *, line: bool = False) -> Any:
        """Series ``number`` (from 0) with its colour."""
        series = Series(self.values(number), title_from_data=True)
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

    def values(self, number: int) -> Reference:
        """Name and values of series ``number`` (from 0)."""
        column, last = 2 + number, self.row + self.size
        return Reference(self.ws, min_col=column, min_row=self.row, max_row=last)

    @property
    def heads(self) -> Reference:
        """The years, points or x values."""
        return Reference(self.ws, min_col=1, min_row=self.row + 1, max_row=self.row + self.size)


class ChartSheet:
    """The sheet ChartData: one block of figures under another."""

    def __init__(self, ws: Worksheet, pen: Pen, years: Sequence[int]) -> None:
        self._ws, self._pen, self._row = ws, pen, FIRST_ROW - 2
        self._years = Heads("year 年", years)
        self._widest = 1
        write_top(ws, pen, ws.title)
        ws.column_dimensions["A"].width = 16

    def block(
        self, title: Words, unit: str, lines: Sequence[Line], heads: Heads | None = None
    ) -> Block:
        """Write the figures of one chart, by year unless other heads are given."""
        ws, pen, row = self._ws, self._pen, self._row + 1
        heads = heads or self._years
        pen.put(ws, self._row, 1, f"{title.en}  {title.ja}  ({unit})", looks.STRONG)
        pen.put(ws, row, 1, heads.name, looks.HEADER)
        for place, head in enumerate(heads.values, row + 1):
            pen.put(ws, place, 1, head, looks.INSET, heads.shown)
        for number, line in enumerate(lines, 2):
            pen.put(ws, row, number, line.name, looks.HEADER)
            for place, value in enumerate(line.values, row + 1):
                if value is not None:
                    pen.put(ws, place, number, float(value), looks.NUMBER, "#,##0.00")
        size = len(heads.values)
        self._row = row + size + 2
        self._widest = max(self._widest, 1 + len(lines))
        return Block(ws, row, size)

    def finish(self) -> None:
        """Widths and print set-up."""
        for number in range(2, self._widest + 1):
            self._ws.column_dimensions[get_column_letter(number)].width = 24
        page(self._ws, f"A1:{get_column_letter(self._widest)}{self._row}", heads=False)
