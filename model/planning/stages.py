"""Stages: costs minimised one after another, each held while the next improves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from model.errors import UNSOLVED, SolverError
from model.lp.answer import Basis, InfeasibleError
from model.lp.certificate import with_room
from model.lp.program import Floats
from model.lp.refinement import Held, Minimum, Refiner
from model.tolerances.solving import STAGE_ROOM


@dataclass(frozen=True)
class Start:
    """Where the optimum of a stage lay: a like programme is solved from there.

    ``shares`` of demand at the optimum, shape (shares,), about which squares are counted.
    """

    shares: Floats
    basis: Basis


class Stages:
    """Solves the stages of one programme in one loaded instance.

    ``starts`` are those of a like programme, by the names of its stages: a stage of the same name
    starts there. Without them, every stage with a name records where it ended.
    """

    def __init__(self, refiner: Refiner, starts: Mapping[str, Start] | None = None) -> None:
        self.refiner = refiner
        self._starts, self._records = dict(starts or {}), starts is None

    @property
    def starts(self) -> Mapping[str, Start]:
        """Where the stages known so far ended."""
        return dict(self._starts)

    def minimise(self, held: Held, cost: Floats, stage: str) -> Minimum:
        """Minimise from where the stage of that name ended, if it is known.

        Raises InfeasibleError if no plan obeys the programme.
        """
        start = self._starts.get(stage)
        if start is not None:
            return self.refiner.minimise(self.refiner.near(held, start.shares), cost, start.basis)
        minimum = self.refiner.minimise(held, cost)
        if self._records:
            shares = self.refiner.share_values(minimum.answer.x)
            self._starts[stage] = Start(shares, self.refiner.engine.basis)
        return minimum

    def in_turn(self, held: Held, costs: Sequence[Floats], stage: str) -> tuple[Minimum, float]:
        """Minimise one cost after the other, each held while the next improves.

        Once one point only is left, there is nothing more to improve. The first starts where the
        ``stage`` of that name ended, the others where the one before ended. With the last minimum
        comes the largest bound of all, HHI points.
        """
        minimum = self.improved(held, costs[0], stage)
        held, bound = self.refiner.hold(minimum), minimum.bound
        for cost in costs[1:]:
            if self.refiner.settled(held):
                break
            minimum = self.improved(held, cost)
            held, bound = self.refiner.hold(minimum), max(bound, minimum.bound)
        return replace(minimum, held=held), bound

    def improved(self, held: Held, cost: Floats, stage: str = "") -> Minimum:
        """The minimum where there is a plan; a ``stage`` with a name starts as in ``minimise``.

        Raises SolverError if the plan is lost all the same.
        """
        try:
            if stage:
                return exact(self.minimise(held, cost, stage))
            return exact(self.refiner.minimise(held, cost))
        except InfeasibleError:
            return exact(self._with_room(held, cost))

    def _with_room(self, held: Held, cost: Floats) -> Minimum:
        """A stage that rounding in the ones before it left without a point, with room for it."""
        try:
            roomy = replace(held, program=with_room(held.program, STAGE_ROOM))
            return self.refiner.minimise(roomy, cost)
        except InfeasibleError as error:
            raise SolverError(UNSOLVED.format("it lost the plan it had found")) from error


def exact(found: Minimum) -> Minimum:
    """A minimum whose squares are exact. Raises SolverError if they are not."""
    if not found.exact:
        raise SolverError(UNSOLVED.format("squares of shares did not come out exact"))
    return found
