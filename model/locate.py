"""Where things stand in a workbook: sheets, header rows, columns, rows.

The header row of a sheet is the row that names most of its columns; columns may stand in any order,
further columns and sheets are left alone, and a row counts if any cell under a known header is
filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from model.cells import HEADER_SEARCH, Cell, Grid, address, plain
from model.errors import Issue, Words
from model.layout import ROW_TYPES
from model.schema import Address, Sheet
from model.words import did_you_mean, near

VERTICAL_HEADER = ("key", "value")


@dataclass(frozen=True)
class Located:
    """A sheet found in the workbook: where its columns and its rows stand."""

    sheet: Sheet
    grid: Grid
    columns: Mapping[str, int]
    years: Mapping[int, int]
    rows: tuple[int, ...]

    def cell(self, row: int, column: str | int) -> Cell | None:
        """The filled cell of a row under a column name, a year, or (vertical) a key."""
        where = self.years if isinstance(column, int) else self.columns
        if column not in where:
            return None
        return self.grid.cells.get((row, where[column]))  # type: ignore[index]

    def address(self, row: int) -> Address:
        """Addresses of a row's cells."""
        known = {**self.columns, **{str(y): c for y, c in self.years.items()}}
        return Address(self.sheet.name, {n: address(row, c) for n, c in known.items()})


def sheet_issues(grids: Mapping[str, Grid]) -> Iterator[Issue]:
    """Sheets missing, hidden, or named almost right."""
    sheets = {kind.SHEET.name: kind.SHEET for kind in ROW_TYPES.values()}
    strangers = [name for name in grids if name not in sheets]
    for name, sheet in sheets.items():
        grid = grids.get(name)
        if grid is None:
            stranger = next((s for s in strangers if near(s, sheets) == name), None)
            if stranger is not None and (sheet.required or _is_slip(stranger, name)):
                yield _stray(stranger, name)
            elif sheet.required:
                words = Words("is missing; it is needed.", "がありません。必須のシートです。")
                yield Issue(name, "", None, words)
        elif grid.hidden and grid.cells:
            words = Words(
                "is hidden: what it holds would count unseen. Unhide it, or delete it.",
                "は非表示です。見えないまま計算に使われます。再表示するか削除してください。",
            )
            yield Issue(name, "", None, words)


def _stray(stranger: str, name: str) -> Issue:
    return Issue(
        stranger,
        "",
        None,
        Words(
            f"is not a sheet the planner knows. Did you mean {name}?",
            f"は未知のシート名です。{name} ではありませんか。",
        ),
    )


def _is_slip(text: str, name: str) -> bool:
    """Whether a name differs only by case, width, spaces, or a letter or two."""
    a, b = plain(text).casefold(), plain(name).casefold()
    return a == b or (abs(len(a) - len(b)) <= 1 and near(text, [name]) == name and a[:3] == b[:3])


def locate(sheet: Sheet, grid: Grid, issues: list[Issue]) -> Located | None:
    """Find header and rows; ``None`` if the sheet is empty or has no header."""
    if not grid.cells:
        if sheet.required:
            issues.append(Issue(sheet.name, "", None, Words("is empty.", "は空です。")))
        return None
    names = VERTICAL_HEADER if sheet.vertical else tuple(c.name for c in sheet.columns)
    header = _header_row(grid, names, years=sheet.years is not None)
    if header == 0:
        listed = ", ".join(names)
        words = Words(
            f"has no header row; its columns should be named {listed}.",
            f"に見出し行がありません。列名: {listed}",
        )
        issues.append(Issue(sheet.name, "", None, words))
        return None
    columns, year_columns = _columns(sheet, grid, header, names, issues)
    used = [*columns.values(), *year_columns.values()]
    rows = tuple(
        r for r in range(header + 1, grid.last_row + 1) if any((r, c) in grid.cells for c in used)
    )
    if sheet.required and not rows:
        issues.append(
            Issue(sheet.name, "", None, Words("has no rows.", "にデータ行がありません。"))
        )
    issues.extend(_merged_issues(grid, header, used))
    return Located(sheet, grid, columns, year_columns, rows)


def _header_row(grid: Grid, names: tuple[str, ...], *, years: bool) -> int:
    """The row that names most columns; 0 if none names any."""

    def score(row: int) -> int:
        texts = {plain(cell.value) for _, cell in grid.row(row)}
        return len(texts & set(names)) + (sum(_year(t) is not None for t in texts) if years else 0)

    best = max(range(1, min(grid.last_row, HEADER_SEARCH) + 1), key=score)
    return best if score(best) else 0


def _year(text: object) -> int | None:
    """A year heading a column, ``2027`` or ``'2027'``."""
    bare = plain(text).removesuffix(".0")
    return int(bare) if len(bare) == 4 and bare.isdecimal() and 1900 <= int(bare) <= 2200 else None


def _columns(
    sheet: Sheet, grid: Grid, header: int, names: tuple[str, ...], issues: list[Issue]
) -> tuple[dict[str, int], dict[int, int]]:
    """Column numbers by name and by year; issues for columns missing, twice or misspelt."""
    columns: dict[str, int] = {}
    years: dict[int, int] = {}
    strangers: list[Cell] = []
    wanted = [n for n in names if sheet.vertical or sheet.column(n).kind != "years"]
    twice = Words(
        "this column stands twice; keep one of them.", "同じ列が2つあります。1つにしてください。"
    )
    for number, cell in grid.row(header):
        name, year = plain(cell.value), _year(cell.value) if sheet.years else None
        if name in wanted or year is not None:
            if name in columns or year in years:
                issues.append(Issue(sheet.name, cell.address, cell.value, twice))
            elif year is not None:
                years[year] = number
            else:
                columns[name] = number
        else:
            strangers.append(cell)
    issues.extend(_missing_columns(sheet, wanted, columns, strangers, header))
    return columns, years


def _missing_columns(
    sheet: Sheet, wanted: list[str], columns: Mapping[str, int], strangers: list[Cell], header: int
) -> Iterator[Issue]:
    absent = [name for name in wanted if name not in columns]
    for cell in strangers:
        guess = next((name for name in absent if _is_slip(str(cell.value), name)), None)
        if guess is not None:
            absent.remove(guess)
            hint = did_you_mean(cell.value, [guess])
            words = Words(
                f"no column has that name.{hint.en}", f"その名前の列はありません。{hint.ja}"
            )
            yield Issue(sheet.name, cell.address, cell.value, words)
    for name in absent:
        if sheet.vertical or sheet.column(name).required:
            words = Words(
                f"has no column {name} in its header row {header}; it is needed.",
                f"の見出し行（{header}行目）に必須の列 {name} がありません。",
            )
            yield Issue(sheet.name, "", None, words)


def _merged_issues(grid: Grid, header: int, used: list[int]) -> Iterator[Issue]:
    for top, left, bottom, right, where in grid.merged:
        if bottom >= header and any(left <= c <= right for c in used):
            words = Words(
                f"is merged ({where}): unmerge it, one figure belongs in each cell.",
                f"は結合セルです ({where})。結合を解除し、各セルに値を入れてください。",
            )
            yield Issue(grid.name, address(top, left), None, words)
