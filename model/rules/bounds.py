"""Where the rules of a programme are, and the programme with rules moved or let go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from model.case import Case
from model.errors import Words
from model.lp.program import Floats, Program
from model.rules.constraints import (
    CAPACITY,
    CAPACITY_SHARE,
    CLOSING_STOCK,
    CONVERSION,
    LIMIT,
    MAX_SHARE,
    MAX_STOCK,
    MIN_TAKE,
    STOCK_TARGET,
    TONNES,
    Bounding,
    Name,
    limit_words,
)
from model.rules.names import known, material_words, option_words
from model.tolerances.figures import SPARE
from model.workbook.layout import Limit
from model.workbook.measures import MEASURES, SHARE
from model.workbook.selectors import Target
from model.workbook.wording import figure


def boundings(case: Case, program: Program) -> Iterator[Bounding]:
    """Every input cell that bounds the plan; what nature or a plant sets first, policy last."""
    yield from _supplies(case, program)
    yield from _conversions(case, program)
    yield from _stores(case, program)
    yield from _reserves(case, program)
    yield from _countries(case, program)
    yield from _limits(case, program)


def moved(program: Program, moves: Iterable[tuple[Bounding, float]]) -> Program:
    """The programme with rules moved by so much, in the unit of their cells; inf lets one go.

    A cell that moves no bound, such as a share of a demand that is 0, changes nothing.
    """
    lower, upper = program.lower.copy(), program.upper.copy()
    row_lower, row_upper = program.row_lower.copy(), program.row_upper.copy()
    for rule, by in moves:
        change = rule.factor * by if rule.factor else 0.0
        for name, index in rule.lower:
            column = program.column_of[name][index]
            lower[column] = max(0.0, lower[column] + change)
        for name, index in rule.upper:
            column = program.column_of[name][index]
            upper[column] = max(0.0, upper[column] + change)
        for name, index in rule.rows:
            row = program.row_of[name][index]
            side = row_upper if np.isfinite(row_upper[row]) else row_lower
            side[row] += change if (side is row_upper) == rule.ceiling else -change
    return replace(program, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper)


def freed(program: Program, rules: Iterable[Bounding]) -> Program:
    """The programme without some rules."""
    return moved(
        program,
        [(rule, math.inf if rule.ceiling else rule.least - rule.value) for rule in rules],
    )


def idle(program: Program, rules: Iterable[Bounding], x: Floats) -> bool:
    """Whether no bound of some rules holds a point: without them it stays the same."""
    columns = [program.column_of[n][i] for rule in rules for n, i in (*rule.lower, *rule.upper)]
    rows = [program.row_of[n][i] for rule in rules for n, i in rule.rows]
    flows = np.array([sum(v * x[c] for c, v in program.matrix.row(row).items()) for row in rows])
    return _inside(x[columns], program.lower[columns], program.upper[columns]) and _inside(
        flows, program.row_lower[rows], program.row_upper[rows]
    )


def _inside(values: Floats, low: Floats, high: Floats) -> bool:
    """Whether values are inside their bounds, by more than rounding."""
    room = SPARE * np.maximum(1.0, np.abs(values))
    return bool(((values > low + room) & (values < high - room)).all())


def price(program: Program, rule: Bounding, y: Floats, d: Floats) -> float:
    """What one unit more of a rule's cell adds to the objective, from duals and reduced costs."""
    total = 0.0
    for name, index in rule.lower:
        total += max(0.0, d[program.column_of[name][index]])
    for name, index in rule.upper:
        total += min(0.0, d[program.column_of[name][index]])
    for name, index in rule.rows:
        row = program.row_of[name][index]
        above = np.isfinite(program.row_upper[row])
        total += y[row] if above == rule.ceiling else -y[row]
    return float(rule.factor * total)


def _supplies(case: Case, program: Program) -> Iterator[Bounding]:
    yearly = {(row.supply, row.field): row for row in case.tables.supply_by_year}

    def place(s: str, field: str, t: int) -> tuple[str, str]:
        """The cell that holds a figure in a year, and the run of cells if years differ."""
        row = yearly.get((s, field))
        if row is None or t not in row.by_year:
            return case.supplies[s].at.place(field), ""
        planned = [row.at.cell(year) for year in case.years if year in row.by_year]
        return f"{row.at.sheet}!{row.at.cell(t)}", f"{row.at.sheet}!{planned[0]}:{planned[-1]}"

    for (s, t), column in program.column_of.get("imports", {}).items():
        most, least = program.upper[column], program.lower[column]
        name: Name = ("imports", (s, t))
        who = option_words(case, s)
        part = case.part_run(s, t)
        if np.isfinite(most) and part:
            words = Words(
                f"{who.en} delivers at most {figure(most)} t",
                f"{who.ja}の上限は {figure(most)} t",
            )
            share, demand = case.capacity_share[s, t], case.demand[case.supplies[s].material, t]
            if most < part * case.capacity[s, t]:
                cell, _ = place(s, CAPACITY_SHARE, t)
                other = case.capacity[s, t] / demand if demand > 0 else math.inf
                yield Bounding(
                    CAPACITY_SHARE, s, t, cell, share, SHARE, words, part * demand, upper=(name,),
                    most=other,
                )  # fmt: skip
            else:
                cell, row = place(s, CAPACITY, t)
                other = share if math.isinf(share) else share * demand
                yield Bounding(
                    CAPACITY, s, t, cell, most / part, TONNES, words, part, upper=(name,), row=row,
                    most=other,
                )  # fmt: skip
        if least > 0:
            words = Words(
                f"{who.en} must deliver at least {figure(least)} t",
                f"{who.ja}の引取義務は {figure(least)} t",
            )
            cell, row = place(s, MIN_TAKE, t)
            yield Bounding(
                MIN_TAKE, s, t, cell, least, TONNES, words, ceiling=False, lower=(name,), row=row
            )


