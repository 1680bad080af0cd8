"""Workbooks with one defect each, and what should be said of them.

The sound workbook has round figures, so that what is missing can be worked out by hand: gallium,
100 t a year and no store; magnesium, 1,000 t and 1,200 t, a store of 100 t. Headers are in row 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl import Workbook

from tests.workbooks import _sheet, workbook

Cells = Mapping[str, Any]

SOUND = {
    "Settings": _sheet(
        """
        key value
        case_name 'Two metals'
        first_year 2027
        last_year 2028
        concentration_basis shipped
        objective weighted
        """
    ),
    "Materials": _sheet(
        """
        material mineral shortage_cost initial_stock max_stock stock_target_days
        Ga Ga 900 0 0 0
        Mg Mg 30 0 100 0
        """
    ),
    "Demand": _sheet(
        """
        material 2027 2028
        Ga 100 100
        Mg 1000 1200
        """
    ),
    "Supply": _sheet(
        """
        supply material country route status first_year last_year capacity capacity_share \
            min_take price
        aaa_ga Ga AAA bayer - - - 60 - - 300
        bbb_ga Ga BBB bayer - - - 50 - - 350
        ccc_ga Ga CCC zinc - - - 40 - - 400
        scrap_ga Ga JPN remelt recycled - - - 0.2 - 250
        aaa_mg Mg AAA pidgeon - - - 900 - - 3
        bbb_mg Mg BBB salt - - - 600 - - 4
        scrap_mg Mg JPN scrap recycled - - 100 - - 2
        """
    ),
    "SupplyByYear": _sheet(
        """
        supply field 2027 2028
        ccc_ga min_take 0 0
        ccc_ga capacity 40 40
        """
    ),
    "Routes": _sheet(
        """
        route mineral co2
        bayer Ga 30
        zinc Ga 20
        remelt Ga 2
        pidgeon Mg 28
        salt Mg 8
        scrap Mg 1
        """
    ),
    "Countries": _sheet(
        """
        country name_en group max_share
        AAA Aland 'pair, south' -
        BBB Bland pair -
        CCC Cland friends -
        JPN Japan friends -
        """
    ),
    "Origins": _sheet(
        """
        mineral shipped_from origin share
        Ga CCC AAA 0.5
        """
    ),
    "Limits": _sheet(
        """
        limit active measure sense mineral country_or_group first_year last_year value penalty
        one no country_share max Ga AAA - - 1 -
        two no country_share max Ga BBB - - 1 -
        three no country_share max Ga CCC - - 1 -
        """
    ),
}
LIMITS = {"one": 2, "two": 3, "three": 4}
COLUMNS = "BCDEFGHI"


def limit(
    name: str,
    measure: str,
    sense: str,
    value: float,
    about: str | None = None,
    mineral: str | None = "Ga",
    first: int | None = None,
    last: int | None = None,
) -> dict[str, Any]:
    """Cells of one active row of sheet Limits."""
    row = LIMITS[name]
    cells = ("yes", measure, sense, mineral, about, first, last, value)
    return {f"Limits!{letter}{row}": cell for letter, cell in zip(COLUMNS, cells, strict=True)}


@dataclass(frozen=True)
class Broken:
    """A defect: the cells that make it and the cells that should be named for it.

    ``offers`` are repairs of one cell that should be on the menu, ``avoided`` tonnes of shortage in
    2027 by the cell that keeps them away, ``fits`` a value the reader takes in place of the defect.
    """

    name: str
    cells: Cells
    culprits: frozenset[str] = frozenset()
    offers: Cells = field(default_factory=dict)
    avoided: Mapping[str, float] = field(default_factory=dict)
    fits: Any = None

    def __str__(self) -> str:
        return self.name


def write(path: Path, *changes: Cells) -> Path:
    """The sound workbook with other values in some cells."""
    return _saved(workbook(SOUND), path, *changes)


def mended(broken: Path, path: Path, cells: Cells) -> Path:
    """A copy of a workbook with other values in some cells, as a person would type them."""
    return _saved(openpyxl.load_workbook(broken), path, cells)


def _saved(made: Workbook, path: Path, *changes: Cells) -> Path:
    for cells in changes:
        for place, value in cells.items():
            sheet, cell = place.split("!")
            made[sheet][cell].value = value
    made.save(path)
    return path
