"""The aims: what is minimised, in which order, and how ties are broken.

Demand comes first: the least shortage is found and held, then the least gap to the reserve. Then
the objective of the settings. Every objective ends with the remaining aims in the order cost,
concentration, CO2, so that no plan shown is dominated, and with the rank of the options in the
workbook, so that of equal plans the same one comes out every time: the option that stands higher is
used first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial

import numpy as np

from model.case import HHI, Case
from model.errors import UNSOLVED, SolverError
from model.lp.answer import Basis, InfeasibleError
from model.lp.certificate import with_room
from model.lp.program import Floats, Program
from model.lp.refinement import Held, Minimum, Refiner
from model.lp.solver import Solver, new_engine
from model.planning.solution import Solution
from model.tolerances.solving import CEILING_ROOM, NO_RANGE, ROUGH_SQUARES, STAGE_ROOM
from model.tolerances.weights import SHORTAGE_ABOVE_RESERVE
from model.workbook.aims import AIM_OF, CO2, CONCENTRATION, COST, FIRST, RESERVE, SHORTAGE
from model.workbook.layout import AIMS
from model.workbook.measures import complete
from model.workbook.objectives import OBJECTIVES

SCALE = 1e3
"""Solver units in an aim's unit: thousand USD, t CO2, thousandths of an HHI point."""

WORST_SCALE = 1e6
"""Solver units in the scaled aims of 'balanced', which run from 0 to 1."""

DIGITS = 9
"""Digits of a unit that are reported."""


Weights = Mapping[str, float]
Scale = Mapping[str, tuple[float, float]]
"""Best value and range of every aim that has one, in the aim's unit."""


@dataclass(frozen=True)
class Optimum:
    """A plan: the point, the aims there (exact squares), and the bound on concentration.

    ``bound`` -- HHI points by which the true optimum could be better (:mod:`model.lp.refinement`).
    """

    minimum: Minimum
    aims: dict[str, float]
    bound: float

    @property
    def x(self) -> Floats:
        """The plan as a point of the programme."""
        return self.minimum.answer.x


@dataclass(frozen=True)
class Start:
    """Where the optimum of a stage lay: a like programme is solved from there."""

    shares: Floats
    basis: Basis


