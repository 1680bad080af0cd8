"""Cells to checked rows, or to every issue found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from model.cells import Cell, address, open_grids, plain
from model.checks import cross_checks
from model.errors import Issue, Words, WorkbookError
from model.implied import ANY, with_implied_rows
from model.layout import ROW_TYPES, Tables
from model.locate import Located, locate, sheet_issues
from model.parse import parse
from model.schema import Address, Column, Row, Sheet
from model.words import did_you_mean, near, should_hold


def read(path: Path) -> Tables:
    """The typed rows of a workbook.

    Raises WorkbookError with every issue found, in the order of the sheets, and UsageError if the
    file cannot be opened.
    """
    grids = open_grids(path)
    issues = list(sheet_issues(grids))
    located = {
        kind.SHEET.name: place
        for kind in ROW_TYPES.values()
        if kind.SHEET.name in grids
        and (place := locate(kind.SHEET, grids[kind.SHEET.name], issues)) is not None
    }
    reading = _Reading(_names(located), issues)
    rows: dict[str, list[Row]] = {
        attribute: reading.rows(kind, located[kind.SHEET.name])
        for attribute, kind in ROW_TYPES.items()
        if kind.SHEET.name in located
    }
    tables = _tables(rows)
    reading.check_years(tables, located)
    if tables is not None:
        tables = with_implied_rows(tables)
        issues.extend(cross_checks(tables, {issue.sheet for issue in issues}))
    if issues or tables is None:
        raise WorkbookError(sorted(issues, key=_sheet_order))
    return tables


def _sheet_order(issue: Issue) -> int:
    names = [kind.SHEET.name for kind in ROW_TYPES.values()]
    return names.index(issue.sheet) if issue.sheet in names else -1


def _names(located: Mapping[str, Located]) -> dict[str, set[str]]:
    """Keys of every sheet, and the minerals under ``mineral``, as far as they can be read."""
    names: dict[str, set[str]] = {"mineral": set()}
    for name, place in located.items():
        key = place.sheet.key
        if key is not None and place.rows:
            names[name] = set(_texts(place, key))
        if name == "Materials":
            names["mineral"] = set(_texts(place, place.sheet.column("mineral")))
    return names


def _texts(place: Located, column: Column) -> Iterator[str]:
    for row in place.rows:
        cell = place.cell(row, column.name)
        if cell is not None:
            value, words = parse(column, cell, ())
            if not words.en:
                yield value


def _tables(rows: Mapping[str, list[Row]]) -> Tables | None:
    """All rows together; ``None`` if the settings cannot be used."""
    settings = rows.get("settings", [])
    if not settings:
        return None
    empty: dict[str, Any] = dict.fromkeys(ROW_TYPES, ())
    lists: dict[str, Any] = {name: tuple(list_) for name, list_ in rows.items()}
    return Tables(**{**empty, **lists, "settings": settings[0]})


@dataclass
class _Reading:
    """Turns located cells into typed rows; issues are collected, not raised."""

    names: Mapping[str, set[str]]
    issues: list[Issue] = field(default_factory=list)

    def rows(self, kind: type[Row], place: Located) -> list[Row]:
        """Typed rows of a sheet; rows with an issue are told and left out."""
        if kind.SHEET.vertical:
            return self._settings(kind, place)
        rows = [self._row(kind, place, number) for number in place.rows]
        good = [row for row in rows if row is not None]
        self.issues.extend(_duplicates(kind.SHEET, good))
        return good

    def check_years(self, tables: Tables | None, located: Mapping[str, Located]) -> None:
        """Tell what is wrong in the planned years; figures of other years are left alone."""
        for place in located.values():
            column = place.sheet.years
            if column is None:
                continue
            planned = sorted(place.years)
            if tables is not None:
                planned = list(range(tables.settings.first_year, tables.settings.last_year + 1))
            for year in planned:
                self._check_year(place, column, year)

    def _check_year(self, place: Located, column: Column, year: int) -> None:
        if year in place.years:
            for row in place.rows:
                where = address(row, place.years[year])
                self._value(column, place.sheet.name, where, place.cell(row, year))
        elif column.required:
            words = Words(
                f"has no column for {year}; every planned year needs one.",
                f"に {year} 年の列がありません。計画期間の各年に1列必要です。",
            )
            self.issues.append(Issue(place.sheet.name, "", None, words))

    def _value(self, column: Column, sheet: str, where: str, cell: Cell | None) -> Any:
        """The value of a cell, its default if blank; ``None`` and an issue if it cannot stand.

        ``where`` is empty if the workbook has no such column.
        """
        if cell is None:
            if column.required and where:
                want = should_hold(column)
                words = Words(f"is blank; {want.en}", f"は空欄です。{want.ja}")
                self.issues.append(Issue(sheet, where, None, words))
            return column.default
        value, words = parse(column, cell, *self._allowed(column))
        if words.en:
            found = "" if cell.value is None else cell.value
            self.issues.append(Issue(sheet, cell.address, found, words))
        return value

    def _allowed(self, column: Column) -> tuple[set[str], str]:
        """Names a column may hold, and what they are called."""
        if column.kind == "link":
            kind = next(k for k in ROW_TYPES.values() if k.SHEET.name == column.to)
            key = kind.SHEET.key
            noun = key.name if key else column.name
            return self.names.get(column.to, ANY if kind.SHEET.implied else set()), noun
        return self.names["mineral"], "mineral"

    def _row(self, kind: type[Row], place: Located, number: int) -> Row | None:
        before = len(self.issues)
        values: dict[str, Any] = {}
        for column in kind.SHEET.columns:
            if column.kind == "years":
                values["by_year"] = _by_year(column, place, number)
                continue
            where = (
                address(number, place.columns[column.name]) if column.name in place.columns else ""
            )
            cell = place.cell(number, column.name)
            values[_attribute(kind, column.name)] = self._value(
                column, place.sheet.name, where, cell
            )
        return kind(at=place.address(number), **values) if len(self.issues) == before else None

    def _settings(self, kind: type[Row], place: Located) -> list[Row]:
        """The one row of a vertical sheet: a key a line."""
        before = len(self.issues)
        lines = self._lines(place)
        number = place.columns.get("value")
        if number is None:
            return []
        values: dict[str, Any] = {}
        for column in kind.SHEET.columns:
            row = lines.get(column.name)
            if row is None and column.required:
                words = Words(
                    f"has no key {column.name}; it is needed.",
                    f"に必須のキー {column.name} がありません。",
                )
                self.issues.append(Issue(place.sheet.name, "", None, words))
            where = "" if row is None else address(row, number)
            cell = None if row is None else place.cell(row, "value")
            values[column.name] = self._value(column, place.sheet.name, where, cell)
        cells = {name: address(row, number) for name, row in lines.items()}
        sound = len(self.issues) == before
        return [kind(at=Address(place.sheet.name, cells), **values)] if sound else []

    def _lines(self, place: Located) -> dict[str, int]:
        """Row number of every key; keys twice or misspelt are told."""
        lines: dict[str, int] = {}
        for row in place.rows:
            cell = place.cell(row, "key")
            if cell is None:
                continue
            name = plain(cell.value)
            problem = _key_problem(name, lines, place.sheet)
            if problem.en:
                self.issues.append(Issue(place.sheet.name, cell.address, cell.value, problem))
            lines.setdefault(name, row)
        return lines


def _by_year(column: Column, place: Located, row: int) -> dict[int, float]:
    """The sound figures of a row by year; the others are told by ``check_years``."""
    figures = {}
    for year in sorted(place.years):
        cell = place.cell(row, year)
        if cell is not None:
            value, words = parse(column, cell, ())
            if not words.en:
                figures[year] = value
    return figures


def _attribute(kind: type[Row], name: str) -> str:
    """``yield_`` for a column whose name is a word of Python's own."""
    return name if any(f.name == name for f in fields(kind)) else f"{name}_"


def _duplicates(sheet: Sheet, rows: list[Row]) -> Iterator[Issue]:
    """Rows whose key stands before already; Excel compares without regard to case, so do we."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        values = tuple(str(getattr(row, name)) for name in sheet.unique)
        if not values:
            continue
        first = seen.setdefault(tuple(v.casefold() for v in values), row)
        if first is not row:
            column = sheet.unique[-1]
            words = Words(
                f"the same stands in {first.at.cell(column)} already; every row needs its own.",
                f"{first.at.cell(column)} と重複しています。行ごとに異なる値にしてください。",
            )
            yield Issue(sheet.name, row.at.cell(column), ", ".join(values), words)


def _key_problem(name: str, lines: Mapping[str, int], sheet: Sheet) -> Words:
    known = [column.name for column in sheet.columns]
    if name in lines:
        return Words(
            "this key stands twice; keep one of them.",
            "同じキーが2つあります。1つにしてください。",
        )
    if name not in known and near(name, known):
        hint = did_you_mean(name, known)
        return Words(f"there is no such setting.{hint.en}", f"その設定はありません。{hint.ja}")
    return Words("", "")
