"""Sheet Regret: what each candidate plan costs in every scenario, beside the best of them there."""

from __future__ import annotations

import pandas as pd
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.core import looks
from model.report.core.addresses import Ranges, equal, total
from model.report.core.labels import MONEY, SHARE
from model.report.core.looks import Pen
from model.report.core.table_sheet import FIRST_ROW, UNIT_ROW, page, place_table, write_top
from model.report.sentences.worlds import LEAST_TONNES
from model.report.sheets.regret_matrix import (
    HEADS,
    SUMS,
    Block,
    Matrix,
    least_largest,
    matrix_of,
)
from model.results.reasons.figures import SPOT_HELD

NAME = "Regret"
WIDTHS = (22.0, 38.0, 28.0, 13.0, 13.0)
"""Of the columns before the figures."""
PLAN_WIDTH = 17.0
SAME = 0.005
"""Million USD within which two candidates are equally good."""


def write_regret(
    workbook: Workbook, pen: Pen, table: pd.DataFrame, at: Ranges, *, spot: bool = False
) -> None:
    """The matrices, worked out from the table below them by live formulas.

    With ``spot`` it is said that no option is under contract, so that plans differ in stock alone.
    """
    ws: Worksheet = workbook.create_sheet(NAME)
    matrix = matrix_of(table)
    said = least_largest(table, matrix)
    if spot and said is not None:
        said = Words(f"{SPOT_HELD.en} {said.en}", f"{SPOT_HELD.ja}{said.ja}")
    write_top(ws, pen, NAME, said)
    first = FIRST_ROW
    if matrix.worlds:
        first = matrix.end + 5
        at.add(NAME, [str(column) for column in table.columns], 1, len(table), row=first)
        for block in matrix.blocks:
            _write_worlds(ws, pen, matrix, block.row)
            _write_block(ws, pen, matrix, block, at)
        _write_base(ws, pen, matrix, at)
        _write_sums(ws, pen, matrix.blocks[1])
        _colour(ws, matrix)
        ws.row_breaks.append(Break(id=matrix.end))
    widths = place_table(ws, pen, NAME, table, first)
    _page(ws, max(matrix.width, len(widths)), first - 1 + max(1, len(table)))


def _write_worlds(ws: Worksheet, pen: Pen, matrix: Matrix, first: int) -> None:
    """Names of the scenarios, from row ``first`` on, and heads above them."""
    for number, head in enumerate(("scenario", "name", "名称", None, None), 1):
        for row in (first - 3, first - 2):
            pen.put(ws, row, number, None, looks.GROUP_LEFT)
        pen.put(ws, first - 1, number, head, looks.HEAD_LEFT)
    for row, (world, name) in enumerate(matrix.worlds.items(), first):
        for number, text in enumerate((world, name.en, name.ja, None, None), 1):
            pen.put(ws, row, number, text, looks.INSET)


def _write_base(ws: Worksheet, pen: Pen, matrix: Matrix, at: Ranges) -> None:
    """Probability and least cost of every scenario."""
    columns = (
        (4, "probability", SHARE, "probability\n確率"),
        (5, "best", MONEY, "least cost\n最小費用"),
    )
    for number, column, shown, head in columns:
        pen.put(ws, FIRST_ROW - 1, number, head, looks.HEAD._replace(wrap=True))
        for row in range(FIRST_ROW, matrix.blocks[0].last + 1):
            here = equal(at(NAME, "scenario"), f"$A{row}")
            pen.formula(ws, row, number, _mean(here, at(NAME, column)), looks.NUMBER, shown)


def _mean(here: str, column: str) -> str:
    """The value that some rows share; blank if they hold none."""
    known = total(here, f'({column}<>"")')
    return f'IF({known}=0,"",{_sum(here, column)}/{known})'


def _sum(here: str, column: str) -> str:
    """Sum over some rows; what is blank counts as nothing."""
    return f"SUMPRODUCT({here}*1,{column})"


