"""The input cells that bound a plan: what each says, and which bounds it sets.

Each is one rule in one year: what an option, a conversion or a store can take, what must be taken,
the reserve asked for, the ceilings of countries, and the rows of sheet Limits. Demand, yields,
losses and balances are physics and no rule.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from model.case import Case
from model.errors import Words
from model.rules.names import known
from model.workbook.layout import Limit
from model.workbook.measures import MEASURES
from model.workbook.wording import figure

Name = tuple[str, tuple[Any, ...]]
"""A variable or equation: component and index."""

CAPACITY, CAPACITY_SHARE, MIN_TAKE = "capacity", "capacity_share", "min_take"
CONVERSION, MAX_STOCK = "conversion", "max_stock"
STOCK_TARGET, CLOSING_STOCK = "stock_target", "closing_stock"
MAX_SHARE, LIMIT = "max_share", "limit"
DECISIONS = (MIN_TAKE, STOCK_TARGET, MAX_SHARE, LIMIT)
"""What a person can decide; the rest is what plants and stores can do."""

TONNES = "t"


@dataclass(frozen=True)
class Bounding:
    """One input cell in one year: the bounds it sets.

    ``value`` is what the cell holds in that year, in ``unit``; a bound moves by ``factor`` when the
    cell moves by one. ``lower`` and ``upper`` name variables, ``rows`` equations. ``name`` is the
    option, conversion, material, country or limit it belongs to, ``about`` what of it is bound if
    the name does not say. A soft limit is not ``hard``. ``row`` is the run of cells that hold the
    rule where each year has a cell of its own. A floor asks for nothing more once its value is
    down to ``least``, a ceiling lets nothing more in once its value is up to ``most``.
    """

    kind: str
    name: str
    year: int
    cell: str
    value: float
    unit: str
    words: Words
    factor: float = 1.0
    ceiling: bool = True
    lower: tuple[Name, ...] = ()
    upper: tuple[Name, ...] = ()
    rows: tuple[Name, ...] = ()
    about: str = ""
    hard: bool = True
    row: str = ""
    least: float = -math.inf
    most: float = math.inf

    @property
    def cells(self) -> str:
        """The cells of the rule in all planned years: a run of them, if each year has its own."""
        return self.row or self.cell

    @property
    def decided(self) -> bool:
        """Whether a person can change it by deciding so."""
        return self.kind in DECISIONS


def together(rules: Sequence[Bounding]) -> dict[str, list[Bounding]]:
    """Rules by the row of the workbook they stand in: one option's capacity in all its years."""
    found: dict[str, list[Bounding]] = {}
    for rule in rules:
        found.setdefault(f"{rule.kind}\t{rule.name}", []).append(rule)
    return found


def limit_words(case: Case, row: Limit) -> Words:
    """What a row of sheet Limits says."""
    measure, k = MEASURES[row.measure], row.mineral
    unit, who = measure.unit, known(case, row.country_or_group)
    about = Words(
        " ".join(part for part in (k, measure.told.en.format(who.en or "any one country")) if part),
        f"{k} の{measure.told.ja.format(who.ja or '各国')}"
        if k
        else measure.told.ja.format(who.ja or "各国"),
    )
    most, value = row.sense == "max", figure(row.value)
    return Words(
        f"limit {row.limit}: {about.en} is {'at most' if most else 'at least'} {value} {unit.en}",
        f"制約 {row.limit}: {about.ja}は {value} {unit.ja}{'以下' if most else '以上'}",
    )
