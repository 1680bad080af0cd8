"""Digits that arithmetic in binary leaves over, and nobody typed, sees or means."""

from __future__ import annotations

import math

from model.tolerances.figures import NEXT_TO_NOTHING

DIGITS = 15
"""Significant digits that Excel shows and that can be typed: of 0.1 + 0.2 it keeps
0.30000000000000004 and shows 0.3."""


def as_shown(value: float) -> float:
    """The number that a cell shows."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else value


def not_below_nothing(value: float) -> float:
    """The figure, or 0 if it is below 0 by next to nothing."""
    return 0.0 if -NEXT_TO_NOTHING < value < 0 else value
