"""What was left out, or plays no part: columns, footprints, reserves without a store."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.case import Case
from model.errors import InputWarning, Words
from model.layout import Route
from model.plausibility.telling import odd

HEADER = re.compile(r"(.+?)!([A-Z]+[0-9]+) '(.*)'", re.DOTALL)
"""How the reader names a header that is no column: ``Supply!Z6 'our contact'``."""


def columns_left_alone(case: Case) -> Iterator[InputWarning]:
    """Columns whose header is none of the layout's: what they hold plays no part."""
    words = Words(
        "no column has that name: what stands below it is not used.",
        "定義にない列名のため、この列の値は使いません。",
    )
    for told in case.tables.left_alone:
        found = HEADER.fullmatch(told)
        sheet, cell, header = found.groups() if found else ("", "", told)
        yield InputWarning(sheet, cell, header, words)


def footprints_nobody_gave(case: Case) -> Iterator[InputWarning]:
    """Options with neither a route on sheet Routes nor a footprint of their own."""
    implied = {row.route for row in case.tables.routes if not row.at.cells}
    by_year = {row.supply for row in case.tables.supply_by_year if row.field == "co2"}
    bare = [
        s.supply
        for s in case.tables.supply
        if s.route in implied and s.co2 is None and s.supply not in by_year
    ]
    if bare:
        words = Words(
            "is missing: CO2 counts only where Supply gives a footprint; 0 elsewhere.",
            "がないため、Supply に原単位のない供給元の CO2 は0としています。",
        )
        yield InputWarning(Route.SHEET.name, "", None, words)


def reserves_above_their_store(case: Case) -> Iterator[InputWarning]:
    """Reserves asked for that are more than the store may hold."""
    for i, row in case.materials.items():
        most = max(case.stock_target(i, t) for t in case.years)
        if most > row.max_stock * (1 + 1e-9):
            words = Words(
                f"the reserve asked of {i} (up to {most:,.0f} t) is more: it cannot be whole.",
                f"{i} の備蓄目標（最大 {most:,.0f} t）がこれを超えるため、満たせません。",
            )
            yield odd(row, "max_stock", row.max_stock, words)
