"""Checks of what countries are called: a name in place of a code may make two countries of one."""

from __future__ import annotations

from collections.abc import Iterator

from model.errors import InputWarning, Issue, Words
from model.layout import Tables
from model.read.country_names import code_of
from model.schema import Row
from model.targets import home_country


def countries_go_by_their_codes(tables: Tables) -> Iterator[Issue]:
    """A common name stands for no code that another cell uses, or that of the home country.

    Any other name for which there is a code is a warning: the plan is the same under any name.
    """
    named = _names(tables)
    taken = {home_country(tables.settings), *named}
    for name, (row, column) in named.items():
        code = code_of(name)
        if code is None or code == name:
            continue
        clash = code in taken
        words = Words(
            f"this country goes by its code {code} elsewhere: type {code} here."
            if clash
            else f"the code of this country is {code}; any name will do, but {code} is usual.",
            f"他の箇所では国コード {code} が使われています。{code} と入力してください。"
            if clash
            else f"この国のコードは {code} です。別の名前でも計算できますが、{code} が標準です。",
        )
        kind = Issue if clash else InputWarning
        yield kind(row.at.sheet, row.at.cell(column), name, words)


def _names(tables: Tables) -> dict[str, tuple[Row, str]]:
    """Every country by its name, where it is first named: on sheet Countries if that has rows."""
    rows: list[tuple[Row, str]] = [(row, "country") for row in tables.countries if row.at.cells]
    if not rows:
        rows = [(row, "country") for row in (*tables.supply, *tables.conversions)]
        rows += [(row, column) for row in tables.origins for column in ("shipped_from", "origin")]
        rows += [(row, "country") for row in tables.baseline]
    named: dict[str, tuple[Row, str]] = {}
    for row, column in rows:
        name = getattr(row, column)
        if name:
            named.setdefault(name, (row, column))
    return named
