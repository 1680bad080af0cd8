"""Checks of what is laid down: limits, the changes of scenarios, and their probabilities."""

from __future__ import annotations

import math
from collections.abc import Iterator, Set
from dataclasses import replace

from model.errors import Issue, Words
from model.read.check_figures import issue
from model.read.country_names import code_of
from model.read.parse import number_problem
from model.tolerances.figures import SUM_OF_SHARES
from model.workbook.layout import BASE, EXPECTED, Change, Demand, Limit, Material, Supply, Tables
from model.workbook.measures import MEASURES, Measure
from model.workbook.schema import UNREAD, Column
from model.workbook.selectors import (
    changed_materials,
    changed_supplies,
    groups_of,
    limit_targets,
)
from model.workbook.wording import did_you_mean

MATERIAL_FIELDS = ("demand", "stock_target_days")
YEAR_FIELDS = ("first_year", "last_year")


def limits_are_possible(tables: Tables) -> Iterator[Issue]:
    """A limit has a value and a sense that its measure can have."""
    for row in tables.limits:
        measure = MEASURES.get(row.measure)  # none where the cell could not be read
        if measure is None:
            continue
        if measure.of_demand and row.value > 1:
            yield issue(
                row,
                "value",
                "it should hold a share of demand from 0 to 1 (0.65 for 65 %).",
                "需要に対する比率を0から1で入力してください（65%は0.65）。",
                row.value,
            )
        if not measure.floor and row.sense == "min":
            yield issue(
                row,
                "sense",
                "it should hold max: a floor on concentration cannot be planned.",
                "max にしてください。集中度の下限は計画できません。",
                row.sense,
            )


def limits_match(tables: Tables) -> Iterator[Issue]:
    """A limit names what its measure needs, and matches something."""
    known = {
        "countries": {c.country for c in tables.countries},
        "groups": {name for c in tables.countries for name in groups_of(c)},
    }
    for row in tables.limits:
        if row.measure:
            names = {n for kind in MEASURES[row.measure].names for n in known[kind]}
            yield from _limit_match(row, names, tables)


def _limit_match(row: Limit, known: Set[str], tables: Tables) -> Iterator[Issue]:
    """Whether the country, group and mineral of a limit are there; ``known`` is what it may name.

    A country or group that could not be read may be any.
    """
    name = row.country_or_group
    if name and known & {"", UNREAD}:
        return
    if name and name not in known:
        code = code_of(name)
        hint = did_you_mean(code if code in known else name, known)
        needs = bool(MEASURES[row.measure].names)
        may = _may_name(MEASURES[row.measure])
        what = may.en if needs else f"nothing: {row.measure} needs none"
        yield issue(
            row,
            "country_or_group",
            f"it should hold {what}.{hint.en}",
            f"{may.ja}を1つ入力してください。{hint.ja}"
            if needs
            else f"空欄にしてください。{row.measure} では使いません。",
            name,
        )
    elif not name and _needs_a_name(MEASURES[row.measure], row.sense):
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
            row.limit or None,
        )


def _may_name(measure: Measure) -> Words:
    """What a limit may name: one country, or one group, of sheet Countries."""
    if "countries" in measure.names:
        return Words(
            "one country, or one group, of sheet Countries",
            "シート Countries にある国またはグループ",
        )
    return Words("one group of sheet Countries", "シート Countries にあるグループ")


def _needs_a_name(measure: Measure, sense: str) -> bool:
    """A group must be named; a country too where a floor would hold for each of them."""
    return bool(measure.names) and (not measure.each or sense == "min")


def changes_are_possible(tables: Tables) -> Iterator[Issue]:
    """A change has selectors and a value that its field can have."""
    for row in tables.changes:
        wrong = [name for name in ("country", "route", "supply") if getattr(row, name)]
        if row.field in MATERIAL_FIELDS and wrong:
            yield issue(
                row,
                wrong[0],
                f"it should be blank: {row.field} belongs to a material, not to an option.",
                f"空欄にしてください。{row.field} は品目の数値です。",
                getattr(row, wrong[0]),
            )
        yield from _change_value(row)


def _change_value(row: Change) -> Iterator[Issue]:
    """A figure that is put in place is one its column can hold; a factor is not negative."""
    is_year = row.field in YEAR_FIELDS
    if row.operation == "multiply" and is_year:
        yield issue(
            row,
            "operation",
            f"it should hold add, set, at_least or at_most: {row.field} is a year.",
            f"add、set、at_least、at_most のいずれかを入力してください。{row.field} は年です。",
            row.operation,
        )
    elif row.operation == "multiply" and row.value < 0:
        yield issue(
            row,
            "value",
            "it should hold a number, at least 0, for multiply.",
            "multiply では0以上の数値を入力してください。",
            row.value,
        )
    elif row.operation == "add" and is_year and not (row.value % 1 == 0 or math.isnan(row.value)):
        yield issue(
            row,
            "value",
            f"it should hold a whole number of years to add to {row.field}.",
            f"{row.field} に加える年数を整数で入力してください。",
            row.value,
        )
    elif row.operation in ("set", "at_least", "at_most") and row.field:
        column = changed_column(row.field)
        if is_year:
            column = replace(column, kind="integer", unit="year")
        words = number_problem(column, row.value)
        if words.en:
            yield issue(row, "value", words.en, words.ja, row.value)


def changed_column(field: str) -> Column:
    """The column of the figure that a change is about."""
    if field == "demand" and Demand.SHEET.years is not None:
        return Demand.SHEET.years
    return (Material if field in MATERIAL_FIELDS else Supply).SHEET.column(field)


def changes_match(tables: Tables) -> Iterator[Issue]:
    """A change matches a row."""
    for row in tables.changes:
        of_materials = row.field in MATERIAL_FIELDS
        if of_materials and (row.country or row.route or row.supply):
            continue
        if row.field and not (changed_materials if of_materials else changed_supplies)(row, tables):
            yield issue(
                row,
                "field",
                "this change matches no row; check its selectors.",
                "この変更に当てはまる行がありません。条件を確認してください。",
                row.field,
            )


def scenarios_have_names_of_their_own(tables: Tables) -> Iterator[Issue]:
    """No scenario is called what the results call the base case and the expected value."""
    for row in tables.scenarios:
        if row.scenario.casefold() in (BASE, EXPECTED):
            yield issue(
                row,
                "scenario",
                "it should hold another name: the results use this one themselves.",
                "別の名前にしてください。結果シートで使う名前です。",
                row.scenario,
            )


def probabilities_add_up(tables: Tables) -> Iterator[Issue]:
    """Probabilities of active scenarios are at most 1 together."""
    active = [row for row in tables.scenarios if row.active == "yes"]
    total = sum(row.probability for row in active if not math.isnan(row.probability))
    if total > 1 + SUM_OF_SHARES:
        yield issue(
            active[-1],
            "probability",
            f"the probabilities add up to {total:g}; together they should be at most 1.",
            f"発生確率の合計が {total:g} です。合計は1以下にしてください。",
            active[-1].probability,
        )
