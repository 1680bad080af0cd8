"""The command line as typed: what can be asked, and what is said of what cannot."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from model.errors import UsageError

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".csv", ".ods")
"""Endings of files that somebody may want planned."""


def parsed(arguments: Sequence[str], default: Path) -> argparse.Namespace:
    """What is asked for; ``default`` is the workbook planned if none is named.

    Raises UsageError if there is no such command; ends the program if its arguments are wrong, or
    if help is asked for.
    """
    parser = _Parser(
        prog="run.py",
        description="Plan imports of critical minerals from a workbook."
        " / ワークブックから重要鉱物の輸入計画を作ります。",
    )
    parser.set_defaults(workbook=default, output=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    plan = commands.add_parser("plan", help=f"plan a workbook (default: inputs/{default.name})")
    plan.add_argument("workbook", type=Path, nargs="?", default=default, metavar="WORKBOOK")
    plan.add_argument("-o", "--output", type=Path, metavar="RESULT", help="results workbook")
    check = commands.add_parser("check", help="check a workbook without planning")
    check.add_argument("workbook", type=Path, metavar="WORKBOOK")
    template = commands.add_parser("template", help="write a blank workbook to fill in")
    template.add_argument("path", type=Path, metavar="PATH")
    template.add_argument(
        "--from", dest="tables", type=Path, metavar="FOLDER", help="fill it from CSV files"
    )
    template.add_argument("--force", action="store_true", help="replace PATH if it is there")
    commands.add_parser("docs", help="print data dictionary and formulation page anew")
    _check_command(arguments, commands.choices)
    return parser.parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes are reported in both languages."""

    def error(self, message: str) -> NoReturn:
        """Print usage and what is wrong; ends with exit code 2."""
        super().error(f"{message}\n引数が正しくありません。使い方: python {self.prog} --help")


def _check_command(arguments: Sequence[str], commands: Collection[str]) -> None:
    """Raise UsageError if the first argument is no command, and say what was meant."""
    first = arguments[0] if arguments else "plan"
    if first.startswith("-") or first in commands:
        return
    if Path(first).suffix.lower() in WORKBOOKS:
        given = " ".join(f'"{a}"' if " " in a else a for a in arguments)
        raise UsageError(
            f"Say what to do with {first}: python run.py plan {given} (or check)."
            f" / コマンドを付けてください: python run.py plan {given}（または check）"
        )
    close = get_close_matches(first.lower(), commands, 1)
    meant = f" Did you mean {close[0]}?" if close else ""
    meant_ja = f"{close[0]} ではありませんか。" if close else ""
    listed = ", ".join(commands)
    raise UsageError(
        f"There is no command {first}.{meant} The commands are {listed}."
        f" / {first} というコマンドはありません。{meant_ja}コマンド: {listed}"
    )
