"""Why the plan is as it is: what rules cost, why not, how sure, and what it hangs on.

Everything is asked of programmes that lie about the plan, each in an instance of its own, and so
side by side: the parts of the pricing programme, the plans next to as good, and the ways out.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from model.errors import Words
from model.explain.alternatives import ways_out
from model.explain.anew import planned_anew
from model.explain.explanations import (
    GIVEN,
    Figure,
    Money,
    Reasons,
    ShortageCause,
    Span,
    Swap,
    WayOut,
    YearNot,
)
from model.explain.money import money
from model.explain.near_optimal import country_spans, near, option_spans, swaps
from model.explain.pricing_problem import Part, Pricing, pricing
from model.explain.reduced_costs import checked, nearest, years_not
from model.explain.rule_prices import (
    PartRules,
    costly_rules,
    part_rules,
    rule_cost,
)
from model.explain.sensitivity import gathered, part_figures, ranked
from model.explain.shortage_causes import causes
from model.explain.uncertain_input import Doubt
from model.explain.uncertain_inputs import doubts
from model.lp.program import Program
from model.planning.optimum import Optimum
from model.planning.planned import Planned
from model.planning.steps import Attempts
from model.workbook.aims import COST

AT_ONCE = 2
"""Steps side by side; more would only wait for the interpreter."""

PRICES = Words("shadow prices", "シャドウプライス")
ANEW = Words("plans without a rule", "制約のない場合の計画")
WHY_NOT = Words("why options are not used", "使わない理由")
SURE = Words("how sure the plan is", "計画の確かさ")
OUT = Words("near-optimal alternatives", "準最適な別案")
SHORT = Words("what causes the shortage", "不足の原因")
HINGES = Words("sensitivity", "感度")


@dataclass(frozen=True)
class Found:
    """What is found in one part."""

    rules: PartRules
    years: tuple[YearNot, ...]
    figures: tuple[Figure, ...]


def explain(planned: Planned, tell: Callable[[Words], None] = lambda words: None) -> Reasons:
    """The reasons of a plan; steps the solver does not finish are left out and told."""
    attempt = Attempts(tell)
    whole = attempt(PRICES, lambda: _priced(planned), None)
    if whole is None:
        return Reasons(Money({COST: 1.0}, GIVEN), unsolved=tuple(attempt.unsolved))
    doubted = tuple(doubts(planned.case, whole.money))
    nothing: tuple[tuple[Span, ...], tuple[Swap, ...]] = (), ()
    no_way: tuple[WayOut, ...] = ()
    within = planned.case.settings.alternatives_within

    def anew(program: Program) -> Optimum | None:
        return attempt(ANEW, lambda: planned_anew(planned.case, planned.refiner, program), None)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        sure = pool.submit(lambda: attempt(SURE, lambda: _sure(whole), nothing))
        parts = [pool.submit(_part, whole, part, doubted, attempt) for part in whole.parts]
        out = pool.submit(lambda: attempt(OUT, lambda: ways_out(planned, within), no_way))
        found = [part.result() for part in parts]
        rules = costly_rules(whole, [one.rules for one in found])
        costs = tuple(pool.map(lambda several: rule_cost(whole, several, anew), rules))
    no_causes: tuple[ShortageCause, ...] = ()
    short = attempt(
        SHORT, lambda: causes(planned.case, planned.refiner, planned.chosen.x), no_causes
    )
    return Reasons(
        money=whole.money,
        prices=tuple(price for one in found for price in one.rules.prices),
        costs=costs,
        years_not=tuple(year for one in found for year in one.years),
        spans=sure.result()[0],
        swaps=sure.result()[1],
        ways_out=out.result(),
        figures=ranked(gathered(figure for one in found for figure in one.figures)),
        causes=short,
        unsolved=tuple(attempt.unsolved),
    )


def _priced(planned: Planned) -> Pricing:
    """The pricing programme, solved once."""
    whole = pricing(planned, money(planned))
    whole.reduced  # noqa: B018  solves every part before several ask for it at once
    return whole


def _part(whole: Pricing, part: Part, doubted: tuple[Doubt, ...], attempt: Attempts) -> Found:
    """Prices, why not, and what hangs on the figures of one part."""
    case = whole.planned.case
    no_years: tuple[YearNot, ...] = ()
    no_figures: tuple[Figure, ...] = ()
    rules = attempt(PRICES, lambda: part_rules(case, whole.money, part), PartRules(()))
    years = attempt(WHY_NOT, lambda: _years(whole, part), no_years)
    figures = attempt(HINGES, lambda: tuple(part_figures(whole, part, doubted, years)), no_figures)
    return Found(rules, years, figures)


def _years(whole: Pricing, part: Part) -> tuple[YearNot, ...]:
    """Why not, year by year; checked where an option is nearest to coming in."""
    case = whole.planned.case
    found = list(years_not(case, whole.money, part))
    told = nearest(found)
    return tuple(checked(case, whole.money, part, y) if y in told else y for y in found)


def _sure(whole: Pricing) -> tuple[tuple[Span, ...], tuple[Swap, ...]]:
    """Least and most of options and countries, and options that can be swapped."""
    case = whole.planned.case
    around = near(whole.planned, case.settings.sure_within)
    options = tuple(option_spans(around, list(case.supplies)))
    countries = tuple(country_spans(around, options))
    return (*options, *countries), swaps(around, whole, options)
