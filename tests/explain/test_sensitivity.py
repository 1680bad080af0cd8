"""What the plan hangs on: ranges, where the plan changes, and what is lost, by hand sums."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case import Case, make_case
from model.explain.breakpoints import slack
from model.explain.explain import explain
from model.explain.explanations import Figure
from model.explain.money import money
from model.explain.pricing_problem import Pricing, pricing
from model.explain.uncertain_input import Doubt
from model.explain.uncertain_inputs import doubts
from model.formulation import bounds, build
from model.formulation.figures import figures
from model.lp.compilation import compile_model
from model.lp.highs import Engine
from model.lp.refinement import Refiner
from model.pipeline import make_plan
from model.planning.aim_values import SCALE
from model.workbook.layout import Tables
from tests.cases import option, simple
from tests.explain.test_rule_prices import KEYS, rich
from tests.runs import Run

COST = {"objective": "cost"}
KIND = {"Supply": "supply", "SupplyByYear": "supply", "Routes": "routes", "Demand": "demand",
        "Materials": "materials", "Conversions": "conversions", "Origins": "origins"}  # fmt: skip


def hinges(tables: Tables) -> dict[tuple[str, str], Figure]:
    planned = make_plan(make_case(tables))
    found = explain(planned)
    assert not found.unsolved
    return {(f.name, f.field): f for f in found.figures}


def test_the_price_of_a_contract_by_hand() -> None:
    """100 t: 60 under contract at 10, the rest spot at 14 USD/kg (grade C: 30 %).

    At 13 the contract is still the cheaper one: nothing changes. Below any price the same. At a
    price of 16, given as its high, who knew would have bought spot: 60 t x 2 USD/kg are lost.
    """
    contract = {"commitment": "contract", "price_high": 16.0, "confidence": "C"}
    tables = simple(
        supply=[option("aaa", 10, 60, **contract), option("bbb", 14, 200, confidence="A")],
        settings=COST,
    )
    found = hinges(tables)
    price = found["aaa", "price"]
    assert (price.low, price.high, price.grade) == (7, 16, "C")
    assert (price.down_to, price.up_to) == (None, pytest.approx(14))
    assert price.lost == pytest.approx((0, 0.12))
    assert price.tonnes == pytest.approx((0, 60))
    assert price.most[1] in (("aaa", pytest.approx(-60)), ("bbb", pytest.approx(60)))
    assert ("bbb", "price") not in found


def test_a_spot_price_costs_nothing_to_have_wrong() -> None:
    """Both spot: whoever buys sees the price; but where the plan turns is told."""
    found = hinges(simple(supply=[option("aaa", 10, 60), option("bbb", 12, 200)], settings=COST))
    assert found["aaa", "price"].up_to == pytest.approx(12)
    assert found["bbb", "price"].down_to == pytest.approx(10)
    assert all(f.lost == pytest.approx((0, 0)) for f in found.values())


def test_a_contract_not_signed_by_hand() -> None:
    """bbb, under contract, is not bought at 14 but would be at 9: 40 of its 50 t replace aaa's at
    10 USD/kg... all 50 of them, as aaa is spot and 100 t are needed: 50 t x 1 USD/kg."""
    supply = [option("aaa", 10, 200, confidence="A"),
              option("bbb", 14, 50, commitment="contract", price_low=9.0)]  # fmt: skip
    price = hinges(simple(supply=supply, settings=COST))["bbb", "price"]
    assert price.down_to == pytest.approx(10)
    assert price.lost == pytest.approx((0.05, 0))


def test_capacity_that_is_used_up_and_capacity_to_spare() -> None:
    """60 of 60 t and 40 of 80 t: the first turns the plan at once, the second at 40 t.

    With 30 instead of 60 t of the contract, spot fills in and nothing is lost; with 90 t, who knew
    would have signed 30 t more, 4 USD/kg cheaper.
    """
    supply = [option("aaa", 10, 60, commitment="contract", capacity_low=30.0, capacity_high=90.0),
              option("bbb", 14, 80)]  # fmt: skip
    found = hinges(simple(supply=supply, settings=COST))
    first, second = found["aaa", "capacity"], found["bbb", "capacity"]
    assert (first.down_to, first.up_to) == (60, 60)
    assert first.lost == pytest.approx((0, 0.12))
    assert (second.down_to, second.up_to) == (pytest.approx(40), None)


def test_a_late_start_by_hand() -> None:
    """A project of 2027 (grade C: two years late) at 10 instead of 14 USD/kg."""
    supply = [option("aaa", 10, 60, status="project", commitment="contract", first_year=2027),
              option("bbb", 14, 200)]  # fmt: skip
    start = hinges(simple((2027, 2029), supply=supply, settings=COST))["aaa", "first_year"]
    assert (start.low, start.high, start.up_to, start.down_to) == (2027, 2029, 2028, None)
    assert start.tonnes[1] == pytest.approx(120)
    assert start.lost == pytest.approx((0, 0))


def test_ranges_come_from_the_grade_and_the_settings() -> None:
    supply = [option("aaa", 10, 60, confidence="B"), option("bbb", 20, 200, confidence="A")]
    settings = {**COST, "range_b": 0.2, "range_c": 0.5}
    found = hinges(simple(supply=supply, settings=settings))
    assert (found["aaa", "price"].low, found["aaa", "price"].high) == pytest.approx((8, 12))
    assert {name for name, _ in found} == {"aaa"}


def test_the_footprint_of_a_route() -> None:
    """At 1,000 USD/t CO2: aaa 10 USD/kg and 5 kg/kg, bbb 12 and 4. The route of aaa turns the plan
    at 6 kg/kg; its own grade is C, so 3.5 to 6.5: 1 USD/kg x 0.5 on 100 t, if under contract."""
    tables = simple(
        supply=[option("aaa", 10, 200, commitment="contract"),
                {**option("bbb", 12, 200), "route": "clean"}],
        routes=[{"route": "bayer", "mineral": "Ga", "co2": 5.0, "confidence": "C"},
                {"route": "clean", "mineral": "Ga", "co2": 4.0, "confidence": "A"}],
        settings={"objective": "weighted", "carbon_price": 1000.0},
    )  # fmt: skip
    found = hinges(tables)["bayer", "co2"]
    assert (found.down_to, found.up_to) == (None, pytest.approx(6))
    assert found.lost == pytest.approx((0, 0.05))


def test_more_demand_than_was_thought() -> None:
    """130 t instead of 100 t with 100 t to be had in all: 30 t short whoever knew; nothing lost."""
    demand = {"material": "Ga", "by_year": {2027: 100.0}, "confidence": "C"}
    tables = simple(supply=[option("aaa", 10, 100)], settings=COST)
    tables = replace(tables, demand=(replace(tables.demand[0], confidence="C"),))
    found = hinges(tables)["Ga", "demand"]
    assert (found.low, found.high) == pytest.approx((70, 130))
    assert found.lost[1] == pytest.approx(0)
    assert demand["by_year"] == dict(tables.demand[0].by_year)


def test_the_plan_of_the_default_case_turns_where_it_is_said_to(met_case: Case) -> None:
    """Costs of an option or a route: just before, no plan is better; beyond, one is."""
    planned = make_plan(met_case)
    worth = money(planned)
    whole = pricing(planned, worth)
    edits = {(d.name, d.field): d.edit for d in doubts(met_case, worth)}
    turned = 0
    for figure in explain(planned).figures:
        edit = edits[figure.name, figure.field]
        if figure.field not in ("price", "freight", "co2") or edit is None:
            continue
        for end in (figure.down_to, figure.up_to):
            if end is None or end == figure.value:
                continue
            for part in whole.parts:
                rates = edit(figure.value + 1).applied(part.program)[1]
                if not rates.any():
                    continue
                step = 1e-2 * (end - figure.value)
                costs = [
                    part.cost + edit(v).applied(part.program)[1] for v in (end - step, end + step)
                ]
                beaten = [
                    float(cost @ (part.plan - part.ask(part.program, cost).x)) for cost in costs
                ]
                assert beaten[0] <= slack(part) + 1e-4, figure
                assert beaten[1] > slack(part) / 2, figure
                turned += 1
    assert turned > 40


def _doubtful(tables: Tables) -> Tables:
    """Everything of grade C."""
    sheets = ("supply", "routes", "demand", "materials", "conversions", "origins")
    return replace(
        tables,
        **{s: tuple(replace(row, confidence="C") for row in getattr(tables, s)) for s in sheets},
    )


def _whole(tables: Tables) -> tuple[Case, Pricing]:
    case = make_case(tables)
    planned = make_plan(case)
    worth = money(planned)
    return case, pricing(planned, worth)


def _elsewhere(tables: Tables, doubt: Doubt, value: float) -> Tables:
    """The tables with a figure changed in its cell (all years alike)."""
    sheet = doubt.cell.split("!")[0]
    name = KIND[sheet]
    rows = []
    for row in getattr(tables, name):
        at = getattr(row, KEYS.get(name, {"routes": "route", "demand": "material"}.get(name, "")),
                     None)  # fmt: skip
        if name == "origins":
            at = f"{row.mineral} {row.shipped_from}>{row.origin}"
        if at != doubt.name:
            rows.append(row)
        elif doubt.field == "demand":
            total = sum(row.by_year.values())
            rows.append(
                replace(row, by_year={t: q * value / total for t, q in row.by_year.items()})
            )
        else:
            field = {"yield": "yield_"}.get(doubt.field, doubt.field)
            rows.append(replace(row, **{field: value if field != "first_year" else int(value)}))
    return replace(tables, **{name: tuple(rows)})


def test_every_figure_edited_is_the_workbook_edited() -> None:
    """The optimum of the parts with a figure edited is that of a programme built from the changed
    workbook, for every kind of figure there is."""
    tables = rich()
    tables = _doubtful(
        replace(
            tables,
            supply=(*tables.supply[:-1], replace(tables.supply[-1], co2=4.0, status="project",
                                                 freight=0.3)),
            origins=(),
            limits=(),
            countries=tuple(replace(row, max_share=1.0) for row in tables.countries),
            settings=replace(tables.settings, objective="weighted", carbon_price=300.0,
                             concentration_price=0.01),
        )
    )  # fmt: skip
    case, whole = _whole(tables)
    seen = set()
    for doubt in doubts(case, whole.money):
        for value in (doubt.low, doubt.high):
            if value == doubt.value:
                continue
            seen.add(doubt.field)
            mine = _edited(case, whole, doubt, value)
            other = _rebuilt(whole, _elsewhere(tables, doubt, value))
            assert mine == pytest.approx(other, rel=1e-6), (doubt, value)
    assert seen >= {
        *("price", "freight", "co2", "capacity", "capacity_share", "first_year", "demand"),
        *("max_stock", "holding_cost", "shortage_cost", "storage_loss", "cost", "yield"),
    }


def _edited(case: Case, whole: Pricing, doubt: Doubt, value: float) -> float:
    """What the parts come to with the figure edited, million USD."""
    if doubt.edit is None:
        world = doubt.case(value)
        program = whole.planned.program.revised(figures(world), bounds(world))
        return _solved(whole, program)
    total = 0.0
    for part in whole.parts:
        program, added = doubt.edit(value).applied(part.program)
        answer = part.ask(program, part.cost + added)
        total += float((part.money + added) @ answer.x)
    return total / SCALE


def _rebuilt(whole: Pricing, tables: Tables) -> float:
    return _solved(whole, compile_model(build(make_case(tables))))


def _solved(whole: Pricing, program) -> float:
    """A whole programme on the same grid at the same worth of the aims, million USD."""
    refiner = Refiner(program, Engine())
    shares = whole.planned.refiner.share_values(whole.planned.chosen.x)
    held = refiner.set_near(refiner.start, shares, 0.01)
    x = refiner.engine.minimise(held.program, whole.cost).x
    cost = whole.planned.aims.costs({a: SCALE * v for a, v in whole.money.weights.items()})
    return float(cost @ x) / SCALE


def test_a_limit_that_another_limit_of_the_option_undercuts_turns_the_plan_where_it_binds() -> None:
    """Of aaa 80 t, but at most 40 % of 100 t: used are 40 t, so capacity turns the plan at 40 t and
    never upwards; the share does at once."""
    supply = [option("aaa", 10, 80, capacity_share=0.4), option("bbb", 14, 200)]
    found = hinges(simple(supply=supply, settings=COST))
    assert (found["aaa", "capacity"].down_to, found["aaa", "capacity"].up_to) == (40, None)
    share = found["aaa", "capacity_share"]
    assert (share.down_to, share.up_to) == (0.4, 0.4)


@pytest.mark.parametrize("limits", [(), ({"limit": "purse", "measure": "cost", "value": 90.0},)])
def test_a_figure_of_years_that_share_no_equation_is_one_figure(limits) -> None:
    """All stock is lost within a year, so the years are planned apart; the price is one figure, and
    what its error loses in both years is told: 60 t x 2 USD/kg in each."""
    material = {"material": "Ga", "mineral": "Ga", "shortage_cost": 5000.0, "max_stock": 10.0,
                "storage_loss": 1.0, "initial_stock": 1.0}  # fmt: skip
    supply = [option("aaa", 10, 60, commitment="contract", price_high=16.0), option("bbb", 14, 200)]
    settings = {**COST, "discount_rate": 0.0}
    tables = simple(
        (2027, 2028), supply=supply, materials=[material], limits=limits, settings=settings
    )
    planned = make_plan(make_case(tables))
    figures = explain(planned).figures
    (price,) = [f for f in figures if (f.name, f.field) == ("aaa", "price")]
    assert price.lost == pytest.approx((0, 0.24))
    assert price.tonnes == pytest.approx((0, 120))


def test_no_price_turns_a_plan_that_is_short() -> None:
    """60 of 100 t can be had: demand comes first, whatever aaa costs."""
    found = hinges(simple(supply=[option("aaa", 10, 60)], settings=COST))["aaa", "price"]
    assert (found.down_to, found.up_to) == (None, None)


def test_a_ceiling_on_a_country_that_ships_nothing_is_no_part() -> None:
    """BBB is an origin of what AAA ships and ships nothing itself: its largest share stands in an
    equation without variables."""
    tables = simple(
        supply=[option("aaa", 10, 200)],
        countries=[{"country": "AAA", "name_en": "A"},
                   {"country": "BBB", "name_en": "B", "max_share": 0.3}],
        origins=[{"mineral": "Ga", "shipped_from": "AAA", "origin": "BBB", "share": 0.5}],
        settings={**COST, "concentration_basis": "origin"},
    )  # fmt: skip
    assert hinges(tables)["aaa", "price"].lost == pytest.approx((0, 0))


def test_what_plays_no_part_moves_nothing(default_run: Run) -> None:
    """Nothing is short in the default case, so what a shortage costs moves no plan."""
    found = [f for f in default_run.findings.reasons.figures if f.field == "shortage_cost"]
    assert found
    for figure in found:
        assert (figure.down_to, figure.up_to, figure.lost) == (None, None, (0, 0)), figure


def test_a_store_and_a_step_turn_the_plan_where_they_are_used_up() -> None:
    """10 t are kept for 36.5 days of 100 t; the store holds 50 t. 100 t are refined of 400 t, and
    refining turns the plan only when it is dearer than what is bought refined, at 3 USD/kg."""
    materials = [
        {"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0},
        {"material": "Fine", "mineral": "Ga", "shortage_cost": 900.0, "max_stock": 50.0,
         "stock_target_days": 36.5, "confidence": "C"},
    ]  # fmt: skip
    step = {"conversion": "refine", "from_material": "Ga", "to_material": "Fine", "country": "JPN",
            "cost": 2.0, "capacity": 440.0, "confidence": "C"}  # fmt: skip
    supply = [option("aaa", 10, 900), {**option("fff", 13, 900), "material": "Fine"}]
    found = hinges(simple(demand={"Ga": [0.0], "Fine": [100.0]}, supply=supply,
                          materials=materials, conversions=[step], settings=COST))  # fmt: skip
    turns = {key: (figure.down_to, figure.up_to) for key, figure in found.items()}
    assert turns["Fine", "max_stock"] == (pytest.approx(10), None)
    assert turns["refine", "capacity"] == (pytest.approx(110), None)
    assert turns["refine", "cost"] == (None, pytest.approx(3))


def test_ranges_of_a_hundred_per_cent_leave_a_yield() -> None:
    """A figure of grade C may be anything from nought on, but a yield of nought yields nothing."""
    settings = {**COST, "range_b": 1.0, "range_c": 1.0}
    tables = _doubtful(rich())
    tables = replace(tables, settings=replace(tables.settings, **settings))
    found = hinges(tables)["refine", "yield"]
    assert found.low == pytest.approx(0.009)
