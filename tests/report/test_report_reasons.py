"""The sheets that give the reasons, and the band "why" on the summary."""

from __future__ import annotations

import pytest
from openpyxl.utils import get_column_letter

from model.report.book import REASONS
from model.report.core.titles import about
from model.report.sentences.reasons import groups, how_sure, reasons, sure, swaps
from model.results.reasons.parts import CASH
from model.rules.names import known
from model.workbook import style as sheet_style
from tests.cases import option, simple
from tests.report.test_report import BEHIND, RESULTS
from tests.report.test_report_whatif import DETAILS, STRESS, WHAT_IF
from tests.results_workbook import grid, table_of, texts
from tests.runs import REASON_TABLES, rows_like, run

TABLES = [name for name in REASON_TABLES if name != "ShortageCauses"]
SHEETS = [name for name in REASONS if name != "ShortageCauses"]
BACKGROUND = ["AimPrices", "WhyNotYears", "AlternativeMix"]
SUMMARY_LETTERS = 170
"""Letters that fit into the line of a sentence on the summary."""


@pytest.fixture(scope="module")
def made(met_run):
    return {name: met_run.tables[name] for name in TABLES}


@pytest.fixture(scope="module")
def written(tmp_path_factory, met_run):
    return met_run.workbook(tmp_path_factory.mktemp("reasons") / "full.xlsx")


@pytest.fixture(scope="module")
def short_run():
    """100 t of Ga, of which 80 t may be imported, from either of two."""
    supply = [option("cn", 10, 60, "CHN", commitment="contract"), option("kz", 12, 60, "KAZ")]
    limits = [{"limit": "cap", "measure": "import_share", "value": 0.8}]
    return run(simple((2027, 2028), supply=supply, limits=limits))


@pytest.fixture
def write(tmp_path, small_run):
    """A workbook of the small case with its plan and some tables of reasons."""

    def workbook(**found):
        return small_run.workbook(tmp_path / "r.xlsx", {**small_run.only(), **found})

    return workbook


def _row_of(sheet, text):
    """The row that holds a text."""
    found = [row for (row, _), value in grid(sheet).items() if value == text]
    assert found, f"{text!r} is not on sheet {sheet.title}"
    return found[0]


def _header_row(sheet):
    ((_, ref),) = sheet.tables.items()
    return int(ref.split(":")[0][1:])


# Sheets and tables


def test_sheets_come_after_the_what_ifs_and_their_details_behind_the_checks(written):
    background = ["TradeoffSurface", *DETAILS, *STRESS[:2], *BACKGROUND, *BEHIND]
    assert written.sheetnames == [
        *("Summary", *RESULTS, *WHAT_IF, *SHEETS, "Warnings", "Checks", *background),
    ]
    colours = {written[name].sheet_properties.tabColor.rgb for name in SHEETS}
    assert len(colours) == 1
    assert colours.isdisjoint(
        written[name].sheet_properties.tabColor.rgb for name in (*RESULTS, *WHAT_IF, "Checks")
    )


def test_every_table_is_an_excel_table_with_all_its_rows(written, made):
    for name, table in made.items():
        header, body = table_of(written[name])
        assert header == list(table.columns), name
        stated = table.astype(object).where(table.notna() & (table != ""), None)
        assert body == stated.to_numpy().tolist(), name


def test_every_column_has_a_japanese_label_and_every_sheet_a_japanese_title(written, made):
    for name in made:
        sheet = written[name]
        assert about(name).ja
        assert about(name).ja in sheet["A1"].value
        ((_, ref),) = sheet.tables.items()
        assert all(sheet.cell(cell.row - 1, cell.column).value for cell in sheet[ref][0]), name


