"""Whole runs of small cases: planned, explored and told in tables, as the command does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from model.analysis.findings import Findings
from model.case import Case, make_case
from model.pipeline import plan_case
from model.planning.solution import Solution
from model.report import write_report
from model.workbook.layout import Tables
from tests.cases import option, simple


@dataclass(frozen=True)
class Run:
    """A case with its plan, what was found beside it, and all its result tables."""

    case: Case
    solution: Solution
    findings: Findings
    tables: Mapping[str, pd.DataFrame]

    @property
    def facts(self) -> dict[str, float]:
        """Rows of table Run that the report reads."""
        found = self.findings.surface
        return {
            "tradeoff_gap_asked": self.case.settings.tradeoff_gap,
            "tradeoff_gap_reached": found.gap,
            "tradeoff_programmes": found.solves,
        }

    def only(self, *names: str) -> dict[str, pd.DataFrame]:
        """The tables of the plan, and these."""
        return {n: t for n, t in self.tables.items() if n in (*PLAN_TABLES, *names)}

    def write(self, path: Path, tables: Mapping[str, pd.DataFrame] | None = None) -> Path:
        """The results workbook with all tables, or with these."""
        made = self.tables if tables is None else tables
        return write_report(path, self.case, self.solution, made, self.facts)

    def workbook(
        self, path: Path, tables: Mapping[str, pd.DataFrame] | None = None
    ) -> openpyxl.Workbook:
        """The results workbook, written and read again."""
        return openpyxl.load_workbook(self.write(path, tables))


PLAN_TABLES = (
    *("Plan", "Balance", "Shares", "Concentration", "Costs", "Carbon", "Measures"),
    *("Steps", "Products", "Lookthrough", "Risk", "Confidence"),
)
WHAT_IF_TABLES = (
    *("Tradeoff", "TradeoffSurface", "TradeoffMix", "Rates", "Curves"),
    *("Scenarios", "ScenarioShortage", "ScenarioMix", "ScenarioHHI", "Regret"),
    *("Stress", "StressOrigin", "StressPairs"),
)
REASON_TABLES = (
    *("AimPrices", "Rules", "RuleCosts", "WhyNot", "WhyNotYears", "HowSure"),
    *("Alternatives", "AlternativeMix", "Sensitivity", "ShortageCauses"),
)


def run(tables: Tables) -> Run:
    """Everything the command finds out about a case."""
    case = make_case(tables)
    found = plan_case(case)
    return Run(case, found.solution, found.findings, found.tables)


def rows_like(table: pd.DataFrame, *rows: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of a real table with other figures: its first row but for the cells given.

    The columns are those of the table; a cell of a column it has not raises.
    """
    unknown = {name for row in rows for name in row} - set(table.columns)
    if unknown:
        raise KeyError(f"no such columns: {sorted(unknown)}")
    first = table.iloc[0].to_dict()
    return pd.DataFrame([{**first, **row} for row in rows], columns=table.columns)


def two_metals(**more: Any) -> Tables:
    """Gallium: China at 10, Kazakhstan at 20 USD/kg. Magnesium: China, and two that are alike.

    100 t of each are needed a year, at least cost, and at least 15 t of gallium are taken from
    Kazakhstan. China may stop delivering gallium, or all may get dear.
    """
    materials = [
        {"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0, "max_stock": 20.0},
        {"material": "Mg", "mineral": "Mg", "shortage_cost": 30.0},
    ]
    supply = [
        option("cn_ga", 10, 120, "CHN", commitment="contract", co2=30.0, confidence="B"),
        option("kz_ga", 20, 80, "KAZ", min_take=15, co2=20.0, confidence="C"),
        {**option("cn_mg", 3, 90, "CHN", co2=28.0, confidence="B"), "material": "Mg"},
        {**option("tr_mg", 4, 60, "TUR", co2=8.0, confidence="C"), "material": "Mg"},
        {**option("my_mg", 4, 60, "MYS", co2=8.0, confidence="C"), "material": "Mg"},
    ]
    countries = [
        {"country": c, "name_en": en, "name_ja": ja}
        for c, en, ja in (
            ("CHN", "China", "中国"),
            ("KAZ", "Kazakhstan", "カザフスタン"),
            ("TUR", "Turkey", "トルコ"),
            ("MYS", "Malaysia", "マレーシア"),
            ("JPN", "Japan", "日本"),
        )
    ]
    scenarios = [
        {
            "scenario": name,
            "name_en": en,
            "name_ja": ja,
            "probability": chance,
            "active": "yes",
        }
        for name, en, ja, chance in (
            ("stop", "China stops gallium", "中国のガリウム停止", 0.2),
            ("dear", "All is dear", "全面高", 0.1),
        )
    ]
    changes = [
        {
            "scenario": "stop",
            "field": "capacity",
            "operation": "set",
            "value": 0.0,
            "supply": "cn_ga",
        },
        {"scenario": "dear", "field": "price", "operation": "multiply", "value": 1.5},
    ]
    sheets = {
        "materials": materials,
        "supply": supply,
        "countries": countries,
        "scenarios": scenarios,
        "changes": changes,
        "settings": {"objective": "cost", "stress_pairs": "yes"},
    }
    return simple((2027, 2028), **{**sheets, **more})
