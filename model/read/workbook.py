"""Cells to checked rows, or to every issue found.

What cannot be read is reported once and goes on as unknown (see :mod:`model.read.parse`), so that
all other mistakes are found in the same run without consequences of the first being reported as
well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from model.errors import InputWarning, Issue, Words, WorkbookError
from model.read.cells import Grid
from model.read.check_changes import changed_figures_are_possible
from model.read.checks import cross_checks
from model.read.gather import in_order
from model.read.hidden import hidden_figures
from model.read.implied import with_implied_rows
from model.read.links import dangling_links
from model.read.locate import Located, locate
from model.read.opening import Progress, open_grids, silent
from model.read.parse import Names, parse
from model.read.rows import Reader
from model.read.settings import read_settings
from model.read.sheets import find_sheets
from model.workbook.layout import ROW_TYPES, SHEETS, Demand, Material, Settings, Tables
from model.workbook.schema import Sheet

MOST_ROWS = 10_000
"""Filled rows of a sheet that are read."""

FLOOD = 1000
"""Cells with an issue beyond which rows are not compared with each other: that may take minutes."""


def read(path: Path, progress: Progress = silent) -> Tables:
    """The typed rows of a workbook; ``progress`` is called with what is being read.

    Raises WorkbookError with every issue found, in the order of the sheets, and UsageError if the
    file cannot be opened.
    """
    grids = open_grids(path, progress)
    issues: list[Issue] = []
    found = find_sheets(grids, SHEETS, issues)
    located = {
        sheet.name: place
        for sheet in SHEETS
        if sheet.name in found and (place := locate(sheet, found[sheet.name], issues)) is not None
    }
    _refuse_too_many_rows(located.values())
    lost = {
        sheet.name
        for sheet in SHEETS
        if (sheet.required or (sheet.name in found and found[sheet.name].cells))
        and (sheet.name not in located or (sheet.required and not located[sheet.name].rows))
    }
    issues.extend(_links_to_nothing(located))
    tables = _tables(located, _names(located, lost), issues, progress)
    if sum(not isinstance(issue, InputWarning) for issue in issues) < FLOOD:
        issues.extend(cross_checks(tables, lost, progress))
    settings = tables.settings
    years = range(settings.first_year, settings.last_year + 1)
    issues.extend(hidden_figures(located.values(), years))
    warned = [issue for issue in issues if isinstance(issue, InputWarning)]
    issues = [issue for issue in issues if not isinstance(issue, InputWarning)]
    issues = issues or list(changed_figures_are_possible(tables))
    names = [_sheet_name(sheet, found) for sheet in SHEETS]
    if issues:
        raise WorkbookError(in_order(issues, names))
    return replace(tables, warnings=tuple(in_order(warned, names)))


def _refuse_too_many_rows(places: Collection[Located]) -> None:
    """Stop at sheets with more rows than a plan can mean: their mistakes would be without number.

    Raises WorkbookError.
    """
    issues = []
    for place in places:
        if len(place.rows) > MOST_ROWS:
            words = Words(
                f"has {len(place.rows):,} filled rows, down to row {place.rows[-1]:,}; no more than"
                f" {MOST_ROWS:,} are read. Delete the rows that do not belong to the plan.",
                f"の入力済み行が {len(place.rows):,} 行あります（最終行 {place.rows[-1]:,}）。"
                f"読み込めるのは {MOST_ROWS:,} 行までです。計画に関係のない行を削除してください。",
            )
            issues.append(Issue(place.grid.name, "", None, words))
    if issues:
        raise WorkbookError(issues)


def _sheet_name(sheet: Sheet, found: Mapping[str, Grid]) -> str:
    """What a sheet is called in the workbook."""
    return found[sheet.name].name if sheet.name in found else sheet.name


def _links_to_nothing(located: Mapping[str, Located]) -> Iterator[Issue]:
    """Sheets whose rows need rows of an optional sheet that has none."""
    sheets = {sheet.name: sheet for sheet in SHEETS}
    for place in located.values():
        for column in place.sheet.columns:
            if not (column.kind == "link" and column.required and place.rows):
                continue
            target = sheets[column.to]
            if not (target.required or target.implied or _has_rows(target, located)):
                words = Words(
                    f"names rows of sheet {target.name}, which is missing or has no rows.",
                    f"が参照するシート {target.name} がないか、データ行がありません。",
                )
                yield Issue(place.grid.name, "", None, words)


def _has_rows(sheet: Sheet, located: Mapping[str, Located]) -> bool:
    return sheet.name in located and bool(located[sheet.name].rows)


def _names(located: Mapping[str, Located], lost: Collection[str]) -> dict[str, Names]:
    """Keys of every sheet by its name, and the minerals under ``mineral``, as far as readable."""
    names = {"mineral": _words(Material.SHEET, "mineral", located, lost)}
    for sheet in SHEETS:
        if sheet.key is not None:
            names[sheet.name] = _words(sheet, sheet.key.name, located, lost)
    return names


def _words(sheet: Sheet, name: str, located: Mapping[str, Located], lost: Collection[str]) -> Names:
    """What a column of names holds; not complete if the sheet has no rows or a cell is unread."""
    if sheet.name in lost or not _has_rows(sheet, located):
        return Names(complete=False, noun=name)
    place, column = located[sheet.name], sheet.column(name)
    cells = [place.cell(row, name) for row in place.rows]
    values = {parse(column, cell)[0] for cell in cells if cell is not None}
    return Names(values - {""}, all(cells) and "" not in values, name)


def _tables(
    located: Mapping[str, Located],
    names: Mapping[str, Names],
    issues: list[Issue],
    progress: Progress,
) -> Tables:
    """All rows together, those with issues among them."""
    reader = Reader(names, issues, progress=progress)
    demand = located.get(Demand.SHEET.name)
    settings, plan = read_settings(
        located.get(Settings.SHEET.name), reader, demand.years if demand else ()
    )
    rows = {
        attribute: reader.rows(kind, located[kind.SHEET.name], plan)
        for attribute, kind in ROW_TYPES.items()
        if kind is not Settings and kind.SHEET.name in located
    }
    issues.extend(dangling_links(reader.dangling.values(), located))
    made: dict[str, Any] = {**dict.fromkeys(ROW_TYPES, ()), **rows, "settings": settings}
    return with_implied_rows(Tables(**made))
