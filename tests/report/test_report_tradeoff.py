"""Sheets Tradeoff and Curves: the sentences, the charts, and surfaces with little on them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from model.report.charts.scatter import role_dots
from model.report.sentences.rates import rate_sentences
from model.report.sentences.who import legend, name_of
from model.report.sheets.tradeoff_sheet import gap_sentence
from tests.results_workbook import grid, texts
from tests.runs import rows_like

RATE = ("aim", "step", "from_value", "to_value", "cost_a_year", "reachable")


@pytest.fixture(scope="module")
def rates(small_run):
    """Steps with other figures than those of the small case."""

    def made(*rows):
        real = small_run.tables["Rates"]
        return rows_like(real, *(dict(zip(RATE, row, strict=True)) for row in rows))

    return made


def test_the_next_steps_are_told_in_words_people_use(rates):
    """1,965 to 1,865 costs 3.1; to 1,765 another 9.0; back to 2,065 saves 2.2 a year."""
    table = rates(
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


def test_steps_out_of_reach_are_said_to_be(rates):
    table = rates(
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
    one = rates(("concentration", 1, 1965.0, 1964.0, None, "no"))
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
def write(tmp_path_factory, small_run):
    def written(**changed):
        path = tmp_path_factory.mktemp("tradeoff") / "r.xlsx"
        return small_run.workbook(path, {**small_run.tables, **changed})

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


def test_the_surface_is_drawn_in_three_thirds_of_co2_with_the_ends_marked(write, small_run):
    """A series is blank where a point is not in it; the thirds follow each other in CO2."""
    workbook = write()
    points = small_run.tables["Tradeoff"]
    scatter, *mixes = workbook["Tradeoff"]._charts
    found = _series(workbook, scatter)
    thirds = [v for name, v in found.items() if name.startswith("CO2 ")]
    sizes = [sum(value is not None for value in third) for third in thirds]
    assert (len(thirds), sum(sizes)) == (3, len(points))
    assert max(sizes) - min(sizes) <= 1
    for n, cost in enumerate(points.cost):
        (value,) = [third[n] for third in thirds if third[n] is not None]
        assert value == pytest.approx(cost)
    spans = [[c for c, v in zip(points.co2, t, strict=True) if v is not None] for t in thirds]
    spans.sort()
    assert all(max(low) <= min(high) for low, high in pairwise(spans))
    assert found["chosen plan 選んだ計画"][list(points.chosen).index("yes")] is not None
    assert "least concentration 集中度最小" in found
    assert [len(mix.series) for mix in mixes] == [2, 3]


def test_the_mix_adds_to_what_the_table_says_point_by_point(write, small_run):
    workbook = write()
    mix = small_run.tables["TradeoffMix"]
    for k, chart in zip(("Ga", "Mg"), workbook["Tradeoff"]._charts[1:], strict=True):
        found = _series(workbook, chart)
        for number, (_, here) in enumerate(mix[mix.mineral == k].groupby("point")):
            named = [legend(name_of(small_run.case, c)) for c in here.country]
            for name, share in zip(named, 100 * here.share_of_demand, strict=True):
                assert (found[name][number] or 0.0) == pytest.approx(share)


@pytest.mark.parametrize("points", [1, 2, 3])
def test_few_points_give_a_sensible_sheet(write, small_run, points):
    """The first points of the surface."""
    few = {
        name: small_run.tables[name][small_run.tables[name].point <= points]
        for name in ("Tradeoff", "TradeoffMix")
    }
    workbook = write(**few)
    scatter = workbook["Tradeoff"]._charts[0]
    names = list(_series(workbook, scatter))
    assert ("plans 計画" in names) == (points < 3)
    if points == 1:
        assert workbook["Tradeoff"]["A2"].value.startswith("There is one Pareto plan only")


def test_no_rates_no_sentences(write, small_run):
    told = texts(write(Rates=small_run.tables["Rates"].iloc[:0])["Tradeoff"])
    assert not [text for text in told if text.startswith("What further steps cost")]


def test_curves_have_a_chart_each_with_the_plan_marked(write):
    """Of 100 t from 85 to 50 t from China, 10 USD/kg cheaper: 7,450 to 5,000 for 0.35 million.

    Magnesium from 90 t of China's to a third each: 8,150 to 3,333, 57 t 1 USD/kg dearer.
    """
    workbook = write()
    sheet = workbook["Curves"]
    for chart in sheet._charts:
        found = _series(workbook, chart)
        assert found["chosen plan 選んだ計画"][0] == found["plans 計画"][0] == pytest.approx(0)
    assert len(sheet._charts) == 2
    assert sheet["A2"].value == (
        "From the cheapest plan to the least HHI, million USD a year: Ga 7,450 to 5,000 for 0.4;"
        " Mg 8,150 to 3,333 for 0.1."
    )


def test_axes_end_at_round_numbers_around_the_points(write):
    """HHI of Ga from 5,000 to 7,450: steps of 500."""
    axis = write()["Curves"]._charts[0].x_axis
    assert (axis.scaling.min, axis.scaling.max, axis.majorUnit) == (4500, 8000, 500)
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