class Planner:
    """Solves the programmes of one case in one loaded instance.

    ``like`` -- a planner of the same programme with other numbers: its instance is used unless
    ``engine`` is another one, every stage starts where the same stage of it ended, and squares are
    exact to ``ROUGH_SQUARES`` HHI points.
    ``refiner`` -- one of a programme of the same shape, with the engine it solves with, if there is
    one already.
    ``unavoidable`` -- a shortage (million USD) known to be the least there is;
    ``least_shortage`` -- the one found, once demand has been met as far as it can be.
    """

    def __init__(
        self,
        case: Case,
        program: Program,
        like: Planner | None = None,
        unavoidable: float = 0.0,
        engine: Solver | None = None,
        refiner: Refiner | None = None,
    ) -> None:
        self.case, self.program, self._unavoidable = case, program, unavoidable
        self.engine: Solver = engine or (
            refiner.engine if refiner else like.engine if like else new_engine()
        )
        self.refiner: Refiner = refiner or (
            like.refiner.on(program, self.engine, ROUGH_SQUARES)
            if like
            else Refiner(program, self.engine)
        )
        self._starts: dict[str, Start] = like._starts if like else {}
        self._records = like is None
        self._aim = {a: program.column_of["aim"][(a,)] for a in (*FIRST, *AIMS)}
        self._worst = program.column_of["worst"][()]
        self._share_weight: Floats = like._share_weight if like else self._weights()
        self._base: Held | None = None
        self._ends: dict[str, dict[str, float]] = {}
        self._singles: dict[str, Optimum] = {}
        self.least_shortage = 0.0
        self.ceilings: dict[str, float] = {}

    # -- pieces ------------------------------------------------------------------------------

    def cost_vector(self, weights: Weights) -> Floats:
        """Costs of the columns for a weighted sum of aims."""
        cost = np.zeros(len(self.program.columns))
        for aim, weight in weights.items():
            cost[self._aim[aim]] = weight
        return cost

    def unit(self, aim: str) -> float:
        """What an aim is counted in: 1 of its own units, unless it is very large or small."""
        return float(self.program.scale.columns[self._aim[aim]])

    def _aim_cost(self, aim: str) -> Floats:
        return self.cost_vector({aim: SCALE})

    def _weights(self) -> Floats:
        """Weight of each squared share in the concentration aim, HHI points."""
        return np.array(
            [
                HHI * self.case.risk(c) * self.case.concentration_weights.get((k, t), 0.0)
                for k, c, t in self.refiner.shares
            ]
        )

    def aims_at(self, x: Floats) -> dict[str, float]:
        """The aims at a point, with the squares of the shares exact."""
        values = {a: float(x[column]) for a, column in self._aim.items()}
        shares = self.refiner.share_values(x)
        values[CONCENTRATION] = float(self._share_weight @ shares**2)
        return values

    def _minimum(self, held: Held, cost: Floats, stage: str) -> Minimum:
        """Minimise from where the same stage of a like programme ended, if there was one."""
        start = self._starts.get(stage)
        if start is not None:
            return self.refiner.minimise(self.refiner.near(held, start.shares), cost, start.basis)
        minimum = self.refiner.minimise(held, cost)
        if self._records:
            shares = self.refiner.share_values(minimum.answer.x)
            self._starts[stage] = Start(shares, self.engine.basis)
        return minimum

    def _stages(self, held: Held, costs: Sequence[Floats], name: str) -> tuple[Minimum, float]:
        """Minimise one cost after the other, each held while the next improves.

        Once one point only is left, there is nothing more to improve. The first starts where it
        ended in a like programme, the others where the one before ended.
        """
        minimum = self._improved(held, costs[0], name)
        held, bound = self.refiner.hold(minimum), minimum.bound
        for cost in costs[1:]:
            if self.refiner.settled(held):
                break
            minimum = self._improved(held, cost)
            held, bound = self.refiner.hold(minimum), max(bound, minimum.bound)
        return replace(minimum, held=held), bound

    def _improved(self, held: Held, cost: Floats, stage: str = "") -> Minimum:
        """The minimum where there is a plan; a stage with a name starts as :meth:`_minimum` does.

        Raises SolverError if it is lost all the same.
        """
        try:
            found = self._minimum(held, cost, stage) if stage else self.refiner.minimise(held, cost)
        except InfeasibleError:
            found = self._with_room(held, cost)
        return _exact(found)

    def _with_room(self, held: Held, cost: Floats) -> Minimum:
        """A stage that rounding in the ones before it left without a point, with room for it."""
        try:
            roomy = replace(held, program=with_room(held.program, STAGE_ROOM))
            return self.refiner.minimise(roomy, cost)
        except InfeasibleError as error:
            raise SolverError(UNSOLVED.format("it lost the plan it had found")) from error

    def meet_demand_first(self) -> Held:
        """The least shortage, then the least gap to the reserve, found once and held.

        Raises InfeasibleError if no plan obeys the hard rules; after this there always is one.
        """
        if self._base is None:
            self._base = self._both_at_once() or self._one_after_the_other()
        return self._base

    def _both_at_once(self) -> Held | None:
        """Shortage and gap in one programme; ``None`` if the least shortage is not sure by that.

        It is, if it is no more than is known to be unavoidable: then the gap is the least that
        goes with it.
        """
        weights = {SHORTAGE: SHORTAGE_ABOVE_RESERVE * SCALE, RESERVE: self._days}
        try:
            start, cost = self.refiner.start, self.cost_vector(weights)
            both = _exact(self._minimum(start, cost, "demand"))
        except SolverError:
            return None
        self.least_shortage = float(both.answer.x[self._aim[SHORTAGE]])
        if self.least_shortage > self._unavoidable + CEILING_ROOM * self.unit(SHORTAGE):
            return None
        return self.refiner.hold(both)

    def _one_after_the_other(self) -> Held:
        start, cost = self.refiner.start, self._aim_cost(SHORTAGE)
        shortage = _exact(self._minimum(start, cost, SHORTAGE))
        self.least_shortage = float(shortage.answer.x[self._aim[SHORTAGE]])
        held, gap = self.refiner.hold(shortage), self.cost_vector({RESERVE: self._days})
        return self._stages(held, [gap], RESERVE)[0].held

    @property
    def _days(self) -> float:
        """Weight of a day of reserve: one of the smallest material still counts."""
        return max(self.case.demand.values()) or 1.0

    def _tie_break(self) -> Floats:
        """Rank of the options in the workbook; earlier rows are used first, and early years."""
        cost = np.zeros(len(self.program.columns))
        for name in ("imports", "converted", "stock"):
            for rank, column in enumerate(self.program.column_of.get(name, {}).values()):
                cost[column] = 1.0 + rank / 1024 + (rank * 0.6180339887498949) % 1 / 4096
        return cost

    def finished(
        self, held: Held, costs: Sequence[Floats], name: str, done: Sequence[str] = ()
    ) -> Optimum:
        """The optimum after the given costs, the aims not ``done`` by them, and the tie-break."""
        others = [self._aim_cost(a) for a in AIMS if a not in done]
        minimum, bound = self._stages(held, [*costs, *others, self._tie_break()], name)
        return Optimum(minimum, self.aims_at(minimum.answer.x), bound)

    def solution(self, objective: str) -> Solution:
        """The plan for an objective as plain numbers."""
        return self.told(self.plan(objective), objective)

    def told(self, optimum: Optimum, objective: str) -> Solution:
        """A plan as plain numbers, without noise: below a milligram, or that part of a unit."""
        unit = 10.0 ** np.round(np.log10(self.program.scale.columns))
        x = np.round(optimum.x / unit, DIGITS) * unit
        return Solution(
            objective=objective,
            values=self.program.values(x + 0.0),
            aims=optimum.aims,
            hhi_bound=optimum.bound,
            residuals=asdict(self.engine.worst),
            solves=self.engine.solves,
            solver_version=self.engine.version,
        )

    # -- objectives --------------------------------------------------------------------------

    def plan(self, objective: str, by: Planner | None = None) -> Optimum:
        """The optimum for an objective of sheet Settings.

        ``by`` is the planner whose ends 'balanced' measures the aims by, and whose ceilings
        'priority' keeps, if not this one's own; it has made its own plan before.
        """
        return METHODS[objective](self, by)

    def single(self, aim: str) -> Optimum:
        """One aim alone, ties broken by the others; solved once."""
        if aim not in self._singles:
            held, cost = self.meet_demand_first(), self._aim_cost(aim)
            self._singles[aim] = self.finished(held, [cost], aim, done=[aim])
        return self._singles[aim]

    def end(self, aim: str) -> dict[str, float]:
        """All aims where one of them is at its best, solved once."""
        if aim in self._singles:
            return self._singles[aim].aims
        if aim not in self._ends:
            order = [aim, *(a for a in AIMS if a != aim)]
            self._ends[aim] = self.in_order(order).aims
        return self._ends[aim]

    def weighted(self) -> Optimum:
        """Cost + carbon_price x CO2 + concentration_price x HHI, in million USD.

        Cost is present value; CO2 and concentration count undiscounted, concentration once a year.
        """
        prices = self.money_weights()
        cost = self.cost_vector({a: SCALE * price for a, price in prices.items()})
        return self.finished(self.meet_demand_first(), [cost], "weighted")

    def money_weights(self) -> dict[str, float]:
        """What Settings says a unit of each aim is worth, million USD."""
        return {aim: price(self.case) for aim, price in PRICES.items()}

    def priority(self, ceilings: Weights | None = None) -> Optimum:
        """Aims in order, each kept within the slack of its best while the next improves.

        ``ceilings`` are another case's; if they cannot be kept, this one's own hold.
        """
        settings = self.case.settings
        order = [name.strip() for name in settings.priority_order.split(",")]
        costs = [self._aim_cost(a) for a in reversed(order)]
        if ceilings is not None:
            held = self.capped(self.meet_demand_first(), ceilings)
            try:
                self._minimum(held, costs[0], "priority")
            except InfeasibleError:
                ceilings = None
        if ceilings is None:
            held, self.ceilings = self.meet_demand_first(), {}
            for aim in order[:-1]:
                best = self._improved(held, self._aim_cost(aim), f"priority {aim}")
                value = self.aims_at(best.answer.x)[aim]
                self.ceilings[aim] = value * (1 + settings.priority_slack)
                if settings.priority_slack:
                    held = self.capped(best.held, self.ceilings)
                else:  # a ceiling at the best itself would leave it no room for rounding
                    held = self.refiner.hold(best)
        return self.finished(held, costs, "priority", done=order)

    def in_order(self, aims: Sequence[str]) -> Optimum:
        """One aim after the other, nothing else: the figures of these aims, not yet a plan."""
        costs = [self._aim_cost(a) for a in aims]
        minimum, bound = self._stages(self.meet_demand_first(), costs, aims[0])
        return Optimum(minimum, self.aims_at(minimum.answer.x), bound)

    def scale(self) -> Scale:
        """Best and range of the aims that have one, among the three single-aim plans."""
        singles = [self.end(a) for a in AIMS]
        best = {a: min(found[a] for found in singles) for a in AIMS}
        span = {a: max(found[a] for found in singles) - best[a] for a in AIMS}
        ranged = [a for a in AIMS if span[a] > NO_RANGE * max(self.unit(a), abs(best[a]))]
        return {a: (best[a], span[a]) for a in ranged}

    def balanced(self, scale: Scale | None = None) -> Optimum:
        """The largest scaled loss as small as possible, then the sum of the scaled losses.

        An aim without a range is kept at its worst, unless the scale is another case's.
        """
        held = self.meet_demand_first()
        if scale is None:
            scale = self.scale()
            worst = {a: max(self.end(b)[a] for b in AIMS) for a in AIMS if a not in scale}
            held = self.capped(held, worst)
        if not scale:
            return self.finished(held, [], "balanced")
        held = self._scaled(held, scale)
        largest = self.cost_vector({})
        largest[self._worst] = WORST_SCALE
        total = self.cost_vector({a: WORST_SCALE / span for a, (_, span) in scale.items()})
        done = list(scale)[-1:]  # what its sum and the others leave open is nothing
        return self.finished(held, [largest, total], "balanced", done=done)

    def capped(self, held: Held, ceilings: Weights) -> Held:
        """The programme with aims kept at or under ceilings, with room for rounding."""
        upper = held.program.upper.copy()
        for aim, ceiling in ceilings.items():
            upper[self._aim[aim]] = ceiling + CEILING_ROOM * max(self.unit(aim), abs(ceiling))
        return replace(held, program=replace(held.program, upper=upper))

    def _scaled(self, held: Held, scale: Scale) -> Held:
        """The programme with ``aim <= best + range x worst`` switched on."""
        program = held.program
        value, row_upper = program.matrix.value.copy(), program.row_upper.copy()
        upper = program.upper.copy()
        upper[self._worst] = np.inf
        for aim, (best, span) in scale.items():
            row = self.program.row_of["worst_definition"][(aim,)]
            entries = range(program.matrix.start[row], program.matrix.start[row + 1])
            (entry,) = (e for e in entries if program.matrix.index[e] == self._worst)
            value[entry] = -span
            row_upper[row] = best
        matrix, sizes = program.matrix.with_value(value), program.scale.sizes.copy()
        sizes[self._worst] = 1.0
        scaled = replace(
            program, matrix=matrix, row_upper=row_upper, upper=upper, scale=matrix.scale(sizes)
        )
        return replace(held, program=scaled)


def _exact(found: Minimum) -> Minimum:
    """A minimum whose squares are exact. Raises SolverError if they are not."""
    if not found.exact:
        raise SolverError(UNSOLVED.format("squares of shares did not come out exact"))
    return found


PRICES: Mapping[str, Callable[[Case], float]] = {
    COST: lambda case: 1.0,
    CONCENTRATION: lambda case: case.settings.concentration_price / 1000 * len(case.years),
    CO2: lambda case: case.settings.carbon_price / 1000,
}
"""What Settings says a unit of an aim is worth, million USD."""
complete("prices of aims", PRICES, AIM_OF)

Method = Callable[[Planner, Planner | None], Optimum]
"""How a planner plans; the second planner is ``by`` of :meth:`Planner.plan`."""

METHODS: Mapping[str, Method] = {
    "balanced": lambda planner, by: planner.balanced(by.scale() if by else None),
    "weighted": lambda planner, by: planner.weighted(),
    "priority": lambda planner, by: planner.priority(by.ceilings if by else None),
    **{aim: partial(lambda aim, planner, by: planner.single(aim), aim) for aim in AIMS},
}
complete("methods of objectives", METHODS, OBJECTIVES)
