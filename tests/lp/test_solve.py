"""Certificates must fail on wrong answers, and engines must give the same on warm starts."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
import pytest

from model.case import make_case
from model.errors import SolverError
from model.formulation import build
from model.lp.answer import InfeasibleError
from model.lp.certificate import certify, proves_empty, unit_of
from model.lp.compilation import compile_model
from model.lp.highs import Engine
from model.lp.program import Affine, Matrix, Program, Symbols
from model.lp.scaling import Scale, Sizes
from tests.cases import option, simple

NOTHING = Affine(np.array([]), np.array([], int), np.array([], int), np.array([]))
NO_SIZES = Sizes(*[np.full(2, -1, np.int32)] * 2, np.zeros(2, bool), *[np.array([], np.int32)] * 2)


@pytest.fixture
def program() -> Program:
    """Minimise x + 2 y with x + y >= 4, x <= 3, y <= 5: x = 3, y = 1, cost 5; dual 2."""
    return Program(
        columns=(("x", ()), ("y", ())),
        rows=(("need", ()),),
        lower=np.zeros(2),
        upper=np.array([3.0, 5.0]),
        row_lower=np.array([4.0]),
        row_upper=np.array([np.inf]),
        matrix=Matrix(
            np.array([0, 2], np.int32), np.array([0, 1], np.int32), np.array([1.0, 1.0]), 2
        ),
        expressions=(),
        report=Matrix(np.array([0], np.int32), np.array([], np.int32), np.array([]), 2),
        report_constant=np.array([]),
        symbols=Symbols(
            (), NOTHING, NOTHING, np.array([]), np.array([]), NOTHING, NOTHING, NO_SIZES
        ),
        scale=Scale(np.ones(2), np.ones(1), np.ones(2)),
    )


COST = np.array([1.0, 2.0])


def test_optimum_dual_and_reduced_costs(program: Program) -> None:
    answer = Engine().minimise(program, COST)
    assert answer.x == pytest.approx([3, 1])
    assert answer.y == pytest.approx([2])
    assert answer.d == pytest.approx([-1, 0])
    assert answer.certificate.holds


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([3.0, 0.9], [2.0]),  # demand not met
        ([3.1, 0.9], [2.0]),  # bound passed
        ([2.0, 2.0], [2.0]),  # feasible, dearer
        ([3.0, 1.0], [1.0]),  # wrong dual
        ([3.0, 1.0], [-2.0]),  # wrong sign
    ],
)
def test_a_wrong_answer_has_no_certificate(
    program: Program, x: list[float], y: list[float]
) -> None:
    assert not certify(program, COST, np.array(x), np.array(y)).holds


def test_no_feasible_point(program: Program) -> None:
    with pytest.raises(InfeasibleError):
        Engine().minimise(replace(program, row_lower=np.array([9.0])), COST)


def test_changed_bounds_and_costs_on_a_loaded_instance() -> None:
    """Solving again in one instance is the same as solving in a fresh one."""
    tables = simple(supply=[option("aaa", 10, 60), option("bbb", 14, 60), option("ccc", 12, 9)])
    program = compile_model(build(make_case(tables)))
    engine, rng = Engine(), np.random.default_rng(1)
    cost = np.zeros(len(program.columns))
    cost[program.column_of["aim"][("cost",)]] = 1000.0
    for _ in range(10):
        upper = program.upper.copy()
        for column in program.column_of["imports"].values():
            upper[column] = rng.uniform(40, 90)
        other = replace(program, upper=upper)
        warm, fresh = engine.minimise(other, cost), Engine().minimise(other, cost)
        assert warm.objective == pytest.approx(fresh.objective, rel=1e-9)


class Undecided:
    """A HiGHS instance that cannot tell the first few times."""

    def __init__(self, highs, times):
        self._highs, self._times = highs, times

    def __getattr__(self, name):
        return getattr(self._highs, name)

    def getModelStatus(self):  # noqa: N802
        self._times -= 1
        told = self._highs.getModelStatus()
        return highspy.HighsModelStatus.kUnknown if self._times >= 0 else told


@pytest.mark.parametrize("times", [0, 1, 2, 3])
def test_who_cannot_tell_is_asked_again(times):
    """Not knowing is neither yes nor no."""
    program = compile_model(build(make_case(simple(supply=[option("aaa", 10, 90)]))))
    engine = Engine()
    engine._highs = Undecided(engine._highs, times)
    assert engine.feasible(program)


class Denier(Undecided):
    """One that says there is no point, and has no proof."""

    said = highspy.HighsModelStatus.kInfeasible

    def getModelStatus(self):  # noqa: N802
        return self.said

    def getDualRay(self):  # noqa: N802
        return highspy.HighsStatus.kOk, False, np.array([])


@pytest.mark.parametrize("said", ["kInfeasible", "kUnboundedOrInfeasible", "kUnknown"])
def test_no_point_is_not_believed_without_a_proof(said, monkeypatch, program):
    """A fresh instance finds the optimum; if all of them deny, it could not be solved."""
    monkeypatch.setattr(Denier, "said", getattr(highspy.HighsModelStatus, said))
    engine = Engine()
    engine._highs = Denier(engine._highs, 0)
    assert engine.minimise(program, COST).x == pytest.approx([3, 1])
    highs = highspy.Highs
    monkeypatch.setattr(highspy, "Highs", lambda: Denier(highs(), 0))
    for ask in (lambda e: e.minimise(program, COST), lambda e: e.feasible(program)):
        with pytest.raises(SolverError):
            ask(Engine())


@pytest.mark.parametrize(
    ("need", "empty"), [(9.0, True), (8.0 + 1e-7, True), (8.0 + 1e-9, False), (8.0, False)]
)
def test_a_proof_holds_if_more_is_asked_than_there_can_be(program, need, empty):
    """x <= 3 and y <= 5: more than 8 cannot be had, but for rounding."""
    asked = replace(program, row_lower=np.array([need]))
    assert proves_empty(asked, np.array([1.0])) is empty
    assert not proves_empty(asked, np.array([-1.0]))
    assert Engine().feasible(asked) is not empty


def test_bounds_that_cross_leave_no_point(program):
    with pytest.raises(InfeasibleError):
        Engine().minimise(replace(program, upper=np.array([-1.0, 5.0])), COST)


@pytest.mark.parametrize("by", [1e-9, 1e-5, 1e5, 1e9])
def test_a_programme_in_other_units_has_the_same_answer(program, by):
    """Scaled by powers of two inside: duals and ranges come back in the programme's units."""
    scale = Scale(
        np.full(2, 2.0 ** np.round(np.log2(by))),
        np.full(1, 2.0 ** -np.round(np.log2(by))),
        np.ones(2),
    )
    large = replace(
        program, upper=program.upper * by, row_lower=program.row_lower * by, scale=scale
    )
    engine = Engine()
    answer = engine.minimise(large, COST)
    assert answer.x == pytest.approx(np.array([3, 1]) * by)
    assert answer.y == pytest.approx([2])
    assert answer.d == pytest.approx([-1, 0])
    ranges = engine.ranges()
    assert ranges.row_low[0] == pytest.approx(3 * by)
    assert ranges.row_high[0] == pytest.approx(8 * by)


