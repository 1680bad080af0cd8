"""Prices of rules: by hand sums, and by solving again with the limit moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from model.case import Case, make_case
from model.errors import NoPlanError
from model.explain.anew import planned_anew
from model.explain.convex_piece import Piece, Tangent, first_piece
from model.explain.explanations import GIVEN_BACK, IMPLIED, Price, RuleCost
from model.explain.money import STEP, money
from model.explain.pricing_problem import Pricing, pricing
from model.explain.rule_prices import costly_rules, part_rules, rule_cost
from model.formulation import build
from model.lp.answer import InfeasibleError
from model.lp.compilation import compile_model
from model.lp.highs import Engine
from model.pipeline import Planned, make_plan
from model.planning.aim_values import SCALE
from model.planning.planner import Planner
from model.rules.bounds import boundings, moved
from model.rules.constraints import Bounding
from model.workbook.layout import Tables
from tests.cases import option, row, simple
from tests.planning.test_differential import random_tables

OBJECTIVES = ("cost", "balanced", "weighted", "priority", "concentration", "co2")
INSIDE = (0.31, 0.87)
"""Places inside a range, as parts of the way to its end."""

BEYOND = 0.05
"""How far beyond the end of a range is looked, as a part of it."""


@dataclass(frozen=True)
class Priced:
    """A case with its plan, its pricing programme and the prices found."""

    planned: Planned
    whole: Pricing
    prices: tuple[Price, ...]

    @property
    def costs(self) -> list[RuleCost]:
        case, whole = self.whole.planned.case, self.whole
        rules = [part_rules(case, whole.money, part) for part in whole.parts]
        anew = partial(planned_anew, case, whole.planned.refiner)
        return [rule_cost(whole, costly, anew) for costly in costly_rules(whole, rules)]


def priced(case: Case) -> Priced:
    planned = make_plan(case)
    whole = pricing(planned, money(planned))
    rules = [part_rules(case, whole.money, part) for part in whole.parts]
    found = [price for one in rules for price in one.prices]
    return Priced(planned, whole, tuple(found))


def with_objective(tables: Tables, objective: str) -> Tables:
    settings = replace(
        tables.settings, objective=objective, carbon_price=60.0, concentration_price=2.5
    )
    return replace(tables, settings=settings)


class Again:
    """The pricing programme as a whole, solved anew with a limit moved: all but the parts."""

    def __init__(self, whole: Pricing) -> None:
        self._whole, self._engine = whole, Engine()
        self._money = whole.planned.aims.costs(
            {a: SCALE * v for a, v in whole.money.weights.items()}
        )
        columns = whole.held.program.column_of
        self._short, self._gap = (
            list(columns[name].values()) for name in ("shortage", "reserve_gap")
        )
        self._base = self._engine.minimise(whole.held.program, whole.cost).x

    def change(self, rule: Bounding, by: float) -> np.ndarray | None:
        """What the plan comes to more, million USD, tonnes short, and tonnes missing to the
        reserve; ``None`` if there is no plan."""
        program = moved(self._whole.held.program, [(rule, by)])
        try:
            more = self._engine.minimise(program, self._whole.cost).x - self._base
        except InfeasibleError:
            return None
        money = float(self._money @ more) / SCALE
        return np.array([money, more[self._short].sum(), more[self._gap].sum()])


def check(again: Again, price: Price) -> int:
    """How many places bear a price out; fails if one does not."""
    rule, size, done = price.rule, max(1.0, abs(price.rule.value)), 0
    a_unit = np.array([price.price, price.parts.shortage, price.parts.reserve])
    for end in (price.low, price.high):
        room = end - rule.value if math.isfinite(end) else size
        if abs(room) < 1e-6 * size:
            continue
        for part in INSIDE:
            change = again.change(rule, part * room)
            np.testing.assert_allclose(change, a_unit * part * room, 1e-6, 2e-8, err_msg=str(price))
            done += 1
        if ends_at_limit(rule, end):
            continue
        step = room * (1 + BEYOND) + math.copysign(1e-6 * size, room)
        change = again.change(rule, step)
        if change is not None:
            kept = a_unit * step
            assert (abs(change - kept) > 1e-9 * abs(kept) + 1e-13).any(), price
            done += 1
    return done


def ends_at_limit(rule: Bounding, end: float) -> bool:
    """Whether a range ends where the cell itself can go no further."""
    return (
        math.isinf(end)
        or end <= max(rule.least, 0.0) + 1e-9
        or end >= rule.most - 1e-9
        or (rule.unit.startswith("days") and end >= 730)
    )


@pytest.fixture(scope="module")
def default_priced(default_case) -> Priced:
    return priced(default_case)


def test_prices_of_the_default_case_hold_inside_their_ranges_and_not_beyond(default_priced) -> None:
    found = default_priced
    again = Again(found.whole)
    assert len(found.prices) > 150
    assert sum(check(again, price) for price in found.prices) > 1000


@pytest.mark.parametrize("block", range(10))
def test_prices_hold_on_random_cases(block: int) -> None:
    """100 random cases, every objective in turn."""
    places = 0
    for seed in range(10 * block, 10 * block + 10):
        tables = with_objective(random_tables(seed), OBJECTIVES[seed % len(OBJECTIVES)])
        try:
            found = priced(make_case(tables))
        except NoPlanError:
            continue
        again = Again(found.whole)
        places += sum(check(again, price) for price in found.prices)
    assert places > 50


def ruled(seed: int) -> Tables | None:
    """A random case with ceilings on HHI, CO2, cost and imports a little below what its plan comes
    to, and take-or-pay a little above; ``None`` if there is no plan."""
    tables = with_objective(random_tables(seed), OBJECTIVES[seed % len(OBJECTIVES)])
    try:
        planned = make_plan(make_case(tables))
    except NoPlanError:
        return None
    plan, t = planned.solution, tables.settings.last_year
    k = ("A", "B")[seed % 2]
    emitted = sum(q for (_, year), q in plan["supply_co2"].items() if year == t)
    values = {
        "hhi": plan["hhi"].get((k, t), 0.0),
        "co2": emitted,
        "cost": sum(q for (_, year), q in plan["spending"].items() if year == t),
    }
    limits = [
        {"limit": m, "measure": m, "value": round(value * 0.97, 3), "first_year": t,
         "mineral": k if m == "hhi" else "", "penalty": 0.7 if m == "cost" else None}
        for m, value in values.items()
    ]  # fmt: skip
    rows = tuple(row(type(tables.limits[0]), n, **v) for n, v in enumerate(limits, 2))
    first = tables.supply[0]
    bought = plan["imports"][first.supply, t]
    most = first.capacity if first.capacity is not None else bought + 5
    supply = (replace(first, min_take=min(most, bought * 1.03)), *tables.supply[1:])
    return replace(tables, limits=(*tables.limits, *rows), supply=supply)


@pytest.mark.parametrize("block", range(5))
def test_prices_of_policy_hold_on_random_cases(block: int) -> None:
    """Ceilings on HHI, CO2 and cost that bind, one of them soft, and take-or-pay."""
    kinds: set[str] = set()
    for seed in range(300 + 8 * block, 308 + 8 * block):
        tables = ruled(seed)
        if tables is None:
            continue
        try:
            found = priced(make_case(tables))
        except NoPlanError:
            continue
        again = Again(found.whole)
        for price in found.prices:
            check(again, price)
        kinds |= {p.rule.name for p in found.prices if p.rule.kind == "limit"}
    assert kinds & {"hhi", "co2", "cost"}


@pytest.mark.parametrize("objective", ["cost", "weighted"])
def test_the_aim_of_a_plan_made_anew_moves_as_the_prices_say(
    met_case: Case, objective: str
) -> None:
    """The whole way: the cell changed in all three years, the plan made anew, the aim compared."""
    tables = with_objective(met_case.tables, objective)
    settings = replace(tables.settings, concentration_price=0.0, last_year=2029)
    tables = replace(tables, settings=settings)
    found = priced(make_case(tables))
    worth, base = found.whole.money, found.planned.chosen.aims
    done = 0
    for n, option_row in enumerate(tables.supply):
        mine = [p for p in found.prices if p.rule.cell == option_row.at.place("capacity")]
        if not mine or done == 5:
            continue
        room = min(p.high - p.rule.value for p in mine) * 0.4
        other = replace(option_row, capacity=option_row.capacity + room)
        changed = (*tables.supply[:n], other, *tables.supply[n + 1 :])
        anew = make_plan(make_case(replace(tables, supply=changed))).chosen.aims
        told = sum(p.price for p in mine) * room
        assert worth.worth(anew) - worth.worth(base) == pytest.approx(told, rel=2e-2, abs=1e-6)
        done += 1
    assert done == 5


def test_the_price_of_a_capacity_by_hand() -> None:
    """100 t in 2028; 60 t at 10 and 60 t at 14 USD/kg. A tonne more at 10 saves 4,000 USD / 1.1.

    Up to 40 t more, when it serves all; and down to 40 t, below which the dear one is used up.
    """
    tables = simple(
        (2027, 2028),
        supply=[option("aaa", 10, 60), option("bbb", 14, 60)],
        settings={"objective": "cost", "discount_rate": 0.1},
    )
    found = priced(make_case(tables))
    (price,) = [p for p in found.prices if p.rule.year == 2028]
    assert (price.rule.cell, price.rule.unit) == ("Supply!I7", "t")
    assert price.price == pytest.approx(-0.004 / 1.1)
    assert (price.low, price.high) == pytest.approx((40, 100))
    assert price.tenth == pytest.approx(6 * 0.004 / 1.1)
    assert price.parts.shortage == pytest.approx(0, abs=1e-9)


def test_the_price_of_a_capacity_when_demand_goes_short() -> None:
    """100 t needed, 60 + 20 t to be had; shortage costs 5,000 USD/kg. A tonne more at 10 USD/kg
    leaves a tonne less unmet and saves 4.99 million USD."""
    tables = simple(
        supply=[option("aaa", 10, 60), option("bbb", 14, 20)], settings={"objective": "cost"}
    )
    prices = {p.rule.name: p for p in priced(make_case(tables)).prices}
    assert prices["aaa"].price == pytest.approx(-4.990)
    assert prices["bbb"].price == pytest.approx(-4.986)
    assert prices["aaa"].parts.shortage == pytest.approx(-1)
    assert (prices["aaa"].low, prices["aaa"].high) == pytest.approx((0, 80))


def test_the_price_of_take_or_pay_by_hand() -> None:
    """30 t must be taken at 14 USD/kg where 10 would do: a tonne less to take saves 4,000 USD."""
    tables = simple(
        supply=[option("aaa", 10, 200), option("bbb", 14, 60, min_take=30.0)],
        settings={"objective": "cost"},
    )
    found = priced(make_case(tables))
    (price,) = found.prices
    assert (price.rule.kind, price.rule.cell) == ("min_take", "Supply!K8")
    assert (price.price, price.low, price.high) == pytest.approx((0.004, 0, 60))
    (cost,) = found.costs
    assert cost.without is not None
    assert cost.without.weighed == pytest.approx(-0.12)
    moved_tonnes = {("Ga", "AAA"): 30.0, ("Ga", "BBB"): -30.0}
    assert cost.without.tonnes == pytest.approx(moved_tonnes)


def test_the_price_of_a_share_and_what_the_whole_rule_costs() -> None:
    """At most 40 % of 100 t from AAA at 10, the rest at 14 USD/kg: a hundredth more saves 4,000
    USD, the whole rule costs 240,000 USD and moves 60 t from BBB to AAA."""
    tables = simple(
        supply=[option("aaa", 10, 200), option("bbb", 14, 200)],
        countries=[{"country": c, "name_en": c} for c in ("AAA", "BBB")],
        limits=[{"limit": "cap", "measure": "country_share", "country_or_group": "AAA",
                 "value": 0.4}],
        settings={"objective": "cost"},
    )  # fmt: skip
    found = priced(make_case(tables))
    (price,) = found.prices
    assert (price.rule.cell, price.rule.unit) == ("Limits!I7", "share of demand")
    assert (price.price, price.low, price.high) == pytest.approx((-0.4, 0, 1))
    (cost,) = found.costs
    assert cost.tenth == pytest.approx(0.016)
    assert cost.without is not None
    assert cost.without.weighed == pytest.approx(-0.24)
    assert cost.without.moved == pytest.approx(60)


def test_a_limit_that_does_not_bind_costs_nothing() -> None:
    tables = simple(
        supply=[option("aaa", 10, 200), option("bbb", 14, 200)],
        limits=[{"limit": "cap", "measure": "import_share", "value": 1.0}],
        settings={"objective": "cost"},
    )
    found = priced(make_case(tables))
    assert not found.prices
    (cost,) = found.costs
    assert cost.without is not None
    assert (cost.tenth, cost.without.weighed) == pytest.approx((0, 0), abs=1e-9)


def test_a_reserve_by_hand() -> None:
    """73 days of 100 t are 20 t, bought in the first year at 10 USD/kg and held for 1 USD/kg, kept
    to the end of the only year: a day costs 100/365 t x 11 USD/kg."""
    material = {"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0, "max_stock": 50.0,
                "stock_target_days": 73.0, "holding_cost": 1.0}  # fmt: skip
    tables = simple(
        supply=[option("aaa", 10, 200)], materials=[material], settings={"objective": "cost"}
    )
    found = priced(make_case(tables))
    (price,) = found.prices
    assert (price.rule.kind, price.rule.unit) == ("stock_target", "days of demand")
    assert price.price == pytest.approx(100 / 365 * 0.011)
    assert (price.low, price.high) == pytest.approx((0, 50 / 100 * 365))
    (cost,) = found.costs
    assert cost.without is not None
    assert cost.without.weighed == pytest.approx(-0.22)


def test_the_opening_stock_is_not_charged_to_the_reserve() -> None:
    """20 t in store at the start must be there at the end; the reserve asks for 10 t more."""
    material = {"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0, "max_stock": 50.0,
                "initial_stock": 20.0, "stock_target_days": 109.5}  # fmt: skip
    tables = simple(
        supply=[option("aaa", 10, 200)], materials=[material], settings={"objective": "cost"}
    )
    found = priced(make_case(tables))
    (cost,) = found.costs
    assert cost.without is not None
    assert cost.without.weighed == pytest.approx(-0.1)
    (price,) = found.prices
    assert price.low == pytest.approx(73)


CHANGES = {
    "capacity": ("supply", "capacity"),
    "capacity_share": ("supply", "capacity_share"),
    "min_take": ("supply", "min_take"),
    "conversion": ("conversions", "capacity"),
    "max_stock": ("materials", "max_stock"),
    "stock_target": ("materials", "stock_target_days"),
    "max_share": ("countries", "max_share"),
    "limit": ("limits", "value"),
}


def rich() -> Tables:
    """One of every kind of rule, on two minerals and two years."""
    return simple(
        (2027, 2028),
        demand={"A4": [90.0, 110.0], "A6": [30.0, 40.0], "B": [200.0, 260.0]},
        materials=[
            {"material": "A4", "mineral": "A", "shortage_cost": 900.0, "max_stock": 40.0,
             "initial_stock": 5.0, "stock_target_days": 50.0, "holding_cost": 0.7,
             "storage_loss": 0.1},
            {"material": "A6", "mineral": "A", "shortage_cost": 1900.0},
            {"material": "B", "mineral": "B", "shortage_cost": 90.0},
        ],
        supply=[
            {**option("aaa", 10, 80), "material": "A4"},
            {**option("bbb", 14, None, capacity_share=0.7), "material": "A4"},
            {**option("ccc", 19, 90, min_take=12.0), "material": "A4"},
            {**option("ddd", 3, 150), "material": "B"},
            {**option("eee", 4, None), "material": "B"},
        ],
        conversions=[{"conversion": "refine", "from_material": "A4", "to_material": "A6",
                      "country": "JPN", "yield": 0.9, "cost": 6.0, "capacity": 45.0}],
        countries=[{"country": "BBB", "name_en": "B", "max_share": 0.55},
                   *({"country": c, "name_en": c} for c in ("AAA", "CCC", "DDD", "EEE", "JPN"))],
        limits=[
            {"limit": "floor", "measure": "country_share", "sense": "min",
             "country_or_group": "CCC", "mineral": "A", "value": 0.1},
            {"limit": "cap", "measure": "import_share", "value": 1.2},
            {"limit": "hhi", "measure": "hhi", "mineral": "B", "value": 6000.0},
            {"limit": "co2", "measure": "co2", "value": 9e5, "penalty": 0.001},
        ],
        settings={"objective": "cost"},
    )  # fmt: skip


def test_every_kind_of_rule_moves_the_bounds_its_cell_moves() -> None:
    """The programme with a rule moved is the one of the workbook with that cell changed."""
    tables = rich()
    case = make_case(tables)
    program = compile_model(build(case))
    rules: dict[tuple[str, str], list[Bounding]] = {}
    for rule in boundings(case, program):
        rules.setdefault((rule.kind, rule.name), []).append(rule)
    assert {kind for kind, _ in rules} >= set(CHANGES)
    for (kind, name), several in rules.items():
        if kind not in CHANGES:
            continue
        sheet, field = CHANGES[kind]
        by = 0.01 * several[0].value
        changed = [
            replace(row, **{field: getattr(row, field) + by})
            if getattr(row, KEYS[sheet]) == name
            else row
            for row in getattr(tables, sheet)
        ]
        other = compile_model(build(make_case(replace(tables, **{sheet: tuple(changed)}))))
        mine = moved(program, [(rule, by) for rule in several])
        for bound in ("lower", "upper", "row_lower", "row_upper"):
            kept = [n for n, (c, _) in enumerate(program.columns) if c != "segment"]
            pick: Sequence[int] | slice = kept if bound in ("lower", "upper") else slice(None)
            np.testing.assert_allclose(
                getattr(mine, bound)[pick], getattr(other, bound)[pick], atol=1e-9,
                err_msg=f"{kind} {name} {bound}",
            )  # fmt: skip


KEYS = {"supply": "supply", "conversions": "conversion", "materials": "material",
        "countries": "country", "limits": "limit"}  # fmt: skip


def test_the_plan_of_balanced_is_the_best_at_its_own_prices(default_case) -> None:
    """With the prices told, no plan comes to less money: 'weighted' finds one as good."""
    planned = make_plan(default_case)
    worth = money(planned)
    assert worth.how == IMPLIED
    settings = replace(
        default_case.settings,
        objective="weighted",
        carbon_price=worth.weights["co2"] * 1000,
        concentration_price=worth.weights["concentration"] * 1000 / len(default_case.years),
    )
    case = replace(default_case, tables=replace(default_case.tables, settings=settings))
    other = Planner(case, compile_model(build(case))).plan("weighted")
    here = worth.worth(planned.chosen.aims)
    assert worth.worth(other.aims) == pytest.approx(here, rel=1e-6)
    assert other.aims == pytest.approx(planned.chosen.aims, rel=2e-3)


def test_prices_of_an_aim_that_is_not_cost() -> None:
    """HHI alone: 50 + 50 t at 10 and 14 USD/kg. Giving back a hundredth of the range saves a
    hundredth of it, so a point is worth the saving by the point."""
    tables = simple(
        supply=[option("aaa", 10, 200), option("bbb", 14, 50)],
        settings={"objective": "concentration"},
    )
    found = priced(make_case(tables))
    worth = found.whole.money
    assert worth.how == GIVEN_BACK
    assert set(worth.weights) == {"concentration"}
    # 51 points back of 5,000: shares move by sqrt(0.5 x 0.01 / 2) = 5 % of 100 t, at 4,000 USD a t
    saved = 0.004 * 100 * math.sqrt(0.0025)
    assert worth.weights["concentration"] == pytest.approx(saved / 50, rel=0.02)


@pytest.mark.parametrize(
    ("points", "slope", "end"),
    [
        ([(0, 0), (2, -4), (5, -7)], -2.0, 2.0),
        ([(0, 0), (2, -4)], -2.0, 2.0),
        ([(0, 0), (1, -1), (2, -1.5), (9, -1.6)], -1.0, 1.0),
    ],
)
def test_the_first_piece_of_a_bent_line(
    points: list[tuple[float, float]], slope: float, end: float
) -> None:
    """Straight between the points and level after the last; any start tangent will do."""
    asked = []

    def tangent(at: float) -> Tangent:
        asked.append(at)
        for (a, fa), (b, fb) in pairwise(points):
            if at < b:
                return Tangent(at, fa + (fb - fa) / (b - a) * (at - a), (fb - fa) / (b - a))
        return Tangent(at, points[-1][1], 0.0)

    far = Tangent(math.inf, points[-1][1], 0.0)
    for first in (slope, slope - 3):
        found = first_piece(tangent, Tangent(0.0, 0.0, first), far)
        assert found == Piece(pytest.approx(slope), pytest.approx(end))
    assert len(asked) < 12


def test_a_straight_line_ends_where_it_is_left() -> None:
    found = first_piece(
        lambda at: Tangent(at, 3 * at, 3.0), Tangent(0, 0, 3.0), Tangent(8, 24, 3.0)
    )
    assert found == Piece(3.0, 8.0)


def test_a_capacity_is_worth_nothing_beyond_the_share_of_demand_that_holds_next() -> None:
    """100 t; of aaa 30 t, and at most 40 % of demand: ten tonnes more save 4,000 USD each, no more.
    bbb: 50 t and 50 % of demand are the same: neither alone lets anything in."""
    tables = simple(
        supply=[option("aaa", 10, 30, capacity_share=0.4),
                option("bbb", 12, 50, capacity_share=0.5), option("ccc", 14, 200)],
        settings={"objective": "cost"},
    )  # fmt: skip
    prices = {p.rule.name: p for p in priced(make_case(tables)).prices}
    assert (prices["aaa"].price, prices["aaa"].high) == pytest.approx((-0.004, 40))
    assert prices["aaa"].tenth == pytest.approx(0.012)
    assert (prices["bbb"].high, prices["bbb"].tenth) == pytest.approx((50, 0))


def test_a_price_is_cash_where_hhi_and_co2_are_kept(met_case: Case) -> None:
    """Under 'balanced': the least cost with no more HHI and no more CO2 than the plan, the cell a
    little looser; it falls by what the price says, and all of that is cash."""
    found = priced(met_case)
    planned, chosen = found.planned, found.planned.chosen
    refiner, engine = planned.refiner, Engine()
    shares = refiner.share_values(chosen.x)
    held = refiner.set_near(planned.met, shares, STEP)
    ceilings = {aim: chosen.aims[aim] for aim in ("concentration", "co2")}
    program = planned.aims.capped(held, ceilings).program
    cost = planned.aims.cost_of("cost")
    base = engine.minimise(program, cost).objective
    done = 0
    for price in found.prices[:60]:
        rule = price.rule
        assert price.kept
        assert (price.parts.concentration, price.parts.co2) == (0, 0)
        assert price.parts.cash == pytest.approx(price.price)
        if rule.kind not in ("capacity", "capacity_share") or price.high <= rule.value:
            continue
        step = 0.02 * min(price.high - rule.value, rule.value)
        less = engine.minimise(moved(program, [(rule, step)]), cost).objective - base
        assert less / SCALE == pytest.approx(price.parts.cash * step, rel=0.02, abs=2e-6), rule
        done += 1
    assert done > 30
