"""Sheets Scenarios and Compare: the sentence, and live figures of any two worlds."""

from __future__ import annotations

import openpyxl
import pytest

from model.report.sentences.worlds import worlds, worst_held, worst_sentence
from tests.cases import option, simple
from tests.results_workbook import grid
from tests.runs import rows_like, run

COLUMNS = "scenario answer label name_en name_ja status cost cost_change shortage"
FIGURES = ("cost", "concentration", "co2", "shortage", "spending", "reserve_gap")


@pytest.fixture(scope="module")
def scenarios(small_run):
    """Table Scenarios with these rows: 3 million USD of the cost are lost per tonne short."""

    def table(*rows):
        given = [dict(zip(COLUMNS.split(), row, strict=True)) for row in rows]
        made = rows_like(small_run.tables["Scenarios"], *given)
        made = made.assign(concentration=2500.0, co2=800.0, reserve_gap=0.0)
        return made.assign(spending=made.cost - 3.0 * made.shortage)

    return table


BASE = ("base", "plan", "base", "Base", "基本", "solved", 100.0, 0.0, 0.0)
STOP = ("stop", "re-planned", "stop: re-planned", "Stop", "停止", "solved", 130.0, 30.0, 0.0)
HELD = ("stop", "plan held", "stop: plan held", "Stop", "停止", "solved", 180.0, 80.0, 12.0)
LATE = ("late", "plan held", "late: plan held", "Late", "遅延", "solved", 150.0, 50.0, 0.0)
NONE = ("gone", "plan held", "gone: plan held", "Gone", "なし", "no plan", None, None, None)
MEAN = ("expected", "plan held", "expected: plan held", "Mean", "平均", "solved", 999.0, 9.0, 0.0)


def test_the_worst_scenario_is_told_by_its_parts(scenarios):
    """180 held, of it 12 t at 3 million lost: 144 paid, 44 more than the base; 130 planned anew."""
    told = worst_sentence(scenarios(BASE, STOP, HELD, LATE, MEAN))
    assert told == (
        "If the plan is held in its worst scenario, 'Stop', cash changes by +44 million USD, HHI 0,"
        " CO2 0 kt, shortage +12 t, reserve gap 0 t, cost with losses and penalties"
        " +80 million USD. The shortage is 12 t."
        " Against that, cash changes by -14 million USD, HHI 0, CO2 0 kt, shortage -12 t,"
        " reserve gap 0 t, cost with losses and penalties -50 million USD with perfect"
        " information.",
        "計画を維持した場合に最悪のシナリオ「停止」では、支払が +44百万USD、HHI 0、"
        "CO2 0 kt、"
        "不足 +12 t、備蓄不足 0 t、損失・違反金を含む費用 +80百万USD 変わる。"
        "不足の内訳は 12 t。"
        "これに対し、完全情報で計画すると支払が -14百万USD、HHI 0、CO2 0 kt、不足 -12 t、"
        "備蓄不足 0 t、損失・違反金を含む費用 -50百万USD 変わる。",
    )


def test_where_a_plan_made_anew_changes_nothing_that_is_said(scenarios):
    same = (*HELD[:1], "re-planned", "stop: re-planned", *HELD[3:])
    told = worst_sentence(scenarios(BASE, same, HELD))
    assert told.en.endswith("A plan with perfect information is no better.")
    assert told.ja.endswith("完全情報で計画しても同じ。")


def test_a_world_without_a_plan_is_named_and_never_the_worst(scenarios):
    table = scenarios(BASE, LATE, NONE)
    assert worst_held(worlds(table)).scenario == "late"
    assert worst_sentence(table).en.endswith("No plan exists in: Gone.")


@pytest.mark.parametrize("rows", [(), (BASE,), (BASE, MEAN)])
def test_without_a_scenario_that_is_said(rows, scenarios):
    assert worst_sentence(scenarios(*rows)).en == "No scenario is active."


# Compare, worked out by a spreadsheet

