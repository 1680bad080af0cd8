"""Random cases through the whole program: ``python -m tests.benchmarks.planning``.

What they end in is counted; whatever is lost is listed with the seed that makes it again:
``python -m tests.benchmarks.planning --first SEED --count 1``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.timing import show, timed
from tests.random_runs import ENDS, GOOD, Run, run

COUNT, WRITTEN = 300, 10
"""Cases run; of so many one writes its report."""


def runs(first: int, count: int) -> list[Run]:
    """So many cases from a seed on."""
    with tempfile.TemporaryDirectory() as folder:
        return [
            run(seed, Path(folder), write=seed % WRITTEN == 0)
            for seed in range(first, first + count)
        ]


def report(first: int = 0, count: int = COUNT) -> bool:
    """Print the counts and what was lost; whether nothing was."""
    found = timed(lambda: runs(first, count))
    ended = Counter(run.ended for run in found.result)
    print(f"Random cases from seed {first} on, one in {WRITTEN} with its report")
    rows = [[end, str(ended[end])] for end in ENDS if ended[end] or end in GOOD]
    show(["ended in", "cases"], [*rows, ["in all", f"{count} in {found.seconds:.0f} s"]])
    for lost in found.result:
        if not lost.good:
            print(f"   seed {lost.seed}: {lost.ended}: {lost.why}")
    return all(run.good for run in found.result)


def main() -> None:
    """Run the cases; exit code 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.planning")
    parser.add_argument("--first", type=int, default=0, metavar="SEED")
    parser.add_argument("--count", type=int, default=COUNT, metavar="CASES")
    asked = parser.parse_args()
    raise SystemExit(0 if report(asked.first, asked.count) else 1)


if __name__ == "__main__":
    main()
