"""What is too little to be reported or shown."""

from __future__ import annotations

GRAM = 1e-6
"""Tonnes below which there are none: what the certificate may leave of a tonne."""

KILOGRAM = 1e-3
"""Tonnes that are too few to report."""

HALF_KILOGRAM = 0.5e-3
"""Tonnes that are shown as none: reasons are given to a kilogram."""

HALF_USD = 0.5e-6
"""Million USD that are shown as none: reasons are given to a dollar."""

HALF_TENTH_POINT = 0.05
"""HHI points that are shown as none: reasons are given to a tenth of one."""

HALF_HUNDREDTH_TONNE_CO2 = 0.5e-5
"""kt CO2 that are shown as none: a two-hundredth of a tonne."""

USD = 1e-6
"""Million USD for a tenth of a limit below which a rule is not worth a line: a dollar."""

BESIDE = 1e-6
"""Part of a figure that another one beside it has to be, to be more than 0."""

NOTEWORTHY = 5e-4
"""Part of a mineral's demand of all years below which a move is not reported: half of what is shown
as 0.1 %.
"""

GAINS = 0.0005
"""Part of the largest change of a country below which another's is not reported: see above."""

WHOLE_PERCENT = 1e-3
"""Per cent within which all is all; shares are otherwise rounded down."""

IN_MILLIONS = 0.0995
"""Million USD from which a sum is reported in millions: the least that rounds to 0.10."""

IN_THOUSANDS = 0.0000995
"""Million USD from which a sum is reported in thousands: the same, a thousand times smaller."""

WRITTEN_OUT = 1e-4
"""Figures below this would be written with an exponent; they are written out instead."""

TABLE_TONNES = 0.05
"""Tonnes that a table, which has one decimal, shows as 0."""

TABLE_MONEY = 0.005
"""Million USD that a table, which has two decimals, shows as 0."""

TABLE_SHARE = 0.0005
"""Share that a table, in per cent with one decimal, shows as 0."""

TABLE_HHI = 0.5
"""HHI points that a table, which has no decimals, shows as 0."""
