"""The docstring gate, and pages and workbooks printed from the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from model.command.docs import DICTIONARY, FORMULATION, dictionary, formulation
from model.formulation import BLOCKS
from model.workbook.layout import SHEETS

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "model").rglob("*.py"), ROOT / "run.py"])


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_everything_public_has_a_docstring(path: Path) -> None:
    """Modules, classes and functions without a leading underscore say what they are."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), path
    kinds = (ast.FunctionDef, ast.ClassDef)
    top = [n for n in tree.body if isinstance(n, kinds)]
    inner = [n for c in top if isinstance(c, ast.ClassDef) for n in c.body if isinstance(n, kinds)]
    bare = [n.name for n in (*top, *inner) if n.name[0] != "_" and not ast.get_docstring(n)]
    assert not bare


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b.__name__)
def test_every_block_names_its_equations(block: object) -> None:
    """A constraint or variable added in a block stands in its docstring."""
    source = Path(block.__file__).read_text(encoding="utf-8")
    added = [
        n.name
        for n in ast.walk(ast.parse(source))
        if isinstance(n, ast.FunctionDef)
        and any("Constraint" in ast.unparse(d) for d in n.decorator_list)
    ]
    added += [
        ast.unparse(n.targets[0]).removeprefix("m.")
        for n in ast.walk(ast.parse(source))
        if isinstance(n, ast.Assign) and "pyo.Var" in ast.unparse(n.value)
    ]
    missing = [name for name in added if name not in (block.__doc__ or "")]
    assert not missing


def test_printed_pages_are_up_to_date() -> None:
    """``python run.py docs`` would change nothing."""
    assert (ROOT / DICTIONARY).read_text(encoding="utf-8") == dictionary()
    assert (ROOT / FORMULATION).read_text(encoding="utf-8") == formulation()


def test_the_dictionary_holds_every_column() -> None:
    page = dictionary()
    for sheet in SHEETS:
        section = page.split(f"## {sheet.name} /")[1].split("\n## ")[0]
        for column in sheet.columns:
            assert column.meaning in section
            assert column.ja in section
