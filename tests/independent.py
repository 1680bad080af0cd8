"""The programme once more, written from design.md with scipy and nothing of the model's equations.

Used to check optima: one vector of tonnes, dense rows, ``scipy.optimize.linprog`` for cost and CO2
and, with cutting planes, for the HHI. Only tables go in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog

from model.workbook.layout import Tables


@dataclass
class Dense:
    """``minimise c x`` subject to ``a_eq x = b_eq``, ``a_ub x <= b_ub`` and bounds."""

    names: list[tuple[str, ...]] = field(default_factory=list)
    bounds: list[tuple[float, float | None]] = field(default_factory=list)
    a_eq: list[np.ndarray] = field(default_factory=list)
    b_eq: list[float] = field(default_factory=list)
    a_ub: list[np.ndarray] = field(default_factory=list)
    b_ub: list[float] = field(default_factory=list)

    def add(self, *name: object, low: float = 0.0, high: float | None = None) -> None:
        self.names.append(tuple(map(str, name)))
        self.bounds.append((low, high))

    def vector(self, terms: dict[tuple[object, ...], float]) -> np.ndarray:
        row = np.zeros(len(self.names))
        for name, value in terms.items():
            row[self.names.index(tuple(map(str, name)))] += value
        return row

    def minimum(self, cost: np.ndarray) -> tuple[float, np.ndarray]:
        found = linprog(
            cost,
            A_ub=np.array(self.a_ub) if self.a_ub else None,
            b_ub=self.b_ub or None,
            A_eq=np.array(self.a_eq) if self.a_eq else None,
            b_eq=self.b_eq or None,
            bounds=self.bounds,
            method="highs",
        )
        assert found.status == 0, found.message
        return float(found.fun), found.x

    def hold(self, cost: np.ndarray, best: float) -> None:
        if best <= 1e-9:
            self.bounds = [
                (low, 0.0 if weight > 0 else high)
                for (low, high), weight in zip(self.bounds, cost, strict=True)
            ]
            return
        self.a_ub.append(cost)
        self.b_ub.append(best + 1e-7 * max(1.0, abs(best)))


Tonnes = dict[tuple[str, int], dict[str, np.ndarray]]


def formulate(tables: Tables) -> tuple[Dense, dict[str, np.ndarray], Tonnes]:
    """The programme, its linear aims, and tonnes by mineral-year and country of the basis."""
    p, settings = Dense(), tables.settings
    years = list(range(settings.first_year, settings.last_year + 1))
    demand = {(row.material, t): row.by_year[t] for row in tables.demand for t in years}
    yearly = {(r.supply, r.field): r.by_year for r in tables.supply_by_year}

    def figure(s, name, t):
        return yearly.get((s.supply, name), {}).get(t, getattr(s, name))

    _columns(p, tables, years, demand, figure)
    for m in tables.materials:
        for t in years:
            _balance(p, tables, years, demand, m, t)
            target = m.stock_target_days / 365 * demand[m.material, t]
            if t == years[-1]:
                target = max(target, m.initial_stock)
            p.a_ub.append(p.vector({("stock", m.material, t): -1, ("gap", m.material, t): -1}))
            p.b_ub.append(-target)
    aims = _aims(p, tables, years, demand, figure)
    tonnes = _tonnes(p, tables, years)
    _limits(p, tables, years, demand, tonnes)
    return p, aims, tonnes


def _columns(p, tables, years, demand, figure):
    for s in tables.supply:
        for t in years:
            runs = (s.first_year or t) <= t <= (s.last_year or t)
            limits = [figure(s, "capacity", t)]
            if s.capacity_share is not None:
                limits.append(s.capacity_share * demand[s.material, t])
            high = min((q for q in limits if q is not None), default=None)
            low = figure(s, "min_take", t)
            p.add("q", s.supply, t, low=low if runs else 0.0, high=high if runs else 0.0)
    for v in tables.conversions:
        for t in years:
            runs = (v.first_year or t) <= t <= (v.last_year or t)
            p.add("v", v.conversion, t, high=v.capacity if runs else 0.0)
    for m in tables.materials:
        for t in years:
            p.add("stock", m.material, t, high=m.max_stock)
            p.add("gap", m.material, t)
            p.add("short", m.material, t, high=demand[m.material, t])


def _balance(p, tables, years, demand, m, t):
    terms = {("stock", m.material, t): -1.0, ("short", m.material, t): 1.0}
    opening = 0.0
    if t == years[0]:
        opening = (1 - m.storage_loss) * m.initial_stock
    else:
        terms["stock", m.material, t - 1] = 1 - m.storage_loss
    terms |= {("q", s.supply, t): 1.0 for s in tables.supply if s.material == m.material}
    for v in tables.conversions:
        if v.to_material == m.material:
            terms["v", v.conversion, t] = 1.0
        if v.from_material == m.material:
            terms["v", v.conversion, t] = -1 / v.yield_
    p.a_eq.append(p.vector(terms))
    p.b_eq.append(demand[m.material, t] - opening)


def _aims(p, tables, years, demand, figure):
    routes = {r.route: r.co2 for r in tables.routes}
    rate = tables.settings.discount_rate
    short, reserve, cost, co2 = {}, {}, {}, {}
    for m in tables.materials:
        mean = sum(demand[m.material, t] for t in years) / len(years)
        for t in years:
            worth = (1 + rate) ** -(t - years[0])
            short["short", m.material, t] = m.shortage_cost / 1000
            reserve["gap", m.material, t] = 365 / (demand[m.material, t] or mean or 1)
            cost["short", m.material, t] = worth * m.shortage_cost / 1000
            cost["stock", m.material, t] = worth * m.holding_cost / 1000
    for s in tables.supply:
        for t in years:
            worth = (1 + rate) ** -(t - years[0])
            landed = (figure(s, "price", t) + figure(s, "freight", t)) * (1 + s.tariff)
            cost["q", s.supply, t] = worth * landed / 1000
            own = figure(s, "co2", t)
            co2["q", s.supply, t] = (routes[s.route] if own is None else own) / 1000
    for v in tables.conversions:
        for t in years:
            worth = (1 + rate) ** -(t - years[0])
            cost["v", v.conversion, t] = worth * v.cost / 1000
            co2["v", v.conversion, t] = v.co2 / 1000
    return {
        name: p.vector(terms)
        for name, terms in (("short", short), ("reserve", reserve), ("cost", cost), ("co2", co2))
    }


def _tonnes(p, tables, years):
    mineral = {m.material: m.mineral for m in tables.materials}
    found = {(k, t): {} for k in mineral.values() for t in years}
    for s in tables.supply:
        k = mineral[s.material]
        parts = {s.country: 1.0}
        if tables.settings.concentration_basis == "origin":
            rows = [o for o in tables.origins if (o.mineral, o.shipped_from) == (k, s.country)]
            parts = {s.country: 1 - sum(o.share for o in rows)}
            for o in rows:
                parts[o.origin] = parts.get(o.origin, 0.0) + o.share
        for c, part in parts.items():
            for t in years:
                row = found[k, t].setdefault(c, np.zeros(len(p.names)))
                row += part * p.vector({("q", s.supply, t): 1.0})
    return found


def _limits(p, tables, years, demand, tonnes):
    """Ceilings on country shares, on the basis the HHI is counted on, by shipper only."""
    mineral = {m.material: m.mineral for m in tables.materials}
    for limit in tables.limits:
        assert limit.measure == "country_share"
        assert limit.penalty is None
        for k in sorted(set(mineral.values())):
            for t in years:
                whole = sum(demand[m, t] for m, kk in mineral.items() if kk == k)
                row = p.vector(
                    {
                        ("q", s.supply, t): 1.0
                        for s in tables.supply
                        if mineral[s.material] == k and s.country == limit.country_or_group
                    }
                )
                if whole > 0 and row.any():
                    p.a_ub.append(row)
                    p.b_ub.append(limit.value * whole)


def least_hhi(p: Dense, tables: Tables, tonnes) -> tuple[float, float]:
    """Bounds on the least mean HHI by cutting planes, equal weights of minerals and years.

    Every share gets a column for its square and, at each plan found, the tangent of the square
    there; the minimum of the cut programme is a lower bound, the HHI of its plan an upper one.
    """
    mineral = {m.material: m.mineral for m in tables.materials}
    shares, markets = [], 0
    for (k, t), by_country in tonnes.items():
        whole = sum(r.by_year[t] for r in tables.demand if mineral[r.material] == k)
        if whole > 0:
            markets += 1
            shares += [row / whole for c, row in by_country.items() if c != "JPN"]
    if not shares:
        return 0.0, 0.0
    share = np.array(shares)
    count = len(shares)
    pad = np.zeros((1, count))
    a_eq = np.array([np.append(row, pad) for row in p.a_eq])
    a_ub = [np.append(row, pad) for row in p.a_ub]
    b_ub = list(p.b_ub)
    cost = np.append(np.zeros(len(p.names)), np.full(count, 10_000 / markets))
    bounds = [*p.bounds, *[(0.0, None)] * count]
    best = np.inf
    for _ in range(60):
        found = linprog(cost, np.array(a_ub), b_ub, a_eq, p.b_eq, bounds, method="highs")
        assert found.status == 0, found.message
        at = share @ found.x[: len(p.names)]
        best = min(best, 10_000 * float(at @ at) / markets)
        if best - found.fun < 0.01:
            break
        for number, value in enumerate(at):
            unit = np.zeros(count)
            unit[number] = -1.0
            a_ub.append(np.append(2 * value * share[number], unit))
            b_ub.append(value * value)
    return float(found.fun), best
