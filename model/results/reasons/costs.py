"""Table RuleCosts: what every rule costs in all its years, with its sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from model.bounding import MAX_SHARE, MIN_TAKE, STOCK_TARGET, Bounding
from model.errors import Words
from model.reasons import Effect, Reasons, RuleCost
from model.results.phrases import listed, money, rounded, tonnes
from model.results.reasons.rules import MISSING, SHORT, WHAT
from model.words import year_list

NOTICED = 1e-3
"""Tonnes that are too few to tell."""

GAINS = 0.0005
"""Share of the largest change of a country below which it is not told."""


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
