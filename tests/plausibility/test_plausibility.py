"""What looks odd although it can be planned: every kind, in both directions, at its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from model.case import Case, make_case
from model.errors import InputWarning, Words
from model.plausibility import counted, input_warnings
from model.plausibility.telling import is_checked, median
from model.read import read
from model.workbook.layout import Tables
from tests.cases import option, simple, solve
from tests.plausible_case import plausible, row_of, typed

ROOT = Path(__file__).parents[2]
DEFAULT = ROOT / "inputs" / "japan_ga_mg.xlsx"
MG, CHN4, KAZ4, DEU4, SCRAP4, DEU6, CHN_MG, ISR_MG, USA_MG = 2, 0, 1, 2, 3, 5, 7, 8, 9


def warnings(tables: Tables) -> tuple[InputWarning, ...]:
    return input_warnings(make_case(tables))


def test_a_plausible_case_has_no_warning() -> None:
    assert warnings(plausible()) == ()


SLIPS: list[tuple[str, int, dict[str, Any], str]] = [
    # prices: three options of Mg at 2.3, 3.3 and about 4.1; the median is the middle one
    ("supply", CHN_MG, {"price": 2300.0}, "times the median price of the options of Mg"),
    ("supply", CHN_MG, {"price": 2300.0}, "USD/t instead of USD/kg?"),
    ("supply", CHN_MG, {"price": 345.0}, "JPY instead of USD?"),
    ("supply", CHN_MG, {"price": 0.0023}, "that is 1/1,435 of the median price"),
    ("supply", CHN_MG, {"price": 0.0}, "the median price of the options of Mg is 3.7 USD/kg"),
    ("supply", CHN4, {"freight": 10000.0}, "times the median freight of the options of Ga_4N"),
    ("supply", CHN4, {"freight": 0.01}, "of the median freight of the options of Ga_4N"),
    ("supply", ISR_MG, {"price_high": 6800.0}, "times the price of this option"),
    ("supply", ISR_MG, {"price_low": 0.0026}, "of the price of this option"),
    ("supply_by_year", 1, {"y2029": 4200.0}, "times the median price of the options of Mg"),
    ("supply_by_year", 1, {"y2029": 0.0042}, "of the median price of the options of Mg"),
    ("materials", MG, {"shortage_cost": 0.03}, "going short would be cheaper than buying"),
    ("materials", MG, {"shortage_cost": 30_000.0}, "USD/t instead of USD/kg?"),
    ("materials", MG, {"holding_cost": 80.0}, "that is 24 times the median price of Mg"),
    ("conversions", 0, {"cost": 150_000.0}, "that is 242 times the median price of Ga_6N"),
    ("conversions", 0, {"cost": 2.0}, "that is 1/100 of other steps from Ga_4N to Ga_6N"),
    # percent
    ("supply", CHN4, {"tariff": 5.0}, "that is 500 %; 5 % is written 0.05"),
    ("supply", SCRAP4, {"capacity_share": 1.0}, "1 % is written 0.01"),
    ("materials", MG, {"storage_loss": 1.0}, "1 % is written 0.01"),
    ("conversions", 0, {"yield_": 0.0095}, "105.3 t used up for a tonne made"),
    ("scenarios", 0, {"probability": 1.0}, "Nothing is left for the base case"),
    ("settings", 0, {"discount_rate": 1.0}, "1 % is written 0.01"),
    ("settings", 0, {"range_c": 1.0}, "1 % is written 0.01"),
    ("settings", 0, {"jpy_per_usd": 1.5}, "between 76 and 308 yen"),
    ("settings", 0, {"jpy_per_usd": 900.0}, "between 76 and 308 yen"),
    # tonnes
    ("demand", MG, {"y2028": 1.1}, "that is 1/909 of the figure of 2027 (1,000 t)"),
    ("demand", MG, {"y2028": 1_100_000.0}, "that is 1,100 times the figure of 2027"),
    ("demand", MG, {"y2028": 0.0}, "nothing is needed in 2028"),
    ("demand", MG, {"y2028": 2028.0}, "that is the year itself (2028)"),
    ("supply_by_year", 0, {"y2028": 20_000.0}, "that is 2,000 times the figure of 2027"),
    ("supply_by_year", 0, {"y2028": 0.02}, "that is 1/500 of the figure of 2027"),
    ("supply", CHN_MG, {"capacity": 900_000.0}, "kg instead of t? Blank means no limit."),
    ("supply", CHN_MG, {"capacity": 0.9}, "that is 1/1,277 of the usual demand for Mg"),
    ("supply", DEU6, {"capacity": 3500.0}, "times the median capacity of the options of Ga_6N"),
    ("supply", CHN_MG, {"capacity_high": 1_500_000.0}, "times the capacity of this option"),
    ("supply", ISR_MG, {"capacity": 2028.0}, "that is the number of a year of the plan"),
    ("supply", ISR_MG, {"min_take": 0.05}, "that is 1/12,000 of the capacity of this option"),
    ("supply", ISR_MG, {"min_take": 12_000.0}, "that is 10 times the usual demand for Mg"),
    ("materials", MG, {"initial_stock": 0.15}, "kt instead of t?"),
    ("materials", MG, {"initial_stock": 150_000.0}, "that is 131 times the usual demand for Mg"),
    ("materials", MG, {"max_stock": 300_000.0}, "that is 261 times the usual demand for Mg"),
    ("materials", MG, {"stock_target_days": 0.08}, "less than a day of demand"),
    ("materials", MG, {"max_stock": 90.0}, "the reserve asked of Mg (up to 150 t) is more"),
    ("conversions", 0, {"capacity": 20_000.0}, "that is 377 times the usual demand for Ga_6N"),
    ("conversions", 0, {"capacity": 0.02}, "that is 1/2,650 of the usual demand for Ga_6N"),
    # CO2, power, governance
    ("countries", 2, {"grid_co2": 330.0}, "g/kWh instead of kg/kWh?"),
    ("countries", 2, {"grid_co2": 0.00033}, "t instead of kg?"),
    ("routes", 4, {"grid_reference": 350.0}, "g/kWh instead of kg/kWh?"),
    ("routes", 4, {"electricity": 16_000.0}, "kWh/t or MWh/kg instead of kWh/kg?"),
    ("routes", 4, {"electricity": 0.01}, "of the other routes of Mg (median)"),
    ("routes", 4, {"co2": 5.0}, "electricity x grid_reference alone emits 5.6 kg CO2/kg"),
    ("routes", 3, {"co2": 28_000.0}, "times the other routes of Mg (median)"),
    ("routes", 5, {"co2": 0.0, "electricity": 0.0}, "the other routes of Mg (median) is 15.4"),
    ("supply", ISR_MG, {"co2": 8500.0}, "that is 1,000 times the factor of its route"),
    ("supply", ISR_MG, {"co2": 0.0085}, "that is 1/1,000 of the factor of its route"),
    ("conversions", 0, {"co2": 50_000.0}, "times the highest route of Ga"),
    ("countries", 0, {"max_share": 0.0065}, "that is 0.65 %; 65 % is written 0.65"),
    # prices that contradict each other
    ("supply", DEU4, {"price": 290.0}, "60% of what DEU ships comes from CHN"),
    ("supply", 4, {"price": 295.0}, "Ga_6N is made from Ga_4N, yet it is cheaper than chn4"),
    # limits
    ("limits", 0, {"value": 1.0}, "hardly ever binds: 1 is 100 %"),
    ("supply", CHN_MG, {"status": "recycled"}, "recovered in JPN, yet it is shipped from CHN"),
    ("supply", CHN_MG, {"price": 1e10}, "that is 1,000,000,000+ times the median price"),
    ("limits", 0, {"value": 0.0065}, "65 % is written 0.65"),
    ("limits", 1, {"value": 0.0}, "hardly ever binds"),
    ("limits", 2, {"value": 20.0}, "of the CO2 of a usual year"),
    ("limits", 2, {"value": 20_000_000.0}, "times the CO2 of a usual year"),
    ("limits", 3, {"value": 0.2}, "of the cost of a usual year"),
    ("limits", 3, {"value": 200_000.0}, "times the cost of a usual year"),
    ("limits", 4, {"value": 0.6}, "0.6 on a scale of 1 is 6,000"),
    ("limits", 4, {"value": 10_000.0}, "hardly ever binds"),
    ("limits", 4, {"penalty": 0.0}, "may be broken for nothing"),
    ("limits", 0, {"first_year": 2040}, "applies to no year of the plan (2027-2030)"),
    # rows that do nothing
    ("supply", USA_MG, {"first_year": 2040}, "delivers in no year of the plan (2027-2030)"),
    ("supply", USA_MG, {"last_year": 2020}, "delivers in no year of the plan (2027-2030)"),
    ("supply", USA_MG, {"capacity": 0.0}, "can deliver nothing in any year"),
    ("conversions", 1, {"capacity": 0.0}, "can deliver nothing in any year"),
    # scenarios
    ("changes", 0, {"value": 50.0}, "50 % is 0.5"),
    ("changes", 0, {"value": 0.005}, "0.5 % is 0.005"),
    ("changes", 1, {"value": 6000.0}, "times the price of the base case"),
    ("changes", 1, {"value": 0.006}, "of the price of the base case"),
    ("changes", 2, {"value": 10.0}, "10 % is written 0.1"),
]


def _cell(figures: dict[str, Any]) -> str:
    name = next(iter(figures)).removesuffix("_")
    return name[1:] if name[1:].isdigit() else name


@pytest.mark.parametrize(("sheet", "number", "figures", "why"), SLIPS)
def test_a_slip_is_told_at_its_cell(
    sheet: str, number: int, figures: dict[str, Any], why: str
) -> None:
    tables = typed(plausible(), sheet, number, **figures)
    place = row_of(tables, sheet, number).at.place(_cell(figures))
    told = [odd for odd in warnings(tables) if odd.place == place]
    assert len(told) == 1, [odd.lines()[0] for odd in warnings(tables)]
    assert why in told[0].lines()[0]
    assert told[0].found == next(iter(figures.values()))
    assert told[0].should.ja
    assert not told[0].explained


ALONE = [
    slip for slip in SLIPS if slip[0] not in ("demand", "materials") and "steps" not in slip[3]
]


@pytest.mark.parametrize(("sheet", "number", "figures", "why"), ALONE)
def test_a_slip_brings_no_warning_at_other_figures(
    sheet: str, number: int, figures: dict[str, Any], why: str
) -> None:
    """But for demand that can no longer be met: that is the slip's doing."""
    tables = typed(plausible(), sheet, number, **figures)
    told = [odd.lines()[0] for odd in warnings(tables)]
    assert [line for line in told if why not in line and "whatever is planned" not in line] == []


