"""Larger cases made from one: options multiplied, and its years repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from model.workbook.layout import Supply, SupplyByYear, Tables

DEARER = 0.01
"""Part by which every copy of an option is dearer than the one before it."""

QUANTITIES = ("capacity", "capacity_share", "min_take")
"""What the copies of an option divide among them, so that the case is as tight as before."""


def larger(tables: Tables, options: int, horizon: int) -> Tables:
    """The tables with every option so many times, and the figures of all years so many times."""
    settings = tables.settings
    years = range(settings.first_year, settings.last_year + 1)
    last = settings.first_year + horizon * len(years) - 1

    def repeated(figures: Mapping[int, float]) -> dict[int, float]:
        return {
            years[0] + n: figures[years[n % len(years)]]
            for n in range(horizon * len(years))
            if years[n % len(years)] in figures
        }

    return replace(
        tables,
        settings=replace(settings, last_year=last),
        demand=tuple(replace(row, by_year=repeated(row.by_year)) for row in tables.demand),
        supply=tuple(
            _option(row, copy, options) for row in tables.supply for copy in range(options)
        ),
        supply_by_year=tuple(
            _by_year(replace(row, by_year=repeated(row.by_year)), copy, options)
            for row in tables.supply_by_year
            for copy in range(options)
        ),
    )


def _name(supply: str, copy: int) -> str:
    return f"{supply}_{copy + 1}" if copy else supply


def _option(row: Supply, copy: int, copies: int) -> Supply:
    quantities = {field: getattr(row, field) for field in QUANTITIES}
    return replace(
        row,
        supply=_name(row.supply, copy),
        price=row.price * (1 + DEARER * copy),
        **{field: value and value / copies for field, value in quantities.items()},
    )


def _by_year(row: SupplyByYear, copy: int, copies: int) -> SupplyByYear:
    factor = 1 + DEARER * copy if row.field == "price" else 1.0
    factor = 1 / copies if row.field in QUANTITIES else factor
    figures = {year: factor * value for year, value in row.by_year.items()}
    return replace(row, supply=_name(row.supply, copy), by_year=figures)
