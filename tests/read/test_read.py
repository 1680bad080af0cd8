"""A workbook as people make it: what is read, what is left alone, and what is told, once each."""

import dataclasses
import datetime
import io
import math
import random
import time
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.formula import ArrayFormula

import model.read.workbook
import run
from model.case import make_case
from model.errors import Issue, UsageError, WorkbookError
from model.read import read
from model.read.cells import Cell, Grid, address
from model.read.opening import open_grids
from model.workbook.layout import ROW_TYPES, SHEETS, Origin, Tables
from tests.workbooks import SMALL, changed, edit_xml, issues, small, told, workbook

NEEDED = ("Settings", "Materials", "Demand", "Supply")
BARE = {
    "Settings": [["key", "value"], ["first_year", 2027], ["last_year", 2027]],
    "Materials": [["material", "mineral", "shortage_cost"], ["Ga", "Ga", 900], ["Mg", "Mg", 40]],
    "Demand": [["material", 2027], ["Ga", 100], ["Mg", 3000]],
    "Supply": [
        ["supply", "material", "country", "route", "price"],
        ["a", "Ga", "CHN", "primary", 300],
        ["b", "Mg", "NO", "primary", 3],
    ],
}
"""What is needed and nothing else; two metals share the name of a route."""


@pytest.fixture(scope="module")
def grids(tmp_path_factory) -> dict[str, Grid]:
    path = tmp_path_factory.mktemp("small") / "small.xlsx"
    small().save(path)
    return open_grids(path)


def saved(made: Workbook, folder: Path) -> Path:
    path = folder / "made.xlsx"
    made.save(path)
    return path


def read_made(made: Workbook, folder: Path) -> Tables:
    return read(saved(made, folder))


# What is needed, and what may be left out


def test_a_good_workbook_is_read_to_typed_rows(tmp_path):
    tables = read_made(small(), tmp_path)
    assert tables.settings.last_year == 2028
    assert [row.supply for row in tables.supply] == ["chn_ga", "kaz_ga", "chn_mg", "scrap_mg"]
    assert tables.supply[0].price == 300.0
    assert tables.supply[0].capacity_share is None
    assert tables.supply[1].freight == 3.0
    assert tables.supply[2].status == "operating"
    assert tables.demand[1].by_year == {2027: 20.0, 2028: 22.0}
    assert tables.supply_by_year[1].by_year == {2028: 320.0}
    assert tables.conversions[0].yield_ == 0.8
    assert tables.supply[3].at.place("price") == "Supply!L5"
    assert tables.settings.at.place("last_year") == "Settings!B4"
    assert make_case(tables).most("chn_ga", 2028) == 60


def test_four_sheets_are_enough(tmp_path):
    tables = read_made(workbook(BARE), tmp_path)
    assert [row.country for row in tables.countries] == ["CHN", "NO"]
    assert make_case(tables).demand["Mg", 2027] == 3000


def test_optional_sheets_may_be_empty(tmp_path):
    made = workbook(BARE)
    for name in SMALL:
        if name not in NEEDED:
            made.create_sheet(name)
    made["Limits"].append(["Limits  制約"])
    made["Limits"].append(["limit", "measure", "value"])
    made["Countries"].append(["country", "name_en"])
    made["Scenarios"]["C9"] = "  \u3000"
    assert len(read_made(made, tmp_path).countries) == 2


@pytest.mark.parametrize("name", NEEDED)
def test_a_needed_sheet_that_is_missing_is_told_once(tmp_path, name):
    made = small()
    del made[name]
    assert told(made, tmp_path) == [f"Sheet {name} is missing; it is needed."]


@pytest.mark.parametrize("name", NEEDED)
def test_a_needed_sheet_without_rows_is_told(tmp_path, name):
    made = small()
    made[name].delete_rows(2, 20)
    found = told(made, tmp_path)
    assert found[0] == f"Sheet {name} has no rows."
    if name == "Settings":
        assert found[1:] == [f"Sheet Settings has no key {k}; it is needed." for k in YEARS]
    else:
        assert len(found) == 1


YEARS = ("first_year", "last_year")


