"""Plans a reader can check by hand, one block after the other, each limit binding in turn.

Unless said otherwise: one year, one material, demand 100 t, money in million USD
(1 t at 1 USD/kg is 0.001 million).
"""

from __future__ import annotations

import pytest

from tests.cases import option, simple, solve, tonnes

TWO = [option("cheap", 10, 60), option("dear", 14, 60)]


def near(value: float, rel: float = 1e-9) -> object:
    return pytest.approx(value, rel=rel, abs=1e-9)


def test_the_cheap_source_is_used_up_first() -> None:
    """100 t needed; 60 t at 10 and 60 t at 14 USD/kg: 60 x 10 + 40 x 14 = 1,160 thousand USD."""
    _, plan = solve(simple(supply=TWO), "cost")
    assert tonnes(plan) == {("cheap", 2027): 60, ("dear", 2027): 40}
    assert plan.aims["cost"] == near(1.160)


def test_freight_and_tariff_count() -> None:
    """(10 + 1) x 1.5 = 16.5 is dearer than 14 + 2: the dear one first, 60 x 16 + 40 x 16.5."""
    supply = [
        option("cheap", 10, 60, freight=1, tariff=0.5),
        option("dear", 14, 60, freight=2),
    ]
    _, plan = solve(simple(supply=supply), "cost")
    assert tonnes(plan) == {("cheap", 2027): 40, ("dear", 2027): 60}
    assert plan.aims["cost"] == near(0.960 + 0.660)
    assert plan["tariff_cost"]["cheap", 2027] == near(40 * 5.5 / 1000)


def test_capacity_share_of_demand_binds() -> None:
    """A quarter of 100 t, although capacity is 60 t."""
    supply = [option("scrap", 5, 60, capacity_share=0.25), option("dear", 14)]
    _, plan = solve(simple(supply=supply), "cost")
    assert tonnes(plan) == {("scrap", 2027): 25, ("dear", 2027): 75}


def test_take_or_pay_is_taken() -> None:
    """30 t of the dear one must be taken: 60 x 10 would be 70."""
    supply = [option("cheap", 10, 90), option("dear", 14, 60, min_take=30)]
    _, plan = solve(simple(supply=supply), "cost")
    assert tonnes(plan) == {("cheap", 2027): 70, ("dear", 2027): 30}


def test_by_year_figures_and_years_of_operation() -> None:
    """2027: the project does not run yet; 2028: 20 t at 8 USD/kg; 2029: 50 t at 12, dearer than 10.

    Without a discount: 1,000 + (20 x 8 + 80 x 10) + 1,000 thousand USD.
    """
    supply = [option("old", 10), option("new", 12, 50, first_year=2028, last_year=2029)]
    yearly = [
        {"supply": "new", "field": "capacity", "by_year": {2027: 20.0, 2028: 20.0}},
        {"supply": "new", "field": "price", "by_year": {2028: 8.0}},
    ]
    tables = simple(
        (2027, 2029), supply=supply, supply_by_year=yearly, settings={"discount_rate": 0.0}
    )
    _, plan = solve(tables, "cost")
    assert tonnes(plan) == {
        ("old", 2027): 100,
        ("old", 2028): 80,
        ("new", 2028): 20,
        ("old", 2029): 100,
    }
    assert plan.aims["cost"] == near(1.0 + 0.96 + 1.0)


def test_cost_is_present_value() -> None:
    """100 t at 10 in three years at 25 %: 1 + 1/1.25 + 1/1.5625."""
    tables = simple((2027, 2029), supply=[option("one", 10)], settings={"discount_rate": 0.25})
    _, plan = solve(tables, "cost")
    assert plan.aims["cost"] == near(1 + 0.8 + 0.64)


def material(name: str = "Ga", mineral: str = "Ga", **more: float) -> dict[str, object]:
    return {"material": name, "mineral": mineral, "shortage_cost": 5000.0, **more}


def test_shortage_is_the_last_resort() -> None:
    """90 t to be had: 10 t short at 5,000 USD/kg = 50 million, although nothing forces buying."""
    _, plan = solve(simple(supply=[option("only", 10, 90)]), "co2")
    assert plan["shortage"]["Ga", 2027] == near(10)
    assert plan.aims["cost"] == near(0.9 + 50)


def test_demand_is_met_even_if_shortage_costs_less_than_metal() -> None:
    """Metal at 100 USD/kg, shortage at 1: demand still comes first."""
    tables = simple(materials=[material(shortage_cost=1.0)], supply=[option("only", 100, 200)])
    _, plan = solve(tables, "cost")
    assert tonnes(plan) == {("only", 2027): 100}


