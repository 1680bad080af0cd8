"""Plan, surface, scenarios, stress test, reasons: seconds, and what programmes take otherwise."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from model.analysis.scenarios import explore
from model.analysis.stress import stops
from model.analysis.tradeoff import surface
from model.case import Case
from model.explain.explain import explain
from model.lp.program import Program
from model.pipeline import make_plan
from model.planning.planner import Planner
from tests.benchmarks.resolving import Yardsticks
from tests.benchmarks.timing import programmes_counted, repeated, show


def report(program: Program, case: Case, yardsticks: Yardsticks) -> None:
    """Print the table."""
    planned = make_plan(case)
    steps: dict[str, Callable[[], object]] = {
        "plan 'balanced'": lambda: Planner(case, program).plan("balanced"),
        f"surface to {100 * case.settings.tradeoff_gap:g} %": lambda: surface(planned),
        "all scenarios": lambda: explore(planned),
        "stress test": lambda: stops(case, planned.program, planned.chosen.x),
        "reasons": lambda: explain(planned),
    }
    print("2. What many programmes take, in times one solve of HiGHS alone for each")
    rows = [_row(name, action, yardsticks) for name, action in steps.items()]
    heads = ["step", "s", "programmes", "ms each", "x warm", "x cold", "rebuilt, s", "x ours"]
    show(heads, rows)
    print(
        "   rebuilt: programmes x the model built again and solved as in 1, an estimate, not run."
    )
    print("   Scenarios run side by side where there is more than one processor.")
    print("   HiGHS alone is the programme of 1; those of stress test and reasons are smaller.\n")


def _row(name: str, action: Callable[[], object], yardsticks: Yardsticks) -> list[str]:
    with programmes_counted() as asked:
        runs = repeated(action)
    seconds, programmes = statistics.median(runs), len(asked) // len(runs)
    each, estimate = seconds / programmes, programmes * yardsticks.rebuilt
    return [
        name,
        f"{seconds:.2f}",
        str(programmes),
        f"{1e3 * each:.1f}",
        f"{each / yardsticks.warm:.1f}",
        f"{each / yardsticks.cold:.2f}",
        f"{estimate:.0f}",
        f"{estimate / seconds:.0f}",
    ]
