"""What-ifs: a case with the rows of sheet Changes applied, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from model.case import Case
from model.case.resolved import TONNES
from model.workbook.digits import not_below_nothing
from model.workbook.layout import Change
from model.workbook.selectors import changed_materials, changed_supplies

OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "multiply": lambda old, value: old * value if value else 0.0,
    "add": lambda old, value: old + value,
    "set": lambda old, value: value,
    "at_least": max,
    "at_most": min,
}
"""A figure and the value of a change, to the changed figure; no limit times 0 is 0."""

OF_MATERIALS = ("demand", "stock_target_days")
YEARS = ("first_year", "last_year")


def changed_case(case: Case, changes: Iterable[Change]) -> Case:
    """The case with every change applied to what the ones before it left.

    A change is of the yearly rate. What must be taken ends where what can be delivered ends: a
    supplier who cannot deliver cannot ask to be paid.
    """
    figures: dict[str, dict[Any, float]] = {}
    for change in changes:
        found = figures.setdefault(change.field, dict(getattr(case, change.field)))
        for key in changed_keys(case, change):
            found[key] = _changed(case, change, key, found[key])
    changed = replace(case, **figures)  # type: ignore[arg-type]
    most = {key: min(tonnes, changed.most(*key)) for key, tonnes in changed.min_take.items()}
    return replace(changed, min_take=most)


def _changed(case: Case, change: Change, key: Any, old: float) -> float:
    """A figure after a change of its yearly rate; in a period it covers in part, the mean."""
    length = key[1].length if change.field in TONNES else 1.0
    new = length * OPERATIONS[change.operation](old / length, change.value)
    part = 1.0 if change.field in YEARS else case.parts_within(change)[key[1]]
    return not_below_nothing(new if part == 1 else part * new + (1 - part) * old)


def changed_keys(case: Case, change: Change) -> Sequence[Any]:
    """What a change is about: (option, period), (material, period), or options for their years."""
    if change.field in OF_MATERIALS:
        names: Sequence[str] = [row.material for row in changed_materials(change, case.tables)]
    else:
        names = [row.supply for row in changed_supplies(change, case.tables)]
    if change.field in YEARS:
        return names
    return [(name, t) for name in names for t in case.parts_within(change)]
