"""The default run as a whole process, and how it divides its own time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.timing import timed

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 3


def report() -> None:
    """Print the seconds of every run and the division of the median one."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "run.py", "plan", "-o", str(Path(folder) / "plan.xlsx")]
        runs = sorted((_run(command) for _ in range(RUNS)), key=lambda run: run[0])
    seconds, said = runs[RUNS // 2]
    every = ", ".join(f"{seconds:.2f}" for seconds, _ in runs)
    print(f"3. python run.py, cold: {seconds:.2f} s (median of {every})")
    print(f"   by its own clock {said}\n")


def _run(command: list[str]) -> tuple[float, str]:
    """Seconds of a process and the last line it said."""
    done = timed(
        lambda: subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
        )
    )
    return done.seconds, done.result.stdout.splitlines()[-1].split(": ", 1)[-1]
