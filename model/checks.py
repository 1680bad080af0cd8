"""What rows must agree on with each other: sums, orders, meanings, rules that match nothing.

Every check takes the typed rows and yields issues. A check that needs a sheet to be complete names
it in ``NEEDS`` and is skipped while that sheet has issues of its own: one slip is told once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set

from model.errors import Issue, Words
from model.layout import (
    AIMS,
    Baseline,
    Change,
    Limit,
    Material,
    Origin,
    Supply,
    SupplyByYear,
    Tables,
)
from model.schema import Row
from model.targets import changed_materials, changed_supplies, groups_of, limit_targets
from model.words import did_you_mean

SHARE_MEASURES = ("country_share", "group_share", "origin_share", "import_share", "recycled_share")
ROUNDING = 1e-9


def issue(row: Row, column: str | int, en: str, ja: str, found: object = None) -> Issue:
    """An issue at a column of a row; ``found`` is what the cell holds (None: not told)."""
    return Issue(row.at.sheet, row.at.cell(column), found, Words(en, ja))


def cross_checks(tables: Tables, broken: Set[str]) -> Iterator[Issue]:
    """Every disagreement between rows; ``broken`` names the sheets that have issues already."""
    for check, needs in NEEDS.items():
        if not broken & set(needs):
            yield from check(tables)


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
                f"first_year ({first}) 以降の年を入力してください。",
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


def minerals_have_one_weight(tables: Tables) -> Iterator[Issue]:
    """Materials of one mineral carry the same concentration_weight."""
    first: dict[str, Material] = {}
    for row in tables.materials:
        other = first.setdefault(row.mineral, row)
        if row.concentration_weight != other.concentration_weight:
            yield issue(
                row,
                "concentration_weight",
                f"it should hold {other.concentration_weight:g} as {other.material} does:"
                " a weight belongs to a mineral.",
                f"{other.material} と同じ {other.concentration_weight:g} にしてください。",
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
        if row.material not in listed:
            yield issue(
                row,
                "material",
                "it should have a row on sheet Demand (0 where nothing is needed).",
                "シート Demand に行がありません（需要がなければ0を入力）。",
                row.material,
            )


def routes_make_the_mineral(tables: Tables) -> Iterator[Issue]:
    """An option's route makes the metal its material belongs to."""
    minerals = {row.material: row.mineral for row in tables.materials}
    routes = {row.route: row.mineral for row in tables.routes}
    for row in tables.supply:
        want, have = minerals[row.material], routes[row.route]
        if want != have:
            fitting = [r for r, k in routes.items() if k == want]
            yield issue(
                row,
                "route",
                f"it should hold a route for {want}; this one is for {have}"
                f" (Routes: {', '.join(fitting) or 'none'}).",
                f"{want} の製法を入力してください。これは {have} の製法です。",
                row.route,
            )


def min_take_within_capacity(tables: Tables) -> Iterator[Issue]:
    """min_take is not above what the option can deliver, in any planned year it runs."""
    by_year = {(row.supply, row.field): row for row in tables.supply_by_year}
    demand = {row.material: row.by_year for row in tables.demand}
    for row in tables.supply:
        for year in _running_years(row, tables):
            least, where = _figure(row, by_year, "min_take", year)
            most, _ = _figure(row, by_year, "capacity", year)
            if row.capacity_share is not None:
                share = row.capacity_share * demand.get(row.material, {}).get(year, 0.0)
                most = share if most is None else min(most, share)
            if least is not None and most is not None and least > most + ROUNDING:
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


