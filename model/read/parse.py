"""One cell to one value: every kind of column has a parser that returns the value or the reason.

Beside a reason stands what to go on checking with: the name that is surely meant, or an unknown.
An unknown name is empty, an unknown number is not a number, so that no comparison with it holds.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from model.errors import Words
from model.read.cells import Cell
from model.read.country_names import code_hint
from model.read.years import period_of, year_meant
from model.tolerances.figures import NEXT_TO_NOTHING
from model.workbook.digits import not_below_nothing
from model.workbook.schema import UNREAD, Column
from model.workbook.wording import NOTHING, UNCALCULATED, did_you_mean, plain, same, should_hold

OK = NOTHING
NUMBERS = ("number", "integer", "years")

THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
NO_SEPARATORS = str.maketrans({" ": None, "\u3001": ",", "\u2212": "-"})
"""Spaces go; an ideographic comma and a minus sign are read as those of the keyboard."""


MOST_MONEY, MOST = 1e9, 1e15
"""Largest figures in USD, and in anything else."""

TOTALS = frozenset(
    ("total", "totals", "subtotal", "grand total", "sum", "合計", "総計", "小計", "計")
)
NO_TOTAL = Words(
    " A total among the rows would count as one of them: delete the row.",
    "合計の行も1つの行として計算に使われます。行ごと削除してください。",
)


@dataclass(frozen=True)
class Names:
    """The words a link may name, and what they are called.

    A list that is not ``complete`` (its sheet is left out, or a key on it cannot be read) allows
    any word that is not a slip of one on it.
    """

    words: Collection[str] = ()
    complete: bool = True
    noun: str = "mineral"


NO_NAMES = Names()


def unknown(column: Column) -> Any:
    """Stands for a value that cannot be read."""
    if column.kind in ("integer", "period"):
        return None
    if column.kind in ("text", "link") and not column.required:
        return UNREAD
    return math.nan if column.kind in NUMBERS else ""


def parse(column: Column, cell: Cell, names: Names = NO_NAMES) -> tuple[Any, Words]:
    """The value of a filled cell and ``OK``, or what to go on with and what should stand there."""
    if cell.uncalculated:
        return unknown(column), UNCALCULATED
    if cell.error:
        why = Words(" It is an Excel error.", "Excel のエラー値です。")
        return unknown(column), should_hold(column, why)
    if column.kind == "period":
        then = period_of(cell.value)
        return (then, OK) if then is not None else (None, period_problem(column, cell.value))
    if column.kind in NUMBERS:
        value = _as_meant(column, cell.value)
        words = number_problem(column, value)
        return (unknown(column) if words.en else _number(column, value)), words
    return _text(column, cell.value, names)


def looks_like(text: str) -> float | None:
    """The number a text looks like (full-width digits, thousands commas, spaces, %), if any.

    A comma that parts no thousands may be a decimal comma or a slip: then nobody can say.
    """
    bare = plain(text).translate(NO_SEPARATORS)
    percent = bare.endswith("%")
    bare = bare.removesuffix("%")
    if THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    if not PLAIN_NUMBER.fullmatch(bare) or not math.isfinite(float(bare)):
        return None
    return float(bare) / 100 if percent else float(bare)


def _as_meant(column: Column, value: Any) -> Any:
    """The figure without what arithmetic left over; a bound of 0 that is excluded excludes it."""
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    if column.kind == "integer" and abs(value - round(value)) < NEXT_TO_NOTHING:
        return float(round(value))
    nothing = column.above == 0 and abs(value) < NEXT_TO_NOTHING
    return 0.0 if nothing else not_below_nothing(value)


def _number(column: Column, value: float) -> float | int:
    return int(value) if column.kind == "integer" else float(value)


def number_problem(column: Column, value: Any) -> Words:
    """Why a value cannot stand in a column of numbers; ``OK`` if it can."""
    if column.unit == "year" and not _sound(column, value) and year_meant(value):
        return should_hold(column, _year_hint(value))
    if isinstance(value, str):
        return should_hold(column, _hint(column, value))
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        why = Words(
            " It is formatted as a date or time: set its format to General and type the figure"
            " again (Excel takes 1/2 for a date).",
            "日付や時刻の表示形式になっています。表示形式を「標準」にして、数値を入力し直してください"
            "（1/2 は日付とみなされます）。",
        )
        return should_hold(column, why)
    if isinstance(value, int | float) and _largest(column) < abs(value) < math.inf:
        return should_hold(column, _too_large(column))
    return OK if _sound(column, value) else should_hold(column, _percent(column, value))


def period_problem(column: Column, value: Any) -> Words:
    """Why a value names no year, quarter or month; ``OK`` if it does."""
    if period_of(value) is not None:
        return OK
    meant = year_meant(value)
    return should_hold(column, _year_hint(value) if meant else NOTHING)


def _largest(column: Column) -> float:
    """The largest figure that is no slip; beyond it a plan would be decided by rounding."""
    return MOST_MONEY if "USD" in column.unit else MOST


def _too_large(column: Column) -> Words:
    most = f"{_largest(column):,.0f}"
    return Words(f" No figure may pass {most}.", f"{most} を超える値は使えません。")


def _sound(column: Column, value: Any) -> bool:
    """Whether a value is a number within the bounds of its column."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (
        abs(value) < math.inf
        and (column.minimum is None or value >= column.minimum)
        and (column.maximum is None or value <= column.maximum)
        and (column.above is None or value > column.above)
        and (column.kind != "integer" or value == int(value))
    )


