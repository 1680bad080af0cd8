"""Checks of what scenarios come to: figures that no cell of the workbook could hold."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Case, make_case
from model.changes import OF_MATERIALS, YEARS, changed_case, changed_keys
from model.errors import Issue
from model.layout import Change, Tables
from model.read.check_figures import issue
from model.read.check_rules import changed_column
from model.read.parse import number_problem


def changed_figures_are_possible(tables: Tables) -> Iterator[Issue]:
    """No change takes a figure below or above what its column can hold.

    For a workbook in which nothing else is wrong.
    """
    if not any(_may_pass(change) for change in tables.changes):
        return
    case = make_case(tables)
    for scenario in tables.scenarios:
        changes = [row for row in tables.changes if row.scenario == scenario.scenario]
        for number, change in enumerate(changes, 1):
            if _may_pass(change):
                yield from _impossible(changed_case(case, changes[:number]), change)


def _may_pass(change: Change) -> bool:
    """Whether a change can take a figure out of the limits of its column."""
    if change.field in YEARS:
        return False
    return change.operation == "add" or (
        change.operation == "multiply" and changed_column(change.field).maximum is not None
    )


def _impossible(case: Case, change: Change) -> Iterator[Issue]:
    """The first figure that a change spoils, told at its cell."""
    figures, column = getattr(case, change.field), changed_column(change.field)
    for key in changed_keys(case, change):
        value = figures[key]
        problem = number_problem(column, value) if value != float("inf") else None
        if problem is not None and problem.en:
            what = "material" if change.field in OF_MATERIALS else "option"
            yield issue(
                change,
                "value",
                f"with it {change.field} of {what} {key[0]} in {key[1]} would be {value:g};"
                f" {problem.en}",
                f"この変更により {key[0]} の {key[1]} 年の {change.field} が {value:g}"
                f" になります。{problem.ja}",
                change.value,
            )
            return
