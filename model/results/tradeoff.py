"""Tables of the trade-off: points of the surface, their import mixes, rates, curves by mineral."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from model.analysis.findings import CHOSEN, KNEE, Findings, Point, Surface
from model.case import Case
from model.errors import Words
from model.workbook.aims import AIM_OF, COST

ROLES = {
    **{aim.name: aim.least for aim in AIM_OF.values()},
    CHOSEN: Words("chosen plan", "選んだ計画"),
    KNEE: Words("knee", "屈曲点"),
}


def tradeoff_tables(case: Case, findings: Findings) -> dict[str, pd.DataFrame]:
    """Tradeoff, Curves, TradeoffMix, Rates, and every point that spans the surface."""
    return {
        "Tradeoff": _points(findings.surface),
        "Curves": _curves(case, findings),
        "TradeoffMix": _mix(case, findings.surface),
        "Rates": _rates(case, findings),
        "TradeoffSurface": pd.DataFrame(findings.surface.corners, columns=list(AIM_OF)).sort_values(
            COST, ignore_index=True
        ),
    }


def _marks(point: Point) -> tuple[str, str, str]:
    """Whether a point is the chosen plan, and what it is in English and Japanese."""
    words = [ROLES[role] for role in point.roles]
    chosen = "yes" if CHOSEN in point.roles else "no"
    return chosen, ", ".join(word.en for word in words), "、".join(word.ja for word in words)


def _points(surface: Surface) -> pd.DataFrame:
    rows = [
        (number, *(point.aims[a] for a in AIM_OF), *_marks(point))
        for number, point in enumerate(surface.points, 1)
    ]
    columns = ["point", *AIM_OF, "chosen", "role", "role_ja"]
    return pd.DataFrame(rows, columns=columns)


def _mix(case: Case, surface: Surface) -> pd.DataFrame:
    """Who delivers at each point: mean t a year, and share of the demand of all years."""
    demand = {k: sum(case.mineral_demand[k, t] for t in case.years) for k in case.minerals}
    rows = [
        (number, k, c, tonnes / len(case.years), tonnes / demand[k] if demand[k] else 0.0)
        for number, point in enumerate(surface.points, 1)
        for (k, c), tonnes in point.tonnes.items()
        if tonnes > 0
    ]
    return pd.DataFrame(rows, columns=["point", "mineral", "country", "tonnes", "share_of_demand"])


def annuity(case: Case) -> float:
    """Present value of one million USD in every planned year."""
    return sum(case.discount(t) for t in case.years)


def _rates(case: Case, findings: Findings) -> pd.DataFrame:
    rows = [
        (
            rate.aim,
            rate.step,
            rate.start,
            rate.end,
            AIM_OF[rate.aim].unit,
            rate.cost,
            None if rate.cost is None else rate.cost / annuity(case),
            "no" if rate.cost is None else "yes",
        )
        for rate in findings.rates
    ]
    columns = ["aim", "step", "from_value", "to_value", "unit", COST, "cost_a_year", "reachable"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({COST: float, "cost_a_year": float})


def _curves(case: Case, findings: Findings) -> pd.DataFrame:
    columns = [
        *("mineral", "point", *AIM_OF, "extra_cost_a_year"),
        *("chosen", "role", "role_ja", "largest_country", "largest_share"),
    ]
    return pd.DataFrame(_curve_rows(case, findings.curves.items()), columns=columns)


def _curve_rows(case: Case, curves: Iterable[tuple[str, Surface]]) -> Iterator[tuple[Any, ...]]:
    for k, curve in curves:
        least = min((point.aims[COST] for point in curve.points), default=0.0)
        for number, point in enumerate(curve.points, 1):
            aims = point.aims
            extra = (aims[COST] - least) / annuity(case)
            figures = (*(aims[a] for a in AIM_OF), extra)
            yield (k, number, *figures, *_marks(point), *point.largest)
