"""Sheet Tradeoff: plans none of which is better in all aims, what steps cost, and who delivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.errors import Words
from model.report.charts.chart_data import ChartSheet, Heads, Line
from model.report.charts.chart_looks import Frame, Place, finish
from model.report.charts.scatter import Dots, draw_scatter, role_dots
from model.report.charts.summary_charts import stacked
from model.report.core import looks
from model.report.core.looks import Pen
from model.report.core.rows import rows
from model.report.core.table_sheet import FIRST_ROW, UNIT_ROW, write_table
from model.report.sentences.rates import rate_sentences
from model.report.sentences.who import HOME_COLOUR, OTHERS_COLOUR, TOP, colours, legend, name_of
from model.workbook.aims import CO2, CONCENTRATION, COST

NAME, MIX = "Tradeoff", "TradeoffMix"
COST_AND_HHI = Words("Cost and concentration", "費用と集中度")
CO2_COLOURS = ("2E9E8F", "E0B040", "8C5A3C")
CO2_LEVELS = ("low 低", "middle 中", "high 高")
CHART_COLUMNS, CHART_WIDTH, CHART_ROWS = 8, 12.0, 23
ABREAST = 2
FULL = 100.5
"""Shares add to more where refining loses metal or stock is built up."""
COLOURS_FROM = 3
"""With fewer points their CO2 is not marked by colour."""


def write_tradeoff(
    workbook: Workbook,
    pen: Pen,
    data: ChartSheet,
    case: Case,
    tables: Mapping[str, pd.DataFrame],
    run: Mapping[str, object],
) -> None:
    """The sheet with its table, sentences and charts."""
    table = tables[NAME]
    ws = write_table(workbook, pen, NAME, table, gap_sentence(run, len(table)), heads=False)
    left = len(table.columns) + 1
    right = left + CHART_COLUMNS
    ws.column_dimensions[get_column_letter(left)].width = 2
    for number in range(left + 1, right + 1):
        ws.column_dimensions[get_column_letter(number)].width = CHART_WIDTH
    row = UNIT_ROW + CHART_ROWS
    if len(table):
        draw_cost_and_hhi(ws, data, (left, UNIT_ROW - 1, right, row - 1), table, by_co2=True)
    row = _write_rates(ws, pen, max(row, FIRST_ROW + len(table)) + 1, tables)
    mixes = _mixes(case, tables)
    for number, (k, lines) in enumerate(mixes.items()):
        top = row + number // ABREAST * CHART_ROWS
        columns = (left, right) if number % ABREAST else (0, left - 1)
        _draw_mix(ws, data, (columns[0], top, columns[1], top + CHART_ROWS - 1), table, k, lines)
    last = row + (len(mixes) + 1) // ABREAST * CHART_ROWS
    ws.print_area = f"A1:{get_column_letter(right)}{last}"
    if len(mixes) <= ABREAST:
        ws.page_setup.fitToHeight = 1
        return
    for top in range(row, last, 2 * CHART_ROWS):
        ws.row_breaks.append(Break(id=top))


def gap_sentence(run: Mapping[str, object], points: int) -> Words | None:
    """How far from the true surface the points may be; nothing if it is not known."""
    reached, asked = run.get("tradeoff_gap_reached"), run.get("tradeoff_gap_asked")
    if points == 1:
        return Words(
            "There is one Pareto plan only: the aims do not conflict here.",
            "パレート最適な計画は1つだけで、目的間のトレードオフはない。",
        )
    if not isinstance(reached, float | int) or not points:
        return None
    sought = Words("", "")
    if isinstance(asked, float | int):
        sought = Words(f" (target {_percent(asked)})", f"（目標{_percent(asked)}）")
    said = _percent(reached)
    return Words(
        f"These Pareto plans are exact to {said} of the range of each aim{sought.en}: no plan is"
        " better by more in all aims at once.",
        f"これらのパレート最適な計画の誤差は、各目的の幅の{said}以内{sought.ja}。すべての目的で同時に"
        "これを超えて良い計画はない。",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %"


def draw_cost_and_hhi(
    ws: Worksheet, data: ChartSheet, place: Place, table: pd.DataFrame, *, by_co2: bool
) -> None:
    """Cost against HHI; CO2 in three colours if wanted, the chosen plan and the ends marked."""
    cost, hhi = table[COST].tolist(), table[CONCENTRATION].tolist()
    marked = role_dots(table["role"].tolist(), table["role_ja"].tolist(), cost)
    frame = Frame(COST_AND_HHI, "HHI, 0-10,000", "million USD 百万ドル")
    plans = _by_co2(cost, table[CO2].tolist()) if by_co2 else [_all_plans(cost)]
    draw_scatter(ws, data, place, frame, hhi, [*plans, *marked])


def _all_plans(cost: Sequence[float]) -> Dots:
    return Dots("plans 計画", CO2_COLOURS[0], cost)


def _by_co2(cost: Sequence[float], co2: Sequence[float]) -> list[Dots]:
    """The points in three groups of CO2, as many in each as can be."""
    if len(co2) < COLOURS_FROM:
        return [_all_plans(cost)]
    order = sorted(range(len(co2)), key=lambda n: co2[n])
    found = []
    for third, (colour, level) in enumerate(zip(CO2_COLOURS, CO2_LEVELS, strict=True)):
        here = order[third * len(order) // 3 : (third + 1) * len(order) // 3]
        name = f"CO2 {level}: {co2[here[0]]:z,.0f}-{co2[here[-1]]:z,.0f} kt"
        values = [cost[n] if n in here else None for n in range(len(cost))]
        found.append(Dots(name, colour, values))
    return found


def _write_rates(ws: Worksheet, pen: Pen, row: int, tables: Mapping[str, pd.DataFrame]) -> int:
    """The sentences of table Rates; the next free row."""
    said = rate_sentences(tables["Rates"]) if "Rates" in tables else []
    if not said:
        return row
    pen.put(ws, row, 1, "What further steps cost  追加費用の目安", looks.BAND)
    for number in range(2, len(tables[NAME].columns) + CHART_COLUMNS + 2):
        pen.put(ws, row, number, None, looks.BAND)
    for sentence in said:
        for text in sentence:
            row += 1
            pen.put(ws, row, 1, text, looks.PLAIN)
    return row + 2


@dataclass(frozen=True)
class Part:
    """What one country delivers along the surface: share of demand by point."""

    name: str
    colour: str
    shares: Mapping[int, float]


def _mixes(case: Case, tables: Mapping[str, pd.DataFrame]) -> dict[str, list[Part]]:
    """By mineral: the largest countries, the others together, and home."""
    found: dict[str, dict[str, dict[int, float]]] = {}
    for point, k, c, share in rows(
        tables.get(MIX, pd.DataFrame()), "point", "mineral", "country", "share_of_demand"
    ):
        found.setdefault(k, {}).setdefault(c, {})[point] = share
    return {k: _parts(case, found[k]) for k in case.minerals if k in found}


def _parts(case: Case, shares: Mapping[str, Mapping[int, float]]) -> list[Part]:
    colour = colours(case)
    ranked = sorted((c for c in shares if c != case.home), key=lambda c: -sum(shares[c].values()))
    shown = ranked if len(ranked) == TOP + 1 else ranked[:TOP]
    rest: dict[int, float] = {}
    for c in ranked[len(shown) :]:
        for point, share in shares[c].items():
            rest[point] = rest.get(point, 0.0) + share
    named = [Part(legend(name_of(case, c)), colour.get(c, OTHERS_COLOUR), shares[c]) for c in shown]
    others = [Part("Others その他", OTHERS_COLOUR, rest)] if rest else []
    home = case.home
    made = [Part("Home, recycled 国内", HOME_COLOUR, shares[home])] if home in shares else []
    return [*named, *others, *made]


def _draw_mix(
    ws: Worksheet,
    data: ChartSheet,
    place: Place,
    table: pd.DataFrame,
    mineral: str,
    parts: Sequence[Part],
) -> None:
    """Stacked columns of one mineral, from the cheapest point to the most expensive."""
    points = rows(table, "point", CONCENTRATION, "chosen")
    heads = [f"{p}{'*' if chosen == 'yes' else ''}\n{hhi:,.0f}" for p, hhi, chosen in points]
    lines = [
        Line(one.name, one.colour, [100 * one.shares.get(p, 0.0) for p, _, _ in points])
        for one in parts
    ]
    title = Words(f"{mineral}: mix along the surface, from least cost on", "調達先の構成")
    block = data.block(title, "% of demand", lines, Heads("point, HHI", heads))
    chart = stacked(block, lines)
    chart.y_axis.scaling.min = 0
    whole = zip(*(line.values for line in lines), strict=True)
    most = max((sum(shares) for shares in whole), default=0.0)
    if most <= FULL:
        chart.y_axis.scaling.max = 100
    x = "point (* = plan) and its HHI  点（*は選んだ計画）とHHI"
    finish(chart, ws, place, Frame(title, x, "% of demand 需要比"))
