"""Sheet Settings, a key a line, and the years planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from model.errors import InputWarning, Issue, Words
from model.read.cells import Cell, address
from model.read.likeness import LEAVE_ALONE, is_own, meant, nearest
from model.read.locate import Located
from model.read.parse import parse, unknown
from model.read.rows import Plan, Reader
from model.workbook.layout import NEEDED_TEXT, Settings
from model.workbook.schema import Address, Column
from model.workbook.wording import NOTHING, plain

KEY = Column("key", "text", "Name of a setting.", "項目")
KNOWN = tuple(column.name for column in Settings.SHEET.columns)
ALL = Settings.SHEET.columns
NEEDED = tuple(column for column in Settings.SHEET.columns if column.required)


def read_settings(
    place: Located | None, reader: Reader, years: Iterable[int]
) -> tuple[Settings, Plan]:
    """The settings and the years planned.

    ``years`` are those of sheet Demand, to go on with if the settings do not name two in order.
    """
    values: dict[str, Any] = {c.name: _default(c) for c in Settings.SHEET.columns}
    at = Address(Settings.SHEET.name, {})
    if place is not None:
        lines = _lines(place, reader.issues)
        values |= {
            column.name: reader.value(column, place, lines[column.name], "value")
            for column in Settings.SHEET.columns
            if column.name in lines
        }
        if "value" in place.columns:
            number = place.columns["value"]
            cells = {name: address(row, number) for name, row in lines.items()}
            at = Address(place.grid.name, cells)
    plan = _plan(values["first_year"], values["last_year"], years)
    if values["first_year"] is None or values["last_year"] is None:
        values |= {"first_year": plan.years[0], "last_year": plan.years[-1]}
    return Settings(at=at, **values), plan


def _default(column: Column) -> Any:
    return unknown(column) if column.required else column.default


def _plan(first: int | None, last: int | None, years: Iterable[int]) -> Plan:
    if first is not None and last is not None and first <= last:
        return Plan(tuple(range(first, last + 1)))
    listed = sorted(years) or [first or last or 0]
    if first is not None and last is not None:  # not in order: which one is wrong, nobody knows
        first = last = None
    low, high = first or listed[0], last or listed[-1]
    return Plan(tuple(range(low, max(low, high) + 1)), guessed=True)


def _lines(place: Located, issues: list[Issue]) -> dict[str, int]:
    """Row number of every setting; keys missing, twice, misspelt or unknown are reported."""
    lines: dict[str, int] = {}
    strangers: list[tuple[int, Cell]] = []
    sure = "key" in place.columns
    for row in place.rows if sure else ():
        cell = place.cell(row, "key")
        problem = _key_problem(cell, lines)
        if problem is not None:
            sure = sure and (cell is not None and _name(cell) in lines)
            where = address(row, place.columns["key"])
            issues.append(Issue(place.grid.name, where, cell and cell.shown, problem))
        elif cell is not None and _name(cell) in KNOWN:
            lines[_name(cell)] = row
        elif cell is not None and not is_own(cell.value):
            strangers.append((row, cell))
    issues.extend(_unknown_keys(place, lines, strangers))
    issues.extend(_changed_defaults(place, lines))
    if sure:
        issues.extend(_missing_key(place, c) for c in NEEDED if c.name not in lines)
    return lines


def _name(cell: Cell) -> str:
    return str(cell.value).strip()


def _key_problem(cell: Cell | None, lines: Mapping[str, int]) -> Words | None:
    """Why a key cell cannot stand, if it cannot."""
    if cell is None:
        return Words(
            "is blank; it should hold the name of a setting.", "は空欄です。設定項目名が必要です。"
        )
    if _name(cell) in lines:
        return Words(
            "this key stands twice; keep one of them.",
            "同じキーが2つあります。1つにしてください。",
        )
    _, words = parse(KEY, cell)
    return words if words.en else None


def _unknown_keys(
    place: Located, lines: dict[str, int], strangers: list[tuple[int, Cell]]
) -> Iterator[Issue]:
    """Keys that are no setting; one that surely means a setting is read as it."""
    for row, cell in strangers:
        free = [
            c
            for c in Settings.SHEET.columns
            if c.name not in lines or place.cell(lines[c.name], "value") is None
        ]
        column = meant(cell.value, free) or nearest(cell.value, [c for c in free if c.required])
        if column is not None:
            lines[column.name] = row
        sure = column or meant(cell.value, ALL)
        words = _no_such_setting(sure or nearest(cell.value, ALL), NOTHING if sure else LEAVE_ALONE)
        yield Issue(place.grid.name, cell.address, cell.value, words)


def _no_such_setting(guess: Column | None, own: Words) -> Words:
    hint = NOTHING
    if guess is not None:
        hint = Words(f" Did you mean {guess.name}?", f"{guess.name} ではありませんか。")
    return Words(
        f"there is no such setting.{hint.en}{own.en}",
        f"その設定はありません。{hint.ja}{own.ja}",
    )


def _changed_defaults(place: Located, lines: Mapping[str, int]) -> Iterator[Issue]:
    """Values typed into a column that only explains, beside a blank value."""
    for column in ALL:
        row = lines.get(column.name)
        if row is None or place.cell(row, "value") is not None:
            continue
        aside = [place.grid.cells.get((row, place.aside.get(n, 0))) for n in ("unit", "default")]
        unit, default = aside
        if default is not None and not _tells_default(default, column):
            yield _typed_beside(place, default, "what a blank value means", "空欄の場合の既定値")
        if unit is not None and not _tells_unit(unit, column):
            yield _typed_beside(place, unit, "the unit", "単位")


def _tells_default(cell: Cell, column: Column) -> bool:
    told = NEEDED_TEXT if column.required else column.default_text or column.default
    return plain(cell.shown) in (plain(told), plain(column.blank_means))


def _tells_unit(cell: Cell, column: Column) -> bool:
    """Whether a cell may be a unit in other words: a text that is no value of the setting."""
    return bool(column.unit) and isinstance(cell.value, str) and cell.value not in column.choices


def _typed_beside(place: Located, cell: Cell, en: str, ja: str) -> InputWarning:
    words = Words(
        f"this column only tells {en}; type it in column value.",
        f"この列は{ja}の説明です。値は value の列に入力してください。",
    )
    return InputWarning(place.grid.name, cell.address, cell.shown, words)


def _missing_key(place: Located, column: Column) -> Issue:
    words = Words(
        f"has no key {column.name}; it is needed.",
        f"に必須のキー {column.name} がありません。",
    )
    return Issue(place.grid.name, "", None, words)
