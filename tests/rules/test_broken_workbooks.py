"""More than sixty workbooks with one defect each: the culprit is named, and what is offered works.

The sound workbook stands in :mod:`tests.broken`. Gallium: 60 + 50 + 40 t from AAA, BBB, CCC and
20 t of scrap for 100 t. Magnesium: 900 + 600 t and 100 t of scrap for 1,000 t and 1,200 t.
"""

from __future__ import annotations

import pytest

from model.case import make_case
from model.errors import NoPlanError
from model.explain.shortage_causes import causes
from model.formulation import build
from model.lp.answer import InfeasibleError
from model.lp.compilation import compile_model
from model.pipeline import make_plan
from model.planning.planner import Planner
from model.read import read
from model.results.reasons.shortage import shortage_causes
from model.workbook.edits import amended
from model.workbook.layout import Tables
from tests.broken import Broken, limit, mended, write
from tests.workbooks import issues

ONE, TWO, THREE = "Limits!I2", "Limits!I3", "Limits!I4"
AAA, BBB, CCC, SCRAP = "Supply!H2", "Supply!H3", "SupplyByYear!C3:D3", "Supply!I5"
GA_STORE, MG_STORE = "Materials!E2", "Materials!E3"
TAKE_AAA, TAKE_BBB, TAKE_CCC = "Supply!J2", "Supply!J3", "Supply!J4"
CAP_AAA, CAP_BBB = "Countries!D2", "Countries!D3"
COUNTRY, GROUP, ORIGIN = "country_share", "group_share", "origin_share"
IMPORTS, RECYCLED = "import_share", "recycled_share"


def clash(name: str, *cells: dict, culprits: set[str], **offers: float) -> Broken:
    """A workbook without a plan; offers by cell, ``Limits_I2=0.6``."""
    together = {place: value for some in cells for place, value in some.items()}
    menu = {place.replace("_", "!"): value for place, value in offers.items()}
    return Broken(name, together, frozenset(culprits), menu)


FLOORS_ABOVE_CAPACITY = [
    clash(
        "country floor", limit("one", COUNTRY, "min", 0.7, "AAA"),
        culprits={ONE, AAA}, Limits_I2=0.6, Limits_B2="no",
    ),
    clash(
        "floor of what CCC ships", limit("one", COUNTRY, "min", 0.55, "CCC"),
        culprits={ONE, CCC}, Limits_I2=0.4,
    ),
    clash(
        "group floor: 60 + 50 of 115 t, no store", limit("one", GROUP, "min", 1.0, "pair"),
        {"Supply!H2": 30}, culprits={ONE, AAA, BBB}, Limits_I2=0.8,
    ),
    clash(
        "recycling floor", limit("one", RECYCLED, "min", 0.3),
        culprits={ONE, SCRAP}, Limits_I2=0.2,
    ),
    clash(
        "recycling floor in one year only: 100 of 1,200 t",
        limit("one", RECYCLED, "min", 0.1, mineral="Mg"),
        culprits={ONE, "Supply!H8"}, Limits_I2=0.0833,
    ),
    clash(
        "origin floor: half of what CCC ships is its own", limit("one", ORIGIN, "min", 0.3, "CCC"),
        culprits={ONE, CCC}, Limits_I2=0.2,
    ),
    clash(
        "import floor: 10 + 50 + 10 t", limit("one", IMPORTS, "min", 0.9),
        {"Supply!H2": 10, "SupplyByYear!C3": 10, "SupplyByYear!D3": 10},
        culprits={ONE, AAA, BBB, CCC}, Limits_I2=0.7,
    ),
    clash(
        "floor from a year on", limit("one", COUNTRY, "min", 0.6, "CCC", first=2028),
        culprits={ONE, CCC}, Limits_I2=0.4,
    ),
]  # fmt: skip

