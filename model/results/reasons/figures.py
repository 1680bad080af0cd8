"""Table Sensitivity: breakpoints of uncertain figures, and what is lost if they are wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from model.case import Case
from model.case.costs import CHARGES
from model.errors import Words
from model.explain.explanations import Figure, Money, Reasons
from model.planning.solution import Solution
from model.results.phrases import bare, beside, capital, known, rounded, tonnes
from model.results.reasons import parts
from model.results.reasons.parts import NOTHING
from model.tolerances.shown import HALF_KILOGRAM
from model.workbook.aims import COST
from model.workbook.periods import time_name

FIELDS = {
    **{charge.column: charge.figure for charge in CHARGES},
    "co2": Words("CO2 factor", "CO2原単位"),
    "grid_co2": Words("grid CO2 factor", "電力のCO2係数"),
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
LITTLE = 0.05
"""Million USD that are shown as 0.0: no loss."""

MATTERS = 0.001
"""Part of what the plan costs from which on a smaller loss matters all the same."""

NO_CONTRACTS = Words(
    "No option is under contract: all purchases adapt, so only the stock that is held can lose."
    " Losses need contracts (column commitment of sheet Supply).",
    "契約の供給元がなく、購入はすべて調整できるため、損失が出るのは維持する在庫だけ。"
    "損失の評価には契約（シートSupplyのcommitment列）が必要。",
)
SPOT_HELD = Words(
    "No option is under contract, so a plan that is held fixes only its stock. A difference of zero"
    " does not mean that contracts carry no risk.",
    "契約の供給元がないため、「計画維持」が縛るのは在庫だけ（差がないのは契約がないため）。",
)
NOTHING_TO_CHECK = Words(
    "No figure needs checking first: no error within its range costs as much as 0.1 million USD or"
    " a thousandth of the plan's cost.",
    "優先して確かめる数値はない。どの数値も、想定範囲内の誤りの損失は0.1百万USDにも計画費用の"
    "1000分の1にも満たない。",
)
ONE_SCALE = Words(
    "HHI and CO2 count at the plan's own prices (AimPrices). In a new run under 'balanced' all"
    " minerals share one scale, so another mineral's tonnes may move, too.",
    "HHIとCO2は計画自身の換算値（AimPrices）で数える。目的balancedで計画を立て直すと、全鉱種が"
    "1つの尺度を共有するため、他の鉱種の数量も動くことがある。",
)

NO_LOSS = Words(
    "Keeping the plan costs nothing more within this range.",
    "想定範囲内では、計画を維持しても損失はない。",
)
NO_LOSS_SPOT = Words(
    "Nothing is under contract, so keeping the plan costs nothing more.",
    "契約がないため、計画を維持しても損失はない。",
)
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


def all_spot(case: Case, mineral: str = "") -> bool:
    """Whether nothing is under contract: no option at all, or none of a mineral."""
    return not any(
        row.commitment == "contract" and mineral in ("", case.mineral_of(s))
        for s, row in case.supplies.items()
    )


def matters(case: Case, cost: float, figure: Figure) -> bool:
    """Whether a wrong figure loses enough to be checked first: more than is shown as nothing."""
    most = max((loss for loss in figure.lost if loss is not None), default=0.0)
    cannot = any(loss is None for loss in figure.lost)
    return cannot or most >= LITTLE or (most > LITTLE / 100 and most > MATTERS * cost)


def sensitivity(case: Case, solution: Solution, reasons: Reasons) -> pd.DataFrame:
    """Every figure of grade B or C, the one whose error costs most first.

    ``rank`` is blank where an error loses nothing worth the name; losses are blank where there is
    no contract that could lose anything.
    """
    columns = [
        *("rank", "cell", "sentence", "sentence_ja", "value", "unit", "low", "high", "down_to"),
        *("up_to", *parts.columns("loss_"), "loss", "name", "field", "field_ja", "grade"),
        *("change", "change_ja", "tonnes", "changed", *parts.columns("then_")),
        *("loss_low", "loss_high"),
    ]
    cost = solution.aims[COST]
    ranked = [figure for figure in reasons.figures if matters(case, cost, figure)]
    rest = [figure for figure in reasons.figures if not matters(case, cost, figure)]
    bought = {s: sum(solution["imports"][s, t] for t in case.years) for s in case.supplies}
    told = _Telling(case, reasons.money, bought)
    rows = [_row(told, rank, figure) for rank, figure in enumerate(ranked, 1)]
    rows += [_row(told, None, figure) for figure in rest]
    return pd.DataFrame(rows, columns=columns).astype({"rank": "Int64"})


class _Telling(NamedTuple):
    """What sentences need beside a figure: the case, what aims are worth, what each option sells in
    all years of the plan.
    """

    case: Case
    worth: Money
    bought: Mapping[str, float]


def _row(telling: _Telling, rank: int | None, figure: Figure) -> tuple[Any, ...]:
    field, losses = FIELDS[figure.field], figure.lost
    sizes = [loss for loss in losses if loss is not None]
    worst = max(sizes) if len(sizes) == 2 else None
    side = _worse(figure)
    words = _words(telling, figure, side)
    moved = (figure.tonnes[side], figure.changed[side])
    lost = (*parts.values(figure.parts[side]), worst, *losses)
    if rank is None and _free(telling.case, figure):
        lost = (None,) * len(lost)
    return (
        *(rank, figure.cell, *words, figure.value, figure.unit, figure.low, figure.high),
        *(figure.down_to, figure.up_to, *lost[:-2], figure.name, figure.field, field.ja),
        *(figure.grade, *_change(figure, side), *moved, *parts.values(figure.then[side])),
        *lost[-2:],
    )


def _free(case: Case, figure: Figure) -> bool:
    """Whether nothing can be lost as there is no contract."""
    mineral = case.mineral_of(figure.name) if figure.name in case.supplies else ""
    return all_spot(case, mineral)


def _worse(figure: Figure) -> int:
    """The end of the range that matters more: 0 low, 1 high."""
    size = [float("inf") if loss is None else loss for loss in figure.lost]
    if size[0] == size[1]:
        return int(figure.tonnes[1] > figure.tonnes[0])
    return int(size[1] > size[0])


def _change(figure: Figure, side: int) -> Words:
    """What moves most at an end of the range."""
    if abs(figure.most[side][1]) < HALF_KILOGRAM:
        return Words("nothing changes", "変化なし")
    end, change = _value(figure, (figure.low, figure.high)[side]), _one_change(figure.most[side])
    return Words(f"at {end} {change}", f"{end} なら {change}")


def _value(figure: Figure, value: float) -> str:
    if figure.unit == "year":
        return time_name(value)
    if value in (figure.value, figure.low, figure.high):
        return bare(rounded(value, 4))
    return beside(value, figure.value)


def _words(telling: _Telling, figure: Figure, side: int) -> Words:
    """Where the figure turns the plan, what the best plan is then, and what holding it loses."""
    field, loss, name = FIELDS[figure.field], figure.lost[side], known(telling.case, figure.name)
    head = Words(
        f"{name.en}, {field.en} ({figure.cell}, grade {figure.grade}): {_turns(figure).en}",
        f"{name.ja}の{field.ja}（{figure.cell}、確度{figure.grade}）: {_turns(figure).ja}",
    )
    if loss is None:
        end = _instead(figure, side)
        return Words(f"{head.en} The plan cannot be held at {end.en}.",
                     f"{head.ja}{end.ja} なら計画を維持できない。")  # fmt: skip
    losses = [one for one in figure.lost if one is not None]
    if max(losses) < LITTLE / 100:
        both = [_then_words(telling, figure, end) for end in (0, 1)]
        none = NO_LOSS_SPOT if _free(telling.case, figure) else NO_LOSS
        return Words(
            f"{head.en}{''.join(one.en for one in both)} {none.en}",
            f"{head.ja}{''.join(one.ja for one in both)}{none.ja}",
        )
    then = _then_words(telling, figure, side)
    told = parts.apart(figure.parts[side])
    total = parts.weighed(telling.worth, loss, figure.parts[side])
    return Words(
        f"{head.en}{then.en} {capital(told.en)}{total.en} if this plan is kept instead.",
        f"{head.ja}{then.ja}代わりにこの計画を維持すると、{told.ja}{total.ja} 変わる。",
    )


def _instead(figure: Figure, side: int) -> Words:
    """``6.8 USD/kg instead of 3.35``."""
    end, now = _value(figure, (figure.low, figure.high)[side]), _value(figure, figure.value)
    unit = UNITS.get(figure.unit, Words(figure.unit, figure.unit))
    ja = unit.ja if unit.ja[:1] in "（/年" else f" {unit.ja}"
    en = f" {unit.en}" if unit.en else ""
    return Words(f"{end}{en} instead of {now}", f"{now} でなく {end}{ja}")


def _then_words(telling: _Telling, figure: Figure, side: int) -> Words:
    """What the best plan is at an end of the range, against the plan now; nothing if the same."""
    most = figure.most[side]
    if abs(most[1]) < HALF_KILOGRAM and figure.changed[side] < HALF_KILOGRAM:
        return NOTHING
    told, end = parts.apart(figure.then[side]), _instead(figure, side)
    moved, name = tonnes(figure.changed[side]), known(telling.case, most[0])
    change = _plus(most[1])
    to = telling.bought.get(most[0], 0.0) + most[1]
    to = 0.0 if to < HALF_KILOGRAM else to
    return Words(
        f" {capital(told.en)} in the best plan at {end.en}. It buys {moved} differently, up and"
        f" down ({name.en} by {change} to {tonnes(to)}).",
        f"{end.ja} のときの最良の計画では、{told.ja} 変わる。調達量は増減の合計で{moved}変わる"
        f"（{name.ja}は {change} で {tonnes(to)}）。",
    )


def _one_change(most: tuple[str, float]) -> str:
    return f"{most[0]} {_plus(most[1])}"


def _plus(value: float) -> str:
    return f"{'+' if value > 0 else '-'}{tonnes(abs(value))}"


def _turns(figure: Figure) -> Words:
    """The breakpoints of the figure: from which values on the plan changes."""
    down, up = figure.down_to, figure.up_to
    if figure.unit == "year" and up is not None:
        return Words(f"the plan changes if it is {time_name(up)} or later.",
                     f"{time_name(up)}年以降だと計画が変わる。")  # fmt: skip
    if figure.value in (down, up):
        return Words("even a small change of this figure changes the plan.",
                     "この値がわずかに変わるだけで計画が変わる。")  # fmt: skip
    if down is None and up is None:
        return Words("no value in its range changes the plan.", "想定範囲内では計画は変わらない。")
    ends = [_value(figure, end) for end in (down, up) if end is not None]
    if down is not None and up is not None:
        return Words(f"the plan changes below {ends[0]} and above {ends[1]}.",
                     f"{ends[0]} 未満または {ends[1]} 超で計画が変わる。")  # fmt: skip
    if down is not None:
        return Words(f"the plan changes below {ends[0]}.", f"{ends[0]} 未満で計画が変わる。")
    return Words(f"the plan changes above {ends[0]}.", f"{ends[0]} 超で計画が変わる。")
