"""What programs make of an Excel file: values count, formatting does not, and size has its limits.

Every odd file is made from a good one by changing the XML inside it.
"""

import contextlib
import datetime
import re
import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter as letter

import model.read.package
import run
from model.errors import InputWarning, WorkbookError
from model.read import read
from model.read.cells import Cell, Grid
from model.read.opening import MOST_CELLS, open_grids
from model.read.workbook import MOST_ROWS
from model.report.core import looks
from model.report.core.body import write_body
from model.report.core.save import content
from model.template import write_template
from model.workbook.escapes import escaped, unescaped, visible
from model.workbook.layout import Tables
from tests.conftest import DEFAULT
from tests.workbooks import changed, small, told

DEMAND, SUPPLY, BASELINE = (f"xl/worksheets/sheet{number}.xml" for number in (3, 4, 9))
STYLES, BOOK, STRINGS = "xl/styles.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "officeDocument/relationships"
    ),
}


def altered(source: Path, folder: Path, parts) -> Path:
    """A copy in which, part by part, text is replaced: ``{part: [(pattern, text), ...]}``.

    A part given as text or bytes is put in its place whole, one given as None is left out.
    """
    folder.mkdir(exist_ok=True)
    target = folder / f"{source.stem}_altered.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        made = {name: old.read(name) for name in old.namelist()}
        for name, change in parts.items():
            made[name] = _part(made.get(name, b""), change)
        for name, data in made.items():
            if data is not None:
                new.writestr(name, data)
    return target


def _part(data: bytes, change) -> bytes | None:
    if change is None or isinstance(change, bytes):
        return change
    if isinstance(change, str):
        return change.encode()
    text = data.decode()
    for pattern, by in change:
        text, count = re.subn(pattern, lambda _, by=by: by, text, flags=re.DOTALL)
        assert count, pattern
    return text.encode()


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "small.xlsx"
    small().save(path)
    return path


def grid_of(path: Path, name: str = "Supply") -> Grid:
    return open_grids(path)[name]


def with_cell(source: Path, folder: Path, xml: str, **parts) -> Cell | None:
    """What is read from a cell of that XML in a row of its own, R20 of Supply."""
    row = [("</sheetData>", f'<row r="20"><c r="R20"{xml}</c></row></sheetData>')]
    path = altered(source, folder, parts={SUPPLY: row, **parts})
    return grid_of(path).cells.get((20, 18))


def value(source: Path, folder: Path, xml: str, **parts):
    cell = with_cell(source, folder, xml, **parts)
    return None if cell is None else cell.value


# Only values count


@pytest.fixture(scope="module")
def default() -> Tables:
    return read(DEFAULT)