LIMITS_AGAINST_EACH_OTHER = [
    clash(
        "two floors of 110 t in all", limit("one", COUNTRY, "min", 0.6, "AAA"),
        limit("two", COUNTRY, "min", 0.5, "BBB"),
        culprits={ONE, TWO, GA_STORE}, Limits_I2=0.5, Limits_I3=0.4, Limits_B3="no",
    ),
    clash(
        "three floors of 120 t in all", limit("one", COUNTRY, "min", 0.5, "AAA"),
        limit("two", COUNTRY, "min", 0.4, "BBB"), limit("three", COUNTRY, "min", 0.3, "CCC"),
        culprits={ONE, TWO, THREE, GA_STORE}, Limits_I2=0.3, Limits_I3=0.2, Limits_I4=0.1,
    ),
    clash(
        "floor and ceiling of one country", limit("one", COUNTRY, "min", 0.5, "AAA"),
        limit("two", COUNTRY, "max", 0.4, "AAA"),
        culprits={ONE, TWO}, Limits_I2=0.4, Limits_I3=0.5,
    ),
    clash(
        "group floor against ceilings of its countries", limit("one", GROUP, "min", 0.8, "pair"),
        limit("two", COUNTRY, "max", 0.3, "AAA"), limit("three", COUNTRY, "max", 0.4, "BBB"),
        culprits={ONE, TWO, THREE}, Limits_I2=0.7, Limits_I3=0.4, Limits_I4=0.5,
    ),
    clash(
        "import floor against a ceiling on each country", limit("one", IMPORTS, "min", 0.9),
        limit("two", COUNTRY, "max", 0.25),
        culprits={ONE, TWO}, Limits_I2=0.75, Limits_I3=0.3,
    ),
    clash(
        "import floor against recycling floor", limit("one", IMPORTS, "min", 0.9),
        limit("two", RECYCLED, "min", 0.15),
        culprits={ONE, TWO, GA_STORE}, Limits_I2=0.85, Limits_I3=0.1,
    ),
    clash(
        "group ceiling against country floor", limit("one", GROUP, "max", 0.4, "pair"),
        limit("two", COUNTRY, "min", 0.5, "AAA"),
        culprits={ONE, TWO}, Limits_I2=0.5, Limits_I3=0.4,
    ),
    clash(
        "import ceiling against country floor", limit("one", IMPORTS, "max", 0.5),
        limit("two", COUNTRY, "min", 0.6, "AAA"),
        culprits={ONE, TWO}, Limits_I2=0.6, Limits_I3=0.5,
    ),
    clash(
        "origin ceiling against country floor: half of 40 t",
        limit("one", ORIGIN, "max", 0.1, "AAA"), limit("two", COUNTRY, "min", 0.4, "CCC"),
        culprits={ONE, TWO}, Limits_I2=0.2, Limits_I3=0.2,
    ),
    clash(
        "origin floor against country ceiling", limit("one", ORIGIN, "min", 0.72, "AAA"),
        limit("two", COUNTRY, "max", 0.5, "AAA"),
        culprits={ONE, TWO, CCC}, Limits_I2=0.7, Limits_I3=0.52,
    ),
    clash(
        "recycling ceiling against floor", limit("one", RECYCLED, "max", 0.05),
        limit("two", RECYCLED, "min", 0.1),
        culprits={ONE, TWO}, Limits_I2=0.1, Limits_I3=0.05,
    ),
    clash(
        "overlap of a year", limit("one", COUNTRY, "min", 0.5, "AAA", first=2028),
        limit("two", COUNTRY, "max", 0.3, "AAA", last=2028),
        culprits={ONE, TWO}, Limits_I2=0.3, Limits_I3=0.5,
    ),
    clash(
        "floor against the country's own ceiling", limit("one", COUNTRY, "min", 0.5, "AAA"),
        {"Countries!D2": 0.4}, culprits={ONE, CAP_AAA}, Limits_I2=0.4, Countries_D2=0.5,
    ),
    clash(
        "group floor against the countries' own ceilings",
        limit("one", GROUP, "min", 0.8, "pair"), {"Countries!D2": 0.3, "Countries!D3": 0.4},
        culprits={ONE, CAP_AAA, CAP_BBB}, Limits_I2=0.7, Countries_D2=0.4, Countries_D3=0.5,
    ),
    clash(
        "import floor against own ceilings", limit("one", IMPORTS, "min", 0.85),
        {"Countries!D2": 0.3, "Countries!D3": 0.2, "Countries!D4": 0.3},
        culprits={ONE, CAP_AAA, CAP_BBB, "Countries!D4"}, Limits_I2=0.8, Countries_D2=0.35,
    ),
]  # fmt: skip

