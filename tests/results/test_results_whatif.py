"""Tables of trade-off, scenarios and stress: what they must agree on, and by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from model.analysis.findings import HELD, REPLANNED, Findings, Stop, Surface
from model.case import make_case
from model.pipeline import look_around, make_plan
from model.results import all_tables
from model.results.scenarios import scenario_tables
from model.results.stress import stress_tables
from model.results.tradeoff import annuity, tradeoff_tables
from tests.analysis.test_scenarios import THREE, with_changes, world
from tests.cases import simple

NAMES = {
    "Tradeoff": ["point", "cost", "concentration", "co2", "chosen"],
    "Scenarios": ["scenario", "answer", "cost", "concentration", "co2", "shortage"],
    "Stress": [
        *("country", "year", "mineral", "shortage", "shortage_days", "extra_cost"),
        "days_to_shortage",
    ],
}
"""Tables and columns other people's programs rely on."""


@pytest.fixture(scope="module")
def made(default_run) -> dict[str, pd.DataFrame]:
    return default_run.tables


@pytest.mark.parametrize("name", NAMES)
def test_fixed_columns_are_there(made, name: str) -> None:
    assert set(NAMES[name]) <= set(made[name].columns)


def test_the_chosen_plan_is_the_same_everywhere(made) -> None:
    """Measures, the surface, the base of the scenarios and of the regrets."""
    whole = made["Measures"][(made["Measures"].mineral == "all") & (made["Measures"].year == "all")]
    plan = whole[whole.plan == "plan"].set_index("measure").value
    chosen = made["Tradeoff"].query("chosen == 'yes'").iloc[0]
    base = made["Scenarios"].iloc[0]
    regret = made["Regret"].query("scenario == 'base' and plan == 'chosen'").iloc[0]
    for aim in ("cost", "concentration", "co2"):
        assert chosen[aim] == pytest.approx(plan[aim], rel=1e-6)
        assert base[aim] == pytest.approx(plan[aim], rel=1e-6)
    assert regret.cost == pytest.approx(plan["cost"], rel=1e-6)
    assert base.answer == "plan"


def test_every_active_scenario_is_answered_twice(made, default_case) -> None:
    active = [s.scenario for s in default_case.tables.scenarios if s.active == "yes"]
    found = made["Scenarios"].groupby("scenario", sort=False).answer.apply(list).to_dict()
    assert {s: found[s] for s in active} == {s: [REPLANNED, HELD] for s in active}
    assert set(found) - set(active) == {"base", "expected"}
    assert made["Scenarios"].label.is_unique


def test_expected_values_weigh_by_probability(made) -> None:
    table = made["Scenarios"]
    base = table.iloc[0]
    likely = table[(table.answer == HELD) & (table.scenario != "expected")]
    assert base.probability == pytest.approx(1 - likely.probability.sum())
    for answer in (REPLANNED, HELD):
        rows = table[(table.answer == answer) & (table.scenario != "expected")]
        mean = base.cost * base.probability + (rows.cost * rows.probability).sum()
        told = table.query("scenario == 'expected' and answer == @answer").iloc[0]
        assert told.cost == pytest.approx(mean)


def test_details_add_up_to_the_scenarios(made) -> None:
    """Shortage by material and year, CO2 and spending by mineral, tonnes by country."""
    table = made["Scenarios"].query("scenario != 'expected'").set_index("label")
    short = made["ScenarioShortage"].groupby("label").shortage.sum()
    parts = made["ScenarioHHI"].groupby("label")[["co2", "spending"]].sum()
    for name, row in table.iterrows():
        assert short[name] == pytest.approx(row.shortage, abs=1e-6)
        assert parts.co2[name] == pytest.approx(row.co2, rel=1e-6)
        assert parts.spending[name] == pytest.approx(row.spending, rel=1e-6)
    mix = made["ScenarioMix"]
    base = mix[mix.label == "base"]
    assert (base.change.abs() < 1e-9).all()
    assert base.tonnes.sum() == pytest.approx(made["Plan"].tonnes.sum(), rel=1e-6)


