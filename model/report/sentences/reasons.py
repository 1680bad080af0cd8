"""What explains a plan, in sentences: rules, swappable options, figures to check first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Real
from typing import NamedTuple

import pandas as pd

from model.case import Case
from model.errors import Words
from model.report.core.rows import rows
from model.report.sentences.words import amount
from model.results.phrases import listed
from model.results.reasons.figures import NO_CONTRACTS, NOTHING_TO_CHECK
from model.rules.names import country_name, keyed, option_words
from model.tolerances.shown import WHOLE_PERCENT

FIRST = 5
"""Rules, options and figures that are reported in words."""
SURE = 0.9995
"""Least tonnes of a group, as a share of the most, from which on they are said to be one figure."""
MOST_GROUPS, MOST_NAMES = 3, 6
"""Groups, and names of a group, that are named in one line."""
COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
FIGURE = (
    *("cell", "name", "field", "field_ja", "grade", "value"),
    *("unit", "down_to", "up_to", "loss"),
)


class Figure(NamedTuple):
    """A figure to be checked: where it stands, and from which values on the plan changes."""

    cell: str
    name: str
    field: Words
    grade: str
    value: object
    unit: str
    down_to: float | None
    up_to: float | None
    loss: float | None


class Group(NamedTuple):
    """Options that can stand in for each other, and the tonnes they need together."""

    names: Sequence[str]
    least: float
    most: float


def sentences_of(
    tables: Mapping[str, pd.DataFrame], name: str, most: int | None = FIRST
) -> list[Words]:
    """The sentences of the first rows of a table; none if it is not there."""
    table = tables.get(name)
    if table is None or "sentence" not in table:
        return []
    pairs = rows(table.head(most) if most else table, "sentence", "sentence_ja")
    return [Words(_text(en), _text(ja)) for en, ja in pairs if _text(en)]


def reasons(case: Case, tables: Mapping[str, pd.DataFrame]) -> list[Words]:
    """The most costly rule, the figure to check first, and what can be swapped, for the console."""
    return [*sentences_of(tables, "RuleCosts", 1), *to_check(tables, 1), *swaps(case, tables)]


def to_check(tables: Mapping[str, pd.DataFrame], most: int = FIRST) -> list[Words]:
    """The sentences of the figures to check first, or why there are none."""
    table = tables.get("Sensitivity")
    if table is None or table.empty:
        return []
    ranked = table[table["rank"].notna()]
    if ranked.empty:
        return [NO_CONTRACTS if all_spot(tables) else NOTHING_TO_CHECK]
    return sentences_of({"Sensitivity": ranked}, "Sensitivity", most)


def all_spot(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether no option is under contract, so that a plan held can lose nothing."""
    plan = tables.get("Plan")
    return plan is not None and len(plan) > 0 and not (plan["commitment"] == "contract").any()


def swaps(case: Case, tables: Mapping[str, pd.DataFrame]) -> list[Words]:
    """The groups of swappable options in one sentence; none if there are no groups."""
    found = groups(tables.get("HowSure", pd.DataFrame()))
    if not found:
        return []
    each, rest = [swap(case, group, MOST_NAMES) for group in found[:MOST_GROUPS]], len(found)
    rest -= len(each)
    more = Words(f"; {rest} more on sheet HowSure", f"、他{rest}組はシートHowSure")
    more = more if rest else Words("", "")
    en, ja = "; ".join(one.en for one in each), "、".join(one.ja for one in each)
    return [
        Words(
            f"The choice between options is open: {en}{more.en}.",
            f"どの供給元を使うかは未定: {ja}{more.ja}。",
        )
    ]


def swap(case: Case, group: Group, most_names: int | None = None) -> Words:
    """``60 t from any of three: A, B, C``; many names are cut."""
    many = len(group.names)
    names = _members(case, group.names[:most_names])
    if len(names) < many:
        more = many - len(names)
        names = [*names, Words(f"{more} more", f"他{more}")]
    number = COUNTED[many - 2] if 2 <= many < 2 + len(COUNTED) else str(many)
    least, most = amount(group.least), amount(group.most)
    same = least == most or group.least >= SURE * group.most
    tonnes = f"{most} t" if same else f"{least} to {most} t"
    which = "either of" if many == 2 else "any of"
    en, ja = "; ".join(name.en for name in names), "、".join(name.ja for name in names)
    together = tonnes.replace(" to ", "～")
    return Words(
        f"{tonnes} from {which} {number}: {en}",
        f"{ja}（{many}つの合計{together}）",
    )


