"""Tidy tables and today's mix, by hand sums."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from model.results import tables
from model.workbook.layout import Tables
from tests.cases import option, simple, solve

SUPPLY = [
    option("chn", 10, 100, freight=1, co2=30.0, confidence="A"),
    option("chn2", 20, 300, "CHN", co2=10.0, confidence="B"),
    option("kaz", 14, 80, co2=20.0, status="project", confidence="C"),
    option("rus", 16, 50, co2=40.0),
    option("jpn", 5, 40, "JPN", status="recycled", co2=2.0),
]
COUNTRIES = [{"country": c, "name_en": c} for c in ("CHN", "KAZ", "RUS", "JPN", "OTH")]


def case_of(**more: Any) -> Tables:
    return simple(supply=SUPPLY, countries=COUNTRIES, **more)


@pytest.fixture(scope="module")
def made() -> dict[str, pd.DataFrame]:
    """Least cost: 40 t of scrap at 5 and 60 t from China at 11 USD/kg."""
    baseline = [
        {"mineral": "Ga", "country": "CHN", "share": 0.6},
        {"mineral": "Ga", "country": "KAZ", "share": 0.1},
        {"mineral": "Ga", "country": "OTH", "share": 0.3},
    ]
    return tables(*solve(case_of(baseline=baseline), "cost"))


def measure(made: dict[str, pd.DataFrame], name: str, plan: str, **where: object) -> float:
    table = made["Measures"]
    keep = (table.measure == name) & (table.plan == plan)
    for column, value in {"mineral": "all", "year": "all", **where}.items():
        keep &= table[column] == value
    return float(table[keep].value.item())


def test_plan_and_measures_of_the_least_cost_plan(made: dict[str, pd.DataFrame]) -> None:
    """0.2 + 0.66 million; 80 + 1,800 t CO2; share of China .6, HHI 3,600, imports all Chinese."""
    assert measure(made, "cost", "plan") == pytest.approx(0.86)
    assert measure(made, "co2", "plan") == pytest.approx(1.88)
    assert measure(made, "concentration", "plan") == pytest.approx(3600)
    assert measure(made, "shortage", "plan") == 0
    assert measure(made, "recycled_share", "plan", mineral="Ga") == pytest.approx(0.4)
    assert measure(made, "import_share", "plan", mineral="Ga") == pytest.approx(0.6)
    row = made["Concentration"].query("basis == 'shipped'").iloc[0]
    assert (row.largest_country, row.largest_share) == ("CHN", pytest.approx(0.6))
    assert row.import_hhi == pytest.approx(10_000)
    assert measure(
        made, "effective_suppliers", "plan", mineral="Ga", basis="shipped"
    ) == pytest.approx(1)


def test_the_rows_of_the_aims_are_unique(made: dict[str, pd.DataFrame]) -> None:
    """Other programs look up mineral = all and year = all: one row a measure and plan."""
    table = made["Measures"]
    whole = table[(table.mineral == "all") & (table.year == "all")]
    assert not whole.duplicated(["measure", "plan"]).any()
    keys = ["measure", "mineral", "year", "basis", "plan"]
    assert not table.duplicated(keys).any()


def test_todays_mix_by_hand(made: dict[str, pd.DataFrame]) -> None:
    """60 t of imports: 36 from China, 6 from Kazakhstan, 18 from others; 40 t of scrap as planned.

    China: (100 x 11 + 300 x 20) / 400 = 17.75 USD/kg, (100 x 30 + 300 x 10) / 400 = 15 kg/kg.
    Kazakhstan has no operating option, so like the others it takes those not named: Russia, 16
    USD/kg and 40 kg/kg. 0.2 + 36 x 17.75 + 24 x 16 thousand = 1.223 million;
    80 + 36 x 15 + 24 x 40 = 1,580 t CO2.
    """
    assert measure(made, "cost", "baseline") == pytest.approx(1.223)
    assert measure(made, "co2", "baseline") == pytest.approx(1.580)


def test_todays_concentration_is_an_interval(made: dict[str, pd.DataFrame]) -> None:
    """.36 and .06 of demand: 1,296 + 36 = 1,332; the others as one, .18: 324 more."""
    table = made["Measures"]
    row = table[
        (table.measure == "concentration") & (table.plan == "baseline") & (table.mineral == "all")
    ].iloc[0]
    assert row.value == pytest.approx(1332)
    assert row.value_high == pytest.approx(1656)


def test_shares_missing_to_one_are_a_remainder() -> None:
    baseline = [{"mineral": "Ga", "country": "CHN", "share": 0.5}]
    made = tables(*solve(case_of(baseline=baseline), "cost"))
    row = made["Measures"].query("measure == 'concentration' and plan == 'baseline'").iloc[0]
    assert (row.value, row.value_high) == (pytest.approx(900), pytest.approx(1800))


def test_no_baseline_no_rows_of_it() -> None:
    made = tables(*solve(case_of(), "cost"))
    assert set(made["Measures"].plan) == {"plan"}


def test_confidence_by_tonnes_and_cost(made: dict[str, pd.DataFrame]) -> None:
    """60 t of grade A; the scrap has no grade, so it is C: 0.2 of 0.86 million."""
    table = made["Confidence"].set_index("confidence")
    assert table.share_of_tonnes.to_dict() == pytest.approx({"A": 0.6, "B": 0.0, "C": 0.4})
    assert table.share_of_cost["C"] == pytest.approx(0.2 / 0.86)


def test_penalties_are_a_part_of_the_cost() -> None:
    """20 points over a soft ceiling of 40 % at 2 million a unit: 0.4 million."""
    limits = [
        {
            "limit": "soft",
            "measure": "country_share",
            "country_or_group": "CHN",
            "value": 0.4,
            "penalty": 0.01,
        }
    ]
    made = tables(*solve(case_of(limits=limits), "cost"))
    parts = made["Costs"].set_index("part").cost
    assert parts["penalty"] == pytest.approx(0.002)
    assert measure(made, "cost", "plan") == pytest.approx(0.86 + 0.002)


def test_every_option_stands_in_the_plan_in_its_years_only() -> None:
    supply = [*SUPPLY, option("late", 1, 10, "KAZ", first_year=2028)]
    case, plan = solve(simple((2027, 2028), supply=supply, countries=COUNTRIES), "cost")
    table = tables(case, plan)["Plan"]
    assert list(table[table.supply == "late"].year) == [2028]
    assert len(table) == 2 * len(SUPPLY) + 1


def test_an_option_that_never_runs_leaves_empty_tables() -> None:
    """All demand is short; every table is there, the plan without rows."""
    made = tables(*solve(simple(supply=[option("late", 1, 10, first_year=2040)])))
    assert made["Plan"].empty
    assert "tonnes" in made["Plan"].columns
    assert made["Measures"].query("measure == 'shortage'").value.iloc[0] == pytest.approx(100)


def test_stock_cover_and_balance_columns() -> None:
    """10 t of 100 t are 36.5 days."""
    made = tables(
        *solve(
            simple(
                supply=SUPPLY,
                countries=COUNTRIES,
                materials=[
                    {
                        "material": "Ga",
                        "mineral": "Ga",
                        "shortage_cost": 9.0,
                        "max_stock": 20.0,
                        "stock_target_days": 36.5,
                    }
                ],
            ),
            "cost",
        )
    )
    assert measure(made, "stock_cover", "plan", mineral="Ga") == pytest.approx(36.5)
    row = made["Balance"].iloc[0]
    assert (row.imports, row.stock_end, row.reserve_target) == pytest.approx((110, 10, 10))
