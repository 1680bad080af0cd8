"""How much larger one weight is than another where both are solved together.

Far enough that the first comes first, near enough that the second is not lost in rounding.
"""

from __future__ import annotations

SHORTAGE_ABOVE_RESERVE = 1e3
"""How much more a million USD of shortage weighs than a day of reserve, solved together."""

DEMAND_ABOVE_MONEY = 100.0
"""How much more a tonne missing to the reserve weighs than the most expensive tonne, and a tonne
short than that: less than above, since money is to keep its digits beside it.
"""

USED_ABOVE_MOVED = 1e3
"""How much the part of an option that earlier plans used weighs, beside its own weight of one."""

RANGES_ABOVE_COST = 1e3
"""How many times the range of cost the other ranges are worth if cost plays no part."""

SUM_BESIDE_LARGEST = 1e-3
"""Weight of the sum of changes beside the largest one: it only decides among equals."""

STOCK_BESIDE_RULES = 1e-3
"""Weight of a year's demand put in store beside a rule passed by all of its value."""

HHI_LEAN = 1e-9
"""Part of the largest cost that is laid on every point of HHI where shares are free: enough to
settle them, too little to move anything that has a price.
"""
