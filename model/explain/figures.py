"""The input figures that are not published, and what a change of each does to the programme.

Figures of grade B and C, and any that have a range of their own: prices, freight, footprints,
capacities and starts of options; footprints of routes; demand; stocks and what they cost;
conversions; and where metal was first produced.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from model.aims import SCALE
from model.case import Case
from model.explain.edits import BALANCE, Edit
from model.formulation.cost import MILLION_PER_TONNE
from model.formulation.supply import NO_LIMIT
from model.layout import Conversion, Material, Origin, Route, Supply
from model.reasons import Money
from model.schema import Row

LATE = {"A": 0, "B": 1, "C": 2}
"""Years by which a project may be late."""

KILO = 0.001

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


def doubts(case: Case, money: Money) -> Iterator[Doubt]:
    """Every figure of grade B or C, or with a range of its own, that the plan may hang on."""
    worth = Worth(case, money)
    families = (_options, _limits, _starts, _routes, _demand, _materials, _conversions, _origins)
    return (doubt for family in families for doubt in family(case, worth) if doubt.low < doubt.high)


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


def _doubt(case: Case, row: Row, field: str, edit: Editor | None, **more: object) -> Doubt:
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
        "low": low,
        "high": high if column.maximum is None else min(high, column.maximum),
    }
    return Doubt(field=field, grade=grade, edit=edit, **(told | more))


def grade_range(case: Case, grade: str, value: float) -> tuple[float, float]:
    """Plausible range of a figure for which none is given; what is published stands."""
    settings = case.settings
    part = {"A": 0.0, "B": settings.range_b}.get(grade, settings.range_c)
    return value * (1 - part), value * (1 + part)


def _given(row: Supply, field: str) -> dict[str, object]:
    """The range of a figure, as far as the row tells it."""
    ends = {"low": getattr(row, f"{field}_low"), "high": getattr(row, f"{field}_high")}
    return {end: value for end, value in ends.items() if value is not None}


def _place(case: Case, row: Supply, field: str) -> str:
    """The cell of a figure of an option; the run of cells where every year has its own."""
    for own in case.tables.supply_by_year:
        mine = (own.supply, own.field) == (row.supply, field)
        if mine and all(t in own.by_year for t in case.years):
            return f"{own.at.sheet}!{own.at.cell(case.years[0])}:{own.at.cell(case.years[-1])}"
    return row.at.place(field)


def _years(case: Case, s: str) -> list[int]:
    return [t for t in case.years if case.runs(s, t)]


def _options(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Prices, freight and footprints of options."""
    for s, row in case.supplies.items():
        if not _years(case, s):
            continue
        if row.price > 0:
            edit = partial(_dearer, case, worth, s, case.price, row.price)
            where = _place(case, row, "price")
            yield _doubt(case, row, "price", edit, cell=where, supply=s, **_given(row, "price"))
        if row.freight > 0:
            edit = partial(_dearer, case, worth, s, case.freight, row.freight)
            yield _doubt(case, row, "freight", edit, cell=_place(case, row, "freight"), supply=s)
        if row.co2:
            edit = partial(_dirtier, worth, {s: _years(case, s)}, row.co2)
            yield _doubt(case, row, "co2", edit, cell=_place(case, row, "co2"), supply=s)


def _dearer(
    case: Case,
    worth: Worth,
    s: str,
    paid: Mapping[tuple[str, int], float],
    value: float,
    new: float,
) -> Edit:
    """A price or freight changed in proportion in all years, duty included."""
    return Edit(
        cost={
            ("imports", (s, t)): worth.a_kilo(t)
            * (1 + case.tariff[s, t])
            * paid[s, t]
            * (new / value - 1)
            for t in _years(case, s)
        }
    )


def _dirtier(worth: Worth, options: Mapping[str, Sequence[int]], value: float, new: float) -> Edit:
    added = worth.carbon * (new - value)
    return Edit(cost={("imports", (s, t)): added for s, years in options.items() for t in years})


