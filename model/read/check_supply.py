"""Checks of supply options: their routes, what must be taken, and the figures a basis needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from model.errors import InputWarning, Issue, Words
from model.read.check_figures import issue
from model.tolerances.figures import ORDER
from model.workbook.layout import Country, Material, Route, Supply, SupplyByYear, Tables
from model.workbook.schema import Row
from model.workbook.selectors import minerals
from model.workbook.wording import did_you_mean, same


def routes_make_the_mineral(tables: Tables) -> Iterator[Issue]:
    """An option's route makes the metal its material belongs to; an implied route makes any.

    A mineral that no route is for, or that no material belongs to, is told where it stands: the
    options that use it are its consequences.
    """
    materials = {row.material: row for row in tables.materials}
    routes = {row.route: row for row in tables.routes if row.at.cells}
    planned, made = minerals(tables), tuple({row.mineral: None for row in routes.values()})
    astray: dict[str, Row] = {}
    for row in tables.supply:
        material, route = materials.get(row.material), routes.get(row.route)
        if not (material and route and material.mineral and route.mineral):
            continue
        if route.mineral not in planned:
            astray.setdefault(f"route {route.route}", route)
        elif material.mineral not in made and not same(material.mineral, [route.mineral]):
            astray.setdefault(f"mineral {material.mineral}", material)
        elif not same(material.mineral, [route.mineral]):
            yield _other_route(row, material.mineral, routes.values())
    for stray in astray.values():
        yield _unmatched_mineral(stray, planned if isinstance(stray, Route) else made)


def _other_route(row: Supply, mineral: str, routes: Iterable[Route]) -> Issue:
    fitting = [route.route for route in routes if route.mineral == mineral]
    has = next(route.mineral for route in routes if route.route == row.route)
    return issue(
        row,
        "route",
        f"it should hold a route for {mineral}; this one is for {has}"
        f" (Routes: {', '.join(fitting)}).",
        f"{mineral} の製法を入力してください。これは {has} の製法です"
        f"（候補: {'、'.join(fitting)}）。",
        row.route,
    )


def _unmatched_mineral(row: Any, names: tuple[str, ...]) -> Issue:
    """A route for no material's mineral, or a material of a mineral for which there is no route."""
    hint = did_you_mean(row.mineral, names)
    other = Material.SHEET.name if isinstance(row, Route) else Route.SHEET.name
    return issue(
        row,
        "mineral",
        f"no mineral on sheet {other} has that name.{hint.en}",
        f"シート {other} にその名前の鉱種はありません。{hint.ja}",
        row.mineral,
    )


def min_take_within_capacity(tables: Tables) -> Iterator[Issue]:
    """min_take is not above what the option can deliver, in any planned year it runs."""
    if any(not row.supply or not row.field for row in tables.supply_by_year):
        return
    by_year = {(row.supply, row.field): row for row in tables.supply_by_year}
    demand = {row.material: row.by_year for row in tables.demand}
    for row in tables.supply:
        for year in _running_years(row, tables):
            least, where = _figure(row, by_year, "min_take", year)
            most = _most(row, by_year, demand, year)
            if least is not None and least > most + ORDER:
                yield Issue(
                    where.at.sheet,
                    where.at.cell(year if where is not row else "min_take"),
                    least,
                    Words(
                        f"it should hold at most what {row.supply} can deliver in {year}"
                        f" ({most:g} t).",
                        f"{row.supply} の {year} 年の上限（{most:g} t）以下にしてください。",
                    ),
                )
                break


def _running_years(row: Supply, tables: Tables) -> range:
    first, last = tables.settings.first_year, tables.settings.last_year
    begins, ends = row.first_year or first, row.last_year or last
    return range(max(first, int(begins)), min(last, int(ends)) + 1)


def _most(
    row: Supply,
    by_year: Mapping[tuple[str, str], SupplyByYear],
    demand: Mapping[str, Mapping[int, float]],
    year: int,
) -> float:
    """What an option can deliver in a year, t, as far as its figures are known."""
    capacity, _ = _figure(row, by_year, "capacity", year)
    limits = [math.inf if capacity is None else capacity]
    if row.capacity_share is not None:
        limits.append(row.capacity_share * demand.get(row.material, {}).get(year, math.nan))
    return min(limits)  # not a number if the first is none; a share that is none does not count


