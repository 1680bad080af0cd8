"""Shares and concentration on both bases, exact, from tonnes."""

from __future__ import annotations

import pandas as pd

from model.case import Case
from model.solution import Solution

BASES = ("shipped", "origin")
HHI = 10_000


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
    rows = []
    for (t, k, basis), group in share_table.groupby(["year", "mineral", "basis"], sort=False):
        foreign = group[group["country"] != case.home]
        risk = foreign["country"].map(case.risk)
        total = foreign["tonnes"].sum()
        import_hhi = HHI * ((foreign["tonnes"] / total) ** 2).sum() if total > 0 else 0.0
        top = foreign.loc[foreign["tonnes"].idxmax()] if total > 0 else None
        rows.append(
            {
                "year": t,
                "mineral": k,
                "basis": basis,
                "hhi": HHI * (risk * foreign["share_of_demand"] ** 2).sum(),
                "import_hhi": import_hhi,
                "largest_country": "" if top is None else top["country"],
                "largest_share": 0.0 if top is None else top["share_of_demand"],
            }
        )
    columns = ["year", "mineral", "basis", "hhi", "import_hhi", "largest_country", "largest_share"]
    return pd.DataFrame(rows, columns=columns)
