"""What only looks different: the case stays the same and nothing is said."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.fuzz.book import Book, View
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import Expected, unchanged


def _cell(book: Book, view: View):
    """Any cell of the header or the rows."""
    row = book.r.choice([view.header, *view.rows])
    return view.ws.cell(row, book.r.choice(list(view.columns.values())))


def _range(view: View) -> str:
    last = get_column_letter(view.ws.max_column)
    return f"A{view.header}:{last}{view.rows[-1]}"


def _comment(book: Book, view: View) -> None:
    _cell(book, view).comment = Comment("Please check.\n確認のこと", "someone")


def _fonts(book: Book, view: View) -> None:
    cell = _cell(book, view)
    cell.font = Font("游ゴシック", 14, bold=True, strike=True, color="FFFF0000")
    cell.fill = PatternFill("lightUp", "FF00FF00")
    cell.border = Border(left=Side("double"))
    cell.alignment = Alignment("center", text_rotation=90, wrap_text=True)


def _formats(book: Book, view: View) -> None:
    for row in view.rows:
        for number in view.columns.values():
            form = book.r.choice(('0.0" kt"', "0%", "#,##0", "[Red]0", "@", '"¥"#,##0', ";;;"))
            view.ws.cell(row, number).number_format = form


def _conditional(book: Book, view: View) -> None:
    rule = ColorScaleRule(
        start_type="min", end_type="max", start_color="AA0000", end_color="00AA00"
    )
    view.ws.conditional_formatting.add(_range(view), rule)


def _validation(book: Book, view: View) -> None:
    rule = DataValidation("list", formula1='"a,b,c"', allow_blank=True)
    rule.add(_range(view))
    view.ws.add_data_validation(rule)


def _printing(book: Book, view: View) -> None:
    view.ws.print_area = _range(view)
    view.ws.print_title_rows = f"{view.header}:{view.header}"
    view.ws.page_setup.orientation = "landscape"
    view.ws.oddHeader.center.text = "&A 2027"


def _window(book: Book, view: View) -> None:
    view.ws.freeze_panes = book.r.choice((None, "C3", "A2"))
    view.ws.sheet_view.zoomScale = 55
    view.ws.sheet_view.showGridLines = False
    view.ws.sheet_view.rightToLeft = book.r.random() < 0.3
    view.ws.sheet_properties.tabColor = "FF112233"


def _sizes(book: Book, view: View) -> None:
    for number in view.columns.values():
        view.ws.column_dimensions[get_column_letter(number)].width = book.r.choice((1, 8, 60))
    view.ws.row_dimensions[view.rows[0]].height = 90


def _outline(book: Book, view: View) -> None:
    view.ws.row_dimensions.group(view.rows[0], view.rows[-1], hidden=False)


def _filter(book: Book, view: View) -> None:
    view.ws.auto_filter.ref = _range(view)


def _defined_name(book: Book, view: View) -> None:
    name = DefinedName("figures", attr_text=f"'{view.ws.title}'!$A$1:$B$2")
    book.workbook.defined_names["figures"] = name


def _protection(book: Book, view: View) -> None:
    view.ws.protection.sheet = True
    view.ws.protection.set_password("secret")
    _cell(book, view).protection = Protection(locked=False, hidden=True)


def _properties(book: Book, view: View) -> None:
    book.workbook.properties.title = "Plan"
    book.workbook.properties.creator = "誰か"
    book.workbook.properties.keywords = "Ga; Mg"


def _hyperlink(book: Book, view: View) -> None:
    row = book.r.choice(view.rows)
    cell = view.ws.cell(row, view.columns["key" if view.spec.vertical else view.ours[0]])
    value = cell.value
    cell.hyperlink = "https://example.com/"
    cell.value = value


def _chart(book: Book, view: View) -> None:
    chart = BarChart()
    data = Reference(view.ws, min_col=1, max_col=2, min_row=view.header, max_row=view.rows[-1])
    chart.add_data(data)
    view.ws.add_chart(chart, f"A{view.rows[-1] + 3}")


def _table(book: Book, view: View) -> None:
    """Excel's own table over header and rows, whose headers are all filled."""
    last = get_column_letter(len(view.columns))
    if list(view.columns.values()) == list(range(1, len(view.columns) + 1)):
        for number in view.columns.values():
            cell = view.ws.cell(view.header, number)
            cell.value = str(cell.value)
        view.ws.add_table(Table(displayName="T1", ref=f"A{view.header}:{last}{view.rows[-1]}"))


def _rich(book: Book, view: View) -> None:
    """Letters of one cell in two fonts."""
    texts = [
        view.ws.cell(row, number)
        for row in view.rows
        for number in view.columns.values()
        if isinstance(view.ws.cell(row, number).value, str)
        and len(view.ws.cell(row, number).value) > 1
    ]
    cell = book.r.choice(texts)
    text = cell.value
    cell.value = CellRichText(TextBlock(InlineFont(b=True), text[:1]), text[1:])


def _styled_blanks(book: Book, view: View) -> None:
    """Formats far beyond the rows, as whole columns painted have."""
    for row in range(view.rows[-1] + 1, view.rows[-1] + 400):
        view.ws.cell(row, 1).fill = PatternFill("solid", "FFEEEEEE")


def _merged_title(book: Book, view: View) -> None:
    """A merged title above the header."""
    view.ws.insert_rows(1, 2)
    view.ws.cell(1, 1).value = "Title"
    view.ws.merge_cells("A1:C1")


LOOKS: dict[str, Callable[[Book, View], None]] = {
    "comment": _comment,
    "fonts and fills": _fonts,
    "number formats": _formats,
    "conditional format": _conditional,
    "drop-down list": _validation,
    "print settings": _printing,
    "window": _window,
    "widths and heights": _sizes,
    "rows grouped, none hidden": _outline,
    "filter, none hidden": _filter,
    "defined name": _defined_name,
    "sheet protection": _protection,
    "document properties": _properties,
    "hyperlink": _hyperlink,
    "chart on a sheet": _chart,
    "table of Excel's own": _table,
    "letters in two fonts": _rich,
    "styled blanks": _styled_blanks,
    "merged title": _merged_title,
}


def _look(name: str, change: Callable[[Book, View], None]) -> None:
    @kind(f"looks: {name}")
    def only_looks(book: Book) -> Expected:
        view = book.view()
        change(book, view)
        return Expected(f"{name} on {view.name}", meant=unchanged)


for _name, _change in LOOKS.items():
    _look(_name, _change)