# Kinds that need more than one figure


def test_four_times_is_not_five_times() -> None:
    """With 3.3 and 4.15 (in the middle of 4.1 and 4.2), 4.15 or 3.3 is the median."""
    assert warnings(typed(plausible(), "supply", CHN_MG, price=20.7)) == ()
    assert len(warnings(typed(plausible(), "supply", CHN_MG, price=20.8))) == 1
    assert warnings(typed(plausible(), "supply", CHN_MG, price=0.67)) == ()
    assert len(warnings(typed(plausible(), "supply", CHN_MG, price=0.66))) == 1


def test_a_column_of_grid_factors_in_grams_is_one_warning() -> None:
    tables = plausible()
    rows = tuple(replace(row, grid_co2=1000 * (row.grid_co2 or 0)) for row in tables.countries)
    (told,) = warnings(replace(tables, countries=rows))
    assert told.place == rows[0].at.place("grid_co2")
    assert told.should.en.endswith("So do 5 others.")


def test_an_option_copied_under_another_name() -> None:
    tables = plausible()
    copy = replace(tables.supply[CHN_MG], supply="chn_mg_2")
    made = replace(tables, supply=(*tables.supply, copy))
    (told,) = warnings(made)
    assert "differs from chn_mg (Supply!A14) in nothing but the name" in told.should.en
    assert warnings(typed(made, "supply", len(tables.supply), price=2.4)) == ()


