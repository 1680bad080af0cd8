"""Demand that cannot be met, whatever is planned: known from the figures without solving.

A material gets, at most, what its options can deliver, what conversions can make of other
materials, and what is left in its store. Demand served at once and all the rest stored leaves the
least unmet; what is unmet then, no plan can meet. Limits can only take away from that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Set
from dataclasses import dataclass

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.telling import odd
from model.tolerances.figures import LEAST_SHORTAGE
from model.workbook.layout import Conversion
from model.workbook.wording import NOTHING, amount

TIMES = 100.0
"""Demand so many times what can be had is taken for another unit."""
LISTED = 5
"""Years named at most."""


@dataclass(frozen=True)
class Gap:
    """What is short in a year, and the most that could be had in it, t."""

    year: int
    short: float
    most: float


def demand_beyond_supply(case: Case) -> Iterator[InputWarning]:
    """Materials that cannot be had, then minerals whose materials cannot be had all together."""
    rows = {row.material: row for row in case.tables.demand}
    short = set()
    for i in case.materials:
        found = gaps(case, {i})
        if found:
            short.add(case.materials[i].mineral)
            year = found[0].year
            yield odd(rows[i], year, case.demand[i, year], _short(i, i, found))
    for k in case.minerals:
        together = {i for i, row in case.materials.items() if row.mineral == k}
        found = gaps(case, together) if k not in short and len(together) > 1 else []
        if found:
            year = found[0].year
            first = max(together, key=lambda i: (case.demand[i, year], i))
            names = ", ".join(sorted(together))
            why = _short(names, "・".join(sorted(together)), found)
            yield odd(rows[first], year, case.demand[first, year], why)


def gaps(case: Case, together: Set[str]) -> list[Gap]:
    """Years in which materials that share all they have cannot be had in full, and by how much."""
    rows = [case.materials[i] for i in together]
    store, loss = sum(r.max_stock for r in rows), min(r.storage_loss for r in rows)
    left, found = sum(r.initial_stock for r in rows), []
    for t in case.years:
        needed = sum(case.demand[i, t] for i in together)
        most = left * (1 - loss) + _delivered(case, together, t) + _made(case, together, t)
        if needed - most > LEAST_SHORTAGE * max(1.0, needed):
            found.append(Gap(t, needed - most, most))
        left = min(store, max(0.0, most - needed))
    return found


def _delivered(case: Case, together: Set[str], year: int) -> float:
    """The most that options of these materials deliver in a year, t."""
    return sum(case.most(s, year) for s, row in case.supplies.items() if row.material in together)


def _made(case: Case, together: Set[str], year: int) -> float:
    """The most that conversions make of other materials in a year, t."""
    return sum(
        min(
            math.inf if (most := case.most_converted(v, year)) is None else most,
            row.yield_ * _feed(case, row, year),
        )
        for v, row in case.conversions.items()
        if row.to_material in together and row.from_material not in together
    )


def _feed(case: Case, row: Conversion, year: int) -> float:
    """The most that can be had of what a conversion uses up, t; no bound if it is made itself."""
    i = row.from_material
    if any(other.to_material == i for other in case.conversions.values()):
        return math.inf
    material = case.materials[i]
    stored = max(material.initial_stock, material.max_stock)
    return stored + _delivered(case, {i}, year)


def _short(name_en: str, name_ja: str, found: list[Gap]) -> Words:
    first = found[0]
    listed = ", ".join(f"{amount(gap.short)} t ({gap.year})" for gap in found[:LISTED])
    more = ", ..." if len(found) > LISTED else ""
    most = amount(first.most) if first.most > 0 else "0"
    far = first.short > TIMES * first.most > 0
    hint = Words(" kg instead of t?", "t に対し kg の値ではありませんか。") if far else NOTHING
    return Words(
        f"options, conversions and stock give at most {most} t of {name_en} in {first.year},"
        f" whatever is planned. Short by at least {listed}{more}.{hint.en}",
        f"{first.year}年に確保できる {name_ja} は、供給元・転換・在庫を合わせて最大 {most} t です。"
        f"少なくとも {listed}{more} 不足します。{hint.ja}",
    )
