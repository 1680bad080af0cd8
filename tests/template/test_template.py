"""The workbook to fill in: layout, drop-downs, values from CSV, and what Excel demands."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from model.errors import UsageError
from model.template import write_template
from model.template.entry_rules import note_text, validation
from model.workbook.layout import SHEETS
from model.workbook.schema import Column, Sheet

TITLE, PURPOSE, PURPOSE_JA, UNIT, LABEL, HEADER, DATA = range(1, 8)
TABLES = [sheet for sheet in SHEETS if not sheet.vertical]
SETTINGS = next(sheet for sheet in SHEETS if sheet.vertical)
YEARS = [str(year) for year in range(2027, 2036)]

CSV = {
    "Settings": "key,value\ncase_name,'=Tin & 錫\n"
    "first_year,2028\nlast_year,2030\ndiscount_rate,0.045\n",
    "Materials": "material,mineral,name_ja,shortage_cost,initial_stock\n"
    "Sn_3N,Sn,錫,950,12.5\n007,In,インジウム,7000,\n",
    "Demand": "material,2029,2028,note\nSn_3N,3.5,4000,=SUM(B7:C7)\n007,,2,#N/A\n",
    "Supply": "supply,material,country,route,price,tariff,first_year,note\n"
    'a,Sn_3N,NA,smelting,18,0.25,2029,"two, with comma"\nb,007,TRUE,smelting,1e3,1%,,-1\n',
}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("blank") / "blank.xlsx"
    write_template(path)
    return load_workbook(path)


@pytest.fixture(scope="module")
def filled_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    _write_csv(folder, CSV)
    write_template(folder / "filled.xlsx", folder)
    return folder / "filled.xlsx"


@pytest.fixture(scope="module")
def filled(filled_path: Path) -> Workbook:
    return load_workbook(filled_path)


def _write_csv(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def _headings(sheet: Sheet) -> list[tuple[str, Column]]:
    pairs = []
    for column in sheet.columns:
        pairs += [(n, column) for n in (YEARS if column.kind == "years" else [column.name])]
    return pairs


def _column(ws: Worksheet, heading: str) -> int:
    return [cell.value for cell in ws[HEADER]].index(heading) + 1


def _value(workbook: Workbook, sheet: str, heading: str, row: int) -> object:
    return workbook[sheet].cell(row, _column(workbook[sheet], heading)).value


def _rule(ws: Worksheet, cell: str) -> DataValidation:
    (rule,) = [dv for dv in ws.data_validations.dataValidation if cell in dv]
    return rule


def _by_kind(*kinds: str) -> list:
    return [
        pytest.param(sheet, column, id=f"{sheet.name}.{column.name}")
        for sheet in TABLES
        for column in sheet.columns
        if column.kind in kinds
    ]


def test_the_guide_comes_first_then_every_sheet_in_the_order_of_the_layout(blank):
    assert blank.sheetnames == ["Guide", *(sheet.name for sheet in SHEETS)]


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_every_column_stands_once_under_its_label_and_unit(blank, sheet):
    ws, expected = blank[sheet.name], _headings(sheet)
    assert [c.value for c in ws[HEADER]] == [name for name, _ in expected]
    assert [c.value for c in ws[LABEL]] == [column.ja for _, column in expected]
    assert [c.value for c in ws[UNIT]] == [column.unit or None for _, column in expected]
    assert all(c.data_type == "s" for c in ws[HEADER]), "Excel wants table headers to be text"


def test_settings_has_a_row_for_every_key_with_default_and_both_meanings(blank):
    rows = list(blank["Settings"].iter_rows(min_row=HEADER, values_only=True))
    assert rows[0] == ("key", "value", "unit", "default", "meaning", "meaning_ja")
    assert [row[0] for row in rows[1:]] == [column.name for column in SETTINGS.columns]
    for row, column in zip(rows[1:], SETTINGS.columns, strict=True):
        assert row[1] is None
        assert row[2:] == (
            column.unit or None,
            "needed  必須" if column.required else column.default_text or column.default,
            column.meaning,
            column.ja,
        )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_title_and_purposes_stand_on_top_and_lead_back_to_the_guide(blank, sheet):
    ws = blank[sheet.name]
    assert ws.cell(TITLE, 1).value == f"{sheet.name}  {sheet.ja}"
    assert (ws.cell(PURPOSE, 1).value, ws.cell(PURPOSE_JA, 1).value) == (
        sheet.purpose,
        sheet.purpose_ja,
    )
    assert [c.hyperlink.location for c in ws[TITLE] if c.hyperlink] == ["Guide!A1"]


def test_the_guide_links_to_every_sheet_and_says_both_commands(blank):
    cells = [cell for row in blank["Guide"].iter_rows() for cell in row]
    targets = [cell.hyperlink.location for cell in cells if cell.hyperlink]
    assert targets == [f"{sheet.name}!A1" for sheet in SHEETS]
    said = " ".join(str(cell.value) for cell in cells)
    for text in ("python run.py plan WORKBOOK", "python run.py check WORKBOOK", "_plan.xlsx"):
        assert text in said


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_is_one_table_of_its_name_from_the_header_down(blank, sheet):
    ws = blank[sheet.name]
    (table,) = ws.tables.values()
    last = get_column_letter(ws.max_column)
    rows = len(sheet.columns) if sheet.vertical else 25
    assert (table.displayName, table.ref) == (sheet.name, f"A{HEADER}:{last}{HEADER + rows}")
    names = [column.name for column in table.tableColumns]
    assert names == [cell.value for cell in ws[HEADER]]
    assert len({name.casefold() for name in names}) == len(names)
    assert ws.freeze_panes == f"B{DATA}"


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_a_blank_template_holds_no_data(blank, sheet):
    values = blank[sheet.name].iter_rows(min_row=DATA, values_only=True)
    assert {value for row in values for value in row} == {None}


@pytest.mark.parametrize(("sheet", "column"), _by_kind("link", "mineral"))
def test_the_drop_down_of_a_link_follows_the_linked_sheet(blank, sheet, column):
    ws = blank[sheet.name]
    letter = get_column_letter(_column(ws, column.name))
    target, source = (column.to, "A") if column.kind == "link" else ("Materials", "B")
    start = f"{target}!${source}$7"
    rule = _rule(ws, f"{letter}7")
    assert rule.formula1 == f"OFFSET({start},0,0,MAX(1,COUNTA({start}:${source}$2000)),1)"
    assert (rule.type, str(rule.sqref), rule.allow_blank) == (
        "list",
        f"{letter}7:{letter}2000",
        True,
    )
    heading = blank[target][f"{source}{HEADER}"].value
    assert heading == ("mineral" if column.kind == "mineral" else _key(target))


def _key(sheet_name: str) -> str:
    return next(s.key.name for s in SHEETS if s.name == sheet_name and s.key)


@pytest.mark.parametrize(("sheet", "column"), _by_kind("choice"))
def test_the_drop_down_of_a_choice_lists_its_words(blank, sheet, column):
    ws = blank[sheet.name]
    rule = _rule(ws, f"{get_column_letter(_column(ws, column.name))}2000")
    assert rule.formula1 == f'"{",".join(column.choices)}"'
    assert (rule.type, rule.errorStyle) == ("list", "stop")


@pytest.mark.parametrize(
    ("column", "kind", "formulas"),
    [
        (Column("a", "number", "", "", minimum=0, maximum=0.5), "decimal", ("0", "0.5")),
        (Column("a", "integer", "", "", minimum=-2, maximum=7), "whole", ("-2", "7")),
        (Column("a", "years", "", "", minimum=3), "decimal", ("3", "999999999999999")),
        (
            Column("a", "number", "", "", minimum=0, above=0, maximum=2),
            "custom",
            ("AND(ISNUMBER(K7),K7>0,K7<=2)", None),
        ),
    ],
)
def test_numbers_are_kept_within_the_limits_of_their_column(column, kind, formulas):
    rule = validation(column, "K7")
    assert rule is not None
    assert (rule.type, (rule.formula1, rule.formula2), rule.errorStyle) == (kind, formulas, "stop")


def test_every_year_of_demand_is_checked(blank):
    for letter in "BCDEFGHIJ":
        assert _rule(blank["Demand"], f"{letter}7").formula1 == "0"


def test_settings_are_checked_cell_by_cell(blank):
    ws = blank["Settings"]
    rows = {ws.cell(row, 1).value: row for row in range(DATA, ws.max_row + 1)}
    assert _rule(ws, f"B{rows['last_year']}").formula2 == "2200"
    assert "Countries!$A$7" in _rule(ws, f"B{rows['home_country']}").formula1
    assert _rule(ws, f"B{rows['co2_basis']}").formula1 == '"route,grid"'


def test_excel_limits_on_validations_are_kept(blank):
    rules = [dv for ws in blank.worksheets for dv in ws.data_validations.dataValidation]
    assert rules
    for rule in rules:
        assert len(rule.formula1) <= 255
        assert 0 < len(rule.errorTitle) <= 32
        assert 0 < len(rule.error) < 225, "a text as long as the limit was cut"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_note_on_every_header_or_key_tells_about_the_column(blank, sheet):
    ws = blank[sheet.name]
    cells = [ws.cell(r, 1) for r in range(DATA, ws.max_row + 1)] if sheet.vertical else ws[HEADER]
    columns = sheet.columns if sheet.vertical else [column for _, column in _headings(sheet)]
    assert [c.comment.text for c in cells] == [note_text(column) for column in columns]


def test_a_note_says_unit_default_limits_words_and_linked_sheet():
    number = Column("x", "number", "How much.", "量", unit="t", default=2.0, above=0, maximum=9)
    assert note_text(number).split("\n") == [
        "x  量",
        "How much.",
        "Optional  任意",
        "Unit  単位: t",
        "Blank means  空欄の場合: 2",
        "Allowed  入力できる値: > 0, <= 9",
    ]
    assert "Allowed  入力できる値: p, q" in note_text(
        Column("x", "choice", "", "", choices=("p", "q"))
    )
    link = note_text(Column("x", "link", "", "", required=True, to="Routes"))
    assert "Needed  必須" in link
    assert link.endswith("参照シート: Routes")


def test_values_come_back_as_the_csv_gave_them(filled):
    assert _value(filled, "Materials", "initial_stock", 7) == 12.5
    assert _value(filled, "Materials", "initial_stock", 8) is None
    assert _value(filled, "Materials", "name_ja", 8) == "インジウム"
    assert _value(filled, "Supply", "note", 7) == "two, with comma"
    assert [_value(filled, "Supply", "price", row) for row in (7, 8)] == [18, 1000]
    assert _value(filled, "Supply", "tariff", 7) == 0.25
    assert _value(filled, "Supply", "first_year", 7) == 2029


def test_settings_come_back_by_key(filled):
    rows = filled["Settings"].iter_rows(min_row=DATA, max_col=2, values_only=True)
    values = {key: value for key, value in rows if value is not None}
    assert values == {
        "case_name": "'=Tin & 錫",
        "first_year": 2028,
        "last_year": 2030,
        "discount_rate": 0.045,
    }


def test_a_year_without_figures_keeps_its_column(tmp_path):
    _write_csv(tmp_path, {"SupplyByYear": "supply,field,2031,2032\na,price,,7\n"})
    write_template(tmp_path / "x.xlsx", tmp_path)
    ws = load_workbook(tmp_path / "x.xlsx")["SupplyByYear"]
    assert [c.value for c in ws[HEADER]] == ["supply", "field", "2031", "2032"]
    assert [c.value for c in ws[DATA]] == ["a", "price", None, 7]


def test_years_stand_in_order_whatever_the_order_of_the_csv(filled):
    assert [c.value for c in filled["Demand"][HEADER]][:3] == ["material", "2028", "2029"]
    assert [_value(filled, "Demand", "2028", row) for row in (7, 8)] == [4000, 2]
    assert [_value(filled, "Demand", "2029", row) for row in (7, 8)] == [3.5, None]


@pytest.mark.parametrize(
    ("sheet", "heading", "row", "text"),
    [
        ("Demand", "note", 7, "=SUM(B7:C7)"),
        ("Demand", "note", 8, "#N/A"),
        ("Supply", "note", 8, "-1"),
        ("Supply", "country", 7, "NA"),
        ("Supply", "country", 8, "TRUE"),
        ("Materials", "material", 8, "007"),
    ],
)
def test_text_stays_text(filled, sheet, heading, row, text):
    cell = filled[sheet].cell(row, _column(filled[sheet], heading))
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text[0] in "=-")


def test_no_cell_of_a_template_is_a_formula(blank, filled):
    cells = [c for wb in (blank, filled) for ws in wb for row in ws.iter_rows() for c in row]
    assert {cell.data_type for cell in cells} == {"n", "s"}


def test_text_in_a_number_column_is_left_for_the_reader_to_report(filled):
    assert _value(filled, "Supply", "tariff", 8) == "1%"


def test_the_table_ends_with_the_data_and_a_sheet_without_csv_is_blank(filled):
    assert filled["Supply"].tables["Supply"].ref.endswith("8")
    assert filled["Routes"].tables["Routes"].ref.endswith("31")
    assert filled["Routes"].cell(DATA, 1).value is None


def test_figures_are_shown_by_their_unit(filled):
    demand, supply = filled["Demand"], filled["Supply"]
    assert demand["B7"].number_format == "[>=1000]#,##0;General"
    assert filled["SupplyByYear"]["C7"].number_format == "[>=1000]#,##0;General"
    assert supply.cell(7, _column(supply, "first_year")).number_format == "0"
    assert supply.cell(7, _column(supply, "tariff")).number_format == "General"


def test_input_cells_look_different_from_labels_and_needed_headers_from_optional(blank):
    ws = blank["Supply"]
    needed, optional = _column(ws, "price"), _column(ws, "freight")
    colours = [
        ws.cell(row, column).fill.fgColor.rgb
        for row, column in ((LABEL, 1), (DATA, 1), (HEADER, needed), (HEADER, optional))
    ]
    assert len(set(colours)) == 4


def test_a_needed_cell_left_blank_in_a_begun_row_turns_orange(blank):
    (colour,) = blank["Supply"].conditional_formatting
    assert str(colour.sqref) == "A7:A2000 B7:B2000 C7:C2000 L7:L2000"
    assert colour.rules[0].formula == ["AND(COUNTA($A7:$V7)>0,ISBLANK(A7))"]
    assert [str(c.sqref) for c in blank["Settings"].conditional_formatting] == ["B8", "B9"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_prints_one_page_wide_with_its_headers_on_every_page(blank, sheet):
    ws = blank[sheet.name]
    assert (ws.page_setup.orientation, ws.sheet_properties.pageSetUpPr.fitToPage) == (
        "landscape",
        True,
    )
    assert (ws.page_setup.fitToWidth, ws.page_setup.fitToHeight) == (1, 0)
    assert ws.print_title_rows == "$4:$6"


def test_the_same_input_gives_the_same_file(filled_path, tmp_path):
    _write_csv(tmp_path, CSV)
    write_template(tmp_path / "again.xlsx", tmp_path)
    with zipfile.ZipFile(filled_path) as a, zipfile.ZipFile(tmp_path / "again.xlsx") as b:
        assert a.namelist() == b.namelist()
        assert [n for n in a.namelist() if a.read(n) != b.read(n)] == []
        assert {info.date_time[0] for info in b.infolist()} == {2026}
        assert b.read("docProps/core.xml").count(b">2026-01-01T00:00:00Z</dcterms:") == 2


def test_nothing_but_the_workbook_is_left_behind(tmp_path):
    target = tmp_path / "new folder" / "入力.xlsx"
    write_template(target)
    write_template(target)
    assert list(target.parent.iterdir()) == [target]


def test_a_failed_write_keeps_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "plan.xlsx"
    target.write_bytes(b"old")

    def refuse(draft, place):
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(UsageError, match="such as Excel has it open"):
        write_template(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"Suply": "supply\nx\n"}, r"Suply\.csv"),
        ({"Supply": "supply,prize\nx,1\n"}, "prize"),
        ({"Supply": "supply,supply\nx,y\n"}, "repeated columns: supply"),
        ({"Supply": "supply,2027\nx,1\n"}, "2027"),
        ({"Supply": "supply\nx,1\n"}, "longer than its header"),
        ({"Settings": "key,value\nfrist_year,2027\n"}, "frist_year"),
        ({"Settings": "first_year\n2027\n"}, "columns key, value"),
    ],
)
def test_a_csv_whose_figures_would_be_lost_is_refused(tmp_path, files, message):
    _write_csv(tmp_path, files)
    with pytest.raises(UsageError, match=message):
        write_template(tmp_path / "x.xlsx", tmp_path)
    assert not (tmp_path / "x.xlsx").exists()


def test_a_csv_that_is_not_utf_8_and_a_missing_folder_are_told(tmp_path):
    with pytest.raises(UsageError, match="no folder"):
        write_template(tmp_path / "x.xlsx", tmp_path / "nowhere")
    (tmp_path / "Supply.csv").write_bytes("supply\n錫\n".encode("cp932"))
    with pytest.raises(UsageError, match="UTF-8"):
        write_template(tmp_path / "x.xlsx", tmp_path)


def test_a_csv_saved_by_excel_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "Routes.csv").write_text("route,mineral\nr,Sn\n", encoding="utf-8-sig")
    write_template(tmp_path / "x.xlsx", tmp_path)
    assert load_workbook(tmp_path / "x.xlsx")["Routes"]["A7"].value == "r"


def test_no_thousands_of_styled_blank_cells(filled_path):
    """They would make the workbook slow to open."""
    workbook = load_workbook(filled_path)
    assert max(ws.max_row for ws in workbook.worksheets) < 100
