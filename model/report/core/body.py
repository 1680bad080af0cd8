"""The body of a table as the XML of its rows: thousands of cells without an object for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.report.core import looks
from model.report.core.labels import WRAPPED, YEAR
from model.report.core.looks import Pen, Value
from model.workbook.escapes import escaped

KEPT = "table_rows"
"""Attribute of a sheet that holds the XML of its rows by number, until it is saved."""


def body_of(ws: Any) -> Mapping[int, str]:
    """The rows of the table on a sheet; none if it has no table."""
    found: Mapping[int, str] = getattr(ws, KEPT, {})
    return found


def write_body(
    ws: Worksheet,
    pen: Pen,
    columns: Sequence[Sequence[Value]],
    formats: Sequence[Sequence[str]],
    first: int,
) -> None:
    """The body of a table from row ``first`` and column A on."""
    made = [
        _Column(ws, pen, number, wrapped=WRAPPED in shown).cells(values, shown, first)
        for number, (values, shown) in enumerate(zip(columns, formats, strict=True), 1)
    ]
    setattr(
        ws, KEPT, {row: "".join(cells) for row, cells in enumerate(zip(*made, strict=True), first)}
    )


class _Column:
    """Writes the cells of one column; what is the same in many cells is worked out once."""

    def __init__(self, ws: Worksheet, pen: Pen, number: int, *, wrapped: bool) -> None:
        self._ws, self._pen, self._letter = ws, pen, get_column_letter(number)
        self._look = looks.INSET._replace(wrap=wrapped)
        self._texts: dict[str, str] = {}
        self._styles: dict[str, str] = {}

    def cells(self, values: Sequence[Value], shown: Sequence[str], first: int) -> list[str]:
        """One string for every cell."""
        letter, texts = self._letter, self._texts
        return [
            f'<c r="{letter}{row}"{texts.get(value) or self._text(value)}'
            if isinstance(value, str)
            else f'<c r="{letter}{row}"{self._number(value, one)}'
            for row, (value, one) in enumerate(zip(values, shown, strict=True), first)
        ]

    def _text(self, value: str) -> str:
        """Text, which stays text even if it begins like a formula."""
        look = self._pen.style(self._look, quoted=looks.like_formula(value))
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[: looks.LONGEST_TEXT]
        inside = f' t="inlineStr"><is><t xml:space="preserve">{escape(escaped(text))}</t></is></c>'
        self._texts[value] = f"{self._style(look)}{inside if text else '/>'}"
        return self._texts[value]

    def _number(self, value: float | bool | None, shown: str) -> str:
        if shown not in self._styles:
            look = looks.INSET if shown == YEAR else looks.NUMBER
            self._styles[shown] = self._style(self._pen.style(look, shown))
        style = self._styles[shown]
        if value is None:
            return f"{style}/>"
        if isinstance(value, bool):
            return f'{style} t="b"><v>{int(value)}</v></c>'
        return f"{style}><v>{value!r}</v></c>"

    def _style(self, style: StyleArray) -> str:
        number = self._ws.parent._cell_styles.add(style)  # type: ignore[union-attr]
        return f' s="{number}"'
