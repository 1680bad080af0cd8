"""What a solver has to offer, and the one place where it is chosen.

Another solver is a module beside :mod:`model.lp.highs` with a class that does what :class:`Solver`
says, and its name in :func:`new_engine`.
"""

from __future__ import annotations

from typing import Protocol

from model.lp.answer import Answer, Basis, Ranges
from model.lp.certificate import Certificate
from model.lp.highs import Engine
from model.lp.program import Floats, Ints, Program


class Solver(Protocol):
    """One loaded instance: asked again and again, from where it stood, by one thread at a time.

    A programme is handed over in its own units; the solver scales it (``program.scale``) and takes
    the objective in units of :func:`model.lp.certificate.unit_of`, which its answer names. A basis
    of one instance may be handed to another.

    ``solves`` -- programmes solved so far; ``worst`` -- the worst certificate of all answers given.
    """

    solves: int
    worst: Certificate

    @property
    def version(self) -> str:
        """Name of the version, told in the results."""

    @property
    def basis(self) -> Basis:
        """Where the last solution stands; good for starting a like programme from."""

    @property
    def basic(self) -> tuple[Ints, Ints]:
        """Numbers of the columns and of the rows that are basic in the last solution.

        All others stand at a bound. A solver without a basis may name every column and row that is
        not at a bound: more stages are solved then, with the same answers.
        """

    def ranges(self) -> Ranges | None:
        """Ranges of the bounds at the last solution; ``None`` if there are none to be had."""

    def minimise(self, program: Program, cost: Floats, basis: Basis | None = None) -> Answer:
        """The minimum of ``cost x``, certified by :func:`model.lp.certificate.certify`.

        ``cost`` has shape (columns,); ``basis`` is where to start and may be ignored. Raises
        InfeasibleError if it is proved that there is no feasible point
        (:func:`model.lp.certificate.proves_empty`), and SolverError if there is no answer that
        keeps its certificate.
        """

    def feasible(self, program: Program) -> bool:
        """Whether any point obeys all rows and bounds. Raises SolverError if it cannot be told."""


def new_engine() -> Solver:
    """A fresh instance of the solver this planner uses."""
    return Engine()
