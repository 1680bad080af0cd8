"""Hard rules once more, from the data dictionary: the least shortage they leave, or no plan.

Adds every measure of Limits and the ceilings of Countries to the programme of
:mod:`tests.independent`. HHI ceilings hold by cutting planes: each programme is a relaxation, so
that one without a point proves that there is no plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.optimize import linprog

from model.workbook.layout import Limit, Tables
from tests.independent import formulate

HOME = "JPN"
ROUNDS = 80
POINTS = 1e-3
"""HHI points by which a ceiling may be passed once the cuts end."""


def least_shortage(tables: Tables) -> float | None:
    """Million USD of shortage that no plan can avoid; ``None`` if no plan keeps the hard rules."""
    rules = _Rules(tables)
    p, bound = rules.programme, rules.shortage
    squares = _Squares(rules)
    for _ in range(ROUNDS):
        found = linprog(
            squares.padded(bound),
            A_ub=np.array([squares.padded(row) for row in p.a_ub] + squares.rows),
            b_ub=p.b_ub + squares.right,
            A_eq=np.array([squares.padded(row) for row in p.a_eq]),
            b_eq=p.b_eq,
            bounds=[*p.bounds, *[(0.0, None)] * len(squares.shares)],
            method="highs",
        )
        if found.status == 2:
            return None
        assert found.status == 0, found.message
        if not squares.cut(found.x):
            break
    return float(found.fun)


class _Rules:
    """The programme of a case with every hard rule in it, but for HHI ceilings (``ceilings``)."""

    def __init__(self, tables: Tables) -> None:
        bare = replace(tables, limits=())
        self.tables = tables
        self.programme, aims, own = formulate(bare)
        self.shortage = aims["short"]
        self.years = range(tables.settings.first_year, tables.settings.last_year + 1)
        self.minerals = {m.material: m.mineral for m in tables.materials}
        self.tonnes = {"basis": own}
        for basis in ("shipped", "origin"):
            settings = replace(tables.settings, concentration_basis=basis)
            self.tonnes[basis] = formulate(replace(bare, settings=settings))[2]
        self.ceilings: list[tuple[str, int, float]] = []
        self._countries()
        for limit in tables.limits:
            if limit.active == "yes" and limit.penalty is None:
                self._limit(limit)

    def market(self, mineral: str, year: int) -> float:
        rows = self.tables.demand
        return sum(d.by_year[year] for d in rows if self.minerals[d.material] == mineral)

    def _countries(self) -> None:
        for country in self.tables.countries:
            for (k, t), here in self.tonnes["shipped"].items():
                if country.country in here and country.max_share < 1 and self.market(k, t) > 0:
                    self._hold(here[country.country], "max", country.max_share * self.market(k, t))

    def _hold(self, row: np.ndarray, sense: str, value: float) -> None:
        sign = 1 if sense == "max" else -1
        self.programme.a_ub.append(sign * row)
        self.programme.b_ub.append(sign * value)

    def _limit(self, limit: Limit) -> None:
        planned = [limit.mineral] if limit.mineral else list(dict.fromkeys(self.minerals.values()))
        for t in self.years:
            if not (limit.first_year or t) <= t <= (limit.last_year or t):
                continue
            if limit.measure in ("co2", "cost"):
                made = self._co2 if limit.measure == "co2" else self._spending
                self._hold(sum(made(k, t) for k in planned), limit.sense, limit.value)
                continue
            for k in planned:
                if self.market(k, t) > 0 and limit.measure == "hhi":
                    self.ceilings.append((k, t, limit.value))
                elif self.market(k, t) > 0:
                    for row in self._shares(limit, k, t):
                        self._hold(row, limit.sense, limit.value * self.market(k, t))

    def _shares(self, limit: Limit, k: str, t: int) -> Iterator[np.ndarray]:
        """Tonnes a share limit is about, one row for each rule it stands for."""
        zero = np.zeros(len(self.programme.names))
        if limit.measure == "recycled_share":
            yield self._options(k, t, lambda s: float(s.status == "recycled"))
            return
        here = self.tonnes["origin" if limit.measure == "origin_share" else "shipped"][k, t]
        if limit.measure == "import_share":
            yield zero + sum(row for c, row in here.items() if c != HOME)
        elif limit.country_or_group:
            name = limit.country_or_group
            inside = {
                c.country
                for c in self.tables.countries
                if c.country == name or name in [g.strip() for g in c.group.split(",")]
            }
            if set(here) & inside:
                yield zero + sum(row for c, row in here.items() if c in inside)
        else:
            yield from (row for c, row in here.items() if c != HOME)

    def _options(self, k: str, t: int, figure) -> np.ndarray:
        mine = [s for s in self.tables.supply if self.minerals[s.material] == k]
        return self.programme.vector({("q", s.supply, t): figure(s) for s in mine})

    def _figure(self, s, name: str, t: int) -> float | None:
        rows = [r for r in self.tables.supply_by_year if (r.supply, r.field) == (s.supply, name)]
        return rows[0].by_year.get(t, getattr(s, name)) if rows else getattr(s, name)

    def _made(self, k: str, t: int, name: str) -> np.ndarray:
        steps = [v for v in self.tables.conversions if self.minerals[v.to_material] == k]
        return self.programme.vector({("v", v.conversion, t): getattr(v, name) for v in steps})

    def _co2(self, k: str, t: int) -> np.ndarray:
        """Tonnes of CO2 of a mineral."""
        routes = {r.route: r for r in self.tables.routes}
        grids = {c.country: c.grid_co2 or 0.0 for c in self.tables.countries}

        def factor(s) -> float:
            own, route = self._figure(s, "co2", t), routes[s.route]
            base = route.co2 if own is None else own
            if self.tables.settings.co2_basis == "route":
                return base
            return base + route.electricity * (grids[s.country] - route.grid_reference)

        return self._options(k, t, factor) + self._made(k, t, "co2")

    def _spending(self, k: str, t: int) -> np.ndarray:
        """Million USD spent on a mineral."""

        def landed(s) -> float:
            paid = self._figure(s, "price", t) + self._figure(s, "freight", t)
            return paid * (1 + s.tariff)

        held = {
            ("stock", m.material, t): m.holding_cost
            for m in self.tables.materials
            if m.mineral == k
        }
        whole = self._options(k, t, landed) + self._made(k, t, "cost")
        return (whole + self.programme.vector(held)) / 1000


class _Squares:
    """A column for the square of every share under an HHI ceiling, and its tangents as rows."""

    def __init__(self, rules: _Rules) -> None:
        risk = {c.country: (2.5 - (c.wgi or 0.0)) / 2.5 for c in rules.tables.countries}
        weighed = rules.tables.settings.concentration_risk == "wgi"
        self._size = len(rules.programme.names)
        self.shares: list[np.ndarray] = []
        self._ceilings: list[tuple[dict[int, float], float]] = []
        for k, t, value in rules.ceilings:
            terms = {}
            for c, row in rules.tonnes["basis"][k, t].items():
                if c != HOME and row.any():
                    terms[len(self.shares)] = 10_000 * (risk[c] if weighed else 1.0)
                    self.shares.append(row / rules.market(k, t))
            self._ceilings.append((terms, value))
        self.rows = [self._row({}, terms) for terms, _ in self._ceilings]
        self.right = [value for _, value in self._ceilings]

    def padded(self, row: np.ndarray) -> np.ndarray:
        """A row of the programme with zeros for the squares."""
        return np.append(row, np.zeros(len(self.shares)))

    def _row(self, of: dict[int, float], squares: dict[int, float]) -> np.ndarray:
        own = sum((v * self.shares[n] for n, v in of.items()), np.zeros(self._size))
        tail = np.zeros(len(self.shares))
        for n, v in squares.items():
            tail[n] = v
        return np.append(own, tail)

    def cut(self, x: np.ndarray) -> bool:
        """Add the tangents at a point where a ceiling is passed; whether any is."""
        at = [float(share @ x[: self._size]) for share in self.shares]
        passed = False
        for terms, value in self._ceilings:
            if sum(w * at[n] ** 2 for n, w in terms.items()) > value + POINTS:
                passed = True
                for n in terms:
                    self.rows.append(self._row({n: 2 * at[n]}, {n: -1.0}))
                    self.right.append(at[n] ** 2)
        return passed