def test_the_costlier_shortage_is_avoided_first() -> None:
    """70 t of A; B needs A one to one. Short of B costs 9, of A 5: B gets its 40 t, A lacks 10."""
    tables = simple(
        demand={"A": [40.0], "B": [40.0]},
        materials=[material("A", shortage_cost=5.0), material("B", shortage_cost=9.0)],
        supply=[{**option("only", 10, 70), "material": "A"}],
        conversions=[
            {"conversion": "v", "from_material": "A", "to_material": "B", "country": "JPN"}
        ],
    )
    _, plan = solve(tables, "cost")
    assert plan["shortage"] == {("A", 2027): near(10), ("B", 2027): near(0)}


def test_conversion_uses_more_than_it_makes() -> None:
    """30 t of B at a yield of 0.75 use up 40 t of A: 50 + 40 = 90 t of A bought at 10.

    Cost: 900 + 30 x 20 = 1,500 thousand USD; CO2: 90 x 200 + 30 x 7 = 18,210 t.
    """
    tables = simple(
        demand={"A": [50.0], "B": [30.0]},
        materials=[material("A"), material("B")],
        supply=[{**option("only", 10, 200), "material": "A", "co2": 200.0}],
        conversions=[
            {
                "conversion": "refine",
                "from_material": "A",
                "to_material": "B",
                "country": "JPN",
                "yield": 0.75,
                "cost": 20.0,
                "co2": 7.0,
            }
        ],
    )
    _, plan = solve(tables, "cost")
    assert plan["converted_out"]["A", 2027] == near(40)
    assert tonnes(plan) == {("only", 2027): 90}
    assert plan.aims["cost"] == near(1.5)
    assert plan.aims["co2"] == near(18.21)


def test_conversion_capacity_and_years_bind() -> None:
    """20 t a year from 2028: in 2027 all 30 t of B are short, in 2028 10 t."""
    tables = simple(
        (2027, 2028),
        demand={"A": [50.0, 50.0], "B": [30.0, 30.0]},
        materials=[material("A"), material("B")],
        supply=[{**option("only", 10, 200), "material": "A"}],
        conversions=[
            {
                "conversion": "refine",
                "from_material": "A",
                "to_material": "B",
                "country": "JPN",
                "capacity": 20.0,
                "first_year": 2028,
            }
        ],
    )
    _, plan = solve(tables, "cost")
    assert plan["shortage"]["B", 2027] == near(30)
    assert plan["shortage"]["B", 2028] == near(10)


STOCKED = {
    "initial_stock": 40.0,
    "max_stock": 60.0,
    "stock_target_days": 73.0,
    "holding_cost": 2.0,
    "storage_loss": 0.1,
}


def test_reserve_is_held_and_its_loss_replaced() -> None:
    """73 days of 100 t are 20 t; the last year asks the opening 40 t back.

    2027: 40 t less 10 % are 36 t; 16 t are used, 84 t bought, 20 t kept. 2028: 18 t are left,
    100 t are needed and 40 t put by: 122 t. Holding: 20 x 2 and 40 x 2 thousand USD.
    """
    tables = simple(
        (2027, 2028),
        materials=[material(**STOCKED)],
        supply=[option("only", 10, 200)],
        settings={"discount_rate": 0.0},
    )
    _, plan = solve(tables, "cost")
    assert tonnes(plan) == {("only", 2027): 84, ("only", 2028): 122}
    assert plan["stock"] == {("Ga", 2027): near(20), ("Ga", 2028): near(40)}
    assert plan.aims["cost"] == near(0.84 + 1.22 + 0.04 + 0.08)


def test_the_reserve_is_drawn_before_demand_goes_short() -> None:
    """80 t to be had, 36 t in store: nothing is short, 16 t stay, 4 of 20 t of reserve are missing.

    In the last year 40 t are asked back: 14.4 t left + 80 t - 100 t: short of 5.6 t, 40 t missing.
    """
    tables = simple((2027, 2028), materials=[material(**STOCKED)], supply=[option("only", 10, 80)])
    _, plan = solve(tables, "cost")
    assert plan["shortage"] == {("Ga", 2027): near(0), ("Ga", 2028): near(5.6)}
    assert plan["reserve_gap"] == {("Ga", 2027): near(4), ("Ga", 2028): near(40)}


