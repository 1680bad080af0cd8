"""The sentences of the reasons, where cases are awkward."""

from __future__ import annotations

import pandas as pd

from model.case import make_case
from model.explain.explain import explain
from model.pipeline import make_plan
from model.results.phrases import listed, rounded
from model.results.reasons import reason_tables
from model.workbook.layout import Tables
from tests.cases import option, simple

COST = {"objective": "cost"}


def told(tables: Tables) -> dict[str, pd.DataFrame]:
    """The tables of the reasons of a case."""
    case = make_case(tables)
    planned = make_plan(case)
    return reason_tables(case, planned.solution, explain(planned))


def test_a_list_of_nothing_is_empty() -> None:
    assert [listed(names).en for names in ([], ["a"], ["a", "b"])] == ["", "a", "a and b"]
    assert listed([]).ja == ""


def test_a_tie_with_nothing_to_swap_has_a_sentence() -> None:
    """CO2 alone: abb emits what aaa does, but is twice as dear, which only breaks the tie."""
    supply = [option("aaa", 10, 200, "AAA", co2=2.0), option("abb", 20, 60, "AAA", co2=2.0),
              option("ccc", 30, 40, co2=1.0)]  # fmt: skip
    found = told(simple(supply=supply, settings={"objective": "co2"}))["WhyNot"]
    sentences = dict(zip(found.supply, found.sentence, strict=True))
    assert sentences["abb"].startswith("AAA, Ga (abb) is as good by the objective, but the")


def test_years_are_told_with_the_reason_that_stops_the_option_in_them() -> None:
    """bbb is too dear in 2027; in 2028 only its CO2, at 1,000 USD/t, stops it."""
    tables = simple(
        (2027, 2028),
        supply=[option("aaa", 10, 200, co2=1.0), option("bbb", 14, 200, co2=4.0)],
        supply_by_year=[{"supply": "bbb", "field": "price", "by_year": {2028: 9.0}}],
        settings={"objective": "weighted", "carbon_price": 1000.0},
    )
    (row,) = [row for row in told(tables)["WhyNot"].itertuples() if row.supply == "bbb"]
    assert (row.years_unused, row.year, row.reason) == ("2027-2028", 2028, "CO2")
    assert row.sentence.startswith("BBB, Ga (bbb) is not used in 2028 because its CO2 is too high.")


def test_what_is_only_taken_because_it_must_has_its_years() -> None:
    """30 t of bbb have to be taken; no tonne more is, as it is dearer."""
    tables = simple(
        supply=[option("aaa", 10, 200), option("bbb", 14, 60, min_take=30.0)], settings=COST
    )
    (row,) = [row for row in told(tables)["WhyNot"].itertuples() if row.supply == "bbb"]
    assert row.sentence.startswith(
        "BBB, Ga (bbb) delivers only the minimum take in 2027 because its"
    )


def test_without_a_limit_the_tonnes_that_would_come_in_are_not_told() -> None:
    """No more is needed, 200 t have to be taken; what is forced in is left over without limit."""
    tables = simple(
        supply=[option("aaa", 10), option("bbb", 14, min_take=1.0)],
        settings={"objective": "concentration"},
    )
    for sentence in told(tables)["WhyNot"].sentence:
        assert "inf" not in sentence


def test_a_start_that_changes_the_plan_is_a_year() -> None:
    """Used from its first year on: one year later is another plan."""
    supply = [option("aaa", 10, 60, status="project", first_year=2027), option("bbb", 14, 200)]
    found = told(simple((2027, 2029), supply=supply, settings=COST))["Sensitivity"]
    (row,) = [row for row in found.itertuples() if row.field == "first_year"]
    assert "the plan changes if it is 2028 or later." in row.sentence
    assert "2028年以降だと計画が変わる。" in row.sentence_ja


def test_units_stand_in_sentences_as_they_are_said() -> None:
    """A share of demand of grade C, under contract, so that its error costs something."""
    contract = {"capacity_share": 0.4, "commitment": "contract"}
    supply = [option("aaa", 10, **contract), option("bbb", 14, 200)]
    found = told(simple(supply=supply, settings=COST))["Sensitivity"]
    (row,) = [row for row in found.itertuples() if row.field == "capacity_share"]
    assert (
        "in the best plan at 0.52 of demand instead of 0.4. It buys 24 t differently"
        in row.sentence
    )
    assert "0.4 でなく 0.52（需要比） のときの最良の計画では" in row.sentence_ja


def test_what_costs_money_as_it_meets_demand_is_not_said_to_save() -> None:
    """90 of 100 t can be had; a shortage costs 1 USD/kg only, but demand comes first."""
    supply = [option("aaa", 10, 30, co2=2.0), option("abb", 20, 40, co2=1.0),
              option("jpn", 5, 20, country="JPN", co2=3.0)]  # fmt: skip
    tables = simple(
        supply=supply,
        materials=[{"material": "Ga", "mineral": "Ga", "shortage_cost": 1.0}],
        settings={"objective": "cost"},
    )
    found = told(tables)["RuleCosts"]
    for row in found.itertuples():
        assert row.tenth < 0
        assert row.tenth_cash > 0
        assert f"cash changes by {_thousands(row.tenth_cash)} thousand USD" in row.sentence
        assert "shortage -" in row.sentence


def _thousands(million: float) -> str:
    return f"+{rounded(million * 1e3)}"