def _figure(
    row: Supply, by_year: dict[tuple[str, str], SupplyByYear], field: str, year: int
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
        total = sum(row.share for row in rows)
        if total > 1 + 1e-6:
            yield issue(
                rows[-1],
                "share",
                f"the shares of {' from '.join(names)} add up to {total:g};"
                " together they should be at most 1.",
                f"{' '.join(names)} の比率の合計が {total:g} です。合計は1以下にしてください。",
                rows[-1].share,
            )


def conversions_stay_in_a_mineral(tables: Tables) -> Iterator[Issue]:
    """A conversion turns one material into another of the same mineral."""
    minerals = {row.material: row.mineral for row in tables.materials}
    for row in tables.conversions:
        same = row.from_material == row.to_material
        if same or minerals[row.from_material] != minerals[row.to_material]:
            yield issue(
                row,
                "to_material",
                f"it should hold another material of {minerals[row.from_material]}.",
                f"{minerals[row.from_material]} の別の品目を入力してください。",
                row.to_material,
            )


def basis_figures_are_there(tables: Tables) -> Iterator[Issue]:
    """Columns wgi and grid_co2 are filled where the chosen basis uses them."""
    used = {row.country for row in tables.supply} | {row.origin for row in tables.origins}
    powered = {row.route for row in tables.routes if row.electricity > 0}
    on_grid = {row.country for row in tables.supply if row.route in powered}
    for row in tables.countries:
        if tables.settings.concentration_risk == "wgi" and row.country in used and row.wgi is None:
            yield issue(
                row,
                "wgi",
                "is blank; it is needed since concentration_risk is wgi.",
                "は空欄です。concentration_risk が wgi のため必要です。",
            )
        if tables.settings.co2_basis == "grid" and row.country in on_grid and row.grid_co2 is None:
            yield issue(
                row,
                "grid_co2",
                "is blank; it is needed since co2_basis is grid.",
                "は空欄です。co2_basis が grid のため必要です。",
            )


def grid_footprints_are_positive(tables: Tables) -> Iterator[Issue]:
    """On the grid basis no footprint falls below zero."""
    if tables.settings.co2_basis != "grid":
        return
    grids = {row.country: row.grid_co2 or 0.0 for row in tables.countries}
    routes = {row.route: row for row in tables.routes}
    for row in tables.supply:
        route = routes[row.route]
        base = route.co2 if row.co2 is None else row.co2
        moved = base + route.electricity * (grids[row.country] - route.grid_reference)
        if moved < -ROUNDING:
            yield issue(
                row,
                "route",
                f"on the grid basis its footprint would be {moved:g} kg CO2/kg; check co2,"
                f" electricity and grid_reference in {route.at.place('co2')}.",
                f"電源補正後のCO2が {moved:g} kg/kg になります。"
                f"{route.at.place('co2')} の co2、electricity、grid_reference を確認してください。",
                row.route,
            )


def limits_make_sense(tables: Tables) -> Iterator[Issue]:
    """A limit has a value of its measure, names what its measure needs, and matches something."""
    for row in tables.limits:
        if row.measure in SHARE_MEASURES and row.value > 1:
            yield issue(
                row,
                "value",
                "it should hold a share of demand from 0 to 1 (0.65 for 65 %).",
                "需要に対する比率を0から1で入力してください（65%は0.65）。",
                row.value,
            )
        elif row.measure == "hhi" and row.sense == "min":
            yield issue(
                row,
                "sense",
                "it should hold max: a floor on concentration cannot be planned.",
                "max にしてください。集中度の下限は計画できません。",
                row.sense,
            )
        else:
            yield from _limit_target_issues(row, tables)


def _limit_target_issues(row: Limit, tables: Tables) -> Iterator[Issue]:
    """Whether the country, group and mineral of a limit are there."""
    countries = {c.country for c in tables.countries}
    groups = {name for c in tables.countries for name in groups_of(c)}
    name = row.country_or_group
    allowed = {
        "country_share": countries,
        "origin_share": countries | groups,
        "group_share": groups,
    }.get(row.measure, set())
    if name and name not in allowed:
        hint = did_you_mean(name, allowed)
        what = "nothing here" if not allowed else "a name known to " + row.measure
        yield issue(
            row,
            "country_or_group",
            f"it should hold {what}.{hint.en}",
            f"{row.measure} で使える名前ではありません。{hint.ja}",
            name,
        )
    elif not name and (row.measure == "group_share" or _floor_on_each(row)):
        yield issue(
            row,
            "country_or_group",
            "is blank; this limit needs a country or a group.",
            "は空欄です。国またはグループを入力してください。",
        )
    elif not limit_targets(row, tables):
        yield issue(
            row,
            "limit",
            "this limit matches no supply option; check mineral and country_or_group.",
            "この制約に当てはまる供給元がありません。鉱種と国・グループを確認してください。",
            row.limit,
        )


def _floor_on_each(row: Limit) -> bool:
    return row.sense == "min" and row.measure in ("country_share", "origin_share")


def changes_match(tables: Tables) -> Iterator[Issue]:
    """A change has selectors that mean something for its field, and matches a row."""
    for row in tables.changes:
        wrong = [
            name
            for name in ("country", "route", "supply")
            if row.field in ("demand", "stock_target_days") and getattr(row, name)
        ]
        if wrong:
            yield issue(
                row,
                wrong[0],
                f"it should be blank: {row.field} belongs to a material, not to an option.",
                f"空欄にしてください。{row.field} は品目の数値です。",
                getattr(row, wrong[0]),
            )
        elif not _matched(row, tables):
            yield issue(
                row,
                "field",
                "this change matches no row; check its selectors.",
                "この変更に当てはまる行がありません。条件を確認してください。",
                row.field,
            )
        if row.operation != "add" and row.value < 0:
            yield issue(
                row,
                "value",
                f"it should hold a number, at least 0, for {row.operation}.",
                f"{row.operation} では0以上の数値を入力してください。",
                row.value,
            )


def _matched(row: Change, tables: Tables) -> bool:
    if row.field in ("demand", "stock_target_days"):
        return bool(changed_materials(row, tables))
    return bool(changed_supplies(row, tables))


def probabilities_add_up(tables: Tables) -> Iterator[Issue]:
    """Probabilities of active scenarios are at most 1 together."""
    active = [row for row in tables.scenarios if row.active == "yes"]
    total = sum(row.probability for row in active)
    if total > 1 + 1e-6:
        yield issue(
            active[-1],
            "probability",
            f"the probabilities add up to {total:g}; together they should be at most 1.",
            f"発生確率の合計が {total:g} です。合計は1以下にしてください。",
            active[-1].probability,
        )


NEEDS: dict[Callable[[Tables], Iterator[Issue]], tuple[str, ...]] = {
    years_in_order: (),
    priority_order_names_each_aim: (),
    minerals_have_one_weight: (),
    opening_stock_fits: (),
    every_material_has_demand: ("Demand",),
    routes_make_the_mineral: ("Materials", "Routes"),
    min_take_within_capacity: ("Demand", "SupplyByYear"),
    shares_add_up: (),
    conversions_stay_in_a_mineral: ("Materials",),
    basis_figures_are_there: ("Routes",),
    grid_footprints_are_positive: ("Routes", "Countries"),
    limits_make_sense: ("Supply", "Materials", "Countries", "Origins"),
    changes_match: ("Supply", "Materials"),
    probabilities_add_up: (),
}
"""Every check, and the sheets that must be sound for it to be worth making."""
