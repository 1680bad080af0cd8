"""What the sheets of the results are called in Japanese, and what each holds, in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from model.errors import Words


class About(NamedTuple):
    """Japanese title of a table and one line saying what it holds."""

    ja: str
    what: Words


ABOUT: Mapping[str, About] = {
    "Summary": About("要約", Words("The answer on one page.", "結果の要約（1ページ）。")),
    "Plan": About(
        "調達計画",
        Words(
            "Tonnes of every supply option in every year, with the input figures that price them.",
            "各供給元の年別の調達量と、その計算に使った入力値。",
        ),
    ),
    "Balance": About(
        "需給バランス",
        Words(
            "What comes in and goes out of every material in every year.",
            "品目・年ごとの入りと出、在庫、備蓄、不足。",
        ),
    ),
    "Shares": About(
        "国別シェア",
        Words(
            "Tonnes by country: shipped from, and where the metal was first produced (origin).",
            "国別の数量とシェア。出荷国（shipped）と原産国（origin）の両方で集計。",
        ),
    ),
    "Concentration": About(
        "集中度",
        Words(
            "Herfindahl-Hirschman index (HHI) and largest supplier by mineral and year.",
            "鉱種・年ごとの集中度（HHI）と最大の供給国。",
        ),
    ),
    "Costs": About(
        "費用",
        Words("Cost by year, mineral and part.", "年・鉱種・内訳ごとの費用。"),
    ),
    "Carbon": About(
        "CO2排出量",
        Words(
            "Cradle-to-gate CO2 by year, mineral, country and route or conversion.",
            "年・鉱種・国・製法（または転換工程）ごとのCO2排出量（地金の製造まで）。",
        ),
    ),
    "Measures": About(
        "指標",
        Words(
            "What was optimised (rows all/all) and its breakdown, beside today's mix (baseline).",
            "最適化した指標（all/all の行）とその内訳。baseline は現状の推計値。",
        ),
    ),
    "Warnings": About(
        "入力の警告",
        Words(
            "Figures of the input that look odd, and why. They do not stop a plan.",
            "入力のうち疑わしい値と、その理由。計画は作成します。",
        ),
    ),
    "Checks": About(
        "検算",
        Words(
            "Live formulas that recompute the results from sheet Plan and the input figures."
            " Change a tonnage on sheet Plan and see them fail.",
            "シートPlanと入力値から結果を計算し直す数式。Planの数量を変えるとFAILになります。",
        ),
    ),
    "Steps": About(
        "転換工程",
        Words("What every conversion makes and uses up.", "転換工程ごとの産出量と投入量。"),
    ),
    "Products": About("品目の入力値", Words("Input figures of the materials.", "品目の入力値。")),
    "Lookthrough": About(
        "原産国の内訳",
        Words(
            "Where metal shipped from a country was first produced; shares of a shipper add to 1.",
            "出荷国ごとの原産国の内訳。出荷国ごとに合計1。",
        ),
    ),
    "Risk": About(
        "リスク加重",
        Words(
            "Weight of a country's squared share in the HHI; 0 for the importing country.",
            "HHIで各国のシェアの2乗に掛ける重み。輸入国（自国）は0。",
        ),
    ),
    "Confidence": About(
        "数値の確度",
        Words(
            "Tonnes and cost resting on published (A), derived (B) and assumed (C) figures.",
            "公表値（A）、推計値（B）、仮定値（C）に基づく数量と費用。",
        ),
    ),
    "Run": About(
        "実行記録",
        Words("What was run, with which input and how long.", "実行環境、入力ファイル、所要時間。"),
    ),
    "Conflict": About(
        "矛盾する条件",
        Words(
            "Rules that cannot all hold. In each set at least one has to be relaxed.",
            "同時には満たせない条件。組ごとに、少なくとも1つを緩めてください。",
        ),
    ),
    "Repairs": About(
        "修正案",
        Words(
            "Any one number makes a plan possible; rows of one number belong together. Each was"
            " tried out. Capacities, yields and years are taken as given.",
            "どれか1つの番号で計画が成立します（同じ番号の行は同時に変更、すべて検証済み）。"
            "能力・歩留まり・年は所与。",
        ),
    ),
    "ShortageCauses": About(
        "不足の原因",
        Words(
            "By how much the shortage falls without one rule alone; the tonnes of several rules do"
            " not add up.",
            "条件を1つだけ外した場合に減る不足量（複数の条件の合計にはなりません）。",
        ),
    ),
    "Working": About(
        "検算の途中計算",
        Words(
            "Figures recomputed for sheet Checks; each row stands beside the same row of the sheet"
            " named above it.",
            "シートChecksのための再計算値。各行は、表題のシートの同じ行に対応します。",
        ),
    ),
    "ChartData": About(
        "グラフのデータ",
        Words(
            "The figures behind the charts on sheet Summary.", "シートSummaryのグラフの元データ。"
        ),
    ),
    "Tradeoff": About(
        "トレードオフ",
        Words(
            "Pareto plans: none is better than another in all aims.",
            "パレート最適な計画（すべての目的を同時には改善できない）。",
        ),
    ),
    "TradeoffMix": About(
        "トレードオフ各点の調達先",
        Words(
            "Tonnes by shipping country in every plan of sheet Tradeoff, mean of the years;"
            " home metal included.",
            "シートTradeoffの各計画の出荷国別数量（年平均、国内分を含む）。",
        ),
    ),
    "TradeoffSurface": About(
        "トレードオフ面の頂点",
        Words(
            "Every plan found that spans the trade-off surface; sheet Tradeoff shows those that"
            " matter.",
            "トレードオフ面を張るすべての計画。シートTradeoffはその代表。",
        ),
    ),
    "Rates": About(
        "追加費用の目安",
        Words(
            "What it costs to go further, the other aims kept at or below the plan's values."
            " Step -1 gives one step back.",
            "計画からさらに改善する費用（他の目的は計画の値以下に保つ）。-1は1段階戻す場合。",
        ),
    ),
    "Curves": About(
        "鉱種別の費用と集中度",
        Words(
            "Cost against HHI for each mineral alone, the others kept as in the plan.",
            "鉱種ごとの費用とHHIの関係（他の鉱種は計画どおり）。",
        ),
    ),
    "Scenarios": About(
        "シナリオ",
        Words(
            "What happens in each scenario, planned anew or with the plan held.",
            "各シナリオの結果（立て直し、計画維持）。",
        ),
    ),
    "ScenarioShortage": About(
        "シナリオ別の不足",
        Words(
            "Shortage and missing reserve by scenario, year and material.",
            "シナリオ・年・品目ごとの需要の不足と備蓄の不足。",
        ),
    ),
    "ScenarioMix": About(
        "シナリオ別の調達先",
        Words(
            "Tonnes by shipping country in every scenario and year, beside those of the base plan.",
            "シナリオ・年ごとの出荷国別の数量と、基本計画との差。",
        ),
    ),
    "ScenarioHHI": About(
        "シナリオ別・鉱種別の指標",
        Words(
            "Concentration, CO2 and spending of every mineral by scenario.",
            "シナリオ・鉱種ごとの集中度、CO2、支出。",
        ),
    ),
    "Compare": About(
        "2つの場合の比較",
        Words(
            "Choose two cases in the yellow cells: all figures below follow.",
            "黄色のセルで2つの場合を選ぶと、下の数値が変わります。",
        ),
    ),
    "Regret": About(
        "リグレット（後悔）",
        Words(
            "What each candidate plan costs in every scenario, beside the best candidate there.",
            "各候補計画のシナリオ別の費用と、候補中の最善との差。",
        ),
    ),
    "StressMatrix": About(
        "供給途絶の一覧",
        Words(
            "Days of demand that are not met if a country delivers nothing in a year.",
            "ある国からの供給が1年間止まった場合に満たせない需要（日数）。",
        ),
    ),
    "Stress": About(
        "供給途絶（出荷国）",
        Words(
            "A country ships nothing in a year; contracts and stock as planned.",
            "ある国からの出荷が1年間止まった場合（契約と在庫は計画どおり）。",
        ),
    ),
    "StressOrigin": About(
        "供給途絶（原産国）",
        Words(
            "No metal first produced in a country arrives in a year, whoever ships it.",
            "ある国で生産された地金が1年間届かない場合（出荷国を問わない）。",
        ),
    ),
    "StressPairs": About(
        "供給途絶（2か国同時）",
        Words(
            "Two countries ship nothing in the same year.",
            "2か国からの出荷が同じ年に止まった場合。",
        ),
    ),
    "AimPrices": About(
        "目的の金額換算",
        Words(
            "What a unit of each aim amounts to in money near this plan.",
            "この計画の近くで、各目的の1単位が何百万USDに相当するか。",
        ),
    ),
    "Rules": About(
        "制約の値段",
        Words(
            "The shadow price of each input cell, by year: what one unit more changes in cash, HHI,"
            " CO2, shortage and reserve. Cells are those of the input workbook.",
            "入力セルのシャドウプライス（年別）。値を1単位上げたときの支払・HHI・CO2・不足・備蓄不足の"
            "変化を別々に示す。セルは入力ファイルの番地。",
        ),
    ),
    "RuleCosts": About(
        "制約の費用",
        Words(
            "What each rule costs: the plan without it, or with it a tenth looser, minus the plan"
            " (two runs, all years, largest weighted sum first).",
            "各条件がない場合、または1割緩い場合の計画と元の計画との差（2回の計算の差、全期間、"
            "加重和の大きい順）。",
        ),
    ),
    "WhyNot": About(
        "使わない理由",
        Words(
            "Why an option is not used to the full, and at which price it would be.",
            "供給元を上限まで使わない理由と、採用される価格。",
        ),
    ),
    "WhyNotYears": About(
        "使わない理由（年別）",
        Words(
            "The same by year: what a kilogram is worth, what it costs landed, and the charges.",
            "年別の内訳: 1kgの価値、着価格、集中度・CO2・制約の負担。",
        ),
    ),
    "HowSure": About(
        "計画の確実さ",
        Words(
            "How much of each option and country every near-optimal plan needs.",
            "準最適な計画のすべてで必要な数量（供給元別・国別）。",
        ),
    ),
    "Alternatives": About(
        "別の案",
        Words(
            "Near-optimal plans that buy elsewhere.",
            "調達先が大きく異なる、準最適な計画。",
        ),
    ),
    "AlternativeMix": About(
        "別の案の調達先",
        Words(
            "Tonnes of every option in the plans of sheet Alternatives, all years.",
            "シートAlternativesの各案の供給元別数量（全期間）。",
        ),
    ),
    "Sensitivity": About(
        "入力値の感度",
        Words(
            "Breakpoints: the value of a figure of grade B or C at which the plan changes, and what"
            " is lost if the figure is wrong.",
            "確度B・Cの入力値がいくらになると計画が変わるか、外れたときの損失。",
        ),
    ),
}


def about(table: str) -> About:
    """Title and purpose of a table; raises ``KeyError`` if it has none."""
    if table not in ABOUT:
        raise KeyError(f"table {table} has no title in {__name__}.ABOUT")
    return ABOUT[table]
