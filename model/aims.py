"""The aims: what is minimised, in which order, and how ties are broken.

Demand comes first: the least shortage is found and held, then the least gap to the reserve. Then
the objective of the settings. Every objective ends with the remaining aims in the order cost,
concentration, CO2, so that no plan shown is dominated, and with the rank of the options in the
workbook, so that of equal plans the same one comes out every time: the option that stands higher is
used first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from model.case import HHI, Case
from model.errors import UNSOLVED, SolverError
from model.formulation.aims import FIRST
from model.layout import AIMS
from model.program import Floats, Program
from model.refine import Held, Minimum, Refiner
from model.solution import Solution
from model.solve import Engine, InfeasibleError

SCALE = 1e3
"""Solver units in an aim's unit: thousand USD, t CO2, thousandths of an HHI point."""

WORST_SCALE = 1e6
"""Solver units in the scaled aims of 'balanced', which run from 0 to 1."""

NO_RANGE = 1e-4
"""An aim whose best and worst differ by less, relative to its size, has no range."""


@dataclass(frozen=True)
class Optimum:
    """A plan: the point, the aims there (exact squares), and the bound on concentration.

    ``bound`` -- HHI points by which the true optimum could be better (see :mod:`model.refine`).
    """

    minimum: Minimum
    aims: dict[str, float]
    bound: float

    @property
    def x(self) -> Floats:
        """The plan as a point of the programme."""
        return self.minimum.answer.x


