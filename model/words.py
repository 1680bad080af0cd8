"""What the reader of a workbook is told, in English and Japanese: expectations and near names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from model.cells import plain
from model.errors import Words
from model.schema import Column


def near(text: object, names: Iterable[str]) -> str | None:
    """The name most like ``text``, if any is near: without regard to case, width and spaces."""
    folded = {plain(name).casefold(): name for name in names}
    match = difflib.get_close_matches(plain(text).casefold(), folded, n=1, cutoff=0.6)
    return folded[match[0]] if match else None


def did_you_mean(text: object, names: Iterable[str]) -> Words:
    """`` Did you mean KAZ?`` or nothing, to be put behind a sentence."""
    name = near(text, names)
    return Words(f" Did you mean {name}?", f"{name} ではありませんか。") if name else Words("", "")


def expectation(column: Column) -> Words:
    """What a cell of this column should hold: ``a number in USD/kg, at least 0``."""
    if column.kind == "choice":
        words = ", ".join(column.choices)
        return Words(f"one of {words}", f"次のいずれか: {words}")
    if column.kind == "link":
        return Words(f"a name from sheet {column.to}", f"シート {column.to} にある名前")
    if column.kind == "mineral":
        return Words("a mineral named on sheet Materials", "シート Materials にある鉱種")
    if column.kind in ("key", "text"):
        return Words("a name", "名前") if column.kind == "key" else Words("text", "文字列")
    return _number_expectation(column)


def _number_expectation(column: Column) -> Words:
    whole = column.kind == "integer"
    en = "a year" if column.unit == "year" else "a whole number" if whole else "a number"
    ja = "年" if column.unit == "year" else "整数" if whole else "数値"
    if column.unit and column.unit != "year":
        en, ja = f"{en} in {column.unit}", f"{ja}（{column.unit}）"
    if column.above is not None:
        en, ja = f"{en}, above {column.above:g}", f"{ja}、{column.above:g} より大きい値"
    elif column.minimum is not None:
        en, ja = f"{en}, at least {column.minimum:g}", f"{ja}、{column.minimum:g} 以上"
    if column.maximum is not None:
        en, ja = f"{en}, at most {column.maximum:g}", f"{ja}、{column.maximum:g} 以下"
    return Words(en, ja)


NOTHING = Words("", "")


def should_hold(column: Column, why: Words = NOTHING) -> Words:
    """``it should hold a number ...`` with a reason behind it."""
    want = expectation(column)
    return Words(f"it should hold {want.en}.{why.en}", f"{want.ja}を入力してください。{why.ja}")
