"""CO2 factors, power grids and governance scores on another scale than the workbook's."""

from __future__ import annotations

from collections.abc import Iterator

from model.case import Case
from model.errors import InputWarning, Words
from model.plausibility.figures import figures, told
from model.plausibility.telling import is_off, odd, off, references
from model.tolerances.figures import TIMES_EXACTLY

LEAST_SCORES = 3
"""Scores of fewer countries may all lie between 0 and 1 by chance."""
GRID_HIGH, GRID_LOW = 2.0, 0.005
"""kg CO2/kWh: the dirtiest grids stand at about 1, water power at 0.02."""
SEVERAL = 3
"""More cells of one column than this are reported as one: it is the unit of the column."""
POWER_HIGH = 1000.0
"""kWh/kg: gallium from alumina takes about 100."""
POWER_TIMES = 100.0
"""Power so many times off that of the other routes of a mineral is odd."""
CO2_TIMES = 100.0
"""Routes of one mineral differ fiftyfold (scrap beside coal), not more."""
UNIT = "kg CO2/kg"
GRAMS = Words("g or t instead of kg", "kg に対し g または t の値")


def governance_on_another_scale(case: Case) -> Iterator[InputWarning]:
    """Scores that all lie between 0 and 1: those of the Worldwide Governance Indicators do not."""
    rows = [row for row in case.tables.countries if row.wgi is not None]
    scores = [row.wgi for row in rows if row.wgi is not None]
    if len(set(scores)) < LEAST_SCORES or min(scores) < 0 or max(scores) > 1:
        return
    words = Words(
        f"all {len(rows)} scores lie between {min(scores):g} and {max(scores):g}: on another scale?"
        " It runs from -2.5 to 2.5, 0 is the world's mean, and higher is better governed.",
        f"{len(rows)} か国すべての値が {min(scores):g}～{max(scores):g} にあります。"
        "別の尺度ではありませんか。-2.5～2.5 で、世界平均が0、高いほど良い統治です。",
    )
    yield odd(rows[0], "wgi", rows[0].wgi, words)


def grids_on_another_scale(case: Case) -> Iterator[InputWarning]:
    """Grid factors in grams; several of them are one warning, at the first."""
    wrong = [
        (row, row.grid_co2)
        for row in case.tables.countries
        if row.grid_co2 and not GRID_LOW <= row.grid_co2 <= GRID_HIGH
    ]
    several = len(wrong) > SEVERAL
    for row, grid in wrong[: 1 if several else None]:
        why = _grid(grid)
        more = Words(f" So do {len(wrong) - 1} others.", f"他 {len(wrong) - 1} 件も同様です。")
        words = Words(why.en + more.en, why.ja + more.ja) if several else why
        yield odd(row, "grid_co2", grid, words)


def power_on_another_scale(case: Case) -> Iterator[InputWarning]:
    """Routes: grid factors in grams, power per tonne, and power that emits more than all."""
    powered: dict[str, dict[str, float]] = {}
    for route in case.tables.routes:
        if route.electricity > 0:
            powered.setdefault(route.mineral, {})[route.route] = route.electricity
    held = {k: references(found) for k, found in powered.items()}
    for route in case.tables.routes:
        reference, power = route.grid_reference, route.electricity
        others = held.get(route.mineral, {}).get(route.route, 0.0)
        if reference and not GRID_LOW <= reference <= GRID_HIGH:
            yield odd(route, "grid_reference", reference, _grid(reference))
        elif power > POWER_HIGH or (power > 0 and is_off(power, others, POWER_TIMES)):
            yield odd(route, "electricity", power, _power(power, others, route.mineral))
        elif power * reference > route.co2 * (1 + TIMES_EXACTLY):
            yield odd(route, "co2", route.co2, _more_than_all(power * reference))


def _power(value: float, others: float, mineral: str) -> Words:
    unit = Words("kWh/t or MWh/kg instead of kWh/kg", "kWh/kg に対し kWh/t または MWh/kg の値")
    if others:
        what = Words(f"the other routes of {mineral} (median)", f"{mineral} の他の製法の中央値")
        return off(value, others, what, "kWh/kg", unit)
    return Words(
        f"more than {POWER_HIGH:,.0f} kWh for a kilogram: {unit.en}?",
        f"1 kg 当たり {POWER_HIGH:,.0f} kWh を超えています。{unit.ja}ではありませんか。",
    )


def _more_than_all(inside: float) -> Words:
    return Words(
        f"electricity x grid_reference alone emits {inside:.4g} kg CO2/kg: more than the whole.",
        f"electricity × grid_reference だけで {inside:.4g} kg CO2/kg となり、全体を超えます。",
    )


def _grid(value: float) -> Words:
    if value > GRID_HIGH:
        return Words(
            "no power grid emits more than about 1 kg CO2/kWh: g/kWh instead of kg/kWh?",
            "電力のCO2係数は最大でも約 1 kg CO2/kWh です。kg/kWh に対し g/kWh の値では"
            "ありませんか。",
        )
    return Words(
        "even water power emits about 0.02 kg CO2/kWh: t instead of kg?",
        "水力でも約 0.02 kg CO2/kWh です。kg に対し t の値ではありませんか。",
    )


def footprints_off_the_others(case: Case) -> Iterator[InputWarning]:
    """A route far off the routes of its mineral, an option off its route, a step off the routes."""
    routes = {row.route: row for row in case.tables.routes if row.at.cells}
    by_mineral: dict[str, dict[str, float]] = {}
    for route in routes.values():
        by_mineral.setdefault(route.mineral, {})[route.route] = route.co2
    held = {k: references(found) for k, found in by_mineral.items()}
    for route in routes.values():
        k, reference = route.mineral, held[route.mineral][route.route]
        if is_off(route.co2, reference, CO2_TIMES):
            what = Words(f"the other routes of {k} (median)", f"{k} の他の製法の中央値")
            yield odd(route, "co2", route.co2, off(route.co2, reference, what, UNIT, GRAMS))
    yield from told(
        (one, off(one.value, routes[one.option.route].co2, _OF_ROUTE, UNIT, GRAMS))
        for one in figures(case, "co2")
        if one.option.route in routes and is_off(one.value, routes[one.option.route].co2, CO2_TIMES)
    )
    for step in case.tables.conversions:
        k = case.materials[step.to_material].mineral
        worst = max(by_mineral.get(k, {"": 0.0}).values())
        if 0 < worst * CO2_TIMES <= step.co2:
            what = Words(f"the highest route of {k}", f"{k} の製法の最大値")
            yield odd(step, "co2", step.co2, off(step.co2, worst, what, UNIT, GRAMS))


_OF_ROUTE = Words("the factor of its route", "その製法の係数")
