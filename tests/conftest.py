"""Cases shared by the tests: the default one solved once, and small ones built by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from model.aims import Planner
from model.case import Case, make_case
from model.formulation import build
from model.program import compile_model
from model.read import read
from model.results import tables
from model.solution import Solution

ROOT = Path(__file__).parent.parent
DEFAULT = ROOT / "inputs" / "japan_ga_mg.xlsx"


@pytest.fixture(scope="session")
def default_case() -> Case:
    return make_case(read(DEFAULT))


@pytest.fixture(scope="session")
def default_solution(default_case: Case) -> Solution:
    return Planner(default_case, compile_model(build(default_case))).solution("balanced")


@pytest.fixture(scope="session")
def default_tables(default_case: Case, default_solution: Solution) -> dict[str, pd.DataFrame]:
    return tables(default_case, default_solution)
