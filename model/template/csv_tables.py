"""A folder of CSV files, one a sheet, as the values of a workbook to fill in."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from model.errors import UsageError
from model.workbook.escapes import visible
from model.workbook.files import check_input
from model.workbook.layout import SHEETS
from model.workbook.schema import Column, Sheet

Value = str | int | float
Rows = Sequence[Mapping[str, Value]]

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
YEAR = re.compile(r"(19|20|21)\d\d")


def read_folder(folder: Path) -> dict[str, Rows]:
    """Rows by sheet and column; Settings is one row whose columns are its keys.

    A sheet without a file has no rows. A file, column or key that the layout does not have raises
    UsageError, since its figures would be lost. Text that should be a number stays text: the reader
    of the workbook tells where it stands.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. / フォルダーが見つかりません: {folder}")
    names = {sheet.name for sheet in SHEETS}
    strangers = sorted(p.name for p in folder.glob("*.csv") if p.stem not in names)
    if strangers:
        raise UsageError(_unknown(str(folder), strangers, "files", "ファイル"))
    return {
        sheet.name: _read(sheet, path)
        for sheet in SHEETS
        if (path := folder / f"{sheet.name}.csv").is_file()
    }


def _read(sheet: Sheet, path: Path) -> Rows:
    lines = _lines(path)
    if not lines:
        return []
    header, records = lines[0], lines[1:]
    if sheet.vertical:
        header, records = _turned(header, records, path)
    columns = _columns(sheet, header, path)
    if any(len(record) > len(header) for record in records):
        raise UsageError(
            f"{path.name} has a row longer than its header. / 見出しより長い行があります。"
        )
    return [
        {
            name: value_of(column, text)
            for name, column, text in zip(header, columns, record, strict=False)
        }
        for record in records
    ]


def _lines(path: Path) -> list[list[str]]:
    """The lines of a file that are not blank."""
    check_input(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [line for line in csv.reader(file) if any(line)]
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path.name} is not UTF-8 text. / 文字コードを UTF-8 にしてください: {path.name}"
        ) from error
    except csv.Error as error:
        raise UsageError(
            f"{path.name} is no table of values: {error}. / CSV として読み取れません: {path.name}"
        ) from error


def _turned(
    header: list[str], records: list[list[str]], path: Path
) -> tuple[list[str], list[list[str]]]:
    """One key a line made one row with a column a key."""
    if header[:2] != ["key", "value"]:
        raise UsageError(f"{path.name} should have columns key, value. / 列は key, value です。")
    return [record[0] for record in records], [["".join(record[1:2]) for record in records]]


def _columns(sheet: Sheet, header: list[str], path: Path) -> list[Column]:
    known = {column.name: column for column in sheet.columns if column.kind != "years"}
    if sheet.years is not None:
        known |= {name: sheet.years for name in header if YEAR.fullmatch(name)}
    wrong = [name for i, name in enumerate(header) if name not in known or name in header[:i]]
    if wrong:
        raise UsageError(_unknown(path.name, wrong, "columns", "列"))
    return [known[name] for name in header]


def _unknown(where: str, names: list[str], what: str, ja: str) -> str:
    listed = ", ".join(names)
    return f"{where} has unknown or repeated {what}: {listed}. / 不明または重複した{ja}: {listed}"


def value_of(column: Column, text: str) -> Value:
    """A number if the column holds numbers and the text is one; else the text."""
    numeric = column.kind in ("number", "integer", "period", "years")
    if not numeric or not NUMBER.fullmatch(text.strip()):
        return visible(text)
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
