"""How results look: a handful of styles, made once for a workbook and shared by all its cells."""

from __future__ import annotations

import math
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from model.workbook.style import FONT, INK, LABEL_COLOUR, NEEDED_COLOUR, OPTIONAL_COLOUR

Value = str | int | float | bool | None

GOOD, AMBER, BAD, FAINT = "2E7D32", "B86E00", "B3261E", "7B8794"
LONGEST_TEXT = 32_000
"""Excel cuts off what is longer than 32,767 characters."""


class Look(NamedTuple):
    """Font, fill, alignment and lower line of a cell."""

    size: float = 10
    colour: str = INK
    bold: bool = False
    fill: str = ""
    align: str = "left"
    wrap: bool = False
    line: str = ""
    underline: bool = False
    indent: int = 0
    shrink: bool = False
    """Whether a text that is too long is shown smaller."""


HAIR = "E1E6EC"
TITLE = Look(size=14, colour=NEEDED_COLOUR, bold=True)
PLAIN = Look()
PROSE = Look(wrap=True)
SMALL = Look(size=9, colour="52606D")
SMALL_RIGHT = SMALL._replace(align="right")
SUBTITLE = Look(bold=True)
LINK = Look(colour="0563C1", underline=True)
LABEL = Look(size=9, colour="52606D", fill=LABEL_COLOUR, wrap=True, indent=1)
HEADER = Look(colour="FFFFFF", bold=True, fill=NEEDED_COLOUR, indent=1)
ANSWER = Look(size=11, bold=True)
TEXT = Look(line=HAIR)
CELL = Look(line=HAIR, wrap=True, indent=1)
"""Words that need several lines."""
INSET = Look(line=HAIR, indent=1)
"""Words beside figures; also years, which are names rather than figures."""
NUMBER = Look(line=HAIR, align="right")
BAND = Look(size=11, colour="FFFFFF", bold=True, fill=NEEDED_COLOUR)
GROUP = Look(bold=True, fill=OPTIONAL_COLOUR, align="center")
GROUP_LEFT = Look(bold=True, fill=OPTIONAL_COLOUR)
HEAD = Look(size=9, colour="52606D", fill=LABEL_COLOUR, align="right")
HEAD_LEFT = Look(size=9, colour="52606D", fill=LABEL_COLOUR)
HEAD_INSET = HEAD_LEFT._replace(indent=1)
STRONG = Look(bold=True, line=HAIR)
STRONG_NUMBER = Look(bold=True, line=HAIR, align="right")
BETTER = Look(line=HAIR, align="right", colour=GOOD)
WORSE = Look(line=HAIR, align="right", colour=BAD)
DIM = Look(line=HAIR, align="right", colour=FAINT)
DOUBT = Look(bold=True, line=HAIR, align="right", colour="9C4A00", fill="FCE8D2")
ALL_WELL = Look(size=14, colour="FFFFFF", bold=True, fill=GOOD, wrap=True)
CAUTION = Look(size=14, colour="FFFFFF", bold=True, fill=AMBER, wrap=True)
ALARM = Look(size=14, colour="FFFFFF", bold=True, fill=BAD, wrap=True)
RESULT = Look(bold=True, line=HAIR, align="center")


def like_formula(text: str) -> bool:
    """Whether Excel would take a text for a formula if somebody edited its cell."""
    return text[:1] in ("=", "+", "-", "@")


class Pen:
    """Writes cells of one workbook; asks openpyxl for every style only once."""

    def __init__(self, workbook: Workbook) -> None:
        self._scratch = workbook.create_sheet("scratch")
        self._styles: dict[tuple[Look, str, bool], StyleArray] = {}
        workbook.remove(self._scratch)

    def style(self, look: Look, shown: str = "General", *, quoted: bool = False) -> StyleArray:
        """Style of a look with a number format; ``quoted`` keeps text from becoming a formula."""
        key = (look, shown, quoted)
        if key not in self._styles:
            self._styles[key] = self._made(look, shown, quoted=quoted)
        return self._styles[key]

    def _made(self, look: Look, shown: str, *, quoted: bool) -> StyleArray:
        cell = Cell(self._scratch, 1, 1)
        cell.font = Font(
            name=FONT,
            size=look.size,
            color=look.colour,
            bold=look.bold,
            underline="single" if look.underline else None,
        )
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=look.fill)
        if look.line:
            cell.border = Border(bottom=Side(style="hair", color=look.line))
        vertical = "center" if not look.wrap or look.size > 10 else "top"
        cell.alignment = Alignment(
            horizontal=look.align,
            vertical=vertical,
            wrap_text=look.wrap,
            indent=look.indent,
            shrink_to_fit=look.shrink,
        )
        cell.number_format = shown
        cell.quotePrefix = quoted
        return cell._style  # type: ignore[attr-defined,no-any-return]

    def put(
        self, ws: Worksheet, row: int, number: int, value: Value, look: Look, shown: str = "General"
    ) -> Cell:
        """Write a value; text stays text even if it begins like a formula."""
        quoted = isinstance(value, str) and like_formula(value)
        return place(ws, row, number, value, self.style(look, shown, quoted=quoted))

    def formula(
        self, ws: Worksheet, row: int, number: int, text: str, look: Look, shown: str = "General"
    ) -> Cell:
        """Write a live formula, ``text`` without its equals sign."""
        cell = place(ws, row, number, f"={text}", self.style(look, shown))
        cell.data_type = "f"
        return cell

    def link(self, ws: Worksheet, row: int, number: int, text: str, sheet: str) -> None:
        """Write a cell that leads to the top of another sheet."""
        cell = self.put(ws, row, number, text, LINK)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{sheet}!A1")


def place(ws: Worksheet, row: int, number: int, value: Value, style: StyleArray) -> Cell:
    """A new cell with a shared style: no parsing, no guessing of types.

    What is not finite is left blank.
    """
    cell = Cell(ws, row, number)
    cell._style = style  # type: ignore[attr-defined]
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
        cell._value = text or None  # type: ignore[attr-defined]
        cell.data_type = "s" if text else "n"
    elif isinstance(value, float):
        cell._value = float(value) if math.isfinite(value) else None  # type: ignore[attr-defined]
    else:
        cell._value = value  # type: ignore[attr-defined]
        cell.data_type = "b" if isinstance(value, bool) else "n"
    ws._cells[row, number] = cell
    return cell


def mark_results(ws: Worksheet, cells: str) -> None:
    """Colour PASS green and FAIL red."""
    for text, colour in (("PASS", "C6EFCE"), ("FAIL", "FFC7CE")):
        fill = PatternFill(bgColor=colour, fill_type="solid")
        font = Font(color=GOOD if text == "PASS" else BAD, bold=True)
        rule = CellIsRule(  # type: ignore[no-untyped-call]
            operator="equal", formula=[f'"{text}"'], fill=fill, font=font
        )
        ws.conditional_formatting.add(cells, rule)