def test_a_sheet_that_is_empty_or_has_no_header_is_told(tmp_path):
    made = small()
    made["Demand"].delete_rows(1, 20)
    made["Origins"].delete_rows(1)
    assert told(made, tmp_path) == [
        "Sheet Demand is empty.",
        "Sheet Origins has no header row; its columns should be named"
        f" {', '.join(column.name for column in Origin.SHEET.columns)}.",
    ]


def test_changes_without_scenarios_are_told_once(tmp_path):
    made = small()
    del made["Scenarios"]
    assert told(made, tmp_path) == [
        "Sheet Changes names rows of sheet Scenarios, which is missing or has no rows."
    ]


# Names of sheets and columns


def test_a_misspelt_sheet_is_told_and_its_cells_are_checked(tmp_path):
    made = changed(Supply_L2=-1)
    made["Supply"].title = "Suply"
    made["Limits"].title = "limits "
    assert told(made, tmp_path) == [
        "Sheet Suply is not a sheet the planner knows. Did you mean Supply?",
        "Suply!L2 holds -1; it should hold a number in USD/kg, at least 0.",
        "Sheet 'limits ' is not a sheet the planner knows. Did you mean Limits?",
    ]


def test_columns_may_stand_in_any_order_among_others(tmp_path):
    rng = random.Random(5)
    sheets = {}
    for name, rows in SMALL.items():
        width = len(rows[0])
        wide = [[*row, *[None] * (width - len(row)), "mine", 1.5] for row in rows]
        wide[0][-2:] = ["#remarks of mine", "_3000"]
        order = rng.sample(range(width + 2), width + 2)
        sheets[name] = [[row[i] for i in order] for row in wide]
    shuffled, usual = read_made(workbook(sheets), tmp_path), read_made(small(), tmp_path)
    assert without_addresses(shuffled) == without_addresses(usual)


def without_addresses(tables: Tables) -> str:
    rows = [
        {k: v for k, v in vars(row).items() if k != "at"}
        for name in ROW_TYPES
        for row in (getattr(tables, name) if name != "settings" else (tables.settings,))
    ]
    return str(rows)


def test_a_header_may_stand_below_titles(tmp_path):
    made = small()
    for ws in made.worksheets:
        ws.insert_rows(1, 4)
        ws["A1"], ws["A3"], ws["B3"] = f"{ws.title}, filled in 2026", "year", "share"
    assert read_made(made, tmp_path).supply[0].at.place("price") == "Supply!L6"


def test_a_workbook_written_by_pandas_is_read(tmp_path):
    path = tmp_path / "pandas.xlsx"
    with pd.ExcelWriter(path) as writer:
        for name, (first, *rows) in SMALL.items():
            filled = [[*row, *[None] * (len(first) - len(row))] for row in rows]
            pd.DataFrame(filled, columns=first).to_excel(writer, sheet_name=name)
    assert read(path).demand[0].by_year == {2027: 100.0, 2028: 120.0}


def test_missing_and_misspelt_columns_are_told_once(tmp_path):
    made = changed(Supply_L1="prize", Supply_M1="freigth", Materials_C1="cost of shortage")
    made["Routes"].delete_cols(3)
    made["Origins"].delete_cols(4)
    made["Settings"]["B1"] = "Value"
    assert told(made, tmp_path) == [
        "Settings!B1 holds 'Value'; no column has that name. Did you mean value?",
        "Sheet Materials has no column shortage_cost in its header row 1; it is needed.",
        "Materials!C1 holds 'cost of shortage'; no column has that name. Missing here:"
        " shortage_cost, name_en, name_ja, stock_target_days, holding_cost, confidence, ...."
        " If it is your own, put # or _ before its name.",
        "Supply!L1 holds 'prize'; no column has that name. Did you mean price?",
        "Supply!M1 holds 'freigth'; no column has that name. Did you mean freight?",
        "Sheet Routes has no column co2 in its header row 1; it is needed.",
        "Sheet Origins has no column share in its header row 1; it is needed.",
    ]


def test_a_column_that_stands_twice_is_told(tmp_path):
    assert told(changed(Supply_R1="price "), tmp_path) == [
        "Supply!R1 holds 'price '; this column stands twice; keep one of them."
    ]


