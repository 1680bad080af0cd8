"""Numbers and lists as people say them, in English and Japanese."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from model.errors import Words
from model.tolerances.shown import BESIDE, GRAM, IN_MILLIONS, IN_THOUSANDS


def rounded(value: float, digits: int = 2) -> str:
    """``0.39``, ``4.6``, ``77``, ``1,230``: at least so many digits that count, no false ones."""
    size = abs(value)
    if size >= 10 ** (digits + 1):
        places = digits + 1 - 1 - floor(log10(size))
        return f"{round(value, places):,.0f}"
    if size >= 10 ** (digits - 1):
        return f"{value:,.{max(0, digits - 1 - floor(log10(size)))}f}"
    return "0" if size == 0 else f"{value:.{digits - 1 - floor(log10(size))}f}"


def money(million: float) -> Words:
    """Money, signs apart: ``0.39 million USD``; small sums in thousands or dollars."""
    size = abs(million)
    if size >= IN_MILLIONS:
        return Words(f"{rounded(size)} million USD", f"{rounded(size)}百万USD")
    if size >= IN_THOUSANDS:
        return Words(f"{rounded(size * 1e3)} thousand USD", f"{rounded(size * 1e3)}千USD")
    return Words(f"{size * 1e6:,.0f} USD", f"{size * 1e6:,.0f}USD")


def signed(value: float, decimals: int = 0) -> str:
    """``+1,230``, ``-0.3``; what rounds to nothing has no sign: ``0``, ``0.0``."""
    shown = round(value, decimals)
    return f"{shown:+,.{decimals}f}" if shown else f"{0:.{decimals}f}"


def bare(text: str) -> str:
    """Without zeros behind the point that say nothing."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def tonnes(value: float) -> str:
    """``12,300 t``, ``4.6 t``; less than a gram is nothing."""
    if abs(value) < GRAM:
        return "0 t"
    return f"{bare(rounded(value, 3))} t"


def beside(value: float, other: float, most: int = 6) -> str:
    """A value with three digits, or as many more as tell it from another; a trace of it is 0."""
    if abs(value) < BESIDE * abs(other):
        return "0"
    for digits in range(3, most + 1):
        if float(rounded(value, digits).replace(",", "")) != other:
            return bare(rounded(value, digits))
    return bare(rounded(value, most))


def percent(share: float) -> str:
    """``12 %``, ``0.4 %``."""
    size = abs(share) * 100
    return f"{share * 100:.0f} %" if size >= 10 else f"{rounded(share * 100, 1 + (size >= 1))} %"


def listed(names: Sequence[str], most: int = 99) -> Words:
    """``a, b and c`` and ``a、b、c``; what goes beyond ``most`` is counted.

    Names that hold a comma are set off by semicolons: ``Israel, Mg; China, Mg and Korea, Mg``.
    """
    shown, more = list(names[:most]), len(names) - most
    comma = "; " if any(", " in name for name in shown) else ", "
    if more > 0:
        return Words(f"{comma.join(shown)} and {more} more", f"{'、'.join(shown)}、他{more}")
    if len(shown) < 2:
        return Words("".join(shown), "".join(shown))
    return Words(f"{comma.join(shown[:-1])} and {shown[-1]}", "、".join(shown))


def capital(text: str) -> str:
    """With a capital at its beginning, as a sentence has."""
    return text[:1].upper() + text[1:]
