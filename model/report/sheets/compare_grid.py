"""A grid of three columns a group on sheet Compare: A, B, and B less A, by live formulas.

Only plain old functions, so that every spreadsheet program reads them; text is compared with ``=``,
because the criteria of SUMIFS and MATCH would take ``*`` and ``>`` in a name for something else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.charts.chart_looks import Frame, Place, finish
from model.report.core import looks
from model.report.core.addresses import Ranges, equal
from model.report.core.looks import Pen

PICKS = {"$B$5": 5, "$B$6": 6}
"""The two pickers and their rows."""
LABELS, FIGURES = 3, ("A", "B", "B - A")
"""Columns of labels before the groups, and the columns of a group."""
COLOURS = ("44546A", "C8443A")
EDGE = 0.005
"""Differences nearer to zero than this have no colour."""


class Grid:
    """Writes groups of A, B and their difference."""

    def __init__(self, ws: Worksheet, pen: Pen, at: Ranges) -> None:
        self._ws, self._pen, self._at = ws, pen, at

    def three(self, row: int, number: int, formulas: Sequence[str], shown: str) -> None:
        """A, B, and B less A."""
        for place, text in enumerate(formulas, number):
            self._pen.formula(self._ws, row, place, text, looks.NUMBER, shown)
        a, b = (f"{get_column_letter(n)}{row}" for n in (number, number + 1))
        text = f'IF(OR({a}="",{b}=""),"",{b}-{a})'
        signed = f"+{shown};-{shown};{shown}"
        self._pen.formula(self._ws, row, number + 2, text, looks.NUMBER, signed)

    def band(self, row: int, title: str, last: int) -> None:
        """The title of a block, as far as its last column."""
        for number in range(1, last + 1):
            self._pen.put(self._ws, row, number, None, looks.BAND)
        self._pen.put(self._ws, row, 1, title, looks.BAND)

    def heads(self, row: int, labels: Sequence[str], groups: Sequence[str]) -> None:
        """Groups, and A, B and the difference under each; formulas take minerals from here."""
        for number, text in enumerate(labels, 1):
            self._pen.put(self._ws, row, number, None, looks.GROUP_LEFT)
            self._pen.put(self._ws, row + 1, number, text or None, looks.HEAD_LEFT)
        for place, group in enumerate(groups):
            first = LABELS + 1 + place * len(FIGURES)
            for number, head in enumerate(FIGURES, first):
                name = group if number == first else None
                self._pen.put(self._ws, row, number, name, looks.GROUP_LEFT)
                self._pen.put(self._ws, row + 1, number, head, looks.HEAD)

    def colour(self, first: int, last: int, right: int) -> None:
        """Less is better: differences green below zero and red above."""
        for number in range(LABELS + len(FIGURES), right + 1, len(FIGURES)):
            cells = f"{get_column_letter(number)}{first}:{get_column_letter(number)}{last}"
            for sign, colour in (("lessThan", looks.GOOD), ("greaterThan", looks.BAD)):
                edge = str(-EDGE if sign == "lessThan" else EDGE)
                rule = CellIsRule(  # type: ignore[no-untyped-call]
                    operator=sign, formula=[edge], font=Font(color=colour)
                )
                self._ws.conditional_formatting.add(cells, rule)

    def sum(self, table: str, column: str, keys: Mapping[str, str]) -> str:
        """Sum over the rows of a table that have these keys; blank if there are none."""
        here = "*".join(equal(self._at(table, key), cell) for key, cell in keys.items())
        return f'IF(SUMPRODUCT({here}*1)=0,"",SUMPRODUCT({here}*1,{self._at(table, column)}))'

    def draw(self, mineral: str, place: Place, rows: tuple[int, int]) -> None:
        """A chart of A against B; names and figures stand between two rows."""
        ws, (first, last) = self._ws, rows
        chart = BarChart()
        chart.type, chart.grouping, chart.gapWidth = "col", "clustered", 60
        for number, (pick, colour) in enumerate(zip(PICKS, COLOURS, strict=True), LABELS + 1):
            series = Series(Reference(ws, min_col=number, min_row=first, max_row=last))
            series.tx = SeriesLabel(strRef=StrRef(f=f"{ws.title}!{pick}"))
            series.graphicalProperties = GraphicalProperties(solidFill=colour)
            chart.append(series)
        chart.set_categories(Reference(ws, min_col=1, min_row=first, max_row=last))
        title = Words(f"{mineral}: A and B by country", "国別の比較")
        finish(chart, ws, place, Frame(title, "country 国", "t, all years 全期間", legend="b"))
