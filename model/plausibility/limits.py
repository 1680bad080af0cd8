"""Limits on another scale than their measure's, and limits that bind nothing."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import HHI, Case, Rule
from model.errors import InputWarning, Words
from model.plausibility.idle import known_years
from model.plausibility.prices import usual_prices
from model.plausibility.shares import TINY, twice
from model.plausibility.telling import is_off, median, odd, off
from model.workbook.layout import Limit
from model.workbook.measures import MEASURES
from model.workbook.periods import end_of

TIMES = 100.0
"""A limit on CO2 or cost so many times off a usual year is odd."""
SLIP = Words("another unit", "単位の取り違え")


def limits_on_another_scale(case: Case) -> Iterator[InputWarning]:
    """Limits in another unit than their measure's, and limits that may be broken for nothing."""
    for rule in case.rules:
        row = rule.limit
        if row.measure == "hhi" and 0 < row.value <= 1:
            words = Words(
                f"HHI runs from 0 to 10,000 here: {row.value:g} on a scale of 1 is"
                f" {row.value * HHI:,.0f}.",
                f"HHI は0～10,000です。1を最大とする尺度の {row.value:g} は"
                f" {row.value * HHI:,.0f} です。",
            )
            yield odd(row, "value", row.value, words)
        if MEASURES[row.measure].of_demand and 0 < row.value <= TINY:
            yield odd(row, "value", row.value, twice(row.value))
        usual = [_usual(case, rule, t) for t in rule.years if MEASURES[row.measure].together]
        if row.value > 0 and usual and all(is_off(row.value, one, TIMES) for one in usual):
            yield odd(row, "value", row.value, _beside_a_year(row, median(usual)))
        if row.penalty == 0:
            words = Words(
                "the limit may be broken for nothing; a blank cell makes it hold.",
                "違反しても費用がかかりません。厳守させるには空欄にします。",
            )
            yield odd(row, "penalty", row.penalty, words)


def _beside_a_year(row: Limit, usual: float) -> Words:
    what = Words(
        f"the {'CO2' if row.measure == 'co2' else 'cost'} of a usual year",
        f"通常の年の{'CO2' if row.measure == 'co2' else '費用'}",
    )
    return off(row.value, usual, what, MEASURES[row.measure].column, SLIP)


def _usual(case: Case, rule: Rule, year: int) -> float:
    """CO2 (t) or cost (million USD) of the demand of a year at median factors or prices."""
    minerals = rule.targets[0].minerals
    if rule.limit.measure == "cost":
        unit, scale = usual_prices(case), 0.001
    else:
        factors: dict[str, list[float]] = {}
        for s, row in case.supplies.items():
            factors.setdefault(row.material, []).append(case.co2[s, year])
        unit, scale = {i: median(found) for i, found in factors.items()}, 1.0
    return scale * sum(
        case.demand[i, year] * unit.get(i, 0.0)
        for i, row in case.materials.items()
        if row.mineral in minerals
    )


def limits_that_never_bind(case: Case) -> Iterator[InputWarning]:
    """Ceilings of everything, floors of nothing, and limits of no planned year."""
    known = known_years(case)
    worst = max((case.risk(c) for c in case.countries), default=1.0)
    for rule in case.rules:
        row = rule.limit
        everything = 1.0 if MEASURES[row.measure].of_demand else HHI * max(1.0, worst)
        whole = (
            not MEASURES[row.measure].together and row.sense == "max" and row.value >= everything
        )
        nothing = row.sense == "min" and row.value == 0
        column = "first_year" if (row.first_year or 0) > case.years[-1] else "last_year"
        if not rule.years and getattr(row, column) not in known:
            words = Words(
                f"the limit applies to no year of the plan ({case.years[0]}-{case.years[-1]}).",
                f"計画期間（{case.years[0]}-{case.years[-1]}）のどの年にも適用されません。",
            )
            yield odd(row, column, getattr(row, column), words)
        elif rule.years and (late := _within_a_year(row)):
            words = Words(
                f"a limit holds for whole years: it applies from {rule.years[0]}"
                f" to {rule.years[-1]}.",
                f"制約は暦年単位です。{rule.years[0]}年から{rule.years[-1]}年まで適用します。",
            )
            yield odd(row, late, str(getattr(row, late)), words)
        elif rule.years and (whole or nothing):
            hint = MEASURES[row.measure].of_demand and whole
            slip = Words(": 1 is 100 %, 1 % is 0.01", "1は100%、1%は0.01です。")
            words = Words(
                f"such a limit hardly ever binds{slip.en if hint else ''}.",
                f"この値では制約がほとんど効きません。{slip.ja if hint else ''}",
            )
            yield odd(row, "value", row.value, words)


def _within_a_year(row: Limit) -> str:
    """The column that begins or ends a limit within a year; empty if none does."""
    first, last = row.first_year, row.last_year
    if first is not None and first % 1:
        return "first_year"
    return "last_year" if last is not None and end_of(last) % 1 else ""
