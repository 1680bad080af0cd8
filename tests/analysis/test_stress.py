"""Stops by hand sums: three suppliers with stock, origins, contracts, conversions, pairs."""

from __future__ import annotations

from typing import Any

import pytest

from model.analysis.findings import ORIGIN, SHIPPED, Stop
from model.analysis.stress import stops
from model.case import make_case
from model.pipeline import make_plan
from model.workbook.layout import Tables
from tests.cases import option, simple

Found = dict[tuple[str, str, int, str], Stop]


def stopped(tables: Tables) -> Found:
    planned = make_plan(make_case(tables))
    return {
        ("+".join(s.countries), s.basis, s.year, s.mineral): s
        for s in stops(planned.case, planned.program, planned.chosen.x)
    }


def three(**more: Any) -> Tables:
    """100 t a year for three years: 60 t at 10 from AAA, 30 at 12 from BBB, 20 at 15 from CCC, of
    which 10 are bought; 36.5 days of stock are 10 t, there from the start."""
    return simple(
        (2027, 2029),
        materials=[
            {
                "material": "Ga",
                "mineral": "Ga",
                "shortage_cost": 500.0,
                "initial_stock": 10.0,
                "max_stock": 30.0,
                "stock_target_days": 36.5,
                "holding_cost": 2.0,
            }
        ],
        supply=[option("aaa", 10, 60), option("bbb", 12, 30), option("ccc", 15, 20)],
        settings={"objective": "cost", "discount_rate": 0.0, **more.pop("settings", {})},
        **more,
    )


def test_three_suppliers_with_stock() -> None:
    """AAA stops in 2028: 60 t missing; 10 t spare at CCC, 10 t in store; 40 t short, 146 days.

    The store is 10 of the 50 t that CCC cannot make up: it lasts 73 days. In 2029 CCC's spare 10 t
    fill it again. Spending: -60 x 10, +10 x 15 twice, holding 2 x 10 less; shortage 40 x 500.
    """
    stop = stopped(three())["AAA", SHIPPED, 2028, "Ga"]
    assert stop.lost == pytest.approx(60)
    assert stop.shortage == pytest.approx(40)
    assert stop.shortage_days == pytest.approx(146)
    assert stop.days == pytest.approx(73)
    assert stop.extra_spending == pytest.approx((-600 + 150 + 150 - 20) / 1000)
    assert stop.extra_cost == pytest.approx(stop.extra_spending + 20)


def test_a_stop_that_spare_capacity_and_stock_make_up_for() -> None:
    """BBB: 30 t missing, 10 t spare, 10 t in store: 10 t short. CCC: 10 t missing, none spare, the
    store has 10 t: nothing short, no day to tell, 10 x 15 saved; next year 10 t at 15 to refill."""
    found = stopped(three())
    assert found["BBB", SHIPPED, 2027, "Ga"].shortage == pytest.approx(10)
    calm = found["CCC", SHIPPED, 2027, "Ga"]
    assert calm.shortage == 0
    assert calm.days is None
    assert calm.extra_spending == pytest.approx((-150 + 150 - 20) / 1000)


def test_stock_not_refilled_by_the_end_is_counted() -> None:
    """BBB stops in the last year: 30 t less at 12, 10 t more at 15, 10 t short, 10 t from the store
    that are not bought again: the dearest metal the plan buys costs 15. -360 + 150 - 20 + 150."""
    stop = stopped(three())["BBB", SHIPPED, 2029, "Ga"]
    assert stop.extra_spending == pytest.approx((-360 + 150 - 20 + 150) / 1000)
    assert stop.extra_cost == pytest.approx(stop.extra_spending + 5)


def test_by_origin_counts_whoever_ships_it() -> None:
    """80 % of what BBB ships is from AAA: by origin 60 + 24 t are lost; CCC gives 10 t more."""
    origins = [{"mineral": "Ga", "shipped_from": "BBB", "origin": "AAA", "share": 0.8}]
    found = stopped(three(origins=origins))
    stop = found["AAA", ORIGIN, 2028, "Ga"]
    assert stop.lost == pytest.approx(84)
    assert stop.shortage == pytest.approx(84 - 10 - 10)
    assert found["AAA", SHIPPED, 2028, "Ga"].lost == pytest.approx(60)
    assert found["BBB", ORIGIN, 2028, "Ga"].lost == pytest.approx(6)


