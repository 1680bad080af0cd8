"""Sheet Checks: each result beside the same figure recomputed by live formulas, PASS or FAIL.

A check compares totals and, line by line, everything the totals are made of; it passes when the
totals agree and no line is off by more than one part in a million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.errors import Words
from model.report import looks
from model.report.addresses import TOLERANCE, Ranges, equal, off, total
from model.report.labels import Label
from model.report.looks import Pen
from model.report.recompute import NAME, PARTS
from model.report.sheets import FIRST_ROW, add_table, page, write_head, write_top
from model.shares import BASES

COLUMNS = {
    "check": Label("番号"),
    "subject": Label("対象"),
    "basis": Label("基準"),
    "what": Label("検算の内容（英語）"),
    "what_ja": Label("検算の内容（日本語）"),
    "unit": Label("単位"),
    "in_results": Label("結果の値"),
    "recomputed": Label("再計算した値"),
    "difference": Label("差"),
    "tolerance": Label("許容差"),
    "lines_off": Label("一致しない行の数"),
    "result": Label("判定"),
}
WIDTHS = (9, 16, 12, 58, 52, 16, 19, 19, 14, 14, 12, 12)
SUBJECT, BASIS = 2, 3
OVERALL = "Checks!$L$2"
"""Address of the result of all checks."""
FIGURE = "#,##0.000"


@dataclass(frozen=True)
class Check:
    """One comparison: formulas of the stated and the recomputed total and of the lines off."""

    what: Words
    unit: str
    stated: str
    found: str
    lines: str = "0"
    subject: str = ""
    basis: str = ""


def write_checks(ws: Worksheet, pen: Pen, checks: Sequence[Check]) -> None:
    """The list of checks, and the result of all on top."""
    write_top(ws, pen, "Checks")
    write_head(ws, pen, list(COLUMNS), list(COLUMNS.values()))
    for row, check in enumerate(checks, FIRST_ROW):
        _write_check(ws, pen, row, check)
    last = FIRST_ROW + len(checks) - 1
    results = f"$L${FIRST_ROW}:$L${last}"
    pen.put(ws, 2, 11, "All checks 総合判定:", looks.HEAD)
    passed = f'SUMPRODUCT(--({results}="PASS"))=ROWS({results})'
    pen.formula(ws, 2, 12, f'IF({passed},"PASS","FAIL")', looks.RESULT)
    looks.mark_results(ws, f"L2 L{FIRST_ROW}:L{last}")
    add_table(ws, "Checks", len(COLUMNS), len(checks))
    for letter, width in zip("ABCDEFGHIJKL", WIDTHS, strict=True):
        ws.column_dimensions[letter].width = width
    ws.freeze_panes = f"A{FIRST_ROW}"
    page(ws, f"A1:L{last}")


def _write_check(ws: Worksheet, pen: Pen, row: int, check: Check) -> None:
    for number, text in enumerate(
        (check.subject, check.basis, check.what.en, check.what.ja, check.unit), SUBJECT
    ):
        pen.put(ws, row, number, text, looks.TEXT)
    pen.put(ws, row, 1, row - FIRST_ROW + 1, looks.NUMBER, "0")
    pen.formula(ws, row, 7, check.stated, looks.NUMBER, FIGURE)
    pen.formula(ws, row, 8, check.found, looks.NUMBER, FIGURE)
    pen.formula(ws, row, 9, f"H{row}-G{row}", looks.NUMBER, "0.0E+00")
    pen.formula(ws, row, 10, f"{TOLERANCE}*(1+ABS(G{row}))", looks.NUMBER, "0.0E+00")
    pen.formula(ws, row, 11, check.lines, looks.NUMBER, "0")
    good = f"AND(ABS(I{row})<=J{row},K{row}=0)"
    pen.formula(ws, row, 12, f'IFERROR(IF({good},"PASS","FAIL"),"FAIL")', looks.RESULT)


class Checks:
    """The checks of a case, given where everything stands."""

    def __init__(self, case: Case, tables: dict[str, pd.DataFrame], at: Ranges) -> None:
        self._case, self._tables, self._at = case, tables, at
        self._row = FIRST_ROW

    def all(self) -> list[Check]:
        """Every check in the order of the sheet; a subject stands in the check's own row."""
        made: list[Check] = []
        for group in (
            self._balances,
            self._limits,
            self._shares,
            self._concentrations,
            self._costs,
            self._conversions,
            self._carbon,
            self._measures,
        ):
            for check in group(FIRST_ROW + len(made)):
                made.append(check)
        return made

    def _columns(self, table: str, column: str, beside: str) -> tuple[str, str, str]:
        """Stated total, recomputed total and lines off of two columns."""
        stated, found = self._at(table, column), self._at(NAME, beside)
        return f"SUM({stated})", f"SUM({found})", total(off(stated, found))

    def _balances(self, row: int) -> Iterator[Check]:
        at, sources, uses = self._at, self._at(NAME, "sources"), self._at(NAME, "uses")
        what = Words(
            "Balance of every year: demand, use in conversion and closing stock are covered",
            "年ごとの需給バランス: 需要・転換投入・期末在庫 = 調達・産出・期首在庫・不足",
        )
        for place, material in enumerate(self._case.materials, row):
            here = equal(at("Balance", "material"), f"$B{place}")
            lines = total(here, off(uses, sources))
            yield Check(what, "t", total(here, uses), total(here, sources), lines, material)
        for column, ja in (
            ("imports", "Balanceの調達量 = Planの合計"),
            ("converted_in", "Balanceの転換産出 = Stepsの合計"),
            ("converted_out", "Balanceの転換投入 = 産出量 / 歩留まり"),
            ("stock_start", "期首在庫 = 前年の期末在庫（初年は入力値）"),
            ("stock_loss", "保管ロス = ロス率 × 期首在庫"),
        ):
            what = Words(f"Column {column} of sheet Balance, line by line", ja)
            yield Check(what, "t", *self._columns("Balance", column, column), subject="all")
        target, end, gap = (
            at("Balance", n) for n in ("reserve_target", "stock_end", "reserve_gap")
        )
        missing = f"({target}-{end}-{gap})"
        yield Check(
            Words(
                "Reserve missing beyond the reserve gap stated", "備蓄の不足がreserve_gapを超えない"
            ),
            "t",
            "0",
            total(f"({missing}>{TOLERANCE}*(1+{target}))", missing),
            subject="all",
        )

    def _limits(self, row: int) -> Iterator[Check]:
        tonnes, most, least = (self._at("Plan", n) for n in ("tonnes", "capacity", "min_take"))
        above = f'({most}<>"")*({tonnes}>{most}+{TOLERANCE}*(1+{most}))'
        below = f"({tonnes}<{least}-{TOLERANCE}*(1+{least}))"
        yield Check(
            Words(
                "Tonnes above the capacity (blank: no limit)", "上限を超えた数量（空欄は無制限）"
            ),
            "t",
            "0",
            total(above, f"({tonnes}-{most})"),
            total(above),
            "all",
        )
        yield Check(
            Words("Tonnes below the minimum take or below zero", "引取義務（または0）を下回る数量"),
            "t",
            "0",
            total(below, f"({least}-{tonnes})"),
            total(below),
            "all",
        )

    def _shares(self, row: int) -> Iterator[Check]:
        at, place = self._at, row
        yield Check(
            Words("Every tonne has one origin (sheet Lookthrough)", "全数量に原産国がある"),
            "t",
            f"SUM({at('Plan', 'tonnes')})",
            f"SUM({at.body('looked')})",
            subject="all",
        )
        stated, found = at("Shares", "tonnes"), at(NAME, "share_tonnes")
        for k in self._case.minerals:
            for basis in BASES:
                place += 1
                here = (
                    f"{equal(at('Shares', 'mineral'), f'$B{place}')}"
                    f"*{equal(at('Shares', 'basis'), f'$C{place}')}"
                )
                yield Check(
                    Words(
                        "Tonnes of every country and year (sheet Shares)",
                        "国別・年別の数量（Shares）",
                    ),
                    "t",
                    total(here, stated),
                    total(here, found),
                    total(here, off(stated, found)),
                    k,
                    basis,
                )
        for table, ja in (("Shares", "国別シェア"), ("Plan", "供給元別シェア")):
            for number, k in enumerate(self._case.minerals):
                place += 1
                yield self._share_of_demand(table, ja, k, FIRST_ROW + number, place)

    def _share_of_demand(self, table: str, ja: str, k: str, row: int, place: int) -> Check:
        """Shares times demand are the tonnes, in every year that has a demand."""
        at, demand = self._at, self._at.body("demand", row)
        here = "*".join(
            (
                equal(at(table, "mineral"), f"$B{place}"),
                equal(at(table, "year"), at.heads("demand")),
                f"({demand}>0)",
            )
        )
        tonnes, found = at(table, "tonnes"), f"{at(table, 'share_of_demand')}*{demand}"
        return Check(
            Words(f"Share of demand times demand = tonnes (sheet {table})", f"{ja} × 需要 = 数量"),
            "t",
            total(here, tonnes),
            total(here, found),
            total(here, off(tonnes, found)),
            k,
        )

    def _concentrations(self, row: int) -> Iterator[Check]:
        at, place = self._at, row
        for column, unit, en, ja in (
            (
                "hhi",
                "HHI, mean",
                "HHI of shares of demand from tonnes and weights",
                "HHI（需要シェア）",
            ),
            ("import_hhi", "HHI, mean", "HHI of shares of imports", "HHI（輸入シェア）"),
            ("largest_share", "share, mean", "Largest share of demand", "最大シェア"),
        ):
            stated, found = at("Concentration", column), at(NAME, column)
            for k in self._case.minerals:
                for basis in BASES:
                    here = (
                        f"{equal(at('Concentration', 'mineral'), f'$B{place}')}"
                        f"*{equal(at('Concentration', 'basis'), f'$C{place}')}"
                    )
                    years = len(self._case.years)
                    yield Check(
                        Words(f"{en}, every year", f"{ja}、年ごと"),
                        unit,
                        f"{total(here, stated)}/{years}",
                        f"{total(here, found)}/{years}",
                        total(here, off(stated, found)),
                        k,
                        basis,
                    )
                    place += 1

    def _costs(self, row: int) -> Iterator[Check]:
        at = self._at
        tonnes, price, freight, tariff, cost = (
            at("Plan", n) for n in ("tonnes", "price", "freight", "tariff", "cost")
        )
        landed = f"{tonnes}*({price}+{freight})*(1+{tariff})/1000"
        yield Check(
            Words(
                "Cost of every line of sheet Plan = tonnes x (price + freight) x (1 + tariff) / 1000",
                "Planの費用 = 数量 × (価格 + 運賃) × (1 + 関税率) / 1000",
            ),
            "million USD",
            f"SUM({cost})",
            f"SUMPRODUCT({landed})",
            total(off(cost, landed)),
            "all",
        )
        for part in PARTS:
            stated, found = at(NAME, f"stated_{part}"), at(NAME, part)
            yield Check(
                Words(
                    "Cost of every year (sheet Costs) from tonnes and prices", "年別の費用（Costs）"
                ),
                "million USD",
                f"SUM({stated})",
                f"SUM({found})",
                total(off(stated, found)),
                part,
            )
        cost, worth = at("Costs", "cost"), at("Costs", "present_value")
        found = f"{cost}/(1+{at.only(NAME, 'discount_rate')})^({at('Costs', 'year')}-{self._first})"
        here = f"({at('Costs', 'year')}>0)"
        yield Check(
            Words("Present value of every line of sheet Costs", "Costsの現在価値"),
            "million USD",
            f"SUM({worth})",
            total(here, found),
            total(here, off(worth, found)),
            "all",
        )

    @property
    def _first(self) -> str:
        return self._at.only(NAME, "first_year")

    def _conversions(self, row: int) -> Iterator[Check]:
        if self._tables["Steps"].empty:
            return
        for column, beside, unit, ja in (
            ("tonnes_used", "step_used", "t", "転換の投入量 = 産出量 / 歩留まり"),
            ("cost", "step_cost", "million USD", "転換の費用 = 産出量 × 工程費 / 1000"),
            ("co2", "step_co2", "t CO2", "転換のCO2 = 産出量 × 原単位"),
        ):
            what = Words(f"Column {column} of sheet Steps, line by line", ja)
            yield Check(what, unit, *self._columns("Steps", column, beside), subject="all")

    def _carbon(self, row: int) -> Iterator[Check]:
        at = self._at
        stated = at("Plan", "co2")
        found = f"{at('Plan', 'tonnes')}*{at('Plan', 'co2_factor')}"
        yield Check(
            Words("CO2 of every line of sheet Plan = tonnes x factor", "PlanのCO2 = 数量 × 原単位"),
            "t CO2",
            f"SUM({stated})",
            f"SUMPRODUCT({found})",
            total(off(stated, found)),
            "all",
        )
        stated, found = at(NAME, "stated_co2"), at(NAME, "co2")
        yield Check(
            Words(
                "CO2 of every year (sheet Carbon), conversions included", "年別のCO2（転換を含む）"
            ),
            "t CO2",
            f"SUM({stated})",
            f"SUM({found})",
            total(off(stated, found)),
            "all",
        )

    def _measures(self, row: int) -> Iterator[Check]:
        at = self._at
        years = f"({at(NAME, 'year')}-{self._first})"
        spent = "+".join(at(NAME, part) for part in (*PARTS, "stated_penalty"))
        weight = f"SUM({at(NAME, 'mean_weight')})"
        mean = f"{total(at(NAME, 'mean_weight'), at(NAME, 'hhi'))}/{weight}"
        for measure, unit, en, ja, found in (
            (
                "cost",
                "million USD, present value",
                "Cost as present value (penalties of broken limits as stated)",
                "費用の現在価値（違反金は結果の値）",
                f"SUMPRODUCT(({spent})/(1+{at.only(NAME, 'discount_rate')})^{years})",
            ),
            (
                "concentration",
                "HHI",
                "Mean HHI over years and minerals, weighed",
                "HHIの加重平均",
                f"IF({weight}>0,{mean},0)",
            ),
            ("co2", "kt CO2", "CO2 of all years", "全期間のCO2", f"SUM({at(NAME, 'co2')})/1000"),
            ("shortage", "t", "Shortage", "不足", f"SUM({at('Balance', 'shortage')})"),
        ):
            what = Words(f"Measures, what was optimised: {en}", f"Measuresの最適化値: {ja}")
            yield Check(what, unit, self._optimised(measure), found, subject=measure)

    def _optimised(self, measure: str) -> str:
        """The row of Measures that holds an aim: mineral and year are ``all``."""
        at = self._at
        keys = (("measure", measure), ("mineral", "all"), ("year", "all"), ("plan", "plan"))
        rows = [f'({at("Measures", column)}="{value}")' for column, value in keys]
        return total(*rows, at("Measures", "value"))
