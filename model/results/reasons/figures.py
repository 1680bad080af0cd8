"""Table Sensitivity: the doubtful figures the plan hangs on, and what is lost if they are wrong."""

from __future__ import annotations

from typing import Any

import pandas as pd

from model.case import Case
from model.errors import Words
from model.reasons import Figure, Reasons
from model.results.phrases import bare, beside, money, rounded, tonnes

FIELDS = {
    "price": Words("price", "価格"),
    "freight": Words("freight", "運賃"),
    "co2": Words("CO2 factor", "CO2原単位"),
    "capacity": Words("capacity", "上限・能力"),
    "capacity_share": Words("share of demand", "需要比の上限"),
    "first_year": Words("start", "開始年"),
    "demand": Words("demand", "需要"),
    "max_stock": Words("largest stock", "在庫上限"),
    "holding_cost": Words("holding cost", "保管費"),
    "shortage_cost": Words("cost of shortage", "不足の損失"),
    "storage_loss": Words("storage loss", "保管ロス率"),
    "cost": Words("cost of the step", "工程費"),
    "yield": Words("yield", "歩留まり"),
    "share": Words("share of origin", "原産国の比率"),
}
LITTLE = 0.0005
"""Million USD that are no loss."""

UNITS = {
    "share of the material's demand": Words("of demand", "（需要比）"),
    "t, all years": Words("t in all years", "t（全期間）"),
    "share": Words("", ""),
    "share/yr": Words("a year", "/年"),
    "USD/kg of output": Words("USD/kg of output", "USD/kg（産出）"),
    "t/yr of output": Words("t/yr of output", "t/年（産出）"),
    "t/yr": Words("t/yr", "t/年"),
    "USD/kg/yr": Words("USD/kg/yr", "USD/kg/年"),
    "year": Words("", "年"),
}
"""Units as they stand in a sentence, where that is another way than in the table."""


def sensitivity(case: Case, reasons: Reasons) -> pd.DataFrame:
    """Every figure of grade B or C, the one whose error costs most first."""
    columns = [
        *("rank", "cell", "name", "field", "field_ja", "grade", "value", "unit", "low", "high"),
        *("down_to", "up_to", "change", "change_ja", "tonnes", "loss_low", "loss_high", "loss"),
        *("sentence", "sentence_ja"),
    ]
    rows = [_row(case, rank, figure) for rank, figure in enumerate(reasons.figures, 1)]
    return pd.DataFrame(rows, columns=columns)


def _row(case: Case, rank: int, figure: Figure) -> tuple[Any, ...]:
    field, losses = FIELDS[figure.field], figure.lost
    known = [loss for loss in losses if loss is not None]
    worst = max(known) if len(known) == 2 else None
    side = _worse(figure)
    return (
        *(rank, figure.cell, figure.name, figure.field, field.ja, figure.grade, figure.value),
        *(figure.unit, figure.low, figure.high, figure.down_to, figure.up_to),
        *(*_change(figure, side), figure.tonnes[side], *losses, worst, *_words(figure, side)),
    )


def _worse(figure: Figure) -> int:
    """The end of the range that matters more: 0 low, 1 high."""
    size = [float("inf") if loss is None else loss for loss in figure.lost]
    if size[0] == size[1]:
        return int(figure.tonnes[1] > figure.tonnes[0])
    return int(size[1] > size[0])


def _change(figure: Figure, side: int) -> Words:
    """What moves most at an end of the range."""
    supply, change = figure.most[side]
    if abs(change) < 0.5e-3:
        return Words("nothing changes", "変化なし")
    end = _value(figure, (figure.low, figure.high)[side])
    sign = "+" if change > 0 else "-"
    return Words(
        f"at {end} {supply} {sign}{tonnes(abs(change))}",
        f"{end} なら {supply} {sign}{tonnes(abs(change))}",
    )


def _value(figure: Figure, value: float) -> str:
    if figure.unit == "year":
        return f"{value:.0f}"
    if value in (figure.value, figure.low, figure.high):
        return bare(rounded(value, 4))
    return beside(value, figure.value)


def _words(figure: Figure, side: int) -> Words:
    field, loss = FIELDS[figure.field], figure.lost[side]
    end, now = _value(figure, (figure.low, figure.high)[side]), _value(figure, figure.value)
    unit = UNITS.get(figure.unit, Words(figure.unit, figure.unit))
    en, ja = (f" {unit.en}" if unit.en else ""), unit.ja
    ja = ja if ja[:1] in "（/年" else f" {ja}"
    head = Words(
        f"{figure.name}, {field.en} ({figure.cell}, grade {figure.grade}): {_turns(figure).en}",
        f"{figure.name} の{field.ja}（{figure.cell}、確度{figure.grade}）: {_turns(figure).ja}",
    )
    if loss is None:
        return Words(f"{head.en} If it is {end}{en} and not {now}, the plan cannot be held.",
                     f"{head.ja}{now} でなく {end}{ja} なら計画を維持できない。")  # fmt: skip
    if loss < LITTLE:
        return Words(f"{head.en} Holding the plan loses nothing in its range.",
                     f"{head.ja}想定範囲内では計画を維持しても損失なし。")  # fmt: skip
    worth, change = money(loss), _change(figure, side)
    return Words(
        f"{head.en} If it is {end}{en} and not {now}, holding the plan loses {worth.en}"
        f" ({change.en}).",
        f"{head.ja}{now} でなく {end}{ja} なら、計画を維持すると{worth.ja}の損失（{change.ja}）。",
    )


def _turns(figure: Figure) -> Words:
    """How far the figure must move before the plan changes."""
    down, up = figure.down_to, figure.up_to
    if figure.unit == "year" and up is not None:
        return Words(f"the plan changes if it is {up:.0f} or later.",
                     f"{up:.0f}年以降だと計画が変わる。")  # fmt: skip
    if figure.value in (down, up):
        return Words("any change moves the plan.", "わずかな変化でも計画が変わる。")
    if down is None and up is None:
        return Words("no value in its range moves the plan.", "想定範囲内では計画は同じ。")
    ends = [_value(figure, end) for end in (down, up) if end is not None]
    if down is not None and up is not None:
        return Words(f"the plan changes below {ends[0]} and above {ends[1]}.",
                     f"{ends[0]} 未満または {ends[1]} 超で計画が変わる。")  # fmt: skip
    if down is not None:
        return Words(f"the plan changes below {ends[0]}.", f"{ends[0]} 未満で計画が変わる。")
    return Words(f"the plan changes above {ends[0]}.", f"{ends[0]} 超で計画が変わる。")
