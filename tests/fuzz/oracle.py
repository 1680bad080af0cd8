"""What must come of a changed workbook, and whether it does."""

from __future__ import annotations

import math
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from model.case import make_case
from model.errors import Issue, ModelError, WorkbookError
from model.plausibility import input_warnings
from model.read import read
from model.workbook.layout import ROW_TYPES, Tables

Plain = dict[str, list[dict[str, Any]]]
"""Typed rows without their addresses, by the attribute of Tables."""

REFUSED, WARNED, MEANT, EQUAL = "refused", "warned", "differs as meant", "equal"
SILENT, ASTRAY, ALARM = "another case", "told elsewhere", "told without need"
TRACEBACK, ONE_LANGUAGE = "traceback", "told in one language"
GOOD = (REFUSED, WARNED, MEANT, EQUAL)
ENDS = (*GOOD, SILENT, ASTRAY, ALARM, TRACEBACK, ONE_LANGUAGE)

ANYWHERE = ".*"
"""Pattern of every cell of a sheet, and of the sheet itself."""
SHEET = ""
"""The sheet itself, no cell of it."""

Place = tuple[str, str]
"""A sheet and a pattern of its cells: ``K7``, ``[A-Z]+7``, ``SHEET``, ``ANYWHERE``."""


@dataclass(frozen=True)
class Expected:
    """What was changed, and what may come of it.

    A workbook may be refused at one of ``places``, or read as the case that ``meant`` leads to,
    which makes the same change to the plain rows; with ``told`` it must be warned there as well.
    Without ``meant`` any case will do that is warned of there; without places nothing may be said.
    One message must hold ``mention``. ``file``
    changes the file once it is saved.
    """

    what: str
    places: tuple[Place, ...] = ()
    meant: Callable[[Plain], object] | None = None
    told: bool = False
    mention: str = ""
    file: Callable[[Path], None] | None = None


def unchanged(rows: Plain) -> None:
    """The change meant by what only looks different."""


@dataclass(frozen=True)
class Verdict:
    """What came of a workbook, and the first words said of it."""

    ended: str
    words: str = ""

    @property
    def good(self) -> bool:
        """Whether that may be."""
        return self.ended in GOOD


def row_of(number: int) -> str:
    """Pattern of the cells of a row."""
    return rf"[A-Z]+{number}"


def plain(tables: Tables) -> Plain:
    """The typed rows as plain values, blanks in texts being all alike."""
    found = {}
    for name in ROW_TYPES:
        rows = getattr(tables, name)
        found[name] = [
            {f.name: _tidy(getattr(row, f.name)) for f in fields(row) if f.name != "at"}
            for row in (rows if isinstance(rows, tuple) else (rows,))
        ]
    return found


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    return dict(value) if isinstance(value, dict) else value


def warnings_of(tables: Tables) -> tuple[Issue, ...]:
    """All that is warned of: by the reader, and about the figures."""
    return (*tables.warnings, *input_warnings(make_case(tables)))


def judge(path: Path, expected: Expected, original: Tables) -> Verdict:
    """What comes of a changed workbook; ``original`` are the tables of the correct one."""
    try:
        tables = read(path)
        said = warnings_of(tables)
    except WorkbookError as error:
        return _told(REFUSED, error.issues, expected)
    except ModelError as error:
        return Verdict(ASTRAY, str(error).split("\n", 1)[0])
    except Exception as error:  # what it is, is the finding
        at = traceback.extract_tb(error.__traceback__)[-1]
        return Verdict(TRACEBACK, f"{error!r:.90} ({Path(at.filename).name}:{at.lineno})")
    return _read_as(tables, said, expected, original)


def _read_as(
    tables: Tables, said: tuple[Issue, ...], expected: Expected, original: Tables
) -> Verdict:
    """What comes of a workbook that is read, and warned of with what is ``said``."""
    before = [_words(issue) for issue in warnings_of(original)]
    new = [issue for issue in said if _words(issue) not in before]
    warned = _told(WARNED, new, expected)
    if warned.ended == ONE_LANGUAGE or (warned.ended == ALARM and len(said) > len(before)):
        return warned
    found, wanted = plain(tables), plain(original)
    same = alike(found, wanted)
    if expected.meant is not None:
        expected.meant(wanted)
    lost = "" if expected.meant is None else difference(found, wanted)
    if lost or not (warned.good or (expected.meant is not None and not expected.told)):
        return Verdict(ASTRAY, f"{_words(new[0])} {lost}") if new else Verdict(SILENT, lost)
    return warned if warned.good else Verdict(EQUAL if same else MEANT)


def _told(how: str, issues: Iterable[Issue], expected: Expected) -> Verdict:
    """Whether something is said at one of the places, in both languages."""
    issues = tuple(issues)
    first = _words(issues[0]) if issues else ""
    if not expected.places:
        return Verdict(ALARM, first)
    here = [issue for issue in issues if any(_stands(issue, place) for place in expected.places)]
    if not here or not any(expected.mention in _words(issue) for issue in issues):
        return Verdict(ASTRAY, first)
    words = next((_words(i) for i in here if not all(i.should)), "")
    return Verdict(ONE_LANGUAGE, words) if words else Verdict(how, _words(here[0]))


def _stands(issue: Issue, place: Place) -> bool:
    """Whether an issue stands at a place, or names the sheet if it stands at the file."""
    sheet, cells = place
    if issue.sheet != sheet:
        return not issue.sheet and bool(sheet) and sheet in _words(issue)
    return any(re.fullmatch(cells, cell) for cell in re.split("[:,]", issue.cell))


def _words(issue: Issue) -> str:
    return issue.lines()[0]


def alike(a: Any, b: Any) -> bool:
    """Whether plain values are the same, numbers as far as Excel shows them."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, int | float) and isinstance(b, int | float):
        return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-15)
    return bool(a == b)


def difference(found: Plain, meant: Plain) -> str:
    """The first row in which two cases differ."""
    for name, rows in meant.items():
        if alike(found[name], rows):
            continue
        if len(found[name]) != len(rows):
            return f"{name}: {len(found[name])} rows, meant {len(rows)}"
        for n, (row, other) in enumerate(zip(found[name], rows, strict=True)):
            for field in row:
                if not alike(row[field], other[field]):
                    return f"{name}[{n}].{field} is {row[field]!r:.60}, meant {other[field]!r:.60}"
    return ""
