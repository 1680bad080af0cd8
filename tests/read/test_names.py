"""Everything typed is used, reported or refused: sheets, headers, keys and years by other names."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from model.case import make_case
from model.errors import InputWarning, Issue, WorkbookError
from model.pipeline import look_around, make_plan
from model.read import read
from model.read.years import year_meant, year_of
from model.report import write_report
from model.results import all_tables
from model.template import write_template
from model.workbook.layout import SHEETS, Tables
from model.workbook.schema import Sheet
from model.workbook.selectors import changed_supplies
from tests.conftest import DEFAULT
from tests.workbooks import SMALL, changed, issues, small, told


def warnings(made: Workbook, folder: Path) -> tuple[InputWarning, ...]:
    """What a workbook that is read is warned of."""
    return tables(made, folder).warnings


def tables(made: Workbook, folder: Path) -> Tables:
    made.save(folder / "made.xlsx")
    return read(folder / "made.xlsx")


def wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


# Sheets

RENAMED = {
    "copied by Excel": lambda s: f"{s.name} (2)",
    "in Japanese": lambda s: s.ja,
    "a copy in Japanese": lambda s: f"{s.ja}のコピー",
    "in capitals": lambda s: s.name.upper(),
    "a space behind": lambda s: f"{s.name} ",
    "full width": lambda s: wide(s.name),
    "old": lambda s: f"{s.name}_old",
    "copy of": lambda s: f"Copy of {s.name}",
    "a year": lambda s: f"{s.name.lower()}-2026",
    "a letter lost": lambda s: s.name[:-2] + s.name[-1],
    "another plural": lambda s: s.name.removesuffix("s") + ("s" if s.name[-1] != "s" else ""),
}


@pytest.mark.parametrize("way", RENAMED)
def test_a_renamed_sheet_is_refused_and_both_names_are_told(tmp_path, way):
    """Every sheet: renamed; renamed with other headers; and beside the proper one."""
    renamed, bare, beside = small(), small(), small()
    names = {sheet: RENAMED[way](sheet) for sheet in SHEETS}
    for sheet, name in names.items():
        for made in (renamed, bare):
            ws = made[sheet.name]
            ws.title = "-"
            ws.title = name
        for cell in bare[name][1]:
            cell.value = f"x{cell.column}"
        copy = beside.copy_worksheet(beside[sheet.name])
        copy.title = name if name.casefold() != sheet.name.casefold() else f"{name}_"
    both = {sheet: beside.worksheets[n].title for n, sheet in enumerate(SHEETS, len(SHEETS))}
    for made, called in ((renamed, names), (bare, names), (beside, both)):
        found = issues(made, tmp_path)
        for sheet, name in called.items():
            assert names_both(found, name, sheet), (sheet.name, name)


def names_both(found: list[Issue], name: str, sheet: Sheet) -> bool:
    """Whether an issue of the sheet so named says which sheet of ours it looks like."""
    return any(sheet.name in issue.should.en for issue in found if issue.sheet == name)


def test_a_sheet_with_our_headers_is_refused_whatever_its_name(tmp_path):
    made = small()
    for number, sheet in enumerate(SHEETS):
        made[sheet.name].title = f"第{number}案"
    found = issues(made, tmp_path)
    for number, sheet in enumerate(SHEETS):
        assert names_both(found, f"第{number}案", sheet), sheet.name


def test_a_second_sheet_with_our_headers_says_how_to_have_it_left_alone(tmp_path):
    made = small()
    made.copy_worksheet(made["Limits"]).title = "Limits (2)"
    (issue,) = issues(made, tmp_path)
    assert issue.lines() == (
        "Sheet Limits (2) looks like sheet Limits, which is there too: nothing on this one would"
        " count. Delete it, or put # or _ before its name to have it left alone.",
        "シート Limits (2) はシート Limits に似ていますが、計算に使われません（Limits は別にあり"
        "ます）。削除するか、使わない場合は名前の先頭に # か _ を付けてください。",
    )


OTHERS = "Notes, Pivot, 変更履歴, Sheet1, 需要予測の根拠, Route map, Supply chart, Price check"


def test_sheets_that_are_truly_others_are_listed_once(tmp_path):
    made = small()
    for name in OTHERS.split(", "):
        made.create_sheet(name).append(["supply", "total", "my share"])
    made.create_sheet("Empty one")
    (warning,) = warnings(made, tmp_path)
    assert warning.place == "Sheet Notes"
    assert f"({OTHERS})" in warning.lines()[0]


@pytest.mark.parametrize("name", ["#Limits", "_Supply (2)", "＃需要", "＿memo", "Guide"])
def test_a_sheet_of_ones_own_is_left_alone_in_silence(tmp_path, name):
    made = small()
    made.copy_worksheet(made["Limits"]).title = name
    assert warnings(made, tmp_path) == ()


def test_the_sheets_that_the_template_makes_are_not_listed(tmp_path):
    assert read(DEFAULT).warnings == ()


# Headers


WIDEST = max(len(rows[0]) for rows in SMALL.values())


def headed(number: int) -> dict[str, str]:
    """The sheets that have so many columns, with the header of that one."""
    return {
        name: str(rows[0][number - 1]) for name, rows in SMALL.items() if len(rows[0]) >= number
    }


def at_header(made: Workbook, folder: Path, number: int) -> dict[str, Issue]:
    """Issues at the headers of a column, by sheet."""
    cell = made.worksheets[0].cell(1, number).coordinate
    return {issue.sheet: issue for issue in issues(made, folder) if issue.cell == cell}


@pytest.mark.parametrize("number", range(1, WIDEST + 1))
def test_a_blank_header_over_filled_cells_is_refused(tmp_path, number):
    """On every sheet that has so many columns at once."""
    made = small()
    for name in headed(number):
        made[name].cell(1, number).value = None
    found = at_header(made, tmp_path, number)
    for name in headed(number):
        column = [made[name].cell(row, number) for row in range(2, made[name].max_row + 1)]
        first = next(cell for cell in column if cell.value is not None)
        said = f"is blank over filled cells (the first is {first.coordinate})"
        assert said in found[name].lines()[0], name


WAYS = {
    "in capitals": (str.upper, lambda year: f"p{year}"),
    "full width": (wide, lambda year: f"'{year[2:]}"),
    "with more": (lambda header: f"{header} of mine", lambda year: f"{year}/28"),
    "another word": (lambda header: "xyzzy", lambda year: "total"),
    "in Japanese": (lambda header: LABELS.get(header, "備考欄"), lambda year: f"令和{year[2:]}年"),
}
LABELS = {column.name: column.ja for sheet in SHEETS for column in sheet.columns}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", range(1, WIDEST + 1))
def test_a_renamed_header_is_refused_at_its_cell(tmp_path, number, way):
    """On every sheet that has so many columns at once; only the unit on Settings is not read."""
    made, named = small(), {n: h for n, h in headed(number).items() if h != "unit"}
    for name, header in named.items():
        made[name].cell(1, number).value = WAYS[way][header.isdigit()](header)
    assert set(at_header(made, tmp_path, number)) == set(named)


def test_a_header_that_is_ours_in_japanese_is_told_by_its_name(tmp_path):
    """``sense`` renamed turned floors into ceilings."""
    assert told(changed(Limits_C1="上限・下限"), tmp_path) == [
        "Limits!C1 holds '上限・下限'; no column has that name. Did you mean sense?"
    ]


def test_an_unknown_header_names_the_columns_that_are_missing(tmp_path):
    """``active`` renamed switched limits on."""
    (line,) = told(changed(Limits_H1="in use"), tmp_path)
    assert line == (
        "Limits!H1 holds 'in use'; no column has that name. Missing here: active, note."
        " If it is your own, put # or _ before its name."
    )


def test_an_unknown_header_beside_all_of_ours_is_warned_of(tmp_path):
    book = load_workbook(DEFAULT)
    last = book["Supply"].max_column + 1
    book["Supply"].cell(6, last, "our contact")
    book["Supply"].cell(7, last, "Ms A")
    (warning,) = warnings(book, tmp_path)
    assert warning.place == f"Supply!{book['Supply'].cell(6, last).coordinate}"
    assert "it is left alone" in warning.lines()[0]


@pytest.mark.parametrize("header", ["#remark", "_remark", "＃備考", "＿計算用"])
def test_a_header_of_ones_own_is_left_alone_in_silence(tmp_path, header):
    made = small()
    for ws in made:
        last = ws.max_column + 1
        ws.cell(1, last, header)
        ws.cell(9, last, "mine")
    assert warnings(made, tmp_path) == ()


def test_an_excel_error_is_no_header_of_ones_own(tmp_path):
    made = small()
    made["Limits"]["C1"] = "#REF!"
    (line,) = told(made, tmp_path)
    assert line.startswith("Limits!C1 holds '#REF!'; it should hold the name of a column.")


def test_row_numbers_without_a_header_are_warned_of(tmp_path):
    """As pandas writes them; other figures without a header are refused."""
    made = small()
    made["Supply"].insert_cols(1)
    for row in range(2, 6):
        made["Supply"].cell(row, 1, row - 2)
    (warning,) = warnings(made, tmp_path)
    assert warning.place == "Supply!A1"
    made["Supply"]["A3"] = 7
    assert [issue.place for issue in issues(made, tmp_path)] == ["Supply!A1"]


def test_a_row_above_the_header_is_refused_and_a_total_there_warned_of(tmp_path):
    made = small()
    ws = made["Demand"]
    ws.insert_rows(1, 2)
    ws["B1"] = "=SUM(B4:B6)"
    for column, value in zip("ABC", ("Ga_4N", 5, 6), strict=True):
        ws[f"{column}2"] = value
    assert [issue.place for issue in issues(made, tmp_path)] == ["Demand!B2"]
    ws["A2"] = None
    assert [issue.place for issue in warnings(made, tmp_path)] == ["Demand!B2"]


# Settings


@pytest.mark.parametrize(
    ("way", "sure"),
    [
        (lambda c: c.ja, True),
        (lambda c: c.name.upper(), True),
        (lambda c: f"{c.name}s", True),
        (lambda c: c.ja[:4], False),
        (lambda c: c.name[::-1], False),
    ],
)
def test_every_renamed_key_is_refused_at_its_cell_with_the_nearest(tmp_path, way, sure):
    columns = SHEETS[0].columns
    made = small()
    for row, column in enumerate(columns, 2):
        made["Settings"].cell(row, 1, way(column))
    found = {issue.cell: issue.lines()[0] for issue in issues(made, tmp_path)}
    for row, column in enumerate(columns, 2):
        assert "there is no such setting." in found[f"A{row}"] or "stands twice" in found[f"A{row}"]
        assert not sure or f"Did you mean {column.name}?" in found[f"A{row}"]


@pytest.mark.parametrize("key", ["#memo", "_author", "＃担当"])
def test_a_key_of_ones_own_is_left_alone_in_silence(tmp_path, key):
    assert warnings(changed(Settings_A9=key, Settings_B9="x"), tmp_path) == ()


def test_a_value_typed_over_the_default_is_warned_of(tmp_path):
    """The default of the rate is 0.03; column value is blank."""
    book = load_workbook(DEFAULT)
    row = next(c.row for c in book["Settings"]["A"] if c.value == "discount_rate")
    book["Settings"].cell(row, 2).value = None
    assert warnings(book, tmp_path) == ()
    book["Settings"].cell(row, 4).value = 0.05
    (warning,) = warnings(book, tmp_path)
    assert warning.place == f"Settings!D{row}"
    assert "type it in column value" in warning.lines()[0]


# Years

AS_YEARS = [
    datetime.date(2028, 1, 1), datetime.datetime(2028, 12, 31, 12), "FY2028", "fy 2028", "CY2028",
    "Y2028", "2028年", "2028年度", "２０２８年度", "FY2028年度", "2028F", "2028E", " 2028 ", 2028.0,
]  # fmt: skip


@pytest.mark.parametrize("heading", AS_YEARS, ids=str)
def test_a_heading_that_surely_is_a_year_is_read(tmp_path, heading):
    read_as = tables(changed(Demand_C1=heading, SupplyByYear_D1=heading), tmp_path)
    assert read_as.demand[0].by_year == {2027: 100.0, 2028: 120.0}
    assert read_as.supply_by_year[1].by_year == {2028: 320.0}


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("p2028", 2028),
        ("'28", 2028),
        ("28", 2028),
        ("令和10年", 2028),
        ("R10", 2028),
        ("2O28", 2028),
        ("2028年計画", 2028),
        (46753, 2028),
        ("2028/29", 2028),
        ("2027-2028", None),
        (20.28, None),
        (3000, None),
    ],
)
def test_a_heading_that_may_be_a_year_is_refused_at_its_cell(tmp_path, heading, year):
    for name in ("Demand_C1", "SupplyByYear_D1"):
        made = changed(**{name: heading})
        found = [i for i in issues(made, tmp_path) if i.place == name.replace("_", "!")]
        assert len(found) == 1, name
        hint = f" Did you mean {year}?" if year else ""
        assert f"it should hold a year such as 2027.{hint}" in found[0].lines()[0]


def test_no_year_is_guessed_from_what_is_none():
    assert {year_of(value) for value in (True, None, "", "2027/28", 1899, 2201, "price")} == {None}
    assert {year_meant(value) for value in (True, "", "price", 5.5, "12345")} == {None}


def test_two_headings_of_one_year_clash(tmp_path):
    assert told(changed(Demand_E1="FY2028", Demand_E2=5), tmp_path) == [
        "Demand!E1 holds 'FY2028'; this column stands twice; keep one of them."
    ]


def test_rows_without_any_planned_year_are_refused(tmp_path):
    made = changed(SupplyByYear_C1=2035, SupplyByYear_D1=2036)
    assert told(made, tmp_path) == [
        "Sheet SupplyByYear has rows, but no column for any planned year (2027-2028):"
        " they would not count."
    ]


def test_a_planned_year_without_a_column_is_warned_of(tmp_path):
    (warning,) = warnings(changed(SupplyByYear_C1=2029), tmp_path)
    assert warning.lines()[0] == (
        "Sheet SupplyByYear has no column for 2027: there the figures of sheet Supply hold."
    )


@pytest.mark.parametrize("sheet", ["Demand", "SupplyByYear"])
def test_a_workbook_with_dates_for_years_is_the_same_case(tmp_path, sheet):
    book = load_workbook(DEFAULT)
    for cell in book[sheet][6]:
        if str(cell.value).isdigit():
            cell.value = datetime.datetime(int(cell.value), 1, 1)
            cell.number_format = "yyyy"
    made = tables(book, tmp_path)
    assert make_case(made).demand == make_case(read(DEFAULT)).demand
    assert made.supply_by_year == read(DEFAULT).supply_by_year


# Keys and links


@pytest.mark.parametrize(
    ("key", "links"),
    [
        ("Materials!A4", ("Demand!A4", "Supply!B4")),
        ("Supply!A2", ("SupplyByYear!A2",)),
        ("Routes!A2", ("Supply!D2",)),
        ("Countries!A3", ("Supply!C3", "Origins!B2", "Baseline!B3", "Conversions!D3")),
        ("Scenarios!A3", ("Changes!A3",)),
        ("References!A2", ("Demand!D2", "Supply!Q2")),
        ("Materials!B4", ("Routes!B3", "Baseline!A4", "Limits!D4")),
    ],
)
def test_a_changed_key_is_named_beside_its_links(tmp_path, key, links):
    sheet, cell = key.split("!")
    made = small()
    made[sheet][cell] = f"{made[sheet][cell].value}_new"
    found = {issue.place: issue.lines()[0] for issue in issues(made, tmp_path)}
    for link in links:
        assert link in found, found
        assert key in found[link] or link == "Routes!B3"


def test_many_issues_are_listed_to_the_fiftieth_and_counted(tmp_path):
    made = small()
    for number in range(80):
        made["Supply"].cell(2, 30 + number, number)
    path = tmp_path / "many.xlsx"
    made.save(path)
    with pytest.raises(WorkbookError) as caught:
        read(path)
    lines = str(caught.value).splitlines()
    assert (len(caught.value.issues), len(lines)) == (80, 102)
    assert lines[-2:] == ["... and 30 more.", "ほか 30 件。"]


def test_one_cause_in_many_cells_is_told_once(tmp_path):
    made = small()
    for row in range(6, 106):
        made["Supply"].cell(row, 1, f"option {row}")
        for column, value in ((2, "Ga_4N"), (3, "KAZ"), (12, "dear")):
            made["Supply"].cell(row, column, value)
    (issue,) = issues(made, tmp_path)
    assert issue.cell == "L6"
    assert "(100 cells in all)" in issue.lines()[0]
    assert "計 100 セル" in issue.lines()[1]


# Countries


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"Supply!C4": "中国"}, "Supply!C4"),
        ({"Supply!C4": "chn"}, "Supply!C4"),
        ({"Supply!C5": "Japan"}, "Supply!C5"),
        ({"Supply!C3": "Korea", "Supply!C4": "South Korea"}, "Supply!C4"),
        ({"Supply!C3": "Aland", "Supply!C4": "ALAND"}, "Supply!C4"),
        ({"Settings!A9": "home_country", "Settings!B9": "日本"}, "Settings!B9"),
    ],
)
def test_two_names_of_one_country_are_refused(tmp_path, cells, place):
    """Without a sheet Countries any name will do, unless it makes two countries of one."""
    made = without_countries()
    for cell, value in cells.items():
        made[cell.split("!")[0]][cell.split("!")[1]] = value
    assert [issue.place for issue in issues(made, tmp_path)] == [place]


def test_a_country_without_its_code_is_warned_of(tmp_path):
    made = without_countries()
    made["Supply"]["C4"] = "ベトナム"
    (warning,) = warnings(made, tmp_path)
    assert "the code of this country is VNM" in warning.lines()[0]
    made["Supply"]["C4"] = "VNM "
    assert warnings(made, tmp_path) == ()
    assert tables(made, tmp_path).supply[2].country == "VNM"


def without_countries() -> Workbook:
    """The small workbook without what needs Countries: China, Kazakhstan and Japan remain."""
    made = small()
    for name in ("Countries", "Limits", "Changes", "Scenarios", "Baseline", "Origins"):
        del made[name]
    made["Settings"].delete_rows(5, 3)
    return made


def test_a_name_for_a_code_on_countries_is_warned_of(tmp_path):
    made = changed(Countries_A5="Vietnam", Countries_B5="Vietnam", Countries_E5=0.0)
    (warning,) = warnings(made, tmp_path)
    assert (warning.place, "VNM" in warning.lines()[0]) == ("Countries!A5", True)


# The blank form


def test_a_blank_form_with_three_suppliers_is_planned(tmp_path):
    """100 t at 60 t each: 60 x 10 + 40 x 12 = 1,080 thousand USD; no route, no country, no source.

    The blank sheets ask for nothing: any name of a country will do, CO2 is nought.
    """
    path = tmp_path / "blank.xlsx"
    write_template(path)
    book = load_workbook(path)
    rows = {cell.value: cell.row for cell in book["Settings"]["A"]}
    for key, value in (("first_year", 2027), ("last_year", 2027), ("objective", "cost")):
        book["Settings"].cell(rows[key], 2, value)
    type_in(book, "Materials", 7, material="Sb", mineral="Sb", shortage_cost=100)
    type_in(book, "Demand", 7, material="Sb", **{"2027": 100})
    for row, (country, price) in enumerate((("VNM", 10), ("AUS", 12), ("USA", 14)), 7):
        cells = {"supply": f"s{row}", "material": "Sb", "country": country, "price": price}
        type_in(book, "Supply", row, capacity=60, ref="our own", **cells)
    found = tables(book, tmp_path)
    assert found.warnings == ()
    assert [row.name_ja for row in found.countries][:2] == ["ベトナム", "オーストラリア"]
    case = make_case(found)
    planned = make_plan(case)
    bought = {s: round(q, 6) for (s, _), q in planned.solution["imports"].items()}
    assert bought == {"s7": 60, "s8": 40, "s9": 0}
    assert case.footprint("s7", 2027) == 0
    made = all_tables(case, planned.solution, look_around(planned, lambda _: None, lambda _: None))
    write_report(tmp_path / "r.xlsx", case, planned.solution, made, {})
    assert set(made["Plan"].route) == {""}


def type_in(book: Workbook, sheet: str, row: int, **values: object) -> None:
    columns = {str(cell.value): cell.column for cell in book[sheet][6]}
    for name, value in values.items():
        book[sheet].cell(row, columns[name], value)


def test_a_blank_cell_does_not_ask_for_a_name_from_an_empty_sheet(tmp_path):
    made = small()
    del made["Countries"], made["Origins"], made["Limits"], made["Changes"], made["Scenarios"]
    made["Settings"].delete_rows(6, 2)
    made["Supply"]["C2"] = None
    assert told(made, tmp_path) == ["Supply!C2 is blank; it should hold a name."]


def test_an_option_without_route_and_footprint_is_warned_of(tmp_path):
    made = changed(Supply_D2=None)
    (warning,) = warnings(made, tmp_path)
    assert (warning.place, "no CO2 at all" in warning.lines()[0]) == ("Supply!D2", True)
    made["Supply"]["O2"] = 28
    assert warnings(made, tmp_path) == ()
    case = make_case(tables(made, tmp_path))
    assert case.footprint("chn_ga", 2027) == 28


def test_a_change_of_a_route_leaves_options_without_one(tmp_path):
    """The price of pidgeon magnesium is set to 6; an option without a route keeps its 300."""
    found = tables(changed(Supply_D2=None, Supply_O2=1), tmp_path)
    (stop,) = (row for row in found.changes if row.route)
    assert [row.supply for row in changed_supplies(stop, found)] == ["chn_mg"]


def test_a_setting_typed_under_its_unit_is_told(tmp_path: Path) -> None:
    """The default of the template stands to the right of the value; so may the slip of a hand."""
    made = changed(Settings_B6=None, Settings_C6="grid", Settings_C3="Jahr")
    told = [issue.lines()[0] for issue in warnings(made, tmp_path)]
    assert told == [
        "Settings!C6 holds 'grid'; this column only tells the unit; type it in column value."
    ]