# Years


@pytest.mark.parametrize("header", ["2028", 2028.0, "２０２８", " 2028 ", "2028.0"])
def test_a_year_may_head_its_column_as_number_or_text(tmp_path, header):
    assert read_made(changed(Demand_C1=header), tmp_path).demand[0].by_year[2028] == 120


def test_missing_years_are_told_together(tmp_path):
    made = changed(Settings_B4=2033, Demand_E1=2031, Demand_E2=1, Demand_E3=1)
    made["Demand"]["E4"] = 30000
    assert told(made, tmp_path) == [
        "Sheet Demand has no column for 2029-2030, 2032-2033; every planned year needs one."
    ]


def test_a_year_that_stands_twice_is_told(tmp_path):
    made = changed(Demand_E1="2028", SupplyByYear_E1=2027)
    assert told(made, tmp_path) == [
        "Demand!E1 holds '2028'; this column stands twice; keep one of them.",
        "SupplyByYear!E1 holds 2027; this column stands twice; keep one of them.",
    ]


def test_years_outside_the_plan_are_left_alone(tmp_path):
    made = changed(
        Demand_E1=2026,
        Demand_E2="n/a",
        Demand_F1=2029,
        Demand_F3=-1,
        Demand_G1=2029,
        Demand_F4=True,
    )
    tables = read_made(made, tmp_path)
    assert tables.demand[0].by_year == {2027: 100.0, 2028: 120.0}


def test_last_year_before_first_year_does_not_hide_other_mistakes(tmp_path):
    assert told(changed(Settings_B3=2029, Demand_C3="x"), tmp_path) == [
        "Settings!B4 holds 2028; it should hold a year not before first_year (2029).",
        "Demand!C3 holds 'x'; it should hold a number in t/yr, at least 0, at most 100,000,000.",
    ]


@pytest.mark.parametrize("bad", [None, "2027", True, 2027.5, datetime.date(2027, 4, 1), "=1+1"])
def test_a_year_of_settings_that_cannot_be_read_is_told_once(tmp_path, bad):
    for cell in ("B3", "B4"):
        (issue,) = issues(changed(**{f"Settings_{cell}": bad}), tmp_path)
        assert (issue.sheet, issue.cell) == ("Settings", cell)


# Settings


def test_a_slip_in_a_setting_is_told_once(tmp_path):
    made = changed(Settings_A3="frist_year", Settings_A5="Home_Country", Settings_A9="author")
    assert told(made, tmp_path) == [
        "Settings!A3 holds 'frist_year'; there is no such setting. Did you mean first_year?",
        "Settings!A5 holds 'Home_Country'; there is no such setting. Did you mean home_country?",
        "Settings!A9 holds 'author'; there is no such setting."
        " If it is your own, put # or _ before its name.",
    ]


def test_a_slip_beside_the_blank_line_of_the_form_is_told(tmp_path):
    made = changed(Settings_A9="discount_rate", Settings_A10="dicount_rate", Settings_B10=0.05)
    assert told(made, tmp_path) == [
        "Settings!A10 holds 'dicount_rate'; there is no such setting. Did you mean discount_rate?"
    ]


def test_settings_twice_missing_or_without_a_key(tmp_path):
    made = changed(Settings_A4="first_year", Settings_B9=5, Settings_A10="case_name2")
    assert told(made, tmp_path) == [
        "Settings!A4 holds 'first_year'; this key stands twice; keep one of them.",
        "Settings!A9 is blank; it should hold the name of a setting.",
        "Settings!A10 holds 'case_name2'; there is no such setting. Did you mean case_name?",
    ]
    assert told(changed(Settings_A4="mine"), tmp_path) == [
        "Sheet Settings has no key last_year; it is needed.",
        "Settings!A4 holds 'mine'; there is no such setting."
        " If it is your own, put # or _ before its name.",
    ]


# Rows and names


