"""Sheet Warnings: what looks odd in the input, sentences whole, and how to say that it is right."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.core import looks
from model.report.core.labels import label
from model.report.core.looks import Pen, Value
from model.report.core.table_sheet import FIRST_ROW, add_table, clean, page, write_head, write_top
from model.report.sentences.words import WARNINGS, warned
from model.workbook import style as sheet_style

WIDTHS = (15.0, 10.0, 20.0, 62.0, 62.0, 11.0, 40.0)
"""Of sheet, cell, what it holds, why in both languages, whether it counts, and the note."""
LINE = 14.0
NONE = Words("Nothing in the input looks odd.", "入力に疑わしい値はありません。")
EXPLAINED = Words(
    "What looks odd in the input is explained in its notes.",
    "疑わしい値はすべて備考で説明されています。",
)
HOW = Words(
    "Mend the cell, or write 'checked price: why' into the note of its row (on SupplyByYear: of the"
    " option on Supply; on Changes: of the scenario), with the column's name in place of price.",
    "セルを直すか、正しい値なら、その行の備考に「確認済み price: 理由」と書きます（price は列名。"
    "SupplyByYear は Supply の備考、Changes は Scenarios の備考）。",
)


def write_warnings(workbook: Workbook, pen: Pen, table: pd.DataFrame) -> None:
    """The sheet: how many warnings, how to acknowledge one, and the table."""
    ws: Worksheet = workbook.create_sheet(WARNINGS)
    write_top(ws, pen, WARNINGS, _answer(table))
    columns = [str(column) for column in table.columns]
    write_head(ws, pen, columns, [label(WARNINGS, column) for column in columns])
    values = [clean(table.iloc[:, n]) for n in range(len(columns))]
    for row, cells in enumerate(zip(*values, strict=True), FIRST_ROW):
        _write_row(ws, pen, row, cells)
    add_table(ws, WARNINGS, columns, max(1, len(table)), FIRST_ROW - 1)
    for number, width in enumerate(WIDTHS, 1):
        ws.column_dimensions[get_column_letter(number)].width = width
    ws.freeze_panes = f"A{FIRST_ROW}"
    page(ws, f"A1:{get_column_letter(len(columns))}{FIRST_ROW - 1 + max(1, len(table))}")


def _answer(table: pd.DataFrame) -> Words:
    """How many warnings count and what to do about them."""
    many = warned({WARNINGS: table})
    if not many:
        return EXPLAINED if len(table) else NONE
    noun = "warning" if many == 1 else "warnings"
    return Words(f"{many} {noun}. {HOW.en}", f"警告{many}件。{HOW.ja}")


def _write_row(ws: Worksheet, pen: Pen, row: int, cells: Sequence[Value]) -> None:
    lines = 1
    for number, (value, width) in enumerate(zip(cells, WIDTHS, strict=True), 1):
        pen.put(ws, row, number, value, looks.CELL)
        if isinstance(value, str):
            lines = max(lines, sheet_style.lines(value, width - 4))
    ws.row_dimensions[row].height = LINE * lines + 3