def test_concentration_by_mineral_is_the_plans(made) -> None:
    measures = made["Measures"]
    rows = measures[
        (measures.measure == "concentration") & (measures.basis == "origin")
        & (measures.year == "all") & (measures.plan == "plan") & (measures.mineral != "all")
    ]  # fmt: skip
    base = made["ScenarioHHI"].query("label == 'base'").set_index("mineral").concentration
    for row in rows.itertuples():
        assert base[row.mineral] == pytest.approx(row.value, rel=1e-5)


def test_knowing_never_costs_more_in_what_is_minimised(default_case) -> None:
    """Cost objective: re-planned is at most as dear as held, in shortage first."""
    tables = world(settings={"objective": "cost"})
    change = {"field": "price", "operation": "multiply", "value": 1.7, "country": "KAZ"}
    planned = make_plan(make_case(with_changes(tables, [change])))
    found = scenario_tables(planned.case, planned.solution, look_around(planned))
    cost = found["Scenarios"].set_index("answer").cost
    assert cost[REPLANNED] <= cost[HELD] + 1e-9


def test_regret_by_hand() -> None:
    """Cost-only 1.08 million, doubled contract 1.68; least HHI 1.7333 and 2.0667: its regret
    0.6533 and 0.3867; the chosen plan is cost-only itself."""
    change = {"field": "price", "operation": "multiply", "value": 2.0, "supply": "con"}
    tables = simple(supply=THREE, settings={"objective": "cost"})
    planned = make_plan(make_case(with_changes(tables, [change], probability=0.25)))
    table = all_tables(planned.case, planned.solution, look_around(planned))["Regret"]
    assert list(table.plan.unique()) == ["cost", "concentration", "co2"]
    found = table.set_index(["scenario", "plan"])
    assert found.regret["base", "concentration"] == pytest.approx(0.6533, abs=1e-3)
    assert found.regret["x", "concentration"] == pytest.approx(0.3867, abs=1e-3)
    assert found.regret["x", "cost"] == pytest.approx(0, abs=1e-9)
    assert found.probability["base", "cost"] == 0.75


def test_a_scenario_without_a_plan_has_blank_figures() -> None:
    limits = [{"limit": "floor", "measure": "country_share", "sense": "min", "mineral": "Ga",
               "country_or_group": "CON", "value": 0.5}]  # fmt: skip
    change = {"field": "capacity", "operation": "multiply", "value": 0.0, "supply": "con"}
    tables = with_changes(simple(supply=THREE, limits=limits), [change], probability=0.5)
    planned = make_plan(make_case(tables))
    table = all_tables(planned.case, planned.solution, look_around(planned))["Scenarios"]
    rows = table.set_index(["scenario", "answer"])
    assert math.isnan(rows.cost["x", REPLANNED])
    assert rows.status["x", REPLANNED] == "no plan"
    assert math.isnan(rows.cost["expected", REPLANNED])
    assert rows.status["x", HELD] == "rules broken"


def test_rates_by_year_are_an_even_payment(default_case) -> None:
    """3 % over nine years: 1 + 1/1.03 + ... = 8.0197."""
    assert annuity(default_case) == pytest.approx(sum(1.03**-n for n in range(9)))


def test_tables_without_anything_found(default_case) -> None:
    """No points, no scenarios, no stops: tables with their columns and no rows."""
    nothing = Surface((), 0.0, 0.0, 0, 0, (), ())
    findings = Findings(nothing, (), {}, (), (), ())
    for name, table in {**tradeoff_tables(default_case, findings), **stress_tables(())}.items():
        assert table.empty, name
        assert len(table.columns) > 2, name


def test_pairs_have_a_table_of_their_own() -> None:
    stop = Stop(("AAA", "BBB"), "shipped", 2027, "Ga", 9.0, 1.0, 3.65, 0.5, -0.1, None)
    made = stress_tables([stop])
    assert made["Stress"].empty
    assert made["StressPairs"].loc[0, ["country", "other", "shortage"]].tolist() == [
        "AAA",
        "BBB",
        1.0,
    ]
    assert math.isnan(made["StressPairs"].days_to_shortage[0])
