"""Warnings of what counts although nobody sees it: rows and columns hidden or filtered away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby

from openpyxl.utils import get_column_letter

from model.errors import InputWarning, Words
from model.read.locate import Located

SHOWN = 20
"""Runs of rows or columns that are listed."""


def hidden_figures(places: Iterable[Located], years: Collection[int]) -> Iterator[InputWarning]:
    """A warning for every sheet whose hidden rows, or columns, hold what is planned with.

    ``years`` are the years planned; columns of other years do not count.
    """
    for place in places:
        used = {*place.columns.values(), *(c for y, c in place.years.items() if y in years)}
        counted = {
            (row, column)
            for row in place.rows
            for column, _ in place.grid.rows[row]
            if column in used
        }
        rows = {row for row, _ in counted} & place.grid.hidden_rows
        columns = {column for _, column in counted} & place.grid.hidden_columns
        if rows:
            listed = _runs(rows, str)
            words = Words(
                f"has hidden or filtered rows that count in the plan: rows {listed}."
                " Unhide them to see what they hold, or delete those that should not count.",
                f"の非表示（またはフィルターで隠れた）行も計画に使われます（{listed} 行目）。"
                "再表示して内容を確認し、不要な行は削除してください。",
            )
            yield InputWarning(place.grid.name, "", None, words)
        if columns:
            listed = _runs(columns, get_column_letter)
            words = Words(
                f"has hidden columns that count in the plan: columns {listed}."
                " Unhide them to see what they hold, or clear those that should not count.",
                f"の非表示列も計画に使われます（{listed} 列）。"
                "再表示して内容を確認し、不要な列は空にしてください。",
            )
            yield InputWarning(place.grid.name, "", None, words)


def _runs(numbers: Collection[int], name: Callable[[int], str]) -> str:
    """Numbers by name, runs closed up: ``12-18, 25``."""
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda item: item[1] - item[0]):
        names = [name(number) for _, number in run]
        runs.append(names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}")
    return ", ".join(runs[:SHOWN]) + (", ..." if len(runs) > SHOWN else "")
