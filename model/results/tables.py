"""Solution to tidy tables: pure pandas, one function a table, names as in ``results.csv``.

Every figure is one of the formulation's own named expressions or a sum of them; no formula of cost
or carbon is written again here.
"""

from __future__ import annotations

from itertools import product

import pandas as pd

from model.analysis.findings import Findings
from model.case import Case
from model.case.costs import CHARGES, COLUMNS, LIMIT, PARTS, Part
from model.planning.solution import Solution
from model.results.baseline import baseline_mix
from model.results.measures import measures
from model.results.reasons import reason_tables, with_groups
from model.results.scenarios import scenario_tables
from model.results.shares import concentration, shares
from model.results.stress import stress_tables
from model.results.tradeoff import tradeoff_tables
from model.results.warnings import warnings_table

PLAN_COLUMNS = [
    "year",
    "mineral",
    "material",
    "supply",
    "country",
    "route",
    "status",
    "commitment",
    "confidence",
    "tonnes",
    "share_of_demand",
    "cost",
    "co2",
    "capacity",
    "min_take",
    *COLUMNS,
    "co2_factor",
]


def all_tables(case: Case, solution: Solution, findings: Findings) -> dict[str, pd.DataFrame]:
    """Tables of the plan and of all that was found beside it."""
    made = tables(case, solution)
    if findings.reasons is not None:
        made["Plan"] = with_groups(made["Plan"], findings.reasons)
    return {
        **made,
        **tradeoff_tables(case, findings),
        **scenario_tables(case, solution, findings),
        **stress_tables(findings.stops),
        **reason_tables(case, solution, findings.reasons),
        "Warnings": warnings_table(case),
    }


def tables(case: Case, solution: Solution) -> dict[str, pd.DataFrame]:
    """All result tables of a plan by name, in the order of the sheets."""
    made = {
        "Plan": plan(case, solution),
        "Balance": balance(case, solution),
        "Shares": shares(case, solution),
    }
    made["Concentration"] = concentration(case, made["Shares"])
    made["Costs"] = costs(case, solution)
    made["Carbon"] = carbon(case, solution)
    made["Steps"] = steps(case, solution)
    made["Confidence"] = confidence(made["Plan"])
    made["Products"] = products(case)
    made["Lookthrough"] = lookthrough(case)
    made["Risk"] = risk(case)
    today = baseline_mix(case, made)
    return {"Measures": measures(case, solution, made, today), **made}


def plan(case: Case, solution: Solution) -> pd.DataFrame:
    """Tonnes of every option in every year it exists, with the input figures that price them."""
    parts = [solution[f"{charge.part.name}_cost"] for charge in CHARGES]
    rows = []
    for t, (s, row) in product(case.years, case.supplies.items()):
        if not case.runs(s, t):
            continue
        k, tonnes = case.mineral_of(s), solution["imports"][s, t]
        demand = case.mineral_demand[k, t]
        named = (t, k, row.material, s, row.country, row.route)
        kinds = (row.status, row.commitment, row.confidence)
        bought = (tonnes, tonnes / demand if demand else 0.0)
        cost, co2 = sum(part[s, t] for part in parts), solution["supply_co2"][s, t]
        limits = (case.most(s, t), case.least(s, t))
        figures = (*(getattr(case, name)[s, t] for name in COLUMNS), case.footprint(s, t))
        rows.append((*named, *kinds, *bought, cost, co2, *limits, *figures))
    return pd.DataFrame(rows, columns=PLAN_COLUMNS)


def balance(case: Case, solution: Solution) -> pd.DataFrame:
    """What comes in and goes out of every material in every year, t."""
    return pd.DataFrame(
        {
            "year": t,
            "material": i,
            "mineral": case.materials[i].mineral,
            "demand": case.demand[i, t],
            "imports": solution["imported"][i, t],
            "converted_in": solution["converted_in"][i, t],
            "converted_out": solution["converted_out"][i, t],
            "stock_start": solution["stock_start"][i, t],
            "stock_loss": solution["stock_loss"][i, t],
            "stock_end": solution["stock"][i, t],
            "reserve_target": case.stock_target(i, t),
            "reserve_gap": solution["reserve_gap"][i, t],
            "shortage": solution["shortage"][i, t],
        }
        for t, i in product(case.years, case.materials)
    )


