"""One workbook of every kind of change: nothing in it is lost without a word.

More of each: ``python -m tests.benchmarks.fuzzing``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import InputWarning, Issue, Words, WorkbookError
from model.workbook.layout import Tables
from tests.fuzz import oracle
from tests.fuzz.every import KINDS
from tests.fuzz.kinds import Kind, correct, fuzz, make

ELSEWHERE = Issue("Elsewhere", "K7", None, Words("is odd.", "は変です。"))


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_nothing_is_lost_without_a_word(kind: Kind, tmp_path: Path) -> None:
    found = fuzz(kind, 0, tmp_path / "changed.xlsx")
    assert found.verdict.good, str(found)


def test_the_kinds_are_many() -> None:
    assert len(KINDS) >= 60


@pytest.fixture
def reads_as(monkeypatch: pytest.MonkeyPatch):
    """A reader that answers the same whatever it is given."""

    def answer(tables: Tables | None) -> None:
        def false_reader(path: Path) -> Tables:
            if tables is None:
                raise WorkbookError([ELSEWHERE])
            return tables

        monkeypatch.setattr(oracle, "read", false_reader)

    return answer


def _lost(tables: Tables) -> Tables:
    """A case that no change leads to: shortage costs of another size."""
    dearer = [replace(row, shortage_cost=row.shortage_cost * 7) for row in tables.materials]
    return replace(tables, materials=tuple(dearer))


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_no_kind_passes_a_reader_that_errs(kind: Kind, tmp_path: Path, reads_as) -> None:
    """Another case in silence, a word at another sheet, a change that is not seen at all."""
    path = tmp_path / "changed.xlsx"
    base, expected = make(kind, 0, path)
    original = correct(base)[1]
    reads_as(_lost(original))
    assert oracle.judge(path, expected, original).ended == oracle.SILENT
    reads_as(None)
    assert oracle.judge(path, expected, original).ended in (oracle.ASTRAY, oracle.ALARM)
    warned = InputWarning("Elsewhere", "K7", None, ELSEWHERE.should)
    reads_as(replace(_lost(original), warnings=(warned,)))
    assert not oracle.judge(path, expected, original).good
    reads_as(original)
    blind = oracle.judge(path, expected, original)
    assert blind.good == (expected.meant is not None and not expected.told and _same(expected))


def _same(expected: oracle.Expected) -> bool:
    """Whether the change meant is none."""
    return expected.meant is oracle.unchanged


def test_a_word_in_one_language_is_told() -> None:
    expected = oracle.Expected("", (("Elsewhere", "K7"),))
    told = [replace(ELSEWHERE, should=Words("is odd.", ""))]
    assert oracle._told(oracle.REFUSED, told, expected).ended == oracle.ONE_LANGUAGE
