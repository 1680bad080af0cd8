"""An Excel file as plain cells: openpyxl in, headers and rows with addresses out.

A workbook is read for its formulas and, if it holds any, a second time for the values Excel stored
with them, because a formula that was never calculated otherwise reads as blank.
"""

from __future__ import annotations

import datetime
import math
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from model.errors import Issue, UsageError, Words, WorkbookError

HEADER_SEARCH = 30
"""Rows searched for the header row."""

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How a file begins that is an .xls or is encrypted."""


@dataclass(frozen=True)
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
    """The filled cells of a sheet, by row and column number."""

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int, str], ...] = ()

    @cached_property
    def rows(self) -> Mapping[int, list[tuple[int, Cell]]]:
        """Filled cells of every row that has any, with their column numbers, left to right."""
        rows: dict[int, list[tuple[int, Cell]]] = {}
        for (row, column), cell in sorted(self.cells.items(), key=lambda item: item[0]):
            rows.setdefault(row, []).append((column, cell))
        return rows

    def is_merged(self, row: int, column: int) -> bool:
        """Whether a cell belongs to a merged one."""
        return any(
            top <= row <= bottom and left <= column <= right
            for top, left, bottom, right, _ in self.merged
        )


def open_grids(path: Path) -> dict[str, Grid]:
    """All sheets of an Excel workbook by name.

    Raises UsageError if there is no such file and WorkbookError if it is no Excel workbook.
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}. / ファイルが見つかりません: {path}")
    try:
        formulas = _load(path)
        computed = any(c.data_type == "f" for ws in formulas.worksheets for c in _filled(ws))
        values = _load(path, data_only=True) if computed else formulas
    except PermissionError as error:
        raise UsageError(
            f"{path} cannot be opened: it may be locked by another program."
            f" / 他のプログラムが使用中のため開けません: {path}"
        ) from error
    except Exception as error:  # openpyxl raises whatever it stumbles over in a damaged file
        raise WorkbookError([_unreadable(path)]) from error
    return {ws.title: _grid(ws, values[ws.title]) for ws in formulas.worksheets}


def _load(path: Path, *, data_only: bool = False) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about drop-downs and the like, which are not read
        return load_workbook(path, data_only=data_only, keep_links=False)


def _unreadable(path: Path) -> Issue:
    with path.open("rb") as file:
        old = file.read(len(OLD_EXCEL)) == OLD_EXCEL
    why = Words("", "")
    if old:
        why = Words(
            " It has a password, or is an .xls file.",
            "パスワード付き、または .xls 形式のファイルです。",
        )
    words = Words(
        "is not an Excel workbook (.xlsx) that can be read; save it again from Excel as .xlsx"
        f" without a password.{why.en}",
        "は読み取れる Excel ブックではありません。Excel でパスワードなしの .xlsx として"
        f"保存し直してください。{why.ja}",
    )
    return Issue("", path.name, None, words)


def _filled(worksheet: Any) -> Iterator[Any]:
    """Cells of a worksheet that hold something.

    Not ``iter_rows``, which makes a cell for every blank on the way: one slip of the hand in row
    1,048,576 would take minutes.
    """
    return (cell for cell in worksheet._cells.values() if cell.value is not None)


def _grid(worksheet: Any, stored: Any) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    for cell in _filled(worksheet):
        found = _cell(cell, stored)
        if not (isinstance(found.value, str) and not found.value.strip()):
            cells[cell.row, cell.column] = found
    merged = tuple(
        (r.min_row, r.min_col, r.max_row, r.max_col, r.coord) for r in worksheet.merged_cells.ranges
    )
    return Grid(worksheet.title, worksheet.sheet_state != "visible", cells, merged)


def _cell(cell: Any, stored: Any) -> Cell:
    if cell.data_type != "f":
        return Cell(cell.coordinate, _tidy(cell.value), error=cell.data_type == "e")
    source = stored.cell(cell.row, cell.column)
    value = source.value
    if value is None and source.data_type == "str":
        value = ""  # calculated, and empty
    formula = str(getattr(cell.value, "text", None) or cell.value)
    return Cell(cell.coordinate, _tidy(value), formula, source.data_type == "e")


def _tidy(value: Any) -> Any:
    """A date without a time of day as a date; a whole number no computer can hold as infinite."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        return math.inf
    return value


def address(row: int, column: int) -> str:
    """``K7`` for row 7, column 11."""
    return f"{get_column_letter(column)}{row}"
