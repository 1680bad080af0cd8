"""An Excel file as plain cells: openpyxl in, headers and rows with addresses out.

A workbook is read for its formulas and, if it holds any, a second time for the values Excel stored
with them, because a formula that was never calculated otherwise reads as blank.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from model.errors import Issue, UsageError, Words, WorkbookError

HEADER_SEARCH = 30
"""Rows searched for the header row."""


@dataclass(frozen=True)
class Cell:
    """One filled cell; of a formula (``formula``), ``value`` is what Excel stored."""

    address: str
    value: Any
    formula: bool = False
    error: bool = False


@dataclass(frozen=True)
class Grid:
    """The filled cells of a sheet, by row and column number."""

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int, str], ...]
    last_row: int
    last_column: int

    def row(self, number: int) -> Iterator[tuple[int, Cell]]:
        """Filled cells of a row, with their column numbers, from left to right."""
        for column in range(1, self.last_column + 1):
            cell = self.cells.get((number, column))
            if cell is not None:
                yield column, cell


def plain(value: object) -> str:
    """Text as compared: full-width characters made half-width, no spaces around it."""
    return unicodedata.normalize("NFKC", str(value)).strip()


def open_grids(path: Path) -> dict[str, Grid]:
    """All sheets of an Excel workbook by name.

    Raises UsageError if there is no such file and WorkbookError if it is no Excel workbook.
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}. / ファイルが見つかりません: {path}")
    try:
        formulas = load_workbook(path)
        computed = any(c.data_type == "f" for ws in formulas.worksheets for c in _filled(ws))
        values = load_workbook(path, data_only=True) if computed else formulas
    except PermissionError as error:
        raise UsageError(
            f"{path} cannot be opened: it may be locked by another program."
            f" / 他のプログラムが使用中のため開けません: {path}"
        ) from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        words = Words(
            "is not an Excel workbook (.xlsx) that can be read; save it again from Excel as .xlsx.",
            "は読み取れる Excel ブックではありません。Excel で .xlsx として保存し直してください。",
        )
        raise WorkbookError([Issue("", path.name, None, words)]) from error
    return {ws.title: _grid(ws, values[ws.title]) for ws in formulas.worksheets}


def _filled(worksheet: Any) -> Iterator[Any]:
    """Cells of a worksheet that hold something."""
    for row in worksheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield cell


def _grid(worksheet: Any, stored: Any) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    for cell in _filled(worksheet):
        formula = cell.data_type == "f"
        source = stored.cell(cell.row, cell.column) if formula else cell
        if isinstance(source.value, str) and not source.value.strip():
            continue
        cells[cell.row, cell.column] = Cell(
            cell.coordinate, source.value, formula, source.data_type == "e"
        )
    merged = tuple(
        (r.min_row, r.min_col, r.max_row, r.max_col, r.coord) for r in worksheet.merged_cells.ranges
    )
    rows, columns = zip(*cells, strict=True) if cells else ((0,), (0,))
    return Grid(
        worksheet.title,
        worksheet.sheet_state != "visible",
        cells,
        merged,
        max(rows),
        max(columns),
    )


def address(row: int, column: int) -> str:
    """``K7`` for row 7, column 11."""
    return f"{get_column_letter(column)}{row}"
