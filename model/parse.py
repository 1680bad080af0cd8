"""One cell to one value: every kind of column has a parser that returns the value or the reason."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection
from typing import Any

from model.cells import Cell, plain
from model.errors import Words
from model.implied import ANY
from model.schema import Column
from model.words import did_you_mean, should_hold

OK = Words("", "")


def parse(
    column: Column, cell: Cell, names: Collection[str], noun: str = "mineral"
) -> tuple[Any, Words]:
    """The value of a filled cell and ``OK``, or ``None`` and what should stand there.

    ``names`` are the words a link or mineral may name, ``noun`` says what they are.
    """
    if cell.formula and cell.value is None:
        return None, Words(
            "its formula has no stored value: open the workbook in Excel, save it, run again.",
            "数式の値が保存されていません。Excel で開いて保存してから再実行してください。",
        )
    if cell.error:
        return None, should_hold(column, Words(" It is an Excel error.", "Excel のエラー値です。"))
    if column.kind in ("number", "integer", "years"):
        return _number(column, cell.value)
    return _text(column, cell.value, names, noun)


def looks_like(text: str) -> float | None:
    """The number a text looks like (full-width digits, thousands commas, spaces, %), if any."""
    bare = plain(text).replace(",", "").replace(" ", "").replace("\u3001", "")
    percent = bare.endswith("%")
    try:
        value = float(bare.removesuffix("%"))
    except ValueError:
        return None
    return value / 100 if percent else value


def _number(column: Column, value: Any) -> tuple[Any, Words]:
    if isinstance(value, bool | datetime.date | datetime.time):
        return None, should_hold(column)
    if isinstance(value, str):
        number = looks_like(value)
        if number is None:
            return None, should_hold(column)
        return None, should_hold(
            column,
            Words(
                f" This is text that looks like {number:.10g}: type it as a number.",
                f"{number:.10g} に見える文字列です。数値として入力してください。",
            ),
        )
    number = float(value)
    outside = (
        not math.isfinite(number)
        or (column.minimum is not None and number < column.minimum)
        or (column.maximum is not None and number > column.maximum)
        or (column.above is not None and number <= column.above)
        or (column.kind == "integer" and not number.is_integer())
    )
    if outside:
        return None, should_hold(column)
    return (int(number) if column.kind == "integer" else number), OK


def _text(column: Column, value: Any, names: Collection[str], noun: str) -> tuple[Any, Words]:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if column.kind == "text":
        return text.strip(), OK
    if column.kind == "key":
        if text != text.strip():
            return None, Words(
                "it should hold a name without spaces before or after it.",
                "前後に空白のない名前を入力してください。",
            )
        return text, OK
    allowed = column.choices if column.kind == "choice" else names
    if text in allowed or allowed is ANY:
        return text, OK
    hint = did_you_mean(text, allowed)
    if column.kind == "choice":
        return None, should_hold(column, hint)
    where = column.to or "Materials"
    return None, Words(
        f"no {noun} on sheet {where} has that name.{hint.en}",
        f"シート {where} にその名前はありません。{hint.ja}",
    )
