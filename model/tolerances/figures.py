"""Rounding of figures that are read or added up: what is no violation, no remainder, no digit.

What a person may have rounded by hand is given a millionth; what only a float leaves is given a
billionth or less.
"""

from __future__ import annotations

SUM_OF_SHARES = 1e-6
"""Shares and probabilities, as typed, may add up to one and this: a third has six digits."""

OWN_SHARE = 1e-12
"""What is missing of a country's origins to one is its own, unless less is left: float only."""

UNNAMED_SHARE = 1e-9
"""What is missing of today's import shares to one is the remainder's, unless less is left."""

ORDER = 1e-9
"""Units of a cell (t, kg CO2/kg) by which a figure may be on the wrong side of another."""

STORE = 1e-9
"""Part of a store by which the reserve asked may be more than it holds."""

TIMES_EXACTLY = 1e-9
"""A figure ten times another is not called less than ten times for the last digit of a float."""

ROUND_STEP = 1e-9
"""Part by which a round step may be larger than the step asked: 10 ** n is not always exact."""

NEXT_TO_NOTHING = 1e-9
"""How near to 0 a figure is 0 if it would else be on the wrong side, in its own unit. Digits cannot
tell, since a difference has its own: 0.3 - 0.2 - 0.1 is -2.8e-17, and of figures of a million up to
1e-10 are left. A billionth of a tonne is a milligram, which nobody means.
"""

NOTHING_TYPED = 1e-12
"""A figure to type that is no larger is 0; in the unit of its cell."""

FINEST_TYPED = 1e-4
"""Part of a figure that is finer than anyone types when changing it: 12.1 is lowered to 0, not to
0.0000001.
"""

ROUND_FIGURE = 1e-7
"""Part of a unit by which a solver's figure may miss a round one."""

LEAST_HHI = 1e-9
"""HHI points that an HHI counts at least where it divides: no imports, no suppliers, no error."""

SPARE = 1e-6
"""Part of a limit, or of a unit if the limit is less than one, within which it is reached: what the
certificate may leave.
"""

SPARE_UP_TO = 1e6
"""Tonnes of a limit of which a part is counted at most: a larger one may stand for no limit."""

RULE_BREACH = 1e-6
"""A hard rule passed by less, relative to its value, is rounding."""

HHI_CLASH = 1e-7
"""HHI points above its ceiling that count as a clash: what rounding leaves is less."""

CHANGE = 1e-9
"""Changes of a rule, relative to its value, below which it is not changed; and the part, and
units, by which the least shortage may be passed.
"""

LEAST_SHORTAGE = 1e-6
"""A shortage below this part of the demand (or of a tonne if demand is less) is rounding."""

LEFT_SHORT = 1e-6
"""Part of a shortage (or of a tonne if that is less) below which nothing is left of it."""

LIVE_CHECK = "1E-6"
"""What live checks allow, as a formula writes it: relative, and absolute below 1."""
