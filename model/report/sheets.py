"""One table, one sheet: title, purpose, units, Japanese labels, and an Excel table named alike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from model import sheet_style
from model.report import looks
from model.report.labels import MEASURES, YEAR, Label, about, label
from model.report.looks import Pen, Value, place

TITLE_ROW, WHAT_ROW, WHAT_JA_ROW, UNIT_ROW, LABEL_ROW, HEADER_ROW, FIRST_ROW = range(1, 8)
NARROWEST, WIDEST = 10.0, 70.0
STATUS = ("C9D8EA", "A9D08E", "D9D9D9")
"""Tab colours of results, checks, and the figures behind them."""


def write_table(workbook: Workbook, pen: Pen, name: str, table: pd.DataFrame) -> Worksheet:
    """A sheet with one Excel table; an empty table gets one blank row. Returns the sheet."""
    ws: Worksheet = workbook.create_sheet(name)
    columns = [str(column) for column in table.columns]
    labels = [label(name, column) for column in columns]
    values = [clean(table.iloc[:, n].tolist()) for n in range(len(columns))]
    write_top(ws, pen, name)
    write_head(ws, pen, columns, labels)
    if len(table):
        formats = _formats(name, columns, labels, values)
        write_rows(ws, pen, values, formats)
    for number, (column, one) in enumerate(zip(columns, labels, strict=True), 1):
        letter = get_column_letter(number)
        ws.column_dimensions[letter].width = _width(column, one, values[number - 1])
    add_table(ws, name, columns, max(1, len(table)))
    ws.freeze_panes = f"A{FIRST_ROW}"
    page(ws, f"A1:{get_column_letter(len(columns))}{HEADER_ROW + max(1, len(table))}")
    return ws


def write_top(ws: Worksheet, pen: Pen, name: str) -> None:
    """Title and what the sheet holds, in both languages, and the way back to the first sheet."""
    told = about(name)
    pen.put(ws, TITLE_ROW, 1, f"{name}  {told.ja}".strip(), looks.TITLE)
    ws.row_dimensions[TITLE_ROW].height = 26
    if name not in ("Summary", "Conflict"):
        pen.link(ws, TITLE_ROW, 6, "← Summary  要約", "Summary")
    pen.put(ws, WHAT_ROW, 1, told.what.en, looks.PLAIN)
    pen.put(ws, WHAT_JA_ROW, 1, told.what.ja, looks.PLAIN)


def write_head(
    ws: Worksheet, pen: Pen, columns: Sequence[str], labels: Sequence[Label], first: int = 1
) -> None:
    """Units, Japanese labels and header, from column ``first`` on."""
    for number, (column, one) in enumerate(zip(columns, labels, strict=True), first):
        pen.put(ws, UNIT_ROW, number, one.unit, looks.LABEL)
        pen.put(ws, LABEL_ROW, number, one.ja, looks.LABEL)
        pen.put(ws, HEADER_ROW, number, column, looks.HEADER)
    for row in (UNIT_ROW, LABEL_ROW):
        ws.row_dimensions[row].height = 2 * sheet_style.LINE_HEIGHT


def write_rows(
    ws: Worksheet, pen: Pen, columns: Sequence[Sequence[Value]], formats: Sequence[Sequence[str]]
) -> None:
    """The body of a table, row by row."""
    text, quoted = pen.style(looks.INSET), pen.style(looks.INSET, quoted=True)
    numbers = {
        shown: pen.style(looks.INSET if shown == YEAR else looks.NUMBER, shown)
        for column in formats
        for shown in set(column)
    }
    rows = zip(zip(*columns, strict=True), zip(*formats, strict=True), strict=True)
    for row, (values, shown) in enumerate(rows, FIRST_ROW):
        for number, value in enumerate(values, 1):
            if isinstance(value, str):
                style = quoted if value[:1] in ("=", "+", "-", "@") else text
            else:
                style = numbers[shown[number - 1]]
            place(ws, row, number, value, style)


def add_table(ws: Worksheet, name: str, columns: Sequence[str], rows: int) -> None:
    """Make the cells from the header down an Excel table of that name."""
    ref = f"A{HEADER_ROW}:{get_column_letter(len(columns))}{HEADER_ROW + rows}"
    table = Table(displayName=name, ref=ref)
    table.tableColumns = [TableColumn(id=n, name=c) for n, c in enumerate(columns, 1)]
    table.autoFilter = AutoFilter(ref=ref)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    ws.add_table(table)


def page(ws: Worksheet, area: str) -> None:
    """Landscape, all columns on one page, head rows on every page."""
    sheet_style.page(ws)
    ws.print_area = area
    ws.print_title_rows = f"{UNIT_ROW}:{HEADER_ROW}"


def clean(values: Iterable[object]) -> list[Value]:
    """Values as Excel can hold them: what is missing or infinite is blank, -0.0 is 0."""
    return [_clean(value) for value in values]


def _clean(value: object) -> Value:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    return None if value is pd.NA or value is pd.NaT else str(value)


def _formats(
    table: str, columns: Sequence[str], labels: Sequence[Label], values: Sequence[Sequence[Value]]
) -> list[Sequence[str]]:
    """Number format of every cell; in Measures it follows the measure of the row."""
    size = len(values[0])
    formats: list[Sequence[str]] = [[one.shown] * size for one in labels]
    if table == "Measures":
        by_row = [MEASURES.get(str(measure), "General") for measure in values[0]]
        for number, column in enumerate(columns):
            if column in ("value", "value_high"):
                formats[number] = by_row
    return formats


def _width(column: str, one: Label, values: Sequence[Value]) -> float:
    """Width that shows the header with its filter button, the label in two lines, and values."""
    wide = sheet_style.text_width
    head = max(wide(column) + 4, wide(one.ja) / 2 + 2, wide(one.unit) / 2 + 2)
    texts = {value for value in values if isinstance(value, str)}
    numbers = [value for value in values if isinstance(value, int | float)]
    longest = max((wide(text) for text in texts), default=0)
    if numbers and one.shown != YEAR:
        longest = max(longest, len(f"{max(map(abs, numbers)):,.2f}"))
    return max(NARROWEST, head, min(WIDEST, longest + 3))
