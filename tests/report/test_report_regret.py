"""Sheet Regret: the matrices, worked out by a spreadsheet from the table below them."""

from __future__ import annotations

import openpyxl
import pytest

from model.report import write_report
from model.results import tables
from model.results.reasons.figures import SPOT_HELD
from tests.cases import option, simple, solve
from tests.results_workbook import grid, table_of
from tests.runs import rows_like

NAMES = {"cost": ("Least cost", "費用最小"), "chosen": ("Chosen plan", "選んだ計画")}


@pytest.fixture(scope="module")
def regret(small_run):
    """Table Regret of scenario, plan, cost, best and probability; the rest follows."""

    def row(world, plan, cost, best, chance, short):
        solved = cost is not None
        return {
            **{"scenario": world, "name_en": f"en {world}", "name_ja": f"ja {world}"},
            **{"plan": plan, "plan_en": NAMES[plan][0], "plan_ja": NAMES[plan][1]},
            **{"cost": cost, "best": best, "regret": cost - best if solved else None},
            **{"shortage": short, "probability": chance},
            "status": "solved" if solved else "could not be solved",
        }

    def table(*rows, short=0.0):
        return rows_like(small_run.tables["Regret"], *(row(*given, short) for given in rows))

    return table


WORLDS = (
    ("base", "cost", 100.0, 100.0, 0.6),
    ("base", "chosen", 104.0, 100.0, 0.6),
    ("=stop*", "cost", 150.0, 120.0, 0.2),
    ("=stop*", "chosen", 130.0, 120.0, 0.2),
)


@pytest.fixture(scope="module")
def small():
    return solve(simple((2027, 2027), supply=[option("chn", 10)]))


@pytest.fixture(scope="module")
def write(tmp_path_factory, small):
    case, solution = small

    def written(table, name="r"):
        path = tmp_path_factory.mktemp("regret") / f"{name}.xlsx"
        return write_report(path, case, solution, {**tables(case, solution), "Regret": table}, {})

    return written


@pytest.fixture(scope="module")
def worked_out(write, recalculated, regret):
    """Cells of sheet Regret: as it is, with a plan that has no answer, with a shortage."""
    made = {
        "calm": regret(*WORLDS),
        "unanswered": regret(*WORLDS[:3], ("=stop*", "chosen", None, 120.0, None)),
        "short": regret(*WORLDS, short=6.5),
    }
    found = recalculated(*(write(table, name) for name, table in made.items()))
    return {name: grid(workbook["Regret"]) for name, workbook in zip(made, found, strict=True)}


def _numbers(cells, row, columns):
    return [cells.get((row, column)) for column in columns]


def test_regrets_their_largest_and_their_mean_are_worked_out(worked_out):
    """Regrets 0 and 30, 4 and 10; means with weights 6/8 and 2/8: 7.5 and 5.5."""
    cells = worked_out["calm"]
    costs, regrets = (6, 7), (8, 9)
    assert _numbers(cells, 7, (4, 5, *costs)) == pytest.approx([0.6, 100, 100, 104])
    assert _numbers(cells, 8, (4, 5, *costs)) == pytest.approx([0.2, 120, 150, 130])
    assert _numbers(cells, 7, regrets) == pytest.approx([0, 4])
    assert _numbers(cells, 8, regrets) == pytest.approx([30, 10])
    assert _numbers(cells, 9, regrets) == pytest.approx([30, 10])
    assert _numbers(cells, 10, regrets) == pytest.approx([7.5, 5.5])


def test_the_plan_with_the_least_largest_regret_is_told(write, regret):
    """All options of the case are spot, which is said first."""
    sheet = openpyxl.load_workbook(write(regret(*WORLDS)))["Regret"]
    assert sheet["A2"].value == (
        f"{SPOT_HELD.en} "
        "Least largest regret: Chosen plan, never more than 10.0 million USD above the best"
        " of these (most in: en =stop*)."
    )
    assert sheet["A3"].value.startswith(f"{SPOT_HELD.ja}最大リグレットが最小の候補: 選んだ計画")


def test_the_tidy_table_stands_below_the_matrices(write, regret):
    table = regret(*WORLDS)
    sheet = openpyxl.load_workbook(write(table))["Regret"]
    header, body = table_of(sheet)
    assert header == list(table.columns)
    assert [row[:5] for row in body] == table.iloc[:, :5].to_numpy().tolist()
    assert int(sheet.tables["Regret"].ref.split(":")[0][1:]) > 11


def test_a_plan_that_has_no_answer_somewhere_has_no_largest_regret(worked_out):
    cells = worked_out["unanswered"]
    assert _numbers(cells, 8, (6, 7, 8, 9)) == [pytest.approx(150), None, pytest.approx(30), None]
    assert _numbers(cells, 9, (8, 9)) == [pytest.approx(30), None]
    assert "Least cost" in cells[2, 1]


def test_shortage_has_a_matrix_only_where_there_is_any(worked_out):
    heading = "Shortage, t, sum of the years  不足（t、全期間）"
    assert heading not in worked_out["calm"].values()
    cells = worked_out["short"]
    ((row, column),) = [place for place, value in cells.items() if value == heading]
    found = [cells[r, c] for r in (row + 3, row + 4) for c in (column, column + 1)]
    assert found == pytest.approx([6.5] * 4)


def test_the_best_candidate_is_marked_and_regret_has_a_scale(write, regret):
    sheet = openpyxl.load_workbook(write(regret(*WORLDS)))["Regret"]
    rules = {
        str(area.sqref): [rule.type for rule in area.rules] for area in sheet.conditional_formatting
    }
    assert rules == {"F7:G8": ["expression"], "H7:I8": ["colorScale"]}