def test_contracts_give_no_more_than_was_planned() -> None:
    """CCC under contract for 10 t: its spare 10 t are not to be had, 50 t are short."""
    tables = simple(
        supply=[
            option("aaa", 10, 60),
            option("bbb", 12, 30),
            option("ccc", 15, 20, commitment="contract"),
        ],
        settings={"objective": "cost"},
    )
    assert stopped(tables)["AAA", SHIPPED, 2027, "Ga"].shortage == pytest.approx(60)


def test_a_stopped_contract_need_not_be_taken() -> None:
    """Take-or-pay of 20 t from a country that delivers nothing."""
    supply = [option("aaa", 10, 60, min_take=20.0, commitment="contract"), option("bbb", 12, 100)]
    stop = stopped(simple(supply=supply))["AAA", SHIPPED, 2027, "Ga"]
    assert stop.shortage == 0


def test_rules_give_way_to_demand() -> None:
    """BBB may have 40 % only; when AAA stops it gives all it has."""
    limits = [{"limit": "cap", "measure": "country_share", "mineral": "Ga",
               "country_or_group": "BBB", "value": 0.4}]  # fmt: skip
    supply = [option("aaa", 10, 60), option("bbb", 12, 90)]
    found = stopped(simple(supply=supply, limits=limits))
    assert found["AAA", SHIPPED, 2027, "Ga"].shortage == pytest.approx(10)


def test_conversions_of_a_stopped_country_stand_still() -> None:
    """6N is made of 4N in BBB. When BBB stops, 50 t of 6N are short, 4N is not bought in vain."""
    tables = simple(
        demand={"four": [40.0], "six": [50.0]},
        materials=[{"material": m, "mineral": "Ga", "shortage_cost": 500.0}
                   for m in ("four", "six")],
        supply=[{"supply": "aaa", "material": "four", "country": "AAA", "route": "r",
                 "price": 10.0, "capacity": 200.0}],
        countries=[{"country": c, "name_en": c} for c in ("AAA", "BBB", "JPN")],
        conversions=[{"conversion": "refine", "from_material": "four", "to_material": "six",
                      "country": "BBB", "yield": 0.8, "cost": 3.0}],
    )  # fmt: skip
    found = stopped(tables)
    assert found["AAA", SHIPPED, 2027, "Ga"].shortage == pytest.approx(90)
    assert found["BBB", SHIPPED, 2027, "Ga"].shortage == pytest.approx(50)
    assert found["BBB", SHIPPED, 2027, "Ga"].lost == pytest.approx(50)


def refined(**more: Any) -> dict[str, Any]:
    """100 t of 6N made of 4N; 50 t of 4N may be in store."""
    return {
        "materials": [
            {"material": "four", "mineral": "Ga", "shortage_cost": 500.0, **more},
            {"material": "six", "mineral": "Ga", "shortage_cost": 900.0},
        ],
        "countries": [{"country": c, "name_en": c} for c in ("AAA", "CCC", "DDD", "JPN")],
    }


def conversion(country: str) -> dict[str, Any]:
    return {"conversion": "refine", "from_material": "four", "to_material": "six",
            "country": country, "yield": 0.8, "cost": 3.0}  # fmt: skip


def test_feed_in_store_when_its_conversion_stands_still() -> None:
    """4N is bought in 2027 only, for 6N made in 2028: if AAA stops then, 100 t of 6N are short."""
    tables = simple(
        (2027, 2028),
        {"four": [0.0, 0.0], "six": [80.0, 80.0]},
        supply=[{"supply": "aaa", "material": "four", "country": "AAA", "route": "r",
                 "price": 10.0, "capacity": 250.0, "last_year": 2027}],
        conversions=[conversion("AAA")],
        **refined(max_stock=150.0),
    )  # fmt: skip
    assert stopped(tables)["AAA", SHIPPED, 2028, "Ga"].shortage == pytest.approx(80)


