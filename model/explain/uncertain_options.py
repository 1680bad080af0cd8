"""Doubtful figures of options, routes and power grids: prices, footprints, capacities, starts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from model.case import Case
from model.case.costs import CHARGES, Charge
from model.explain.perturbations import Edit
from model.explain.uncertain_input import Doubt, Editor, Worth, doubt
from model.formulation.supply import is_endless
from model.workbook.layout import Supply

LATE = {"A": 0, "B": 1, "C": 2}
"""Years by which a project may be late."""


Tonnes = dict[tuple[str, float], float]


def _given(row: Supply, field: str) -> dict[str, object]:
    """The range of a figure, as far as the row tells it."""
    ends = {end: getattr(row, f"{field}_{end}", None) for end in ("low", "high")}
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


def options(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Charges and footprints of options."""
    for s, row in case.supplies.items():
        if not _years(case, s):
            continue
        editors: dict[str, Editor] = {
            **{
                charge.column: partial(_dearer, worth, s, charge, getattr(row, charge.column))
                for charge in CHARGES
            },
            "co2": partial(_dirtier, case, worth, s, row.co2 or 0.0),
        }
        for field, edit in editors.items():
            if getattr(row, field):
                cell = _place(case, row, field)
                yield doubt(case, row, field, edit, cell=cell, supply=s, **_given(row, field))


def _dearer(worth: Worth, s: str, charge: Charge, value: float, new: float) -> Edit:
    """A charge changed in proportion in all years, with the duty on it."""
    case = worth.case
    landed = {
        t: (1 if charge.duty else case.with_duty(s, t)) * case.charge(charge, s, t)
        for t in _years(case, s)
    }
    return worth.changed(
        {("imports", (s, t)): usd * (new / value - 1) for t, usd in landed.items()}
    )


def _dirtier(case: Case, worth: Worth, s: str, value: float, new: float) -> Edit:
    """An option's own footprint changed in proportion in all years."""
    return worth.changed(
        carbon={("imports", (s, t)): case.co2[s, t] * (new / value - 1) for t in _years(case, s)}
    )


def limits(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Capacities of options, in tonnes or as a share of demand."""
    for s, row in case.supplies.items():
        if row.capacity:
            edit = partial(_wider, case, s, row.capacity)
            where = _place(case, row, "capacity")
            given = _given(row, "capacity")
            yield doubt(case, row, "capacity", edit, cell=where, supply=s, **given)
        if row.capacity_share:
            edit = partial(_wider_share, case, s)
            yield doubt(case, row, "capacity_share", edit, supply=s)


def _wider(case: Case, s: str, value: float, new: float) -> Edit:
    """A capacity changed in proportion in all years."""
    own: Tonnes = {(s, t): case.capacity[s, t] * new / value for t in _years(case, s)}
    return _bounds(replace(case, capacity={**case.capacity, **own}), s)


def _wider_share(case: Case, s: str, new: float) -> Edit:
    own: Tonnes = {(s, t): new for t in _years(case, s)}
    return _bounds(replace(case, capacity_share={**case.capacity_share, **own}), s)


def starts(case: Case, worth: Worth) -> Iterator[Doubt]:
    """First years of projects, which may be late."""
    for s, row in case.supplies.items():
        if row.status == "project" and _years(case, s):
            first = case.first_year[s]
            late = first + LATE[row.confidence or "C"]
            edit = partial(_later, case, s)
            yield doubt(
                case, row, "first_year", edit, value=first, low=first, high=late, supply=s
            )  # fmt: skip


def _later(case: Case, s: str, new: float) -> Edit:
    return _bounds(replace(case, first_year={**case.first_year, s: new}), s, _years(case, s))


def _bounds(case: Case, s: str, years: Sequence[int] = ()) -> Edit:
    """The bounds that an option has in a case."""
    limits = {t: case.most(s, t) for t in years or _years(case, s)}
    most = {t: math.inf if is_endless(case, q) else q for t, q in limits.items()}
    return Edit(
        upper={("imports", (s, t)): q for t, q in most.items()},
        lower={("imports", (s, t)): min(case.least(s, t), q) for t, q in most.items()},
    )


def routes(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Footprints of routes, for the options and years that have none of their own."""
    own = {row.supply: row.by_year for row in case.tables.supply_by_year if row.field == "co2"}
    for row in case.tables.routes:
        mine = {
            s: [t for t in _years(case, s) if t not in own.get(s, {})]
            for s, option in case.supplies.items()
            if option.route == row.route and option.co2 is None
        }
        if row.confidence in ("B", "C") and row.co2 > 0 and any(mine.values()):
            edit = partial(_of_route, worth, mine, row.co2)
            yield doubt(case, row, "co2", edit)


def _of_route(worth: Worth, options: Mapping[str, Sequence[int]], value: float, new: float) -> Edit:
    return worth.changed(
        carbon={("imports", (s, t)): new - value for s, years in options.items() for t in years}
    )


def grids(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Carbon intensity of power grids, if the footprints of what is made there count it."""
    if case.settings.co2_basis != "grid":
        return
    electricity = {row.route: row.electricity for row in case.tables.routes}
    for c, row in case.countries.items():
        used: dict[float, dict[str, list[int]]] = {}
        for s, option in case.supplies.items():
            if option.country == c and electricity.get(option.route):
                used.setdefault(electricity[option.route], {})[s] = _years(case, s)
        if row.confidence in ("B", "C") and row.grid_co2 and used:
            yield doubt(case, row, "grid_co2", partial(_powered, worth, used, row.grid_co2))


def _powered(
    worth: Worth,
    used: Mapping[float, Mapping[str, Sequence[int]]],
    value: float,
    new: float,
) -> Edit:
    """Another power grid, for the options that use so much electricity."""
    more = {
        ("imports", (s, t)): electricity * (new - value)
        for electricity, options in used.items()
        for s, years in options.items()
        for t in years
    }
    return worth.changed(carbon=more)
