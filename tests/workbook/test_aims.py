"""Aims: their names stand in one module, and a table that lacks one raises at the start."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from model.formulation.aims import TOTALS
from model.planning.aim_values import PRICES
from model.report.charts.scatter import AIM_SYMBOLS
from model.results.reasons.money import ROWS
from model.workbook.aims import AIM_OF, FIRST
from model.workbook.layout import AIMS
from model.workbook.measures import complete
from model.workbook.objectives import OBJECTIVES

MODEL = Path(__file__).parents[2] / "model"
HOMES = {"workbook/aims.py", "workbook/layout.py"}
ELSEWHERE = {
    ("formulation/figures.py", "reserve"): "the tonnes asked for, a figure as symbol",
    ("workbook/measures.py", "concentration"): "what a limit on HHI is called in a sentence",
}
ONLY_AIMS = {"concentration", "reserve"}
"""Names that nothing else has; cost, co2 and shortage are also columns and variables."""
HOLDERS = {"aims", "aim", "_aim", "weights", "aims_at", "scale", "AIM_OF"}
ASKED = {"cost_vector", "unit", "single", "end", "_aim_cost", "spread", "capped", "Money"}
NAMES = {*FIRST, *AIMS}


def _called(node):
    """The last name of what is called or looked into."""
    if isinstance(node, ast.Call):
        return _called(node.func)
    return getattr(node, "attr", getattr(node, "id", ""))


def _literals(node):
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)} & NAMES


def _aims_written_out(tree):
    """Names of aims written as keys of aims, handed on as aims, compared with one, or listed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in ONLY_AIMS:
            yield node.value
        elif isinstance(node, ast.Subscript) and _called(node.value) in HOLDERS:
            yield from _literals(node.slice)
        elif isinstance(node, ast.Call) and _called(node) in ASKED:
            yield from (name for part in node.args for name in _literals(part))
        elif isinstance(node, ast.Call) and _called(node) == "get":
            if _called(getattr(node.func, "value", node)) in HOLDERS:
                yield from _literals(node)
        elif isinstance(node, ast.Compare) and _called(node.left) in {"a", "aim", "objective"}:
            yield from _literals(node)
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            found = {n.value for n in node.elts if isinstance(n, ast.Constant)}
            yield from found if found and found <= NAMES and len(found) > 2 else ()


@pytest.mark.parametrize(
    "code",
    [
        'plan.aims["cost"]',
        'self.cost_vector({"co2": 1.0})',
        'weights.get("cost", 0.0)',
        'aim != "cost"',
        '("cost", "co2", "shortage")',
        '{"concentration": 1}',
    ],
)
def test_a_name_written_out_is_found(code):
    assert list(_aims_written_out(ast.parse(code)))


def test_names_of_aims_stand_in_one_module():
    found = {
        (path.relative_to(MODEL).as_posix(), name)
        for path in MODEL.rglob("*.py")
        for name in _aims_written_out(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert {one for one in found if one[0] not in HOMES} == set(ELSEWHERE)


@pytest.mark.parametrize(
    ("table", "wanted"),
    [(TOTALS, (*FIRST, *AIM_OF)), (PRICES, AIM_OF), (ROWS, AIM_OF), (AIM_SYMBOLS, AIM_OF)],
)
def test_a_missing_aim_raises(table, wanted):
    for name in wanted:
        with pytest.raises(LookupError, match=name):
            complete("table", [found for found in table if found != name], wanted)


def test_every_aim_is_an_objective_of_its_own():
    assert {o.aim for o in OBJECTIVES.values() if o.aim} == set(AIM_OF) == set(AIMS)


def test_no_module_asks_for_the_name_of_an_objective():
    """Names stand in the records and, as keys of the methods, in the table of methods."""
    several = {o.name for o in OBJECTIVES.values() if o.aim is None}
    homes = {"workbook/objectives.py", "workbook/layout.py", "planning/methods.py"}
    found = {
        path.relative_to(MODEL).as_posix()
        for path in MODEL.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in several
    }
    assert found <= homes