TAKE_OR_PAY = [
    clash(
        "105 t to take, 100 t needed", {TAKE_AAA: 60, TAKE_BBB: 45},
        culprits={TAKE_AAA, TAKE_BBB, GA_STORE}, Supply_J2=55, Supply_J3=40,
    ),
    clash(
        "the store holds 100 t of 300", {"Supply!J6": 900, "Supply!J7": 400},
        culprits={"Supply!J6", "Supply!J7", MG_STORE}, Supply_J6=700, Supply_J7=200,
    ),
    clash(
        "in one year", {"SupplyByYear!D2": 40, TAKE_AAA: 50, TAKE_BBB: 20},
        culprits={"SupplyByYear!C2:D2", TAKE_AAA, TAKE_BBB, GA_STORE},
        SupplyByYear_D2=30, Supply_J2=40, Supply_J3=10,
    ),
    clash(
        "against a ceiling", {TAKE_AAA: 60}, limit("one", COUNTRY, "max", 0.4, "AAA"),
        culprits={TAKE_AAA, ONE}, Supply_J2=40, Limits_I2=0.6,
    ),
    clash(
        "against a ceiling in one year", {"SupplyByYear!D2": 35},
        limit("one", COUNTRY, "max", 0.2, "CCC"),
        culprits={"SupplyByYear!C2:D2", ONE}, SupplyByYear_D2=20, Limits_I2=0.35,
    ),
    clash(
        "against a ceiling for all", {"Supply!J6": 800},
        limit("one", COUNTRY, "max", 0.5, None, None),
        culprits={"Supply!J6", ONE}, Supply_J6=500, Limits_I2=0.8,
    ),
    clash(
        "against the country's own ceiling", {TAKE_AAA: 60, "Countries!D2": 0.45},
        culprits={TAKE_AAA, CAP_AAA}, Supply_J2=45, Countries_D2=0.6,
    ),
    clash(
        "against a group ceiling", {TAKE_AAA: 50, TAKE_BBB: 30},
        limit("one", GROUP, "max", 0.5, "pair"),
        culprits={TAKE_AAA, TAKE_BBB, ONE}, Supply_J2=20, Limits_I2=0.8,
    ),
    clash(
        "against an origin ceiling", {TAKE_CCC: 40, "SupplyByYear!C2": None,
        "SupplyByYear!D2": None}, limit("one", ORIGIN, "max", 0.1, "AAA"),
        culprits={TAKE_CCC, ONE}, Supply_J4=20, Limits_I2=0.2,
    ),
    clash(
        "against an import ceiling", {TAKE_AAA: 55}, limit("one", IMPORTS, "max", 0.5),
        culprits={TAKE_AAA, ONE}, Supply_J2=50, Limits_I2=0.55,
    ),
    clash(
        "scrap against a recycling ceiling", {"Supply!J5": 15},
        limit("one", RECYCLED, "max", 0.1), culprits={"Supply!J5", ONE}, Limits_I2=0.15,
    ),
    clash(
        "scrap against an import floor", {"Supply!J5": 15}, limit("one", IMPORTS, "min", 0.9),
        culprits={"Supply!J5", ONE, GA_STORE}, Supply_J5=10, Limits_I2=0.85,
    ),
]  # fmt: skip

