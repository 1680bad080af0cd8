"""What every sentence of a results workbook has to hold to: names, length and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from tests.runs import Run

MOST_WORDS = 45
"""English words of one sentence: more are not read at once by people who learnt the language."""

DECODED = re.compile(
    r"who knew|\b(told|dear|dearer|dearest|noughts?|weighed)\b|\bcomes? to\b|\bborne out\b"
    r"|\bbore it out\b|\bhangs? on\b|\bfor want of\b|\bas good as\b|changes by [+-]"
    r"|なければ [A-Z]{3} ",
    re.IGNORECASE,
)
"""Words that readers had to decode, and the signed figures that stood in place of verbs."""


@pytest.fixture(scope="module")
def sentences(default_run: Run, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every text and note of the results workbook that is more than a name."""
    book = default_run.workbook(tmp_path_factory.mktemp("sentences") / "r.xlsx")
    return [text for text in _texts(book) if _is_sentence(text)]


def _texts(book: openpyxl.Workbook) -> Iterator[str]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                yield from (text for text in _of(cell) if isinstance(text, str))


def _of(cell: Any) -> tuple[Any, ...]:
    """Text and note of a cell; of a formula nothing, as its texts are parts."""
    value = None if cell.data_type == "f" else cell.value
    return value, None if cell.comment is None else cell.comment.text


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 3 or "。" in text


def _words(text: str) -> int:
    return len(re.findall(r"[A-Za-z][\w'/]*|\d[\d,.]*", text))


def test_names_stand_before_keys(sentences: list[str], default_run: Run) -> None:
    """``Israel, magnesium (IL_Mg)``: no key of an option or a conversion stands alone."""
    case = default_run.case
    keys = sorted([*case.supplies, *case.conversions], key=len, reverse=True)
    alone = re.compile(rf"(?<![\w(（])({'|'.join(map(re.escape, keys))})(?!\w)")
    assert [text for text in sentences if alone.search(text)] == []


def test_sentences_are_short(sentences: list[str]) -> None:
    parts = {part for text in sentences for part in re.split(r"(?<=[.;:?!])\s+|\n", text)}
    assert [part for part in parts if _words(part) > MOST_WORDS] == []


def test_no_word_has_to_be_decoded(sentences: list[str]) -> None:
    assert [text for text in sentences if DECODED.search(text)] == []


def test_there_is_something_to_read(sentences: list[str]) -> None:
    """The three tests above would pass on an empty workbook."""
    assert len(sentences) > 500
    assert any("(IL_Mg)" in text for text in sentences)
