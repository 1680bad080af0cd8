"""Tonnes beside the demand they serve: kilograms or kilotonnes where tonnes should stand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from statistics import median_low

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.figures import Figure, figures, told, usual
from model.plausibility.telling import is_off, median, odd, off, references
from model.workbook.layout import Conversion, Material, Supply
from model.workbook.schema import Row

TIMES = 100.0
"""Tonnes so many times above or below the demand are odd."""
SMALL_AMONG_SMALL = 20.0
"""A capacity far below the demand is odd only if it is so many times below the other options'."""
MUCH = 10.0
"""A capacity so many times the demand is odd if it is also far above the other options'."""
STOCK_ABOVE, STOCK_BELOW = 10.0, 1000.0
"""A stock of ten years, or of nine hours, is odd."""
TAKE_BELOW = 500.0
UNIT = "t"
KILOGRAMS = Words("kg instead of t", "t に対し kg の値")
KILOTONNES = Words("kt instead of t", "t に対し kt の値")
EITHER = Words("kt instead of t, or the capacities in kg", "t に対し kt の値、または上限が kg の値")
TYPED: tuple[tuple[type[Row], tuple[str, ...]], ...] = (
    (Material, ("initial_stock", "max_stock")),
    (Supply, ("capacity", "min_take", "price")),
    (Conversion, ("capacity",)),
)
"""Columns in which the number of a year is a slip."""


def usual_demand(case: Case) -> dict[str, float]:
    """The median demand of every material over the planned years, t."""
    return {i: median(case.demand[i, t] for t in case.years) for i in case.materials}


def _against_demand(value: float, needed: float, name: str) -> Words:
    """``that is 1/583 of the usual demand for Mg (...)``, and the unit that would explain it."""
    what = Words(f"the usual demand for {name}", f"{name} の通常の年の需要")
    return off(value, needed, what, UNIT, KILOGRAMS if value > needed else KILOTONNES)


def _swamped(case: Case) -> Mapping[str, float]:
    """Materials whose options mostly dwarf the demand, and the median capacity of their options.

    The lower median: of two options, one alone is the odd one.
    """
    needed = usual_demand(case)
    found = {}
    for i, capacities in usual(figures(case, "capacity")).items():
        middle, whole = median_low(capacities.values()), sum(capacities.values())
        if needed[i] > 0 and middle >= 10 * needed[i] and whole >= TIMES * needed[i]:
            found[i] = middle
    return found


def demand_far_below_supply(case: Case) -> Iterator[InputWarning]:
    """Demand that nearly every option could meet many times over: it is the demand that is odd."""
    rows = {row.material: row for row in case.tables.demand}
    for i, middle in _swamped(case).items():
        year = next(t for t in case.years if case.demand[i, t] > 0)
        what = Words(f"the median capacity of the options of {i}", f"{i} の供給元の上限の中央値")
        value = case.demand[i, year]
        yield odd(rows[i], year, value, off(value, middle, what, UNIT, EITHER))


def odd_capacities(case: Case) -> list[tuple[Figure, Words]]:
    """Capacities far above or below the demand they serve, with the reason."""
    found, swamped = list(figures(case, "capacity")), _swamped(case)
    held = {i: references(capacities) for i, capacities in usual(found).items()}
    needed = usual_demand(case)
    pairs = [
        (one, _odd_capacity(one, needed[i], held[i][one.option.supply]))
        for one in found
        for i in (one.option.material,)
        if i not in swamped and one.value > 0
    ]
    return [(one, why) for one, why in pairs if why is not None]


def _odd_capacity(one: Figure, needed: float, others: float) -> Words | None:
    """A hundred times the demand, or ten times and far above the others; a hundredth and small."""
    i, value = one.option.material, one.value
    if is_off(value, needed, TIMES):
        why = _against_demand(value, needed, i)
        if value > needed:
            return _no_limit(why)
        return why if not others or value * SMALL_AMONG_SMALL <= others else None
    if value >= needed * MUCH > 0 and value >= others * TIMES > 0:
        what = Words(f"the median capacity of the options of {i}", f"{i} の供給元の上限の中央値")
        return _no_limit(off(value, others, what, UNIT, KILOGRAMS))
    return None


def capacities_off_the_demand(case: Case) -> Iterator[InputWarning]:
    """Capacities, and the ends of their plausible ranges, that do not fit the demand they serve."""
    wrong = odd_capacities(case)
    yield from told(wrong)
    slipped = {one.option.supply for one, _ in wrong}
    for option in case.tables.supply:
        high, own = option.capacity_high, option.capacity or 0.0
        if high is not None and 0 < own * TIMES <= high and option.supply not in slipped:
            what = Words("the capacity of this option", "この供給元の上限")
            yield odd(option, "capacity_high", high, off(high, own, what, UNIT, KILOGRAMS))


def conversions_off_the_demand(case: Case) -> Iterator[InputWarning]:
    """A conversion that can make a hundred times, or a hundredth, of what is needed."""
    needed = usual_demand(case)
    for step in case.tables.conversions:
        asked, made = needed[step.to_material], step.capacity or 0.0
        if made > 0 and is_off(made, asked, TIMES):
            why = _against_demand(made, asked, step.to_material)
            yield odd(step, "capacity", made, _no_limit(why) if made > asked else why)


def _no_limit(why: Words) -> Words:
    return Words(f"{why.en} Blank means no limit.", f"{why.ja}上限がなければ空欄にします。")


def minimum_takes(case: Case) -> Iterator[InputWarning]:
    """Tonnes to be taken that are ten times the demand, or next to nothing of the capacity."""
    needed = usual_demand(case)
    yield from told(
        (one, why)
        for one in figures(case, "min_take")
        if one.value > 0 and (why := _odd_take(case, one, needed[one.option.material])) is not None
    )


def _odd_take(case: Case, one: Figure, needed: float) -> Words | None:
    most = case.most(one.option.supply, one.years[0])
    if 0 < needed * MUCH <= one.value:
        return _against_demand(one.value, needed, one.option.material)
    if most < math.inf and one.value * TAKE_BELOW <= most:
        what = Words("the capacity of this option", "この供給元の上限")
        return off(one.value, most, what, UNIT, KILOTONNES)
    return None


def stores_off_the_demand(case: Case) -> Iterator[InputWarning]:
    """Stock of ten years or of hours, a store of a hundred years, a reserve of less than a day."""
    needed = usual_demand(case)
    for i, row in case.materials.items():
        for column, above in (("initial_stock", STOCK_ABOVE), ("max_stock", TIMES)):
            value = getattr(row, column)
            far = value >= needed[i] * above or value * STOCK_BELOW <= needed[i]
            if value > 0 and needed[i] > 0 and far:
                yield odd(row, column, value, _against_demand(value, needed[i], i))
        if 0 < row.stock_target_days < 1:
            words = Words(
                "that is less than a day of demand; the unit is days, not a share of a year.",
                "1日分に満たない値です。単位は日数です（年に対する比率ではありません）。",
            )
            yield odd(row, "stock_target_days", row.stock_target_days, words)


def years_typed_as_figures(case: Case) -> Iterator[InputWarning]:
    """The number of a planned year where tonnes or a price should stand."""
    rows = (*case.tables.materials, *case.tables.supply, *case.tables.conversions)
    columns = dict(TYPED)
    for row in rows:
        for column in columns[type(row)]:
            value = getattr(row, column)
            if value in case.years:
                words = Words(
                    "that is the number of a year of the plan: typed into the wrong column?",
                    "計画期間の西暦と同じ値です。入力する列の誤りではありませんか。",
                )
                yield odd(row, column, value, words)
