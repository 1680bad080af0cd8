"""Sheet Compare: any two scenario answers side by side, chosen by the reader and worked out by
formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from model.analysis.findings import SOLVED
from model.case import Case
from model.errors import Words
from model.report.core import looks
from model.report.core.addresses import Ranges, equal
from model.report.core.labels import MONEY, SHOWN, TONNES, YEAR
from model.report.core.looks import Pen
from model.report.core.rows import rows
from model.report.core.table_sheet import FIRST_ROW, WHAT_JA_ROW, WHAT_ROW, page, write_top
from model.report.sentences.who import name_of
from model.report.sentences.worlds import World, worlds, worst_held
from model.report.sheets.compare_grid import FIGURES, LABELS, PICKS, Grid
from model.workbook.aims import AIM_OF, BESIDE_COST, COST, SHORTAGE
from model.workbook.style import INPUT_COLOUR

NAME = "Compare"
ROW_OF, ROWS_OF, NAME_OF = 4, 5, 6
"""Columns beside a picker: its row in Scenarios, its rows in ScenarioMix, its name."""
TOP = 8
ALL = "all minerals 全鉱種"
WIDTHS, FIGURE_WIDTH = (30.0, 24.0, 16.0), 13.0
CHART_RIGHT, CHART_LEAST, CHART_MOST = 13, 13, 12
"""Last column of the charts, their least height in rows, and most countries in them."""
ROWS_ON_ONE_PAGE = 85
PICKER = looks.Look(bold=True, fill=INPUT_COLOUR, line="7B8794")


@dataclass(frozen=True)
class Line:
    """One line of the first block: a column of Scenarios, and where it stands by mineral."""

    label: Words
    unit: str
    shown: str
    column: str
    by_mineral: str | None


def _aim_line(name: str, by_mineral: str | None) -> Line:
    aim = AIM_OF[name]
    return Line(aim.full, aim.unit, SHOWN[name], name, by_mineral)


LINES = (
    _aim_line(COST, None),
    Line(
        Words("Spending, without shortage costs", "支出（不足損失を除く）"),
        "million USD",
        MONEY,
        "spending",
        "ScenarioHHI",
    ),
    *(_aim_line(aim, "ScenarioHHI") for aim in BESIDE_COST),
    Line(
        Words("Shortage, all years", "需要の不足（全期間）"),
        "t",
        TONNES,
        SHORTAGE,
        "ScenarioShortage",
    ),
    Line(
        Words("Reserve gap, all years", "備蓄の不足（全期間）"),
        "t",
        TONNES,
        "reserve_gap",
        "ScenarioShortage",
    ),
)

ANSWERED, SIGNED = (*AIM_OF, SHORTAGE), "+#,##0.0;-#,##0.0;0.0"
"""Figures reported in the sentence at the top, and how."""


def write_compare(
    workbook: Workbook, pen: Pen, case: Case, tables: Mapping[str, pd.DataFrame], at: Ranges
) -> None:
    """The whole sheet."""
    ws: Worksheet = workbook.create_sheet(NAME)
    write_top(ws, pen, NAME)
    sheet = _Compare(ws, pen, case, tables, at)
    sheet.write_picks(worlds(tables["Scenarios"]))
    row = sheet.write_figures(TOP)
    sheet.write_answer()
    if "ScenarioShortage" in tables:
        row = sheet.write_shortage(row + 1)
    if "ScenarioMix" in tables:
        for k, countries in _shippers(tables["ScenarioMix"]).items():
            row = sheet.write_tonnes(row + 1, k, countries)
    sheet.finish(row)


def _shippers(mix: pd.DataFrame) -> dict[str, list[str]]:
    """Countries that ship a mineral in any scenario, the largest first."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for k, c, label, tonnes in rows(mix, "mineral", "country", "label", "tonnes"):
        if tonnes is not None and tonnes > 0:
            here = found.setdefault(k, {}).setdefault(c, {})
            here[label] = here.get(label, 0.0) + tonnes
    return {k: sorted(here, key=lambda c: -max(here[c].values())) for k, here in found.items()}


