"""Where things stand in a workbook: sheets, header rows, columns, rows.

The header row of a sheet is the row that names most of its columns; columns may stand in any order,
further columns and sheets are left alone, and a row counts if any cell under a known header is
filled. A sheet or column whose name is a slip is told, and read as what it means, so that the
mistakes in it are told with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from model.errors import Issue, Words
from model.read.cells import HEADER_SEARCH, Cell, Grid, address
from model.schema import Address, Sheet
from model.words import UNCALCULATED, did_you_mean, near, plain

VERTICAL_HEADER = ("key", "value")


@dataclass(frozen=True)
class Located:
    """A sheet found in the workbook: where its columns and its rows stand.

    ``years_twice`` are further columns of a year, ``left_alone`` headers that name no column.
    ``unsure`` says that a header could not be read,
    so that a column may be there although it was not found.
    """

    sheet: Sheet
    grid: Grid
    columns: Mapping[str, int]
    years: Mapping[int, int]
    rows: tuple[int, ...]
    years_twice: tuple[tuple[int, Cell], ...] = ()
    unsure: bool = False
    left_alone: tuple[Cell, ...] = ()

    def column(self, name: str | int) -> int | None:
        """Number of the column of a name or a year, if there is one."""
        return self.years.get(name) if isinstance(name, int) else self.columns.get(name)

    def cell(self, row: int, name: str | int) -> Cell | None:
        """The filled cell of a row under a column name or a year."""
        column = self.column(name)
        return None if column is None else self.grid.cells.get((row, column))

    def address(self, row: int) -> Address:
        """Addresses of a row's cells."""
        known = {**self.columns, **{str(y): c for y, c in self.years.items()}}
        return Address(self.grid.name, {n: address(row, c) for n, c in known.items()})


def find_sheets(
    grids: Mapping[str, Grid], sheets: Collection[Sheet], issues: list[Issue]
) -> dict[str, Grid]:
    """The grid of every sheet that is there; issues for sheets missing or misspelt."""
    names = [sheet.name for sheet in sheets]
    strangers = [name for name in grids if name not in names]
    found = {}
    for sheet in sheets:
        stranger = next((s for s in strangers if near(s, names) == sheet.name), None)
        slip = stranger is not None and is_slip(stranger, sheet.name)
        if sheet.name in grids:
            found[sheet.name] = grids[sheet.name]
        elif stranger is not None and (slip or sheet.required):
            issues.append(_stray(stranger, sheet.name))
            if slip:
                found[sheet.name] = grids[stranger]
        elif sheet.required:
            words = Words("is missing; it is needed.", "がありません。必須のシートです。")
            issues.append(Issue(sheet.name, "", None, words))
    return found


def _stray(stranger: str, name: str) -> Issue:
    words = Words(
        f"is not a sheet the planner knows. Did you mean {name}?",
        f"は未知のシート名です。{name} ではありませんか。",
    )
    return Issue(stranger, "", None, words)


def is_slip(text: object, name: str) -> bool:
    """Whether a name differs only by case, width, spaces, or a letter of several."""
    a, b = plain(text).casefold(), plain(name).casefold()
    return abs(len(a) - len(b)) <= 1 and near(text, [name], cutoff=0.8) == name


def holds(text: object, name: str) -> bool:
    """Whether a header holds the name of a column as one of its words: ``max_capacity``."""
    words = re.split(r"[^0-9a-z]+", plain(text).casefold())
    return f"_{name.casefold()}_" in f"_{'_'.join(words)}_"


def locate(sheet: Sheet, grid: Grid, issues: list[Issue]) -> Located | None:
    """Find header and rows; ``None`` if the sheet is empty or has no header."""
    if not grid.cells:
        if sheet.required:
            issues.append(Issue(grid.name, "", None, Words("is empty.", "は空です。")))
        return None
    names = VERTICAL_HEADER if sheet.vertical else tuple(c.name for c in sheet.columns)
    header = _header_row(grid, names, years=sheet.years is not None)
    if header == 0:
        listed = ", ".join(names)
        words = Words(
            f"has no header row; its columns should be named {listed}.",
            f"に見出し行がありません。列名: {listed}",
        )
        issues.append(Issue(grid.name, "", None, words))
        return None
    place = _columns(sheet, grid, header, issues)
    issues.extend(_row_issues(place, header))
    return place


def _header_row(grid: Grid, names: tuple[str, ...], *, years: bool) -> int:
    """The row that names most columns; 0 if none names any."""

    def score(row: int) -> int:
        texts = {plain(cell.value).casefold() for _, cell in grid.rows[row]}
        return len(texts & set(names)) + (sum(_year(t) is not None for t in texts) if years else 0)

    best = max((row for row in grid.rows if row <= HEADER_SEARCH), key=score, default=0)
    return best if best and score(best) else 0


