"""Hard cases for the numbers: no slack, ceilings just met, kilograms beside megatonnes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from model.analysis.findings import HELD, REPLANNED, Findings
from model.case import Case, make_case
from model.explain.price_ranges import sides
from model.explain.shortage_causes import causes
from model.formulation import build
from model.lp.compilation import compile_model
from model.pipeline import Planned, look_around, make_plan
from model.planning.planner import Planner
from model.rules.bounds import boundings, freed
from model.rules.constraints import CAPACITY, CAPACITY_SHARE, MAX_SHARE
from model.workbook.layout import AIMS, Tables
from tests.cases import option, simple, tonnes
from tests.planning.test_differential import random_tables

SAME = {
    "scenarios": [{"scenario": "same", "probability": 0.1}],
    "changes": [{"scenario": "same", "field": "price", "operation": "multiply", "value": 1.0}],
}
"""A scenario that changes nothing."""


def looked(tables: Tables) -> tuple[Planned, Findings]:
    planned = make_plan(make_case(tables))
    return planned, look_around(planned)


def answers(findings: Findings) -> dict[str, Any]:
    return {o.answer: o for o in findings.outcomes}


# Priority without slack

TRIO = [option("aaa", 10, 60), option("bbb", 14, 60), option("ccc", 30, 60, co2=1.0)]


@pytest.mark.parametrize("slack", [0.0, 1e-12, 1e-6, 0.05])
@pytest.mark.parametrize("first", AIMS)
def test_priority_plans_with_any_slack_and_so_do_its_scenarios(first: str, slack: float) -> None:
    order = ", ".join([first, *(a for a in AIMS if a != first)])
    settings = {"objective": "priority", "priority_order": order, "priority_slack": slack}
    planned, found = looked(simple((2027, 2028), supply=TRIO, settings=settings, **SAME))
    alone = planned.singles[first].aims[first]
    assert planned.chosen.aims[first] == pytest.approx(
        alone * (1 + slack), rel=slack + 1e-6, abs=1e-6
    )
    for answer in (REPLANNED, HELD):
        told = answers(found)[answer]
        assert told.status == "solved"
        for aim in AIMS:
            assert told.solution.aims[aim] == pytest.approx(planned.chosen.aims[aim], rel=1e-3)
    assert found.unsolved == ()


def test_without_slack_equal_shares_come_first_and_cost_settles_nothing() -> None:
    """Three countries, 100 t: a third each is the least HHI, whatever it costs."""
    settings = {
        "objective": "priority",
        "priority_order": "concentration, cost, co2",
        "priority_slack": 0.0,
    }
    planned, _ = looked(simple(supply=TRIO, settings=settings))
    assert list(tonnes(planned.solution).values()) == pytest.approx([100 / 3] * 3, abs=1e-2)


# Hard ceilings on HHI

EQUALS = [option(f"{letter * 3}", 10, country=letter * 3) for letter in "abcdefghijkl"]


@pytest.mark.parametrize("ceiling", [1.0, 100.0, 500.0])
def test_a_ceiling_on_hhi_of_any_height_ends_in_a_plan(ceiling: float) -> None:
    """12 alike countries under HHI 100: shares of sqrt(0.01 / 12), 34.6 t in all, 65.4 short."""
    limits = [{"limit": "h", "measure": "hhi", "value": ceiling}]
    planned, found = looked(simple(supply=EQUALS, limits=limits, **SAME))
    delivered = 100 * 12 * (ceiling / 10_000 / 12) ** 0.5
    short = planned.solution["shortage"]["Ga", 2027]
    assert short == pytest.approx(100 - delivered, rel=1e-5)
    assert answers(found)[HELD].status == "solved"
    assert answers(found)[HELD].solution["shortage"]["Ga", 2027] == pytest.approx(short, rel=1e-5)
    assert found.unsolved == ()


@pytest.mark.parametrize("ceiling", [5142.0, 5000.0000001, 6400.0])
@pytest.mark.parametrize("objective", ["co2", "cost", "balanced"])
def test_a_plan_at_its_ceiling_is_held_where_nothing_changes(
    ceiling: float, objective: str
) -> None:
    """Hard and soft HHI: the plan uses all of the ceiling, and a tolerance of the squares more."""
    supply = [
        option("aaa", 10, commitment="contract", co2=20.0),
        option("bbb", 14, commitment="contract", co2=30.0),
    ]
    limits = [
        {"limit": "hard", "measure": "hhi", "value": ceiling},
        {"limit": "soft", "measure": "hhi", "value": 3273.0, "penalty": 0.0001},
    ]
    tables = simple(supply=supply, limits=limits, settings={"objective": objective}, **SAME)
    planned, found = looked(tables)
    held = answers(found)[HELD]
    assert held.status == "solved"
    assert tonnes(held.solution) == pytest.approx(tonnes(planned.solution), rel=1e-6)
    assert found.unsolved == ()


def test_a_curve_of_one_mineral_is_drawn_where_another_stands_at_its_ceiling() -> None:
    """Ga under a hard HHI of 5,465 it uses up: Mg has its curve all the same."""
    supply = [
        option("g1", 10, 90, "AAA"),
        option("g2", 30, 90, "BBB"),
        option("g3", 50, 90, "CCC"),
        *({**option(f"m{n}", 5.0 * n, 60, "ABC"[n - 1] * 3), "material": "Mg"} for n in (1, 2, 3)),
    ]
    tables = simple(
        (2027, 2029),
        demand={"Ga": [72.1, 55.8, 71.7], "Mg": [90.0, 0.0, 91.9]},
        materials=[{"material": k, "mineral": k, "shortage_cost": 900.0} for k in ("Ga", "Mg")],
        supply=supply,
        limits=[{"limit": "h", "measure": "hhi", "mineral": "Ga", "value": 5465.0}],
        settings={"objective": "cost"},
    )
    _, found = looked(tables)
    assert found.unsolved == ()
    assert len(found.curves["Mg"].points) > 2


def test_the_causes_of_shortage_are_told_at_a_ceiling_on_hhi() -> None:
    """100 t of two countries under HHI 3,000: shares of sqrt(0.15), the rule lacks 22.54 t."""
    limits = [{"limit": "h", "measure": "hhi", "value": 3000.0}]
    supply = [option("aaa", 10), option("bbb", 14)]
    tables = simple(supply=supply, limits=limits, settings={"explain": "yes"})
    planned, found = looked(tables)
    assert found.unsolved == ()
    short = 100 - 200 * 0.15**0.5
    assert planned.solution["shortage"]["Ga", 2027] == pytest.approx(short, rel=1e-5)
    assert found.reasons is not None
    (rule,) = [c for c in found.reasons.causes if c.name == "h"]
    assert rule.avoided == pytest.approx(short, rel=1e-4)


# Sizes


def multiplied(tables: Tables, by: float) -> Tables:
    """All tonnes of a case multiplied; what is in money or CO2 in all along with them."""

    def times(row: Any, *names: str) -> Any:
        values = {n: getattr(row, n) for n in names}
        return replace(row, **{n: None if v is None else v * by for n, v in values.items()})

    def yearly(row: Any) -> Any:
        return replace(row, by_year={t: v * by for t, v in row.by_year.items()})

    return replace(
        tables,
        demand=tuple(yearly(row) for row in tables.demand),
        materials=tuple(times(row, "initial_stock", "max_stock") for row in tables.materials),
        supply=tuple(times(row, "capacity", "min_take") for row in tables.supply),
        conversions=tuple(times(row, "capacity") for row in tables.conversions),
        limits=tuple(
            times(row, "value") if row.measure in ("cost", "co2") else times(row, "penalty")
            for row in tables.limits
        ),
    )


def solved(tables: Tables, objective: str) -> tuple[Case, Any]:
    case = make_case(tables)
    planner = Planner(case, compile_model(build(case)))
    return case, planner.solution(objective)


@pytest.mark.parametrize("by", [1e-5, 1e-3, 1e5])
@pytest.mark.parametrize("objective", ["cost", "co2", "balanced"])
@pytest.mark.parametrize("seed", [3, 7, 11])
def test_tonnes_of_any_size_give_the_same_plan(seed: int, objective: str, by: float) -> None:
    _, plan = solved(random_tables(seed), objective)
    _, other = solved(multiplied(random_tables(seed), by), objective)
    for name in ("imports", "stock", "shortage", "converted"):
        for key, value in plan[name].items():
            assert other[name][key] / by == pytest.approx(value, rel=1e-6, abs=2e-5), (name, key)
    for aim in ("cost", "co2", "shortage"):
        assert other.aims[aim] / by == pytest.approx(plan.aims[aim], rel=1e-6, abs=1e-9)
    for aim in ("concentration", "reserve"):
        assert other.aims[aim] == pytest.approx(plan.aims[aim], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("by", [1e-5, 1e5])
def test_scenarios_and_stops_do_not_depend_on_the_size_either(by: float) -> None:
    change = {"scenario": "dear", "field": "price", "operation": "multiply", "value": 2.0,
              "country": "AAA"}  # fmt: skip
    tables = replace(
        random_tables(5),
        scenarios=simple(supply=TRIO, scenarios=[{"scenario": "dear"}]).scenarios,
        changes=simple(supply=TRIO, changes=[change]).changes,
    )
    (_, found), (_, other) = looked(tables), looked(multiplied(tables, by))
    assert other.unsolved == found.unsolved == ()
    for one, two in zip(found.outcomes, other.outcomes, strict=True):
        assert two.status == one.status
        assert two.solution.aims["cost"] / by == pytest.approx(one.solution.aims["cost"], rel=1e-5)
    for stop, same in zip(found.stops, other.stops, strict=True):
        assert same.shortage / by == pytest.approx(stop.shortage, rel=1e-5, abs=1e-4)
        assert same.extra_cost / by == pytest.approx(stop.extra_cost, rel=1e-5, abs=1e-5)
    assert [r.cost is None for r in other.rates] == [r.cost is None for r in found.rates]


def test_ten_kilograms_beside_forty_thousand_tonnes() -> None:
    """Each material is planned as if it were alone: 6 kg at 10 and 4 kg at 14 USD/kg."""
    small = {"capacity": 0.006, "material": "Ga"}
    large = {"material": "Mg", "route": "pidgeon"}
    tables = simple(
        demand={"Ga": [0.01], "Mg": [40_000.0]},
        materials=[
            {"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0, "max_stock": 0.0},
            {"material": "Mg", "mineral": "Mg", "shortage_cost": 30.0},
        ],
        supply=[
            {**option("aaa", 10), **small},
            {**option("bbb", 14), **small},
            {**option("ccc", 3, 30_000), **large},
            {**option("ddd", 4, 30_000), **large},
        ],
        settings={"objective": "cost"},
        scenarios=[{"scenario": "less", "probability": 0.1}],
        changes=[{"scenario": "less", "field": "demand", "operation": "multiply", "value": 0.1,
                  "mineral": "Ga"}],
    )  # fmt: skip
    planned, found = looked(tables)
    assert planned.solution["imports"] == pytest.approx(
        {("aaa", 2027): 0.006, ("bbb", 2027): 0.004, ("ccc", 2027): 30_000, ("ddd", 2027): 10_000},
        rel=1e-9,
    )
    assert planned.chosen.aims["cost"] == pytest.approx(90 + 40 + 0.00006 + 0.000056, rel=1e-12)
    assert [o.status for o in found.outcomes] == ["solved", "solved"]
    assert answers(found)[REPLANNED].solution["imports"]["aaa", 2027] == pytest.approx(0.001)
    assert found.unsolved == ()


# Stops under lifted rules


def test_what_lifting_rules_gives_is_not_the_doing_of_a_stop() -> None:
    """X is 30 t short through a ceiling; a stop of AUS, which ships no X, costs X nothing."""
    tables = simple(
        demand={"X": [100.0], "Y": [100.0]},
        materials=[{"material": k, "mineral": k, "shortage_cost": 500.0} for k in "XY"],
        supply=[
            {**option("a", 20, None, "CHN"), "material": "X", "route": "r"},
            {**option("b", 30, 20, "CAN"), "material": "X", "route": "r"},
            {**option("y", 10, 50, "CAN"), "material": "Y", "route": "ry"},
            {**option("y2", 12, 60, "AUS"), "material": "Y", "route": "ry"},
        ],
        limits=[{"limit": "cap", "measure": "country_share", "mineral": "X",
                 "country_or_group": "CHN", "value": 0.5}],
        settings={"objective": "cost"},
    )  # fmt: skip
    planned, found = looked(tables)
    assert planned.solution["shortage"]["X", 2027] == pytest.approx(30)
    stops = {(s.countries, s.mineral): s for s in found.stops if s.basis == "shipped"}
    relieved = stops[("AUS",), "X"]
    assert (relieved.extra_cost, relieved.shortage) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert stops[("CHN",), "X"].shortage == pytest.approx(80)
    assert stops[("AUS",), "Y"].extra_cost == pytest.approx(50 * (500 - 12) / 1000)


def test_a_share_of_no_demand_keeps_nothing_away() -> None:
    """Half of 0 t in 2027 is nothing; half of 100 t in 2028 leaves 50 t short."""
    supply = [option("aaa", 10, capacity_share=0.5)]
    tables = simple((2027, 2028), {"Ga": [0.0, 100.0]}, supply=supply)
    planned = make_plan(make_case(tables))
    found = causes(planned.case, planned.refiner, planned.chosen.x)
    (rule,) = [c for c in found if c.kind == CAPACITY_SHARE]
    assert (rule.year, rule.avoided) == (2028, pytest.approx(50.0))


def test_a_cell_that_moves_no_bound_changes_nothing() -> None:
    """A share of no demand let go leaves bounds of columns and rows as they are, and numbers."""
    supply = [option("aaa", 10, 60, country="AAA"), option("bbb", 12, country="BBB")]
    countries = [{"country": c, "name_en": c, "max_share": 0.5} for c in ("AAA", "BBB")]
    case = make_case(simple(supply=supply, countries=countries))
    program = compile_model(build(case))
    rules = [replace(rule, factor=0.0) for rule in boundings(case, program)]
    assert {rule.kind for rule in rules} >= {CAPACITY, MAX_SHARE}
    free = freed(program, rules)
    for name in ("lower", "upper", "row_lower", "row_upper"):
        assert np.array_equal(getattr(free, name), getattr(program, name))
    for rule in rules:
        _, tighter = sides(program, rule)
        assert tighter.room == 0