def test_a_row_counts_if_any_cell_is_filled(tmp_path):
    """A figure makes a row that lacks the rest; a text alone may be a remark, and is told once."""
    found = told(changed(Supply_M6=1, Origins_C4=" "), tmp_path)
    assert found == [
        f"Supply!{cell}6 is blank; it should hold {what}."
        for cell, what in (
            ("A", "a name"),
            ("B", "a name from sheet Materials"),
            ("C", "a name from sheet Countries"),
            ("L", "a number in USD/kg, at least 0"),
        )
    ]
    assert told(changed(Supply_R6="planned?"), tmp_path) == [
        "Supply!R6 holds 'planned?'; the rest of this row is blank, but A6, B6, C6, L6 are needed."
        " A remark or a total has no place among the rows: delete it, or move it above the header"
        " row."
    ]


def test_names_typed_as_numbers_meet_names_typed_as_text(tmp_path):
    made = workbook(BARE)
    for cell, value in (("Materials!A2", 5), ("Demand!A2", "5"), ("Supply!B2", 5.0)):
        made[cell.split("!")[0]][cell.split("!")[1]] = value
    assert read_made(made, tmp_path).supply[0].material == "5"


def test_names_twice_are_told_whatever_their_case(tmp_path):
    made = changed(
        Supply_A5="CHN_mg", Supply_L5="x", SupplyByYear_B3="capacity", Countries_A5="kaz"
    )
    made["Countries"]["B5"] = "Kazakhstan"
    made["Demand"].append(["Ga_4N", 1, 1])
    made["SupplyByYear"].delete_rows(4)
    assert told(made, tmp_path) == [
        "Demand!A5 holds 'Ga_4N'; the same name stands in A2 already; every row needs its own.",
        "Supply!A5 holds 'CHN_mg'; the same name stands in A4 already; every row needs its own.",
        "Supply!L5 holds 'x'; it should hold a number in USD/kg, at least 0.",
        "SupplyByYear!B3 holds 'capacity'; the same supply and field stand in A2, B2 already;"
        " every row needs its own.",
        "Countries!A5 holds 'kaz'; the same name stands in A3 already; every row needs its own.",
    ]


def test_names_that_cannot_be_read_are_no_duplicates(tmp_path):
    made = changed(SupplyByYear_A2="left", SupplyByYear_A4="right")
    assert [issue.cell for issue in issues(made, tmp_path)] == ["A2", "A4"]


def test_a_key_with_a_space_is_told_once_and_links_to_it_are_good(tmp_path):
    assert told(changed(Countries_A3="KAZ\u3000"), tmp_path) == [
        "Countries!A3 holds 'KAZ\u3000'; it should hold a name without spaces before or after it."
    ]


def test_a_renamed_key_is_told_once_a_sheet(tmp_path):
    """All that named it dangles: one line a sheet, with the cells and that of the key."""
    lost = (
        "no material on sheet Materials has that name."
        " Materials!A4 holds Magnesium, which nothing names: was it renamed?"
    )
    assert told(changed(Materials_A4="Magnesium"), tmp_path) == [
        f"Demand!A4 holds 'Mg_ingot'; {lost}",
        f"Supply!B4 holds 'Mg_ingot'; {lost} The same stands in B5 (2 cells in all).",
    ]


def test_a_mineral_without_a_route_is_told_once(tmp_path):
    made = changed(Materials_B4="Mag", Baseline_A4="Mag", Limits_D4="Mag")
    assert told(made, tmp_path) == [
        "Routes!B3 holds 'Mg'; no mineral on sheet Materials has that name. Did you mean Mag?",
        "Routes!B4 holds 'Mg'; no mineral on sheet Materials has that name. Did you mean Mag?",
    ]


