"""The input figures that are not published, and what a change of each does to the programme.

Figures of grade B and C, and any that have a range of their own: prices, freight, duties,
footprints, capacities and starts of options; footprints of routes; power grids; demand; stocks and
what they cost; conversions; and where metal was first produced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from model.case import Case
from model.explain.explanations import Money
from model.explain.perturbations import BALANCE, Edit
from model.explain.uncertain_input import Doubt, Editor, Worth, doubt, grade_range
from model.explain.uncertain_options import grids, limits, options, routes, starts
from model.workbook.layout import Conversion, Material, Origin, Route


def doubts(case: Case, money: Money) -> Iterator[Doubt]:
    """Every figure of grade B or C, or with a range of its own, that the plan may be sensitive
    to.
    """
    worth = Worth(case, money)
    families = (options, limits, starts, routes, grids, _demand, _materials, _conversions, _origins)
    return (doubt for family in families for doubt in family(case, worth) if doubt.low < doubt.high)


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
    own: dict[tuple[str, float], float] = {
        (i, t): case.demand[i, t] * new / total for t in case.periods
    }
    return replace(case, demand={**case.demand, **own})


def _materials(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Stores and what they cost, and what a shortage costs."""
    for row in case.materials.values():
        if not _graded(row):
            continue
        editors: dict[str, Editor] = {
            "max_stock": partial(_stored, case, row),
            "holding_cost": partial(_yearly, worth, row, "stock", row.holding_cost),
            "shortage_cost": partial(_yearly, worth, row, "shortage", row.shortage_cost),
            "storage_loss": partial(_spoiled, case, row),
        }
        for field, edit in editors.items():
            if getattr(row, field) > 0 and row.storage_loss < 1:
                yield doubt(case, row, field, edit)


def _stored(case: Case, row: Material, new: float) -> Edit:
    return Edit(upper={("stock", (row.material, t)): new for t in case.years})


def _yearly(worth: Worth, row: Material, of: str, value: float, new: float) -> Edit:
    """What a tonne in store, or short, costs in every year."""
    return worth.changed({(of, (row.material, t)): new - value for t in worth.case.years})


def _spoiled(case: Case, row: Material, new: float) -> Edit:
    i, kept = row.material, (1 - new) / (1 - row.storage_loss)
    later = case.years[1:]
    return Edit(
        given={(i, case.years[0]): (row.storage_loss - new) * row.initial_stock},
        entry={((BALANCE, (i, t)), ("stock", (i, t - 1))): (kept, 0.0) for t in later},
    )


def _conversions(case: Case, worth: Worth) -> Iterator[Doubt]:
    """Cost, footprint, capacity and yield of conversions."""
    for row in case.conversions.values():
        if not _graded(row):
            continue
        editors: dict[str, Editor] = {
            "cost": partial(_step_costlier, case, worth, row),
            "co2": partial(_step_dirtier, case, worth, row),
            "capacity": partial(_step_wider, case, row),
            "yield": partial(_step_yields, case, row),
        }
        for field, edit in editors.items():
            if getattr(row, field.replace("yield", "yield_")):
                yield doubt(case, row, field, edit)


def _step_costlier(case: Case, worth: Worth, row: Conversion, new: float) -> Edit:
    return worth.changed(
        {("converted", (row.conversion, t)): new - row.cost for t in case.parts_within(row)}
    )


def _step_dirtier(case: Case, worth: Worth, row: Conversion, new: float) -> Edit:
    return worth.changed(
        carbon={("converted", (row.conversion, t)): new - row.co2 for t in case.parts_within(row)}
    )


def _step_wider(case: Case, row: Conversion, new: float) -> Edit:
    parts = case.parts_within(row)
    return Edit(
        upper={
            ("converted", (row.conversion, t)): new * t.length * part for t, part in parts.items()
        }
    )


def _step_yields(case: Case, row: Conversion, new: float) -> Edit:
    used = {t: (BALANCE, (row.from_material, t)) for t in case.parts_within(row)}
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
            yield doubt(case, row, "share", edit, name=name, high=high)


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
