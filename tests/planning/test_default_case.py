"""The default case: is it what a reader would expect to see?"""

from __future__ import annotations

import pandas as pd
import pytest

from model.case import Case


def test_co2_factors_of_the_survey_report_stand(default_case: Case) -> None:
    """205 kg/kg for gallium from alumina, 28 for Pidgeon, 8.5 for electrolytic magnesium."""
    factors = {r.route: r.co2 for r in default_case.tables.routes}
    assert factors["alumina_byproduct"] == 205
    assert factors["pidgeon"] == 28
    assert factors["electrolysis"] == 8.5
    assert default_case.co2["CN_Mg", 2030] == 28
    assert default_case.co2["IL_Mg", 2030] == 8.5
    assert default_case.co2["KZ_Ga4N_pavlodar", 2030] == 205


GRADED = (
    "materials",
    "demand",
    "supply",
    "routes",
    "countries",
    "origins",
    "baseline",
    "conversions",
)


@pytest.mark.parametrize("sheet", GRADED)
def test_every_figure_has_grade_and_source(default_case: Case, sheet: str) -> None:
    for row in getattr(default_case.tables, sheet):
        assert row.confidence in ("A", "B", "C"), row
        assert row.ref, row
    for row in default_case.tables.supply:
        assert row.note, row.supply


def test_plausible_ranges_enclose_their_figures(default_case: Case) -> None:
    for row in default_case.tables.supply:
        assert (row.capacity_low or 0) <= row.capacity, row.supply
        assert row.capacity_high is None or row.capacity_high >= row.capacity, row.supply
        assert (row.price_low or 0) <= row.price, row.supply
        assert row.price_high is None or row.price_high >= row.price, row.supply


def test_plausible_ranges_are_those_of_the_notes(default_case: Case) -> None:
    """Tonnes, then USD/kg; blank if none is said."""
    rows = {row.supply: row for row in default_case.tables.supply}
    for name, range_ in {
        "CN_Ga4N": (0, 50, 240, 700),
        "TW_Ga4N": (1, 7, 1300, 2270),
        "US_Ga6N": (0, 5, 1460, 2700),
        "AU_Ga4N_wagerup": (33, 55, 500, 1000),
        "CN_Mg": (20000, 60000, 2.2, 3.5),
        "IL_Mg": (0, 6000, 2.6, 6.8),
        "TW_Mg_secondary": (0, None, None, None),
    }.items():
        row = rows[name]
        found = row.capacity_low, row.capacity_high, row.price_low, row.price_high
        assert found == range_, name


def test_gallium_is_short_while_china_ships_nothing_and_met_after(
    default_tables: dict[str, pd.DataFrame],
) -> None:
    """Two years short, from store and world drawn empty; magnesium and its reserve held."""
    balance = default_tables["Balance"]
    short = balance[balance.shortage > 1e-6]
    assert set(short.material) == {"Ga_4N"}
    assert list(short.year) == [2027, 2028]
    assert short.shortage.sum() == pytest.approx(116, abs=1)
    assert (short.stock_end <= 1e-6).all()
    magnesium = balance[balance.material == "Mg"]
    assert magnesium.reserve_gap.max() == pytest.approx(0, abs=1e-6)


def test_no_gallium_comes_from_china_in_2027_and_2028(
    default_tables: dict[str, pd.DataFrame],
) -> None:
    plan = default_tables["Plan"]
    china = plan[(plan.country == "CHN") & (plan.mineral == "Ga")].groupby("year").tonnes.sum()
    assert (china[2027], china[2028], china[2029]) == pytest.approx((0, 0, 25))


def test_the_plan_buys_within_what_can_be_had(
    default_case: Case, default_tables: dict[str, pd.DataFrame]
) -> None:
    plan = default_tables["Plan"]
    assert (plan.tonnes <= plan.capacity + 1e-6).all()
    assert (plan.tonnes >= plan.min_take - 1e-6).all()
    pavlodar = plan[plan.supply == "KZ_Ga4N_pavlodar"].set_index("year").tonnes
    assert 0 <= pavlodar[2027] <= 5
    assert pavlodar[2031] >= 10


def test_the_plan_is_better_than_today_where_it_claims_to_be(
    default_tables: dict[str, pd.DataFrame],
) -> None:
    table = default_tables["Measures"]
    whole = table[(table.mineral == "all") & (table.year == "all")]
    found = whole.set_index(["measure", "plan"]).value
    assert found["concentration", "plan"] < found["concentration", "baseline"]
    assert found["co2", "plan"] < found["co2", "baseline"]


def test_unit_costs_are_those_of_the_market(default_tables: dict[str, pd.DataFrame]) -> None:
    """USD/kg: magnesium lands between 2 and 4, gallium between 300 and 1,000."""
    plan = default_tables["Plan"]
    paid = plan.groupby("mineral")[["cost", "tonnes"]].sum()
    price = 1000 * paid.cost / paid.tonnes
    assert 2 < price["Mg"] < 4
    assert 300 < price["Ga"] < 1000
