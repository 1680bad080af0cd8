"""Sheet Alternatives: plans nearly as good, side by side with the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.errors import Words
from model.report.core import looks
from model.report.core.answered import GAP, Block, write_block, write_sentences
from model.report.core.labels import CHANGE_SHARE, MONEY, SHARE, SHOWN, TONNES
from model.report.core.looks import Pen
from model.report.core.rows import rows
from model.report.core.table_sheet import UNIT_ROW, page, place_table, write_top
from model.report.sentences.reasons import number, sentences_of
from model.report.sentences.who import legend, name_of
from model.workbook import style as sheet_style
from model.workbook.aims import AIM_OF, BESIDE_COST, COST

NAME, MIX = "Alternatives", "AlternativeMix"
IN_WORDS = Words("What is different", "何が違うか")
MOST = 10
"""Options shown for each mineral."""
LEAST = 0.005
"""Share of a mineral's tonnes above which a change has a colour."""
WIDTHS, PLAN_WIDTH = (34.0, 34.0), 19.0
WIDEST_NAME = 50.0
MORE, LESS = "D6E8F7", "FCE8D2"
LEGEND = (
    "Blue: more than in the plan, orange: less. Tonnes of all years."
    "  青: 計画より多い、橙: 計画より少ない。全期間の数量（t）。"
)
ROWS_ON_ONE_PAGE = 60


def _with_unit(name: str) -> Words:
    aim = AIM_OF[name]
    return Words(f"{aim.full.en}, {aim.unit}", f"{aim.full.ja}、{aim.unit}")


MEASURES = (
    (COST, _with_unit(COST), MONEY),
    ("cost_change", Words("Cost, against the plan", "費用の変化"), CHANGE_SHARE),
    *((aim, _with_unit(aim), SHOWN[aim]) for aim in BESIDE_COST),
    ("moved", Words("Supply from elsewhere", "調達先が変わる割合"), SHARE),
)


@dataclass(frozen=True)
class Option:
    """Tonnes of one supply option in the plan and, where they are known, in each alternative."""

    name: str
    country: str
    planned: float
    tonnes: Mapping[int, float]

    @property
    def difference(self) -> float:
        """The largest difference from the plan."""
        return max((abs(q - self.planned) for q in self.tonnes.values()), default=0.0)


def write_alternatives(
    workbook: Workbook, pen: Pen, case: Case, tables: Mapping[str, pd.DataFrame]
) -> None:
    """The matrix, what is different in words, and the table."""
    ws: Worksheet = workbook.create_sheet(NAME)
    table = tables[NAME]
    write_top(ws, pen, NAME, _answer(table))
    row, width = UNIT_ROW + 1, max(len(WIDTHS) + 1 + len(table), len(table.columns) - 2)
    if len(table):
        row = _write_matrix(ws, pen, row, case, tables)
        wide = WIDTHS[1] + (width - len(WIDTHS)) * PLAN_WIDTH
        row = _write_words(ws, pen, row, tables, width, wide) + 1
    place_table(ws, pen, NAME, table, row + 3)
    for place in range(1, max(width, len(table.columns)) + 1):
        letter = get_column_letter(place)
        ws.column_dimensions[letter].width = WIDTHS[place - 1] if place < 3 else PLAN_WIDTH
    ws.column_dimensions["A"].width = _name_width(tables)
    last = row + 2 + max(1, len(table))
    page(ws, f"A1:{get_column_letter(width)}{last}", heads=False)
    ws.page_setup.fitToHeight = 1 if last <= ROWS_ON_ONE_PAGE else 0
    ws.freeze_panes = f"C{UNIT_ROW}"
    ws.row_dimensions[UNIT_ROW].height = GAP


def _name_width(tables: Mapping[str, pd.DataFrame]) -> float:
    """Width of the first column: the longest name, within bounds."""
    names = {name for (name,) in rows(tables.get(MIX, pd.DataFrame()), "supply")}
    longest = max(map(sheet_style.text_width, names), default=0)
    return max(WIDTHS[0], min(WIDEST_NAME, longest + 1.0))


def _answer(table: pd.DataFrame) -> Words:
    """How many near-optimal alternatives there are, and what the most expensive costs more."""
    if table.empty:
        return Words(
            "No near-optimal alternative buys elsewhere to any extent.",
            "調達先が大きく異なる準最適な計画は見つからなかった。",
        )
    many = len(table)
    most = max(0.0, *(number(v) or 0.0 for v in table["cost_change"]))
    moved = max(number(v) or 0.0 for v in table["moved"])
    noun = "alternative is" if many == 1 else "alternatives are"
    return Words(
        f"{many} {noun} near-optimal: the cost is at most {most:z.1%} higher, and up to {moved:.0%}"
        " of the supply comes from elsewhere.",
        f"準最適な別案が{many}つある。費用の増加は最大{most:z.1%}で、"
        f"供給の最大{moved:.0%}の調達先が変わる。",
    )


