"""Scenario answers against tables edited by hand, held plans against hand sums."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from model.analysis.findings import HELD, REPLANNED, Outcome
from model.analysis.scenarios import explore
from model.case import make_case
from model.case.changes import changed_case
from model.pipeline import make_plan
from model.workbook.layout import Change, Scenario, Supply, SupplyByYear, Tables
from tests.cases import option, row, simple, solve

SPAN = (2027, 2030)
YEARS = range(2027, 2031)
WINDOW = range(2028, 2030)
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "multiply": lambda old, by: old * by,
    "add": lambda old, more: old + more,
    "set": lambda _, new: new,
    "at_least": lambda old, least: old if old > least else least,
    "at_most": lambda old, most: old if old < most else most,
}
SELECTORS: dict[str, dict[str, str]] = {
    "everything": {},
    "mineral": {"mineral": "Mg"},
    "material": {"material": "Ga_4N"},
    "country": {"country": "CHN"},
    "route": {"route": "old"},
    "option": {"supply": "chn"},
    "country and mineral": {"country": "CHN", "mineral": "Mg"},
}


def world(**more: Any) -> Tables:
    """Two minerals, three materials, six options in three countries and by two routes."""

    def supply(
        name: str, material: str, country: str, route: str, price: float, **rest: Any
    ) -> Any:
        return {"supply": name, "material": material, "country": country, "route": route,
                "price": price, **rest}  # fmt: skip

    return simple(
        SPAN,
        demand={"Ga_4N": [80, 90, 95, 99], "Ga_6N": [40, 42, 45, 47], "Mg": [700, 710, 720, 760]},
        materials=[
            {"material": "Ga_4N", "mineral": "Ga", "shortage_cost": 900.0, "initial_stock": 9.0,
             "max_stock": 40.0, "stock_target_days": 30.0, "holding_cost": 2.0},
            {"material": "Ga_6N", "mineral": "Ga", "shortage_cost": 950.0},
            {"material": "Mg", "mineral": "Mg", "shortage_cost": 60.0, "max_stock": 90.0},
        ],
        supply=[
            supply("chn", "Ga_4N", "CHN", "old", 300.0, capacity=95.0, freight=3.0, tariff=0.1,
                   capacity_share=0.9, min_take=12.0),
            supply("kaz", "Ga_4N", "KAZ", "new", 340.0, capacity=60.0, first_year=2028,
                   commitment="contract"),
            supply("twn", "Ga_4N", "TWN", "old", 420.0, capacity=70.0, last_year=2029, co2=130.0),
            supply("six", "Ga_6N", "TWN", "new", 600.0, freight=5.0),
            supply("mgc", "Mg", "CHN", "pid", 2.3, capacity=600.0, tariff=0.05),
            supply("mgk", "Mg", "KAZ", "ele", 3.1, capacity=400.0, commitment="contract"),
        ],
        supply_by_year=[
            {"supply": "kaz", "field": "capacity", "by_year": {2028: 20.0, 2029: 45.0}},
            {"supply": "mgc", "field": "price", "by_year": {2030: 2.6}},
        ],
        routes=[
            {"route": "old", "mineral": "Ga", "co2": 205.0},
            {"route": "new", "mineral": "Ga", "co2": 110.0},
            {"route": "pid", "mineral": "Mg", "co2": 28.0},
            {"route": "ele", "mineral": "Mg", "co2": 8.5},
        ],
        countries=[{"country": c, "name_en": c} for c in ("CHN", "KAZ", "TWN", "JPN")],
        **more,
    )  # fmt: skip


def with_changes(tables: Tables, changes: list[dict[str, Any]], **scenario: Any) -> Tables:
    """The tables with one scenario ``x`` of these changes."""
    rows = [row(Change, n, scenario="x", **change) for n, change in enumerate(changes, 1)]
    return replace(
        tables, scenarios=(row(Scenario, scenario="x", **scenario),), changes=tuple(rows)
    )


def meant(supply: Supply, mineral: str, selector: dict[str, str]) -> bool:
    found = {"mineral": mineral, "material": supply.material, "country": supply.country,
             "route": supply.route, "supply": supply.supply}  # fmt: skip
    return all(found[name] == wanted for name, wanted in selector.items())


def edited(
    tables: Tables, field: str, operation: str, value: float, years: range, selector: dict[str, str]
) -> Tables:
    """The tables as somebody would edit the cells."""
    change = lambda old: OPERATIONS[operation](math.inf if old is None else old, value)
    mineral = {m.material: m.mineral for m in tables.materials}
    if field in ("demand", "stock_target_days"):
        names = {
            m
            for m, k in mineral.items()
            if selector.get("mineral", k) == k and selector.get("material", m) == m
        }
        return edited_materials(tables, field, change, years, names)
    for s in tables.supply:
        if meant(s, mineral[s.material], selector):
            tables = edited_option(tables, s, field, change, years)
    return tables


Edit = Callable[[float | None], float]


def edited_materials(
    tables: Tables, field: str, change: Edit, years: range, names: set[str]
) -> Tables:
    if field == "stock_target_days":
        materials = tuple(
            replace(m, stock_target_days=change(m.stock_target_days)) if m.material in names else m
            for m in tables.materials
        )
        return replace(tables, materials=materials)
    demand = [
        replace(d, by_year={t: change(v) if t in years else v for t, v in d.by_year.items()})
        if d.material in names
        else d
        for d in tables.demand
    ]
    return replace(tables, demand=tuple(demand))


def edited_option(tables: Tables, s: Supply, field: str, change: Edit, years: range) -> Tables:
    """One option; if the figure has no column a year, rows for before, in, and after the window."""
    others = tuple(o for o in tables.supply if o.supply != s.supply)
    if field in ("first_year", "last_year"):
        old = getattr(s, field) or (SPAN[0] if field == "first_year" else SPAN[1])
        return replace(tables, supply=(*others, replace(s, **{field: int(change(old))})))
    yearly = {(r.supply, r.field): r for r in tables.supply_by_year}
    if field in ("capacity_share", "tariff"):
        pieces = tuple(split(s, field, change, years))
        for (name, other), r in list(yearly.items()):
            if name == s.supply:
                yearly |= {(p.supply, other): replace(r, supply=p.supply) for p in pieces}
                del yearly[name, other]
        return replace(tables, supply=(*others, *pieces), supply_by_year=tuple(yearly.values()))
    known, own = yearly.get((s.supply, field)), getattr(s, field)
    if field == "co2" and own is None:
        own = next(r.co2 for r in tables.routes if r.route == s.route)
    by_year = dict(known.by_year) if known else {}
    by_year |= {t: change(by_year.get(t, own)) for t in years}
    by_year = {t: v for t, v in by_year.items() if math.isfinite(v)}
    yearly[s.supply, field] = row(SupplyByYear, supply=s.supply, field=field, by_year=by_year)
    return replace(tables, supply_by_year=tuple(yearly.values()))


def split(s: Supply, field: str, change: Edit, years: range) -> Iterator[Supply]:
    first, last = s.first_year or SPAN[0], s.last_year or SPAN[1]
    old = getattr(s, field)
    new = change(old)
    new = None if math.isinf(new) else new
    pieces = ((first, years[0] - 1, old), (years[0], years[-1], new), (years[-1] + 1, last, old))
    for number, (start, end, figure) in enumerate(pieces):
        start, end = max(start, first), min(end, last)
        if start <= end:
            name = f"{s.supply}{number}"
            yield replace(s, supply=name, first_year=start, last_year=end, **{field: figure})


def outcomes(tables: Tables) -> dict[str, Outcome]:
    planned = make_plan(make_case(tables))
    found, _ = explore(planned)
    return {outcome.answer: outcome for outcome in found}


VALUES = {
    ("capacity", "multiply"): 0.7, ("capacity", "add"): 8.0, ("capacity", "set"): 66.0,
    ("capacity", "at_least"): 70.0, ("capacity", "at_most"): 58.0,
    ("capacity_share", "multiply"): 0.5, ("capacity_share", "add"): 0.05,
    ("capacity_share", "set"): 0.6, ("capacity_share", "at_least"): 0.95,
    ("capacity_share", "at_most"): 0.4,
    ("min_take", "multiply"): 1.5, ("min_take", "add"): 2.0, ("min_take", "set"): 6.0,
    ("min_take", "at_least"): 7.0, ("min_take", "at_most"): 4.0,
    ("price", "multiply"): 1.4, ("price", "add"): 1.5, ("price", "set"): 350.0,
    ("price", "at_least"): 410.0, ("price", "at_most"): 320.0,
    ("freight", "multiply"): 3.0, ("freight", "add"): 2.5, ("freight", "set"): 4.0,
    ("freight", "at_least"): 3.5, ("freight", "at_most"): 1.0,
    ("tariff", "multiply"): 3.0, ("tariff", "add"): 0.2, ("tariff", "set"): 0.3,
    ("tariff", "at_least"): 0.08, ("tariff", "at_most"): 0.06,
    ("co2", "multiply"): 0.6, ("co2", "add"): 3.0, ("co2", "set"): 90.0,
    ("co2", "at_least"): 120.0, ("co2", "at_most"): 100.0,
    ("demand", "multiply"): 1.1, ("demand", "add"): 5.0, ("demand", "set"): 88.0,
    ("demand", "at_least"): 93.0, ("demand", "at_most"): 91.0,
    ("first_year", "add"): 1.0, ("first_year", "set"): 2029.0, ("first_year", "at_least"): 2028.0,
    ("first_year", "at_most"): 2027.0,
    ("last_year", "add"): -1.0, ("last_year", "set"): 2028.0, ("last_year", "at_least"): 2030.0,
    ("last_year", "at_most"): 2028.0,
    ("stock_target_days", "multiply"): 1.5, ("stock_target_days", "add"): 20.0,
    ("stock_target_days", "set"): 45.0, ("stock_target_days", "at_least"): 40.0,
    ("stock_target_days", "at_most"): 10.0,
}  # fmt: skip
"""A value for every field and operation; years cannot be multiplied."""

UNWINDOWED = ("first_year", "last_year", "stock_target_days")


def changes_of(field: str) -> Iterator[tuple[str, float, dict[str, str]]]:
    """Every operation on a field, its value, and half of the selectors that fit."""
    of_materials = field in ("demand", "stock_target_days")
    for turn, (one, operation) in enumerate(VALUES):
        value = VALUES[one, operation]
        for selector in list(SELECTORS.values())[turn % 2 :: 2] if one == field else ():
            if of_materials and {"country", "route", "supply"} & set(selector):
                continue
            if value > 50 and field not in ("first_year", "last_year") and not selector:
                continue  # a price of gallium for magnesium makes another case, not a test
            if selector.get("mineral") == "Mg" and value > 50 and "year" not in field:
                continue
            yield operation, value, selector


@pytest.mark.parametrize("field", dict.fromkeys(field for field, _ in VALUES))
def test_replanned_is_the_plan_of_tables_edited_by_hand(field: str) -> None:
    """Every field and operation, with every selector that fits, in some of the years.

    The base is planned once for all changes of a field, each of which is a scenario of its own.
    """
    years = YEARS if field in UNWINDOWED else WINDOW
    window = {} if field in UNWINDOWED else {"first_year": 2028, "last_year": 2029}
    given = list(changes_of(field))
    base = world(settings={"objective": "balanced"})
    tables = replace(
        base,
        scenarios=tuple(row(Scenario, n, scenario=str(n)) for n in range(len(given))),
        changes=tuple(
            row(Change, n, scenario=str(n), field=field, operation=operation, value=value,
                **selector, **window)
            for n, (operation, value, selector) in enumerate(given)
        ),
    )  # fmt: skip
    found, _ = explore(make_plan(make_case(tables)))
    answers = [outcome for outcome in found if outcome.answer == REPLANNED]
    assert len(answers) == len(given) > 1
    for outcome, (operation, value, selector) in zip(answers, given, strict=True):
        _, wanted = solve(edited(base, field, operation, value, years, selector))
        assert outcome.solution is not None
        for aim in ("shortage", "reserve", "cost", "concentration", "co2"):
            expected = pytest.approx(wanted.aims[aim], rel=2e-5, abs=2e-3)
            assert outcome.solution.aims[aim] == expected, (operation, selector)


def test_changes_apply_one_after_the_other() -> None:
    """300 x 2 = 600, + 50 = 650, at most 640; another year keeps its price."""
    changes = [
        {"field": "price", "operation": op, "value": value, "supply": "chn", "first_year": 2028,
         "last_year": 2028}
        for op, value in (("multiply", 2.0), ("add", 50.0), ("at_most", 640.0))
    ]  # fmt: skip
    tables = with_changes(world(), changes)
    case = changed_case(make_case(tables), tables.changes)
    assert case.price["chn", 2028] == 640
    assert case.price["chn", 2027] == 300


def test_nothing_times_no_limit_is_nothing() -> None:
    """An option without a capacity, stopped."""
    change = {"field": "capacity", "operation": "multiply", "value": 0.0, "supply": "six"}
    tables = with_changes(world(), [change])
    case = changed_case(make_case(tables), tables.changes)
    assert [case.most("six", t) for t in YEARS] == [0, 0, 0, 0]


def test_who_cannot_deliver_need_not_be_paid() -> None:
    """12 t a year to be taken from an option cut to 5 t: 5 t."""
    change = {"field": "capacity", "operation": "at_most", "value": 5.0, "supply": "chn"}
    tables = with_changes(world(), [change])
    case = changed_case(make_case(tables), tables.changes)
    assert case.least("chn", 2028) == 5


def test_a_grid_footprint_changes_before_the_grid_is_counted() -> None:
    """Factor 10, grid 0.5 above the reference at 4 kWh/kg: 12; halved factor: 5 + 2 = 7."""
    tables = simple(
        supply=[option("aaa", 10)],
        routes=[{"route": "bayer", "mineral": "Ga", "co2": 10.0, "electricity": 4.0,
                 "grid_reference": 0.1}],
        countries=[{"country": "AAA", "name_en": "A", "grid_co2": 0.6}],
        settings={"co2_basis": "grid"},
    )  # fmt: skip
    tables = with_changes(tables, [{"field": "co2", "operation": "multiply", "value": 0.5}])
    case = make_case(tables)
    assert case.footprint("aaa", 2027) == pytest.approx(12)
    assert changed_case(case, tables.changes).footprint("aaa", 2027) == pytest.approx(7)


# -- plans held ----------------------------------------------------------------------------------

THREE = [
    option("con", 10, 60, commitment="contract"),
    option("spo", 12, 50),
    option("dear", 30, 50),
]


def three(change: dict[str, Any], **more: Any) -> dict[str, Outcome]:
    tables = simple(supply=THREE, settings={"objective": "cost"}, **more)
    return outcomes(with_changes(tables, [change]))


def bought(outcome: Outcome) -> dict[str, float]:
    assert outcome.solution is not None
    return {s: round(q, 6) for (s, _), q in outcome.solution["imports"].items()}


def test_a_contract_is_held_and_spot_adapts() -> None:
    """100 t; 60 at 10 under contract, 40 at 12. The contract's price doubles: who knew buys 50 at
    12, 50 at 20; who signed takes all 60 at 20 and 40 at 12."""
    found = three({"field": "price", "operation": "multiply", "value": 2.0, "supply": "con"})
    assert bought(found[REPLANNED]) == {"con": 50, "spo": 50, "dear": 0}
    assert bought(found[HELD]) == {"con": 60, "spo": 40, "dear": 0}
    assert found[HELD].solution is not None
    assert found[HELD].solution.aims["cost"] == pytest.approx((60 * 20 + 40 * 12) / 1000)


def test_a_contract_delivers_what_its_capacity_allows_and_no_more() -> None:
    """Cut to 25 t: 25 + 50 spot + 25 dear. Raised to 90 t: the contract stays at 60."""
    cut = three({"field": "capacity", "operation": "at_most", "value": 25.0, "supply": "con"})
    assert bought(cut[HELD]) == {"con": 25, "spo": 50, "dear": 25}
    more = three({"field": "capacity", "operation": "set", "value": 90.0, "supply": "con"})
    assert bought(more[REPLANNED]) == {"con": 90, "spo": 10, "dear": 0}
    assert bought(more[HELD]) == {"con": 60, "spo": 40, "dear": 0}


def test_without_a_change_the_held_plan_is_the_plan() -> None:
    """Every price times 1, for every objective."""
    for objective in ("balanced", "cost", "concentration", "weighted", "priority"):
        tables = world(settings={"objective": objective, "carbon_price": 40.0})
        change = {"field": "price", "operation": "multiply", "value": 1.0}
        found = outcomes(with_changes(tables, [change]))
        _, wanted = solve(tables)
        for answer in (HELD, REPLANNED):
            solution = found[answer].solution
            assert solution is not None
            for aim, value in wanted.aims.items():
                assert solution.aims[aim] == pytest.approx(value, rel=1e-5, abs=2e-3), objective


def test_stock_may_be_drawn_but_not_raised() -> None:
    """A reserve of 73 days of 50 t, 10 t; in the second year there are 30 t of supply.

    Who knew stores 20 t more in the first year. Who did not draws the 10 t and is 10 t short.
    """
    tables = simple(
        (2027, 2028),
        demand=50.0,
        materials=[{"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0,
                    "initial_stock": 10.0, "max_stock": 60.0, "stock_target_days": 73.0}],
        supply=[option("aaa", 10, 90)],
        settings={"objective": "cost"},
    )  # fmt: skip
    change = {"field": "capacity", "operation": "set", "value": 30.0, "first_year": 2028}
    found = outcomes(with_changes(tables, [change]))
    known, held = found[REPLANNED].solution, found[HELD].solution
    assert known is not None
    assert held is not None
    assert sum(known["shortage"].values()) == pytest.approx(0)
    assert known["stock"]["Ga", 2027] == pytest.approx(30)
    assert held["stock"]["Ga", 2027] == pytest.approx(10)
    assert held["shortage"]["Ga", 2028] == pytest.approx(10)


def test_a_rule_that_contracts_break_gives_way_and_is_told() -> None:
    """60 t under contract are 0.6 of 100 t, 0.75 of 80 t; the ceiling is 0.65."""
    limits = [{"limit": "cap", "measure": "country_share", "mineral": "Ga",
               "country_or_group": "CON", "value": 0.65}]  # fmt: skip
    change = {"field": "demand", "operation": "set", "value": 80.0}
    found = three(change, limits=limits)
    assert found[REPLANNED].status == "solved"
    assert found[HELD].status == "rules broken"
    assert "cap (Limits!" in found[HELD].note.en
    assert bought(found[HELD]) == {"con": 60, "spo": 20, "dear": 0}


def test_contracts_beyond_demand_are_stored() -> None:
    """60 t under contract, 50 t needed: 10 t are put by, though the plan stored nothing."""
    materials = [{"material": "Ga", "mineral": "Ga", "shortage_cost": 900.0, "max_stock": 40.0}]
    found = three({"field": "demand", "operation": "set", "value": 50.0}, materials=materials)
    assert found[HELD].solution is not None
    assert found[HELD].solution["stock"]["Ga", 2027] == pytest.approx(10)


def test_no_plan_is_an_answer() -> None:
    """A floor that cannot be kept without a country: who knew has no plan, and is told why."""
    limits = [{"limit": "floor", "measure": "country_share", "sense": "min", "mineral": "Ga",
               "country_or_group": "CON", "value": 0.5}]  # fmt: skip
    change = {"field": "capacity", "operation": "multiply", "value": 0.0, "supply": "con"}
    found = three(change, limits=limits)
    assert found[REPLANNED].solution is None
    assert "Limits!" in found[REPLANNED].note.en
    assert found[HELD].status == "rules broken"
    assert bought(found[HELD]) == {"con": 0, "spo": 50, "dear": 50}


def test_a_mineral_needed_in_other_years_has_other_rows() -> None:
    """Demand that falls to nothing for a year, against tables edited by hand."""
    tables = world()
    change = {"field": "demand", "operation": "set", "value": 0.0, "mineral": "Mg",
              "first_year": 2028, "last_year": 2029}  # fmt: skip
    found = outcomes(with_changes(tables, [change]))
    _, wanted = solve(edited(tables, "demand", "set", 0.0, WINDOW, {"mineral": "Mg"}))
    solution = found[REPLANNED].solution
    assert solution is not None
    assert solution.aims["cost"] == pytest.approx(wanted.aims["cost"], rel=1e-6)
    assert solution.aims["concentration"] == pytest.approx(wanted.aims["concentration"], abs=0.01)


def test_candidates_in_every_world_by_hand() -> None:
    """Cost-only 60 x 10 + 40 x 12; least HHI a third each (none over 50): 100 / 3 x (10 + 12 + 30).

    If the contract's price doubles, the first pays 60 x 20 + 40 x 12, the second 33.3 more.
    """
    tables = simple(supply=THREE, settings={"objective": "balanced"})
    change = {"field": "price", "operation": "multiply", "value": 2.0, "supply": "con"}
    planned = make_plan(make_case(with_changes(tables, [change])))
    _, verdicts = explore(planned)
    found = {(v.scenario is not None, v.candidate): v.cost for v in verdicts}
    assert found[False, "cost"] == pytest.approx(1.08)
    assert found[False, "concentration"] == pytest.approx(100 / 3 * 52 / 1000, rel=1e-4)
    assert found[True, "cost"] == pytest.approx(1.68)
    assert found[True, "concentration"] == pytest.approx(100 / 3 * 62 / 1000, rel=1e-4)


def test_scenarios_that_are_not_active_are_not_run() -> None:
    tables = simple(supply=THREE)
    change = {"field": "price", "operation": "multiply", "value": 2.0}
    assert outcomes(with_changes(tables, [change], active="no")) == {}


def test_worlds_solved_side_by_side_are_the_same(
    default_case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other or several at once: the same figures to the last digit."""
    planned = make_plan(default_case)
    found = []
    for at_once in (1, 4):
        monkeypatch.setattr("model.analysis.scenarios.MOST_AT_ONCE", at_once)
        monkeypatch.setattr("os.cpu_count", lambda: 4)
        outcomes, verdicts = explore(planned)
        found.append(([o.solution and o.solution.values for o in outcomes], verdicts))
    assert found[0] == found[1]
