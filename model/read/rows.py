"""Located cells to typed rows; issues are collected, not raised, and unread cells go on unknown."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from model.errors import InputWarning, Issue, Words
from model.read.cells import address
from model.read.gather import SHOWN
from model.read.headers import TWICE, no_year
from model.read.links import Dangling
from model.read.locate import Located
from model.read.opening import Progress, silent
from model.read.parse import NO_NAMES, Names, parse, unknown
from model.workbook.schema import UNREAD, Column, Row, Sheet
from model.workbook.wording import plain, should_hold, year_list

ANY_NAME = Words("it should hold a name.", "名前を入力してください。")
"""What a link should hold where the sheet it names has no rows, so that any name will do."""


@dataclass(frozen=True)
class Plan:
    """The years planned; ``guessed`` from the columns of Demand where Settings does not say."""

    years: tuple[int, ...]
    guessed: bool = False


@dataclass(frozen=True)
class Reader:
    """Turns located cells into typed values and rows.

    ``names`` are the words links may name, by sheet, and the minerals.
    """

    names: Mapping[str, Names]
    issues: list[Issue]
    dangling: dict[tuple[str, object, Words], Dangling] = field(default_factory=dict)
    progress: Progress = silent

    def rows(self, kind: type[Row], place: Located, plan: Plan) -> tuple[Row, ...]:
        """Typed rows of a sheet, also those with an issue; duplicates and missing years are
        reported.

        Only the planned years are read: others are left alone.
        """
        step = Words(
            f"checking sheet {place.grid.name}", f"シート {place.grid.name} を確認しています"
        )
        rows = tuple(self._row(kind, place, number, plan, step) for number in place.rows)
        if any(year in place.years for year in plan.years):
            self.issues.extend(_without_figures(kind.SHEET, rows))
        self.issues.extend(_duplicates(kind.SHEET, rows))
        if kind.SHEET.years is not None:
            self.issues.extend(_year_columns(kind.SHEET.years, place, plan))
        return rows

    def _row(self, kind: type[Row], place: Located, number: int, plan: Plan, step: Words) -> Row:
        """The typed row; of one that holds a single text the blanks are reported at that text."""
        self.progress(step)
        before = len(self.issues)
        row = self._typed(kind, place, number, plan)
        used = {*place.columns.values(), *place.years.values()}
        filled = [cell for column, cell in place.grid.rows[number] if column in used]
        new = self.issues[before:]
        blanks = [issue for issue in new if issue.found is None]
        if len(filled) == 1 and isinstance(filled[0].value, str) and len(blanks) > 1:
            self.issues[before:] = [issue for issue in new if issue not in blanks]
            lone = Issue(place.grid.name, filled[0].address, filled[0].shown, _lone(blanks))
            self.issues.append(lone)
        return row

    def _typed(self, kind: type[Row], place: Located, number: int, plan: Plan) -> Row:
        values: dict[str, Any] = {}
        for column in kind.SHEET.columns:
            if column.kind == "years":
                values[column.name] = self._by_year(column, place, number, plan)
            else:
                value = self.value(column, place, number, column.name)
                values[_attribute(column.name)] = value
        return kind(at=place.address(number), **values)

    def _by_year(self, column: Column, place: Located, number: int, plan: Plan) -> dict[int, float]:
        """Figures of the planned years that have a column and are not blank."""
        there = [year for year in plan.years if year in place.years]
        figures = {year: self.value(column, place, number, year) for year in there}
        return {year: value for year, value in figures.items() if value is not None}

    def value(self, column: Column, place: Located, row: int, name: str | int) -> Any:
        """The value of a cell, its default if blank, or an unknown and an issue."""
        cell = place.cell(row, name)
        if cell is None:
            return self._blank(column, place, row, place.column(name))
        names = self.names.get(column.to or column.kind, NO_NAMES)
        value, words = parse(column, cell, names)
        lost = words.en and value in ("", UNREAD) and not (cell.error or cell.uncalculated)
        if lost and column.kind in ("link", "mineral"):
            link = Dangling(column, place.grid.name, cell.shown, words, [])
            self.dangling.setdefault((place.grid.name, cell.shown, words), link)
            self.dangling[place.grid.name, cell.shown, words].cells.append(cell.address)
        elif words.en:
            self.issues.append(Issue(place.grid.name, cell.address, cell.shown, words))
        return value

    def _blank(self, column: Column, place: Located, row: int, number: int | None) -> Any:
        """What a blank cell, or one without a column, stands for."""
        if number is not None and place.grid.is_merged(row, number):
            return unknown(column)
        if not column.required:
            return column.default
        if number is not None:
            any_name = column.kind == "link" and not self.names.get(column.to, NO_NAMES).words
            want = ANY_NAME if any_name else should_hold(column)
            words = Words(f"is blank; {want.en}", f"は空欄です。{want.ja}")
            self.issues.append(Issue(place.grid.name, address(row, number), None, words))
        return unknown(column)


def _lone(blanks: list[Issue]) -> Words:
    """What is said of a row with one text and nothing else: a row begun, or a remark."""
    cells = ", ".join(issue.cell for issue in blanks[:SHOWN])
    more = len(blanks) > SHOWN
    return Words(
        f"the rest of this row is blank, but {cells}{', ...' if more else ''} are needed. A remark"
        " or a total has no place among the rows: delete it, or move it above the header row.",
        f"この行のほかのセルは空欄ですが、{cells}{' など' if more else ''} は必須です。"
        "注記や合計であれば、削除するか見出し行より上に移してください。",
    )


def _attribute(name: str) -> str:
    """``yield_`` for a column whose name is a word of Python's own."""
    return f"{name}_" if keyword.iskeyword(name) else name