TABLE = "xl/tables/table4.xml"
DEFAULT_SUPPLY = "xl/worksheets/sheet5.xml"
ODD = {
    "an empty fill": {STYLES: [("</fills>", "<fill/></fills>")]},
    "a pattern nobody knows": {STYLES: [('patternType="solid"', 'patternType="plaid"')]},
    "a font of no size": {STYLES: [('<sz val="11" ?/>', '<sz val="big"/>')]},
    "a colour of no kind": {STYLES: [('rgb="001F4E78"', 'rgb="navy"')]},
    "a border of no kind": {STYLES: [('<left style="thin"', '<left style="wobbly"')]},
    "styles that are no XML": {STYLES: "body { color: red }"},
    "no styles": {STYLES: None},
    "no theme": {"xl/theme/theme1.xml": None},
    "a theme that is no XML": {"xl/theme/theme1.xml": b"\xff\xfe\x00"},
    "a date typed by hand": {"docProps/core.xml": [("2026-01-01T00:00:00Z", "2026/11/25 10:00")]},
    "properties that are no XML": {"docProps/core.xml": "?", "docProps/app.xml": "<a>"},
    "a name that refers to nothing": {
        BOOK: [
            (
                "</definedNames>",
                '<definedName name="1 x" localSheetId="99">#REF!</definedName></definedNames>',
            )
        ]
    },
    "a filter of no kind": {
        DEFAULT_SUPPLY: [
            (
                "</sheetData>",
                '</sheetData><autoFilter ref="?"><filterColumn colId="x">'
                '<customFilters><customFilter operator="like" val="*"/></customFilters>'
                "</filterColumn></autoFilter>",
            )
        ]
    },
    "a conditional format of no kind": {
        DEFAULT_SUPPLY: [
            (
                "</sheetData>",
                '</sheetData><conditionalFormatting sqref="A:zz">'
                '<cfRule type="mood" priority="x"/></conditionalFormatting>',
            )
        ]
    },
    "a validation of no kind": {
        DEFAULT_SUPPLY: [
            (
                "</sheetData>",
                "</sheetData><dataValidations><dataValidation "
                'type="guess" sqref=""/></dataValidations>',
            )
        ]
    },
    "a page of no size": {
        DEFAULT_SUPPLY: [("</sheetData>", '</sheetData><pageSetup paperSize="huge" scale="-1"/>')]
    },
    "an extension": {
        DEFAULT_SUPPLY: [
            (
                "</worksheet>",
                '<extLst><ext uri="{1}"><z:v xmlns:z="urn:z">9</z:v>'
                "<z:c xmlns:z='urn:z' r='A1'><z:v>9</z:v></z:c></ext></extLst>"
                "</worksheet>",
            )
        ]
    },
    "a width that is no number": {DEFAULT_SUPPLY: [('<col width="[^"]*"', '<col width="wide"')]},
    "a table that is no XML": {TABLE: "?"},
    "a table that is not there": {TABLE: None},
    "a note that is no XML": {"xl/comments/comment4.xml": "?"},
    "a drawing that is not there": {"xl/drawings/commentsDrawing4.vml": None},
}


@pytest.mark.parametrize("parts", ODD.values(), ids=ODD.keys())
def test_only_values_count(tmp_path, default, parts):
    assert read(altered(DEFAULT, tmp_path, parts=parts)) == default


def test_strict_open_xml_is_read(tmp_path, plain):
    """The same file with the namespaces, booleans and dates of the strict variant."""
    with zipfile.ZipFile(plain) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        texts = {name: archive.read(name).decode() for name in names}
    for old, new in TRANSITIONAL.items():
        texts = {name: text.replace(old, STRICT + new) for name, text in texts.items()}
    assert STRICT in texts[SUPPLY]
    path = altered(plain, tmp_path, parts=texts)
    assert read(path) == read(plain)
    assert value(path, tmp_path, ' t="d"><v>2027-04-01</v>') == datetime.date(2027, 4, 1)


def test_names_of_elements_and_parts_may_be_written_otherwise(tmp_path, plain):
    """A prefix, backslashes and capitals, UTF-16, and cells that do not say where they stand."""
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = re.sub(r"<(/?)(?=\w)", r"<\1x:", parts.pop(BASELINE).decode())
    text = text.replace("xmlns=", "xmlns:x=")
    text, count = re.subn(r'<x:(row|c) r="\w+"', r"<x:\1", text)
    assert count == 4 + 4 * 3
    parts[BASELINE.title().replace("/", "\\")] = text.encode("utf-16")
    odd = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(odd, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert read(odd) == read(plain)


# What a cell holds


INLINE = ' t="inlineStr"><is>{}</is>'


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        ("><v>5</v>", 5),
        ("><v>5.0</v>", 5),
        ("><v>-0.25</v>", -0.25),
        ("><v>1E+3</v>", 1000),
        ("><v></v>", None),
        ("/><c>", None),
        (' s="999"><v>5</v>', 5),
        (' t="b"><v>1</v>', True),
        (' t="b"><v>false</v>', False),
        (' t="str"><v>typed</v>', "typed"),
        (' t="str"><f>A1&amp;""</f><v></v>', None),
        (' t="str"><f>"_x005F_x0041_"</f><v>_x005F_x0041_</v>', "_x0041_"),
        ("><f>1+1</f><v>2</v>", 2),
        ("><f>[1]Prices!$B$2</f><v>7</v>", 7),
        (' t="e"><f>1/0</f><v>#DIV/0!</v>', "#DIV/0!"),
        (' t="d"><v>2027-04-01T09:30:00</v>', datetime.datetime(2027, 4, 1, 9, 30)),
        (INLINE.format("<t>two words</t>"), "two words"),
        (INLINE.format("<r><rPr><b/></rPr><t>two </t></r><r><t>words</t></r>"), "two words"),
        (INLINE.format('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>'), "東京"),
        (INLINE.format("<t> \u3000</t>"), None),
        ("><v>not a number</v>", "not a number"),
    ],
)
def test_a_cell_is_read(tmp_path, plain, xml, found):
    got = value(plain, tmp_path, xml)
    assert (got, type(got)) == (found, type(found))


