"""No run is lost: what cannot be written is said first, and nothing on the way costs a result."""

from __future__ import annotations

import ast
import errno
import hashlib
import io
import os
import re
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from model import pipeline
from model.command import commands as cli
from model.command.streams import Unfailing
from model.errors import UsageError
from model.report.core.save import save
from model.workbook import drafts, files
from model.workbook.files import check_input, ready, write_result
from run import main
from tests import broken

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="descriptors and signals of POSIX")
TOO_LONG = "a" * 251 + ".xlsx"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return broken.write(
        tmp_path / "tiny.xlsx", {"Settings!A8": "explain", "Settings!B8": "no", "Demand!B2": 99}
    )


@pytest.fixture
def unplannable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading or planning is a failure of the test: what is asked for must be said before."""

    def too_late(*_: object) -> None:
        pytest.fail("the workbook was read before the target was tried")

    monkeypatch.setattr(cli, "read", too_late)
    monkeypatch.setattr(cli, "write_template", too_late)


def refusing(error: int, name: str) -> Callable[..., Any]:
    """``Path.open`` on a disk where files that end in ``name`` cannot be written."""
    usual = Path.open

    def opened(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        if "w" in mode and path.name.endswith(name):
            raise OSError(error, os.strerror(error), str(path))
        return usual(path, mode, *more, **named)

    return opened


def both_languages(text: str) -> bool:
    return text.isascii() is False and any("a" <= c <= "z" for c in text)


# Before the run: where a result cannot go


@pytest.mark.usefixtures("unplannable")
@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
def test_a_place_that_cannot_be_written_is_said_before_planning(
    tiny: Path, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tiny.with_name("r.xlsx")
    earlier.write_bytes(b"earlier")
    monkeypatch.setattr(Path, "open", refusing(number, ".tmp"))
    monkeypatch.setattr(cli, "OUTPUTS", tiny.parent / "outputs")
    for command in (
        ["plan", str(tiny), "-o", str(earlier)],
        ["plan", str(tiny)],
        ["template", str(tiny.with_name("t.xlsx"))],
    ):
        assert main(command) == 2
        told = capsys.readouterr().err
        assert "cannot be written" in told
        assert both_languages(told)
        assert files.REASONS.get(number, files.Words(os.strerror(number), "")).en in told
    assert earlier.read_bytes() == b"earlier"


@posix
@pytest.mark.usefixtures("unplannable")
@pytest.mark.parametrize("place", ["/proc/r.xlsx", "/proc/new/folder/r.xlsx", TOO_LONG])
def test_the_system_refuses_and_that_is_said(
    tiny: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A place that refuses even the administrator, and a name no system takes."""
    target = str(tiny.parent / place)
    assert main(["plan", str(tiny), "-o", target]) == 2
    assert main(["template", target]) == 2
    assert capsys.readouterr().err.count("cannot be written") == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "is a folder"),
        ("folder", "is a folder"),
        ("folder.xlsx", "is a folder"),
        ("plan.txt", "should end in .xlsx"),
        (".xlsx", "should end in .xlsx"),
        ("tiny.xlsx/plan.xlsx", "a part of that path is a file"),
        ("a?.xlsx", "may not hold ?"),
    ],
)
def test_a_name_no_workbook_can_have(
    tiny: Path, name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("folder", "folder.xlsx"):
        (tiny.parent / folder).mkdir()
    monkeypatch.setattr(files, "FORBIDDEN", frozenset("?"))
    with pytest.raises(UsageError) as caught:
        ready(tiny.parent / name)
    assert told in str(caught.value)
    assert both_languages(str(caught.value))


def test_a_name_in_capitals_and_one_as_long_as_can_be_are_taken(tmp_path: Path) -> None:
    for name in ("R.XLSX", "計" * 83 + ".xlsx"):
        assert save(Workbook(), ready(tmp_path / name)) == tmp_path / name
    assert len(list(tmp_path.iterdir())) == 2


def test_windows_calls_too_long_what_it_does_not_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST", 10)
    monkeypatch.setattr(Path, "open", refusing(errno.ENOENT, ".tmp"))
    for refused in (ready, check_input):
        with pytest.raises(UsageError, match="the name is too long"):
            refused(tmp_path / "r.xlsx")


@posix
def test_the_input_is_never_the_target_under_another_name(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tiny.read_bytes()
    soft, hard = tiny.with_name("soft.xlsx"), tiny.with_name("hard.xlsx")
    soft.symlink_to(tiny)
    hard.hardlink_to(tiny)
    for source, target in ((tiny, soft), (soft, tiny), (tiny, hard)):
        assert main(["plan", str(source), "-o", str(target)]) == 2
        assert "would replace the workbook" in capsys.readouterr().err
    assert tiny.read_bytes() == before


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "far" / "r.xlsx")
    target = ready(tmp_path / "link.xlsx")
    assert save(Workbook(), target) == tmp_path / "far" / "r.xlsx"
    assert (tmp_path / "link.xlsx").is_symlink()


# While writing


def test_a_disk_that_fills_up_leaves_the_earlier_result_and_says_where_the_new_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "there" / "r.xlsx"
    target.parent.mkdir()
    target.write_bytes(b"earlier")
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    usual = files.fill

    def full(draft: Path, data: bytes) -> None:
        usual(draft, data[:10])
        if draft.parent == target.parent:
            raise OSError(errno.ENOSPC, "No space left on device")
        usual(draft, data)

    monkeypatch.setattr(files, "fill", full)
    with pytest.raises(UsageError, match="the disk is full") as caught:
        write_result(target, b"new and whole")
    kept = Path(str(caught.value).rsplit("保存先: ", 1)[1])
    assert kept.read_bytes() == b"new and whole"
    assert spare in kept.parents
    assert target.read_bytes() == b"earlier"
    assert list(target.parent.iterdir()) == [target]


def test_where_nothing_can_be_written_the_answer_is_printed(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "ready", lambda target: target)
    monkeypatch.setattr(Path, "open", refusing(errno.ENOSPC, ".tmp"))
    assert main(["plan", str(tiny), "-o", str(tiny.with_name("r.xlsx"))]) == 2
    told = capsys.readouterr()
    assert "Demand is met" in told.out
    assert "not kept" in told.err
    assert "保存できません" in told.err


def test_without_a_plan_and_without_a_place_the_conflict_is_printed(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = load_workbook(tiny)
    for cell, value in broken.limit("one", "country_share", "min", 0.9, about="CCC").items():
        made["Limits"][cell.split("!")[1]] = value
    made.save(tiny)
    monkeypatch.setattr(cli, "ready", lambda target: target)
    monkeypatch.setattr(Path, "open", refusing(errno.ENOSPC, ".tmp"))
    assert main(["plan", str(tiny), "-o", str(tiny.with_name("r.xlsx"))]) == 4
    told = capsys.readouterr().err
    assert "the disk is full" in told
    assert "Limits!I2" in told


def test_a_result_that_is_read_only_or_open_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, second = tmp_path / "r.xlsx", tmp_path / "r (2).xlsx"
    for path in (target, second):
        path.write_bytes(b"earlier")
    monkeypatch.setattr("model.workbook.files.os.access", lambda path, _: path != target)
    assert save(Workbook(), target) == tmp_path / "r (3).xlsx"
    assert target.read_bytes() == second.read_bytes() == b"earlier"


def test_a_numbered_name_is_explained(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tiny.with_name("r.xlsx")
    target.write_bytes(b"earlier")
    monkeypatch.setattr("model.workbook.files.os.access", lambda path, _: path != target)
    assert main(["plan", str(tiny), "-o", str(target)]) == 0
    told = capsys.readouterr().out
    assert "r.xlsx is open in another program or read-only" in told
    assert f"Result / 結果: {tiny.with_name('r (2).xlsx')}" in told


def test_a_report_that_cannot_be_made_leaves_the_answer_on_the_console(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "write_report", lambda *_: {}["sheet"])
    assert main(["plan", str(tiny), "-o", str(tiny.with_name("r.xlsx"))]) == 1
    assert "Demand is met" in capsys.readouterr().out


def test_the_input_may_go_while_the_plan_is_made(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fingerprint = hashlib.sha256(tiny.read_bytes()).hexdigest()
    usual = pipeline.make_plan

    def gone(case: Any) -> Any:
        tiny.unlink()
        return usual(case)

    monkeypatch.setattr(pipeline, "make_plan", gone)
    result = tiny.with_name("r.xlsx")
    assert main(["plan", str(tiny), "-o", str(result)]) == 0
    run = {row[0].value: row[1].value for row in load_workbook(result)["Run"] if len(row) > 1}
    assert run["input_sha256"] == fingerprint


@posix
def test_an_input_whose_name_no_cell_can_hold(tiny: Path) -> None:
    odd = os.fsdecode(os.fsencode(tiny.parent) + b"/caf\xe9 \x01.xlsx")
    os.rename(tiny, odd)  # noqa: PTH104
    result = tiny.with_name("r.xlsx")
    assert main(["plan", odd, "-o", str(result)]) == 0
    run = {row[0].value: row[1].value for row in load_workbook(result)["Run"] if len(row) > 1}
    assert run["input_file"] == "caf? ?.xlsx"


def test_a_page_that_cannot_be_printed_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    monkeypatch.setattr(Path, "open", refusing(errno.EROFS, ".tmp"))
    assert main(["docs"]) == 2
    assert "cannot be written" in capsys.readouterr().err


# Drafts of runs that were killed


def draft(folder: Path, name: str, days: float = 0.0) -> Path:
    path = folder / name
    path.write_bytes(b"half")
    then = time.time() - days * drafts.DAY
    os.utime(path, (then, then))
    return path


@pytest.fixture
def ended() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-S", "-c", ""]) as process:
        process.wait()
    return process.pid


@posix
def test_drafts_of_killed_runs_are_cleared_and_no_others(tmp_path: Path, ended: int) -> None:
    running, here = os.getppid(), drafts.MACHINE
    gone = [
        draft(tmp_path, f"~other.{here}.{ended}.tmp"),
        draft(tmp_path, f"~r.{here}.{os.getpid()}.tmp"),
        draft(tmp_path, f"~r.{ended}.tmp"),
        draft(tmp_path, "~r.00000000.1.tmp", days=1.1),
        draft(tmp_path, f"~r.{here}.{running}.tmp", days=1.1),
    ]
    kept = [
        draft(tmp_path, f"~r.{here}.{running}.tmp".replace("~r", "~s")),
        draft(tmp_path, f"~r.{running}.tmp"),
        draft(tmp_path, "~r.00000000.1.tmp".replace("~r", "~s")),
        draft(tmp_path, f"~other.{ended}.tmp"),
        draft(tmp_path, "~$r.xlsx", days=9),
        draft(tmp_path, "r.tmp", days=9),
        draft(tmp_path, "~WRD0001.tmp", days=9),
    ]
    ready(tmp_path / "r.xlsx")
    assert not any(path.exists() for path in gone)
    assert sorted(tmp_path.iterdir()) == sorted(kept)


def test_a_folder_one_may_write_and_not_look_into_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unseen(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", unseen)
    assert ready(tmp_path / "r.xlsx") == tmp_path / "r.xlsx"


@posix
def test_a_run_killed_while_it_writes_is_cleared_up_by_the_next(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from model.workbook import files\n"
        "files.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files.write_result(Path(sys.argv[1]), b'half')\n"
    )
    target = tmp_path / "r.xlsx"
    done = subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert [path.suffix for path in tmp_path.iterdir()] == [".tmp"]
    ready(target)
    assert list(tmp_path.iterdir()) == []


# What is named as input


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("~$tiny.xlsx", "only marks that tiny.xlsx is open"),
        (".~lock.tiny.xlsx#", "only marks that tiny.xlsx is open"),
        ("", "it is a folder"),
        ("tiny.xlsx/inner.xlsx", "tiny.xlsx is no folder; unpack it first"),
        ("*.xlsx", "without * and ?"),
        ("none.xlsx", "There is no file"),
    ],
)
def test_what_is_no_input_is_told_with_what_it_is(
    tiny: Path, name: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("check", "plan"):
        assert main([command, str(tiny.parent / name)]) == 2
        said = capsys.readouterr().err
        assert told in said
        assert both_languages(said)


@posix
def test_a_pipe_is_not_waited_for_and_a_file_that_may_not_be_read_is_told(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tiny.with_name("pipe.xlsx"))
    with pytest.raises(UsageError, match="device or a pipe"):
        check_input(tiny.with_name("pipe.xlsx"))
    with pytest.raises(UsageError, match="the name is too long"):
        check_input(tiny.with_name(TOO_LONG))

    def forbidden(path: Path, *_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(UsageError, match="cannot be opened: that is not permitted"):
        check_input(tiny)


def test_a_csv_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "Supply.csv").write_bytes(b'supply,"' + b"x" * 200_000)
    assert main(["template", str(tmp_path / "t.xlsx"), "--from", str(tmp_path)]) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["some case.xlsx"], 'python run.py plan "some case.xlsx" (or check)'),
        (["chekc", "x.xlsx"], "Did you mean check?"),
        (["compute"], "The commands are plan, check, template, docs"),
    ],
)
def test_a_command_that_is_none(
    arguments: Sequence[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert told in said
    assert both_languages(said)


def test_arguments_too_many_are_told_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["plan", "a.xlsx", "b.xlsx"])
    assert stopped.value.code == 2
    assert "b.xlsx\n引数" in capsys.readouterr().err


# Standard output


PROGRESS = re.compile(rb" *\d+ s  ")
"""A line on what is being done, which a slow machine prints."""


def printed(tiny: Path, shell: str) -> subprocess.CompletedProcess[bytes]:
    """A plan whose output goes where the shell sends it; the exit code is the program's own."""
    result = tiny.with_name("r.xlsx")
    command = f'"{sys.executable}" "{ROOT / "run.py"}" plan "{tiny}" -o "{result}" {shell}'
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False
    )


@posix
@pytest.mark.parametrize(
    ("shell", "told"),
    [
        (">&- 2>&- <&-", b""),
        ("| true", b""),
        ("> /dev/full", b"Not everything could be printed: No space left on device"),
    ],
)
def test_a_result_is_written_whatever_becomes_of_the_output(
    tiny: Path, shell: str, told: bytes
) -> None:
    if "full" in shell and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    done = printed(tiny, shell)
    assert done.returncode == 0
    assert load_workbook(tiny.with_name("r.xlsx"), read_only=True).sheetnames[0] == "Summary"
    said = [line for line in done.stderr.splitlines() if not PROGRESS.match(line)]
    assert b"\n".join(said).startswith(told) if told else not said
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


class Broken(io.RawIOBase):
    """A file that is not ready twice, takes three bytes, and then fails."""

    def __init__(self) -> None:
        self.taken, self.asked = b"", 0

    def write(self, data: Any) -> int | None:
        self.asked += 1
        if self.asked < 3:
            return None
        if len(self.taken) >= 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        part = bytes(data[:3])
        self.taken += part
        return len(part)

    def writable(self) -> bool:
        return True


def test_a_stream_that_fails_halfway_keeps_the_failure_to_itself() -> None:
    below = Broken()
    file = Unfailing(below)
    with io.TextIOWrapper(io.BufferedWriter(file), encoding="ascii") as stream:
        stream.write("four and more")
    assert below.taken == b"fou"
    assert file.failure is not None
    assert file.failure.errno == errno.ENOSPC


# What ends a run


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_being_asked_to_end_is_like_ctrl_c(
    tiny: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from model.command import process

    result = tiny.with_name("r.xlsx")
    result.write_bytes(b"earlier")
    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    number = getattr(signal, name)

    def ended(*_: object) -> None:
        os.kill(os.getpid(), number)
        time.sleep(5)

    monkeypatch.setattr("model.workbook.files.os.replace", ended)
    monkeypatch.setattr(process, "_asked_to_end", [])
    try:
        for n in before:  # a run in the background of a shell ignores some of them
            signal.signal(n, signal.default_int_handler if n == signal.SIGINT else signal.SIG_DFL)
        process._end_when_asked()
        assert main(["plan", str(tiny), "-o", str(result)]) == 130
    finally:
        for n, handler in before.items():
            signal.signal(n, handler)
    assert "中断" in capsys.readouterr().out
    assert result.read_bytes() == b"earlier"
    assert sorted(tiny.parent.iterdir()) == sorted([tiny, result])


def test_an_interruption_that_a_library_hides_is_still_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Interrupted while it is loaded, numpy raises an ImportError of its own."""

    def hidden(*_: object) -> int:
        raise ImportError("initialization failed")

    monkeypatch.setattr(cli, "run", hidden)
    assert main([]) == 2
    monkeypatch.setattr("model.command.process._asked_to_end", [signal.SIGINT])
    assert main([]) == 130


def test_a_mistake_of_ours_keeps_its_traceback_and_says_whose_it_is(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = tiny.with_name("r.xlsx")
    result.write_bytes(b"earlier")
    monkeypatch.setattr(pipeline, "make_plan", lambda _: {}["cost"])
    assert main(["plan", str(tiny), "-o", str(result)]) == 1
    told = capsys.readouterr().err
    assert "KeyError: 'cost'" in told
    assert "This is a mistake in the program" in told
    assert "プログラムの誤り" in told
    assert result.read_bytes() == b"earlier"


def test_too_little_memory_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def too_much(*_: object) -> int:
        raise MemoryError

    monkeypatch.setattr(cli, "run", too_much)
    assert main([]) == 1
    told = capsys.readouterr().err
    assert "not enough memory" in told
    assert "Traceback" not in told


# What it is run with


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_a_python_that_is_too_old_is_told_in_one_line(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse((ROOT / "run.py").read_bytes(), feature_version=(3, 4))
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(ROOT / "run.py"))
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"Python 3.11 or newer is needed; this is {version[0]}.{version[1]}." in told
    assert "以上が必要" in told


def test_missing_libraries_are_told_with_the_command_that_installs_them() -> None:
    """Without site-packages, as Python is before anything is installed."""
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "run.py"), "check", "x.xlsx"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    told = done.stderr.decode()
    assert done.returncode == 2
    assert f'python -m pip install -r "{ROOT / "requirements.txt"}"' in told
    assert "Traceback" not in told
    assert both_languages(told)
