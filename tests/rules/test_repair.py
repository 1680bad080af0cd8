"""Repairs: the amounts by hand, the roundings, the sentences; and causes of a shortage."""

from __future__ import annotations

import re
from dataclasses import replace

import openpyxl
import pytest

from model.case import make_case
from model.command.commands import run
from model.command.printing import tell
from model.errors import COMBINED, OFF, SINGLE, CellChange, NoPlanError, Repair, Words
from model.explain.shortage_causes import causes
from model.pipeline import make_plan
from model.read import read
from model.report import write_no_plan
from model.results.reasons.shortage import shortage_causes
from model.results.repairs import COLUMNS, menu, repairs_table
from model.rules.constraints import limit_words
from model.template import write_template
from model.workbook.edits import amended
from model.workbook.layout import Limit, Tables
from model.workbook.rounding import typed
from tests.broken import limit, mended, write
from tests.cases import option, row, simple
from tests.conftest import ROOT
from tests.rules.test_conflict import FLOOR, two

FLOORS = [
    {"limit": "a", **FLOOR, "country_or_group": "AAA", "value": 0.6},
    {"limit": "b", **FLOOR, "country_or_group": "BBB", "value": 0.5},
]


def no_plan(tables: Tables) -> NoPlanError:
    with pytest.raises(NoPlanError) as caught:
        make_plan(make_case(tables))
    return caught.value


def offers(tables: Tables) -> list[tuple[str, dict[str, float | str]]]:
    """Kind and changes of every repair, in order."""
    return [(r.kind, {c.cell: c.to for c in r.changes}) for r in no_plan(tables).repairs]


# -- amounts ---------------------------------------------------------------------------------


def test_two_floors_of_110_percent() -> None:
    """Lower 60 % to 50 % (a sixth) or 50 % to 40 % (a fifth), or both by a tenth of the sum.

    Both by the same part: (0.6 + 0.5) x (1 - 1/11) = 1; 0.5454... and 0.4545..., rounded down.
    """
    assert offers(two(FLOORS)) == [
        (SINGLE, {"Limits!I7": 0.5}),
        (SINGLE, {"Limits!I8": 0.4}),
        (COMBINED, {"Limits!I7": 0.545, "Limits!I8": 0.454}),
        (OFF, {"Limits!B7": "no"}),
        (OFF, {"Limits!B8": "no"}),
    ]


def test_clashes_apart_are_mended_together() -> None:
    """Floors of 95 and 93 t in different years; both options deliver 90 t."""
    limits = [FLOORS[0] | {"value": 0.95, "last_year": 2027},
              FLOORS[1] | {"value": 0.93, "first_year": 2029}]  # fmt: skip
    assert offers(two(limits)) == [(COMBINED, {"Limits!I7": 0.9, "Limits!I8": 0.9})]


def test_one_figure_is_changed_in_all_its_years() -> None:
    """Demand falls to 80 t: what is taken has to come down to the 40 t of the worst year."""
    tables = simple(
        (2027, 2029),
        {"Ga": [100, 90, 80]},
        supply=[option("aaa", 10, 90, min_take=50.0), option("bbb", 14, 90, min_take=40.0)],
    )
    changes = dict(offers(tables)[:1])
    assert changes == {SINGLE: {"Supply!K7": 40.0}}


def test_each_year_with_a_cell_of_its_own_is_changed_by_itself() -> None:
    """9, 45, 40 t to take, at most 30 t: two of three cells come down."""
    yearly = {"supply": "aaa", "field": "min_take", "by_year": {2027: 9, 2028: 45, 2029: 40}}
    ceiling = {"limit": "a", "measure": "country_share", "country_or_group": "AAA", "value": 0.3}
    found = offers(two([ceiling], supply_by_year=[yearly]))
    assert (SINGLE, {"SupplyByYear!D7": 30.0, "SupplyByYear!E7": 30.0}) in found
    assert (SINGLE, {"Limits!I7": 0.45}) in found
    assert (OFF, {"SupplyByYear!D7": 0.0, "SupplyByYear!E7": 0.0}) in found


