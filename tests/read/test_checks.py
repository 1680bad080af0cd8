"""What rows must agree on: one mistake planted, one issue told, at the cell to mend."""

import dataclasses
import math

import pytest

from model.read import read
from model.read.checks import NEEDS, cross_checks
from model.workbook.layout import Tables
from model.workbook.schema import UNREAD
from tests.workbooks import changed, small, told


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> Tables:
    path = tmp_path_factory.mktemp("small") / "small.xlsx"
    small().save(path)
    return read(path)


def changed_row(tables: Tables, name: str, number: int, **values) -> Tables:
    """The tables with other values in one row of a sheet."""
    rows = list(getattr(tables, name))
    rows[number] = dataclasses.replace(rows[number], **values)
    return dataclasses.replace(tables, **{name: tuple(rows)})


def lines(tables: Tables, lost=frozenset()) -> list[str]:
    return [issue.lines()[0] for issue in cross_checks(tables, lost)]


PLANTED = [
    (
        ("supply", 1, {"last_year": 2027}),
        "Supply!H3 holds 2027; it should hold a year not before first_year (2028).",
    ),
    (
        ("limits", 0, {"first_year": 2028, "last_year": 2027}),
        "Limits!J2 holds 2027; it should hold a year not before first_year (2028).",
    ),
    (
        ("conversions", 0, {"first_year": 2030}),
        "Conversions!I2 holds 2028; it should hold a year not before first_year (2030).",
    ),
    (
        ("changes", 0, {"last_year": 2026}),
        "Changes!K2 holds 2026; it should hold a year not before first_year (2027).",
    ),
    (
        ("materials", 1, {"mineral": "ＧＡ"}),
        "Materials!B3 holds 'ＧＡ'; it should be spelt as in B2 if it is the same mineral: Ga.",
    ),
    (
        ("materials", 1, {"concentration_weight": 3.0}),
        "Materials!D3 holds 3; it should hold 2 as Ga_4N does: a weight belongs to a mineral.",
    ),
    (
        ("materials", 0, {"initial_stock": 30.5}),
        "Materials!E2 holds 30.5; it should hold at most max_stock (30 t).",
    ),
    (
        ("supply", 3, {"route": "bayer"}),
        "Supply!D5 holds 'bayer'; it should hold a route for Mg; this one is for Ga"
        " (Routes: pidgeon, remelt).",
    ),
    (
        ("routes", 0, {"mineral": "Ni"}),
        "Routes!B2 holds 'Ni'; no mineral on sheet Materials has that name.",
    ),
    (
        ("routes", 0, {"mineral": "ga "}),
        "Routes!B2 holds 'ga '; no mineral on sheet Materials has that name. Did you mean Ga?",
    ),
    (
        ("supply", 0, {"min_take": 70.0}),
        "Supply!K2 holds 70; it should hold at most what chn_ga can deliver in 2028 (60 t).",
    ),
    (
        ("supply", 1, {"min_take": 40.5}),
        "Supply!K3 holds 40.5; it should hold at most what kaz_ga can deliver in 2028 (40 t).",
    ),
    (
        ("supply", 3, {"capacity_share": 0.03}),
        "Supply!K5 holds 1000; it should hold at most what scrap_mg can deliver in 2027 (900 t).",
    ),
    (
        ("supply_by_year", 1, {"field": "min_take", "by_year": {2027: 80.0, 2028: 61.0}}),
        "SupplyByYear!D3 holds 61; it should hold at most what chn_ga can deliver in 2028 (60 t).",
    ),
    (
        ("origins", 1, {"share": 0.7}),
        "Origins!D3 holds 0.7; the shares of Ga from KAZ add up to 1.1;"
        " together they should be at most 1.",
    ),
    (
        ("baseline", 1, {"share": 0.31}),
        "Baseline!C3 holds 0.31; the shares of Ga add up to 1.01;"
        " together they should be at most 1.",
    ),
    (
        ("conversions", 0, {"to_material": "Mg_ingot"}),
        "Conversions!C2 holds 'Mg_ingot'; it should hold another material of Ga.",
    ),
    (
        ("conversions", 0, {"to_material": "Ga_4N"}),
        "Conversions!C2 holds 'Ga_4N'; it should hold another material of Ga.",
    ),
    (
        ("countries", 2, {"wgi": None}),
        "Countries!E4 is blank; it is needed since concentration_risk is wgi.",
    ),
    (
        ("countries", 1, {"grid_co2": None}),
        "Countries!C3 is blank; it is needed since co2_basis is grid.",
    ),
    (
        ("supply", 0, {"co2": 0.3}),
        "Supply!D2 holds 'bayer'; on the grid basis its footprint would be -0.1 kg CO2/kg; check"
        " co2, electricity and grid_reference in Routes!C2.",
    ),
    (
        ("supply_by_year", 1, {"field": "co2", "by_year": {2028: 0.3}}),
        "Supply!D2 holds 'bayer'; on the grid basis its footprint would be -0.1 kg CO2/kg; check"
        " co2, electricity and grid_reference in Routes!C2.",
    ),
    (
        ("supply", 0, {"capacity_low": 95.0}),
        "Supply!S2 holds 95; it should hold at most capacity (90 t/yr).",
    ),
    (
        ("supply", 3, {"capacity_high": 8000.0}),
        "Supply!T5 holds 8000; it should hold at least capacity (9000 t/yr).",
    ),
    (
        ("supply", 2, {"price_low": 3.01}),
        "Supply!U4 holds 3.01; it should hold at most price (3 USD/kg).",
    ),
    (
        ("supply", 0, {"price_high": 299.0}),
        "Supply!V2 holds 299; it should hold at least price (300 USD/kg).",
    ),
    (
        ("supply", 2, {"capacity_low": 0.0, "capacity_high": 5000.0}),
        "Supply!S4 holds 0; it should be blank, or capacity should hold a figure: a blank"
        " capacity is no limit and has no range.",
    ),
    (
        ("supply", 0, {"capacity": 0.0, "min_take": 0.0, "capacity_low": 0.0}),
        "Supply!T2 holds 110; it should be blank or 0: capacity is 0, and the figures of"
        " SupplyByYear!B2 are in no proportion to it.",
    ),
    (
        ("limits", 0, {"value": 65.0}),
        "Limits!F2 holds 65; it should hold a share of demand from 0 to 1 (0.65 for 65 %).",
    ),
    (
        ("limits", 2, {"sense": "min"}),
        "Limits!C4 holds 'min'; it should hold max: a floor on concentration cannot be planned.",
    ),
    (
        ("limits", 1, {"country_or_group": "Partners"}),
        "Limits!E3 holds 'Partners'; it should hold one group of sheet Countries."
        " Did you mean partners?",
    ),
    (
        ("limits", 0, {"country_or_group": "partners"}),
        "Limits!E2 holds 'partners'; it should hold one country, or one group, of sheet Countries.",
    ),
    (
        ("limits", 2, {"country_or_group": "CHN"}),
        "Limits!E4 holds 'CHN'; it should hold nothing: hhi needs none.",
    ),
    (
        ("limits", 1, {"country_or_group": ""}),
        "Limits!E3 is blank; this limit needs a country or a group.",
    ),
    (
        ("limits", 0, {"sense": "min"}),
        "Limits!E2 is blank; this limit needs a country or a group.",
    ),
    (
        ("limits", 1, {"mineral": "Mg"}),
        "Limits!A3 holds 'partners'; this limit matches no supply option;"
        " check mineral and country_or_group.",
    ),
    (
        ("limits", 2, {"measure": "recycled_share", "mineral": "Ga", "value": 0.2}),
        "Limits!A4 holds 'hhi_mg'; this limit matches no supply option;"
        " check mineral and country_or_group.",
    ),
    (
        ("changes", 0, {"country": "JPN"}),
        "Changes!B2 holds 'capacity'; this change matches no row; check its selectors.",
    ),
    (
        ("changes", 2, {"mineral": "Mg"}),
        "Changes!B4 holds 'demand'; this change matches no row; check its selectors.",
    ),
    (
        ("changes", 2, {"supply": "kaz_ga"}),
        "Changes!G4 holds 'kaz_ga'; it should be blank: demand belongs to a material,"
        " not to an option.",
    ),
    (
        ("changes", 0, {"value": -0.5}),
        "Changes!I2 holds -0.5; it should hold a number, at least 0, for multiply.",
    ),
    (
        ("changes", 1, {"operation": "multiply"}),
        "Changes!H3 holds 'multiply'; it should hold add, set, at_least or at_most:"
        " first_year is a year.",
    ),
    (
        ("changes", 1, {"value": 1.5}),
        "Changes!I3 holds 1.5; it should hold a whole number of years to add to first_year.",
    ),
    (
        ("changes", 1, {"operation": "set"}),
        "Changes!I3 holds 2; it should hold a year, at least 1900, at most 2200.",
    ),
    (
        ("changes", 3, {"value": -6.0}),
        "Changes!I5 holds -6; it should hold a number in USD/kg, at least 0.",
    ),
    (
        ("scenarios", 0, {"probability": 0.75}),
        "Scenarios!B3 holds 0.3; the probabilities add up to 1.05;"
        " together they should be at most 1.",
    ),
]