HHI, CO2, COST = "hhi", "co2", "cost"
CEILINGS_TOO_LOW = [
    clash(
        "60 t from one are 3,600 points", {TAKE_AAA: 60}, limit("one", HHI, "max", 3000, None),
        culprits={TAKE_AAA, ONE}, Limits_I2=3600,
    ),
    clash(
        "a floor of 60 % is 3,600 points", limit("one", HHI, "max", 2500, None),
        limit("two", COUNTRY, "min", 0.6, "AAA"), culprits={ONE, TWO}, Limits_I2=3600,
        Limits_I3=0.5,
    ),
    clash(
        "80 % from two countries are 3,200 points at least", limit("one", HHI, "max", 2450, None),
        limit("two", GROUP, "min", 0.8, "pair"), culprits={ONE, TWO}, Limits_I2=3200, Limits_I3=0.7,
    ),
    clash(
        "90 % imported from three are 2,700 points at least", limit("one", HHI, "max", 1200, None),
        limit("two", IMPORTS, "min", 0.9), culprits={ONE, TWO}, Limits_I2=2700, Limits_I3=0.6,
    ),
    clash(
        "take-or-pay of two countries", {TAKE_AAA: 40, TAKE_BBB: 30},
        limit("one", HHI, "max", 2000, None), culprits={TAKE_AAA, TAKE_BBB, ONE}, Limits_I2=2500,
    ),
    clash(
        "60 t at 30 kg/kg are 1,800 t CO2", {TAKE_AAA: 60}, limit("one", CO2, "max", 1500, None),
        culprits={TAKE_AAA, ONE}, Supply_J2=50, Limits_I2=1800,
    ),
    clash(
        "a floor of 50 % is 1,500 t CO2", limit("one", CO2, "max", 1200, None),
        limit("two", COUNTRY, "min", 0.5, "AAA"), culprits={ONE, TWO}, Limits_I2=1500,
        Limits_I3=0.4,
    ),
    clash(
        "500 t of magnesium are 14,000 t CO2", {"Supply!J6": 500},
        limit("one", CO2, "max", 11200, None, "Mg"), culprits={"Supply!J6", ONE},
        Supply_J6=400, Limits_I2=14000,
    ),
    clash(
        "CO2 of both minerals: 600 + 2,800 t", {TAKE_AAA: 20, "Supply!J6": 100},
        limit("one", CO2, "max", 3000, None, None), culprits={TAKE_AAA, "Supply!J6", ONE},
        Limits_I2=3400,
    ),
    clash(
        "60 t at 300 USD/kg are 18 million", {TAKE_AAA: 60}, limit("one", COST, "max", 15, None),
        culprits={TAKE_AAA, ONE}, Supply_J2=50, Limits_I2=18,
    ),
    clash(
        "a floor of 40 % at 400 USD/kg is 16 million", limit("one", COST, "max", 12, None),
        limit("two", COUNTRY, "min", 0.4, "CCC"), culprits={ONE, TWO}, Limits_I2=16, Limits_I3=0.3,
    ),
    clash(
        "a budget of both minerals from 2028 on", {"Supply!J6": 500, TAKE_AAA: 10},
        limit("one", COST, "max", 3, None, None, first=2028),
        culprits={"Supply!J6", TAKE_AAA, ONE}, Limits_I2=4.5,
    ),
]  # fmt: skip

SEVERAL = [
    clash(
        "two floors above two capacities", limit("one", COUNTRY, "min", 0.8, "AAA", last=2027),
        limit("two", COUNTRY, "min", 0.6, "BBB", first=2028), culprits={ONE, TWO, AAA, BBB},
    ),
    clash(
        "one clash in each mineral", limit("one", COUNTRY, "max", 0.5, "AAA"), {TAKE_AAA: 60},
        limit("two", COUNTRY, "max", 0.5, "AAA", "Mg"), {"Supply!J6": 800},
        culprits={ONE, TWO, TAKE_AAA, "Supply!J6"},
    ),
    clash(
        "both floors against one ceiling", limit("one", IMPORTS, "max", 0.2),
        limit("two", COUNTRY, "min", 0.5, "AAA"), limit("three", COUNTRY, "min", 0.4, "BBB"),
        culprits={ONE, TWO}, Limits_I2=0.9,
    ),
]  # fmt: skip

CLASHES = [
    *FLOORS_ABOVE_CAPACITY,
    *LIMITS_AGAINST_EACH_OTHER,
    *TAKE_OR_PAY,
    *CEILINGS_TOO_LOW,
    *SEVERAL,
]


def slip(name: str, cell: str, value: object, should: str, fits: object) -> Broken:
    """A workbook the reader sends back: what should stand in the cell, and a value that may."""
    return Broken(name, {cell: value}, frozenset({cell}), {"should": should}, fits=fits)


