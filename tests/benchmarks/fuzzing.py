"""Workbooks changed at random, and what comes of them: ``python -m tests.benchmarks.fuzzing``.

Whatever is lost is listed with what makes it again: ``--kind NAME --seed SEED``; ``--keep`` leaves
that workbook behind.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.timing import show, timed
from tests.fuzz.every import KINDS
from tests.fuzz.kinds import Fuzzed, fuzz
from tests.fuzz.oracle import ENDS, GOOD

COUNT = 400


def fuzzed(count: int, first: int = 0) -> list[Fuzzed]:
    """So many workbooks: every kind in turn, with one seed after the other."""
    kinds = list(KINDS.values())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed.xlsx"
        return [fuzz(kinds[n % len(kinds)], first + n // len(kinds), path) for n in range(count)]


def report(count: int = COUNT, first: int = 0) -> bool:
    """Print the counts and what was lost; whether nothing was."""
    found = timed(lambda: fuzzed(count, first))
    ended = Counter(one.verdict.ended for one in found.result)
    print(f"Workbooks changed in {len(KINDS)} ways")
    rows = [[end, str(ended[end])] for end in ENDS if ended[end] or end in GOOD]
    show(["came out", "workbooks"], [*rows, ["in all", f"{count} in {found.seconds:.0f} s"]])
    lost = [one for one in found.result if not one.verdict.good]
    for one in lost:
        print(f"   {one}")
    return not lost


def main() -> None:
    """Change the workbooks; exit code 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fuzzing")
    parser.add_argument("--count", type=int, default=COUNT, metavar="WORKBOOKS")
    parser.add_argument("--first", type=int, default=0, metavar="SEED")
    parser.add_argument("--kind", choices=sorted(KINDS), metavar="NAME")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--keep", type=Path, default=Path("outputs/changed.xlsx"), metavar="WORKBOOK"
    )
    asked = parser.parse_args()
    if asked.kind is None:
        raise SystemExit(0 if report(asked.count, asked.first) else 1)
    one = fuzz(KINDS[asked.kind], asked.seed, asked.keep)
    print(one)
    raise SystemExit(0 if one.verdict.good else 1)


if __name__ == "__main__":
    main()
