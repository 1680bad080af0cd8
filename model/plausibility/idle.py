"""Rows that do nothing, or the same twice: idle options, empty scenarios, copied options."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.telling import odd
from model.workbook.layout import Conversion, Supply


def options_that_never_deliver(case: Case) -> Iterator[InputWarning]:
    """Options and conversions of no planned year, or without capacity in all of them.

    Years that the workbook has columns for are meant, although this plan leaves them out.
    """
    known = known_years(case)
    for s, option in case.supplies.items():
        running = [t for t in case.years if case.runs(s, t)]
        needed = any(case.demand[option.material, t] > 0 for t in case.years)
        later = known - {*case.years} if s in _ramped(case) else set()
        if not running:
            yield from _outside(case, option, known)
        elif needed and not later and all(case.most(s, t) == 0 for t in running):
            column = "capacity_share" if option.capacity_share == 0 else "capacity"
            yield _empty(option, column, getattr(option, column))
    for step in case.conversions.values():
        if not case.parts_within(step):
            yield from _outside(case, step, known)
        elif step.capacity == 0:
            yield _empty(step, "capacity", step.capacity)


def known_years(case: Case) -> set[int]:
    """Years that Demand has columns for; a plan may be of fewer."""
    return {int(name) for row in case.tables.demand for name in row.at.cells if name.isdigit()}


def _ramped(case: Case) -> set[str]:
    """Options whose capacity stands on SupplyByYear."""
    return {row.supply for row in case.tables.supply_by_year if row.field == "capacity"}


def _outside(case: Case, row: Supply | Conversion, known: set[int]) -> Iterator[InputWarning]:
    first, last = case.years[0], case.years[-1]
    late = row.first_year is not None and row.first_year > min(last, row.last_year or last)
    column = "first_year" if late else "last_year"
    year = getattr(row, column)
    if year not in known or (row.first_year or year) > (row.last_year or year):
        words = Words(
            f"it delivers in no year of the plan ({first}-{last}).",
            f"計画期間（{first}-{last}）のどの年にも供給できません。",
        )
        yield odd(row, column, year, words)


def _empty(row: Supply | Conversion, column: str, value: object) -> InputWarning:
    words = Words(
        "it can deliver nothing in any year of the plan; a blank capacity is no limit.",
        "計画期間のどの年にも供給できません。上限がなければ空欄にします。",
    )
    return odd(row, column, value, words)


def scenarios_without_a_change(case: Case) -> Iterator[InputWarning]:
    """Active scenarios that no row of Changes belongs to: they equal the base case."""
    changed = {row.scenario for row in case.tables.changes}
    for row in case.tables.scenarios:
        if row.active == "yes" and row.scenario not in changed:
            words = Words(
                "no row of sheet Changes belongs to it: it equals the base case.",
                "シート Changes に行がないため、基本ケースと同じになります。",
            )
            yield odd(row, "scenario", row.scenario, words)


COPIED = ("material", "country", "route", "price", "freight", "capacity", "first_year", "last_year")
"""What makes two options one."""


def options_entered_twice(case: Case) -> Iterator[InputWarning]:
    """Options that differ in nothing but their names: what they can deliver counts twice."""
    yearly = {(row.supply, row.field): row.by_year for row in case.tables.supply_by_year}
    first: dict[tuple[object, ...], Supply] = {}
    for option in case.tables.supply:
        figures = tuple(getattr(option, name) for name in COPIED)
        years = tuple(sorted(yearly.get((option.supply, "capacity"), {}).items()))
        other = first.setdefault((*figures, years), option)
        if other is not option and option.capacity:
            where = other.at.place("supply")
            words = Words(
                f"it differs from {other.supply} ({where}) in nothing but the name: entered twice?",
                f"{other.supply}（{where}）と名前以外が同じです。重複ではありませんか。",
            )
            yield odd(option, "supply", option.supply, words)
