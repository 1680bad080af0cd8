"""What keeps explanations from being misquoted: one verdict, no rank for nothing, words for 0."""

from __future__ import annotations

from itertools import pairwise

import openpyxl
import pandas as pd
import pytest

from model.case import Case, make_case
from model.explain.explain import explain
from model.explain.explanations import Parts, Span, Swap
from model.pipeline import look_around, make_plan
from model.report import write_report
from model.report.sentences.reasons import first_figures, to_check
from model.results import all_tables, tables
from model.results.one_scale import moved
from model.results.phrases import tonnes
from model.results.reasons import reason_tables
from model.results.reasons.figures import NO_CONTRACTS, NOTHING_TO_CHECK, SPOT_HELD
from model.results.reasons.options import OPEN_, how_sure, verdict
from model.results.reasons.parts import apart, none
from model.workbook.layout import Tables
from model.workbook.rounding import typed
from tests.cases import option, simple
from tests.results_workbook import table_of
from tests.runs import REASON_TABLES, Run

COST = {"objective": "cost"}


def told(given: Tables) -> tuple[Case, dict[str, pd.DataFrame]]:
    case = make_case(given)
    planned = make_plan(case)
    reasons = explain(planned)
    plan = tables(case, planned.solution)
    return case, {**plan, **reason_tables(case, planned.solution, reasons)}


# How sure


@pytest.mark.parametrize(
    ("tonnes", "least", "most", "said"),
    [(100, 100, 100, "sure"), (100, 92, 100, "sure"), (100, 60, 100, "partly sure"),
     (100, 50, 100, "partly sure"), (100, 49, 100, "open"), (0, 0, 30, "possible"),
     (0, 0, 0, "out")],
)  # fmt: skip
def test_how_sure_an_option_is(tonnes: float, least: float, most: float, said: str) -> None:
    assert verdict(Span("a", "Ga", False, tonnes, least, most), None) == said


def test_what_can_be_swapped_is_open_however_much_of_it_is_needed() -> None:
    span = Span("a", "Ga", False, 100, 100, 100)
    assert verdict(span, Swap(("a", "b"), 120, 120, 120)) == OPEN_


def test_words_and_shading_follow_the_same_verdict(default_run: Run, tmp_path) -> None:
    """The shaded rows are just those whose words say open (or any of several)."""
    table = how_sure(default_run.case, default_run.findings.reasons)
    words = {
        OPEN_: (" is open:", " come from any of "), "sure": (" is sure:",),
        "out": ("No plan within",),
        "partly sure": (" is partly sure:",), "possible": ("Up to ",),
    }  # fmt: skip
    for said, sentence in zip(table.verdict, table.sentence, strict=True):
        assert any(word in sentence for word in words[said]), (said, sentence)
        assert not any(w in sentence for v, ws in words.items() if v != said for w in ws)
    sheet = default_run.workbook(tmp_path / "r.xlsx", default_run.only("HowSure"))["HowSure"]
    (area,) = sheet.conditional_formatting
    header, _ = table_of(sheet)
    column = openpyxl.utils.get_column_letter(header.index("verdict") + 1)
    (formula,) = area.rules[0].formula
    assert formula.startswith(f"${column}")
    assert formula.endswith('="open"')


# What to check first


def test_losses_that_round_to_nothing_are_not_ranked() -> None:
    """A contract of 1 t at 10 of 1,000 t: at 14 instead of 13 it loses 1,000 USD of 10 million."""
    supply = [option("aaa", 10, 1, commitment="contract", price_high=14.0),
              option("bbb", 13, 2000)]  # fmt: skip
    _, made = told(simple(demand=1000.0, supply=supply, settings=COST))
    table = made["Sensitivity"]
    price = table[(table.name == "aaa") & (table.field == "price")].iloc[0]
    assert price.loss == pytest.approx(0.001)
    assert table["rank"].isna().all()
    assert first_figures(made) == []
    assert to_check(made) == [NOTHING_TO_CHECK]


def test_a_small_loss_of_a_small_case_is_ranked() -> None:
    """60 t x 0.5 USD/kg are 30,000 USD of a million: more than a thousandth."""
    alone = {"price_high": 14.5, "capacity_low": 60.0, "capacity_high": 60.0}
    supply = [option("aaa", 10, 60, commitment="contract", **alone),
              option("bbb", 14, 200, confidence="A")]  # fmt: skip
    _, made = told(simple(supply=supply, settings=COST))
    assert [figure.loss for figure in first_figures(made)] == [pytest.approx(0.03)]


