"""Periods: what the plan is divided into in time; years, or quarters or months of a year."""

from __future__ import annotations

MONTHS = 12


class Period(float):
    """A stretch of time, known by when it begins, in years: 2027.25 is the second quarter of 2027.

    So periods sort, and one that is a whole year equals its year. ``year`` is the calendar year,
    ``length`` the part of a year it lasts, ``end`` when it ends. Its name is ``2027``, ``2027Q2``
    or ``2027-04``.
    """

    __slots__ = ("end", "length", "name", "year")

    year: int
    length: float
    end: float
    name: str

    def __new__(cls, year: int, number: int = 1, of: int = 1) -> Period:
        """Period ``number`` (from 1) of a year that is divided into ``of`` (1, 4 or 12)."""
        made = super().__new__(cls, year + (number - 1) / of)
        made.year, made.length, made.end = year, 1 / of, made + 1 / of
        made.name = NAMES[of].format(year=year, number=number)
        return made

    def __getnewargs__(self) -> tuple[int, int, int]:  # type: ignore[override]
        """What a copy is made from."""
        of = round(1 / self.length)
        return self.year, round((self - self.year) * of) + 1, of

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return self.name

    def __format__(self, spec: str) -> str:
        """Its name; with the code of a number (``.0f``), when it begins."""
        return format(float(self), spec) if spec[-1:] in NUMBER_CODES else format(self.name, spec)


NUMBER_CODES = tuple("defg")

NAMES = {1: "{year}", 4: "{year}Q{number}", MONTHS: "{year}-{number:02d}"}
"""How a period is called, by how many of them a year has."""


def divided(first: int, last: int, fine_until: int = 0, of: int = 4) -> tuple[Period, ...]:
    """The periods from the first year to the last.

    Years up to and including ``fine_until`` are divided into ``of`` periods (4 or 12).
    """
    return tuple(
        Period(year, number, parts)
        for year in range(first, last + 1)
        for parts in (of if year <= fine_until else 1,)
        for number in range(1, parts + 1)
    )


def time_name(time: float) -> str:
    """The year, quarter or month that begins at a time, in years: ``2028``, ``2028Q3``."""
    year, months = divmod(round(time * MONTHS), MONTHS)
    if months % 3:
        return Period(year, months + 1, MONTHS).name
    return Period(year, months // 3 + 1, 4).name if months else f"{year}"


def end_of(time: float) -> float:
    """When a period ends, in years; a number is a whole year."""
    return time.end if isinstance(time, Period) else time + 1
