"""Addresses of table columns for formulas: explicit ranges, which every program reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from openpyxl.utils import get_column_letter

from model.report.core.table_sheet import FIRST_ROW, HEADER_ROW
from model.tolerances.figures import LIVE_CHECK


class Place(NamedTuple):
    """Column, size and first row of a table's column."""

    letter: str
    size: int
    row: int = FIRST_ROW


class Ranges:
    """Where the columns of the tables, and of the blocks beside them, stand."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._places: dict[tuple[str, str], Place] = {
            (name, str(column)): Place(get_column_letter(number), max(1, len(table)))
            for name, table in tables.items()
            for number, column in enumerate(table.columns, 1)
        }
        self._grids: dict[str, tuple[str, str, str, int]] = {}
        self._ranges: dict[tuple[str, str], str] = {}

    def add(
        self, sheet: str, columns: Sequence[str], first: int, size: int, row: int = FIRST_ROW
    ) -> None:
        """Make a block known: columns from number ``first`` on, ``size`` rows from ``row`` on."""
        for number, column in enumerate(columns, first):
            if (sheet, column) in self._places:
                raise ValueError(f"{sheet} has two columns {column}")
            self._places[sheet, column] = Place(get_column_letter(number), max(1, size), row)

    def grid(self, name: str, sheet: str, left: str, right: str, size: int) -> None:
        """Make a block known whose heads are years."""
        self._grids[name] = (sheet, left, right, max(1, size))

    def __call__(self, sheet: str, column: str) -> str:
        """All rows of a column: ``Plan!$J$7:$J$305``."""
        found = self._ranges.get((sheet, column))
        if found is None:
            letter, size, row = self._places[sheet, column]
            found = f"{sheet}!${letter}${row}:${letter}${row + size - 1}"
            self._ranges[sheet, column] = found
        return found

    def cell(self, sheet: str, column: str, row: int) -> str:
        """One cell of a column: ``Balance!$A7``."""
        return f"{sheet}!${self._places[sheet, column].letter}{row}"

    def only(self, sheet: str, column: str) -> str:
        """The only row of a column: ``Working!$A$7``."""
        return f"{sheet}!${self._places[sheet, column].letter}${FIRST_ROW}"

    def heads(self, name: str) -> str:
        """The years above a grid."""
        sheet, left, right, _ = self._grids[name]
        return f"{sheet}!${left}${HEADER_ROW}:${right}${HEADER_ROW}"

    def body(self, name: str, row: int | None = None) -> str:
        """All rows of a grid, or one."""
        sheet, left, right, size = self._grids[name]
        top, bottom = (FIRST_ROW, FIRST_ROW + size - 1) if row is None else (row, row)
        return f"{sheet}!${left}${top}:${right}${bottom}"


def total(*factors: str) -> str:
    """Sum over rows of a product; conditions count as 1 or 0."""
    return f"SUMPRODUCT({'*'.join(factors)})"


def equal(ranged: str, cell: str) -> str:
    """Rows of a range that equal a cell: text is compared whole, without wildcards."""
    return f"({ranged}={cell})"


def off(stated: str, found: str) -> str:
    """Rows in which two ranges differ by more than the tolerance."""
    return f"(ABS({stated}-({found}))>{LIVE_CHECK}*(1+ABS({stated})))"
