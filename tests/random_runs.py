"""A random case through the whole program: what it ended in.

Good is a plan with everything found beside it, or a clash of rules that the independent programme
of :mod:`tests.independent_rules` finds too; the shortage of the plan is the independent one.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from model.analysis.findings import Findings
from model.case import make_case
from model.errors import NoPlanError, SolverError, WorkbookError
from model.pipeline import plan_case
from model.read import read
from model.report import write_no_plan, write_report
from model.results.repairs import menu, repairs_table
from model.workbook.layout import Tables
from tests.independent_rules import least_shortage
from tests.random_cases import random_sheets
from tests.workbooks import workbook

PLANNED, NO_PLAN = "planned", "no plan"
UNFINISHED, GAVE_UP, TRACEBACK = "not finished", "solver gave up", "traceback"
REFUSED, DISAGREES = "refused", "another answer than the independent programme"
GOOD = (PLANNED, NO_PLAN)
ENDS = (*GOOD, UNFINISHED, GAVE_UP, TRACEBACK, REFUSED, DISAGREES)
UNSOLVED = "could not be solved"
"""Status of what the solver did not finish."""
AGREED = 1e-5
"""Relative difference of shortages that is rounding: HHI ceilings are cut to a thousandth."""


@dataclass(frozen=True)
class Run:
    """What came of a case, and why in a line."""

    seed: int
    ended: str
    why: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing was lost."""
        return self.ended in GOOD


def run(seed: int, folder: Path, *, write: bool = False) -> Run:
    """Read, plan, look around and tabulate a random case, and write its report if asked."""
    path = folder / f"random_{seed}.xlsx"
    workbook(random_sheets(seed)).save(path)
    target = folder / f"random_{seed}_plan.xlsx" if write else None
    try:
        return _planned(seed, read(path), target)
    except WorkbookError as error:
        return Run(seed, REFUSED, error.issues[0].lines()[0])
    except SolverError as error:
        return Run(seed, GAVE_UP, str(error).splitlines()[0])
    except Exception as error:  # what it is, is the finding
        return Run(seed, TRACEBACK, _where(error))


def _planned(seed: int, tables: Tables, target: Path | None) -> Run:
    case = make_case(tables)
    try:
        found = plan_case(case)
    except NoPlanError as error:
        if target is not None:
            table, told = repairs_table(error.repairs), tuple(menu(error.repairs))
            write_no_plan(target, case, error.culprits, {}, table, told)
        return _compared(seed, tables, None, NO_PLAN, ", ".join(c.cell for c in error.culprits))
    if target is not None:
        write_report(target, case, found.solution, found.tables, {})
    lost = _lost(found.findings)
    ended = UNFINISHED if lost else PLANNED
    return _compared(seed, tables, found.solution.aims["shortage"], ended, "; ".join(lost))


def _lost(findings: Findings) -> list[str]:
    """Steps, scenarios, plans held and stops that the solver did not finish."""
    worlds = [
        f"scenario {o.scenario.scenario}, {o.answer}"
        for o in findings.outcomes
        if o.status == UNSOLVED or "could not finish" in o.note.en
    ]
    beside = [
        f"{type(found).__name__} of {found}"
        for found in (*findings.verdicts, *findings.stops)
        if getattr(found, "status", "") == UNSOLVED
    ]
    return [step.en for step in findings.unsolved] + worlds + beside[:1]


def _compared(seed: int, tables: Tables, short: float | None, ended: str, why: str) -> Run:
    """The run, unless the independent programme finds another shortage or another end."""
    least = least_shortage(tables)
    if least is None or short is None:
        agreed = least is None and short is None
    else:
        agreed = abs(short - least) <= AGREED * max(1.0, least)
    return Run(seed, ended, why) if agreed else Run(seed, DISAGREES, f"{short} against {least}")


def _where(error: Exception) -> str:
    """The kind of an error and the innermost line of the program it comes from."""
    lines = traceback.extract_tb(error.__traceback__)
    at = next((line for line in reversed(lines) if "model" in Path(line.filename).parts), lines[-1])
    text = str(error).split("\n", 1)[0][:90]
    return f"{type(error).__name__}: {text} ({Path(at.filename).name}:{at.lineno} {at.name})"