@pytest.mark.parametrize(("change", "line"), PLANTED)
def test_a_planted_mistake_is_told_once(tables, change, line):
    name, number, values = change
    assert lines(changed_row(tables, name, number, **values)) == [line]


@pytest.mark.parametrize(
    ("name", "number", "values"),
    [
        ("supply", 1, {"first_year": 2028, "last_year": 2028}),
        ("materials", 0, {"initial_stock": 30.0}),
        ("supply", 0, {"min_take": 60.0}),
        ("supply", 1, {"min_take": 40.0, "first_year": 2029, "last_year": 2030}),
        ("supply", 1, {"capacity": None, "min_take": 1e9}),
        ("supply", 3, {"capacity_share": 1000 / 30000}),
        ("supply", 0, {"capacity_low": 90.0, "capacity_high": 90.0}),
        ("supply", 0, {"capacity": 0.0, "capacity_low": 0.0, "capacity_high": 0.0}),
        ("supply", 1, {"capacity": 0.0, "capacity_high": 40.0}),
        ("supply", 2, {"price": 0.0, "price_low": 0.0, "price_high": 1.0}),
        ("origins", 1, {"share": 0.6}),
        ("routes", 0, {"grid_reference": 3.3}),
        ("routes", 2, {"mineral": "Ni", "route": "unused"}),
        ("limits", 0, {"measure": "origin_share", "country_or_group": "G7", "value": 1.0}),
        ("limits", 0, {"measure": "cost", "value": 65.0}),
        ("limits", 0, {"country_or_group": "CHN", "sense": "min", "mineral": "Mg"}),
        ("changes", 3, {"operation": "add", "value": -1.0}),
        ("changes", 1, {"operation": "set", "value": 2030.0}),
        ("scenarios", 0, {"probability": 0.7}),
        ("countries", 0, {"group": "EAEU、partners"}),
    ],
)
def test_what_is_just_allowed(tables, name, number, values):
    changed = changed_row(tables, name, number, **values)
    if values.get("route") == "unused":
        changed = changed_row(changed, "supply", 3, route="pidgeon")
    assert lines(changed) == []