def _write_matrix(
    ws: Worksheet, pen: Pen, row: int, case: Case, tables: Mapping[str, pd.DataFrame]
) -> int:
    """Measures, then the options that differ most by mineral; the next free row."""
    table = tables[NAME]
    names = [int(n) for n in table["alternative"]]
    row = _write_measures(ws, pen, row, table, _planned(tables["Measures"]))
    found = _options(tables.get(MIX, pd.DataFrame()))
    for k in [k for k in case.minerals if k in found]:
        row = _write_mineral(ws, pen, row, case, k, found[k], names)
    if found:
        pen.put(ws, row, 1, LEGEND, looks.SMALL)
    return row + 2


def _write_measures(
    ws: Worksheet, pen: Pen, row: int, table: pd.DataFrame, planned: Mapping[str, float]
) -> int:
    heads = ["plan 計画", *map(_named, table["alternative"])]
    _write_head(ws, pen, row, Words("side by side", "比較"), heads, looks.BAND)
    for name, (en, ja), shown in MEASURES:
        row += 1
        pen.put(ws, row, 1, en, looks.TEXT)
        pen.put(ws, row, 2, ja, looks.TEXT)
        pen.put(ws, row, 3, planned.get(name), looks.STRONG_NUMBER, shown)
        for place, value in enumerate(table[name], len(WIDTHS) + 2):
            pen.put(ws, row, place, number(value), looks.NUMBER, shown)
    return row + 1


def _named(number: int) -> str:
    return f"other plan {number:.0f} 別案{number:.0f}"


def _write_words(
    ws: Worksheet, pen: Pen, row: int, tables: Mapping[str, pd.DataFrame], last: int, width: float
) -> int:
    """The sentence of every alternative beside its name; the next free row."""
    write_block(ws, pen, row, Block(IN_WORDS, ()), last, width)
    said = sentences_of(tables, NAME, None)
    for place, alternative in enumerate(tables[NAME]["alternative"][: len(said)]):
        pen.put(ws, row + 1 + 2 * place, 1, _named(alternative), looks.PLAIN)
    return write_sentences(ws, pen, row + 1, said, last, width, 2)


def _write_head(
    ws: Worksheet, pen: Pen, row: int, title: Words, heads: Sequence[str], look: looks.Look
) -> None:
    pen.put(ws, row, 1, title.en, look)
    pen.put(ws, row, 2, title.ja, look)
    for place, head in enumerate(heads, len(WIDTHS) + 1):
        pen.put(ws, row, place, head, look._replace(align="right"))


def _planned(measures: pd.DataFrame) -> dict[str, float]:
    """Cost, concentration and CO2 of the plan."""
    names = ("measure", "mineral", "year", "plan", "value")
    return {
        measure: value
        for measure, k, t, plan, value in rows(measures, *names)
        if (k, t, plan) == ("all", "all", "plan")
    }


def _options(mix: pd.DataFrame) -> dict[str, list[Option]]:
    """By mineral, the options that differ most first; those that never differ are left out."""
    found: dict[str, dict[str, tuple[str, float, dict[int, float]]]] = {}
    names = ("alternative", "mineral", "supply", "country", "tonnes", "planned")
    for n, k, s, c, tonnes, planned in rows(mix, *names):
        here = found.setdefault(k, {}).setdefault(s, (c, number(planned) or 0.0, {}))
        here[2][int(n)] = number(tonnes) or 0.0
    return {
        k: sorted((Option(s, *rest) for s, rest in here.items()), key=lambda o: -o.difference)
        for k, here in found.items()
    }


def _write_mineral(
    ws: Worksheet,
    pen: Pen,
    row: int,
    case: Case,
    mineral: str,
    options: Sequence[Option],
    names: Sequence[int],
) -> int:
    """The options of a mineral that differ most; the next free row."""
    title = Words(f"{mineral}: options that differ most, t", "差の大きい供給元（t）")
    _write_head(ws, pen, row, title, [""] * (len(names) + 1), looks.GROUP_LEFT)
    slight = LEAST * sum(option.planned for option in options)
    differ = [option for option in options if option.difference > slight]
    for option in differ[:MOST]:
        row += 1
        pen.put(ws, row, 1, option.name, looks.TEXT)
        pen.put(ws, row, 2, legend(name_of(case, option.country)), looks.TEXT)
        pen.put(ws, row, 3, option.planned, looks.STRONG_NUMBER, TONNES)
        for place, n in enumerate(names, len(WIDTHS) + 2):
            tonnes = option.tonnes.get(n, option.planned)
            more = tonnes - option.planned
            fill = "" if abs(more) <= slight else MORE if more > 0 else LESS
            pen.put(ws, row, place, tonnes, looks.NUMBER._replace(fill=fill), TONNES)
    rest = len(differ) - MOST
    if rest > 0 or not differ:
        row += 1
        more_ = f"{rest} more on sheet {MIX}  他{rest}件はシート{MIX}"
        told_ = more_ if rest > 0 else "as in the plan  計画と同じ"
        pen.put(ws, row, 1, told_, looks.SMALL)
    return row + 1
