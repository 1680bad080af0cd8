"""Small cases built by hand: rows in, Case or Solution out.

Every row gets made-up addresses (column letter by position, row by order), so that messages that
name cells can be tested too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from model.case import Case, make_case
from model.formulation import build
from model.lp.compilation import compile_model
from model.planning.planner import Planner
from model.planning.solution import Solution
from model.read.implied import with_implied_rows
from model.workbook.layout import ROW_TYPES, Row, Tables
from model.workbook.schema import Address

HEADER_ROW = 6


def row(kind: type[Row], number: int = 1, **values: Any) -> Any:
    """A typed row with defaults for what is not given."""
    letters = {
        c.name: f"{chr(65 + n)}{HEADER_ROW + number}" for n, c in enumerate(kind.SHEET.columns)
    }
    letters |= {
        str(year): f"{chr(65 + n)}{HEADER_ROW + number}"
        for n, year in enumerate(values.get("by_year", ()), len(letters) - 1)
    }
    known = {f.name for f in fields(kind)}
    given = {name if name in known else f"{name}_": value for name, value in values.items()}
    return kind(at=Address(kind.SHEET.name, letters), **given)


def make_tables(years: tuple[int, int], **sheets: Sequence[Mapping[str, Any]] | Any) -> Tables:
    """Tables from keyword arguments: ``supply=[{...}, ...]``; ``settings={...}`` beside years."""
    settings = {"first_year": years[0], "last_year": years[1], **sheets.pop("settings", {})}
    rows: dict[str, Any] = dict.fromkeys(ROW_TYPES, ())
    for name, given in sheets.items():
        kind = ROW_TYPES[name]
        rows[name] = tuple(row(kind, n, **values) for n, values in enumerate(given, 1))
    rows["settings"] = row(ROW_TYPES["settings"], **settings)
    return with_implied_rows(Tables(**rows))


def simple(
    years: tuple[int, int] = (2027, 2027),
    demand: float | Mapping[str, Sequence[float]] = 100.0,
    **sheets: Any,
) -> Tables:
    """Tables with one material ``Ga`` (unless given) and a flat demand; options as ``supply``."""
    span = range(years[0], years[1] + 1)
    sheets.setdefault("materials", [{"material": "Ga", "mineral": "Ga", "shortage_cost": 5000.0}])
    if not isinstance(demand, Mapping):
        demand = {m["material"]: [demand] * len(span) for m in sheets["materials"]}
    sheets["demand"] = [
        {"material": m, "by_year": dict(zip(span, values, strict=True))}
        for m, values in demand.items()
    ]
    return make_tables(years, **sheets)


def option(
    supply: str, price: float, capacity: float | None = None, country: str = "", **more: Any
) -> dict[str, Any]:
    """A supply option of ``Ga``; its country is its name in capitals unless given."""
    return {
        "supply": supply,
        "material": "Ga",
        "country": country or supply[:3].upper(),
        "route": "bayer",
        "price": price,
        "capacity": capacity,
        **more,
    }


def without_shortage(tables: Tables) -> Tables:
    """The default case if China delivered 90 t of gallium a year and the stores were full."""
    stores = {"Ga_4N": 25.0, "Ga_6N": 11.0, "Mg": 5260.0}
    china = "CN_Ga4N"
    return replace(
        tables,
        materials=tuple(replace(r, initial_stock=stores[r.material]) for r in tables.materials),
        supply=tuple(replace(r, capacity=90.0) if r.supply == china else r for r in tables.supply),
        supply_by_year=tuple(r for r in tables.supply_by_year if r.supply != china),
    )


def planner_of(tables: Tables) -> Planner:
    """The planner of some tables."""
    case = make_case(tables)
    return Planner(case, compile_model(build(case)))


def solve(tables: Tables, objective: str | None = None) -> tuple[Case, Solution]:
    """The case of some tables and its plan."""
    planner = planner_of(tables)
    return planner.case, planner.solution(objective or planner.case.settings.objective)


def tonnes(solution: Solution) -> dict[Any, float]:
    """Tonnes bought by option and year, without the zeros."""
    return {key: round(q, 6) for key, q in solution["imports"].items() if abs(q) > 1e-6}
