"""Limits and scenarios of random cases: every measure, every field, every operation."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.random_cases import Frame

Rows = list[list[Any]]

SHARES = ("country_share", "group_share", "origin_share", "import_share", "recycled_share")
MEASURES = (*SHARES, "hhi", "hhi", "co2", "cost")
PENALTIES = {"hhi": (0.001, 0.01), "co2": (1e-5, 1e-4), "cost": (0.5, 2)}
FIELDS = (
    *("capacity", "capacity", "price", "price", "demand", "demand"),
    *("capacity_share", "min_take", "freight", "tariff", "co2"),
    *("first_year", "last_year", "stock_target_days"),
)


def limits(r: random.Random, frame: Frame) -> Rows:
    """Up to four rows of sheet Limits; about half of them must hold."""
    heads = "limit active measure sense mineral country_or_group first_year last_year value penalty"
    rows: Rows = [heads.split()]
    for number in range(r.choice((0, 1, 2, 2, 3, 4))):
        rows.append([f"limit_{number}", r.choice(("yes", "yes", "yes", None)), *_limit(r, frame)])
    return rows


def _limit(r: random.Random, frame: Frame) -> list[Any]:
    """A row from its measure on, of a mineral bought from abroad."""
    option = r.choice([o for o in frame.options if o.country != "JPN"])
    homes = [o.mineral for o in frame.options if o.country == "JPN"]
    measure = r.choice(MEASURES if homes else [m for m in MEASURES if m != "recycled_share"])
    sense = "min" if measure == "recycled_share" or r.random() < 0.12 else "max"
    if measure == "hhi":
        sense = "max"
    mineral = r.choice(homes) if measure == "recycled_share" else option.mineral
    about = None
    if measure in ("country_share", "origin_share"):
        about = option.country if sense == "min" or r.random() < 0.6 else None
    if measure == "group_share":
        about = _group(frame, option.country)
        mineral = mineral if option.country in ("AUS", "CHN") else None
        measure = measure if about else "import_share"
    if measure in ("hhi", "import_share", "co2", "cost") and r.random() < 0.4:
        mineral = None
    first = frame.years[-1] if r.random() < 0.2 else None
    penalty = r.choice((None, *PENALTIES.get(measure, (1, 50))))
    value = _value(r, frame, measure, sense, mineral)
    return [measure, sense, mineral, about, first, None, value, penalty]


def _group(frame: Frame, country: str) -> str | None:
    """A group that supplies something: of AUS, of CHN, or none that is sure to."""
    sellers = {option.country for option in frame.options}
    if country == "AUS" or not sellers & {"CHN"}:
        return "east" if "AUS" in sellers else None
    return "partners"


def _value(r: random.Random, frame: Frame, measure: str, sense: str, mineral: str | None) -> float:
    """A height that may bind: of shares, points, t CO2 or million USD a year."""
    if measure in SHARES:
        low, high = (0.02, 0.15) if sense == "min" else (0.2, 0.9)
        return round(r.uniform(low, high), 2)
    if measure == "hhi":
        return float(f"{r.choice((r.uniform(50, 1500), r.uniform(1500, 8000))):.2g}")
    planned = {k for k in frame.minerals.values() if mineral in (None, k)}
    tonnes = max(sum(frame.market(k, t) for k in planned) for t in frame.years)
    prices = [o.price for o in frame.options if o.mineral in planned]
    each = 25.0 if measure == "co2" else sum(prices) / len(prices) / 1000
    part = r.uniform(0.02, 0.3) if sense == "min" else r.uniform(0.3, 1.1)
    return float(f"{tonnes * each * part:.3g}")


def changes(r: random.Random, frame: Frame) -> tuple[Rows, Rows]:
    """Sheets Scenarios and Changes: one to three worlds, one to three changes each."""
    scenarios: Rows = [["scenario", "probability", "active"]]
    heads = "scenario field mineral material country route supply operation value"
    rows: Rows = [[*heads.split(), "first_year", "last_year"]]
    for number in range(r.choice((1, 2, 3))):
        name = f"world_{number}"
        scenarios.append([name, r.choice((None, 0.1, 0.25)), r.choice(("yes", "yes", None))])
        rows += [[name, *_change(r, frame)] for _ in range(r.choice((1, 2, 3)))]
    return scenarios, rows


def _change(r: random.Random, frame: Frame) -> list[Any]:
    """A change of one option, material or country, from its field on."""
    field = r.choice(FIELDS)
    option = r.choice(frame.options)
    last = frame.years[-1] if r.random() < 0.2 else None
    if field in ("demand", "stock_target_days"):
        how = {
            "demand": (("multiply", 1.3), ("multiply", 0.5), ("multiply", 0), ("multiply", 1)),
            "stock_target_days": (("set", 30), ("at_least", 90), ("at_most", 10)),
        }
        about = r.choice(([option.mineral, None], [None, option.material]))
        return [field, *about, None, None, None, *r.choice(how[field]), last, None]
    ways = {
        "capacity": (("set", 0), ("set", _part(option.capacity, 0.4)), ("at_most", 0)),
        "capacity_share": (("set", 0.2), ("at_most", 0.4), ("set", 1)),
        "min_take": (("set", 0), ("multiply", 0.5), ("at_most", 0)),
        "price": (("multiply", 1.5), ("multiply", 3), ("multiply", 0.7), ("add", 2.5)),
        "freight": (("multiply", 4), ("add", 1.5), ("set", 3)),
        "tariff": (("set", 0.25), ("at_least", 0.1), ("add", 0.1)),
        "co2": (("multiply", 1.5), ("at_least", 40), ("set", 60)),
        "first_year": (("add", 1), ("at_least", frame.years[-1])),
        "last_year": (("at_most", frame.years[0]), ("set", frame.years[-1])),
    }
    if field == "capacity" and option.capacity is not None:
        ways["capacity"] += (("multiply", 0.5), ("multiply", 1.5))
    operation, value = r.choice(ways[field])
    about = [None, None, None, None, option.supply]
    if operation not in ("multiply", "set") and field != "capacity" and r.random() < 0.5:
        about = [None, None, option.country, None, None]
    if field == "price" and r.random() < 0.2:
        about = [None, None, None, None, None]
    return [field, *about, operation, value, last, None]


def _part(capacity: float | None, share: float) -> float:
    """A share of a capacity, or nothing of one without limit."""
    return float(f"{(capacity or 0) * share:.2g}")
