"""How sure: least and most of every option and country in plans that are next to as good.

Next to as good is a plan whose aims are each at most ``sure_within`` worse than the plan's, with
demand and reserve served as well. Options that can stand in for one another within that are one
finding, not several: which of them is used is open.

Least and most are ends that no such plan passes. Squares of shares count a little too little there,
so where HHI counts the ends lie a little too far apart, never too close.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np

from model.case import Case
from model.errors import SolverError
from model.explain.explanations import Money, Span, Swap
from model.explain.pricing_problem import Pricing, within_reach
from model.formulation.cost import MILLION_PER_TONNE
from model.lp.answer import InfeasibleError
from model.lp.program import Floats, Ints, Program
from model.lp.refinement import Held, Refiner
from model.lp.solver import Solver, new_engine
from model.planning.aim_values import SCALE
from model.planning.planned import Planned
from model.tolerances.shown import KILOGRAM
from model.tolerances.solving import NEAR_ROOM, ROUGH_SQUARES
from model.workbook.aims import CONCENTRATION
from model.workbook.layout import AIMS
from model.workbook.measures import MEASURES

AROUND = 0.06
"""Shares about the plan's over which squares are counted on an even grid."""

HALVINGS = 30
"""How often the way back to the plan chosen is halved."""

OPEN = 0.1
"""Part of what an option can deliver that least and most lie apart if it is open at all."""

STANDS_IN = 0.5
"""Part of the smaller of two options that the other must be able to stand in for."""

APART = 0.05
"""Part of what there could be by which tonnes with squares a little too small may be off."""


@dataclass(frozen=True)
class Near:
    """The plans that are next to as good as a plan: a programme, and who solves it.

    ``program`` has the columns ``kept`` of the programme of the plan: those that can move. ``held``
    is the whole of it, which ``refiner`` solves with squares as exact as they need be. ``aims`` are
    at most ``within`` worse; ``ceilings`` are the hard limits on the HHI of every market.
    """

    planned: Planned
    within: float
    program: Program
    kept: Ints
    engine: Solver
    held: Held
    refiner: Refiner
    aims: Sequence[str]
    ceilings: Floats

    def best(self, cost: Floats, fixed: Sequence[int] = (), at: Floats | None = None) -> Floats:
        """The plan with the least of a cost, some columns ``fixed`` where they are ``at``.

        Squares count a little too little in the programme, so where the HHI comes out too high,
        the plan is drawn back towards the one chosen. Raises InfeasibleError.
        """
        return self._drawn_back(self._best(cost, fixed, at))

    def _best(self, cost: Floats, fixed: Sequence[int], at: Floats | None) -> Floats:
        """The same, squares counting a little too little: no plan has less of the cost."""
        program = self.program
        if at is not None:
            whole = self.planned.program
            lower, upper = np.full(len(whole.columns), -np.inf), np.full(len(whole.columns), np.inf)
            lower[fixed] = upper[fixed] = at[fixed]
            lower, upper = lower[self.kept], upper[self.kept]
            program = replace(
                program,
                lower=np.where(np.isfinite(lower), lower, program.lower),
                upper=np.where(np.isfinite(upper), upper, program.upper),
            )
        x = np.zeros(len(self.planned.program.columns))
        x[self.kept] = self.engine.minimise(program, cost[self.kept]).x
        return x

    def _drawn_back(self, x: Floats) -> Floats:
        if self._obeys(x):
            return x
        near, far = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (near + far) / 2
            if self._obeys(self.planned.chosen.x + middle * (x - self.planned.chosen.x)):
                near = middle
            else:
                far = middle
        return self.planned.chosen.x + near * (x - self.planned.chosen.x)

    def _obeys(self, x: Floats) -> bool:
        """Whether the HHI, squares exact, is near enough, if it is kept, and within hard limits."""
        ceiling = self.planned.chosen.aims[CONCENTRATION] * (1 + self.within) + NEAR_ROOM
        if CONCENTRATION in self.aims and self.planned.aims.at(x)[CONCENTRATION] > ceiling:
            return False
        return bool((self.refiner.hhi(x) <= self.ceilings).all())

    def worse(self, money: Money, imports: Floats) -> float | None:
        """What the plan comes to more with other imports, million USD; ``None`` if not near."""
        columns = list(self.planned.program.column_of["imports"].values())
        cost = self.planned.aims.costs({a: SCALE * v for a, v in money.weights.items()})
        try:
            x = self.best(cost, columns, imports)
        except InfeasibleError:
            return None
        return money.worth(self.planned.aims.at(x)) - money.worth(self.planned.chosen.aims)

    def extreme(self, columns: Sequence[int], sign: float) -> Floats:
        """The plan with the most (``sign`` -1) or least (+1) tonnes in some columns."""
        return self.best(self._tonnes(columns, sign))

    def end(self, columns: Sequence[int], sign: float) -> float:
        """The most (``sign`` -1) or least (+1) tonnes in some columns that no plan passes.

        Refined where plans that obey the HHI might end much sooner.
        """
        mine, cost = list(columns), self._tonnes(columns, sign)
        x = self._best(cost, (), None)
        outer, inner = float(x[mine].sum()), float(self._drawn_back(x)[mine].sum())
        possible = float(self.planned.program.upper[mine].sum())
        if abs(outer - inner) > APART * min(
            possible, self.planned.chosen.x[mine].sum() + outer + inner
        ):
            with suppress(InfeasibleError, SolverError):  # the end found is one, too
                outer = float(self.refiner.minimise(self.held, cost).answer.x[mine].sum())
        return max(0.0, outer)

    def _tonnes(self, columns: Sequence[int], sign: float) -> Floats:
        cost = np.zeros(len(self.planned.program.columns))
        cost[list(columns)] = sign
        return cost


