"""Sheet Curves: cost against concentration for every mineral alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.report.charts.chart_data import ChartSheet
from model.report.charts.chart_looks import Frame, Place
from model.report.charts.scatter import Dots, draw_scatter, role_dots
from model.report.core.looks import Pen
from model.report.core.rows import rows
from model.report.core.table_sheet import FIRST_ROW, UNIT_ROW, page, place_table, write_top
from model.workbook.aims import CONCENTRATION, COST

NAME = "Curves"
CURVE_COLOUR = "2E75B6"
CHART_ROWS = 20


class Point(NamedTuple):
    """One plan on the curve of a mineral."""

    cost: float
    hhi: float
    extra: float
    role: str
    role_ja: str


def write_curves(workbook: Workbook, pen: Pen, data: ChartSheet, table: pd.DataFrame) -> None:
    """The charts, two abreast, and the table below them."""
    ws: Worksheet = workbook.create_sheet(NAME)
    curves: dict[str, list[Point]] = {}
    names = ("mineral", COST, CONCENTRATION, "extra_cost_a_year", "role", "role_ja")
    for k, *figures in rows(table, *names):
        curves.setdefault(k, []).append(Point(*figures))
    write_top(ws, pen, NAME, _answer(curves))
    columns = len(table.columns)
    half = (columns + 1) // 2
    for number, (k, curve) in enumerate(curves.items()):
        top = UNIT_ROW - 1 + number // 2 * (CHART_ROWS + 1)
        left, right = (half, columns) if number % 2 else (0, half)
        _draw(ws, data, (left, top, right, top + CHART_ROWS), k, curve)
    first = FIRST_ROW + (len(curves) + 1) // 2 * (CHART_ROWS + 1)
    if len(curves) > 2:
        ws.row_breaks.append(Break(id=first - 4))
    for number, width in enumerate(place_table(ws, pen, NAME, table, first), 1):
        ws.column_dimensions[get_column_letter(number)].width = max(14, width)
    ws.freeze_panes = f"A{UNIT_ROW}"
    page(ws, f"A1:{get_column_letter(columns)}{first - 1 + max(1, len(table))}", heads=False)


def _answer(curves: Mapping[str, Sequence[Point]]) -> Words | None:
    """What the lowest HHI of each mineral costs a year over the cheapest plan."""
    if not curves:
        return None
    ends = {
        k: (min(curve, key=lambda p: p.cost), min(curve, key=lambda p: p.hhi))
        for k, curve in curves.items()
    }
    en = "; ".join(
        f"{k} {a.hhi:,.0f} to {b.hhi:,.0f} for {b.extra:z,.1f}" for k, (a, b) in ends.items()
    )
    ja = "、".join(
        f"{k} {a.hhi:,.0f}→{b.hhi:,.0f}で年{b.extra:z,.1f}" for k, (a, b) in ends.items()
    )
    return Words(
        f"From the cheapest plan to the least HHI, million USD a year: {en}.",
        f"最安の計画からHHI最小までの追加費用（年間、百万USD）: {ja}。",
    )


def _draw(
    ws: Worksheet, data: ChartSheet, place: Place, mineral: str, curve: Sequence[Point]
) -> None:
    extra = [point.extra for point in curve]
    frame = Frame(
        Words(f"{mineral}: extra cost and concentration", "追加費用と集中度"),
        "HHI, mean of the years 年平均",
        "million USD a year 百万ドル/年",
    )
    line = Dots("plans 計画", CURVE_COLOUR, extra, joined=True)
    marked = role_dots([point.role for point in curve], [point.role_ja for point in curve], extra)
    draw_scatter(ws, data, place, frame, [point.hhi for point in curve], [line, *marked])
