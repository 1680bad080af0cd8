"""The header row of a sheet: which columns are ours, and what to say of all others.

Whatever stands below a header is used, left alone because its header says so (``#`` or ``_`` before
the name), warned about where every column of ours is there, or refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from model.errors import InputWarning, Issue, Words
from model.read.cells import Cell, Grid, address
from model.read.likeness import LEAVE_ALONE, is_own, meant, missing_here, nearest
from model.read.years import is_year_like, year_meant, year_of
from model.workbook.layout import SETTINGS_COLUMNS
from model.workbook.schema import Column, Sheet
from model.workbook.wording import NOTHING, UNCALCULATED

VERTICAL = tuple(Column(name, "text", "", ja) for name, ja in SETTINGS_COLUMNS.items())
VERTICAL_NEEDED = ("key", "value")

TWICE = Words(
    "this column stands twice; keep one of them.", "同じ列が2つあります。1つにしてください。"
)
ERROR = Words(
    "it should hold the name of a column. It is an Excel error.",
    "列名が必要です。Excel のエラー値です。",
)


@dataclass
class Headers:
    """Columns by name and year while they are being found.

    ``unsure`` says that a header could not be read, so that a column may be there unseen.
    """

    sheet: Sheet
    grid: Grid
    row: int
    columns: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    years_twice: list[tuple[int, Cell]] = field(default_factory=list)
    strangers: list[tuple[int, Cell]] = field(default_factory=list)
    unsure: bool = False

    @property
    def known(self) -> tuple[Column, ...]:
        """The columns that have a name."""
        if self.sheet.vertical:
            return VERTICAL
        return tuple(c for c in self.sheet.columns if c.kind != "years")

    @property
    def absent(self) -> list[Column]:
        """Columns not found that matter; of Settings only two are read."""
        left = [c for c in self.known if c.name not in self.columns]
        return [c for c in left if c.name in VERTICAL_NEEDED] if self.sheet.vertical else left

    @property
    def read(self) -> dict[str, int]:
        """The columns found that are read; of Settings two."""
        needed = VERTICAL_NEEDED if self.sheet.vertical else self.columns
        return {name: number for name, number in self.columns.items() if name in needed}

    def issue(self, cell: Cell, words: Words) -> Issue:
        """An issue at a header."""
        return Issue(self.grid.name, cell.address, cell.shown, words)


def read_headers(sheet: Sheet, grid: Grid, row: int, issues: list[Issue]) -> Headers:
    """Columns by name and by year; issues for those missing, twice, misspelt, unknown or blank."""
    found = Headers(sheet, grid, row)
    for number, cell in grid.rows[row]:
        words = _placed(found, number, cell)
        if words.en:
            issues.append(found.issue(cell, words))
    issues.extend(_misspelt(found))
    if not found.unsure:
        issues.extend(_missing(found))
    issues.extend(_unknown(found, cell) for _, cell in found.strangers)
    issues.extend(_without_header(found))
    issues.extend(_above(found))
    return found


def _placed(found: Headers, number: int, cell: Cell) -> Words:
    """Take a header for the column or year it names; why it cannot be one."""
    name = str(cell.value).strip()
    year = year_of(cell.value) if found.sheet.years else None
    if cell.uncalculated or cell.error:
        found.unsure = True
        return UNCALCULATED if cell.uncalculated else ERROR
    if year is not None and year in found.years:
        found.years_twice.append((year, cell))
    elif year is not None:
        found.years[year] = number
    elif name in found.columns:
        return TWICE
    elif any(c.name == name for c in found.known):
        found.columns[name] = number
    elif not is_own(name):
        found.strangers.append((number, cell))
    return NOTHING


def _misspelt(found: Headers) -> Iterator[Issue]:
    """Headers that surely mean a column, reported and taken for it."""
    for number, cell in list(found.strangers):
        column = meant(cell.value, [c for c in found.known if c.name not in found.columns])
        if column is not None:
            found.columns[column.name] = number
            found.strangers.remove((number, cell))
            yield found.issue(cell, _did_you_mean(column))


def _did_you_mean(column: Column) -> Words:
    return Words(
        f"no column has that name. Did you mean {column.name}?",
        f"その名前の列はありません。{column.name} ではありませんか。",
    )


def _missing(found: Headers) -> Iterator[Issue]:
    """Needed columns that are not there, with a header that may mean them."""
    for column in found.absent:
        if not (found.sheet.vertical or column.required):
            continue
        near = (s for s in found.strangers if nearest(s[1].value, [column]))
        stranger = next(near, None)
        if stranger is not None:
            found.strangers.remove(stranger)
            yield found.issue(stranger[1], _did_you_mean(column))
            continue
        words = Words(
            f"has no column {column.name} in its header row {found.row}; it is needed.",
            f"の見出し行（{found.row}行目）に必須の列 {column.name} がありません。",
        )
        yield Issue(found.grid.name, "", None, words)


def _unknown(found: Headers, cell: Cell) -> Issue:
    """A header that is none of ours: refused while it may stand for one, else left alone."""
    if found.sheet.years and is_year_like(cell.value):
        return found.issue(cell, no_year(cell.value))
    absent = found.absent
    if absent or _years_skip(found):
        column, missing = nearest(cell.value, absent), missing_here(cell.value, absent)
        hint = _did_you_mean(column) if column else NO_COLUMN
        words = Words(
            f"{hint.en}{missing.en}{LEAVE_ALONE.en}", f"{hint.ja}{missing.ja}{LEAVE_ALONE.ja}"
        )
        return found.issue(cell, words)
    words = Words(
        "no column has that name: it is left alone. To say so, put # or _ before it.",
        "その名前の列はないため使いません。独自の列であれば先頭に # か _ を付けてください。",
    )
    return InputWarning(found.grid.name, cell.address, cell.shown, words)


NO_COLUMN = Words("no column has that name.", "その名前の列はありません。")


def no_year(value: Any) -> Words:
    """What is said of a header among years that is none."""
    year = year_meant(value)
    hint = Words(f" Did you mean {year}?", f"{year} ではありませんか。") if year else Words("", "")
    return Words(
        f"it should hold a year such as 2027.{hint.en}{LEAVE_ALONE.en}",
        f"2027 のような西暦年を入力してください。{hint.ja}{LEAVE_ALONE.ja}",
    )


def _years_skip(found: Headers) -> bool:
    """Whether a year between the first and the last has no column."""
    years = found.years
    return bool(years) and max(years) - min(years) + 1 > len(years)


def _without_header(found: Headers) -> Iterator[Issue]:
    """Filled cells under a blank header."""
    grid, headed = found.grid, {column for column, _ in found.grid.rows[found.row]}
    below: dict[int, list[Cell]] = {}
    for row, cells in grid.rows.items():
        for column, cell in cells if row > found.row else ():
            if column not in headed:
                below.setdefault(column, []).append(cell)
    for column, filled in sorted(below.items()):
        if grid.is_merged(found.row, column):
            continue
        place = address(found.row, column)
        if column < min(headed) and _count_rows(filled):
            yield InputWarning(grid.name, place, None, ROW_NUMBERS)
        else:
            yield Issue(grid.name, place, None, _blank_header(found, filled[0]))


def _count_rows(cells: list[Cell]) -> bool:
    """Whether cells number the rows, as pandas does: 0, 1, 2."""
    values = [cell.value for cell in cells]
    return values[0] in (0, 1) and values == list(range(values[0], values[0] + len(values)))


ROW_NUMBERS = Words(
    "is blank; the numbers below it look like row numbers and are left alone.",
    "は空欄です。下の数値は行番号とみなし、使いません。",
)


def _blank_header(found: Headers, first: Cell) -> Words:
    missing = missing_here("", found.absent)
    return Words(
        f"is blank over filled cells (the first is {first.address}): give the column its name, or"
        f" empty it.{missing.en} If it is your own, give it a name that begins with # or _.",
        f"は空欄ですが、下のセル（最初は {first.address}）に値があります。列名を入力するか、値を"
        f"消してください。{missing.ja}独自の列であれば # か _ で始まる名前を付けてください。",
    )


def _above(found: Headers) -> Iterator[Issue]:
    """Figures above the header: a row that would count below it, or figures left alone."""
    needed = [found.columns.get(c.name) for c in found.known if c.required]
    kinds = {c.name: c.kind for c in found.known}
    numbers = {n for name, n in found.columns.items() if kinds[name] in ("number", "integer")}
    numbers |= set(found.years.values())
    for row, cells in found.grid.rows.items():
        if row >= found.row or found.sheet.vertical:
            continue
        filled = {column for column, _ in cells}
        figures = [
            cell
            for column, cell in cells
            if column in numbers and isinstance(cell.value, int | float)
        ]
        typed = any(not cell.formula for cell in figures)
        if typed and filled.issuperset(needed):
            yield Issue(found.grid.name, figures[0].address, figures[0].shown, ROW_ABOVE)
        elif figures:
            yield InputWarning(found.grid.name, figures[0].address, figures[0].shown, FIGURES_ABOVE)


ROW_ABOVE = Words(
    "this row stands above the header row, where nothing counts; move it below.",
    "この行は見出し行より上にあるため計算に使われません。見出し行の下に移してください。",
)
FIGURES_ABOVE = Words(
    "it stands above the header row, where nothing counts: it is left alone.",
    "見出し行より上にあるため計算に使いません。",
)
