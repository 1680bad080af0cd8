"""Times of a default run, as ratios within this run: ``python -m tests.benchmarks``.

Machines differ and are shared, so every figure stands beside a named alternative measured in the
same minutes: HiGHS alone on the same matrices, and a Pyomo model built again for each solve.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import highspy
import numpy as np

from model.aims import Planner
from model.case import make_case
from model.formulation import build
from model.program import Program, compile_model
from model.read import read
from model.report import write_report
from model.results import tables
from model.solve import Engine

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT = ROOT / "inputs" / "japan_ga_mg.xlsx"


def median(action: Callable[[], object], runs: int = 5) -> float:
    """Median seconds of some runs after one warm-up."""
    action()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def cold_start() -> tuple[float, str]:
    """Seconds of ``python run.py plan`` as a whole process, and the last run's own division."""
    seconds, said = [], ""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "run.py", "plan", "-o", str(Path(folder) / "plan.xlsx")]
        for _ in range(4):
            start = time.perf_counter()
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
            )
            seconds.append(time.perf_counter() - start)
            said = done.stdout.splitlines()[-1].split(": ", 1)[-1]
    return statistics.median(seconds[1:]), said


def highs_alone(program: Program, cost: np.ndarray) -> None:
    """Load and solve the same matrices with nothing around HiGHS."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    columns, rows, matrix = len(program.columns), len(program.rows), program.matrix
    highs.passModel(
        columns, rows, len(matrix.value), 2, 1, 0.0, cost, program.lower, program.upper,
        program.row_lower, program.row_upper, matrix.start, matrix.index, matrix.value,
        np.zeros(columns, dtype=np.int32),
    )  # fmt: skip
    highs.run()


def main() -> None:
    """Print the table."""
    case = make_case(read(DEFAULT))
    program = compile_model(build(case))
    cost = np.zeros(len(program.columns))
    cost[program.column_of["aim"][("cost",)]] = 1000.0
    solution = Planner(case, program).solution("balanced")
    made = tables(case, solution)
    engine = Engine()
    base = median(lambda: highs_alone(program, cost))
    with TemporaryDirectory() as folder:
        target = Path(folder) / "plan.xlsx"
        steps = {
            "read the workbook": median(lambda: read(DEFAULT)),
            "build and compile": median(lambda: compile_model(build(case))),
            "one certified solve, cold": median(lambda: Engine().minimise(program, cost)),
            "one certified solve, warm": median(lambda: engine.minimise(program, cost)),
            "plan 'cost'": median(lambda: Planner(case, program).solution("cost")),
            "plan 'balanced'": median(lambda: Planner(case, program).solution("balanced")),
            "rebuilt for each of its solves": solution.solves
            * median(lambda: Engine().minimise(compile_model(build(case)), cost), 3),
            "result tables": median(lambda: tables(case, solution)),
            "write the workbook": median(lambda: write_report(target, case, solution, made, {})),
        }
    print(f"{len(program.columns)} columns, {len(program.rows)} rows,")
    print(f"{solution.solves} programmes solved for 'balanced'")
    print(f"{'step':34s}{'ms':>10s}{'x HiGHS alone, cold':>22s}")
    for name, seconds in {"HiGHS alone, cold": base, **steps}.items():
        print(f"{name:34s}{1000 * seconds:10.1f}{seconds / base:22.1f}")
    whole, said = cold_start()
    print(f"python run.py, cold start: {whole:.2f} s, of which {said}")


if __name__ == "__main__":
    main()
