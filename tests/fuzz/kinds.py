"""The kinds of change, and workbooks made by them: a kind and a seed make one again."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl

from model.read import read
from model.workbook.layout import Tables
from tests.fuzz.book import Book
from tests.fuzz.oracle import Expected, Verdict, judge
from tests.workbooks import small

DEFAULT = Path(__file__).resolve().parent.parent.parent / "inputs" / "japan_ga_mg.xlsx"

Change = Callable[[Book], Expected | None]


@dataclass(frozen=True)
class Kind:
    """A change of a workbook: ``change`` makes it and says what must come of it.

    It gives ``None`` where the workbook has nothing of the sort.
    """

    name: str
    change: Change

    def __str__(self) -> str:
        return self.name


KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Change], Change]:
    """Add a kind of that name."""

    def add(change: Change) -> Change:
        assert name not in KINDS
        KINDS[name] = Kind(name, change)
        return change

    return add


@dataclass(frozen=True)
class Fuzzed:
    """One changed workbook: the kind and the seed that make it, what was changed, what came."""

    kind: str
    seed: int
    base: str
    what: str
    verdict: Verdict

    def __str__(self) -> str:
        again = f"--kind '{self.kind}' --seed {self.seed}"
        return f"{again}: {self.base}, {self.what}: {self.verdict.ended}. {self.verdict.words}"


def make(kind: Kind, seed: int, path: Path) -> tuple[str, Expected]:
    """Write a changed workbook: the small one or, with an odd seed, the default one.

    The other one if that has nothing of the sort. Gives which it is, and what must come of it.
    """
    for base in ("small", "default") if seed % 2 == 0 else ("default", "small"):
        r = random.Random(f"{kind.name} {seed}")
        book = Book(openpyxl.load_workbook(BytesIO(correct(base)[0])), r)
        expected = kind.change(book)
        if expected is not None:
            book.workbook.save(path)
            if expected.file is not None:
                expected.file(path)
            return base, expected
    raise AssertionError(f"{kind.name} fits no workbook")


def fuzz(kind: Kind, seed: int, path: Path) -> Fuzzed:
    """Write a changed workbook and see what comes of it."""
    base, expected = make(kind, seed, path)
    verdict = judge(path, expected, correct(base)[1])
    return Fuzzed(kind.name, seed, base, expected.what, verdict)


@cache
def correct(base: str) -> tuple[bytes, Tables]:
    """A correct workbook, its file and its tables."""
    made = BytesIO()
    (small() if base == "small" else openpyxl.load_workbook(DEFAULT)).save(made)
    return made.getvalue(), _read(made.getvalue())


def _read(content: bytes) -> Tables:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "correct.xlsx"
        path.write_bytes(content)
        return read(path)
