"""The answers of table Scenarios, and the worst scenario for the plan held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from model.analysis.findings import HELD, NO_PLAN, REPLANNED, UNSOLVED
from model.errors import Words
from model.explain.explanations import Parts
from model.report.core.rows import rows
from model.results.phrases import tonnes
from model.results.reasons.parts import NAMES, NOTHING, apart, none
from model.workbook.aims import BESIDE_COST, COST, SHORTAGE
from model.workbook.layout import BASE, EXPECTED

LEAST_SAVED = 0.05
"""Million USD below this are shown as none."""
LEAST_TONNES = 0.05
"""Tonnes below this are shown as none."""


@dataclass(frozen=True)
class World:
    """One answer to one scenario; figures are ``None`` where there is no plan."""

    scenario: str
    answer: str
    label: str
    name: Words
    status: str
    cost: float | None
    change: float | None
    shortage: float | None
    concentration: float | None = None
    co2: float | None = None
    spending: float | None = None
    reserve: float | None = None


def worlds(scenarios: pd.DataFrame) -> list[World]:
    """The rows of table Scenarios."""
    names = ("scenario", "answer", "label", "name_en", "name_ja", "status")
    figures = (COST, "cost_change", SHORTAGE, *BESIDE_COST, "spending", "reserve_gap")
    return [
        World(scenario, answer, label, Words(en, ja), status, *map(_known, numbers))
        for scenario, answer, label, en, ja, status, *numbers in rows(scenarios, *names, *figures)
    ]


def _known(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)


def worst_held(found: Sequence[World]) -> World | None:
    """The scenario that costs most if the plan is held, if any has an answer."""
    held = [w for w in found if w.answer == HELD and w.scenario != EXPECTED and w.cost is not None]
    return max(held, key=lambda w: w.cost or 0.0, default=None)


def replanned(found: Sequence[World], scenario: str) -> World | None:
    """The answer to a scenario that is planned anew."""
    return next((w for w in found if w.scenario == scenario and w.answer == REPLANNED), None)


def worst_sentence(scenarios: pd.DataFrame, shortage: pd.DataFrame | None = None) -> Words:
    """Which scenario hurts most if the plan is held, and what knowing would change.

    ``shortage`` is table ScenarioShortage: with it the shortage is reported by mineral.
    """
    found = worlds(scenarios)
    worst = worst_held(found)
    if worst is not None:
        base = next((w for w in found if w.scenario == BASE), None)
        anew = replanned(found, worst.scenario)
        said = _hurts_most(worst, _missing(worst, shortage), base, anew)
    elif any(w.scenario not in (BASE, EXPECTED) for w in found):
        said = Words("", "")
    else:
        said = Words("No scenario is active.", "有効なシナリオはない。")
    parts = [said, _without(found, NO_PLAN, NONE), _without(found, UNSOLVED, NOT_SOLVED)]
    return Words(" ".join(part.en for part in parts if part.en), "".join(part.ja for part in parts))


NONE = Words("No plan exists in", "計画が成立しない場合")
NOT_SOLVED = Words(
    "Left out, since the solver could not finish (which says nothing about the plan)",
    "求解できず含まれていない場合（計画の可否は不明）",
)


def _without(found: Sequence[World], status: str, said: Words) -> Words:
    """The scenarios an answer to which has a status, named after the words."""
    names = dict.fromkeys(w.name for w in found if w.status == status and w.scenario != EXPECTED)
    if not names:
        return Words("", "")
    return Words(
        f"{said.en}: {', '.join(name.en for name in names)}.",
        f"{said.ja}: {'、'.join(name.ja for name in names)}。",
    )


def _missing(worst: World, shortage: pd.DataFrame | None) -> str:
    """Tonnes short by mineral, or in all."""
    if shortage is None or shortage.empty:
        short = worst.shortage or 0.0
        return tonnes(short) if short > LEAST_TONNES else ""
    mine = shortage[shortage.label == worst.label].groupby("mineral", sort=False).shortage.sum()
    return ", ".join(f"{k} {tonnes(t)}" for k, t in mine.items() if t > LEAST_TONNES)


def _hurts_most(worst: World, missing: str, base: World | None, anew: World | None) -> Words:
    change = worst.change or 0.0
    if change < LEAST_SAVED and not missing:
        return Words(
            "The plan costs no more in any scenario if it is held.",
            "計画を維持しても、どのシナリオでも費用は増えない。",
        )
    short = Words(f" The shortage is {missing}.", f"不足は{missing}。") if missing else NOTHING
    said = Words("", "") if base is None else _against(worst, base)
    said = Words(
        f"The worst scenario for this plan is '{worst.name.en}'. If the plan is held there,"
        f" {said.en}{short.en}",
        f"最悪のシナリオ「{worst.name.ja}」で計画を維持すると、{said.ja}{short.ja}",
    )
    if anew is None or anew.cost is None:
        return said
    if _same(anew, worst):
        return Words(
            f"{said.en} With perfect information, the best plan is no better.",
            f"{said.ja}完全情報があっても結果は同じ。",
        )
    change_ = _against(anew, worst)
    return Words(
        f"{said.en} With perfect information instead, {change_.en}",
        f"{said.ja}完全情報があれば、これより{change_.ja}",
    )


def _against(world: World, other: World) -> Words:
    """What one answer has more than another: the parts, and last the cost with all losses."""
    change, cost = _parts(world, other), (world.cost or 0.0) - (other.cost or 0.0)
    total = Words("cost with losses and penalties", "損失込みの費用"), cost
    shown = None if abs(cost - change.cash) < LEAST_SAVED else total
    said = apart(change, shown, stays=NAMES)
    return Words(f"{said.change.en}.{said.stays.en}", f"{said.change.ja}。{said.stays.ja}")


def _parts(world: World, other: World) -> Parts:
    """Cash, HHI, CO2, shortage and reserve of one answer less those of another."""
    pairs = zip(_figures(world), _figures(other), strict=True)
    return Parts(*((mine or 0.0) - (its or 0.0) for mine, its in pairs))


def _figures(world: World) -> tuple[float | None, ...]:
    return (world.spending, world.concentration, world.co2, world.shortage, world.reserve)


def _same(world: World, other: World) -> bool:
    """Whether two answers are shown alike."""
    change = (world.cost or 0.0) - (other.cost or 0.0)
    return none(_parts(world, other)) and abs(change) < LEAST_SAVED