def test_stock_ceiling_binds() -> None:
    """Metal at 10 now and 30 next year: 15 t, all that fit in store, are bought ahead."""
    tables = simple(
        (2027, 2028),
        materials=[material(max_stock=15.0)],
        supply=[option("only", 10, 200)],
        supply_by_year=[{"supply": "only", "field": "price", "by_year": {2028: 30.0}}],
    )
    _, plan = solve(tables, "cost")
    assert tonnes(plan) == {("only", 2027): 115, ("only", 2028): 85}


def test_stores_are_not_emptied_in_the_last_year() -> None:
    """No target, but an opening stock of 20 t: it stands at the end again."""
    tables = simple(
        materials=[material(initial_stock=20.0, max_stock=20.0)], supply=[option("only", 10, 200)]
    )
    _, plan = solve(tables, "cost")
    assert tonnes(plan) == {("only", 2027): 100}


def test_the_clean_source_is_used_up_first() -> None:
    """60 t at 8.5 kg/kg, then 40 t at 28: 510 + 1,120 = 1,630 t CO2."""
    supply = [
        option("coal", 2, None, co2=28.0),
        option("salt", 5, 60, co2=8.5),
    ]
    _, plan = solve(simple(supply=supply), "co2")
    assert tonnes(plan) == {("coal", 2027): 40, ("salt", 2027): 60}
    assert plan.aims["co2"] == near(1.630)


def test_co2_on_the_grid_basis() -> None:
    """Route 28 kg/kg with 10 kWh/kg at 0.8 inside; grid 0.5: 28 - 3 = 25 kg/kg, 2.5 kt."""
    tables = simple(
        supply=[option("aaa", 2)],
        routes=[
            {
                "route": "bayer",
                "mineral": "Ga",
                "co2": 28.0,
                "electricity": 10.0,
                "grid_reference": 0.8,
            }
        ],
        countries=[{"country": "AAA", "name_en": "A", "grid_co2": 0.5}],
        settings={"co2_basis": "grid"},
    )
    _, plan = solve(tables, "cost")
    assert plan.aims["co2"] == near(2.5)


FIVE = [
    option("aaa", 10, 100),
    option("bbb", 14, 50),
    option("ccc", 18, 40),
    option("ddd", 22, 30),
    option("eee", 30, 30),
]


def test_hhi_ceiling_of_the_five_suppliers() -> None:
    """HHI at most 3,000: shares .4 .3 .2 .1 0 cost 4 + 4.2 + 3.6 + 2.2 = 14.00 USD/kg.

    At the optimum price + 2 x 20 x share is the same, 26, for all that deliver: the ceiling's
    price is 20 per unit of HHI on the 0-1 scale. Tightening to 2,990 (0.001) costs 0.02 more.
    """
    prices = []
    for ceiling in (3000.0, 2990.0):
        limits = [{"limit": "hhi", "measure": "hhi", "value": ceiling}]
        _, plan = solve(simple(supply=FIVE, limits=limits), "cost")
        prices.append(plan.aims["cost"] * 10)
        assert plan.aims["concentration"] <= ceiling + 3e-5
        if ceiling == 3000.0:
            shares = [plan["imports"][s["supply"], 2027] / 100 for s in FIVE]
            assert shares == [pytest.approx(v, abs=5e-4) for v in (0.4, 0.3, 0.2, 0.1, 0.0)]
    assert prices[0] == pytest.approx(14.0, abs=1e-5)
    assert (prices[1] - prices[0]) / 0.001 == pytest.approx(20, rel=0.01)


def test_least_hhi_spreads_evenly() -> None:
    """Five at 20 % each: HHI 2,000, exactly."""
    _, plan = solve(simple(supply=FIVE), "concentration")
    assert plan.aims["concentration"] == pytest.approx(2000, abs=0.01)
    assert plan.hhi_bound <= 0.1


def test_least_hhi_with_a_capacity() -> None:
    """Two suppliers of 30 and 200 t, 100 t needed: .3 and .7, HHI 900 + 4,900."""
    _, plan = solve(simple(supply=[option("aaa", 10, 30), option("bbb", 5, 200)]), "concentration")
    assert plan.aims["concentration"] == pytest.approx(5800, abs=0.1)


def test_home_metal_is_no_import() -> None:
    """40 t of scrap at home, 60 t from one country: .6 squared is 3,600, not 5,200."""
    supply = [
        option("scrap", 5, 40, "JPN", status="recycled"),
        option("aaa", 10, 100),
    ]
    _, plan = solve(simple(supply=supply), "concentration")
    assert plan.aims["concentration"] == pytest.approx(3600, abs=0.1)


