"""What a cell's XML stands for: numbers, dates, truth values, errors and text.

Only values count. Of all the formatting one thing is looked up, whether a number is shown as a date
or time, and a style sheet that cannot be read costs nothing but that.
"""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import Any

from openpyxl.styles.numbers import (
    BUILTIN_FORMATS,
    is_date_format,
    is_timedelta_format,
)
from openpyxl.utils.datetime import (
    CALENDAR_MAC_1904,
    CALENDAR_WINDOWS_1900,
    from_excel,
    from_ISO8601,
)

from model.read.package import Attributes, DamagedError, Package
from model.workbook.digits import DIGITS, as_shown
from model.workbook.escapes import unescaped, visible

EAST_ASIAN_DATES = frozenset({*range(27, 37), *range(50, 59)})
"""Built-in number formats of Japanese, Chinese and Korean Excel, all of dates and times, which
openpyxl does not know (ECMA-376 part 1, 18.8.30)."""

BAD_DATE = "#VALUE!"
"""What stands for a date before the first one Excel knows."""


def number(text: str) -> float | int | str:
    """The number a cell shows, whole ones as int; what is no number stays text."""
    try:
        value = float(text)
    except ValueError:
        return text
    if len(text) > DIGITS:
        value = as_shown(value)
    return int(value) if value.is_integer() and abs(value) < 10**DIGITS else value


def shown(text: str) -> str:
    """Text as the cell shows it."""
    return visible(unescaped(text))


def truth(text: str) -> bool:
    """TRUE or FALSE."""
    return text.strip() in ("1", "true")


def written_date(text: str) -> Any:
    """A date written as 2027-04-01, as Strict Open XML has it; what is none stays text."""
    try:
        return _day(from_ISO8601(text))  # type: ignore[no-untyped-call]
    except (ValueError, TypeError):
        return text


class Dates:
    """Which styles show a number as a date, and what date that is."""

    def __init__(self, package: Package, part: str | None, *, since_1904: bool) -> None:
        self._epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
        styles = _Styles()
        if part is not None:
            with suppress(DamagedError):  # as many styles as can be read
                package.read(part, "styleSheet", styles)
        self._kinds: dict[str, str] = {
            str(index): kind
            for index, identifier in enumerate(styles.cells)
            if (kind := _kind(identifier, styles.formats.get(identifier)))
        }

    def known(self, style: str | None) -> bool:
        """Whether a style shows dates, times or lengths of time."""
        return style in self._kinds

    def value(self, number: float, style: str | None) -> tuple[Any, bool]:
        """The date or time of a number, and whether it is an error."""
        try:
            long = self._kinds[style or ""] == "length"
            return _day(from_excel(number, self._epoch, timedelta=long)), False
        except (OverflowError, ValueError):
            return BAD_DATE, True


def _day(value: Any) -> Any:
    """A date without a time of day as a date."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value


def _kind(identifier: int, code: str | None) -> str:
    """``date``, ``length`` (of time) or nothing, of a number format."""
    if code is None and identifier in EAST_ASIAN_DATES:
        return "date"
    code = code or BUILTIN_FORMATS.get(identifier, "General")
    if not is_date_format(code):
        return ""
    return "length" if is_timedelta_format(code) else "date"


class _Styles:
    """Number formats of a style sheet, and those its cell styles use."""

    def __init__(self) -> None:
        self.formats: dict[int, str] = {}
        self.cells: list[int] = []
        self._within = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Keep a number format, or that of a cell style."""
        if name == "numFmt":
            self.formats[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            self.cells.append(_whole(attributes.get("numFmtId")))

    def end(self, name: str) -> None:
        """The cell styles end."""
        if name == "cellXfs":
            self._within = False

    def text(self, text: str) -> None:
        """Nothing to do."""


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
