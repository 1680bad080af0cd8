"""What a workbook holds as plain cells with addresses, sheet by sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

HEADER_SEARCH = 30
"""Rows searched for the header row."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell; of a formula (``formula`` is its text), ``value`` is what Excel stored."""

    address: str
    value: Any
    formula: str = ""
    error: bool = False

    @property
    def uncalculated(self) -> bool:
        """Whether it is a formula whose value was never stored."""
        return bool(self.formula) and self.value is None

    @property
    def shown(self) -> Any:
        """What the reader of a message sees: the value, or the formula if it has none."""
        return self.formula if self.uncalculated else self.value


@dataclass(frozen=True)
class Grid:
    """The filled cells of a sheet, by row and column number.

    ``hidden_rows`` and ``hidden_columns`` are those with filled cells that are hidden, filtered
    away, folded up or of no size.
    """

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int, str], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @cached_property
    def rows(self) -> Mapping[int, list[tuple[int, Cell]]]:
        """Filled cells of every row that has any, with their column numbers, left to right."""
        rows: dict[int, list[tuple[int, Cell]]] = {}
        for (row, column), cell in sorted(self.cells.items(), key=lambda item: item[0]):
            rows.setdefault(row, []).append((column, cell))
        return rows

    def is_merged(self, row: int, column: int) -> bool:
        """Whether a cell belongs to a merged one."""
        return any(left <= column <= right for left, right in self._merged_in(row))

    def _merged_in(self, row: int) -> list[tuple[int, int]]:
        """First and last columns of the merged cells a row goes through."""
        if row not in self._merged_by_row:
            self._merged_by_row[row] = [
                (left, right) for top, left, bottom, right, _ in self.merged if top <= row <= bottom
            ]
        return self._merged_by_row[row]

    @cached_property
    def _merged_by_row(self) -> dict[int, list[tuple[int, int]]]:
        return {}


def address(row: int, column: int) -> str:
    """``K7`` for row 7, column 11."""
    return f"{get_column_letter(column)}{row}"
