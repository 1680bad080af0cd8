"""Objectives: a record without a method, or a method without a record, raises at the start."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from model.planning import methods
from model.workbook import objectives
from model.workbook.layout import AIMS, Settings
from model.workbook.measures import complete
from model.workbook.objectives import OBJECTIVES, Objective


@pytest.mark.parametrize("name", OBJECTIVES)
def test_a_missing_method_raises(name):
    entries = [found for found in methods.METHODS if found != name]
    with pytest.raises(LookupError, match=name):
        complete("methods of objectives", entries, OBJECTIVES)


def test_the_programme_does_not_start_without_a_method(monkeypatch):
    more = {**OBJECTIVES, "new": Objective("new", OBJECTIVES["cost"].wording)}
    monkeypatch.setattr(objectives, "OBJECTIVES", more)
    spec = importlib.util.spec_from_file_location("methods_again", methods.__file__)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "methods_again", module)
    with pytest.raises(LookupError, match="new"):
        spec.loader.exec_module(module)


def test_settings_offers_every_objective_and_every_aim_is_one():
    (column,) = (c for c in Settings.SHEET.columns if c.name == "objective")
    assert tuple(column.choices) == tuple(OBJECTIVES)
    assert set(AIMS) <= set(OBJECTIVES)
