"""Sheet Settings, a key a line, and the years planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from model.errors import Issue, Words
from model.layout import Settings
from model.read.cells import Cell, address
from model.read.locate import Located, is_slip
from model.read.parse import parse, unknown
from model.read.rows import Plan, Reader
from model.schema import Address, Column
from model.words import did_you_mean, near, plain

KEY = Column("key", "text", "Name of a setting.", "項目")
KNOWN = tuple(column.name for column in Settings.SHEET.columns)
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
    """Row number of every setting; keys missing, twice or misspelt are told."""
    lines: dict[str, int] = {}
    strangers: list[tuple[int, Cell]] = []
    sure = "key" in place.columns
    for row in place.rows if sure else ():
        cell = place.cell(row, "key")
        problem = _key_problem(cell, lines)
        if problem is not None:
            sure = sure and (cell is not None and plain(cell.value) in lines)
            where = address(row, place.columns["key"])
            issues.append(Issue(place.grid.name, where, cell and cell.shown, problem))
        elif cell is not None and plain(cell.value) in KNOWN:
            lines[plain(cell.value)] = row
        elif cell is not None:
            strangers.append((row, cell))
    _read_slips(place, lines, strangers, issues)
    if sure:
        issues.extend(_missing_key(place, c) for c in NEEDED if c.name not in lines)
    return lines


def _key_problem(cell: Cell | None, lines: Mapping[str, int]) -> Words | None:
    """Why a key cell cannot stand, if it cannot."""
    if cell is None:
        return Words(
            "is blank; it should hold the name of a setting.", "は空欄です。設定項目名が必要です。"
        )
    if plain(cell.value) in lines:
        return Words(
            "this key stands twice; keep one of them.",
            "同じキーが2つあります。1つにしてください。",
        )
    _, words = parse(KEY, cell)
    return words if words.en else None


def _read_slips(
    place: Located, lines: dict[str, int], strangers: list[tuple[int, Cell]], issues: list[Issue]
) -> None:
    """Tell keys whose name is a slip, and take them for what they mean."""
    for row, cell in strangers:
        free = [
            c
            for c in Settings.SHEET.columns
            if c.name not in lines or place.cell(lines[c.name], "value") is None
        ]
        guess = next((c.name for c in free if _means(cell.value, c)), None)
        if guess is not None:
            lines[guess] = row
            hint = did_you_mean(cell.value, [guess])
            words = Words(f"there is no such setting.{hint.en}", f"その設定はありません。{hint.ja}")
            issues.append(Issue(place.grid.name, cell.address, cell.value, words))


def _means(text: object, column: Column) -> bool:
    return is_slip(text, column.name) or (
        column.required and near(text, [column.name]) == column.name
    )


def _missing_key(place: Located, column: Column) -> Issue:
    words = Words(
        f"has no key {column.name}; it is needed.",
        f"に必須のキー {column.name} がありません。",
    )
    return Issue(place.grid.name, "", None, words)