class _Compare:
    """Writes the blocks one under another."""

    def __init__(
        self,
        ws: Worksheet,
        pen: Pen,
        case: Case,
        tables: Mapping[str, pd.DataFrame],
        at: Ranges,
    ) -> None:
        self._ws, self._pen, self._case, self._tables, self._at = ws, pen, case, tables, at
        self._grid = Grid(ws, pen, at)
        self._blocks: list[int] = []
        self._right = LABELS + len(FIGURES) * (1 + len(case.minerals))

    def write_picks(self, found: Sequence[World]) -> None:
        """The two pickers and what they lead to."""
        ws, pen = self._ws, self._pen
        pick = "choose in the yellow cells 黄色のセルで選択"
        heads = (pick, None, None, "row in Scenarios", "rows in ScenarioMix", "name 名称")
        for number, head in enumerate(heads, 1):
            pen.put(ws, 4, number, head, looks.HEAD_LEFT._replace(wrap=number in (4, 5)))
        ws.row_dimensions[4].height = 30
        worst = worst_held(found) or found[-1]
        for name, row, world in zip("AB", PICKS.values(), (found[0], worst), strict=True):
            pen.put(ws, row, 1, f"Case {name}  場合{name}", looks.STRONG)
            pen.put(ws, row, 2, world.label, PICKER)
            pen.put(ws, row, 3, None, PICKER)
            ws.merged_cells.add(f"B{row}:C{row}")
            self._lead(row)
        labels = self._at("Scenarios", "label")
        picker = DataValidation(
            type="list", formula1=labels, allow_blank=False, showErrorMessage=True
        )
        picker.error = "Choose from the list. 一覧から選んでください。"
        ws.add_data_validation(picker)
        for pick in PICKS:
            picker.add(pick.replace("$", ""))

    def _lead(self, row: int) -> None:
        """Where the figures of a picked case stand, and what it is called."""
        labels, pick = self._at("Scenarios", "label"), f"$B${row}"
        place = f"SUMPRODUCT(({labels}={pick})*(ROW({labels})-{FIRST_ROW - 1}))"
        self._pen.formula(self._ws, row, ROW_OF, place, looks.NUMBER, "0")
        count = "0"
        if "ScenarioMix" in self._tables:
            count = f"SUMPRODUCT(({self._at('ScenarioMix', 'label')}={pick})*1)"
        self._pen.formula(self._ws, row, ROWS_OF, count, looks.NUMBER, "0")
        names = [f"INDEX({self._at('Scenarios', n)},$D${row})" for n in ("name_en", "name_ja")]
        status = f"INDEX({self._at('Scenarios', 'status')},$D${row})"
        unlike = f'IF({status}="{SOLVED}","","  ["&{status}&"]")'
        said = f'IF($D${row}=0,"not found 該当なし",{names[0]}&"  "&{names[1]}&{unlike})'
        self._pen.formula(self._ws, row, NAME_OF, said, looks.PLAIN._replace(indent=1))

    def write_figures(self, row: int) -> int:
        """Cost, spending, concentration, CO2, shortage and reserve; the next free row."""
        self._grid.band(row, "The two cases in figures  指標の比較", self._right)
        self._grid.heads(row + 1, ("", "", "unit 単位"), [ALL, *self._case.minerals])
        first = row + 3
        for place, line in enumerate(LINES, first):
            self._pen.put(self._ws, place, 1, line.label.en, looks.TEXT)
            self._pen.put(self._ws, place, 2, line.label.ja, looks.TEXT)
            self._pen.put(self._ws, place, 3, line.unit, looks.TEXT)
            values = [f"INDEX({self._at('Scenarios', line.column)},$D${p})" for p in PICKS.values()]
            formulas = [
                f'IF($D${p}=0,"",IF({v}="","",{v}))'
                for p, v in zip(PICKS.values(), values, strict=True)
            ]
            self._grid.three(place, LABELS + 1, formulas, line.shown)
            for number, k in self._mineral_columns():
                self._by_mineral(place, number, k, line)
        self._grid.colour(first, row + 2 + len(LINES), self._right)
        return row + 3 + len(LINES)

    def write_answer(self) -> None:
        """What B changes, at the top; it follows the choice."""
        first, columns = TOP + 3, [line.column for line in LINES]
        said = {
            WHAT_ROW: ("B instead of A: cost ", " million USD, HHI ", ", CO2 ", " kt, shortage "),
            WHAT_JA_ROW: ("AからBへの変化: 費用 ", " 百万USD、HHI ", "、CO2 ", " kt、不足 "),
        }
        cells = [f"F{first + columns.index(name)}" for name in ANSWERED]
        known = ",".join(f'{cell}=""' for cell in cells)
        for row, words in said.items():
            parts = (
                f'"{text}"&TEXT(ROUND({cell},1),"{SIGNED}")'
                for text, cell in zip(words, cells, strict=True)
            )
            text = f'IF(OR({known}),"-",{"&".join(parts)}&" t")'
            self._pen.formula(self._ws, row, 1, text, looks.ANSWER)

    def _mineral_columns(self) -> Iterator[tuple[int, str]]:
        """First column of the figures of every mineral."""
        for number, k in enumerate(self._case.minerals, 1):
            yield LABELS + 1 + number * len(FIGURES), k

    def _by_mineral(self, row: int, number: int, mineral: str, line: Line) -> None:
        if line.by_mineral is None or line.by_mineral not in self._tables:
            for place in range(number, number + len(FIGURES)):
                self._pen.put(self._ws, row, place, "-", looks.DIM)
            return
        head = f"{get_column_letter(number)}${TOP + 1}"
        formulas = [
            self._grid.sum(line.by_mineral, line.column, {"label": p, "mineral": head})
            for p in PICKS
        ]
        self._grid.three(row, number, formulas, line.shown)

    def write_shortage(self, row: int) -> int:
        """Shortage of every year; the next free row."""
        self._grid.band(row, "Shortage by year, t  年別の不足（t）", self._right)
        self._grid.heads(row + 1, ("year 年", "", "unit 単位"), [ALL, *self._case.minerals])
        first = row + 3
        for place, year in enumerate(self._case.years, first):
            self._pen.put(self._ws, place, 1, year, looks.TEXT, YEAR)
            self._pen.put(self._ws, place, 2, None, looks.TEXT)
            self._pen.put(self._ws, place, 3, "t", looks.TEXT)
            for number in (LABELS + 1, *(n for n, _ in self._mineral_columns())):
                keys = {"year": f"$A{place}"}
                if number > LABELS + 1:
                    keys["mineral"] = f"{get_column_letter(number)}${row + 1}"
                formulas = [
                    self._grid.sum("ScenarioShortage", SHORTAGE, {"label": p, **keys})
                    for p in PICKS
                ]
                self._grid.three(place, number, formulas, TONNES)
        last = first + len(self._case.years) - 1
        self._grid.colour(first, last, self._right)
        return last + 1

    def write_tonnes(self, row: int, mineral: str, countries: Sequence[str]) -> int:
        """Tonnes of all years by shipping country, with a chart; the next free row."""
        ws, pen = self._ws, self._pen
        self._blocks.append(row)
        last_column = max(self._right, CHART_RIGHT)
        title = f"{mineral}: tonnes by country, all years  国別の数量（全期間）"
        self._grid.band(row, title, last_column)
        self._grid.heads(row + 1, ("shipped from 出荷国", "", "code"), [mineral])
        first = row + 3
        for place, country in enumerate(countries, first):
            name = name_of(self._case, country)
            for number, text in enumerate((name.en, name.ja, country), 1):
                pen.put(ws, place, number, text, looks.TEXT)
            here = {"mineral": f"$D${row + 1}", "country": f"$C{place}"}
            formulas = []
            for pick, at_row in PICKS.items():
                keys = {"label": pick, **here}
                cells = "*".join(equal(self._at("ScenarioMix", k), c) for k, c in keys.items())
                found = f"SUMPRODUCT({cells}*1,{self._at('ScenarioMix', 'tonnes')})"
                formulas.append(f'IF($E${at_row}=0,"",{found})')
            self._grid.three(place, LABELS + 1, formulas, TONNES)
        last = first + min(len(countries), CHART_MOST) - 1
        beside = (LABELS + len(FIGURES), row, last_column, row + 1 + CHART_LEAST)
        self._grid.draw(mineral, beside, (first, last))
        return max(first + len(countries), row + 2 + CHART_LEAST)

    def finish(self, last: int) -> None:
        """Widths and print set-up: one page, unless that would be too small to read."""
        ws, right = self._ws, max(self._right, CHART_RIGHT)
        for number in range(1, right + 1):
            width = WIDTHS[number - 1] if number <= LABELS else FIGURE_WIDTH
            ws.column_dimensions[get_column_letter(number)].width = width
        ws.freeze_panes = f"A{TOP - 1}"
        page(ws, f"A1:{get_column_letter(right)}{last}", heads=False)
        if last <= ROWS_ON_ONE_PAGE:
            ws.page_setup.fitToHeight = 1
            return
        for row in self._blocks:
            ws.row_breaks.append(Break(id=row - 1))
