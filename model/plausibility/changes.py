"""What scenarios change, beside the figures they change."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Case
from model.errors import InputWarning, Words
from model.layout import Change
from model.plausibility.shares import percent
from model.plausibility.telling import is_off, median, odd, off
from model.targets import changed_materials, changed_supplies

FACTOR = 10.0
"""A figure multiplied by so much or more is taken for percent."""
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
    for row in case.tables.changes:
        why = _why(case, row)
        if why is not None:
            yield odd(row, "value", row.value, why, scenarios.get(row.scenario, row), row.field)


def _why(case: Case, row: Change) -> Words | None:
    if row.operation == "multiply":
        if row.value < FACTOR:
            return None
        return Words(
            f"the figure is multiplied by {row.value:g}; {row.value:g} % is {row.value / 100:g}.",
            f"元の値を {row.value:g} 倍にします。{row.value:g}% は {row.value / 100:g} です。",
        )
    if row.field == "tariff" and row.value >= 1:
        return percent(row.value)
    if row.operation in PLACED and row.field in TIMES and row.value > 0:
        base = _base(case, row)
        if is_off(row.value, base, TIMES[row.field]):
            what = Words(f"the {row.field} of the base case", f"基本ケースの {row.field}")
            return off(row.value, base, what, UNITS[row.field], SLIP)
    return None


def _base(case: Case, row: Change) -> float:
    """The median of the figures a change applies to, in the years it applies."""
    years = case.years_of(row)
    if row.field == "demand":
        return median(
            case.demand[i.material, t] for i in changed_materials(row, case.tables) for t in years
        )
    figures = getattr(case, row.field)
    options = changed_supplies(row, case.tables)
    found = [figures[s.supply, t] for s in options for t in years]
    return median(value for value in found if value < float("inf"))
