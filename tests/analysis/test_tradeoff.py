"""The surface against a brute-force grid solved by scipy, its certificate, its ends, its shapes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from model.analysis.findings import CHOSEN, KNEE, Surface
from model.analysis.next_steps import rates, round_step
from model.analysis.sandwich import Cells, Support, sandwich
from model.analysis.tradeoff import curve, surface
from model.case import make_case
from model.errors import SolverError
from model.pipeline import Planned, look_around, make_plan
from model.workbook.layout import AIMS, Tables
from tests.cases import option, simple, solve
from tests.independent import Dense, formulate
from tests.planning.test_differential import random_tables

GRID = np.linspace(0.0, 1.0, 4)
TOUCHES = np.linspace(0.0, 2.0, 121)
"""Shares at which squares are touched, 0.7 points short between; stores make shares pass 1."""


def found(tables: Tables) -> tuple[Planned, Surface]:
    planned = make_plan(make_case(tables))
    return planned, surface(planned)


class BruteForce:
    """Least cost under ceilings on HHI and CO2, by scipy, from the independent formulation."""

    def __init__(self, tables: Tables) -> None:
        p, aims, tonnes = formulate(tables)
        for first in ("short", "reserve"):
            p.hold(aims[first], p.minimum(aims[first])[0])
        self._cost, co2 = aims["cost"], aims["co2"]
        mineral = {m.material: m.mineral for m in tables.materials}
        shares, weight = [], []
        weights = {m.mineral: m.concentration_weight for m in tables.materials}
        markets = [key for key in tonnes if self._demand(tables, mineral, key) > 0]
        total = sum(weights[k] for k, _ in markets)
        for key in markets:
            for c, row in tonnes[key].items():
                if c != "JPN":
                    shares.append(row / self._demand(tables, mineral, key))
                    weight.append(10_000 * weights[key[0]] / total)
        self._programme(p, co2, np.array(shares).reshape(len(shares), -1), np.array(weight))

    @staticmethod
    def _demand(tables: Tables, mineral: dict[str, str], key: tuple[str, int]) -> float:
        return sum(r.by_year[key[1]] for r in tables.demand if mineral[r.material] == key[0])

    def _programme(self, p: Dense, co2: np.ndarray, shares: np.ndarray, weight: np.ndarray) -> None:
        """Columns: tonnes, then the square of each share; rows: the tangents, HHI, CO2."""
        count, width = len(weight), len(p.names)
        rows, right = [np.append(row, np.zeros(count)) for row in p.a_ub], list(p.b_ub)
        for number, share in enumerate(shares):
            for touch in TOUCHES:
                square = np.zeros(count)
                square[number] = -1.0
                rows.append(np.append(2 * touch * share, square))
                right.append(touch * touch)
        rows.append(np.append(np.zeros(width), weight))
        rows.append(np.append(co2, np.zeros(count)))
        self._rows, self._right = np.array(rows), right
        self._equal = np.array([np.append(row, np.zeros(count)) for row in p.a_eq])
        self._equals, self._bounds = p.b_eq, [*p.bounds, *[(0.0, None)] * count]
        self._costs = np.append(self._cost, np.zeros(count))

    def least_cost(self, hhi: float, co2: float) -> float | None:
        """Least cost, or None if nothing obeys the ceilings; never above the true one."""
        answer = linprog(
            self._costs, self._rows, [*self._right, hhi, co2], self._equal, self._equals,
            self._bounds, method="highs",
        )  # fmt: skip
        return None if answer.status == 2 else float(answer.fun)


def beaten_by(point: np.ndarray, corners: np.ndarray) -> float:
    """How much a point is better, in every aim at once, than the best mix of the corners."""
    count, aims = corners.shape
    rows = np.hstack([corners.T, -np.ones((aims, 1))])  # mix - t <= point
    answer = linprog(
        np.append(np.zeros(count), 1.0), rows, point, np.append(np.ones(count), 0.0)[None], [1.0],
        [*[(0.0, None)] * count, (None, None)], method="highs",
    )  # fmt: skip
    assert answer.status == 0
    return float(answer.fun)


@pytest.mark.parametrize("block", range(6))
def test_no_grid_point_beats_the_surface_by_more_than_the_gap(block: int) -> None:
    """24 random cases, 16 pairs of ceilings each; the points shown with the gap told for them."""
    for seed in range(4 * block, 4 * block + 4):
        tables = random_tables(seed)
        _, shown = found(tables)
        if len(shown.ranged) < 2:
            continue
        force = BruteForce(tables)
        values = {a: [p[a] for p in shown.corners] for a in AIMS}
        low = {a: min(v) for a, v in values.items()}
        span = {a: max(v) - low[a] for a, v in values.items()}
        ranged = shown.ranged

        def scaled(aims: dict[str, float], ranged=ranged, low=low, span=span) -> list[float]:
            return [(aims[a] - low[a]) / span[a] for a in ranged]

        every = np.array([scaled(p) for p in shown.corners])
        few = np.array([scaled(p.aims) for p in shown.points])
        assert shown.gap <= tables.settings.tradeoff_gap
        for u in GRID:
            for v in GRID:
                hhi = low["concentration"] + u * span["concentration"] + 0.7
                co2 = low["co2"] + v * span["co2"] + 1e-6
                cost = force.least_cost(hhi, co2)
                if cost is None:
                    continue
                point = np.array(scaled({"cost": cost, "concentration": hhi, "co2": co2}))
                slack = 2.0 / max(2.0, span["concentration"]) + 1e-4
                assert beaten_by(point, every) <= shown.gap + slack, (seed, u, v)
                assert beaten_by(point, few) <= shown.gap_shown + slack, (seed, u, v)


def test_the_ends_are_the_single_aim_plans_and_the_chosen_plan_is_there() -> None:
    for seed in (3, 7, 21):
        tables = random_tables(seed)
        _, shown = found(tables)
        by_role = {role: point for point in shown.points for role in point.roles}
        for aim in AIMS:
            _, wanted = solve(tables, aim)
            for other in AIMS:
                assert by_role[aim].aims[other] == pytest.approx(wanted.aims[other], rel=1e-6)
        _, plan = solve(tables)
        assert by_role[CHOSEN].aims["cost"] == pytest.approx(plan.aims["cost"], rel=1e-6)
        assert KNEE in by_role


def test_points_shown_are_enough_and_not_too_many(default_case) -> None:
    planned = make_plan(default_case)
    shown = surface(planned)
    assert 12 <= len(shown.points) <= 20
    assert shown.gap_shown <= 0.01
    cost = [point.aims["cost"] for point in shown.points]
    assert cost == sorted(cost)
    for point in shown.points:  # the mix meets the demand of the whole plan, and recycling counts
        mg = sum(tonnes for (k, _), tonnes in point.tonnes.items() if k == "Mg")
        needed = sum(default_case.mineral_demand["Mg", t] for t in default_case.years)
        assert mg == pytest.approx(needed, rel=0.02)


TWO = [option("cheap", 10, co2=1.0), option("dear", 20, co2=1.0)]


def test_a_curve_by_hand() -> None:
    """100 t at 10 or 20 USD/kg; share s of the dear one: cost 1 + s, HHI (1 - s)^2 + s^2."""
    tables = simple(supply=TWO, settings={"tradeoff_gap": 0.001, "objective": "cost"})
    planned, shown = found(tables)
    assert shown.ranged == ("cost", "concentration")
    for point in shown.points:
        s = point.aims["cost"] - 1
        assert -1e-6 <= s <= 0.5 + 1e-4
        assert point.aims["concentration"] == pytest.approx(1e4 * ((1 - s) ** 2 + s * s), abs=6)
    of_mineral = curve(planned, "Ga")
    assert [p.aims["concentration"] for p in of_mineral.points[:1]] == [pytest.approx(10_000)]
    assert of_mineral.points[-1].aims["concentration"] == pytest.approx(5_000, abs=0.01)
    assert of_mineral.points[0].largest == ("CHE", pytest.approx(1.0))
    assert of_mineral.points[0].aims["co2"] == pytest.approx(0.1)


def test_rates_by_hand() -> None:
    """From the cheapest plan, HHI 10,000: 200 points fewer need s with 2 s (1 - s) = 0.02, and so
    on; each costs s million USD. There is nothing to give back, and no CO2 to trade."""
    planned, shown = found(simple(supply=TWO, settings={"objective": "cost"}))
    told = {rate.step: rate for rate in rates(planned, shown)}
    size = told[1].start - told[1].end
    assert size == 200  # a twentieth of the range of 5,000, rounded down to 1, 2, 5
    share = [(1 - np.sqrt(1 - 2 * step * size / 1e4)) / 2 for step in (1, 2)]
    assert told[1].cost == pytest.approx(share[0], rel=1e-3)
    assert told[2].cost == pytest.approx(share[1] - share[0], rel=1e-3)
    assert told[-1].cost == pytest.approx(0, abs=1e-6)


def test_a_step_beyond_the_least_is_not_reachable() -> None:
    planned, shown = found(simple(supply=TWO, settings={"objective": "concentration"}))
    told = {rate.step: rate.cost for rate in rates(planned, shown)}
    assert told[1] is None
    assert told[2] is None
    assert told[-1] is not None
    assert told[-1] < 0


@pytest.mark.parametrize(
    ("size", "step"), [(143.2, 100), (99.9, 50), (20, 20), (0.07, 0.05), (1.0, 1.0)]
)
def test_steps_are_round(size: float, step: float) -> None:
    assert round_step(size) == pytest.approx(step)


def test_the_other_minerals_keep_their_plan(default_case) -> None:
    """Cost of the curve's points and the chosen one's differ as the whole case's costs do."""
    planned = make_plan(default_case)
    shown = curve(planned, "Mg")
    roles = {role: point for point in shown.points for role in point.roles}
    ga = curve(planned, "Ga")
    chosen = next(point for point in ga.points if CHOSEN in point.roles)
    whole = planned.chosen.aims["cost"]
    assert roles[CHOSEN].aims["cost"] + chosen.aims["cost"] == pytest.approx(whole, rel=1e-6)
    assert roles["concentration"].aims["concentration"] < roles["cost"].aims["concentration"]
    assert {k for k, _ in shown.points[0].tonnes} == {"Mg"}