SLIPS = [
    slip("take above capacity", TAKE_AAA, 70, "at most what aaa_ga can deliver in 2027 (60 t)", 60),
    slip("take above capacity in a year", "SupplyByYear!D2", 45,
         "at most what ccc_ga can deliver in 2028 (40 t)", 40),
    slip("take above what scrap arises", "Supply!J5", 25,
         "at most what scrap_ga can deliver in 2027 (20 t)", 20),
    slip("opening stock beyond the store", "Materials!D3", 150, "at most max_stock (100 t)", 100),
    slip("a share in percent", "Limits!I2", 65, "a share of demand from 0 to 1", 0.65),
    slip("a floor on HHI", "Limits!D2", "min", "max: a floor on concentration", "max"),
    slip("ceiling of a country in percent", CAP_AAA, 40, "at most 1", 0.4),
    slip("a reserve of three years", "Materials!F3", 1095, "at most 730", 365),
    slip("a negative capacity", "Supply!H3", -50, "at least 0", 50),
    slip("a country nobody knows", "Limits!F3", "BBX", "Did you mean BBB?", "BBB"),
    slip("a measure nobody knows", "Limits!C2", "country share", "one of country_share",
         COUNTRY),
    slip("a recycled share of two", SCRAP, 2, "at most 1", 0.2),
    slip("origins above one", "Origins!D2", 1.5, "at most 1", 0.5),
    slip("an end before the beginning", "Settings!B4", 2020, "a year not before first_year", 2028),
]  # fmt: skip


def short(name: str, *cells: dict, left: float, **avoided: float) -> Broken:
    """A workbook whose demand cannot be met: tonnes avoided in 2027 by cell, and what is left."""
    together = {place: value for some in cells for place, value in some.items()}
    told = {place.replace("_", "!"): tonnes for place, tonnes in avoided.items()}
    return Broken(name, together, avoided={**told, "": left})


SHORTAGES = [
    short("ceilings of 20 % on three countries: 80 t", limit("one", COUNTRY, "max", 0.2), left=0,
          Limits_I2=20),
    short("own ceilings of 10 %: 10 + 10 + 40 + 20 t", {CAP_AAA: 0.1, CAP_BBB: 0.1}, left=0,
          Countries_D2=20, Countries_D3=20),
    short("an import ceiling", limit("one", IMPORTS, "max", 0.6), left=0, Limits_I2=20),
    short("a group ceiling: 20 + 40 + 20 t", limit("one", GROUP, "max", 0.2, "pair"), left=0,
          Limits_I2=20),
    short("an origin ceiling: 50 + 20 + 20 t, as half of CCC's 20 t is AAA's",
          limit("one", ORIGIN, "max", 0.1, "AAA"), left=0, Limits_I2=10),
    short("an HHI ceiling of 300: three times 10 %", limit("one", HHI, "max", 300, None), left=0,
          Limits_I2=50),
    short("a CO2 ceiling: 20 x 2 + 40 x 20 + 9 x 30 kt", limit("one", CO2, "max", 1110, None),
          left=0, Limits_I2=31),
    short("a budget: 5 + 18 + 3.5 million", limit("one", COST, "max", 26.5, None), left=0,
          Limits_I2=10),
    short("two ceilings, each to be lifted: 60 t of AAA and scrap",
          limit("one", COUNTRY, "max", 0.05, "BBB"), limit("two", COUNTRY, "max", 0.05, "CCC"),
          left=0, Limits_I2=10, Limits_I3=10),
    short("demand above all there is: 170 t", {"Demand!B2": 200, "Supply!I5": 0.1}, left=30,
          Supply_H2=30, Supply_H3=30),
    short("half by a ceiling, half for want of capacity: 30 + 20 + 20 of 100 t",
          limit("one", COUNTRY, "max", 0.3, "AAA"),
          {"Supply!H3": 10, "SupplyByYear!C3": 0, "SupplyByYear!D3": 0}, left=10,
          Limits_I2=30, Supply_H3=40),
]  # fmt: skip

ALL = [*CLASHES, *SLIPS, *SHORTAGES]


