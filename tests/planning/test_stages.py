"""Stages: where they start, and what happens to one that rounding left without a plan."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from model.case import make_case
from model.errors import SolverError
from model.formulation import build
from model.lp.answer import InfeasibleError
from model.lp.compilation import compile_model
from model.planning.planner import Planner
from model.planning.stages import Stages, Start
from tests.cases import option, simple

COST, SHARES = np.array([1.0]), np.array([0.6, 0.4])


class Recorder:
    """Stands in for a refiner: remembers what it is asked, and ends at ``SHARES``."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, object]] = []
        self.engine = SimpleNamespace(basis="its basis")

    def near(self, held: str, shares: np.ndarray) -> str:
        return f"{held} about {shares.tolist()}"

    def share_values(self, x: object) -> np.ndarray:
        return SHARES

    def minimise(self, held: object, cost: object, basis: object = None) -> SimpleNamespace:
        self.asked.append((held, basis))
        return SimpleNamespace(answer=SimpleNamespace(x=None), exact=True)


def test_a_stage_starts_where_the_same_stage_of_a_like_programme_ended():
    refiner = Recorder()
    stages = Stages(refiner, {"demand": Start(SHARES, "known basis")})
    stages.minimise("held", COST, "demand")
    stages.minimise("held", COST, "another")
    assert refiner.asked == [("held about [0.6, 0.4]", "known basis"), ("held", None)]
    assert set(stages.starts) == {"demand"}  # those of a like programme are left as they are


def test_without_starts_every_stage_with_a_name_records_where_it_ended():
    stages = Stages(Recorder())
    stages.improved("held", COST, "demand")
    stages.improved("held", COST)
    assert {name: start.basis for name, start in stages.starts.items()} == {"demand": "its basis"}


def test_squares_that_do_not_come_out_exact_are_an_error(monkeypatch):
    rough = SimpleNamespace(exact=False)
    refiner = Recorder()
    monkeypatch.setattr(refiner, "minimise", lambda *_: rough)
    with pytest.raises(SolverError, match="exact"):
        Stages(refiner).improved("held", COST)


def test_a_plan_that_is_lost_with_room_too_is_an_error(monkeypatch):
    case = make_case(simple(supply=[option("aaa", 10, 200)]))
    planner = Planner(case, compile_model(build(case)))

    def lost(*_: object) -> None:
        raise InfeasibleError(planner.program)

    monkeypatch.setattr(planner.refiner, "minimise", lost)
    with pytest.raises(SolverError, match="lost the plan"):
        Stages(planner.refiner).improved(planner.refiner.start, planner.aims.cost_of("cost"))


def test_what_a_planner_hands_on_does_not_change_when_it_goes_on():
    case = make_case(simple(supply=[option("aaa", 10, 60), option("bbb", 14, 60)]))
    planner = Planner(case, compile_model(build(case)))
    planner.meet_demand_first()
    warm = planner.warm
    planner.single("cost")
    assert set(warm.starts) == {"demand"}
    assert set(planner.warm.starts) == {"demand", "cost"}