def test_a_year_of_several_that_has_to_come_down_to_nothing() -> None:
    """45 and 40 t to take; nothing may come in 2028, 30 t in 2029."""
    yearly = {"supply": "aaa", "field": "min_take", "by_year": {2027: 9, 2028: 45, 2029: 40}}
    share = {"measure": "country_share", "country_or_group": "AAA"}
    ceilings = [
        {"limit": "a", **share, "value": 0.0, "first_year": 2028, "last_year": 2028},
        {"limit": "b", **share, "value": 0.3, "first_year": 2029},
    ]
    found = offers(two(ceilings, supply_by_year=[yearly]))
    assert {"SupplyByYear!D7": 0.0, "SupplyByYear!E7": 30.0} in [cells for _, cells in found]


def test_hhi_with_and_without_meeting_demand() -> None:
    """80 t are 6,400 points; with the other 20 t, 6,800. 77.4 t alone are under 6,000 points.

    To meet demand at 6,000 points: a^2 + (1 - a)^2 = 0.6, a = 0.7236.
    """
    tables = two([{"limit": "h", "measure": "hhi", "value": 6000.0}])
    bound = replace(tables.supply[0], min_take=80.0)
    error = no_plan(replace(tables, supply=(bound, tables.supply[1])))
    found = {c.to: r.shortage for r in error.repairs for c in r.changes if len(r.changes) == 1}
    assert found[6400.0] == pytest.approx(60, rel=1e-3)
    assert found[6800.0] == 0
    assert found[77.4] > 50
    assert found[72.3] == 0


def test_a_ceiling_that_would_pass_one_is_switched_off() -> None:
    """120 t to take of 100 needed; a store holds the rest: no share up to 1 will do."""
    tables = simple(
        supply=[option("aaa", 10, 130, min_take=120.0)],
        materials=[{"material": "Ga", "mineral": "Ga", "shortage_cost": 9.0, "max_stock": 50.0}],
        countries=[{"country": "AAA", "name_en": "A"}],
        limits=[{"limit": "a", "measure": "country_share", "value": 0.9}],
    )
    assert offers(tables) == [
        (SINGLE, {"Supply!K7": 90.0}),
        (OFF, {"Limits!B7": "no"}),
        (OFF, {"Supply!K7": 0.0}),
    ]


def test_without_a_column_active_nothing_is_switched_off() -> None:
    tables = two(FLOORS)
    limits = tuple(
        replace(row, at=replace(row.at, cells={c: a for c, a in row.at.cells.items()
                                               if c != "active"}))
        for row in tables.limits
    )  # fmt: skip
    assert OFF not in [kind for kind, _ in offers(replace(tables, limits=limits))]


def test_the_smallest_change_comes_first() -> None:
    sizes = [r.size for r in no_plan(two(FLOORS)).repairs if r.kind == SINGLE]
    assert sizes == pytest.approx([1 / 6, 1 / 5])


# -- rounding --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "needed", "told"),
    [
        (0.6, 0.5000000001, 0.5),
        (0.6, 0.4999999999, 0.5),
        (0.6, 0.54545, 0.545),
        (0.65, 0.71212, 0.713),
        (900_000, 943_211, 944_000),
        (4510, 4512.3, 4513),
        (12_345, 12_344.5, 12_340),
        (0.3, 0.0, 0.0),
        (0.0, 0.0523, 0.0523),
    ],
)
def test_figures_are_typed_short_and_on_the_loose_side(now, needed, told):
    first, *looser = typed(now, needed, up=needed > now)
    assert first == told
    beyond = [(value - first) * (1 if needed > now else -1) for value in looser]
    assert all(step > 0 for step in beyond)


# -- words -----------------------------------------------------------------------------------

UNWELCOME = re.compile(
    "pyomo|highs|solver|infeasible|column|constraint|elastic|nan|inf|e-0", re.IGNORECASE
)


def test_the_sentences() -> None:
    told = [words.en for words in menu(no_plan(two(FLOORS)).repairs)]
    assert told == [
        "Any one of these makes a plan possible:",
        "1. Lower limit a (Limits!I7) from 0.6 to 0.5.",
        "2. Lower limit b (Limits!I8) from 0.5 to 0.4.",
        "3. Lower limit a (Limits!I7) from 0.6 to 0.545; lower limit b (Limits!I8) from 0.5 to"
        " 0.454.",
        "4. Switch off limit a (Limits!B7: no instead of yes).",
        "5. Switch off limit b (Limits!B8: no instead of yes).",
    ]


