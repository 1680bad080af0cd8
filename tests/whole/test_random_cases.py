"""Random cases go through the whole program: nothing lost, nothing another programme denies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import option, simple
from tests.independent_rules import least_shortage
from tests.random_cases import random_sheets
from tests.random_rules import FIELDS, MEASURES
from tests.random_runs import run

SAMPLE = (*range(12), 22, 147, 199, 230, 263, 338, 456, 657, 1037)
"""Some seeds, and those that once ended badly."""


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_random_case_is_planned_and_explained_in_whole(seed: int, tmp_path: Path) -> None:
    """No traceback, nothing given up; where there is no plan, the independent programme agrees."""
    found = run(seed, tmp_path, write=seed % 4 == 0)
    assert found.good, (found.ended, found.why)


def test_random_cases_ask_for_everything() -> None:
    """Every measure hard and soft, every field of a change, every objective, slack 0."""
    sheets = [random_sheets(seed) for seed in range(300)]
    rules = {(row[2], row[9] is None) for s in sheets for row in s["Limits"][1:]}
    assert rules == {(measure, hard) for measure in MEASURES for hard in (True, False)}
    assert {row[1] for s in sheets for row in s["Changes"][1:]} == set(FIELDS)
    settings = [dict(s["Settings"]) for s in sheets]
    hard = [{row[2] for row in s["Limits"][1:] if row[9] is None} for s in sheets]
    kept = [
        h
        for s, h in zip(settings, hard, strict=True)
        if s["objective"] == "priority" and s["priority_slack"] == 0
    ]
    assert {"hhi", "cost", "co2"} <= set().union(*kept)
    assert len({s["objective"] for s in settings}) == 6


def test_the_independent_rules_by_hand() -> None:
    """100 t needed at 5,000 USD/kg. An HHI of 2,500 lets one country have half: 50 t are missing.

    Two countries with half of 5,000 points each, sqrt(0.25) = 0.5 of demand: nothing is missing;
    a ceiling of 0.3 on each then leaves 40 t. A floor of 0.6 on one with 50 t is no plan.
    """
    one = [option("aaa", 10)]
    both = [*one, option("bbb", 12, capacity=50)]

    def hard(measure: str, value: float, sense: str = "max", about: str = "") -> dict[str, object]:
        return {
            "limit": f"{measure}{sense}",
            "measure": measure,
            "sense": sense,
            "value": value,
            "country_or_group": about,
        }

    def short(supply: list[dict[str, object]], *limits: dict[str, object]) -> float | None:
        return least_shortage(simple(supply=supply, limits=limits))

    assert short(one, hard("hhi", 2500)) == pytest.approx(50 * 5, rel=1e-4)
    assert short(both, hard("hhi", 5000)) == pytest.approx(0, abs=1e-3)
    assert short(both, hard("country_share", 0.3)) == pytest.approx(40 * 5)
    assert short(both, hard("cost", 0.5)) == pytest.approx(50 * 5)
    assert short(both, hard("country_share", 0.6, "min", "BBB")) is None
