"""The sheets of trade-off, scenarios and stress in the workbook as a whole, and on the summary."""

from __future__ import annotations

import pytest

from model.report.core.titles import about
from model.report.sentences.rates import rate_sentences
from model.report.summary.what_if_band import LAST_COLUMN, WIDTH
from tests.cases import option, simple
from tests.report.test_report import BEHIND, RESULTS
from tests.results_workbook import table_of, texts
from tests.runs import WHAT_IF_TABLES, run

WHAT_IF = ["Tradeoff", "Curves", "Scenarios", "Compare", "Regret", "StressMatrix"]
DETAILS = ["TradeoffMix", "Rates", "ScenarioShortage", "ScenarioMix", "ScenarioHHI"]
STRESS = ["Stress", "StressOrigin", "StressPairs"]


@pytest.fixture(scope="module")
def made(default_run):
    return {n: default_run.tables[n] for n in WHAT_IF_TABLES if n in default_run.tables}


@pytest.fixture(scope="module")
def written(tmp_path_factory, default_run):
    path = tmp_path_factory.mktemp("whatif") / "full.xlsx"
    return default_run.workbook(path, default_run.only(*WHAT_IF_TABLES))


def test_sheets_come_in_the_order_of_the_questions(written):
    details = ["TradeoffSurface", *DETAILS, *STRESS[:2]]
    expected = ["Summary", *RESULTS, *WHAT_IF, "Checks", *details, *BEHIND]
    assert written.sheetnames == expected
    assert written.active.title == "Summary"


def test_every_table_is_an_excel_table_with_all_its_rows(written, made):
    for name, table in made.items():
        header, body = table_of(written[name])
        assert header == list(table.columns), name
        stated = table.astype(object).where(table.notna() & (table != ""), None)
        for found, row in zip(body, stated.to_numpy().tolist(), strict=True):
            assert found == row, name


def test_every_column_has_a_japanese_label_and_every_sheet_a_japanese_title(written, made):
    for name in (*made, "Compare", "StressMatrix"):
        sheet = written[name]
        assert about(name).ja
        assert about(name).ja in sheet["A1"].value
        if sheet.tables:
            ((_, ref),) = sheet.tables.items()
            header = sheet[ref][0]
            assert all(sheet.cell(cell.row - 1, cell.column).value for cell in header), name


