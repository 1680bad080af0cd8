"""Reading a results workbook in tests."""

from __future__ import annotations

from typing import Any


def table_of(sheet: Any) -> tuple[list[Any], list[list[Any]]]:
    """Header and body of the sheet's Excel table."""
    ((name, ref),) = sheet.tables.items()
    assert name == sheet.title
    header, *body = [[cell.value for cell in row] for row in sheet[ref]]
    return header, body


def texts(sheet: Any) -> list[str]:
    """All texts of a sheet."""
    return [
        cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)
    ]


def grid(sheet: Any) -> dict[tuple[int, int], Any]:
    """Values by row and column; what is blank or an empty text is left out."""
    return {
        (row, column): value
        for row, values in enumerate(sheet.iter_rows(values_only=True), 1)
        for column, value in enumerate(values, 1)
        if value not in (None, "")
    }