def test_every_mistake_is_told_at_once_with_its_cell(tmp_path):
    made = changed(
        Settings_B5="Japan",
        Materials_C3="１２０",
        Materials_E2=31,
        Demand_B2="1,200",
        Demand_C4=None,
        Supply_C3="KAZ ",
        Supply_L2="1,2",
        Supply_K5=9500,
        Supply_N3=datetime.date(2026, 3, 1),
        SupplyByYear_D4=-5,
        Routes_C3="#REF!",
        Countries_E2=3.5,
        Origins_D3=0.75,
        Limits_F2=65,
        Changes_E2="JPN",
        Changes_H5="plus",
        References_B2=None,
    )
    number = "it should hold a number in"
    text = "This is text that looks like"
    assert told(made, tmp_path) == [
        "Settings!B5 holds 'Japan'; no country on sheet Countries has that name. Did you mean JPN?",
        "Materials!E2 holds 31; it should hold at most max_stock (30 t).",
        f"Materials!C3 holds '１２０'; {number} USD/kg, at least 0."
        f" {text} 120: type it as a number.",
        f"Demand!B2 holds '1,200'; {number} t/yr, at least 0, at most 100,000,000."
        f" {text} 1200: type it as a number.",
        f"Demand!C4 is blank; {number} t/yr, at least 0, at most 100,000,000.",
        f"Supply!L2 holds '1,2'; {number} USD/kg, at least 0.",
        "Supply!C3 holds 'KAZ '; no country on sheet Countries has that name. Did you mean KAZ?",
        "Supply!N3 holds '2026-03-01'; it should hold a share of price plus freight, at least 0,"
        " at most 10. It is formatted as a date or time: set its format to General"
        " and type the figure again (Excel takes 1/2 for a date).",
        "Supply!K5 holds 9500; it should hold at most what scrap_mg can deliver in 2027 (6000 t).",
        f"SupplyByYear!D4 holds -5; {number} the same unit as the field, at least 0.",
        f"Routes!C3 holds '#REF!'; {number} kg CO2/kg, at least 0. It is an Excel error.",
        "Countries!E2 holds 3.5; it should hold a number, at least -2.5, at most 2.5.",
        "Origins!D3 holds 0.75; the shares of Ga from KAZ add up to 1.15;"
        " together they should be at most 1.",
        "Limits!F2 holds 65; it should hold a share of demand from 0 to 1 (0.65 for 65 %).",
        "Changes!B2 holds 'capacity'; this change matches no row; check its selectors.",
        "Changes!H5 holds 'plus'; it should hold one of multiply, add, set, at_least, at_most.",
        "References!B2 is blank; it should hold text.",
    ]


# Formulas, merged cells, hidden sheets, odd files


def test_a_formula_without_a_stored_value_is_told(tmp_path):
    made = changed(Supply_L2="=L3*0.9", Demand_C1="=B1+1", Limits_A2="=1+1")
    reason = "its formula has no stored value: open the workbook in Excel, save it, run again."
    assert told(made, tmp_path) == [
        f"Demand!C1 holds '=B1+1'; {reason}",
        f"Supply!L2 holds '=L3*0.9'; {reason}",
        f"Limits!A2 holds '=1+1'; {reason}",
    ]


def test_formulas_with_stored_values_are_read(tmp_path):
    made = changed(Supply_L2="=L3*0.9", Supply_R3='=""', Supply_M3="=1/0", Demand_C1="=B1+1")
    made["Supply"]["I2"] = ArrayFormula("I2:I2", "=SUM(I3:I4*2)")
    path, supply, demand = saved(made, tmp_path), 4, 3
    edit_xml(path, supply, "<f>L3*0.9</f><v />", "<f>L3*0.9</f><v>315</v>")
    edit_xml(path, supply, "SUM(I3:I4*2)</f><v />", "SUM(I3:I4*2)</f><v>80</v>")
    edit_xml(path, demand, "<f>B1+1</f><v />", "<f>B1+1</f><v>2028</v>")
    edit_xml(path, supply, '<c r="R3"><f>""</f><v />', '<c r="R3" t="str"><f>""</f><v></v>')
    edit_xml(path, supply, '<c r="M3"><f>1/0</f><v />', '<c r="M3" t="e"><f>1/0</f><v>#DIV/0!</v>')
    assert told(path, tmp_path) == [
        "Supply!M3 holds '#DIV/0!'; it should hold a number in USD/kg, at least 0."
        " It is an Excel error."
    ]
    edit_xml(path, supply, 't="e"><f>1/0</f><v>#DIV/0!', "><f>1/1</f><v>1")
    tables = read(path)
    assert (tables.supply[0].price, tables.supply[0].capacity) == (315.0, 80.0)
    assert tables.supply[1].note == ""
    assert tables.demand[0].by_year[2028] == 120


