"""The results workbook as a whole: which sheets there are, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from model.case import Case
from model.errors import Culprit, Words
from model.planning.solution import Solution
from model.report.charts.chart_data import ChartSheet
from model.report.checks.check_list import all_checks
from model.report.checks.checks_sheet import OVERALL, write_checks
from model.report.checks.recompute import NAME as WORKING
from model.report.checks.working import Working
from model.report.core import looks
from model.report.core.addresses import Ranges
from model.report.core.looks import Pen
from model.report.core.save import save
from model.report.core.table_sheet import FIRST_ROW, TITLE_ROW, WHAT_ROW, write_table
from model.report.core.titles import about
from model.report.sentences import words
from model.report.sentences.reasons import all_spot
from model.report.sheets.compare_sheet import write_compare
from model.report.sheets.curves_sheet import write_curves
from model.report.sheets.reason_sheets import write_reasons
from model.report.sheets.regret_sheet import write_regret
from model.report.sheets.scenarios_sheet import write_scenarios
from model.report.sheets.stress_sheet import write_stress
from model.report.sheets.tradeoff_sheet import write_tradeoff
from model.report.sheets.warnings_sheet import write_warnings
from model.report.summary.first_sheet import Summary
from model.results.warnings import warnings_table

RESULTS = ("Plan", "Balance", "Shares", "Concentration", "Costs", "Carbon", "Measures")
WHAT_IF = ("Tradeoff", "Curves", "Scenarios", "Compare", "Regret", "StressMatrix")
REASONS = (
    *("Rules", "RuleCosts", "WhyNot", "HowSure", "Alternatives", "Sensitivity"),
    "ShortageCauses",
)
INPUTS = ("Steps", "Products", "Lookthrough", "Risk", "Confidence")
DETAILS = (
    *("TradeoffSurface", "TradeoffMix", "Rates", "ScenarioShortage", "ScenarioMix", "ScenarioHHI"),
    *("Stress", "StressOrigin", "StressPairs"),
    *("AimPrices", "WhyNotYears", "AlternativeMix"),
)
"""Tables behind the what-ifs and the reasons."""
SUMMARY, CHECKS, RUN, CHARTS = "Summary", "Checks", "Run", "ChartData"
CONFLICT, REPAIRS = "Conflict", "Repairs"
TABS = {
    **dict.fromkeys(RESULTS, "1F4E78"),
    **dict.fromkeys(WHAT_IF, "B7791F"),
    **dict.fromkeys(REASONS, "6B4E9B"),
    CHECKS: "548235",
    words.WARNINGS: looks.AMBER,
    CONFLICT: "B3261E",
    REPAIRS: "548235",
}
PLACED_LOWER = ("Curves", "Regret", *REASONS)
"""Tables that do not begin in the usual row, as something stands above them."""
BEHIND = "BFC7D1"
"""Tab colour of the figures behind the results."""


def write_report(
    path: Path,
    case: Case,
    solution: Solution,
    tables: Mapping[str, pd.DataFrame],
    run: Mapping[str, object],
) -> Path:
    """Write the results workbook of a plan and return where it was written.

    ``tables`` are those of :func:`model.results.tables`; more tables get a sheet each. ``run`` are
    the rows of table Run. If ``path`` is open in Excel, the next free numbered name is taken; if
    anything fails, an earlier result is left as it was. Raises UsageError if the folder cannot be
    written to.
    """
    workbook, pen = _begin()
    known = (*RESULTS, *WHAT_IF, *REASONS, *DETAILS, *INPUTS, words.WARNINGS)
    more = tuple(name for name in tables if name not in known)
    summary = Summary(workbook.create_sheet(SUMMARY), pen, case, tables)
    charts = ChartSheet(workbook.create_sheet(CHARTS), pen, case.years)
    for name in (*RESULTS, *more, *INPUTS, *(name for name in DETAILS if name in tables)):
        write_table(workbook, pen, name, tables[name])
    write_table(workbook, pen, RUN, _run_table(run))
    ranges = Ranges({name: table for name, table in tables.items() if name not in PLACED_LOWER})
    _write_what_ifs(workbook, pen, charts, case, tables, ranges, run)
    write_reasons(workbook, pen, case, tables)
    Working(workbook.create_sheet(WORKING), pen, ranges).write(case, tables)
    write_checks(workbook.create_sheet(CHECKS), pen, all_checks(case, tables, ranges))
    if words.WARNINGS in tables:
        write_warnings(workbook, pen, tables[words.WARNINGS])
    results = (*RESULTS, *more, *WHAT_IF, *REASONS, words.WARNINGS, CHECKS)
    _put_in_order(workbook, (SUMMARY, *results, *DETAILS, *INPUTS, RUN, WORKING, CHARTS))
    summary.write(solution, OVERALL, workbook.sheetnames[1:])
    summary.draw(charts)
    charts.finish()
    _colour_tabs(workbook)
    return save(workbook, path)


def _write_what_ifs(
    workbook: Workbook,
    pen: Pen,
    charts: ChartSheet,
    case: Case,
    tables: Mapping[str, pd.DataFrame],
    ranges: Ranges,
    run: Mapping[str, object],
) -> None:
    """The sheets of trade-off, scenarios and stress whose tables are there."""
    if "Tradeoff" in tables:
        write_tradeoff(workbook, pen, charts, case, tables, run)
    if "Curves" in tables:
        write_curves(workbook, pen, charts, tables["Curves"])
    if "Scenarios" in tables:
        write_scenarios(workbook, pen, tables)
        if len(tables["Scenarios"]):
            write_compare(workbook, pen, case, tables, ranges)
    if "Regret" in tables:
        write_regret(workbook, pen, tables["Regret"], ranges, spot=all_spot(tables))
    if "Stress" in tables or "StressOrigin" in tables:
        write_stress(workbook, pen, case, tables)


def _put_in_order(workbook: Workbook, order: Sequence[str]) -> None:
    """Sheets in this order."""
    workbook._sheets.sort(key=lambda sheet: order.index(sheet.title))  # type: ignore[attr-defined]
    workbook.active = 0


def write_no_plan(
    path: Path,
    case: Case,
    culprits: Sequence[Culprit],
    run: Mapping[str, object],
    repairs: pd.DataFrame | None = None,
    menu: Sequence[Words] = (),
) -> Path:
    """Write a workbook that says that no plan exists and which rules clash; where it was written.

    ``repairs`` is the table of changes that make one possible, if any was found, ``menu`` what is
    reported of them below the conflict. Fails and numbers names as :func:`write_report` does.
    """
    workbook, pen = _begin()
    rows = [
        (culprit.cell, culprit.rule.en, culprit.rule.ja, words.spans(culprit.years))
        for culprit in culprits
    ]
    table = pd.DataFrame(rows, columns=["cell", "rule", "rule_ja", "years"], dtype=object)
    sheet = write_table(workbook, pen, CONFLICT, table)
    said = f"{words.NO_PLAN.en}  {words.NO_PLAN.ja}"
    pen.put(sheet, TITLE_ROW, 1, said, looks.ALARM._replace(wrap=False))
    for number in range(2, len(table.columns) + 1):
        pen.put(sheet, TITLE_ROW, number, None, looks.ALARM)
    named = f"{case.settings.case_name}, {case.years[0]}-{case.years[-1]}"
    pen.put(sheet, WHAT_ROW, 1, f"{named}: {about(CONFLICT).what.en}", looks.PLAIN)
    below = FIRST_ROW + max(1, len(table)) + 1
    for row, line in enumerate((text for said in menu for text in said), below):
        pen.put(sheet, row, 1, line, looks.ANSWER if row < below + 2 else looks.PLAIN)
    sheet.print_area = f"A1:{get_column_letter(len(table.columns))}{below + 2 * len(menu)}"
    if repairs is not None and len(repairs):
        write_table(workbook, pen, REPAIRS, repairs)
    write_warnings(workbook, pen, warnings_table(case))
    write_table(workbook, pen, RUN, _run_table(run))
    _colour_tabs(workbook)
    return save(workbook, path)


def _begin() -> tuple[Workbook, Pen]:
    workbook = Workbook()
    for name in list(workbook.sheetnames):
        del workbook[name]
    workbook.properties.creator = "Critical-mineral import planner"
    workbook.calculation.fullCalcOnLoad = True
    return workbook, Pen(workbook)


def _run_table(run: Mapping[str, object]) -> pd.DataFrame:
    """Table Run: item and value, in the order given."""
    return pd.DataFrame(
        {"item": list(run), "value": pd.Series(list(run.values()), dtype=object)}, dtype=object
    )


def _colour_tabs(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        if sheet.title != SUMMARY:
            sheet.sheet_properties.tabColor = TABS.get(sheet.title, BEHIND)
