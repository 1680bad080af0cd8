"""The first table of the summary: the plan, today's mix and the difference, by mineral."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from model.report.core import looks
from model.report.core.labels import SHARE
from model.report.core.looks import Pen
from model.report.summary.comparison import ALL, Comparison, Figure, Interval, Line

GROUPS_ABREAST = 3
LABELS, FIGURES = 3, ("plan 計画", "today 現状", "difference 差")
NOTHING = "-"
LAST_COLUMN = 13
UNIT = looks.Look(size=9, colour=looks.FAINT, line=looks.HAIR)
BESIDE_TODAY = (
    "The plan beside today's mix (Baseline: an estimate at the same demand and prices)"
    "  計画と現状（推計）の比較"
)
ALONE = "The plan in figures (the workbook holds no Baseline to compare it with)  計画の指標"


def write_comparison(ws: Worksheet, pen: Pen, row: int, comparison: Comparison) -> int:
    """Write it from ``row`` on, at most three groups beside each other; the next free row."""
    lines, groups = comparison.lines(), comparison.groups
    title = BESIDE_TODAY if comparison.has_baseline else ALONE
    for start in range(0, len(groups), GROUPS_ABREAST):
        abreast = groups[start : start + GROUPS_ABREAST]
        row = _write_groups(ws, pen, row, title, lines, abreast) + 1
    return row


def _write_groups(
    ws: Worksheet, pen: Pen, row: int, title: str, lines: Sequence[Line], groups: Sequence[str]
) -> int:
    for number in range(1, LAST_COLUMN + 1):
        pen.put(ws, row, number, None, looks.BAND)
    pen.put(ws, row, 1, title, looks.BAND)
    _write_heads(ws, pen, row + 1, groups)
    for place, line in enumerate(lines, row + 3):
        pen.put(ws, place, 1, line.label.en, looks.TEXT)
        pen.put(ws, place, 2, line.label.ja, looks.TEXT)
        pen.put(ws, place, 3, line.unit, UNIT)
        for group, number in zip(groups, _starts(), strict=False):
            _write_figure(ws, pen, place, number, line, line.figures[group])
    return row + 3 + len(lines)


def _starts() -> range:
    """First column of every group."""
    return range(LABELS + 1, LABELS + 1 + len(FIGURES) * GROUPS_ABREAST, len(FIGURES))


def _write_heads(ws: Worksheet, pen: Pen, row: int, groups: Sequence[str]) -> None:
    for number, text in enumerate((None, None, "unit 単位"), 1):
        pen.put(ws, row, number, None, looks.GROUP_LEFT)
        pen.put(ws, row + 1, number, text, looks.HEAD_LEFT)
    for group, number in zip(groups, _starts(), strict=False):
        name = "all minerals 全鉱種" if group == ALL else group
        for place, head in enumerate(FIGURES, number):
            pen.put(ws, row, place, name if place == number + 1 else None, looks.GROUP)
            pen.put(ws, row + 1, place, head, looks.HEAD)


def _write_figure(
    ws: Worksheet, pen: Pen, row: int, number: int, line: Line, figure: Figure
) -> None:
    """Plan, today and difference of one measure and group."""
    if figure.plan is None and figure.today is None:
        for place in range(number, number + len(FIGURES)):
            pen.put(ws, row, place, NOTHING, looks.DIM)
        return
    plan, today = figure.plan, figure.today
    pen.put(ws, row, number, NOTHING if plan is None else plan, looks.STRONG_NUMBER, line.shown)
    if isinstance(today, tuple):
        _write_interval(ws, pen, row, number + 1, today, line.shown, looks.NUMBER)
    else:
        pen.put(ws, row, number + 1, today or NOTHING, looks.DIM)
    if isinstance(today, tuple) and isinstance(plan, float):
        less, more = plan - today[1], plan - today[0]
        better = more < 0 if line.lower_is_better else less > 0
        worse = less > 0 if line.lower_is_better else more < 0
        look = looks.BETTER if better else looks.WORSE if worse else looks.NUMBER
        shown = _signed(line.shown)
        _write_interval(ws, pen, row, number + 2, (less, more), shown, look)
    else:
        pen.put(ws, row, number + 2, None, looks.DIM)


def _write_interval(
    ws: Worksheet, pen: Pen, row: int, number: int, ends: Interval, shown: str, look: looks.Look
) -> None:
    """One figure, or its two ends as text where they differ in what is shown."""
    low, high = (as_text(end, shown) for end in ends)
    if low == high:
        pen.put(ws, row, number, ends[0], look, shown)
        return
    between = " to " if shown.startswith("+") or ends[0] < 0 else "-"
    pen.put(ws, row, number, f"{low}{between}{high}", look)


def _signed(shown: str) -> str:
    """The number format with a sign."""
    return f"+{shown};-{shown};{shown}"


def as_text(value: float, shown: str) -> str:
    """A value as its number format shows it, for intervals."""
    plain = shown.removeprefix("+").split(";")[0]
    if plain == SHARE:
        said = f"{abs(value):.1%}"
    else:
        said = f"{abs(value):,.{len(plain.partition('.')[2])}f}"
    if not said.strip("0.,%"):  # what rounds to nothing has no sign
        return said
    return f"-{said}" if value < 0 else f"+{said}" if shown.startswith("+") else said
