"""One pass through the XML of a sheet, or of the shared strings: what is filled, merged, hidden.

Blank cells, however formatted, leave no trace, so that a million of them cost a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from model.read import values
from model.read.cells import Cell
from model.read.package import Attributes, DamagedError
from model.read.values import Dates

THIN = 1.0
"""A row lower than one point, or a column narrower than one character, shows nothing."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

TEXTS = ("t", "v", "f")


class Texts:
    """The shared strings of a workbook, in order; readings of Japanese words are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._reading = self._open = False

    def start(self, name: str, _: Attributes) -> None:
        """A string begins, or a piece of one."""
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._reading = True
        elif name == "t":
            self._open = not self._reading

    def end(self, name: str) -> None:
        """A string is whole, or a piece of it."""
        if name == "si":
            self.texts.append(values.shown("".join(self._pieces)))
        elif name == "rPh":
            self._reading = False
        elif name == "t":
            self._open = False

    def text(self, text: str) -> None:
        """A piece of text."""
        if self._open:
            self._pieces.append(text)


class SheetXml:
    """Gathers the filled cells of a sheet; ``count`` is called for each.

    In a ``stale`` file formulas have not been calculated: the 0 that programs other than Excel
    (XlsxWriter, say) store for them is no value.
    """

    def __init__(
        self, texts: Sequence[str], dates: Dates, count: Callable[[], None], stale: bool = False
    ) -> None:
        self._stale = stale
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[tuple[int, int, int, int, str]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self._texts, self._dates, self._count = texts, dates, count
        self._numbers: dict[str, int] = {}
        self._formulas: dict[str, tuple[str, str]] = {}
        self._row, self._place = 0, ""
        self._cell: Attributes = {}
        self._formula: Attributes = {}
        self._held: dict[str, list[str]] = {}
        self._pieces: list[str] | None = None
        self._reading = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Note where we are."""
        if name == "c":
            self._cell, self._held = attributes, {}
            self._place = attributes.get("r") or self._next()
        elif name in TEXTS:
            if not self._reading:
                self._pieces = self._held.setdefault(name, [])
            if name == "f":
                self._formula = attributes
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._reading = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col":
            self._hide_columns(attributes)

    def text(self, text: str) -> None:
        """A piece of a value, a formula or a text."""
        if self._pieces is not None:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        """Keep a cell that is whole and holds something."""
        if name == "c":
            if self._held:
                self._keep({what: "".join(pieces) for what, pieces in self._held.items()})
        elif name in TEXTS:
            self._pieces = None
        elif name == "rPh":
            self._reading = False

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._place = ""
        if values.truth(attributes.get("hidden", "")) or _thin(attributes.get("ht")):
            self.hidden_rows.add(self._row)

    def _hide_columns(self, attributes: Attributes) -> None:
        if values.truth(attributes.get("hidden", "")) or _thin(attributes.get("width")):
            first = int(attributes.get("min", 0))
            self.hidden_columns.append((first, int(attributes.get("max", first))))

    def _merge(self, where: str) -> None:
        left, top, right, bottom = range_boundaries(where)
        self.merged.append((top or 1, left or 1, bottom or LAST_ROW, right or LAST_COLUMN, where))

    def _next(self) -> str:
        """The address of a cell that does not say where it stands."""
        column = self._number(self._place)[1] + 1 if self._place else 1
        return f"{get_column_letter(column)}{self._row}"

    def _number(self, place: str) -> tuple[int, int]:
        """Row and column of an address."""
        letters = place.rstrip("0123456789")
        if letters not in self._numbers:
            self._numbers[letters] = column_index_from_string(letters)
        return int(place[len(letters) :]), self._numbers[letters]

    def _keep(self, held: dict[str, str]) -> None:
        """Keep a cell unless it is blank."""
        formula = self._formula_text(held["f"]) if "f" in held else ""
        value, error = self._value(held)
        if formula and self._stale and self._cell.get("t", "n") == "n" and held.get("v") == "0":
            value = None
        if (isinstance(value, str) and not value.strip()) or (value is None and not formula):
            return
        if value is None:
            formula = self._translated(formula)
        place = self._number(self._place)
        if place in self.cells or place[0] < 1:
            raise DamagedError(self._place)
        self._count()
        self.cells[place] = Cell(self._place, value, formula, error)

    def _value(self, held: dict[str, str]) -> tuple[Any, bool]:
        """The value of the cell and whether it is an Excel error; None if it has none."""
        kind, raw = self._cell.get("t", "n"), held.get("v", "")
        if kind == "inlineStr":
            return values.shown(held.get("t", raw)), False
        if kind == "str":
            return values.shown(raw), False
        if not raw:
            return None, False
        if kind == "s":
            return self._shared(raw), False
        if kind == "b":
            return values.truth(raw), False
        if kind == "d":
            return values.written_date(raw), False
        if kind == "e":
            return raw, True
        return self._figure(values.number(raw))

    def _figure(self, value: float | int | str) -> tuple[Any, bool]:
        style = self._cell.get("s")
        if isinstance(value, str) or not self._dates.known(style):
            return value, False
        return self._dates.value(value, style)

    def _shared(self, raw: str) -> str:
        try:
            return self._texts[int(raw)]
        except (ValueError, IndexError) as error:
            raise DamagedError(self._place) from error

    def _formula_text(self, text: str) -> str:
        """The formula as typed; of one filled down, that of the first cell until it is needed."""
        group = self._formula.get("si") if self._formula.get("t") == "shared" else None
        if group is not None and text:
            self._formulas[group] = (f"={text}", self._place)
        elif group is not None and group in self._formulas:
            return self._formulas[group][0]
        return f"={values.shown(text)}"

    def _translated(self, formula: str) -> str:
        """The formula of this cell, of one that was filled down from another."""
        _, origin = self._formulas.get(self._formula.get("si", ""), ("", self._place))
        if self._formula.get("t") != "shared" or origin == self._place:
            return formula
        return str(Translator(formula, origin).translate_formula(self._place))


def _thin(size: str | None) -> bool:
    """Whether a height or width is next to nothing; one that cannot be read is not."""
    try:
        return size is not None and float(size) < THIN
    except ValueError:
        return False
