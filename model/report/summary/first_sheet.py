"""The first sheet: who, how much, cost, HHI, CO2, cover and shortage on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.case.costs import NOT_PAID
from model.planning.solution import Solution
from model.report.charts.chart_data import ChartSheet
from model.report.charts.summary_charts import draw_cost, draw_supply
from model.report.core import looks
from model.report.core.looks import Pen
from model.report.core.rows import rows
from model.report.core.titles import about
from model.report.sentences import words
from model.report.sentences.who import grades, projects, sources
from model.report.sheets.tradeoff_sheet import draw_cost_and_hhi
from model.report.summary.comparison import Comparison
from model.report.summary.comparison_band import write_comparison
from model.report.summary.mineral_band import SUPPLY_ROWS, Band, Grades, write_band
from model.report.summary.what_if_band import CHART_ROWS as WHAT_IF_ROWS
from model.report.summary.what_if_band import wanted, write_what_if
from model.report.summary.why_band import wanted as why_wanted
from model.report.summary.why_band import write_why
from model.workbook import style as sheet_style

WIDTHS = (27.0, 22.0, 16.0, *(10.0, 12.0, 13.5) * 3, 8.0, 1.5, *[9.5] * 7)
"""Widths of the columns: words, figures, and the charts on the right."""
CHART_LEFT, CHART_RIGHT = 14, len(WIDTHS)
TITLE_ROW, TITLE_JA_ROW, TOP = 2, 3, 5
ROW_HEIGHT, GAP_HEIGHT = 16.5, 7.0
LETTERS_A_LINE = 165
"""Letters of the first line that fit into the width of the page."""
FIRST_LINK, LAST_LINK = 2, 20
"""Columns the links to other sheets begin in."""
MOST_ON_ONE_PAGE = 3
"""Minerals that fit on one printed page."""


class Summary:
    """Writes the first sheet; charts come last, when the sheet of their figures is there."""

    def __init__(
        self, ws: Worksheet, pen: Pen, case: Case, tables: Mapping[str, pd.DataFrame]
    ) -> None:
        self._ws, self._pen, self._case, self._tables = ws, pen, case, tables
        self._sources = sources(case, tables)
        self._rows: dict[str, int] = {}
        self._what_if = 0
        for number, width in enumerate(WIDTHS, 1):
            ws.column_dimensions[get_column_letter(number)].width = width

    def write(self, solution: Solution, overall: str, sheets: Iterable[str]) -> None:
        """All cells; ``overall`` is the address of the result of all checks."""
        self._write_head(overall)
        comparison = Comparison(self._case, self._tables)
        row = write_comparison(self._ws, self._pen, TOP, comparison)
        self._gaps(TOP - 1, row - 1, row)
        grade = grades(self._tables["Confidence"])
        row = self._write_minerals(row + 1, grade)
        row = self._write_why(self._write_what_if(row))
        row = self._write_notes(row, solution, comparison, grade)
        self._gaps(row)
        self._page(self._write_links(row + 1, sheets))

    def _gaps(self, *numbers: int) -> None:
        """Rows without a word, to keep the bands apart."""
        for row in numbers:
            self._ws.row_dimensions[row].height = GAP_HEIGHT

    def _write_minerals(self, row: int, grade: Grades) -> int:
        """A band for every mineral; what does not fit on one page is broken between bands."""
        found, many = projects(self._case, self._tables["Plan"]), len(self._case.minerals)
        for number, k in enumerate(self._case.minerals):
            if many > MOST_ON_ONE_PAGE and number % MOST_ON_ONE_PAGE == 0:
                self._ws.row_breaks.append(Break(id=row - 1))
            self._rows[k] = row
            band = Band(k, self._sources[k], found[k], grade, self._tables["Balance"])
            row = write_band(self._ws, self._pen, row, self._case, band) + 1
            self._gaps(row - 1)
        return row

    def _write_what_if(self, row: int) -> int:
        """The worst stops, the next steps and the worst scenario, if they were worked out."""
        if not wanted(self._tables):
            return row
        self._what_if = row
        end = write_what_if(self._ws, self._pen, row, self._case, self._tables)
        end = max(end, row + WHAT_IF_ROWS if self._has_tradeoff() else 0)
        self._gaps(end)
        return end + 1

    def _write_why(self, row: int) -> int:
        """The most costly rules and the figures to check first, if they were worked out."""
        if not why_wanted(self._case, self._tables):
            return row
        end = write_why(self._ws, self._pen, row, self._case, self._tables)
        self._gaps(end)
        return end + 1

    def _has_tradeoff(self) -> bool:
        return len(self._tables.get("Tradeoff", ())) > 1

    def draw(self, data: ChartSheet) -> None:
        """Charts beside the tables they belong to."""
        right = CHART_RIGHT
        first = self._rows[self._case.minerals[0]] if self._rows else TOP + 15
        place = (CHART_LEFT, TOP - 1, right, min(first - 2, TOP + 14))
        draw_cost(self._ws, data, self._case, self._tables, place)
        for k, row in self._rows.items():
            place = (CHART_LEFT, row - 1, right, row - 1 + SUPPLY_ROWS)
            draw_supply(self._ws, data, self._case, k, self._sources[k], place)
        if self._what_if and self._has_tradeoff():
            row = self._what_if - 1
            place = (CHART_LEFT, row, right, row + WHAT_IF_ROWS)
            draw_cost_and_hhi(self._ws, data, place, self._tables["Tradeoff"], by_co2=False)

    def _write_head(self, overall: str) -> None:
        ws, pen = self._ws, self._pen
        said = words.headline(self._case, self._tables)
        put_wide(ws, pen, 1, f"{said.en}\n{said.ja}", self._banner())
        lines = sheet_style.lines(f"{said.en}\n{said.ja}", LETTERS_A_LINE)
        ws.row_dimensions[1].height = 20 * lines + 4
        title = words.title(self._case)
        pen.put(ws, TITLE_ROW, 1, title.en, looks.TITLE)
        pen.put(ws, TITLE_JA_ROW, 1, title.ja, looks.SUBTITLE)
        ws.row_dimensions[TITLE_ROW].height = 24
        if words.warned(self._tables):
            name = f"→ {words.WARNINGS}  {about(words.WARNINGS).ja}"
            pen.link(ws, TITLE_ROW, CHART_LEFT + 4, name, words.WARNINGS)
        number = CHART_LEFT + 5
        pen.put(
            ws,
            TITLE_JA_ROW,
            number,
            "Live checks (enable editing) 検算（編集を有効に）:",
            looks.SMALL_RIGHT,
        )
        pen.formula(ws, TITLE_JA_ROW, number + 1, overall, looks.RESULT)
        looks.mark_results(ws, f"{get_column_letter(number + 1)}{TITLE_JA_ROW}")

    def _banner(self) -> looks.Look:
        """Red if something is short, amber if the input looks odd, green if all is well."""
        if not words.all_is_well(self._tables):
            return looks.ALARM
        return looks.CAUTION if words.warned(self._tables) else looks.ALL_WELL

    def _write_notes(
        self,
        row: int,
        solution: Solution,
        comparison: Comparison,
        grade: Grades,
    ) -> int:
        cost = sum(figures[2] for figures in grade.values())
        assumed = sum(figures[2] for (_, g), figures in grade.items() if g == "C")
        share = assumed / cost if cost > 0 else None
        fines = sum(
            worth
            for part, worth in rows(self._tables["Costs"], "part", "present_value")
            if part in NOT_PAID
        )
        beside = comparison.has_baseline
        for note in words.notes(self._case, share, solution.hhi_bound, fines, baseline=beside):
            for text in note:
                self._pen.put(self._ws, row, 1, text, looks.SMALL)
                row += 1
        return row

    def _write_links(self, row: int, sheets: Iterable[str]) -> int:
        """The way to the other sheets: what was found, and what it rests on; the last row."""
        names = list(sheets)
        half = names.index("Checks") + 1
        for title, part in (
            ("Results  結果:", names[:half]),
            ("Behind them  根拠:", names[half:]),
        ):
            self._pen.put(self._ws, row, 1, title, looks.SMALL)
            number = FIRST_LINK
            for name in part:
                if number > LAST_LINK:
                    row, number = row + 1, FIRST_LINK
                self._pen.link(self._ws, row, number, name, name)
                number = _past(number, sheet_style.text_width(name) + 1)
            row += 1
        return row - 1

    def _page(self, last: int) -> None:
        ws = self._ws
        sheet_style.page(ws)
        ws.sheet_format.defaultRowHeight = ROW_HEIGHT
        one_page = len(self._case.minerals) <= MOST_ON_ONE_PAGE
        ws.page_setup.fitToHeight = 1 if one_page else 0
        ws.print_area = f"A1:{get_column_letter(CHART_RIGHT)}{last}"
        ws.sheet_view.zoomScale = 80
        ws.sheet_properties.tabColor = looks.GOOD


def _past(number: int, width: float) -> int:
    """The column after those, from column ``number`` on, that a text of this width covers."""
    while width > 0 and number <= len(WIDTHS):
        width -= WIDTHS[number - 1]
        number += 1
    return number


def put_wide(ws: Worksheet, pen: Pen, row: int, text: str, look: looks.Look) -> None:
    """Text over the whole width of the page."""
    pen.put(ws, row, 1, text, look)
    ws.merged_cells.add(f"A{row}:{get_column_letter(CHART_RIGHT)}{row}")
