"""Why not: what stops every option that is not fully used, and what would bring it in.

Forcing a first tonne of an option on the plan costs so much; if its price were lower by that, the
tonne would come in by itself. That is its reduced cost, followed as any other limit is (the least
it delivers is raised from what it is), since where optima are not unique there is more than one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.case import Case
from model.errors import Words
from model.explain.convex_piece import same_slope
from model.explain.explanations import (
    BALANCE,
    CARBON,
    CARBON_AND_SPREAD,
    ENOUGH,
    PRICE,
    RULE,
    SPREAD,
    TIE,
    Money,
    YearNot,
)
from model.explain.perturbations import Edit
from model.explain.price_ranges import Side, piece
from model.explain.pricing_problem import Part
from model.formulation.aims import KILO
from model.formulation.cost import MILLION_PER_TONNE
from model.lp.answer import InfeasibleError
from model.lp.program import Floats, Ints, Name
from model.planning.aim_values import SCALE
from model.rules.bounds import boundings, moved, price
from model.rules.constraints import MIN_TAKE, TONNES, Bounding
from model.tolerances.figures import SPARE, SPARE_UP_TO
from model.tolerances.prices import AROUND_PRICE, FIRST_STEP, FREE_KILOGRAM, PRICE_TRACE
from model.workbook.aims import CO2, COST

BEYOND = 10.0
"""How many times the most expensive tonne a charge may be and still be money."""

MANY = 1e5
"""Tonnes that are many."""


@dataclass(frozen=True)
class Entries:
    """Entries of the matrix of a part, column by column, and the rules that set its rows."""

    start: NDArray[np.int64]
    row: Ints
    value: Floats
    rules: Mapping[Name, Bounding]

    def of(self, column: int) -> Iterator[tuple[int, float]]:
        """Rows and values of a column."""
        for n in range(int(self.start[column]), int(self.start[column + 1])):
            yield int(self.row[n]), float(self.value[n])


def years_not(case: Case, money: Money, part: Part) -> Iterator[YearNot]:
    """Every option of a part in every year in which it could deliver more."""
    order = np.argsort(part.program.matrix.index, kind="stable")
    counts = np.bincount(part.program.matrix.index, minlength=part.program.matrix.width)
    entries = Entries(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        part.program.matrix.row_numbers[order],
        part.program.matrix.value[order],
        {name: rule for rule in boundings(case, part.program) for name in rule.rows},
    )
    for (s, t), column in part.program.column_of.get("imports", {}).items():
        limit = case.most(s, t)
        if limit - part.plan[column] > SPARE * max(1.0, min(limit, SPARE_UP_TO)):
            yield _year_not(case, money, part, (s, t), entries)


def _year_not(
    case: Case,
    money: Money,
    part: Part,
    key: tuple[str, int],
    entries: Entries,
) -> YearNot:
    s, t = key
    column = part.program.column_of["imports"][key]
    a_kilo = SCALE * MILLION_PER_TONNE * case.discount(t)  # solver units in 1 USD/kg of that year
    charges, rules = _charges(case, money, part, key, entries)
    needed, more = _needed(part, key, case.most(s, t))
    used = part.plan[column] - case.least(s, t) > _rounding(case, s, t)
    reason = _reason(charges, needed / a_kilo, used=used)
    lower = needed / a_kilo / case.with_duty(s, t)
    paid = money.weights.get(COST, 0.0) + _in_limits(case, part, key, "cost") / a_kilo
    carbon = money.weights.get(CO2, 0.0) * SCALE * KILO + _in_limits(case, part, key, "co2")
    return YearNot(
        supply=s,
        year=t,
        tonnes=float(part.plan[column]),
        limit=case.most(s, t),
        reason=reason,
        price=case.price[s, t],
        comes_in_at=_at_least_nothing(case.price[s, t], lower, paid),
        footprint=case.footprint(s, t),
        footprint_at=_at_least_nothing(case.footprint(s, t), needed, carbon),
        excess=needed / a_kilo,
        more=more,
        charges=charges if money.weights.get(COST) and _sober(charges, part, a_kilo) else None,
        rules=rules,
    )


def _limits_on(case: Case, part: Part, key: tuple[str, int], measure: str) -> dict[Name, float]:
    """Rows of sheet Limits that count the cost or the CO2 of an option, with its coefficient."""
    column, program = part.program.column_of["imports"][key], part.program
    measures = {rule.limit.limit: rule.limit.measure for rule in case.rules}
    found: dict[Name, float] = {
        ("policy_limit", index): program.matrix.row(row).get(column, 0.0)
        for index, row in program.row_of.get("policy_limit", {}).items()
        if index[2] == key[1] and measures[index[0]] == measure
    }
    return {name: value for name, value in found.items() if value}


def _in_limits(case: Case, part: Part, key: tuple[str, int], measure: str) -> float:
    """What 1 USD/kg landed, or 1 kg CO2/kg, of an option uses up of such limits, solver units a
    tonne.
    """
    whole = case.landed(*key) if measure == "cost" else case.footprint(*key)
    used = (
        -value * float(part.base.y[part.program.row_of[name][index]])
        for (name, index), value in _limits_on(case, part, key, measure).items()
    )
    return sum(used) / whole if whole > 0 else 0.0


def _sober(charges: Mapping[str, float], part: Part, a_kilo: float) -> bool:
    """Whether charges are money alone: where demand or reserve is short, they hold its weight."""
    return max(map(abs, charges.values())) * a_kilo <= BEYOND * part.costliest


def _at_least_nothing(value: float, lower: float, worth: float) -> float | None:
    """The value lowered by so much per ``worth``; ``None`` if that is less than nothing."""
    if worth <= 0:
        return None
    found = value - lower / worth
    if 0 <= found < PRICE_TRACE * value:
        return 0.0
    return found if found >= 0 else None


def _needed(part: Part, key: tuple[str, int], most: float) -> tuple[float, float]:
    """What forcing a tonne costs, solver units, and for how many tonnes that holds at least.

    It is the reduced cost, if the basis of the plan lets a first tonne in.
    """
    column = part.program.column_of["imports"][key]
    if part.plan[column] > part.program.lower[column] + SPARE * max(1.0, part.plan[column]):
        return 0.0, 0.0
    least = float(part.program.lower[column])
    name = ("imports", key)
    rule = Bounding(MIN_TAKE, key[0], key[1], "", least, TONNES, Words("", ""), 1.0, False, (name,))
    slope = max(0.0, float(part.base.d[column]))
    high = float(part.ranges.high[column]) if part.ranges and slope > 0 else least
    room = min(most, float(part.program.upper[column])) - least
    if high - least > SPARE * max(1.0, least):
        return slope, min(room, high - least)
    step = min(room, FIRST_STEP * max(1.0, min(room, MANY)))
    if _straight(part, rule, step, slope):
        return slope, step
    found = piece(part, [rule], Side(1.0, room), slope)
    return max(0.0, found.slope), found.end


def _straight(part: Part, rule: Bounding, step: float, slope: float) -> bool:
    """Whether a little of an option costs by the tonne what its reduced cost says."""
    program = moved(part.program, [(rule, step)])
    try:
        answer = part.ask(program)
    except InfeasibleError:
        return False
    return same_slope(slope, price(program, rule, answer.y, answer.d), part.costliest)


def _charges(
    case: Case,
    money: Money,
    part: Part,
    key: tuple[str, int],
    entries: Entries,
) -> tuple[dict[str, float], tuple[str, ...]]:
    """What a kilogram of an option costs and is worth at the plan, USD/kg of that year."""
    s, t = key
    a_kilo = SCALE * MILLION_PER_TONNE * case.discount(t)
    column, program = part.program.column_of["imports"][key], part.program
    landed = case.landed(s, t) * money.weights.get(COST, 0.0)
    found = {
        "landed": landed,
        "co2": float(part.money[column]) / a_kilo - landed,
        "hhi": 0.0,
        "rules": 0.0,
        "worth": 0.0,
    }
    rules: list[str] = []
    for row, value in entries.of(column):
        paid = -value * float(part.base.y[row]) / a_kilo
        name = program.rows[row]
        if name[0] == "material_balance":
            found["worth"] -= paid
        elif name[0] == "share_definition":
            found["hhi"] += paid
        else:
            found["rules"] += paid
            if paid > FREE_KILOGRAM and name in entries.rules:
                rules.append(entries.rules[name].cell)
    return found, tuple(dict.fromkeys(rules))


def _rounding(case: Case, s: str, t: int) -> float:
    """Tonnes of an option that are rounding: next to its limit, and to what there is need of."""
    needed = case.mineral_demand[case.mineral_of(s), t]
    return SPARE * max(min(1.0, needed), min(case.most(s, t), needed, SPARE_UP_TO))


def _reason(charges: Mapping[str, float], needed: float, *, used: bool) -> str:
    """What stops an option: without which charge the next tonne would be worth its price."""
    if needed <= FREE_KILOGRAM:
        return BALANCE if used else TIE
    if charges["rules"] > 0 and needed <= charges["rules"] + FREE_KILOGRAM:
        return RULE
    if charges["worth"] <= FREE_KILOGRAM:
        return ENOUGH
    short = charges["worth"] - charges["rules"] - charges["landed"]
    if short <= FREE_KILOGRAM:
        return PRICE
    carbon, spread = charges["co2"] > short, charges["hhi"] > short
    if carbon == spread:
        return CARBON_AND_SPREAD
    return CARBON if carbon else SPREAD


def nearest(found: Sequence[YearNot]) -> tuple[YearNot, ...]:
    """For every option the year in which it is nearest to coming in, of those it does not."""
    best: dict[str, YearNot] = {}
    for year in found:
        if year.reason not in (BALANCE, TIE):
            known = best.get(year.supply)
            if known is None or year.excess < known.excess:
                best[year.supply] = year
    return tuple(best.values())


def checked(case: Case, money: Money, part: Part, found: YearNot) -> YearNot:
    """The same, with the price confirmed by solving again just below and just above it.

    ``more`` is then what comes in just below.
    """
    if found.comes_in_at is None or found.reason in (BALANCE, TIE):
        return found
    key = found.supply, found.year
    column, landed = part.program.column_of["imports"][key], case.landed(*key)
    a_kilo = SCALE * MILLION_PER_TONNE * case.discount(found.year) * money.weights.get(COST, 0.0)
    taxed, limits = case.with_duty(*key), _limits_on(case, part, key, "cost")
    step = max(AROUND_PRICE * found.price, FREE_KILOGRAM)
    taken = []
    for paid in (found.comes_in_at - step, found.comes_in_at + step):
        cost, more = part.cost.copy(), taxed * (paid - found.price)
        cost[column] += a_kilo * more
        program = part.program
        if limits:
            times = {(name, ("imports", key)): (1 + more / landed, 0.0) for name in limits}
            program, _ = Edit(entry=times).applied(program)
        taken.append(float(part.ask(program, cost).x[column] - part.program.lower[column]))
    much = _rounding(case, found.supply, found.year)
    return replace(found, checked=taken[0] > much >= taken[1], more=taken[0])
