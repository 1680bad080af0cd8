"""A figure that may be otherwise: where it stands, between what, and what it does if it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from model.case import Case
from model.explain.explanations import Money
from model.explain.perturbations import LIMIT_ROW, Edit
from model.formulation.aims import KILO
from model.formulation.cost import MILLION_PER_TONNE
from model.lp.program import Name
from model.planning.aim_values import SCALE
from model.workbook.aims import CO2, COST
from model.workbook.schema import Row

NEARLY = 0.01
"""Part of a figure that has to be above nought, such as a yield, that is left of it at least."""

NOTHING: Mapping[Name, float] = MappingProxyType({})

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
    """What a change of costs and footprints does: to what is minimised, and inside limits."""

    case: Case
    money: Money

    def changed(
        self, paid: Mapping[Name, float] = NOTHING, carbon: Mapping[Name, float] = NOTHING
    ) -> Edit:
        """Variables that cost so many USD/kg more, and emit so many kg CO2/kg more, in their years.

        What is ``paid`` for a shortage is a loss and no cash, and no limit counts it.
        """
        case, weights = self.case, self.money.weights
        cost: dict[Name, float] = {}
        cash: dict[Name, float] = {}
        entry: dict[tuple[Name, Name], tuple[float, float]] = {}
        for name, more in paid.items():
            value = MILLION_PER_TONNE * case.discount(name[1][1]) * more
            cost[name] = SCALE * weights.get(COST, 0.0) * value
            if name[0] != "shortage":
                cash[name] = value
                entry |= self._counted("cost", name, MILLION_PER_TONNE * more)
        co2 = {name: KILO * more for name, more in carbon.items()}
        for name, more in carbon.items():
            cost[name] = cost.get(name, 0.0) + SCALE * weights.get(CO2, 0.0) * co2[name]
            entry |= self._counted("co2", name, more)
        return Edit(cost=cost, cash=cash, co2=co2, entry=entry)

    def _counted(
        self, measure: str, name: Name, more: float
    ) -> dict[tuple[Name, Name], tuple[float, float]]:
        """Entries of the limits that count a variable: ceilings on cost in million USD, on CO2 in
        tonnes.
        """
        mineral, t = self._mineral(name), name[1][1]
        return {
            ((LIMIT_ROW, (rule.limit.limit, n, t)), name): (1.0, more)
            for rule in self.case.rules
            if rule.limit.measure == measure and t in rule.years
            for n, target in enumerate(rule.targets)
            if mineral in target.minerals
        }

    def _mineral(self, name: Name) -> str:
        of, (what, _) = name
        if of == "imports":
            return self.case.mineral_of(what)
        made = self.case.conversions[what].to_material if of == "converted" else what
        return self.case.materials[made].mineral


def doubt(case: Case, row: Row, field: str, edit: Editor | None, **more: Any) -> Doubt:
    """A figure of a row of the workbook; its range is that of its grade, unless ``more`` tells."""
    column = type(row).SHEET.column(field)
    key, value = type(row).SHEET.key, more.pop("value", None)
    value = getattr(row, field.replace("yield", "yield_")) if value is None else value
    grade = getattr(row, "confidence", "") or "C"
    low, high = grade_range(case, grade, value)
    told = {
        "cell": row.at.place(field),
        "name": getattr(row, key.name) if key else "",
        "value": value,
        "unit": "year" if column.kind == "period" else column.unit,
        "low": low if column.above is None else max(low, NEARLY * value),
        "high": high if column.maximum is None else min(high, column.maximum),
    }
    return Doubt(field=field, grade=grade, edit=edit, **(told | more))


def grade_range(case: Case, grade: str, value: float) -> tuple[float, float]:
    """Plausible range of a figure for which none is given; what is published stands."""
    settings = case.settings
    part = {"A": 0.0, "B": settings.range_b}.get(grade, settings.range_c)
    return value * (1 - part), value * (1 + part)
