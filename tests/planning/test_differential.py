"""Random cases against an independent formulation: the same optima, or one of the two is wrong."""

from __future__ import annotations

import random

import pytest

from model.workbook.layout import Tables
from tests.cases import planner_of, simple
from tests.independent import formulate, least_hhi

COUNTRIES = ["AAA", "BBB", "CCC", "DDD", "JPN"]


def random_tables(seed: int) -> Tables:
    """A case of two minerals, three materials, a conversion, stock, origins and ceilings."""
    r = random.Random(seed)
    years = (2027, 2027 + r.randrange(3))
    span = list(range(years[0], years[1] + 1))
    minerals = {"A4": "A", "A6": "A", "B": "B"}
    materials = []
    for name, mineral in minerals.items():
        stock = r.choice([0.0, round(r.uniform(5, 40), 1)])
        materials.append(
            {
                "material": name,
                "mineral": mineral,
                "shortage_cost": round(r.uniform(100, 900), 1),
                "initial_stock": round(stock * r.random(), 2),
                "max_stock": stock,
                "stock_target_days": r.choice([0.0, 30.0, 73.0]),
                "holding_cost": round(r.uniform(0.1, 5), 2),
                "storage_loss": r.choice([0.0, 0.05, 0.2]),
            }
        )
    demand = {m: [round(r.uniform(20, 120), 1) for _ in span] for m in minerals}
    supply = []
    for number in range(r.randrange(4, 9)):
        name = r.choice(list(minerals))
        capacity = r.choice([None, round(r.uniform(10, 90), 1)])
        supply.append(
            {
                "supply": f"s{number}",
                "material": name,
                "country": r.choice(COUNTRIES),
                "route": f"route{minerals[name]}",
                "price": round(r.uniform(5, 60), 2),
                "freight": round(r.uniform(0, 4), 2),
                "tariff": r.choice([0.0, 0.1]),
                "capacity": capacity,
                "capacity_share": r.choice([None, None, 0.6]),
                "min_take": 3.5 if capacity is None else 0.0,
                "co2": r.choice([None, round(r.uniform(1, 90), 1)]),
                "first_year": r.choice([None, span[-1]]),
            }
        )
    tables = {
        "materials": materials,
        "supply": supply,
        "supply_by_year": [
            {"supply": "s0", "field": "price", "by_year": {span[-1]: round(r.uniform(5, 60), 2)}}
        ],
        "routes": [
            {"route": f"route{k}", "mineral": k, "co2": round(r.uniform(5, 200), 1)} for k in "AB"
        ],
        "countries": [{"country": c, "name_en": c} for c in COUNTRIES],
        "origins": [
            {"mineral": "A", "shipped_from": "BBB", "origin": "AAA", "share": 0.7},
            {"mineral": "B", "shipped_from": "CCC", "origin": "DDD", "share": 0.35},
        ],
        "conversions": [
            {
                "conversion": "refine",
                "from_material": "A4",
                "to_material": "A6",
                "country": "JPN",
                "yield": 0.9,
                "cost": 7.0,
                "co2": 3.0,
                "capacity": r.choice([None, 30.0]),
            }
        ],
        "limits": [
            {
                "limit": "ceiling",
                "measure": "country_share",
                "country_or_group": r.choice(COUNTRIES[:3]),
                "value": round(r.uniform(0.3, 0.9), 2),
            }
        ],
        "settings": {
            "concentration_basis": r.choice(["shipped", "origin"]),
            "discount_rate": r.choice([0.0, 0.07]),
        },
    }
    return simple(years, demand=demand, **tables)


@pytest.mark.parametrize("block", range(10))
def test_same_optima_as_the_independent_formulation(block: int) -> None:
    """Shortage, then reserve, then cost, CO2 or HHI: equal on 200 random cases."""
    for seed in range(20 * block, 20 * block + 20):
        tables = random_tables(seed)
        programme, aims, tonnes = formulate(tables)
        for first in ("short", "reserve"):
            best, _ = programme.minimum(aims[first])
            programme.hold(aims[first], best)
        planner = planner_of(tables)
        for aim in ("cost", "co2"):
            best, _ = programme.minimum(aims[aim])
            plan = planner.solution(aim)
            assert plan.aims[aim] == pytest.approx(best, rel=1e-6, abs=1e-6), (seed, aim)
        plan = planner.solution("concentration")
        low, high = least_hhi(programme, tables, tonnes)
        assert low - 0.01 <= plan.aims["concentration"] <= high + 0.1, seed
        assert plan.hhi_bound <= 0.1