def near(planned: Planned, within: float, aims: Sequence[str] = AIMS) -> Near:
    """Plans whose ``aims`` are each at most ``within`` worse, in an instance of their own."""
    refiner, chosen = planned.refiner, planned.chosen
    held = refiner.over(planned.met, [chosen.x], AROUND)
    most = {a: chosen.aims[a] * (1 + within) + NEAR_ROOM for a in aims}
    held = planned.aims.capped(held, most)
    program = held.program if held.frozen.any() else within_reach(held.program)
    kept = (program.upper > program.lower) | (program.lower != 0)
    every = np.ones(len(program.rows), dtype=bool)
    columns = np.flatnonzero(kept).astype(np.int32)
    return Near(
        planned=planned,
        within=within,
        program=program.part(every, kept),
        kept=columns,
        engine=new_engine(),
        held=held,
        refiner=refiner.on(planned.program, new_engine(), ROUGH_SQUARES),
        aims=aims,
        ceilings=_ceilings(planned.case, refiner.markets),
    )


def _ceilings(case: Case, markets: Mapping[tuple[str, int], int]) -> Floats:
    """Hard limits on the HHI, by market, with room for rounding; infinite where there is none."""
    found = np.full(len(markets), np.inf)
    for rule in case.rules:
        limit = rule.limit
        if MEASURES[limit.measure].convex and limit.penalty is None:
            for k in (k for target in rule.targets for k in target.minerals):
                here = [markets[k, t] for t in rule.years if (k, t) in markets]
                found[here] = np.minimum(found[here], limit.value + ROUGH_SQUARES)
    return found


def option_spans(near: Near, supplies: Sequence[str]) -> Iterator[Span]:
    """Least and most tonnes of some options."""
    case, columns = near.planned.case, option_columns(near.planned.program)
    for s in supplies:
        yield _span(near, s, case.mineral_of(s), columns[s], country=False)


def country_spans(near: Near, options: Sequence[Span]) -> Iterator[Span]:
    """Least and most tonnes shipped from every country, by mineral.

    ``options`` are the spans of the options: a country with one option only has the same.
    """
    case, columns = near.planned.case, option_columns(near.planned.program)
    known = {span.name: span for span in options}
    places: dict[tuple[str, str], list[str]] = {}
    for s, row in case.supplies.items():
        places.setdefault((case.mineral_of(s), row.country), []).append(s)
    for (k, c), names in places.items():
        if len(names) == 1:
            yield replace(known[names[0]], name=c, country=True)
        else:
            mine = [n for s in names for n in columns[s]]
            yield _span(near, c, k, mine, country=True)


