"""Tables of reasons: sentences by hand, in both languages, and what must hold of every table."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest

from model.case import Case, make_case
from model.errors import Words
from model.explain.explain import explain
from model.explain.explanations import IMPLIED, Money, Parts, Price, Reasons
from model.pipeline import look_around, make_plan
from model.report.core.labels import label
from model.report.summary.comparison_band import as_text
from model.results import all_tables
from model.results.phrases import bare, beside, listed, money, percent, rounded, signed, tonnes
from model.results.reasons import reason_tables
from model.results.reasons.rules import rule_prices
from model.rules.constraints import CAPACITY, CAPACITY_SHARE, MIN_TAKE, STOCK_TARGET, Bounding
from model.workbook.layout import Tables
from model.workbook.wording import amount, figure, plain_figure
from tests.cases import option, simple
from tests.runs import REASON_TABLES, Run

JARGON = re.compile(
    r"\b(dual|simplex|basis|highs|pyomo|solver|lp|nan|inf|none)\b",
    re.IGNORECASE,
)
COST = {"objective": "cost"}


def tables_of(tables: Tables) -> dict[str, pd.DataFrame]:
    case = make_case(tables)
    planned = make_plan(case)
    found = explain(planned)
    assert not found.unsolved
    return reason_tables(case, planned.solution, found)


@pytest.fixture(scope="module")
def default_reasons(default_run: Run) -> dict[str, pd.DataFrame]:
    return {name: default_run.tables[name] for name in REASON_TABLES}


def rule(kind: str, unit: str, value: float, *, ceiling: bool = True) -> Bounding:
    words = Words("words", "文")
    return Bounding(kind, "pav", 2028, "Supply!L9", value, unit, words, ceiling=ceiling)


def priced(
    bound: Bounding, parts: Parts, low: float, high: float, tenth: float, *, kept: bool = True
) -> Price:
    """A price whose weighted sum is the cash, unless HHI counts, at 1,000 USD a point."""
    return Price(bound, parts.cash + parts.concentration / 1000, parts, kept, low, high, tenth)


def told(price: Price) -> Words:
    worth = Money({"cost": 1.0, "concentration": 0.001}, IMPLIED)
    case = make_case(simple(supply=[option("pav", 10, 15)], settings=COST))
    table = rule_prices(case, Reasons(worth, prices=(price,)))
    return Words(table.sentence[0], table.sentence_ja[0])


def test_a_price_as_a_sentence() -> None:
    """HHI and CO2 are kept where they are, so all that one tonne more saves is cash."""
    price = priced(rule(CAPACITY, "t", 15.0), Parts(-0.61, 0, 0, 0, 0), 11.0, 22.2, 0.9)
    assert told(price) == (
        "Cash falls by 0.61 million USD for each tonne more from PAV, Ga (pav) in 2028 (Supply!L9)."
        " HHI and CO2 do not change. This shadow price holds for changes up to 7.2 t.",
        "2028年のPAV・Ga（pav）の上限（Supply!L9）を1 t増やすごとに、支払は0.61百万USD減る。"
        "HHI・CO2は変わらない。このシャドウプライスは7.2 tの変化まで成り立つ。",
    )


def test_a_price_that_counts_hhi_tells_it_apart_and_the_weighted_sum_last() -> None:
    parts = Parts(0.2, -500.0, -0.03, 0, 0)
    price = priced(rule(CAPACITY, "t", 15.0), parts, 11.0, 22.2, 0.9, kept=False)
    assert told(price).en == (
        "Cash rises by 0.20 million USD, HHI falls by 500, CO2 by 30 t and the weighted sum by"
        " 0.30 million USD for each tonne more from PAV, Ga (pav) in 2028 (Supply!L9). This shadow"
        " price holds for changes up to 7.2 t."
    )


def test_a_price_of_a_floor_a_share_and_a_shortage() -> None:
    """Sizes people speak of: a percent of demand, a day, tonnes of demand left unmet."""
    floor = rule(STOCK_TARGET, "days of demand", 60.0, ceiling=False)
    assert told(priced(floor, Parts(0.0486, 0, 0, 0, 0), 50.0, 61.0, 0.2)).en == (
        "Cash falls by 49 thousand USD for each day less of reserve of pav in 2028 (Supply!L9)."
        " HHI and CO2 do not change. This shadow price holds for changes up to 10 days."
    )
    share = rule(CAPACITY_SHARE, "share of demand", 0.4)
    assert told(priced(share, Parts(-52.9, 0, 0, -7.0, 0), 0.3, 0.412, 2.0)).en == (
        "Cash falls by 0.53 million USD and the shortage by 0.07 t for each 1 % of demand more from"
        " PAV, Ga (pav) in 2028 (Supply!L9). HHI and CO2 do not change. This"
        " shadow price holds for changes up to 1.2 %."
    )


def test_a_price_that_only_holds_the_other_way() -> None:
    floor = rule(MIN_TAKE, "t", 30.0, ceiling=False)
    assert told(priced(floor, Parts(0.004, 0, 0, 0, 0), 30.0, 42.0, 0.0)).en == (
        "Cash rises by 4.0 thousand USD for each tonne more to take from PAV, Ga (pav) in 2028"
        " (Supply!L9). HHI and CO2 do not change. This shadow price"
        " holds for changes up to 12 t. A change the other way saves nothing."
    )


def test_a_reserve_filled_at_a_cost() -> None:
    """More capacity fills the reserve first, and that costs."""
    price = priced(rule(CAPACITY, "t", 15.0), Parts(0.02, 0, 0, 0, -1.0), 15.0, 18.0, -0.03)
    assert told(price).en == (
        "Cash rises by 20 thousand USD and the reserve gap falls by 1 t for each tonne more from"
        " PAV, Ga (pav) in 2028 (Supply!L9). HHI and CO2 do not change. This shadow"
        " price holds for changes up to 3.0 t."
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.612, "0.61"), (7.25, "7.2"), (41.4, "41"), (123.4, "123"), (1234.0, "1,230"),
     (0.0042, "0.0042"), (0.0, "0"), (26_942.0, "26,900")],
)  # fmt: skip
def test_two_digits_that_count(value: float, text: str) -> None:
    assert rounded(value) == text


def test_numbers_as_people_say_them() -> None:
    assert money(-0.612) == ("0.61 million USD", "0.61百万USD")
    assert money(0.0421).en == "42 thousand USD"
    assert money(12e-6).en == "12 USD"
    assert tonnes(12_345.0) == "12,340 t"
    assert tonnes(57.0) == "57 t"
    assert percent(0.001) == "0.1 %"
    assert percent(0.163) == "16 %"
    assert beside(979.51, 980.0) == "979.5"
    assert bare("4.00") == "4"
    assert listed(["a", "b", "c"]) == ("a, b and c", "a、b、c")
    assert listed(["a, a", "b", "c"]).en == "a, a; b and c"
    assert listed(["a", "b", "c"], 2) == ("a, b and 1 more", "a、b、他1")


def test_a_case_by_hand_in_every_table() -> None:
    """100 t: 60 under contract at 10, the rest spot at 14; 20 USD/kg is too expensive."""
    supply = [option("aaa", 10, 60, commitment="contract", price_high=16.0),
              option("bbb", 14, 200), option("ccc", 20, 50)]  # fmt: skip
    made = tables_of(simple(supply=supply, settings=COST))
    (sentence,) = made["Rules"].sentence
    assert sentence == (
        "Cash falls by 4.0 thousand USD and HHI rises by 120 for each tonne more from AAA, Ga (aaa)"
        " in 2027 (Supply!I7). CO2 does not change. This shadow"
        " price holds for changes up to 40 t."
    )
    (cost,) = made["RuleCosts"].itertuples()
    assert (cost.decided, cost.money, cost.cells) == ("no", pytest.approx(0.024), "Supply!I7")
    assert cost.sentence == (
        "With a tenth more from AAA, Ga (aaa) (Supply!I7) in 2027, cash falls by 24 thousand USD"
        " and HHI rises by 312. CO2 does not change."
    )
    not_used = made["WhyNot"].set_index("supply")
    assert not_used.sentence["ccc"] == (
        "CCC, Ga (ccc) is not used in 2027 because its price is too high. It would be used (40 t in"
        " 2027) at 14 USD/kg instead of 20."
    )
    assert not_used.sentence_ja["ccc"] == (
        "価格が高いため、CCC・Ga（ccc）は2027年に使われない。"
        "価格が20ではなく14 USD/kgなら採用される（2027年に40 t）。"
    )
    assert not_used.checked["ccc"] == "yes"
    first = made["Sensitivity"].iloc[0]
    assert (first["rank"], first["cell"], first["loss"]) == (1, "Supply!L7", pytest.approx(0.12))
    assert first.sentence == (
        "AAA, Ga (aaa), price (Supply!L7, grade C): the plan changes above 14. At 16 USD/kg instead"
        " of 10, the best plan moves 120 t of purchases, up and down together; most: AAA, Ga (aaa)"
        " falls by 60 t to 0 t. Cash rises by 0.24 million USD and HHI by 4,800. CO2 does not"
        " change. If this plan is kept instead, cash rises by 0.12"
        " million USD and HHI falls by 4,800. CO2 does not change."
    )


def test_three_that_are_alike_are_told_as_one() -> None:
    same = [option(name, 10, 60, country="AAA") for name in ("one", "two", "three")]
    made = tables_of(simple(supply=[*same, option("jpn", 5, 40, country="JPN")], settings=COST))
    sure = made["HowSure"].set_index("name")
    assert set(sure.group[["one", "two", "three"]]) == {"one, two, three"}
    assert sure.sentence["two"] == (
        "AAA, Ga (one); AAA, Ga (two) and AAA, Ga (three) deliver 60 t together. The split between"
        " them is open."
    )
    assert sure.sentence["jpn"] == (
        "Japan, Ga (jpn) is sure: the plan has 40 t, every near-optimal plan the same."
    )
    ties = made["WhyNot"].set_index("supply")
    assert ties.reason["two"] == "tie"
    assert ties.sentence["two"] == (
        "AAA, Ga (two); AAA, Ga (one) and AAA, Ga (three) are equally good. The choice between them"
        " is open."
    )


def test_the_plan_says_which_options_are_open() -> None:
    """What the plan happens to buy of three that are alike is marked in the plan itself."""
    same = [option(name, 10, 60, country="AAA") for name in ("one", "two", "three")]
    tables = simple(supply=[*same, option("jpn", 5, 40, country="JPN")], settings=COST)
    planned = make_plan(make_case(tables))
    made = all_tables(planned.case, planned.solution, look_around(planned))
    plan = made["Plan"].set_index("supply")
    assert set(plan.group[["one", "two", "three"]]) == {"one, two, three"}
    assert plan.group["jpn"] == ""


def test_short_demand_names_its_causes() -> None:
    """100 t needed; a ceiling of 60 % on the only country that has metal."""
    tables = simple(
        supply=[option("aaa", 10, 200)],
        limits=[{"limit": "cap", "measure": "country_share", "country_or_group": "AAA",
                 "value": 0.6}],
        countries=[{"country": "AAA", "name_en": "A"}],
        settings=COST,
    )  # fmt: skip
    causes = tables_of(tables)["ShortageCauses"]
    assert list(causes.cell[:2]) == ["", "Limits!I7"]
    assert list(causes.avoided[:2]) == pytest.approx([40, 40])


def test_no_sentence_speaks_the_solver_s_language(
    default_reasons: dict[str, pd.DataFrame],
) -> None:
    for name, table in default_reasons.items():
        if "sentence" in table:
            for en, ja in zip(table.sentence, table.sentence_ja, strict=True):
                assert en, name
                assert ja, name
                assert not JARGON.search(en), en
                assert "  " not in en, en


def test_figures_are_figures(default_reasons: dict[str, pd.DataFrame]) -> None:
    """Nothing infinite, ranges hold the value, no loss is below zero, ranks run on."""
    for table in default_reasons.values():
        for column in table.select_dtypes("number"):
            assert not table[column].map(lambda v: isinstance(v, float) and math.isinf(v)).any()
    rules, figures = default_reasons["Rules"], default_reasons["Sensitivity"]
    assert (rules.holds_from <= rules.value + 1e-9).all()
    assert (rules.holds_to.fillna(math.inf) >= rules.value - 1e-9).all()
    assert rules.tenth.is_monotonic_decreasing
    costs = default_reasons["RuleCosts"]
    unmet_first = costs[["shortage", "tenth_shortage"]].bfill(axis=1).iloc[:, 0].min() < 0
    assert unmet_first or costs.money.is_monotonic_decreasing
    ranked = figures[figures["rank"].notna()]
    assert list(ranked["rank"]) == list(range(1, len(ranked) + 1))
    assert (ranked.loss.dropna() >= 0.05).all()
    assert (figures[figures["rank"].isna()].loss.dropna() < 2.0).all()
    assert (figures.loss.dropna() >= 0).all()
    assert figures.loss.is_monotonic_decreasing
    assert not figures.duplicated(["cell", "field"]).any()


def test_every_column_has_a_label(default_reasons: dict[str, pd.DataFrame]) -> None:
    for name, table in default_reasons.items():
        assert all(label(name, column).ja for column in table.columns), name


def test_every_option_is_explained(
    default_case: Case, default_reasons: dict[str, pd.DataFrame]
) -> None:
    """Every option is used up or told why not; every one has a span that holds the plan."""
    sure = default_reasons["HowSure"]
    options = sure[sure.what == "option"].set_index("name")
    assert set(options.index) == set(default_case.supplies)
    assert (options.least <= options.tonnes + 1e-6).all()
    assert (options.most >= options.tonnes - 1e-6).all()
    not_used = set(default_reasons["WhyNot"].supply)
    for s in default_case.supplies:
        possible = sum(default_case.most(s, t) for t in default_case.years)
        used_up = options.tonnes[s] >= possible - 1e-3
        assert used_up != (s in not_used), s


def test_nothing_asked_nothing_told() -> None:
    planned = make_plan(make_case(simple(supply=[option("aaa", 10, 200)], settings=COST)))
    assert reason_tables(planned.case, planned.solution, None) == {}


@pytest.mark.parametrize(
    ("value", "decimals", "told"),
    [
        (1234.4, 0, "+1,234"),
        (-0.31, 1, "-0.3"),
        (-0.04, 1, "0.0"),
        (0.04, 1, "0.0"),
        (-0.4, 0, "0"),
        (-0.0, 0, "0"),
    ],
)
def test_what_rounds_to_nothing_has_no_sign(value, decimals, told):
    assert signed(value, decimals) == told


@pytest.mark.parametrize(
    ("value", "shown", "told"),
    [
        (-0.04, "+#,##0.0;-#,##0.0;#,##0.0", "0.0"),
        (0.04, "+#,##0.0;-#,##0.0;#,##0.0", "0.0"),
        (1234.5, "+#,##0.0;-#,##0.0;#,##0.0", "+1,234.5"),
        (-3.0, "#,##0", "-3"),
        (-0.3, "#,##0", "0"),
        (-0.0004, "0.0%", "0.0%"),
    ],
)
def test_an_end_of_an_interval_that_is_nothing_has_no_sign(value, shown, told):
    assert as_text(value, shown) == told


def test_a_figure_that_is_nothing_has_no_sign():
    assert [figure(-0.0), plain_figure(-0.0), amount(-0.0)] == ["0", "0", "0"]