NO_WORDS, CO2_CAP = Words("", ""), Words("co2", "co2")
CHINA, ALAND = Words("China (CHN)", "中国（CHN）"), Words("Aland, Ga (aaa)", "ア国・Ga（aaa）")
CHANGES = [
    CellChange("Limits!I8", "limit", "co2", CO2_CAP, NO_WORDS, 9e5, 944e3, "t CO2 a year"),
    CellChange("Countries!H7", "max_share", "CHN", CHINA, NO_WORDS, 0.4, 0.5, "share of demand"),
    CellChange("Countries!H7", "max_share", "CHN", CHINA, NO_WORDS, 0.4, 1.0, off=True),
    CellChange("Supply!K7", "min_take", "aaa", ALAND, NO_WORDS, 45.0, 0.0, "t", off=True),
    CellChange("SupplyByYear!D7", "min_take", "aaa", ALAND, NO_WORDS, 45.0, 30.0, "t", 2028),
]
TOLD = [
    ("raise limit co2 (Limits!I8) from 900,000 to 944,000 t CO2 a year",
     "制約 co2 を 900,000 から 944,000 t CO2/年 に引き上げる（Limits!I8）"),
    ("raise the largest share of China (CHN) (Countries!H7) from 0.4 to 0.5",
     "中国（CHN）の最大シェアを 0.4 から 0.5 に引き上げる（Countries!H7）"),
    ("lift the largest share of China (CHN) (Countries!H7: 1 instead of 0.4)",
     "中国（CHN）の最大シェアの制限をなくす（Countries!H7 を 0.4 から 1 に）"),
    ("drop the minimum take of Aland, Ga (aaa) (Supply!K7: 0 instead of 45 t)",
     "ア国・Ga（aaa）の引取義務量をなくす（Supply!K7 を 45 から 0 t に）"),
    ("lower the minimum take of Aland, Ga (aaa) in 2028 (SupplyByYear!D7) from 45 to 30 t",
     "ア国・Ga（aaa）の引取義務量（2028年）を 45 から 30 t に引き下げる（SupplyByYear!D7）"),
]  # fmt: skip


def test_every_kind_of_change_has_its_words() -> None:
    _, told = menu([Repair(COMBINED, tuple(CHANGES), 1.0, 12.34)])
    en, ja = ("; ".join(t for t, _ in TOLD), " + ".join(t for _, t in TOLD))
    assert told.en == f"1. R{en[1:]}. 12.3 t of demand would still be unmet."
    assert told.ja == f"1. {ja}。需要の不足 12.3 t は残ります。"


def test_without_a_repair_it_is_said_that_there_is_none() -> None:
    (told,) = menu([])
    assert told.en.startswith("No change")


def test_the_table_has_a_row_for_each_cell() -> None:
    table = repairs_table(no_plan(two(FLOORS)).repairs)
    assert tuple(table.columns) == COLUMNS
    assert list(table.repair) == [1, 2, 3, 3, 4, 5]
    assert list(table.loc[2, ["kind", "cell", "now", "change_to"]]) == [
        *(COMBINED, "Limits!I7", 0.6, 0.545)
    ]
    assert table.sentence[3].endswith("to 0.454, together with the other changes of repair 3.")
    for sentence in [*table.sentence, *table.sentence_ja]:
        assert not UNWELCOME.search(sentence)
        sentence.encode("cp932")


def test_the_menu_is_printed_and_written(tmp_path, capsys) -> None:
    error = no_plan(two(FLOORS))
    tell(error)
    printed = capsys.readouterr().err
    assert "1. Lower limit a (Limits!I7) from 0.6 to 0.5.\n1. 制約 a を 0.6 から 0.5" in printed
    table, told = repairs_table(error.repairs), tuple(menu(error.repairs))
    case = make_case(two(FLOORS))
    path = write_no_plan(tmp_path / "r.xlsx", case, error.culprits, {}, table, told)
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["Conflict", "Repairs", "Warnings", "Run"]
    sheet = workbook["Repairs"]
    (ref,) = [sheet.tables[name].ref for name in sheet.tables]
    header, *body = [[cell.value for cell in row] for row in sheet[ref]]
    assert tuple(header) == COLUMNS
    assert [row[0] for row in body] == [1, 2, 3, 3, 4, 5]
    lines = [row[0].value for row in workbook["Conflict"].iter_rows(min_row=10)]
    assert "2. Lower limit b (Limits!I8) from 0.5 to 0.4." in lines
    assert sheet["F1"].hyperlink.location == "Conflict!A1"


