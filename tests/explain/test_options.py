"""Why options are not used, how sure they are, what could be swapped, and the ways out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.case import Case, make_case
from model.errors import NoPlanError
from model.explain.explain import explain
from model.explain.explanations import (
    BALANCE,
    CARBON,
    ENOUGH,
    PRICE,
    RULE,
    SPREAD,
    TIE,
    Reasons,
    YearNot,
)
from model.explain.money import money
from model.explain.near_optimal import near
from model.explain.pricing_problem import pricing
from model.explain.reduced_costs import checked, nearest, years_not
from model.lp.highs import Engine
from model.pipeline import look_around, make_plan
from model.planning.aim_values import SCALE
from model.workbook.layout import AIMS, Tables
from tests.cases import option, simple, solve
from tests.explain.test_rule_prices import OBJECTIVES, Priced, priced, with_objective
from tests.planning.test_differential import random_tables
from tests.runs import Run

COST = {"objective": "cost"}
JUST = 1e-3
"""How far below and above the value told is looked at, as a part of it."""


def every_year(found: Priced) -> list[YearNot]:
    case, worth = found.planned.case, found.whole.money
    return [year for part in found.whole.parts for year in years_not(case, worth, part)]


def why(tables: Tables) -> dict[tuple[str, int], YearNot]:
    return {(y.supply, y.year): y for y in every_year(priced(make_case(tables)))}


def reasons(tables: Tables) -> Reasons:
    planned = make_plan(make_case(tables))
    found = explain(planned)
    assert not found.unsolved
    return found


class Again:
    """The pricing programme as a whole with another price or footprint of one option."""

    def __init__(self, found: Priced) -> None:
        self._whole, self._engine = found.whole, Engine()
        self._case, self._worth = found.planned.case, found.whole.money.weights

    def tonnes(self, year: YearNot, price: float, footprint: float) -> float:
        """Tonnes above what must be taken, with this price or footprint in that year."""
        key, program = (year.supply, year.year), self._whole.held.program
        column = program.column_of["imports"][key]
        cost = self._whole.cost.copy()
        paid = (price - year.price) * (1 + self._case.tariff[key]) * self._case.discount(year.year)
        emitted = footprint - year.footprint
        worth = self._worth.get("cost", 0.0) * paid + self._worth.get("co2", 0.0) * emitted
        cost[column] += SCALE * 0.001 * worth
        return float(self._engine.minimise(program, cost).x[column] - program.lower[column])


def bear_out(found: Priced) -> int:
    """Every value told, checked by solving again just below and above; how many there were."""
    again, done = Again(found), 0
    for year in every_year(found):
        if year.reason in (BALANCE, TIE):
            continue
        values = [(year.comes_in_at, lambda v, y=year: (v, y.footprint)),
                  (year.footprint_at, lambda v, y=year: (y.price, v))]  # fmt: skip
        for value, at in values:
            if value is None:
                continue
            step = JUST * max(value, 1.0)
            assert again.tonnes(year, *at(value - step)) > 1e-6, year
            assert again.tonnes(year, *at(value + step)) < 1e-6, year
            done += 1
    return done


def test_every_value_of_the_default_case_is_borne_out(met_case: Case) -> None:
    assert bear_out(priced(met_case)) > 90


@pytest.mark.parametrize("block", range(5))
def test_every_value_of_random_cases_is_borne_out(block: int) -> None:
    done = 0
    for seed in range(200 + 10 * block, 210 + 10 * block):
        tables = with_objective(random_tables(seed), OBJECTIVES[seed % len(OBJECTIVES)])
        try:
            found = priced(make_case(tables))
        except NoPlanError:
            continue
        done += bear_out(found)
    assert done > 5


def test_a_dear_option_by_hand() -> None:
    """100 t at 10 USD/kg; bbb at 14 + 1 freight + 20 % duty is 18. It comes in at 10 landed: at a
    price of 10 / 1.2 - 1 USD/kg, with all of its 60 t."""
    tables = simple(
        supply=[option("aaa", 10, 200), option("bbb", 14, 60, freight=1.0, tariff=0.2)],
        settings=COST,
    )
    found = why(tables)
    year = found["bbb", 2027]
    assert (year.reason, year.more) == (PRICE, pytest.approx(60))
    assert year.comes_in_at == pytest.approx(10 / 1.2 - 1)
    assert year.too_dear == pytest.approx(8)
    assert year.footprint_at is None
    assert found["aaa", 2027].reason == BALANCE


def test_an_option_stopped_by_its_co2() -> None:
    """At 1,000 USD/t a kilogram of CO2 costs 1 USD: 5 USD/kg cheaper but 10 kg/kg dirtier."""
    tables = simple(
        supply=[option("aaa", 15, 200, co2=2.0), option("bbb", 10, 60, co2=12.0)],
        settings={"objective": "weighted", "carbon_price": 1000.0},
    )
    year = why(tables)["bbb", 2027]
    assert year.reason == CARBON
    assert (year.comes_in_at, year.footprint_at) == pytest.approx((5, 7))


def test_an_option_stopped_by_the_hhi() -> None:
    """AAA delivers 60 t because it must. A tonne more from it at 10 instead of 11 USD/kg adds
    20,000 x 0.6 / 100 points, at 50 USD a point of the only year: 6 USD/kg, 5 too dear."""
    tables = simple(
        supply=[option("aaa", 10, 60, country="AAA", min_take=60.0),
                option("abb", 10, 60, country="AAA"),
                option("jpn", 11, 200, country="JPN")],
        settings={"objective": "weighted", "concentration_price": 0.05},
    )  # fmt: skip
    year = why(tables)["abb", 2027]
    assert year.reason == SPREAD
    assert (year.too_dear, year.comes_in_at) == pytest.approx((5, 5))


def test_an_option_stopped_by_a_rule() -> None:
    tables = simple(
        supply=[option("aaa", 10, 30, country="AAA"), option("abb", 11, 200, country="AAA"),
                option("ccc", 14, 200)],
        countries=[{"country": c, "name_en": c} for c in ("AAA", "CCC")],
        limits=[{"limit": "cap", "measure": "country_share", "country_or_group": "AAA",
                 "value": 0.3}],
        settings=COST,
    )  # fmt: skip
    year = why(tables)["abb", 2027]
    assert (year.reason, year.rules) == (RULE, ("Limits!I7",))
    assert year.comes_in_at == pytest.approx(10)


def test_no_price_brings_in_what_is_not_needed() -> None:
    """100 t must be taken from aaa, and 100 t are needed: a tonne more has nowhere to go."""
    tables = simple(
        supply=[option("aaa", 10, 100, min_take=100.0), option("bbb", 9, 60)], settings=COST
    )
    year = why(tables)["bbb", 2027]
    assert (year.reason, year.comes_in_at) == (ENOUGH, None)


def test_three_identical_options_are_one_finding() -> None:
    """60 t of three options that are the same in everything but their names, 40 t of another."""
    same = [option(name, 10, 60, country="AAA") for name in ("one", "two", "three")]
    found = reasons(simple(supply=[*same, option("jpn", 5, 40, country="JPN")], settings=COST))
    (swap,) = found.swaps
    assert swap.supplies == ("one", "two", "three")
    assert (swap.tonnes, swap.least) == pytest.approx((60, 60), abs=0.2)
    spans = {span.name: span for span in found.spans if not span.country}
    for name in ("one", "two", "three"):
        assert (spans[name].least, spans[name].most) == pytest.approx((0, 60), abs=0.2)
    tied = {y.supply: y.reason for y in found.years_not}
    assert sorted(tied.values()).count(TIE) == 2


def test_options_of_different_countries_are_no_swap_where_hhi_counts() -> None:
    supply = [option("aaa", 10, 60), option("bbb", 10, 60), option("jpn", 5, 40, country="JPN")]
    settings = {"objective": "weighted", "concentration_price": 5.0}
    assert not reasons(simple(supply=supply, settings=settings)).swaps


def test_least_and_most_by_hand() -> None:
    """100 t: 60 at 10, the rest at 12 USD/kg, 1,080 thousand USD. A tenth of a percent more allows
    1.08 / 2 = 0.54 t to move to the dear one, none to the cheap one, which is used up."""
    tables = simple(
        supply=[option("aaa", 10, 60, country="JPN"), option("abb", 12, 60, country="JPN")],
        settings=COST,
    )
    spans = {span.name: span for span in reasons(tables).spans if not span.country}
    assert (spans["aaa"].least, spans["aaa"].most) == pytest.approx((59.46, 60))
    assert (spans["abb"].least, spans["abb"].most) == pytest.approx((40, 40.54))


def test_plans_within_the_tolerance_obey_it(default_case: Case) -> None:
    """The extremes told are plans: every aim within, HHI exact, and no plan found goes further."""
    planned = make_plan(default_case)
    around = near(planned, 0.001)
    columns = planned.program.column_of["imports"]
    for s in ("CN_Mg", "AU_Ga4N_wagerup", "TW_Ga4N"):
        mine = [n for (name, _), n in columns.items() if name == s]
        for sign in (1.0, -1.0):
            aims = planned.aims.at(around.extreme(mine, sign))
            for a in AIMS:
                assert aims[a] <= planned.chosen.aims[a] * 1.001 * (1 + 1e-6) + 1e-6


def test_ways_out_of_the_default_case(default_run: Run) -> None:
    """Three to five plans at most 5 % dearer, none worse in HHI or CO2 by more, all different."""
    found = default_run.findings.reasons.ways_out
    assert 3 <= len(found) <= 5
    for way in found:
        for a in AIMS:
            assert way.aims[a] <= default_run.solution.aims[a] * 1.05 * (1 + 1e-6)
        assert way.moved >= 0.02
    total = [np.array(list(way.tonnes.values())) for way in found]
    assert all(np.abs(a - b).sum() > 1 for n, a in enumerate(total) for b in total[:n])


def test_explaining_can_be_switched_off() -> None:
    tables = simple(supply=[option("aaa", 10, 200)], settings={"explain": "no"})
    assert look_around(make_plan(make_case(tables))).reasons is None


def test_the_year_told_is_the_nearest() -> None:
    """A price that falls over the years: it would come in first where it is least too dear."""
    tables = simple(
        (2027, 2029),
        supply=[option("aaa", 10, 200), option("bbb", 14, 60)],
        supply_by_year=[{"supply": "bbb", "field": "price", "by_year": {2028: 11.0}}],
        settings=COST,
    )
    found = priced(make_case(tables))
    (year,) = nearest(every_year(found))
    assert (year.supply, year.year, year.checked) == ("bbb", 2028, None)
    part = found.whole.parts[0]
    case = found.planned.case
    assert checked(case, found.whole.money, part, year).checked is True
    wrong = replace(year, comes_in_at=9.0)
    assert checked(case, found.whole.money, part, wrong).checked is False


def test_money_and_parts_come_to_the_plan(met_case: Case) -> None:
    """The parts of the pricing programme together come to what the plan comes to in money."""
    planned = make_plan(met_case)
    worth = money(planned)
    whole = pricing(planned, worth)
    assert len(whole.parts) == 2
    total = sum(part.base.objective for part in whole.parts) / SCALE
    assert total == pytest.approx(worth.worth(planned.chosen.aims), rel=1e-7)


def test_no_plan_within_the_tolerance_passes_the_ends_told(default_case: Case) -> None:
    """Squares exact, found by refining: inside the ends, and next to them."""
    planned = make_plan(default_case)
    refiner, chosen = planned.refiner, planned.chosen
    around = near(planned, 0.001)
    held = refiner.near(planned.met, refiner.share_values(chosen.x), 0.01)
    held = planned.aims.capped(held, {a: chosen.aims[a] * 1.001 for a in AIMS})
    columns = planned.program.column_of["imports"]
    for s in ("KR_Ga4N_old", "US_Mg", "CN_Ga4N", "CN_Mg"):
        mine = [n for (name, _), n in columns.items() if name == s]
        for sign in (1.0, -1.0):
            cost = np.zeros(len(chosen.x))
            cost[mine] = sign
            exact = float(refiner.minimise(held, cost).answer.x[mine].sum())
            told = around.end(mine, sign)
            assert sign * told <= sign * exact + 1e-6
            assert told == pytest.approx(exact, rel=5e-3, abs=1e-3)


def test_a_price_is_borne_out_where_less_than_a_tonne_is_needed() -> None:
    """Half a tonne from aaa without limit; bbb, without limit too, comes in below 10 USD/kg."""
    tables = simple(supply=[option("aaa", 10), option("bbb", 14)], demand=0.5, settings=COST)
    (year,) = [y for y in reasons(tables).years_not if y.supply == "bbb"]
    assert year.comes_in_at == pytest.approx(10)
    assert (year.checked, year.more) == (True, pytest.approx(0.5))


def test_a_price_counts_against_a_ceiling_on_cost_too() -> None:
    """1.05 million USD buy 50 t of aaa at 10 and 50 t of ccc at 11 USD/kg, whose CO2 is worth
    1.5 USD/kg less: a dollar more to spend saves half a dollar. bbb saves 1.2 USD/kg of CO2, so it
    comes in when (price - 10) x 1.5 is 1.2: at 10.8 USD/kg."""
    tables = simple(
        supply=[option("aaa", 10, 200, co2=5.0), option("bbb", 14, 60, co2=1.0),
                option("ccc", 11, 200, co2=0.0)],
        limits=[{"limit": "purse", "measure": "cost", "value": 1.05}],
        settings={"objective": "weighted", "carbon_price": 300.0},
    )  # fmt: skip
    year = why(tables)["bbb", 2027]
    assert year.comes_in_at == pytest.approx(10.8)
    plans = {}
    for price in (year.comes_in_at - 0.01, year.comes_in_at + 0.01):
        edited = [replace(r, price=price) if r.supply == "bbb" else r for r in tables.supply]
        _, plan = solve(replace(tables, supply=tuple(edited)))
        plans[price > year.comes_in_at] = plan["imports"]["bbb", 2027]
    assert plans[False] > 1
    assert plans[True] == pytest.approx(0, abs=1e-6)


def test_ways_out_obey_a_limit_on_the_hhi() -> None:
    """Least cost with an HHI of at most 5,200: squares exact, no way out has more. Each is within
    5 % of the cost."""
    supply = [option("aaa", 10, 90), option("bbb", 10.2, 90), option("ccc", 10.3, 90)]
    tables = simple(
        supply=supply,
        limits=[{"limit": "spread", "measure": "hhi", "mineral": "Ga", "value": 5200.0}],
        settings=COST,
    )
    planned = make_plan(make_case(tables))
    found = explain(planned).ways_out
    assert len(found) > 1
    for way in found:
        assert sum(tonnes**2 for tonnes in way.tonnes.values()) <= 5200 + 0.01
        assert way.aims["cost"] <= planned.chosen.aims["cost"] * 1.05 + 1e-9


def test_ways_out_of_least_cost_are_free_in_hhi() -> None:
    """50 t of aaa and 50 of bbb; 100 t of bbb cost 1 % more, and the aim is cost alone."""
    supply = [option("aaa", 10, 50), option("bbb", 10.2, 200)]
    planned = make_plan(make_case(simple(supply=supply, settings=COST)))
    (way,) = explain(planned).ways_out
    assert way.tonnes == pytest.approx({"aaa": 0, "bbb": 100})