def _year_hint(value: Any) -> Words:
    """The year that may be meant: ``2027年``, ``'27``, a date or Excel's number of one."""
    year = year_meant(value)
    is_date = isinstance(value, datetime.date)
    return Words(
        f"{' It is formatted as a date or time.' if is_date else ''}"
        f" Type {year} as a number, in format General.",
        f"{'日付や時刻の表示形式になっています。' if is_date else ''}"
        f"{year} を数値（表示形式「標準」）で入力してください。",
    )


def _percent(column: Column, value: Any) -> Words:
    """How a share is typed that was typed as percent."""
    of_one = column.unit.startswith("share") and column.maximum == 1
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and of_one and 1 < value <= 100):
        return NOTHING
    share = f"{value / 100:.10g}"
    return Words(
        f" {value:.10g} % is {share}.", f"{value:.10g}% であれば {share} と入力してください。"
    )


def _hint(column: Column, text: str) -> Words:
    """What to type for a text: the number that it looks like, or nothing where it holds none."""
    number = looks_like(text)
    if number is None and not column.required and not re.search(r"\d", plain(text)):
        return Words(
            " If there is no figure, leave the cell blank.",
            "値がなければ空欄にしてください。",
        )
    if number is None or not _sound(column, number):
        return NOTHING if number is None else _percent(column, number)
    return Words(
        f" This is text that looks like {number:.10g}: type it as a number.",
        f"{number:.10g} のように見えますが文字列です。数値として入力し直してください。",
    )


def _text(column: Column, value: Any, names: Names) -> tuple[str, Words]:
    text = _as_text(value)
    if column.kind == "text":
        return text.strip(), OK
    if column.kind == "key":
        return text.strip(), _key_problem(value, text)
    if column.kind == "choice":
        if text in column.choices:
            return text, OK
        return same(text, column.choices) or "", should_hold(
            column, did_you_mean(text, column.choices)
        )
    return _named(column, text, names)


def _as_text(value: Any) -> str:
    """A value as a name: 5 whether it is typed as a number or as text."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _key_problem(value: Any, text: str) -> Words:
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return Words(
            "it should hold a name; this is a date or time. Type it with an apostrophe before it.",
            "名前を入力してください。日付や時刻になっています。先頭に ' を付けて入力してください。",
        )
    if text != text.strip():
        return Words(
            "it should hold a name without spaces before or after it.",
            "前後に空白のない名前を入力してください。",
        )
    return OK


def _named(column: Column, text: str, names: Names) -> tuple[str, Words]:
    """A link or a mineral: one of some names."""
    if text in names.words:
        return text, OK
    surely = same(text, names.words)
    if surely is None and not names.complete:
        return text.strip(), OK
    by_code = column.to == "Countries" and surely is None
    hint = code_hint(text, names.words) if by_code else did_you_mean(text, names.words)
    if surely is None and plain(text).casefold() in TOTALS:
        hint = NO_TOTAL
    where = column.to or "Materials"
    return surely or unknown(column), Words(
        f"no {names.noun} on sheet {where} has that name.{hint.en}",
        f"シート {where} にその名前はありません。{hint.ja}",
    )
