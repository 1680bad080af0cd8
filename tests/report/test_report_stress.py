"""Sheet StressMatrix: who is worst, in which colour, and which pairs are worse together."""

from __future__ import annotations

import openpyxl
import pytest

from model.report import write_report
from model.report.sentences.stops import ranked, stops, worse_together, worst
from model.report.sheets.stress_sheet import colour_of, urgency
from model.results import tables
from tests.cases import option, simple, solve
from tests.results_workbook import grid, texts
from tests.runs import rows_like

COLUMNS = [
    *("country", "year", "mineral", "shortage", "shortage_days"),
    *("extra_cost", "days_to_shortage", "lost"),
]
WHITE, YELLOW, ORANGE, RED = "FFFFFF", "FFF2B3", "FAC37D", "E8776B"


@pytest.fixture(scope="module")
def stress(small_run):
    """Table Stress with these rows, or table StressPairs."""

    def table(*rows, pairs=False):
        names = ["country", "other", *COLUMNS[1:]] if pairs else COLUMNS
        given = [dict(zip(names, row, strict=True)) for row in rows]
        return rows_like(small_run.tables["StressPairs" if pairs else "Stress"], *given)

    return table


CHN = ("CHN", 2027, "Ga", 25.0, 91.25, 12.0, 60.0, 50.0)
LATER = ("CHN", 2028, "Ga", 10.0, 36.5, 12.0, 200.0, 50.0)
KAZ = ("KAZ", 2027, "Ga", 0.0, 0.0, 0.0, None, 5.0)
DEU = ("DEU", 2028, "Ga", 27.0, 98.55, 3.0, None, 30.0)


def test_worst_names_each_country_once_in_its_worst_year_and_none_that_does_not_hurt(stress):
    found = worst(stops(stress(CHN, LATER, KAZ, DEU)), 3)
    assert [(s.countries, s.year, s.days, s.until) for s in found] == [
        (("DEU",), 2028, 98.55, None),
        (("CHN",), 2027, 91.25, 60.0),
    ]


def test_after_those_that_hurt_come_those_that_cost(stress):
    dear = ("AUS", 2027, "Ga", 0.0, 0.0, 7.5, None, 20.0)
    found = worst(stops(stress(KAZ, dear, CHN)), 3, costly=True)
    assert [s.countries for s in found] == [("CHN",), ("AUS",)]


def test_countries_are_ranked_by_their_worst_year(stress):
    assert list(ranked(stops(stress(KAZ, CHN, LATER, DEU)), "Ga")) == ["DEU", "CHN", "KAZ"]
    assert not ranked(stops(stress(CHN)), "Mg")


def test_a_pair_counts_if_it_is_a_day_worse_than_either_alone(stress):
    pairs = stress(
        ("CHN", "KAZ", 2027, "Ga", 25.0, 91.5, 12.0, 60.0, 55.0),
        ("CHN", "DEU", 2028, "Ga", 40.0, 146.0, 12.0, 60.0, 55.0),
        pairs=True,
    )
    found = worse_together(stops(pairs), stops(stress(CHN, LATER, KAZ, DEU)))
    assert [s.countries for s in found] == [("CHN", "DEU")]


@pytest.mark.parametrize(
    ("days", "short", "left"),
    [(0.0, WHITE, RED), (30.0, YELLOW, RED), (90.0, ORANGE, ORANGE), (90.1, RED, YELLOW)],
)
def test_colours_change_at_30_and_90_days(days, short, left):
    assert (colour_of(days), urgency(days)) == (short, left)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory, stress):
    supply = [option("chn", 10, 80, "CHN"), option("kaz", 20, 80, "KAZ")]
    countries = [
        {"country": "CHN", "name_en": "China", "name_ja": "中国"},
        {"country": "KAZ", "name_en": "KAZ"},
    ]
    case, solution = solve(simple((2027, 2028), supply=supply, countries=countries))
    made = {"Stress": stress(KAZ, CHN, LATER, DEU), "StressOrigin": stress(KAZ)}
    path = tmp_path_factory.mktemp("stress") / "r.xlsx"
    write_report(path, case, solution, {**tables(case, solution), **made}, {})
    return openpyxl.load_workbook(path)["StressMatrix"]


def test_the_answer_names_the_worst_stop(sheet):
    assert sheet["A2"].value == (
        "Worst stops: metal shipped from DEU: 99 days' worth of Ga short in 2028."
    )


def test_days_stand_by_country_and_year_in_their_colour(sheet):
    cells = grid(sheet)
    first = next(place for place, value in cells.items() if value == "China 中国")
    row, column = first
    assert cells[row, column + 1] == 91.25
    assert cells[row, column + 2] == 36.5
    assert sheet.cell(row, column + 1).fill.fgColor.rgb.endswith(RED)
    assert sheet.cell(row, column + 2).fill.fgColor.rgb.endswith(ORANGE)
    assert cells[row - 1, column] == "DEU"
    assert (row - 1, column + 1) not in cells


def test_the_next_blocks_count_the_days_until_the_first_shortage_and_the_cost(sheet):
    cells = grid(sheet)
    (_, row, last) = sorted(row for (row, _), value in cells.items() if value == "China 中国")
    assert (cells[row, 2], cells[row, 3]) == (60, 200)
    assert (cells[last, 2], cells[last, 3]) == (12, 12)
    assert sheet.cell(row, 2).fill.fgColor.rgb.endswith(ORANGE)


def test_a_basis_without_any_shortage_says_so(sheet):
    assert "none in any year  どの年もなし" in texts(sheet)
