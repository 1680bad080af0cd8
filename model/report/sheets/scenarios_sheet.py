"""Sheet Scenarios: every what-if, planned anew and with the plan held, on one page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.core import looks
from model.report.core.answered import row_heights
from model.report.core.looks import Pen
from model.report.core.table_sheet import FIRST_ROW, write_table
from model.report.sentences.reasons import all_spot
from model.report.sentences.worlds import LEAST_TONNES, worst_sentence
from model.results.reasons.figures import SPOT_HELD
from model.workbook.aims import SHORTAGE
from model.workbook.style import A3

NAME = "Scenarios"
NARROWER = {"label": 32, "name_en": 36, "name_ja": 30, "note": 44, "note_ja": 44}
"""Most width of the columns of words."""
ROWS_ON_ONE_PAGE = 60
A4_WIDTH = 150
"""Characters across a page at full size; a sheet that is twice as wide is printed on A3."""
AMBER, RED, ORANGE = "FFEBC2", "FFC7CE", "FCE8D2"


def write_scenarios(workbook: Workbook, pen: Pen, tables: Mapping[str, pd.DataFrame]) -> None:
    """The table, its shortages and unsolved rows coloured."""
    table = tables[NAME]
    said = worst_sentence(table, tables.get("ScenarioShortage"))
    if all_spot(tables):
        said = Words(f"{SPOT_HELD.en} {said.en}", f"{SPOT_HELD.ja}{said.ja}")
    ws = write_table(workbook, pen, NAME, table, said)
    columns = {str(name): get_column_letter(n) for n, name in enumerate(table.columns, 1)}
    last = FIRST_ROW + max(1, len(table)) - 1
    for name, colour in ((SHORTAGE, RED), ("shortage_change", RED), ("reserve_gap", AMBER)):
        _mark_above_zero(ws, f"{columns[name]}{FIRST_ROW}:{columns[name]}{last}", colour)
    status = f"${columns['status']}{FIRST_ROW}"
    unsolved = FormulaRule(  # type: ignore[no-untyped-call]
        formula=[f'AND({status}<>"",{status}<>"solved")'],
        fill=PatternFill(bgColor=ORANGE, fill_type="solid"),
    )
    ws.conditional_formatting.add(f"A{FIRST_ROW}:{[*columns.values()][-1]}{last}", unsolved)
    widths = ws.column_dimensions
    for name, most in NARROWER.items():
        if name in columns:
            widths[columns[name]].width = min(most, widths[columns[name]].width)
    row_heights(ws, NAME, table, [widths[letter].width for letter in columns.values()], FIRST_ROW)
    ws.freeze_panes = f"C{FIRST_ROW}"
    ws.page_setup.fitToHeight = 1 if len(table) <= ROWS_ON_ONE_PAGE else 0
    if sum(widths[letter].width for letter in columns.values()) > 2 * A4_WIDTH:
        ws.page_setup.paperSize = A3


def _mark_above_zero(ws: Worksheet, cells: str, colour: str) -> None:
    """Colour what is more than rounding."""
    rule = CellIsRule(  # type: ignore[no-untyped-call]
        operator="greaterThan",
        formula=[str(LEAST_TONNES)],
        fill=PatternFill(bgColor=colour, fill_type="solid"),
        font=Font(color=looks.BAD),
    )
    ws.conditional_formatting.add(cells, rule)