def test_sheets_are_set_up_for_paper_and_scrolling(written, made):
    for name in made:
        sheet = written[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.freeze_panes, name
        assert sheet.print_area, name
        if name != "Alternatives":
            assert f"${_header_row(sheet)}" in sheet.print_title_rows, name


@pytest.mark.parametrize("name", TABLES)
def test_each_table_alone_gives_its_sheet_and_also_without_rows(write, small_run, name):
    found = small_run.tables[name]
    for table in (found, found.iloc[:0]):
        workbook = write(**{name: table})
        assert set(workbook.sheetnames) == {"Summary", *RESULTS, name, "Checks", *BEHIND}
        header, body = table_of(workbook[name])
        assert header == list(found.columns)
        assert len(body) == max(1, len(table))


def test_without_the_tables_nothing_is_said_of_reasons(write):
    workbook = write()
    assert workbook.sheetnames == ["Summary", *RESULTS, "Checks", *BEHIND]
    assert not [t for t in texts(workbook["Summary"]) if t.startswith(("Why:", "Check these"))]


def test_tables_without_rows_say_so_and_leave_no_band(write, small_run):
    workbook = write(**{name: small_run.tables[name].iloc[:0] for name in REASON_TABLES})
    assert "ShortageCauses" not in workbook.sheetnames
    assert workbook["RuleCosts"]["A2"].value == "No rule binds in any year."
    assert workbook["WhyNot"]["A2"].value.startswith("Every option is used to the full")
    assert workbook["Alternatives"]["A2"].value.startswith("No near-optimal alternative")
    assert workbook["Sensitivity"]["A2"].value.startswith("There is no figure of grade B or C")
    assert not [t for t in texts(workbook["Summary"]) if t.startswith(("Why:", "Check these"))]


def test_names_may_be_long_and_no_text_becomes_a_formula(tmp_path):
    names = ["=1+1", "+x", "@y", "a'b", "N" * 45, "中国" * 12]
    supply = [option(name, 10 + n, 30, f"={n}") for n, name in enumerate(names)]
    odd = run(simple((2027, 2028), supply=supply))
    made = {name: odd.tables[name] for name in TABLES}
    formulas = {
        name: table.assign(sentence="=" + table.sentence, sentence_ja="=1+1")
        for name, table in made.items()
        if "sentence" in table
    }
    workbook = odd.workbook(tmp_path / "r.xlsx", {**odd.only(*TABLES), **formulas})
    for name in made:
        cells = [cell for row in workbook[name].iter_rows() for cell in row]
        assert not [c.coordinate for c in cells if c.data_type == "f"], name
        assert all(c.quotePrefix for c in cells if str(c.value).startswith("=")), name
    found = {c.value for row in workbook["Summary"].iter_rows() for c in row if c.data_type == "f"}
    assert found == {"=Checks!$L$2"}


@pytest.mark.parametrize("many", [1, 5])
def test_one_mineral_and_five(tmp_path, many):
    minerals = [f"M{n}" for n in range(many)]
    materials = [{"material": k, "mineral": k, "shortage_cost": 900.0} for k in minerals]
    supply = [
        {**option(f"{k}_{n}", 10 + n, 30, f"C{n}"), "material": k}
        for k in minerals
        for n in range(5)
    ]
    found = run(simple((2027, 2028), materials=materials, supply=supply))
    workbook = found.workbook(tmp_path / "r.xlsx", found.only(*TABLES))
    heads = [t for t in texts(workbook["Alternatives"]) if "options that differ most" in t]
    assert len(heads) == many
    assert workbook["Summary"].page_setup.fitToHeight == (1 if many == 1 else 0)


# What is said first


def test_rules_say_how_prices_become_money_then_what_is_dearest_then_the_table(written, made):
    sheet = written["Rules"]
    places = [
        _row_of(sheet, CASH.en),
        *(_row_of(sheet, text) for text in made["AimPrices"].sentence),
        *(_row_of(sheet, text) for text in made["RuleCosts"].sentence[:5]),
        _header_row(sheet),
    ]
    assert places == sorted(places)
    for table, most in (("AimPrices", 3), ("RuleCosts", 5)):
        for en, ja in zip(
            *(made[table][c][:most] for c in ("sentence", "sentence_ja")), strict=True
        ):
            assert sheet.cell(_row_of(sheet, en) + 1, 1).value == ja
    assert made["RuleCosts"].sentence[5] not in texts(sheet)


def test_rule_costs_begin_with_the_dearest_and_shade_what_people_decide(written, made):
    sheet = written["RuleCosts"]
    dearest, prices = made["RuleCosts"].sentence[0], made["AimPrices"].sentence[0]
    assert _row_of(sheet, dearest) < _row_of(sheet, prices) < _header_row(sheet)
    (area,) = sheet.conditional_formatting
    first = _header_row(sheet) + 1
    assert str(area.sqref).startswith(f"A{first}:")
    assert area.rules[0].formula == [f'$F{first}="yes"']
    header, _ = table_of(sheet)
    assert header[5] == "decided"


def test_why_not_counts_reasons_and_tells_who_is_nearest_to_coming_in(write, small_run):
    """Prices would have to fall by 1, 30, 10 and 5 %; two lack a price, one is above it."""
    prices = {
        "a": (100, 99),
        "b": (10, 7),
        "c": (10, 9),
        "d": (100, 95),
        "e": (5, None),
        "f": (5, 6),
    }
    rows = [
        {
            **{"supply": s, "price": now, "comes_in_at": then, "sentence": f"{s} is not used."},
            **{"sentence_ja": f"{s}は使わない。", "reason": "price", "reason_ja": "価格"},
        }
        for s, (now, then) in prices.items()
    ]
    rows[4] |= {"reason": "rule", "reason_ja": "制約"}
    sheet = write(WhyNot=rows_like(small_run.tables["WhyNot"], *rows))["WhyNot"]
    assert sheet["A2"].value == "6 options are not used to the full, because of: price 5, rule 1."
    assert sheet["A3"].value == "上限まで使わない供給元6件の理由: 価格: 5件、制約: 1件。"
    above = [
        value
        for (row, column), value in sorted(grid(sheet).items())
        if column == 1 and row < _header_row(sheet) and str(value).endswith("is not used.")
    ]
    assert above == [f"{s} is not used." for s in "adcb"]


@pytest.fixture(scope="module")
def swappable(small_run):
    """Table HowSure of three options that can stand in for each other, and two that cannot."""
    options = (
        {
            **{"what": "option", "name": name, "mineral": k, "tonnes": tonnes, "least": least},
            **{"group": group, "group_least": together, "group_most": together},
            **{"verdict": "open" if group else "sure"},
        }
        for name, k, tonnes, least, group, together in (
            ("A", "Ga", 20.0, 0.0, "A, B, C", 60.0),
            ("B", "Ga", 30.0, 10.0, "A, B, C", 60.0),
            ("C", "Ga", 10.0, 0.0, "A, B, C", 60.0),
            ("D", "Ga", 40.0, 40.0, "", None),
            ("E", "Mg", 250.0, 249.0, "", None),
        )
    )
    country = {"what": "country", "name": "CHN", "mineral": "Ga", "tonnes": 100.0, "least": 100.0}
    return rows_like(small_run.tables["HowSure"], *options, country)


def test_how_sure_tells_the_groups_and_what_is_sure_of_each_mineral(write, swappable):
    """Ga: 50 of 100 t; Mg: 249 of 250 t is 99.6 %, not all."""
    sheet = write(HowSure=swappable)["HowSure"]
    assert sheet["A2"].value == (
        "50 % of the Ga bought and 99 % of the Mg bought are needed in every near-optimal plan."
    )
    row = _row_of(sheet, "60.0 t from any of three: A; B; C.")
    assert sheet.cell(row + 1, 1).value == "A、B、C（3つの合計60.0 t）。"
    assert row < _header_row(sheet)


def test_a_group_whose_total_is_not_fixed_has_a_range_and_long_groups_are_cut(small_run, swappable):
    case = small_run.case
    table = swappable.assign(group_least=45.0)
    assert "45.0 to 60.0 t from any" in swaps(case, {"HowSure": table})[0].en
    rows = [{"name": f"N{n}", "tonnes": 1.0, "group": "all"} for n in range(12)]
    many = rows_like(small_run.tables["HowSure"], *rows)
    (said,) = swaps(case, {"HowSure": many})
    assert said.en == (
        "The choice between options is open: 12.0 t from any of 12: N0; N1; N2; N3; N4; N5; 6 more."
    )
    assert groups(many.head(1)) == []
    assert sure(many.iloc[:0]) is None


def test_options_that_are_alike_are_told_to_be_swappable(tmp_path):
    """60 of 100 t come from any of three that differ in nothing but their names."""
    alike = [option(name, 10, 60, "CHN") for name in ("one", "two", "three")]
    home = option("home", 5, 40, "JPN")
    found = run(simple(supply=[*alike, home], settings={"objective": "cost"}))
    sheet = found.workbook(tmp_path / "r.xlsx")["Summary"]
    told = [
        t
        for t in texts(sheet)
        if t.startswith("The choice between options is open: 60.0 t from any of")
    ]
    assert len(told) == 1
    assert all(name in told[0] for name in ("one", "two", "three"))


@pytest.mark.parametrize("others", range(6))
def test_alternatives_stand_side_by_side_with_the_plan(write, small_run, others):
    mix = small_run.tables["AlternativeMix"]
    mix = mix[mix.alternative <= others]
    table = small_run.tables["Alternatives"].head(others)
    assert len(table) == others
    sheet = write(Alternatives=table, AlternativeMix=mix)["Alternatives"]
    if not others:
        assert sheet["A2"].value.startswith("No near-optimal alternative")
        return
    row = _row_of(sheet, "Cost, present value, million USD")
    measures = small_run.tables["Measures"]
    whole = measures[(measures.mineral == "all") & (measures.year == "all")]
    plan = whole[(whole.measure == "cost") & (whole.plan == "plan")].value.iloc[0]
    costs = [sheet.cell(row, column).value for column in range(3, 4 + others)]
    assert costs == pytest.approx([plan, *table.cost])
    differing = {s for s, change in zip(mix.supply, mix.change, strict=True) if abs(change) > 1}
    for s in differing:
        row = _row_of(sheet, s)
        tonnes = [sheet.cell(row, column).value for column in range(3, 4 + others)]
        here = mix[mix.supply == s]
        assert tonnes == pytest.approx([here.planned.iloc[0], *here.tonnes])
        for column, change in enumerate(here.change, 4):
            fill = sheet.cell(row, column).fill.fgColor.rgb[2:]
            assert fill == ("D6E8F7" if change > 1 else "FCE8D2" if change < -1 else "000000")
    for n, said in enumerate(table.sentence, 1):
        assert sheet.cell(_row_of(sheet, said), 1).value == f"other plan {n} 別案{n}"


def test_alternatives_without_their_mix_show_the_measures(write, small_run):
    table = small_run.tables["Alternatives"]
    sheet = write(Alternatives=table)["Alternatives"]
    assert sheet.cell(
        _row_of(sheet, "Concentration (HHI), mean, HHI points"), 4
    ).value == pytest.approx(table.concentration[0])
    assert not [t for t in texts(sheet) if "options that differ" in t]


def test_sensitivity_tells_five_figures_first_and_shades_those_that_matter(written, made, met_run):
    sheet = written["Sensitivity"]
    assert _row_of(sheet, "Check these five figures first  最初に確かめる5つの数値") == 5
    for said in made["Sensitivity"].sentence[:5]:
        assert _row_of(sheet, said) < _header_row(sheet)
    (area,) = sheet.conditional_formatting
    first = _header_row(sheet) + 1
    measures = met_run.tables["Measures"].set_index(["measure", "mineral", "year", "plan"])
    cost = measures.value["cost", "all", "all", "plan"]
    loss = get_column_letter(table_of(sheet)[0].index("loss") + 1)
    assert area.rules[0].formula == [f"N(${loss}{first})>{0.001 * cost:.6g}"]


def test_causes_of_a_shortage_have_a_sheet_only_if_there_are_any(tmp_path, short_run):
    """20 t are short in either year, and come in if the limit is lifted."""
    sheet = short_run.workbook(tmp_path / "r.xlsx")["ShortageCauses"]
    assert "What keeps demand from being met" in sheet["A5"].value
    header, body = table_of(sheet)
    found = [dict(zip(header, row, strict=True)) for row in body]
    assert {row["year"]: row["shortage"] for row in found} == pytest.approx({2027: 20, 2028: 20})
    assert len(found) == len(short_run.tables["ShortageCauses"]) >= 2


# The summary and the console


def test_the_summary_tells_the_five_dearest_rules_in_both_languages(written, made, met_case):
    sheet = written["Summary"]
    start = _row_of(sheet, "Why: what binds, how sure, what to check  理由")
    costs = made["RuleCosts"]
    for n, (en, ja) in enumerate(zip(costs.sentence[:5], costs.sentence_ja[:5], strict=True)):
        assert sheet.cell(start + 1 + 2 * n, 1).value == en
        assert sheet.cell(start + 2 + 2 * n, 1).value == ja
    (said,) = how_sure(met_case, made)
    assert [sheet.cell(start + n, 1).value for n in (11, 12)] == list(said)
    assert costs.sentence[5] not in texts(sheet)


def test_the_summary_lists_five_figures_with_cell_value_and_where_the_plan_changes(
    written, made, met_case
):
    sheet = written["Summary"]
    start = _row_of(sheet, "Check these five figures first  最初に確かめる5つの数値")
    for n, row in enumerate(made["Sensitivity"].head(5).itertuples()):
        place = start + 3 + 2 * n
        assert sheet.cell(place, 15).value == known(met_case, row.name).en
        unit = "USD/kg" if row.field == "price" else "t"
        assert sheet.cell(place, 19).value.startswith(f"{row.value:,.6g} {unit}")
        assert sheet.cell(place, 21).value == pytest.approx(row.loss)
        assert sheet.cell(place + 1, 15).value == row.cell
        assert sheet.cell(place + 1, 17).value == f"{row.field} {row.field_ja} ({row.grade})"
    ends = [sheet.cell(start + 3 + n, 20).value for n in range(4)]
    assert ends == ["≤ 90", "≥ 90", "≤ 339,880", "≥ 339,880"]


def test_the_summary_stays_one_page_and_leads_to_every_sheet(written):
    sheet = written["Summary"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.print_area.endswith(f"$U${sheet.max_row}")
    heights = [sheet.row_dimensions[n].height for n in range(1, sheet.max_row + 1)]
    usual = sheet.sheet_format.defaultRowHeight
    wide = sum(sheet.column_dimensions[c].width for c in "ABCDEFGHIJKLMNOPQRSTU") * 5.25
    high = sum(usual if height is None else height for height in heights)
    assert high / wide < 1.25, "the page grows longer: every letter on it gets smaller"
    led = {c.hyperlink.location.split("!")[0] for r in sheet.iter_rows() for c in r if c.hyperlink}
    assert led == set(written.sheetnames) - {"Summary"}


def test_a_sentence_longer_than_the_page_is_wrapped_within_it(write, small_run):
    long = "A rule with a very long name costs a lot of money and this is why: " * 5
    words = {"sentence": long, "sentence_ja": "短い。"}
    rules = rows_like(small_run.tables["RuleCosts"], words)
    sheet = write(RuleCosts=rules)["Summary"]
    row = _row_of(sheet, long)
    assert sheet.cell(row, 1).alignment.wrap_text
    assert f"A{row}:M{row}" in {str(r) for r in sheet.merged_cells.ranges}
    lines = sheet_style.lines(long, SUMMARY_LETTERS)
    assert lines >= 2
    assert sheet.row_dimensions[row].height >= 15 * lines


def test_without_groups_the_summary_tells_how_much_is_sure(write, swappable):
    workbook = write(HowSure=swappable.assign(group=""))
    assert [
        t for t in texts(workbook["Summary"]) if t.endswith("needed in every near-optimal plan.")
    ]


def test_the_console_is_told_the_dearest_rule_the_first_figure_and_the_groups(
    made, met_case, swappable
):
    made = {**made, "HowSure": swappable}
    said = reasons(met_case, made)
    assert [one.en for one in said] == [
        made["RuleCosts"].sentence[0],
        made["Sensitivity"].sentence[0],
        swaps(met_case, made)[0].en,
    ]
    for one in said:
        one.en.encode("cp932")
        one.ja.encode("cp932")
    assert reasons(met_case, {}) == []
    empty = {name: table.iloc[:0] for name, table in made.items()}
    assert reasons(met_case, empty) == []


def test_a_spreadsheet_opens_it_and_the_checks_still_pass(tmp_path, short_run, recalculated):
    (workbook,) = recalculated(short_run.write(tmp_path / "r.xlsx"))
    assert workbook["Checks"]["L2"].value == "PASS"
    assert set(REASONS) <= set(workbook.sheetnames)
    for sheet in workbook:
        errors = [t for t in texts(sheet) if t.startswith("#") or t.startswith("Err:")]
        assert not errors, sheet.title