def test_shared_strings_are_read_without_their_readings(tmp_path, plain):
    strings = (
        f'<sst xmlns="{next(iter(TRANSITIONAL))}"><si><t>zero</t></si><si><t>東京</t>'
        '<rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><r><t>two </t></r>\n'
        "<r><t>words</t></r></si></sst>"
    )
    to = f"{next(k for k in TRANSITIONAL if k.endswith('relationships'))}/sharedStrings"
    link = f'<Relationship Id="s" Type="{to}" Target="sharedStrings.xml"/></Relationships>'
    parts = {STRINGS: strings, RELATIONS: [("</Relationships>", link)]}
    assert value(plain, tmp_path, ' t="s"><v>1</v>', **parts) == "東京"
    assert value(plain, tmp_path, ' t="s"><v>2</v>', **parts) == "two words"
    with pytest.raises(WorkbookError, match=r"Its part \S+ \(R20\) is damaged or missing"):
        value(plain, tmp_path, ' t="s"><v>3</v>', **parts)


def test_a_formula_filled_down_is_told_as_it_stands_in_its_cell(tmp_path, plain):
    rows = (
        '<row r="20"><c r="R20"><f t="shared" ref="R20:R22" si="0">L20*$A$1</f><v>1</v></c></row>'
        '<row r="21"><c r="R21"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="22"><c r="R22"><f t="shared" si="0"/></c></row></sheetData>'
    )
    path = altered(plain, tmp_path, parts={SUPPLY: [("</sheetData>", rows)]})
    cells = [grid_of(path).cells[row, 18] for row in (20, 21, 22)]
    assert [cell.value for cell in cells] == [1, 2, None]
    assert [cell.uncalculated for cell in cells] == [False, False, True]
    assert cells[2].shown == "=L22*$A$1"


STYLE = '<styleSheet xmlns="{}"><numFmts><numFmt numFmtId="164" formatCode="{}"/></numFmts>{}'
XFS = '<cellXfs><xf/><xf numFmtId="{}"/></cellXfs></styleSheet>'


@pytest.mark.parametrize(
    ("number", "code", "found"),
    [
        (14, "", datetime.date(2027, 4, 1)),
        (22, "", datetime.date(2027, 4, 1)),
        (55, "", datetime.date(2027, 4, 1)),
        (164, "yyyy&quot;年&quot;m&quot;月&quot;", datetime.date(2027, 4, 1)),
        (164, "[$-411]ggge&quot;年&quot;m&quot;月&quot;", datetime.date(2027, 4, 1)),
        (164, "0.0&quot;days&quot;", 46478),
        (3, "", 46478),
    ],
)
def test_a_number_shown_as_a_date_is_one(tmp_path, plain, number, code, found):
    styles = STYLE.format(next(iter(TRANSITIONAL)), code, XFS.format(number))
    got = value(plain, tmp_path, ' s="1"><v>46478</v>', **{STYLES: styles})
    assert (got, type(got)) == (found, type(found))


