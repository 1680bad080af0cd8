"""What must hold for every case: checked on random ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.results import tables as result_tables
from model.workbook.layout import AIMS, Tables
from tests.cases import planner_of, row, solve
from tests.planning.test_differential import random_tables

seeds = st.integers(1000, 1_000_000)
few = settings(max_examples=12, deadline=None, derandomize=True)


def changed(tables: Tables, sheet: str, change: Callable[[Any], Any]) -> Tables:
    return replace(tables, **{sheet: tuple(change(r) for r in getattr(tables, sheet))})


def best(tables: Tables, aim: str) -> float:
    """The aim at its optimum; shortage and reserve come first, so compare where both are equal."""
    return solve(tables, aim)[1].aims[aim]


def first(tables: Tables) -> tuple[float, float]:
    _, plan = solve(tables, "cost")
    return plan.aims["shortage"], plan.aims["reserve"]


@few
@given(seeds)
def test_costs_and_tonnes_add_up(seed: int) -> None:
    """Tables sum to the aims; every balance closes; shares of the bases sum to the same tonnes."""
    case, plan = solve(random_tables(seed), "balanced")
    made = result_tables(case, plan)
    costs, carbon, measures = made["Costs"], made["Carbon"], made["Measures"]
    assert costs.present_value.sum() == pytest.approx(plan.aims["cost"], rel=1e-6, abs=1e-6)
    assert carbon.co2.sum() / 1000 == pytest.approx(plan.aims["co2"], rel=1e-6, abs=1e-6)
    paid = costs[costs.part.isin(["purchase", "freight", "tariff"])].cost.sum()
    assert made["Plan"].cost.sum() == pytest.approx(paid, rel=1e-9, abs=1e-9)
    level = made["Balance"]
    left = (
        level.imports + level.converted_in + level.stock_start - level.stock_loss + level.shortage
        - level.demand - level.converted_out - level.stock_end
    )  # fmt: skip
    assert left.abs().max() < 1e-6
    by_basis = made["Shares"].groupby("basis").tonnes.sum()
    assert by_basis["shipped"] == pytest.approx(by_basis["origin"])
    whole = measures[(measures.mineral == "all") & (measures.year == "all")]
    found = {
        m: v for m, p, v in zip(whole.measure, whole.plan, whole.value, strict=True) if p == "plan"
    }
    for aim in AIMS:
        assert found[aim] == pytest.approx(plan.aims[aim], rel=1e-6, abs=1e-6)
    hhi = made["Concentration"].query("basis == @case.settings.concentration_basis")
    weighed = sum(
        w * hhi[(hhi.mineral == k) & (hhi.year == t)].hhi.item()
        for (k, t), w in case.concentration_weights.items()
    )
    assert weighed == pytest.approx(plan.aims["concentration"], rel=1e-6, abs=1e-6)


@few
@given(seeds)
def test_more_demand_never_costs_less(seed: int) -> None:
    tables = random_tables(seed)
    tables = changed(tables, "supply", lambda s: replace(s, capacity_share=None))
    more = changed(
        tables,
        "demand",
        lambda d: replace(d, by_year={t: 1.1 * q for t, q in d.by_year.items()}),
    )
    # ceilings on shares are of demand, so they would widen: leave them out
    tables, more = replace(tables, limits=()), replace(more, limits=())
    assert best(more, "cost") >= best(tables, "cost") - 1e-6


@few
@given(seeds, st.sampled_from(AIMS))
def test_tightening_a_rule_never_lowers_the_aim(seed: int, aim: str) -> None:
    """A lower ceiling can only worsen shortage, then reserve, then the aim."""
    tables = random_tables(seed)
    tight = changed(tables, "limits", lambda r: replace(r, value=0.8 * r.value))
    _, loose_plan = solve(tables, aim)
    _, tight_plan = solve(tight, aim)
    order = ("shortage", "reserve", aim)
    for name in order:
        a, b = loose_plan.aims[name], tight_plan.aims[name]
        assert b >= a - 0.1 * (name == "concentration") - 1e-6 * max(1, abs(a))
        if b > a + 1e-6 * max(1, abs(a)):
            break


@few
@given(seeds, st.sampled_from(AIMS))
def test_renaming_and_reordering_change_no_aim(seed: int, aim: str) -> None:
    tables = random_tables(seed)
    names = {s.supply: f"x{99 - n}" for n, s in enumerate(tables.supply)}
    renamed = changed(tables, "supply", lambda s: replace(s, supply=names[s.supply]))
    renamed = changed(renamed, "supply_by_year", lambda y: replace(y, supply=names[y.supply]))
    turned = replace(
        renamed,
        supply=renamed.supply[::-1],
        countries=renamed.countries[::-1],
        demand=renamed.demand[::-1],
        materials=renamed.materials[::-1],
    )
    _, plan = solve(tables, aim)
    _, other = solve(turned, aim)
    assert other.aims[aim] == pytest.approx(plan.aims[aim], rel=1e-6, abs=0.1)


@few
@given(seeds, st.sampled_from(AIMS))
def test_splitting_an_option_in_halves_changes_nothing(seed: int, aim: str) -> None:
    tables = random_tables(seed)
    whole = tables.supply[-1]
    half = replace(
        whole,
        capacity=None if whole.capacity is None else whole.capacity / 2,
        capacity_share=None if whole.capacity_share is None else whole.capacity_share / 2,
        min_take=whole.min_take / 2,
    )
    split = replace(tables, supply=(*tables.supply[:-1], half, replace(half, supply="other")))
    assert best(split, aim) == pytest.approx(best(tables, aim), rel=1e-6, abs=0.1)


@few
@given(seeds)
def test_doubling_prices_doubles_the_cost(seed: int) -> None:
    tables = random_tables(seed)
    double = changed(
        tables, "supply", lambda s: replace(s, price=2 * s.price, freight=2 * s.freight)
    )
    double = changed(
        double,
        "supply_by_year",
        lambda y: replace(y, by_year={t: 2 * v for t, v in y.by_year.items()}),
    )
    double = changed(
        double,
        "materials",
        lambda m: replace(m, shortage_cost=2 * m.shortage_cost, holding_cost=2 * m.holding_cost),
    )
    double = changed(double, "conversions", lambda v: replace(v, cost=2 * v.cost))
    assert best(double, "cost") == pytest.approx(2 * best(tables, "cost"), rel=1e-6)


@few
@given(seeds)
def test_no_plan_is_dominated_and_every_bound_is_small(seed: int) -> None:
    """Each single-aim plan is at its best; 'balanced' lies between best and worst of each aim."""
    planner = planner_of(random_tables(seed))
    singles = {a: planner.solution(a) for a in AIMS}
    plan = planner.solution("balanced")
    for aim in AIMS:
        reached = [s.aims[aim] for s in singles.values()]
        room = 1e-6 * max(1.0, max(reached)) + 0.1 * (aim == "concentration")
        assert singles[aim].aims[aim] <= min(reached) + room
        assert min(reached) - room <= plan.aims[aim] <= max(reached) + room
    assert plan.hhi_bound <= 0.1


def test_the_same_plan_comes_out_every_time() -> None:
    for objective in ("balanced", "cost", "priority", "weighted"):
        plans = [solve(random_tables(7), objective)[1] for _ in range(2)]
        assert plans[0].values == plans[1].values


def test_rows_of_the_helpers_are_typed() -> None:
    """The builder of these cases gives real rows: a slip in a column name is an error."""
    from model.workbook.layout import Supply

    with pytest.raises(TypeError):
        row(Supply, supply="s", material="m", country="c", route="r", prise=1.0)
