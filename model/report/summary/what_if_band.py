"""What if, on the summary: the worst stops, the price of the next steps, the worst scenario."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.errors import Words
from model.report.core import looks
from model.report.core.answered import write_sentences
from model.report.core.looks import Pen
from model.report.sentences.rates import rate_sentences
from model.report.sentences.stops import Stop, stops, worst
from model.report.sentences.who import name_of
from model.report.sentences.words import amount
from model.report.sentences.worlds import worlds, worst_sentence
from model.workbook.aims import CONCENTRATION
from model.workbook.layout import BASE

WORST = 3
LAST_COLUMN, WIDTH = 13, 170.0
"""Of the sentences: letters that surely fit, whatever the font."""
CHART_ROWS = 11
"""Height of the band where a chart stands beside it."""


def wanted(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether there is anything to say."""
    return any(
        not tables[name].empty for name in ("Stress", "Rates", "Scenarios") if name in tables
    )


def write_what_if(
    ws: Worksheet, pen: Pen, row: int, case: Case, tables: Mapping[str, pd.DataFrame]
) -> int:
    """Write the band from ``row`` on; the next free row."""
    for number in range(1, LAST_COLUMN + 1):
        pen.put(ws, row, number, None, looks.BAND)
    pen.put(ws, row, 1, "What if: stops, scenarios and next steps  もしもの場合", looks.BAND)
    row += 1
    if "Stress" in tables:
        row = _write_stops(ws, pen, row, case, worst(stops(tables["Stress"]), WORST, costly=True))
    return write_sentences(ws, pen, row, sentences(tables), LAST_COLUMN, WIDTH)


def _write_stops(ws: Worksheet, pen: Pen, row: int, case: Case, found: list[Stop]) -> int:
    """The worst stops, one a line, and the next free row."""
    heads = ("worst stops, shipped from", "出荷国の停止（1年間）", "mineral 鉱種", "year 年")
    for number, head in enumerate(
        (*heads, "short, days", "short, t", "first on day", "extra, M USD"), 1
    ):
        look = looks.HEAD_LEFT if number <= 3 else looks.HEAD
        pen.put(ws, row, number, head, look)
    ja = ("不足日数", "不足量", "最初の不足", "追加費用")
    for number in range(1, 9):
        pen.put(ws, row + 1, number, None, looks.HEAD)
    for number, head in enumerate(ja, 5):
        pen.put(ws, row + 1, number, head, looks.HEAD)
    row += 2
    if not found:
        said = "No stop of one country for a year costs anything.  1か国の停止による影響なし。"
        pen.put(ws, row, 1, said, looks.PLAIN)
        return row + 1
    for place, stop in enumerate(found, row):
        _write_stop(ws, pen, place, case, stop)
    return row + len(found)


def _write_stop(ws: Worksheet, pen: Pen, row: int, case: Case, stop: Stop) -> None:
    name = name_of(case, stop.countries[0])
    for number, text in enumerate((name.en, name.ja, stop.mineral), 1):
        pen.put(ws, row, number, text, looks.TEXT)
    pen.put(ws, row, 4, stop.year, looks.NUMBER, "0")
    look = looks.WORSE if stop.hurts else looks.NUMBER
    pen.put(ws, row, 5, stop.days, look, "0.0" if 0 < stop.days < 1 else "0")
    pen.put(ws, row, 6, amount(stop.shortage), looks.NUMBER)
    pen.put(ws, row, 7, "-" if stop.until is None else stop.until, looks.NUMBER, "0")
    pen.put(ws, row, 8, stop.extra_cost, looks.NUMBER, "#,##0.0")


def sentences(tables: Mapping[str, pd.DataFrame]) -> list[Words]:
    """The rates of the concentration, and the worst scenario."""
    found = rate_sentences(tables["Rates"], CONCENTRATION) if "Rates" in tables else []
    if "Scenarios" in tables and any(w.scenario != BASE for w in worlds(tables["Scenarios"])):
        found.append(worst_sentence(tables["Scenarios"], tables.get("ScenarioShortage")))
    return found