@pytest.mark.parametrize(
    ("supply", "points"),
    [
        ([option("only", 10, 200)], 1),  # one plan
        ([option("only", 10, 30)], 1),  # and that leaves 70 t short
        ([option("aaa", 10, co2=5.0), option("bbb", 10, co2=5.0)], 1),  # least HHI costs nothing
        ([option("aaa", 10, co2=5.0, country="JPN"), option("bbb", 12, co2=1.0, country="JPN")], 0),
    ],
)
def test_aims_without_a_range_end_in_a_short_table(supply: list, points: int) -> None:
    """None, one or two aims that can be traded; 0 means any number of points."""
    planned, shown = found(simple(supply=supply))
    assert shown.points
    assert len(shown.points) == (points or len(shown.points))
    assert shown.gap <= 0.01
    assert any(CHOSEN in point.roles for point in shown.points)
    assert rates(planned, shown) is not None


def test_no_demand_at_all() -> None:
    planned, shown = found(simple(demand=0.0, supply=TWO))
    assert len(shown.points) == 1
    assert list(planned.refiner.markets) == []


def test_the_sandwich_of_a_quarter_circle() -> None:
    """y = 1 - sqrt(1 - (1 - x)^2): support in direction w is (1, 1) - w / |w|."""

    def support(weights: np.ndarray) -> Support:
        y = 1 - weights / np.linalg.norm(weights)
        return Support(float(weights @ y), y, y)

    for gap in (0.1, 0.01, 0.001):
        done = sandwich([np.array([0.0, 1.0]), np.array([1.0, 0.0])], support, gap)
        assert done.gap <= gap
        assert len(done.corners) <= 2 / np.sqrt(gap)


def test_cells_fill_the_simplex() -> None:
    """Three ends and a point below their plane, the best unless a weight is above 0.6."""
    cells = Cells(np.array([0.0, 1.0, 1.0]))
    for point in ([1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.4, 0.4, 0.4]):
        cells.add(np.array(point))
    middle = np.full(3, 1 / 3)
    assert float(cells.promise(middle)) == pytest.approx(0.4)
    assert len(cells.corners()) == 9  # the ends, and two points of each edge


def test_a_step_that_fails_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver gives up on surface and rates: the ends are there, and it is told."""

    def fails(*_: object) -> None:
        raise SolverError("no answer")

    planned = make_plan(make_case(simple(supply=TWO)))
    for name in ("surface", "rates", "curve"):
        monkeypatch.setattr(f"model.pipeline.{name}", fails)
    around = look_around(planned)
    assert [words.en for words in around.unsolved] == [
        "trade-off surface",
        "next steps",
        "trade-off of Ga",
    ]
    assert len(around.surface.points) == 4
    assert around.surface.gap == 1.0
    assert around.stops
