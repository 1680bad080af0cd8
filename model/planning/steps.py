"""Steps that may fail by themselves without taking the answer with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from model.errors import SolverError, Words
from model.lp.answer import InfeasibleError

T = TypeVar("T")


class Attempts:
    """Takes steps one by one; ``unsolved`` are those the solver did not finish.

    ``tell`` is called with what is being done.
    """

    def __init__(self, tell: Callable[[Words], None]) -> None:
        self._tell = tell
        self.unsolved: list[Words] = []

    def __call__(self, what: Words, step: Callable[[], T], otherwise: T) -> T:
        """What a step finds, or ``otherwise`` if the solver does not finish it."""
        self._tell(what)
        try:
            return step()
        except (SolverError, InfeasibleError):
            if what not in self.unsolved:
                self.unsolved.append(what)
            return otherwise
