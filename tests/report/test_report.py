"""The results workbook: what stands where, what is safe, and its checks worked out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from model.errors import Culprit, UsageError, Words
from model.pipeline import make_plan
from model.report import book, write_no_plan, write_report
from model.report.core import looks
from model.report.core import table_sheet as sheets
from model.report.sentences.words import headline, spans
from model.results import tables
from tests.cases import option, simple, solve
from tests.results_workbook import table_of

RESULTS = ["Plan", "Balance", "Shares", "Concentration", "Costs", "Carbon", "Measures"]
BEHIND = ["Steps", "Products", "Lookthrough", "Risk", "Confidence", "Run", "Working", "ChartData"]
ORDER = ["Summary", *RESULTS, "Checks", *BEHIND]
COLUMNS = {
    "Measures": "measure mineral year basis plan value value_high unit",
    "Plan": "year mineral material supply country route status commitment confidence tonnes"
    " share_of_demand cost co2",
    "Balance": "year material mineral demand imports converted_in converted_out stock_start"
    " stock_loss stock_end reserve_target reserve_gap shortage",
    "Shares": "year mineral basis country tonnes share_of_demand",
    "Concentration": "year mineral basis hhi import_hhi largest_country largest_share",
    "Costs": "year mineral part cost present_value",
    "Carbon": "year mineral country route co2",
    "Run": "item value",
}
"""Columns that other programs read; more may follow them."""
RUN = {"program": "planner 1.0", "input_sha256": "ab12", "seconds": 0.5}


@pytest.fixture(scope="module")
def report(tmp_path_factory, default_case, default_solution, default_tables):
    """The default case's workbook as written, formulas not yet worked out."""
    path = tmp_path_factory.mktemp("report") / "default.xlsx"
    return write_report(path, default_case, default_solution, default_tables, RUN)


@pytest.fixture(scope="module")
def written(report):
    return openpyxl.load_workbook(report)


@pytest.fixture(scope="module")
def short():
    """100 t needed in each of three years; 60 t can be had, half of it at twice the price."""
    supply = [
        option("chn", 10, 30, "CHN", tariff=0.05, freight=1.5, co2=20.0),
        option("kaz", 20, 30, "KAZ", co2=8.0, status="project", confidence="B"),
    ]
    made = simple((2027, 2029), supply=supply, origins=[_looked_through("KAZ", "CHN", 0.4)])
    return solve(made)


def _looked_through(shipped_from, origin, share):
    return {"mineral": "Ga", "shipped_from": shipped_from, "origin": origin, "share": share}


