"""Sheet StressMatrix: country by year, coloured by the days of demand that are not met."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.errors import Words
from model.report.core import looks
from model.report.core.labels import YEAR
from model.report.core.looks import Pen
from model.report.core.table_sheet import UNIT_ROW, page, write_top
from model.report.sentences.stops import Stop, ranked, stops, worse_together, worst
from model.report.sentences.who import legend, name_of
from model.report.sentences.words import amount

NAME = "StressMatrix"
BASES = {
    "Stress": Words("shipped from", "出荷国"),
    "StressOrigin": Words("first produced in", "原産国"),
}
CLASSES = (
    (0.05, "none なし", "FFFFFF"),
    (30.0, "up to 30 days 30日以下", "FFF2B3"),
    (90.0, "up to 90 days 90日以下", "FAC37D"),
    (float("inf"), "over 90 days 90日超", "E8776B"),
)
"""Upper end, name and colour of the classes of days of demand short."""
MOST, PAIRS = 15, 10
"""Countries shown for each mineral and basis, and pairs."""
TWO_AT_ONCE = (
    "Two countries at once, shipped from: the worst pairs, if worse than either alone"
    "  2か国同時の停止（出荷国、単独の停止より悪い組合せ）"
)
NO_PAIR = "no pair is worse than one of the two alone  単独の停止より悪い組合せなし"
LEGEND_FROM = 3
"""Years from which on the colours have room in cells of their own, as many cells for each."""
LEGEND = (
    "Yellow up to 30 days short, orange up to 90, red over 90"
    "  不足日数: 黄 30日以下、橙 90日以下、赤 90日超"
)
NAME_WIDTH, CELL_WIDTH, GAP_WIDTH, YEARS_WIDTH = 26.0, 6.5, 2.0, 80.0
MINERALS_ON_ONE_PAGE = 3
CELL = looks.Look(line=looks.HAIR, align="center")
HEAD = looks.HEAD._replace(align="center")


@dataclass(frozen=True)
class Block:
    """One kind of figure of a stop: title, what is shown, and its colour."""

    title: Words
    value: Callable[[Stop], float | None]
    colour: Callable[[float], str]
    shown: str = "0"

    def counts(self, stop: Stop) -> bool:
        """Whether there is anything to show of a stop."""
        return not stop.solved or self.value(stop) is not None


def colour_of(days: float) -> str:
    """Colour of the class a number of days short falls into."""
    return next(colour for limit, _, colour in CLASSES if days <= limit)


def urgency(days: float) -> str:
    """Colour of the days left until a shortage: the fewer, the darker."""
    _, low, middle, high = (colour for _, _, colour in CLASSES)
    limits = [limit for limit, _, _ in CLASSES[1:3]]
    return high if days <= limits[0] else middle if days <= limits[1] else low


SHORT = Block(
    Words("days of demand short", "不足日数"),
    lambda stop: (stop.days if stop.hurts else 0.0) if stop.matters else None,
    colour_of,
)
UNTIL = Block(
    Words("days until the first shortage (red: few)", "最初の不足までの日数（赤: 少ない）"),
    lambda stop: stop.until if stop.hurts else None,
    urgency,
)
EXTRA = Block(
    Words("extra cost, million USD", "追加費用（百万USD）"),
    lambda stop: round(stop.extra_cost, 1) + 0.0 if stop.matters else None,
    lambda cost: "",
    "#,##0.0",
)
ROWS_ON_ONE_PAGE = 55
UNKNOWN = "?"
"""Shown in place of figures of a stop that could not be solved."""


def write_stress(
    workbook: Workbook, pen: Pen, case: Case, tables: Mapping[str, pd.DataFrame]
) -> None:
    """Days short by mineral and basis, the worst pairs, days until a shortage, extra cost."""
    ws: Worksheet = workbook.create_sheet(NAME)
    found = {basis: stops(tables[basis]) for basis in BASES if basis in tables}
    write_top(ws, pen, NAME, _answer(case, found))
    _write_legend(ws, pen, len(case.years))
    row = _write_minerals(ws, pen, UNIT_ROW + 2, case, found, SHORT)
    if "StressPairs" in tables:
        pairs = worse_together(stops(tables["StressPairs"]), found.get("Stress", ()))
        row = _write_pairs(ws, pen, row, case, worst(pairs, PAIRS)) + 1
    row = _write_minerals(ws, pen, row, case, found, UNTIL)
    half, row = row, _write_minerals(ws, pen, row, case, found, EXTRA)
    width = len(case.years) + 1
    for number in range(1, 2 * width + 2):
        one = NAME_WIDTH if number in (1, width + 2) else max(CELL_WIDTH, YEARS_WIDTH / width)
        ws.column_dimensions[get_column_letter(number)].width = one
    ws.column_dimensions[get_column_letter(width + 1)].width = GAP_WIDTH
    ws.freeze_panes = f"A{UNIT_ROW + 1}"
    page(ws, f"A1:{get_column_letter(2 * width + 1)}{row}", heads=False)
    if row <= ROWS_ON_ONE_PAGE:
        ws.page_setup.fitToHeight = 1
    else:
        ws.row_breaks.append(Break(id=half - 1))


def _answer(case: Case, found: Mapping[str, Sequence[Stop]]) -> Words:
    """The worst stop of each basis, and those that are not known."""
    said, unknown = _worst(case, found), _unknown(case, found)
    return Words(f"{said.en}{unknown.en}", f"{said.ja}{unknown.ja}")


def _unknown(case: Case, found: Mapping[str, Sequence[Stop]]) -> Words:
    """The stops that could not be solved."""
    places = dict.fromkeys(
        (stop.countries[0], stop.year)
        for listed in found.values()
        for stop in listed
        if not stop.solved
    )
    if not places:
        return Words("", "")
    named = [(name_of(case, country), year) for country, year in places]
    return Words(
        f" Not solved, shown as {UNKNOWN}: {', '.join(f'{n.en} {t}' for n, t in named)}.",
        f"求解できず「{UNKNOWN}」とした停止: {'、'.join(f'{n.ja} {t}年' for n, t in named)}。",
    )


def _worst(case: Case, found: Mapping[str, Sequence[Stop]]) -> Words:
    """The worst stop of each basis."""
    en, ja = [], []
    for basis, listed in found.items():
        for stop in worst(listed, 1):
            name, said = name_of(case, stop.countries[0]), BASES[basis]
            en.append(
                f"metal {said.en} {name.en}: {stop.days:,.0f} days' worth of {stop.mineral} short"
                f" in {stop.year}{until(stop).en}"
            )
            ja.append(
                f"{name.ja}（{said.ja}）の停止: {stop.year}年の{stop.mineral}が"
                f"{stop.days:,.0f}日分不足{until(stop).ja}"
            )
    if not en:
        return Words(
            "No stop of a single country for a year leaves demand unmet.",
            "1か国からの供給が1年間止まっても、需要は満たされる。",
        )
    return Words(f"Worst stops: {'; '.join(en)}.", f"最悪の停止: {'、'.join(ja)}。")


def until(stop: Stop) -> Words:
    """When the first shortage comes, as the end of a sentence."""
    if stop.until is None:
        return Words("", "")
    return Words(f", the first on day {stop.until:,.0f}", f"（最初の不足は{stop.until:,.0f}日目）")


def _write_legend(ws: Worksheet, pen: Pen, years: int) -> None:
    """The colours, in the row above the blocks; in words where the columns are too few."""
    if years < LEGEND_FROM:
        pen.put(ws, UNIT_ROW, 1, LEGEND, looks.SMALL)
        return
    pen.put(ws, UNIT_ROW, 1, "Days short  不足日数", looks.SMALL)
    for number, (_, name, colour) in enumerate(CLASSES):
        first = 2 + number * LEGEND_FROM
        for place in range(first, first + LEGEND_FROM):
            said = name if place == first else None
            pen.put(ws, UNIT_ROW, place, said, looks.Look(size=9, fill=colour))


def _write_minerals(
    ws: Worksheet,
    pen: Pen,
    row: int,
    case: Case,
    found: Mapping[str, Sequence[Stop]],
    block: Block,
) -> int:
    """A block for every mineral, the two bases side by side; the next free row."""
    for number, k in enumerate(case.minerals):
        if number and number % MINERALS_ON_ONE_PAGE == 0:
            ws.row_breaks.append(Break(id=row - 1))
        ends = [row]
        for place, basis in enumerate(found):
            left = 1 + place * (len(case.years) + 2)
            ends.append(_write_basis(ws, pen, (row, left), case, k, basis, found[basis], block))
        row = max(ends) + 1
    return row


def _write_basis(
    ws: Worksheet,
    pen: Pen,
    corner: tuple[int, int],
    case: Case,
    mineral: str,
    basis: str,
    found: Sequence[Stop],
    block: Block,
) -> int:
    """Countries by years; the next free row."""
    row, left = corner
    said, every = BASES[basis], ranked(found, mineral)
    countries = {c: stops for c, stops in every.items() if any(map(block.counts, stops.values()))}
    for number in range(left, left + len(case.years) + 1):
        pen.put(ws, row, number, None, looks.BAND)
    title = f"{mineral}, {said.en} {said.ja}: {block.title.en} {block.title.ja}"
    pen.put(ws, row, left, title, looks.BAND)
    pen.put(ws, row + 1, left, f"{said.en}  {said.ja}", looks.HEAD_LEFT)
    for number, year in enumerate(case.years, left + 1):
        pen.put(ws, row + 1, number, year, HEAD, YEAR)
    row += 2
    for country in list(countries)[:MOST]:
        pen.put(ws, row, left, legend(name_of(case, country)), looks.TEXT)
        for number, year in enumerate(case.years, left + 1):
            _write_cell(ws, pen, row, number, countries[country].get(year), block)
        row += 1
    return _write_rest(ws, pen, row, left, list(countries.values())[MOST:], not countries)


def _write_cell(
    ws: Worksheet, pen: Pen, row: int, number: int, stop: Stop | None, block: Block
) -> None:
    if stop is not None and not stop.solved:
        pen.put(ws, row, number, UNKNOWN, CELL)
        return
    value = None if stop is None else block.value(stop)
    look = CELL._replace(fill="" if value is None else block.colour(value))
    small = block.shown == "0" and value is not None and 0 < value < 1
    pen.put(ws, row, number, value, look, "0.0" if small else block.shown)


def _write_rest(
    ws: Worksheet,
    pen: Pen,
    row: int,
    left: int,
    rest: Sequence[Mapping[int, Stop]],
    none: bool,
) -> int:
    """What is not shown, in a line; the next free row."""
    if none:
        pen.put(ws, row, left, "none in any year  どの年もなし", looks.SMALL)
    elif rest:
        days = max(stop.days for years in rest for stop in years.values())
        said = (
            f"{len(rest)} more, at most {days:,.1f} days short"
            f"  他{len(rest)}か国（最大{days:,.1f}日）"
        )
        pen.put(ws, row, left, said, looks.SMALL)
    return row + 1 if none or rest else row


def _write_pairs(ws: Worksheet, pen: Pen, row: int, case: Case, found: Sequence[Stop]) -> int:
    """The worst stops of two countries at once; the next free row."""
    width = len(case.years) + 1
    for number in range(1, 2 * width + 2):
        pen.put(ws, row, number, None, looks.BAND)
    pen.put(ws, row, 1, TWO_AT_ONCE, looks.BAND)
    if not found:
        pen.put(ws, row + 1, 1, NO_PAIR, looks.SMALL)
        return row + 2
    for place, stop in enumerate(found, row + 1):
        named = [name_of(case, country) for country in stop.countries]
        pair = Words(" + ".join(n.en for n in named), "＋".join(n.ja for n in named))
        pen.put(ws, place, 1, legend(pair), looks.PLAIN)
        said = f"{stop.mineral} {stop.year}: {stop.days:,.0f} days {stop.days:,.0f}日"
        pen.put(ws, place, width + 2, said, looks.TEXT._replace(fill=colour_of(stop.days)))
        tonnes = amount(stop.shortage)
        late = until(stop)
        said = f"{tonnes} t short{late.en}  不足{tonnes} t{late.ja}"
        pen.put(ws, place, width + 3, said, looks.PLAIN._replace(indent=1))
    return row + 1 + len(found)
