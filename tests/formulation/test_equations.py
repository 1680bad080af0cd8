"""Rows of the programme against the equations of the docstrings, coefficient by coefficient.

The case has two of everything indexed and no multiplier of 1.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyomo.core as pyo
import pytest

from model.case import Case, make_case
from model.formulation import bounds, build, supply
from model.formulation.concentration import largest_share
from model.formulation.figures import figures
from model.lp.compilation import compile_model
from model.lp.piecewise import PIECES, tangents, uniform
from model.lp.program import Program
from tests.cases import option, simple

SPAN = (2027, 2028)


@pytest.fixture(scope="module")
def case() -> Case:
    def product(name: str, mineral: str, **more: float) -> dict[str, object]:
        return {"material": name, "mineral": mineral, **more}

    tables = simple(
        SPAN,
        demand={"A4": [80.0, 90.0], "A6": [40.0, 50.0], "B": [700.0, 800.0]},
        materials=[
            product("A4", "A", shortage_cost=600.0, initial_stock=7.0, max_stock=30.0,
                    stock_target_days=36.5, holding_cost=3.0, storage_loss=0.1,
                    concentration_weight=3.0),
            product("A6", "A", shortage_cost=800.0, max_stock=20.0, holding_cost=5.0,
                    concentration_weight=3.0),
            product("B", "B", shortage_cost=30.0, max_stock=100.0, stock_target_days=73.0,
                    concentration_weight=2.0),
        ],
        supply=[
            {"supply": "chn", "material": "A4", "country": "CHN", "route": "r", "price": 300.0,
             "freight": 12.0, "tariff": 0.25, "capacity": 60.0, "min_take": 5.0},
            {"supply": "twn", "material": "A6", "country": "TWN", "route": "r", "price": 700.0,
             "freight": 11.0, "tariff": 0.5, "capacity": 55.0, "co2": 190.0},
            {"supply": "scrap", "material": "A4", "country": "JPN", "route": "r", "price": 350.0,
             "capacity": 90.0, "capacity_share": 0.4, "status": "recycled"},
            {"supply": "mg", "material": "B", "country": "CHN", "route": "p", "price": 2.3},
            {"supply": "mg2", "material": "B", "country": "ISR", "route": "p", "price": 3.3,
             "first_year": 2028, "capacity": 300.0},
        ],
        routes=[
            {"route": "r", "mineral": "A", "co2": 205.0},
            {"route": "p", "mineral": "B", "co2": 28.0},
        ],
        countries=[
            {"country": "CHN", "name_en": "China", "wgi": -0.25, "group": "far", "max_share": 0.9},
            {"country": "TWN", "name_en": "Taiwan", "wgi": 1.25, "group": "far"},
            {"country": "ISR", "name_en": "Israel", "wgi": 0.5},
            {"country": "JPN", "name_en": "Japan", "wgi": 1.5},
        ],
        origins=[{"mineral": "A", "shipped_from": "TWN", "origin": "CHN", "share": 0.9}],
        conversions=[
            {"conversion": "refine", "from_material": "A4", "to_material": "A6", "country": "JPN",
             "yield": 0.8, "cost": 280.0, "co2": 4.0, "capacity": 45.0},
            {"conversion": "more", "from_material": "A4", "to_material": "A6", "country": "JPN",
             "yield": 0.5, "cost": 350.0, "co2": 6.0, "capacity": 25.0, "first_year": 2028},
        ],
        limits=[
            {"limit": "share", "measure": "country_share", "mineral": "A",
             "country_or_group": "TWN", "value": 0.3},
            {"limit": "group", "measure": "group_share", "mineral": "A",
             "country_or_group": "far", "value": 0.7, "penalty": 4.0},
            {"limit": "origin", "measure": "origin_share", "mineral": "A",
             "country_or_group": "CHN", "value": 0.6, "first_year": 2028},
            {"limit": "imports", "measure": "import_share", "mineral": "A", "value": 0.75},
            {"limit": "scrap", "measure": "recycled_share", "mineral": "A", "value": 0.2,
             "sense": "min", "penalty": 6.0},
            {"limit": "hhi", "measure": "hhi", "mineral": "A", "value": 2500.0, "penalty": 0.02},
            {"limit": "co2", "measure": "co2", "value": 30000.0},
            {"limit": "budget", "measure": "cost", "mineral": "A", "value": 90.0},
        ],
        settings={"concentration_risk": "wgi", "discount_rate": 0.25},
    )  # fmt: skip
    return make_case(tables)


@pytest.fixture(scope="module")
def program(case: Case) -> Program:
    return compile_model(build(case))


def label(name: str, index: tuple[object, ...]) -> str:
    return f"{name}[{','.join(map(str, index))}]" if index else name


def row(program: Program, name: str, *index: object) -> dict[str, float]:
    """Coefficients of a row by variable, and its bounds under ``low`` and ``high``."""
    number = program.row_of[name][index]
    found = {label(*program.columns[c]): v for c, v in program.matrix.row(number).items() if v}
    if math.isfinite(program.row_lower[number]):
        found["low"] = program.row_lower[number]
    if math.isfinite(program.row_upper[number]):
        found["high"] = program.row_upper[number]
    return found


def same(found: dict[str, float], expected: dict[str, float]) -> None:
    """Equal up to a common factor: an equation may be written with its sides swapped."""
    assert found.keys() - {"low", "high"} == expected.keys() - {"low", "high"}
    name = next(n for n in expected if n not in ("low", "high"))
    factor = found[name] / expected[name]
    ends = {"low": "low", "high": "high"} if factor > 0 else {"low": "high", "high": "low"}
    for key, value in expected.items():
        assert found[ends.get(key, key)] == pytest.approx(factor * value), key
    assert len(found) == len(expected)


def equation(name: str) -> str:
    """Marks the equation a test is about; :func:`test_every_equation_is_covered` looks for it."""
    return name


def test_material_balance(program: Program) -> None:
    """2028: 90 t = imports + 0.9 of last year's stock + shortage - stock - refined / yield."""
    name = equation("material_balance")
    same(
        row(program, name, "A4", 2028),
        {
            "imports[chn,2028]": 1, "imports[scrap,2028]": 1, "stock[A4,2027]": 0.9,
            "stock[A4,2028]": -1, "shortage[A4,2028]": 1, "converted[refine,2028]": -1.25,
            "converted[more,2028]": -2, "low": 90, "high": 90,
        },
    )  # fmt: skip
    opening = row(program, name, "A4", 2027)
    assert opening["low"] == opening["high"] == pytest.approx(80 - 0.9 * 7)
    made = row(program, name, "A6", 2028)
    assert made["converted[refine,2028]"] == made["converted[more,2028]"] == 1