def test_a_product_is_held_against_feed_that_comes_later() -> None:
    """deu4 starts in 2029 at 650 USD/kg; deu6 stands at 620 in all years."""
    tables = typed(plausible(), "supply", DEU4, price=650.0, first_year=2029)
    (told,) = warnings(tables)
    assert told.place == tables.supply[DEU6].at.place("price")


def test_of_two_prices_each_is_held_against_the_other() -> None:
    made = simple(supply=[option("aaa", 3.0, 60, co2=1.0), option("bbb", 3000.0, 60, co2=1.0)])
    told = [odd.lines()[0] for odd in warnings(made)]
    assert any("1,000 times the price of the other option of Ga (3.0 USD/kg)" in t for t in told)
    assert any("1/1,000 of the price of the other option of Ga (3,000 USD/kg)" in t for t in told)


def test_freight_above_the_price_of_the_metal() -> None:
    """One option of Mg: no other freight to hold it against."""
    (told,) = warnings(simple(supply=[option("aaa", 20.0, 160, co2=1.0, freight=2000.0)]))
    assert "that is 100 times the price of the metal itself" in told.should.en
    (told,) = warnings(simple(supply=[option("aaa", 20.0, 160, co2=1.0, freight=30.0)]))
    assert told.should.en == "that is 1.5 times the price of the metal itself (20.0 USD/kg)."