def test_the_command_ends_with_4_and_the_menu(tmp_path, capsys) -> None:
    path = write(tmp_path / "b.xlsx", limit("one", "country_share", "min", 0.7, "AAA"))
    with pytest.raises(NoPlanError) as caught:
        run(["plan", str(path), "-o", str(tmp_path / "r.xlsx")], 0.0)
    assert caught.value.exit_code == 4
    assert "Repairs" in openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames


# -- the default workbook --------------------------------------------------------------------


@pytest.fixture(scope="module")
def default_workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("default") / "default.xlsx"
    write_template(path, ROOT / "inputs" / "japan_ga_mg")
    return path


@pytest.mark.parametrize(
    ("cells", "culprits"),
    [
        ({"Limits!B14": "yes", "Limits!I14": 0.9}, {"Limits!I14"}),
        (
            {"Limits!B17": "yes", "Limits!I17": 2500, "Limits!J17": None, "Supply!K29": 26000},
            {"Limits!I17", "Supply!K29"},
        ),
    ],
    ids=["floor above capacity", "HHI against take-or-pay"],
)
def test_the_default_workbook_broken_and_mended(default_workbook, cells, culprits, tmp_path):
    path = mended(default_workbook, tmp_path / "broken.xlsx", cells)
    error = no_plan(read(path))
    decided = {c.cell for c in error.culprits if not c.cell.startswith("SupplyByYear")}
    assert culprits <= decided
    assert error.repairs
    for repair in error.repairs:
        changes = {change.cell: change.to for change in repair.changes}
        make_plan(make_case(read(mended(path, tmp_path / "mended.xlsx", changes))))


# -- cells -----------------------------------------------------------------------------------


def test_cells_are_changed_where_they_stand() -> None:
    yearly = {"supply": "aaa", "field": "min_take", "by_year": {2027: 9, 2028: 45}}
    tables = two(FLOORS, supply_by_year=[yearly])
    changed = amended(tables, {"SupplyByYear!D7": 5.0, "Limits!B8": "no", "Limits!I7": 0.2})
    assert changed.supply_by_year[0].by_year == {2027: 9, 2028: 5.0}
    assert [row.active for row in changed.limits] == ["yes", "no"]
    assert [row.value for row in changed.limits] == [0.2, 0.5]
    assert changed.supply == tables.supply
    with pytest.raises(KeyError, match="Limits!Z9"):
        amended(tables, {"Limits!Z9": 1.0})


# -- causes of a shortage --------------------------------------------------------------------


def short_of(tables: Tables):
    planned = make_plan(make_case(tables))
    return causes(planned.case, planned.refiner, planned.chosen.x)


def test_what_each_rule_keeps_away() -> None:
    """100 t needed; 30 t under a ceiling (of 50), 20 t: lifted, 50 + 20 leave 30 t short.

    Lifting the capacity of aaa lets nothing in, as the ceiling holds on; bbb's lets in all.
    """
    tables = simple(
        supply=[option("aaa", 10, 50), option("bbb", 14, 20)],
        countries=[{"country": "AAA", "name_en": "Aland"}, {"country": "BBB", "name_en": "Bland"}],
        limits=[{"limit": "a", "measure": "country_share", "country_or_group": "AAA",
                 "value": 0.3}],
    )  # fmt: skip
    found = short_of(tables)
    told = [(c.cell, c.decided, round(c.avoided, 4), round(c.shortage, 4)) for c in found]
    assert told == [
        ("", True, 20.0, 50.0),
        ("Limits!I7", True, 20.0, 50.0),
        ("Supply!I8", False, 50.0, 50.0),
    ]
    table = shortage_causes(make_case(tables), found)
    assert list(table.sentence) == [
        "50.0 t of Ga are short in 2027. 30.0 t of it remain without any limit, minimum take or"
        " largest share, because capacity is missing.",
        "50.0 t of Ga are short in 2027. The shortage falls by 20.0 t without the rule 'limit a:"
        " share shipped from Aland (AAA) is at most 0.3 of demand' (Limits!I7).",
        "50.0 t of Ga are short in 2027. The shortage falls by 50.0 t without the rule 'Bland, Ga"
        " (bbb) delivers at most 20 t' (Supply!I8). This rule is a capacity of plants or stores,"
        " not a decision.",
    ]
    for sentence in [*table.sentence, *table.sentence_ja]:
        assert not UNWELCOME.search(sentence)
        sentence.encode("cp932")


