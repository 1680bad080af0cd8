"""Demand comes first: the least shortage, then the least gap to the reserve, held ever after."""

from __future__ import annotations

from dataclasses import dataclass

from model.case import Case
from model.errors import SolverError
from model.lp.refinement import Held
from model.planning.aim_values import SCALE, Aims
from model.planning.stages import Stages, exact
from model.tolerances.solving import CEILING_ROOM
from model.tolerances.weights import SHORTAGE_ABOVE_RESERVE
from model.workbook.aims import RESERVE, SHORTAGE


@dataclass(frozen=True)
class Met:
    """Demand met as far as it can be: the programme that holds it, and its shortage, million USD.

    The reserve is as full as it can be with that.
    """

    held: Held
    shortage: float


def demand_first(case: Case, aims: Aims, stages: Stages, unavoidable: float) -> Met:
    """The least shortage and the least gap to the reserve that goes with it.

    ``unavoidable`` is a shortage known to be the least there is, million USD. Raises
    InfeasibleError if no plan obeys the hard rules; after this there always is one.
    """
    days = max(case.demand.values()) or 1.0  # weight of a day: one of the smallest still counts
    at_once = _both_at_once(aims, stages, days, unavoidable)
    return at_once or _one_after_the_other(aims, stages, days)


def _both_at_once(aims: Aims, stages: Stages, days: float, unavoidable: float) -> Met | None:
    """Shortage and gap in one programme; ``None`` if the least shortage is not sure by that.

    It is, if it is no more than is known to be unavoidable: then the gap is the least that goes
    with it.
    """
    cost = aims.costs({SHORTAGE: SHORTAGE_ABOVE_RESERVE * SCALE, RESERVE: days})
    try:
        both = exact(stages.minimise(stages.refiner.start, cost, "demand"))
    except SolverError:
        return None
    shortage = float(both.answer.x[aims.columns[SHORTAGE]])
    if shortage > unavoidable + CEILING_ROOM * aims.units[SHORTAGE]:
        return None
    return Met(stages.refiner.hold(both), shortage)


def _one_after_the_other(aims: Aims, stages: Stages, days: float) -> Met:
    least = exact(stages.minimise(stages.refiner.start, aims.cost_of(SHORTAGE), SHORTAGE))
    shortage = float(least.answer.x[aims.columns[SHORTAGE]])
    held = stages.refiner.hold(least)
    minimum, _ = stages.in_turn(held, [aims.costs({RESERVE: days})], RESERVE)
    return Met(minimum.held, shortage)