def _limits(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Capacities of options, in tonnes or as a share of demand."""
    for s, row in case.supplies.items():
        if row.capacity:
            edit = partial(_wider, case, s, row.capacity)
            where = _place(case, row, "capacity")
            given = _given(row, "capacity")
            yield _doubt(case, row, "capacity", edit, cell=where, supply=s, **given)
        if row.capacity_share:
            edit = partial(_wider_share, case, s)
            yield _doubt(case, row, "capacity_share", edit, supply=s)


def _wider(case: Case, s: str, value: float, new: float) -> Edit:
    """A capacity changed in proportion in all years."""
    own = {(s, t): case.capacity[s, t] * new / value for t in _years(case, s)}
    return _bounds(replace(case, capacity={**case.capacity, **own}), s)


def _wider_share(case: Case, s: str, new: float) -> Edit:
    own = {(s, t): new for t in _years(case, s)}
    return _bounds(replace(case, capacity_share={**case.capacity_share, **own}), s)


def _starts(case: Case, worth: Worth) -> Iterator[Doubt]:
    """First years of projects, which may be late."""
    for s, row in case.supplies.items():
        if row.status == "project" and _years(case, s):
            first = case.first_year[s]
            late = first + LATE[row.confidence or "C"]
            edit = partial(_later, case, s)
            yield _doubt(
                case, replace(row, first_year=first), "first_year", edit, low=first, high=late,
                supply=s,
            )  # fmt: skip


def _later(case: Case, s: str, new: float) -> Edit:
    return _bounds(replace(case, first_year={**case.first_year, s: int(new)}), s, _years(case, s))


def _bounds(case: Case, s: str, years: Sequence[int] = ()) -> Edit:
    """The bounds that an option has in a case."""
    limits = {t: case.most(s, t) for t in years or _years(case, s)}
    most = {t: math.inf if q >= NO_LIMIT else q for t, q in limits.items()}
    return Edit(
        upper={("imports", (s, t)): q for t, q in most.items()},
        lower={("imports", (s, t)): min(case.least(s, t), q) for t, q in most.items()},
    )


def _routes(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Footprints of routes, for the options that have none of their own."""
    own = {row.supply for row in case.tables.supply_by_year if row.field == "co2"}
    for row in case.tables.routes:
        mine = {
            s: _years(case, s)
            for s, option in case.supplies.items()
            if option.route == row.route and option.co2 is None and s not in own
        }
        if _graded(row) and row.co2 > 0 and any(mine.values()):
            yield _doubt(case, row, "co2", partial(_dirtier, worth, mine, row.co2))


def _graded(row: Route | Material | Conversion | Origin) -> bool:
    return row.confidence in ("B", "C")


def _demand(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Demand of a material in all years together."""
    for row in case.tables.demand:
        i, total = row.material, sum(case.demand[row.material, t] for t in case.years)
        if row.confidence not in ("B", "C") or total <= 0:
            continue
        cells = row.at.cell(case.years[0]), row.at.cell(case.years[-1])
        low, high = grade_range(case, row.confidence, total)
        yield Doubt(
            cell=f"{row.at.sheet}!{cells[0]}:{cells[1]}",
            name=i,
            field="demand",
            grade=row.confidence,
            value=total,
            unit="t, all years",
            low=low,
            high=high,
            world=partial(_grown, case, i, total),
        )


def _grown(case: Case, i: str, total: float, new: float) -> Case:
    own = {(i, t): case.demand[i, t] * new / total for t in case.years}
    return replace(case, demand={**case.demand, **own})


def _materials(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Stores and what they cost, and what a shortage costs."""
    for row in case.materials.values():
        if not _graded(row):
            continue
        editors: dict[str, Editor] = {
            "max_stock": partial(_stored, case, row),
            "holding_cost": partial(_yearly, case, worth, row, "stock", row.holding_cost),
            "shortage_cost": partial(_yearly, case, worth, row, "shortage", row.shortage_cost),
            "storage_loss": partial(_spoiled, case, row),
        }
        for field, edit in editors.items():
            if getattr(row, field) > 0 and row.storage_loss < 1:
                yield _doubt(case, row, field, edit)


def _stored(case: Case, row: Material, new: float) -> Edit:
    return Edit(upper={("stock", (row.material, t)): new for t in case.years})


def _yearly(case: Case, worth: Worth, row: Material, of: str, value: float, new: float) -> Edit:
    """What a tonne in store, or short, costs in every year."""
    return Edit(cost={(of, (row.material, t)): worth.a_kilo(t) * (new - value) for t in case.years})


def _spoiled(case: Case, row: Material, new: float) -> Edit:
    i, kept = row.material, (1 - new) / (1 - row.storage_loss)
    later = case.years[1:]
    return Edit(
        given={(i, case.years[0]): (row.storage_loss - new) * row.initial_stock},
        entry={((BALANCE, (i, t)), ("stock", (i, t - 1))): (kept, 0.0) for t in later},
    )


def _conversions(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Cost, capacity and yield of conversions."""
    for row in case.conversions.values():
        if not _graded(row):
            continue
        editors: dict[str, Editor] = {
            "cost": partial(_step_dearer, case, worth, row),
            "capacity": partial(_step_wider, case, row),
            "yield": partial(_step_yields, case, row),
        }
        for field, edit in editors.items():
            if getattr(row, field.replace("yield", "yield_")):
                yield _doubt(case, row, field, edit)


def _step_dearer(case: Case, worth: Worth, row: Conversion, new: float) -> Edit:
    return Edit(
        cost={
            ("converted", (row.conversion, t)): worth.a_kilo(t) * (new - row.cost)
            for t in case.years_of(row)
        }
    )


def _step_wider(case: Case, row: Conversion, new: float) -> Edit:
    return Edit(upper={("converted", (row.conversion, t)): new for t in case.years_of(row)})


def _step_yields(case: Case, row: Conversion, new: float) -> Edit:
    used = {t: (BALANCE, (row.from_material, t)) for t in case.years_of(row)}
    column = "converted"
    return Edit(
        entry={
            (name, (column, (row.conversion, t))): (row.yield_ / new, 0.0)
            for t, name in used.items()
        }
    )


def _origins(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Where metal was first produced, if concentration is counted by that."""
    if case.settings.concentration_basis != "origin":
        return
    for row in case.tables.origins:
        k, c = row.mineral, row.shipped_from
        options = [s for s, r in case.supplies.items() if (case.mineral_of(s), r.country) == (k, c)]
        own = case.origin_shares[k, c].get(c, 0.0)
        if _graded(row) and row.share > 0 and options and own > 0:
            high = min(grade_range(case, row.confidence, row.share)[1], row.share + own)
            edit = partial(_from_elsewhere, case, row, options)
            name = f"{k} {c}>{row.origin}"
            yield _doubt(case, row, "share", edit, name=name, high=high)


def _from_elsewhere(case: Case, row: Origin, options: Sequence[str], new: float) -> Edit:
    """More from an origin, less of the shipper's own."""
    shares = {row.origin: new - row.share, row.shipped_from: row.share - new}
    return Edit(
        entry={
            (("share_definition", (row.mineral, c, t)), ("imports", (s, t))): (1.0, more)
            for c, more in shares.items()
            for s in options
            for t in case.years
        }
    )