def test_dates_may_count_from_1904_and_none_lies_before_the_first(tmp_path, plain):
    styles = STYLE.format(next(iter(TRANSITIONAL)), "", XFS.format(14))
    book = [("<workbookPr ?/>", '<workbookPr date1904="1"/>')]
    parts = {STYLES: styles, BOOK: book}
    assert value(plain, tmp_path, ' s="1"><v>45016</v>', **parts) == datetime.date(2027, 4, 1)
    cell = with_cell(plain, tmp_path, ' s="1"><v>-99999999999</v>', **{STYLES: styles})
    assert cell is not None
    assert (cell.value, cell.error) == ("#VALUE!", True)


# Figures as shown


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("2027.0000000000002", 2027),
        ("0.30000000000000004", 0.3),
        ("0.1", 0.1),
        ("123456789.123456789", 123456789.123457),
        ("0.333333333333333", 0.333333333333333),
        ("1.0000000000000002E-5", 1e-5),
        ("99999999999999.98", 100_000_000_000_000),
    ],
)
def test_a_figure_has_the_digits_that_excel_shows(tmp_path, plain, raw, found):
    assert value(plain, tmp_path, f"><v>{raw}</v>") == found


def figures(plain: Path, folder: Path, **cells: str) -> Path:
    """The small workbook with other numbers in some cells of Supply, digit by digit."""
    numbers = {name: 7000.5 + n for n, name in enumerate(cells)}
    path = folder / "figures.xlsx"
    changed(**{f"Supply_{name}": number for name, number in numbers.items()}).save(path)
    marks = [(f"<v>{numbers[name]}</v>", f"<v>{raw}</v>") for name, raw in cells.items()]
    return altered(path, folder, parts={SUPPLY: marks})


def test_what_a_subtraction_left_below_nothing_is_nothing(tmp_path, plain):
    path = figures(plain, tmp_path, K2="-2.7755575615628914E-17", N2="-9E-10", K4="2E-17")
    first, _, third, _ = read(path).supply
    assert (first.min_take, first.tariff, third.min_take) == (0, 0, 2e-17)
    assert told(figures(plain, tmp_path, K2="-2E-9"), tmp_path) == [
        "Supply!K2 holds -2e-09; it should hold a number in t/yr, at least 0."
    ]


def test_nothing_is_nothing_where_more_is_needed(tmp_path):
    assert told(changed(Conversions_E2=2.8e-17), tmp_path) == [
        "Conversions!E2 holds 2.8e-17; it should hold a number in t/t, above 0, at most 1."
    ]


def test_a_limit_is_met_by_what_differs_beyond_the_digits(tmp_path, plain):
    path = figures(plain, tmp_path, G3="2028.0000000000002", J5="1.0000000000000002")
    supply = read(path).supply
    assert (supply[1].first_year, supply[3].capacity_share) == (2028, 1)


def test_a_change_that_subtracts_to_next_to_nothing_ends_at_nothing(tmp_path):
    """0.3 - 0.2 - 0.1 is -2.8e-17 and must not be told as a negative demand."""
    made = changed(Demand_B2=0.3, Demand_C2=0.3)
    for value in (-0.2, -0.1):
        made["Changes"].append(["late", "demand", None, "Ga_4N", None, None, None, "add", value])
    assert told(made, tmp_path) == []


# Hidden rows and columns


def hidden_warnings(path: Path) -> list[str]:
    found = [w for w in read(path).warnings if isinstance(w, InputWarning)]
    return [w.lines()[0] for w in found if "hidden" in w.lines()[0]]


def test_hidden_rows_and_columns_that_count_are_told(tmp_path):
    made = small()
    supply, demand = made["Supply"], made["Demand"]
    for row in (2, 3, 5, 9):
        supply.row_dimensions[row].hidden = True
    for column in ("L", "M", "N", "S", "X"):
        supply.column_dimensions[column].hidden = True
    supply["X1"], supply["X2"] = "#whose", "nobody's"
    supply["S2"] = None
    demand["E1"], demand["E2"] = 2040, 5
    demand.column_dimensions["E"].hidden = True
    made["Countries"].row_dimensions[1].hidden = True
    made.save(tmp_path / "hidden.xlsx")
    no_height = [('<row r="3"', '<row r="3" ht="0" customHeight="1"')]
    path = altered(tmp_path / "hidden.xlsx", tmp_path, parts={DEMAND: no_height})
    rows = "has hidden or filtered rows that count in the plan: rows {}. Unhide them to see what"
    found = hidden_warnings(path)
    assert [line.split(" they hold")[0] for line in found] == [
        f"Sheet Demand {rows.format('3')}",
        f"Sheet Supply {rows.format('2-3, 5')}",
        "Sheet Supply has hidden columns that count in the plan: columns L-N."
        " Unhide them to see what",
    ]
    japanese = read(path).warnings[1].lines()[1]
    assert japanese.startswith("シート Supply の非表示（またはフィルターで隠れた）行も計画に使わ")
    assert "2-3, 5 行目" in japanese


