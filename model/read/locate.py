"""Where things stand on a sheet: header row, columns, rows.

The header row of a sheet is the row that names most of its columns; columns may stand in any order,
and a row counts if any cell under a known header is filled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from model.errors import Issue, Words
from model.read.cells import HEADER_SEARCH, Cell, Grid, address
from model.read.headers import VERTICAL_NEEDED, Headers, read_headers
from model.read.years import year_of
from model.workbook.schema import Address, Sheet
from model.workbook.wording import plain, same


@dataclass(frozen=True)
class Located:
    """A sheet found in the workbook: where its columns and its rows stand.

    ``aside`` are columns of Settings that only explain, ``unknown`` headers that name no column,
    ``years_twice`` further columns of a year. ``unsure`` says that a header could not be read, so
    that a column may be there although it was not found.
    """

    sheet: Sheet
    grid: Grid
    columns: Mapping[str, int]
    years: Mapping[int, int]
    rows: tuple[int, ...]
    aside: Mapping[str, int]
    unknown: tuple[Cell, ...] = ()
    years_twice: tuple[tuple[int, Cell], ...] = ()
    unsure: bool = False

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


def locate(sheet: Sheet, grid: Grid, issues: list[Issue]) -> Located | None:
    """Find header and rows; ``None`` if the sheet is empty or has no header."""
    if not grid.cells:
        if sheet.required:
            issues.append(Issue(grid.name, "", None, Words("is empty.", "は空です。")))
        return None
    names = VERTICAL_NEEDED if sheet.vertical else tuple(c.name for c in sheet.columns)
    header = _header_row(grid, names, years=sheet.years is not None)
    if header == 0:
        listed = ", ".join(_headings(sheet))
        words = Words(
            f"has no header row; its columns should be named {listed}.",
            f"に見出し行がありません。列名: {listed}",
        )
        issues.append(Issue(grid.name, "", None, words))
        return None
    found = read_headers(sheet, grid, header, issues)
    rows = _rows(grid, header, {*found.read.values(), *found.years.values()})
    again = {row for row in rows if _repeats_header(found, row)}
    issues.extend(
        Issue(grid.name, grid.rows[row][0][1].address, grid.rows[row][0][1].shown, HEADER_AGAIN)
        for row in sorted(again)
    )
    place = Located(
        sheet,
        grid,
        found.read,
        found.years,
        tuple(row for row in rows if row not in again),
        {name: number for name, number in found.columns.items() if name not in found.read},
        tuple(cell for _, cell in found.strangers),
        tuple(found.years_twice),
        found.unsure,
    )
    issues.extend(_row_issues(place, header))
    return place


def _headings(sheet: Sheet) -> tuple[str, ...]:
    """What the columns of a sheet are headed by, years by an example."""
    if sheet.vertical:
        return VERTICAL_NEEDED
    return tuple("2027, 2028, ..." if c.kind == "years" else c.name for c in sheet.columns)


def _header_row(grid: Grid, names: tuple[str, ...], *, years: bool) -> int:
    """The row that names most columns, years counted last; 0 if none names any."""

    def score(row: int) -> tuple[int, int]:
        values = [cell.value for _, cell in grid.rows[row]]
        named = len({plain(value).casefold() for value in values} & set(names))
        return named, sum(year_of(v) is not None for v in values) if years else 0

    best = max((row for row in grid.rows if row <= HEADER_SEARCH), key=score, default=0)
    return best if best and any(score(best)) else 0


def _rows(grid: Grid, header: int, used: Collection[int]) -> tuple[int, ...]:
    """Rows below the header with a filled cell in a column that is used."""
    return tuple(
        row
        for row, cells in grid.rows.items()
        if row > header and any(column in used for column, _ in cells)
    )


def _repeats_header(found: Headers, row: int) -> bool:
    """Whether a row holds the names, or the Japanese labels, of the columns it stands in."""
    labels = {found.columns[c.name]: c.ja for c in found.known if c.name in found.columns}
    if found.sheet.years:
        labels.update(dict.fromkeys(found.years.values(), found.sheet.years.ja))
    heads = {number: cell.value for number, cell in found.grid.rows[found.row]}
    filled = [(number, cell.value) for number, cell in found.grid.rows[row] if number in labels]
    return len(filled) > 1 and all(
        same(value, [str(heads[number]), labels[number]]) is not None for number, value in filled
    )


HEADER_AGAIN = Words(
    "this row repeats the header row: delete it.",
    "見出し行と同じ内容の行です。削除してください。",
)


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
