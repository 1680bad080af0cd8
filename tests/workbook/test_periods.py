"""Periods: order, names, lengths, and equality of a whole year with its number."""

from __future__ import annotations

import copy
import pickle

import pytest

from model.workbook.periods import Period, divided
from model.workbook.wording import year_list


def test_near_years_are_divided_and_the_rest_are_whole() -> None:
    periods = divided(2027, 2029, fine_until=2027)
    assert [str(t) for t in periods] == ["2027Q1", "2027Q2", "2027Q3", "2027Q4", "2028", "2029"]
    assert list(periods) == sorted(periods)
    assert [t.end for t in periods[:-1]] == [float(t) for t in periods[1:]]
    assert sum(t.length for t in periods) == 3
    assert [t.year for t in periods] == [2027] * 4 + [2028, 2029]


def test_months_are_called_by_their_number() -> None:
    months = divided(2027, 2027, fine_until=2027, of=12)
    assert [f"{t}" for t in months[::11]] == ["2027-01", "2027-12"]
    assert sum(t.length for t in months) == pytest.approx(1, abs=1e-15)


def test_a_whole_year_is_found_by_its_number() -> None:
    found = {("chn", Period(2027)): 1.0}
    assert found["chn", 2027] == 1.0
    assert Period(2027, 2, 4) not in {2027}


@pytest.mark.parametrize("period", [Period(2028), Period(2027, 3, 4), Period(2027, 12, 12)])
def test_a_copy_is_the_same_period(period: Period) -> None:
    for other in (copy.deepcopy(period), pickle.loads(pickle.dumps(period))):
        assert (other, str(other), other.length) == (period, str(period), period.length)


def test_runs_of_periods_are_closed_up() -> None:
    assert year_list([2027, 2030, 2031]) == "2027, 2030-2031"
    assert year_list(divided(2027, 2028, fine_until=2027)[1:]) == "2027Q2-2028"
    assert year_list([Period(2027, 1, 4), Period(2027, 3, 4)]) == "2027Q1, 2027Q3"
    assert year_list(divided(2027, 2027, fine_until=2027, of=12)) == "2027-01-2027-12"