def test_supply_limits_are_bounds(program: Program) -> None:
    """Capacity, the smaller of it and 40 % of demand, and nothing before the first year."""
    bounds = {
        index: (program.lower[c], program.upper[c])
        for index, c in program.column_of["imports"].items()
    }
    assert bounds["chn", 2027] == (5, 60)
    assert bounds["scrap", 2027] == (0, pytest.approx(32))
    assert bounds["mg", 2027] == (0, math.inf)
    assert bounds["mg2", 2027] == (0, 0)
    assert bounds["mg2", 2028] == (0, 300)


def test_other_bounds(program: Program) -> None:
    """Conversions within capacity and years, stock under its ceiling, shortage under demand."""
    upper = {
        (name, *index): program.upper[c]
        for name, indices in program.column_of.items()
        for index, c in indices.items()
    }
    assert upper["converted", "more", 2027] == 0
    assert upper["converted", "more", 2028] == 25
    assert upper["stock", "B", 2028] == 100
    assert upper["shortage", "A6", 2027] == 40
    assert upper["reserve_gap", "B", 2027] == pytest.approx(140)
    assert upper["excess", "share", 0, 2027] == 0
    assert upper["excess", "group", 0, 2027] == math.inf
    assert min(program.lower) == 0


def test_stock_target(program: Program) -> None:
    """A tenth of a year's 80 t in 2027; in 2028 a tenth of 90 t, more than the opening 7 t."""
    name = equation("stock_target")
    same(row(program, name, "A4", 2027), {"stock[A4,2027]": 1, "reserve_gap[A4,2027]": 1, "low": 8})
    same(row(program, name, "A4", 2028), {"stock[A4,2028]": 1, "reserve_gap[A4,2028]": 1, "low": 9})


