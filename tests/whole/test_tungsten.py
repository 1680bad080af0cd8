"""The second workbook of inputs/: planned like any other, sums of it by hand."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from model.case import Case, make_case
from model.command.commands import run
from model.formulation import build
from model.lp.compilation import compile_model
from model.planning.planner import Planner
from model.planning.solution import Solution
from model.plausibility import counted, input_warnings
from model.read import read

WORKBOOK = Path(__file__).parents[2] / "inputs" / "japan_w.xlsx"


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case(read(WORKBOOK))


@pytest.fixture(scope="module")
def solution(case: Case) -> Solution:
    return Planner(case, compile_model(build(case))).solution("balanced")


def test_the_shortage_is_what_the_sheets_leave(solution: Solution) -> None:
    """Powder is what is left over; ore goes to Goslar first (0.94, not 0.95 x 0.98).

    Ore 1,100 and 1,235 t: 400 / 0.94 = 425.5 t to Goslar, the rest to APT at 0.95.
    Of 80 and 400 t in store 0.2 % is lost: 79.8 and 399.2 t.
    2027: APT 250 + 1,600 + 1,700 + 640.7 + 79.8 - 1,000 = 3,270.6, as powder 3,205.2;
    powder 952 + 399.2 + 400 of scrap + 400 of Goslar = 2,151.2; 6,300 - 5,356.4 = 943.6.
    2028: APT 250 + 1,600 + 2,200 + 769.0 - 1,000 = 3,819.0, as powder 3,742.6; powder 1,752.
    """
    short = {key: tonnes for key, tonnes in solution["shortage"].items() if tonnes > 0.01}
    expected = {("W_powder", 2027): 943.6, ("W_powder", 2028): 805.4}
    assert short == pytest.approx(expected, abs=0.2)


def test_scrap_plants_are_full_while_metal_is_short(solution: Solution) -> None:
    """1,700 / 0.95 + 400 / 0.97 = 2,201.8 t of scrap in 2027, 500 / 0.95 more in 2028."""
    scrap = ("JP_scrap_home", "JP_scrap_kept", "OTH_scrap")
    bought = {t: sum(solution["imports"].get((s, t), 0) for s in scrap) for t in (2027, 2028)}
    assert bought == pytest.approx({2027: 2201.8, 2028: 2728.2}, abs=0.1)


def test_the_checks_of_its_result_pass(tmp_path: Path, recalculated) -> None:
    result = tmp_path / "tungsten.xlsx"
    assert run(["plan", str(WORKBOOK), "-o", str(result)], perf_counter()) == 0
    (workbook,) = recalculated(result)
    assert workbook["Checks"]["L2"].value == "PASS"


def test_odd_figures_are_explained_in_their_notes(case: Case) -> None:
    assert counted(input_warnings(case)) == ()
