"""Shares and rates: percent typed where a share should stand, and parts that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Case
from model.errors import InputWarning, Words
from model.layout import Baseline
from model.plausibility.telling import odd

LOSS, YIELD, RATE = 0.5, 0.1, 0.2
"""A store that loses half in a year, a step that loses nine tenths, a real rate of a fifth."""
YEN_LOW, YEN_HIGH = 50.0, 400.0
"""Yen per dollar since 1973: 76 to 308."""
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


def shares_typed_as_percent(case: Case) -> Iterator[InputWarning]:
    """Shares that would be plausible as percent, in the order of the sheets."""
    yield from _settings(case)
    for material in case.tables.materials:
        if material.storage_loss >= LOSS:
            yield odd(
                material, "storage_loss", material.storage_loss, percent(material.storage_loss)
            )
    for option in case.tables.supply:
        if option.tariff >= 1:
            yield odd(option, "tariff", option.tariff, percent(option.tariff))
        if option.status == "recycled" and option.capacity_share == 1:
            yield odd(option, "capacity_share", option.capacity_share, percent(1.0))
    for step in case.tables.conversions:
        if step.yield_ < YIELD:
            used = f"{1 / step.yield_:,.4g}"
            yield odd(
                step,
                "yield",
                step.yield_,
                Words(
                    f"that is {used} t used up for a tonne made; 95 % is 0.95.",
                    f"1 t の産出に {used} t を使う意味になります。95% は 0.95 です。",
                ),
            )
    for scenario in case.tables.scenarios:
        if scenario.active == "yes" and scenario.probability == 1:
            why = percent(1.0)
            words = Words(
                f"{why.en} Nothing is left for the base case.",
                f"{why.ja}基本ケースの確率が0になります。",
            )
            yield odd(scenario, "probability", scenario.probability, words)


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