def test_share_definition(program: Program) -> None:
    """China's gallium by origin: its own and 90 % of Taiwan's, over a demand of 120 t."""
    expected = {"imports[chn,2027]": 1.0, "imports[twn,2027]": 0.9, "low": 0.0, "high": 0.0}
    expected |= {f"segment[A,CHN,2027,{j}]": -120.0 for j in range(PIECES)}
    same(row(program, equation("share_definition"), "A", "CHN", 2027), expected)


def test_hhi_definition(program: Program) -> None:
    """10,000 times risk (2.5 - wgi) / 2.5 times the slope of each piece; nothing of Japan's.

    China can reach (60 + 0.9 x 55) / 120 = 91.25 % by origin, Taiwan 4.58 %.
    """
    expected = {"hhi[A,2027]": -1.0, "low": 0.0, "high": 0.0}
    for country, risk, top in (("CHN", 1.1, 109.5 / 120), ("TWN", 0.5, 5.5 / 120)):
        _, slopes = tangents(uniform(top))
        expected |= {
            f"segment[A,{country},2027,{j}]": 10_000 * risk * slopes[j] for j in range(1, PIECES)
        }
    same(row(program, equation("hhi_definition"), "A", 2027), expected)


def test_share_limit(program: Program) -> None:
    """max_share 0.9 of China: shipped metal only, 0.9 x 700 t of B."""
    name = equation("share_limit")
    same(row(program, name, "B", "CHN", 2027), {"imports[mg,2027]": 1, "high": 630})
    assert ("A", "TWN", 2027) not in program.row_of[name]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("share", {"imports[twn,2028]": 1, "excess[share,0,2028]": -140, "high": 42}),
        (
            "group",
            {"imports[chn,2028]": 1, "imports[twn,2028]": 1, "excess[group,0,2028]": -140,
             "high": 98},
        ),
        (
            "origin",
            {"imports[chn,2028]": 1, "imports[twn,2028]": 0.9, "excess[origin,0,2028]": -140,
             "high": 84},
        ),
        (
            "imports",
            {"imports[chn,2028]": 1, "imports[twn,2028]": 1, "excess[imports,0,2028]": -140,
             "high": 105},
        ),
        ("scrap", {"imports[scrap,2028]": 1, "excess[scrap,0,2028]": 140, "low": 28}),
        ("hhi", {"hhi[A,2028]": 1, "excess[hhi,0,2028]": -1, "high": 2500}),
        (
            "co2",
            {"imports[chn,2028]": 205, "imports[twn,2028]": 190, "imports[scrap,2028]": 205,
             "imports[mg,2028]": 28, "imports[mg2,2028]": 28, "converted[refine,2028]": 4,
             "converted[more,2028]": 6, "excess[co2,0,2028]": -1, "high": 30000},
        ),
        (
            "budget",
            {"imports[chn,2028]": 0.390, "imports[twn,2028]": 1.0665, "imports[scrap,2028]": 0.350,
             "converted[refine,2028]": 0.280, "converted[more,2028]": 0.350,
             "stock[A4,2028]": 0.003, "stock[A6,2028]": 0.005, "excess[budget,0,2028]": -1,
             "high": 90},
        ),
    ],
)  # fmt: skip
def test_policy_limit(program: Program, rule: str, expected: dict[str, float]) -> None:
    """Tonnes against share x 140 t; HHI, t CO2 and million USD as they are."""
    same(row(program, equation("policy_limit"), rule, 0, 2028), expected)


