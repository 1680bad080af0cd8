"""How an input workbook looks: cell styles, number formats, widths, heights and print set-up."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from model.workbook.schema import Column

FONT = "Yu Gothic"
"""A font with Japanese glyphs that Excel has on Windows and on the Mac."""

TITLE, LINK, PROSE, BAND = "planner title", "planner link", "planner prose", "planner band"
LABEL, NEEDED, OPTIONAL = "planner label", "planner needed", "planner optional"
FIGURE, WORDS = "planner figure", "planner words"
SETTING, BELOW = "planner setting", "planner below"

NEEDED_COLOUR, OPTIONAL_COLOUR, GUIDE_COLOUR = "1F4E78", "C9D8EA", "548235"
LABEL_COLOUR, INPUT_COLOUR, MISSING_COLOUR = "F1F4F8", "FFF9DB", "F8B26A"

INK = "1F2933"
THOUSANDS = "[>=1000]#,##0;General"
ROW_HEIGHT = 18.0
LINE_HEIGHT = 15.0
LETTER_SLACK = 0.1
A4, A3 = 9, 8
A4_CHARACTERS = 190
"""Wider sheets are printed on A3."""
NARROW, WIDE, WIDEST = 10.0, 30.0, 60.0


def add_styles(workbook: Workbook) -> None:
    """Give a workbook the named styles its cells use."""
    thin = Side(style="thin", color="CBD2D9")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    wrapped = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
    left = Alignment(wrap_text=True, vertical="center", horizontal="left")
    flat = Alignment(vertical="center")
    indented = Alignment(vertical="center", horizontal="left", indent=1)
    looks: dict[str, tuple[Font, str, Border, Alignment]] = {
        TITLE: (_font(14, NEEDED_COLOUR, bold=True), "", Border(), flat),
        LINK: (_font(10, "0563C1", underline=True), "", Border(), flat),
        PROSE: (_font(10, INK), "", Border(), wrapped),
        BAND: (_font(11, "FFFFFF", bold=True), NEEDED_COLOUR, Border(), flat),
        LABEL: (_font(9, "52606D"), LABEL_COLOUR, box, left),
        NEEDED: (_font(10, "FFFFFF", bold=True), NEEDED_COLOUR, box, flat),
        OPTIONAL: (_font(10, INK, bold=True), OPTIONAL_COLOUR, box, flat),
        FIGURE: (_font(10, INK), INPUT_COLOUR, box, flat),
        WORDS: (_font(10, INK), INPUT_COLOUR, box, indented),
        SETTING: (_font(10, INK), INPUT_COLOUR, box, left),
        BELOW: (_font(10, INK), "", Border(), flat),
    }
    for name, (font, colour, border, alignment) in looks.items():
        fill = PatternFill("solid", fgColor=colour) if colour else PatternFill()
        workbook.add_named_style(
            NamedStyle(name=name, font=font, fill=fill, border=border, alignment=alignment)
        )


def _font(size: int, colour: str, *, bold: bool = False, underline: bool = False) -> Font:
    return Font(
        name=FONT, size=size, color=colour, bold=bold, underline="single" if underline else None
    )


def body_font() -> Font:
    """The font of what is typed below the last row."""
    return _font(10, INK)


def put(ws: Worksheet, row: int, number: int, value: str | int | float | None, look: str) -> Cell:
    """Write a cell; text stays text even if it begins like a formula or reads like an error."""
    cell = ws.cell(row, number)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} is merged")
    cell.style = look
    if isinstance(value, str):
        cell.value = value or None
        cell.data_type = "s" if value else "n"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    else:
        cell.value = value
    return cell


def link(ws: Worksheet, row: int, number: int, text: str, sheet: str) -> None:
    """Write a cell that leads to the top of another sheet."""
    cell = put(ws, row, number, text, LINK)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{sheet}!A1")


def input_style(column: Column) -> str:
    """How input cells look: figures to the right, words to the left."""
    return FIGURE if column.kind in ("number", "integer", "period", "years") else WORDS


def number_format(column: Column) -> str:
    """How a figure is shown; the value itself stays as typed (a share stays 0.25)."""
    if column.kind in ("integer", "period"):
        return "0"
    if column.kind in ("key", "link", "mineral", "choice"):
        return "@"
    tonnes = column.kind == "years" or column.unit == "t" or "t/yr" in column.unit
    return THOUSANDS if tonnes or "CO2/yr" in column.unit else "General"


def text_width(text: object) -> int:
    """Width in characters; a Japanese character is as wide as two."""
    text = str(text)
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def lines(text: object, width: float) -> int:
    """Lines a text takes in a wrapped cell; letters are on average narrower than figures."""
    paragraphs = str(text).split("\n")
    needed = [text_width(p) - LETTER_SLACK * len(p) for p in paragraphs]
    return sum(max(1, math.ceil(length / width)) for length in needed)


def column_width(heading: str, column: Column, values: Iterable[object]) -> float:
    """Width that shows header with filter button, label and unit in few lines, and most values."""
    head = max(
        text_width(heading) + 4, text_width(column.ja) / 2 + 3, text_width(column.unit) / 3 + 4
    )
    if column.kind in ("number", "integer", "period", "years"):
        return max(NARROW, head)
    longest = max((text_width(value) for value in values), default=0)
    cap = WIDEST if column.kind == "text" else WIDE
    return max(NARROW + 2, head, min(cap, longest + 4))


def page(sheet: Worksheet) -> None:
    """Landscape A4, all columns on one page, without grid lines."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    footer = HeaderFooterItem()
    footer.center.text = "&A  &P / &N"
    sheet.HeaderFooter.oddFooter = footer
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight = ROW_HEIGHT
    sheet.sheet_format.customHeight = True
