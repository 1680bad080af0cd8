"""How a figure is called odd: beside what, by how much, and whether its row says it was checked."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from model.errors import InputWarning, Words
from model.tolerances.figures import TIMES_EXACTLY
from model.workbook.schema import Row
from model.workbook.wording import NOTHING, amount

CHECKED = re.compile(r"(?:checked|確認済み?)\s*([^:;。]*):", re.IGNORECASE)
"""``checked price, freight: why`` in a note; the names are those of columns."""
MOST_TIMES = 1e9
"""Times another figure that are reported; more say nothing more."""


def odd(
    row: Row, column: str | int, found: object, why: Words, note: Any = None, name: str = ""
) -> InputWarning:
    """A warning at the cell of a row, explained if the row's note says that the figure was checked.

    ``note`` is another row whose note counts, ``name`` what the figure is called there.
    """
    noted = row if note is None else note
    said, called = getattr(noted, "note", ""), name or str(column)
    explained = said if is_checked(said, called) else ""
    noted_as = called if hasattr(noted, "note") else ""
    return InputWarning(row.at.sheet, row.at.cell(column), found, why, explained, noted_as)


def is_checked(note: str, column: str) -> bool:
    """Whether a note says ``checked <column>: ...``, in English or Japanese."""
    plain = unicodedata.normalize("NFKC", note)
    names = (name for group in CHECKED.findall(plain) for name in re.split(r"[\s,、・]+", group))
    return column.casefold() in {name.casefold() for name in names}


def median(values: Iterable[float]) -> float:
    """The middle of what is above 0, between two by ratio; 0 if there is nothing."""
    ordered = sorted(value for value in values if value > 0)
    if not ordered:
        return 0.0
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else math.sqrt(ordered[half - 1] * ordered[half])


def references(values: Mapping[str, float]) -> dict[str, float]:
    """What each figure is held against: the median of all; of two, the other; 0 if it is alone."""
    if len(values) == 2:
        (one, first), (other, second) = values.items()
        return {one: second, other: first}
    middle = median(values.values()) if len(values) > 2 else 0.0
    return dict.fromkeys(values, middle)


def is_off(value: float, reference: float, times: float) -> bool:
    """Whether a figure is so many times another or more, or so many times less."""
    if reference <= 0:
        return False
    return value >= reference * times * (1 - TIMES_EXACTLY) or value * times <= reference * (
        1 + TIMES_EXACTLY
    )


def off(value: float, reference: float, what: Words, unit: str, hint: Words = NOTHING) -> Words:
    """``that is 690 times the median of ... (3.3 USD/kg): USD/t instead of USD/kg?``."""
    shown = f"{amount(reference)} {unit}"
    ask_en = f": {hint.en}?" if hint.en else "."
    ask_ja = f"{hint.ja}ではありませんか。" if hint.ja else ""
    if value <= 0:
        return Words(f"{what.en} is {shown}{ask_en}", f"{what.ja}は {shown} です。{ask_ja}")
    if value < reference:
        by = ratio(reference / value)
        return Words(
            f"that is 1/{by} of {what.en} ({shown}){ask_en}",
            f"{what.ja}（{shown}）の{by}分の1です。{ask_ja}",
        )
    by = ratio(value / reference)
    return Words(
        f"that is {by} times {what.en} ({shown}){ask_en}",
        f"{what.ja}（{shown}）の{by}倍です。{ask_ja}",
    )


def ratio(value: float) -> str:
    """``690``, ``1,000``, ``3.2``; beyond what anybody counts ``1,000,000,000+``."""
    if value > MOST_TIMES:
        return f"{MOST_TIMES:,.0f}+"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
