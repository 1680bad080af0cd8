"""The command line: what can be asked, and what is done for it."""

from __future__ import annotations

import argparse
import hashlib
import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyomo.version

from model.analysis.findings import Findings
from model.case import Case, make_case
from model.command.arguments import parsed
from model.command.docs import write_docs
from model.command.printing import Clock, Progress, summary, tell, warn
from model.errors import NoPlanError, UsageError
from model.pipeline import Results, plan_case
from model.planning.solution import Solution
from model.read import read
from model.report import write_no_plan, write_report
from model.results.repairs import menu, repairs_table
from model.template import write_template
from model.workbook.files import check_input, ready

ROOT = Path(__file__).resolve().parents[2]
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
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "plan": lambda asked: _plan(asked.workbook, asked.output, Clock(started)),
        "check": lambda asked: _check(asked.workbook, Clock(started)),
        "template": lambda asked: _template(asked.path, asked.tables, force=asked.force),
        "docs": lambda _: _docs(),
    }
    asked = parsed(arguments, DEFAULT)
    return commands[asked.command or "plan"](asked)


def _plan(workbook: Path, output: Path | None, clock: Clock) -> int:
    target = _target(workbook, output)
    clock.lap("imports")
    case, source = make_case(read(workbook, Progress(clock))), _source(workbook)
    clock.lap("reading")
    warn(case)
    try:
        found = plan_case(case, Progress(clock), clock.lap)
    except NoPlanError as error:
        clock.lap("plan")
        _write_no_plan(target, case, error, source | _run_facts(clock, None))
        raise
    facts = source | _run_facts(clock, found.solution) | _surface_facts(case, found.findings)
    try:
        written = write_report(target, case, found.solution, found.tables, facts)
    except Exception:
        _print_answer(case, found)  # all that is left where its workbook is not written
        raise
    clock.lap("writing")
    try:
        _print_answer(case, found)
    finally:
        _print_place(written, target)
        print(f"Time / 所要時間: {clock}")
    return 0


def _print_answer(case: Case, found: Results) -> None:
    print(summary(case, found.tables))
    for step in found.findings.unsolved:
        print(f"The solver did not finish: {step.en}. / 求解できませんでした: {step.ja}")


def _print_place(written: Path, target: Path) -> None:
    """Print where the result is, and why it is not where it was asked for."""
    if written != target:
        print(
            f"{target.name} is open in another program or read-only; it is left as it is."
            f" / {target.name} は使用中か読み取り専用のため、そのまま残しました。"
        )
    print(f"Result / 結果: {written}")


def _write_no_plan(
    target: Path, case: Case, error: NoPlanError, facts: Mapping[str, object]
) -> None:
    """Write why there is no plan; where that finds no place, say so, and go on to say why."""
    table, told = repairs_table(error.repairs), tuple(menu(error.repairs))
    try:
        written = write_no_plan(target, case, error.culprits, facts, table, told)
    except UsageError as unwritten:
        tell(unwritten)
    else:
        _print_place(written, target)


def _target(workbook: Path, output: Path | None) -> Path:
    """Where the result goes; UsageError if it cannot go there, or there is no such workbook."""
    check_input(workbook)
    target = OUTPUTS / f"{workbook.stem}_plan.xlsx" if output is None else output
    target = ready(target)
    if target.exists() and target.samefile(workbook):
        raise UsageError(
            "The result would replace the workbook it is made from."
            " / 結果が入力ワークブックを上書きします。"
        )
    return target


def _source(workbook: Path) -> dict[str, object]:
    """Rows of table Run that say which input this was, taken before it can be changed."""
    return {
        "program": f"critical-mineral import planner {_own_version()}",
        "input_file": "".join(c if c.isprintable() else "?" for c in workbook.name),
        "input_sha256": hashlib.sha256(workbook.read_bytes()).hexdigest(),
    }


def _run_facts(clock: Clock, solution: Solution | None) -> dict[str, object]:
    """Rows of table Run: what made this result, and how well it is certified."""
    facts: dict[str, object] = {
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


def _check(workbook: Path, clock: Clock) -> int:
    check_input(workbook)
    found = read(workbook, Progress(clock))
    warn(make_case(found))
    first, last = found.settings.first_year, found.settings.last_year
    print(
        f"{workbook.name}: ready to plan, {first}-{last}, {len(found.materials)} materials,"
        f" {len(found.supply)} supply options, {len(found.limits)} limits,"
        f" {len(found.scenarios)} scenarios. / 問題ありません。計画できます。"
    )
    return 0


def _template(path: Path, folder: Path | None, *, force: bool) -> int:
    path = ready(path)
    if path.exists() and not force:
        raise UsageError(
            f"{path} is there already; --force replaces it."
            " / 既に存在します。置き換えるには --force を付けてください。"
        )
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. / フォルダーがありません。")
    write_template(path, folder)
    print(f"Workbook / ワークブック: {path}")
    return 0


def _docs() -> int:
    for path in write_docs(ROOT):
        print(f"Printed / 出力: {path}")
    return 0