def test_what_is_shown_or_does_not_count_is_no_warning(tmp_path, plain):
    narrow = [("<sheetData>", '<cols><col min="1" max="9" width="2"/></cols><sheetData>')]
    assert hidden_warnings(altered(plain, tmp_path, parts={SUPPLY: narrow})) == []
    blank = [("<sheetData>", '<cols><col min="23" max="16384" hidden="1"/></cols><sheetData>')]
    assert hidden_warnings(altered(plain, tmp_path, parts={SUPPLY: blank})) == []
    thin = [("<sheetData>", '<cols><col min="1" max="1" width="0"/></cols><sheetData>')]
    assert len(hidden_warnings(altered(plain, tmp_path, parts={SUPPLY: thin}))) == 1


def test_rows_of_a_filter_are_told(tmp_path, plain):
    filtered = [
        ('<row r="3"', '<row r="3" hidden="true"'),
        ("</sheetData>", '</sheetData><autoFilter ref="A1:V5"/>'),
    ]
    assert "rows 3." in hidden_warnings(altered(plain, tmp_path, parts={SUPPLY: filtered}))[0]


# Characters that nobody sees


VISIBLE = "鉱石\u3000（α） é ß \U0001f600 葛\U000e0100"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("chn_ga", "chn_ga"),
        ("Kazakh\u200bstan\ufeff", "Kazakhstan"),
        ("soft\u00adhyphen\u2060", "softhyphen"),
        ("\u200fGa\u202c", "Ga"),
        ("first_x000D_\nsecond", "first\nsecond"),
        ("first_x000d_second_x000D_", "first\nsecond"),
        ("a_x000A_b_x0009_c", "a\nb\tc"),
        ("bell_x0007_ _x0000__xFFFF__xD800_", "bell "),
        ("_x005F_x0041_", "_x0041_"),
        ("_x0041_x0042_", "Ax0042_"),
        ("_x41_ _X0041_ x0041_", "_x41_ _X0041_ x0041_"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("a\u00a0b\u2009c", "a b c"),
        (VISIBLE, VISIBLE),
    ],
)
def test_text_is_what_the_cell_shows(tmp_path, plain, typed, shown):
    assert visible(unescaped(typed)) == shown
    assert value(plain, tmp_path, INLINE.format(f'<t xml:space="preserve">{typed}</t>')) == shown


def test_a_cell_of_nothing_but_what_nobody_sees_is_blank(tmp_path):
    assert told(changed(Supply_R3="\u200b", Supply_C2="\ufeff \u200e"), tmp_path) == [
        "Supply!C2 is blank; it should hold a name from sheet Countries."
    ]


def test_names_that_look_the_same_are_the_same(tmp_path):
    made = changed(Countries_A2="CH\u200bN", Supply_A2="chn ga", SupplyByYear_A2="chn\u00a0ga")
    made["SupplyByYear"]["A3"] = "chn_x005F_ ga".replace("_x005F_", "\u200d")
    assert told(made, tmp_path) == []


# Text stays text on the way out


