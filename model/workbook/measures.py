"""What a row of sheet Limits can measure: one record a measure, read by all who need to know.

Reader, expansion to targets, formulation, bounds and sentences look a measure up here; a measure
that is not in the table raises. To add one: a record here, its expression in
:mod:`model.formulation.limits`, and a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from model.errors import Words


@dataclass(frozen=True)
class Measure:
    """One thing that can be limited.

    ``told`` is what it is called, braces for a country or group; ``unit`` follows the value in a
    sentence, ``column`` stands in tables. ``of_demand``: a share of
    the mineral's demand, at most 1. ``together``: minerals are added up if none is named; otherwise
    each has a limit of its own. ``names``: what ``country_or_group`` may hold (``countries``,
    ``groups``); empty if the measure is about no country. ``each``: without a name it is about
    every foreign country on its own. ``origin``: tonnes count where the metal was first produced.
    ``status``: only options of that status count.
    ``floor``: whether a floor can be planned. ``convex``: a ceiling on squares.
    """

    name: str
    told: Words
    unit: Words
    column: str
    of_demand: bool = False
    together: bool = False
    names: tuple[str, ...] = ()
    each: bool = False
    origin: bool = False
    status: str = ""
    floor: bool = True
    convex: bool = False


SHARE = "share of demand"
_OF_DEMAND = Words("of demand", "（需要比）")


def _share(name: str, en: str, ja: str, **options: Any) -> Measure:
    return Measure(name, Words(en, ja), _OF_DEMAND, SHARE, of_demand=True, **options)


def _amount(name: str, told: tuple[str, str], en: str, ja: str, **options: Any) -> Measure:
    return Measure(name, Words(*told), Words(en, ja), en, **options)


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        _share(
            "country_share",
            "share shipped from {}",
            "{}の出荷シェア",
            names=("countries",),
            each=True,
        ),
        _share("group_share", "share of group {}", "グループ{}のシェア", names=("groups",)),
        _share(
            "origin_share",
            "share first produced in {}",
            "{}の原産シェア",
            names=("countries", "groups"),
            each=True,
            origin=True,
        ),
        _share("import_share", "import share", "輸入比率"),
        _share("recycled_share", "recycled share", "リサイクル比率", status="recycled"),
        _amount(
            "hhi", ("concentration", "集中度"), "HHI points", "ポイント", floor=False, convex=True
        ),
        _amount("co2", ("CO2", "CO2"), "t CO2 a year", "t CO2/年", together=True),
        _amount("cost", ("cost", "費用"), "million USD a year", "百万USD/年", together=True),
    )
}


def complete(table: str, entries: Iterable[str], wanted: Iterable[str]) -> None:
    """Raise LookupError if a table lacks an entry that is wanted, or has one that nobody wants."""
    found, needed = set(entries), set(wanted)
    if found != needed:
        missing, extra = sorted(needed - found), sorted(found - needed)
        raise LookupError(f"{table}: missing {missing}, not known {extra}")
