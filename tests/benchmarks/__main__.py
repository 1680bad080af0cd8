"""What a run costs, as ratios within this run: ``python -m tests.benchmarks``.

Machines differ and are shared, so every figure stands beside a named alternative measured in the
same minutes: HiGHS alone on the same matrices, a Pyomo model built again, the default size.

What is lost, in place of what it costs, is counted by ``tests.benchmarks.fuzzing`` (workbooks
changed at random) and ``tests.benchmarks.planning`` (random cases).
"""

from __future__ import annotations

import argparse
import gc
from pathlib import Path

from model.case import make_case
from model.formulation import build
from model.lp.compilation import compile_model
from model.read import read
from tests.benchmarks import cold_start, growth, looking_around, resolving
from tests.benchmarks.timing import timed

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT = ROOT / "inputs" / "japan_ga_mg.xlsx"
PATIENCE = 2.0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument(
        "--patience",
        type=float,
        default=PATIENCE,
        metavar="SECONDS",
        help="leave out steps of larger cases likely to take longer (default: %(default)s)",
    )
    patience = parser.parse_args().patience
    gc.disable()  # as in a run
    case = make_case(read(DEFAULT))
    program = compile_model(build(case))
    yardsticks = resolving.report(program, case)
    looking_around.report(program, case, yardsticks)
    cold_start.report()
    growth.report(case.tables, patience)


if __name__ == "__main__":
    print(f"   in all {timed(main).seconds:.0f} s")
