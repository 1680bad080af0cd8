"""A workbook with other values in some cells, as typed rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from model.workbook.layout import ROW_TYPES, Tables
from model.workbook.schema import Row


def amended(tables: Tables, values: Mapping[str, float | str]) -> Tables:
    """The rows with other values in some cells, named as ``Limits!I7``.

    Raises KeyError if no row has such a cell.
    """
    left = dict(values)
    changed: dict[str, Any] = {}
    for sheet in ROW_TYPES:
        rows = getattr(tables, sheet)
        if not isinstance(rows, tuple):
            continue
        made = tuple(_amended(row, left) for row in rows)
        if made != rows:
            changed[sheet] = made
    if left:
        raise KeyError(", ".join(left))
    return replace(tables, **changed)


def _amended(row: Row, left: dict[str, float | str]) -> Row:
    """A row with the values that are its own, which are taken out of ``left``."""
    own = {
        column: left.pop(f"{row.at.sheet}!{cell}")
        for column, cell in row.at.cells.items()
        if f"{row.at.sheet}!{cell}" in left
    }
    years = {int(column): value for column, value in own.items() if column.isdecimal()}
    fields: dict[str, Any] = {c: value for c, value in own.items() if not c.isdecimal()}
    if years:
        fields["by_year"] = {**getattr(row, "by_year"), **years}  # noqa: B009
    return replace(row, **fields) if own else row
