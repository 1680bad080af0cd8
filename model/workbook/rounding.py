"""Figures as a person would type them: few digits, on the safe side."""

from __future__ import annotations

import math
from collections.abc import Iterator

from model.tolerances.figures import FINEST_TYPED, NOTHING_TYPED, ROUND_FIGURE

FEWEST, DIGITS = 3, 4
"""Digits of a figure that is typed."""

SPARE = 0.05
"""Part of a change that may be added to it for the sake of a rounder figure."""


def typed(now: float, needed: float, *, up: bool) -> Iterator[float]:
    """Round figures at or beyond ``needed``, seen from ``now``: the nearest, then looser ones.

    The first has as few digits as there can be without adding more than ``SPARE`` to the change.
    None is on the near side of ``now``.
    """
    spare, told = SPARE * abs(needed - now), now
    for digits in range(FEWEST, DIGITS + 1):
        value = rounded(needed, digits, up=up, finest=FINEST_TYPED * abs(now))
        if digits == DIGITS or abs(value - needed) <= spare:
            break
    for further in (0, DIGITS, DIGITS - 1):
        if further:
            value = rounded(value, further, up=up, beyond=True, finest=FINEST_TYPED * abs(now))
        if (value > told) if up else (value < told):
            told = value
            yield max(0.0, value)


def rounded(
    value: float, digits: int, *, up: bool, beyond: bool = False, finest: float = 0.0
) -> float:
    """A figure of so many digits, not below ``value`` (not above, unless ``up``).

    ``beyond`` takes the next one after it; no step is finer than the power of ten next to
    ``finest``.
    """
    if abs(value) < NOTHING_TYPED:
        return max(10.0**-digits, _power(finest)) if beyond and up else 0.0
    unit = max(10.0 ** (math.floor(math.log10(abs(value))) - digits + 1), _power(finest))
    steps = value / unit
    noise = ROUND_FIGURE * max(1.0, abs(steps))
    whole = math.ceil(steps - noise) if up else math.floor(steps + noise)
    if beyond and abs(whole - steps) <= noise:
        whole += 1 if up else -1
    places = max(0, -math.floor(math.log10(unit) + 0.5))
    return round(whole * unit, places)


def _power(size: float) -> float:
    """The largest power of ten that is no larger; zero for zero."""
    return 10.0 ** math.floor(math.log10(size)) if size > 0 else 0.0
