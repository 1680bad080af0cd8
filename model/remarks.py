"""What the reader of a result should know about its input, although nothing is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Case
from model.errors import Words


def remarks(case: Case) -> Iterator[Words]:
    """Footprints nobody gave, and reserves that cannot fit."""
    if _unknown_footprints(case):
        yield Words(
            "Sheet Routes is missing or empty: CO2 counts only where Supply gives a footprint;"
            " 0 elsewhere.",
            "シート Routes がない（または空の）ため、Supply に原単位のない供給元の CO2 は 0 と"
            "しています。",
        )
    for i, row in case.materials.items():
        most = max(case.stock_target(i, t) for t in case.years)
        if most > row.max_stock * (1 + 1e-9):
            yield Words(
                f"The reserve asked of {i} (up to {most:,.0f} t) is above"
                f" {row.at.place('max_stock')} ({row.max_stock:,.0f} t): it cannot be whole.",
                f"{i} の備蓄目標（最大 {most:,.0f} t）が在庫上限"
                f" {row.at.place('max_stock')}（{row.max_stock:,.0f} t）を超えています。",
            )


def _unknown_footprints(case: Case) -> bool:
    """Whether some option has neither a route of its own sheet nor a footprint."""
    implied = {row.route for row in case.tables.routes if not row.at.cells}
    if len(implied) == len(case.tables.routes):
        implied.add("")
    by_year = {row.supply for row in case.tables.supply_by_year if row.field == "co2"}
    return any(
        s.route in implied and s.co2 is None and s.supply not in by_year for s in case.tables.supply
    )