def test_a_figure_of_nothing_in_every_year_may_have_a_range(tables):
    """Capacity 0 on sheet Supply and in every year of SupplyByYear: 0 moves with the range."""
    nothing = dict.fromkeys(tables.supply_by_year[0].by_year, 0.0)
    changed = changed_row(tables, "supply", 0, capacity=0.0, min_take=0.0, capacity_low=0.0)
    changed = changed_row(changed, "supply_by_year", 0, by_year=nothing)
    assert lines(changed) == []


def test_the_small_workbook_is_good(tables):
    assert lines(tables) == []


def test_a_floor_with_a_groups_name_between_japanese_commas(tables):
    """KAZ stays the only partner of Ga: without it the floor matches nothing."""
    floor = changed_row(tables, "countries", 1, group="EAEU、others")
    assert len(lines(floor)) == 1
    assert lines(changed_row(floor, "countries", 0, group="G7、partners")) == []


def test_years_of_settings_in_order(tables):
    settings = dataclasses.replace(tables.settings, first_year=2030)
    assert lines(dataclasses.replace(tables, settings=settings)) == [
        "Settings!B4 holds 2028; it should hold a year not before first_year (2030)."
    ]


@pytest.mark.parametrize("order", ["cost, co2", "cost, co2, cost", "", "cost concentration co2"])
def test_priority_order_names_each_aim(tables, order):
    settings = dataclasses.replace(tables.settings, priority_order=order)
    assert lines(dataclasses.replace(tables, settings=settings)) == [
        f"Settings!B8 holds '{order}'; it should hold each of cost, concentration, co2 once,"
        " separated by commas."
    ]


