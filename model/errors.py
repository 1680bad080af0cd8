"""What can go wrong, and how it is reported.

::

    ModelError                exit code 1 unless a branch below says otherwise
    ├── UsageError            2  the command asks for something that is not there
    ├── WorkbookError         3  the workbook needs mending; carries every Issue found
    ├── NoPlanError           4  the hard rules contradict each other; carries conflict and repairs
    └── SolverError           1  an answer of the solver that its certificate does not bear out

``run.py`` catches :class:`ModelError` and nothing else: any other exception is a bug of ours and
keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Words(NamedTuple):
    """One sentence in the two languages of the workbook."""

    en: str
    ja: str


@dataclass(frozen=True)
class Issue:
    """One thing to mend: where it stands, what is there, and what should stand there."""

    sheet: str
    cell: str
    found: object
    should: Words

    @property
    def place(self) -> str:
        """Address as Excel writes it, ``Supply!K7``; the sheet alone; or, without one, the file."""
        if not self.sheet:
            return self.cell
        sheet = self.sheet if self.sheet == self.sheet.strip() else f"'{self.sheet}'"
        return f"{sheet}!{self.cell}" if self.cell else f"Sheet {sheet}"

    def lines(self) -> tuple[str, str]:
        """The issue as one English and one Japanese line."""
        place_ja = self.place.replace("Sheet ", "シート ") if not self.cell else self.place
        if self.found is None:
            return (f"{self.place} {self.should.en}", f"{place_ja} {self.should.ja}")
        shown = shown_value(self.found)
        return (
            f"{self.place} holds {shown}; {self.should.en}",
            f"{place_ja} の内容は {shown}。{self.should.ja}",
        )


@dataclass(frozen=True)
class InputWarning(Issue):
    """A plausible slip that does not stop a run; ``should`` says why it looks odd.

    ``explained`` is the note of the row, where it says that the figure was checked: such a warning
    is listed, but neither printed nor counted. ``noted_as`` is what such a note calls the figure;
    blank where no note can explain it.
    """

    explained: str = ""
    noted_as: str = ""


def shown_value(found: object) -> str:
    """A cell value as the reader typed it, quoted if it is text, at most 60 characters."""
    if isinstance(found, bool):
        return str(found).upper()
    if isinstance(found, float) and found.is_integer() and abs(found) < 1e15:
        return f"{found:.0f}"
    if isinstance(found, (int, float)):
        return f"{found:.10g}"
    text = " ".join(str(found).splitlines())
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


LISTED = 50
"""Issues of a workbook that are listed; of the rest only the number is reported."""


class ModelError(Exception):
    """Any failure that is reported in the user's own words."""

    exit_code = 1


class UsageError(ModelError):
    """The command line asks for something that is not there, such as a missing file."""

    exit_code = 2


class WorkbookError(ModelError):
    """The workbook needs mending; ``issues`` lists everything found, in sheet order."""

    exit_code = 3

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """The first :data:`LISTED` issues, a line in each language, and how many more there are."""
        lines = [line for issue in self.issues[:LISTED] for line in issue.lines()]
        more = len(self.issues) - LISTED
        return lines + ([f"... and {more} more.", f"ほか {more} 件。"] if more > 0 else [])


@dataclass(frozen=True)
class Culprit:
    """One rule of a conflict: its input cell, what it says, and the years in which it clashes."""

    cell: str
    rule: Words
    years: tuple[int, ...]


SINGLE, COMBINED, OFF = "single", "combined", "switch off"
"""Kinds of repairs: one rule loosened, several loosened together, one rule gone."""


@dataclass(frozen=True)
class CellChange:
    """Another value for one input cell.

    ``kind`` and ``name`` say whose figure it is (``limit``, ``crma_65``), ``known`` is the name
    people know with the key behind it, ``rule`` what the cell demands now; ``now`` and ``to`` are
    in ``unit``. ``year`` is given where each year has a cell of its own. ``off`` means that with
    ``to`` the rule is gone.
    """

    cell: str
    kind: str
    name: str
    known: Words
    rule: Words
    now: float | str
    to: float | str
    unit: str = ""
    year: int | None = None
    off: bool = False


@dataclass(frozen=True)
class Repair:
    """Changes that together make a plan possible; verified by making them and solving.

    ``size`` is the sum of their relative changes, ``shortage`` the demand still unmet then, t.
    """

    kind: str
    changes: tuple[CellChange, ...]
    size: float
    shortage: float = 0.0


class NoPlanError(ModelError):
    """No plan obeys all hard rules.

    ``culprits`` is a smallest set of rules that clash; any one of ``repairs`` mends it.
    """

    exit_code = 4

    def __init__(self, culprits: Iterable[Culprit], repairs: Iterable[Repair] = ()) -> None:
        self.culprits, self.repairs = tuple(culprits), tuple(repairs)
        super().__init__("\n".join(f"{c.cell}: {c.rule.en}" for c in self.culprits))


UNSOLVED = (
    "The solver could not finish ({}). Figures of very different size are the usual cause: look for"
    " stocks, capacities or prices far too large or small, such as kilograms among tonnes.\n"
    "求解できませんでした。桁の極端に違う数値（在庫、能力、価格など。kg と t の取り違え等）がないか"
    "確認してください。"
)
"""What is reported when the solver gives up; the braces take its reason."""


class SolverError(ModelError):
    """The solver stopped early, or its answer fails the certificate."""
