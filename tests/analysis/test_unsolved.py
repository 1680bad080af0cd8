"""What could not be solved is called so everywhere, and never "no plan"."""

from __future__ import annotations

import math
from typing import Any

import openpyxl
import pytest

from model.analysis import scenarios, stress
from model.analysis.findings import HELD, REPLANNED
from model.case import make_case
from model.errors import SolverError
from model.lp.answer import InfeasibleError
from model.pipeline import look_around, make_plan
from model.report import write_report
from model.report.sentences.worlds import worlds, worst_held, worst_sentence
from model.results import all_tables
from tests.cases import option, simple
from tests.results_workbook import grid, texts

SUPPLY = [option("aaa", 10, 60), option("bbb", 14, 60), option("ccc", 30, 60)]
SCENARIOS = [
    {"scenario": name, "name_en": name.upper(), "probability": chance}
    for name, chance in (("dear", 0.2), ("lost", 0.3))
]
CHANGES = [
    {"scenario": "dear", "field": "price", "operation": "multiply", "value": 2.0},
    {"scenario": "lost", "field": "price", "operation": "multiply", "value": 9.0},
]


def made(tables: Any) -> tuple[Any, Any, Any, Any]:
    planned = make_plan(make_case(tables))
    findings = look_around(planned)
    case = planned.case
    return case, planned.solution, findings, all_tables(case, planned.solution, findings)


@pytest.fixture(params=[SolverError, InfeasibleError])
def lost(request, monkeypatch):
    """Two scenarios, one of which the solver does not finish, by either of its errors."""

    def fail(world: Any, *_: Any) -> Any:
        raise request.param("gave up\n求解できません")

    for name in ("replanned", "held", "_holding"):
        whole = getattr(scenarios._World, name)

        def step(world: Any, *args: Any, whole: Any = whole) -> Any:
            return (fail if world._scenario.scenario == "lost" else whole)(world, *args)

        monkeypatch.setattr(scenarios._World, name, step)
    return made(simple(supply=SUPPLY, scenarios=SCENARIOS, changes=CHANGES))


def test_one_scenario_that_fails_leaves_the_others(lost) -> None:
    _, _, _, tables = lost
    rows = tables["Scenarios"].set_index(["scenario", "answer"])
    for answer in (REPLANNED, HELD):
        assert rows.status["dear", answer] == "solved"
        assert rows.status["lost", answer] == "could not be solved"
        assert math.isnan(rows.cost["lost", answer])


def test_the_mean_says_what_it_is_without(lost) -> None:
    """Base 0.5 and dear 0.2 are left: (0.5 x base + 0.2 x dear) / 0.7."""
    _, _, _, tables = lost
    rows = tables["Scenarios"].set_index(["scenario", "answer"])
    for answer in (REPLANNED, HELD):
        mean = (0.5 * rows.cost["base", "plan"] + 0.2 * rows.cost["dear", answer]) / 0.7
        assert rows.cost["expected", answer] == pytest.approx(mean)
        assert rows.status["expected", answer] == "incomplete"
        assert rows.probability["expected", answer] == pytest.approx(0.7)
        assert "Without LOST" in rows.note["expected", answer]
        assert "30%" in rows.note["expected", answer]
        assert "LOST" in rows.note_ja["expected", answer]


def test_the_worst_is_told_without_it(lost) -> None:
    _, _, _, tables = lost
    assert worst_held(worlds(tables["Scenarios"])).scenario == "dear"
    told = worst_sentence(tables["Scenarios"])
    assert "No plan exists" not in told.en
    assert "the solver could not finish" in told.en
    assert "LOST" in told.en
    assert "LOST" in told.ja


def test_regret_is_not_compared_where_it_is_not_known(lost, tmp_path) -> None:
    case, solution, _, tables = lost
    regret = tables["Regret"]
    assert set(regret[regret.scenario == "lost"].status) == {"could not be solved"}
    path = write_report(tmp_path / "r.xlsx", case, solution, tables, {})
    book = openpyxl.load_workbook(path)
    assert any("Could not be solved" in str(text) for text in texts(book["Regret"]))
    assert any("the solver could not finish" in str(text) for text in texts(book["Summary"]))


def test_a_scenario_in_which_all_is_lost_is_no_missing_scenario(monkeypatch) -> None:
    """The only scenario there is: nothing is said of no scenario being active."""

    def fail(*_: Any) -> Any:
        raise SolverError("gave up\n求解できません")

    monkeypatch.setattr(scenarios._World, "replanned", fail)
    monkeypatch.setattr(scenarios._World, "_holding", fail)
    tables = made(simple(supply=SUPPLY, scenarios=SCENARIOS[:1], changes=CHANGES[:1]))[3]
    told = worst_sentence(tables["Scenarios"])
    assert told.en.startswith("Left out")
    assert "No scenario is active" not in told.en


def test_a_stop_that_is_not_solved_is_told_and_the_others_stay(monkeypatch, tmp_path) -> None:
    """The stop of AAA fails, that of BBB does not: 40 t of it, all made up for at 30 USD/kg."""
    whole = stress._Stress._answer

    def answer(self: Any, program: Any) -> Any:
        if program.upper[program.column_of["imports"]["aaa", 2027]] == 0:
            raise InfeasibleError(program)
        return whole(self, program)

    monkeypatch.setattr(stress._Stress, "_answer", answer)
    tables = simple(supply=SUPPLY, settings={"objective": "cost"})
    case, solution, findings, found = made(tables)
    rows = found["Stress"].set_index("country")
    assert rows.status.to_dict() == {
        "AAA": "could not be solved", "BBB": "solved", "CCC": "solved"
    }  # fmt: skip
    assert math.isnan(rows.shortage["AAA"])
    assert rows.lost["AAA"] == pytest.approx(60)
    assert rows.extra_cost["BBB"] == pytest.approx(40 * (30 - 14) / 1000)
    assert [step.en for step in findings.unsolved] == ["stop of AAA, 2027"]
    path = write_report(tmp_path / "r.xlsx", case, solution, found, {})
    sheet = openpyxl.load_workbook(path)["StressMatrix"]
    assert "?" in grid(sheet).values()
    assert any("Not solved" in str(text) for text in texts(sheet))
