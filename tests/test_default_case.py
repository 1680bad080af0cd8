"""The default case: is it what a reader would expect to see?"""

from __future__ import annotations

import pandas as pd
import pytest

from model.case import Case
from model.solution import Solution


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


def test_demand_is_met_and_the_reserve_held(default_solution: Solution) -> None:
    assert max(default_solution["shortage"].values()) == pytest.approx(0, abs=1e-6)
    assert max(default_solution["reserve_gap"].values()) == pytest.approx(0, abs=1e-6)


def test_the_plan_buys_within_what_can_be_had(
    default_case: Case, default_tables: dict[str, pd.DataFrame]
) -> None:
    plan = default_tables["Plan"]
    assert (plan.tonnes <= plan.capacity + 1e-6).all()
    assert (plan.tonnes >= plan.min_take - 1e-6).all()
    pavlodar = plan[plan.supply == "KZ_Ga4N_pavlodar"].set_index("year").tonnes
    assert pavlodar[2027] >= 5
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
