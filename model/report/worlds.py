"""The worlds of table Scenarios, and which of them hurts most if the plan is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from model.errors import Words
from model.findings import BASE, EXPECTED, HELD, NO_PLAN, REPLANNED, UNSOLVED
from model.report.rows import rows
from model.report.words import amount
from model.results.phrases import signed

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


def worlds(scenarios: pd.DataFrame) -> list[World]:
    """The rows of table Scenarios."""
    names = ("scenario", "answer", "label", "name_en", "name_ja", "status")
    figures = ("cost", "cost_change", "shortage", "concentration", "co2")
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

    ``shortage`` is table ScenarioShortage: with it the shortage is told by mineral.
    """
    found = worlds(scenarios)
    worst = worst_held(found)
    if worst is not None:
        told = _hurts_most(worst, _missing(worst, shortage), replanned(found, worst.scenario))
    elif any(w.scenario not in (BASE, EXPECTED) for w in found):
        told = Words("", "")
    else:
        told = Words("No scenario is active.", "有効なシナリオはない。")
    parts = [told, _without(found, NO_PLAN, NONE), _without(found, UNSOLVED, NOT_SOLVED)]
    return Words(" ".join(part.en for part in parts if part.en), "".join(part.ja for part in parts))


NONE = Words("No plan exists in", "計画が成立しない場合")
NOT_SOLVED = Words(
    "Left out, since the solver could not finish (which says nothing about the plan)",
    "求解できず含まれていない場合（計画の可否は不明）",
)


def _without(found: Sequence[World], status: str, told: Words) -> Words:
    """The scenarios an answer to which has a status, named after the words."""
    names = dict.fromkeys(w.name for w in found if w.status == status and w.scenario != EXPECTED)
    if not names:
        return Words("", "")
    return Words(
        f"{told.en}: {', '.join(name.en for name in names)}.",
        f"{told.ja}: {'、'.join(name.ja for name in names)}。",
    )


def _missing(worst: World, shortage: pd.DataFrame | None) -> str:
    """Tonnes short by mineral, or in all."""
    if shortage is None or shortage.empty:
        short = worst.shortage or 0.0
        return f"{amount(short)} t" if short > LEAST_TONNES else ""
    mine = shortage[shortage.label == worst.label].groupby("mineral", sort=False).shortage.sum()
    return ", ".join(f"{k} {amount(t)} t" for k, t in mine.items() if t > LEAST_TONNES)


def _hurts_most(worst: World, missing: str, anew: World | None) -> Words:
    cost, change = worst.cost or 0.0, worst.change or 0.0
    if change < LEAST_SAVED and not missing:
        return Words(
            "Held as it is, the plan costs no more in any scenario.",
            "計画を変えなくても、どのシナリオでも費用は増えない。",
        )
    short = Words(f", {missing} short", f"、不足 {missing}") if missing else Words("", "")
    told = Words(
        f"Held as it is, the plan suffers most from: {worst.name.en}"
        f" ({signed(change, 1)} million USD, shortage costs included{short.en}).",
        f"計画を変えない場合、影響が最大なのは「{worst.name.ja}」"
        f"（不足の損失を含め{signed(change, 1)}百万USD{short.ja}）。",
    )
    if anew is None or anew.cost is None:
        return told
    saved = cost - anew.cost
    hhi = (anew.concentration or 0.0) - (worst.concentration or 0.0)
    co2 = (anew.co2 or 0.0) - (worst.co2 or 0.0)
    if saved < LEAST_SAVED or hhi > 1 or co2 > 1:
        money, points, carbon = signed(-saved, 1), signed(hhi), signed(co2)
        return Words(
            f"{told.en} Planned anew for it: {money} million USD, HHI {points},"
            f" CO2 {carbon} kt against that.",
            f"{told.ja}事前に分かって立て直す場合との差: {money}百万USD、HHI {points}、"
            f"CO2 {carbon} kt。",
        )
    return Words(
        f"{told.en} Known in advance it costs {saved:,.1f} million USD less:"
        " the price of not knowing.",
        f"{told.ja}事前に分かれば{saved:,.1f}百万USD少なく済む（知らないことの代償）。",
    )
