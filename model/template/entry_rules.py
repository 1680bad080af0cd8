"""What Excel says and checks while a cell is filled in: header notes, drop-downs, limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from model.workbook.layout import SHEETS
from model.workbook.schema import Column
from model.workbook.style import MISSING_COLOUR, lines
from model.workbook.wording import expectation, figure

FIRST_ROW, LAST_ROW = 7, 2000
"""Rows for which drop-downs and limits hold; data begin in the first."""

TITLE_LIMIT, TEXT_LIMIT = 32, 225
"""Characters Excel allows in the title and the text of an error."""

NOTE_CHARACTERS = 52
FAR = 999_999_999_999_999.0
"""Stands for no limit where Excel asks for one."""


def note_text(column: Column) -> str:
    """The note on a header: meaning, needed or not, unit, blank, what may stand there."""
    parts = [
        _title(column),
        column.meaning,
        "Needed  必須" if column.required else "Optional  任意",
        f"Unit  単位: {column.unit}" if column.unit else "",
        f"Blank means  空欄の場合: {column.blank_means}" if column.blank_means else "",
        f"Allowed  入力できる値: {_limits(column)}" if _limits(column) else "",
        f"Names stand on sheet  参照シート: {_linked(column)}" if _linked(column) else "",
    ]
    return "\n".join(part for part in parts if part)


def _title(column: Column) -> str:
    return column.ja if column.kind == "years" else f"{column.name}  {column.ja}"


def note(column: Column) -> Comment:
    """A header note, as large as its text."""
    text = note_text(column)
    return Comment(text, "Planner", height=20 + 18 * lines(text, NOTE_CHARACTERS), width=380)


def _linked(column: Column) -> str:
    """The sheet whose names a column may hold; empty if it is free."""
    return "Materials" if column.kind == "mineral" else column.to


def _limits(column: Column) -> str:
    if column.choices:
        return ", ".join(column.choices)
    low = f"> {figure(column.above)}" if column.above is not None else ""
    if not low and column.minimum is not None:
        low = f">= {figure(column.minimum)}"
    high = f"<= {figure(column.maximum)}" if column.maximum is not None else ""
    return ", ".join(limit for limit in (low, high) if limit)


def validation(column: Column, cell: str) -> DataValidation | None:
    """The drop-down or limits of a column whose first cell is ``cell``; none for free text."""
    if column.kind == "choice":
        return _list(column, f'"{",".join(column.choices)}"', "stop")
    if column.kind in ("link", "mineral"):
        return _list(column, names_formula(column), "warning")
    if column.kind in ("number", "integer", "years"):
        return _limited(column, cell)
    if column.kind == "period":
        return _period(column, cell)
    return None


def names_formula(column: Column) -> str:
    """The cells a link may name, as an Excel formula: the list follows the linked sheet."""
    target = next(s for s in SHEETS if s.name == _linked(column))
    wanted = target.column("mineral") if column.kind == "mineral" else target.key
    if wanted is None:
        raise ValueError(f"sheet {target.name} has no key to link to")
    letter = get_column_letter(target.columns.index(wanted) + 1)
    first = f"{target.name}!${letter}${FIRST_ROW}"
    return f"OFFSET({first},0,0,MAX(1,COUNTA({first}:${letter}${LAST_ROW})),1)"


def _list(column: Column, formula: str, style: Literal["stop", "warning"]) -> DataValidation:
    sheet = _linked(column)
    where = (f" of sheet {sheet}", f"シート {sheet} の") if sheet else ("", "")
    free = ("", "")
    if any(s.name == sheet and s.implied for s in SHEETS):
        free = (" While it is empty, any name will do.", "空の間は任意の名前で構いません。")
    return _told(
        DataValidation(type="list", formula1=formula, allow_blank=True),
        column,
        f"Choose from the list{where[0]}.{free[0]}\n{where[1]}一覧から選んでください。{free[1]}",
        style,
    )


def _limited(column: Column, cell: str) -> DataValidation:
    low = -FAR if column.minimum is None else column.minimum
    high = FAR if column.maximum is None else column.maximum
    if column.above is not None:
        inside = f"AND(ISNUMBER({cell}),{cell}>{column.above:.15G},{cell}<={high:.15G})"
        rule = DataValidation(type="custom", formula1=inside, allow_blank=True)
    else:
        rule = DataValidation(
            type="whole" if column.kind == "integer" else "decimal",
            operator="between",
            formula1=f"{low:.15G}",
            formula2=f"{high:.15G}",
            allow_blank=True,
        )
    want = expectation(column)
    return _told(rule, column, f"Enter {want.en}.\n{want.ja}を入力してください。", "stop")


def _period(column: Column, cell: str) -> DataValidation:
    """A year, a date, or a text such as 2027Q3 or 2027-07."""
    low, high = f"{column.minimum:.15G}", f"{column.maximum:.15G}"
    day, year = f"{cell}>DATE({low},1,1)", f"AND({cell}>={low},{cell}<={high})"
    text = f"ISNUMBER(VALUE(LEFT({cell},4)))"
    inside = f"IF(ISNUMBER({cell}),OR({year},{day}),{text})"
    want = expectation(column)
    words = f"Enter {want.en}.\n{want.ja}を入力してください。"
    return _told(
        DataValidation(type="custom", formula1=inside, allow_blank=True), column, words, "stop"
    )


def _told(
    rule: DataValidation, column: Column, text: str, style: Literal["stop", "warning"]
) -> DataValidation:
    rule.errorTitle = _title(column)[:TITLE_LIMIT]
    rule.error = text[:TEXT_LIMIT]
    rule.errorStyle = style
    rule.showErrorMessage = True
    return rule


def missing_rule(headings: Sequence[Column]) -> tuple[str, Rule]:
    """Cells (and the rule) that turn orange: needed, still blank, in a row that is begun."""
    last = get_column_letter(len(headings))
    letters = [get_column_letter(i) for i, c in enumerate(headings, 1) if c.required]
    cells = " ".join(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}" for letter in letters)
    first = f"{letters[0]}{FIRST_ROW}"
    begun = f"COUNTA($A{FIRST_ROW}:${last}{FIRST_ROW})>0"
    return cells, missing(f"AND({begun},ISBLANK({first}))")


def missing(formula: str) -> Rule:
    """A conditional format that colours a needed cell still blank."""
    fill = PatternFill(bgColor=MISSING_COLOUR, fill_type="solid")
    return Rule(type="expression", dxf=DifferentialStyle(fill=fill), formula=[formula])
