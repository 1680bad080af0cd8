"""A small good workbook, its headers in row 1, and what the reader says of it once changed."""

from __future__ import annotations

import copy
import shlex
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from model.errors import Issue, WorkbookError
from model.read import read


def _sheet(text: str) -> list[list[Any]]:
    """Rows of cells from lines of words: ``-`` is a blank, digits are a number."""
    return [[_value(word) for word in shlex.split(line)] for line in text.strip().splitlines()]


def _value(word: str) -> Any:
    if word == "-":
        return None
    try:
        return float(word) if "." in word else int(word)
    except ValueError:
        return word


SMALL: dict[str, list[list[Any]]] = {
    "Settings": _sheet(
        """
        key value unit
        case_name 'Two metals'
        first_year 2027 year
        last_year 2028 year
        home_country JPN
        co2_basis grid
        concentration_risk wgi
        priority_order 'co2, cost, concentration'
        """
    ),
    "Materials": _sheet(
        """
        material mineral shortage_cost concentration_weight initial_stock max_stock storage_loss
        Ga_4N Ga 900 2 10 30 0.01
        Ga_6N Ga 1200 2 - 5 -
        Mg_ingot Mg 40 3 500 800 0.02
        """
    ),
    "Demand": _sheet(
        """
        material 2027 2028 ref
        Ga_4N 100 120 usgs
        Ga_6N 20 22 -
        Mg_ingot 30000 31000 usgs
        """
    ),
    "Supply": _sheet(
        """
        supply material country route status commitment first_year last_year capacity \
            capacity_share min_take price freight tariff co2 confidence ref note \
            capacity_low capacity_high price_low price_high
        chn_ga Ga_4N CHN bayer - contract - - 90 - 10 300 2 0.03 - A usgs mine 50 110 240 450
        kaz_ga Ga_4N KAZ bayer project - 2028 2028 40 - - 350 3 - 25 - - - - - - 400
        chn_mg Mg_ingot CHN pidgeon - - - - - - - 3 0.1 0.05 - - - - - - 2.5 -
        scrap_mg Mg_ingot JPN remelt recycled - - - 9000 0.2 1000 2.5 - - 1.5 B - - - 9000 - 3.5
        """
    ),
    "SupplyByYear": _sheet(
        """
        supply field 2027 2028
        chn_ga capacity 80 60
        chn_ga price - 320
        scrap_mg capacity 7000 8000
        """
    ),
    "Routes": _sheet(
        """
        route mineral co2 electricity grid_reference
        bayer Ga 28 10 0.6
        pidgeon Mg 26 - -
        remelt Mg 1.5 - -
        """
    ),
    "Countries": _sheet(
        """
        country name_en grid_co2 oecd_risk wgi group max_share
        CHN China 0.56 2 -0.3 - 0.8
        KAZ Kazakhstan 0.8 5 -0.4 'partners, EAEU' -
        JPN Japan 0.45 0 1.3 G7 -
        """
    ),
    "Origins": _sheet(
        """
        mineral shipped_from origin share
        Ga KAZ CHN 0.4
        Ga KAZ JPN 0.1
        """
    ),
    "Baseline": _sheet(
        """
        mineral country share
        Ga CHN 0.7
        Ga KAZ 0.2
        Mg CHN 0.9
        """
    ),
    "Conversions": _sheet(
        """
        conversion from_material to_material country yield cost capacity first_year last_year
        refine Ga_4N Ga_6N JPN 0.8 100 30 2027 2028
        refine_abroad Ga_4N Ga_6N KAZ 0.9 60 - - -
        """
    ),
    "Limits": _sheet(
        """
        limit measure sense mineral country_or_group value penalty active first_year last_year
        eu_65 country_share max - - 0.65 5 - 2027 2028
        partners group_share min Ga partners 0.1 3 yes 2028 -
        hhi_mg hhi - Mg - 6000 - no - -
        """
    ),
    "Scenarios": _sheet(
        """
        scenario probability active
        stop 0.2 yes
        late 0.3 -
        """
    ),
    "Changes": _sheet(
        """
        scenario field mineral material country route supply operation value first_year \
            last_year
        stop capacity Ga - CHN - - multiply 0.5 2027 2028
        late first_year - - - - kaz_ga add 2 - -
        late demand - Ga_4N - - - multiply 1.1 - -
        stop price - - - pidgeon - set 6 - -
        """
    ),
    "References": _sheet(
        """
        ref title year
        usgs 'Mineral Commodity Summaries' 2026
        """
    ),
}


def small() -> Workbook:
    """The small workbook; what it holds may be changed."""
    return workbook(SMALL)


def workbook(sheets: dict[str, list[list[Any]]]) -> Workbook:
    """A workbook of these rows."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in copy.deepcopy(sheets).items():
        ws = made.create_sheet(name)
        for row in rows:
            ws.append(row)
    return made


def changed(**cells: Any) -> Workbook:
    """The small workbook with other values in some cells: ``Supply_K2=5``."""
    made = small()
    for place, value in cells.items():
        sheet, cell = place.rsplit("_", 1)
        made[sheet][cell] = value
    return made


def issues(made: Workbook | Path, folder: Path) -> list[Issue]:
    """What is wrong with a workbook."""
    path = made
    if isinstance(made, Workbook):
        path = folder / "made.xlsx"
        made.save(path)
    try:
        read(path)
    except WorkbookError as error:
        return list(error.issues)
    return []


def told(made: Workbook | Path, folder: Path) -> list[str]:
    """The English lines of what is wrong."""
    return [issue.lines()[0] for issue in issues(made, folder)]


def edit_xml(path: Path, sheet_number: int, old: str, new: str) -> None:
    """Replace text in the XML of a sheet, for what openpyxl cannot write."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = f"xl/worksheets/sheet{sheet_number}.xml"
    text = parts[name].decode()
    assert old in text
    parts[name] = text.replace(old, new, 1).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
