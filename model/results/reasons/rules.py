"""Table Rules: what one unit more of every limit that binds costs, with its sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from model.bounding import (
    CAPACITY,
    CAPACITY_SHARE,
    CLOSING_STOCK,
    CONVERSION,
    LIMIT,
    MAX_SHARE,
    MAX_STOCK,
    MIN_TAKE,
    STOCK_TARGET,
    Bounding,
)
from model.errors import Words
from model.reasons import Price, Reasons
from model.results.phrases import money, rounded, tonnes

WHAT: Mapping[str, Words] = {
    CAPACITY: Words("from {}", "{} の上限"),
    CAPACITY_SHARE: Words("from {}", "{} の上限（需要比）"),
    MIN_TAKE: Words("to take from {}", "{} の引取義務"),
    CONVERSION: Words("of capacity of {}", "{} の能力"),
    MAX_STOCK: Words("of store for {}", "{} の在庫上限"),
    STOCK_TARGET: Words("of reserve of {}", "{} の備蓄日数"),
    CLOSING_STOCK: Words("of closing stock of {}", "{} の期末在庫"),
    MAX_SHARE: Words("of share for {}", "{} の最大シェア"),
    LIMIT: Words("for limit {}", "制約 {}"),
}
"""What one more unit is of, by kind of rule."""

STEPS: Mapping[str, tuple[float, Words, Words]] = {
    "t": (1.0, Words("One tonne", "1 t"), Words("t", " t")),
    "share of demand": (0.01, Words("One percent of demand", "需要の1%"), Words("%", "%")),
    "days of demand": (1.0, Words("One day", "1日"), Words("days", "日")),
    "HHI points": (100.0, Words("100 points", "100ポイント"), Words("points", "ポイント")),
    "t CO2 a year": (1e3, Words("1,000 t of CO2 a year", "年1,000 t-CO2"), Words("t", " t")),
    "million USD a year": (
        1.0,
        Words("A million USD a year", "年1百万USD"),
        Words("million USD", "百万USD"),
    ),
}
"""The step people speak of in each unit: its size, its name, and the unit of amounts."""

SHORT = Words("of demand unmet", "需要の不足")
MISSING = Words("missing to the reserve", "備蓄の不足")
LITTLE = 1e-9
"""Million USD or tonnes that are rounding."""


def rule_prices(reasons: Reasons) -> pd.DataFrame:
    """Every limit that binds, by cell and year, with its price and how far it holds."""
    columns = [
        *("rule", "rule_ja", "kind", "name", "cell", "year", "value", "price", "unit"),
        *("holds_from", "holds_to", "tenth", "shortage_per_unit", "reserve_per_unit"),
        *("sentence", "sentence_ja"),
    ]
    found = sorted(reasons.prices, key=lambda p: (-p.tenth, p.rule.cell, p.rule.year))
    return pd.DataFrame([_price_row(price) for price in found], columns=columns)


def _price_row(price: Price) -> tuple[Any, ...]:
    rule = price.rule
    return (
        *(*rule.words, rule.kind, named(rule), rule.cell, rule.year, rule.value, price.price),
        *(rule.unit, price.low, price.high if math.isfinite(price.high) else None),
        *(price.tenth, price.shortage, price.reserve, *_priced(price)),
    )


def named(rule: Bounding) -> str:
    """The name of what a rule is about."""
    return f"{rule.name} {rule.about}".strip()


def _priced(price: Price) -> Words:
    """``One more tonne from Pavlodar in 2028 (Supply!L9) saves 0.61 million USD, up to 7.2 t.``"""
    rule, (_, step, _) = price.rule, STEPS[price.rule.unit]
    loosened = price.high - rule.value if rule.ceiling else rule.value - price.low
    up = rule.ceiling == (loosened > 0)
    way = Words("more", "増やす") if up else Words("less", "減らす")
    what = WHAT[rule.kind]
    head = Words(
        f"{step.en} {way.en} {what.en.format(named(rule))} in {rule.year} ({rule.cell})",
        f"{rule.year}年の{what.ja.format(named(rule))}（{rule.cell}）を{step.ja}{way.ja}と",
    )
    does, reach = _does(price, up=up), _reach(price, up=up)
    tail = (
        Words("", "") if loosened > 0 else Words("; the other way gains nothing", "、逆は効果なし")
    )
    return Words(
        f"{head.en} {does.en}{reach.en}{tail.en}.", f"{head.ja}{does.ja}{reach.ja}{tail.ja}。"
    )


def _does(price: Price, *, up: bool) -> Words:
    """``saves 0.61 million USD and leaves 1 t less of demand unmet``."""
    size = STEPS[price.rule.unit][0] * (1 if up else -1)
    parts = []
    if abs(price.price * size) > LITTLE or not (price.shortage or price.reserve):
        worth, saves = money(price.price * size), price.price * size <= 0
        parts.append(
            Words(f"saves {worth.en}", f"{worth.ja}の節約")
            if saves
            else Words(f"costs {worth.en}", f"{worth.ja}の費用")
        )
    for change, name in ((price.shortage, SHORT), (price.reserve, MISSING)):
        if abs(change * size) > LITTLE:
            amount = tonnes(abs(change * size))
            less = Words("less", "減") if change * size < 0 else Words("more", "増")
            parts.append(
                Words(f"leaves {amount} {less.en} {name.en}", f"{name.ja}が{amount}{less.ja}")
            )
    return Words(" and ".join(p.en for p in parts), "、".join(p.ja for p in parts))


def _reach(price: Price, *, up: bool) -> Words:
    """How far that holds."""
    rule, (_, _, unit) = price.rule, STEPS[price.rule.unit]
    room = price.high - rule.value if up else rule.value - price.low
    if math.isinf(room):
        return Words("", "")
    amount = rounded(room / (0.01 if rule.unit == "share of demand" else 1.0))
    return Words(f", up to {amount} {unit.en}", f"（{amount}{unit.ja}まで）")
