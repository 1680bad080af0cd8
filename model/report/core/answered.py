"""A sheet that answers in sentences first and shows its table below them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.core import looks
from model.report.core.labels import WRAPPED, label
from model.report.core.looks import Pen
from model.report.core.table_sheet import FIRST_ROW, UNIT_ROW, page, place_table, write_top
from model.workbook import style as sheet_style
from model.workbook.style import A3, A4_CHARACTERS

WIDTHS = {
    **dict.fromkeys(("sentence", "sentence_ja"), 62.0),
    **dict.fromkeys(("rule", "rule_ja"), 28.0),
    **dict.fromkeys(("change", "change_ja", "gains", "loses", "group"), 30.0),
    **dict.fromkeys(("years_unused", "years_partly", "other_minerals"), 20.0),
}
"""Most width of columns of words; those that are wrapped take several lines."""
PRINTED = 330.0
"""Width that is printed: the key, the sentences and the figures that stand first."""
LINE, GAP, INDENT = 15.0, 7.0, 2.0


class Block(NamedTuple):
    """Sentences under a head."""

    head: Words
    sentences: Sequence[Words]


class Mark(NamedTuple):
    """Rows of the table to be shaded: a condition on columns in braces, and what it means."""

    condition: str
    colour: str
    meaning: Words


def write_answered(
    workbook: Workbook,
    pen: Pen,
    name: str,
    table: pd.DataFrame,
    answer: Words | None = None,
    blocks: Sequence[Block] = (),
    *,
    mark: Mark | None = None,
    frozen: int = 1,
) -> None:
    """A sheet: answer, blocks that hold sentences, table; ``frozen`` columns stay in sight."""
    ws: Worksheet = workbook.create_sheet(name)
    write_top(ws, pen, name, answer)
    shown = [block for block in blocks if block.sentences]
    marked = mark is not None and len(table) > 0
    first = FIRST_ROW + sum(2 + 2 * len(block.sentences) for block in shown) + bool(shown) + marked
    widths = _widths(table, place_table(ws, pen, name, table, first))
    row_heights(ws, name, table, widths, first)
    for number, width in enumerate(widths, 1):
        ws.column_dimensions[get_column_letter(number)].width = width
    printed = max(1, sum(width <= PRINTED for width in accumulate(widths)))
    row = UNIT_ROW
    for block in shown:
        ws.row_dimensions[row].height = GAP
        row = write_block(ws, pen, row + 1, block, printed, sum(widths[:printed]))
    if mark is not None and marked:
        _mark(ws, pen, table, mark, first)
    _page(ws, sum(widths[:printed]), printed, first, len(table))
    top = UNIT_ROW if first > FIRST_ROW else FIRST_ROW
    ws.freeze_panes = f"{get_column_letter(frozen + 1)}{top}"


def write_block(ws: Worksheet, pen: Pen, row: int, block: Block, last: int, width: float) -> int:
    """Head over the columns up to ``last``, and sentences below it; the next free row."""
    for number in range(1, last + 1):
        pen.put(ws, row, number, None, looks.BAND)
    pen.put(ws, row, 1, f"{block.head.en}  {block.head.ja}", looks.BAND)
    return write_sentences(ws, pen, row + 1, block.sentences, last, width)


def write_sentences(
    ws: Worksheet,
    pen: Pen,
    row: int,
    sentences: Sequence[Words],
    last: int,
    width: float,
    first: int = 1,
) -> int:
    """Each in English and below it in Japanese, over the columns ``first`` to ``last``.

    What is too long for ``width`` is wrapped. Returns the next free row.
    """
    for sentence in sentences:
        for text, look in zip(sentence, (looks.PLAIN, looks.SMALL), strict=True):
            lines = sheet_style.lines(text, width)
            pen.put(ws, row, first, text, look._replace(wrap=lines > 1))
            if lines > 1:
                left, right = get_column_letter(first), get_column_letter(last)
                ws.merged_cells.add(f"{left}{row}:{right}{row}")
                ws.row_dimensions[row].height = LINE * lines
            row += 1
    return row


def _widths(table: pd.DataFrame, needed: Sequence[float]) -> list[float]:
    """Widths of the columns; words no wider than they may be."""
    pairs = zip(table.columns, needed, strict=True)
    return [min(width, WIDTHS.get(str(column), width)) for column, width in pairs]


def row_heights(
    ws: Worksheet, name: str, table: pd.DataFrame, widths: Sequence[float], first: int
) -> None:
    """Rows as high as their longest words need."""
    wrapped = [n for n, c in enumerate(table.columns) if label(name, str(c)).shown == WRAPPED]
    for row, values in enumerate(table.iloc[:, wrapped].itertuples(index=False), first):
        texts = zip(values, wrapped, strict=True)
        most = max(
            (sheet_style.lines(v, widths[n] - INDENT) for v, n in texts if isinstance(v, str)),
            default=1,
        )
        if most > 1:
            ws.row_dimensions[row].height = LINE * most + 2


def _mark(ws: Worksheet, pen: Pen, table: pd.DataFrame, mark: Mark, first: int) -> None:
    """Shade rows and say above the table what that means."""
    letters = {str(c): f"${get_column_letter(n)}{first}" for n, c in enumerate(table.columns, 1)}
    rule = FormulaRule(  # type: ignore[no-untyped-call]
        formula=[mark.condition.format(**letters)],
        fill=PatternFill(bgColor=mark.colour, fill_type="solid"),
    )
    last = f"{get_column_letter(len(table.columns))}{first + len(table) - 1}"
    ws.conditional_formatting.add(f"A{first}:{last}", rule)
    said = f"{mark.meaning.en}  {mark.meaning.ja}"
    pen.put(ws, first - 4, 1, said, looks.SMALL)


def _page(ws: Worksheet, width: float, printed: int, first: int, size: int) -> None:
    """The figures on paper, with the heads of the table on every page."""
    page(ws, f"A1:{get_column_letter(printed)}{first - 1 + max(1, size)}", heads=False)
    ws.print_title_rows = f"{first - 3}:{first - 1}"
    if width > A4_CHARACTERS:
        ws.page_setup.paperSize = A3
