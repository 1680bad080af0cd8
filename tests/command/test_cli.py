"""The command line as a user meets it: what is printed, where the result is, the exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from model.command.printing import Clock, Progress
from model.errors import Words
from model.report.core.save import save
from model.template import write_template
from run import main

ROOT = Path(__file__).parents[2]
CSV = ROOT / "inputs" / "japan_ga_mg"
DEFAULT = ROOT / "inputs" / "japan_ga_mg.xlsx"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "計画 試案.xlsx"
    path.write_bytes(DEFAULT.read_bytes())
    return path


def edit(path: Path, sheet: str, key: str, column: str, value: object) -> None:
    """Type a value into the row whose first cell is ``key``, under a column's header."""
    book = load_workbook(path)
    cells = book[sheet]
    header = next(r for r in cells.iter_rows() if column in [c.value for c in r])
    place = next(c.column for c in header if c.value == column)
    row = next(r[0].row for r in cells.iter_rows() if r[0].value == key)
    cells.cell(row, place, value)
    book.save(path)


def test_plan_in_a_folder_with_a_japanese_name(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(workbook, "Settings", "last_year", "value", 2028)
    target = tmp_path / "結果" / "plan.xlsx"
    assert main(["plan", str(workbook), "-o", str(target)]) == 0
    said = capsys.readouterr().out
    assert "Short: Ga_4N 116 t" in said
    assert str(target) in said
    assert len(said.splitlines()) < 25
    said.encode("cp932")
    assert load_workbook(target).sheetnames[0] == "Summary"


def test_changing_a_figure_changes_the_plan(workbook: Path, tmp_path: Path) -> None:
    """A quarter of China's magnesium is closed: its cell in Excel, another plan."""

    def magnesium(path: Path) -> float:
        assert main(["plan", str(path), "-o", str(tmp_path / "p.xlsx")]) == 0
        plan = load_workbook(tmp_path / "p.xlsx", read_only=True)["Plan"]
        return sum(r[9].value for r in plan.iter_rows() if r[3].value == "CN_Mg")

    edit(workbook, "Settings", "explain", "value", "no")
    edit(workbook, "Settings", "last_year", "value", 2028)
    before = magnesium(workbook)
    edit(workbook, "Supply", "CN_Mg", "capacity", 20_000)
    assert before > magnesium(workbook) == pytest.approx(2 * 20_000, rel=1e-6)


def test_mistakes_are_listed_with_exit_code_3(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "plan.xlsx"
    target.write_bytes(b"an earlier result")
    edit(workbook, "Supply", "CN_Mg", "price", "２．３")
    edit(workbook, "Supply", "IL_Mg", "country", "ISR ")
    assert main(["plan", str(workbook), "-o", str(target)]) == 3
    told = capsys.readouterr().err
    assert "2 things" in told
    assert "'２．３'" in told
    assert "Did you mean ISR?" in told
    assert "Traceback" not in told
    assert target.read_bytes() == b"an earlier result"


def test_check_says_ready_or_what_to_mend(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(workbook)]) == 0
    assert "ready to plan" in capsys.readouterr().out
    edit(workbook, "Settings", "last_year", "value", 2020)
    assert main(["check", str(workbook)]) == 3
    assert "not before first_year" in capsys.readouterr().err


def test_no_plan_is_exit_code_4_and_a_workbook_that_says_so(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(workbook, "Limits", "recycled_floor_ga", "active", "yes")
    edit(workbook, "Limits", "recycled_floor_ga", "value", 0.9)
    target = tmp_path / "plan.xlsx"
    assert main(["plan", str(workbook), "-o", str(target)]) == 4
    told = capsys.readouterr().err
    assert "Limits!I" in told
    first = " ".join(str(c.value) for c in next(load_workbook(target).worksheets[0].iter_rows()))
    assert "No plan" in first


def test_usage_errors_are_exit_code_2(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(tmp_path / "none.xlsx")]) == 2
    assert "none.xlsx" in capsys.readouterr().err
    assert main(["plan", str(workbook), "-o", str(workbook)]) == 2
    assert main(["plan", str(workbook), "-o", str(tmp_path / "plan.txt")]) == 2
    assert main(["template", str(workbook)]) == 2
    with pytest.raises(SystemExit) as stopped:
        main(["plan", "--nonsense"])
    assert stopped.value.code == 2


def test_template_is_blank_and_told_where(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert main(["template", str(path)]) == 0
    assert load_workbook(path).sheetnames[:2] == ["Guide", "Settings"]


def test_workbooks_in_inputs_are_what_the_command_makes(tmp_path: Path) -> None:
    """The CSV files are the truth; the workbooks are made from them and the layout."""
    tungsten = ROOT / "inputs" / "japan_w"
    made = (("japan_ga_mg.xlsx", CSV), ("japan_w.xlsx", tungsten), ("template.xlsx", None))
    for name, folder in made:
        write_template(tmp_path / name, folder)
        assert contents(tmp_path / name) == contents(ROOT / "inputs" / name)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(path)
    return {s.title: [tuple(c.value for c in row) for row in s.iter_rows()] for s in book}


def test_run_from_anywhere_without_arguments(tmp_path: Path) -> None:
    """``python run.py`` from another folder finds its default case and says where the result is."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (ROOT / "outputs" / "japan_ga_mg_plan.xlsx").is_file()
    assert "Traceback" not in done.stderr


def test_a_console_that_cannot_show_a_character_does_not_stop_the_run(workbook: Path) -> None:
    """Windows in Japanese: output goes through cp932; a name outside it is replaced."""
    edit(workbook, "Settings", "explain", "value", "no")
    edit(workbook, "Settings", "last_year", "value", 2027)
    edit(workbook, "Settings", "case_name", "value", "Case \u00e9\u2013\u2460 \U0001f600")
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "plan", str(workbook), "-o",
         str(workbook.with_name("r.xlsx"))],
        capture_output=True,
        env={"PYTHONIOENCODING": "cp932", "PATH": "", "SYSTEMROOT": ""},
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_progress_is_printed_once_a_run_takes_longer(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing in the first two seconds, then at most a line a second, in both languages."""
    now = 0.0

    class Watch(Clock):
        @property
        def passed(self) -> float:
            return now

    progress = Progress(Watch(0.0))
    for seconds in (0.5, 1.9, 2.1, 2.5, 3.0, 3.2, 4.5):
        now = seconds
        progress(Words(f"scenario at {seconds}", "シナリオ"))
    told = capsys.readouterr().err.splitlines()
    assert [line.split()[4] for line in told] == ["2.1", "3.2", "4.5"]
    assert all("シナリオ" in line for line in told)


def test_an_interruption_leaves_the_earlier_result_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "result.xlsx"
    target.write_bytes(b"earlier")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("model.pipeline.look_around", interrupted)
    assert main(["plan", str(DEFAULT), "-o", str(target)]) == 130
    assert "中断" in capsys.readouterr().out
    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interruption_while_writing_leaves_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "result.xlsx"
    target.write_bytes(b"earlier")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("model.workbook.files.os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(Workbook(), target)
    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]
