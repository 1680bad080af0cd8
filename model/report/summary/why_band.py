"""Why, on the summary: the most costly rules, what can be swapped, what to check first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.report.core import looks
from model.report.core.answered import write_sentences
from model.report.core.looks import Pen
from model.report.sentences.reasons import (
    Figure,
    check_first,
    first_figures,
    how_sure,
    sentences_of,
    to_check,
)
from model.report.summary.what_if_band import LAST_COLUMN, WIDTH
from model.results.reasons.figures import LITTLE
from model.rules.names import known

TITLE = "Why: what binds, how sure, what to check  理由"
LEFT, NOW, CHANGES, LOSS = 15, 19, 20, 21
"""Columns of the figures: where they begin, value, limits, loss."""
CELL_COLUMNS = 2
HEADS = (
    ("figure, and where it stands", "now", "changes at", "weighted loss"),
    ("数値とその入力セル", "現在", "変わる値", "加重和 M USD"),
)
NEVER = "-"
STRONG, SMALL = looks.Look(bold=True), looks.SMALL._replace(line=looks.HAIR)
RIGHT = looks.Look(align="right")


def wanted(case: Case, tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether there is anything to say."""
    return bool(sentences_of(tables, "RuleCosts") or to_check(tables) or how_sure(case, tables))


def write_why(
    ws: Worksheet, pen: Pen, row: int, case: Case, tables: Mapping[str, pd.DataFrame]
) -> int:
    """Write the band from ``row`` on; the next free row."""
    for number in range(1, LAST_COLUMN + 1):
        pen.put(ws, row, number, None, looks.BAND)
    pen.put(ws, row, 1, TITLE, looks.BAND)
    none = [] if first_figures(tables) else to_check(tables)
    sentences = [*sentences_of(tables, "RuleCosts"), *how_sure(case, tables), *none]
    end = write_sentences(ws, pen, row + 1, sentences, LAST_COLUMN, WIDTH)
    return max(end, _write_figures(ws, pen, row, case, first_figures(tables)))


def _write_figures(ws: Worksheet, pen: Pen, row: int, case: Case, figures: Sequence[Figure]) -> int:
    """The figures beside the sentences, two rows each; the next free row."""
    if not figures:
        return row
    for number in range(LEFT, LOSS + 1):
        pen.put(ws, row, number, None, looks.BAND)
    pen.put(ws, row, LEFT, "  ".join(check_first(len(figures))), looks.BAND)
    for place, heads in enumerate(HEADS, row + 1):
        for number in range(LEFT, LOSS + 1):
            pen.put(ws, place, number, None, looks.HEAD)
        pen.put(ws, place, LEFT, heads[0], looks.HEAD_LEFT)
        for number, head in enumerate(heads[1:], NOW):
            pen.put(ws, place, number, head, looks.HEAD)
    for place, figure in enumerate(figures):
        _write_figure(ws, pen, row + 3 + 2 * place, case, figure)
    return row + 3 + 2 * len(figures)


def _write_figure(ws: Worksheet, pen: Pen, row: int, case: Case, figure: Figure) -> None:
    """Name, value, lower limit and loss; below them cell, field and grade, and upper limit."""
    pen.put(ws, row, LEFT, known(case, figure.name).en or figure.cell, STRONG)
    pen.put(ws, row, NOW, f"{_shown(figure.value)} {figure.unit}".strip(), RIGHT)
    ends = [
        f"{sign} {_shown(end)}"
        for sign, end in (("≤", figure.down_to), ("≥", figure.up_to))
        if end is not None
    ] or [NEVER]
    pen.put(ws, row, CHANGES, ends[0], RIGHT)
    pen.put(ws, row, LOSS, figure.loss, RIGHT, _loss_format(figure.loss))
    for number in range(LEFT, LOSS + 1):
        pen.put(ws, row + 1, number, None, SMALL)
    pen.put(ws, row + 1, LEFT, figure.cell, SMALL)
    field = f"{figure.field.en} {figure.field.ja}".strip()
    pen.put(ws, row + 1, LEFT + CELL_COLUMNS, f"{field} ({figure.grade})", SMALL)
    if len(ends) > 1:
        pen.put(ws, row + 1, CHANGES, ends[1], RIGHT._replace(line=looks.HAIR))


def _loss_format(loss: float | None) -> str:
    """Digits enough that a loss that is reported is not shown as nothing."""
    return "#,##0.0" if loss is None or loss >= LITTLE else "0.0000"


def _shown(value: object) -> str:
    """``450``, ``0.65``, ``12,500``."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "" if value is None else str(value)
    return f"{value:z,.0f}" if abs(value) >= 1000 else f"{value:z.4g}"
