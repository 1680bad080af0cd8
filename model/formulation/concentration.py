r"""Concentration: shares of demand by country, and their squares as a sum of segments.

Tonnes of a mineral count for the country that ships them, or look through to where the metal was
first produced (sheet Origins). Shares are of the mineral's demand, a fixed number, so they stay
linear in imports; metal of the home country is no import and has no share.

``share_definition`` -- tonnes of mineral k from country c in a year are its demand times the sum
of segments:

.. math:: tonnes_{k,c,y} = D_{k,y} \sum_j segment_{k,c,y,j}, \qquad
          0 \le segment_{k,c,y,j} \le width_{k,c,y,j}

``hhi_definition`` -- the squares, piece by piece; its dual is what a point of HHI is worth:

.. math:: hhi_{k,y} = 10{,}000 \sum_c risk_c \sum_j slope_{k,c,y,j}\; segment_{k,c,y,j}

where :math:`risk_c` is 1, or the weight of a country by its governance (``concentration_risk``).
The pieces are tangents of :math:`share^2` on the grid of :mod:`model.lp.piecewise`: rising slopes
fill them in order, and between points w apart the square is at most :math:`10{,}000\, risk\, w^2/4`
short. The grid is refined about the optimum after compilation (:mod:`model.lp.refinement`), and
every figure reported is of the exact squares; a mineral and year without demand has no shares.
"""

from __future__ import annotations

import math

import pyomo.core as pyo

from model.case import HHI, Case
from model.lp.piecewise import PIECES, tangents, uniform


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add tonnes by country on both bases, shares of the chosen one, and the HHI."""
    _tonnes_by_country(m, case)
    tonnes = m.shipped_tonnes if case.settings.concentration_basis == "shipped" else m.origin_tonnes
    needed = [(k, y) for k in m.MINERALS for y in m.YEARS if case.mineral_demand[k, y] > 0]
    m.MARKETS = pyo.Set(initialize=needed, dimen=2)
    m.SHARES = pyo.Set(
        initialize=[
            (k, c, y)
            for k, c in m.TRADES
            for y in m.YEARS
            if c != case.home and (k, y) in m.MARKETS
        ],
        dimen=3,
    )
    m.SEGMENTS = pyo.RangeSet(0, PIECES - 1)
    pieces = {key: tangents(uniform(largest_share(case, *key))) for key in m.SHARES}
    widths = {key: [float(w) for w in found[0]] for key, found in pieces.items()}
    slopes = {key: [float(p) for p in found[1]] for key, found in pieces.items()}

    def width(_: pyo.ConcreteModel, k: str, c: str, y: int, j: int) -> tuple[float, float | None]:
        upper = widths[k, c, y][j]
        return 0, None if math.isinf(upper) else upper

    m.segment = pyo.Var(m.SHARES, m.SEGMENTS, bounds=width)
    m.hhi = pyo.Var(m.MARKETS, bounds=(0, None))

    @m.Constraint(m.SHARES)
    def share_definition(m, k, c, y):
        share = pyo.quicksum(m.segment[k, c, y, j] for j in m.SEGMENTS)
        return tonnes[k, c, y] == m.market[k, y] * share

    @m.Constraint(m.MARKETS)
    def hhi_definition(m, k, y):
        return m.hhi[k, y] == HHI * pyo.quicksum(
            case.risk(c) * slopes[k, c, y][j] * m.segment[k, c, y, j]
            for c in case.countries
            if (k, c, y) in m.SHARES
            for j in m.SEGMENTS
        )


def _tonnes_by_country(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the tonnes of a year by the country that ships them and by the one they are from."""
    ship = {
        (k, c): [s for s in m.SUPPLIES if (case.mineral_of(s), case.supplies[s].country) == (k, c)]
        for k, c in m.TRADES
    }
    sources = {
        (k, o): [
            (c, case.origin_shares[k, c][o])
            for c in case.countries
            if (k, c) in ship and o in case.origin_shares[k, c]
        ]
        for k, o in m.TRADES
    }

    @m.Expression(m.TRADES, m.YEARS)
    def shipped_tonnes(m, k, c, y):
        return pyo.quicksum(m.imports[s, t] for s in ship[k, c] for t in case.periods_of[y])

    @m.Expression(m.TRADES, m.YEARS)
    def origin_tonnes(m, k, o, y):
        return pyo.quicksum(
            share * m.imports[s, t]
            for c, share in sources[k, o]
            for s in ship[k, c]
            for t in case.periods_of[y]
        )


def largest_share(case: Case, mineral: str, country: str, year: int) -> float:
    """Largest share a country can reach by its options' limits, at most 1."""
    origin = case.settings.concentration_basis == "origin"
    tonnes = 0.0
    for s, row in case.supplies.items():
        if case.mineral_of(s) == mineral:
            own = float(row.country == country)
            part = case.origin_shares[mineral, row.country].get(country, 0.0) if origin else own
            tonnes += part * case.most_in_year(s, year) if part else 0.0
    return min(1.0, tonnes / case.mineral_demand[mineral, year])
