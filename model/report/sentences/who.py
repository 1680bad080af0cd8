"""Who delivers how much: tonnes by country, projects relied on, and grades of the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from model.case import Case
from model.errors import Words
from model.report.core.rows import rows
from model.rules.names import country_name, keyed
from model.tolerances.shown import GRAM

TOP = 6
"""Countries shown by name; the others are put together."""
OTHERS_COLOUR, HOME_COLOUR, RECYCLED_COLOUR = "B0B7BF", "4E8F3A", "A9D18E"
HOME = Words("Produced at home", "国内生産")
RECYCLED = Words("Recycled at home", "国内リサイクル")
COLOURS = (
    *("C8443A", "2E75B6", "EFA02B", "7A52A1", "17A2A2", "8A5A44", "E377B0", "1F3F77"),
    *("C9B458", "7FB3E0", "5B5F97", "F07F5A", "00A6D6", "9E3D64", "B58BD8", "6D6A2E"),
    *("F2C14E", "3B6E8F", "D9534F", "5C4B8A", "70C1B3", "A0522D", "F49AC2", "4A6FE3"),
)
"""Colours of countries in the order of sheet Countries: the same in every chart of a case."""

name_of = country_name


@dataclass(frozen=True)
class Source:
    """A country, the other countries together, home production or recycling.

    ``short`` is its name in the legend of a chart, ``tonnes`` are by year, ``of_origin`` is the
    share of all years' demand first produced there.
    """

    name: Words
    short: str
    colour: str
    tonnes: Mapping[int, float]
    of_origin: float | None = None

    @property
    def total(self) -> float:
        """Tonnes of all years."""
        return sum(self.tonnes.values())


@dataclass(frozen=True)
class Project:
    """A project the plan takes metal from: first year with a delivery, tonnes of the last year."""

    name: str
    first: int
    tonnes: float
    total: float
    grade: str


def sources(case: Case, tables: Mapping[str, pd.DataFrame]) -> dict[str, list[Source]]:
    """For every mineral: the largest countries, the others, home production, recycling."""
    shipped, home, recycled = _tonnes(case, tables["Plan"])
    origin = _origin(case, tables["Shares"])
    colour = colours(case)
    found = {}
    for k in case.minerals:
        here = shipped[k]
        order = sorted(here, key=lambda c: -sum(here[c].values()))
        ranked = [c for c in order if sum(here[c].values()) > GRAM]
        shown = ranked if len(ranked) == TOP + 1 else ranked[:TOP]
        named = [
            Source(name, legend(name), colour[c], here[c], origin.get((k, c), 0.0))
            for c, name in ((c, name_of(case, c)) for c in shown)
        ]
        found[k] = [
            *named,
            *_others(case, here, ranked[len(named) :], _of_origin(named), origin, k),
            Source(HOME, "Home 国内生産", HOME_COLOUR, home[k]),
            Source(RECYCLED, "Recycled 再生", RECYCLED_COLOUR, recycled[k]),
        ]
    return found


def _others(
    case: Case,
    here: Mapping[str, Mapping[int, float]],
    rest: Sequence[str],
    named: float,
    origin: Mapping[tuple[str, str], float],
    k: str,
) -> list[Source]:
    """The countries not named, as one; none if there are none."""
    tonnes = {t: sum(here[c][t] for c in rest) for t in case.years}
    abroad = sum(v for (kk, c), v in origin.items() if kk == k and c != case.home)
    if not rest and abroad - named < GRAM:
        return []
    name = Words(f"Other countries ({len(rest)})", f"その他（{len(rest)}か国）")
    return [Source(name, "Others その他", OTHERS_COLOUR, tonnes, max(0.0, abroad - named))]


def _of_origin(named: Sequence[Source]) -> float:
    return sum(source.of_origin or 0.0 for source in named)


def legend(name: Words) -> str:
    """A country in the legend of a chart."""
    return name.en if name.en == name.ja else f"{name.en} {name.ja}"


def colours(case: Case) -> dict[str, str]:
    """A colour for every country that may ship, by its place on sheet Countries."""
    shippers = {row.country for row in case.supplies.values()} - {case.home}
    order = [c for c in case.countries if c in shippers]
    return {c: COLOURS[n % len(COLOURS)] for n, c in enumerate(order)}


Series = dict[int, float]


def _tonnes(
    case: Case, plan: pd.DataFrame
) -> tuple[dict[str, dict[str, Series]], dict[str, Series], dict[str, Series]]:
    """Tonnes by mineral and year: shipped by each country abroad, produced and recycled at home."""
    shipped: dict[str, dict[str, Series]] = {k: {} for k in case.minerals}
    home = {k: dict.fromkeys(case.years, 0.0) for k in case.minerals}
    recycled = {k: dict.fromkeys(case.years, 0.0) for k in case.minerals}
    for k, t, country, status, tonnes in rows(
        plan, "mineral", "year", "country", "status", "tonnes"
    ):
        if country != case.home:
            into = shipped[k].setdefault(country, dict.fromkeys(case.years, 0.0))
        else:
            into = recycled[k] if status == "recycled" else home[k]
        into[t] += tonnes
    return shipped, home, recycled


def _origin(case: Case, shares: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Share of all years' demand by mineral and country of origin."""
    found: dict[tuple[str, str], float] = {}
    whole = {k: sum(case.mineral_demand[k, t] for t in case.years) for k in case.minerals}
    for k, basis, country, tonnes in rows(shares, "mineral", "basis", "country", "tonnes"):
        if basis == "origin" and whole[k] > 0:
            found[k, country] = found.get((k, country), 0.0) + tonnes / whole[k]
    return found


def projects(case: Case, plan: pd.DataFrame) -> dict[str, list[Project]]:
    """Projects with a delivery by mineral, the largest first."""
    taken: dict[tuple[str, str, str], Series] = {}
    for k, s, status, grade, t, tonnes in rows(
        plan, "mineral", "supply", "status", "confidence", "year", "tonnes"
    ):
        if status == "project" and tonnes > GRAM:
            taken.setdefault((k, s, grade), {})[t] = tonnes
    found: dict[str, list[Project]] = {k: [] for k in case.minerals}
    for (k, s, grade), series in taken.items():
        last = series.get(case.years[-1], 0.0)
        found[k].append(Project(_project(case, s), min(series), last, sum(series.values()), grade))
    for listed in found.values():
        listed.sort(key=lambda p: (-p.tonnes, -p.total))
    return found


def _project(case: Case, s: str) -> str:
    """``Australia (AU_Ga4N_wagerup)``: the mineral stands above."""
    return keyed(country_name(case, case.supplies[s].country), s).en


def grades(confidence: pd.DataFrame) -> dict[tuple[str, str], tuple[float, float, float]]:
    """By mineral and grade: share of tonnes, share of cost, and cost in million USD."""
    names = ("mineral", "confidence", "share_of_tonnes", "share_of_cost", "cost")
    return {(k, g): (tonnes, share, cost) for k, g, tonnes, share, cost in rows(confidence, *names)}
