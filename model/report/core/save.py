"""A workbook to a file: fast, and the same bytes for the same content.

Rows are written as plain strings, which takes a fifth of openpyxl's own time, and the body of a
table without ever being cells, which takes a third of that; everything else is openpyxl's. Files
bear a fixed date instead of the time of writing.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from model.report.core.body import body_of
from model.workbook.escapes import escaped
from model.workbook.files import write_result

STAMP = datetime.datetime(2026, 1, 1)
"""The date every results workbook bears: the same input gives the same file."""

NO_ROWS = b"<sheetData></sheetData>"
COMPRESSION = 4


def save(workbook: Workbook, path: Path) -> Path:
    """Write a workbook and say where it went; see :func:`model.workbook.files.write_result`."""
    return write_result(path, content(workbook))


def content(workbook: Workbook) -> bytes:
    """The bytes of the file."""
    workbook.properties.created = workbook.properties.modified = STAMP
    buffer = io.BytesIO()
    with _Archive(buffer, "w", ZIP_DEFLATED) as archive:
        _Writer(workbook, archive).save()
    return buffer.getvalue()


class _Archive(ZipFile):
    """A zip archive whose entries bear the fixed date."""

    def writestr(self, name: Any, data: Any, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Add an entry with the fixed date, the same on every system."""
        entry = ZipInfo(name, STAMP.timetuple()[:6])
        entry.create_system = 0
        super().writestr(entry, data, ZIP_DEFLATED, compresslevel=COMPRESSION)


class _Writer(ExcelWriter):
    """openpyxl's writer with fast rows."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one sheet and remember its relations."""
        from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing

        drawing = SpreadsheetDrawing()
        drawing.charts = ws._charts  # type: ignore[attr-defined]
        drawing.images = []
        ws._drawing = drawing  # type: ignore[attr-defined]
        writer = _SheetWriter(ws, io.BytesIO())
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], writer.finished())  # type: ignore[attr-defined]
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    """Writes the head and foot of a sheet as openpyxl does, and its rows as strings."""

    def write_dimensions(self) -> None:
        """The corners of what is written: cells, and the body of a table."""
        ws, body = self.ws, body_of(self.ws)
        last = max((ws.max_row, *body))  # type: ignore[union-attr]
        ref = f"A1:{get_column_letter(ws.max_column)}{last}"  # type: ignore[union-attr]
        self.xf.send(SheetDimension(ref).to_tree())

    def write_rows(self) -> None:
        """Leave an empty place for the rows."""
        xf: Any = self.xf.send(True)
        with xf.element("sheetData"):
            pass
        self._styles: dict[int, str] = {}
        body, cells = body_of(self.ws), dict(self.rows())
        order = sorted(body.keys() | cells.keys())
        self._rows = "".join(
            self._row(number, body.get(number, ""), cells.get(number, ())) for number in order
        )
        self.xf.send(None)

    def finished(self) -> bytes:
        """The whole sheet as XML."""
        data = self.read()
        if data.count(NO_ROWS) != 1:
            raise RuntimeError("openpyxl no longer writes <sheetData></sheetData>")
        return data.replace(NO_ROWS, b"<sheetData>%s</sheetData>" % self._rows.encode(), 1)

    def _row(self, number: int, body: str, cells: Iterable[Any]) -> str:
        """One row: what a table has there, and the cells to the right of it."""
        if not cells and number not in self.ws.row_dimensions:  # type: ignore[union-attr]
            return f'<row r="{number}">{body}</row>'
        dims = self.ws.row_dimensions  # type: ignore[union-attr]
        extra: Any = dims.get(number, {})
        attrs = "".join(f' {key}="{value}"' for key, value in dict(extra).items() if key != "r")
        return f'<row r="{number}"{attrs}>{body}{"".join(map(self._cell, cells))}</row>'

    def _cell(self, cell: Any) -> str:
        value, kind = cell._value, cell.data_type
        if cell._hyperlink is not None:
            self.ws._hyperlinks.append(cell._hyperlink)  # type: ignore[union-attr]
        head = f'<c r="{get_column_letter(cell.column)}{cell.row}"{self._style(cell)}'
        if value is None:
            return f"{head}/>"
        if kind == "n":
            return f"{head}><v>{value!r}</v></c>"
        if kind == "s":
            text = escape(escaped(value))
            return f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        if kind == "f":
            return f"{head}><f>{escape(value[1:])}</f></c>"
        if kind == "b":
            return f'{head} t="b"><v>{int(value)}</v></c>'
        raise TypeError(f"{cell.coordinate} holds {kind}")

    def _style(self, cell: Any) -> str:
        """Attribute of a cell's style; cells share their styles, so each is looked up once."""
        key = id(cell._style)
        if key not in self._styles:
            self._styles[key] = f' s="{cell.style_id}"' if cell.has_style else ""
        return self._styles[key]
