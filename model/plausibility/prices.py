"""Prices and costs beside those of the same material: USD/t or yen where USD/kg should stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.figures import Figure, figures, told, usual
from model.plausibility.telling import is_off, median, odd, off, references
from model.workbook.layout import Supply
from model.workbook.wording import NOTHING

PRICE_TIMES, TIMES = 5.0, 10.0
"""A price, or a freight or other cost, so many times off its like is odd.

Options of one material differ twofold: a slip by one digit must show in the cheapest, too.
"""
SHORTAGE_TIMES = 1000.0
"""A shortage so many times more expensive than the material is odd; ten times is usual."""
STEP_TIMES = 2.0
"""A step that costs twice what it makes is odd: nobody would take it."""
UNIT = "USD/kg"
PER_TONNE = Words("USD/t instead of USD/kg", "USD/kg に対し USD/t の値")
YEN = Words("JPY instead of USD", "USD に対し円の値")
POINT = Words("a slip of the decimal point or the unit", "小数点または単位の誤り")


class OddPrice(NamedTuple):
    """A price far off its like, what it is held against, and whether that is the only other."""

    figure: Figure
    reference: float
    of_two: bool


def odd_prices(case: Case, field: str) -> list[OddPrice]:
    """Prices (or freight) far off those of the options of their material.

    Freight of nothing is usual (home metal); a price of nothing is not.
    """
    found = list(figures(case, field))
    by_material = usual(found)
    held = {i: references(values) for i, values in by_material.items()}
    pairs = [
        OddPrice(f, held[i][f.option.supply], len(by_material[i]) == 2)
        for f in found
        for i in (f.option.material,)
    ]
    times = PRICE_TIMES if field == "price" else TIMES
    return [
        one
        for one in pairs
        if (one.figure.value > 0 or field == "price")
        and is_off(one.figure.value, one.reference, times)
    ]


def prices_off_the_others(case: Case) -> Iterator[InputWarning]:
    """A price, freight, or end of a plausible range, off its like; freight above the price."""
    wrong = odd_prices(case, "price")
    slipped = {one.figure.option.supply for one in wrong}
    wrong += odd_prices(case, "freight")
    yield from told((one.figure, _off_the_others(case, one)) for one in wrong)
    for figure in figures(case, "freight"):
        price = min(case.price[figure.option.supply, t] for t in figure.years)
        if figure.option.supply not in slipped and figure.value > price > 0:
            yield from told([(figure, _dearer_than_metal(price, figure.value))])
    for option in case.tables.supply:
        if option.supply not in slipped:
            yield from _ranges(case, option)


def _off_the_others(case: Case, one: OddPrice) -> Words:
    i, value = one.figure.option.material, one.figure.value
    noun = Words("freight", "運賃") if one.figure.field == "freight" else Words("price", "価格")
    if one.of_two:
        what = Words(
            f"the {noun.en} of the other option of {i}", f"{i} のもう1つの供給元の{noun.ja}"
        )
    else:
        what = Words(
            f"the median {noun.en} of the options of {i}", f"{i} の供給元の{noun.ja}の中央値"
        )
    return off(value, one.reference, what, UNIT, _hint(case, value, one.reference))


def _hint(case: Case, value: float, reference: float) -> Words:
    """The slip that explains a ratio: a thousand is USD/t, the exchange rate is yen."""
    by = value / reference
    if case.settings.jpy_per_usd / 3 <= by <= case.settings.jpy_per_usd * 2:
        return YEN
    return PER_TONNE if 300 < by < 3000 else POINT


def _dearer_than_metal(price: float, freight: float) -> Words:
    what = Words("the price of the metal itself", "地金そのものの価格")
    return off(freight, price, what, UNIT, PER_TONNE if freight >= price * TIMES else NOTHING)


def _ranges(case: Case, option: Supply) -> Iterator[InputWarning]:
    """An end of the plausible range of a price, far from the price."""
    for column in ("price_low", "price_high"):
        value = getattr(option, column)
        if value and is_off(value, option.price, TIMES):
            what = Words("the price of this option", "この供給元の価格")
            hint = _hint(case, value, option.price)
            yield odd(option, column, value, off(value, option.price, what, UNIT, hint))


def usual_prices(case: Case) -> dict[str, float]:
    """The median price of every material that has options, USD/kg."""
    return {i: median(found.values()) for i, found in usual(figures(case, "price")).items()}


def costs_of_a_material(case: Case) -> Iterator[InputWarning]:
    """A shortage cheaper than the metal or far more expensive; a store more expensive in a year
    than the metal.
    """
    prices = usual_prices(case)
    for i, row in case.materials.items():
        price = prices.get(i, 0.0)
        what = Words(f"the median price of {i}", f"{i} の価格の中央値")
        if price > 0 and row.shortage_cost < price:
            why = off(row.shortage_cost, price, what, UNIT)
            words = Words(
                f"{why.en.rstrip('.')}: going short would be cheaper than buying.",
                f"{why.ja}不足の方が購入より安くなります。",
            )
            yield odd(row, "shortage_cost", row.shortage_cost, words)
        elif 0 < price * SHORTAGE_TIMES <= row.shortage_cost:
            why = off(row.shortage_cost, price, what, UNIT, PER_TONNE)
            yield odd(row, "shortage_cost", row.shortage_cost, why)
        if 0 < price <= row.holding_cost:
            why = off(row.holding_cost, price, what, UNIT, PER_TONNE)
            yield odd(row, "holding_cost", row.holding_cost, why)


def costs_of_a_conversion(case: Case) -> Iterator[InputWarning]:
    """A step more expensive than what it makes, or far off the others that turn the same into the
    same.
    """
    prices = usual_prices(case)
    alike: dict[tuple[str, str], dict[str, float]] = {}
    for v, row in case.conversions.items():
        price = prices.get(row.to_material, 0.0)
        if 0 < price * STEP_TIMES <= row.cost:
            what = Words(
                f"the median price of {row.to_material}", f"{row.to_material} の価格の中央値"
            )
            yield odd(row, "cost", row.cost, off(row.cost, price, what, UNIT, PER_TONNE))
        elif row.cost > 0:
            alike.setdefault((row.from_material, row.to_material), {})[v] = row.cost
    for (feed, made), costs in alike.items():
        what = Words(f"other steps from {feed} to {made}", f"{feed} から {made} への他の工程の費用")
        for v, reference in references(costs).items():
            if is_off(costs[v], reference, TIMES):
                why = off(costs[v], reference, what, UNIT, POINT)
                yield odd(case.conversions[v], "cost", costs[v], why)
