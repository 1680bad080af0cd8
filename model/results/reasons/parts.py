"""Changes in words and columns: cash, HHI, CO2, shortage and reserve apart, in that order."""

from __future__ import annotations

from dataclasses import astuple, fields

from model.case.costs import PARTS
from model.errors import Words
from model.explain.explanations import Money, Parts
from model.results.phrases import bare, money, rounded, tonnes
from model.tolerances.shown import (
    HALF_HUNDREDTH_TONNE_CO2,
    HALF_KILOGRAM,
    HALF_TENTH_POINT,
    HALF_USD,
)
from model.workbook.aims import COST

NAMES = tuple(field.name for field in fields(Parts))
"""The parts in their order, which is that of every sentence and every table."""

NOTHING = Words("", "")
PAID = tuple(part for part in PARTS if part.paid)
"""Parts of the cost that are cash."""

CASH = Words(
    f"Cash is what is paid as present value: {', '.join(part.told.en for part in PAID)}; losses of"
    " a shortage and penalties of soft limits are no cash. A weighted sum adds HHI, CO2, losses and"
    " penalties to it in money; it is no invoice.",
    f"支払は実際に払う額の現在価値（{'・'.join(part.told.ja for part in PAID)}）。"
    "不足の損失と制約違反金は含まない。"
    "加重和はこれにHHI・CO2・損失・違反金を金額に換算して加えたもので、請求額ではない。",
)


def columns(prefix: str = "", suffix: str = "") -> list[str]:
    """Names of the columns of the parts."""
    return [f"{prefix}{name}{suffix}" for name in NAMES]


def values(parts: Parts | None) -> tuple[float | None, ...]:
    """The parts as cells; blank if they are not known."""
    return (None,) * len(NAMES) if parts is None else astuple(parts)


def none(parts: Parts) -> bool:
    """Whether every part is shown as none."""
    least = (HALF_USD, HALF_TENTH_POINT, HALF_HUNDREDTH_TONNE_CO2, HALF_KILOGRAM, HALF_KILOGRAM)
    return all(abs(value) < small for value, small in zip(astuple(parts), least, strict=True))


def apart(parts: Parts, *, kept: bool = False) -> Words:
    """``cash changes by -24 million USD, HHI -47, CO2 -15 kt, shortage 0 t, ...``.

    With ``kept`` HHI and CO2 are said to be as in the plan.
    """
    cash = signed_money(parts.cash)
    middle = Words(" with HHI and CO2 as in the plan", "HHIとCO2は計画のまま")
    if not kept:
        points, carbon = _signed(parts.concentration, HALF_TENTH_POINT), _carbon(parts.co2)
        middle = Words(f", HHI {points}, CO2 {carbon}", f"HHI {points}、CO2 {carbon}")
    short, gap = _tonnes(parts.shortage), _tonnes(parts.reserve)
    return Words(
        f"cash changes by {cash.en}{middle.en}, shortage {short}, reserve gap {gap}",
        f"支払が {cash.ja}、{middle.ja}、不足 {short}、備蓄不足 {gap}",
    )


def weighed(worth: Money, sum_: float, parts: Parts) -> Words:
    """The weighted sum as the end of a sentence; nothing where it is the cash."""
    if abs(sum_ - parts.cash) < HALF_USD and not _weighs_more(worth):
        return NOTHING
    told = signed_money(sum_)
    return Words(f", weighted sum {told.en}", f"、加重和 {told.ja}")


def _weighs_more(worth: Money) -> bool:
    """Whether more than cost counts."""
    return any(value for aim, value in worth.weights.items() if aim != COST)


def signed_money(value: float) -> Words:
    """``+77 million USD``, ``-24 thousand USD``, ``0 USD``."""
    if abs(value) < HALF_USD:
        return Words("0 USD", "0 USD")
    sign, told = "+" if value > 0 else "-", money(value)
    return Words(f"{sign}{told.en}", f"{sign}{told.ja}")


def _signed(value: float, least: float) -> str:
    """``+47``, ``-0.31``, ``0``."""
    if abs(value) < least:
        return "0"
    return f"{'+' if value > 0 else '-'}{bare(rounded(abs(value)))}"


def _carbon(kt: float) -> str:
    """``-15 kt``, ``+120 t``, ``0 kt``."""
    if HALF_HUNDREDTH_TONNE_CO2 <= abs(kt) < 1:
        return f"{_signed(1e3 * kt, 1e3 * HALF_HUNDREDTH_TONNE_CO2)} t"
    return f"{_signed(kt, HALF_HUNDREDTH_TONNE_CO2)} kt"


def _tonnes(value: float) -> str:
    if abs(value) < HALF_KILOGRAM:
        return "0 t"
    return f"{'+' if value > 0 else '-'}{tonnes(abs(value))}"
