"""A random case through the whole program: what it ended in."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from model.case import make_case
from model.errors import ModelError, NoPlanError, SolverError, WorkbookError
from model.layout import Tables
from model.plan import look_around, make_plan
from model.read import read
from model.report import write_no_plan, write_report
from model.results import all_tables
from model.results.repairs import menu, repairs_table
from tests.random_cases import random_sheets
from tests.workbooks import workbook

PLANNED, NO_PLAN = "planned", "no plan"
UNFINISHED, GAVE_UP, TRACEBACK, REFUSED = "not finished", "solver gave up", "traceback", "refused"
GOOD = (PLANNED, NO_PLAN)
UNSOLVED_WORDS = "could not finish"


@dataclass(frozen=True)
class Run:
    """What came of a case; ``why`` in a line. ``shortage`` is that of the plan, million USD."""

    seed: int
    ended: str
    why: str = ""
    tables: Tables | None = None
    shortage: float | None = None

    @property
    def good(self) -> bool:
        return self.ended in GOOD


def run(seed: int, folder: Path, *, write: bool = False) -> Run:
    """Read, plan, look around and tabulate a random case, and write its report if asked."""
    path = folder / f"random_{seed}.xlsx"
    workbook(random_sheets(seed)).save(path)
    return run_workbook(seed, path, write=write)


def run_workbook(seed: int, path: Path, *, write: bool = False) -> Run:
    """The same of a workbook that is there."""
    try:
        tables = read(path)
    except WorkbookError as error:
        return Run(seed, REFUSED, error.issues[0].lines()[0])
    except Exception as error:
        return Run(seed, TRACEBACK, _where(error))
    try:
        return _planned(seed, tables, path.with_name(f"{path.stem}_plan.xlsx") if write else None)
    except SolverError as error:
        return Run(seed, GAVE_UP, str(error).splitlines()[0], tables)
    except ModelError as error:
        return Run(seed, TRACEBACK, _where(error), tables)
    except Exception as error:
        return Run(seed, TRACEBACK, _where(error), tables)


def _planned(seed: int, tables: Tables, target: Path | None) -> Run:
    case = make_case(tables)
    try:
        planned = make_plan(case)
    except NoPlanError as error:
        if target is not None:
            menu_, table = tuple(menu(error.repairs)), repairs_table(error.repairs)
            write_no_plan(target, case, error.culprits, {}, table, menu_)
        return Run(seed, NO_PLAN, ", ".join(c.cell for c in error.culprits), tables)
    findings = look_around(planned)
    solution = planned.solution
    made = all_tables(case, solution, findings)
    if target is not None:
        write_report(target, case, solution, made, {})
    lost = [step.en for step in findings.unsolved]
    lost += [
        f"scenario {o.scenario.scenario}, {o.answer}"
        for o in findings.outcomes
        if o.solution is None and UNSOLVED_WORDS in o.note.en
    ]
    short = solution.aims["shortage"]
    return Run(seed, UNFINISHED if lost else PLANNED, "; ".join(lost), tables, short)


def _where(error: Exception) -> str:
    """The kind of an error and the innermost line of the program it comes from."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    mine = [f for f in traceback.extract_tb(error.__traceback__) if "/model/" in f.filename]
    frame = mine[-1] if mine else last
    text = str(error).splitlines()[:1] or [""]
    return f"{type(error).__name__}: {text[0][:90]} ({Path(frame.filename).name}:{frame.lineno} {frame.name})"


def runs(seeds: range, folder: Path, tell: Callable[[Run], None]) -> list[Run]:
    """Several cases; every tenth writes its report."""
    found = []
    for seed in seeds:
        found.append(run(seed, folder, write=seed % 10 == 0))
        tell(found[-1])
    return found