def test_limits_have_rows_in_their_years_only(program: Program) -> None:
    assert ("origin", 0, 2027) not in program.row_of["policy_limit"]


@pytest.mark.parametrize(
    ("aim", "expected"),
    [
        (
            "shortage",
            {f"shortage[{m},{t}]": -c for m, c in (("A4", 0.6), ("A6", 0.8), ("B", 0.03))
             for t in SPAN},
        ),
        (
            "reserve",
            {"reserve_gap[A4,2027]": -365 / 80, "reserve_gap[A4,2028]": -365 / 90,
             "reserve_gap[A6,2027]": -365 / 40, "reserve_gap[A6,2028]": -365 / 50,
             "reserve_gap[B,2027]": -365 / 700, "reserve_gap[B,2028]": -365 / 800},
        ),
        (
            "concentration",
            {"hhi[A,2027]": -0.3, "hhi[A,2028]": -0.3, "hhi[B,2027]": -0.2, "hhi[B,2028]": -0.2},
        ),
    ],
)  # fmt: skip
def test_aim_definition(program: Program, aim: str, expected: dict[str, float]) -> None:
    """Million USD of shortage, days of reserve, the mean HHI weighed 3 : 2 over two years."""
    name = equation("aim_definition")
    same(row(program, name, aim), {f"aim[{aim}]": 1, **expected, "low": 0, "high": 0})


def test_cost_and_co2_aims(program: Program) -> None:
    """2028 counts 1 / 1.25 in cost, fully in CO2."""
    cost, co2 = (row(program, "aim_definition", aim) for aim in ("cost", "co2"))
    sign = -1 / cost["aim[cost]"]
    assert sign * cost["imports[chn,2027]"] == pytest.approx(0.390)
    assert sign * cost["imports[chn,2028]"] == pytest.approx(0.390 / 1.25)
    assert sign * cost["shortage[B,2028]"] == pytest.approx(0.030 / 1.25)
    assert sign * cost["stock[A6,2027]"] == pytest.approx(0.005)
    assert sign * cost["converted[more,2028]"] == pytest.approx(0.350 / 1.25)
    assert sign * cost["excess[scrap,0,2028]"] == pytest.approx(6 / 1.25)
    sign = -1 / co2["aim[co2]"]
    assert sign * co2["imports[twn,2028]"] == pytest.approx(0.190)
    assert sign * co2["converted[refine,2027]"] == pytest.approx(0.004)


def test_worst_definition_is_off_until_it_is_scaled(program: Program) -> None:
    assert row(program, equation("worst_definition"), "co2") == {"aim[co2]": 1, "worst": -1}


def test_every_equation_is_covered(case: Case) -> None:
    """Fails if a constraint is added without a test of its row above."""
    names = {c.local_name for c in build(case).component_objects(pyo.Constraint)}
    source = Path(__file__).read_text(encoding="utf-8")
    named = set(re.findall(r'equation\("(\w+)"\)', source))
    assert names == named | {"take_or_pay"}, "take_or_pay: in test_periods.py"


def test_named_expressions_are_those_of_the_model(case: Case, program: Program) -> None:
    """What reports read, at a point where every variable is 2."""
    values = program.values(0 * program.lower + 2.0)
    assert values["tariff_cost"]["twn", 2027] == pytest.approx(2 * 711 * 0.5 / 1000)
    assert values["stock_start"]["A4", 2027] == 7
    assert values["stock_start"]["A4", 2028] == 2
    assert values["stock_loss"]["A4", 2027] == pytest.approx(0.7)
    assert values["origin_tonnes"]["A", "CHN", 2027] == pytest.approx(3.8)
    assert values["penalty_cost"]["hhi", 0, 2027] == pytest.approx(0.04)
    assert values["converted_out"]["A4", 2028] == pytest.approx(2 / 0.8 + 2 / 0.5)


