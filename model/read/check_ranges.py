"""Checks of plausible ranges: the low and high of a figure stand about the figure itself."""

from __future__ import annotations

import math
from collections.abc import Iterator

from model.errors import Issue
from model.read.check_figures import issue
from model.workbook.layout import Supply, SupplyByYear, Tables

RANGED = ("capacity", "price")
"""Figures of sheet Supply that have columns ``_low`` and ``_high`` beside them."""


def ranges_enclose_their_figures(tables: Tables) -> Iterator[Issue]:
    """A low is not above its figure, a high not below it."""
    for row in tables.supply:
        for field in RANGED:
            value, unit = getattr(row, field), Supply.SHEET.column(field).unit
            if value is None:
                continue
            for name, bound in _bounds(row, field).items():
                low = name.endswith("_low")
                if (bound > value) if low else (bound < value):
                    en, ja = ("at most", "以下") if low else ("at least", "以上")
                    yield issue(
                        row,
                        name,
                        f"it should hold {en} {field} ({value:g} {unit}).",
                        f"{field}（{value:g} {unit}）{ja}の値を入力してください。",
                        bound,
                    )


def ranges_have_a_figure(tables: Tables) -> Iterator[Issue]:
    """A range stands about a figure: not about no limit, nor in proportion to 0; reported once a
    row.

    A capacity left blank is no limit, however wide a range is put beside it. Where SupplyByYear
    gives other figures, they move as the range does to the figure: nothing does so to 0.
    """
    by_year = {(row.supply, row.field): row for row in tables.supply_by_year}
    for row in tables.supply:
        for field in RANGED:
            value, bounds = getattr(row, field), _bounds(row, field)
            yearly = by_year.get((row.supply, field))
            told = [name for name, bound in bounds.items() if value is None or bound > 0]
            if told and value is None:
                yield _of_no_limit(row, field, told[0], bounds[told[0]])
            elif told and value == 0 and yearly is not None and max(yearly.by_year.values()) > 0:
                yield _of_nothing(row, field, told[0], bounds[told[0]], yearly)


def _bounds(row: Supply, field: str) -> dict[str, float]:
    """The low and high of a figure by their columns, as far as they are filled and can be read."""
    found = {name: getattr(row, name) for name in (f"{field}_low", f"{field}_high")}
    return {n: bound for n, bound in found.items() if bound is not None and not math.isnan(bound)}


def _of_no_limit(row: Supply, field: str, name: str, bound: float) -> Issue:
    return issue(
        row,
        name,
        f"it should be blank, or {field} should hold a figure: a blank {field} is no limit and"
        " has no range.",
        f"{field} が空欄（上限なし）のため範囲は使えません。"
        f"空欄にするか、{field} を入力してください。",
        bound,
    )


def _of_nothing(row: Supply, field: str, name: str, bound: float, yearly: SupplyByYear) -> Issue:
    where = yearly.at.place("field")
    return issue(
        row,
        name,
        f"it should be blank or 0: {field} is 0, and the figures of {where} are in no proportion"
        " to it.",
        f"{field} が0のため、{where} の各年の値に比例させられません。空欄か0にしてください。",
        bound,
    )
