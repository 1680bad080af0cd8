"""The table of the parts of the cost: complete everywhere, or the program does not start."""

import dataclasses

import pytest

from model.case import Case, make_case
from model.case.costs import CHARGES, COLUMNS, PARTS
from model.formulation import build
from model.report.checks.recompute import COSTS, RECOMPUTED
from model.report.core.labels import label
from model.workbook.layout import Supply
from model.workbook.measures import complete
from tests.cases import option, simple


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case(simple(supply=[option("chn", 10, freight=2, tariff=0.25)]))


def test_landed_is_price_and_freight_and_the_duty_on_both(case: Case) -> None:
    """10 + 2 USD/kg, and a quarter of it."""
    by_name = {one.part.name: case.charge(one, "chn", case.years[0]) for one in CHARGES}
    assert by_name == {"purchase": 10, "freight": 2, "tariff": 3}
    assert case.landed("chn", case.years[0]) == 15
    assert case.with_duty("chn", case.years[0]) == 1.25


@pytest.mark.parametrize("name", RECOMPUTED)
def test_a_part_without_a_formula_of_the_live_checks_raises(name: str) -> None:
    entries = {other for other in COSTS if other != name}
    with pytest.raises(LookupError, match=name):
        complete("formulas of costs", entries, RECOMPUTED)


def test_every_part_is_an_expression_and_every_charge_a_figure(case: Case) -> None:
    model = build(case)
    assert all(model.component(f"{part.name}_cost") is not None for part in PARTS)
    fields = {field.name for field in dataclasses.fields(Case)}
    assert set(COLUMNS) <= fields
    assert set(COLUMNS) <= {column.name for column in Supply.SHEET.columns}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_charge_is_labelled_as_in_supply(column: str) -> None:
    held = Supply.SHEET.column(column)
    assert label("Plan", column)[:2] == (held.ja, held.unit)
