"""Odd figures as they are met: banner, sheet Warnings, console; also where no plan exists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from model.case import make_case
from model.command.commands import run
from model.command.printing import warn
from model.errors import Culprit, InputWarning, Words
from model.report import write_no_plan, write_report
from model.report.sentences.words import headline
from model.results import tables
from model.results.warnings import warnings_table
from model.workbook.layout import Tables
from run import main
from tests.cases import option, simple, solve
from tests.plausible_case import plausible, typed
from tests.results_workbook import table_of
from tests.workbooks import changed

GREEN, AMBER, RED = "2E7D32", "B86E00", "B3261E"
HEADER = ["sheet", "cell", "holds", "why", "why_ja", "counted", "explained"]
RUN = {"program": "planner 1.0"}


def written(folder: Path, made: Tables) -> Workbook:
    """The results workbook of some tables."""
    case, solution = solve(made, "cost")
    found = {**tables(case, solution), "Warnings": warnings_table(case)}
    return openpyxl.load_workbook(write_report(folder / "r.xlsx", case, solution, found, RUN))


def links(workbook: Workbook) -> set[str]:
    """Where the cells in the head of Summary lead to."""
    rows = workbook["Summary"].iter_rows(min_row=1, max_row=4)
    return {cell.hyperlink.location for row in rows for cell in row if cell.hyperlink}


def test_without_warnings_the_banner_is_green_and_the_sheet_says_so(tmp_path: Path) -> None:
    workbook = written(tmp_path, plausible())
    banner = workbook["Summary"]["A1"]
    assert banner.fill.fgColor.rgb.endswith(GREEN)
    assert "warning" not in banner.value
    assert links(workbook) == set()
    assert workbook["Warnings"]["A2"].value == "Nothing in the input looks odd."
    assert table_of(workbook["Warnings"]) == (HEADER, [[None] * len(HEADER)])


def test_warnings_make_the_banner_amber_and_are_counted_in_the_first_line(tmp_path: Path) -> None:
    odd = typed(typed(plausible(), "supply", 0, tariff=5.0), "routes", 4, electricity=16_000.0)
    workbook = written(tmp_path, odd)
    banner = workbook["Summary"]["A1"]
    assert banner.fill.fgColor.rgb.endswith(AMBER)
    english, japanese = banner.value.split("\n")
    assert english.endswith("2 warnings on the input: see sheet Warnings.")
    assert japanese.endswith("入力の警告2件（シート Warnings）。")
    assert links(workbook) == {"Warnings!A1"}


def test_an_explained_figure_is_listed_but_not_counted(tmp_path: Path) -> None:
    odd = typed(plausible(), "supply", 0, tariff=5.0, note="Checked tariff: a penal duty.")
    workbook = written(tmp_path, odd)
    assert workbook["Summary"]["A1"].fill.fgColor.rgb.endswith(GREEN)
    assert workbook["Warnings"]["A2"].value.startswith("What looks odd in the input is explained")
    cell = odd.supply[0].at.cell("tariff")
    assert table_of(workbook["Warnings"])[1] == [
        ["Supply", cell, 5, "that is 500 %; 5 % is written 0.05.",
         "500% の意味になります。5% は 0.05 と記入します。", "no", "Checked tariff: a penal duty."]
    ]  # fmt: skip


def test_a_shortage_stays_red(tmp_path: Path) -> None:
    workbook = written(tmp_path, simple(supply=[option("aaa", 10, 60, co2=1.0)]))
    banner = workbook["Summary"]["A1"]
    assert banner.fill.fgColor.rgb.endswith(RED)
    assert "1 warning on the input: see sheet Warnings." in banner.value


def test_what_a_cell_holds_stays_what_it_is(tmp_path: Path) -> None:
    """A number stays a number, text that looks like a formula stays text."""
    why = Words("odd.", "変。")
    seen = (InputWarning("Supply", "B2", "=1+1", why), InputWarning("Supply", "B3", 2.5, why))
    workbook = written(tmp_path, replace(plausible(), warnings=seen))
    body = table_of(workbook["Warnings"])[1]
    assert [row[2] for row in body] == ["=1+1", 2.5]
    cells = [cell for row in workbook["Warnings"].iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_where_no_plan_exists_the_warnings_stand_beside_the_conflict(tmp_path: Path) -> None:
    case = make_case(typed(plausible(), "supply", 0, tariff=5.0))
    clash = [Culprit("Limits!H7", Words("at most 50 %", "50 %以下"), (2027,))]
    workbook = openpyxl.load_workbook(write_no_plan(tmp_path / "r.xlsx", case, clash, RUN))
    assert workbook.sheetnames == ["Conflict", "Warnings", "Run"]
    assert len(table_of(workbook["Warnings"])[1]) == 1


def test_the_headline_of_tables_without_warnings_says_nothing_of_them(tmp_path: Path) -> None:
    case, solution = solve(typed(plausible(), "supply", 0, tariff=5.0), "cost")
    assert "warning" not in headline(case, tables(case, solution)).en


def test_the_console_lists_twenty_and_says_where_all_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def told(many: int) -> list[str]:
        why = Words("odd.", "変。")
        seen = tuple(
            InputWarning("Supply", f"B{n}", n, why, noted_as="price") for n in range(1, many + 1)
        )
        warn(make_case(replace(plausible(), warnings=seen)))
        return capsys.readouterr().out.splitlines()

    assert told(0) == []
    assert told(1) == [
        "1 warning on the input (it stops no plan):",
        "入力の警告 1 件（計画は作成できます）:",
        "- Supply!B1 holds 1; odd.",
        "  Supply!B1 の内容は 1。変。",
        "If a figure is right, say so in the note of its row: checked price: why",
        "正しい値であれば、その行の備考に「確認済み price: 理由」のように書いてください。",
    ]
    assert len(told(20)) == 2 + 2 * 20 + 2
    many = told(33)
    assert len(many) == 2 + 2 * 20 + 2 + 2
    assert many[0] == "33 warnings on the input (they stop no plan):"
    assert many[-4] == "... and 13 more: sheet Warnings of the result lists all."


def saved(folder: Path, **cells: Any) -> Path:
    path = folder / "small.xlsx"
    changed(**cells).save(path)
    return path


def test_check_prints_warnings_and_still_says_ready(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(saved(tmp_path, Supply_N3=5))]) == 0
    said = capsys.readouterr().out
    assert "- Supply!N3 holds 5; that is 500 %; 5 % is written 0.05." in said
    assert said.index("Supply!N3") < said.index("ready to plan")
    said.encode("cp932")


def test_plan_prints_warnings_before_it_finds_that_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, Supply_N3=5, Limits_F3=0.99, Limits_G3=None)
    target = tmp_path / "r.xlsx"
    assert main(["plan", str(path), "-o", str(target)]) == 4
    assert "Supply!N3 holds 5" in capsys.readouterr().out
    body = table_of(openpyxl.load_workbook(target)["Warnings"])[1]
    assert ["Supply", "N3", 5] in [row[:3] for row in body]


def test_a_run_lists_its_warnings(tmp_path: Path) -> None:
    """From workbook to workbook: the same cell in both."""
    target = tmp_path / "r.xlsx"
    assert run(["plan", str(saved(tmp_path, Supply_N3=5)), "-o", str(target)], 0.0) == 0
    body = table_of(openpyxl.load_workbook(target)["Warnings"])[1]
    assert ["Supply", "N3", 5] in [row[:3] for row in body]


def test_what_is_about_no_cell_is_a_whole_sentence() -> None:
    """Hidden rows are told of a sheet, which both languages name."""
    hidden = InputWarning("Supply", "", None, Words("has hidden rows.", "の行が非表示です。"))
    case = make_case(replace(plausible(), warnings=(hidden,)))
    table = warnings_table(case)
    line = table[table.cell == ""].iloc[0]
    assert line.why == "Sheet Supply has hidden rows."
    assert line.why_ja == "シート Supply の行が非表示です。"
