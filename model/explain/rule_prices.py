"""What each rule costs: the price of a unit more, how far it holds, and two plans made anew.

A price is the change of what the plan amounts to, in money, when the value in the rule's cell goes
up by one. It is the dual of the rule at the plan, followed to either side: where loosening and
tightening have different prices, the one for loosening is reported.

What a rule a tenth looser does, and the whole rule, is the difference of two plans: each is made as
the workbook with those figures is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.case import Case
from model.explain.amounts import amounts
from model.explain.convex_piece import Piece, same_slope
from model.explain.explanations import IMPLIED, NO_CHANGE, Effect, Money, Parts, Price, RuleCost
from model.explain.price_ranges import Side, guess, piece, sides
from model.explain.pricing_problem import Part, Pricing
from model.lp.program import Floats, Program
from model.planning.aim_values import SCALE
from model.planning.optimum import Optimum
from model.planning.planned import Planned
from model.rules.bounds import boundings, freed, idle, moved, price
from model.rules.constraints import LIMIT, Bounding, together
from model.tolerances.shown import NOTEWORTHY, USD
from model.workbook.aims import COST
from model.workbook.objectives import OBJECTIVES

TENTH = 0.1
UNCHANGED = Effect(0.0, 0.0, NO_CHANGE, 0.0, {}, 0.0)
"""What a rule does that plays no part."""

MOST_ANEW = 4
"""Of the rules that nobody decides on, those for which a plan is made anew."""


@dataclass(frozen=True)
class PartRules:
    """Prices of the rules that bind in a part."""

    prices: tuple[Price, ...]


def part_rules(case: Case, money: Money, part: Part) -> PartRules:
    """What the rules of a part cost."""
    rules = boundings(case, part.program)
    found = (_price(case, money, part, rule) for rule in rules)
    return PartRules(tuple(price for price in found if price is not None))


def row_of(rule: Bounding) -> str:
    """What rules of one row of the workbook have in common."""
    return next(iter(together([rule])))


def _price(case: Case, money: Money, part: Part, rule: Bounding) -> Price | None:
    """The price of one rule; ``None`` if a tenth of it is worth nothing."""
    dual = price(part.program, rule, part.base.y, part.base.d)
    if abs(dual) * TENTH * max(abs(rule.value), 1.0) < USD * SCALE:
        return None
    loose, tight = sides(part.program, rule)
    looser, tighter = (
        piece(part, [rule], side, side.way * dual, guess(part, rule, side))
        for side in (loose, tight)
    )
    gain, loss = -looser.slope, tighter.slope
    if gain <= 0 or loose.room <= 0:  # no more would help, but less would hurt
        ends = rule.value, rule.value + tight.way * tighter.end
        found = _apart(money, part, rule, tight, tighter)
        return Price(rule, *found, min(ends), max(ends), 0.0)
    one = same_slope(gain, loss, part.costliest * rule.factor)
    ends = rule.value + loose.way * looser.end, rule.value + tight.way * tighter.end * one
    tenth = gain * TENTH * rule.value / SCALE
    if part.gives_way or TENTH * rule.value > looser.end:
        tenth = -part.million(part.ask(_loosened(part.program, [rule])))
    found = _apart(money, part, rule, loose, looser)
    return Price(rule, *found, min(ends), max(ends), tenth)


def _apart(
    money: Money, part: Part, rule: Bounding, side: Side, piece: Piece
) -> tuple[float, Parts, bool]:
    """Weighted price and its parts for one more unit of the cell, and whether HHI and CO2 are kept.

    Where demand or reserve give way, the slope holds their weights too; then it is read from the
    plan at the end of the piece. The prices of HHI and CO2 that a plan implies are those of keeping
    both where they are, so the slope is then what is paid for more of the one without the others.
    """
    step = min(piece.end, max(abs(rule.value), 1.0))
    loosening = side.way == sides(part.program, rule)[0].way
    slope = side.way * piece.slope / SCALE
    if step <= 0:
        return slope, replace(NO_CHANGE, cash=slope), True
    kept = money.how == IMPLIED
    if kept and loosening and not (part.gives_way or part.fined):
        return slope, replace(NO_CHANGE, cash=slope), True
    there = part.ask(moved(part.program, [(rule, side.way * step)]))
    gives_way = part.gives_more_way(there)
    a_unit = side.way / step
    if gives_way:
        slope = a_unit * part.million(there)
    if not kept:
        here = part.ask(part.program)  # from the same basis: what the step alone changes
        change = part.amounts.of(there.x).plus(part.amounts.of(here.x).times(-1.0))
        return slope, change.times(a_unit), False
    cash = slope - a_unit * part.lost(there)
    more = part.more(there).times(a_unit if gives_way else 0.0)
    return slope, Parts(cash, 0.0, 0.0, more.shortage, more.reserve), True


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


@dataclass(frozen=True)
class Costly:
    """A rule in all its years, what a tenth looser is worth by its prices (weighted, million USD),
    and whether the plan is made anew with a tenth looser.
    """

    rules: tuple[Bounding, ...]
    estimate: float
    anew: bool


def costly_rules(pricing: Pricing, parts: Sequence[PartRules]) -> list[Costly]:
    """Every rule that binds in some year, and every row of Limits, in all its years.

    A tenth looser is planned for all that bind and people decide, and of the others for those that
    weigh most.
    """
    worth: dict[str, tuple[float, float]] = {}
    for found in (found for part in parts for found in part.prices):
        tonnes, money = worth.get(row_of(found.rule), (0.0, 0.0))
        size = abs(found.rule.value * found.parts.shortage)
        worth[row_of(found.rule)] = (tonnes + size, money + found.tenth)
    every = together(list(boundings(pricing.planned.case, pricing.planned.program)))
    grouped = {
        row: tuple(rules) for row, rules in every.items() if row in worth or rules[0].kind == LIMIT
    }
    nature = [row for row, rules in grouped.items() if not rules[0].decided]
    first = sorted(nature, key=lambda row: worth[row], reverse=True)[:MOST_ANEW]
    return [
        Costly(
            rules,
            worth.get(row, (0.0, 0.0))[1],
            row in first or (row in worth and rules[0].decided),
        )
        for row, rules in grouped.items()
    ]


def rule_cost(
    pricing: Pricing, costly: Costly, attempt: Callable[[Program], Optimum | None]
) -> RuleCost:
    """What a rule a tenth looser, and the whole rule, do to the plan.

    ``attempt`` makes the plan of a programme, or ``None`` if the solver does not finish it.
    """
    planned, rules = pricing.planned, costly.rules
    program = planned.program
    looser, without = None, None
    if rules[0].decided and _plays_no_part(planned, rules):
        return RuleCost(rules, 0.0, UNCHANGED, UNCHANGED)
    if costly.anew:
        looser = _effect(planned, pricing.money, attempt(_loosened(program, rules)))
    if rules[0].decided:
        without = _effect(planned, pricing.money, attempt(freed(program, rules)))
    return RuleCost(rules, costly.estimate, looser, without)


def _plays_no_part(planned: Planned, rules: Sequence[Bounding]) -> bool:
    """Whether a plan without some rules is the plan: none holds it, nor the ends of the objective's
    own scale. For an objective in stages, which are not kept, that is not known.
    """
    objective = OBJECTIVES[planned.case.settings.objective]
    if objective.staged:
        return False
    ends = [plan.x for plan in planned.singles.values()] if objective.own_scale else []
    return all(idle(planned.program, rules, x) for x in (planned.chosen.x, *ends))


def _effect(planned: Planned, money: Money, found: Optimum | None) -> Effect | None:
    """A plan made anew beside the plan; ``None`` if there is none."""
    if found is None:
        return None
    case, program, chosen = planned.case, planned.program, planned.chosen
    change = found.x - chosen.x
    stock = list(program.column_of.get("stock", {}).values())
    tonnes = _by_country(case, program, change)
    apart = amounts(case, program)
    parts = apart.of(found.x).plus(apart.of(chosen.x).times(-1.0))
    return Effect(
        weighed=money.worth(found.aims) - money.worth(chosen.aims),
        cost=found.aims[COST] - chosen.aims[COST],
        parts=parts,
        stock=float(change[stock].sum()) / len(case.years),
        tonnes=tonnes,
        moved=sum(value for value in tonnes.values() if value > 0),
    )


def _by_country(case: Case, program: Program, change: Floats) -> Mapping[tuple[str, str], float]:
    """Change of tonnes by mineral and shipping country over all years."""
    tonnes: dict[tuple[str, str], float] = {}
    for (s, _), column in program.column_of["imports"].items():
        key = case.mineral_of(s), case.supplies[s].country
        tonnes[key] = tonnes.get(key, 0.0) + float(change[column])
    demand = {k: sum(case.mineral_demand[k, t] for t in case.years) for k in case.minerals}
    return {
        (k, c): value for (k, c), value in tonnes.items() if abs(value) > NOTEWORTHY * demand[k]
    }
