"""Checks of what countries are called: two names of one country would count as two countries."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from model.errors import InputWarning, Issue, Words
from model.read.country_names import code_of
from model.workbook.layout import Tables
from model.workbook.schema import UNREAD, Row
from model.workbook.selectors import groups_of, home_country
from model.workbook.wording import plain


def countries_go_by_one_name(tables: Tables) -> Iterator[Issue]:
    """No country goes by two names, the home country included; one by its code is best.

    A name for which there is a code is a warning where nothing else names the country.
    """
    named = _names(tables)
    alike: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys((*named, home_country(tables.settings))):
        alike[code_of(name) or plain(name).casefold()].append(name)
    for code, names in alike.items():
        best = code if code in names else names[0]
        for name in names:
            if name in named and name != best:
                yield _issue(Issue, named[name], name, _other_name(best))
            elif name in named and code_of(name) not in (None, name):
                yield _issue(InputWarning, named[name], name, _usual(code))


def groups_are_spelt_alike(tables: Tables) -> Iterator[Issue]:
    """No two groups differ by nothing but case or width, and none is several run together."""
    named = [(row, name) for row in tables.countries for name in groups_of(row)]
    counts = Counter(name for _, name in named)
    usual: dict[str, str] = {}
    for name, _ in counts.most_common():
        usual.setdefault(plain(name).casefold(), name)
    for row, name in named:
        best = usual[plain(name).casefold()]
        parts = [plain(part).casefold() for part in TOGETHER.split(name)]
        if best != name:
            yield _issue(Issue, (row, "group"), row.group, _spelt(name, best))
        elif len(parts) > 1 and usual.keys() & set(parts):
            yield _issue(Issue, (row, "group"), row.group, SEVERAL)


def _spelt(name: str, best: str) -> Words:
    return Words(
        f"elsewhere group {name} is spelt {best}: it would count as another group.",
        f"他の行ではグループ {name} を {best} と表記しています。別のグループとして計算されるため、"
        "表記を揃えてください。",
    )


TOGETHER = re.compile(r"[/／|｜・&＆+＋]")
"""What may stand between groups where a comma should."""

SEVERAL = Words(
    "it should hold the names of groups separated by commas.",
    "グループ名をコンマで区切って入力してください。",
)


def _issue(kind: type[Issue], place: tuple[Row, str], name: str, words: Words) -> Issue:
    row, column = place
    return kind(row.at.sheet, row.at.cell(column), name, words)


def _other_name(best: str) -> Words:
    return Words(
        f"elsewhere this country is called {best}: type {best} here, or it counts as another one.",
        f"他の箇所ではこの国を {best} としています。別の国として計算されるため、{best} と"
        "入力してください。",
    )


def _usual(code: str) -> Words:
    return Words(
        f"the code of this country is {code}; any name will do, but {code} is usual.",
        f"この国のコードは {code} です。別の名前でも計算できますが、{code} が標準です。",
    )


def _names(tables: Tables) -> dict[str, tuple[Row, str]]:
    """Every country by its name, where it is first named: on sheet Countries if that has rows."""
    rows: list[tuple[Row, str]] = [(row, "country") for row in tables.countries if row.at.cells]
    if not rows:
        rows = [(row, "country") for row in (*tables.supply, *tables.conversions)]
        rows += [(row, column) for row in tables.origins for column in ("shipped_from", "origin")]
        rows += [(row, "country") for row in tables.baseline]
        rows += [(tables.settings, "home_country")]
    named: dict[str, tuple[Row, str]] = {}
    for row, column in rows:
        name = getattr(row, column)
        if name not in ("", UNREAD):
            named.setdefault(name, (row, column))
    return named