def test_text_that_begins_with_an_equals_sign_stays_text(tmp_path):
    made = changed(Supply_R2="=A1")
    made["Supply"]["R2"].data_type = "s"
    assert read_made(made, tmp_path).supply[0].note == "=A1"


def test_merged_cells_over_data_are_told_once(tmp_path):
    made = small()
    made["Supply"].merge_cells("C2:C3")
    made["Supply"].merge_cells("X1:Z9")
    made["Limits"].insert_rows(1, 2)
    made["Limits"].merge_cells("A1:F1")
    made["Limits"].merge_cells("A20:F20")
    assert told(made, tmp_path) == [
        "Supply!C2 is merged (C2:C3): unmerge it, one figure belongs in each cell."
    ]


def test_a_hidden_sheet_that_would_count_is_told(tmp_path):
    made = small()
    made["Limits"].sheet_state = "hidden"
    made["Origins"].sheet_state = "veryHidden"
    made["Baseline"].delete_rows(2, 9)
    made["Baseline"].sheet_state = "hidden"
    hidden = "is hidden: what it holds would count unseen. Unhide it, or delete it."
    assert told(made, tmp_path) == [f"Sheet Origins {hidden}", f"Sheet Limits {hidden}"]


def test_a_chart_sheet_is_left_alone(tmp_path):
    made = small()
    chart = BarChart()
    chart.add_data(Reference(made["Demand"], min_col=2, min_row=1, max_row=4))
    made.create_chartsheet("Chart").add_chart(chart)
    assert told(made, tmp_path) == []


def test_a_cell_far_away_costs_no_time(tmp_path):
    """Walking every blank cell up to it takes minutes; the limit leaves room for a busy machine."""
    made = small()
    made["Supply"]["XFD1048576"] = "slip"
    path = saved(made, tmp_path)
    start = time.process_time()
    assert [issue.cell for issue in issues(path, tmp_path)] == ["XFD1"]
    assert time.process_time() - start < 20


def test_a_number_no_computer_can_hold_is_told(tmp_path):
    path = saved(changed(Supply_L2=777), tmp_path)
    edit_xml(path, 4, "<v>777</v>", f"<v>{'9' * 400}</v>")
    assert told(path, tmp_path) == [
        "Supply!L2 holds inf; it should hold a number in USD/kg, at least 0."
    ]