def _members(case: Case, names: Sequence[str]) -> list[Words]:
    """Each option by its country, and by its material where not all are of one."""
    rows_ = [case.supplies.get(name) for name in names]
    known_ = [row for row in rows_ if row is not None]
    if len(known_) < len(rows_) or len({row.material for row in known_}) != 1:
        return [option_words(case, name) for name in names]
    pairs = zip(known_, names, strict=True)
    return [keyed(country_name(case, row.country), name) for row, name in pairs]


def groups(table: pd.DataFrame) -> list[Group]:
    """The groups of table HowSure in its order; their tonnes by the range of all, or as planned."""
    names: dict[str, list[str]] = {}
    ends: dict[str, tuple[float | None, float | None]] = {}
    tonnes: dict[str, float] = {}
    columns = ("what", "name", "tonnes", "group", "group_least", "group_most")
    for what, name, planned, group, least, most in rows(table, *columns):
        if what == "option" and _text(group):
            names.setdefault(group, []).append(_text(name))
            tonnes[group] = tonnes.get(group, 0.0) + (number(planned) or 0.0)
            ends.setdefault(group, (number(least), number(most)))
    found = []
    for group, members in names.items():
        low, high = (tonnes[group] if end is None else end for end in ends[group])
        if len(members) > 1:
            found.append(Group(members, low, high))
    return found


def sure(table: pd.DataFrame) -> Words | None:
    """``94 % of the Ga bought and 99 % of the Mg are needed in every near-optimal plan.``"""
    sums: dict[str, tuple[float, float]] = {}
    for what, k, tonnes, least in rows(table, "what", "mineral", "tonnes", "least"):
        if what == "option":
            whole, needed = sums.get(k, (0.0, 0.0))
            sums[k] = (whole + (number(tonnes) or 0.0), needed + (number(least) or 0.0))
    shares = {
        k: math.floor(100 * needed / whole + WHOLE_PERCENT)
        for k, (whole, needed) in sums.items()
        if whole > 0
    }
    if not shares:
        return None
    en = listed([f"{share} % of the {k} bought" for k, share in shares.items()]).en
    ja = "、".join(f"{k}の調達量の{share} %" for k, share in shares.items())
    return Words(
        f"{en} {'are' if len(shares) > 1 else 'is'} needed in every near-optimal plan.",
        f"{ja}は、準最適な計画のすべてで必要。",
    )


def how_sure(case: Case, tables: Mapping[str, pd.DataFrame]) -> list[Words]:
    """What can be swapped, or else how much of the plan is sure; none if that is not known."""
    found = sure(tables.get("HowSure", pd.DataFrame()))
    return swaps(case, tables) or ([found] if found else [])


def first_figures(tables: Mapping[str, pd.DataFrame]) -> list[Figure]:
    """The figures to be checked first."""
    table = tables.get("Sensitivity", pd.DataFrame({"rank": []}))
    table = table[table["rank"].notna()].head(FIRST)
    return [
        Figure(
            *(_text(cell), _text(name), Words(_text(field), _text(field_ja)), _text(grade), value),
            *(_text(unit), number(down), number(up), number(loss)),
        )
        for cell, name, field, field_ja, grade, value, unit, down, up, loss in rows(table, *FIGURE)
    ]


def check_first(many: int) -> Words:
    """The head above the figures to be checked first."""
    figures = Words("five figures", "5つの数値") if many == FIRST else Words("figures", "数値")
    return Words(f"Check these {figures.en} first", f"最初に確かめる{figures.ja}")


def number(value: object) -> float | None:
    """A figure; ``None`` if it is missing."""
    return float(value) if isinstance(value, Real) and value == value else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