def _write_block(ws: Worksheet, pen: Pen, matrix: Matrix, block: Block, at: Ranges) -> None:
    """One figure of every plan in every scenario."""
    heads, costs = block.row - 3, matrix.blocks[0].first
    ws.row_dimensions[block.row - 1].height = 34
    for number, (plan, name) in enumerate(matrix.plans.items(), block.first):
        said = f"{block.title.en}  {block.title.ja}" if number == block.first else None
        pen.put(ws, heads, number, said, looks.GROUP_LEFT)
        pen.put(ws, heads + 1, number, plan, looks.GROUP_LEFT._replace(align="right"))
        both = f"{name.en}\n{name.ja}"
        pen.put(ws, heads + 2, number, both, looks.HEAD._replace(wrap=True))
        letter, cost = (get_column_letter(n) for n in (number, costs + number - block.first))
        for row in range(block.row, block.last + 1):
            if block.column == "regret":
                text = f'IF(OR({cost}{row}="",$E{row}=""),"",{cost}{row}-$E{row})'
            else:
                world = equal(at(NAME, "scenario"), f"$A{row}")
                here = f"{world}*{equal(at(NAME, 'plan'), f'{letter}${heads + 1}')}"
                text = _mean(here, at(NAME, block.column))
            pen.formula(ws, row, number, text, looks.NUMBER, block.shown)


def _write_sums(ws: Worksheet, pen: Pen, regrets: Block) -> None:
    """Largest regret of every plan, and its mean weighted by probability."""
    row, first, (size, plans) = regrets.last + 1, regrets.first, regrets.size
    for place, (en, ja) in enumerate(SUMS, row):
        for number in range(1, first + plans):
            pen.put(ws, place, number, None, looks.STRONG)
        pen.put(ws, place, 2, en, looks.STRONG)
        pen.put(ws, place, 3, ja, looks.STRONG)
    chance = f"$D${FIRST_ROW}:$D${regrets.last}"
    for number in range(first, first + plans):
        letter = get_column_letter(number)
        found = f"{letter}${FIRST_ROW}:{letter}${regrets.last}"
        whole = f"COUNT({found})={size}"
        most = f'IF({whole},MAX({found}),"")'
        mean = f'IF(AND({whole},SUM({chance})>0),SUMPRODUCT({chance},{found})/SUM({chance}),"")'
        pen.formula(ws, row, number, most, looks.STRONG_NUMBER, MONEY)
        pen.formula(ws, row + 1, number, mean, looks.STRONG_NUMBER, MONEY)
    pen.put(
        ws,
        row + len(SUMS),
        2,
        "Green: best candidate in that scenario. Regret: cost above that of the best of these"
        " candidates.  緑: その場合に最も安い候補。リグレット: 候補中の最善との費用差。",
        looks.SMALL,
    )


def _colour(ws: Worksheet, matrix: Matrix) -> None:
    """A scale over the regrets, the best candidate of every scenario, and shortages."""
    costs, regrets, *short = matrix.blocks
    (left, right), row = costs.letters, costs.row
    least = f"MIN(${left}{row}:${right}{row})+{SAME}"
    rule = FormulaRule(  # type: ignore[no-untyped-call]
        formula=[f'AND({left}{row}<>"",{left}{row}<={least})'],
        fill=PatternFill(bgColor="C6EFCE", fill_type="solid"),
        font=Font(color=looks.GOOD, bold=True),
    )
    ws.conditional_formatting.add(costs.cells, rule)
    scale = ColorScaleRule(  # type: ignore[no-untyped-call]
        **{"start_type": "num", "start_value": 0, "start_color": "FFFFFF"},
        **{"mid_type": "percentile", "mid_value": 60, "mid_color": "FBE3B5"},
        **{"end_type": "max", "end_color": "F0907F"},
    )
    ws.conditional_formatting.add(regrets.cells, scale)
    for block in short:
        red = CellIsRule(  # type: ignore[no-untyped-call]
            operator="greaterThan",
            formula=[str(LEAST_TONNES)],
            fill=PatternFill(bgColor="FFC7CE", fill_type="solid"),
            font=Font(color=looks.BAD, bold=True),
        )
        ws.conditional_formatting.add(block.cells, red)


def _page(ws: Worksheet, columns: int, last: int) -> None:
    """Widths for both, the matrices on one printed page and the table on the next."""
    for number in range(1, columns + 1):
        width = WIDTHS[number - 1] if number <= HEADS else PLAN_WIDTH
        ws.column_dimensions[get_column_letter(number)].width = width
    ws.freeze_panes = f"B{UNIT_ROW}"
    page(ws, f"A1:{get_column_letter(columns)}{last}", heads=False)
