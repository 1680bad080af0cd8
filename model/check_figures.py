"""Checks of what is to be had: settings, materials, options, routes, shares, conversions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from model.errors import Issue, Words
from model.layout import (
    AIMS,
    Baseline,
    Country,
    Material,
    Origin,
    Route,
    Supply,
    SupplyByYear,
    Tables,
)
from model.schema import Row
from model.targets import minerals
from model.words import did_you_mean, same

ROUNDING = 1e-9


def issue(row: Row, column: str | int, en: str, ja: str, found: object = None) -> Issue:
    """An issue at a column of a row; ``found`` is what the cell holds (None: not told)."""
    return Issue(row.at.sheet, row.at.cell(column), found, Words(en, ja))


def years_in_order(tables: Tables) -> Iterator[Issue]:
    """last_year is not before first_year."""
    rows: Iterable[Row] = (
        tables.settings,
        *tables.supply,
        *tables.conversions,
        *tables.limits,
        *tables.changes,
    )
    for row in rows:
        first, last = getattr(row, "first_year", None), getattr(row, "last_year", None)
        if first is not None and last is not None and last < first:
            yield issue(
                row,
                "last_year",
                f"it should hold a year not before first_year ({first}).",
                f"first_year（{first}）以降の年を入力してください。",
                last,
            )


def priority_order_names_each_aim(tables: Tables) -> Iterator[Issue]:
    """priority_order holds each of the three aims once."""
    order = tables.settings.priority_order
    if sorted(name.strip() for name in order.split(",")) != sorted(AIMS):
        yield issue(
            tables.settings,
            "priority_order",
            f"it should hold each of {', '.join(AIMS)} once, separated by commas.",
            f"{', '.join(AIMS)} を1回ずつコンマ区切りで入力してください。",
            order,
        )


def minerals_are_spelt_alike(tables: Tables) -> Iterator[Issue]:
    """No two minerals differ by nothing but case, width or spaces."""
    first: dict[str, str] = {}
    for row in tables.materials:
        other = same(row.mineral, first)
        if other is None and row.mineral:
            first[row.mineral] = row.at.cell("mineral")
        elif other != row.mineral and other:
            yield issue(
                row,
                "mineral",
                f"it should be spelt as in {first[other]} if it is the same mineral: {other}.",
                f"同じ鉱種であれば {first[other]} と同じ表記（{other}）にしてください。",
                row.mineral,
            )


def minerals_have_one_weight(tables: Tables) -> Iterator[Issue]:
    """Materials of one mineral carry the same concentration_weight."""
    first: dict[str, Material] = {}
    for row in tables.materials:
        if not row.mineral or math.isnan(row.concentration_weight):
            continue
        other = first.setdefault(row.mineral, row)
        if row.concentration_weight != other.concentration_weight:
            yield issue(
                row,
                "concentration_weight",
                f"it should hold {other.concentration_weight:g} as {other.material} does:"
                " a weight belongs to a mineral.",
                f"{other.material} と同じ {other.concentration_weight:g} にしてください。"
                "重みは鉱種ごとに1つです。",
                row.concentration_weight,
            )


def opening_stock_fits(tables: Tables) -> Iterator[Issue]:
    """initial_stock is not above max_stock."""
    for row in tables.materials:
        if row.initial_stock > row.max_stock:
            yield issue(
                row,
                "initial_stock",
                f"it should hold at most max_stock ({row.max_stock:g} t).",
                f"在庫上限 max_stock（{row.max_stock:g} t）以下にしてください。",
                row.initial_stock,
            )


def every_material_has_demand(tables: Tables) -> Iterator[Issue]:
    """Each material has a row on Demand."""
    listed = {row.material for row in tables.demand}
    for row in tables.materials:
        if row.material and row.material not in listed and "" not in listed:
            yield issue(
                row,
                "material",
                "it should have a row on sheet Demand (0 where nothing is needed).",
                "シート Demand に行がありません（需要がなければ0を入力）。",
                row.material,
            )


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
            if least is not None and least > most + ROUNDING:
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
    return range(max(first, row.first_year or first), min(last, row.last_year or last) + 1)


def _most(
    row: Supply,
    by_year: Mapping[tuple[str, str], SupplyByYear],
    demand: Mapping[str, Mapping[int, float]],
    year: int,
) -> float:
    """What an option can deliver in a year, t; not a number if a figure is unknown."""
    capacity, _ = _figure(row, by_year, "capacity", year)
    limits = [math.inf if capacity is None else capacity]
    if row.capacity_share is not None:
        limits.append(row.capacity_share * demand.get(row.material, {}).get(year, math.nan))
    return math.nan if any(map(math.isnan, limits)) else min(limits)


def _figure(
    row: Supply, by_year: Mapping[tuple[str, str], SupplyByYear], field: str, year: int
) -> tuple[float | None, Row]:
    """A figure of a year and the row it stands in."""
    yearly = by_year.get((row.supply, field))
    if yearly is not None and year in yearly.by_year:
        return yearly.by_year[year], yearly
    return getattr(row, field), row


def shares_add_up(tables: Tables) -> Iterator[Issue]:
    """Origins of one shipper, and Baseline shares of one mineral, are at most 1 together."""
    groups: dict[tuple[str, ...], list[Origin | Baseline]] = defaultdict(list)
    for origin in tables.origins:
        groups["Origins", origin.mineral, origin.shipped_from].append(origin)
    for baseline in tables.baseline:
        groups["Baseline", baseline.mineral].append(baseline)
    for (_, *names), rows in groups.items():
        shares = [row.share for row in rows if not math.isnan(row.share)]
        total = sum(shares)
        if all(names) and total > 1 + 1e-6:
            yield issue(
                rows[-1],
                "share",
                f"the shares of {' from '.join(names)} add up to {total:g};"
                " together they should be at most 1.",
                f"{'・'.join(names)} の比率の合計が {total:g} です。合計は1以下にしてください。",
                rows[-1].share,
            )


def conversions_stay_in_a_mineral(tables: Tables) -> Iterator[Issue]:
    """A conversion turns one material into another of the same mineral."""
    mineral_of = {row.material: row.mineral for row in tables.materials}
    for row in tables.conversions:
        before = mineral_of.get(row.from_material, "")
        after = mineral_of.get(row.to_material, "")
        alike = same(before, [after]) is not None
        if before and after and (row.from_material == row.to_material or not alike):
            yield issue(
                row,
                "to_material",
                f"it should hold another material of {before}.",
                f"{before} の別の品目を入力してください。",
                row.to_material,
            )


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
        if moved < -ROUNDING:
            yield issue(
                row,
                "route",
                f"on the grid basis its footprint would be {moved:g} kg CO2/kg; check co2,"
                f" electricity and grid_reference in {route.at.place('co2')}.",
                f"電源補正後のCO2が {moved:g} kg CO2/kg になります。"
                f"{route.at.place('co2')} の co2、electricity、grid_reference を確認してください。",
                row.route,
            )
