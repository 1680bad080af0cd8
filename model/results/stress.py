"""Tables of the stress test: every country and year, by shipper, by origin, and in pairs."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from model.analysis.findings import ORIGIN, SHIPPED, Stop

COLUMNS = [
    *("country", "year", "mineral", "shortage", "shortage_days", "extra_cost"),
    *("days_to_shortage", "lost", "extra_spending", "status"),
]


def stress_tables(stops: Iterable[Stop]) -> dict[str, pd.DataFrame]:
    """Stress and StressOrigin, and StressPairs if pairs were asked for."""
    every = list(stops)
    single = [stop for stop in every if len(stop.countries) == 1]
    pairs = [stop for stop in every if len(stop.countries) == 2]
    made = {
        name: pd.DataFrame([_row(s) for s in single if s.basis == basis], columns=COLUMNS)
        for name, basis in (("Stress", SHIPPED), ("StressOrigin", ORIGIN))
    }
    if pairs:
        table = pd.DataFrame([_row(s) for s in pairs], columns=COLUMNS)
        table.insert(1, "other", [s.countries[1] for s in pairs])
        made["StressPairs"] = table
    for table in made.values():
        table["days_to_shortage"] = table["days_to_shortage"].astype(float)
    return made


def _row(stop: Stop) -> tuple[object, ...]:
    return (
        stop.countries[0],
        stop.year,
        stop.mineral,
        stop.shortage,
        stop.shortage_days,
        stop.extra_cost,
        stop.days,
        stop.lost,
        stop.extra_spending,
        stop.status,
    )