ODD = ("=1+1", "a*", "ab", ">0", "~b")
"""Names that the criteria of SUMIFS and MATCH would take for something else."""


@pytest.fixture(scope="module")
def odd():
    """Two minerals, two countries, five scenarios with names that look like something else."""
    materials = [{"material": k, "mineral": k, "shortage_cost": 900.0} for k in ("Ga", "Mg*")]
    supply = [
        {**option(f"{c}{k}", price, 80, c), "material": k}
        for k in ("Ga", "Mg*")
        for c, price in (("CHN", 10), ("KAZ", 20))
    ]
    scenarios = [
        {"scenario": name, "name_en": f"en {name}", "probability": 0.1, "active": "yes"}
        for name in ODD
    ]
    countries = [
        {"country": c, "name_en": c.title(), "name_ja": ja}
        for c, ja in (("CHN", "中国"), ("KAZ", "カザフスタン"))
    ]
    sheets = {"materials": materials, "supply": supply, "countries": countries}
    changes = [
        {"scenario": name, "field": "price", "operation": "multiply", "value": 1.1 + 0.1 * n}
        for n, name in enumerate(ODD)
    ]
    settings = {"explain": "no"}
    years = (2027, 2028)
    return run(simple(years, scenarios=scenarios, changes=changes, settings=settings, **sheets))


def _made(odd):
    """The tables of the run, but for one world that has no plan."""
    made = dict(odd.tables)
    table = made["Scenarios"].copy()
    none = table.label == "ab: plan held"
    table.loc[none, [*FIGURES, *(f"{n}_change" for n in FIGURES[:4])]] = None
    table.loc[none, "status"] = "no plan"
    made["Scenarios"] = table
    for name in ("ScenarioShortage", "ScenarioMix", "ScenarioHHI"):
        made[name] = made[name][made[name].label != "ab: plan held"]
    return made


CHOICES = (
    ("base", "~b: plan held"),
    ("a*: plan held", "ab: re-planned"),
    (">0: plan held", "=1+1: plan held"),
    ("expected: plan held", "ab: plan held"),
    ("nonsense", "base"),
)


@pytest.fixture(scope="module")
def compared(tmp_path_factory, odd, recalculated):
    """Sheet Compare by choice, worked out; the first is the default."""
    folder = tmp_path_factory.mktemp("compare")
    made = _made(odd)
    first = odd.write(folder / "0.xlsx", made)
    paths = [first]
    for number, (a, b) in enumerate(CHOICES[1:], 1):
        workbook = openpyxl.load_workbook(first)
        for cell, label in (("B5", a), ("B6", b)):
            workbook["Compare"][cell].value = label
            workbook["Compare"][cell].data_type = "s"
        paths.append(folder / f"{number}.xlsx")
        workbook.save(paths[-1])
    found = [grid(workbook["Compare"]) for workbook in recalculated(*paths)]
    return dict(zip(CHOICES, found, strict=True)), made


def test_the_default_choice_is_the_base_and_the_worst_scenario_held(compared):
    found, _ = compared
    cells = found[CHOICES[0]]
    assert (cells[5, 2], cells[6, 2]) == CHOICES[0]


def _row(cells, first, after=0):
    """The row that begins with a text, below a row."""
    return min(
        row for (row, column), v in cells.items() if (column, v) == (1, first) and row > after
    )


@pytest.mark.parametrize("choice", CHOICES[:3])
def test_figures_of_both_worlds_and_their_difference_are_those_of_the_tables(compared, choice):
    found, made = compared
    cells = found[choice]
    by_label = made["Scenarios"].set_index("label")
    for first, name in (("Cost, present value", "cost"), ("CO2, all years", "co2")):
        row = _row(cells, first)
        a, b = (by_label.loc[label, name] for label in choice)
        assert [cells[row, n] for n in (4, 5, 6)] == pytest.approx([a, b, b - a])
    hhi = made["ScenarioHHI"].set_index(["label", "mineral"])
    row = _row(cells, "Concentration (HHI), mean")
    for column, mineral in ((7, "Ga"), (10, "Mg*")):
        stated = [hhi.loc[(label, mineral), "concentration"] for label in choice]
        assert [cells[row, column], cells[row, column + 1]] == pytest.approx(stated)


