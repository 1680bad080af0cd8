"""A workbook as the kinds of change see it: our sheets with header row, columns and rows.

Found without the reader, which is what is under test: the header row is the one with the name of
the sheet's first column in it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.workbook.layout import ROW_TYPES
from model.workbook.schema import Column, Sheet

ATTRIBUTE = {kind.SHEET.name: name for name, kind in ROW_TYPES.items()}
"""Attribute of Tables by the name of the sheet."""


@dataclass(frozen=True)
class Spot:
    """A cell under one of our columns: ``n`` counts the rows of the sheet from 0."""

    view: View
    n: int
    row: int
    column: Column
    number: int

    @property
    def cell(self) -> Any:
        return self.view.ws.cell(self.row, self.number)

    @property
    def at(self) -> str:
        """``K7``."""
        return f"{get_column_letter(self.number)}{self.row}"

    @property
    def sheet(self) -> str:
        return self.view.name

    @property
    def field(self) -> str:
        """Attribute of the typed row; of a setting, the setting."""
        if self.view.spec.vertical:
            return str(self.view.value(self.row, "key"))
        return "yield_" if self.column.name == "yield" else self.column.name


class View:
    """One of our sheets: its worksheet, its header row, and its columns and rows by number."""

    def __init__(self, ws: Worksheet, spec: Sheet) -> None:
        self.ws, self.spec, self.name = ws, spec, spec.name
        first = "key" if spec.vertical else spec.columns[0].name
        self.header = next(
            cell.row for row in ws.iter_rows(max_row=30) for cell in row if cell.value == first
        )
        self.columns = {
            str(cell.value): cell.column for cell in ws[self.header] if cell.value is not None
        }
        used = [c for name, c in self.columns.items() if self.typed(name) is not None]
        self.rows = [
            row
            for row in range(self.header + 1, ws.max_row + 1)
            if any(ws.cell(row, c).value is not None for c in used)
        ]

    def typed(self, name: str) -> Column | None:
        """What the layout says of a column of that name; a year is the column of years."""
        if self.spec.vertical:
            return KEY if name in ("key", "value") else None
        if self.spec.years is not None and name.isdecimal():
            return self.spec.years
        return next((c for c in self.spec.columns if c.name == name), None)

    @property
    def ours(self) -> list[str]:
        """Headers that are columns of the layout, years among them."""
        return [name for name in self.columns if self.typed(name) is not None]

    @property
    def years(self) -> list[str]:
        """Headers that are years."""
        return [name for name in self.columns if self.spec.years is not None and name.isdecimal()]

    def value(self, row: int, name: str) -> Any:
        return self.ws.cell(row, self.columns[name]).value

    def filled(self, name: str) -> bool:
        """Whether any row holds something under a header."""
        return any(self.value(row, name) is not None for row in self.rows)

    def header_at(self, name: str) -> str:
        """``K6``."""
        return f"{get_column_letter(self.columns[name])}{self.header}"

    def spots(self) -> Iterator[Spot]:
        """Every cell under one of our columns; of Settings, the values with their own types."""
        for n, row in enumerate(self.rows):
            if self.spec.vertical:
                known = {c.name: c for c in self.spec.columns}
                column = known.get(str(self.value(row, "key")))
                if column is not None:
                    yield Spot(self, 0, row, column, self.columns["value"])
                continue
            for name in self.ours:
                column = self.typed(name)
                assert column is not None
                yield Spot(self, n, row, column, self.columns[name])

    def clear(self, *, header: bool = False) -> None:
        """Blank all rows, and the header if asked."""
        for row in ([self.header] if header else []) + self.rows:
            for column in range(1, self.ws.max_column + 1):
                self.ws.cell(row, column).value = None


KEY = Column("key", "text", "Name of a setting.", "項目")


class Book:
    """A workbook and its views; ``r`` makes every choice."""

    def __init__(self, workbook: Workbook, r: random.Random) -> None:
        self.workbook, self.r = workbook, r
        self.views = {
            kind.SHEET.name: View(workbook[kind.SHEET.name], kind.SHEET)
            for kind in ROW_TYPES.values()
            if kind.SHEET.name in workbook.sheetnames
        }

    def view(self, *names: str, without: tuple[str, ...] = ()) -> View:
        """One of our sheets: any, one of some, or none of others."""
        return self.r.choice([self.views[n] for n in names or self.views if n not in without])

    def table(self) -> View:
        """Any of our sheets but Settings."""
        return self.view(without=("Settings",))

    def spot(self, fits: Callable[[Spot], bool]) -> Spot | None:
        """A cell that fits; sheets and columns have equal chances however many rows they have."""
        found: dict[str, dict[int, list[Spot]]] = {}
        for view in self.views.values():
            for spot in view.spots():
                if fits(spot):
                    found.setdefault(view.name, {}).setdefault(spot.number, []).append(spot)
        if not found:
            return None
        columns = found[self.r.choice(list(found))]
        return self.r.choice(columns[self.r.choice(list(columns))])

    def number(self, fits: Callable[[Spot], bool] = lambda spot: True) -> Spot | None:
        """A filled cell of numbers."""
        kinds = ("number", "integer", "years")
        return self.spot(
            lambda s: (
                s.column.kind in kinds
                and isinstance(s.cell.value, int | float)
                and not isinstance(s.cell.value, bool)
                and fits(s)
            )
        )


def planned(book: Book) -> range:
    """The years that Settings asks for."""
    view = book.views["Settings"]
    asked = {view.value(row, "key"): view.value(row, "value") for row in view.rows}
    return range(asked["first_year"], asked["last_year"] + 1)
