"""Checks of what scenarios amount to: figures that no cell of the workbook could hold."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf

from model.case import Case, make_case
from model.case.changes import OF_MATERIALS, YEARS, changed_case, changed_keys
from model.errors import Issue
from model.read.check_figures import issue
from model.read.check_rules import changed_column
from model.read.parse import number_problem
from model.workbook.layout import Change, Tables

UNLIMITED = ("capacity", "capacity_share")
"""Figures that may be blank: no limit."""


def changed_figures_are_possible(tables: Tables) -> Iterator[Issue]:
    """No change takes a figure below or above what its column can hold.

    For a workbook in which nothing else is wrong.
    """
    if not any(_may_pass(row) or row.field in UNLIMITED for row in tables.changes):
        return
    case = make_case(tables)
    yield from _without_effect(case, tables)
    for scenario in tables.scenarios:
        changes = [row for row in tables.changes if row.scenario == scenario.scenario]
        for number, change in enumerate(changes, 1):
            if _may_pass(change):
                yield from _impossible(changed_case(case, changes[:number]), change)


def _without_effect(case: Case, tables: Tables) -> Iterator[Issue]:
    """A capacity that is not there can be neither multiplied nor added to."""
    limited: set[tuple[str, str]] = set()
    for change in tables.changes:
        if change.field not in UNLIMITED:
            continue
        key, figures = (change.scenario, change.field), getattr(case, change.field)
        keys = changed_keys(case, change)
        idle = change.operation in ("multiply", "add") and change.value != 0
        if idle and keys and key not in limited and all(isinf(figures[k]) for k in keys):
            yield issue(
                change,
                "operation",
                f"there is no {change.field} to change; it should hold set or at_most.",
                f"{change.field} が空欄（無制限）です。set または at_most を使ってください。",
                change.operation,
            )
        limited.add(key)


def _may_pass(change: Change) -> bool:
    """Whether a change can take a figure out of the limits of its column."""
    if change.field in YEARS:
        return False
    return change.operation == "add" or (
        change.operation == "multiply" and changed_column(change.field).maximum is not None
    )


def _impossible(case: Case, change: Change) -> Iterator[Issue]:
    """The first figure that a change spoils, reported at its cell."""
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
