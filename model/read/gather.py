"""All issues of a workbook in the order in which they are mended, alike ones reported together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from openpyxl.utils.cell import coordinate_to_tuple

from model.errors import Issue, Words

_I = TypeVar("_I", bound=Issue)

SHOWN = 10
"""Cells of one cause that are listed."""

TOGETHER = 6
"""Cells of one column with the same issue from which on they are reported together."""


def in_order(issues: Iterable[_I], sheets: Sequence[str]) -> list[_I]:
    """Issues by sheet, row and column; of several at one cell the first explains the rest."""
    first: dict[tuple[str, str, str], _I] = {}
    for issue in issues:
        first.setdefault((issue.sheet, issue.cell, "" if issue.cell else issue.should.en), issue)
    order = {name: number for number, name in enumerate(sheets)}

    def place(issue: _I) -> tuple[int, int, int]:
        row, column = coordinate_to_tuple(issue.cell) if issue.cell else (0, 0)
        return order.get(issue.sheet, -1), row, column

    return _together(sorted(first.values(), key=place))


def _together(issues: Sequence[_I]) -> list[_I]:
    """Many cells of a column that hold the same and should hold the same, as one issue."""
    alike: dict[object, list[_I]] = {}
    for issue in issues:
        alike.setdefault(_cause(issue), []).append(issue)
    told: list[_I] = []
    for issue in issues:
        group = alike[_cause(issue)]
        if len(group) < TOGETHER:
            told.append(issue)
        elif issue is group[0]:
            cells = [other.cell for other in group[1:]]
            told.append(replace(issue, should=also(issue.should, cells)))
    return told


def _cause(issue: Issue) -> object:
    """What issues that are reported together have in common."""
    column = re.sub(r"\d", "", issue.cell)
    return type(issue), issue.sheet, column, repr(issue.found), issue.should


def also(words: Words, cells: Sequence[str]) -> Words:
    """The same words with further cells they are true of."""
    if not cells:
        return words
    listed = ", ".join(cells[:SHOWN]) + (", ..." if len(cells) > SHOWN else "")
    return Words(
        f"{words.en} The same stands in {listed} ({len(cells) + 1} cells in all).",
        f"{words.ja}同じ内容が {listed} にもあります（計 {len(cells) + 1} セル）。",
    )