def test_several_years_of_one_row_are_one_warning() -> None:
    tables = typed(plausible(), "supply_by_year", 1, y2027=4000.0, y2028=4100.0, y2030=4400.0)
    place = tables.supply_by_year[1].at.place(2027)
    (told,) = [odd for odd in warnings(tables) if odd.place == place]
    assert told.should.en.endswith("So do the years 2028, 2030.")
    assert len(warnings(tables)) == 1


def test_a_row_of_years_in_another_unit_is_held_against_supply() -> None:
    tables = typed(plausible(), "supply_by_year", 0, y2027=0.01, y2028=0.02, y2029=0.04, y2030=0.04)
    place = tables.supply_by_year[0].at.place(2027)
    assert [odd.place for odd in warnings(tables)] == [place]


def test_a_jump_that_lasts_is_told_where_it_begins() -> None:
    tables = typed(plausible(), "demand", MG, y2029=1.2, y2030=1.3)
    (told,) = [odd for odd in warnings(tables) if odd.place == tables.demand[MG].at.place(2029)]
    assert "1/917 of the figure of 2028" in told.should.en


def test_growth_is_no_slip() -> None:
    """A new use: 1, 30, 200 and 900 t."""
    tables = typed(plausible(), "demand", MG, y2027=1.0, y2028=30.0, y2029=200.0, y2030=900.0)
    assert warnings(typed(tables, "supply", ISR_MG, min_take=0.0)) == ()


def test_demand_in_kilotonnes_is_told_once_and_no_capacity_with_it() -> None:
    tables = typed(plausible(), "demand", MG, y2027=1.0, y2028=1.1, y2029=1.2, y2030=1.3)
    told = [odd.place for odd in warnings(tables) if odd.sheet in ("Demand", "Supply")]
    assert tables.demand[MG].at.place(2027) in told
    assert not [
        place for place in told if place.endswith(tables.supply[CHN_MG].at.cell("capacity"))
    ]


def test_a_small_supplier_among_small_ones_is_no_slip() -> None:
    """1 t of 112 t, beside options of 5 and 8 t, and one that can deliver all."""
    supply = [
        option(name, 300.0 + n, capacity, co2=1.0)
        for n, (name, capacity) in enumerate(
            (("aaa", 1.0), ("bbb", 5.0), ("ccc", 8.0), ("ddd", 200.0))
        )
    ]
    assert warnings(simple(demand=112.0, supply=supply)) == ()


def test_demand_that_cannot_be_met_is_told_in_tonnes_by_year() -> None:
    """100 t a year; 60 t can be had, and 50 t in store lose a tenth: 45 t more, once.

    2027: 105 t for 100 t, 5 t are left, of which 4.5 t last; 2028: 64.5 t, short by 35.5; then 40.
    """
    material = {
        **{"material": "Ga", "mineral": "Ga", "shortage_cost": 90.0},
        **{"initial_stock": 50.0, "max_stock": 50.0, "storage_loss": 0.1},
    }
    supply = [option("aaa", 10, 40, co2=1.0), option("bbb", 12, 20, co2=1.0)]
    made = simple((2027, 2029), materials=[material], supply=supply)
    (told,) = warnings(made)
    assert told.place == made.demand[0].at.place(2028)
    assert told.found == 100
    assert "give at most 64.5 t of Ga in 2028" in told.should.en
    assert "Short by at least 35.5 t (2028), 40.0 t (2029)." in told.should.en
    _, solution = solve(made, "cost")
    short = {t: solution["shortage"]["Ga", t] for t in (2027, 2028, 2029)}
    assert short == pytest.approx({2027: 0, 2028: 35.5, 2029: 40})


