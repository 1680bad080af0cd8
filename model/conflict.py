"""When no plan exists: a smallest set of rules that clash, each with its input cell.

A rule is one input cell (or one row of figures by year) that bounds the plan. A set found is
irreducible: without any one of its rules the others would not clash. It is told with the years in
which it clashes. Demand, yields, losses and balances are physics and never let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from model.case import Case
from model.errors import Culprit, Words
from model.program import Program
from model.solve import Engine
from model.targets import SHARE_MEASURES

SETS = 4
"""Clashing sets told at most; the rest shows when these are mended."""

UNITS = {
    "hhi": ("HHI points", "ポイント"),
    "co2": ("t CO2 a year", "t CO2/年"),
    "cost": ("million USD a year", "百万USD/年"),
}

T = TypeVar("T")


@dataclass(frozen=True)
class Bounding:
    """One input cell in one year: the bounds it sets in the programme.

    ``lower`` and ``upper`` are columns, ``rows`` are rows; letting the rule go frees them.
    """

    cell: str
    words: Words
    year: int
    lower: tuple[int, ...] = ()
    upper: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()


def culprits(case: Case, program: Program) -> tuple[Culprit, ...]:
    """Clashing rules of a programme that has no solution: policy first, then what limits supply.

    As many irreducible sets as have no rule in common are found one after the other, at most
    ``SETS``; in each of them at least one rule has to give way.
    """
    engine = Engine()
    rules = list(_rules(case, program))
    found: dict[str, list[Bounding]] = {}
    for _ in range(SETS):
        left = [rule for rule in rules if rule.cell not in found]
        base = _freed(program, [rule for rule in rules if rule.cell in found])
        if found and engine.feasible(base):
            break
        for rule in _one_set(engine, base, left):
            found.setdefault(rule.cell, []).append(rule)
    order = {rule.cell: number for number, rule in enumerate(rules)}
    return tuple(
        Culprit(cell, found[cell][0].words, tuple(sorted({p.year for p in found[cell]})))
        for cell in sorted(found, key=lambda cell: -order[cell])
    )


def _one_set(engine: Engine, program: Program, rules: Sequence[Bounding]) -> list[Bounding]:
    """An irreducible clashing set of rules, in the years in which it clashes."""
    cells = list(dict.fromkeys(rule.cell for rule in rules))
    kept = set(
        _irreducible(cells, lambda free: _clashes(engine, program, rules, lambda r: r.cell in free))
    )
    left = [rule for rule in rules if rule.cell in kept]
    return _in_clashing_years(engine, program, rules, left)


def _in_clashing_years(
    engine: Engine, program: Program, rules: Sequence[Bounding], left: Sequence[Bounding]
) -> list[Bounding]:
    """The rules in the years that clash by themselves; in a smallest set if none does."""

    def clashes_alone(year: int) -> bool:
        return _clashes(engine, program, rules, lambda r: r not in left or r.year != year)

    alone = {year for year in {rule.year for rule in left} if clashes_alone(year)}
    if alone:
        return [rule for rule in left if rule.year in alone]
    others = [rule for rule in rules if rule not in left]
    return _irreducible(
        left, lambda free: _clashes(engine, program, rules, lambda r: r in others or r in free)
    )


def _irreducible(things: Sequence[T], clashes: Callable[[set[T]], bool]) -> list[T]:
    """A smallest clashing part of ``things``; ``clashes`` tells whether the rest without some does.

    Halving as in QuickXplain (Junker 2004): few questions if few things clash.
    """

    def needed(kept: list[T], tested: Sequence[T], *, changed: bool) -> list[T]:
        """Things of ``tested`` that clash together with ``kept``, none of them to spare."""
        if changed and clashes(set(things) - set(kept)):
            return []
        if len(tested) == 1:
            return list(tested)
        half = len(tested) // 2
        first, second = tested[:half], tested[half:]
        late = needed([*kept, *first], second, changed=True)
        early = needed([*kept, *late], first, changed=bool(late))
        return [*early, *late]

    return needed([], things, changed=False) if things else []


def _clashes(
    engine: Engine, program: Program, rules: Iterable[Bounding], free: Callable[[Bounding], bool]
) -> bool:
    """Whether the programme without the freed rules still has no solution."""
    return not engine.feasible(_freed(program, [rule for rule in rules if free(rule)]))


def _freed(program: Program, rules: Iterable[Bounding]) -> Program:
    """The programme without some rules."""
    lower, upper = program.lower.copy(), program.upper.copy()
    row_lower, row_upper = program.row_lower.copy(), program.row_upper.copy()
    for rule in rules:
        lower[list(rule.lower)] = 0.0
        upper[list(rule.upper)] = np.inf
        row_lower[list(rule.rows)] = -np.inf
        row_upper[list(rule.rows)] = np.inf
    return replace(program, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper)


def _rules(case: Case, program: Program) -> Iterator[Bounding]:
    """Every input cell that bounds the plan; what nature or a plant sets first, policy last."""
    yield from _supply_rules(case, program)
    yield from _conversion_rules(case, program)
    yield from _stock_rules(case, program)
    yield from _share_rules(case, program)
    yield from _limit_rules(case, program)


def _supply_rules(case: Case, program: Program) -> Iterator[Bounding]:
    yearly = {(row.supply, row.field): row for row in case.tables.supply_by_year}

    def place(s: str, field: str, t: int) -> str:
        row = yearly.get((s, field))
        if row is not None and t in row.by_year:
            planned = [row.at.cell(year) for year in case.years if year in row.by_year]
            return f"{row.at.sheet}!{planned[0]}:{planned[-1]}"
        return case.supplies[s].at.place(field)

    for (s, t), column in program.column_of.get("imports", {}).items():
        most, least = program.upper[column], program.lower[column]
        if np.isfinite(most) and case.runs(s, t):
            by_share = most < case.capacity[s, t]
            words = Words(f"{s} delivers at most {most:g} t", f"{s} の上限は {most:g} t")
            cell = place(s, "capacity_share" if by_share else "capacity", t)
            yield Bounding(cell, words, t, upper=(column,))
        if least > 0:
            words = Words(f"{s} must deliver at least {least:g} t", f"{s} の引取義務は {least:g} t")
            yield Bounding(place(s, "min_take", t), words, t, lower=(column,))


def _conversion_rules(case: Case, program: Program) -> Iterator[Bounding]:
    for (v, t), column in program.column_of.get("converted", {}).items():
        row, most = case.conversions[v], program.upper[column]
        if np.isfinite(most) and t in case.years_of(row):
            words = Words(f"{v} makes at most {most:g} t", f"{v} の能力は {most:g} t")
            yield Bounding(row.at.place("capacity"), words, t, upper=(column,))


def _stock_rules(case: Case, program: Program) -> Iterator[Bounding]:
    for (i, t), column in program.column_of["stock"].items():
        row, most = case.materials[i], program.upper[column]
        words = Words(f"stock of {i} is at most {most:g} t", f"{i} の在庫上限は {most:g} t")
        yield Bounding(row.at.place("max_stock"), words, t, upper=(column,))


def _share_rules(case: Case, program: Program) -> Iterator[Bounding]:
    for (_, c, t), number in program.row_of.get("share_limit", {}).items():
        row = case.countries[c]
        words = Words(
            f"{c} supplies at most {row.max_share:.3g} of demand",
            f"{c} のシェア上限は需要の {row.max_share:.3g}",
        )
        yield Bounding(row.at.place("max_share"), words, t, rows=(number,))


def _limit_rules(case: Case, program: Program) -> Iterator[Bounding]:
    rules = {rule.limit.limit: rule.limit for rule in case.rules}
    for (r, _, t), number in program.row_of.get("policy_limit", {}).items():
        row = rules[r]
        if row.penalty is not None:
            continue
        unit = ("of demand", "（需要比）") if row.measure in SHARE_MEASURES else UNITS[row.measure]
        about = " ".join(name for name in (row.measure, row.mineral, row.country_or_group) if name)
        most = row.sense == "max"
        words = Words(
            f"limit {r}: {about} {'at most' if most else 'at least'} {row.value:g} {unit[0]}",
            f"制約 {r}: {about} は {row.value:g} {unit[1]}{'以下' if most else '以上'}",
        )
        yield Bounding(row.at.place("value"), words, t, rows=(number,))
