"""A case in which nothing looks odd, and the same with other figures typed into some cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from model.workbook.layout import Tables
from tests.cases import make_tables

YEARS = (2027, 2030)


def _years(*figures: float) -> dict[int, float]:
    return dict(zip(range(YEARS[0], YEARS[0] + len(figures)), figures, strict=True))


def _option(supply: str, material: str, country: str, route: str, **more: Any) -> dict[str, Any]:
    return {"supply": supply, "material": material, "country": country, "route": route, **more}


def plausible() -> Tables:
    """Gallium in two grades and magnesium, two of everything, no figure that an analyst doubts."""
    return make_tables(
        YEARS,
        materials=[
            {
                **{"material": name, "mineral": mineral, "shortage_cost": loss},
                **{"initial_stock": stock, "max_stock": store, "stock_target_days": 30.0},
                **{"holding_cost": rent, "storage_loss": 0.01},
            }
            for name, mineral, loss, stock, store, rent in (
                ("Ga_4N", "Ga", 3000.0, 20.0, 60.0, 15.0),
                ("Ga_6N", "Ga", 5000.0, 10.0, 40.0, 20.0),
                ("Mg", "Mg", 30.0, 150.0, 300.0, 0.08),
            )
        ],
        demand=[
            {"material": "Ga_4N", "by_year": _years(100, 104, 108, 112)},
            {"material": "Ga_6N", "by_year": _years(50, 52, 54, 56)},
            {"material": "Mg", "by_year": _years(1000, 1100, 1200, 1300)},
        ],
        supply=[
            _option("chn4", "Ga_4N", "CHN", "bayer", price=300.0, freight=10.0, capacity=70.0),
            _option("kaz4", "Ga_4N", "KAZ", "bayer", price=350.0, freight=12.0, capacity=40.0),
            _option("deu4", "Ga_4N", "DEU", "zinc", price=400.0, freight=11.0, capacity=60.0),
            _option(
                *("scrap4", "Ga_4N", "JPN", "scrap_ga"),
                **{"price": 320.0, "capacity_share": 0.3, "status": "recycled"},
            ),
            _option("chn6", "Ga_6N", "CHN", "bayer", price=580.0, freight=10.0, capacity=30.0),
            _option("deu6", "Ga_6N", "DEU", "zinc", price=620.0, freight=11.0, capacity=25.0),
            _option("usa6", "Ga_6N", "USA", "zinc", price=640.0, freight=12.0, capacity=20.0),
            _option(
                *("chn_mg", "Mg", "CHN", "pidgeon"),
                **{"price": 2.3, "freight": 0.04, "capacity": 900.0, "capacity_high": 1500.0},
            ),
            _option(
                *("isr_mg", "Mg", "ISR", "brine"),
                **{"price": 3.3, "freight": 0.1, "capacity": 600.0, "min_take": 50.0},
                **{"price_low": 2.6, "price_high": 6.8},
            ),
            _option("usa_mg", "Mg", "USA", "brine", price=4.0, freight=0.12, capacity=300.0),
        ],
        supply_by_year=[
            {"supply": "kaz4", "field": "capacity", "by_year": _years(10, 20, 40, 40)},
            {"supply": "usa_mg", "field": "price", "by_year": _years(4.0, 4.1, 4.2, 4.4)},
        ],
        routes=[
            {
                **{"route": name, "mineral": mineral, "co2": co2},
                **{"electricity": power, "grid_reference": grid},
            }
            for name, mineral, co2, power, grid in (
                ("bayer", "Ga", 205.0, 100.0, 0.49),
                ("zinc", "Ga", 130.0, 100.0, 0.49),
                ("scrap_ga", "Ga", 70.0, 80.0, 0.477),
                ("pidgeon", "Mg", 28.0, 10.0, 0.82),
                ("brine", "Mg", 8.5, 16.0, 0.35),
                ("remelt", "Mg", 0.6, 1.5, 0.33),
            )
        ],
        countries=[
            {"country": name, "name_en": name, "wgi": wgi, "grid_co2": grid}
            for name, wgi, grid in (
                ("CHN", -0.2, 0.53),
                ("KAZ", -0.3, 0.81),
                ("DEU", 1.3, 0.33),
                ("JPN", 1.4, 0.48),
                ("USA", 0.9, 0.38),
                ("ISR", 0.5, 0.49),
            )
        ],
        origins=[{"mineral": "Ga", "shipped_from": "DEU", "origin": "CHN", "share": 0.6}],
        baseline=[
            {"mineral": k, "country": c, "share": share}
            for k, c, share in (
                *(("Ga", "CHN", 0.7), ("Ga", "DEU", 0.3)),
                *(("Mg", "CHN", 0.85), ("Mg", "ISR", 0.1)),
            )
        ],
        conversions=[
            {
                **{"conversion": name, "from_material": "Ga_4N", "to_material": "Ga_6N"},
                **{"country": "JPN", "yield": 0.95, "cost": cost, "co2": 5.0, "capacity": made},
            }
            for name, cost, made in (("refine", 150.0, 20.0), ("refine_more", 200.0, 15.0))
        ],
        limits=[
            {"limit": name, "measure": measure, "mineral": k, "value": value, **more}
            for name, measure, k, value, more in (
                ("cap", "country_share", "Ga", 0.65, {"country_or_group": "CHN"}),
                ("scrap", "recycled_share", "Ga", 0.1, {"sense": "min"}),
                ("co2", "co2", "Mg", 20_000.0, {}),
                ("budget", "cost", "", 200.0, {}),
                ("hhi", "hhi", "Mg", 6000.0, {"penalty": 0.5}),
            )
        ],
        scenarios=[
            {"scenario": "stop", "probability": 0.2},
            {"scenario": "spike", "probability": 0.1},
        ],
        changes=[
            {**{"scenario": "stop", "field": "capacity"}, **_change("CHN", "multiply", 0.5)},
            {
                **{"scenario": "spike", "field": "price", "material": "Mg"},
                **_change("", "set", 6.0),
            },
            {**{"scenario": "spike", "field": "tariff"}, **_change("CHN", "set", 0.1)},
        ],
    )


def _change(country: str, operation: str, value: float) -> dict[str, Any]:
    return {"country": country, "operation": operation, "value": value}


def typed(tables: Tables, sheet: str, number: int, **figures: Any) -> Tables:
    """The tables with other figures in row ``number`` of a sheet; ``y2028=5`` is a year's."""
    if sheet == "settings":
        return replace(tables, settings=replace(tables.settings, **figures))
    rows = list(getattr(tables, sheet))
    years = {int(n[1:]): v for n, v in figures.items() if n[1:].isdigit()}
    plain = {n: v for n, v in figures.items() if not n[1:].isdigit()}
    if years:
        plain["by_year"] = {**rows[number].by_year, **years}
    rows[number] = replace(rows[number], **plain)
    return replace(tables, **{sheet: tuple(rows)})


def row_of(tables: Tables, sheet: str, number: int) -> Any:
    """The row of a sheet; Settings has one."""
    return tables.settings if sheet == "settings" else getattr(tables, sheet)[number]
