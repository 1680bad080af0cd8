"""What the next steps from the plan cost, as sentences people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from model.errors import Words
from model.report.core.rows import rows
from model.results.phrases import listed
from model.workbook.aims import AIM_OF, BESIDE_COST


@dataclass(frozen=True)
class Step:
    """One step from the plan: its size, and million USD a year; ``None`` if it cannot be had."""

    size: float
    cost: float | None


def rate_sentences(rates: pd.DataFrame, only: str = "") -> list[Words]:
    """One sentence for every aim of table Rates (or ``only`` one) that has a first step."""
    found: dict[str, dict[int, Step]] = {}
    names = ("aim", "step", "from_value", "to_value", "cost_a_year", "reachable")
    for aim, step, start, end, cost, reachable in rows(rates, *names):
        had = reachable == "yes" and cost is not None and cost == cost
        found.setdefault(aim, {})[step] = Step(abs(end - start), cost if had else None)
    return [
        _sentence(aim, steps) for aim, steps in found.items() if 1 in steps and only in ("", aim)
    ]


def _sentence(aim: str, steps: Mapping[int, Step]) -> Words:
    unit, name, kept = AIM_OF[aim].counted, AIM_OF[aim].by, _kept(aim)
    first, second, back = steps[1], steps.get(2), steps.get(-1)
    size = f"{first.size:,.0f}"
    if first.cost is None:
        en = f"No plan lowers {name.en} by {size} {_one(size, unit)} with {kept.en} no higher"
        ja = f"{kept.ja}を増やさずに{name.ja}をさらに{size}{unit.ja}下げる計画はない"
    else:
        money = _money(first.cost)
        en = f"Lowering {name.en} by {size} {_one(size, unit)} costs {money} million USD a year"
        en += f" with {kept.en} no higher"
        ja = f"{kept.ja}を増やさずに{name.ja}をさらに{size}{unit.ja}下げる費用は"
        ja += f"年{money}百万USD"
        en, ja = (a + b for a, b in zip((en, ja), _after(second, unit), strict=True))
    en, ja = f"{en}.", f"{ja}。"
    return Words(en, ja) if back is None else _given_back(Words(en, ja), back, unit)


def _kept(aim: str) -> Words:
    """The other aims, which are not given up for a step."""
    others = [AIM_OF[a].by for a in BESIDE_COST if a != aim]
    return Words(listed([o.en for o in others]).en, listed([o.ja for o in others]).ja)


def _one(size: str, unit: Words) -> str:
    """``1 point``, ``100 points``."""
    return unit.en.removesuffix("s") if size == "1" else unit.en


def _after(step: Step | None, unit: Words) -> Words:
    """What the step after the next costs."""
    if step is None:
        return Words("", "")
    size = f"{step.size:,.0f}"
    if step.cost is None:
        return Words(
            f"; no plan lowers it by {size} more", f"、その次の{size}{unit.ja}は達成できない"
        )
    money = _money(step.cost)
    return Words(f"; the next {size} cost {money}", f"、その次の{size}{unit.ja}は{money}")


def _given_back(said: Words, step: Step, unit: Words) -> Words:
    if step.cost is None:
        return said
    size, money = f"{step.size:,.0f}", _money(-step.cost)
    return Words(
        f"{said.en} Giving back {size} saves {money} million USD a year.",
        f"{said.ja}{size}{unit.ja}戻すと年{money}百万USDの節約になる。",
    )


def _money(cost: float) -> str:
    """``3.1``, ``0.04``, ``1,250``."""
    if abs(cost) >= 1000:
        return f"{cost:z,.0f}"
    return f"{cost:z.1f}" if abs(cost) >= 1 else f"{cost:z.2f}"
