"""Sheets that may be left out although others link to them: the names used stand in for rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from model.read.country_names import names_of
from model.workbook.layout import Country, Route, Tables
from model.workbook.schema import Address, Row

R = TypeVar("R", bound=Row)


def with_implied_rows(tables: Tables) -> Tables:
    """Countries and Routes completed from Supply and the rest if their sheets have no rows.

    An implied route emits nothing, so that only footprints given on Supply count; an option
    may have no route at all.
    """
    if not tables.routes:
        minerals = {row.material: row.mineral for row in tables.materials}
        made = {s.route: minerals.get(s.material, "") for s in tables.supply if s.route}
        routes = tuple(
            _row(Route, route=route, mineral=mineral, co2=0.0) for route, mineral in made.items()
        )
        tables = replace(tables, routes=routes)
    if not tables.countries:
        countries = tuple(
            _row(Country, country=code, name_en=names_of(code).en, name_ja=names_of(code).ja)
            for code in dict.fromkeys(_countries(tables))
        )
        tables = replace(tables, countries=countries)
    return tables


def _row(kind: type[R], **values: Any) -> R:
    """A row that stands in no cell."""
    return kind(at=Address(kind.SHEET.name, {}), **values)


def _countries(tables: Tables) -> Iterable[str]:
    """Every country named on another sheet, in order."""
    yield from (row.country for row in tables.supply)
    yield from (row.country for row in tables.conversions)
    for origin in tables.origins:
        yield from (origin.shipped_from, origin.origin)
    yield from (row.country for row in tables.baseline)