def test_stock_of_the_feed_lasts_for_its_part() -> None:
    """50 t of 4N in store are 40 t of 6N; 40 t more are short: half the year."""
    tables = simple(
        demand={"four": [0.0], "six": [80.0]},
        supply=[{"supply": "aaa", "material": "four", "country": "AAA", "route": "r",
                 "price": 10.0}],
        conversions=[conversion("JPN")],
        **refined(max_stock=50.0, initial_stock=50.0),
    )  # fmt: skip
    stop = stopped(tables)["AAA", SHIPPED, 2027, "Ga"]
    assert stop.shortage == pytest.approx(40)
    assert stop.days == pytest.approx(182.5)


def test_contracts_of_other_metals_are_kept_when_a_conversion_stands_still() -> None:
    """Magnesium under contract in CCC, taken for its HHI: a stop of AAA is gallium's alone."""
    kinds = refined()
    kinds["materials"] += [{"material": m, "mineral": "Mg", "shortage_cost": 500.0}
                           for m in ("Mg", "MgP")]  # fmt: skip
    supply = [("aaa", "four", 10.0, "spot"), ("ccc", "Mg", 30.0, "contract"),
              ("ddd", "Mg", 10.0, "spot")]  # fmt: skip
    powder = {**conversion("JPN"), "conversion": "powder", "from_material": "Mg",
              "to_material": "MgP"}  # fmt: skip
    tables = simple(
        demand={"four": [0.0], "six": [80.0], "Mg": [100.0], "MgP": [8.0]},
        supply=[{"supply": s, "material": m, "country": s.upper(), "route": "r", "price": p,
                 "capacity": 500.0, "commitment": c} for s, m, p, c in supply],
        conversions=[conversion("AAA"), powder],
        settings={"objective": "concentration"},
        **kinds,
    )  # fmt: skip
    stop = stopped(tables)["AAA", SHIPPED, 2027, "Mg"]
    assert stop.lost == 0
    assert stop.extra_cost == pytest.approx(0, abs=1e-6)


def test_days_short_are_of_the_year_that_lacks_them() -> None:
    """All of 2028's 100 t are bought in 2027, when nothing is needed: 365 days short, in 2028."""
    tables = simple(
        (2027, 2028),
        {"Ga": [0.0, 100.0]},
        materials=[{"material": "Ga", "mineral": "Ga", "shortage_cost": 500.0,
                    "max_stock": 200.0}],
        supply=[option("aaa", 10, last_year=2027)],
    )  # fmt: skip
    stop = stopped(tables)["AAA", SHIPPED, 2027, "Ga"]
    assert stop.shortage == pytest.approx(100)
    assert stop.shortage_days == pytest.approx(365)
    assert stop.days is None


def test_pairs_only_if_asked_for() -> None:
    """AAA and BBB together: 90 t missing, 10 t spare, 10 t in store: 70 t short."""
    assert not [key for key in stopped(three()) if "+" in key[0]]
    found = stopped(three(settings={"stress_pairs": "yes"}))
    assert found["AAA+BBB", SHIPPED, 2028, "Ga"].shortage == pytest.approx(70)
    assert {key[0] for key in found if "+" in key[0]} == {"AAA+BBB", "AAA+CCC", "BBB+CCC"}


def test_every_foreign_country_and_year_is_there_and_home_is_not() -> None:
    tables = three()
    found = stopped(tables)
    assert {key[:3] for key in found} == {
        (c, basis, t)
        for c in ("AAA", "BBB", "CCC")
        for basis in (SHIPPED, ORIGIN)
        for t in (2027, 2028, 2029)
    }
    home = simple(supply=[option("aaa", 10, 60, country="JPN"), option("bbb", 12, 90)])
    assert {key[0] for key in stopped(home)} == {"BBB"}


def test_a_stop_never_helps(default_case) -> None:
    """In the default case: no negative shortage, and what China costs is most."""
    planned = make_plan(default_case)
    found = stops(planned.case, planned.program, planned.chosen.x)
    assert min(s.shortage for s in found) >= 0
    worst = max(found, key=lambda s: s.shortage_days)
    assert worst.countries == ("CHN",)
    for s in found:
        if s.lost == 0 and s.shortage == 0:
            assert s.extra_cost == pytest.approx(0, abs=1e-6), s
