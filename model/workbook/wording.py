"""What the reader of a workbook is told, in English and Japanese: expectations and near names."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from math import isclose

from model.errors import Words
from model.tolerances.shown import WRITTEN_OUT
from model.workbook.periods import end_of
from model.workbook.schema import Column

NOTHING = Words("", "")

UNCALCULATED = Words(
    "its formula has no stored value: open the workbook in Excel, save it, run again.",
    "数式の計算結果が保存されていません。Excel で開いて保存してから再実行してください。",
)


def plain(value: object) -> str:
    """Text as compared: full-width characters made half-width, no spaces around it."""
    text = str(value)
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def near(text: object, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The name most like ``text``, if any is near: without regard to case, width and spaces."""
    wanted = plain(text).casefold()
    folded = {plain(name).casefold(): name for name in names}
    alike = [n for n in folded if 2 * min(len(n), len(wanted)) >= cutoff * len(n + wanted)]
    match = difflib.get_close_matches(wanted, alike, n=1, cutoff=cutoff) if alike else []
    return folded[match[0]] if match else None


def same(text: object, names: Iterable[str]) -> str | None:
    """The name that differs from ``text`` by nothing but case, width and spaces, if any does."""
    wanted = plain(text).casefold()
    return next((name for name in names if plain(name).casefold() == wanted), None)


def did_you_mean(text: object, names: Iterable[str]) -> Words:
    """`` Did you mean KAZ?`` or nothing, to be put behind a sentence."""
    name = near(text, names)
    return Words(f" Did you mean {name}?", f"{name} ではありませんか。") if name else NOTHING


def year_list(years: Iterable[float]) -> str:
    """Years or periods for the reader, runs closed up: ``2027, 2030-2035``."""
    runs: list[list[float]] = []
    for year in years:
        if runs and isclose(year, end_of(runs[-1][-1])):
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in runs)


def expectation(column: Column) -> Words:
    """What a cell of this column should hold: ``a number in USD/kg, at least 0``."""
    if column.kind == "choice":
        words = ", ".join(column.choices)
        return Words(f"one of {words}", f"{'、'.join(column.choices)} のいずれか")
    if column.kind == "link":
        return Words(f"a name from sheet {column.to}", f"シート {column.to} にある名前")
    if column.kind == "mineral":
        return Words("a mineral named on sheet Materials", "シート Materials にある鉱種")
    if column.kind in ("key", "text"):
        return Words("a name", "名前") if column.kind == "key" else Words("text", "文字列")
    if column.kind == "period":
        return Words(
            "a year (2027), a quarter (2027Q3) or a month (2027-07)",
            "年（2027）、四半期（2027Q3）または月（2027-07）",
        )
    return _number_expectation(column)


def _number_expectation(column: Column) -> Words:
    noun, bounds = _noun(column), _bounds(column)
    remarks = "、".join(part for part in (_unit_ja(column), bounds.ja) if part)
    return Words(
        f"{noun.en}, {bounds.en}" if bounds.en else noun.en,
        f"{noun.ja}（{remarks}）" if remarks else noun.ja,
    )


def _noun(column: Column) -> Words:
    """``a number in USD/kg``, ``a year``, ``a share of imports``."""
    unit = "" if _is_range(column.unit) else column.unit
    if unit == "year":
        return Words("a year", "西暦年")
    if unit.startswith("share") and "/" not in unit:
        return Words(f"a {unit}", "比率")
    what = (
        Words("a whole number", "整数") if column.kind == "integer" else Words("a number", "数値")
    )
    if unit.startswith("as "):
        return Words(f"{what.en} in the same unit {unit}", what.ja)
    return Words(f"{what.en} in {unit}" if unit else what.en, what.ja)


def _unit_ja(column: Column) -> str:
    """The unit as a remark in Japanese; empty where noun or columns beside say it."""
    unit = column.unit
    said = unit in ("year", "share") or unit.startswith("as ") or _is_range(unit)
    return "" if said else unit


def _is_range(unit: str) -> bool:
    """Whether a unit is only the range of the figures, which their bounds tell."""
    return unit[:1] == "-" or unit[:1].isdigit()


def _bounds(column: Column) -> Words:
    """``at least 0, at most 1`` in both languages; empty if any number will do."""
    en, ja = [], []
    if column.above is not None:
        en.append(f"above {figure(column.above)}")
        ja.append(f"{figure(column.above)}より大きく")
    elif column.minimum is not None:
        en.append(f"at least {figure(column.minimum)}")
        ja.append(f"{figure(column.minimum)}以上")
    if column.maximum is not None:
        en.append(f"at most {figure(column.maximum)}")
        ja.append(f"{figure(column.maximum)}以下")
    elif column.above is not None:
        ja = [f"{figure(column.above)}より大きい値"]
    return Words(", ".join(en), "".join(ja))


def figure(value: float) -> str:
    """A bound as people write it: ``0.5``, ``100,000,000``, ``0.000001``."""
    if 0 < abs(value) < WRITTEN_OUT:
        return f"{value:z.12f}".rstrip("0").rstrip(".")
    return f"{value:,.0f}" if abs(value) >= 1e6 else f"{value:zg}"


def should_hold(column: Column, why: Words = NOTHING) -> Words:
    """``it should hold a number ...`` with a reason behind it."""
    want = expectation(column)
    return Words(f"it should hold {want.en}.{why.en}", f"{want.ja}を入力してください。{why.ja}")


def amount(tonnes: float) -> str:
    """Tonnes in three figures or more, never rounded to nothing."""
    if tonnes >= 1e15:
        return f"{tonnes:.3g}"
    if tonnes >= 100:
        return f"{tonnes:,.0f}"
    return f"{tonnes:.1f}" if tonnes >= 1 else f"{tonnes:z.2g}"


def plain_figure(value: float) -> str:
    """A figure as it stands in a cell, thousands set apart: ``0.712``, ``940,000``."""
    if 0 < abs(value) < WRITTEN_OUT:
        return figure(value)
    return f"{value:z,.10g}"
