"""What is found beside the plan, as plain numbers: surface, scenarios, stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.case import Case
from model.errors import Words
from model.explain.explanations import Reasons
from model.planning.solution import Solution
from model.workbook.layout import Scenario

CHOSEN, KNEE = "chosen", "knee"
"""Roles of points; a point that is best in an aim has the aim's name."""

REPLANNED, HELD = "re-planned", "plan held"
SOLVED, BROKEN, NO_PLAN = "solved", "rules broken", "no plan"
UNSOLVED, INCOMPLETE = "could not be solved", "incomplete"
"""What became of an answer; a mean is incomplete if it leaves out what could not be solved."""
SHIPPED, ORIGIN = "shipped", "origin"
NOTHING = Words("", "")


@dataclass(frozen=True)
class Point:
    """A plan on a surface: aims (million USD, HHI points, kt), what it is, and its import mix.

    ``tonnes`` by mineral and shipping country, over all years, the home country's own included.
    ``largest`` is the country with the largest mean share on the chosen basis, and that share; only
    reported of a surface of one mineral.
    """

    aims: Mapping[str, float]
    roles: tuple[str, ...]
    tonnes: Mapping[tuple[str, str], float]
    largest: tuple[str, float] = ("", 0.0)


@dataclass(frozen=True)
class Surface:
    """Points shown, from least cost on, and how far the surface may be beaten, scaled 0-1.

    ``gap`` is that of all points found, ``gap_shown`` that of those shown. ``found`` points were
    found in ``solves`` programmes; ``ranged`` are the aims that have a range. ``corners`` are the
    aims of all points that span the surface.
    """

    points: tuple[Point, ...]
    gap: float
    gap_shown: float
    found: int
    solves: int
    ranged: tuple[str, ...]
    corners: tuple[Mapping[str, float], ...]


@dataclass(frozen=True)
class Rate:
    """What a step in an aim costs near the plan, the third aim kept at or below the plan's.

    ``step`` 1 and 2 go on, -1 gives one back. ``cost`` is in million USD of present value, against
    the step before; ``None`` if no plan goes that far.
    """

    aim: str
    step: int
    start: float
    end: float
    cost: float | None


@dataclass(frozen=True)
class Outcome:
    """One answer to one scenario; without a plan there is no solution, and ``note`` says why."""

    scenario: Scenario
    answer: str
    case: Case
    solution: Solution | None
    status: str = SOLVED
    note: Words = NOTHING


@dataclass(frozen=True)
class Verdict:
    """What a candidate plan, held, amounts to in a scenario: million USD and tonnes short.

    ``scenario`` is ``None`` for the base case; figures are ``None`` if there is no answer, and
    ``status`` says whether that is so or is not known.
    """

    scenario: Scenario | None
    candidate: str
    cost: float | None
    shortage: float | None
    status: str = SOLVED


@dataclass(frozen=True)
class Stop:
    """What one mineral suffers if some countries deliver nothing for a year, the plan held.

    ``lost`` is what the plan took from them or had converted there, ``shortage`` the demand left
    unmet because of it, t, in ``shortage_days`` of the demand of the years it falls in;
    ``extra_cost`` (with shortage costs) and ``extra_spending`` (without) in million USD,
    undiscounted. ``days`` until the first shortage; ``None`` if there is none within the year. All
    but ``lost`` are not numbers (NaN) if ``status`` says that the stop could not be solved.
    """

    countries: tuple[str, ...]
    basis: str
    year: int
    mineral: str
    lost: float
    shortage: float
    shortage_days: float
    extra_cost: float
    extra_spending: float
    days: float | None
    status: str = SOLVED


@dataclass(frozen=True)
class Findings:
    """Everything found beside the plan; ``unsolved`` are the steps the solver did not finish.

    ``reasons`` is ``None`` if Settings asks for none.
    """

    surface: Surface
    rates: tuple[Rate, ...]
    curves: Mapping[str, Surface]
    outcomes: tuple[Outcome, ...]
    verdicts: tuple[Verdict, ...]
    stops: tuple[Stop, ...]
    unsolved: tuple[Words, ...] = ()
    reasons: Reasons | None = None
