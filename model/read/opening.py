"""An Excel file in, its sheets as grids of cells out, or the reason why it cannot be read.

The XML is read by our own few handlers in one pass. openpyxl takes two, since it gives either a
formula or its value, gives up on a file over a colour or a date among its properties, makes an
object of every formatted blank cell, and finds no sheet in Strict Open XML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from model.errors import Issue, UsageError, Words, WorkbookError
from model.read.cells import Grid
from model.read.likeness import is_own
from model.read.package import (
    Attributes,
    DamagedError,
    Package,
    Relation,
    TooLargeError,
    open_document,
    related,
)
from model.read.sheet_xml import SheetXml, Texts
from model.read.values import Dates, shown, truth

Progress = Callable[[Words], None]
"""Called with what is being done, as often as there is news."""

MOST_CELLS = 500_000
"""Filled cells that are read; the default workbook has some 5,000."""

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How a file begins that is an .xls or is encrypted."""


def silent(_: Words) -> None:
    """Report to nobody."""


def open_grids(path: Path, progress: Progress = silent) -> dict[str, Grid]:
    """All sheets of an Excel workbook by name, but those whose name says they are the user's own.

    Raises UsageError if there is no such file and WorkbookError if it is no Excel workbook or holds
    more than can be read.
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}. / ファイルが見つかりません: {path}")
    try:
        return _Opening(path, progress).grids()
    except PermissionError as error:
        raise UsageError(
            f"{path} cannot be opened: it may be locked by another program."
            f" / 他のプログラムが使用中のため開けません: {path}"
        ) from error
    except TooLargeError as error:
        raise WorkbookError([Issue("", path.name, None, error.words)]) from error
    except (DamagedError, OSError) as error:  # of an odd zip file, OSError too
        part = str(error) if isinstance(error, DamagedError) else ""
        raise WorkbookError([_unreadable(path, part)]) from error


class _Sheet(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relation: str


class _Opening:
    """Reads a file sheet by sheet and counts what it finds."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path, self._progress = path, progress
        self._step = Words(f"opening {path.name}", f"{path.name} を開いています")
        self._filled = 0

    def grids(self) -> dict[str, Grid]:
        """Every sheet of cells that is not the user's own."""
        with Package(self._path, self._tick) as package:
            book = next(related(package.relations(""), "officeDocument"), "xl/workbook.xml")
            listed = _Workbook()
            package.read(book, "workbook", listed)
            relations = package.relations(book)
            texts = Texts()
            for part in related(relations, "sharedStrings"):
                package.read(part, "sst", texts)
            styles = next(related(relations, "styles"), None)
            dates = Dates(package, styles, since_1904=listed.since_1904)
            return {
                sheet.name: self._grid(
                    package, sheet, part, SheetXml(texts.texts, dates, self._count, listed.stale)
                )
                for sheet, part in _of_cells(listed.sheets, relations)
            }

    def _grid(self, package: Package, sheet: _Sheet, part: str, found: SheetXml) -> Grid:
        """The filled cells of one sheet."""
        self._step = Words(f"reading sheet {sheet.name}", f"シート {sheet.name} を読み込んでいます")
        package.read(part, "worksheet", found)
        rows = {row for row, _ in found.cells}
        columns = {column for _, column in found.cells}
        return Grid(
            sheet.name,
            sheet.hidden,
            found.cells,
            tuple(found.merged),
            frozenset(rows & found.hidden_rows),
            frozenset(c for a, b in found.hidden_columns for c in columns if a <= c <= b),
        )

    def _tick(self) -> None:
        self._progress(self._step)

    def _count(self) -> None:
        self._filled += 1
        if self._filled > MOST_CELLS:
            raise TooLargeError(_too_many())


def _of_cells(sheets: list[_Sheet], relations: dict[str, Relation]) -> Iterator[tuple[_Sheet, str]]:
    """Sheets that hold cells, no charts, and are not the user's own; with the part of each."""
    for sheet in sheets:
        relation = relations.get(sheet.relation)
        if relation is None:
            raise DamagedError(sheet.name)
        if relation.kind == "worksheet" and not is_own(sheet.name):
            yield sheet, relation.part


class _Workbook:
    """The list of sheets, and the day from which dates are counted.

    ``stale`` says that formulas are to be calculated when Excel opens the file.
    """

    def __init__(self) -> None:
        self.stale = False
        self.sheets: list[_Sheet] = []
        self.since_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Keep a sheet."""
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_Sheet(shown(attributes.get("name", "")), hidden, relation))
        elif name == "calcPr":
            self.stale = truth(attributes.get("fullCalcOnLoad", ""))
        elif name == "workbookPr":
            self.since_1904 = truth(attributes.get("date1904", ""))

    def end(self, name: str) -> None:
        """Nothing to do."""

    def text(self, text: str) -> None:
        """Nothing to do."""


def _too_many() -> Words:
    return Words(
        f"holds more than {MOST_CELLS:,} filled cells. Delete what does not belong to the plan, or"
        " begin the name of a sheet of your own with #: it is then not read.",
        f"の入力済みセルが {MOST_CELLS:,} を超えています。計画に関係のない内容を削除するか、"
        "独自のシートは名前の先頭に # を付けてください（読み込みの対象外になります）。",
    )


def _unreadable(path: Path, part: str) -> Issue:
    with path.open("rb") as file:
        old = file.read(len(OLD_EXCEL)) == OLD_EXCEL
    why = Words("", "")
    if old:
        why = Words(
            " It has a password, or is an .xls file.",
            "パスワード付き、または .xls 形式のファイルです。",
        )
    elif open_document(path):
        why = Words(
            " It is an OpenDocument file (.ods).", "OpenDocument 形式（.ods）のファイルです。"
        )
    elif part:
        why = Words(f" Its part {part} is damaged or missing.", f"内部の {part} が壊れています。")
    words = Words(
        "is not an Excel workbook (.xlsx) that can be read; save it again from Excel as .xlsx"
        f" without a password.{why.en}",
        "は読み取れる Excel ブックではありません。Excel でパスワードなしの .xlsx として"
        f"保存し直してください。{why.ja}",
    )
    return Issue("", path.name, None, words)
