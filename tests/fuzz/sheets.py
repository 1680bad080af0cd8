"""Sheets renamed, left out, added, copied, hidden."""

from __future__ import annotations

import copy

from openpyxl.chart import BarChart, Reference

from tests.fuzz.book import ATTRIBUTE, Book, View
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import ANYWHERE, SHEET, Expected, Plain, unchanged

LEAVES = ("SupplyByYear", "Origins", "Baseline", "Conversions", "Limits")
"""Optional sheets that no other links to."""

NEEDED = ("Settings", "Materials", "Demand", "Supply")


def _renamed(book: Book, view: View, title: str) -> Expected:
    view.ws.title = "between"  # openpyxl would number a title that differs by its case alone
    view.ws.title = title
    what = f"sheet {view.name} renamed to '{title}'"
    return Expected(what, ((title, ANYWHERE), (view.name, ANYWHERE)))


def _gone(view: View) -> Expected:
    """What becomes of a leaf without rows: nothing else changes."""

    def empty(rows: Plain) -> None:
        rows[ATTRIBUTE[view.name]] = []

    return Expected(f"sheet {view.name} empty", ((view.name, SHEET),), meant=empty)


@kind("sheet renamed: a copy's name")
def copied_name(book: Book) -> Expected:
    view = book.view()
    return _renamed(book, view, book.r.choice(("{} (2)", "Copy of {}", "{}_2")).format(view.name))


@kind("sheet renamed: a version")
def version_name(book: Book) -> Expected:
    view = book.view()
    forms = ("{} 2027", "{}_old", "{} v2", "{} final", "New {}", "{} - Copy")
    return _renamed(book, view, book.r.choice(forms).format(view.name))


@kind("sheet renamed: case")
def other_case(book: Book) -> Expected:
    view = book.view()
    return _renamed(book, view, book.r.choice((view.name.upper(), view.name.lower())))


@kind("sheet renamed: full width")
def full_width(book: Book) -> Expected:
    view = book.view()
    return _renamed(book, view, "".join(chr(ord(c) + 0xFEE0) for c in view.name))


@kind("sheet renamed: Japanese title")
def japanese(book: Book) -> Expected:
    view = book.view()
    return _renamed(book, view, view.spec.ja)


@kind("sheet renamed: both languages")
def both_languages(book: Book) -> Expected:
    view = book.view()
    return _renamed(book, view, f"{view.name} {view.spec.ja}")


@kind("sheet renamed: a space too many")
def spaces(book: Book) -> Expected:
    view = book.view()
    title = book.r.choice((f"{view.name} ", f" {view.name}", f"{view.name}\u3000"))
    return _renamed(book, view, title)


@kind("sheet renamed: a letter wrong")
def letter(book: Book) -> Expected:
    view = book.view()
    n = book.r.randrange(1, len(view.name))
    title = view.name[:n] + book.r.choice(("", view.name[n] * 2)) + view.name[n + 1 :]
    return _renamed(book, view, title)


@kind("sheet renamed: something else")
def unrelated(book: Book) -> Expected:
    view = book.view()
    return _renamed(book, view, book.r.choice(("Sheet1", "データ", "tab3", "入力", "Policy 2030")))


@kind("sheet renamed: #own or _own")
def own_name(book: Book) -> Expected:
    """Put aside on purpose: as if it were not there."""
    view = book.view(*[name for name in LEAVES if name in book.views])
    gone = _gone(view)
    view.ws.title = book.r.choice(("#", "_")) + view.name
    return Expected(f"sheet put aside as {view.ws.title}", gone.places, gone.meant)


@kind("optional sheet deleted")
def deleted(book: Book) -> Expected:
    view = book.view(*[name for name in LEAVES if name in book.views])
    book.workbook.remove(view.ws)
    return Expected(f"sheet {view.name} deleted", meant=_gone(view).meant)


@kind("needed sheet deleted")
def needed_deleted(book: Book) -> Expected:
    view = book.view(*NEEDED)
    book.workbook.remove(view.ws)
    return Expected(f"sheet {view.name} deleted", ((view.name, SHEET),))


@kind("sheet deleted that another links to")
def linked_deleted(book: Book) -> Expected:
    book.workbook.remove(book.views["Scenarios"].ws)
    return Expected("sheet Scenarios deleted", (("Changes", ANYWHERE), ("Scenarios", SHEET)))


@kind("optional sheet without rows")
def no_rows(book: Book) -> Expected:
    view = book.view(*[name for name in LEAVES if name in book.views])
    view.clear(header=book.r.random() < 0.5)
    return _gone(view)


@kind("needed sheet without rows")
def needed_without_rows(book: Book) -> Expected:
    view = book.view(*NEEDED)
    view.clear(header=book.r.random() < 0.5)
    return Expected(f"rows of {view.name} gone", ((view.name, ANYWHERE),))


@kind("foreign sheet added")
def foreign(book: Book) -> Expected:
    """Listed, so that nobody thinks it is used."""
    title = book.r.choice(("Working", "計算用", "Chart data", "Pivot", "会議メモ"))
    ws = book.workbook.create_sheet(title, book.r.randrange(len(book.workbook.sheetnames) + 1))
    ws.append(["month", "tonnes"])
    ws.append(["January", 12])
    return Expected(f"sheet {title} added", ((title, ANYWHERE),), unchanged, told=True)


@kind("empty foreign sheet added")
def empty_foreign(book: Book) -> Expected:
    title = book.r.choice(("Sheet1", "Sheet2", "シート1"))
    book.workbook.create_sheet(title)
    return Expected(f"empty sheet {title} added", ((title, ANYWHERE),), unchanged)


@kind("own sheet added: # or _")
def own(book: Book) -> Expected:
    """The user's own, even if it holds a copy of ours."""
    view = book.view()
    ws = book.workbook.copy_worksheet(view.ws)
    ws.title = book.r.choice(("#", "_")) + book.r.choice(("old", "メモ", view.name))
    return Expected(f"sheet {ws.title}, a copy of {view.name}", meant=unchanged)


@kind("sheet beside a copy of it")
def copy_beside(book: Book) -> Expected:
    """Which of the two counts, the user must be told."""
    view = book.view()
    ws = book.workbook.copy_worksheet(view.ws)
    ws.title = book.r.choice((f"{view.name} (2)", f"{view.name} old"))
    places = ((ws.title, ANYWHERE), (view.name, ANYWHERE))
    return Expected(f"sheet {ws.title} beside {view.name}", places)


@kind("sheet hidden")
def hidden(book: Book) -> Expected:
    view = book.view()
    view.ws.sheet_state = book.r.choice(("hidden", "veryHidden"))
    return Expected(f"sheet {view.name} hidden", ((view.name, ANYWHERE),))


@kind("sheets in another order")
def reordered(book: Book) -> Expected:
    order = copy.copy(book.workbook._sheets)
    book.r.shuffle(order)
    book.workbook._sheets = order
    book.workbook.active = 0
    return Expected("sheets in another order", meant=unchanged)


@kind("chart sheet added")
def chart_sheet(book: Book) -> Expected:
    view, chart = book.table(), BarChart()
    chart.add_data(Reference(view.ws, min_col=1, min_row=view.header, max_row=view.rows[-1]))
    book.workbook.create_chartsheet("Chart1").add_chart(chart)
    return Expected("chart sheet Chart1 added", (("Chart1", ANYWHERE),), unchanged)
