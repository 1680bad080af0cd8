"""What a rule does, by brute force: the workbook changed, planned twice, the Measures compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, replace

import pytest

from model.case import make_case
from model.explain.explain import explain
from model.explain.explanations import Effect, RuleCost
from model.pipeline import make_plan
from model.planning.solution import Solution
from model.results import tables
from model.workbook.edits import amended
from model.workbook.layout import Tables
from tests.cases import option, simple
from tests.explain.test_rule_prices import priced

ACTIVE = ("russia_guard", "crma_65", "co2_cap_mg", "hhi_cap_mg")
TENTHS = ("Supply!I7", "Supply!J20", "Limits!I13", "Materials!I9")
"""Cells of rules that are also moved by a tenth: two capacities, a limit, a reserve."""

MEASURED = ("cash", "concentration", "co2", "shortage", "reserve_gap")


def with_limits(given: Tables, objective: str, last_year: int) -> Tables:
    """The default case up to a year with some limits on, of which some bind."""
    limits = tuple(
        replace(row, active="yes" if row.limit in ACTIVE else row.active) for row in given.limits
    )
    settings = replace(
        given.settings,
        objective=objective,
        last_year=last_year,
        carbon_price=60.0,
        concentration_price=2.5,
    )
    return replace(given, limits=limits, settings=settings)


def measures(given: Tables) -> Mapping[str, float]:
    """The rows all / all of table Measures of a plan of the workbook."""
    found = tables(make_case(given), _plan(given))["Measures"]
    whole = found[(found.mineral == "all") & (found.year == "all") & (found.plan == "plan")]
    return dict(zip(whole.measure, whole.value, strict=True))


def _plan(given: Tables) -> Solution:
    return make_plan(make_case(given)).solution


def switched_off(given: Tables, cost: RuleCost) -> Tables:
    """The workbook without a rule."""
    rule = cost.rules[0]
    if rule.kind == "limit":
        row = next(row for row in given.limits if row.limit == rule.name)
        return amended(given, {row.at.place("active"): "no"})
    value = 1.0 if rule.kind == "max_share" else 0.0
    return amended(given, {one.cell: value for one in cost.rules})


def a_tenth_looser(given: Tables, cost: RuleCost) -> Tables:
    """The workbook with a rule a tenth looser."""
    times = 1.1 if cost.rules[0].ceiling else 0.9
    return amended(given, {one.cell: times * one.value for one in cost.rules})


def agree(
    effect: Effect, now: Mapping[str, float], then: Mapping[str, float], exact: float = 1e-6
) -> None:
    """Equal to ``exact``, relative to the change or to what changes."""
    for part, name in zip(astuple(effect.parts), MEASURED, strict=True):
        size = exact * max(1.0, abs(now[name]))
        assert part == pytest.approx(then[name] - now[name], rel=1e-6, abs=size), name
    size = exact * abs(now["cost"])
    assert effect.cost == pytest.approx(then["cost"] - now["cost"], rel=1e-6, abs=size)


OBJECTIVES = {
    **{"balanced": 2035, "cost": 2029, "weighted": 2031},
    **{"priority": 2031, "concentration": 2029, "co2": 2031},
}
"""Objectives with the last year that is planned: all nine years with one, fewer with the rest."""


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_row_is_the_difference_of_two_runs(met_case, objective: str) -> None:
    """Several rules under every objective: the whole rule and a tenth of it."""
    given = with_limits(met_case.tables, objective, OBJECTIVES[objective])
    now = measures(given)
    done, moved = 0, 0.0
    for cost in priced(make_case(given)).costs:
        if cost.without is not None and cost.rules[0].name != "KZ_Ga4N_pavlodar":
            agree(cost.without, now, measures(switched_off(given, cost)))
            moved += abs(cost.without.parts.cash)
            done += 1
        if cost.looser is not None and cost.rules[0].cell in TENTHS:
            agree(cost.looser, now, measures(a_tenth_looser(given, cost)), 3e-6)
            done += 1
    assert done >= 5
    assert moved > 1


def test_a_limit_that_keeps_the_reserve_empty_says_so() -> None:
    """100 t a year, 73 days of reserve: 20 t. At most 105 t may be imported, so 15 t are missing.

    Without the limit 120 t are bought at 10 USD/kg: cash +0.15 million, reserve gap -15 t.
    """
    material = {"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0, "max_stock": 50.0,
                "stock_target_days": 73.0}  # fmt: skip
    given = simple(
        supply=[option("aaa", 10, 200)],
        materials=[material],
        limits=[{"limit": "cap", "measure": "import_share", "value": 1.05}],
        settings={"objective": "cost"},
    )
    costs = {cost.rules[0].name: cost for cost in priced(make_case(given)).costs}
    effect = costs["cap"].without
    assert effect is not None
    assert effect.parts.cash == pytest.approx(0.15)
    assert effect.parts.reserve == pytest.approx(-15)
    assert effect.parts.shortage == pytest.approx(0, abs=1e-9)


def test_a_shortage_is_no_cash() -> None:
    """60 of 100 t may be bought at 10 USD/kg, a missing kilogram costs 5,000 USD. Without the
    limit 40 t more are bought: cash +0.4 million, shortage -40 t, the cost 199.6 million less."""
    given = simple(
        supply=[option("aaa", 10, 200)],
        limits=[{"limit": "cap", "measure": "import_share", "value": 0.6}],
        settings={"objective": "cost"},
    )
    (cost,) = priced(make_case(given)).costs
    assert cost.without is not None
    assert cost.without.parts.cash == pytest.approx(0.4)
    assert cost.without.parts.shortage == pytest.approx(-40)
    assert cost.without.cost == pytest.approx(0.4 - 200)
    (price,) = priced(make_case(given)).prices
    assert price.parts.cash == pytest.approx(1.0)  # of the whole demand, 100 t
    assert price.parts.shortage == pytest.approx(-100)


def test_of_equally_good_plans_the_one_told_is_that_of_the_workbook_with_the_figure() -> None:
    """At 20 for aaa, bbb and ccc deliver all 100 t at 14, in any mix; the workbook halves it."""
    given = simple(
        supply=[option("aaa", 10, 60, price_low=8.0, price_high=20.0, confidence="C"),
                option("bbb", 14, 100, confidence="A"), option("ccc", 14, 100, confidence="A")],
        settings={"objective": "cost"},
    )  # fmt: skip
    planned = make_plan(make_case(given))
    (figure,) = [figure for figure in explain(planned).figures if figure.field == "price"]
    first = measures(given)
    typed = replace(given, supply=(replace(given.supply[0], price=20.0), *given.supply[1:]))
    second = measures(typed)
    assert second["concentration"] == pytest.approx(5000)
    for name, value in zip(MEASURED, astuple(figure.then[1]), strict=True):
        assert value == pytest.approx(second[name] - first[name], abs=1e-3), name