ORIGINS = [
    {"mineral": "Ga", "shipped_from": "TWN", "origin": "CHN", "share": 0.9},
]


@pytest.mark.parametrize(
    ("basis", "share", "hhi"),
    [("shipped", 0.5, 5000.0), ("origin", 0.475, 0.475**2 * 1e4 + 0.475**2 * 1e4 + 0.05**2 * 1e4)],
)
def test_looking_through_re_exports(basis: str, share: float, hhi: float) -> None:
    """Two shippers of at most 50 t each, so 50 each: by origin 45 t of Taiwan's are Chinese.

    Korea (5 % Chinese) ships 50 t: by origin China 47.5, Korea 47.5, Taiwan 5.
    """
    origins = [*ORIGINS, {"mineral": "Ga", "shipped_from": "KOR", "origin": "CHN", "share": 0.05}]
    tables = simple(
        supply=[option("twn", 10, 50), option("kor", 10, 50)],
        origins=origins,
        settings={"concentration_basis": basis},
    )
    _, plan = solve(tables, "concentration")
    assert plan["origin_tonnes"]["Ga", "CHN", 2027] == near(47.5)
    assert plan["shipped_tonnes"]["Ga", "TWN", 2027] == near(50)
    assert plan.aims["concentration"] == pytest.approx(hhi, abs=0.1)


def test_governance_weights_move_shares() -> None:
    """r of A is (2.5 - 0) / 2.5 = 1, of B (2.5 + 2.5) / 2.5 = 2: 1 x a = 2 x b, so 2/3 and 1/3.

    HHI 10,000 x (4/9 + 2 x 1/9) = 6,667.
    """
    tables = simple(
        supply=[option("aaa", 10), option("bbb", 10)],
        countries=[
            {"country": "AAA", "name_en": "A", "wgi": 0.0},
            {"country": "BBB", "name_en": "B", "wgi": -2.5},
        ],
        settings={"concentration_risk": "wgi"},
    )
    _, plan = solve(tables, "concentration")
    assert plan["imports"]["aaa", 2027] == pytest.approx(200 / 3, abs=0.05)
    assert plan.aims["concentration"] == pytest.approx(20000 / 3, abs=0.1)


def test_concentration_is_the_weighed_mean_over_minerals() -> None:
    """Two minerals with one country each, weights 3 and 1: A .5/.5 is 5,000, B alone 10,000.

    (3 x 5,000 + 1 x 10,000) / 4 = 6,250.
    """
    tables = simple(
        demand={"A": [100.0], "B": [10.0]},
        materials=[
            material("A", "A", concentration_weight=3.0),
            material("B", "B", concentration_weight=1.0),
        ],
        supply=[
            {**option("aaa", 10), "material": "A"},
            {**option("bbb", 10), "material": "A"},
            {**option("ccc", 10), "material": "B", "route": "other"},
        ],
    )
    _, plan = solve(tables, "concentration")
    assert plan.aims["concentration"] == pytest.approx(6250, abs=0.1)


# -- limits: each binding in turn ---------------------------------------------------------------

THREE = [
    option("chn", 10, 100, co2=30.0),
    option("kaz", 12, 100, co2=20.0),
    option("jpn", 20, 50, "JPN", status="recycled", co2=5.0),
]
GROUPS = [
    {"country": "CHN", "name_en": "China", "group": "far"},
    {"country": "KAZ", "name_en": "Kazakhstan", "group": "far, steppe"},
    {"country": "JPN", "name_en": "Japan", "group": "near"},
]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ({"measure": "country_share", "value": 0.6, "country_or_group": "CHN"}, (60, 40, 0)),
        ({"measure": "country_share", "value": 0.45}, (45, 45, 10)),
        (
            {
                "measure": "country_share",
                "value": 0.25,
                "country_or_group": "KAZ",
                "sense": "min",
            },
            (75, 25, 0),
        ),
        ({"measure": "group_share", "value": 0.7, "country_or_group": "far"}, (70, 0, 30)),
        (
            {"measure": "group_share", "value": 0.2, "country_or_group": "near", "sense": "min"},
            (80, 0, 20),
        ),
        ({"measure": "import_share", "value": 0.55}, (55, 0, 45)),
        ({"measure": "recycled_share", "value": 0.3, "sense": "min"}, (70, 0, 30)),
        ({"measure": "co2", "value": 2500.0}, (50, 50, 0)),
        ({"measure": "cost", "value": 1.15, "sense": "min"}, None),
    ],
)
def test_a_hard_limit_binds(limit: dict[str, object], expected: tuple[float, ...] | None) -> None:
    """Cheapest is China alone; each limit moves the tonnes worked out beside it."""
    tables = simple(supply=THREE, countries=GROUPS, limits=[{"limit": "rule", **limit}])
    _, plan = solve(tables, "cost")
    if expected is None:
        assert plan.aims["cost"] == near(1.15)
        return
    found = tuple(plan["imports"][s, 2027] for s in ("chn", "kaz", "jpn"))
    assert found == tuple(near(v) for v in expected)


