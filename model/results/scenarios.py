"""Tables of the scenarios: both answers beside the base, and what every candidate plan amounts
to.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pandas as pd

from model.analysis.findings import (
    CHOSEN,
    HELD,
    INCOMPLETE,
    NO_PLAN,
    NOTHING,
    REPLANNED,
    SOLVED,
    UNSOLVED,
    Findings,
    Outcome,
)
from model.case import HHI, Case
from model.errors import Words
from model.planning.solution import Solution
from model.results import one_scale
from model.results.tradeoff import ROLES
from model.tolerances.shown import GRAM
from model.workbook.aims import AIM_OF, BESIDE_COST, COST, SHORTAGE
from model.workbook.layout import BASE, EXPECTED, Scenario

NAMES = {BASE: Words("Base case", "基本ケース"), EXPECTED: Words("Expected value", "期待値")}
CHANGES = (*AIM_OF, SHORTAGE)
FIGURES = (*CHANGES, "spending", "reserve_gap")
CANDIDATES = {
    **{aim: ROLES[aim] for aim in AIM_OF},
    CHOSEN: ROLES[CHOSEN],
}


@dataclass(frozen=True)
class _Answer:
    """One answer in one scenario, the base plan among them."""

    name: str
    names: Words
    answer: str
    probability: float
    case: Case
    solution: Solution | None
    status: str = SOLVED
    note: Words = NOTHING

    @property
    def label(self) -> str:
        """What it is called where it is picked."""
        return label(self.name, self.answer)

    @property
    def key(self) -> tuple[str, str, str]:
        """Scenario, answer and label: the first columns of its rows."""
        return self.name, self.answer, self.label


def label(name: str, answer: str) -> str:
    """What an answer is called where it is picked."""
    return name if name == BASE else f"{name}: {answer}"


def scenario_tables(case: Case, solution: Solution, findings: Findings) -> dict[str, pd.DataFrame]:
    """Scenarios, Regret, ScenarioShortage, ScenarioMix and ScenarioHHI."""
    likely = 1 - sum(o.scenario.probability for o in findings.outcomes if o.answer == HELD)
    base = _Answer(BASE, NAMES[BASE], "plan", max(0.0, likely), case, solution)
    answers = [
        base,
        *(
            _Answer(
                o.scenario.scenario,
                _names(o.scenario),
                o.answer,
                o.scenario.probability,
                o.case,
                o.solution,
                o.status,
                _note(case, solution, o),
            )
            for o in findings.outcomes
        ),
    ]
    solved = [(a, a.solution) for a in answers if a.solution is not None]
    return {
        "Scenarios": _scenarios(answers),
        "Regret": _regret(case, findings, base.probability),
        "ScenarioShortage": _shortage(solved),
        "ScenarioMix": _mix(solved, solution),
        "ScenarioHHI": _by_mineral(solved),
    }


def _note(case: Case, solution: Solution, outcome: Outcome) -> Words:
    """What has to be said of an answer: its own note, or that untouched minerals move."""
    if outcome.note.en or outcome.answer != REPLANNED:
        return outcome.note
    return one_scale.note(case, solution, outcome.case, outcome.solution)


def _names(scenario: Scenario) -> Words:
    name = scenario.scenario
    return Words(scenario.name_en or name, scenario.name_ja or scenario.name_en or name)


def _figures(case: Case, solution: Solution) -> dict[str, float]:
    """What is compared: the aims, shortage and gap in tonnes, spending as present value."""
    spent = sum(case.discount(t) * value for (_, t), value in solution["spending"].items())
    return {
        **{aim: solution.aims[aim] for aim in AIM_OF},
        SHORTAGE: sum(solution["shortage"].values()),
        "spending": spent,
        "reserve_gap": sum(solution["reserve_gap"].values()),
    }


def _scenarios(answers: Sequence[_Answer]) -> pd.DataFrame:
    blank = dict.fromkeys(FIGURES, math.nan)
    found = [(a, blank if a.solution is None else _figures(a.case, a.solution)) for a in answers]
    rows = [_row(a, figures, found[0][1]) for a, figures in found]
    rows += _expected(found)
    columns = [
        *("scenario", "answer", "name_en", "name_ja", "status", "note", "note_ja", "probability"),
        *CHANGES,
        *(f"{figure}_change" for figure in CHANGES),
        *("spending", "reserve_gap", "label"),
    ]
    return pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=columns)


def _row(a: _Answer, figures: Mapping[str, float], base: Mapping[str, float]) -> dict[str, Any]:
    return {
        "scenario": a.name,
        "answer": a.answer,
        "label": a.label,
        "name_en": a.names.en,
        "name_ja": a.names.ja,
        "probability": a.probability,
        "status": a.status,
        "note": a.note.en,
        "note_ja": a.note.ja,
        **figures,
        **{f"{figure}_change": figures[figure] - base[figure] for figure in CHANGES},
    }


def _expected(found: Sequence[tuple[_Answer, Mapping[str, float]]]) -> Iterator[dict[str, Any]]:
    """Means over the scenarios and the base, by probability; blank if one has no plan.

    What could not be solved is left out, and said to be: the others then count for all of it.
    """
    (base, at_base), *others = found
    if not any(a.probability > 0 for a, _ in others):
        return
    for answer in (REPLANNED, HELD):
        mine = [(a, f) for a, f in others if a.answer == answer and a.probability > 0]
        left_out = [a for a, _ in mine if a.status == UNSOLVED]
        counted = [(base, at_base), *((a, f) for a, f in mine if a.status != UNSOLVED)]
        whole = sum(a.probability for a, _ in counted)
        mean = {
            name: sum(a.probability * f[name] for a, f in counted) / whole
            if whole > 0
            else math.nan
            for name in FIGURES
        }
        yield _row(_mean_of(base.case, answer, counted, left_out), mean, at_base)


def _mean_of(
    case: Case, answer: str, counted: Sequence[tuple[_Answer, Any]], left_out: Sequence[_Answer]
) -> _Answer:
    """The row of an expected value: its probability, its status, and what it is without."""
    row = _Answer(EXPECTED, NAMES[EXPECTED], answer, 1.0, case, None)
    none = [a for a, _ in counted if a.status == NO_PLAN]
    if none:
        note = Words(
            f"No mean: no plan exists in {_listed(none).en}.",
            f"平均なし: 計画が成立しない: {_listed(none).ja}",
        )
        return replace(row, status=NO_PLAN, note=note)
    if not left_out:
        return row
    missing = sum(a.probability for a in left_out)
    note = Words(
        f"Without {_listed(left_out).en}, which could not be solved: probability {missing:.0%} is"
        f" left out and the rest counts as 100 %.",
        f"求解できなかった{_listed(left_out).ja}（確率{missing:.0%}）を除き、残りを100 %とした値。",
    )
    return replace(row, probability=1 - missing, status=INCOMPLETE, note=note)


def _listed(answers: Sequence[_Answer]) -> Words:
    return Words(
        ", ".join(a.names.en for a in answers), "、".join(f"「{a.names.ja}」" for a in answers)
    )


Solved = Sequence[tuple[_Answer, Solution]]


def _shortage(solved: Solved) -> pd.DataFrame:
    """Shortage and reserve gap of every answer by year and material."""
    rows = []
    for a, solution in solved:
        for t, (i, row) in product(a.case.years, a.case.materials.items()):
            short, demand = solution["shortage"][i, t], a.case.demand[i, t]
            days = 365 * short / demand if demand else 0.0
            gap = solution["reserve_gap"][i, t]
            rows.append((*a.key, t, row.mineral, i, short, days, gap))
    columns = [
        *("scenario", "answer", "label", "year", "mineral", "material"),
        *("shortage", "shortage_days", "reserve_gap"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _mix(solved: Solved, base: Solution) -> pd.DataFrame:
    """Tonnes of every answer by year, mineral and shipping country, beside the base plan's."""
    planned = base["shipped_tonnes"]
    rows = [
        (*a.key, t, k, c, tonnes, planned.get((k, c, t), 0.0))
        for a, solution in solved
        for (k, c, t), tonnes in solution["shipped_tonnes"].items()
        if tonnes > GRAM or planned.get((k, c, t), 0.0) > GRAM
    ]
    columns = [
        *("scenario", "answer", "label", "year", "mineral", "country", "tonnes", "base_tonnes"),
    ]
    table = pd.DataFrame(rows, columns=columns)
    table["change"] = table["tonnes"] - table["base_tonnes"]
    return table