def test_a_product_of_variables_is_refused() -> None:
    m = pyo.ConcreteModel()
    m.x = pyo.Var([1, 2])
    m.bent = pyo.Constraint(expr=m.x[1] * m.x[2] <= 1)
    with pytest.raises(ValueError, match="not linear"):
        compile_model(m)


def test_a_revised_programme_is_the_one_built_from_the_revised_case(case: Case) -> None:
    """Other figures put in, or the model built and compiled again: the same matrices."""
    other = replace(
        case,
        price={key: 1.5 * value + 2 for key, value in case.price.items()},
        tariff={key: 0.5 * value + 0.1 for key, value in case.tariff.items()},
        co2={key: 0.7 * value for key, value in case.co2.items()},
        demand={key: 1.2 * value + 3 for key, value in case.demand.items()},
        stock_target_days={key: value + 11 for key, value in case.stock_target_days.items()},
        capacity={key: 0.9 * value for key, value in case.capacity.items()},
        first_year={s: 2028 if s == "chn" else t for s, t in case.first_year.items()},
    )
    revised = compile_model(build(case)).revised(figures(other), bounds(other))
    built = compile_model(build(other))
    assert (revised.rows, revised.columns) == (built.rows, built.columns)
    assert revised.row_lower == pytest.approx(built.row_lower)
    assert revised.row_upper == pytest.approx(built.row_upper)
    free = [n for n, (name, _) in enumerate(built.columns) if name != "segment"]
    assert revised.lower == pytest.approx(built.lower)
    assert revised.upper[free] == pytest.approx(built.upper[free])
    for number, (name, index) in enumerate(built.rows):
        if name != "hhi_definition":  # the grid of the squares is drawn anew by who solves
            mine, theirs = revised.matrix.row(number), built.matrix.row(number)
            mine = {c: v for c, v in mine.items() if v}
            assert mine == pytest.approx({c: v for c, v in theirs.items() if v}), (name, index)
    x = np.linspace(1.0, 2.0, len(built.columns))
    for name in ("spending", "tariff_cost", "supply_co2", "stock_loss"):
        assert revised.expression(name, x) == pytest.approx(built.values(x)[name])


def test_a_programme_without_some_columns_and_rows_keeps_the_rest(case: Case) -> None:
    program = compile_model(build(case))
    part = program.without(("segment", "hhi"), ("hhi_definition", "policy_limit"))
    assert {name for name, _ in program.columns} - {n for n, _ in part.columns} == {
        "segment",
        "hhi",
    }
    for name in ("material_balance", "stock_target"):
        for index, number in part.row_of[name].items():
            whole = program.matrix.row(program.row_of[name][index])
            named = {program.columns[c]: value for c, value in whole.items()}
            assert {part.columns[c]: v for c, v in part.matrix.row(number).items()} == named
    assert part.lower[part.column_of["imports"]["chn", 2027]] == 5.0


def test_the_largest_share_is_what_can_be_shipped_over_demand_and_at_most_all() -> None:
    """60 and 150 t may come from AAA and BBB where 100 t are needed."""
    case = make_case(simple(supply=[option("aaa", 10, 60), option("bbb", 11, 150)]))
    assert largest_share(case, "Ga", "AAA", 2027) == pytest.approx(0.6)
    assert largest_share(case, "Ga", "BBB", 2027) == 1


def test_a_capacity_is_no_limit_only_far_beyond_all_that_is_needed() -> None:
    """2 Gt are no limit where a tonne is needed, but are where 1 Mt is; 200 Gt are none there."""

    def most(capacity: float, demand: float) -> float | None:
        case = make_case(simple(demand=demand, supply=[option("aaa", 10, capacity)]))
        return supply.bounds(case, "aaa", 2027)[1]

    assert most(2e9, 1.0) is None
    assert most(9e8, 1.0) == 9e8
    assert most(2e9, 1e6) == 2e9
    assert most(2e11, 1e6) is None
