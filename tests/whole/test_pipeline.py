"""From case to results: the steps and their order."""

from __future__ import annotations

import pytest

from model.case import make_case
from model.errors import NoPlanError, Words
from model.pipeline import plan_case
from tests.cases import option, simple

SUPPLY = [option("aaa", 10, 60), option("bbb", 14, 60)]


def test_the_steps_of_a_case_come_in_order_and_are_heard():
    """60 x 10 + 40 x 14 = 1,160 thousand USD."""
    laps: list[str] = []
    heard: list[Words] = []
    tables = simple(supply=SUPPLY, settings={"objective": "cost", "explain": "yes"})
    found = plan_case(make_case(tables), heard.append, laps.append)
    assert laps == ["plan", "trade-off", "scenarios", "stress", "reasons", "tables"]
    assert [words.en for words in heard][:2] == ["trade-off surface", "next steps"]
    assert found.solution.aims["cost"] == pytest.approx(1.16)
    assert found.findings.unsolved == ()
    assert found.findings.reasons is not None
    assert found.tables["Plan"].tonnes.sum() == pytest.approx(100)


def test_without_explanations_there_are_no_reasons():
    laps: list[str] = []
    tables = simple(supply=SUPPLY, settings={"objective": "cost", "explain": "no"})
    found = plan_case(make_case(tables), lap=laps.append)
    assert found.findings.reasons is None
    assert "reasons" not in laps


def test_a_case_without_a_plan_ends_with_the_rules_that_clash():
    """90 t and 60 t must be taken where 100 t are needed."""
    supply = [option("aaa", 10, 90, min_take=90.0), option("bbb", 14, 90, min_take=60.0)]
    laps: list[str] = []
    with pytest.raises(NoPlanError):
        plan_case(make_case(simple(supply=supply)), lap=laps.append)
    assert laps == []