def _conversions(case: Case, program: Program) -> Iterator[Bounding]:
    for (v, t), column in program.column_of.get("converted", {}).items():
        row, most = case.conversions[v], program.upper[column]
        part = case.parts_within(row).get(t, 0.0)
        if np.isfinite(most) and part:
            who = option_words(case, v)
            words = Words(
                f"{who.en} makes at most {figure(most)} t", f"{who.ja}の能力は {figure(most)} t"
            )
            cell = row.at.place("capacity")
            yield Bounding(
                CONVERSION, v, t, cell, most / part, TONNES, words, part,
                upper=(("converted", (v, t)),),
            )  # fmt: skip


def _stores(case: Case, program: Program) -> Iterator[Bounding]:
    for (i, t), column in program.column_of.get("stock", {}).items():
        row, most = case.materials[i], program.upper[column]
        what = material_words(case, i)
        words = Words(
            f"the stock of {what.en} is at most {figure(most)} t",
            f"{what.ja}の在庫上限は {figure(most)} t",
        )
        cell = row.at.place("max_stock")
        yield Bounding(MAX_STOCK, i, t, cell, most, TONNES, words, upper=(("stock", (i, t)),))


def _reserves(case: Case, program: Program) -> Iterator[Bounding]:
    """Reserves asked for. They give way to demand, so they clash with nothing."""
    for i, t in program.row_of.get("stock_target", {}):
        row, asked = case.materials[i], case.stock_target(i, t)
        if asked <= 0:
            continue
        days = case.stock_target_days[i, t]
        by_days = days / 365 * case.demand[i, t] >= asked
        field = "stock_target_days" if by_days else "initial_stock"
        what = material_words(case, i)
        kept = Words("reserve of", "備蓄") if by_days else Words("closing stock of", "期末在庫")
        words = Words(
            f"the {kept.en} {what.en} is at least {figure(asked)} t",
            f"{what.ja}の{kept.ja}は {figure(asked)} t 以上",
        )
        yield Bounding(
            STOCK_TARGET if by_days else CLOSING_STOCK,
            i,
            t,
            row.at.place(field),
            days if by_days else asked,
            "days of demand" if by_days else TONNES,
            words,
            case.demand[i, t] / 365 if by_days else 1.0,
            ceiling=False,
            upper=(("reserve_gap", (i, t)),),
            rows=(("stock_target", (i, t)),),
            hard=False,
            least=_opening(case, i, t) if by_days else -math.inf,
        )


def _opening(case: Case, i: str, t: int) -> float:
    """Days of demand in the opening stock, which the last year has to leave anyhow."""
    if t != case.years[-1] or case.demand[i, t] <= 0:
        return -math.inf
    return case.materials[i].initial_stock / case.demand[i, t] * 365


def _countries(case: Case, program: Program) -> Iterator[Bounding]:
    for k, c, t in program.row_of.get("share_limit", {}):
        row, land = case.countries[c], known(case, c)
        words = Words(
            f"{land.en} supplies at most {row.max_share:.3g} of demand",
            f"{land.ja}のシェア上限は需要の {row.max_share:.3g}",
        )
        yield Bounding(
            MAX_SHARE,
            c,
            t,
            row.at.place("max_share"),
            row.max_share,
            SHARE,
            words,
            case.mineral_demand[k, t],
            rows=(("share_limit", (k, c, t)),),
            about=k,
        )


def _limits(case: Case, program: Program) -> Iterator[Bounding]:
    rules = {rule.limit.limit: rule for rule in case.rules}
    for r, n, t in program.row_of.get("policy_limit", {}):
        row, target = rules[r].limit, rules[r].targets[n]
        measure = MEASURES[row.measure]
        yield Bounding(
            LIMIT,
            r,
            t,
            row.at.place("value"),
            row.value,
            measure.column,
            limit_words(case, row),
            case.mineral_demand[target.minerals[0], t] if measure.of_demand else 1.0,
            ceiling=row.sense == "max",
            rows=(("policy_limit", (r, n, t)),),
            about=_about(case, row, target),
            hard=row.penalty is None,
        )


def _about(case: Case, row: Limit, target: Target) -> str:
    """Mineral and country of one target, where the row stands for several."""
    parts = [] if row.mineral or len(target.minerals) > 1 else list(target.minerals)
    if not row.country_or_group and target.countries is not None:
        parts += [c for c in case.countries if c in target.countries]
    return " ".join(parts)
