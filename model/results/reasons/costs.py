"""Table RuleCosts: what every rule does in all its years, with its sentences.

Figures of a whole rule, and of a tenth of it, are the differences of two runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from model.case import Case
from model.errors import Words
from model.explain.explanations import Effect, Money, Reasons, RuleCost
from model.results.phrases import capital, listed, money, rounded, tonnes
from model.results.reasons import parts
from model.results.reasons.parts import ENDS, NOTHING
from model.results.reasons.rules import subject, what_of
from model.rules.constraints import (
    CAPACITY,
    CAPACITY_SHARE,
    CLOSING_STOCK,
    CONVERSION,
    MAX_SHARE,
    MAX_STOCK,
    MIN_TAKE,
    STOCK_TARGET,
    Bounding,
)
from model.rules.names import country_name
from model.tolerances.shown import GAINS, HALF_USD, KILOGRAM
from model.workbook.objectives import OBJECTIVES
from model.workbook.wording import year_list

STILL = 1.0
"""Tonnes that come from elsewhere in a plan that is the same."""


def rule_costs(case: Case, reasons: Reasons) -> pd.DataFrame:
    """Every rule in all its years: tonnes of demand first, then the largest weighted sum."""
    columns = [
        *("rule", "rule_ja", "sentence", "sentence_ja", "cells", "decided", *parts.columns()),
        *("whole", *parts.columns("tenth_"), "tenth", "kind", "name", "first_year", "last_year"),
        *("cost", "stock", "moved", "gains", "loses", "other_minerals", "money"),
    ]
    found = sorted(reasons.costs, key=lambda cost: (-_kept_away(cost), -_weight(cost)))
    rows = [_cost_row(case, reasons.money, cost) for cost in found]
    return pd.DataFrame(rows, columns=columns)


def _kept_away(cost: RuleCost) -> float:
    """Tonnes of demand a rule leaves unmet: those count before money."""
    effect = cost.without or cost.looser
    tonnes_short = 0.0 if effect is None else -effect.parts.shortage
    return tonnes_short if tonnes_short > KILOGRAM else 0.0


def _weight(cost: RuleCost) -> float:
    """Weighted sum that ranks a rule: of all of it if a person can decide it, else of a tenth."""
    return (cost.tenth if cost.without is None else -cost.without.weighed) + 0.0


_NO_MOVES: tuple[Any, ...] = (None, None, None, "", "", "")


def _cost_row(case: Case, worth: Money, cost: RuleCost) -> tuple[Any, ...]:
    rules, effect = cost.rules, cost.without
    first = rules[0]
    years = sorted({rule.year for rule in rules})
    cells = ", ".join(dict.fromkeys(rule.cells for rule in rules))
    where = _Place(cells, years)
    said = _tenth_words(case, worth, cost, where)
    if effect is not None:
        said = _whole_words(case, worth, cost, effect, where)
    whole, decided = None, "yes" if first.decided else "no"
    apart, moves = parts.values(None), _NO_MOVES
    if effect is not None:
        sides = (
            *(_side(case, effect, sign) for sign in (1, -1)),
            _others(case, rules, effect),
        )
        apart, moves = parts.values(effect.parts), (effect.cost, effect.stock, effect.moved, *sides)
        whole = -effect.weighed + 0.0
    tenth = parts.values(cost.looser.parts if cost.looser else None)
    return (
        *(*_rule_words(cost), *said, cells, decided, *apart, whole, *tenth, cost.tenth + 0.0),
        *(first.kind, first.name, years[0], years[-1], *moves, _weight(cost)),
    )


class _Place(NamedTuple):
    """Where a rule stands, and in which years it holds."""

    cells: str
    years: list[int]

    @property
    def words(self) -> Words:
        """``(Limits!I7, 2027-2035)``."""
        return Words(
            f"({self.cells}, {year_list(self.years)})",
            f"（{self.cells}、{year_list(self.years)}年）",
        )


def _rule_words(cost: RuleCost) -> Words:
    """What a rule says; of one that differs by year, in the first year, and that it differs."""
    first = cost.rules[0]
    if len({rule.words for rule in cost.rules}) == 1:
        return first.words
    return Words(
        f"{first.words.en} in {first.year}; other years differ",
        f"{first.words.ja}（{first.year}年、年により異なる）",
    )


def _side(case: Case, effect: Effect, sign: int) -> str:
    """Countries that deliver more (or less) without a rule: ``China Mg +12,300 t``."""
    moves = _moves(effect, sign)
    return ", ".join(_move(country_name(case, c).en, k, value) for c, k, value in moves)


def _moves(effect: Effect, sign: int) -> list[tuple[str, str, float]]:
    """Country, mineral and change of those that deliver more (or less), largest first."""
    least = GAINS * max((abs(value) for value in effect.tonnes.values()), default=0.0)
    said = [
        (c, k, value)
        for (k, c), value in effect.tonnes.items()
        if value * sign > 0 and abs(value) > least
    ]
    return sorted(said, key=lambda move: -abs(move[2]))


def _move(name: str, mineral: str, value: float) -> str:
    return f"{name} {mineral} {_plus(value)}"


def _plus(value: float) -> str:
    """``+12,300 t``."""
    return f"{'+' if value > 0 else '-'}{tonnes(abs(value))}"


def _others(case: Case, rules: Sequence[Bounding], effect: Effect) -> str:
    """Minerals that a rule is not about and that move all the same: ``Mg 214 t``."""
    about = {k for rule in rules for k in _minerals(case, rule)}
    moves: dict[str, float] = {}
    for (k, _), value in effect.tonnes.items():
        if k not in about:
            moves[k] = moves.get(k, 0.0) + max(0.0, value)
    return ", ".join(f"{k} {tonnes(value)}" for k, value in moves.items() if value > KILOGRAM)


def _minerals(case: Case, rule: Bounding) -> Iterable[str]:
    """The minerals a rule is about."""
    if rule.kind in (CAPACITY, CAPACITY_SHARE, MIN_TAKE):
        return [case.mineral_of(rule.name)]
    if rule.kind == CONVERSION:
        step = case.conversions[rule.name]
        return [case.materials[i].mineral for i in (step.from_material, step.to_material)]
    if rule.kind in (MAX_STOCK, STOCK_TARGET, CLOSING_STOCK):
        return [case.materials[rule.name].mineral]
    if rule.kind == MAX_SHARE:
        return [rule.about]
    targets = next(one.targets for one in case.rules if one.limit.limit == rule.name)
    return [k for target in targets for k in target.minerals]


def _tenth_words(case: Case, worth: Money, cost: RuleCost, where: _Place) -> Words:
    first, effect = cost.rules[0], cost.looser
    what, years = what_of(case, first), year_list(where.years)
    way = Words("more", "多い") if first.ceiling else Words("less", "少ない")
    head = Words(
        f"with a tenth {way.en} {what.en} ({where.cells}) in {years}",
        f"{years}年の{what.ja}（{where.cells}）が1割{way.ja}場合",
    )
    if effect is None and cost.tenth < HALF_USD:
        return Words(
            f"Nothing changes {head.en}. Its shadow prices are zero.",
            f"{head.ja}も、シャドウプライスがゼロのため何も変わらない。",
        )
    if effect is None:
        sum_ = money(cost.tenth)
        return Words(
            f"The weighted sum falls by about {sum_.en} {head.en}. This is an estimate by its"
            " shadow prices; other rules have a larger effect.",
            f"{head.ja}、加重和は約{sum_.ja}減る（シャドウプライスによる推計。より影響の大きい条件が"
            "ある）。",
        )
    if parts.none(effect.parts) and abs(effect.weighed) < HALF_USD:
        return Words(f"Nothing changes {head.en}.", f"{head.ja}も、何も変わらない。")
    said = parts.apart(effect.parts, parts.weighed(worth, effect.weighed, effect.parts))
    return Words(
        f"{capital(head.en)}, {said.change.en}.{said.stays.en}",
        f"{head.ja}、{said.change.ja}。{said.stays.ja}",
    )


def _whole_words(case: Case, worth: Money, cost: RuleCost, effect: Effect, place: _Place) -> Words:
    """What the plan without the rule does, against the plan."""
    rule, where = _title(case, cost.rules[0]), place.words
    if parts.none(effect.parts) and effect.moved < STILL:
        if abs(effect.weighed) >= HALF_USD:
            sum_ = Words("the weighted sum", "加重和"), effect.weighed
            only = parts.apart(effect.parts, sum_).change
            return Words(
                f"Without {rule.en} {where.en}, {only.en}. Purchases stay the same and no penalty"
                " is due.",
                f"{rule.ja}{where.ja}がなければ、{only.ja}。調達は変わらず、違反金がなくなる。",
            )
        return Words(
            f"{capital(rule.en)} {where.en} costs nothing: the plan would be the same without it.",
            f"{rule.ja}{where.ja}の費用はゼロで、なくても計画は変わらない。",
        )
    said = parts.apart(effect.parts, parts.weighed(worth, effect.weighed, effect.parts))
    names = _few(case, effect)
    moves = Words(f" {names.en}.", f"調達量は、{names.ja}。") if names.en else NOTHING
    stock, scale = _stock_words(cost.rules[0], effect), _scale_words(case, cost.rules, effect)
    return Words(
        f"Without {rule.en} {where.en}, {said.change.en}.{said.stays.en}"
        f"{stock.en}{moves.en}{scale.en}",
        f"{rule.ja}{where.ja}がなければ、{said.change.ja}。{said.stays.ja}"
        f"{stock.ja}{moves.ja}{scale.ja}",
    )


def _stock_words(rule: Bounding, effect: Effect) -> Words:
    """What is in store, where the rule is about a reserve that is no longer asked for."""
    if rule.kind not in (STOCK_TARGET, CLOSING_STOCK) or abs(effect.stock) < KILOGRAM:
        return NOTHING
    more, change = effect.stock > 0, tonnes(abs(effect.stock))
    return Words(
        f" The mean stock at year end {'rises' if more else 'falls'} by {change}.",
        f"年末在庫の平均は{change}{'増える' if more else '減る'}。",
    )


def _scale_words(case: Case, rules: Sequence[Bounding], effect: Effect) -> Words:
    """That under 'balanced' another mineral moves, too, and which by how much."""
    others = _others(case, rules, effect)
    if not others:
        return NOTHING
    objective = OBJECTIVES[case.settings.objective]
    if objective.own_scale:
        return Words(
            f" Objective '{objective.name}' has one scale for all minerals, so others change, too:"
            f" {others}.",
            f"目的{objective.name}では全鉱種が1つの尺度を共有するため、"
            f"他の鉱種の調達も変わる: {others}。",
        )
    return Words(
        f" Other minerals change, too, as the aims count all together: {others}.",
        f"目的は全鉱種の合計なので、他の鉱種も変わる: {others}。",
    )


def _title(case: Case, rule: Bounding) -> Words:
    """A rule as the subject of a sentence."""
    about = subject(case, rule)
    if rule.kind == STOCK_TARGET:
        return Words(
            f"the reserve of {rounded(rule.value)} days of {about.en}",
            f"{about.ja}の備蓄（{rounded(rule.value)}日分）",
        )
    if rule.kind == MIN_TAKE:
        return Words(f"the minimum take from {about.en}", f"{about.ja}の引取義務")
    if rule.kind == MAX_SHARE:
        name = country_name(case, rule.name)
        return Words(f"the largest share allowed to {name.en}", f"{name.ja}の最大シェア")
    return Words(f"limit {rule.name}", f"制約 {rule.name}")


def _few(case: Case, effect: Effect) -> Words:
    """The two countries that gain most and the two that lose most, by name."""
    few = [*_moves(effect, 1)[:2], *_moves(effect, -1)[:2]]
    named = [(country_name(case, c), k, value) for c, k, value in few]
    return Words(
        _deliver(named),
        listed(
            [f"{name.ja}の{k}が{tonnes(abs(v))}{_grows(v)}" for name, k, v in named[:-1]]
            + [f"{name.ja}の{k}が{tonnes(abs(v))}{ENDS[_grows(v)]}" for name, k, v in named[-1:]]
        ).ja,
    )


def _deliver(named: Sequence[tuple[Words, str, float]]) -> str:
    """``Malaysia delivers 472 t more Mg, Japan 8.3 t more Ga and China 472 t less Mg``."""
    each = [
        f"{name.en}{'' if number else ' delivers'} {tonnes(abs(value))}"
        f" {'more' if value > 0 else 'less'} {k}"
        for number, (name, k, value) in enumerate(named)
    ]
    return listed(each).en


def _grows(value: float) -> str:
    return "増え" if value > 0 else "減り"
