"""The aims of a programme: columns, costs, exact values, ceilings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.case import make_case
from model.pipeline import make_plan
from tests.cases import option, simple

SETTINGS = {"objective": "cost", "explain": "no"}


@pytest.fixture(scope="module")
def planned():
    """100 t needed; 60 t at 10 and 40 t at 14 USD/kg, each from a country of its own."""
    supply = [option("aaa", 10, 60), option("bbb", 14, 60)]
    return make_plan(make_case(simple(supply=supply, settings=SETTINGS)))


def test_the_aims_at_a_plan_have_exact_squares(planned):
    """60 x 10 + 40 x 14 = 1,160 thousand USD; 10,000 x (0.6^2 + 0.4^2) = 5,200 points. Half of all
    that is a quarter of the points, where the column of the programme, on tangents, has half."""
    x = planned.chosen.x
    aims = planned.aims.at(x)
    assert aims["cost"] == pytest.approx(1.16)
    assert aims["concentration"] == pytest.approx(5200)
    assert aims["shortage"] == pytest.approx(0)
    assert planned.aims.at(x / 2)["concentration"] == pytest.approx(1300)
    assert x[planned.aims.columns["concentration"]] / 2 == pytest.approx(2600)


def test_costs_weigh_the_columns_of_the_aims_and_nothing_else(planned):
    cost = planned.aims.costs({"cost": 2.0, "co2": 3.0})
    names = [planned.program.columns[n] for n in np.flatnonzero(cost)]
    assert dict(zip(names, cost[cost != 0], strict=True)) == {
        ("aim", ("cost",)): 2.0,
        ("aim", ("co2",)): 3.0,
    }


def test_a_ceiling_bounds_its_aim_from_above_only(planned):
    held = planned.aims.capped(planned.met, {"co2": 7.0})
    column = planned.aims.columns["co2"]
    assert held.program.upper[column] == pytest.approx(7.0, rel=1e-6)
    assert held.program.upper[column] > 7.0  # room for rounding
    others = np.arange(len(held.program.upper)) != column
    assert (held.program.upper == planned.met.program.upper)[others].all()


def test_the_tie_break_prefers_earlier_rows(planned):
    rank = {
        s: planned.aims.tie_break[column]
        for (s, _), column in planned.program.column_of["imports"].items()
    }
    assert rank["aaa"] < rank["bbb"]


def test_aims_of_a_like_programme_differ_in_what_they_count_in(planned):
    sizes = planned.program.scale.columns.copy()
    sizes[planned.aims.columns["cost"]] = 64.0
    scale = replace(planned.program.scale, columns=sizes)
    other = planned.aims.on(replace(planned.program, scale=scale))
    assert other.units == {**planned.aims.units, "cost": 64.0}
    assert other.columns == planned.aims.columns
