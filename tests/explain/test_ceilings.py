"""Prices and factors that count inside ceilings on cost and CO2: what they move, by two runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.case import make_case
from model.explain.explain import explain
from model.explain.explanations import Figure
from model.explain.money import money
from model.explain.pricing_problem import pricing
from model.explain.uncertain_inputs import doubts
from model.pipeline import make_plan
from model.results.reasons import reason_tables
from model.workbook.edits import amended
from model.workbook.layout import Tables
from tests.cases import option, simple

COST = {"objective": "cost"}


def hinges(tables: Tables) -> dict[tuple[str, str], Figure]:
    planned = make_plan(make_case(tables))
    found = explain(planned)
    assert not found.unsolved
    return {(f.name, f.field): f for f in found.figures}


def budget_one() -> Tables:
    """100 t of X at 20 USD/kg with 1.5 million USD to spend: 75 t are bought."""
    return simple(
        supply=[option("aaa", 20, 200)],
        limits=[{"limit": "budget", "measure": "cost", "value": 1.5}],
        settings=COST,
    )


def test_a_price_inside_a_budget_moves_what_can_be_bought() -> None:
    """At 14 USD/kg all 100 t are bought for 1.4 million; at 26 only 1.5 / 0.026 = 57.7 t."""
    price = hinges(budget_one())["aaa", "price"]
    assert (price.low, price.high) == pytest.approx((14, 26))
    assert (price.down_to, price.up_to) == (20, 20)
    assert [change for _, change in price.most] == pytest.approx([25, 1.5 / 0.026 - 75])
    assert [then.shortage for then in price.then] == pytest.approx([-25, 75 - 1.5 / 0.026])
    assert [then.cash for then in price.then] == pytest.approx([-0.1, 0], abs=1e-9)


def test_what_can_be_bought_inside_a_budget_is_told_in_words() -> None:
    case = make_case(budget_one())
    planned = make_plan(case)
    reasons = explain(planned)
    (row,) = [
        row
        for row in reason_tables(case, planned.solution, reasons)["Sensitivity"].itertuples()
        if row.field == "price"
    ]
    assert "even a small change of this figure changes the plan" in row.sentence
    assert "in the best plan at 14 USD/kg instead of 20. It buys 25 t differently" in row.sentence
    assert "(AAA, Ga (aaa) by +25 t to 100 t)" in row.sentence
    assert "(AAA, Ga (aaa) by -17.3 t to 57.7 t)" in row.sentence
    assert "shortage +17.3 t" in row.sentence
    assert "Nothing is under contract, so keeping the plan costs nothing more." in row.sentence
    assert "AAA・Ga（aaa）は -17.3 t で 57.7 t）" in row.sentence_ja


def test_a_freight_far_from_the_budget_turns_the_plan_where_the_budget_is_reached() -> None:
    """100 t at 10 + 2 USD/kg, 1.25 million to spend: freight may rise to 2.5, not to 2.6."""
    tables = simple(
        supply=[option("aaa", 10, 200, freight=2.0)],
        limits=[{"limit": "budget", "measure": "cost", "value": 1.25}],
        settings=COST,
    )
    freight = hinges(tables)["aaa", "freight"]
    assert freight.down_to is None
    assert freight.up_to == pytest.approx(2.5, abs=0.01)


@pytest.fixture(scope="module")
def capped(default_case) -> Tables:
    """The default case with its ceiling on the CO2 of magnesium on, at least cost."""
    tables = default_case.tables
    limits = tuple(
        replace(row, active="yes" if row.limit == "co2_cap_mg" else row.active)
        for row in tables.limits
    )
    return replace(tables, limits=limits, settings=replace(tables.settings, **COST))


ROUTES = {
    "flyash_silicothermic": (5.25, 2030, 1.12),
    "charcoal_silicothermic": (9.09, 4836, 1.15),
    "aluminothermic": (2.8, 1345, 0.91),
    "recycled_mg": (0.54, 179, 0.12),
}
"""The lower factor of a route, the tonnes that move up and down, and the million USD saved."""


def test_the_factor_of_a_route_inside_a_ceiling_on_co2(capped: Tables) -> None:
    """As two runs of the workbook tell, with either factor."""
    found = hinges(capped)
    base = make_plan(make_case(capped))
    for row in capped.routes:
        if row.route in ROUTES:
            low, moved, saved = ROUTES[row.route]
            figure = found[row.route, "co2"]
            assert figure.low == pytest.approx(low)
            assert figure.changed[0] == pytest.approx(moved, abs=1)
            assert -figure.then[0].cash == pytest.approx(saved, abs=0.01)
            again = make_plan(make_case(amended(capped, {row.at.place("co2"): figure.low})))
            cost = again.chosen.aims["cost"] - base.chosen.aims["cost"]
            assert figure.then[0].cash == pytest.approx(cost, rel=1e-6)
            assert figure.down_to == figure.value


def test_every_figure_a_limit_counts_is_the_limit_of_the_workbook_edited() -> None:
    """Rows of limits on cost and CO2 with a figure edited are those of the changed workbook, also
    under an objective that leaves cost out of account."""
    tables = simple(
        (2027, 2028),
        demand={"A4": [90.0, 110.0], "A6": [30.0, 40.0]},
        materials=[
            {"material": "A4", "mineral": "A", "shortage_cost": 900.0, "max_stock": 40.0,
             "initial_stock": 5.0, "holding_cost": 0.7, "confidence": "C"},
            {"material": "A6", "mineral": "A", "shortage_cost": 900.0, "confidence": "A"},
        ],
        supply=[
            {**option("aaa", 10, 150, freight=1.5, tariff=0.1, co2=3.0), "material": "A4"},
            {**option("bbb", 14, 150), "material": "A4"},
        ],
        supply_by_year=[{"supply": "aaa", "field": "price", "by_year": {2028: 11.0}},
                        {"supply": "aaa", "field": "co2", "by_year": {2028: 4.0}}],
        conversions=[{"conversion": "refine", "from_material": "A4", "to_material": "A6",
                      "country": "JPN", "yield": 0.9, "cost": 6.0, "co2": 2.0, "capacity": 90.0,
                      "confidence": "C"}],
        routes=[{"route": "bayer", "mineral": "A", "co2": 5.0, "confidence": "C",
                 "electricity": 4.0, "grid_reference": 0.5}],
        countries=[{"country": "AAA", "name_en": "A", "grid_co2": 0.6, "confidence": "C"},
                   {"country": "BBB", "name_en": "B", "grid_co2": 0.9, "confidence": "C"},
                   {"country": "JPN", "name_en": "J"}],
        limits=[{"limit": "spent", "measure": "cost", "value": 100.0},
                {"limit": "emitted", "measure": "co2", "value": 9e5}],
        settings={"objective": "co2", "co2_basis": "grid"},
    )  # fmt: skip
    case = make_case(tables)
    planned = make_plan(case)
    whole = pricing(planned, money(planned))
    (part,) = whole.parts
    seen = set()
    for doubt in doubts(case, whole.money):
        if doubt.edit is None or not doubt.edit(doubt.high).inside(part.program):
            continue
        seen.add(doubt.field)
        program, _ = doubt.edit(doubt.high).applied(planned.program)
        other = make_plan(make_case(_elsewhere(tables, doubt.cell, doubt.field, doubt.high)))
        for name, row in planned.program.row_of["policy_limit"].items():
            mine, theirs = program.matrix.row(row), other.program.matrix.row(row)
            assert mine == pytest.approx(theirs), (doubt.cell, doubt.field, name)
    assert seen == {"price", "freight", "tariff", "co2", "grid_co2", "cost", "holding_cost"}


def _elsewhere(tables: Tables, cell: str, field: str, value: float) -> Tables:
    """The workbook with another value in a cell; years with a figure of their own in proportion."""
    old = next(
        getattr(row, field)
        for name in ("supply", "routes", "countries", "conversions", "materials")
        for row in getattr(tables, name)
        if hasattr(row, field) and row.at.place(field) == cell
    )
    found = amended(tables, {cell: value})
    supply = next((row.supply for row in tables.supply if row.at.place(field) == cell), "")
    times = value / old
    by_year = tuple(
        replace(row, by_year={t: times * v for t, v in row.by_year.items()})
        if (row.supply, row.field) == (supply, field)
        else row
        for row in found.supply_by_year
    )
    return replace(found, supply_by_year=by_year)


def test_a_plan_of_least_co2_within_a_budget_has_its_explanations(default_case) -> None:
    """Why-not asked for the price at which an option comes in where cost is no aim; three years."""
    tables = default_case.tables
    limits = tuple(
        replace(row, active="yes", value=300.0) if row.limit == "budget" else row
        for row in tables.limits
    )
    settings = replace(tables.settings, objective="co2", last_year=2029)
    case = make_case(replace(tables, limits=limits, settings=settings))
    planned = make_plan(case)
    found = explain(planned)
    assert not found.unsolved
    assert {year.reason for year in found.years_not}
    made = reason_tables(case, planned.solution, found)
    assert len(made["WhyNot"])
    assert len(made["RuleCosts"])
    assert np.isfinite(made["RuleCosts"].whole.dropna().astype(float)).all()
