"""Prices and how far they hold: slopes, ends of straight pieces, breakpoints.

A solver unit is a thousand USD, so that one on a tonne is a dollar on a kilogram.
"""

from __future__ import annotations

GRAIN = 1e-5
"""Solver units to which what a part of the programme amounts to is known: a cent."""

VALUE_GRAIN = 1e-9
"""Units to which a function is known that needs no solver."""

SAME_SLOPE = 1e-7
"""Slopes that differ by less, relative to the larger or to what counts as large, are one: as the
gap of an answer.
"""

SLOPE_ROUNDING = 1e-12
"""What rounding adds to that, relative to the larger slope or to the change over the piece."""

SAME_END = 1e-6
"""Ends of a piece that differ by less, relative to the piece, are one."""

FREE_TONNE = 1e-3
"""Solver units on a tonne that are nothing: a dollar."""

FREE_KILOGRAM = 1e-6
"""USD/kg that are nothing: a tenth of a cent a tonne, a thousandth of the dollar above, since a
reason is given in USD/kg.
"""

NEGLIGIBLE = 1e-4
"""Solver units by which a better plan is not better: ten cents."""

PRICE_TRACE = 1e-6
"""Part of a price that is nothing: an option that would have to be given away comes in at 0."""

AROUND_PRICE = 1e-4
"""How much below and above the price from which an option comes in is looked at, as a part of
today's.
"""

PART_OF_FIGURE = 1e-3
"""Part of a figure by which it may change before one says that the plan changes at once."""

PART_OF_RANGE = 1e-3
"""Part of the way from a figure to the end of its range that counts as any change."""

PLAN_KEPT = 1e-8
"""Tonnes, relative to the planned ones and one more, within which a plan is the same."""

FIRST_STEP = 1e-3
"""Tonnes, and part of what there could be, that are a first step."""

ENDLESS_TONNES = 1e30
"""Tonnes in place of no limit where a limit is multiplied: no plan reaches them."""

ENDLESS_OPTION = 1e12
"""The same where use is reported as a part of the limit: that part is to have digits left."""
