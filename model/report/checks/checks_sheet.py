"""Sheet Checks: each result beside the same figure recomputed by live formulas, PASS or FAIL.

A check compares totals and, line by line, everything the totals are made of; it passes when the
totals agree and no line is off by more than one part in a million.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.core import looks
from model.report.core.addresses import equal, off, total
from model.report.core.labels import Label
from model.report.core.looks import Pen
from model.report.core.table_sheet import (
    FIRST_ROW,
    HEADER_ROW,
    add_table,
    page,
    write_head,
    write_top,
)
from model.tolerances.figures import LIVE_CHECK

COLUMNS = {
    "check": Label("番号"),
    "subject": Label("対象"),
    "basis": Label("基準"),
    "what": Label("検算の内容（英語）"),
    "what_ja": Label("検算の内容（日本語）"),
    "unit": Label("単位"),
    "in_results": Label("結果の値"),
    "recomputed": Label("再計算した値"),
    "difference": Label("差"),
    "tolerance": Label("許容差"),
    "lines_off": Label("一致しない行の数"),
    "result": Label("判定"),
}
WIDTHS = (10, 16, 12, 76, 68, 27, 19, 19, 14, 14, 14, 12)
OVERALL = "Checks!$L$2"
"""Address of the result of all checks."""
FIGURE = "#,##0.000"
ROW = "{row}"
SUBJECT, BASIS = f"$B{ROW}", f"$C{ROW}"
"""Stand for the cells of a check's own row that name its subject and basis."""


@dataclass(frozen=True)
class Check:
    """One comparison: formulas of the stated and the recomputed total and of the lines off."""

    what: Words
    unit: str
    stated: str
    found: str
    lines: str = "0"
    subject: str = "all"
    basis: str = ""


def comparison(
    what: Words,
    unit: str,
    stated: str,
    found: str,
    where: Sequence[str] = (),
    subject: str = "all",
    basis: str = "",
) -> Check:
    """Two ranges held against each other, row by row, in the rows where all conditions hold."""
    return Check(
        what,
        unit,
        total(*where, f"({stated})"),
        total(*where, f"({found})"),
        total(*where, off(stated, found)),
        subject,
        basis,
    )


def of_subject(mineral: str, basis: str = "") -> list[str]:
    """Rows of the mineral (and basis) a check is about, given the ranges that hold them."""
    return [equal(mineral, SUBJECT), *([equal(basis, BASIS)] if basis else [])]


def write_checks(ws: Worksheet, pen: Pen, checks: Sequence[Check]) -> None:
    """The list of checks, and the result of all on top."""
    write_top(ws, pen, "Checks")
    write_head(ws, pen, list(COLUMNS), list(COLUMNS.values()))
    for row, check in enumerate(checks, FIRST_ROW):
        _write_check(ws, pen, row, check)
    last = FIRST_ROW + len(checks) - 1
    results = f"$L${FIRST_ROW}:$L${last}"
    pen.put(ws, 2, 11, "All checks 総合判定:", looks.SMALL_RIGHT)
    passed = f'SUMPRODUCT(--({results}="PASS"))=ROWS({results})'
    pen.formula(ws, 2, 12, f'IF({passed},"PASS","FAIL")', looks.RESULT)
    looks.mark_results(ws, f"L2 L{FIRST_ROW}:L{last}")
    add_table(ws, "Checks", list(COLUMNS), len(checks), HEADER_ROW)
    for letter, width in zip("ABCDEFGHIJKL", WIDTHS, strict=True):
        ws.column_dimensions[letter].width = width
    ws.freeze_panes = f"A{FIRST_ROW}"
    page(ws, f"A1:L{last}")


def _write_check(ws: Worksheet, pen: Pen, row: int, check: Check) -> None:
    texts = (check.subject, check.basis, check.what.en, check.what.ja, check.unit)
    pen.put(ws, row, 1, row - FIRST_ROW + 1, looks.INSET, "0")
    for number, text in enumerate(texts, 2):
        pen.put(ws, row, number, text, looks.INSET)
    good = f"AND(ABS(I{ROW})<=J{ROW},K{ROW}=0)"
    formulas = (
        (check.stated, looks.NUMBER, FIGURE),
        (check.found, looks.NUMBER, FIGURE),
        (f"H{ROW}-G{ROW}", looks.NUMBER, "0.0E+00"),
        (f"{LIVE_CHECK}*(1+ABS(G{ROW}))", looks.NUMBER, "0.0E+00"),
        (check.lines, looks.NUMBER, "0"),
        (f'IFERROR(IF({good},"PASS","FAIL"),"FAIL")', looks.RESULT, "@"),
    )
    for number, (formula, look, shown) in enumerate(formulas, 2 + len(texts)):
        pen.formula(ws, row, number, formula.replace(ROW, str(row)), look, shown)