def _year(text: object) -> int | None:
    """A year heading a column, ``2027`` or ``'2027'``."""
    bare = plain(text).removesuffix(".0")
    return int(bare) if len(bare) == 4 and bare.isdecimal() and 1900 <= int(bare) <= 2200 else None


def _columns(sheet: Sheet, grid: Grid, header: int, issues: list[Issue]) -> Located:
    """Columns by name and by year; issues for columns missing, twice or misspelt."""
    wanted = VERTICAL_HEADER if sheet.vertical else _named_columns(sheet)
    columns: dict[str, int] = {}
    years: dict[int, int] = {}
    years_twice: list[tuple[int, Cell]] = []
    strangers: list[tuple[int, Cell]] = []
    for number, cell in grid.rows[header]:
        name, year = plain(cell.value), _year(cell.value) if sheet.years else None
        if cell.uncalculated:
            issues.append(Issue(grid.name, cell.address, cell.formula, UNCALCULATED))
        elif year is not None and year in years:
            years_twice.append((year, cell))
        elif year is not None:
            years[year] = number
        elif name in columns:
            issues.append(Issue(grid.name, cell.address, cell.value, TWICE))
        elif name in wanted:
            columns[name] = number
        else:
            strangers.append((number, cell))
    columns |= _misspelt(grid, [n for n in wanted if n not in columns], strangers, issues)
    unsure = any(cell.uncalculated for _, cell in grid.rows[header])
    needed = [n for n in wanted if sheet.vertical or sheet.column(n).required]
    if not unsure:
        issues.extend(_missing(grid, [n for n in needed if n not in columns], strangers, header))
    rows = _rows(grid, header, {*columns.values(), *years.values()})
    left = tuple(cell for _, cell in strangers)
    return Located(sheet, grid, columns, years, rows, tuple(years_twice), unsure, left)


def _rows(grid: Grid, header: int, used: Collection[int]) -> tuple[int, ...]:
    """Rows below the header with a filled cell in a column that is used."""
    return tuple(
        row
        for row, cells in grid.rows.items()
        if row > header and any(column in used for column, _ in cells)
    )


def _named_columns(sheet: Sheet) -> tuple[str, ...]:
    return tuple(c.name for c in sheet.columns if c.kind != "years")


TWICE = Words(
    "this column stands twice; keep one of them.", "同じ列が2つあります。1つにしてください。"
)


def _misspelt(
    grid: Grid, absent: list[str], strangers: list[tuple[int, Cell]], issues: list[Issue]
) -> dict[str, int]:
    """Columns whose header is a slip, told and taken for what they mean."""
    meant: dict[str, int] = {}
    for number, cell in list(strangers):
        left = [name for name in absent if name not in meant]
        guess = next((n for n in left if is_slip(cell.value, n) or holds(cell.value, n)), None)
        if guess is not None:
            meant[guess] = number
            strangers.remove((number, cell))
            issues.append(_no_such_column(grid, cell, guess))
    return meant


def _no_such_column(grid: Grid, cell: Cell, guess: str) -> Issue:
    hint = did_you_mean(cell.value, [guess])
    words = Words(f"no column has that name.{hint.en}", f"その名前の列はありません。{hint.ja}")
    return Issue(grid.name, cell.address, cell.value, words)


def _missing(
    grid: Grid, absent: list[str], strangers: list[tuple[int, Cell]], header: int
) -> Iterator[Issue]:
    """Needed columns that are not there, with a header that may mean them."""
    for name in absent:
        meant = next((s for s in strangers if near(s[1].value, [name]) == name), None)
        if meant is not None:
            strangers.remove(meant)
            yield _no_such_column(grid, meant[1], name)
            continue
        words = Words(
            f"has no column {name} in its header row {header}; it is needed.",
            f"の見出し行（{header}行目）に必須の列 {name} がありません。",
        )
        yield Issue(grid.name, "", None, words)


def _row_issues(place: Located, header: int) -> Iterator[Issue]:
    """A needed sheet without rows, rows of a hidden sheet, merged cells over header or rows."""
    grid = place.grid
    if place.sheet.required and not place.rows:
        yield Issue(grid.name, "", None, Words("has no rows.", "にデータ行がありません。"))
    if grid.hidden and place.rows:
        words = Words(
            "is hidden: what it holds would count unseen. Unhide it, or delete it.",
            "は非表示です。見えないまま計算に使われます。再表示するか削除してください。",
        )
        yield Issue(grid.name, "", None, words)
    used, counted = {*place.columns.values(), *place.years.values()}, {header, *place.rows}
    for top, left, bottom, right, where in grid.merged:
        over = any(left <= c <= right for c in used) and any(top <= r <= bottom for r in counted)
        if over:
            words = Words(
                f"is merged ({where}): unmerge it, one figure belongs in each cell.",
                f"は結合セルです（{where}）。結合を解除し、各セルに値を入れてください。",
            )
            yield Issue(grid.name, address(top, left), None, words)