def test_the_origin_share_looks_through() -> None:
    """At most 30 % Chinese by origin; Taiwan's metal is 90 % Chinese: 30 / 0.9 = 33.3 t of it."""
    tables = simple(
        supply=[option("twn", 10), option("kaz", 12)],
        countries=[{"country": c, "name_en": c} for c in ("TWN", "KAZ", "CHN")],
        origins=ORIGINS,
        limits=[
            {
                "limit": "china",
                "measure": "origin_share",
                "value": 0.3,
                "country_or_group": "CHN",
            }
        ],
    )
    _, plan = solve(tables, "cost")
    assert plan["imports"]["twn", 2027] == near(100 / 3)


def test_a_budget_counts_money_spent_and_may_cause_shortage() -> None:
    """0.9 million buy 90 t at 10 USD/kg; 10 t are short."""
    limits = [{"limit": "budget", "measure": "cost", "value": 0.9}]
    _, plan = solve(simple(supply=[option("only", 10)], limits=limits), "cost")
    assert plan["shortage"]["Ga", 2027] == near(10)


def test_a_soft_limit_is_broken_at_its_price() -> None:
    """A point of share costs 1 t x 2 USD/kg more from Kazakhstan: 0.2 million per unit of share.

    At a penalty of 0.1 it pays to break the limit (40 points: 0.04), at 0.3 it is kept.
    """
    rule = {"limit": "soft", "measure": "country_share", "value": 0.6, "country_or_group": "CHN"}
    for penalty, china, cost in ((0.1, 100, 1.04), (0.3, 60, 1.08)):
        limits = [{**rule, "penalty": penalty}]
        _, plan = solve(simple(supply=THREE, countries=GROUPS, limits=limits), "cost")
        assert plan["imports"]["chn", 2027] == near(china)
        assert plan.aims["cost"] == near(cost)


def test_max_share_of_a_country_binds_and_one_means_none() -> None:
    """China at most 35 % of demand; with 1 it may even supply more than demand, into store."""
    for ceiling, expected in ((0.35, 35), (1.0, 120)):
        tables = simple(
            materials=[material(max_stock=20.0, stock_target_days=73.0)],
            supply=[option("chn", 10), option("kaz", 12)],
            countries=[
                {"country": "CHN", "name_en": "China", "max_share": ceiling},
                {"country": "KAZ", "name_en": "Kazakhstan"},
            ],
        )
        _, plan = solve(tables, "cost")
        assert plan["imports"]["chn", 2027] == near(expected)


def test_limits_hold_in_their_years_only() -> None:
    """From 2028 on at most 60 %; an inactive limit does nothing."""
    rule = {"measure": "country_share", "value": 0.6, "country_or_group": "CHN"}
    limits = [
        {"limit": "later", **rule, "first_year": 2028},
        {"limit": "off", **rule, "value": 0.1, "active": "no"},
    ]
    _, plan = solve(simple((2027, 2028), supply=THREE, countries=GROUPS, limits=limits), "cost")
    assert plan["imports"]["chn", 2027] == near(100)
    assert plan["imports"]["chn", 2028] == near(60)


# -- objectives ---------------------------------------------------------------------------------

CLEAN = [option("coal", 10, None, co2=30.0), option("salt", 16, None, co2=10.0)]


def test_weighted_puts_everything_in_money() -> None:
    """Salt saves 20 kg/kg for 6 USD/kg: worth it from 300 USD/t CO2 on."""
    for price, bought in ((299.0, "coal"), (301.0, "salt")):
        tables = simple(supply=CLEAN, settings={"carbon_price": price})
        _, plan = solve(tables, "weighted")
        assert list(tonnes(plan)) == [(bought, 2027)]


