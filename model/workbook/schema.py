"""The words in which a workbook is described: a class is a sheet, an annotated attribute a column.

The description is the one place a column is defined. Template, reader, error texts, data dictionary
and typed rows are all derived from it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform

Kind = Literal["key", "text", "link", "mineral", "choice", "number", "integer", "period", "years"]


UNREAD = "\0"
"""Stands for an unknown text or link where an empty one has a meaning of its own; no cell holds it,
because characters that nobody can see are taken out."""


@dataclass(frozen=True)
class Column:
    """One column (or one key of a settings sheet).

    ``default`` is the value a blank cell stands for; ``default_text`` says it in words where it
    depends on another cell (``"the route's"``). ``above`` is an excluded lower bound. ``to`` is the
    sheet whose keys a link names.
    """

    name: str
    kind: Kind
    meaning: str
    ja: str
    unit: str = ""
    required: bool = False
    default: Any = None
    default_text: str = ""
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    to: str = ""

    @property
    def blank_means(self) -> str:
        """What an empty cell stands for, in words; empty if nothing."""
        if self.default_text:
            return self.default_text
        if isinstance(self.default, float):
            return f"{self.default:g}"
        return "" if self.default is None else f"{self.default}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: what it is for in both languages, and its columns in order (see :func:`sheet`)."""

    name: str
    ja: str
    purpose: str
    purpose_ja: str
    required: bool
    vertical: bool
    implied: bool
    unique: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def key(self) -> Column | None:
        """The column whose values other sheets link to."""
        return next((c for c in self.columns if c.kind == "key"), None)

    @property
    def years(self) -> Column | None:
        """The column that stands for one column a year."""
        return next((c for c in self.columns if c.kind == "years"), None)


@dataclass(frozen=True)
class Address:
    """Where a row stands: ``cells`` maps column names (years as text) to addresses such as K7."""

    sheet: str
    cells: Mapping[str, str]

    def cell(self, column: str | int) -> str:
        """``K7`` for a column name or a year; empty if the workbook has no such column."""
        return self.cells.get(str(column), "")

    def place(self, column: str | int) -> str:
        """``Supply!K7``, or the sheet name if the workbook has no such column."""
        cell = self.cell(column)
        return f"{self.sheet}!{cell}" if cell else self.sheet


@dataclass(frozen=True, kw_only=True)
class Row:
    """A typed row; every sheet class inherits from it."""

    SHEET: ClassVar[Sheet]
    at: Address


def _field(name: str, meaning: str, **options: Any) -> Any:
    default = options.get("default")
    required = options.get("required", False)
    column = Column(name="", kind=name, meaning=meaning, **options)  # type: ignore[arg-type]
    given = dataclasses.MISSING if required else default
    return dataclasses.field(default=given, metadata={"column": column})


def key(meaning: str, *, ja: str, unit: str = "") -> Any:
    """Unique name of a row, required."""
    return _field("key", meaning, ja=ja, unit=unit, required=True)


def text(meaning: str, *, ja: str, default: str = "", **options: Any) -> Any:
    """Free text; ``unit``, ``required``, ``default_text``."""
    return _field("text", meaning, ja=ja, default=default, **options)


def link(meaning: str, *, to: str, ja: str, required: bool = True, default_text: str = "") -> Any:
    """The key of a row on sheet ``to``."""
    return _field(
        "link", meaning, to=to, ja=ja, required=required, default="", default_text=default_text
    )


def mineral(meaning: str, *, ja: str, required: bool = True, default_text: str = "") -> Any:
    """A metal named in column ``mineral`` of sheet Materials."""
    return _field(
        "mineral", meaning, ja=ja, required=required, default="", default_text=default_text
    )


def choice(
    meaning: str, *choices: str, ja: str, required: bool = False, default: str | None = None
) -> Any:
    """One of a few words."""
    return _field("choice", meaning, choices=choices, ja=ja, required=required, default=default)


def number(meaning: str, *, ja: str, **options: Any) -> Any:
    """A number; ``unit``, ``minimum``, ``maximum``, ``above``, ``required``, ``default``."""
    return _field("number", meaning, ja=ja, **options)


def integer(meaning: str, *, ja: str, **options: Any) -> Any:
    """A whole number; options as for :func:`number`."""
    return _field("integer", meaning, ja=ja, **options)


def period(meaning: str, *, ja: str, **options: Any) -> Any:
    """A year, quarter or month (:class:`model.workbook.periods.Period`); options as above."""
    return _field("period", meaning, ja=ja, **options)


def years(meaning: str, *, ja: str, **options: Any) -> Any:
    """One number a year, a column each, headed by the year; a ``dict`` from year to number."""
    return _field("years", meaning, ja=ja, **options)


_R = TypeVar("_R", bound=Row)


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(key, text, link, mineral, choice, number, integer, period, years),
)
def sheet(
    name: str,
    *,
    ja: str,
    purpose_ja: str,
    required: bool = False,
    vertical: bool = False,
    implied: bool = False,
    unique: tuple[str, ...] = (),
) -> Callable[[type[_R]], type[_R]]:
    """Make a class the description of a sheet; its docstring says what the sheet is for.

    ``vertical`` sheets hold one key a row (Settings). An ``implied`` sheet may be left out although
    others link to it: the names used there stand in for its rows. ``unique`` names the columns
    whose values together may stand only once (by default the key).
    """

    def describe(cls: type[_R]) -> type[_R]:
        made = dataclass(frozen=True, kw_only=True)(cls)
        columns = tuple(
            dataclasses.replace(field.metadata["column"], name=field.name.removesuffix("_"))
            for field in dataclasses.fields(made)
            if "column" in field.metadata
        )
        keys = tuple(c.name for c in columns if c.kind == "key")
        purpose = (cls.__doc__ or "").strip().splitlines()[0]
        made.SHEET = Sheet(
            name, ja, purpose, purpose_ja, required, vertical, implied, unique or keys, columns
        )
        return made

    return describe
