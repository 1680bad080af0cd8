"""Checks of settings and materials, shares that add up, and conversions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from model.errors import Issue, Words
from model.tolerances.figures import SUM_OF_SHARES
from model.workbook.layout import AIMS, Baseline, Material, Origin, Tables
from model.workbook.periods import end_of
from model.workbook.schema import Row
from model.workbook.wording import same


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
        if first is not None and last is not None and end_of(last) <= first:
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
        if all(names) and total > 1 + SUM_OF_SHARES:
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
