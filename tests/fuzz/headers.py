"""Headers blanked, misspelt, translated, doubled."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from tests.fuzz.book import Book, View
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import Expected, unchanged


def _renamed(book: Book, text: object, name: str, view: View, *, equal: bool = False) -> Expected:
    """A header that should be told at its cell; ``equal`` if it may be read as what it means."""
    view.ws.cell(view.header, view.columns[name]).value = text
    what = f"header {view.name}!{view.header_at(name)} {name} is now {text!r}"
    places = ((view.name, view.header_at(name)),)
    return Expected(what, places, unchanged if equal else None)


def _filled(book: Book) -> tuple[View, str]:
    """A named column of ours that holds something."""
    view = book.view()
    names = [n for n in view.ours if n not in view.years and view.filled(n)]
    return view, book.r.choice(names)


@kind("header blank")
def blank(book: Book) -> Expected:
    view, name = _filled(book)
    return _renamed(book, None, name, view)


@kind("header of a year blank")
def blank_year(book: Book) -> Expected:
    view = book.view("Demand", "SupplyByYear")
    name = book.r.choice([n for n in view.years if view.filled(n)])
    return _renamed(book, None, name, view)


@kind("header of spaces")
def only_spaces(book: Book) -> Expected:
    view, name = _filled(book)
    return _renamed(book, book.r.choice((" ", "\u3000", "\u00a0")), name, view)


@kind("header renamed: case")
def other_case(book: Book) -> Expected:
    view, name = _filled(book)
    return _renamed(book, book.r.choice((name.upper(), name.title())), name, view)


@kind("header renamed: full width")
def full_width(book: Book) -> Expected:
    view, name = _filled(book)
    return _renamed(book, "".join(chr(ord(c) + 0xFEE0) for c in name), name, view)


@kind("header renamed: Japanese label")
def japanese(book: Book) -> Expected:
    view, name = _filled(book)
    column = view.typed(name)
    assert column is not None
    label = {"key": "項目", "value": "値"}[name] if view.spec.vertical else column.ja
    return _renamed(book, label, name, view)


@kind("header renamed: a letter wrong")
def letter(book: Book) -> Expected:
    view, name = _filled(book)
    n = book.r.randrange(1, len(name))
    return _renamed(book, name[:n] + book.r.choice(("", name[n] * 2)) + name[n + 1 :], name, view)


@kind("header renamed: a word more")
def longer(book: Book) -> Expected:
    view, name = _filled(book)
    forms = ("max_{}", "{} (t)", "{}_2027", "new {}", "{}*", "{}：")
    return _renamed(book, book.r.choice(forms).format(name), name, view)


@kind("header renamed: something else")
def unrelated(book: Book) -> Expected:
    view, name = _filled(book)
    return _renamed(book, book.r.choice(("xyz", "その他", "figure", "in use?", "A")), name, view)


@kind("header renamed: #own")
def own(book: Book) -> Expected | None:
    """A needed column put aside is missing; an optional one is meant to be left out."""
    view = book.table()
    names = [n for n in view.ours if n not in view.years and view.filled(n)]
    needed = [n for n in names if (c := view.typed(n)) is not None and c.required]
    name = book.r.choice(needed)
    expected = _renamed(book, f"#{name}", name, view)
    return Expected(expected.what, (*expected.places, (view.name, "")))


@kind("header with spaces about it")
def spaces(book: Book) -> Expected:
    view, name = _filled(book)
    text = book.r.choice((f"{name} ", f" {name}", f"{name}\n", f"{name}\u3000"))
    return _renamed(book, text, name, view, equal=True)


@kind("header with an invisible character")
def invisible(book: Book) -> Expected:
    view, name = _filled(book)
    text = book.r.choice((f"{name}\u200b", f"\ufeff{name}", f"{name}_x000D_", f"{name}\u00a0"))
    return _renamed(book, text, name, view, equal=True)


@kind("header a formula never calculated")
def formula(book: Book) -> Expected:
    view, name = _filled(book)
    return _renamed(book, '="a"&"b"', name, view)


@kind("header a number")
def number(book: Book) -> Expected:
    view, name = _filled(book)
    return _renamed(book, 12.5, name, view)


@kind("header twice")
def twice(book: Book) -> Expected:
    """A copy of a column at the right end, with other figures in it or the same."""
    view, name = _filled(book)
    free = view.ws.max_column + 1
    for row in (view.header, *view.rows):
        view.ws.cell(row, free).value = view.value(row, name)
    places = ((view.name, f"{get_column_letter(free)}{view.header}"),)
    what = f"column {view.name}!{name} stands again at the right end"
    return Expected(what, (*places, (view.name, view.header_at(name))))
