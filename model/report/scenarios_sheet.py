"""Sheet Scenarios: every what-if, planned anew and with the plan held, on one page."""

from __future__ import annotations

import pandas as pd
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from model.report import looks
from model.report.looks import Pen
from model.report.sheets import FIRST_ROW, write_table
from model.report.worlds import LEAST_TONNES, worst_sentence

NAME = "Scenarios"
NOTE_WIDTH = 40
ROWS_ON_ONE_PAGE = 60


def write_scenarios(workbook: Workbook, pen: Pen, table: pd.DataFrame) -> None:
    """The table, its shortages and unsolved rows coloured."""
    ws = write_table(workbook, pen, NAME, table, worst_sentence(table))
    columns = [str(column) for column in table.columns]
    last = FIRST_ROW + max(1, len(table)) - 1
    red = PatternFill(bgColor="FFC7CE", fill_type="solid")
    for name in ("shortage", "reserve_gap", "shortage_change"):
        if name in columns:
            letter = get_column_letter(columns.index(name) + 1)
            rule = CellIsRule(  # type: ignore[no-untyped-call]
                operator="greaterThan",
                formula=[str(LEAST_TONNES)],
                fill=red,
                font=Font(color=looks.BAD, bold=True),
            )
            ws.conditional_formatting.add(f"{letter}{FIRST_ROW}:{letter}{last}", rule)
    if "status" in columns:
        letter = get_column_letter(columns.index("status") + 1)
        grey = PatternFill(bgColor="FCE8D2", fill_type="solid")
        odd = f'AND(${letter}{FIRST_ROW}<>"",${letter}{FIRST_ROW}<>"solved")'
        unsolved = FormulaRule(formula=[odd], fill=grey)  # type: ignore[no-untyped-call]
        ws.conditional_formatting.add(
            f"A{FIRST_ROW}:{get_column_letter(len(columns))}{last}", unsolved
        )
    for name in ("note", "note_ja"):
        if name in columns:
            letter = get_column_letter(columns.index(name) + 1)
            width = ws.column_dimensions[letter].width
            ws.column_dimensions[letter].width = min(NOTE_WIDTH, width)
    ws.freeze_panes = f"C{FIRST_ROW}"
    ws.page_setup.fitToHeight = 1 if len(table) <= ROWS_ON_ONE_PAGE else 0
