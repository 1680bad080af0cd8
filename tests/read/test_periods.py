"""Beginnings and ends within a year, as they are typed, and what they do to a plan in years."""

from __future__ import annotations

import datetime

import pytest

from model.case import make_case
from model.case.changes import changed_case
from model.errors import WorkbookError
from model.explain.uncertain_inputs import _step_wider
from model.formulation import build
from model.lp.compilation import compile_model
from model.plausibility import input_warnings
from model.plausibility.coverage import gaps
from model.read import read
from model.read.years import period_of
from model.rules.bounds import boundings
from model.rules.constraints import CAPACITY, CONVERSION
from model.workbook.layout import Change
from model.workbook.periods import time_name
from tests.cases import option, row, simple, solve
from tests.workbooks import changed, told

TYPED = [
    (2027, "2027"),
    (2027.0, "2027"),
    ("2027Q3", "2027Q3"),
    ("2027 q3", "2027Q3"),
    ("2027-Q3", "2027Q3"),
    ("２０２７Ｑ３", "2027Q3"),
    ("2027年第3四半期", "2027Q3"),
    ("2027-07", "2027-07"),
    ("2027/7", "2027-07"),
    ("2027年7月", "2027-07"),
    (datetime.datetime(2027, 7, 1), "2027-07"),
    (datetime.date(2027, 7, 15), "2027-07"),
]
NOT_TYPED = [
    "2027", "2027Q5", "2027-13", "2027-00", "FY2027Q3", "Q3", "soon", 2027.5, 27, True,
    datetime.date(1905, 7, 19), datetime.time(7), "2027-07-01",
]  # fmt: skip


@pytest.mark.parametrize(("value", "name"), TYPED)
def test_a_time_is_read_as_people_type_it(value: object, name: str) -> None:
    assert str(period_of(value)) == name


@pytest.mark.parametrize("value", NOT_TYPED)
def test_what_names_no_time_is_none(value: object) -> None:
    assert period_of(value) is None


def test_a_quarter_reaches_the_case(tmp_path) -> None:
    path = tmp_path / "q.xlsx"
    changed(Supply_G2="2027Q3", Supply_H2=datetime.date(2028, 3, 1)).save(path)
    first = read(path).supply[0]
    assert (str(first.first_year), str(first.last_year)) == ("2027Q3", "2028-03")


@pytest.mark.parametrize("value", ["2027Q5", "next year", datetime.date(1905, 7, 19)])
def test_what_names_no_time_is_told_at_its_cell(tmp_path, value: object) -> None:
    path = tmp_path / "q.xlsx"
    changed(Supply_G2=value).save(path)
    with pytest.raises(WorkbookError) as error:
        read(path)
    english, japanese = error.value.lines()[:2]
    assert "Supply!G2" in english
    assert "a quarter (2027Q3)" in english
    assert "四半期（2027Q3）" in japanese


@pytest.mark.parametrize(("typed", "good"), [(7 * (1 + 1.1e-15), True), (7.001, False)])
def test_what_arithmetic_leaves_over_of_a_whole_number_is_none(
    tmp_path, typed: float, good: bool
) -> None:
    lines = told(changed(Countries_D2=typed), tmp_path)
    assert (lines == []) is good


def test_an_end_may_lie_in_the_year_of_the_start(tmp_path) -> None:
    assert told(changed(Supply_G2="2027Q3", Supply_H2=2027), tmp_path) == []
    (line,) = told(changed(Supply_G2="2027Q3", Supply_H2="2027Q2"), tmp_path)
    assert "not before first_year (2027Q3)" in line


def test_a_start_within_a_year_gives_its_part_of_it() -> None:
    """60 t a year from July: 30 t in the first year, by hand."""
    late = option("chn", 300.0, 60.0, first_year=period_of("2027-07"))
    case, plan = solve(simple((2027, 2028), 50.0, supply=[late, option("twn", 700.0)]), "cost")
    assert [plan["imports"]["chn", t] for t in case.years] == pytest.approx([30, 50])
    assert [plan["imports"]["twn", t] for t in case.years] == pytest.approx([20, 0])