def test_a_grade_made_from_another_is_no_gap_but_both_together_may_be() -> None:
    """6N is refined from 4N at 0.5: 40 t of 4N give 20 t. Together 60 t are needed of 50."""
    materials = [
        {"material": name, "mineral": "Ga", "shortage_cost": 90.0} for name in ("low", "high")
    ]
    refine = {"conversion": "r", "from_material": "low", "to_material": "high", "country": "AAA"}
    supply = [{**option("aaa", 10, 50, co2=1.0), "material": "low"}]

    def told(low: float, high: float) -> list[str]:
        made = simple(
            materials=materials,
            demand={"low": [low], "high": [high]},
            supply=supply,
            conversions=[{**refine, "yield": 0.5}],
        )
        return [odd.lines()[0] for odd in warnings(made)]

    assert told(10.0, 20.0) == []
    assert told(10.0, 30.0)[0].endswith("Short by at least 5.0 t (2027).")
    (together,) = told(35.0, 20.0)
    assert "at most 50.0 t of high, low in 2027" in together
    assert "Short by at least 5.0 t (2027)." in together


def _scores(*scores: float) -> Tables:
    tables = plausible()
    rows = zip(tables.countries, scores, strict=True)
    return replace(tables, countries=tuple(replace(row, wgi=score) for row, score in rows))


def test_governance_between_nothing_and_one_is_another_scale() -> None:
    tables = _scores(0.55, 0.56, 0.23, 0.21, 0.3, 0.4)
    (told,) = warnings(tables)
    assert told.place == tables.countries[0].at.place("wgi")
    assert "all 6 scores lie between 0.21 and 0.56" in told.should.en
    assert warnings(_scores(0.55, 0.56, 0.23, 0.21, 0.3, -0.4)) == ()
    assert warnings(_scores(0.55, 0.56, 0.23, 0.21, 0.3, 1.4)) == ()


def test_a_shipper_that_depends_little_may_be_cheaper() -> None:
    tables = typed(plausible(), "supply", DEU4, price=290.0)
    assert warnings(typed(tables, "origins", 0, share=0.1)) == ()
    (told,) = warnings(typed(tables, "supply", DEU4, status="recycled"))
    assert "recovered in JPN" in told.should.en  # and nothing of its price


def test_a_baseline_that_lacks_a_part() -> None:
    tables = typed(plausible(), "baseline", 0, share=0.07)
    (told,) = warnings(tables)
    assert told.place == tables.baseline[1].at.place("share")
    assert "the shares of Ga add up to 0.37" in told.should.en


def _with_columns_to(tables: Tables, last: int) -> Tables:
    """The tables with further year columns on Demand, which the plan leaves out."""
    cells = {str(year): f"Z{year}" for year in range(2027, last + 1)}
    row = tables.demand[0]
    at = replace(row.at, cells={**cells, **row.at.cells})
    return replace(tables, demand=(replace(row, at=at), *tables.demand[1:]))


def test_a_plan_of_fewer_years_makes_no_row_odd() -> None:
    """An option and a limit from 2032 on: odd if the sheets end in 2030, not if in 2035."""
    tables = typed(plausible(), "supply", USA_MG, first_year=2032)
    tables = typed(tables, "limits", 0, first_year=2032)
    assert len(warnings(tables)) == 2
    assert warnings(_with_columns_to(tables, 2035)) == ()


def test_a_scenario_without_a_change() -> None:
    tables = plausible()
    made = replace(tables, changes=tables.changes[1:])
    (told,) = warnings(made)
    assert told.place == made.scenarios[0].at.place("scenario")
    assert warnings(typed(made, "scenarios", 0, active="no")) == ()


def test_footprints_nobody_gave() -> None:
    """Without a Routes sheet an option with a footprint of its own is known, another is not."""
    assert warnings(simple(supply=[option("aaa", 10, 160, co2=3.0)])) == ()
    (told,) = warnings(simple(supply=[option("aaa", 10, 160)]))
    assert told.lines()[0].startswith("Sheet Routes is missing or empty: CO2 counts only")
    assert told.lines()[1].startswith("シート Routes がない（または空の）")


# What is said of all of them


def test_warnings_of_the_reader_stand_among_the_others_in_sheet_order() -> None:
    why = Words("rows 3-4 are hidden.", "3-4行が非表示です。")
    seen = (InputWarning("Demand", "A7", "Mg", why), InputWarning("Mine", "", None, why))
    tables = replace(typed(plausible(), "supply", CHN4, tariff=5.0), warnings=seen)
    tables = typed(tables, "materials", MG, stock_target_days=0.08)
    assert [odd.sheet for odd in warnings(tables)] == ["Mine", "Materials", "Demand", "Supply"]