def _by_mineral(solved: Solved) -> pd.DataFrame:
    """Mean HHI on the chosen basis, CO2 and spending of every answer by mineral."""
    rows = []
    for a, solution in solved:
        for k in a.case.minerals:
            rows.append((*a.key, k, _hhi(a.case, solution, k), *_own(a.case, solution, k)))
    columns = ["scenario", "answer", "label", "mineral", *BESIDE_COST, "spending"]
    return pd.DataFrame(rows, columns=columns)


def _hhi(case: Case, solution: Solution, mineral: str) -> float:
    """Exact mean HHI of a mineral over the years it is needed."""
    basis = case.settings.concentration_basis
    needed = [t for t in case.years if case.mineral_demand[mineral, t] > 0]
    total = 0.0
    for (k, c, t), tonnes in solution[f"{basis}_tonnes"].items():
        if k == mineral and c != case.home and t in needed:
            total += HHI * case.risk(c) * (tonnes / case.mineral_demand[k, t]) ** 2
    return total / len(needed) if needed else 0.0


def _own(case: Case, solution: Solution, mineral: str) -> tuple[float, float]:
    """CO2 (kt) and spending (present value) of a mineral."""
    co2 = sum(v for (s, _), v in solution["supply_co2"].items() if case.mineral_of(s) == mineral)
    for (v, _), value in solution["conversion_co2"].items():
        if case.materials[case.conversions[v].to_material].mineral == mineral:
            co2 += value
    spent = sum(case.discount(t) * v for (k, t), v in solution["spending"].items() if k == mineral)
    return co2 / 1000, spent


def _regret(case: Case, findings: Findings, likely: float) -> pd.DataFrame:
    """What every candidate plan costs in every scenario, beside the best of them there."""
    best: dict[str, float] = {}
    for v in findings.verdicts:
        name = v.scenario.scenario if v.scenario else BASE
        if v.cost is not None:
            best[name] = min(best.get(name, math.inf), v.cost)
    rows = []
    for v in findings.verdicts:
        name, words = (
            (v.scenario.scenario, _names(v.scenario)) if v.scenario else (BASE, NAMES[BASE])
        )
        cost = math.nan if v.cost is None else v.cost
        least = best.get(name, math.nan)
        short = math.nan if v.shortage is None else v.shortage
        chance = v.scenario.probability if v.scenario else likely
        plan = CANDIDATES[v.candidate]
        rows.append(
            (
                *(name, v.candidate, cost, least, cost - least, short, chance),
                *(plan.en, plan.ja, *words, v.status),
            )
        )
    columns = [
        *("scenario", "plan", COST, "best", "regret", SHORTAGE, "probability"),
        *("plan_en", "plan_ja", "name_en", "name_ja", "status"),
    ]
    return pd.DataFrame(rows, columns=columns)
