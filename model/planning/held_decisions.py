"""The decisions of a plan that cannot be taken back, and programmes bound to them.

Contracts are signed and stores are filled before it is known what happens; spot purchases,
conversions and shortages adapt. Every answer "with the plan held" binds its programme here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from model.case import Case
from model.lp.program import Floats, Program

Tonnes = Mapping[tuple[str, float], float]


@dataclass(frozen=True)
class Decisions:
    """What a plan buys and what it has in store at the end of each period, t."""

    imports: Tonnes
    stock: Tonnes


def decisions(program: Program, x: Floats) -> Decisions:
    """The decisions of a plan, a point of shape (columns,) of a programme."""
    columns = program.column_of
    return Decisions(
        imports={index: float(x[c]) for index, c in columns.get("imports", {}).items()},
        stock={index: float(x[c]) for index, c in columns.get("stock", {}).items()},
    )


def contracts_held(program: Program, case: Case, plan: Decisions) -> Program:
    """Contracts deliver what was planned, as far as the capacities of the programme allow.

    Stock may be drawn, but not raised above the plan's. Spot purchases are free: what they bring is
    decided when it is known what happens.
    """
    lower, upper = program.lower.copy(), program.upper.copy()
    for key, column in program.column_of.get("imports", {}).items():
        if case.supplies[key[0]].commitment == "contract":
            tonnes = max(min(plan.imports[key], upper[column]), lower[column])
            lower[column] = upper[column] = tonnes
    for key, column in program.column_of.get("stock", {}).items():
        upper[column] = min(upper[column], max(0.0, plan.stock[key]))
    return replace(program, lower=lower, upper=upper)


def purchases_held(program: Program, case: Case, plan: Decisions) -> Program:
    """Contracts deliver exactly what was planned, and spot purchases at least that.

    Stock is at most the plan's. For a stop within the year: what was bought is on its way, and
    capacities are those of the plan, so that it fits; more may be bought on the spot.
    """
    lower, upper = program.lower.copy(), program.upper.copy()
    for key, column in program.column_of["imports"].items():
        bought = plan.imports[key]
        contract = case.supplies[key[0]].commitment == "contract"
        lower[column] = bought
        upper[column] = bought if contract else max(upper[column], bought)
    for key, column in program.column_of["stock"].items():
        upper[column] = plan.stock[key]
    return replace(program, lower=lower, upper=upper)