def test_sheets_are_set_up_for_paper_and_scrolling(written, made):
    for name in (*made, "Compare", "StressMatrix"):
        sheet = written[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.freeze_panes, name
        assert sheet.print_area, name


def test_without_these_tables_there_are_no_such_sheets(tmp_path, small_run):
    workbook = small_run.workbook(tmp_path / "r.xlsx", small_run.only())
    assert workbook.sheetnames == ["Summary", *RESULTS, "Checks", *BEHIND]
    assert not [text for text in texts(workbook["Summary"]) if text.startswith("What if")]


@pytest.mark.parametrize("name", ["Tradeoff", "Curves", "Scenarios", "Regret", "Stress"])
def test_each_table_alone_gives_its_sheet(tmp_path, small_run, name):
    workbook = small_run.workbook(tmp_path / "r.xlsx", small_run.only(name))
    assert name in workbook.sheetnames
    assert ("Compare" in workbook.sheetnames) == (name == "Scenarios")
    assert ("StressMatrix" in workbook.sheetnames) == (name == "Stress")


def test_tables_without_rows_give_sheets_that_say_so(tmp_path, small_run):
    empty = {n: small_run.tables[n].iloc[:0] for n in WHAT_IF_TABLES}
    workbook = small_run.workbook(tmp_path / "r.xlsx", {**small_run.only(), **empty})
    assert "Compare" not in workbook.sheetnames
    for name, table in empty.items():
        assert table_of(workbook[name]) == (list(table.columns), [[None] * len(table.columns)])


def test_minerals_countries_and_scenarios_may_be_called_anything(tmp_path):
    """Formulas, Japanese, quotes; no cell of a table becomes a formula."""
    odd = ["=1+1", "中国", "a'b", "+x", "@y"]
    supply = [option(f"s{n}", 10 + n, 30, c) for n, c in enumerate(odd)]
    scenarios = [
        {"scenario": c, "name_en": c, "name_ja": c, "probability": 0.1, "active": "yes"}
        for c in odd
    ]
    settings = {"stress_pairs": "yes"}
    odd_run = run(simple((2027, 2028), supply=supply, scenarios=scenarios, settings=settings))
    workbook = odd_run.workbook(tmp_path / "r.xlsx", odd_run.only(*WHAT_IF_TABLES))
    for sheet in workbook:
        if sheet.title in (*WHAT_IF, *DETAILS, *STRESS) and sheet.tables:
            ((_, ref),) = sheet.tables.items()
            cells = [cell for row in sheet[ref] for cell in row]
            assert not [c for c in cells if c.data_type == "f"], sheet.title
            assert [c for c in cells if c.value == "=1+1" and c.quotePrefix] or sheet.title in (
                *(
                    "Tradeoff",
                    "TradeoffSurface",
                    "Rates",
                    "Curves",
                    "ScenarioHHI",
                    "ScenarioShortage",
                ),
            ), sheet.title
    assert workbook["Compare"]["B6"].data_type == "s"


def test_forty_countries_and_six_minerals_fit(tmp_path):
    """All 2.5 t of each are needed: a stop is 2.5 / 100 x 365 = 9.1 days short."""
    minerals = [f"M{n}" for n in range(6)]
    materials = [{"material": k, "mineral": k, "shortage_cost": 900.0} for k in minerals]
    supply = [
        {**option(f"{k}_{n}", 10 + n, 2.5, f"C{n:02d}"), "material": k}
        for k in minerals
        for n in range(40)
    ]
    settings = {"explain": "no"}
    wide = run(simple((2027, 2027), materials=materials, supply=supply, settings=settings))
    workbook = wide.workbook(tmp_path / "r.xlsx")
    assert len(workbook["Curves"]._charts) == 6
    told = texts(workbook["StressMatrix"])
    assert "25 more, at most 9.1 days short  他25か国（最大9.1日）" in told


# The summary


def test_the_summary_tells_the_three_worst_stops_the_rates_and_the_worst_scenario(
    written, made, default_run
):
    rows = [
        [cell for cell in row if cell is not None]
        for row in written["Summary"].iter_rows(values_only=True)
    ]
    by_first = {row[0]: row for row in rows if row}
    assert any(str(text).startswith("What if") for text in by_first)
    told = [row[:4] for row in rows if len(row) > 3 and row[2] in ("Ga", "Mg")]
    stress = made["Stress"]
    worst_days = stress.groupby(["country", "mineral"]).shortage_days.max()
    country, mineral = worst_days.idxmax()
    name = default_run.case.countries[country].name_en
    assert [name, mineral] in [[row[0], row[2]] for row in told]
    assert rate_sentences(made["Rates"])[0].en in by_first
    assert any("The worst scenario for this plan is" in str(text) for text in by_first)


def test_the_summary_leads_to_every_sheet_and_has_a_chart_of_the_surface(written, default_case):
    summary = written["Summary"]
    led = {
        cell.hyperlink.location.split("!")[0]
        for row in summary.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert led == set(written.sheetnames) - {"Summary"}
    assert len(summary._charts) == 2 + len(default_case.minerals)
    assert summary.page_setup.fitToHeight == 1


def test_no_stop_that_hurts_is_told(tmp_path, small_run):
    nothing = {"shortage": 0.0, "shortage_days": 0.0, "extra_cost": 0.0}
    calm = small_run.tables["Stress"].assign(**nothing, days_to_shortage=None)
    workbook = small_run.workbook(tmp_path / "r.xlsx", {**small_run.only(), "Stress": calm})
    assert [t for t in texts(workbook["Summary"]) if t.startswith("No stop of one country")]
    assert workbook["StressMatrix"]["A2"].value.startswith("No stop of a single country")


def test_the_same_result_gives_the_same_bytes(tmp_path, small_run):
    first, second = (small_run.write(tmp_path / f"{n}.xlsx") for n in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_the_checks_still_pass_beside_them(tmp_path, small_run, recalculated):
    (workbook,) = recalculated(small_run.write(tmp_path / "r.xlsx"))
    assert workbook["Checks"]["L2"].value == "PASS"
    assert {*WHAT_IF, *STRESS} <= set(workbook.sheetnames)
    for sheet in workbook:
        errors = [t for t in texts(sheet) if t.startswith("#") or t.startswith("Err:")]
        assert not errors, sheet.title


def test_blank_figures_are_blank_cells(tmp_path, small_run):
    table = small_run.tables["Stress"].head(1).assign(shortage=float("nan"), lost=None)
    workbook = small_run.workbook(tmp_path / "r.xlsx", {**small_run.only(), "Stress": table})
    header, ((*cells,),) = table_of(workbook["Stress"])
    assert [n for n, cell in zip(header, cells, strict=True) if cell is None][:2] == [
        *("shortage", "lost"),
    ]


def test_the_worst_scenario_is_wrapped_left_of_the_charts(written):
    """It is long, and runs under no chart beside it."""
    ws = written["Summary"]
    (cell,) = [
        cell
        for (cell,) in ws.iter_rows(max_col=1)
        if "The worst scenario for this plan is" in str(cell.value)
    ]
    (area,) = [area for area in ws.merged_cells.ranges if area.min_row == cell.row]
    assert len(cell.value) > WIDTH
    assert (area.min_col, area.max_col) == (1, LAST_COLUMN)
    assert cell.alignment.wrap_text
    assert ws.row_dimensions[cell.row].height > 30
