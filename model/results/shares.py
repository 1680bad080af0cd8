"""Shares and concentration on both bases, exact, from tonnes."""

from __future__ import annotations

from itertools import product

import pandas as pd

from model.case import HHI, Case
from model.planning.solution import Solution

BASES = ("shipped", "origin")


def shares(case: Case, solution: Solution) -> pd.DataFrame:
    """Tonnes and share of demand by country, on both bases; the home country's own included."""
    rows = []
    for basis in BASES:
        for (k, c, t), tonnes in solution[f"{basis}_tonnes"].items():
            demand = case.mineral_demand[k, t]
            rows.append((t, k, basis, c, tonnes, tonnes / demand if demand else 0.0))
    columns = ["year", "mineral", "basis", "country", "tonnes", "share_of_demand"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["year"], kind="stable", ignore_index=True)


def concentration(case: Case, share_table: pd.DataFrame) -> pd.DataFrame:
    """HHI of shares of demand (as optimised) and of imports (the usual trade statistic).

    Metal of the home country is no import. ``hhi`` carries the risk weights of the settings,
    ``import_hhi`` does not. Without imports the largest country is blank.
    """
    groups: dict[tuple[int, str, str], list[tuple[str, float, float]]] = {
        key: [] for key in product(case.years, case.minerals, BASES)
    }
    for t, k, basis, c, tonnes, share in share_table.itertuples(index=False, name=None):
        if c != case.home:
            groups[t, k, basis].append((c, tonnes, share))
    columns = ["year", "mineral", "basis", "hhi", "import_hhi", "largest_country", "largest_share"]
    rows = [(*key, *_market(case, market)) for key, market in groups.items()]
    return pd.DataFrame(rows, columns=columns)


def _market(case: Case, market: list[tuple[str, float, float]]) -> tuple[float, float, str, float]:
    """HHI, HHI of imports, largest country and its share, of (country, tonnes, share) triples."""
    total = sum(tonnes for _, tonnes, _ in market)
    if total <= 0:
        return 0.0, 0.0, "", 0.0
    hhi = HHI * sum(case.risk(c) * share**2 for c, _, share in market)
    import_hhi = HHI * sum((tonnes / total) ** 2 for _, tonnes, _ in market)
    country, _, share = max(market, key=lambda entry: entry[1])
    return hhi, import_hhi, country, share