def test_a_note_that_names_the_column_explains_the_figure() -> None:
    tables = typed(plausible(), "supply", CHN_MG, price=2300.0, tariff=5.0)
    noted = typed(tables, "supply", CHN_MG, note="Offer of May. Checked price: a sample of 1 kg.")
    price, tariff = warnings(noted)
    assert price.explained == "Offer of May. Checked price: a sample of 1 kg."
    assert counted(warnings(noted)) == (tariff,)


def test_years_and_changes_are_explained_on_supply_and_scenarios() -> None:
    tables = typed(plausible(), "supply_by_year", 1, y2029=4200.0)
    noted = typed(tables, "supply", USA_MG, note="checked price: yes")
    assert len(warnings(noted)) == 1
    assert counted(warnings(noted)) == ()
    changed = typed(plausible(), "changes", 1, value=6000.0)
    noted = typed(changed, "scenarios", 1, note="確認済み price：1951年の値")
    assert len(warnings(noted)) == 1
    assert counted(warnings(noted)) == ()


@pytest.mark.parametrize(
    ("note", "explains"),
    [
        ("checked capacity: token amount", True),
        ("Checked price, capacity: both", True),
        ("確認済み capacity: 名目量", True),
        ("確認済 price、ｃａｐａｃｉｔｙ：名目量", True),
        ("Checked: all of it", False),
        ("checked price: capacity is doubtful", False),
        ("capacity checked", False),
        ("checked capacity_high: wide", False),
        ("", False),
    ],
)
def test_what_counts_as_checked(note: str, explains: bool) -> None:
    assert is_checked(note, "capacity") is explains


def test_the_middle_is_by_ratio() -> None:
    assert median([]) == 0
    assert median([0.0, 4.0, 1.0, 100.0]) == 4
    assert median([2.0, 8.0]) == 4


def test_the_default_case_has_none_that_its_notes_do_not_explain(default_case: Case) -> None:
    found = input_warnings(default_case)
    assert counted(found) == ()


def test_warnings_change_nothing_but_what_is_told() -> None:
    """The same plan with and without what the reader found odd and a note that explains it."""
    plain = typed(plausible(), "supply", CHN4, tariff=1.0)
    why = Words("odd", "変")
    noted = typed(plain, "supply", CHN4, note="checked tariff: yes")
    noted = replace(noted, warnings=(InputWarning("Supply", "A1", 1, why),))
    _, one = solve(plain, "cost")
    _, other = solve(noted, "cost")
    assert one["imports"] == other["imports"]
    assert replace(noted, warnings=(), supply=plain.supply) == plain


# The workbook


def _read(folder: Path, **cells: Any) -> tuple[InputWarning, ...]:
    book = openpyxl.load_workbook(DEFAULT)
    for place, value in cells.items():
        sheet, cell = place.split("_")
        book[sheet][cell] = value
    book.save(folder / "made.xlsx")
    return counted(input_warnings(make_case(read(folder / "made.xlsx"))))


def test_dollars_a_tonne_in_the_default_workbook(tmp_path: Path) -> None:
    """Mg costs 2.2 to 5.5 USD/kg; of its 16 options the middle ones stand at 3.7 and 4.0."""
    (told,) = _read(tmp_path, Supply_L31=2600)
    assert told.lines() == (
        "Supply!L31 holds 2600; that is 676 times the median price of the options of Mg"
        " (3.8 USD/kg): USD/t instead of USD/kg?",
        "Supply!L31 の内容は 2600。Mg の供給元の価格の中央値（3.8 USD/kg）の676倍です。"
        "USD/kg に対し USD/t の値ではありませんか。",
    )


def test_governance_reversed_and_from_nothing_to_one_in_the_default_workbook(
    tmp_path: Path,
) -> None:
    """(2.5 - wgi) / 5, as some tables of risk have it."""
    sheet = openpyxl.load_workbook(DEFAULT)["Countries"]
    scores = {
        f"Countries_F{row}": (2.5 - value) / 5
        for row in range(7, 40)
        if isinstance(value := sheet[f"F{row}"].value, int | float)
    }
    (told,) = _read(tmp_path, Settings_B19="wgi", **scores)
    assert told.place == "Countries!F7"
    assert "all 26 scores lie between 0.1582 and 0.7576" in told.should.en