def test_without_contracts_losses_are_words_in_place_of_noughts(tmp_path) -> None:
    """All spot: nothing can be lost by construction, which every sheet says that shows a loss."""
    given = simple(
        supply=[option("aaa", 10, 60), option("bbb", 12, 200)],
        scenarios=[{"scenario": "dear", "active": "yes", "probability": 0.1}],
        changes=[{"scenario": "dear", "field": "price", "operation": "multiply", "value": 2.0,
                  "supply": "aaa"}],
        settings=COST,
    )  # fmt: skip
    case = make_case(given)
    planned = make_plan(case)
    made = all_tables(case, planned.solution, look_around(planned))
    table = made["Sensitivity"]
    for column in ("loss", "loss_low", "loss_high", "loss_cash"):
        assert table[column].isna().all(), column
    assert all("Nothing is under contract" in sentence for sentence in table.sentence)
    assert to_check(made) == [NO_CONTRACTS]
    path = write_report(tmp_path / "r.xlsx", case, planned.solution, made, {})
    workbook = openpyxl.load_workbook(path)
    said = {name: {c.value for r in workbook[name].iter_rows() for c in r} for name in
            ("Summary", "Sensitivity")}  # fmt: skip
    for name, values in said.items():
        assert {NO_CONTRACTS.en, NO_CONTRACTS.ja} <= values, name
    for name in ("Scenarios", "Regret"):
        assert workbook[name]["A2"].value.startswith(SPOT_HELD.en)
        assert workbook[name]["A3"].value.startswith(SPOT_HELD.ja)


# One scale for all minerals


def two_minerals(objective: str) -> Tables:
    """Ga, of which a limit and a scenario are, and Mg, of which they are not."""
    supply = [
        option("ga_a", 10, 200, "AAA", co2=5.0), option("ga_b", 16, 200, "BBB", co2=3.0),
        {**option("mg_a", 3, 900, "AAA", co2=9.0), "material": "Mg"},
        {**option("mg_b", 4, 900, "BBB", co2=4.0), "material": "Mg"},
        {**option("mg_c", 5, 900, "CCC", co2=1.0), "material": "Mg"},
    ]  # fmt: skip
    return simple(
        demand={"Ga": [100.0], "Mg": [500.0]},
        materials=[{"material": k, "mineral": k, "shortage_cost": 900.0} for k in ("Ga", "Mg")],
        supply=supply,
        countries=[{"country": c, "name_en": c} for c in ("AAA", "BBB", "CCC")],
        limits=[{"limit": "cap", "measure": "country_share", "mineral": "Ga",
                 "country_or_group": "AAA", "value": 0.2}],
        scenarios=[{"scenario": "dear", "active": "yes"}],
        changes=[{"scenario": "dear", "field": "price", "operation": "multiply", "value": 4.0,
                  "supply": "ga_b"}],
        settings={"objective": objective},
    )  # fmt: skip


def test_under_balanced_the_mineral_that_moves_along_is_named() -> None:
    """The limit is on Ga; without it Mg moves, too, since the scale of the aims is another one."""
    _, made = told(two_minerals("balanced"))
    row = made["RuleCosts"].set_index("name").loc["cap"]
    assert row.other_minerals.startswith("Mg ")
    told_ = f"share one scale, so others change, too: {row.other_minerals}."
    assert told_ in row.sentence
    assert f"他の鉱種も変わる: {row.other_minerals}。" in row.sentence_ja


def test_a_scenario_says_which_mineral_it_does_not_touch_moves() -> None:
    planned = make_plan(make_case(two_minerals("balanced")))
    case, solution = planned.case, planned.solution
    found = look_around(planned)
    (anew,) = [o for o in found.outcomes if o.answer == "re-planned"]
    moves = moved(case, solution, anew.case, anew.solution)
    assert set(moves) == {"Mg"}
    table = all_tables(case, solution, found)["Scenarios"]
    note = table[(table.scenario == "dear") & (table.answer == "re-planned")].note.iloc[0]
    assert "one scale for all" in note
    assert note.endswith(f"Mg {tonnes(moves['Mg'])}.")


def test_under_cost_nothing_moves_along() -> None:
    _, made = told(two_minerals("cost"))
    assert (made["RuleCosts"].other_minerals == "").all()


# Sentences and amounts


def test_sentences_stand_right_after_the_key() -> None:
    """In the first five columns of every table that has a key of its own."""
    _, made = told(simple(supply=[option("aaa", 10, 60), option("bbb", 14, 200)], settings=COST))
    for name in ("Rules", "RuleCosts", "WhyNot", "HowSure", "Sensitivity", "ShortageCauses"):
        columns = list(made[name].columns)
        assert {"sentence", "sentence_ja"} <= set(columns[:4]), name