def test_a_programme_without_a_point_is_told_from_one_not_finished():
    """90 of 100 t and no shortage allowed: asked a third time, the solver knows there is none."""
    program = compile_model(build(make_case(simple(supply=[option("aaa", 10, 90)]))))
    upper = program.upper.copy()
    upper[list(program.column_of["shortage"].values())] = 0.0
    engine = Engine()
    engine._highs = Undecided(engine._highs, 1)
    with pytest.raises(InfeasibleError):
        engine.minimise(replace(program, upper=upper), np.zeros(len(upper)))


def test_a_minimum_not_found_is_sought_anew():
    """Twice the solver cannot tell: a fresh one is asked."""
    program = compile_model(build(make_case(simple(supply=[option("aaa", 10, 90)]))))
    cost = np.zeros(len(program.columns))
    cost[program.column_of["aim"][("cost",)]] = 1000.0
    engine = Engine()
    engine._highs = Undecided(engine._highs, 3)
    assert engine.minimise(program, cost).objective == pytest.approx(
        Engine().minimise(program, cost).objective
    )


class Stopper:
    """A HiGHS instance that stops short unless it is asked in one way."""

    way: dict[str, object] = {}
    asked: dict[str, object]

    def __init__(self, highs):
        self._highs, self.asked = highs, {}

    def __getattr__(self, name):
        return getattr(self._highs, name)

    def setOptionValue(self, option, value):  # noqa: N802
        self.asked[option] = value
        return self._highs.setOptionValue(option, value)

    def getModelStatus(self):  # noqa: N802
        if self.way.items() <= self.asked.items():
            return self._highs.getModelStatus()
        return highspy.HighsModelStatus.kNotset

    def getDualRay(self):  # noqa: N802
        if self.way.items() <= self.asked.items():
            return self._highs.getDualRay()
        return highspy.HighsStatus.kOk, False, np.array([])


