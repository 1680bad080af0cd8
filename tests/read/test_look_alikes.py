"""What looks alike is one thing, rows that are no rows are told once, and hints name what is meant.

Workbooks as a tired analyst leaves them, and as other programs than Excel write them.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest

from model.case import make_case
from model.command.printing import warn
from model.plausibility import input_warnings
from model.read import read
from model.read.cells import Cell
from model.read.parse import parse
from model.workbook.escapes import visible
from model.workbook.layout import Scenario, Supply
from model.workbook.schema import UNREAD
from model.workbook.selectors import groups_of
from tests.conftest import DEFAULT
from tests.workbooks import changed, issues, small, told

GA = "が_x"
"""A letter that macOS writes as two characters."""
PARTED = unicodedata.normalize("NFD", GA)


def saved(made: openpyxl.Workbook, folder: Path) -> Path:
    path = folder / "made.xlsx"
    made.save(path)
    return path


# Names


def test_a_letter_and_its_mark_are_the_letter(tmp_path):
    assert (visible(PARTED), len(PARTED), len(GA)) == (GA, 4, 3)
    assert visible("Cafe\u0301") == "Café"
    assert visible("\ufa19") == "\ufa19"  # a form of a character of its own stays as typed
    made = changed(Materials_A2=GA)
    for sheet in ("Demand", "Supply", "Conversions", "Changes"):
        for row in made[sheet].iter_rows():
            for cell in row:
                if cell.value == small()["Materials"]["A2"].value:
                    cell.value = PARTED
    assert read(saved(made, tmp_path)).demand[0].material == GA


@pytest.mark.parametrize(("one", "other"), [("AB_1", "ＡＢ_1"), ("AB_1", "ab_1"), (GA, PARTED)])
def test_keys_that_look_alike_are_one_key_twice(tmp_path, one, other):
    made = changed(Supply_A2=one, Supply_A3=other)
    found = {issue.cell: issue.should.en for issue in issues(made, tmp_path)}
    assert found["A3"] == "the same name stands in A2 already; every row needs its own."


def test_a_question_mark_is_a_name_like_any_other(tmp_path):
    """It once stood for what could not be read, which fits every limit and every change."""
    assert visible(UNREAD) == ""
    assert told(changed(Countries_F2="?", Limits_E2="nobody"), tmp_path) == [
        "Limits!E2 holds 'nobody'; it should hold one country, or one group, of sheet Countries."
    ]


def test_a_country_by_a_shorter_code_is_told_its_code_and_nothing_else(tmp_path):
    made = changed(Supply_C2="CN")
    (issue,) = issues(made, tmp_path)
    assert issue.should.en.endswith("Did you mean CHN?")


# Groups


@pytest.mark.parametrize("typed", ["a, b", "a，b", "a、b", "a; b", "a；b", "a\nb"])
def test_groups_may_be_parted_by_what_people_part_them_by(tmp_path, typed):
    tables = read(saved(changed(Countries_F2=typed), tmp_path))
    assert groups_of(tables.countries[0]) == ("a", "b")


@pytest.mark.parametrize("typed", ["EAEU / partners", "EAEU・partners", "EAEU|x"])
def test_groups_run_together_are_told(tmp_path, typed):
    assert told(changed(Countries_F2=typed), tmp_path) == [
        f"Countries!F2 holds '{typed}'; it should hold the names of groups separated by commas."
    ]


def test_a_name_with_a_stroke_in_it_is_a_group_of_its_own(tmp_path):
    tables = read(saved(changed(Countries_F2="Asia/Pacific"), tmp_path))
    assert groups_of(tables.countries[0]) == ("Asia/Pacific",)


def test_a_group_spelt_in_another_way_is_told_where_it_is_rare(tmp_path):
    made = changed(Countries_F2="Partners", Countries_F4="G7, partners")
    assert told(made, tmp_path) == [
        "Countries!F2 holds 'Partners'; elsewhere group Partners is spelt partners: it would count"
        " as another group."
    ]


# Rows that are no rows


def test_a_header_row_again_is_told_once(tmp_path):
    made = small()
    for row, source in ((8, 1), (9, 1)):
        for column in range(1, made["Demand"].max_column + 1):
            made["Demand"].cell(row, column, made["Demand"].cell(source, column).value)
    made["Demand"]["A9"] = "品目"
    assert told(made, tmp_path) == [
        "Demand!A8 holds 'material'; this row repeats the header row: delete it.",
        "Demand!A9 holds '品目'; this row repeats the header row: delete it.",
    ]


@pytest.mark.parametrize("word", ["Total", "合計", "小計"])
def test_a_total_among_the_rows_is_called_one(tmp_path, word):
    made = small()
    row = made["Demand"].max_row + 1
    made["Demand"].append([word, *[9] * (made["Demand"].max_column - 1)])
    found = {issue.place: issue.should for issue in issues(made, tmp_path)}
    assert found[f"Demand!A{row}"].en.endswith("would count as one of them: delete the row.")
    assert "合計の行" in found[f"Demand!A{row}"].ja


def test_a_sheet_without_header_row_is_told_its_years_too(tmp_path):
    made = small()
    made["Demand"].delete_rows(1)
    assert any("2027, 2028, ..." in line for line in told(made, tmp_path))
    assert not any("by_year" in line for line in told(made, tmp_path))


# Figures


@pytest.mark.parametrize("text", ["-", "n/a", "なし", "未定", "TBD", "無制限"])
def test_a_word_for_nothing_is_to_be_left_out_where_a_blank_will_do(text):
    words = parse(Supply.SHEET.column("capacity"), Cell("A1", text))[1]
    assert words.en.endswith(" If there is no figure, leave the cell blank.")
    assert words.ja.endswith("値がなければ空欄にしてください。")
    assert "blank" not in parse(Supply.SHEET.column("price"), Cell("A1", text))[1].en


@pytest.mark.parametrize(("typed", "share"), [(30, "0.3"), (2.5, "0.025"), ("50", "0.5")])
def test_a_share_typed_as_percent_is_told_as_share(typed, share):
    words = parse(Scenario.SHEET.column("probability"), Cell("A1", typed))[1]
    assert words.en.endswith(f" % is {share}.")
    assert f"{share} と入力" in words.ja


@pytest.mark.parametrize(
    ("column", "most"), [("price", "1,000,000,000"), ("capacity", "1,000,000,000,000,000")]
)
def test_a_figure_beyond_all_measure_is_refused(column, most):
    """A shortage cost of 1E+12 USD/kg for gallium once left all magnesium unbought."""
    spec = Supply.SHEET.column(column)
    assert parse(spec, Cell("A1", float(most.replace(",", ""))))[1].en == ""
    words = parse(spec, Cell("A1", 1e300))[1]
    assert words.en.endswith(f"at least 0. No figure may pass {most}.")
    assert f"{most} を超える値" in words.ja


def test_no_number_is_asked_for_that_would_be_refused():
    words = parse(Scenario.SHEET.column("probability"), Cell("A1", "-3"))[1]
    assert "-3" not in words.en


def nobody_needs(*rows: int) -> openpyxl.Workbook:
    """The default workbook, whose notes explain every warning, without the demand of some rows."""
    made = openpyxl.load_workbook(DEFAULT)
    for row in rows:
        for column in range(2, 12):
            made["Demand"].cell(row, column, 0)
    return made


@pytest.mark.parametrize(("rows", "cells"), [((7, 8, 9), ["C7", "C9"]), ((9,), ["C9"]), ((8,), [])])
def test_a_mineral_that_nobody_needs_is_warned_of_once(tmp_path, rows, cells):
    """Ga_4N and Ga_6N are gallium: either may be needed for the other alone."""
    tables = read(saved(nobody_needs(*rows), tmp_path))
    demand = [w for w in input_warnings(make_case(tables)) if w.sheet == "Demand"]
    found = [w for w in demand if "in any year" in w.should.en]
    assert [warning.cell for warning in found] == cells


def test_a_row_of_years_without_a_figure_is_warned_of(tmp_path):
    """Years that are not planned, such as 2026, do not help."""
    made = small()
    row = made["SupplyByYear"].max_row + 1
    made["SupplyByYear"].append([made["Supply"]["A3"].value, "freight"])
    made["SupplyByYear"].cell(1, 9, 1999)
    made["SupplyByYear"].cell(row, 9, 5)
    (warning,) = read(saved(made, tmp_path)).warnings
    assert (warning.sheet, warning.cell) == ("SupplyByYear", f"A{row}")
    assert warning.should.en.startswith("no planned year of this row has a figure")
    made["SupplyByYear"].cell(row, 3, 0.5)
    assert read(saved(made, tmp_path)).warnings == ()


def test_a_range_is_not_told_as_a_unit(tmp_path):
    assert told(changed(Countries_E2=50), tmp_path) == [
        "Countries!E2 holds 50; it should hold a number, at least -2.5, at most 2.5."
    ]


# How a warning is put aside


def test_the_note_that_is_suggested_fits_a_warning(tmp_path, capsys):
    warn(make_case(read(saved(nobody_needs(9), tmp_path))))
    printed = capsys.readouterr().out
    assert "checked 2027: why" in printed
    assert "「確認済み 2027: 理由」" in printed


def test_no_note_is_suggested_where_none_can_help(tmp_path, capsys):
    made = nobody_needs()
    made.create_sheet("calc")["A1"] = 1
    warn(make_case(read(saved(made, tmp_path))))
    printed = capsys.readouterr().out
    assert "Sheet calc is left alone" in printed
    assert "note of its row" not in printed
    assert "備考" not in printed


# Files of other programs


def rewritten(path: Path, part: str, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    assert re.search(old, text)
    parts[part] = re.sub(old, new, text, count=1).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("stale", "value", "read_as"), [("1", "0", ""), ("1", "7", 7), ("0", "0", 0)]
)
def test_a_formula_nobody_calculated_is_no_nought(tmp_path, stale, value, read_as):
    """XlsxWriter stores 0 for every formula, and asks Excel to calculate when it opens the file."""
    path = saved(changed(Supply_M2="=1+6"), tmp_path)
    sheet = small().sheetnames.index("Supply") + 1
    cell = r'<c r="M2"([^>]*)><f>1\+6</f><v ?/?>(</v>)?</c>'
    rewritten(
        path, f"xl/worksheets/sheet{sheet}.xml", cell, rf'<c r="M2"><f>1+6</f><v>{value}</v></c>'
    )
    rewritten(path, "xl/workbook.xml", 'fullCalcOnLoad="1"', f'fullCalcOnLoad="{stale}"')
    if read_as == "":
        (line,) = told(path, tmp_path)
        assert line.startswith("Supply!M2 holds '=1+6'; its formula has no stored value")
    else:
        assert read(path).supply[0].freight == read_as


def test_a_file_of_libreoffice_is_called_what_it_is(tmp_path):
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    (issue,) = issues(path, tmp_path)
    assert issue.should.en.endswith("It is an OpenDocument file (.ods).")
    assert "OpenDocument 形式" in issue.should.ja