def test_sentences_are_printed(default_run: Run, tmp_path) -> None:
    workbook = default_run.workbook(tmp_path / "r.xlsx", default_run.only(*REASON_TABLES))
    for name in ("Rules", "RuleCosts", "WhyNot", "HowSure", "Sensitivity"):
        sheet = workbook[name]
        (area,) = (
            sheet.print_area.split(",") if isinstance(sheet.print_area, str) else sheet.print_area
        )
        last = openpyxl.utils.cell.range_boundaries(area.split("!")[-1].replace("$", ""))[2]
        header, _ = table_of(sheet)
        assert header.index("sentence_ja") + 1 <= last, name
        ((_, ref),) = sheet.tables.items()
        cell = sheet.cell(int(ref.split(":")[0][1:]) + 1, header.index("sentence") + 1)
        assert cell.alignment.wrap_text


def test_parts_in_their_order_and_nothing_as_nought() -> None:
    said = apart(Parts(-24.2, -47.3, -0.012, 0.0, 3.0))
    assert said.en == (
        "cash changes by -24 million USD, HHI -47, CO2 -12 t, shortage 0 t, reserve gap +3 t"
    )
    assert said.ja == "支払が -24百万USD、HHI -47、CO2 -12 t、不足 0 t、備蓄不足 +3 t"
    assert none(Parts(1e-9, 0.01, 0.0, 0.0, 0.0))
    assert not none(Parts(0.0, 0.0, 0.0, 0.01, 0.0))


@pytest.mark.parametrize(
    ("now", "needed", "first"),
    [(12.1, 1.07e-7, 0.0), (12.1, 0.0003, 0.0), (4.4, 0.7734, 0.773), (1e6, 12.3, 0.0),
     (0.4, 0.3612, 0.361)],
)  # fmt: skip
def test_a_figure_is_lowered_to_what_a_person_would_type(
    now: float, needed: float, first: float
) -> None:
    """Nobody lowers 12.1 t to a tenth of a gram: the digits are those of the figure changed."""
    found = list(typed(now, needed, up=False))
    assert found[0] == pytest.approx(first)
    assert all(later < earlier for earlier, later in pairwise(found))
    assert all(value <= needed for value in found)


def test_a_soft_limit_that_only_fines_does_not_cost_nothing() -> None:
    """A cap of 10 t CO2 on 100 t of metal that has one source: 90 t over, 1,000 USD a tonne."""
    given = simple(
        supply=[option("aaa", 10, 200, co2=1.0)],
        limits=[{"limit": "cap", "active": "yes", "measure": "co2", "sense": "max",
                 "mineral": "Ga", "value": 10.0, "penalty": 0.001}],
        settings=COST,
    )  # fmt: skip
    _, made = told(given)
    row = made["RuleCosts"].set_index("name").loc["cap"]
    assert row.cash == pytest.approx(0.0, abs=1e-9)
    assert row.whole == pytest.approx(0.09)
    assert row.sentence.startswith("Without limit cap (Limits!I7, 2027), the weighted sum changes")
    assert "-90 thousand USD" in row.sentence
    assert row.sentence.endswith("purchases stay the same and no penalty is due.")
    assert "加重和が -90千USD 変わる。調達は変わらず、違反金がなくなる。" in row.sentence_ja


def test_countries_are_told_by_name() -> None:
    """At most half from Aland: without that all 100 t come from there, which is cheaper."""
    given = simple(
        supply=[option("aaa", 10, 100, "AAA"), option("bbb", 14, 100, "BBB")],
        countries=[{"country": "AAA", "name_en": "Aland", "name_ja": "ア国", "max_share": 0.5},
                   {"country": "BBB", "name_en": "Bland", "name_ja": "ビ国"}],
        settings=COST,
    )  # fmt: skip
    _, made = told(given)
    row = made["RuleCosts"].set_index("name").loc["AAA"]
    assert "Without the largest share allowed to Aland (" in row.sentence
    assert row.sentence.endswith("change by +50 t of Ga from Aland and -50 t of Ga from Bland.")
    assert row.sentence_ja.endswith("ア国のGaが +50 t、ビ国のGaが -50 t 変わる。")
    assert (row.gains, row.loses) == ("AAA Ga +50 t", "BBB Ga -50 t")
    sure = made["HowSure"]
    (country,) = sure[(sure.what == "country") & (sure["name"] == "BBB")].sentence
    assert country.startswith("Bland (Ga) is sure: 50 t")


def test_a_tenth_that_changes_nothing_is_said_in_words() -> None:
    """A store of 0 t stays one of 0 t, a tenth larger."""
    given = simple(
        years=(2027, 2028),
        demand={"Ga": [80.0, 120.0]},
        materials=[{"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0, "max_stock": 0.0}],
        supply=[option("aaa", 10, 100)],
        settings=COST,
    )  # fmt: skip
    _, made = told(given)
    sentence = made["RuleCosts"].set_index("kind").loc["max_stock"].sentence
    assert sentence.startswith("Nothing changes with a tenth more")
    assert "0 USD" not in sentence
