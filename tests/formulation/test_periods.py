"""A year in quarters: every equation in which the length of a period counts, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case import Case, make_case
from model.case.resolved import TONNES
from model.formulation import build
from model.lp.compilation import compile_model
from model.lp.program import Program
from model.planning.planner import Planner
from model.workbook.periods import divided
from tests.cases import simple

SPAN = (2027, 2028)
Q1, Q2, Q3, Q4, LAST = divided(*SPAN, fine_until=2027)


def in_quarters(case: Case, until: int) -> Case:
    """A case of whole years with the years up to ``until`` in quarters, at the same rates."""
    periods = divided(case.years[0], case.years[-1], fine_until=until)
    by_period = ("demand", "stock_target_days", "capacity", "capacity_share", "min_take", "price",
                 "freight", "tariff", "co2")  # fmt: skip
    split = {
        name: {
            (key, t): value * (t.length if name in TONNES else 1)
            for (key, year), value in getattr(case, name).items()
            for t in periods
            if t.year == year
        }
        for name in by_period
    }
    return replace(case, periods=periods, **split)


@pytest.fixture(scope="module")
def case() -> Case:
    tables = simple(
        SPAN,
        demand={"A": [80.0, 90.0], "B": [40.0, 40.0]},
        materials=[
            {"material": "A", "mineral": "A", "shortage_cost": 600.0, "initial_stock": 7.0,
             "max_stock": 30.0, "stock_target_days": 36.5, "holding_cost": 4.0,
             "storage_loss": 0.1},
            {"material": "B", "mineral": "B", "shortage_cost": 600.0},
        ],
        supply=[
            {"supply": "chn", "material": "A", "country": "CHN", "price": 300.0,
             "capacity": 60.0, "min_take": 10.0},
            {"supply": "twn", "material": "A", "country": "TWN", "price": 700.0},
            {"supply": "mg", "material": "B", "country": "CHN", "price": 3.0},
        ],
        conversions=[
            {"conversion": "refine", "from_material": "A", "to_material": "B", "country": "JPN",
             "yield": 0.8, "cost": 280.0, "capacity": 20.0},
        ],
    )  # fmt: skip
    return in_quarters(make_case(tables), 2027)


@pytest.fixture(scope="module")
def program(case: Case) -> Program:
    return compile_model(build(case))


def row(program: Program, name: str, *index: object) -> dict[tuple[str, object], float]:
    number = program.row_of[name][index]
    return {program.columns[c]: v for c, v in program.matrix.row(number).items()}


def test_a_quarter_has_its_part_of_the_year(case: Case, program: Program) -> None:
    assert [program.upper[program.column_of["imports"]["chn", t]] for t in (Q1, LAST)] == [15, 60]
    assert program.upper[program.column_of["converted"]["refine", Q2]] == 5
    assert program.row_lower[program.row_of["material_balance"]["B", Q3]] == 10
    assert case.demand["A", Q4] == 20


def test_take_or_pay_is_owed_over_the_year(program: Program) -> None:
    imports = program.column_of["imports"]
    assert [program.lower[imports["chn", t]] for t in (Q1, Q4, LAST)] == [0, 0, 10]
    assert row(program, "take_or_pay", "chn", 2027) == {
        ("imports", ("chn", t)): -1.0 for t in (Q1, Q2, Q3, Q4)
    }
    assert program.row_upper[program.row_of["take_or_pay"]["chn", 2027]] == -10
    assert ("chn", 2028) not in program.row_of["take_or_pay"]


def test_stock_goes_from_quarter_to_quarter_and_into_the_year(program: Program) -> None:
    lost = 1 - 0.9**0.25
    balance = row(program, "material_balance", "A", Q2)
    assert balance["stock", ("A", Q1)] == pytest.approx(1 - lost, rel=1e-12)
    assert balance["stock", ("A", Q2)] == -1
    first = program.row_of["material_balance"]["A", Q1]
    assert program.row_lower[first] == pytest.approx(20 - 7 * (1 - lost), rel=1e-12)
    assert row(program, "material_balance", "A", LAST)["stock", ("A", Q4)] == pytest.approx(0.9)


def test_the_reserve_is_of_the_rate_of_demand(program: Program) -> None:
    at_most = [program.row_upper[program.row_of["stock_target"]["A", t]] for t in (Q1, LAST)]
    assert at_most == pytest.approx([-8.0, -9.0])


def test_shares_and_hhi_are_of_the_year(program: Program) -> None:
    shipped = row(program, "share_definition", "A", "CHN", 2027)
    assert {index: v for (name, index), v in shipped.items() if name == "imports"} == {
        ("chn", t): 1.0 for t in (Q1, Q2, Q3, Q4)
    }
    assert {v for (name, _), v in shipped.items() if name == "segment"} == {-80.0}


def test_money_is_per_period_and_discounted_by_year(case: Case, program: Program) -> None:
    values = program.values(0 * program.lower + 2.0)
    assert values["purchase_cost"]["chn", Q1] == pytest.approx(0.6)
    assert values["holding_cost"]["A", Q1] == pytest.approx(4 * 2 / 4 / 1000)
    assert values["holding_cost"]["A", LAST] == pytest.approx(4 * 2 / 1000)
    cost = row(program, "aim_definition", "cost")
    assert cost["imports", ("chn", Q4)] == pytest.approx(-0.3)
    assert cost["imports", ("chn", LAST)] == pytest.approx(-0.3 * case.discount(2028))


def test_a_day_of_reserve_weighs_its_part_of_the_year(program: Program) -> None:
    days = row(program, "aim_definition", "reserve")
    assert days["reserve_gap", ("A", Q1)] == pytest.approx(-365 / 80 / 4)
    assert days["reserve_gap", ("A", LAST)] == pytest.approx(-365 / 90)


def test_an_even_plan_has_the_same_aims_in_quarters_and_in_years() -> None:
    tables = simple(
        SPAN,
        demand={"Ga": [80.0, 90.0]},
        supply=[
            {"supply": "chn", "material": "Ga", "country": "CHN", "price": 300.0, "capacity": 60.0},
            {"supply": "twn", "material": "Ga", "country": "TWN", "price": 700.0, "min_take": 12.0},
        ],
    )
    whole = make_case(tables)
    aims = []
    for case in (whole, in_quarters(whole, 2028)):
        planner = Planner(case, compile_model(build(case)))
        aims.append(planner.plan("cost").aims)
    assert aims[0] == pytest.approx(aims[1], rel=1e-7)
    assert aims[0]["cost"] > 0


def test_an_option_that_begins_within_a_year_delivers_its_part_of_it() -> None:
    tables = simple(
        SPAN,
        demand={"Ga": [80.0, 80.0]},
        supply=[
            {"supply": "chn", "material": "Ga", "country": "CHN", "price": 300.0, "capacity": 60.0}
        ],
    )
    late = replace(make_case(tables), first_year={"chn": 2027.5})
    assert [late.most("chn", t) for t in SPAN] == [30, 60]
    quarters = replace(in_quarters(make_case(tables), 2027), first_year={"chn": 2027.5})
    assert [quarters.most("chn", t) for t in (Q1, Q2, Q3, Q4)] == [0, 0, 15, 15]
    assert quarters.most_in_year("chn", 2027) == 30