def test_a_store_can_be_the_cause() -> None:
    """60 t a year for 40 t and 80 t: with a store of 5 t, 15 t are short in 2028.

    A larger store would save the 20 t left over in 2027; a larger source 15 t, too.
    """
    found = short_of(
        simple(
            (2027, 2028),
            {"Ga": [40, 80]},
            supply=[option("aaa", 10, 60)],
            materials=[{"material": "Ga", "mineral": "Ga", "shortage_cost": 9.0, "max_stock": 5.0}],
        )
    )
    told = {(c.year, c.cell): round(c.avoided, 4) for c in found}
    assert told == {(2028, "Materials!H7"): 15.0, (2028, "Supply!I7"): 15.0, (2028, ""): 0.0}


def test_of_capacity_and_share_of_demand_the_other_holds_on() -> None:
    """Scrap: 10 % of 100 t, and 15 t at most: without the share 5 t more, without the 15 t none."""
    found = short_of(
        simple(supply=[option("aaa", 10, 50), option("jpn", 5, 15, capacity_share=0.1)])
    )
    told = {c.cell: round(c.avoided, 4) for c in found}
    assert told == {"Supply!I7": 40.0, "Supply!J8": 5.0, "": 0.0}


def test_two_rules_that_act_together_keep_it_away_together() -> None:
    """A ceiling on AAA and one on imports, both at 30 t: neither alone lets anything in."""
    found = short_of(
        simple(
            supply=[option("aaa", 10, 90)],
            countries=[{"country": "AAA", "name_en": "A"}],
            limits=[
                {"limit": "a", "measure": "country_share", "country_or_group": "AAA", "value": 0.3},
                {"limit": "b", "measure": "import_share", "value": 0.3},
            ],
        )
    )
    assert [(c.cell, round(c.avoided, 4)) for c in found] == [("", 60.0)]


def test_a_plan_without_shortage_has_no_causes() -> None:
    assert short_of(two([])) == ()
    assert list(shortage_causes(make_case(two([])), []).columns)[:3] == [
        "year",
        "material",
        "sentence",
    ]


@pytest.mark.parametrize(
    ("values", "en", "ja"),
    [
        ({"measure": "group_share", "mineral": "Ga", "country_or_group": "g7", "sense": "min"},
         "limit a: Ga share of group g7 is at least 0.5 of demand",
         "制約 a: Ga のグループg7のシェアは 0.5 （需要比）以上"),
        ({"measure": "country_share"}, "limit a: share shipped from any one country is at most 0.5"
         " of demand", "制約 a: 各国の出荷シェアは 0.5 （需要比）以下"),
        ({"measure": "country_share", "country_or_group": "AAA"}, "limit a: share shipped from"
         " Aland (AAA) is at most 0.5 of demand",
         "制約 a: ア国（AAA）の出荷シェアは 0.5 （需要比）以下"),
        ({"measure": "hhi", "mineral": "Mg", "value": 4094.0},
         "limit a: Mg concentration is at most 4094 HHI points",
         "制約 a: Mg の集中度は 4094 ポイント以下"),
    ],
)  # fmt: skip
def test_a_limit_is_told_in_words(values, en, ja) -> None:
    case = make_case(
        simple(supply=[option("aaa", 10, 50)],
               countries=[{"country": "AAA", "name_en": "Aland", "name_ja": "ア国"}])
    )  # fmt: skip
    assert limit_words(case, row(Limit, **{"limit": "a", "value": 0.5, **values})) == (en, ja)