def costs(case: Case, solution: Solution) -> pd.DataFrame:
    """Every part of the cost by year and mineral, undiscounted and as present value.

    Penalties of limits on all minerals together stand under mineral ``all``.
    """
    total: dict[tuple[int, str, str], float] = {}
    for part in PARTS:
        for index, value in solution[f"{part.name}_cost"].items():
            key = (index[-1], _mineral(case, part, index), part.name)
            total[key] = total.get(key, 0.0) + value
    order = {k: n for n, k in enumerate((*case.minerals, "all"))}
    rank = {part.name: n for n, part in enumerate(PARTS)}
    keys = sorted(total, key=lambda key: (key[0], order[key[1]], rank[key[2]]))
    return pd.DataFrame(
        [
            (t, k, part, total[t, k, part], case.discount(t) * total[t, k, part])
            for t, k, part in keys
        ],
        columns=["year", "mineral", "part", "cost", "present_value"],
    )


def _mineral(case: Case, part: Part, index: tuple[str, ...]) -> str:
    """Mineral a cost belongs to."""
    if part.of != LIMIT:
        return case.mineral_bearing[part.of][index[0]]
    rules = {rule.limit.limit: rule for rule in case.rules}
    named = rules[index[0]].targets[int(index[1])].minerals
    return named[0] if len(named) == 1 else "all"


def carbon(case: Case, solution: Solution) -> pd.DataFrame:
    """CO2 by year, mineral, country and route, t; conversions stand under their own name."""
    total: dict[tuple[int, str, str, str], float] = {}
    for (s, t), value in solution["supply_co2"].items():
        row = case.supplies[s]
        key = (t, case.mineral_of(s), row.country, row.route)
        total[key] = total.get(key, 0.0) + value
    for (v, t), value in solution["conversion_co2"].items():
        step = case.conversions[v]
        key = (t, case.materials[step.to_material].mineral, step.country, v)
        total[key] = total.get(key, 0.0) + value
    order = {k: n for n, k in enumerate(case.minerals)}
    keys = sorted(total, key=lambda key: (key[0], order[key[1]]))
    return pd.DataFrame(
        [(*key, total[key]) for key in keys], columns=["year", "mineral", "country", "route", "co2"]
    )


def steps(case: Case, solution: Solution) -> pd.DataFrame:
    """What every conversion makes and uses up, with its input figures."""
    return pd.DataFrame(
        [
            (
                t,
                v,
                row.from_material,
                row.to_material,
                row.country,
                solution["converted"][v, t],
                solution["converted"][v, t] / row.yield_,
                solution["conversion_cost"][v, t],
                solution["conversion_co2"][v, t],
                row.yield_,
                row.cost,
                row.co2,
            )
            for t, (v, row) in product(case.years, case.conversions.items())
        ],
        columns=[
            "year",
            "conversion",
            "from_material",
            "to_material",
            "country",
            "tonnes",
            "tonnes_used",
            "cost",
            "co2",
            "yield",
            "unit_cost",
            "co2_factor",
        ],
    )


def confidence(plan_table: pd.DataFrame) -> pd.DataFrame:
    """Tonnes and cost resting on figures of each grade, by mineral."""
    if plan_table.empty:
        return pd.DataFrame(
            columns=["mineral", "confidence", "tonnes", "share_of_tonnes", "cost", "share_of_cost"]
        )
    found = plan_table.groupby(["mineral", "confidence"], sort=False)[["tonnes", "cost"]].sum()
    grid = pd.MultiIndex.from_product(
        [plan_table["mineral"].unique(), ["A", "B", "C"]], names=["mineral", "confidence"]
    )
    table = found.reindex(grid, fill_value=0.0).reset_index()
    for column in ("tonnes", "cost"):
        whole = table.groupby("mineral")[column].transform("sum")
        table[f"share_of_{column}"] = (table[column] / whole.where(whole > 0)).fillna(0.0)
    return table[["mineral", "confidence", "tonnes", "share_of_tonnes", "cost", "share_of_cost"]]


def products(case: Case) -> pd.DataFrame:
    """Input figures of every material, for the live checks."""
    return pd.DataFrame(
        {
            "material": i,
            "mineral": row.mineral,
            "shortage_cost": row.shortage_cost,
            "holding_cost": row.holding_cost,
            "storage_loss": row.storage_loss,
            "initial_stock": row.initial_stock,
        }
        for i, row in case.materials.items()
    )


def lookthrough(case: Case) -> pd.DataFrame:
    """Where metal shipped from a country comes from; shares of a shipper add to 1."""
    used = {(case.mineral_of(s), row.country) for s, row in case.supplies.items()}
    rows = [
        (k, c, origin, share)
        for (k, c), shares_ in case.origin_shares.items()
        if (k, c) in used
        for origin, share in shares_.items()
    ]
    return pd.DataFrame(rows, columns=["mineral", "shipped_from", "origin", "share"])


def risk(case: Case) -> pd.DataFrame:
    """Weight of a country's squared share in the HHI; 0 for the home country."""
    rows = [(c, 0.0 if c == case.home else case.risk(c)) for c in case.countries]
    return pd.DataFrame(rows, columns=["country", "weight"])
