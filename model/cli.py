"""The command line: what can be asked, and what is done for it."""

from __future__ import annotations

import argparse
import hashlib
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyomo.version

from model.case import Case, make_case
from model.console import Clock, Progress, summary, warn
from model.docs import write_docs
from model.errors import NoPlanError, UsageError
from model.findings import Findings
from model.plan import look_around, make_plan
from model.read import read
from model.report import write_no_plan, write_report
from model.results import all_tables
from model.results.repairs import menu, repairs_table
from model.solution import Solution
from model.template import write_template

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT / "inputs" / "japan_ga_mg.xlsx"
OUTPUTS = ROOT / "outputs"
LIBRARIES = {
    "pyomo": pyomo.version.version,
    "pandas": pd.__version__,
    "openpyxl": openpyxl.__version__,
    "numpy": np.__version__,
}


def run(arguments: Sequence[str], started: float) -> int:
    """Carry out a command; the exit code. Raises ModelError for whatever the user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    asked = _parser().parse_args(arguments)
    commands: dict[str, Callable[[], int]] = {
        "plan": lambda: _plan(asked.workbook, asked.output, Clock(started)),
        "check": lambda: _check(asked.workbook),
        "template": lambda: _template(asked.path, asked.tables, force=asked.force),
        "docs": _docs,
    }
    return commands[asked.command or "plan"]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Plan imports of critical minerals from a workbook."
        " / ワークブックから重要鉱物の輸入計画を作ります。",
    )
    parser.set_defaults(workbook=DEFAULT, output=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    plan = commands.add_parser("plan", help="plan a workbook (default: inputs/japan_ga_mg.xlsx)")
    plan.add_argument("workbook", type=Path, nargs="?", default=DEFAULT, metavar="WORKBOOK")
    plan.add_argument("-o", "--output", type=Path, metavar="RESULT", help="results workbook")
    check = commands.add_parser("check", help="check a workbook without planning")
    check.add_argument("workbook", type=Path, metavar="WORKBOOK")
    template = commands.add_parser("template", help="write a blank workbook to fill in")
    template.add_argument("path", type=Path, metavar="PATH")
    template.add_argument(
        "--from", dest="tables", type=Path, metavar="FOLDER", help="fill it from CSV files"
    )
    template.add_argument("--force", action="store_true", help="replace PATH if it is there")
    commands.add_parser("docs", help="print data dictionary and formulation page anew")
    return parser


def _plan(workbook: Path, output: Path | None, clock: Clock) -> int:
    target = _target(workbook, output)
    clock.lap("imports")
    case = make_case(read(workbook))
    clock.lap("reading")
    warn(case)
    try:
        planned = make_plan(case)
    except NoPlanError as error:
        clock.lap("plan")
        facts = _run_facts(workbook, clock, None)
        table, told = repairs_table(error.repairs), tuple(menu(error.repairs))
        written = write_no_plan(target, case, error.culprits, facts, table, told)
        print(f"Result / 結果: {written}")
        raise
    clock.lap("plan")
    findings = look_around(planned, Progress(clock), clock.lap)
    solution = planned.solution
    made = all_tables(case, solution, findings)
    clock.lap("tables")
    facts = _run_facts(workbook, clock, solution) | _surface_facts(case, findings)
    written = write_report(target, case, solution, made, facts)
    clock.lap("writing")
    print(summary(case, made))
    for step in findings.unsolved:
        print(f"The solver did not finish: {step.en}. / 求解できませんでした: {step.ja}")
    print(f"Result / 結果: {written}\nTime / 所要時間: {clock}")
    return 0


def _target(workbook: Path, output: Path | None) -> Path:
    """Where the result goes; UsageError if it cannot go there."""
    target = OUTPUTS / f"{workbook.stem}_plan.xlsx" if output is None else output
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"The result should be named .xlsx, not {target}. / 拡張子は .xlsx です。")
    if target.resolve() == workbook.resolve():
        raise UsageError(
            "The result would replace the workbook it is made from."
            " / 結果が入力ワークブックを上書きします。"
        )
    _make_folder(target.parent)
    return target


def _make_folder(folder: Path) -> None:
    """Make a folder; UsageError if that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be made. / フォルダーを作成できません: {folder}"
        ) from error


def _run_facts(workbook: Path, clock: Clock, solution: Solution | None) -> dict[str, object]:
    """Rows of table Run: what made this result, and how well it is certified."""
    facts: dict[str, object] = {
        "program": f"critical-mineral import planner {_own_version()}",
        "input_file": workbook.name,
        "input_sha256": hashlib.sha256(workbook.read_bytes()).hexdigest(),
        "python": platform.python_version(),
        **LIBRARIES,
        "solver_status": "no plan exists" if solution is None else "optimal, certified",
    }
    if solution is not None:
        facts["highs"] = solution.solver_version
        facts["objective"] = solution.objective
        facts["hhi_bound"] = solution.hhi_bound
        facts["programmes_solved"] = solution.solves
        facts |= {f"largest_{name}_residual": value for name, value in solution.residuals.items()}
    facts |= {f"seconds_{step}": round(seconds, 3) for step, seconds in clock.steps.items()}
    return facts


def _surface_facts(case: Case, findings: Findings) -> dict[str, object]:
    """Rows of table Run about the trade-off surface."""
    return {
        "not_finished": ", ".join(step.en for step in findings.unsolved) or "nothing",
        "tradeoff_gap_asked": case.settings.tradeoff_gap,
        "tradeoff_gap_reached": findings.surface.gap,
        "tradeoff_gap_shown": findings.surface.gap_shown,
        "tradeoff_points_found": findings.surface.found,
        "tradeoff_programmes": findings.surface.solves,
    }


def _own_version() -> str:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version"))


def _check(workbook: Path) -> int:
    found = read(workbook)
    warn(make_case(found))
    first, last = found.settings.first_year, found.settings.last_year
    print(
        f"{workbook.name}: ready to plan, {first}-{last}, {len(found.materials)} materials,"
        f" {len(found.supply)} supply options, {len(found.limits)} limits,"
        f" {len(found.scenarios)} scenarios. / 問題ありません。計画できます。"
    )
    return 0


def _template(path: Path, folder: Path | None, *, force: bool) -> int:
    if path.exists() and not force:
        raise UsageError(
            f"{path} is there already; --force replaces it."
            " / 既に存在します。置き換えるには --force を付けてください。"
        )
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"The workbook should be named .xlsx, not {path}. / 拡張子は .xlsx です。")
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. / フォルダーがありません。")
    _make_folder(path.parent)
    write_template(path, folder)
    print(f"Workbook / ワークブック: {path}")
    return 0


def _docs() -> int:
    for path in write_docs(ROOT):
        print(f"Printed / 出力: {path}")
    return 0
