"""The program as a process: its streams, how it is ended, and its exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from model.command.streams import hold_open, lost
from model.errors import ModelError, UsageError, Words

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements.txt"

FAILED, INTERRUPTED = 1, 130
"""Exit codes beside those of the errors; 130 after Ctrl+C, as shells have it."""

ENDED = Words(
    "Interrupted; unless one is named above, no result was written. An earlier one is whole.",
    "中断しました。上に結果の名前がなければ、書き込んでいません。以前の結果はそのままです。",
)
OUR_FAULT = Words(
    "This is a mistake in the program, not in your workbook; earlier results are as they were."
    " Please send the lines above, the command and the workbook to whoever gave you the program.",
    "プログラムの誤りであり、ワークブックの問題ではありません。以前の結果はそのままです。"
    "上の表示、コマンド、ワークブックを提供元へお送りください。",
)
NO_MEMORY = Words(
    "There is not enough memory for this workbook; close other programs, or plan fewer years.",
    "メモリーが足りません。他のプログラムを閉じるか、計画年数を減らしてください。",
)

_asked_to_end: list[int] = []
"""Signals that asked this process to end."""


def program(started: float) -> int:
    """Run the command this process was started for; its exit code."""
    files = hold_open()
    _end_when_asked()
    code = main(sys.argv[1:], started)
    try:
        unsaid = lost(files)
        if unsaid is not None:
            _say(unsaid)
            lost(files)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        os._exit(code)  # without waiting for what still runs beside
    return code


def main(arguments: Sequence[str], started: float | None = None) -> int:
    """Run a command; the exit codes are those of README.md."""
    gc.disable()  # a run makes little that is not needed to its end
    try:
        return _run(arguments, time.perf_counter() if started is None else started)
    except KeyboardInterrupt:
        print(f"{ENDED.en} / {ENDED.ja}")
        return INTERRUPTED


def _run(arguments: Sequence[str], started: float) -> int:
    """Run a command and print what went wrong."""
    try:
        from model.command.commands import run

        return run(arguments, started)
    except Exception as error:
        if _asked_to_end:
            raise KeyboardInterrupt from error
        return _told(error)


def _told(error: Exception) -> int:
    """Say what went wrong; the exit code."""
    if isinstance(error, ModelError):
        from model.command.printing import tell

        tell(error)
        return error.exit_code
    if isinstance(error, ImportError) and (error.name or "").split(".")[0] != "model":
        _say(_missing(error))
        return UsageError.exit_code
    if isinstance(error, MemoryError):
        _say(NO_MEMORY)
        return FAILED
    traceback.print_exception(error)
    _say(OUR_FAULT)
    return FAILED


def _missing(error: ImportError) -> Words:
    """What to do about a library that is not there, or cannot be loaded."""
    command = f'python -m pip install -r "{REQUIREMENTS}"'
    why = " ".join(str(error).split())
    return Words(
        f"A library is missing ({why}). Install with: {command}",
        f"ライブラリがありません。次のコマンドで導入してください: {command}",
    )


def _say(words: Words) -> None:
    print(f"{words.en}\n{words.ja}", file=sys.stderr)


def _end_when_asked() -> None:
    """Being asked to end, by the system or by closing the terminal, is like Ctrl+C.

    What ignored it before (``nohup``) goes on doing so.
    """
    usual = (signal.SIG_DFL, signal.default_int_handler)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in usual:
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    """Interrupt the run; noted, since a library may turn it into an error of its own."""
    _asked_to_end.append(number)
    raise KeyboardInterrupt