def test_weighted_concentration_price() -> None:
    """A share s of salt costs 0.6 s million more a year; HHI is 10,000 (1 - 2 s + 2 s^2).

    At 0.05 million per 1,000 points and year: 0.6 s + 0.5 - s + s^2 is least at s = 0.2.
    """
    tables = simple(
        (2027, 2028),
        supply=CLEAN,
        settings={"concentration_price": 0.05, "discount_rate": 0.0},
    )
    _, plan = solve(tables, "weighted")
    assert plan["imports"]["salt", 2027] == pytest.approx(20, abs=0.1)


def test_priority_gives_up_only_the_slack() -> None:
    """Cost 1.0 at best, 10 % slack: 0.1 million buy 16.67 t of salt, which lowers CO2 and HHI."""
    tables = simple(
        supply=CLEAN,
        settings={"priority_order": "cost, co2, concentration", "priority_slack": 0.1},
    )
    _, plan = solve(tables, "priority")
    assert plan.aims["cost"] == near(1.1, rel=1e-6)
    assert plan["imports"]["salt", 2027] == pytest.approx(100 / 6, rel=1e-4)


def test_balanced_meets_in_the_middle_of_two_aims() -> None:
    """Cost runs from 1.0 to 1.6, CO2 from 3 to 1 kt, linearly; HHI is least in the middle.

    Half coal, half salt: both at 0.5 of their range, HHI at its best.
    """
    _, plan = solve(simple(supply=CLEAN), "balanced")
    assert plan["imports"]["salt", 2027] == pytest.approx(50, abs=1e-3)


def test_an_aim_without_a_range_is_left_at_its_best() -> None:
    """Both options have the same footprint: 'balanced' weighs cost against HHI alone."""
    supply = [option("aaa", 10, None, co2=20.0), option("bbb", 12, None, co2=20.0)]
    _, plan = solve(simple(supply=supply), "balanced")
    cost = (plan.aims["cost"] - 1.0) / 0.1
    hhi = (plan.aims["concentration"] - 5000) / 5000
    assert cost == pytest.approx(hhi, abs=1e-3)


def test_ties_are_broken_by_the_other_aims() -> None:
    """Three at the same price: the cleaner two, evenly."""
    supply = [
        option("aaa", 10, None, co2=30.0),
        option("bbb", 10, None, co2=20.0),
        option("ccc", 10, None, co2=20.0),
    ]
    _, cost = solve(simple(supply=supply), "cost")
    assert [cost["imports"][s, 2027] for s in ("aaa", "bbb", "ccc")] == [
        pytest.approx(100 / 3, abs=0.05)
    ] * 3
    _, co2 = solve(simple(supply=supply), "co2")
    assert tonnes(co2) == {(s, 2027): pytest.approx(50, abs=0.002) for s in ("bbb", "ccc")}


def test_of_equal_options_the_upper_row_is_used_first() -> None:
    """Two options of one country, alike in every aim."""
    supply = [option("one", 10, 80, "AAA"), option("two", 10, 80, "AAA")]
    _, plan = solve(simple(supply=supply), "cost")
    assert tonnes(plan) == {("one", 2027): 80, ("two", 2027): 20}
    _, swapped = solve(simple(supply=supply[::-1]), "cost")
    assert tonnes(swapped) == {("two", 2027): 80, ("one", 2027): 20}


# -- odd cases that must have sensible plans -----------------------------------------------------


def test_years_without_demand_have_no_share() -> None:
    """Nothing needed in 2027: no HHI there, and no division by zero."""
    tables = simple((2027, 2028), demand={"Ga": [0.0, 100.0]}, supply=FIVE)
    _, plan = solve(tables, "concentration")
    assert plan.aims["concentration"] == pytest.approx(2000, abs=0.1)


def test_no_demand_at_all() -> None:
    _, plan = solve(simple(demand=0.0, supply=FIVE))
    assert tonnes(plan) == {}
    assert plan.aims["cost"] == 0


def test_nothing_can_be_had() -> None:
    """Every option starts after the plan: all is short, nothing fails."""
    supply = [option("late", 10, 100, first_year=2040)]
    _, plan = solve(simple(supply=supply))
    assert plan["shortage"]["Ga", 2027] == near(100)


def test_hhi_ceiling_at_the_very_least() -> None:
    """A ceiling of exactly the least HHI, 2,000, can be met without shortage worth the name."""
    limits = [{"limit": "hhi", "measure": "hhi", "value": 2000.0}]
    _, plan = solve(simple(supply=FIVE, limits=limits), "cost")
    assert plan["shortage"]["Ga", 2027] == pytest.approx(0, abs=1e-3)
