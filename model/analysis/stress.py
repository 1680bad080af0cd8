"""Stress: some countries deliver nothing for a year, and the plan is held.

Until the stop everything is as planned. In that year nothing comes from the countries: by
*shipped*, of what they ship; by *origin*, of all metal first produced there, whoever ships it; and
conversions that stand there make nothing. Contracts elsewhere deliver what was planned and no more,
spot options at least what was planned and up to their capacity; stock is drawn, and put by again
later, up to what was planned. Demand comes first, then the reserve, then cost. Rules of sheet
Limits and ceilings of countries do not hold: metal comes first. So the shortage told is the least
there can be. It is compared with what would happen without the stop, rules lifted all the same:
what lifting them gives is not the stop's doing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from model.analysis.findings import ORIGIN, SHIPPED, UNSOLVED, Stop
from model.case import Case
from model.errors import SolverError, Words
from model.formulation.cost import MILLION_PER_TONNE
from model.lp.answer import Answer, InfeasibleError, optimal_only
from model.lp.program import Floats, Program
from model.lp.solver import new_engine
from model.planning.aim_values import SCALE
from model.planning.held_decisions import decisions, purchases_held
from model.tolerances.figures import LEAST_SHORTAGE
from model.tolerances.solving import AIM_ROUNDING
from model.tolerances.weights import SHORTAGE_ABOVE_RESERVE
from model.workbook.aims import COST, RESERVE, SHORTAGE

LEFT_OUT = ("segment", "hhi", "excess", "worst")
RULES = ("share_definition", "hhi_definition", "policy_limit", "share_limit", "worst_definition")
"""What plays no part in a stop: concentration, rules, and the columns and rows they need."""

Figures = Mapping[str, Mapping[tuple[str, int], float]]


def stops(
    case: Case,
    program: Program,
    plan: Floats,
    tell: Callable[[Words], None] = lambda words: None,
) -> tuple[Stop, ...]:
    """What stops do to a plan, a point of a programme: every country in every year.

    By shipped and by origin; pairs if Settings asks for them.
    """
    stress = _Stress(case, program, plan)
    found: list[Stop] = []
    for basis in (SHIPPED, ORIGIN):
        for c in stress.suppliers(basis):
            tell(Words(f"stop of {c}, {basis}", f"供給途絶 {c}"))
            found += stress.by_year((c,), basis)
    if case.settings.stress_pairs == "yes":
        used = [stop.countries[0] for stop in found if stop.basis == SHIPPED and stop.lost > 0]
        for pair in combinations(dict.fromkeys(used), 2):
            tell(Words(f"stop of {' and '.join(pair)}", f"供給途絶 {'・'.join(pair)}"))
            found += stress.by_year(pair, SHIPPED)
    return tuple(found)


@dataclass(frozen=True)
class _Change:
    """What is told of a year and those after it: had nothing stopped, and with the stop."""

    before: Figures
    after: Figures


class _Stress:
    """One plan and the programme of what can still be done when countries stop."""

    def __init__(self, case: Case, program: Program, plan: Floats) -> None:
        self._case, self._engine = case, new_engine()
        self._known: dict[tuple[object, ...], list[Stop]] = {}
        kept = np.array([name not in LEFT_OUT for name, _ in program.columns])
        self._program, self._plan = program.without(LEFT_OUT, RULES), plan[kept]
        self._imports = self._program.column_of["imports"]
        self._converted = self._program.column_of.get("converted", {})
        self._year = np.array([_year(index) for _, index in self._program.columns])
        plan_made = decisions(self._program, self._plan)
        self._held = purchases_held(self._program, case, plan_made)
        self._unstopped: dict[int, Figures | None] = {}
        self._a_tonne = {i: self._cost_of_a_tonne(i) for i in case.materials}

    def _cost_of_a_tonne(self, material: str) -> float:
        """Million USD the dearest tonne of a material that the plan buys costs in the last year.

        Of all the mineral, if the plan buys none of the material itself.
        """
        case, last = self._case, self._case.years[-1]
        mineral = case.materials[material].mineral
        own = [s for s, row in case.supplies.items() if row.material == material]
        for options in (own, [s for s in case.supplies if case.mineral_of(s) == mineral]):
            bought = [s for s in options if self._plan[self._imports[s, last]] > 0]
            if bought:
                return MILLION_PER_TONNE * max(case.landed(s, last) for s in bought)
        return 0.0

    def suppliers(self, basis: str) -> list[str]:
        """Foreign countries that some option's metal is from, or that convert metal."""
        case = self._case
        converting = {row.country for row in case.conversions.values()}
        return [
            c
            for c in case.countries
            if c != case.home
            and (c in converting or any(self._part(s, (c,), basis) > 0 for s in case.supplies))
        ]

    def _part(self, supply: str, countries: Sequence[str], basis: str) -> float:
        """What part of an option's metal is from these countries."""
        row = self._case.supplies[supply]
        if basis == SHIPPED:
            return float(row.country in countries)
        origins = self._case.origin_shares[self._case.mineral_of(supply), row.country]
        return sum(share for origin, share in origins.items() if origin in countries)

    def by_year(self, countries: tuple[str, ...], basis: str) -> list[Stop]:
        """The stops of some countries in each year; a country's own metal is the same on both."""
        parts = {s: self._part(s, countries, basis) for s in self._case.supplies}
        key = countries, tuple(parts.values())
        if key not in self._known:
            self._known[key] = [
                stop for t in self._case.years for stop in self._stop(countries, basis, parts, t)
            ]
        return [replace(stop, basis=basis) for stop in self._known[key]]

    def _stop(
        self, countries: tuple[str, ...], basis: str, parts: Mapping[str, float], year: int
    ) -> Iterator[Stop]:
        """What each mineral suffers if these countries deliver nothing in a year."""
        case = self._case
        lost = dict.fromkeys(case.minerals, 0.0)
        for s, part in parts.items():
            lost[case.mineral_of(s)] += part * float(self._plan[self._imports[s, year]])
        idle = [
            v
            for (v, t), column in self._converted.items()
            if t == year and case.conversions[v].country in countries and self._plan[column] > 0
        ]
        for v in idle:
            made = float(self._plan[self._converted[v, year]])
            lost[case.materials[case.conversions[v].to_material].mineral] += made
        nothing = 0.0, 0.0, 0.0, 0.0, None
        if not idle and not any(tonnes > 0 for tonnes in lost.values()):
            for k in case.minerals:
                yield Stop(countries, basis, year, k, 0.0, *nothing)
            return
        without = self._without_stop(year)
        after = self._outcome(self._stopped(parts, idle, year)) if without else None
        for k in case.minerals:
            if without is None or after is None:
                unknown = (math.nan,) * 4
                yield Stop(countries, basis, year, k, lost[k], *unknown, None, UNSOLVED)
            else:
                unhurt = Stop(countries, basis, year, k, lost[k], *nothing)
                yield self._suffered(unhurt, _Change(without, after))

    def _without_stop(self, year: int) -> Figures | None:
        """What would happen if nothing stopped, held and freed as in a stop in that year."""
        if year not in self._unstopped:
            self._unstopped[year] = self._outcome(self._stopped({}, [], year))
        return self._unstopped[year]

    def _outcome(self, program: Program) -> Figures | None:
        """The figures of the best that can be done; ``None`` if the solver does not finish."""
        try:
            return self._figures(self._answer(program))
        except (SolverError, InfeasibleError):
            return None

    def _stopped(self, parts: Mapping[str, float], idle: Sequence[str], year: int) -> Program:
        """The programme of a stop: parts of options missing and conversions idle in a year.

        What idle conversions would have used need not be bought, and may be stored without limit.
        """
        lower, upper = self._held.lower.copy(), self._held.upper.copy()
        before = self._year < year
        lower[before] = upper[before] = self._plan[before]
        upper[[self._converted[v, year] for v in idle]] = 0.0
        unfed = {self._case.conversions[v].from_material for v in idle}
        for s, part in parts.items():
            column = self._imports[s, year]
            lower[column] *= 1 - part
            upper[column] = (1 - part) * upper[column] if part < 1 else 0.0
            if self._case.supplies[s].material in unfed:
                lower[column] = 0.0
        for (i, t), column in self._program.column_of["stock"].items():
            if i in unfed and t >= year:
                upper[column] = np.inf
        return replace(self._held, lower=lower, upper=upper)

    def _answer(self, program: Program) -> Floats:
        """The best that can be done: least shortage, least gap to the reserve, least cost.

        The first two at once if that leaves no more shortage than the plan had.
        """
        days = max(self._case.demand.values()) or 1.0
        first, then = {SHORTAGE: SCALE}, {RESERVE: days}
        stages = [first, then, {COST: SCALE}]
        aim = program.column_of["aim"][(SHORTAGE,)]
        try:
            both = self._least(program, {SHORTAGE: SHORTAGE_ABOVE_RESERVE * SCALE, **then})
            unit = float(program.scale.columns[aim])
            if both.x[aim] <= self._plan[aim] + AIM_ROUNDING * unit:
                stages, program = stages[2:], optimal_only(program, both)
        except SolverError:
            pass  # weighed one above the other, the figures may differ too much
        for weights in stages:
            answer = self._least(program, weights)
            program = optimal_only(program, answer)
        return answer.x

    def _least(self, program: Program, weights: Mapping[str, float]) -> Answer:
        """The least weighed sum of some aims."""
        cost = np.zeros(len(program.columns))
        for aim, weight in weights.items():
            cost[program.column_of["aim"][(aim,)]] = weight
        return self._engine.minimise(program, cost)

    def _figures(self, x: Floats) -> Figures:
        """What is told of a plan: shortages and stocks by material, spending by mineral."""
        told = {
            name: {(str(i), int(t)): float(x[c]) for (i, t), c in columns.items()}
            for name, columns in self._program.column_of.items()
            if name in ("shortage", "stock")
        }
        for name in ("spending", "shortage_cost", "stock_start", "stock_loss"):
            found = self._program.expression(name, x)
            told[name] = {(str(key), int(t)): value for (key, t), value in found.items()}
        return told

    def _suffered(self, stop: Stop, change: _Change) -> Stop:
        """A stop as its mineral suffers it, from what it changes in that year and later."""
        k, year = stop.mineral, stop.year
        mine = [i for i, row in self._case.materials.items() if row.mineral == k]
        later = [t for t in self._case.years if t >= year]

        def more(name: str, *keys: str) -> float:
            return sum(
                change.after[name][i, t] - change.before[name][i, t] for i in keys for t in later
            )

        demand, short = self._case.mineral_demand[k, year], more("shortage", *mine)
        short = short if short > LEAST_SHORTAGE * demand else 0.0
        spending = more("spending", k) + self._refill(mine, change)
        days = [self._days(i, year, change) for i in mine]
        return replace(
            stop,
            shortage=short,
            shortage_days=self._days_short(mine, k, later, change) if short > 0 else 0.0,
            extra_cost=spending + more("shortage_cost", *mine),
            extra_spending=spending,
            days=min((d for d in days if d is not None), default=None),
        )

    def _days_short(
        self, materials: Sequence[str], k: str, years: Sequence[int], change: _Change
    ) -> float:
        """Days of the mineral's demand that are missing, each in the year it is missing."""
        return sum(
            365 * (change.after["shortage"][i, t] - change.before["shortage"][i, t]) / demand
            for t in years
            if (demand := self._case.mineral_demand[k, t]) > 0
            for i in materials
        )

    def _refill(self, materials: Sequence[str], change: _Change) -> float:
        """Million USD for stock not put by again at the end, at the dearest tonne of that year."""
        last = self._case.years[-1]
        return sum(
            (change.before["stock"][i, last] - change.after["stock"][i, last]) * self._a_tonne[i]
            for i in materials
        )

    def _days(self, material: str, year: int, change: _Change) -> float | None:
        """Days until a material runs short, if it does in the year of the stop.

        Stock and shortage together are what is missing in the year, at an even rate; the stock
        lasts for its part of it. Stock of what is converted into the material counts, unless that
        is short itself.
        """
        short = change.after["shortage"][material, year]
        if not self._runs_short(material, year, change):
            return None
        drawn = self._drawn(material, year, change)
        for row in self._case.conversions.values():
            feed = row.from_material
            if row.to_material == material and not self._runs_short(feed, year, change):
                drawn += row.yield_ * self._drawn(feed, year, change)
        return 365 * drawn / (drawn + short)

    def _runs_short(self, material: str, year: int, change: _Change) -> bool:
        key = material, year
        more = change.after["shortage"][key] - change.before["shortage"][key]
        return more > LEAST_SHORTAGE * self._case.demand[key]

    def _drawn(self, material: str, year: int, change: _Change) -> float:
        """Tonnes of stock used in a year."""
        key = material, year
        start = change.after["stock_start"][key] - change.after["stock_loss"][key]
        return max(0.0, start - change.after["stock"][key])


def _year(index: tuple[object, ...]) -> float:
    """The year of a column; none for a total."""
    return float(index[-1]) if index and isinstance(index[-1], float | int) else np.inf