def _year_columns(column: Column, place: Located, plan: Plan) -> Iterator[Issue]:
    """Planned years with two columns, or without the one they need."""
    for year, cell in place.years_twice:
        if year in plan.years:
            yield Issue(place.grid.name, cell.address, cell.value, TWICE)
    missing = [year for year in plan.years if year not in place.years]
    if not missing or plan.guessed or place.unsure or not place.rows:
        return
    listed = year_list(missing)
    for cell in place.unknown:
        yield Issue(place.grid.name, cell.address, cell.shown, no_year(cell.value))
    if column.required:
        yield Issue(place.grid.name, "", None, _no_column(listed))
    elif len(missing) == len(plan.years):
        yield Issue(place.grid.name, "", None, _no_planned_year(listed))
    else:
        words = Words(
            f"has no column for {listed}: there the figures of sheet Supply hold.",
            f"に {listed} 年の列がありません。これらの年は Supply の値を使います。",
        )
        yield InputWarning(place.grid.name, "", None, words)


def _no_column(years: str) -> Words:
    return Words(
        f"has no column for {years}; every planned year needs one.",
        f"に {years} 年の列がありません。計画期間の各年に1列必要です。",
    )


def _no_planned_year(years: str) -> Words:
    return Words(
        f"has rows, but no column for any planned year ({years}): they would not count.",
        f"に計画期間（{years} 年）の列がないため、記入した行が計算に使われません。",
    )


def _without_figures(sheet: Sheet, rows: tuple[Row, ...]) -> Iterator[Issue]:
    """Rows of figures by year in which no planned year has one, where that is allowed."""
    if sheet.years is None or sheet.years.required:
        return
    for row in rows:
        if not getattr(row, "by_year"):  # noqa: B009
            name = sheet.unique[0]
            yield InputWarning(row.at.sheet, row.at.cell(name), getattr(row, name), NO_FIGURE)


NO_FIGURE = Words(
    "no planned year of this row has a figure: the row changes nothing.",
    "この行には計画期間の数値がないため、何も変わりません。",
)


def _duplicates(sheet: Sheet, rows: tuple[Row, ...]) -> Iterator[Issue]:
    """Rows whose key stands before already, without regard to case and width: it looks the same."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        values = tuple(str(getattr(row, name)) for name in sheet.unique)
        if not values or not all(values):
            continue
        first = seen.setdefault(tuple(plain(v).casefold() for v in values), row)
        if first is not row:
            cells = ", ".join(first.at.cell(name) for name in sheet.unique)
            words = Words(
                f"the same {' and '.join(sheet.unique)} stand in {cells} already;"
                " every row needs its own."
                if len(values) > 1
                else f"the same name stands in {cells} already; every row needs its own.",
                f"{cells} と重複しています。行ごとに異なる値にしてください。",
            )
            column = sheet.unique[-1]
            yield Issue(row.at.sheet, row.at.cell(column), values[-1], words)
