"""Sheet Regret: what each candidate plan costs in every world, beside the best answer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report import looks
from model.report.addresses import Ranges, equal, total
from model.report.labels import MONEY, SHARE, TONNES
from model.report.looks import Pen
from model.report.rows import rows
from model.report.sheets import FIRST_ROW, LABEL_ROW, UNIT_ROW, page, place_table, write_top

NAME = "Regret"
HEADS, WIDTHS = 5, (22.0, 30.0, 30.0, 11.0, 15.0)
"""Columns before the figures: scenario, its names, its probability, the least cost in it."""
PLAN_WIDTH = 15.0
LEAST_TONNES = 0.05
SAME = 0.005
"""Million USD within which two candidates are equally good."""
SUMS = (
    ("Largest regret", "最大リグレット"),
    ("Mean, weighed by probability", "確率加重平均"),
)


@dataclass(frozen=True)
class Matrix:
    """Scenarios down and candidates across: names by key, in the order of the table."""

    worlds: Mapping[str, Words]
    plans: Mapping[str, Words]
    short: bool

    @property
    def blocks(self) -> list[tuple[str, Words, str]]:
        """Column of the table, title and format of every block, from left to right."""
        titles = [
            ("cost", Words("Cost, million USD", "費用（百万USD）"), MONEY),
            ("regret", Words("Regret, million USD", "リグレット（百万USD）"), MONEY),
        ]
        short = ("shortage", Words("Shortage, t", "不足（t）"), TONNES)
        return [*titles, short] if self.short else titles

    def first(self, block: int) -> int:
        """First column of a block."""
        return HEADS + 1 + block * len(self.plans)

    @property
    def last(self) -> int:
        """The row of the last scenario."""
        return FIRST_ROW + len(self.worlds) - 1


def write_regret(workbook: Workbook, pen: Pen, table: pd.DataFrame, at: Ranges) -> None:
    """The matrices, worked out from the table below them by live formulas."""
    ws: Worksheet = workbook.create_sheet(NAME)
    matrix = _matrix(table)
    write_top(ws, pen, NAME, _answer(table, matrix))
    first = FIRST_ROW
    if matrix.worlds:
        first += len(matrix.worlds) + len(SUMS) + 6
        at.add(NAME, [str(column) for column in table.columns], 1, len(table), row=first)
        _write_worlds(ws, pen, matrix, at)
        for number, (column, title, shown) in enumerate(matrix.blocks):
            _write_block(ws, pen, matrix, number, column, title, shown, at)
        _write_sums(ws, pen, matrix)
        _colour(ws, matrix)
    widths = place_table(ws, pen, NAME, table, first)
    _page(ws, matrix, widths, first - 1 + max(1, len(table)))


def _matrix(table: pd.DataFrame) -> Matrix:
    names = ("scenario", "name_en", "name_ja", "plan", "plan_en", "plan_ja", "shortage")
    found = rows(table, *names)
    return Matrix(
        {w: Words(en, ja) for w, en, ja, *_ in found},
        {p: Words(en, ja) for *_, p, en, ja, _ in found},
        any(tonnes is not None and tonnes > LEAST_TONNES for *_, tonnes in found),
    )


def _answer(table: pd.DataFrame, matrix: Matrix) -> Words | None:
    """The candidate with the least largest regret, and where it is largest."""
    regrets: dict[str, dict[str, float]] = {}
    for plan, world, regret in rows(table, "plan", "scenario", "regret"):
        if regret is not None and regret == regret:
            regrets.setdefault(plan, {})[world] = regret
    whole = {p: found for p, found in regrets.items() if len(found) == len(matrix.worlds)}
    if not whole:
        return None
    plan = min(whole, key=lambda p: max(whole[p].values()))
    world = max(whole[plan], key=lambda w: whole[plan][w])
    most, at = whole[plan][world], matrix.worlds[world]
    name = matrix.plans[plan]
    return Words(
        f"Least largest regret: {name.en}, never more than {most:,.1f} million USD above the best"
        f" answer (most in: {at.en}).",
        f"最大リグレットが最小の候補: {name.ja}（最善の場合との差は最大{most:,.1f}百万USD、"
        f"「{at.ja}」の場合）。",
    )


def _write_worlds(ws: Worksheet, pen: Pen, matrix: Matrix, at: Ranges) -> None:
    """Names, probability and least cost of every scenario."""
    heads = ("scenario", "name", "名称", "probability 確率", "least cost 最小費用, million USD")
    for number, head in enumerate(heads, 1):
        for row in (UNIT_ROW, LABEL_ROW):
            pen.put(ws, row, number, None, looks.GROUP_LEFT)
        look = looks.HEAD_LEFT if number <= 3 else looks.HEAD
        pen.put(ws, FIRST_ROW - 1, number, head, look._replace(wrap=True))
    for row, (world, name) in enumerate(matrix.worlds.items(), FIRST_ROW):
        pen.put(ws, row, 1, world, looks.INSET)
        pen.put(ws, row, 2, name.en, looks.INSET)
        pen.put(ws, row, 3, name.ja, looks.INSET)
        for number, column, shown in ((4, "probability", SHARE), (5, "best", MONEY)):
            here = equal(at(NAME, "scenario"), f"$A{row}")
            text = _mean(here, at(NAME, column))
            pen.formula(ws, row, number, text, looks.NUMBER, shown)


def _mean(here: str, column: str) -> str:
    """The value that some rows share; blank if they hold none."""
    known = total(here, f'({column}<>"")')
    return f'IF({known}=0,"",{_sum(here, column)}/{known})'


def _sum(here: str, column: str) -> str:
    """Sum over some rows; what is blank counts as nothing."""
    return f"SUMPRODUCT({here}*1,{column})"


def _write_block(
    ws: Worksheet,
    pen: Pen,
    matrix: Matrix,
    block: int,
    column: str,
    title: Words,
    shown: str,
    at: Ranges,
) -> None:
    """One figure of every plan in every scenario."""
    first, costs = matrix.first(block), matrix.first(0)
    for number, (plan, name) in enumerate(matrix.plans.items(), first):
        told = f"{title.en}  {title.ja}" if number == first else None
        pen.put(ws, UNIT_ROW, number, told, looks.GROUP_LEFT)
        pen.put(ws, LABEL_ROW, number, plan, looks.GROUP_LEFT)
        pen.put(ws, FIRST_ROW - 1, number, f"{name.en}\n{name.ja}", looks.HEAD._replace(wrap=True))
        letter, cost = (get_column_letter(n) for n in (number, costs + number - first))
        for row in range(FIRST_ROW, matrix.last + 1):
            if column == "regret":
                text = f'IF(OR({cost}{row}="",$E{row}=""),"",{cost}{row}-$E{row})'
            else:
                here = "*".join(
                    (
                        equal(at(NAME, "scenario"), f"$A{row}"),
                        equal(at(NAME, "plan"), f"{letter}${LABEL_ROW}"),
                    )
                )
                text = _mean(here, at(NAME, column))
            pen.formula(ws, row, number, text, looks.NUMBER, shown)


def _write_sums(ws: Worksheet, pen: Pen, matrix: Matrix) -> None:
    """Largest regret of every plan, and its mean weighed by probability."""
    row, first, size = matrix.last + 1, matrix.first(1), len(matrix.worlds)
    for place, (en, ja) in enumerate(SUMS, row):
        for number in range(1, first + len(matrix.plans)):
            pen.put(ws, place, number, None, looks.STRONG)
        pen.put(ws, place, 2, en, looks.STRONG)
        pen.put(ws, place, 3, ja, looks.STRONG)
    chance = f"$D${FIRST_ROW}:$D${matrix.last}"
    for number in range(first, first + len(matrix.plans)):
        letter = get_column_letter(number)
        found = f"{letter}${FIRST_ROW}:{letter}${matrix.last}"
        whole = f"COUNT({found})={size}"
        most = f'IF({whole},MAX({found}),"")'
        mean = f'IF(AND({whole},SUM({chance})>0),SUMPRODUCT({chance},{found})/SUM({chance}),"")'
        pen.formula(ws, row, number, most, looks.STRONG_NUMBER, MONEY)
        pen.formula(ws, row + 1, number, mean, looks.STRONG_NUMBER, MONEY)
    pen.put(
        ws,
        row + len(SUMS),
        2,
        "Green: best candidate in that scenario. Regret: cost above the best answer to that"
        " scenario.  緑: その場合に最も安い候補。リグレット: 最善の答えとの費用差。",
        looks.SMALL,
    )


def _colour(ws: Worksheet, matrix: Matrix) -> None:
    """A scale over the regrets, the best candidate of every scenario, and shortages."""
    spans = [
        (get_column_letter(matrix.first(n)), get_column_letter(matrix.first(n + 1) - 1))
        for n in range(len(matrix.blocks))
    ]
    (left, right), (regret_left, regret_right), *short = spans
    green = PatternFill(bgColor="C6EFCE", fill_type="solid")
    best = (
        f'AND({left}{FIRST_ROW}<>"",'
        f"{left}{FIRST_ROW}<=MIN(${left}{FIRST_ROW}:${right}{FIRST_ROW})+{SAME})"
    )
    rule = FormulaRule(  # type: ignore[no-untyped-call]
        formula=[best], fill=green, font=Font(color=looks.GOOD, bold=True)
    )
    ws.conditional_formatting.add(f"{left}{FIRST_ROW}:{right}{matrix.last}", rule)
    scale = ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="num",
        start_value=0,
        start_color="FFFFFF",
        mid_type="percentile",
        mid_value=60,
        mid_color="FBE3B5",
        end_type="max",
        end_color="F0907F",
    )
    cells = f"{regret_left}{FIRST_ROW}:{regret_right}{matrix.last}"
    ws.conditional_formatting.add(cells, scale)
    for first, last in short:
        red = CellIsRule(  # type: ignore[no-untyped-call]
            operator="greaterThan",
            formula=[str(LEAST_TONNES)],
            fill=PatternFill(bgColor="FFC7CE", fill_type="solid"),
            font=Font(color=looks.BAD, bold=True),
        )
        ws.conditional_formatting.add(f"{first}{FIRST_ROW}:{last}{matrix.last}", red)


def _page(ws: Worksheet, matrix: Matrix, widths: Sequence[float], last: int) -> None:
    """Widths for both, the matrices on one printed page and the table on the next."""
    count = max(len(widths), matrix.first(len(matrix.blocks)) - 1 if matrix.worlds else 0)
    needed = [*WIDTHS, *[PLAN_WIDTH] * max(0, count - HEADS)]
    for number, width in enumerate(needed, 1):
        ws.column_dimensions[get_column_letter(number)].width = width
    ws.freeze_panes = f"B{UNIT_ROW}"
    page(ws, f"A1:{get_column_letter(count)}{last}")
    ws.print_title_rows = None
    if matrix.worlds:
        ws.row_dimensions[FIRST_ROW - 1].height = 34
        ws.row_breaks.append(Break(id=matrix.last + len(SUMS) + 2))