def test_a_material_without_demand(tables):
    assert lines(dataclasses.replace(tables, demand=tables.demand[1:])) == [
        "Materials!A2 holds 'Ga_4N'; it should have a row on sheet Demand"
        " (0 where nothing is needed)."
    ]


UNKNOWN = {str: "", float: math.nan, int: None, type(None): math.nan}


def test_an_unknown_cell_has_no_consequences(tables):
    """Whatever single cell cannot be read, no check tells of it again."""
    for name in ("materials", "demand", "supply", "supply_by_year", "routes", "countries"):
        hide_each_cell(tables, name)
    for name in ("origins", "baseline", "conversions", "limits", "scenarios", "changes"):
        hide_each_cell(tables, name)


def hide_each_cell(tables: Tables, name: str) -> None:
    for number, row in enumerate(getattr(tables, name)):
        for column in row.SHEET.columns:
            attribute = column.name if hasattr(row, column.name) else f"{column.name}_"
            hidden = UNKNOWN.get(type(getattr(row, attribute)))
            if column.kind == "years":
                hidden = {2027: math.nan}
            elif column.kind == "period":
                hidden = None
            elif column.kind in ("text", "link") and not column.required:
                hidden = UNREAD
            found = cross_checks(changed_row(tables, name, number, **{attribute: hidden}), set())
            elsewhere = [i for i in found if i.cell != row.at.cell(column.name)]
            assert elsewhere == [], (name, number, column.name)


def test_what_needs_a_lost_sheet_is_passed_over(tables):
    without = dataclasses.replace(tables, supply=(), countries=())
    assert lines(without, {"Supply", "Countries"}) == []
    assert lines(without, set()) != []
    assert all(callable(check) for check in NEEDS)


def test_figures_needed_on_a_sheet_that_is_left_out_are_asked_for_once(tmp_path):
    made = changed()
    del made["Countries"]
    del made["Limits"]
    assert told(made, tmp_path) == [
        "Sheet Countries has no column wgi; it is needed since concentration_risk is wgi.",
        "Sheet Countries has no column grid_co2; it is needed since co2_basis is grid.",
    ]


def test_every_message_is_there_in_japanese(tables):
    for (name, number, values), _ in PLANTED:
        for issue in cross_checks(changed_row(tables, name, number, **values), set()):
            japanese = issue.lines()[1].replace("ＧＡ", "")
            assert japanese.encode("cp932")
            assert japanese.endswith(("。", "）。"))
