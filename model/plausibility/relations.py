"""Prices that contradict each other: a copy cheaper than its original, a product than its feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.figures import Figure, figures, told
from model.plausibility.prices import odd_prices
from model.plausibility.telling import odd
from model.workbook.layout import Origin
from model.workbook.wording import amount

DEPENDS = 0.2
"""Least share of an origin in what a country ships for the shipper to depend on it."""

Cheapest = Mapping[tuple[str, str, int], Figure]
"""The lowest price of a material from a country in a year."""


def reexports_below_their_origin(case: Case) -> Iterator[InputWarning]:
    """Metal shipped on from a country that is cheaper than the same metal where it comes from."""
    sure = _sure_prices(case)
    cheapest = _cheapest(sure)
    origins: dict[tuple[str, str], list[Origin]] = {}
    for row in case.tables.origins:
        if row.share >= DEPENDS and row.origin != row.shipped_from:
            origins.setdefault((row.mineral, row.shipped_from), []).append(row)
    wrong = []
    for one in sure:
        option = one.option
        if option.status == "recycled":
            continue
        for row in origins.get((case.mineral_of(option.supply), option.country), ()):
            source = _dearer(one, cheapest, option.material, row.origin)
            if source is not None:
                wrong.append((one, _cheaper_copy(one, source, row.share)))
    yield from told(wrong)


def scrap_from_abroad(case: Case) -> Iterator[InputWarning]:
    """Options called recycled that are shipped from abroad: recycling is what is done at home."""
    for row in case.tables.supply:
        if row.status == "recycled" and row.country != case.home:
            words = Words(
                f"recycled means recovered in {case.home}, yet it is shipped from {row.country}: it"
                " would count as recycling in every limit and figure.",
                f"recycled は自国（{case.home}）での回収を指しますが、出荷国は {row.country} です。"
                "リサイクルとして集計されます。",
            )
            yield odd(row, "status", row.status, words)


def products_below_their_feed(case: Case) -> Iterator[InputWarning]:
    """What a conversion makes, cheaper than what it is made of, both from one country."""
    sure = _sure_prices(case)
    cheapest = _cheapest(sure)
    feeds: dict[str, dict[str, None]] = {}
    for row in case.conversions.values():
        feeds.setdefault(row.to_material, {})[row.from_material] = None
    wrong = []
    for one in sure:
        for feed in feeds.get(one.option.material, ()):
            source = _dearer(one, cheapest, feed, one.option.country)
            if source is not None:
                wrong.append((one, _cheaper_product(one, source)))
    yield from told(wrong)


def _sure_prices(case: Case) -> list[Figure]:
    """Prices that are not odd by themselves: others would look odd beside them."""
    slipped = {odd.figure.option.supply for odd in odd_prices(case, "price")}
    return [one for one in figures(case, "price") if one.option.supply not in slipped]


def _cheapest(sure: Iterable[Figure]) -> Cheapest:
    found: dict[tuple[str, str, int], Figure] = {}
    for one in sure:
        for t in one.years:
            best = found.setdefault((one.option.material, one.option.country, t), one)
            if one.value < best.value:
                found[one.option.material, one.option.country, t] = one
    return found


def _dearer(one: Figure, cheapest: Cheapest, material: str, country: str) -> Figure | None:
    """The lowest price of a material from a country that a figure undercuts in some year."""
    found = (cheapest.get((material, country, t)) for t in one.years)
    return next((source for source in found if source and one.value < source.value), None)


def _cheaper_copy(one: Figure, source: Figure, share: float) -> Words:
    option, price = one.option, amount(source.value)
    where = source.row.at.place(source.column)
    return Words(
        f"{share:.0%} of what {option.country} ships comes from {source.option.country}, yet it is"
        f" cheaper than {source.option.supply} there ({price} USD/kg, {where}).",
        f"{option.country} の出荷の {share:.0%} は {source.option.country} 産ですが、"
        f"現地の {source.option.supply}（{price} USD/kg、{where}）より安い値です。",
    )


def _cheaper_product(one: Figure, source: Figure) -> Words:
    option, price = one.option, amount(source.value)
    where = source.row.at.place(source.column)
    return Words(
        f"{option.material} is made from {source.option.material}, yet it is cheaper than"
        f" {source.option.supply} of the same country ({price} USD/kg, {where}).",
        f"{option.material} は {source.option.material} から作られますが、同じ国の"
        f" {source.option.supply}（{price} USD/kg、{where}）より安い値です。",
    )