@pytest.mark.parametrize("way", [{"simplex_strategy": 4}, {"solver": "ipm"}])
def test_where_one_way_stops_short_another_finds_the_answer(way, monkeypatch, program):
    highs = highspy.Highs
    monkeypatch.setattr(Stopper, "way", way)
    monkeypatch.setattr(highspy, "Highs", lambda: Stopper(highs()))
    assert Engine().minimise(program, COST).x == pytest.approx([3, 1])


def test_a_proof_that_presolve_leads_to_counts(monkeypatch, program):
    """What has no proof without presolve may have one with it, in a fresh instance."""
    highs = highspy.Highs
    monkeypatch.setattr(Stopper, "way", {"presolve": "choose"})
    monkeypatch.setattr(highspy, "Highs", lambda: Stopper(highs()))
    with pytest.raises(InfeasibleError):
        Engine().minimise(replace(program, row_lower=np.array([9.0])), COST)


@pytest.mark.parametrize(("need", "empty"), [(9.0, True), (8.0 + 1e-6, True), (7.0, False)])
def test_a_proof_is_sought_where_the_solver_has_none(need, empty, monkeypatch, program):
    """It stops short, without a word: what has to be missed proves that there is no point."""
    highs = highspy.Highs
    monkeypatch.setattr(Stopper, "way", {"no such": "way"})
    monkeypatch.setattr(highspy, "Highs", lambda: Stopper(highs()))
    with pytest.raises(InfeasibleError if empty else SolverError):
        Engine().minimise(replace(program, row_lower=np.array([need])), COST)


@pytest.mark.parametrize(("miss", "holds"), [(1e-9, True), (1e-6, False)])
def test_what_cancelling_terms_leave_of_a_price_is_rounding(miss, holds, program):
    """Rows at prices of 1e7 add up to nothing for a column without end, but for rounding."""
    rows = Matrix(np.array([0, 1, 2], np.int32), np.zeros(2, np.int32), np.array([1.0, -1.0]), 2)
    endless = replace(
        program,
        rows=(("up", ()), ("down", ())),
        upper=np.full(2, np.inf),
        row_lower=np.zeros(2),
        row_upper=np.zeros(2),
        matrix=rows,
        scale=Scale(np.ones(2), np.ones(2), np.ones(2)),
    )
    nothing, d = np.zeros(2), np.array([-miss, 0.0])
    assert certify(endless, nothing, nothing, np.full(2, 1e7), d).holds is holds
    assert not certify(endless, nothing, nothing, nothing, d).holds


def test_an_engine_counts_its_programmes_and_keeps_the_worst_residuals(program: Program) -> None:
    """From nothing: one programme a call, and residuals no larger than those of its answers."""
    engine = Engine()
    assert (engine.solves, set(vars(engine.worst).values())) == (0, {0.0})
    answer = engine.minimise(program, COST)
    assert engine.solves == 1
    assert vars(engine.worst) == pytest.approx(vars(answer.certificate), abs=1e-12)


def test_a_wrong_answer_of_next_to_no_cost_has_no_certificate(program: Program) -> None:
    """0.1 is needed at a cost of 0.1; prices of nothing prove a cost of 0 at least, no more."""
    little = replace(program, row_lower=np.array([0.1]))
    assert certify(little, COST, np.array([0.1, 0.0]), np.array([1.0])).holds
    assert not certify(little, COST, np.array([0.1, 0.0]), np.array([0.0])).holds


def test_ordinary_costs_of_columns_that_count_as_they_are_are_left_alone(program: Program) -> None:
    """The second column counts in quarters: only a cost of it asks for another unit."""
    assert program.scale.plain
    other = replace(program, scale=Scale(np.array([1.0, 0.25]), np.ones(1), np.ones(2)))
    assert not other.scale.plain
    assert unit_of(other, np.array([100.0, 0.0])) == 1.0
    assert unit_of(other, np.array([100.0, 100.0])) != 1.0