def option_columns(program: Program) -> dict[str, list[int]]:
    """Columns of every option over the years."""
    found: dict[str, list[int]] = {}
    for (s, _), column in program.column_of["imports"].items():
        found.setdefault(s, []).append(column)
    return found


def country_columns(case: Case, program: Program) -> dict[tuple[str, str], list[int]]:
    """Columns of every mineral and shipping country over the years."""
    found: dict[tuple[str, str], list[int]] = {}
    for s, columns in option_columns(program).items():
        found.setdefault((case.mineral_of(s), case.supplies[s].country), []).extend(columns)
    return found


def _span(near: Near, name: str, mineral: str, columns: Sequence[int], *, country: bool) -> Span:
    planned = float(near.planned.chosen.x[columns].sum())
    least, most = near.end(columns, 1.0), near.end(columns, -1.0)
    return Span(name, mineral, country, planned, min(planned, least), max(planned, most))


def swaps(near: Near, pricing: Pricing, spans: Sequence[Span]) -> tuple[Swap, ...]:
    """Options of one material that can stand in for one another, in groups.

    One stands in for another if all that this delivers, or as much as there is room for, comes from
    that instead, nothing else is bought in another way, and it costs no more, in money, than the
    tolerance allows for the tonnes swapped.
    """
    case, columns = near.planned.case, option_columns(near.planned.program)
    open_ = [span.name for span in spans if not span.country and _is_open(span)]
    linked: dict[str, set[str]] = {}
    for giver, taker in permutations(open_, 2):
        alike = case.supplies[giver].material == case.supplies[taker].material
        if alike and _stands_in(near, pricing, giver, columns[giver], columns[taker]):
            linked.setdefault(giver, {giver}).add(taker)
            linked.setdefault(taker, {taker}).add(giver)
    return tuple(_swap(near, group, columns) for group in _groups(linked, open_))


def _is_open(span: Span) -> bool:
    return span.most - span.least > OPEN * max(span.most, KILOGRAM)


def _stands_in(
    near: Near, pricing: Pricing, name: str, giver: Sequence[int], taker: Sequence[int]
) -> bool:
    """Whether one option can deliver what ``name`` does, all the others as planned."""
    program, plan = near.planned.program, near.planned.chosen.x
    room = np.maximum(program.upper[taker] - plan[taker], 0.0)
    given = np.minimum(np.maximum(plan[giver] - program.lower[giver], 0.0), room)
    if given.sum() < max(KILOGRAM, STANDS_IN * min(plan[giver].sum(), room.sum())):
        return False
    case = near.planned.case
    paid = [case.discount(t) * case.landed(name, t) * MILLION_PER_TONNE for t in case.years]
    room_in_money = near.within * float(np.dot(paid, given))
    dearer = pricing.reduced[taker] - pricing.reduced[giver]
    if float(dearer @ given) > SCALE * room_in_money:
        return False  # the squares of shares only make it dearer still
    swapped = plan.copy()
    swapped[giver] -= given
    swapped[taker] += given
    worse = near.worse(pricing.money, swapped)
    return worse is not None and worse <= room_in_money


def _groups(linked: Mapping[str, set[str]], order: Sequence[str]) -> Iterator[list[str]]:
    """Options that are linked, directly or through others, in the order of the workbook."""
    left = [name for name in order if name in linked]
    while left:
        group = {left[0]}
        while True:
            wider = set().union(*(linked[name] for name in group))
            if wider == group:
                break
            group = wider
        yield [name for name in left if name in group]
        left = [name for name in left if name not in group]


def _swap(near: Near, group: Sequence[str], columns: Mapping[str, Sequence[int]]) -> Swap:
    mine = [n for name in group for n in columns[name]]
    planned = float(near.planned.chosen.x[mine].sum())
    least, most = near.end(mine, 1.0), near.end(mine, -1.0)
    return Swap(tuple(group), planned, min(planned, least), max(planned, most))
