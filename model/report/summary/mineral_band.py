"""One mineral on the summary: tonnes by country, projects relied on, grades of the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.errors import Words
from model.report.core import looks
from model.report.core.labels import SHARE, TONNES
from model.report.core.looks import Pen
from model.report.core.rows import rows as table_rows
from model.report.sentences.who import TOP, Project, Source
from model.tolerances.shown import GRAM

SUPPLY_ROWS = TOP + 8
"""Band, two heads, countries, others, home, recycled, total, demand."""
PROJECTS = 5
NAME_COLUMN, FIGURE_COLUMN = 9, 11
LAST_COLUMN = 13
COUNT = "#,##0"

Grades = Mapping[tuple[str, str], tuple[float, float, float]]


@dataclass(frozen=True)
class Band:
    """What is shown of one mineral."""

    mineral: str
    sources: Sequence[Source]
    projects: Sequence[Project]
    grades: Grades
    balance: pd.DataFrame


def write_band(ws: Worksheet, pen: Pen, row: int, case: Case, band: Band) -> int:
    """Write one mineral from ``row`` on; the next free row."""
    for number in range(1, LAST_COLUMN + 1):
        pen.put(ws, row, number, None, looks.BAND)
    names = ", ".join(i for i, r in case.materials.items() if r.mineral == band.mineral)
    title = f"{band.mineral} ({names}): who delivers how much  国別の調達量"
    pen.put(ws, row, 1, title, looks.BAND)
    years = _shown_years(case)
    _write_heads(ws, pen, row + 1, years)
    end = _write_sources(ws, pen, row + 3, case, band, years)
    _write_projects(ws, pen, row + 1, case.years[-1], band.projects)
    _write_grades(ws, pen, row + SUPPLY_ROWS - 3, band.mineral, band.grades)
    return max(end, row + SUPPLY_ROWS)


def _shown_years(case: Case) -> list[int]:
    """First, middle and last year; fewer if the plan is that short."""
    years = case.years
    return list(dict.fromkeys((years[0], years[len(years) // 2], years[-1])))


def _write_heads(ws: Worksheet, pen: Pen, row: int, years: Sequence[int]) -> None:
    heads = [
        ("shipped from", "出荷国"),
        ("", ""),
        ("all years, t", "全期間"),
        *((f"{year}, t", "") for year in years),
        *[("", "")] * (3 - len(years)),
        ("of demand", "需要比（出荷国）"),
        ("by origin", "需要比（原産国）"),
    ]
    for number, pair in enumerate(heads, 1):
        for place, text in enumerate(pair, row):
            look = looks.HEAD_LEFT if number < 3 else looks.HEAD
            pen.put(ws, place, number, text or None, look)


def _write_sources(
    ws: Worksheet, pen: Pen, row: int, case: Case, band: Band, years: Sequence[int]
) -> int:
    """Tonnes by source in three years and in all, and shares of demand; the next free row."""
    demand = {t: case.mineral_demand[band.mineral, t] for t in case.years}
    supplied = {t: sum(source.tonnes[t] for source in band.sources) for t in case.years}
    short = _short(band.balance, band.mineral)
    lines = [
        *((source, looks.NUMBER) for source in band.sources),
        (_sum("Total supplied", "調達計", supplied), looks.STRONG_NUMBER),
        (_sum("Demand", "需要", demand), looks.STRONG_NUMBER),
    ]
    if sum(short.values()) > GRAM:
        missing = {t: short.get(t, 0.0) for t in case.years}
        lines.append((_sum("Shortage", "不足", missing), looks.WORSE))
    for place, (source, look) in enumerate(lines, row):
        _write_tonnes(ws, pen, place, source, years, sum(demand.values()), look)
    return row + len(lines)


def _sum(en: str, ja: str, tonnes: Mapping[int, float]) -> Source:
    return Source(Words(en, ja), "", "", tonnes)


def _short(balance: pd.DataFrame, mineral: str) -> dict[int, float]:
    """Tonnes short by year."""
    found: dict[int, float] = {}
    for k, t, tonnes in table_rows(balance, "mineral", "year", "shortage"):
        if k == mineral:
            found[t] = found.get(t, 0.0) + tonnes
    return found


def _write_tonnes(
    ws: Worksheet,
    pen: Pen,
    row: int,
    source: Source,
    years: Sequence[int],
    demand: float,
    look: looks.Look,
) -> None:
    words = looks.TEXT if look is looks.NUMBER else looks.STRONG
    shown = TONNES if demand < 10_000 else COUNT
    pen.put(ws, row, 1, source.name.en, words)
    pen.put(ws, row, 2, source.name.ja, words)
    pen.put(ws, row, 3, source.total, look, shown)
    for number, year in enumerate(years, 4):
        pen.put(ws, row, number, source.tonnes[year], look, shown)
    for number in range(4 + len(years), 7):
        pen.put(ws, row, number, None, look)
    pen.put(ws, row, 7, source.total / demand if demand > 0 else None, look, SHARE)
    pen.put(ws, row, 8, source.of_origin, look, SHARE)


def _write_projects(
    ws: Worksheet, pen: Pen, row: int, last: int, projects: Sequence[Project]
) -> None:
    """Projects the plan relies on."""
    heads = [
        ("new projects in the plan", "計画が使う新規プロジェクト"),
        (None, None),
        (f"{last}, t", "最終年"),
        ("from", "開始年"),
        ("grade", "確度"),
    ]
    for number, pair in enumerate(heads, NAME_COLUMN):
        for place, text in enumerate(pair, row):
            look = looks.HEAD_INSET if number < FIGURE_COLUMN else looks.HEAD
            pen.put(ws, place, number, text, look)
    row += 2
    named = projects if len(projects) <= PROJECTS else projects[: PROJECTS - 1]
    for place, project in enumerate(named, row):
        _write_project(ws, pen, place, project)
    rest = projects[len(named) :]
    if rest:
        place = row + len(named)
        pen.put(ws, place, NAME_COLUMN, f"{len(rest)} more 他{len(rest)}件", looks.INSET)
        tonnes = sum(p.tonnes for p in rest)
        pen.put(ws, place, FIGURE_COLUMN, tonnes, looks.NUMBER, TONNES)
    if not projects:
        pen.put(ws, row, NAME_COLUMN, "none なし", looks.INSET)


def _write_project(ws: Worksheet, pen: Pen, row: int, project: Project) -> None:
    look = looks.DOUBT if project.grade == "C" else looks.NUMBER
    pen.put(ws, row, NAME_COLUMN, project.name, looks.INSET._replace(shrink=True))
    pen.put(ws, row, NAME_COLUMN + 1, None, looks.INSET)
    left, right = (get_column_letter(n) for n in (NAME_COLUMN, NAME_COLUMN + 1))
    ws.merged_cells.add(f"{left}{row}:{right}{row}")
    pen.put(ws, row, FIGURE_COLUMN, project.tonnes, looks.NUMBER, TONNES)
    pen.put(ws, row, FIGURE_COLUMN + 1, project.first, looks.NUMBER, "0")
    pen.put(ws, row, FIGURE_COLUMN + 2, project.grade, look)


def _write_grades(ws: Worksheet, pen: Pen, row: int, mineral: str, grades: Grades) -> None:
    """Shares of tonnes and cost that rest on figures of each grade; C stands out."""
    pen.put(ws, row, NAME_COLUMN, "figures of grade 確度", looks.HEAD_INSET)
    for place, label in ((row + 1, "of tonnes 数量比"), (row + 2, "of cost 費用比")):
        pen.put(ws, place, NAME_COLUMN, label, looks.INSET)
    for number, grade in enumerate("ABC", FIGURE_COLUMN):
        pen.put(ws, row, number, grade, looks.HEAD)
        tonnes, cost, _ = grades.get((mineral, grade), (0.0, 0.0, 0.0))
        look = looks.DOUBT if grade == "C" else looks.NUMBER
        pen.put(ws, row + 1, number, tonnes, look, SHARE)
        pen.put(ws, row + 2, number, cost, look, SHARE)
