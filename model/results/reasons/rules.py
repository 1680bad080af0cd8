"""Table Rules: the shadow price of every binding limit, with its sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from model.case import Case
from model.errors import Words
from model.explain.explanations import Money, Price, Reasons
from model.results.phrases import capital, rounded
from model.results.reasons import parts
from model.results.reasons.parts import NOTHING
from model.rules.constraints import (
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
from model.rules.names import country_name, material_words, option_words

WHAT: Mapping[str, Words] = {
    CAPACITY: Words("from {}", "{}の上限"),
    CAPACITY_SHARE: Words("from {}", "{}の上限（需要比）"),
    MIN_TAKE: Words("to take from {}", "{}の引取義務"),
    CONVERSION: Words("of capacity of {}", "{}の能力"),
    MAX_STOCK: Words("of store for {}", "{}の在庫上限"),
    STOCK_TARGET: Words("of reserve of {}", "{}の備蓄日数"),
    CLOSING_STOCK: Words("of closing stock of {}", "{}の期末在庫"),
    MAX_SHARE: Words("of share for {}", "{}の最大シェア"),
    LIMIT: Words("for limit {}", "制約 {}"),
}
"""What one more unit is of, by kind of rule."""

STEPS: Mapping[str, tuple[float, Words, Words]] = {
    "t": (1.0, Words("tonne", "1 t"), Words("t", " t")),
    "share of demand": (0.01, Words("1 % of demand", "需要の1%"), Words("%", "%")),
    "days of demand": (1.0, Words("day", "1日"), Words("days", "日")),
    "HHI points": (100.0, Words("100 points", "100ポイント"), Words("points", "ポイント")),
    "t CO2 a year": (1e3, Words("1,000 t of CO2 a year", "年1,000 t-CO2"), Words("t", " t")),
    "million USD a year": (
        1.0,
        Words("million USD a year", "年1百万USD"),
        Words("million USD", "百万USD"),
    ),
}
"""The step people speak of in each unit: its size, its name, and the unit of amounts."""


def rule_prices(case: Case, reasons: Reasons) -> pd.DataFrame:
    """Every limit that binds, by cell and year, with its price and how far it holds."""
    columns = [
        *("rule", "rule_ja", "sentence", "sentence_ja", "kind", "name", "cell", "year", "value"),
        *("unit", *parts.columns(suffix="_per_unit"), "holds_from", "holds_to", "price", "tenth"),
    ]
    found = sorted(reasons.prices, key=lambda p: (-p.tenth, p.rule.cell, p.rule.year))
    return pd.DataFrame(
        [_price_row(case, reasons.money, price) for price in found], columns=columns
    )


def _price_row(case: Case, worth: Money, price: Price) -> tuple[Any, ...]:
    rule = price.rule
    return (
        *(*rule.words, *_priced(case, worth, price), rule.kind, named(rule), rule.cell, rule.year),
        *(rule.value, rule.unit, *parts.values(price.parts), price.low),
        *(price.high if math.isfinite(price.high) else None, price.price, price.tenth),
    )


def named(rule: Bounding) -> str:
    """The name of what a rule is about."""
    return f"{rule.name} {rule.about}".strip()


def subject(case: Case, rule: Bounding) -> Words:
    """What a rule is about, by the names people know: ``Israel, magnesium (IL_Mg)``."""
    if rule.kind == LIMIT:
        return Words(named(rule), named(rule))
    if rule.kind == MAX_SHARE:
        name, about = country_name(case, rule.name), rule.about
        return Words(f"{name.en} {about}".strip(), f"{name.ja} {about}".strip())
    if rule.kind in (MAX_STOCK, STOCK_TARGET, CLOSING_STOCK):
        return material_words(case, rule.name)
    return option_words(case, rule.name)


def what_of(case: Case, rule: Bounding) -> Words:
    """What one more unit is of: ``from Israel, magnesium (IL_Mg)``."""
    what, about = WHAT[rule.kind], subject(case, rule)
    return Words(what.en.format(about.en), what.ja.format(about.ja))


def _priced(case: Case, worth: Money, price: Price) -> Words:
    """``Cash falls by 0.61 million USD for each tonne more from Kazakhstan, gallium ...``"""
    rule, (size, step, _) = price.rule, STEPS[price.rule.unit]
    loosened = price.high - rule.value if rule.ceiling else rule.value - price.low
    up = rule.ceiling == (loosened > 0)
    way = Words("more", "増やす") if up else Words("less", "減らす")
    what = what_of(case, rule)
    head = Words(
        f"for each {step.en} {way.en} {what.en} in {rule.year} ({rule.cell})",
        f"{rule.year}年の{what.ja}（{rule.cell}）を{step.ja}{way.ja}ごとに",
    )
    size = size if up else -size
    change = price.parts.times(size)
    total = None if price.kept else parts.weighed(worth, price.price * size, change)
    said = parts.apart(change, total, kept=price.kept)
    reach = _reach(price, up=up)
    tail = (
        NOTHING
        if loosened > 0
        else Words(" A change the other way saves nothing.", "逆方向の変更には効果がない。")
    )
    return Words(
        f"{capital(said.change.en)} {head.en}.{said.stays.en}{reach.en}{tail.en}",
        f"{head.ja}、{said.change.ja}。{said.stays.ja}{reach.ja}{tail.ja}",
    )


def _reach(price: Price, *, up: bool) -> Words:
    """How far that holds."""
    rule, (_, _, unit) = price.rule, STEPS[price.rule.unit]
    room = price.high - rule.value if up else rule.value - price.low
    if math.isinf(room):
        return NOTHING
    amount = rounded(room / (0.01 if rule.unit == "share of demand" else 1.0))
    return Words(
        f" This shadow price holds for changes up to {amount} {unit.en}.",
        f"このシャドウプライスは{amount}{unit.ja}の変化まで成り立つ。",
    )
