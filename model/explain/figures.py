"""The input figures that are not published, and what a change of each does to the programme.

Figures of grade B and C: prices, freight, footprints, capacities and starts of options; demand;
stocks and their costs; footprints of routes; conversions; and where metal was first produced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.aims import SCALE
from model.case import Case
from model.explain.edits import Edit
from model.formulation.cost import MILLION_PER_TONNE
from model.formulation.supply import NO_LIMIT
from model.layout import Route, Supply
from model.reasons import Money

LATE = {"A": 0, "B": 1, "C": 2}
"""Years by which a project may be late."""

KILO = 0.001


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
    edit: Callable[[float], Edit] | None = None
    world: Callable[[float], Case] | None = None
    supply: str = ""

    def case(self, value: float) -> Case:
        """The case with another value; of figures that have a ``world``."""
        if self.world is None:
            raise ValueError(f"{self.cell} is edited in the programme")
        return self.world(value)


def doubts(case: Case, money: Money) -> Iterator[Doubt]:
    """Every figure of grade B or C, or with a range of its own, that the plan may hang on."""
    return (doubt for doubt in _all(case, money) if doubt.low < doubt.high)


def _all(case: Case, money: Money) -> Iterator[Doubt]:
    scales = _Scales(case, money)
    for s, row in case.supplies.items():
        yield from _of_option(case, scales, s, row)
    for route in case.tables.routes:
        if _doubtful(route.confidence):
            yield from _of_route(case, scales, route)
    yield from _of_demand(case)
    yield from _of_materials(case, scales)
    yield from _of_conversions(case, scales)
    yield from _of_origins(case)


def _doubtful(grade: str) -> bool:
    return grade in ("B", "C")


@dataclass(frozen=True)
class _Scales:
    """What a unit of a figure is in solver units."""

    case: Case
    money: Money

    def a_kilo(self, t: int) -> float:
        """1 USD/kg on a tonne in a year."""
        worth = self.money.weights.get("cost", 0.0)
        return SCALE * MILLION_PER_TONNE * self.case.discount(t) * worth

    @property
    def carbon(self) -> float:
        """1 kg/kg on a tonne."""
        return SCALE * KILO * self.money.weights.get("co2", 0.0)


def _span(case: Case, grade: str, value: float) -> tuple[float, float]:
    """Plausible range of a figure for which none is given; what is published stands."""
    settings = case.settings
    part = {"A": 0.0, "B": settings.range_b}.get(grade, settings.range_c)
    return value * (1 - part), value * (1 + part)


def _given(
    case: Case, grade: str, value: float, low: float | None, high: float | None
) -> tuple[float, float]:
    found = _span(case, grade, value)
    return found[0] if low is None else low, found[1] if high is None else high


def _place(case: Case, s: str, name: str) -> str:
    """The cell of a figure of an option; the run of cells where every year has its own."""
    for row in case.tables.supply_by_year:
        if (row.supply, row.field) == (s, name) and all(t in row.by_year for t in case.years):
            cells = [row.at.cell(t) for t in case.years]
            return f"{row.at.sheet}!{cells[0]}:{cells[-1]}"
    return case.supplies[s].at.place(name)


def _of_option(case: Case, scales: _Scales, s: str, row: Supply) -> Iterator[Doubt]:
    grade, here = row.confidence or "C", (s, row.confidence or "C")
    years = [t for t in case.years if case.runs(s, t)]
    if not years:
        return

    def paid(of: Mapping[tuple[str, int], float], value: float) -> Callable[[float], Edit]:
        def edit(new: float) -> Edit:
            taxed = {t: scales.a_kilo(t) * (1 + case.tariff[s, t]) for t in years}
            return Edit(
                cost={("imports", (s, t)): taxed[t] * of[s, t] * (new / value - 1) for t in years}
            )

        return edit

    low, high = _given(case, grade, row.price, row.price_low, row.price_high)
    if row.price > 0:
        yield Doubt(_place(case, s, "price"), *_named(here, "price"), row.price, "USD/kg", low, high,
                    paid(case.price, row.price), supply=s)  # fmt: skip
    if row.freight > 0:
        yield Doubt(_place(case, s, "freight"), *_named(here, "freight"), row.freight, "USD/kg",
                    *_span(case, grade, row.freight), paid(case.freight, row.freight), supply=s)  # fmt: skip
    if row.co2 is not None and row.co2 > 0:
        yield Doubt(_place(case, s, "co2"), *_named(here, "co2"), row.co2, "kg CO2/kg",
                    *_span(case, grade, row.co2), _dirtier(scales, {s: years}, row.co2), supply=s)  # fmt: skip
    yield from _of_capacity(case, s, row, years)


def _named(here: tuple[str, str], what: str) -> tuple[str, str, str]:
    return here[0], what, here[1]


def _dirtier(
    scales: _Scales, options: Mapping[str, Sequence[int]], value: float
) -> Callable[[float], Edit]:
    def edit(new: float) -> Edit:
        added = scales.carbon * (new - value)
        return Edit(cost={("imports", (s, t)): added for s, ts in options.items() for t in ts})

    return edit


def _of_capacity(case: Case, s: str, row: Supply, years: Sequence[int]) -> Iterator[Doubt]:
    grade = row.confidence or "C"

    def bounds(most: Mapping[int, float]) -> Edit:
        limits = {t: np.inf if q >= NO_LIMIT else q for t, q in most.items()}
        return Edit(
            upper={("imports", (s, t)): q for t, q in limits.items()},
            lower={("imports", (s, t)): min(case.least(s, t), q) for t, q in limits.items()},
        )

    def by_tonnes(new: float) -> Edit:
        changed = {(s, t): case.capacity[s, t] * new / (row.capacity or 1.0) for t in years}
        other = replace(case, capacity={**case.capacity, **changed})
        return bounds({t: other.most(s, t) for t in years})

    def by_share(new: float) -> Edit:
        changed = {(s, t): min(1.0, new) for t in years}
        other = replace(case, capacity_share={**case.capacity_share, **changed})
        return bounds({t: other.most(s, t) for t in years})

    def later(new: float) -> Edit:
        return bounds({t: 0.0 if t < new else case.most(s, t) for t in years})

    if row.capacity:
        low, high = _given(case, grade, row.capacity, row.capacity_low, row.capacity_high)
        yield Doubt(_place(case, s, "capacity"), s, "capacity", grade, row.capacity, "t/yr",
                    low, high, by_tonnes, supply=s)  # fmt: skip
    if row.capacity_share:
        low, high = _span(case, grade, row.capacity_share)
        yield Doubt(row.at.place("capacity_share"), s, "capacity_share", grade, row.capacity_share,
                    "share of demand", low, min(1.0, high), by_share, supply=s)  # fmt: skip
    if row.status == "project":
        first = case.first_year[s]
        yield Doubt(row.at.place("first_year"), s, "first_year", grade, first, "year", first,
                    first + LATE[grade], later, supply=s)  # fmt: skip


def _of_route(case: Case, scales: _Scales, row: Route) -> Iterator[Doubt]:
    fixed = {r.supply for r in case.tables.supply_by_year if r.field == "co2"}
    mine = {
        s: [t for t in case.years if case.runs(s, t)]
        for s, option in case.supplies.items()
        if option.route == row.route and option.co2 is None and s not in fixed
    }
    if row.co2 > 0 and any(mine.values()):
        yield Doubt(row.at.place("co2"), row.route, "co2", row.confidence, row.co2, "kg CO2/kg",
                    *_span(case, row.confidence, row.co2), _dirtier(scales, mine, row.co2))  # fmt: skip


def _of_demand(case: Case) -> Iterator[Doubt]:
    for row in case.tables.demand:
        total = sum(case.demand[row.material, t] for t in case.years)
        if not _doubtful(row.confidence) or total <= 0:
            continue

        def world(new: float, i: str = row.material, total: float = total) -> Case:
            grown = {key: q * new / total for key, q in case.demand.items() if key[0] == i}
            return replace(case, demand={**case.demand, **grown})

        cells = [row.at.cell(t) for t in case.years]
        place = f"{row.at.sheet}!{cells[0]}:{cells[-1]}"
        low, high = _span(case, row.confidence, total)
        yield Doubt(place, row.material, "demand", row.confidence, total, "t, all years", low, high,
                    world=world)  # fmt: skip


def _of_materials(case: Case, scales: _Scales) -> Iterator[Doubt]:
    first = case.years[0]
    for i, row in case.materials.items():
        if not _doubtful(row.confidence):
            continue

        def stored(new: float, i: str = i) -> Edit:
            return Edit(upper={("stock", (i, t)): new for t in case.years})

        def kept(new: float, i: str = i, value: float = row.holding_cost) -> Edit:
            added = {t: scales.a_kilo(t) * (new - value) for t in case.years}
            return Edit(cost={("stock", (i, t)): more for t, more in added.items()})

        def short(new: float, i: str = i, value: float = row.shortage_cost) -> Edit:
            added = {t: scales.a_kilo(t) * (new - value) for t in case.years}
            return Edit(cost={("shortage", (i, t)): more for t, more in added.items()})

        def lost(new: float, i: str = i, value: float = row.storage_loss) -> Edit:
            times = (1 - new) / (1 - value)
            rows = {t: ("material_balance", (i, t)) for t in case.years if t != first}
            return Edit(entry={(r, ("stock", (i, t - 1))): (times, 0.0) for t, r in rows.items()})

        for name, unit, edit in (
            ("max_stock", "t", stored),
            ("holding_cost", "USD/kg/yr", kept),
            ("shortage_cost", "USD/kg", short),
            ("storage_loss", "share/yr", lost),
        ):
            value = getattr(row, name)
            if value > 0 and not (name == "storage_loss" and value >= 1):
                low, high = _span(case, row.confidence, value)
                yield Doubt(row.at.place(name), i, name, row.confidence, value, unit, low,
                            min(high, 1.0) if name == "storage_loss" else high, edit)  # fmt: skip


def _of_conversions(case: Case, scales: _Scales) -> Iterator[Doubt]:
    for v, row in case.conversions.items():
        if not _doubtful(row.confidence):
            continue
        years = case.years_of(row)
        into = {t: ("material_balance", (row.from_material, t)) for t in years}

        def dearer(new: float, v: str = v, value: float = row.cost) -> Edit:
            return Edit(
                cost={("converted", (v, t)): scales.a_kilo(t) * (new - value) for t in years}  # noqa: B023
            )

        def fewer(new: float, v: str = v) -> Edit:
            return Edit(upper={("converted", (v, t)): new for t in years})  # noqa: B023

        def yielding(new: float, v: str = v, value: float = row.yield_) -> Edit:
            return Edit(
                entry={(r, ("converted", (v, t))): (value / new, 0.0) for t, r in into.items()}  # noqa: B023
            )

        for name, unit, edit in (
            ("cost", "USD/kg of output", dearer),
            ("capacity", "t/yr of output", fewer),
            ("yield", "t/t", yielding),
        ):
            value = row.yield_ if name == "yield" else getattr(row, name)
            if value:
                low, high = _span(case, row.confidence, value)
                yield Doubt(row.at.place(name), v, name, row.confidence, value, unit, low,
                            min(1.0, high) if name == "yield" else high, edit)  # fmt: skip


def _of_origins(case: Case) -> Iterator[Doubt]:
    if case.settings.concentration_basis != "origin":
        return
    for row in case.tables.origins:
        if not _doubtful(row.confidence) or row.share <= 0:
            continue
        k, c, o = row.mineral, row.shipped_from, row.origin
        options = [s for s, r in case.supplies.items() if (case.mineral_of(s), r.country) == (k, c)]
        own = case.origin_shares[k, c].get(c, 0.0)
        low, high = _span(case, row.confidence, row.share)

        def edit(
            new: float,
            value: float = row.share,
            trade: tuple[str, str, str] = (k, c, o),
            options: Sequence[str] = tuple(options),
        ) -> Edit:
            k, c, o = trade
            pairs = [(s, t) for s in options for t in case.years]
            more = {(("share_definition", (k, o, t)), ("imports", (s, t))): (1.0, new - value)
                    for s, t in pairs}  # fmt: skip
            less = {(("share_definition", (k, c, t)), ("imports", (s, t))): (1.0, value - new)
                    for s, t in pairs}  # fmt: skip
            return Edit(entry={**more, **less})

        if options and own > 0:
            yield Doubt(row.at.place("share"), f"{k} {c}>{o}", "share", row.confidence, row.share,
                        "share", low, min(high, row.share + own), edit)  # fmt: skip
