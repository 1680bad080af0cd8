"""The command line: what can be asked, and what is printed for an answer."""

from __future__ import annotations

import argparse
import hashlib
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyomo.version

from model.case import Case, make_case
from model.docs import write_docs
from model.errors import ModelError, NoPlanError, UsageError, Words, WorkbookError
from model.findings import Findings
from model.plan import look_around, make_plan
from model.read import read
from model.remarks import remarks
from model.report import write_no_plan, write_report
from model.report.reasons import reasons
from model.report.what_if_band import sentences
from model.report.words import headline
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


PATIENCE = 2.0
"""Seconds before progress is printed."""


class Clock:
    """Seconds of each step since the start of the program."""

    def __init__(self, started: float) -> None:
        self._started = self._last = started
        self.steps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """What has passed since the last lap belongs to ``step``."""
        now = time.perf_counter()
        self.steps[step] = now - self._last
        self._last = now

    @property
    def passed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started

    def __str__(self) -> str:
        parts = ", ".join(f"{step} {seconds:.1f}" for step, seconds in self.steps.items())
        return f"{self._last - self._started:.1f} s ({parts})"


class Progress:
    """Prints what is being done once a run takes longer than people wait without asking."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._told = clock, 0.0

    def __call__(self, what: Words) -> None:
        """A line on what begins now, not more than one a second."""
        passed = self._clock.passed
        if passed > PATIENCE and passed > self._told + 1:
            self._told = passed
            print(f"{passed:4.0f} s  {what.en} / {what.ja}", file=sys.stderr, flush=True)


def run(arguments: Sequence[str], started: float) -> int:
    """Carry out a command; the exit code. Raises ModelError for whatever the user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    asked = _parser().parse_args(arguments)
    commands: dict[str, Callable[[], int]] = {
        "plan": lambda: _plan(asked.workbook, asked.output, Clock(started)),
        "check": lambda: _check(asked.workbook, Clock(started)),
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


def tell(error: ModelError) -> None:
    """Print what went wrong, for the reader to mend."""
    if isinstance(error, WorkbookError):
        count = len(error.issues)
        things = "thing" if count == 1 else "things"
        print(f"The workbook needs mending: {count} {things}.", file=sys.stderr)
        print(f"ワークブックの修正が必要です: {count} 件", file=sys.stderr)
        lines = error.lines()
        for english, japanese in zip(lines[::2], lines[1::2], strict=True):
            print(f"- {english}\n  {japanese}", file=sys.stderr)
    elif isinstance(error, NoPlanError):
        print("No plan obeys all hard rules. These clash; some have to give way:", file=sys.stderr)
        print("厳守条件をすべて満たす計画はありません。緩めるべき候補:", file=sys.stderr)
        for culprit in error.culprits:
            years = _years(culprit.years)
            print(f"- {culprit.cell}: {culprit.rule.en} ({years})", file=sys.stderr)
            print(f"  {culprit.rule.ja}（{years}）", file=sys.stderr)
        for told in menu(error.repairs):
            print(f"{told.en}\n{told.ja}", file=sys.stderr)
    else:
        print(error, file=sys.stderr)


def _years(years: Sequence[int]) -> str:
    """``2030-2035`` for a run of years, ``2030, 2032`` otherwise."""
    if len(years) > 2 and list(years) == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}-{years[-1]}"
    return ", ".join(str(year) for year in years)


def _plan(workbook: Path, output: Path | None, clock: Clock) -> int:
    target = _target(workbook, output)
    clock.lap("imports")
    case = make_case(read(workbook, Progress(clock)))
    clock.lap("reading")
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
    for remark in remarks(case):
        print(f"{remark.en}\n{remark.ja}")
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


def summary(case: Case, made: Mapping[str, pd.DataFrame]) -> str:
    """The answer in a few lines: shortage, who delivers, cost, HHI and CO2 beside today's mix."""
    said = headline(case, made)
    measures = made["Measures"]
    whole = measures[(measures.mineral == "all") & (measures.year == "all")]
    found = {
        (m, p): (low, high)
        for m, p, low, high in zip(
            whole.measure, whole.plan, whole.value, whole.value_high, strict=True
        )
    }
    lines = [case.settings.case_name, said.en, said.ja]
    for measure, name, unit in (
        ("cost", "Cost, present value / 費用(現在価値)", "million USD"),
        ("concentration", f"HHI, {case.settings.concentration_basis} / 集中度", ""),
        ("co2", "CO2", "kt"),
    ):
        now = found.get((measure, "baseline"))
        beside = "" if now is None else f"  (today's mix / 現状: {_interval(*now)})"
        lines.append(f"{name}: {found[measure, 'plan'][0]:,.0f} {unit}".rstrip() + beside)
    lines += [_who(case, made["Shares"], k) for k in case.minerals]
    lines += [text for sentence in [*sentences(made), *reasons(made)] for text in sentence]
    return "\n".join(lines)


def _interval(low: float, high: float | None) -> str:
    """``4,675-4,789``, or one figure if there is no second."""
    if high is None or pd.isna(high) or round(high) == round(low):
        return f"{low:,.0f}"
    return f"{low:,.0f}-{high:,.0f}"


def _who(case: Case, shares: pd.DataFrame, mineral: str) -> str:
    """Who ships how much of a mineral over all years, largest first."""
    here = shares[(shares.mineral == mineral) & (shares.basis == "shipped")]
    tonnes = here.groupby("country").tonnes.sum().sort_values(ascending=False, kind="stable")
    demand = sum(case.mineral_demand[mineral, t] for t in case.years)
    if demand == 0:
        return f"{mineral}: no demand / 需要なし"
    parts = [f"{c} {value / demand:.0%}" for c, value in tonnes.items() if value / demand > 0.005]
    return f"{mineral}: " + ", ".join(parts[:8])


def _check(workbook: Path, clock: Clock) -> int:
    found = read(workbook, Progress(clock))
    for remark in remarks(make_case(found)):
        print(f"{remark.en}\n{remark.ja}")
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
