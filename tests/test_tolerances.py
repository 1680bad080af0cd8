"""Small numbers stand in model/tolerances, named, explained and used; nowhere else."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

MODEL = Path(__file__).parents[1] / "model"
ROOM = MODEL / "tolerances"
GROUPS = sorted(path.stem for path in ROOM.glob("*.py") if path.stem != "__init__")

ALLOWED = {
    ("workbook/layout.py", "0.0001"): "least value of a setting that a person may type",
    ("workbook/layout.py", "1e-6"): "least value of a setting that a person may type",
}


def small_numbers(text: str) -> Iterator[str]:
    """Float literals below a thousandth, or written with a negative exponent."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            written = ast.get_source_segment(text, node) or ""
            if 0 < node.value < 1e-3 or "e-" in written.lower():
                yield written


@cache
def sources() -> dict[str, str]:
    return {str(path.relative_to(MODEL)): path.read_text("utf-8") for path in MODEL.rglob("*.py")}


def constants(group: str) -> dict[str, str]:
    """Constants of a module, with the docstring below each."""
    body = ast.parse((ROOM / f"{group}.py").read_text("utf-8")).body
    found = {}
    for line, below in zip(body, [*body[1:], None], strict=True):
        if isinstance(line, ast.Assign):
            told = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            found[line.targets[0].id] = str(below.value.value) if told else ""
    return found


def imported() -> set[tuple[str, str]]:
    """Module and name of every constant that some module of the model takes from here."""
    return {
        (node.module, name.name)
        for text in sources().values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1e-9", ["1e-9"]),
        ("x = y < 0.0005", ["0.0005"]),
        ("x = 1e-3", ["1e-3"]),
        ("x = 0.001 + 1e9", []),
    ],
)
def test_small_numbers_are_seen(text, found):
    assert list(small_numbers(text)) == found


def test_no_small_number_stands_elsewhere():
    found = {
        (name, number)
        for name, text in sources().items()
        if not name.startswith("tolerances/")
        for number in small_numbers(text)
    }
    assert found == set(ALLOWED)


@pytest.mark.parametrize("group", GROUPS)
def test_every_tolerance_is_explained_and_used(group):
    names = constants(group)
    assert not [name for name, told in names.items() if len(told) < 20]
    used = {name for module, name in imported() if module == f"model.tolerances.{group}"}
    assert set(names) == used


def test_no_name_stands_for_two_tolerances():
    every = [name for group in GROUPS for name in constants(group)]
    assert len(every) == len(set(every))


def test_what_is_asked_is_below_what_is_left_and_that_below_what_is_refused():
    at = importlib.import_module("model.tolerances.solving")
    assert at.ASKED_BOUNDS <= at.MISSED < at.SHARE_ROOM < at.STAGE_ROOM < at.FEASIBILITY
    assert max(at.ROUNDED) <= at.STAGE_ROOM
    assert at.EXACT_SQUARES < at.ROUGH_SQUARES
