"""What is checked: balances, limits, shares, concentration, cost, CO2, and the aims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from model.case import Case
from model.case.costs import CHARGES
from model.errors import Words
from model.report.checks.checks_sheet import Check, comparison, of_subject
from model.report.checks.recompute import NAME, RECOMPUTED, STATED, cost_lines
from model.report.core.addresses import Ranges, equal, total
from model.report.core.table_sheet import FIRST_ROW
from model.results.shares import BASES
from model.tolerances.figures import LIVE_CHECK
from model.workbook.aims import AIM_OF, CO2, CONCENTRATION, COST, SHORTAGE


def all_checks(case: Case, tables: Mapping[str, pd.DataFrame], at: Ranges) -> list[Check]:
    """Every check of a result, in the order of the sheet."""
    return [
        *_balances(case, at),
        *_limits(at),
        *_shares(case, at),
        *_concentrations(case, at),
        *_costs(at),
        *([] if tables["Steps"].empty else _conversions(at)),
        *_carbon(at),
        *_aims(at),
    ]


def _balances(case: Case, at: Ranges) -> Iterator[Check]:
    """What comes in is what goes out; every flow is what it is made of."""
    what = Words(
        "Balance of every year: demand, use in conversion and closing stock are covered",
        "年ごとの需給バランス: 需要・転換投入・期末在庫 = 調達・産出・期首在庫・不足",
    )
    for material in case.materials:
        here = of_subject(at("Balance", "material"))
        yield comparison(what, "t", at(NAME, "uses"), at(NAME, "sources"), here, material)
    for column, ja in (
        ("imports", "Balanceの調達量 = Planの合計"),
        ("converted_in", "Balanceの転換産出 = Stepsの合計"),
        ("converted_out", "Balanceの転換投入 = 産出量 / 歩留まり"),
        ("stock_start", "期首在庫 = 前年の期末在庫（初年は入力値）"),
        ("stock_loss", "保管ロス = ロス率 × 期首在庫"),
    ):
        what = Words(f"Column {column} of sheet Balance, line by line", ja)
        yield comparison(what, "t", at("Balance", column), at(NAME, column))
    target, end, gap = (at("Balance", n) for n in ("reserve_target", "stock_end", "reserve_gap"))
    missing = f"({target}-{end}-{gap})"
    what = Words("Reserve missing beyond the gap stated", "記載の備蓄不足を超える不足")
    yield _nothing(what, f"({missing}>{LIVE_CHECK}*(1+{target}))", missing)


def _limits(at: Ranges) -> Iterator[Check]:
    """No option delivers more than it can or less than it must."""
    tonnes, most, least = (at("Plan", n) for n in ("tonnes", "capacity", "min_take"))
    above = f'({most}<>"")*({tonnes}>{most}+{LIVE_CHECK}*(1+{most}))'
    below = f"({tonnes}<{least}-{LIVE_CHECK}*(1+{least}))"
    what = Words("Tonnes above the capacity (blank: no limit)", "上限を超えた量（空欄は無制限）")
    yield _nothing(what, above, f"({tonnes}-{most})")
    what = Words("Tonnes below the minimum take or below zero", "引取義務（または0）を下回る量")
    yield _nothing(what, below, f"({least}-{tonnes})")


def _nothing(what: Words, where: str, tonnes: str) -> Check:
    """No row may fulfil a condition."""
    return Check(what, "t", "0", total(where, tonnes), total(where))


def _shares(case: Case, at: Ranges) -> Iterator[Check]:
    """Tonnes and shares by country, on both bases."""
    what = Words("Every tonne has one origin (sheet Lookthrough)", "全数量に原産国がある")
    yield Check(what, "t", f"SUM({at('Plan', 'tonnes')})", f"SUM({at.body('looked')})")
    what = Words("Tonnes of every country and year (sheet Shares)", "国別・年別の数量（Shares）")
    here = of_subject(at("Shares", "mineral"), at("Shares", "basis"))
    stated, found = at("Shares", "tonnes"), at(NAME, "share_tonnes")
    for k in case.minerals:
        for basis in BASES:
            yield comparison(what, "t", stated, found, here, k, basis)
    for table in ("Shares", "Plan"):
        for row, k in enumerate(case.minerals, FIRST_ROW):
            yield _share_of_demand(at, table, k, row)


def _share_of_demand(at: Ranges, table: str, mineral: str, row: int) -> Check:
    """Shares times demand are the tonnes, in every year that has a demand (one column each)."""
    demand = at.body("demand", row)
    year = equal(at(table, "year"), at.heads("demand"))
    here = [*of_subject(at(table, "mineral")), year, f"({demand}>0)"]
    what = Words(
        f"Share of demand times demand = tonnes (sheet {table})",
        f"需要に対するシェア × 需要 = 数量（{table}）",
    )
    stated, found = at(table, "tonnes"), f"{at(table, 'share_of_demand')}*{demand}"
    return comparison(what, "t", stated, found, here, mineral)


def _concentrations(case: Case, at: Ranges) -> Iterator[Check]:
    """HHI and largest share of every mineral and year, from tonnes and weights."""
    here = of_subject(at("Concentration", "mineral"), at("Concentration", "basis"))
    for column, unit, en, ja in (
        ("hhi", "HHI, sum of years", "HHI of shares of demand, every year", "HHI（需要シェア）"),
        (
            "import_hhi",
            "HHI, sum of years",
            "HHI of shares of imports, every year",
            "HHI（輸入シェア）",
        ),
        ("largest_share", "share, sum of years", "Largest share, every year", "最大シェア"),
    ):
        stated, found = at("Concentration", column), at(NAME, column)
        for k in case.minerals:
            for basis in BASES:
                yield comparison(Words(en, f"年ごとの{ja}"), unit, stated, found, here, k, basis)


def _costs(at: Ranges) -> Iterator[Check]:
    """Cost of every line of the plan, of every part and year, and its present value."""
    landed = "+".join(cost_lines(at, charge.part.name) for charge in CHARGES)
    yield comparison(_landed(), "million USD", at("Plan", "cost"), landed)
    what = Words("Cost of every year (sheet Costs) from tonnes and prices", "年別の費用（Costs）")
    for part in RECOMPUTED:
        stated, found = at(NAME, f"stated_{part}"), at(NAME, part)
        yield comparison(what, "million USD", stated, found, subject=part)
    what = Words("Present value of every line of sheet Costs", "Costsの現在価値")
    year = at("Costs", "year")
    worth = f"{at('Costs', 'cost')}/{_discount(at, year)}"
    here = [f"({year}>0)"]
    yield comparison(what, "million USD", at("Costs", "present_value"), worth, here)


def _landed() -> Words:
    """The formula of the landed cost in words, with the columns of sheet Plan."""
    paid = [charge for charge in CHARGES if not charge.duty]
    duties = [charge for charge in CHARGES if charge.duty]
    columns = (" + ".join(charge.column for charge in some) for some in (paid, duties))
    figures = (" + ".join(charge.figure.ja for charge in some) for some in (paid, duties))
    return Words(
        "Cost of every line of sheet Plan = tonnes x ({}) x (1 + {}) / 1000".format(*columns),
        "Planの費用 = 数量 × ({}) × (1 + {}) / 1000".format(*figures),
    )


def _discount(at: Ranges, year: str) -> str:
    """What a dollar of the first year has grown to in a year."""
    rate, first = at.only(NAME, "discount_rate"), at.only(NAME, "first_year")
    return f"(1+{rate})^({year}-{first})"


def _conversions(at: Ranges) -> Iterator[Check]:
    """What conversions use up, cost and emit."""
    for column, beside, unit, ja in (
        ("tonnes_used", "step_used", "t", "転換の投入量 = 産出量 / 歩留まり"),
        ("cost", "step_cost", "million USD", "転換の費用 = 産出量 × 工程費 / 1000"),
        ("co2", "step_co2", "t CO2", "転換のCO2 = 産出量 × 原単位"),
    ):
        what = Words(f"Column {column} of sheet Steps, line by line", ja)
        yield comparison(what, unit, at("Steps", column), at(NAME, beside))


def _carbon(at: Ranges) -> Iterator[Check]:
    """CO2 of every line of the plan, and of every year."""
    found = f"{at('Plan', 'tonnes')}*{at('Plan', 'co2_factor')}"
    what = Words("CO2 of every line of sheet Plan = tonnes x factor", "PlanのCO2 = 数量 × 原単位")
    yield comparison(what, "t CO2", at("Plan", "co2"), found)
    what = Words("CO2 of every year (sheet Carbon), with conversions", "年別のCO2（転換を含む）")
    yield comparison(what, "t CO2", at(NAME, "stated_co2"), at(NAME, "co2"))


def _aims(at: Ranges) -> Iterator[Check]:
    """The rows of Measures that hold what was optimised."""
    spending = (*RECOMPUTED, *(f"stated_{part}" for part in STATED))
    spent = "+".join(at(NAME, part) for part in spending)
    weight = f"SUM({at(NAME, 'mean_weight')})"
    mean = f"{total(at(NAME, 'mean_weight'), at(NAME, 'hhi'))}/{weight}"
    for measure, unit, en, ja, found in (
        (
            COST,
            "million USD, present value",
            "cost (penalties as stated)",
            "費用（違反金は結果の値）",
            f"SUMPRODUCT(({spent})/{_discount(at, at(NAME, 'year'))})",
        ),
        (CONCENTRATION, "HHI", "mean HHI, weighted", "HHIの加重平均", f"IF({weight}>0,{mean},0)"),
        (CO2, AIM_OF[CO2].unit, *AIM_OF[CO2].named, f"SUM({at(NAME, 'co2')})/1000"),
        (SHORTAGE, "t", "shortage", "不足", f"SUM({at('Balance', 'shortage')})"),
    ):
        what = Words(f"Measures, what was optimised: {en}", f"Measuresの最適化値: {ja}")
        yield Check(what, unit, _optimised(at, measure), found, subject=measure)


def _optimised(at: Ranges, measure: str) -> str:
    """The row of Measures that holds an aim: mineral and year are ``all``."""
    keys = (("measure", measure), ("mineral", "all"), ("year", "all"), ("plan", "plan"))
    rows = [f'({at("Measures", column)}="{value}")' for column, value in keys]
    return total(*rows, at("Measures", "value"))