@pytest.mark.parametrize("text", ["_x0041_", "a_x005F_x000D_b", "_x0041_x0042_", "x_x0_", "=1+1"])
def test_results_and_template_show_text_as_typed(tmp_path, text):
    """As Excel reads it, by the rule of the standard; our own reader keeps that rule."""
    assert unescaped(escaped(text)) == text
    made = openpyxl.Workbook()
    ws, pen = made.active, looks.Pen(made)
    assert ws is not None
    pen.put(ws, 1, 3, text, looks.TEXT)
    write_body(ws, pen, [[text], [None]], [["General"], ["General"]], 3)
    path = tmp_path / "results.xlsx"
    path.write_bytes(content(made))
    cells = open_grids(path)["Sheet"].cells
    assert {place: (cell.value, cell.formula) for place, cell in cells.items()} == {
        (1, 3): (text, ""),
        (3, 1): (text, ""),
    }


def test_a_template_from_csv_shows_text_as_typed(tmp_path):
    (tmp_path / "csv").mkdir()
    text = "country,name_en\nCHN,_x0041_ \x07\u200bland\n"
    (tmp_path / "csv" / "Countries.csv").write_text(text, encoding="utf-8")
    write_template(tmp_path / "made.xlsx", tmp_path / "csv")
    cells = open_grids(tmp_path / "made.xlsx")["Countries"].cells.values()
    assert "_x0041_ land" in [cell.value for cell in cells]


# Size


def with_rows(source: Path, folder: Path, rows: str, part: str = SUPPLY) -> Path:
    return altered(source, folder, parts={part: [("</sheetData>", f"{rows}</sheetData>")]})


def blanks(rows: int) -> str:
    columns = [letter(number) for number in range(1, 26)]
    return "".join(
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}" s="0"/>' for c in columns) + "</row>"
        for r in range(10, 10 + rows)
    )


def test_formatted_blank_cells_leave_no_trace(tmp_path, plain):
    """100,000 of them: an object for each would take 30 MB."""
    path = with_rows(plain, tmp_path, blanks(4000))
    tracemalloc.start()
    grids = open_grids(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert grids["Supply"].cells == grid_of(plain).cells
    assert peak < 6e6


def seconds(path: Path) -> float:
    start = time.process_time()
    with contextlib.suppress(WorkbookError):
        read(path)
    return time.process_time() - start


def strays(count: int) -> str:
    return "".join(
        f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>stray {r}</t></is></c></row>'
        for r in range(10, 10 + count)
    )


def strange_names(count: int) -> str:
    """Names that stand nowhere in three columns of links, another one in every cell."""
    return "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{c}{r}" t="inlineStr"><is><t>{c} {r}</t></is></c>' for c in "ABCD")
        + "</row>"
        for r in range(10, 10 + count)
    )


def merges(count: int) -> str:
    cells = "".join(f'<mergeCell ref="AA{r}:AB{r}"/>' for r in range(1, count + 1))
    return f"</sheetData><mergeCells>{cells}</mergeCells><sheetData>"


def headers(count: int) -> str:
    return (
        "<row r='1'>"
        + "".join(
            f'<c r="{letter(c)}1" t="inlineStr"><is><t>further {c}</t></is></c>'
            for c in range(30, 30 + count)
        )
        + "</row>"
    )


@pytest.mark.parametrize(
    ("rows", "few"),
    [(blanks, 1500), (strays, 500), (strange_names, 250), (merges, 4000), (headers, 2000)],
)
def test_four_times_the_size_takes_no_more_than_some_four_times_the_time(
    tmp_path, plain, rows, few
):
    """Sixteen times would be the mark of a loop in a loop; a busy machine gets some leeway."""
    small, large = (with_rows(plain, tmp_path / str(n), rows(n)) for n in (few, 4 * few))
    assert min(map(seconds, 2 * [large])) < 9 * min(map(seconds, 2 * [small]))


def test_merged_whole_columns_and_a_full_header_are_read_at_once(tmp_path, plain):
    """Over our columns a merger is told; beside them it is left alone, a million rows or not."""
    over = merges(0).replace("<mergeCells>", '<mergeCells><mergeCell ref="A1:B1048576"/>')
    aside = "".join(f'<mergeCell ref="{letter(c)}:{letter(c)}"/>' for c in range(100, 9000))
    aside = merges(0).replace("<mergeCells>", f"<mergeCells>{aside}")
    start = time.process_time()
    assert told(with_rows(plain, tmp_path, over), tmp_path) == [
        "Supply!A1 is merged (A1:B1048576): unmerge it, one figure belongs in each cell."
    ]
    assert told(with_rows(plain, tmp_path, aside), tmp_path) == []
    assert time.process_time() - start < 10