def _checks(workbook):
    """The lines of sheet Checks."""
    header, *body = workbook["Checks"].iter_rows(min_row=6, max_col=12, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


def _failed(workbook):
    return {check["what"] for check in _checks(workbook) if check["result"] != "PASS"}


def _told(workbook):
    """What the first sheet says of the checks."""
    shown = {cell for row in workbook["Summary"].iter_rows(values_only=True) for cell in row}
    return shown & {"PASS", "FAIL"}


# What stands where


def test_sheets_come_in_order_and_each_table_is_named_like_its_sheet(written):
    assert written.sheetnames == ORDER
    with_table = [name for name in ORDER if name not in ("Summary", "Working", "ChartData")]
    assert [list(written[name].tables) for name in with_table] == [[n] for n in with_table]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_the_columns_others_read(written, name):
    header, _ = table_of(written[name])
    expected = COLUMNS[name].split()
    assert header[: len(expected)] == expected


@pytest.mark.parametrize(
    ("value", "shown", "quiet"),
    [
        (-0.3, "+#,##0;-#,##0;#,##0", "#,##0;#,##0"),
        (-0.04, "#,##0.0", "#,##0.0;#,##0.0"),
        (-4e-10, "+#,##0.00;-#,##0.00;#,##0.00", "#,##0.00;#,##0.00"),
        (-0.6, "+#,##0;-#,##0;#,##0", "+#,##0;-#,##0;#,##0"),
        (0.0, "+#,##0;-#,##0;#,##0", "+#,##0;-#,##0;#,##0"),
        (-0.3, "General", "General"),
        ("-0", "#,##0", "#,##0"),
    ],
)
def test_what_rounds_to_nothing_is_shown_without_a_sign(value, shown, quiet):
    assert sheets.quiet(value, shown) == quiet


def test_a_table_holds_every_figure_of_the_results(written, default_tables):
    for name, table in default_tables.items():
        header, body = table_of(written[name])
        assert header == list(table.columns)
        found = pd.DataFrame(body, columns=header)
        for column in header:
            stated = [None if pd.isna(v) or v in (np.inf, "") else v for v in table[column]]
            assert found[column].astype(object).where(found[column].notna(), None).tolist() == (
                stated
            ), (name, column)


def test_units_and_japanese_labels_stand_above_the_header(written):
    plan = written["Plan"]
    units, labels, header = ([cell.value for cell in plan[row]] for row in (4, 5, 6))
    at = header.index("tonnes")
    assert (units[at], labels[at]) == ("t", "数量")
    assert all(labels)
    assert plan.freeze_panes == "A7"
    assert plan.cell(7, header.index("share_of_demand") + 1).number_format == "0.0%"
    assert plan.cell(7, header.index("year") + 1).number_format == "0"


def test_every_column_of_every_table_has_a_japanese_label(written):
    for name in ORDER:
        if written[name].tables:
            header, _ = table_of(written[name])
            assert all(cell.value for cell in written[name][5][: len(header)]), name


def test_an_unlimited_capacity_is_blank(tmp_path):
    case, solution = solve(simple(supply=[option("chn", 10)]))
    path = write_report(tmp_path / "r.xlsx", case, solution, tables(case, solution), RUN)
    header, body = table_of(openpyxl.load_workbook(path)["Plan"])
    assert body[0][header.index("capacity")] is None


# The first sheet


def test_the_first_line_tells_good_news_in_both_languages(tmp_path, met_case):
    solution = make_plan(met_case).solution
    path = write_report(tmp_path / "r.xlsx", met_case, solution, tables(met_case, solution), RUN)
    first = openpyxl.load_workbook(path)["Summary"]["A1"]
    assert first.value.startswith("Demand is met in every year; the reserve is held.\n全期間で")
    assert first.fill.fgColor.rgb.endswith("2E7D32")


def test_the_first_line_tells_a_shortage_in_tonnes_by_material_and_year(tmp_path, short):
    """100 t less 60 t is 40 t in each year."""
    case, solution = short
    path = write_report(tmp_path / "r.xlsx", case, solution, tables(case, solution), RUN)
    first = openpyxl.load_workbook(path)["Summary"]["A1"]
    years = "40.0 t (2027), 40.0 t (2028), 40.0 t (2029)"
    assert first.value == f"Demand is not met. Short: Ga 120 t: {years}.\n不足: Ga 120 t: {years}。"
    assert first.fill.fgColor.rgb.endswith("B3261E")


def test_the_first_line_tells_a_drawn_reserve(default_case, default_tables):
    balance = default_tables["Balance"].assign(shortage=0.0, reserve_gap=0.0)
    balance.loc[balance.index[:2], "reserve_gap"] = [3.25, 1e-9]
    told = headline(default_case, {**default_tables, "Balance": balance})
    assert told == Words(
        "Reserve drawn below its target by: Ga_4N 3.2 t (2027).",
        "備蓄の目標割れ: Ga_4N 3.2 t (2027)。",
    )


def test_a_long_list_of_shortages_is_cut_with_the_rest_added_up(default_case, default_tables):
    years = range(2001, 2061)
    balance = pd.DataFrame({"year": years, "material": "Mg", "demand": 100.0})
    balance = balance.assign(shortage=2.0, reserve_gap=0.0, reserve_target=0.0)
    told = headline(default_case, {**default_tables, "Balance": balance})
    assert told.en.endswith("2.0 t (2040), 40.0 t (2041-2060).")


def test_the_summary_says_who_delivers_and_what_it_costs(tmp_path, short):
    """30 t from each in every year; landed 30 x (11.5 x 1.05) + 30 x 20, shortage 40 x 5,000.

    That is 0.36225 + 0.6 + 200 million USD a year.
    """
    case, solution = short
    path = write_report(tmp_path / "r.xlsx", case, solution, tables(case, solution), RUN)
    rows = [
        [cell for cell in row if cell is not None]
        for row in openpyxl.load_workbook(path)["Summary"].iter_rows(values_only=True)
    ]
    by_name = {row[0]: row for row in rows if row}
    assert by_name["Average cost a year"][3] == pytest.approx(200.96225)
    assert by_name["China"][2:8] == pytest.approx([90, 30, 30, 30, 0.3, 0.3 + 0.4 * 0.3])
    assert by_name["Kazakhstan"][2:8] == pytest.approx([90, 30, 30, 30, 0.3, 0.6 * 0.3])
    assert by_name["Demand"][2:6] == [300, 100, 100, 100]
    assert by_name["Shortage"][2:6] == pytest.approx([120, 40, 40, 40])
    assert ["Kazakhstan (kaz)", pytest.approx(30), 2027, "B"] in [row[-4:] for row in rows]


def test_todays_mix_is_shown_as_an_interval_where_it_is_one(written, default_tables):
    measures = default_tables["Measures"]
    here = (measures.measure == "concentration") & (measures.mineral == "Ga")
    here &= (measures.year == "all") & (measures.basis == "origin") & (measures.plan == "baseline")
    (low,), (high,) = measures[here].value, measures[here].value_high
    shown = [cell for row in written["Summary"].iter_rows(values_only=True) for cell in row]
    assert f"{low:,.0f}-{high:,.0f}" in shown


def test_there_is_a_chart_of_cost_and_one_of_every_mineral_with_visible_axes(written, default_case):
    charts = written["Summary"]._charts
    assert len(charts) == 1 + len(default_case.minerals)
    for chart in charts:
        assert not chart.x_axis.delete
        assert not chart.y_axis.delete


def test_a_country_has_the_same_colour_in_every_chart(written):
    """China ships gallium and magnesium."""
    colours = [
        series.graphicalProperties.solidFill.srgbClr
        for chart in written["Summary"]._charts[1:]
        for series in chart.series
        if _named(written, series).startswith("China")
    ]
    assert len(colours) == 2
    assert len(set(colours)) == 1


def _named(workbook, series):
    """Name of a series, from the cell it refers to."""
    sheet, cell = series.tx.strRef.f.replace("'", "").replace("$", "").split("!")
    return workbook[sheet][cell].value


# Safe against odd content and odd circumstances


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    names = ("=1+1", "+A1", "-A1", "@SUM")
    supply = [option(name, 10 + n, 30, f"={n}") for n, name in enumerate(names)]
    case, solution = solve(simple(supply=supply, settings={"case_name": '=HYPERLINK("x")'}))
    run = {"=item": "=cmd|' /C calc'!A0"}
    path = write_report(tmp_path / "r.xlsx", case, solution, tables(case, solution), run)
    workbook = openpyxl.load_workbook(path)
    for name in set(ORDER) - {"Working", "Checks", "Summary"}:
        cells = [cell for row in workbook[name].iter_rows() for cell in row]
        assert not [c.coordinate for c in cells if c.data_type == "f"], name
    odd = [c for row in workbook["Plan"].iter_rows() for c in row if c.value in names]
    assert len(odd) == len(names)
    assert all(cell.quotePrefix for cell in odd)
    formulas = {
        c.value for row in workbook["Summary"].iter_rows() for c in row if c.data_type == "f"
    }
    assert formulas == {"=Checks!$L$2"}


def test_control_characters_and_numpy_values_do_not_break_the_file(tmp_path, short):
    case, solution = short
    run = {"text": "a\x07b\nc", "number": np.float64(1.5), "whole": np.int64(3), "none": None}
    path = write_report(tmp_path / "r.xlsx", case, solution, tables(case, solution), run)
    _, body = table_of(openpyxl.load_workbook(path)["Run"])
    assert body == [["text", "ab\nc"], ["number", 1.5], ["whole", 3], ["none", None]]


def test_the_same_result_gives_the_same_bytes(tmp_path, short):
    case, solution = short
    made = tables(case, solution)
    first = write_report(tmp_path / "a.xlsx", case, solution, made, RUN)
    second = write_report(tmp_path / "b.xlsx", case, solution, made, RUN)
    assert first.read_bytes() == second.read_bytes()


def _body_cell_by_cell(ws, pen, columns, formats, first):
    """The body of a table as ordinary cells."""
    for number, (values, shown) in enumerate(zip(columns, formats, strict=True), 1):
        for row, (value, one) in enumerate(zip(values, shown, strict=True), first):
            text = isinstance(value, str) or one == "0"
            look = looks.INSET if text else looks.NUMBER
            pen.put(ws, row, number, value, look, "General" if isinstance(value, str) else one)


def test_fast_rows_say_the_same_as_openpyxls_own(tmp_path, short, monkeypatch):
    """But for the 17th digit, which openpyxl leaves out."""
    case, solution = short
    kept = []
    monkeypatch.setattr(sheets, "write_body", _body_cell_by_cell)
    monkeypatch.setattr(book, "save", lambda workbook, path: kept.append(workbook) or path)
    write_report(tmp_path / "r.xlsx", case, solution, tables(case, solution), RUN)
    monkeypatch.undo()
    kept[0].save(tmp_path / "slow.xlsx")
    fast = write_report(tmp_path / "fast.xlsx", case, solution, tables(case, solution), RUN)

    def cells(path):
        return {
            (ws.title, c.coordinate): (
                f"{c.value:.14g}" if isinstance(c.value, int | float) else c.value,
                (c.data_type, c.number_format, c.font.b, c.fill.fgColor.rgb, c.quotePrefix),
            )
            for ws in openpyxl.load_workbook(path)
            for row in ws.iter_rows()
            for c in row
        }

    assert cells(fast) == cells(tmp_path / "slow.xlsx")


def test_an_open_workbook_is_left_alone_and_a_numbered_name_taken(tmp_path, short, monkeypatch):
    case, solution = short
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"open in Excel")
    (tmp_path / "plan (2).xlsx").write_bytes(b"an older one")
    move = os.replace

    def locked(source, target):
        if Path(target) == path:
            raise PermissionError(13, "The process cannot access the file")
        move(source, target)

    monkeypatch.setattr(os, "replace", locked)
    where = write_report(path, case, solution, tables(case, solution), RUN)
    assert where == tmp_path / "plan (3).xlsx"
    assert openpyxl.load_workbook(where).sheetnames == ORDER
    assert path.read_bytes() == b"open in Excel"
    assert (tmp_path / "plan (2).xlsx").read_bytes() == b"an older one"
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("fault", ["moving", "building"])
def test_a_failure_leaves_the_earlier_result_and_nothing_else(tmp_path, short, monkeypatch, fault):
    case, solution = short
    path, made = tmp_path / "plan.xlsx", tables(case, solution)
    path.write_bytes(b"earlier result")

    def fails(*_):
        raise OSError(28, "No space left on device")

    if fault == "moving":
        monkeypatch.setattr(os, "replace", fails)
        with pytest.raises(UsageError, match="the disk is full"):
            write_report(path, case, solution, made, RUN)
    else:
        del made["Balance"]
        with pytest.raises(KeyError):
            write_report(path, case, solution, made, RUN)
    assert path.read_bytes() == b"earlier result"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_is_locked_for_good_is_told(tmp_path, short, monkeypatch):
    case, solution = short

    def fails(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(UsageError, match="that is not permitted"):
        write_report(tmp_path / "plan.xlsx", case, solution, tables(case, solution), RUN)
    assert not list(tmp_path.iterdir())


def test_empty_tables_get_a_header_and_an_excel_table(tmp_path, short):
    case, solution = short
    made = {name: table.iloc[:0] for name, table in tables(case, solution).items()}
    path = write_report(tmp_path / "r.xlsx", case, solution, made, {})
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ORDER
    for name, table in made.items():
        header, body = table_of(workbook[name])
        assert header == list(table.columns)
        assert body == [[None] * len(header)]


def test_further_tables_get_a_sheet_before_the_checks(tmp_path, short):
    case, solution = short
    rules = pd.DataFrame({"rule": ["at most 50 %"], "year": [2027], "price": [30.0]})
    made = {**tables(case, solution), "Rules": rules}
    path = write_report(tmp_path / "r.xlsx", case, solution, made, RUN)
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == [*ORDER[:8], "Rules", *ORDER[8:]]
    assert table_of(workbook["Rules"]) == (list(rules.columns), [["at most 50 %", 2027, 30.0]])


def test_no_plan_is_said_in_the_first_line_and_the_rules_are_listed(tmp_path, short):
    case, _ = short
    clash = [
        Culprit("Limits!H7", Words("at most 50 %", "50 %以下"), (2027, 2028, 2030)),
        Culprit("Supply!K9", Words("=at least 60 t", "60 t以上"), (2027,)),
    ]
    workbook = openpyxl.load_workbook(write_no_plan(tmp_path / "r.xlsx", case, clash, RUN))
    assert workbook.sheetnames == ["Conflict", "Warnings", "Run"]
    first = workbook["Conflict"]["A1"].value
    assert first.startswith("No plan exists")
    assert "計画は成立しません" in first
    assert table_of(workbook["Conflict"]) == (
        ["cell", "rule", "rule_ja", "years"],
        [
            ["Limits!H7", "at most 50 %", "50 %以下", "2027-2028, 2030"],
            ["Supply!K9", "=at least 60 t", "60 t以上", "2027"],
        ],
    )
    assert workbook["Conflict"]["B8"].data_type == "s"


@pytest.mark.parametrize(
    ("years", "told"), [((2027,), "2027"), ((2029, 2027, 2028, 2031), "2027-2029, 2031"), ((), "")]
)
def test_years_are_drawn_together(years, told):
    assert spans(years) == told


def test_what_is_printed_can_be_shown_on_a_japanese_console(short, default_case, default_tables):
    case, solution = short
    for told in (headline(case, tables(case, solution)), headline(default_case, default_tables)):
        told.en.encode("cp932")
        told.ja.encode("cp932")


def test_the_report_needs_neither_equations_nor_solver():
    code = (
        "import sys, model.report; print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'pyomo', 'highspy'} | {n for n in sys.modules if n in ('model.formulation',"
        " 'model.lp.program', 'model.lp.highs', 'model.planning.planner', 'model.read')}))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


# The checks, worked out by a spreadsheet


def _refined():
    """Two materials, a conversion, stock, losses, duties, look-through: nothing is 1 or 0."""
    material = {"mineral": "Ga", "shortage_cost": 900.0, "storage_loss": 0.03, "holding_cost": 2.5}
    raw = {**material, "material": "raw", "initial_stock": 12.0, "max_stock": 60.0}
    fine = {**material, "material": "fine", "initial_stock": 7.0, "max_stock": 60.0}
    made = simple(
        (2027, 2029),
        {"raw": [70, 80, 90], "fine": [20, 0, 40]},
        materials=[{**raw, "stock_target_days": 40}, {**fine, "stock_target_days": 25}],
        supply=[
            {**option("cn", 10, 75, "CHN", tariff=0.07, freight=1.2, co2=21.0), "material": "raw"},
            {**option("kz", 14, None, "KAZ", tariff=0.02, freight=2.2, co2=8.5), "material": "raw"},
            {**option("de", 31, 15, "DEU", freight=0.4, co2=5.0, min_take=3), "material": "fine"},
            {**option("jp", 12, 6, "JPN", co2=2.0, status="recycled"), "material": "fine"},
        ],
        conversions=[
            {
                "conversion": "refine",
                "from_material": "raw",
                "to_material": "fine",
                "country": "JPN",
                "yield_": 0.92,
                "cost": 3.5,
                "co2": 1.75,
                "capacity": 30.0,
            }
        ],
        origins=[_looked_through("DEU", "CHN", 0.6), _looked_through("KAZ", "DEU", 0.1)],
        baseline=[{"mineral": "Ga", "country": "CHN", "share": 0.8}],
        countries=[
            {"country": c, "name_en": c, "wgi": wgi}
            for c, wgi in (("CHN", -0.25), ("KAZ", -0.2), ("DEU", 1.4), ("JPN", 1.4), ("OTH", 0.0))
        ],
        settings={"concentration_risk": "wgi", "discount_rate": 0.04},
    )
    return solve(made)


STATED = {
    "Plan": ("cost", "co2", "share_of_demand"),
    "Balance": ("imports", "converted_in", "converted_out", "stock_start", "stock_loss"),
    "Shares": ("tonnes", "share_of_demand"),
    "Concentration": ("hhi", "import_hhi", "largest_share"),
    "Costs": ("cost", "present_value"),
    "Carbon": ("co2",),
    "Steps": ("tonnes_used", "cost", "co2"),
    "Measures": ("value",),
}
"""Results that the checks hold against what the tonnes of Plan and the input figures give."""
WITHOUT_A_RESULT = (
    "Reserve missing",
    "Tonnes above the capacity",
    "Tonnes below the minimum",
    "Every tonne has one origin",
    "Balance of every year",
)
"""Checks of the tonnes themselves: no stated figure can make them fail."""


def _spoiled(made, changes):
    """The tables with every figure of some columns a little higher, as if edited by hand."""
    spoiled = {name: table.copy() for name, table in made.items()}
    for name, columns in changes.items():
        for column in columns:
            spoiled[name][column] = spoiled[name][column] * (1 + 1e-5) + 1e-5
    return spoiled


def test_every_check_passes_and_every_check_can_fail(tmp_path, recalculated):
    """Right; stated figures edited; input figures edited; one tonnage above its capacity."""
    case, solution = _refined()
    made = tables(case, solution)
    inputs = {"Products": ("storage_loss", "holding_cost", "initial_stock", "shortage_cost")}
    above = {name: table.copy() for name, table in made.items()}
    full = above["Plan"].index[above["Plan"].tonnes > above["Plan"].capacity - 1e-6]
    above["Plan"].loc[full[-1], "tonnes"] += 0.001
    below = {name: table.copy() for name, table in made.items()}
    below["Plan"].loc[below["Plan"].min_take > 0, "tonnes"] = 2.9
    versions = {
        "right": made,
        "stated": _spoiled(made, STATED),
        "inputs": _spoiled(made, inputs | {"Risk": ("weight",), "Lookthrough": ("share",)}),
        "above": above,
        "below": below,
    }
    paths = [
        write_report(tmp_path / f"{name}.xlsx", case, solution, version, RUN)
        for name, version in versions.items()
    ]
    right, stated, inputs, above, below = recalculated(*paths)
    assert _failed(right) == set()
    assert _told(right) == {"PASS"}
    passed = {check["what"] for check in _checks(stated) if check["result"] == "PASS"}
    assert {what for what in passed if not what.startswith(WITHOUT_A_RESULT)} == set()
    assert _told(stated) == {"FAIL"}
    assert _begins(
        _failed(inputs),
        "Balance of every year",
        "Column stock_loss",
        "Cost of every year",
        "HHI of shares of demand",
        "Every tonne has one origin",
    )
    assert _begins(_failed(above), "Tonnes above", "Balance of every year", "CO2 of every line")
    assert _begins(_failed(below), "Tonnes below", "Balance of every year", "Measures")


def _begins(found, *expected):
    """Whether something found begins with each of the expected words."""
    return all(any(what.startswith(words) for what in found) for words in expected)


def test_the_default_case_passes_and_a_changed_tonnage_fails(tmp_path, report, recalculated):
    right = Path(shutil.copy(report, tmp_path / "default.xlsx"))
    workbook = openpyxl.load_workbook(right)
    header, body = table_of(workbook["Plan"])
    cell = workbook["Plan"].cell(6 + len(body), header.index("tonnes") + 1)
    cell.value += 0.5
    workbook.save(tmp_path / "wrong.xlsx")
    good, wrong = recalculated(right, tmp_path / "wrong.xlsx")
    assert _failed(good) == set()
    assert _told(good) == {"PASS"}
    assert _begins(
        _failed(wrong), "Balance of every year", "CO2 of every line", "Cost of every line"
    )
    assert _told(wrong) == {"FAIL"}


def test_years_without_demand_and_sorted_tables_pass(tmp_path, short, recalculated):
    paths = []
    for number, demand in enumerate(([0.0, 50.0, 0.0], [0.0, 0.0, 0.0])):
        made = simple((2027, 2029), {"Ga": demand}, supply=[option("chn", 10, 60, "CHN")])
        case, solution = solve(made)
        path = tmp_path / f"demand{number}.xlsx"
        paths.append(write_report(path, case, solution, tables(case, solution), RUN))
    case, solution = short
    turned = {
        name: table.iloc[::-1] if name in RESULTS else table
        for name, table in tables(case, solution).items()
    }
    paths.append(write_report(tmp_path / "sorted.xlsx", case, solution, turned, RUN))
    for workbook in recalculated(*paths):
        assert _failed(workbook) == set()
        assert _told(workbook) == {"PASS"}
