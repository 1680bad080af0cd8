"""What the tables and columns of the results are called in Japanese, their units and formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from model.case.costs import CHARGES, Charge
from model.workbook.aims import AIM_OF, BESIDE_COST, CO2, CONCENTRATION, RESERVE, SHORTAGE
from model.workbook.layout import Supply


class Label(NamedTuple):
    """Japanese name, unit and number format of a column."""

    ja: str
    unit: str = ""
    shown: str = "General"


YEAR, TONNES, FACTOR = "0", "#,##0.0", "#,##0.00"
MONEY, SHARE, HHI = "#,##0.00", "0.0%", "#,##0"
PRICE = "#,##0.00"
CHANGE_MONEY, CHANGE_HHI, CHANGE_TONNES, CHANGE_SHARE = (
    f"+{f};-{f};{f}" for f in (MONEY, HHI, TONNES, SHARE)
)
WRAPPED = "@"
"""Of words that take several lines."""
FINE = "#,##0.00####"
"""Of figures that may be very small, or of any unit."""

SHOWN = {aim.name: f"#,##{0:.{aim.decimals}f}" for aim in AIM_OF.values()}
CHANGED = {name: f"+{shown};-{shown};{shown}" for name, shown in SHOWN.items()}
"""Number formats of the aims, and of their changes."""


STATUSES = "solved | rules broken | no plan | could not be solved | incomplete"


def _parts(
    prefix: str, suffix: str, ja: str, en: str, *, fine: bool = False
) -> Mapping[str, Label]:
    """Labels of the columns that tell cash, HHI, CO2, shortage and reserve apart."""
    named = {
        "cash": ("支払", "million USD paid, present value,", CHANGE_MONEY),
        **{a: (AIM_OF[a].named.ja, AIM_OF[a].unit, CHANGED[a]) for a in BESIDE_COST},
        SHORTAGE: ("不足", "t short", CHANGE_TONNES),
        RESERVE: ("備蓄不足", "t missing to the reserve", CHANGE_TONNES),
    }
    return {
        f"{prefix}{name}{suffix}": Label(f"{ja}{what}", f"{unit} {en}", FINE if fine else shown)
        for name, (what, unit, shown) in named.items()
    }


def _as_supplied(charge: Charge) -> Label:
    """A charge is called as in sheet Supply."""
    column = Supply.SHEET.column(charge.column)
    return Label(column.ja, column.unit, SHARE if charge.duty else PRICE)


LABELS: Mapping[str, Label] = {
    "year": Label("年", "", YEAR),
    "mineral": Label("鉱種"),
    "material": Label("品目"),
    "supply": Label("供給元"),
    "country": Label("国"),
    "route": Label("製法"),
    "status": Label("状況"),
    "commitment": Label("契約・スポットの別"),
    "confidence": Label("確度", "A | B | C"),
    "tonnes": Label("数量", "t", TONNES),
    "share_of_demand": Label("需要に対するシェア", "share of demand", SHARE),
    "cost": Label("費用", "million USD", MONEY),
    "co2": Label("CO2排出量", "t CO2", TONNES),
    "capacity": Label("上限（空欄は無制限）", "t", TONNES),
    "min_take": Label("引取義務量", "t", TONNES),
    **{charge.column: _as_supplied(charge) for charge in CHARGES},
    "co2_factor": Label("CO2原単位", "kg CO2/kg", FACTOR),
    "demand": Label("需要", "t", TONNES),
    "imports": Label("調達量（リサイクル・国内産を含む）", "t", TONNES),
    "converted_in": Label("転換による産出", "t", TONNES),
    "converted_out": Label("転換への投入", "t", TONNES),
    "stock_start": Label("期首在庫", "t", TONNES),
    "stock_loss": Label("保管ロス", "t", TONNES),
    "stock_end": Label("期末在庫", "t", TONNES),
    "reserve_target": Label("備蓄目標", "t", TONNES),
    "reserve_gap": Label("備蓄の不足", "t", TONNES),
    "shortage": Label("需要の不足", "t", TONNES),
    "basis": Label("集計の基準", "shipped | origin"),
    "hhi": Label("集中度（需要シェア）", "HHI 0-10000", HHI),
    "import_hhi": Label("集中度（輸入シェア）", "HHI 0-10000", HHI),
    "largest_country": Label("最大の国"),
    "largest_share": Label("最大の国のシェア", "share of demand", SHARE),
    "part": Label("内訳"),
    "present_value": Label("現在価値", "million USD", MONEY),
    "measure": Label("指標"),
    "plan": Label("計画か現状か", "plan | baseline"),
    "value": Label("値"),
    "value_high": Label("範囲の上端"),
    "unit": Label("単位"),
    "conversion": Label("転換工程"),
    "from_material": Label("投入品目"),
    "to_material": Label("産出品目"),
    "tonnes_used": Label("投入量", "t", TONNES),
    "yield": Label("歩留まり", "t/t", "0.00"),
    "unit_cost": Label("工程費", "USD/kg of output", PRICE),
    "shortage_cost": Label("不足1kg当たりの損失", "USD/kg", PRICE),
    "holding_cost": Label("保管費", "USD/kg/yr", PRICE),
    "storage_loss": Label("保管ロス率", "share/yr", SHARE),
    "initial_stock": Label("期首在庫", "t", TONNES),
    "shipped_from": Label("出荷国"),
    "origin": Label("原産国"),
    "share": Label("比率", "share", SHARE),
    "weight": Label("重み", "", FACTOR),
    "share_of_tonnes": Label("数量に占める割合", "share", SHARE),
    "share_of_cost": Label("費用に占める割合", "share", SHARE),
    "item": Label("項目"),
    "cell": Label("入力セル", "address in the input workbook"),
    "rule": Label("条件（英語）"),
    "rule_ja": Label("条件（日本語）"),
    "years": Label("年"),
    "point": Label("点", "", YEAR),
    CONCENTRATION: Label(AIM_OF[CONCENTRATION].named.ja, "HHI 0-10000", HHI),
    "chosen": Label("選んだ計画", "yes | no"),
    "scenario": Label("シナリオ"),
    "answer": Label("答え方"),
    "shortage_days": Label("不足日数", "days of demand", "#,##0.0"),
    "extra_cost": Label("追加費用", "million USD", MONEY),
    "days_to_shortage": Label("不足までの日数", "days", "#,##0"),
    "holds_from": Label("成り立つ範囲の下端", "", TONNES),
    "holds_to": Label("成り立つ範囲の上端", "", TONNES),
    "sentence": Label("説明（英語）", "", WRAPPED),
    "sentence_ja": Label("説明", "", WRAPPED),
    "kind": Label("条件の種類"),
    "name": Label("名前"),
    "cells": Label("入力セル", "addresses in the input workbook"),
    "first_year": Label("最初の年", "", YEAR),
    "last_year": Label("最後の年", "", YEAR),
    "decided": Label("人が決める条件か", "yes | no"),
    "money": Label(
        "加重和（順位の基準、請求額ではない）",
        "weighted sum, million USD, HHI and CO2 in money",
        MONEY,
    ),
    "tenth": Label("加重和: 1割緩めたときの減少", "weighted sum saved by a tenth looser", MONEY),
    "whole": Label("加重和: なければ減る額", "weighted sum saved without it, million USD", MONEY),
    "moved": Label("調達先が変わる数量", "t", TONNES),
    "gains": Label("増える調達先", "", WRAPPED),
    "loses": Label("減る調達先", "", WRAPPED),
    "other_minerals": Label("他の鉱種の動き", "t, balanced: one scale for all", WRAPPED),
    "verdict": Label("確かさ（英語）", "sure | partly sure | open | possible | out"),
    "verdict_ja": Label("確かさ"),
    "changed": Label("増減の合計（供給元・年ごと）", "t, up and down together", TONNES),
    "stock": Label(
        "なければ: 年末在庫の平均の変化", "t without it, mean of year ends", CHANGE_TONNES
    ),
    **_parts("tenth_", "", "1割緩和: ", "with a tenth looser"),
    **_parts("", "_per_unit", "1単位上げたとき: ", "per unit up", fine=True),
    **_parts("then_", "", "その値の最良計画: ", "of the best plan then"),
    **_parts("loss_", "", "計画維持の損失: ", "lost by holding the plan"),
    **_parts("change_", "", "計画との差: ", "against the plan"),
    "possible": Label("調達できる数量（全期間）", "t, all years", TONNES),
    "years_unused": Label("使わない年"),
    "years_partly": Label("一部だけ使う年"),
    "reason": Label("理由（英語）"),
    "reason_ja": Label("理由"),
    "comes_in_at": Label("採用されるFOB価格", "USD/kg", PRICE),
    "comes_in_at_co2": Label("採用されるCO2原単位", "kg CO2/kg", FACTOR),
    "tonnes_then": Label("その場合の数量", "t in that year", TONNES),
    "checked": Label("解き直して確認", "yes | no"),
    "limit": Label("上限（空欄は無制限）", "t", TONNES),
    "worth": Label("1kgの価値", "USD/kg", PRICE),
    "landed": Label("着価格", "USD/kg", PRICE),
    "hhi_charge": Label("集中度の負担（金額換算）", "USD/kg, HHI in money", PRICE),
    "co2_charge": Label("CO2の負担（金額換算）", "USD/kg, CO2 in money", PRICE),
    "rule_charge": Label("制約の負担", "USD/kg", PRICE),
    "what": Label("対象", "option | country"),
    "least": Label("最少の数量", "t, all years", TONNES),
    "most": Label("最多の数量", "t, all years", TONNES),
    "share_sure": Label("確実な割合", "least / tonnes", SHARE),
    "group": Label("入れ替え可能な組"),
    "group_least": Label("組の合計の最少", "t, all years", TONNES),
    "group_most": Label("組の合計の最多", "t, all years", TONNES),
    "alternative": Label("別案", "", YEAR),
    "planned": Label("計画の数量", "t, all years", TONNES),
    "rank": Label("順位", "", YEAR),
    "field": Label("項目（英語）"),
    "field_ja": Label("項目"),
    "grade": Label("確度", "B | C"),
    "low": Label("妥当な範囲の下端", "see column unit", FINE),
    "high": Label("妥当な範囲の上端", "see column unit", FINE),
    "down_to": Label("計画が変わる値（下側）", "see column unit, blank: never", FINE),
    "up_to": Label("計画が変わる値（上側）", "see column unit, blank: never", FINE),
    "change_ja": Label("変わる内容"),
    "loss_low": Label(
        "加重和: 下端のときの損失", "weighted sum, million USD; blank: see sentence", MONEY
    ),
    "loss_high": Label(
        "加重和: 上端のときの損失", "weighted sum, million USD; blank: see sentence", MONEY
    ),
    "loss": Label(
        "加重和: 損失（大きい方）", "weighted sum, million USD; blank: see sentence", MONEY
    ),
    "avoided": Label("その条件がなければ減る不足", "t", TONNES),
    "a_year": Label("年当たりの言い方", "see column a_year_unit", FINE),
    "a_year_unit": Label("その単位"),
    "repair": Label("修正案の番号", "", YEAR),
    "now": Label("現在の値", "see column unit"),
    "change_to": Label("変更後の値", "see column unit"),
    "role": Label("位置づけ（英語）"),
    "role_ja": Label("位置づけ"),
    "label": Label("場合", "one name for scenario and answer"),
    "name_en": Label("名称（英語）"),
    "name_ja": Label("名称"),
    "probability": Label("確率", "share", SHARE),
    "spending": Label("支出（不足損失と違反金を除く）", "million USD", MONEY),
    **{
        f"{aim.name}_change": Label(
            f"{aim.named.ja}の変化", f"{aim.unit}, against base", CHANGED[aim.name]
        )
        for aim in AIM_OF.values()
    },
    "shortage_change": Label("不足の変化", "t, against base", CHANGE_TONNES),
    "base_tonnes": Label("基本計画の数量", "t", TONNES),
    "change": Label("変化", "t, against base", CHANGE_TONNES),
    "note": Label("注記（英語）", "", WRAPPED),
    "note_ja": Label("注記", "", WRAPPED),
    "aim": Label("目的"),
    "step": Label("段階", "1, 2 further; -1 back", YEAR),
    "from_value": Label("変更前の値", "see column unit", TONNES),
    "to_value": Label("変更後の値", "see column unit", TONNES),
    "cost_a_year": Label("年当たりの費用", "million USD a year", MONEY),
    "extra_cost_a_year": Label("年当たりの追加費用", "million USD a year", MONEY),
    "reachable": Label("達成の可否", "yes | no"),
    "best": Label("その場合の最小費用", "million USD", MONEY),
    "regret": Label("リグレット（最小費用との差）", "million USD", MONEY),
    "plan_en": Label("候補計画（英語）"),
    "plan_ja": Label("候補計画"),
    "sheet": Label("シート", "of the input workbook"),
    "holds": Label("入力値"),
    "why": Label("疑わしい理由（英語）"),
    "why_ja": Label("疑わしい理由"),
    "counted": Label("件数に含むか", "yes | no"),
    "explained": Label("備考での説明"),
    "other": Label("2つ目の国"),
    "lost": Label("失われる調達量", "t", TONNES),
    "extra_spending": Label("追加支出（不足損失を除く）", "million USD, undiscounted", MONEY),
}

OWN: Mapping[tuple[str, str], Label] = {
    ("Costs", "cost"): Label("費用（割引前）", "million USD, undiscounted", MONEY),
    ("Plan", "cost"): Label("費用（割引前）", "million USD, undiscounted", MONEY),
    ("Measures", "value"): Label("値", "see column unit"),
    ("Measures", "value_high"): Label("範囲の上端", "see column unit"),
    **{
        (table, aim.name): Label(aim.full.ja, aim.unit, SHOWN[aim.name])
        for table in ("Tradeoff", "TradeoffSurface", "Curves", "Scenarios", "Alternatives")
        for aim in AIM_OF.values()
    },
    ("TradeoffMix", "tonnes"): Label("数量", "t a year, mean of the years", TONNES),
    ("Rates", "cost"): Label("前の段階からの追加費用（現在価値）", "million USD", MONEY),
    ("Curves", CONCENTRATION): Label("集中度（年平均）", "HHI 0-10000, mean of the years", HHI),
    ("Curves", "largest_share"): Label(
        "最大の国のシェア", "share of demand, mean of the years", SHARE
    ),
    ("Scenarios", "shortage"): Label("需要の不足", "t, sum of the years", TONNES),
    ("Scenarios", "reserve_gap"): Label("備蓄の不足", "t, sum of the years", TONNES),
    **{
        (table, "status"): Label("結果", STATUSES)
        for table in ("Scenarios", "Regret", "Stress", "StressOrigin", "StressPairs")
    },
    ("ScenarioHHI", CONCENTRATION): Label(
        "集中度（年平均）", "HHI 0-10000, mean of the years", HHI
    ),
    ("ScenarioHHI", CO2): Label(AIM_OF[CO2].full.ja, AIM_OF[CO2].unit, TONNES),
    ("ScenarioMix", "country"): Label("出荷国"),
    ("Regret", "cost"): Label("費用（現在価値、不足損失を含む）", "million USD", MONEY),
    ("Regret", "plan"): Label("候補計画"),
    ("Regret", "shortage"): Label("需要の不足", "t, sum of the years", TONNES),
    **{
        (table, "extra_cost"): Label(
            "追加費用（不足損失を含む）", "million USD, undiscounted", MONEY
        )
        for table in ("Stress", "StressOrigin", "StressPairs")
    },
    ("Stress", "country"): Label("出荷国"),
    ("StressOrigin", "country"): Label("原産国"),
    ("AimPrices", "price"): Label("金額換算", "million USD, present value, per unit", FINE),
    ("Rules", "value"): Label("セルの値", "see column unit"),
    ("Rules", "price"): Label(
        "加重和: セルの値を1単位上げたとき（負は減少）",
        "weighted sum, million USD per unit up",
        FINE,
    ),
    ("Rules", "tenth"): Label("加重和: 1割緩めたときの減少", "weighted sum, million USD", MONEY),
    **{
        (table, name): Label(ja, "", WRAPPED)
        for table in ("Rules", "RuleCosts", "ShortageCauses")
        for name, ja in (("rule", "条件（英語）"), ("rule_ja", "条件（日本語）"))
    },
    ("Rules", "holds_from"): Label("成り立つ範囲の下端", "see column unit", FINE),
    ("Rules", "holds_to"): Label("成り立つ範囲の上端", "see column unit", FINE),
    ("RuleCosts", "cost"): Label(
        "なければ: 費用の変化（不足損失・違反金を含む）",
        "million USD without it, losses included",
        CHANGE_MONEY,
    ),
    **{
        ("RuleCosts", name): one for name, one in _parts("", "", "なければ: ", "without it").items()
    },
    ("WhyNot", "tonnes"): Label("計画の数量（全期間）", "t, all years", TONNES),
    ("WhyNot", "year"): Label("採用に最も近い年", "", YEAR),
    ("WhyNot", "cell"): Label("価格の入力セル", "address in the input workbook"),
    **{
        (table, "co2"): Label("CO2原単位", "kg CO2/kg", FACTOR)
        for table in ("WhyNot", "WhyNotYears")
    },
    ("HowSure", "tonnes"): Label("計画の数量（全期間）", "t, all years", TONNES),
    ("Alternatives", "cost_change"): Label("費用の変化", "share of the plan's", CHANGE_SHARE),
    ("Alternatives", "moved"): Label("調達先が変わる割合", "share of supply", SHARE),
    ("AlternativeMix", "tonnes"): Label("別案の数量", "t, all years", TONNES),
    ("AlternativeMix", "change"): Label("計画との差", "t, all years", CHANGE_TONNES),
    ("Sensitivity", "value"): Label("入力値", "see column unit"),
    ("Sensitivity", "change"): Label("変わる内容（英語）"),
    ("Sensitivity", "tonnes"): Label("そのとき動く数量", "t", TONNES),
    ("Repairs", "kind"): Label("種類", "single | combined | switch off"),
    ("Repairs", "name"): Label("対象"),
    ("Repairs", "shortage"): Label("変更後も残る不足", "t, sum of the years", TONNES),
}

MEASURES: Mapping[str, str] = {
    **SHOWN,
    "cash": MONEY,
    "cost_undiscounted": MONEY,
    SHORTAGE: TONNES,
    "reserve_gap": TONNES,
    "largest_share": SHARE,
    "effective_suppliers": "0.0",
    "import_share": SHARE,
    "recycled_share": SHARE,
    "stock_cover": "#,##0.0",
}
"""Number format of a measure's value."""


def label(table: str, column: str) -> Label:
    """How a column of a table is labelled; raises ``KeyError`` if it is not told."""
    found = OWN.get((table, column)) or LABELS.get(column)
    if found is None:
        raise KeyError(f"column {column} of table {table} has no label in {__name__}.LABELS")
    return found
