"""Words of the code: docstrings and names are in the field's terms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MODEL = Path(__file__).parents[2] / "model"
DECODED = re.compile(
    r"\bwho knew\b|(?<!`)\btold\b|\b(dear|dearer|dearest|noughts?)\b|\bcomes? to\b"
    r"|\bborne out\b|\bhangs? on\b|\bfor want of\b|\bnext to as good\b|\bweighed sum\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"^_?(told|knew|dear\w*|nought\w*|telling)$")
PLAIN_ROOMS = ("explain", "results", "report")


def _documented(tree: ast.AST) -> Iterator[str]:
    """Docstrings, also those below constants and fields."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for step in body if isinstance(body, list) else ():
            if isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant):
                yield str(step.value.value)


def _named(tree: ast.AST) -> Iterator[str]:
    """Names of variables, parameters, functions and classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


MODULES = sorted(MODEL.rglob("*.py"))


@pytest.mark.parametrize("room", sorted({p.relative_to(MODEL).parts[0] for p in MODULES}))
def test_docstrings_need_no_decoding(room: str) -> None:
    found = [
        (path.name, text)
        for path in MODULES
        if path.relative_to(MODEL).parts[0] == room
        for text in _documented(ast.parse(path.read_text(encoding="utf-8")))
        if DECODED.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("room", PLAIN_ROOMS)
def test_names_need_no_decoding(room: str) -> None:
    found = {
        (path.name, name)
        for path in (MODEL / room).rglob("*.py")
        for name in _named(ast.parse(path.read_text(encoding="utf-8")))
        if NAMES.match(name)
    }
    assert found == set()