def test_there_are_sixty():
    assert len(ALL) >= 60
    assert len({broken.name for broken in ALL}) == len(ALL)


def planner(tables: Tables) -> Planner:
    case = make_case(tables)
    return Planner(case, compile_model(build(case)))


def plannable(tables: Tables) -> bool:
    """Whether there is a plan for the objective of the settings."""
    try:
        planner(tables).solution(tables.settings.objective)
    except InfeasibleError:
        return False
    return True


def test_the_sound_workbook_has_a_plan_without_shortage(tmp_path):
    planned = make_plan(make_case(read(write(tmp_path / "sound.xlsx"))))
    assert causes(planned.case, planned.refiner, planned.chosen.x) == ()


@pytest.mark.parametrize("broken", CLASHES, ids=str)
def test_the_culprits_are_named_and_every_repair_works(broken: Broken, tmp_path):
    path = write(tmp_path / "broken.xlsx", broken.cells)
    with pytest.raises(NoPlanError) as caught:
        make_plan(make_case(read(path)))
    assert {culprit.cell for culprit in caught.value.culprits} == broken.culprits
    menu = caught.value.repairs
    assert menu
    offered = [{change.cell: change.to for change in repair.changes} for repair in menu]
    for cell, value in broken.offers.items():
        assert {cell: pytest.approx(value)} in offered
    for cells in offered:
        assert not {cell.split("!")[0] for cell in cells} & {"Materials", "Demand"}
        assert plannable(read(write(tmp_path / "mended.xlsx", broken.cells, cells))), cells


FREE = {
    "Limits!I": "no",  # in column B
    "Materials!E": 1e6,
    "Supply!H": 1e6,
    "Supply!I": None,
    "Supply!J": 0.0,
    "Countries!D": 1.0,
    "SupplyByYear!C2:D": 0.0,
    "SupplyByYear!C3:D": 1e6,
}
"""What lets a culprit go, by its cell without the last row number."""


@pytest.mark.parametrize("broken", [b for b in CLASHES if b not in SEVERAL], ids=str)
def test_without_any_one_culprit_the_rest_has_a_plan(broken: Broken, tmp_path):
    """The culprits named are those of the test above; each in turn is made to bind nothing."""
    tables = read(write(tmp_path / "broken.xlsx", broken.cells))
    with pytest.raises(InfeasibleError):
        planner(tables).meet_demand_first()
    for place in broken.culprits:
        sheet, cells = place.replace("Limits!I", "Limits!B").split("!")
        free = {f"{sheet}!{cell}": FREE[place[:-1]] for cell in cells.split(":")}
        planner(amended(tables, free)).meet_demand_first()


@pytest.mark.parametrize("broken", SLIPS, ids=str)
def test_the_reader_says_what_should_stand_there(broken: Broken, tmp_path):
    defect = limit("one", HHI, "max", 9000, None) if broken.fits == "max" else {}
    path = write(tmp_path / "broken.xlsx", defect, broken.cells)
    (issue,) = issues(path, tmp_path)
    assert {issue.place} == broken.culprits
    assert issue.found == next(iter(broken.cells.values()))
    assert broken.offers["should"] in issue.lines()[0]
    assert plannable(read(mended(path, tmp_path / "mended.xlsx", {issue.place: broken.fits})))


@pytest.mark.parametrize("broken", SHORTAGES, ids=str)
def test_the_causes_of_a_shortage_are_named_with_their_tonnes(broken: Broken, tmp_path):
    planned = make_plan(make_case(read(write(tmp_path / "broken.xlsx", broken.cells))))
    found = [
        c
        for c in causes(planned.case, planned.refiner, planned.chosen.x)
        if (c.year, c.material) == (2027, "Ga")
    ]
    told = {cause.cell: cause.avoided for cause in found}
    for cell, tonnes in broken.avoided.items():
        if cell:
            assert told[cell] == pytest.approx(tonnes, rel=1e-4)
    (together,) = [c for c in found if c.rule is None]
    assert together.shortage - together.avoided == pytest.approx(broken.avoided[""], abs=1e-4)
    table = shortage_causes(found)
    assert not table.sentence.str.contains("nan|e-0").any()
