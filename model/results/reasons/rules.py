"""Tables of what rules cost: AimPrices, Rules, RuleCosts, with their sentences."""

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
from model.case import Case
from model.errors import Words
from model.reasons import GIVEN, GIVEN_BACK, IMPLIED, Effect, Money, Price, Reasons, RuleCost
from model.results.phrases import listed, money, rounded, tonnes
from model.results.tradeoff import annuity
from model.words import year_list

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

MEANING = {
    GIVEN: Words("as Settings says", "Settingsの値"),
    GIVEN_BACK: Words(
        "what giving back a hundredth of the range would save",
        "範囲の100分の1を戻した場合の節約額",
    ),
}
BETWEEN = Words(
    " The next points cost more, points given back save less: sheet Rates.",
    "さらに下げるとこれより高く、戻した場合の節約はこれより小さい（シートRates）。",
)
SHORT = Words("of demand unmet", "需要の不足")
MISSING = Words("missing to the reserve", "備蓄の不足")
LITTLE = 1e-9
"""Million USD or tonnes that are rounding."""

NOTICED = 1e-3
"""Tonnes that are too few to tell."""

GAINS = 0.0005
"""Share of the largest change of a country below which it is not told."""


def aim_prices(case: Case, worth: Money) -> pd.DataFrame:
    """How everything is turned into money."""
    columns = ["aim", "price", "unit", "a_year", "a_year_unit", "sentence", "sentence_ja"]
    points, carbon = worth.weights.get("concentration", 0.0), worth.weights.get("co2", 0.0)
    a_year = 100 * points / annuity(case)
    rows = [
        ("cost", worth.weights.get("cost", 0.0), "million USD", worth.weights.get("cost", 0.0),
         "USD for a USD", *_how(case, worth)),
        ("concentration", points, "HHI point, mean of the plan", a_year,
         "million USD a year for 100 HHI points", *_points(worth, a_year)),
        ("co2", carbon, "kt CO2", 1000 * carbon, "USD per t CO2", *_carbon(worth, 1000 * carbon)),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _how(case: Case, worth: Money) -> Words:
    """How the aims are turned into money."""
    if worth.how == GIVEN:
        return Words(
            "Prices are what one unit more of a limit adds to (or, with a minus, takes off) what"
            " the plan comes to in money, present value.",
            "値段は、制約を1単位増やしたときの計画全体の金額（現在価値）の増減です。",
        )
    if worth.how == GIVEN_BACK:
        return Words(
            "The aim is not cost, so it is turned into money by what giving a little of it back"
            " would save.",
            "目的が費用ではないため、目的を少し戻した場合の節約額で金額に換算します。",
        )
    points = worth.weights["concentration"] * 1000 / len(case.years)
    carbon = worth.weights["co2"] * 1000
    return Words(
        "The plan is the cheapest of all with no more HHI and no more CO2; the last point and the"
        " last tonne have their price. Objective 'weighted' with concentration_price"
        f" {rounded(points, 4)} and carbon_price {rounded(carbon, 4)} finds a plan as good.",
        "この計画は、HHIとCO2がこれ以下の計画の中で最も安く、最後の1ポイントと1トンに値段が"
        f"付きます。目的weightedで concentration_price {rounded(points, 4)}、carbon_price"
        f" {rounded(carbon, 4)} とすると同等の計画になります。",
    )


def _points(worth: Money, a_year: float) -> Words:
    if a_year <= 0:
        return Words("HHI counts nothing in money here.", "HHIは金額に換算されません。")
    how = MEANING.get(worth.how, Words("what the last point costs the plan", "最後の1点の費用"))
    between = BETWEEN if worth.how == IMPLIED else Words("", "")
    return Words(
        f"100 points of HHI count {rounded(a_year)} million USD a year ({how.en}).{between.en}",
        f"HHI 100ポイントは年{rounded(a_year)}百万USDに相当します（{how.ja}）。{between.ja}",
    )


def _carbon(worth: Money, a_tonne: float) -> Words:
    if a_tonne <= 0:
        return Words("CO2 counts nothing in money here.", "CO2は金額に換算されません。")
    how = MEANING.get(worth.how, Words("what the last tonne costs the plan", "最後の1トンの費用"))
    return Words(
        f"A tonne of CO2 counts {rounded(a_tonne)} USD ({how.en}).",
        f"CO2 1トンは{rounded(a_tonne)} USDに相当します（{how.ja}）。",
    )


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


def rule_costs(reasons: Reasons) -> pd.DataFrame:
    """Every rule in all its years, most money first."""
    columns = [
        *("rule", "rule_ja", "kind", "name", "cells", "first_year", "last_year", "decided"),
        *("money", "tenth", "whole", "cost", "concentration", "co2", "shortage", "moved"),
        *("gains", "loses", "sentence", "sentence_ja"),
    ]
    found = sorted(reasons.costs, key=lambda cost: (-_kept_away(cost), -_worth(cost)))
    return pd.DataFrame([_cost_row(cost) for cost in found], columns=columns)


def _kept_away(cost: RuleCost) -> float:
    """Tonnes of demand a rule leaves unmet: those count before money."""
    tonnes_short = cost.shortage if cost.without is None else -cost.without.shortage
    return tonnes_short if tonnes_short > NOTICED else 0.0


def _worth(cost: RuleCost) -> float:
    """What a rule is ranked by, million USD: the whole rule if it can be decided, else a tenth."""
    return (cost.tenth if cost.without is None else -cost.without.money) + 0.0


def _cost_row(cost: RuleCost) -> tuple[Any, ...]:
    rules, effect = cost.rules, cost.without
    first = rules[0]
    years = sorted({rule.year for rule in rules})
    cells = ", ".join(dict.fromkeys(rule.cells for rule in rules))
    head = (*_rule_words(cost), first.kind, first.name, cells, years[0], years[-1])
    if effect is None:
        figures: tuple[Any, ...] = (cost.tenth, cost.tenth, *(None,) * 6, "", "")
        return (*head, "no", *figures, *_tenth_words(cost, years, cells))
    whole = _worth(cost)
    changes = (effect.aims["cost"], effect.aims["concentration"], effect.aims["co2"])
    sides = (_side(effect, 1), _side(effect, -1))
    figures = (whole, cost.tenth, whole, *changes, effect.shortage, effect.moved, *sides)
    return (*head, "yes", *figures, *_whole_words(cost, effect, years, cells))


def _rule_words(cost: RuleCost) -> Words:
    """What a rule says; of one that differs by year, in the first year, and that it differs."""
    first = cost.rules[0]
    if len({rule.words for rule in cost.rules}) == 1:
        return first.words
    return Words(
        f"{first.words.en} in {first.year}, other years differ",
        f"{first.words.ja}（{first.year}年、年により異なる）",
    )


def _side(effect: Effect, sign: int) -> str:
    """Countries that deliver more (or less) without a rule: ``CHN Mg +12,300 t``."""
    told = sorted(
        ((value, c, k) for (k, c), value in effect.tonnes.items() if value * sign > 0),
        key=lambda item: -abs(item[0]),
    )
    largest = max((abs(value) for value in effect.tonnes.values()), default=0.0)
    return ", ".join(
        f"{c} {k} {'+' if value > 0 else '-'}{tonnes(abs(value))}"
        for value, c, k in told
        if abs(value) > GAINS * largest
    )


def _tenth_words(cost: RuleCost, years: list[int], cells: str) -> Words:
    first, worth = cost.rules[0], money(cost.tenth)
    what = WHAT[first.kind]
    does = Words(f"save {worth.en}", f"{worth.ja}の節約")
    if cost.tenth < 0:
        does = Words(f"cost {worth.en}", f"{worth.ja}の費用")
    for less, name in ((cost.shortage, SHORT), (cost.reserve, MISSING)):
        if less > NOTICED:
            does = Words(
                f"{does.en} and leave {tonnes(less)} less {name.en}",
                f"{does.ja}、{name.ja}が{tonnes(less)}減",
            )
    return Words(
        f"A tenth more {what.en.format(first.name)} ({cells}) in {year_list(years)} would"
        f" {does.en}.",
        f"{year_list(years)}年の{what.ja.format(first.name)}（{cells}）が1割多ければ{does.ja}。",
    )


def _whole_words(cost: RuleCost, effect: Effect, years: list[int], cells: str) -> Words:
    rule = _title(cost.rules[0])
    where = f"({cells}, {year_list(years)})"
    if abs(effect.money) < 1e-3 and effect.moved < 1:
        return Words(
            f"{rule.en} {where} costs nothing: the plan would be the same without it.",
            f"{rule.ja}（{cells}、{year_list(years)}年）の費用はゼロ（なくても計画は同じ）。",
        )
    worth = money(effect.money)
    more, less = _few(effect, 1), _few(effect, -1)
    moved = Words("", "")
    if more or less:
        moved = Words(
            f" Without it {listed([*more, *less]).en}.",
            f"なければ {listed([*more, *less]).ja}。",
        )
    short = Words("", "")
    if abs(effect.shortage) > 0.5:
        word = Words("less", "減る") if effect.shortage < 0 else Words("more", "増える")
        short = Words(
            f" Demand unmet: {tonnes(abs(effect.shortage))} {word.en}.",
            f"不足は{tonnes(abs(effect.shortage))}{word.ja}。",
        )
    if effect.money > 0:
        return Words(
            f"{rule.en} {where} keeps {worth.en} from being spent.{moved.en}{short.en}",
            f"{rule.ja}（{cells}、{year_list(years)}年）により支出が計{worth.ja}少ない。{moved.ja}{short.ja}",
        )
    return Words(
        f"{rule.en} {where} costs {worth.en} in all.{moved.en}{short.en}",
        f"{rule.ja}（{cells}、{year_list(years)}年）の費用は計{worth.ja}。{moved.ja}{short.ja}",
    )


def _title(rule: Bounding) -> Words:
    """A rule as the subject of a sentence."""
    if rule.kind == STOCK_TARGET:
        return Words(
            f"The reserve of {rounded(rule.value)} days of {rule.name}",
            f"{rule.name} の備蓄（{rounded(rule.value)}日分）",
        )
    if rule.kind == MIN_TAKE:
        return Words(f"Having to take from {rule.name}", f"{rule.name} の引取義務")
    if rule.kind == MAX_SHARE:
        return Words(f"The largest share allowed to {rule.name}", f"{rule.name} の最大シェア")
    return Words(f"Limit {rule.name}", f"制約 {rule.name}")


def _few(effect: Effect, sign: int) -> list[str]:
    """The two countries that gain or lose most."""
    return [part for part in _side(effect, sign).split(", ") if part][:2]
