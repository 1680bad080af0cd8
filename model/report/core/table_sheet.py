"""One table, one sheet: title, purpose, units, Japanese labels, and an Excel table named alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.core import looks
from model.report.core.body import write_body
from model.report.core.labels import HHI, MEASURES, MONEY, SHARE, TONNES, YEAR, Label, label
from model.report.core.looks import Pen, Value
from model.report.core.titles import about
from model.tolerances.shown import TABLE_HHI, TABLE_MONEY, TABLE_SHARE, TABLE_TONNES
from model.workbook import style as sheet_style

TITLE_ROW, WHAT_ROW, WHAT_JA_ROW, UNIT_ROW, LABEL_ROW, HEADER_ROW, FIRST_ROW = range(1, 8)
NARROWEST, WIDEST = 10.0, 70.0
CLEAN = {str, int, bool, type(None)}
"""Types that Excel holds as they are."""
SIGNLESS = {TONNES: TABLE_TONNES, MONEY: TABLE_MONEY, SHARE: TABLE_SHARE, HHI: TABLE_HHI}
"""Below what a figure is shown as nothing, by the format it is shown in."""


def write_table(
    workbook: Workbook,
    pen: Pen,
    name: str,
    table: pd.DataFrame,
    answer: Words | None = None,
    *,
    heads: bool = True,
) -> Worksheet:
    """A sheet with one Excel table. Returns the sheet.

    ``answer`` stands in bold at the top, in place of what the sheet holds; ``heads`` puts the head
    rows on every printed page.
    """
    ws: Worksheet = workbook.create_sheet(name)
    write_top(ws, pen, name, answer)
    columns = len(table.columns)
    for number, width in enumerate(place_table(ws, pen, name, table), 1):
        ws.column_dimensions[get_column_letter(number)].width = width
    ws.freeze_panes = f"A{FIRST_ROW}"
    page(ws, f"A1:{get_column_letter(columns)}{HEADER_ROW + max(1, len(table))}", heads=heads)
    return ws


def place_table(
    ws: Worksheet, pen: Pen, name: str, table: pd.DataFrame, first: int = FIRST_ROW
) -> list[float]:
    """An Excel table, its body from row ``first`` on; the widths its columns need.

    An empty table gets one blank row.
    """
    columns = [str(column) for column in table.columns]
    labels = [label(name, column) for column in columns]
    values = [clean(table.iloc[:, n]) for n in range(len(columns))]
    write_head(ws, pen, columns, labels, down=first - FIRST_ROW)
    if len(table):
        write_body(ws, pen, values, _formats(name, columns, labels, values), first)
    add_table(ws, name, columns, max(1, len(table)), first - 1)
    return [_width(*each) for each in zip(columns, labels, values, strict=True)]


def write_top(ws: Worksheet, pen: Pen, name: str, answer: Words | None = None) -> None:
    """Title and what the sheet holds, in both languages, and the way back to the first sheet.

    ``answer`` takes the place of what the sheet holds.
    """
    said = about(name)
    what, look = (answer, looks.ANSWER) if answer else (said.what, looks.PLAIN)
    pen.put(ws, TITLE_ROW, 1, f"{name}  {said.ja}".strip(), looks.TITLE)
    ws.row_dimensions[TITLE_ROW].height = 26
    first = ws.parent.sheetnames[0] if ws.parent else name
    if first != name:
        pen.link(ws, TITLE_ROW, 6, f"← {first}  {about(first).ja}", first)
    pen.put(ws, WHAT_ROW, 1, what.en, look)
    pen.put(ws, WHAT_JA_ROW, 1, what.ja, look)


def write_head(
    ws: Worksheet,
    pen: Pen,
    columns: Sequence[str],
    labels: Sequence[Label],
    first: int = 1,
    down: int = 0,
) -> None:
    """Units, Japanese labels and header, from column ``first`` on, ``down`` rows lower."""
    for number, (column, one) in enumerate(zip(columns, labels, strict=True), first):
        pen.put(ws, UNIT_ROW + down, number, one.unit, looks.LABEL)
        pen.put(ws, LABEL_ROW + down, number, one.ja, looks.LABEL)
        pen.put(ws, HEADER_ROW + down, number, column, looks.HEADER)
    for row in (UNIT_ROW, LABEL_ROW):
        ws.row_dimensions[row + down].height = 2 * sheet_style.LINE_HEIGHT


def add_table(ws: Worksheet, name: str, columns: Sequence[str], rows: int, header: int) -> None:
    """Make the cells from row ``header`` down an Excel table of that name."""
    ref = f"A{header}:{get_column_letter(len(columns))}{header + rows}"
    table = Table(displayName=name, ref=ref)
    table.tableColumns = [TableColumn(id=n, name=c) for n, c in enumerate(columns, 1)]
    table.autoFilter = AutoFilter(ref=ref)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    ws.add_table(table)


def page(ws: Worksheet, area: str, *, heads: bool = True) -> None:
    """Landscape, all columns on one page; ``heads`` puts the head rows on every page."""
    sheet_style.page(ws)
    ws.print_area = area
    if heads:
        ws.print_title_rows = f"{UNIT_ROW}:{HEADER_ROW}"


def clean(column: pd.Series) -> list[Value]:
    """Values as Excel can hold them: what is missing or infinite is blank, -0.0 is 0."""
    values = column.tolist()
    if column.dtype == float:
        finite = math.isfinite
        return [value + 0.0 if finite(value) else None for value in values]
    if set(map(type, values)) <= CLEAN:
        return values
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
    return [
        [quiet(value, shown) for value, shown in zip(cells, shown_as, strict=True)]
        for cells, shown_as in zip(values, formats, strict=True)
    ]


def quiet(value: Value, shown: str) -> str:
    """The format of a figure; of one that rounds to nothing the same without a sign: no ``-0``."""
    plain = shown.rpartition(";")[2]
    if (
        not isinstance(value, float)
        or plain not in SIGNLESS
        or not 0 < abs(value) < SIGNLESS[plain]
    ):
        return shown
    return f"{plain};{plain}"


def _width(column: str, one: Label, values: Sequence[Value]) -> float:
    """Width that shows the header with its filter button, the label in two lines, and values."""
    wide = sheet_style.text_width
    head = max(wide(column) + 4, wide(one.ja) / 2 + 2, wide(one.unit) / 2 + 2)
    different = set(values)
    texts = [value for value in different if isinstance(value, str)]
    numbers = [value for value in different if isinstance(value, int | float)]
    longest = max((wide(text) for text in texts), default=0)
    if numbers and one.shown != YEAR:
        longest = max(longest, len(f"{max(map(abs, numbers)):,.2f}"))
    return max(NARROWEST, head, min(WIDEST, longest + 3))
