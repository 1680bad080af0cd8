"""Rows moved, inserted, hidden, half filled, merged, astray."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from tests.fuzz.book import ATTRIBUTE, Book, View
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import ANYWHERE, Expected, Plain, row_of, unchanged


def _reordered(view: View, order: list[int]) -> Expected:
    """The same rows from the first data row on, in another order."""
    old = [[cell.value for cell in view.ws[row]] for row in view.rows]
    for row, n in zip(view.rows, order, strict=True):
        for number, value in enumerate(old[n], 1):
            view.ws.cell(row, number).value = value

    def meant(rows: Plain) -> None:
        if not view.spec.vertical:
            whole = rows[ATTRIBUTE[view.name]]
            rows[ATTRIBUTE[view.name]] = [whole[n] for n in order]

    return Expected(f"rows of {view.name} in another order", meant=meant)


@kind("rows in another order")
def shuffled(book: Book) -> Expected:
    view = book.view(without=("Limits", "Changes"))
    return _reordered(view, book.r.sample(range(len(view.rows)), len(view.rows)))


@kind("rows upside down")
def upside_down(book: Book) -> Expected:
    view = book.view(without=("Changes",))
    return _reordered(view, list(range(len(view.rows)))[::-1])


@kind("blank rows inserted")
def blank_rows(book: Book) -> Expected:
    view = book.view()
    view.ws.insert_rows(book.r.choice(view.rows), book.r.choice((1, 2, 5)))
    return Expected(f"blank rows on {view.name}", meant=unchanged)


@kind("title rows above the header")
def titles(book: Book) -> Expected:
    view = book.view()
    count = book.r.choice((1, 2, 5))
    view.ws.insert_rows(1, count)
    words = ("Department of supply", "2026年度版", "in thousand tonnes?", 2027)
    view.ws.cell(1, 1).value = book.r.choice(words)
    return Expected(f"{count} rows above the header of {view.name}", meant=unchanged)


@kind("header far down")
def far_down(book: Book) -> Expected:
    view = book.view()
    view.ws.insert_rows(1, 40)
    places = ((view.name, ANYWHERE),)
    return Expected(f"40 blank rows above the header of {view.name}", places, unchanged)


@kind("row deleted")
def deleted(book: Book) -> Expected | None:
    """A row that no other needs."""
    view = book.view("SupplyByYear", "Origins", "Baseline", "Limits", "Changes")
    n = book.r.randrange(len(view.rows))
    view.ws.delete_rows(view.rows[n])
    if len(view.rows) < 2:
        return None

    def meant(rows: Plain) -> None:
        del rows[ATTRIBUTE[view.name]][n]

    return Expected(f"row {view.rows[n]} of {view.name} deleted", meant=meant)


@kind("rows hidden")
def hidden(book: Book) -> Expected:
    view = book.view()
    rows = book.r.sample(view.rows, min(2, len(view.rows)))
    for row in rows:
        view.ws.row_dimensions[row].hidden = True
    return _told_of(view, rows, "hidden")


@kind("rows filtered")
def filtered(book: Book) -> Expected:
    view = book.view()
    last = get_column_letter(view.ws.max_column)
    view.ws.auto_filter.ref = f"A{view.header}:{last}{view.rows[-1]}"
    view.ws.auto_filter.add_filter_column(0, ["something else"])
    for row in view.rows[1:]:
        view.ws.row_dimensions[row].hidden = True
    return _told_of(view, view.rows[1:], "filtered")


@kind("rows folded away")
def folded(book: Book) -> Expected:
    view = book.view()
    view.ws.row_dimensions.group(view.rows[0], view.rows[0], hidden=True)
    return _told_of(view, view.rows[:1], "folded away")


def _told_of(view: View, rows: list[int], how: str) -> Expected:
    """Rows that count unseen: sheet and rows are told."""
    what = f"rows {rows} of {view.name} {how}"
    mention = str(min(rows))
    return Expected(what, ((view.name, ANYWHERE),), unchanged, told=True, mention=mention)


@kind("cells merged over data")
def merged(book: Book) -> Expected | None:
    view = book.table()
    if len(view.rows) < 2:
        return None
    name = book.r.choice([n for n in view.ours if view.filled(n)])
    letter = get_column_letter(view.columns[name])
    top = book.r.choice([r for r, s in zip(view.rows, view.rows[1:], strict=False) if s == r + 1])
    view.ws.merge_cells(f"{letter}{top}:{letter}{top + 1}")
    where = f"{letter}{top}:{letter}{top + 1}"
    places = ((view.name, f"{letter}{top}"), (view.name, f"{letter}{top + 1}"))
    return Expected(f"{view.name}!{where} merged", places)


@kind("text beside a row")
def beside(book: Book) -> Expected:
    """Typed under no header: told, since a header may be what is missing."""
    view = book.table()
    row, number = book.r.choice(view.rows), view.ws.max_column + book.r.choice((1, 2))
    view.ws.cell(row, number).value = book.r.choice(("see mail of 3 May", 120, "要確認"))
    letter = get_column_letter(number)
    places = ((view.name, f"{letter}{row}"), (view.name, f"{letter}{view.header}"))
    return Expected(f"text at {view.name}!{letter}{row}", places, unchanged, told=True)


@kind("text far away")
def far_away(book: Book) -> Expected:
    view = book.table()
    cell = view.ws.cell(view.rows[-1] + 200, view.ws.max_column + 20)
    cell.value = "x"
    return Expected(f"x at {view.name}!{cell.coordinate}", ((view.name, ANYWHERE),), unchanged)


@kind("row with a total")
def total(book: Book) -> Expected | None:
    """A sum under figures is no row of the sheet."""
    view = book.table()
    numbers = [n for n in view.ours if _numeric(view, n) and view.filled(n)]
    if not numbers:
        return None
    name, row = book.r.choice(numbers), view.rows[-1] + book.r.choice((1, 2))
    view.ws.cell(row, view.columns[name]).value = 1234
    return Expected(f"a total at {view.name} row {row}", ((view.name, row_of(row)),))


def _numeric(view: View, name: str) -> bool:
    column = view.typed(name)
    return column is not None and column.kind in ("number", "years")


@kind("row with a word only")
def word(book: Book) -> Expected | None:
    """A stray word under a name: a row of its own that lacks the rest."""
    view = book.view("Materials", "Supply", "Limits", "Baseline", "Origins", "Routes")
    row = view.rows[-1] + book.r.choice((1, 3))
    view.ws.cell(row, view.columns[view.spec.columns[0].name]).value = "合計"
    return Expected(f"a word at {view.name} row {row}", ((view.name, row_of(row)),))


@kind("header row again among the rows")
def header_again(book: Book) -> Expected:
    view = book.table()
    row = book.r.choice(view.rows)
    view.ws.insert_rows(row)
    for name, number in view.columns.items():
        view.ws.cell(row, number).value = name
    return Expected(f"header again in row {row} of {view.name}", ((view.name, row_of(row)),))


@kind("row doubled")
def doubled(book: Book) -> Expected:
    """The same row twice where each needs its own names."""
    view = book.view(*[n for n, v in book.views.items() if v.spec.unique])
    row, new = book.r.choice(view.rows), view.rows[-1] + 1
    for number in range(1, view.ws.max_column + 1):
        view.ws.cell(new, number).value = view.ws.cell(row, number).value
    places = tuple((view.name, row_of(r)) for r in (row, new))
    return Expected(f"row {row} of {view.name} again in row {new}", places)
