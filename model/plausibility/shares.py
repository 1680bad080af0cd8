"""Shares and rates: percent typed where a share should stand, and parts that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.telling import odd
from model.workbook.layout import Baseline
from model.workbook.schema import Row

LOSS, YIELD, RATE = 0.5, 0.1, 0.2
"""A store that loses half in a year, a step that loses nine tenths, a real rate of a fifth."""
YEN_LOW, YEN_HIGH = 50.0, 400.0
"""Yen per dollar since 1973: 76 to 308."""
TINY = 0.01
"""A ceiling on a share of a hundredth or less is taken for percent put down twice."""
WHOLE = ("priority_slack", "alternatives_within", "range_b", "range_c")
"""Settings that are shares of something: 1 is all of it."""
MISSING = 0.2
"""A baseline may leave a remainder to sellers without a name; a fifth is more than that."""


def percent(value: float) -> Words:
    """``that is 500 %; 5 % is written 0.05``."""
    return Words(
        f"that is {100 * value:,.4g} %; {value:.4g} % is written {value / 100:.4g}.",
        f"{100 * value:,.4g}% の意味になります。{value:.4g}% は {value / 100:.4g} と記入します。",
    )


def twice(value: float) -> Words:
    """``that is 0.65 %; 65 % is written 0.65``."""
    return Words(
        f"that is {100 * value:.4g} %; {10_000 * value:.4g} % is written {100 * value:.4g}.",
        f"{100 * value:.4g}% の意味になります。"
        f"{10_000 * value:.4g}% は {100 * value:.4g} と記入します。",
    )


def shares_typed_as_percent(case: Case) -> Iterator[InputWarning]:
    """Shares that would be plausible as percent."""
    yield from _settings(case)
    for row, column, value in _whole_shares(case):
        yield odd(row, column, value, percent(value))
    for country in case.tables.countries:
        if 0 < country.max_share <= TINY:
            yield odd(country, "max_share", country.max_share, twice(country.max_share))
    for scenario in case.tables.scenarios:
        if scenario.active == "yes" and scenario.probability == 1:
            why = percent(1.0)
            words = Words(
                f"{why.en} Nothing is left for the base case.",
                f"{why.ja}基本ケースの確率が0になります。",
            )
            yield odd(scenario, "probability", scenario.probability, words)


def _whole_shares(case: Case) -> Iterator[tuple[Row, str, float]]:
    """Losses, duties and scrap rates that are all of it, or more."""
    for material in case.tables.materials:
        if material.storage_loss >= LOSS:
            yield material, "storage_loss", material.storage_loss
    for option in case.tables.supply:
        if option.tariff >= 1:
            yield option, "tariff", option.tariff
        if option.status == "recycled" and option.capacity_share == 1:
            yield option, "capacity_share", option.capacity_share


def yields_of_next_to_nothing(case: Case) -> Iterator[InputWarning]:
    """Steps that use up ten tonnes and more for a tonne made."""
    for step in case.tables.conversions:
        if step.yield_ < YIELD:
            used = f"{1 / step.yield_:,.4g}"
            words = Words(
                f"that is {used} t used up for a tonne made; 95 % is 0.95.",
                f"1 t の産出に {used} t を使う意味になります。95% は 0.95 です。",
            )
            yield odd(step, "yield", step.yield_, words)


def _settings(case: Case) -> Iterator[InputWarning]:
    settings = case.settings
    if settings.discount_rate >= RATE:
        yield odd(
            settings, "discount_rate", settings.discount_rate, percent(settings.discount_rate)
        )
    if not YEN_LOW <= settings.jpy_per_usd <= YEN_HIGH:
        words = Words(
            "a dollar has cost between 76 and 308 yen since 1973: a slip of the decimal point?",
            "1973年以降の円相場は1ドル76～308円です。小数点の誤りではありませんか。",
        )
        yield odd(settings, "jpy_per_usd", settings.jpy_per_usd, words)
    for name in WHOLE:
        if getattr(settings, name) == 1:
            yield odd(settings, name, 1.0, percent(1.0))


def baselines_that_lack_a_part(case: Case) -> Iterator[InputWarning]:
    """Shares of a mineral's baseline that do not add up to 1."""
    rows: dict[str, list[Baseline]] = {}
    for row in case.tables.baseline:
        rows.setdefault(row.mineral, []).append(row)
    for k, found in rows.items():
        total = sum(row.share for row in found)
        if total < 1 - MISSING:
            words = Words(
                f"the shares of {k} add up to {total:.4g}; what is missing to 1 counts as sellers"
                " without a name.",
                f"{k} の比率の合計は {total:.4g} です。1に満たない分は不明の国として扱います。",
            )
            yield odd(found[-1], "share", found[-1].share, words)