class Planner:
    """Solves the programmes of one case in one loaded instance."""

    def __init__(self, case: Case, program: Program) -> None:
        self.case, self.program = case, program
        self.engine = Engine()
        self.refiner = Refiner(program, self.engine)
        self._aim = {a: program.column_of["aim"][(a,)] for a in (*FIRST, *AIMS)}
        self._worst = program.column_of["worst"][()]
        self._share_weight = self._weights()
        self._base: Held | None = None

    # -- pieces ------------------------------------------------------------------------------

    def _cost(self, weights: dict[int, float]) -> Floats:
        cost = np.zeros(len(self.program.columns))
        for column, weight in weights.items():
            cost[column] = weight
        return cost

    def _aim_cost(self, aim: str) -> Floats:
        return self._cost({self._aim[aim]: SCALE})

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
        values["concentration"] = float(self._share_weight @ shares**2)
        return values

    def _stages(self, held: Held, costs: Sequence[Floats]) -> tuple[Minimum, float]:
        """Minimise one cost after the other, each held while the next improves."""
        bound = 0.0
        for cost in costs:
            try:
                minimum = self.refiner.minimise(held, cost)
            except InfeasibleError as error:
                raise SolverError(UNSOLVED.format("it lost the plan it had found")) from error
            held = self.refiner.hold(minimum)
            bound = max(bound, minimum.bound)
        return replace(minimum, held=held), bound

    def meet_demand_first(self) -> Held:
        """The least shortage, then the least gap to the reserve, found once and held.

        Raises InfeasibleError if no plan obeys the hard rules; after this there always is one.
        """
        if self._base is None:
            shortage = self.refiner.minimise(self.refiner.start, self._aim_cost("shortage"))
            days = max(1.0, *self.case.demand.values())  # a day of the smallest still counts
            held, gap = self.refiner.hold(shortage), self._cost({self._aim["reserve"]: days})
            self._base = self._stages(held, [gap])[0].held
        return self._base

    def _tie_break(self) -> Floats:
        """Rank of the options in the workbook; earlier rows are used first, and early years."""
        cost = np.zeros(len(self.program.columns))
        for name in ("imports", "converted", "stock"):
            for rank, column in enumerate(self.program.column_of.get(name, {}).values()):
                cost[column] = 1.0 + rank / 1024 + (rank * 0.6180339887498949) % 1 / 4096
        return cost

    def _finished(self, held: Held, costs: Sequence[Floats]) -> Optimum:
        """The optimum after the given costs, the remaining aims and the tie-break."""
        minimum, bound = self._stages(
            held, [*costs, *(self._aim_cost(a) for a in AIMS), self._tie_break()]
        )
        return Optimum(minimum, self.aims_at(minimum.answer.x), bound)

    def solution(self, objective: str) -> Solution:
        """The plan for an objective as plain numbers; noise below a milligram is taken off."""
        optimum = self.plan(objective)
        x = np.round(optimum.x, 9) + 0.0
        return Solution(
            objective=objective,
            values=self.program.values(x),
            aims=optimum.aims,
            hhi_bound=optimum.bound,
            residuals=asdict(self.engine.worst),
            solves=self.engine.solves,
            solver_version=self.engine.version,
        )

    # -- objectives --------------------------------------------------------------------------

    def plan(self, objective: str) -> Optimum:
        """The optimum for an objective of sheet Settings."""
        if objective in AIMS:
            return self.single(objective)
        combined: dict[str, Callable[[], Optimum]] = {
            "weighted": self.weighted,
            "priority": self.priority,
            "balanced": self.balanced,
        }
        return combined[objective]()

    def single(self, aim: str) -> Optimum:
        """One aim alone, ties broken by the others."""
        return self._finished(self.meet_demand_first(), [self._aim_cost(aim)])

    def weighted(self) -> Optimum:
        """Cost + carbon_price x CO2 + concentration_price x HHI, in million USD.

        Cost is present value; CO2 and concentration count undiscounted, concentration once a year.
        """
        settings = self.case.settings
        prices = {
            "cost": 1.0,
            "co2": settings.carbon_price / 1000,
            "concentration": settings.concentration_price / 1000 * len(self.case.years),
        }
        cost = self._cost({self._aim[a]: SCALE * price for a, price in prices.items()})
        return self._finished(self.meet_demand_first(), [cost])

    def priority(self) -> Optimum:
        """Aims in order, each kept within the slack of its best while the next improves."""
        settings = self.case.settings
        order = [name.strip() for name in settings.priority_order.split(",")]
        held = self.meet_demand_first()
        for aim in order[:-1]:
            best = self.refiner.minimise(held, self._aim_cost(aim))
            value = float(best.answer.x[self._aim[aim]])
            held = self._capped(best.held, aim, value * (1 + settings.priority_slack))
        return self._finished(held, [self._aim_cost(a) for a in reversed(order)])

    def balanced(self) -> Optimum:
        """The largest scaled loss as small as possible, then the sum of the scaled losses."""
        singles = [self.single(a).aims for a in AIMS]
        best = {a: min(found[a] for found in singles) for a in AIMS}
        span = {a: max(found[a] for found in singles) - best[a] for a in AIMS}
        ranged = [a for a in AIMS if span[a] > NO_RANGE * max(1.0, abs(best[a]))]
        held = self.meet_demand_first()
        for aim in AIMS:
            if aim not in ranged:
                held = self._capped(held, aim, best[aim] + span[aim])
        held = self._scaled(held, {a: (best[a], span[a]) for a in ranged})
        worst = self._cost({self._worst: WORST_SCALE})
        total = self._cost({self._aim[a]: WORST_SCALE / span[a] for a in ranged})
        return self._finished(held, [worst, total] if ranged else [])

    def _capped(self, held: Held, aim: str, ceiling: float) -> Held:
        """The programme with an aim kept at or under a ceiling, with room for rounding."""
        upper = held.program.upper.copy()
        upper[self._aim[aim]] = ceiling + 1e-9 * max(1.0, abs(ceiling))
        return replace(held, program=replace(held.program, upper=upper))

    def _scaled(self, held: Held, scales: dict[str, tuple[float, float]]) -> Held:
        """The programme with ``aim <= best + range x worst`` switched on."""
        program = held.program
        value, row_upper = program.matrix.value.copy(), program.row_upper.copy()
        for aim, (best, span) in scales.items():
            row = self.program.row_of["worst_definition"][(aim,)]
            entries = range(program.matrix.start[row], program.matrix.start[row + 1])
            (entry,) = (e for e in entries if program.matrix.index[e] == self._worst)
            value[entry] = -span
            row_upper[row] = best
        matrix = replace(program.matrix, value=value)
        return replace(held, program=replace(program, matrix=matrix, row_upper=row_upper))
