"""Seconds of what is done, and tables to print them in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from model.lp.highs import Engine

ENOUGH, MOST = 1.0, 5
"""Seconds after which no further run begins; runs at most."""


@dataclass(frozen=True)
class Timed:
    """What an action gave, and the seconds it took."""

    result: Any
    seconds: float


def timed(action: Callable[[], Any]) -> Timed:
    """Do something once."""
    start = time.perf_counter()
    result = action()
    return Timed(result, time.perf_counter() - start)


def repeated(action: Callable[[], object]) -> list[float]:
    """Seconds of several runs: as many as begin within ``ENOUGH`` seconds, at most ``MOST``."""
    seconds: list[float] = []
    while sum(seconds) < ENOUGH and len(seconds) < MOST:
        seconds.append(timed(action).seconds)
    return seconds


@contextmanager
def programmes_counted() -> Iterator[list[None]]:
    """A list that grows by one with every programme any engine is asked to solve."""
    asked: list[None] = []
    minimise = Engine.minimise

    def counted(engine: Engine, *arguments: Any) -> Any:
        asked.append(None)
        return minimise(engine, *arguments)

    with patch.object(Engine, "minimise", counted):
        yield asked


def show(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, the others to the right."""
    widths = [max(len(row[n]) for row in [heads, *rows]) for n in range(len(heads))]
    for row in [heads, *rows]:
        cells = zip(row[1:], widths[1:], strict=True)
        print(f"{row[0]:{widths[0]}}", *(f"{cell:>{width}}" for cell, width in cells), sep="  ")
    print()
