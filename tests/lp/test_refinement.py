"""The squares of the HHI: whose shares count, and what room a plan held is given."""

from __future__ import annotations

import numpy as np
import pytest

from model.case import make_case
from model.lp.refinement import _filled
from model.pipeline import make_plan
from model.planning.planned import Planned
from model.tolerances.solving import SHARE_ROOM
from tests.cases import option, simple


@pytest.fixture(scope="module")
def planned() -> Planned:
    """100 t: 50 t from home, of the rest 40 t from AAA and 10 t from BBB: 1,700 points, no more."""
    supply = [option("home", 5, 50, "JPN"), option("aaa", 10, 90), option("bbb", 12, 90)]
    limits = [{"limit": "cap", "measure": "hhi", "value": 1700.0}]
    tables = simple(supply=supply, limits=limits, settings={"objective": "cost"})
    return make_plan(make_case(tables))


def test_metal_from_home_does_not_count_at_all(planned: Planned) -> None:
    assert planned.refiner.hhi(planned.chosen.x) == pytest.approx([1700], abs=0.01)


def test_room_is_given_to_ceilings_on_hhi_and_to_no_other_rule(
    planned: Planned,
) -> None:
    """A plan with 0.5 t of AAA too many, 40.5 points that its own HHI leaves out.

    The ceiling has to let it pass; that more is bought than needed is no matter of squares.
    """
    refiner, x = planned.refiner, planned.chosen.x.copy()
    program = refiner.start.program
    for (_, country, _, segment), column in program.column_of["segment"].items():
        if (country, segment) == ("AAA", 0):
            x[column] += 0.005
    x[program.column_of["imports"]["aaa", 2027]] += 0.5
    held = refiner.admitting(refiner.start, x).program
    raised = np.flatnonzero(held.row_upper != program.row_upper)
    assert {program.rows[n][0] for n in raised} == {"policy_limit"}
    (ceiling,) = raised
    assert held.row_upper[ceiling] / program.row_upper[ceiling] == pytest.approx(1740.25 / 1700)
    assert (held.row_lower == program.row_lower).all()


def test_metal_from_a_country_without_risk_counts_for_nothing() -> None:
    """A governance score of 2.5 is a weight of 0: 60 t of AAA leave 40 t of BBB, 1,600 points."""
    supply = [option("aaa", 10, 60), option("bbb", 12, 90)]
    countries = [
        {"country": "AAA", "name_en": "A", "wgi": 2.5},
        {"country": "BBB", "name_en": "B", "wgi": 0.0},
    ]
    settings = {"objective": "cost", "concentration_risk": "wgi"}
    case = make_case(simple(supply=supply, countries=countries, settings=settings))
    assert (case.risk("AAA"), case.risk("BBB")) == (0, 1)
    planned = make_plan(case)
    assert planned.refiner.hhi(planned.chosen.x) == pytest.approx([1600], abs=0.01)


def test_a_share_held_fills_its_segments_in_order_with_room_at_the_brim() -> None:
    """35 % in segments of 20 %: 20, 15 and 0; the brim may move by the room, into the next too."""
    shares, widths = np.array([0.35, 0.0]), np.full((2, 4), 0.2)
    lower, upper = _filled(shares, widths)
    room = SHARE_ROOM
    assert lower == pytest.approx(np.array([[0.2, 0.15 - room, 0, 0], [0, 0, 0, 0]]), abs=1e-15)
    assert upper == pytest.approx(
        np.array([[0.2, 0.15 + room, room, 0], [room, room, 0, 0]]), abs=1e-15
    )