def test_an_end_within_a_year_gives_its_part_of_it() -> None:
    gone = option("chn", 300.0, 60.0, last_year=period_of("2028Q1"))
    case = make_case(simple((2027, 2029), 50.0, supply=[gone, option("twn", 700.0)]))
    assert [case.most("chn", t) for t in case.years] == pytest.approx([60, 15, 0])


def test_a_change_within_a_year_is_the_mean_of_both() -> None:
    """Nothing of 60 t from October on: 45 t are left of the year."""
    case = make_case(simple((2027, 2029), 50.0, supply=[option("chn", 300.0, 60.0)]))
    stop = row(
        Change, scenario="s", field="capacity", operation="set", value=0.0,
        first_year=period_of("2027Q4"), last_year=period_of("2028Q2"),
    )  # fmt: skip
    stopped = changed_case(case, [stop])
    assert [stopped.most("chn", t) for t in case.years] == pytest.approx([45, 30, 60])


def test_a_limit_from_within_a_year_is_told_to_hold_from_the_next() -> None:
    tables = simple(
        (2027, 2029), 50.0,
        supply=[option("chn", 300.0), option("twn", 700.0)],
        limits=[{"limit": "half", "measure": "country_share", "country_or_group": "CHN",
                 "value": 0.5, "first_year": period_of("2027Q3")}],
    )  # fmt: skip
    case = make_case(tables)
    assert case.rules[0].years == (2028, 2029)
    (told,) = [w for w in input_warnings(case) if "whole years" in w.should.en]
    assert "2028" in told.should.en
    assert "2028" in told.should.ja


def test_times_are_named_by_the_shortest_name() -> None:
    assert [time_name(t) for t in (2028.0, 2028.5, 2028 + 4 / 12)] == ["2028", "2028Q3", "2028-05"]


def test_a_conversion_from_within_a_year_counts_its_part_everywhere() -> None:
    """80 t a year from July: 40 t in the first year, as a bound, as a rule and in an edit."""
    tables = simple(
        (2027, 2028),
        {"A": [0.0, 0.0], "B": [50.0, 50.0]},
        materials=[
            {"material": "A", "mineral": "Ga", "shortage_cost": 500.0},
            {"material": "B", "mineral": "Ga", "shortage_cost": 500.0},
        ],
        supply=[{"supply": "chn", "material": "A", "country": "CHN", "price": 300.0}],
        conversions=[
            {"conversion": "refine", "from_material": "A", "to_material": "B", "country": "JPN",
             "yield": 1.0, "cost": 10.0, "capacity": 80.0, "first_year": period_of("2027Q3")},
        ],
    )  # fmt: skip
    case, plan = solve(tables, "cost")
    assert [plan["shortage"]["B", t] for t in case.years] == pytest.approx([10, 0])
    rules = boundings(case, compile_model(build(case)))
    found = {b.year: (b.value, b.factor) for b in rules if b.kind == CONVERSION}
    assert found == {2027: (80.0, 0.5), 2028: (80.0, 1.0)}
    edit = _step_wider(case, case.conversions["refine"], 100.0)
    assert edit.upper == {("converted", ("refine", t)): q for t, q in ((2027, 50.0), (2028, 100.0))}
    assert [gap.short for gap in gaps(case, {"B"})] == [10.0]


def test_a_capacity_from_within_a_year_is_a_rule_of_its_cell() -> None:
    late = option("chn", 300.0, 60.0, first_year=period_of("2027Q3"))
    case = make_case(simple((2027, 2028), 50.0, supply=[late, option("twn", 700.0)]))
    rules = boundings(case, compile_model(build(case)))
    found = {b.year: (b.kind, b.value, b.factor) for b in rules if b.name == "chn"}
    assert found == {2027: (CAPACITY, 60.0, 0.5), 2028: (CAPACITY, 60.0, 1.0)}
