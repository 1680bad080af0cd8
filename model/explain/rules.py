"""What each rule costs: the price of a unit more, how far it holds, and what the whole rule costs.

A price is the change of what the plan comes to, in money, when the value in the rule's cell goes up
by one. It is the dual of the rule at the plan, followed to either side: where loosening and
tightening have different prices, the one for loosening is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.aims import SCALE
from model.bounded import boundings, freed, moved, price
from model.bounding import LIMIT, Bounding, together
from model.case import Case
from model.explain.moves import Side, guess, piece, sides
from model.explain.pieces import Piece, same_slope
from model.explain.pricing import Part, Pricing
from model.layout import AIMS
from model.program import Floats, Program
from model.reasons import Effect, Price, RuleCost

TENTH = 0.1
NOTICED = 1e-6
"""Million USD for a tenth of a limit below which a rule is not worth a line."""

NOTEWORTHY = 5e-4
"""Share of a mineral's demand of all years below which a change is not told."""

Tenth = tuple[float, float, float]
"""Million USD saved, tonnes less short, and tonnes less missing to the reserve."""


@dataclass(frozen=True)
class PartRules:
    """Prices of the rules that bind in a part, and what a tenth looser in all years saves there.

    ``tenths`` are million USD, tonnes less short and tonnes less missing to the reserve, by the
    rows the rules stand in (see :func:`model.bounding.together`).
    """

    prices: tuple[Price, ...]
    tenths: Mapping[str, Tenth]


def part_rules(case: Case, part: Part) -> PartRules:
    """What the rules of a part cost."""
    rules = list(boundings(case, part.program))
    prices = tuple(found for found in (_price(part, rule) for rule in rules) if found is not None)
    binding = {row_of(found.rule) for found in prices}
    tenths = {
        row: _tenth(part, several) for row, several in together(rules).items() if row in binding
    }
    return PartRules(prices, tenths)


def _tenth(part: Part, rules: Sequence[Bounding]) -> Tenth:
    """What rules a tenth looser save: million USD, tonnes short, tonnes missing to the reserve."""
    there = part.ask(_loosened(part.program, rules))
    return -part.million(there), -part.more(part.short, there), -part.more(part.gap, there)


def row_of(rule: Bounding) -> str:
    """What rules of one row of the workbook have in common."""
    return next(iter(together([rule])))


def _price(part: Part, rule: Bounding) -> Price | None:
    """The price of one rule; ``None`` if a tenth of it is worth nothing."""
    dual = price(part.program, rule, part.base.y, part.base.d)
    if abs(dual) * TENTH * max(abs(rule.value), 1.0) < NOTICED * SCALE:
        return None
    loose, tight = sides(part.program, rule)
    looser, tighter = (
        piece(part, [rule], side, side.way * dual, guess(part, rule, side))
        for side in (loose, tight)
    )
    gain, loss = -looser.slope, tighter.slope
    if gain <= 0 or loose.room <= 0:  # no more would help, but less would hurt
        ends = rule.value, rule.value + tight.way * tighter.end
        return Price(rule, *_in_money(part, rule, tight, tighter), min(ends), max(ends), 0.0)
    one = same_slope(gain, loss, part.dear * rule.factor)
    ends = rule.value + loose.way * looser.end, rule.value + tight.way * tighter.end * one
    tenth = gain * TENTH * rule.value / SCALE
    if part.gives_way or TENTH * rule.value > looser.end:
        tenth, _, _ = _tenth(part, [rule])
    return Price(rule, *_in_money(part, rule, loose, looser), min(ends), max(ends), tenth)


def _in_money(part: Part, rule: Bounding, side: Side, piece: Piece) -> tuple[float, float, float]:
    """Price in million USD, tonnes short and tonnes of reserve, for one more unit of the cell.

    Where demand or reserve give way, the slope holds their weights too; then what is money and what
    is tonnes is read from the plan at the end of the piece.
    """
    step = min(piece.end, max(abs(rule.value), 1.0))
    loosening = side.way == sides(part.program, rule)[0].way
    if step > 0 and (part.gives_way or not loosening):
        there = part.ask(moved(part.program, [(rule, side.way * step)]))
        if part.gives_more_way(there):
            told = part.million(there), part.more(part.short, there), part.more(part.gap, there)
            a_unit = (side.way * value / step for value in told)
            return next(a_unit), next(a_unit), next(a_unit)
    return side.way * piece.slope / SCALE, 0.0, 0.0


def _loosened(program: Program, rules: Sequence[Bounding]) -> Program:
    """The programme with rules looser by a tenth of their values."""
    tenth = TENTH if rules[0].ceiling else -TENTH
    return moved(
        program,
        [
            (rule, float(np.clip(tenth * abs(rule.value), rule.least - rule.value, room)))
            for rule in rules
            for room in (rule.most - rule.value,)
        ],
    )


def rule_costs(pricing: Pricing, parts: Sequence[PartRules]) -> Iterator[RuleCost]:
    """Every rule that binds in some year, and every row of Limits, in all its years."""
    for row, rules in together(list(boundings(pricing.planner.case, pricing.held.program))).items():
        saved = [part.tenths[row] for part in parts if row in part.tenths]
        if saved or rules[0].kind == LIMIT:
            without = _without(pricing, rules) if rules[0].decided else None
            money, short, gap = (sum(tenth[n] for tenth in saved) for n in range(3))
            yield RuleCost(tuple(rules), money, short, gap, without)


def _without(pricing: Pricing, rules: Sequence[Bounding]) -> Effect:
    """The plan made anew without some rules, squares exact and ties broken, beside the plan."""
    planner, chosen = pricing.planner, pricing.chosen
    held = replace(pricing.held, program=freed(pricing.held.program, rules))
    found = planner.finished(held, [pricing.cost], "without a rule")
    x, aims = found.x, found.aims
    short = list(planner.program.column_of["shortage"].values())
    tonnes = _by_country(pricing, x - chosen.x)
    return Effect(
        money=pricing.money.worth(aims) - pricing.money.worth(chosen.aims),
        aims={a: aims[a] - chosen.aims[a] for a in AIMS},
        shortage=float((x - chosen.x)[short].sum()),
        tonnes=tonnes,
        moved=sum(value for value in tonnes.values() if value > 0),
    )


def _by_country(pricing: Pricing, change: Floats) -> Mapping[tuple[str, str], float]:
    """Change of tonnes by mineral and shipping country over all years."""
    case = pricing.planner.case
    tonnes: dict[tuple[str, str], float] = {}
    for (s, _), column in pricing.planner.program.column_of["imports"].items():
        key = case.mineral_of(s), case.supplies[s].country
        tonnes[key] = tonnes.get(key, 0.0) + float(change[column])
    demand = {k: sum(case.mineral_demand[k, t] for t in case.years) for k in case.minerals}
    return {
        (k, c): value for (k, c), value in tonnes.items() if abs(value) > NOTEWORTHY * demand[k]
    }