@pytest.mark.parametrize("choice", CHOICES[:3])
def test_shortage_by_year_and_tonnes_by_country_are_sums_of_the_tables(compared, choice):
    found, made = compared
    cells = found[choice]
    short = made["ScenarioShortage"].groupby(["label", "year", "mineral"]).shortage.sum()
    for year in (2027, 2028):
        row = _row(cells, year)
        for column, mineral in ((7, "Ga"), (10, "Mg*")):
            stated = [short[label, year, mineral] for label in choice]
            assert [cells[row, column], cells[row, column + 1]] == pytest.approx(stated)
    mix = made["ScenarioMix"].groupby(["label", "mineral", "country"]).tonnes.sum()
    for mineral in ("Ga", "Mg*"):
        top = _row(cells, f"{mineral}: tonnes by country, all years  国別の数量（全期間）")
        for country in ("CHN", "KAZ"):
            row = _row(cells, country.title(), top)
            a, b = (mix[label, mineral, country] for label in choice)
            assert [cells[row, n] for n in (4, 5, 6)] == pytest.approx([a, b, b - a])


def test_the_sentence_at_the_top_follows_the_choice(compared):
    found, made = compared
    by_label = made["Scenarios"].set_index("label")
    for choice in CHOICES[:3]:
        a, b = (by_label.loc[label] for label in choice)
        told = found[choice][2, 1]
        assert told.startswith(f"B instead of A: cost {b.cost - a.cost:+,.1f} million USD, HHI")


def test_a_world_without_figures_shows_none(compared):
    """Expected has no rows by country; a world without a plan has none at all."""
    found, _ = compared
    cells = found[CHOICES[3]]
    row = _row(cells, "Cost, present value")
    assert (row, 4) in cells
    assert (row, 5) not in cells
    assert (row, 6) not in cells
    top = _row(cells, "Ga: tonnes by country, all years  国別の数量（全期間）")
    assert (_row(cells, "Chn", top), 4) not in cells
    assert cells[2, 1] == "-"


def test_a_name_that_is_not_there_is_said_to_be_missing(compared):
    found, _ = compared
    cells = found[CHOICES[4]]
    assert cells[5, 6] == "not found 該当なし"
    assert (_row(cells, "Cost, present value"), 4) not in cells


def test_the_pickers_are_drop_downs_over_a_range(tmp_path, odd):
    made = _made(odd)
    workbook = odd.workbook(tmp_path / "r.xlsx", made)
    (picker,) = workbook["Compare"].data_validations.dataValidation
    labels = workbook["Scenarios"][picker.formula1.split("!")[1].replace("$", "")]
    assert [cell.value for (cell,) in labels] == list(made["Scenarios"].label)
    assert str(picker.sqref) == "B5 B6"
    assert workbook["Scenarios"]["A2"].value.endswith("No plan exists in: en ab.")


def test_a_saving_paid_for_in_concentration_is_told_with_it(scenarios):
    """50 cheaper, at 400 points more: both are told."""
    table = scenarios(BASE, STOP, HELD)
    table.loc[table.label == "stop: re-planned", "concentration"] = 2900.0
    told = worst_sentence(table).en
    assert "that, cash changes by -14 million USD, HHI +400, CO2 0 kt, shortage -12 t" in told


def test_scenarios_that_cost_nothing_are_said_to(scenarios):
    calm = ("calm", "plan held", "calm: plan held", "Calm", "平穏", "solved", 90.0, -10.0, 0.0)
    assert worst_sentence(scenarios(BASE, calm)).en == (
        "The plan costs no more in any scenario if it is held."
    )