def test_too_many_rows_are_refused_at_once(tmp_path, plain):
    path = with_rows(plain, tmp_path, strays(MOST_ROWS + 5))
    assert told(path, tmp_path) == [
        f"Sheet Supply has 10,009 filled rows, down to row 10,014; no more than {MOST_ROWS:,} are"
        " read. Delete the rows that do not belong to the plan."
    ]


def test_too_many_cells_are_refused_but_not_on_a_sheet_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.setattr("model.read.opening.MOST_CELLS", 2000)
    for name, read_at_all in (("Trade", True), ("#Trade", False), ("_Trade", False)):
        made = small()
        ws = made.create_sheet(name)
        for _ in range(300):
            ws.append([1, 2, 3, 4, 5, 6, 7])
        found = told(made, tmp_path)
        assert [line.split(".")[0] + "." + line.split(".")[1] for line in found] == read_at_all * [
            "made.xlsx holds more than 2,000 filled cells"
        ]
    assert MOST_CELLS > 2000


def test_what_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path, plain, monkeypatch):
    size = sum(len(grid.cells) for grid in open_grids(plain).values())
    assert size > 200
    monkeypatch.setattr(model.read.package, "MOST_XML", 1_000_000)
    path = with_rows(plain, tmp_path, " " * 1_000_000)
    assert path.stat().st_size < 40_000
    assert told(path, tmp_path)[0].startswith("small_altered.xlsx holds more than 1 MB of cells.")


def test_a_text_longer_than_any_cell_is_refused(tmp_path, plain):
    text = INLINE.format(f"<t>{'x' * 1_000_001}</t>")
    with pytest.raises(WorkbookError, match="a text of more than 1,000,000 characters"):
        with_cell(plain, tmp_path, text)


def test_entities_that_grow_are_refused(tmp_path, plain):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<worksheet'
    path = altered(plain, tmp_path, parts={SUPPLY: [("<worksheet", bomb)]})
    with pytest.raises(WorkbookError, match=r"Its part \S+ \(DOCTYPE\) is damaged or missing"):
        read(path)


@pytest.mark.parametrize("place", ["A2", "A0", "AAAA7"])
def test_a_cell_that_stands_twice_or_nowhere_is_told(tmp_path, plain, place):
    """Excel asks to repair such a file; which of two values counts, nobody knows."""
    with pytest.raises(WorkbookError, match=rf"Its part {SUPPLY}( \({place}\))? is damaged"):
        with_cell(plain, tmp_path, f'/><c r="{place}"><v>1</v>')


@pytest.mark.parametrize("part", [SUPPLY, BOOK, RELATIONS])
@pytest.mark.parametrize("data", [None, b"<html/>", b"", b"\x00\x01"])
def test_a_part_that_is_needed_and_not_there_is_told(tmp_path, plain, part, data):
    if (part, data) == (RELATIONS, b"<html/>"):
        data = b"<Relationships/>"
    with pytest.raises(WorkbookError, match="is not an Excel workbook") as caught:
        read(altered(plain, tmp_path, parts={part: data}))
    assert caught.value.exit_code == 3


# Progress


def test_every_sheet_is_told_while_it_is_read_and_checked(plain):
    steps = []
    read(plain, steps.append)
    english = [step.en for step in steps]
    for name in ("Supply", "Countries"):
        assert english.index(f"reading sheet {name}") < english.index(f"checking sheet {name}")


def test_a_slow_reading_is_not_silent(plain, capsys):
    """The program was started ten seconds ago: what it does is told at once."""
    assert run.main(["check", str(plain)], time.perf_counter() - 10) == 0
    captured = capsys.readouterr()
    assert re.match(r" +10 s  (opening|reading)", captured.err)
    assert "ready to plan" in captured.out
