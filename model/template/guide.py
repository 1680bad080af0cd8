"""The first sheet of an input workbook: how to fill it in, run it and read the result."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from model.errors import Words
from model.template import guide_text as say
from model.workbook import style
from model.workbook.layout import SHEETS
from model.workbook.schema import Sheet

WIDTHS = {"A": 31.0, "B": 72.0, "C": 72.0, "D": 27.0}
INDENT = 2.0


def is_named(sheet: Sheet) -> bool:
    """Whether a needed sheet links to this one, so that its names are needed too."""
    return any(
        column.to == sheet.name and column.required
        for other in SHEETS
        if other.required
        for column in other.columns
    )


def need(sheet: Sheet) -> Words:
    """Whether a sheet is needed, in words."""
    if sheet.required:
        return Words("needed", "必須")
    if is_named(sheet):
        return Words("optional: names for Supply", "任意（Supplyで使用）")
    return Words("optional", "任意")


def write_guide(ws: Worksheet) -> None:
    """Fill the guide sheet, with links to every sheet of the layout."""
    style.page(ws)
    ws.sheet_properties.tabColor = style.GUIDE_COLOUR
    for letter, width in WIDTHS.items():
        ws.column_dimensions[letter].width = width
    style.put(ws, 1, 1, say.TITLE, style.TITLE)
    ws.row_dimensions[1].height = 30
    row = 3
    for section in (say.ANSWERS, say.FILLING):
        row = _write_section(ws, row, section)
    row = _write_sheets(ws, row)
    for section in (say.WHAT_IFS, say.REASONS, say.RUNNING, say.READING, say.GRADES, say.BOUNDS):
        row = _write_section(ws, row, section)


def _write_section(ws: Worksheet, row: int, section: say.Section) -> int:
    """Write a section; the row where the next one begins."""
    _write_band(ws, row, ("", section.en, section.ja, ""))
    for at, line in enumerate(section.lines, row + 1):
        style.put(ws, at, 1, line.about, line.look)
        _write_texts(ws, at, line.en, line.ja)
    return row + len(section.lines) + 2


def _write_sheets(ws: Worksheet, row: int) -> int:
    """The table of sheets, with links; the row where the next section begins."""
    _write_band(ws, row, ("Sheet  シート", "What it holds", "内容", "Needed?  必須か"))
    for at, sheet in enumerate(SHEETS, row + 1):
        style.link(ws, at, 1, f"{sheet.name}  {sheet.ja}", sheet.name)
        _write_texts(ws, at, sheet.purpose, sheet.purpose_ja)
        style.put(ws, at, 4, "  ".join(need(sheet)), style.PROSE)
    return row + len(SHEETS) + 2


def _write_band(ws: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    for number, text in enumerate(texts, 1):
        style.put(ws, row, number, text, style.BAND)
    ws.row_dimensions[row].height = 22


def _write_texts(ws: Worksheet, row: int, en: str, ja: str) -> None:
    style.put(ws, row, 2, en, style.PROSE)
    style.put(ws, row, 3, ja, style.PROSE)
    most = max(style.lines(en, WIDTHS["B"] - INDENT), style.lines(ja, WIDTHS["C"] - INDENT))
    ws.row_dimensions[row].height = max(style.ROW_HEIGHT, most * style.LINE_HEIGHT + 6)
