"""No plan: the clashing rules by their cells, none to spare, with the years of the clash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case import make_case
from model.errors import NoPlanError
from model.pipeline import make_plan
from model.workbook.layout import Tables
from tests.cases import option, simple

FLOOR = {"measure": "country_share", "sense": "min"}


def clash(tables: Tables) -> dict[str, tuple[int, ...]]:
    with pytest.raises(NoPlanError) as caught:
        make_plan(make_case(tables))
    return {c.cell: c.years for c in caught.value.culprits}


def two(limits: list[dict[str, object]], **more: object) -> Tables:
    return simple(
        (2027, 2029),
        supply=[option("aaa", 10, 90), option("bbb", 14, 90)],
        countries=[{"country": c, "name_en": c} for c in ("AAA", "BBB")],
        limits=limits,
        **more,
    )


def test_two_floors_that_exceed_demand() -> None:
    """60 % + 50 % of 100 t from 2028 on, with no store: the two limits, in 2028 and 2029.

    The third limit has no part in it. Surplus metal has nowhere to go, so the stock ceiling of
    nothing (Materials) is part of the clash too: without it there would be a plan.
    """
    limits = [
        {"limit": "a", **FLOOR, "country_or_group": "AAA", "value": 0.6},
        {"limit": "b", **FLOOR, "country_or_group": "BBB", "value": 0.5, "first_year": 2028},
        {"limit": "idle", "measure": "import_share", "value": 1.0},
    ]
    found = clash(two(limits))
    assert found == {
        "Limits!I7": (2028, 2029),
        "Limits!I8": (2028, 2029),
        "Materials!H7": (2028, 2029),
    }


def test_a_floor_above_capacity() -> None:
    """95 t asked of an option that delivers 90 t."""
    found = clash(two([{"limit": "a", **FLOOR, "country_or_group": "AAA", "value": 0.95}]))
    assert set(found) == {"Limits!I7", "Supply!I7"}


def test_take_or_pay_against_a_ceiling() -> None:
    tables = two([{"limit": "a", "measure": "country_share", "country_or_group": "AAA",
                   "value": 0.3}])  # fmt: skip
    bound = replace(tables.supply[0], min_take=40.0)
    assert set(clash(replace(tables, supply=(bound, tables.supply[1])))) == {
        "Limits!I7",
        "Supply!K7",
    }


def test_too_much_take_or_pay_for_the_store() -> None:
    """70 + 60 t must be taken, 100 t are needed, the store holds 10 t."""
    tables = simple(
        supply=[option("aaa", 10, 90, min_take=70.0), option("bbb", 14, 90, min_take=60.0)],
        materials=[{"material": "Ga", "mineral": "Ga", "shortage_cost": 9.0, "max_stock": 10.0}],
    )
    assert set(clash(tables)) == {"Supply!K7", "Supply!K8", "Materials!H7"}


def test_an_hhi_ceiling_against_take_or_pay() -> None:
    """80 t from one country are at least 6,400 points; the ceiling is 6,000."""
    tables = two([{"limit": "h", "measure": "hhi", "value": 6000.0}])
    bound = replace(tables.supply[0], min_take=80.0)
    assert set(clash(replace(tables, supply=(bound, tables.supply[1])))) == {
        "Limits!I7",
        "Supply!K7",
    }


def test_two_clashes_are_told_in_one_go() -> None:
    """Each floor alone is above what its option delivers."""
    limits = [
        {"limit": "a", **FLOOR, "country_or_group": "AAA", "value": 0.95, "last_year": 2027},
        {"limit": "b", **FLOOR, "country_or_group": "BBB", "value": 0.93, "first_year": 2029},
    ]
    assert clash(two(limits)) == {
        "Limits!I7": (2027,),
        "Supply!I7": (2027,),
        "Limits!I8": (2029,),
        "Supply!I8": (2029,),
    }


def test_figures_by_year_are_one_rule_with_its_years() -> None:
    """45 t a year must be taken from 2028 on; a ceiling allows 30 t."""
    tables = two(
        [{"limit": "a", "measure": "country_share", "country_or_group": "AAA", "value": 0.3}],
        supply_by_year=[
            {"supply": "aaa", "field": "min_take", "by_year": {2027: 9.0, 2028: 45.0, 2029: 45.0}}
        ],
    )
    found = clash(tables)
    assert found["Limits!I7"] == (2028, 2029)
    assert len(found) == 2


def test_a_soft_rule_never_clashes() -> None:
    limits = [{"limit": "a", **FLOOR, "country_or_group": "AAA", "value": 0.95, "penalty": 1.0}]
    make_plan(make_case(two(limits)))
