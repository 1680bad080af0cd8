"""A figure that may be otherwise: where it stands, between what, and what it does if it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from model.aims import SCALE
from model.case import Case
from model.explain.edits import Edit
from model.formulation.aims import KILO
from model.formulation.cost import MILLION_PER_TONNE
from model.reasons import Money
from model.schema import Row

NEARLY = 0.01
"""Part of a figure that has to be above nought, such as a yield, that is left of it at least."""

Editor = Callable[[float], Edit]
"""What the programme is with another value of a figure."""


@dataclass(frozen=True)
class Doubt:
    """A figure that may be otherwise: where it stands, what it is, and between what it may lie.

    ``edit`` tells what the programme is with another value; ``world`` the case, for what the
    programme cannot be edited to. ``supply`` is the option it belongs to, if it is one's.
    """

    cell: str
    name: str
    field: str
    grade: str
    value: float
    unit: str
    low: float
    high: float
    edit: Editor | None = None
    world: Callable[[float], Case] | None = None
    supply: str = ""

    def case(self, value: float) -> Case:
        """The case with another value; of figures that have a ``world``."""
        if self.world is None:
            raise ValueError(f"{self.cell} is edited in the programme")
        return self.world(value)


@dataclass(frozen=True)
class Worth:
    """What a unit of a figure is worth, in solver units on a tonne."""

    case: Case
    money: Money

    def a_kilo(self, t: int) -> float:
        """1 USD/kg in a year."""
        worth = self.money.weights.get("cost", 0.0)
        return SCALE * MILLION_PER_TONNE * self.case.discount(t) * worth

    @property
    def carbon(self) -> float:
        """1 kg CO2/kg."""
        return SCALE * KILO * self.money.weights.get("co2", 0.0)


def doubt(case: Case, row: Row, field: str, edit: Editor | None, **more: object) -> Doubt:
    """A figure of a row of the workbook; its range is that of its grade, unless ``more`` tells."""
    column = type(row).SHEET.column(field)
    value, key = getattr(row, field.replace("yield", "yield_")), type(row).SHEET.key
    grade = getattr(row, "confidence", "") or "C"
    low, high = grade_range(case, grade, value)
    told = {
        "cell": row.at.place(field),
        "name": getattr(row, key.name) if key else "",
        "value": value,
        "unit": column.unit,
        "low": low if column.above is None else max(low, NEARLY * value),
        "high": high if column.maximum is None else min(high, column.maximum),
    }
    return Doubt(field=field, grade=grade, edit=edit, **(told | more))


def grade_range(case: Case, grade: str, value: float) -> tuple[float, float]:
    """Plausible range of a figure for which none is given; what is published stands."""
    settings = case.settings
    part = {"A": 0.0, "B": settings.range_b}.get(grade, settings.range_c)
    return value * (1 - part), value * (1 + part)
