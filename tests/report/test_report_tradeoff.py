"""Sheets Tradeoff and Curves: the sentences, the charts, and surfaces with little on them."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from model.report import write_report
from model.report.charts.scatter import role_dots
from model.report.sentences.rates import rate_sentences
from model.report.sentences.who import legend, name_of
from model.report.sheets.tradeoff_sheet import gap_sentence
from model.results import tables
from tests.cases import option, simple, solve
from tests.made_up import GAP, made_up
from tests.results_workbook import grid, texts


def _rates(*rows):
    columns = ["aim", "step", "from_value", "to_value", "cost_a_year", "reachable"]
    return pd.DataFrame(rows, columns=columns)


def test_the_next_steps_are_told_in_words_people_use():
    """1,965 to 1,865 costs 3.1; to 1,765 another 9.0; back to 2,065 saves 2.2 a year."""
    table = _rates(
        ("concentration", 1, 1965.0, 1865.0, 3.1, "yes"),
        ("concentration", 2, 1865.0, 1765.0, 9.0, "yes"),
        ("concentration", -1, 1965.0, 2065.0, -2.2, "yes"),
    )
    assert rate_sentences(table) == [
        (
            "Lowering HHI by 100 points costs 3.1 million USD a year with CO2 no higher; the next"
            " 100 cost 9.0. Giving back 100 saves 2.2 million USD a year.",
            "CO2を増やさずにHHIをさらに100ポイント下げる費用は年3.1百万USD、その次の100ポイントは9.0。"
            "100ポイント戻すと年2.2百万USDの節約になる。",
        )
    ]


def test_steps_out_of_reach_are_said_to_be():
    table = _rates(
        ("concentration", 1, 1965.0, 1865.0, None, "no"),
        ("co2", 1, 500.0, 450.0, 0.042, "yes"),
        ("co2", 2, 450.0, 400.0, float("nan"), "no"),
    )
    assert [told.en for told in rate_sentences(table)] == [
        "No plan lowers HHI by 100 points with CO2 no higher.",
        "Lowering CO2 by 50 kt costs 0.04 million USD a year with HHI no higher; no plan lowers it"
        " by 50 more.",
    ]
    assert [told.en[:8] for told in rate_sentences(table, "co2")] == ["Lowering"]
    one = _rates(("concentration", 1, 1965.0, 1964.0, None, "no"))
    assert rate_sentences(one)[0].en == "No plan lowers HHI by 1 point with CO2 no higher."
    assert rate_sentences(table.iloc[:0]) == []


def test_the_gap_reached_is_told_in_per_cent_of_the_range():
    told = gap_sentence({"tradeoff_gap_reached": 0.009, "tradeoff_gap_asked": 0.01}, 16)
    assert told.en == (
        "These Pareto plans are exact to 0.9 % of the range of each aim (target 1 %): no plan is"
        " better by more in all aims at once."
    )
    assert "0.9 %" in told.ja
    assert gap_sentence({}, 16) is None
    assert gap_sentence({"tradeoff_gap_reached": 0.0}, 1).en.startswith(
        "There is one Pareto plan only"
    )


def test_a_point_with_two_roles_is_in_both_series():
    dots = role_dots(
        ["least cost, chosen plan", "", "least CO2"],
        ["費用最小、選んだ計画", "", "CO2最小"],
        [5, 6, 7],
    )
    assert {one.name: list(one.values) for one in dots} == {
        "least cost 費用最小": [5, None, None],
        "least CO2 CO2最小": [None, None, 7],
        "chosen plan 選んだ計画": [5, None, None],
    }


@pytest.fixture(scope="module")
def small():
    supply = [option("chn", 10, 80, "CHN"), option("kaz", 20, 80, "KAZ")]
    return solve(simple((2027, 2028), supply=supply))


@pytest.fixture(scope="module")
def write(tmp_path_factory, small):
    case, solution = small

    def written(points=6, **changed):
        made = {**made_up(case, tables(case, solution), points), **changed}
        path = tmp_path_factory.mktemp("tradeoff") / "r.xlsx"
        write_report(path, case, solution, {**tables(case, solution), **made}, GAP)
        return openpyxl.load_workbook(path)

    return written


def _series(workbook, chart):
    """Values of every series of a chart by name, as ChartData holds them."""
    found = {}
    for series in chart.series:
        sheet, cell = series.tx.strRef.f.replace("'", "").replace("$", "").split("!")
        values = (series.val if series.yVal is None else series.yVal).numRef.f
        first, _, last = values.replace("$", "").split("!")[1].partition(":")
        cells = workbook[sheet][f"{first}:{last or first}"]
        found[workbook[sheet][cell].value] = [c.value for (c,) in cells]
    return found


def test_the_surface_is_drawn_in_three_thirds_of_co2_with_the_ends_marked(write, small):
    """Of six points two are in each third; a series is blank where a point is not in it."""
    workbook = write()
    points = made_up(small[0], tables(*small), 6)["Tradeoff"]
    scatter, mix = workbook["Tradeoff"]._charts
    found = _series(workbook, scatter)
    thirds = [v for name, v in found.items() if name.startswith("CO2 ")]
    assert [sum(value is not None for value in third) for third in thirds] == [2, 2, 2]
    for n, cost in enumerate(points.cost):
        (value,) = [third[n] for third in thirds if third[n] is not None]
        assert value == pytest.approx(cost)
    assert found["chosen plan 選んだ計画"][list(points.chosen).index("yes")] is not None
    assert "least concentration 集中度最小" in found
    assert len(mix.series) == 2


def test_the_mix_adds_to_what_the_table_says_point_by_point(write, small):
    workbook = write()
    mix = made_up(small[0], tables(*small), 6)["TradeoffMix"]
    found = _series(workbook, workbook["Tradeoff"]._charts[1])
    for number, (_, here) in enumerate(mix.groupby("point")):
        named = [legend(name_of(small[0], c)) for c in here.country]
        stated = dict(zip(named, 100 * here.share_of_demand, strict=True))
        assert {c: values[number] for c, values in found.items()} == pytest.approx(stated)


@pytest.mark.parametrize("points", [1, 2, 3])
def test_few_points_give_a_sensible_sheet(write, points):
    workbook = write(points)
    scatter = workbook["Tradeoff"]._charts[0]
    names = list(_series(workbook, scatter))
    assert ("plans 計画" in names) == (points < 3)
    if points == 1:
        assert workbook["Tradeoff"]["A2"].value.startswith("There is one Pareto plan only")


def test_no_rates_no_sentences(write):
    empty = pd.DataFrame(columns=["aim", "step", "from_value", "to_value", "cost_a_year"])
    told = texts(write(Rates=empty)["Tradeoff"])
    assert not [text for text in told if text.startswith("What further steps cost")]


def test_curves_have_a_chart_each_with_the_plan_marked(write):
    workbook = write()
    sheet = workbook["Curves"]
    (chart,) = sheet._charts
    found = _series(workbook, chart)
    assert found["chosen plan 選んだ計画"][4] == found["plans 計画"][4] == pytest.approx(12.8)
    assert sheet["A2"].value == (
        "From the cheapest plan to the least HHI, million USD a year: Ga 3,500 to 1,638 for 39.2."
    )


def test_axes_end_at_round_numbers_around_the_points(write):
    """HHI of Ga from 1,638 to 3,500: steps of 500."""
    axis = write()["Curves"]._charts[0].x_axis
    assert (axis.scaling.min, axis.scaling.max, axis.majorUnit) == (1500, 4000, 500)
    assert not axis.delete


def test_charts_do_not_cover_the_table_or_each_other(write):
    sheet = write()["Tradeoff"]
    boxes = [
        (c.anchor._from.col, c.anchor._from.row, c.anchor.to.col, c.anchor.to.row)
        for c in sheet._charts
    ]
    filled = {(row - 1, column - 1) for row, column in grid(sheet)}
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert not [(r, c) for r, c in filled if top <= r < bottom and left <= c < right]
        for a, b, c, d in boxes[number + 1 :]:
            assert right <= a or c <= left or bottom <= b or d <= top
