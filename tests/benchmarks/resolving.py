"""Solving again after a change: our certified way beside HiGHS alone and a model built again.

The programme is that of least cost. Every run starts from the default case, loaded and solved; what
is timed is putting a changed case in and solving it. Making the changed case is timed nowhere: all
ways need it. HiGHS alone is handed the finished matrices of the change.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from model.aims import SCALE
from model.case import Case
from model.changes import changed_case
from model.formulation import bounds, build
from model.formulation.figures import figures
from model.program import Floats, Program, compile_model
from model.scenarios import same_years
from model.solve import Engine
from tests.benchmarks.highs_alone import HighsAlone
from tests.benchmarks.timing import show, timed

RUNS = 3
REBUILT = 3
"""Changes for which the model is built again; how long that takes hardly depends on the change."""

CLAIM = 3.0
"""What solving again may take at most, in times HiGHS alone, warm."""


@dataclass(frozen=True)
class Resolved:
    """Median seconds of one change: ours, of which putting it in; HiGHS alone, warm and cold."""

    ours: float
    put_in: float
    warm: float
    cold: float


@dataclass(frozen=True)
class Yardsticks:
    """Seconds of one programme otherwise: HiGHS alone, warm and cold; the model built again."""

    warm: float
    cold: float
    rebuilt: float


def least_cost(program: Program) -> Floats:
    """Costs of the columns where cost alone counts."""
    cost = np.zeros(len(program.columns))
    cost[program.column_of["aim"][("cost",)]] = SCALE
    return cost


def changed_cases(case: Case) -> Mapping[str, Case]:
    """Some plain changes, and every active scenario with the years of the case."""

    def times(factor: float, field: str) -> Case:
        old = getattr(case, field)
        return replace(case, **{field: {key: factor * value for key, value in old.items()}})

    first = next(iter(case.supplies))
    dearer = {key: (1.2 if key[0] == first else 1) * usd for key, usd in case.price.items()}
    plain = {
        "all prices +10 %": times(1.1, "price"),
        "all capacities -20 %": times(0.8, "capacity"),
        "all demand +5 %": times(1.05, "demand"),
        f"price of {first} +20 %": replace(case, price=dearer),
    }
    active = [row.scenario for row in case.tables.scenarios if row.active == "yes"]
    scenarios = {
        name: changed_case(case, [row for row in case.tables.changes if row.scenario == name])
        for name in active
    }
    return plain | {name: c for name, c in scenarios.items() if same_years(case, c)}


def resolved(program: Program, case: Case) -> Resolved:
    """One change, solved in every way; the ways agree in the optimum."""
    cost = least_cost(program)
    ours, put_in, warm, cold = [], [], [], []
    for _ in range(RUNS):
        engine, alone = Engine(), HighsAlone(program, cost)
        engine.minimise(program, cost)
        change = timed(lambda: program.revised(figures(case), bounds(case)))
        answer = timed(lambda: engine.minimise(change.result, cost))  # noqa: B023
        put_in.append(change.seconds)
        ours.append(change.seconds + answer.seconds)
        warm.append(timed(lambda: alone.change(change.result)).seconds)  # noqa: B023
        cold.append(timed(lambda: HighsAlone(change.result, cost)).seconds)  # noqa: B023
        if not math.isclose(answer.result.objective, alone.objective, rel_tol=1e-6):
            raise RuntimeError("HiGHS alone finds another optimum")
    return Resolved(*(statistics.median(seconds) for seconds in (ours, put_in, warm, cold)))


def rebuilt(case: Case) -> float:
    """Seconds of building, compiling and solving a case anew, certified."""

    def action() -> None:
        program = compile_model(build(case))
        Engine().minimise(program, least_cost(program))

    return timed(action).seconds


def report(program: Program, case: Case) -> Yardsticks:
    """Print the table; what one programme takes otherwise."""
    changed = changed_cases(case)
    found = {name: resolved(program, c) for name, c in changed.items()}
    again = statistics.median(rebuilt(c) for c in list(changed.values())[:REBUILT])
    print(f"1. Solving again after a change ({len(program.columns)} columns, least cost)")
    print("   'ours' is certified; HiGHS alone is handed finished matrices")
    rows = [
        [name, f"{1e3 * r.ours:.1f}", f"{1e3 * r.put_in:.1f}", f"{r.ours / r.warm:.1f}",
         f"{r.ours / r.cold:.2f}", f"{again / r.ours:.0f}"]
        for name, r in found.items()
    ]  # fmt: skip
    heads = ["change", "ours, ms", "of it put in", "x warm", "x cold", "rebuilt, x ours"]
    ratios = [
        statistics.median(parts)
        for parts in zip(
            *((r.ours / r.warm, r.ours / r.cold, again / r.ours) for r in found.values()),
            strict=True,
        )
    ]
    middle = [
        f"{1e3 * statistics.median(seconds):.1f}"
        for seconds in zip(*((r.ours, r.put_in) for r in found.values()), strict=True)
    ]
    last = ["median", *middle, f"{ratios[0]:.1f}", f"{ratios[1]:.2f}", f"{ratios[2]:.0f}"]
    show(heads, [*rows, last])
    within = sum(r.ours <= CLAIM * r.warm for r in found.values())
    print(f"   at most {CLAIM:g} x HiGHS alone, warm: {within} of {len(found)} changes;")
    print(f"   the median {'keeps' if ratios[0] <= CLAIM else 'BREAKS'} it")
    warm, cold = (
        statistics.median(seconds)
        for seconds in zip(*((r.warm, r.cold) for r in found.values()), strict=True)
    )
    print(f"   medians of HiGHS alone: warm {1e3 * warm:.1f} ms, cold {1e3 * cold:.1f} ms;")
    print(f"   model built again and solved ({REBUILT} changes): {1e3 * again:.0f} ms\n")
    return Yardsticks(warm, cold, again)
