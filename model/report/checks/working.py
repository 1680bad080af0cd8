"""Sheet Working: figures recomputed for the checks, one block of formulas beside each table.

A block's row stands in the same row as the row of its table and takes the keys from there, so the
formulas hold when a table is sorted or edited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.report.checks.recompute import NAME, Column, Recompute
from model.report.core import looks
from model.report.core.addresses import Ranges
from model.report.core.labels import FACTOR, SHARE, YEAR
from model.report.core.looks import Pen, Value
from model.report.core.table_sheet import (
    FIRST_ROW,
    HEADER_ROW,
    LABEL_ROW,
    UNIT_ROW,
    page,
    write_top,
)


class Working:
    """Writes the blocks from left to right and makes their addresses known."""

    def __init__(self, ws: Worksheet, pen: Pen, ranges: Ranges) -> None:
        self._ws, self._pen, self._at = ws, pen, ranges
        self._next, self._longest = 1, 1
        write_top(ws, pen, NAME)

    def write(self, case: Case, tables: Mapping[str, pd.DataFrame]) -> None:
        """All blocks; the later ones use the earlier ones."""
        made = Recompute(self._at, steps=not tables["Steps"].empty)
        years = dict.fromkeys(case.years, YEAR)
        self.values("Settings used", "使用した設定", _settings(case))
        self.values("Years", "年", {"year": (list(case.years), YEAR)})
        self.values("Minerals", "鉱種", _minerals(case))
        self.grid("Demand, t", "鉱種別の需要", years, made.demand, len(case.minerals), "demand")
        for title, ja, columns, table in (
            ("Beside sheet Balance", "シートBalanceの再計算", made.balance(), "Balance"),
            ("Beside sheet Steps", "シートStepsの再計算", made.conversions(), "Steps"),
        ):
            self.block(title, ja, columns, len(tables[table]))
        size = len(tables["Lookthrough"])
        self.grid(
            "Beside sheet Lookthrough, t", "原産国別の再計算", years, made.looked, size, "looked"
        )
        self.block(
            "Beside sheet Shares", "シートSharesの再計算", made.shares(), len(tables["Shares"])
        )
        title, ja = "Beside sheet Concentration", "シートConcentrationの再計算"
        self.block(title, ja, made.concentration(), len(tables["Concentration"]))
        title, ja = "By year: million USD, t CO2; recomputed and as stated", "年別の費用とCO2"
        self.block(title, ja, made.years(), len(case.years))
        self._ws.freeze_panes = f"A{FIRST_ROW}"
        last = f"{get_column_letter(self._next)}{FIRST_ROW + self._longest - 1}"
        page(self._ws, f"A1:{last}")
        self._ws.sheet_properties.pageSetUpPr.fitToPage = False  # type: ignore[union-attr]

    def block(self, title: str, ja: str, columns: Sequence[Column], rows: int) -> None:
        """Columns of formulas."""
        first = self._begin(title, ja, [name for name, _, _ in columns], rows)
        for number, (_, shown, formula) in enumerate(columns, first):
            self._fill(number, shown, formula, rows)

    def grid(
        self,
        title: str,
        ja: str,
        heads: Mapping[int, str],
        formula: Callable[[str, int], str],
        rows: int,
        name: str,
    ) -> None:
        """The same formula for every head; ``formula`` takes the head's address and a row."""
        first = self._begin(title, ja, [f"{name} {head}" for head in heads], rows)
        last = get_column_letter(first + len(heads) - 1)
        letters = [get_column_letter(number) for number in range(first, first + len(heads))]
        self._at.grid(name, NAME, letters[0], last, rows)
        for number, (head, letter) in enumerate(zip(heads, letters, strict=True), first):
            self._pen.put(self._ws, HEADER_ROW, number, head, looks.HEADER, YEAR)
            top = f"{letter}${HEADER_ROW}"
            self._fill(number, "#,##0.0", lambda row, top=top: formula(top, row), rows)  # type: ignore[misc]

    def values(
        self, title: str, ja: str, columns: Mapping[str, tuple[Sequence[Value], str]]
    ) -> None:
        """Columns of input figures."""
        size = max(len(values) for values, _ in columns.values())
        first = self._begin(title, ja, list(columns), size)
        for number, (values, shown) in enumerate(columns.values(), first):
            for row, value in enumerate(values, FIRST_ROW):
                look = looks.NUMBER if isinstance(value, float) else looks.INSET
                self._pen.put(self._ws, row, number, value, look, shown)

    def _begin(self, title: str, ja: str, names: Sequence[str], rows: int) -> int:
        """Headings of a block; its first column."""
        ws, pen, first = self._ws, self._pen, self._next
        pen.put(ws, UNIT_ROW, first, title, looks.STRONG)
        pen.put(ws, LABEL_ROW, first, ja, looks.STRONG)
        for number, name in enumerate(names, first):
            pen.put(ws, HEADER_ROW, number, name, looks.HEADER)
            ws.column_dimensions[get_column_letter(number)].width = max(12, len(name) + 3)
        self._at.add(NAME, names, first, rows)
        self._next = first + len(names) + 1
        self._longest = max(self._longest, rows)
        ws.column_dimensions[get_column_letter(self._next - 1)].width = 4
        return first

    def _fill(self, number: int, shown: str, formula: Callable[[int], str], rows: int) -> None:
        for row in range(FIRST_ROW, FIRST_ROW + rows):
            self._pen.formula(self._ws, row, number, formula(row), looks.NUMBER, shown)


def _settings(case: Case) -> dict[str, tuple[Sequence[Value], str]]:
    """The settings the formulas need, one column each."""
    return {
        "discount_rate": ([case.settings.discount_rate], SHARE),
        "first_year": ([case.years[0]], YEAR),
        "home_country": ([case.home], "@"),
        "concentration_basis": ([case.settings.concentration_basis], "@"),
    }


def _minerals(case: Case) -> dict[str, tuple[Sequence[Value], str]]:
    """Minerals and the weight of their HHI in the mean."""
    weight = {row.mineral: row.concentration_weight for row in case.tables.materials}
    return {
        "mineral": (list(case.minerals), "@"),
        "hhi_weight": ([weight[k] for k in case.minerals], FACTOR),
    }
