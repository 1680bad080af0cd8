"""The layout as a workbook to fill in: blank, or filled from a folder of CSV files.

Every sheet has the same six rows above its data: title, purpose (English, Japanese), units,
Japanese labels, and the English header of an Excel table named after the sheet.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from model.template import entry_rules
from model.template.csv_tables import YEAR, Rows, Value, read_folder
from model.template.entry_rules import FIRST_ROW
from model.template.guide import is_named, write_guide
from model.workbook import style
from model.workbook.escapes import escaped
from model.workbook.files import write
from model.workbook.layout import GUIDE, NEEDED_TEXT, SETTINGS_COLUMNS, SHEETS
from model.workbook.schema import Column, Sheet

TITLE_ROW, PURPOSE_ROW, PURPOSE_JA_ROW, UNIT_ROW, LABEL_ROW, HEADER_ROW = range(1, FIRST_ROW)
BLANK_YEARS = tuple(str(year) for year in range(2027, 2036))
BLANK_ROWS, SPARE_ROWS = 25, 5
"""Yellow rows of an empty sheet, and below the data of a filled one."""

STAMP = datetime.datetime(2026, 1, 1)
"""The date every template bears, so that the same layout gives the same file."""

SETTINGS_WIDTHS = (23.0, 42.0, 26.0, 26.0, 64.0, 40.0)


def write_template(path: Path, tables: Path | None = None) -> None:
    """Write the input workbook to ``path``, filled from the CSV files of a folder if one is given.

    Raises UsageError if the folder or the file cannot be used.
    """
    rows = {} if tables is None else read_folder(tables)
    _save(_workbook(rows), path)


def _workbook(tables: Mapping[str, Rows]) -> Workbook:
    workbook = Workbook()
    workbook.properties.creator = "Critical-mineral import planner"
    workbook.properties.created = STAMP
    style.add_styles(workbook)
    for name in list(workbook.sheetnames):
        del workbook[name]
    write_guide(workbook.create_sheet(GUIDE))
    for sheet in SHEETS:
        _write_sheet(workbook.create_sheet(sheet.name), sheet, tables.get(sheet.name, []))
    return workbook


def _write_sheet(ws: Worksheet, sheet: Sheet, rows: Rows) -> None:
    strong = sheet.required or is_named(sheet)
    ws.sheet_properties.tabColor = style.NEEDED_COLOUR if strong else style.OPTIONAL_COLOUR
    style.page(ws)
    ws.print_title_rows = f"{UNIT_ROW}:{HEADER_ROW}"
    _write_top(ws, sheet)
    if sheet.vertical:
        _write_settings(ws, sheet, rows[0] if rows else {})
    else:
        _write_table(ws, sheet, rows)
    ws.freeze_panes = f"B{FIRST_ROW}"


def _write_top(ws: Worksheet, sheet: Sheet) -> None:
    style.put(ws, TITLE_ROW, 1, f"{sheet.name}  {sheet.ja}", style.TITLE)
    ws.row_dimensions[TITLE_ROW].height = 26
    style.link(ws, TITLE_ROW, 4, f"← {GUIDE}  目次", GUIDE)
    style.put(ws, PURPOSE_ROW, 1, sheet.purpose, style.BELOW)
    style.put(ws, PURPOSE_JA_ROW, 1, sheet.purpose_ja, style.BELOW)


def _write_table(ws: Worksheet, sheet: Sheet, rows: Rows) -> None:
    headings = _headings(sheet, rows)
    for number, (name, column) in enumerate(headings, 1):
        _write_column(ws, number, name, column, [row.get(name) for row in rows])
    _fit_labels(ws, headings)
    cells, rule = entry_rules.missing_rule([column for _, column in headings])
    ws.conditional_formatting.add(cells, rule)
    _add_table(ws, sheet, len(headings), len(rows) or BLANK_ROWS)


def _headings(sheet: Sheet, rows: Rows) -> list[tuple[str, Column]]:
    """Header texts and their columns, with one column for every year."""
    years = sorted({name for row in rows for name in row if YEAR.fullmatch(name)}) or BLANK_YEARS
    return [
        (name, column)
        for column in sheet.columns
        for name in (years if column.kind == "years" else (column.name,))
    ]


def _write_column(
    ws: Worksheet, number: int, name: str, column: Column, values: Sequence[Value | None]
) -> None:
    shown = style.number_format(column)
    letter = get_column_letter(number)
    filled = [value for value in values if value is not None]
    ws.column_dimensions[letter].width = style.column_width(name, column, filled)
    ws.column_dimensions[letter].font = style.body_font()
    ws.column_dimensions[letter].number_format = shown
    style.put(ws, UNIT_ROW, number, column.unit, style.LABEL)
    style.put(ws, LABEL_ROW, number, column.ja, style.LABEL)
    header = style.put(ws, HEADER_ROW, number, name, _header_style(column))
    header.comment = entry_rules.note(column)
    spare = [None] * (SPARE_ROWS if values else BLANK_ROWS)
    for row, value in enumerate([*values, *spare], FIRST_ROW):
        style.put(ws, row, number, _written(value), style.input_style(column)).number_format = shown
    _check(ws, column, f"{letter}{FIRST_ROW}", f"{letter}{entry_rules.LAST_ROW}")


def _written(value: Value | None) -> Value | None:
    """A value as openpyxl has to be given it, which writes text into the XML as it is."""
    return escaped(value) if isinstance(value, str) else value


def _header_style(column: Column) -> str:
    return style.NEEDED if column.required else style.OPTIONAL


def _fit_labels(ws: Worksheet, headings: Sequence[tuple[str, Column]]) -> None:
    """Make the rows of units and labels as high as their longest text needs."""
    widths = [ws.column_dimensions[get_column_letter(i + 1)].width for i in range(len(headings))]
    columns = [column for _, column in headings]
    for row, texts in (UNIT_ROW, [c.unit for c in columns]), (LABEL_ROW, [c.ja for c in columns]):
        most = max(style.lines(t, w) for t, w in zip(texts, widths, strict=True))
        ws.row_dimensions[row].height = most * style.LINE_HEIGHT + 4
    ws.row_dimensions[HEADER_ROW].height = style.ROW_HEIGHT + 2
    if sum(widths) > style.A4_CHARACTERS:
        ws.page_setup.paperSize = style.A3


def _write_settings(ws: Worksheet, sheet: Sheet, values: Mapping[str, Value]) -> None:
    """One key a line; only the value is an input cell."""
    for number, (name, ja) in enumerate(SETTINGS_COLUMNS.items(), 1):
        ws.column_dimensions[get_column_letter(number)].width = SETTINGS_WIDTHS[number - 1]
        style.put(ws, UNIT_ROW, number, None, style.LABEL)
        style.put(ws, LABEL_ROW, number, ja, style.LABEL)
        style.put(ws, HEADER_ROW, number, name, style.NEEDED if number < 3 else style.OPTIONAL)
    for row, column in enumerate(sheet.columns, FIRST_ROW):
        _write_setting(ws, row, column, values.get(column.name))
    _add_table(ws, sheet, len(SETTINGS_COLUMNS), len(sheet.columns))


def _write_setting(ws: Worksheet, row: int, column: Column, value: Value | None) -> None:
    style.put(ws, row, 1, column.name, _header_style(column)).comment = entry_rules.note(column)
    cell = style.put(ws, row, 2, _written(value), style.SETTING)
    cell.number_format = style.number_format(column)
    default = NEEDED_TEXT if column.required else column.default
    texts = column.unit, column.default_text or default, column.meaning, column.ja
    for number, text in enumerate(texts, 3):
        style.put(ws, row, number, text, style.LABEL)
    most = max(map(style.lines, (value or "", *texts), SETTINGS_WIDTHS[1:]))
    ws.row_dimensions[row].height = max(style.ROW_HEIGHT, most * style.LINE_HEIGHT + 4)
    _check(ws, column, cell.coordinate, cell.coordinate)
    if column.required:
        ws.conditional_formatting.add(
            cell.coordinate, entry_rules.missing(f"ISBLANK({cell.coordinate})")
        )


def _check(ws: Worksheet, column: Column, first: str, last: str) -> None:
    """Put drop-down or limits on a range of cells."""
    rule = entry_rules.validation(column, first)
    if rule is not None:
        rule.add(f"{first}:{last}" if first != last else first)
        ws.add_data_validation(rule)


def _add_table(ws: Worksheet, sheet: Sheet, columns: int, rows: int) -> None:
    ref = f"A{HEADER_ROW}:{get_column_letter(columns)}{HEADER_ROW + rows}"
    ws.print_area = f"A1:{get_column_letter(columns)}{ws.max_row}"
    table = Table(displayName=sheet.name, ref=ref)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    ws.add_table(table)


def _save(workbook: Workbook, path: Path) -> None:
    buffer = io.BytesIO()
    workbook.save(buffer)
    write(path, _undated(buffer))


def _undated(buffer: io.BytesIO) -> bytes:
    """The same archive, bearing the fixed date instead of the time of writing."""
    bare, stamp = io.BytesIO(), f"{STAMP.isoformat()}Z".encode()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            new.writestr(zipfile.ZipInfo(name, STAMP.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return bare.getvalue()
