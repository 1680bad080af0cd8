"""Random planning cases as sheets of a workbook, each whole and in order, from a seed.

Everything a workbook can ask for turns up: conversions, stock and reserve, minimum takes, shares
of demand, origins, every measure of Limits hard and soft, every objective, scenarios with every
kind of change. What one sees in a case a person would type: figures of few digits, in tonnes.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.random_rules import changes, limits

Rows = list[list[Any]]
Sheets = dict[str, Rows]

HOME = "JPN"
FOREIGN = ("AUS", "CHN", "KAZ", "TUR", "USA")
ORDERS = (
    "cost, concentration, co2",
    "co2, cost, concentration",
    "concentration, co2, cost",
    "concentration, cost, co2",
)
SIZES = (1e-3, 1.0, 1.0, 10.0, 1e3, 1e4)
"""A hundred tonnes times this is about the yearly demand of a material: from 100 kg to 1e6 t."""


def digits(value: float, count: int = 3) -> float:
    """A figure as a person types it."""
    return float(f"{value:.{count}g}")


@dataclass(frozen=True)
class Option:
    """A supply option as far as the rules need to know it."""

    supply: str
    material: str
    mineral: str
    country: str
    price: float
    capacity: float | None


@dataclass(frozen=True)
class Frame:
    """What the parts of a case have in common: years, materials by name, demand, options."""

    years: tuple[int, ...]
    minerals: Mapping[str, str]
    demand: Mapping[tuple[str, int], float]
    options: Sequence[Option]

    def market(self, mineral: str, year: int) -> float:
        """Demand of a mineral, t."""
        return sum(self.demand[i, year] for i, k in self.minerals.items() if k == mineral)


def random_sheets(seed: int) -> Sheets:
    """The sheets of one case, header first."""
    r = random.Random(seed)
    years = tuple(range(2027, 2027 + r.choice((1, 2, 2, 3))))
    minerals = _minerals(r)
    size = {k: r.choice(SIZES) for k in dict.fromkeys(minerals.values())}
    demand = {
        (i, t): digits(size[k] * r.uniform(20, 150)) for i, k in minerals.items() for t in years
    }
    if r.random() < 0.1:
        demand[r.choice(list(demand))] = 0.0
    supply, options = _supply(r, Frame(years, minerals, demand, ()))
    frame = Frame(years, minerals, demand, options)
    scenarios, changed = changes(r, frame)
    return {
        "Settings": _settings(r, years),
        "Materials": _materials(r, frame),
        "Demand": [
            ["material", *years],
            *([i, *(demand[i, t] for t in years)] for i in minerals),
        ],
        "Supply": supply,
        "SupplyByYear": _by_year(r, frame),
        "Routes": _routes(r, size),
        "Countries": _countries(r),
        "Origins": _origins(r, frame),
        "Baseline": _baseline(r, frame),
        "Conversions": _conversions(r, frame),
        "Limits": limits(r, frame),
        "Scenarios": scenarios,
        "Changes": changed,
    }


def _minerals(r: random.Random) -> dict[str, str]:
    """Mineral of every material: two to four minerals, some in two grades."""
    found = {}
    for k in ("Ga", "Mg", "Sb", "W")[: r.choice((2, 2, 3, 4))]:
        for grade in ("A", "B")[: r.choice((1, 1, 2))]:
            found[f"{k}_{grade}"] = k
    return found


def _settings(r: random.Random, years: tuple[int, ...]) -> Rows:
    slack = r.choice((0, 0, 0.01, 0.05))
    given = {
        "case_name": "Random case",
        "first_year": years[0],
        "last_year": years[-1],
        "objective": r.choice(
            ("balanced", "weighted", "priority", "priority", "cost", "concentration", "co2")
        ),
        "priority_order": r.choice(ORDERS),
        "priority_slack": slack,
        "carbon_price": r.choice((0, 50, 200)),
        "concentration_price": r.choice((0, 1, 5)),
        "concentration_basis": r.choice(("shipped", "origin")),
        "concentration_risk": r.choice(("none", "wgi")),
        "co2_basis": r.choice(("route", "grid")),
        "discount_rate": r.choice((0, 0.03)),
        "stress_pairs": r.choice(("no", "no", "yes")),
        "explain": "yes",
    }
    return [["key", "value"], *([key, value] for key, value in given.items())]


def _materials(r: random.Random, frame: Frame) -> Rows:
    heads = "material mineral shortage_cost concentration_weight initial_stock max_stock"
    rows: Rows = [[*heads.split(), "stock_target_days", "holding_cost", "storage_loss"]]
    weight = {k: r.choice((1, 1, 2)) for k in dict.fromkeys(frame.minerals.values())}
    for i, k in frame.minerals.items():
        most = digits(frame.demand[i, frame.years[0]] * r.choice((0, 0.2, 0.5)), 2)
        first = digits(most * r.choice((0, 0.5, 0.9)), 2)
        days = r.choice((0, 0, 30, 60))
        price = digits(r.uniform(100, 900), 2)
        loss = r.choice((0, 0.02))
        rows.append([i, k, price, weight[k], first, most, days, r.choice((0, 0.5)), loss])
    return rows


def _supply(r: random.Random, frame: Frame) -> tuple[Rows, list[Option]]:
    heads = "supply material country route status commitment first_year last_year capacity"
    more = "capacity_share min_take price freight tariff co2 confidence"
    rows: Rows = [[*heads.split(), *more.split()]]
    options = []
    for i, k in frame.minerals.items():
        home = [HOME] * (r.random() < 0.4)
        for number, country in enumerate([*r.sample(FOREIGN, r.choice((2, 3, 4))), *home]):
            row = _option(r, frame, (i, k, country, number))
            rows.append(row)
            options.append(Option(row[0], i, k, country, row[11], row[8]))
    return rows, options


def _option(r: random.Random, frame: Frame, what: tuple[str, str, str, int]) -> list[Any]:
    i, k, country, number = what
    least = min(frame.demand[i, t] for t in frame.years)
    mean = sum(frame.demand[i, t] for t in frame.years) / len(frame.years)
    recycled = country == HOME
    share = r.choice((0.1, 0.3)) if recycled or r.random() < 0.1 else None
    capacity = None if recycled or r.random() < 0.15 else digits(mean * r.uniform(0.2, 1.2), 2)
    room = least if capacity is None else min(least, capacity)
    take = digits(room * 0.1, 2) if share is None and r.random() < 0.2 else None
    late = frame.years[-1] if r.random() < 0.1 else None
    return [
        f"{country.lower()}_{i}_{number}",
        i,
        country,
        f"{k}_{r.choice(('old', 'new'))}",
        "recycled" if recycled else r.choice(("operating", "operating", "project")),
        r.choice(("contract", "spot", "spot")),
        late,
        None,
        capacity,
        share,
        take,
        digits(r.uniform(5, 60)),
        r.choice((None, digits(r.uniform(0.1, 4), 2))),
        r.choice((None, 0.03, 0.1)),
        r.choice((None, None, digits(r.uniform(1, 90), 2))),
        r.choice(("A", "B", "C", None)),
    ]


def _by_year(r: random.Random, frame: Frame) -> Rows:
    rows: Rows = [["supply", "field", *frame.years]]
    for option in r.sample(list(frame.options), 2):
        name, old = ("price", option.price)
        if option.capacity is not None and r.random() < 0.5:
            name, old = ("capacity", option.capacity)
        values = [r.choice((None, digits(old * r.uniform(1, 1.4)))) for _ in frame.years[1:]]
        rows.append([option.supply, name, digits(old * 1.1), *values])
    return rows


def _routes(r: random.Random, minerals: Mapping[str, float]) -> Rows:
    rows: Rows = [["route", "mineral", "co2", "electricity", "grid_reference"]]
    for k in minerals:
        rows.append([f"{k}_old", k, digits(r.uniform(30, 60), 2), 10, 0.6])
        rows.append([f"{k}_new", k, digits(r.uniform(2, 25), 2), None, None])
    return rows


def _countries(r: random.Random) -> Rows:
    rows: Rows = [["country", "name_en", "grid_co2", "wgi", "group", "max_share"]]
    for c in (*FOREIGN, HOME):
        groups = ", ".join(g for g in ("east", "partners") if r.random() < 0.5)
        cap = r.choice((None, None, None, 0.6)) if c != HOME else None
        grid = digits(r.uniform(0.55, 0.9), 2)
        rows.append([c, f"Land {c}", grid, digits(r.uniform(-1.5, 1.9), 2), groups or None, cap])
    for row, group in zip(rows[1:3], ("east", "partners"), strict=True):
        row[4] = group  # every group has a member
    return rows


def _origins(r: random.Random, frame: Frame) -> Rows:
    rows: Rows = [["mineral", "shipped_from", "origin", "share"]]
    for k in dict.fromkeys(frame.minerals.values()):
        if r.random() < 0.7:
            shipper, origin = r.sample(FOREIGN, 2)
            rows.append([k, shipper, origin, r.choice((0.3, 0.7, 1))])
    return rows


def _baseline(r: random.Random, frame: Frame) -> Rows:
    rows: Rows = [["mineral", "country", "share"]]
    for k in dict.fromkeys(frame.minerals.values()):
        sellers = list(dict.fromkeys(o.country for o in frame.options if o.mineral == k))
        rows.append([k, sellers[0], 0.6])
        rows += [[k, c, 0.2] for c in sellers[1:2]]
    return rows if r.random() < 0.8 else rows[:1]


def _conversions(r: random.Random, frame: Frame) -> Rows:
    heads = "conversion from_material to_material country yield cost co2 capacity"
    rows: Rows = [heads.split()]
    for i, k in frame.minerals.items():
        if i.endswith("_B") and r.random() < 0.7:
            most = r.choice((None, digits(frame.demand[i, frame.years[0]] * 0.4, 2)))
            place = r.choice((HOME, *FOREIGN))
            rows.append([f"refine_{k}", f"{k}_A", i, place, r.choice((0.8, 1)), 7, 3, most])
    return rows
