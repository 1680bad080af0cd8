"""How time grows with the case: more supply options, more years, and both.

A step is left out, and said to be, if it is likely to take longer than one is ready to wait, going
by the same step of the next smaller case: building grows with options x years, solving with the
square of the columns.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from model.analysis.stress import stops
from model.analysis.tradeoff import surface
from model.case import Case, make_case
from model.errors import SolverError
from model.explain.explain import explain
from model.formulation import build
from model.lp.compilation import compile_model
from model.planning.planned import planned
from model.planning.planner import Planner
from model.workbook.layout import Tables
from tests.benchmarks.larger import larger
from tests.benchmarks.timing import show, timed

SIZES: Mapping[tuple[int, int], tuple[int, int] | None] = {
    (1, 1): None,
    (3, 1): (1, 1),
    (10, 1): (3, 1),
    (1, 3): (1, 1),
    (3, 3): (1, 3),
    (1, 10): (1, 3),
    (10, 10): (3, 3),
}
"""Times the options and times the years; the next smaller case of each."""

STEPS = ("build", "plan", "surface", "stress", "reasons")
LEFT_OUT, UNCERTIFIED = "left out", "uncertified"


@dataclass(frozen=True)
class Grown:
    """A case's options x years and columns, and the seconds of its steps, or why there are none."""

    size: int
    columns: int | None
    steps: dict[str, float | str]


def report(tables: Tables, patience: float) -> None:
    """Print the table; ``patience`` is in seconds a step."""
    found: dict[tuple[int, int], Grown] = {}
    for size, smaller in SIZES.items():
        case = make_case(larger(tables, *size))
        found[size] = _Growing(case, patience, found[smaller] if smaller else None).grown()
        gc.collect()
    print("4. Growth: seconds (times the default size)")
    one = found[1, 1]
    rows = [
        [f"{options}x options, {horizon}x years", _told(grown.columns, one.columns, ".0f")]
        + [_told(grown.steps[step], one.steps[step], ".2f") for step in STEPS]
        for (options, horizon), grown in found.items()
    ]
    show(["case", "columns", *STEPS], rows)
    print(f"   left out: likely to take more than {patience:g} s, or what it goes by was left out")
    print("   uncertified: the solver's answer to one of its programmes failed the check\n")


def _told(value: float | str | None, one: float | str | None, form: str) -> str:
    if value is None or isinstance(value, str):
        return value or "-"
    ratio = f" ({value / one:.1f})" if isinstance(one, (int, float)) else ""
    return f"{value:{form}}{ratio}"


class _Growing:
    """One case on its way through the steps, with what the next smaller case took."""

    def __init__(self, case: Case, patience: float, smaller: Grown | None) -> None:
        self._case, self._patience, self._smaller = case, patience, smaller
        self._steps: dict[str, float | str] = dict.fromkeys(STEPS, LEFT_OUT)

    def grown(self) -> Grown:
        """All steps that there is patience for."""
        case, smaller = self._case, self._smaller
        size = len(case.supplies) * len(case.years)
        ratio = size / smaller.size if smaller else 1.0
        program = self._step("build", lambda: compile_model(build(case)), ratio)
        if program is None:
            return Grown(size, None, self._steps)
        columns = len(program.columns)
        ratio = columns / smaller.columns if smaller and smaller.columns else 1.0
        made = self._step("plan", lambda: planned(Planner(case, program)), ratio**2)
        if made is not None:
            plan = made.chosen.x
            self._step("surface", lambda: surface(made), ratio**2)
            self._step("stress", lambda: stops(case, program, plan), ratio**2)
            self._step("reasons", lambda: explain(made), ratio**2)
        return Grown(size, columns, self._steps)

    def _step(self, name: str, action: Callable[[], Any], growth: float) -> Any:
        """Do a step unless it is likely to take too long; what it gave."""
        before = self._smaller.steps[name] if self._smaller else 0.0
        if isinstance(before, str) or before * growth > self._patience:
            return None
        try:
            done = timed(action)
        except SolverError:
            self._steps[name] = UNCERTIFIED
            return None
        self._steps[name] = done.seconds
        return done.result