def unreadable() -> dict[str, bytes]:
    good, frame = io.BytesIO(), pd.DataFrame({"a": [1]})
    small().save(good)
    return {
        "renamed.xlsx": frame.to_csv().encode(),
        "empty.xlsx": b"",
        "cut.xlsx": good.getvalue()[:3000],
        "bent.xlsx": good.getvalue().replace(b"PK\x03\x04", b"PK\x03\x09"),
        "locked.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }


@pytest.mark.parametrize(("name", "data"), unreadable().items())
def test_a_file_that_is_no_workbook_is_told(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(WorkbookError) as caught:
        read(tmp_path / name)
    english, japanese = caught.value.issues[0].lines()
    assert english.startswith(f"{name} is not an Excel workbook (.xlsx) that can be read")
    assert ("It has a password" in english) == (data[:1] == b"\xd0")
    assert japanese.endswith("。")
    assert caught.value.exit_code == 3


def test_damaged_xml_is_told(tmp_path):
    path = saved(small(), tmp_path)
    edit_xml(path, 4, "<sheetData>", "<sheetData><row><c>")
    with pytest.raises(WorkbookError, match="is not an Excel workbook"):
        read(path)


def test_a_missing_file_and_a_folder_are_told(tmp_path, capsys):
    for path in (tmp_path / "nowhere.xlsx", tmp_path):
        with pytest.raises(UsageError, match="There is no file"):
            read(path)
        assert run.main(["check", str(path)]) == 2
        assert "There is no file" in capsys.readouterr().err


# Whatever stands in whatever cell


def with_cells(grids: dict[str, Grid], cells: dict[tuple[str, int, int], Cell | None]):
    """The grids with other cells; None empties one."""
    made = {}
    for name, grid in grids.items():
        mine = {(r, c): cell for (n, r, c), cell in cells.items() if n == name}
        kept = {place: cell for place, cell in {**grid.cells, **mine}.items() if cell is not None}
        made[name] = dataclasses.replace(grid, cells=kept)
    return made


def outcome(monkeypatch, grids: dict[str, Grid]) -> Tables | tuple[Issue, ...]:
    monkeypatch.setattr(model.read.workbook, "open_grids", lambda path, progress: grids)
    try:
        return read(Path("unused"))
    except WorkbookError as error:
        return error.issues


def test_an_excel_error_anywhere_is_told_once_and_only_there(grids, monkeypatch):
    """Whatever one cell below a header is: a key, a link, a figure, a choice."""
    for name, grid in grids.items():
        used = 2 if name == "Settings" else 99
        for row, column in grid.cells:
            if row == 1 or column > used:
                continue
            bad = Cell(address(row, column), "#REF!", error=True)
            found = outcome(monkeypatch, with_cells(grids, {(name, row, column): bad}))
            assert isinstance(found, tuple), (name, bad.address)
            assert [(i.sheet, i.cell) for i in found] == [(name, bad.address)]


def test_a_needed_cell_left_blank_is_told_once_and_only_there(grids, monkeypatch):
    count = 0
    for sheet in SHEETS:
        headers = {c: str(cell.value) for c, cell in grids[sheet.name].rows[1]}
        needed = {c.name for c in sheet.columns if c.required} | {"key"}
        needed |= {"2027", "2028"} if sheet.years and sheet.years.required else set()
        for row, column in grids[sheet.name].cells:
            if row > 1 and headers[column] in needed:
                found = outcome(monkeypatch, with_cells(grids, {(sheet.name, row, column): None}))
                assert isinstance(found, tuple), (sheet.name, row, column)
                assert [i.cell for i in found] == [address(row, column)]
                assert "is blank" in found[0].lines()[0]
                count += 1
    assert count > 100


ODD = [None, True, "abc", "", " ", -1, 0, 5, 2027.5, 1e300, math.inf, math.nan, "x" * 40000]
ODD += [datetime.datetime(2027, 1, 1, 9), datetime.date(2027, 1, 1), datetime.time(9), "😀"]
ODD += [datetime.timedelta(days=2), "１２", "5％", "2028", "CHN", "Ga_4N", "key", "capacity", 2028]


def odd_cell(rng: random.Random, place: str) -> Cell | None:
    kind = rng.random()
    if kind < 0.1:
        return Cell(place, None, "=A1")
    if kind < 0.2:
        return Cell(place, "#REF!", rng.choice(["", "=#REF!"]), error=True)
    value = rng.choice(ODD)
    blank = value is None or (isinstance(value, str) and not value.strip())
    return None if blank else Cell(place, value)


@pytest.mark.parametrize("seed", range(3))
def test_odd_values_in_random_cells_are_told_or_taken(grids, monkeypatch, seed):
    rng, taken = random.Random(seed), 0
    for _ in range(100):
        cells = {}
        for _ in range(rng.choice([1, 1, 1, 3, 12])):
            name = rng.choice(list(grids))
            row, column = rng.choice(list(grids[name].cells))
            cells[name, row, column] = odd_cell(rng, address(row, column))
        found = outcome(monkeypatch, with_cells(grids, cells))
        if isinstance(found, Tables):
            make_case(found)
            taken += 1
            continue
        for issue in found:
            assert issue.sheet in grids
            assert issue.cell == "" or issue.cell[0].isalpha()
            assert issue.should.en
            assert not {"nan", "None"} & set(issue.should.en.split())
            english, japanese = issue.lines()
            assert english.startswith(issue.place)
            japanese.replace("😀", "").encode("cp932")
    assert 0 < taken < 100


def test_odd_values_survive_a_real_file(tmp_path):
    rng = random.Random(11)
    made = small()
    for _ in range(60):
        ws = made[rng.choice(made.sheetnames)]
        cell = ws.cell(rng.randint(1, ws.max_row), rng.randint(1, ws.max_column))
        value = rng.choice(ODD)
        cell.value = None if isinstance(value, float) and not math.isfinite(value) else value
    assert len(told(made, tmp_path)) > 20


def test_a_range_that_does_not_enclose_its_figure_is_told(tmp_path):
    """100 to 110 t about 90 t, 450 at most for 500 USD/kg, 1 to 2 t about no limit."""
    made = changed(Supply_S2=100, Supply_L2=500, Supply_S4=1, Supply_T4=2)
    found = [issue.lines() for issue in issues(made, tmp_path)]
    assert sorted(found) == [
        (
            "Supply!S2 holds 100; it should hold at most capacity (90 t/yr).",
            "Supply!S2 の内容は 100。capacity（90 t/yr）以下の値を入力してください。",
        ),
        (
            "Supply!S4 holds 1; it should be blank, or capacity should hold a figure: a blank"
            " capacity is no limit and has no range.",
            "Supply!S4 の内容は 1。capacity が空欄（上限なし）のため範囲は使えません。"
            "空欄にするか、capacity を入力してください。",
        ),
        (
            "Supply!V2 holds 450; it should hold at least price (500 USD/kg).",
            "Supply!V2 の内容は 450。price（500 USD/kg）以上の値を入力してください。",
        ),
    ]


def test_a_range_is_read_and_a_blank_is_left_to_the_grade(tmp_path):
    first, late, _, scrap = read_made(small(), tmp_path).supply
    assert (first.capacity_low, first.capacity_high) == (50, 110)
    assert (first.price_low, first.price_high) == (240, 450)
    assert (late.capacity_low, late.price_low, late.price_high) == (None, None, 400)
    assert scrap.at.place("price_high") == "Supply!V5"


def test_settings_of_the_explanations(tmp_path):
    """Blank is the default; how sure cannot be asked to nothing at all."""
    settings = read_made(small(), tmp_path).settings
    assert (settings.explain, settings.sure_within) == ("yes", 0.001)
    assert (settings.alternatives_within, settings.range_b, settings.range_c) == (0.05, 0.1, 0.3)
    rows = [("explain", "no"), ("sure_within", 0), ("range_b", 0.2), ("range_c", 30)]
    made = small()
    for row in rows:
        made["Settings"].append(row)
    assert told(made, tmp_path) == [
        "Settings!B10 holds 0; it should hold a share, at least 0.000001, at most 0.1.",
        "Settings!B12 holds 30; it should hold a share, at least 0, at most 1. 30 % is 0.3.",
    ]


def test_a_change_that_takes_a_figure_below_nothing_is_told(tmp_path):
    """Pidgeon magnesium at 3 USD/kg, set to 6, then 7 taken off: -1."""
    made = changed(Changes_H5="add", Changes_I5=-7)
    assert told(made, tmp_path) == [
        "Changes!I5 holds -7; with it price of option chn_mg in 2027 would be -4;"
        " it should hold a number in USD/kg, at least 0."
    ]


def test_a_change_that_takes_a_share_above_one_is_told(tmp_path):
    """Scrap of 20 % of demand, six times that: 1.2."""
    made = changed(
        Changes_B5="capacity_share", Changes_F5=None, Changes_G5="scrap_mg",
        Changes_H5="multiply", Changes_I5=6,
    )  # fmt: skip
    (line,) = told(made, tmp_path)
    assert line.startswith("Changes!I5 holds 6; with it capacity_share of option scrap_mg in 2027")
    assert "would be 1.2" in line


def test_a_capacity_that_is_not_there_cannot_be_halved(tmp_path):
    """chn_mg has no capacity: half of no limit is no limit."""
    row = {"Changes_A5": "late", "Changes_B5": "capacity", "Changes_H5": "multiply"}
    assert told(changed(**row, Changes_I5=0.5), tmp_path) == [
        "Changes!H5 holds 'multiply'; there is no capacity to change; it should hold set or"
        " at_most."
    ]
    assert told(changed(**row, Changes_I5=0), tmp_path) == []


def test_the_results_keep_two_names_for_themselves(tmp_path):
    made = changed(Scenarios_A2="Base", Changes_A2="Base", Changes_A5="Base")
    assert told(made, tmp_path) == [
        "Scenarios!A2 holds 'Base'; it should hold another name: the results use this one"
        " themselves."
    ]