def _figure(
    row: Supply, by_year: Mapping[tuple[str, str], SupplyByYear], field: str, year: int
) -> tuple[float | None, Row]:
    """A figure of a year and the row it stands in."""
    yearly = by_year.get((row.supply, field))
    if yearly is not None and year in yearly.by_year:
        return yearly.by_year[year], yearly
    return getattr(row, field), row


def basis_figures_are_there(tables: Tables) -> Iterator[Issue]:
    """Columns wgi and grid_co2 are filled where the chosen basis uses them."""
    settings = tables.settings
    if settings.concentration_risk == "wgi":
        used = {row.country for row in tables.supply} | {row.origin for row in tables.origins}
        bare = [row for row in tables.countries if row.country in used and row.wgi is None]
        yield from _needed_figures(bare, "wgi", "concentration_risk is wgi")
    if settings.co2_basis == "grid":
        powered = {row.route for row in tables.routes if row.electricity > 0}
        on_grid = {row.country for row in tables.supply if row.route in powered}
        bare = [row for row in tables.countries if row.country in on_grid and row.grid_co2 is None]
        yield from _needed_figures(bare, "grid_co2", "co2_basis is grid")


def _needed_figures(rows: Iterable[Country], column: str, since: str) -> Iterator[Issue]:
    """Blank cells that a setting makes necessary; one issue if there is no such column."""
    because = since.replace(" is ", " が ")
    for row in rows:
        if not row.at.cell(column):
            yield issue(
                row,
                column,
                f"has no column {column}; it is needed since {since}.",
                f"に列 {column} がありません。{because} のため必要です。",
            )
            return
        yield issue(
            row,
            column,
            f"is blank; it is needed since {since}.",
            f"は空欄です。{because} のため必要です。",
        )


def footprints_are_there(tables: Tables) -> Iterator[Issue]:
    """An option without route and footprint counts as clean beside others that have one."""
    yearly = {row.supply for row in tables.supply_by_year if row.field == "co2"}
    given = {row.supply for row in tables.supply if row.co2 is not None} | yearly
    routed = {row.supply for row in tables.supply if row.route}
    if not given and not any(row.at.cells for row in tables.routes):
        return
    for row in tables.supply:
        if row.supply not in given | routed:
            yield InputWarning(
                row.at.sheet,
                row.at.cell("route") or row.at.cell("supply"),
                None if row.at.cell("route") else row.supply,
                NO_FOOTPRINT,
            )


NO_FOOTPRINT = Words(
    "is blank, and so is co2: this option counts with no CO2 at all, beside others that have some.",
    "は空欄で、co2 も空欄です。この供給元の CO2 は 0 として計算します。",
)


def grid_footprints_are_positive(tables: Tables) -> Iterator[Issue]:
    """On the grid basis no footprint falls below zero."""
    if tables.settings.co2_basis != "grid":
        return
    grids = {row.country: row.grid_co2 for row in tables.countries}
    routes = {row.route: row for row in tables.routes}
    yearly = {row.supply: row.by_year for row in tables.supply_by_year if row.field == "co2"}
    for row in tables.supply:
        route, grid = routes.get(row.route), grids.get(row.country)
        if route is None or grid is None:
            continue
        base = route.co2 if row.co2 is None else row.co2
        least = min([base, *yearly.get(row.supply, {}).values()])
        moved = least + route.electricity * (grid - route.grid_reference)
        if moved < -ORDER:
            yield issue(
                row,
                "route",
                f"on the grid basis its footprint would be {moved:g} kg CO2/kg; check co2,"
                f" electricity and grid_reference in {route.at.place('co2')}.",
                f"電源補正後のCO2が {moved:g} kg CO2/kg になります。"
                f"{route.at.place('co2')} の co2、electricity、grid_reference を確認してください。",
                row.route,
            )
