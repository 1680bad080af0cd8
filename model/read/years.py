"""Years as people head a column with them, and what they may have meant."""

from __future__ import annotations

import datetime
import re
from typing import Any

from model.workbook.periods import MONTHS, Period
from model.workbook.wording import plain

FIRST, LAST = 1900, 2200
"""Years a column may be headed by."""

HEADING = re.compile(r"(?:FY|CY|Y)?\s?(\d{4})(?:\.0)?\s?(?:年度?|[FEAP])?", re.IGNORECASE)
"""``2027``, ``FY2027``, ``2027年度``, ``2027F``: one year and nothing that could be another."""

ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
"""The year before the first of a Japanese era."""

ERA = re.compile(r"(令和|平成|R|H)\s?(\d{1,2}|元)\s?(?:年度?)?", re.IGNORECASE)
SHORT = re.compile(r"['’‘]?(\d\d)(?:年度?)?")
SLIPS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
DAY_ZERO = datetime.date(1899, 12, 30)
QUARTER = re.compile(r"(\d{4})\s?(?:[-/]?\s?Q([1-4])|年?\s?第?([1-4])四半期)", re.IGNORECASE)
MONTH = re.compile(r"(\d{4})\s?(?:[-/.年])\s?(\d{1,2})\s?月?")

YEARS_AS_DAYS = (1905, 1906)
"""Years in which Excel's days 1,900 to 2,200 lie."""

DAYS = range(20_000, 110_000)
"""Excel's numbers of the days from 1954 to 2201."""


def year_of(value: Any) -> int | None:
    """The year a heading surely names: a date lies in it, ``FY2027`` and ``2027年`` are it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime.date):
        return _possible(value.year)
    if isinstance(value, int | float):
        return _possible(value)
    match = HEADING.fullmatch(plain(value))
    return _possible(int(match[1])) if match else None


def year_meant(value: Any) -> int | None:
    """The year that may be meant where none is surely named: ``'27``, ``p2027``, ``令和9年``."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) and value in DAYS:
        return (DAY_ZERO + datetime.timedelta(days=int(value))).year
    text = plain(value)
    found = {int(y) for y in re.findall(r"(?<!\d)\d{4}(?!\d)", text.translate(SLIPS))}
    years = {year for year in found if _possible(year)}
    if len(years) == 1:
        return year_of(value) or years.pop()
    if era := ERA.fullmatch(text):
        return ERAS[era[1].upper()] + (1 if era[2] == "元" else int(era[2]))
    short = SHORT.fullmatch(text)
    return 2000 + int(short[1]) if short else year_of(value)


def period_of(value: Any) -> Period | None:
    """The year, quarter or month a cell names; a date counts as its month.

    ``2027``, ``2027Q3`` and ``2027年第3四半期``, ``2027-07``, ``2027/7`` and ``2027年7月``. A date
    of 1905 or 1906 is a year in a cell formatted as a date, and names nothing.
    """
    if isinstance(value, datetime.date):
        there = _possible(value.year) and value.year not in YEARS_AS_DAYS
        return Period(value.year, value.month, MONTHS) if there else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        year = _possible(value)
        return None if year is None else Period(year)
    text = plain(value)
    if quarter := QUARTER.fullmatch(text):
        year, number, of = int(quarter[1]), int(quarter[2] or quarter[3]), 4
    elif month := MONTH.fullmatch(text):
        year, number, of = int(month[1]), int(month[2]), MONTHS
    else:
        return None
    return Period(year, number, of) if _possible(year) and 1 <= number <= of else None


def is_year_like(value: Any) -> bool:
    """Whether a heading may be one of a year: it holds a digit or is a date."""
    return any(letter.isdecimal() for letter in plain(value))


def _possible(value: float) -> int | None:
    return int(value) if FIRST <= value <= LAST and value == int(value) else None
