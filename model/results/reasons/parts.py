"""Changes in words and columns: cash, HHI, CO2, shortage and reserve apart, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields
from typing import NamedTuple

from model.case.costs import PARTS
from model.errors import Words
from model.explain.explanations import Money, Parts
from model.results.phrases import bare, listed, money, rounded, tonnes
from model.tolerances.shown import (
    HALF_HUNDREDTH_TONNE_CO2,
    HALF_KILOGRAM,
    HALF_TENTH_POINT,
    HALF_USD,
)
from model.workbook.aims import AIM_OF, BESIDE_COST, CONCENTRATION, COST, RESERVE, SHORTAGE

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


AIMS = (NAMES[0], *BESIDE_COST)
"""Cash, HHI and CO2, of which every sentence says something."""


class Told(NamedTuple):
    """What changes, as a clause without a full stop, and what stays, as a sentence of its own."""

    change: Words
    stays: Words


RISES, FALLS = Words("rises by", "増え"), Words("falls by", "減り")
UP, DOWN = Words("rises by", "上がり"), Words("falls by", "下がり")
ENDS = {"増え": "増える", "減り": "減る", "上がり": "上がる", "下がり": "下がる"}
"""Last verb of a Japanese sentence, by the form it has before a comma."""

NAMED = {
    "cash": Words("cash", "支払"),
    **{aim: AIM_OF[aim].by for aim in BESIDE_COST},
    SHORTAGE: Words("the shortage", "不足"),
    RESERVE: Words("the reserve gap", "備蓄不足"),
}


def apart(
    parts: Parts,
    total: tuple[Words, float] | None = None,
    *,
    kept: bool = False,
    stays: Sequence[str] = AIMS,
) -> Told:
    """``cash falls by 24 million USD, HHI by 47 and CO2 by 15 kt``; what stays is said apart.

    ``total`` is a sum in money that comes last, with its name; in a sentence of its own
    where many parts change. With ``kept`` HHI and CO2 stay.
    ``stays`` are the parts that are named if they do not change.
    """
    sizes = _sizes(parts)
    if kept:
        sizes |= dict.fromkeys(BESIDE_COST)
    signs = dict(zip(NAMES, astuple(parts), strict=True))
    moves = [(NAMED[name], size, signs[name] > 0) for name, size in sizes.items() if size]
    summed: list[tuple[Words, Words, bool]] = []
    if total is not None and abs(total[1]) >= HALF_USD:
        summed = [(total[0], money(abs(total[1])), total[1] > 0)]
    if len(moves) <= MOST_AT_ONCE:
        moves, summed = [*moves, *summed], []
    if not moves:
        return Told(Words("nothing changes", "何も変わらない"), NOTHING)
    total_said = _sentence(summed)
    still = _stays([NAMED[name] for name in stays if not sizes[name]])
    return Told(_moves(moves), Words(total_said.en + still.en, total_said.ja + still.ja))


MOST_AT_ONCE = 3
"""Parts a sentence names beside the total; with more the total has a sentence of its own."""


def _sentence(moves: Sequence[tuple[Words, Words, bool]]) -> Words:
    """`` The weighted sum falls by 26 million USD.``; nothing without a move."""
    if not moves:
        return NOTHING
    said = _moves(moves)
    return Words(f" {said.en[:1].upper()}{said.en[1:]}.", f"{said.ja}。")


def _sizes(parts: Parts) -> dict[str, Words | None]:
    """How much every part changes, without a sign; ``None`` if it is shown as none."""
    least = (HALF_USD, HALF_TENTH_POINT, HALF_HUNDREDTH_TONNE_CO2, HALF_KILOGRAM, HALF_KILOGRAM)
    shown = (money, _points, _carbon, _tonnes, _tonnes)
    return {
        name: write(abs(value)) if abs(value) >= small else None
        for name, value, small, write in zip(NAMES, astuple(parts), least, shown, strict=True)
    }


def _moves(moves: Sequence[tuple[Words, Words, bool]]) -> Words:
    """``cash falls by 24 million USD, HHI by 47 and CO2 rises by 15 kt``."""
    en: list[str] = []
    ja: list[str] = []
    before = ""
    for name, size, more in moves:
        level = name == AIM_OF[CONCENTRATION].by
        verb = (UP if more else DOWN) if level else (RISES if more else FALLS)
        again = verb.en == before
        en.append(f"{name.en} {'by' if again else verb.en} {size.en}")
        ja.append(f"{name.ja}は{size.ja}{verb.ja}")
        before = verb.en
    last = ja.pop()
    stem = next(end for end in ENDS if last.endswith(end))
    return Words(listed(en).en, "、".join([*ja, last.removesuffix(stem) + ENDS[stem]]))


def _stays(names: Sequence[Words]) -> Words:
    """`` HHI and CO2 do not change.``"""
    if not names:
        return NOTHING
    verb = "do" if len(names) > 1 else "does"
    said = listed([name.en for name in names]).en
    return Words(
        f" {said[:1].upper()}{said[1:]} {verb} not change.",
        f"{'・'.join(name.ja for name in names)}は変わらない。",
    )


def weighed(worth: Money, sum_: float, parts: Parts) -> tuple[Words, float] | None:
    """The weighted sum with its name; none where it is the cash."""
    if abs(sum_ - parts.cash) < HALF_USD and not _weighs_more(worth):
        return None
    return Words("the weighted sum", "加重和"), sum_


def _weighs_more(worth: Money) -> bool:
    """Whether more than cost counts."""
    return any(value for aim, value in worth.weights.items() if aim != COST)


def _points(value: float) -> Words:
    """``47``, ``0.31``."""
    return Words(bare(rounded(value)), bare(rounded(value)))


def _carbon(kt: float) -> Words:
    """``15 kt``, ``120 t``."""
    said = f"{bare(rounded(1e3 * kt))} t" if kt < 1 else f"{bare(rounded(kt))} kt"
    return Words(said, said)


def _tonnes(value: float) -> Words:
    return Words(tonnes(value), tonnes(value))
