"""Cases shared by the tests: the default one solved once, and small ones built by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from model.case import Case, make_case
from model.planning.solution import Solution
from model.read import read
from model.results import tables
from tests.cases import without_shortage
from tests.runs import Run, run, two_metals

ROOT = Path(__file__).parent.parent
DEFAULT = ROOT / "inputs" / "japan_ga_mg.xlsx"


@pytest.fixture(scope="session")
def default_case() -> Case:
    return make_case(read(DEFAULT))


@pytest.fixture(scope="session")
def met_case(default_case: Case) -> Case:
    """The default case with gallium enough, for what is only told or true without a shortage."""
    return make_case(without_shortage(default_case.tables))


@pytest.fixture(scope="session")
def met_run(met_case: Case) -> Run:
    """Everything found out about it."""
    return run(met_case.tables)


@pytest.fixture(scope="session")
def default_run(default_case: Case) -> Run:
    """Everything found out about the default case."""
    return run(default_case.tables)


@pytest.fixture(scope="session")
def small_run() -> Run:
    """Everything found out about two metals."""
    return run(two_metals())


@pytest.fixture(scope="session")
def default_solution(default_run: Run) -> Solution:
    return default_run.solution


@pytest.fixture(scope="session")
def default_tables(default_case: Case, default_solution: Solution) -> dict[str, pd.DataFrame]:
    return tables(default_case, default_solution)


@pytest.fixture(scope="session")
def recalculated(tmp_path_factory):
    """Workbooks as LibreOffice works them out; in CI a missing LibreOffice is a failure."""
    soffice = shutil.which("soffice")
    if soffice is None and "CI" not in os.environ:
        pytest.skip("LibreOffice is not installed")
    assert soffice is not None, "LibreOffice is needed to recalculate the checks"

    profile = f"-env:UserInstallation={(tmp_path_factory.mktemp('office') / 'profile').as_uri()}"

    def work_out(*paths):
        folder = tmp_path_factory.mktemp("recalculated")
        command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=300)
        return [
            openpyxl.load_workbook(folder / path.name, data_only=True, read_only=True)
            for path in paths
        ]

    return work_out
