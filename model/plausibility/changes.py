"""What scenarios change, beside the figures they change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Set

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.prices import odd_prices
from model.plausibility.shares import percent
from model.plausibility.telling import is_off, median, odd, off
from model.plausibility.tonnage import odd_capacities
from model.workbook.layout import Change
from model.workbook.selectors import changed_materials, changed_supplies

HIGH, LOW = 10.0, 0.01
"""A figure multiplied by so much or more, or by so little, is taken for percent typed or twice."""
TIMES = {"price": 10.0, "freight": 10.0, "co2": 100.0, "capacity": 100.0, "demand": 100.0}
"""How far a value put in place may be off the base figure."""
UNITS = {"price": "USD/kg", "freight": "USD/kg", "co2": "kg CO2/kg", "capacity": "t", "demand": "t"}
SLIP = Words("another unit, or a slip of the decimal point", "単位または小数点の誤り")
PLACED = ("set", "at_least", "at_most")


def changes_off_the_base(case: Case) -> Iterator[InputWarning]:
    """Factors typed as percent, duties above the price, and values far off the base figures.

    Changes has no notes: what was checked is said on Scenarios, under the name of the field.
    """
    scenarios = {row.scenario: row for row in case.tables.scenarios}
    slipped = {
        "capacity": {one.option.supply for one, _ in odd_capacities(case)},
        **{
            field: {one.figure.option.supply for one in odd_prices(case, field)}
            for field in ("price", "freight")
        },
    }
    for row in case.tables.changes:
        why = _why(case, row, slipped.get(row.field, frozenset()))
        if why is not None:
            yield odd(row, "value", row.value, why, scenarios.get(row.scenario, row), row.field)


def _why(case: Case, row: Change, slipped: Set[str]) -> Words | None:
    """What is odd about a change; ``slipped`` are options whose base figure is odd itself."""
    if row.operation == "multiply":
        return _times(row.value) if row.value >= HIGH or 0 < row.value <= LOW else None
    if row.field == "tariff" and row.value >= 1:
        return percent(row.value)
    if row.operation in PLACED and row.field in TIMES and row.value > 0:
        base = _base(case, row, slipped)
        if is_off(row.value, base, TIMES[row.field]):
            what = Words(f"the {row.field} of the base case", f"基本ケースの {row.field}")
            return off(row.value, base, what, UNITS[row.field], SLIP)
    return None


def _times(value: float) -> Words:
    meant = value / 100 if value >= HIGH else value
    return Words(
        f"the figure is multiplied by {value:g}; {100 * meant:g} % is {meant:g}.",
        f"元の値を {value:g} 倍にします。{100 * meant:g}% は {meant:g} です。",
    )


def _base(case: Case, row: Change, slipped: Set[str]) -> float:
    """The median of the figures a change applies to, in the years it applies."""
    years = tuple(case.parts_within(row))
    if row.field == "demand":
        names = [material.material for material in changed_materials(row, case.tables)]
        return median(case.demand[i, t] for i in names for t in years)
    figures = getattr(case, row.field)
    options = [s.supply for s in changed_supplies(row, case.tables) if s.supply not in slipped]
    found = [figures[s, t] for s in options for t in years]
    return median(value for value in found if value < math.inf)
