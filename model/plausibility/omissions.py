"""What was left out: footprints, and stores for the reserves asked for."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.telling import odd
from model.tolerances.figures import STORE
from model.workbook.layout import Route


def footprints_nobody_gave(case: Case) -> Iterator[InputWarning]:
    """Options with neither a route on sheet Routes nor a footprint of their own."""
    implied = {row.route for row in case.tables.routes if not row.at.cells}
    if len(implied) == len(case.tables.routes):
        implied.add("")
    by_year = {row.supply for row in case.tables.supply_by_year if row.field == "co2"}
    bare = [
        s.supply
        for s in case.tables.supply
        if s.route in implied and s.co2 is None and s.supply not in by_year
    ]
    if bare:
        words = Words(
            "is missing or empty: CO2 counts only where Supply gives a footprint; 0 elsewhere.",
            "がない（または空の）ため、Supply に原単位のない供給元の CO2 は0としています。",
        )
        yield InputWarning(Route.SHEET.name, "", None, words)


def reserves_above_their_store(case: Case) -> Iterator[InputWarning]:
    """Reserves asked for that are more than the store may hold."""
    for i, row in case.materials.items():
        most = max(case.stock_target(i, t) for t in case.years)
        if most > row.max_stock * (1 + STORE):
            words = Words(
                f"the reserve asked of {i} (up to {most:,.0f} t) is more: it cannot be whole.",
                f"{i} の備蓄目標（最大 {most:,.0f} t）がこれを超えるため、満たせません。",
            )
            yield odd(row, "max_stock", row.max_stock, words)
