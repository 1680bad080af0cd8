"""Made-up tables of the trade-off, the scenarios and the stress test, from a case and its plan.

Plausible, not right: countries, years, minerals and scenarios are the case's, the figures follow
simple rules. They stand in until the real tables are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from model.case import Case

Made = dict[str, pd.DataFrame]

GAP = {"tradeoff_gap_asked": 0.01, "tradeoff_gap_reached": 0.009, "tradeoff_programmes": 57}
FIGURES = ("cost", "concentration", "co2", "shortage")
ROLES = {
    "least cost": "費用最小",
    "least concentration": "集中度最小",
    "least CO2": "CO2最小",
    "chosen plan": "選んだ計画",
    "knee": "屈曲点",
}
CANDIDATES = {
    "cost": ("Least cost", "費用最小"),
    "chosen": ("Chosen plan", "選んだ計画"),
    "concentration": ("Least concentration", "集中度最小"),
    "co2": ("Least CO2", "CO2最小"),
}


def made_up(case: Case, tables: Mapping[str, pd.DataFrame], points: int = 16) -> Made:
    """All tables, in the order in which they will be handed over."""
    shares = _shares(case, tables["Plan"])
    aims = _aims(tables["Measures"])
    worlds = _worlds(case)
    return {
        "Tradeoff": _tradeoff(aims, points),
        "TradeoffMix": _tradeoff_mix(case, shares, points),
        "Rates": _rates(aims),
        "Curves": _curves(case, shares, aims),
        "Scenarios": _scenarios(aims, worlds),
        "ScenarioShortage": _scenario_shortage(case, worlds),
        "ScenarioMix": _scenario_mix(case, shares, worlds),
        "ScenarioHHI": _scenario_hhi(case, worlds),
        "Regret": _regret(aims, worlds),
        "Stress": _stress(case, shares, 1.0),
        "StressOrigin": _stress(case, shares, 1.4),
        "StressPairs": _pairs(_stress(case, shares, 1.0), shares),
    }


def _shares(case: Case, plan: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Share of all years' tonnes by mineral and country."""
    found = {}
    for k in case.minerals:
        here = plan[plan.mineral == k].groupby("country", sort=False)["tonnes"].sum()
        found[k] = {c: t / here.sum() for c, t in here.items() if here.sum() > 0}
    return found


def _aims(measures: pd.DataFrame) -> dict[str, float]:
    """What was optimised: the rows all/all of the plan."""
    rows = measures[
        (measures.mineral == "all") & (measures.year == "all") & (measures.plan == "plan")
    ]
    found = dict(zip(rows.measure, rows.value, strict=True))
    return {name: float(found[name]) for name in FIGURES}


def _tradeoff(aims: Mapping[str, float], points: int) -> pd.DataFrame:
    """A convex curve through the plan, with every third point lower in CO2 and dearer."""
    chosen, rows = points // 2, []
    for n in range(points):
        z = (n - chosen) / max(1, points - 1)
        lower = 0.06 * (n % 3)
        cost = aims["cost"] * (1 + 0.15 * z + 0.30 * z * z) + (n != chosen) * 3 * lower
        hhi = aims["concentration"] * (1 - 0.9 * z + 0.35 * z * z + lower / 2 * (n != chosen))
        co2 = aims["co2"] * (1 - 0.2 * z - lower * (n != chosen))
        rows.append([cost, hhi, co2])
    table = pd.DataFrame(rows, columns=list(FIGURES[:3])).sort_values("cost", ignore_index=True)
    table.insert(0, "point", range(1, points + 1))
    at_plan = int((table.cost - aims["cost"]).abs().idxmin())
    held = {name: [int(table[name].idxmin())] for name in FIGURES[:3]}
    ends = dict(zip(ROLES, [*held.values(), [at_plan], [at_plan]], strict=True))
    table["chosen"] = ["yes" if n == at_plan else "no" for n in range(points)]
    for column, joint, name in (("role", ", ", lambda r: r), ("role_ja", "、", ROLES.get)):
        table[column] = [
            joint.join(name(r) for r, at in ends.items() if n in at) for n in range(points)
        ]
    return table


def _tradeoff_mix(
    case: Case, shares: Mapping[str, Mapping[str, float]], points: int
) -> pd.DataFrame:
    """Shares flattened from point to point."""
    rows: list[tuple[object, ...]] = []
    for n in range(points):
        power = 1.5 - 1.2 * n / max(1, points - 1)
        for k in case.minerals:
            demand = sum(case.mineral_demand[k, t] for t in case.years) / len(case.years)
            raised = {c: s**power for c, s in shares[k].items() if s > 0}
            whole = sum(raised.values()) or 1.0
            rows += [(n + 1, k, c, demand * s / whole, s / whole) for c, s in raised.items()]
    return pd.DataFrame(rows, columns=["point", "mineral", "country", "tonnes", "share_of_demand"])


def _rates(aims: Mapping[str, float]) -> pd.DataFrame:
    rows = []
    for aim, unit, size, steps in (
        ("concentration", "HHI points", 100.0, {1: 3.1, 2: 9.0, -1: -2.2}),
        ("co2", "kt CO2", 50.0, {1: 1.25, 2: None, -1: -0.6}),
    ):
        for step, yearly in steps.items():
            start = aims[aim] - (step - 1) * size if step > 0 else aims[aim]
            cost = None if yearly is None else yearly * 8.1
            reachable = "no" if yearly is None else "yes"
            end = start - size if step > 0 else start + size
            rows.append((aim, step, start, end, unit, cost, yearly, reachable))
    columns = "aim step from_value to_value unit cost cost_a_year reachable"
    return pd.DataFrame(rows, columns=columns.split())


def _curves(
    case: Case, shares: Mapping[str, Mapping[str, float]], aims: Mapping[str, float]
) -> pd.DataFrame:
    rows = []
    for number, k in enumerate(case.minerals, 2):
        largest = max(shares[k], key=shares[k].get, default="")
        for n in range(8):
            extra = 0.4 * n * n * number
            hhi, co2 = 7000.0 / number - 350 * n + 12 * n * n, aims["co2"] / number * (1 - n / 50)
            role = {0: "least cost", 4: "chosen plan", 7: "least concentration"}.get(n, "")
            named = (role, ROLES.get(role, ""), largest, 0.8 - n / 20)
            cost = aims["cost"] / number + extra * 8
            rows.append((k, n + 1, cost, hhi, co2, extra, "yes" if n == 4 else "no", *named))
    columns = (
        "mineral point cost concentration co2 extra_cost_a_year chosen role role_ja"
        " largest_country largest_share"
    )
    return pd.DataFrame(rows, columns=columns.split())


def _worlds(case: Case) -> list[tuple[str, str, str, str, str, float, float]]:
    """Scenario, answer, label, names, probability, and how bad it is from 0 to 1."""
    active = [row for row in case.tables.scenarios if row.active == "yes"]
    base = 1.0 - sum(row.probability or 0.0 for row in active)
    worlds = [("base", "plan", "base", "Base case", "基本ケース", base, 0.0)]
    for number, row in enumerate(active):
        harm = (len(active) - number) / max(1, len(active))
        for answer in ("re-planned", "plan held"):
            label = f"{row.scenario}: {answer}"
            names = (row.name_en or row.scenario, row.name_ja or row.scenario)
            chance = row.probability or 0.0
            worlds.append((row.scenario, answer, label, *names, chance, harm))
    return worlds


def _scenarios(aims: Mapping[str, float], worlds: Sequence[tuple]) -> pd.DataFrame:
    rows = []
    held = {"plan": 0.0, "re-planned": 1.0, "plan held": 2.2}
    for scenario, answer, label, en, ja, chance, harm in worlds:
        x = held[answer] * harm
        short = max(0.0, 300 * (x - 1.2))
        now = (aims["cost"] * (1 + 0.1 * x), aims["concentration"] * (1 - 0.1 * x))
        now = (*now, aims["co2"] * (1 + 0.02 * x), short)
        change = [value - aims[name] for value, name in zip(now, FIGURES, strict=True)]
        spent, gap = now[0] - 0.1 * short, 40 * x
        rows.append(
            [scenario, answer, *now, label, en, ja, chance, spent, gap, *change, "solved", "", ""]
        )
    for answer in ("re-planned", "plan held") if any(w[5] < 1 for w in worlds) else ():
        label = f"expected: {answer}"
        rows.append(["expected", answer, *_mean(rows, answer), label, "Expected", "期待値"])
        rows[-1] += [None, *[None] * 6, "solved", "", ""]
    columns = (
        "scenario answer cost concentration co2 shortage label name_en name_ja probability"
        " spending reserve_gap cost_change concentration_change co2_change shortage_change"
        " status note note_ja"
    )
    return pd.DataFrame(rows, columns=columns.split())


def _mean(rows: Sequence[Sequence], answer: str) -> list[float]:
    """Means of the figures weighed by probability."""
    here = [row for row in rows if row[1] in ("plan", answer) and row[0] != "expected"]
    return [sum(row[9] * row[n] for row in here) for n in range(2, 6)]


def _scenario_shortage(case: Case, worlds: Sequence[tuple]) -> pd.DataFrame:
    rows = []
    for scenario, answer, label, _, _, _, harm in worlds:
        for t in case.years:
            for i, row in case.materials.items():
                days = max(0.0, 20 * harm - 12 - (t - case.years[0])) * (answer == "plan held")
                short = days / 365 * case.demand[i, t]
                rows.append((scenario, answer, label, t, row.mineral, i, short, days, short / 2))
    columns = "scenario answer label year mineral material shortage shortage_days reserve_gap"
    return pd.DataFrame(rows, columns=columns.split())


def _scenario_mix(
    case: Case, shares: Mapping[str, Mapping[str, float]], worlds: Sequence[tuple]
) -> pd.DataFrame:
    rows = []
    for scenario, answer, label, _, _, _, harm in worlds:
        for t in case.years:
            for k in case.minerals:
                for n, (c, share) in enumerate(shares[k].items()):
                    base = share * case.mineral_demand[k, t]
                    now = base * (1 + harm * (0.1 if n else -0.5))
                    if base > 0:
                        rows.append((scenario, answer, label, t, k, c, now, base, now - base))
    columns = "scenario answer label year mineral country tonnes base_tonnes change"
    return pd.DataFrame(rows, columns=columns.split())


def _scenario_hhi(case: Case, worlds: Sequence[tuple]) -> pd.DataFrame:
    rows = [
        (scenario, answer, label, k, 3000 / n - 500 * harm, 4000 * n + 90 * harm, 900 + 80 * harm)
        for scenario, answer, label, _, _, _, harm in worlds
        for n, k in enumerate(case.minerals, 1)
    ]
    columns = "scenario answer label mineral concentration co2 spending"
    return pd.DataFrame(rows, columns=columns.split())


def _regret(aims: Mapping[str, float], worlds: Sequence[tuple]) -> pd.DataFrame:
    rows = []
    for scenario, answer, _, en, ja, chance, harm in worlds:
        if answer == "re-planned":
            continue
        costs = {
            plan: aims["cost"] * (1 + 0.02 * n + harm * (0.25 - 0.08 * min(n, 2)))
            for n, plan in enumerate(CANDIDATES)
        }
        best = min(costs.values()) - 4.0
        for plan, cost in costs.items():
            short = 30.0 * max(0.0, harm - 0.7) * (plan == "cost")
            figures = (cost, best, cost - best, short, chance)
            rows.append((scenario, plan, *figures, *CANDIDATES[plan], en, ja))
    columns = "scenario plan cost best regret shortage probability plan_en plan_ja name_en name_ja"
    return pd.DataFrame(rows, columns=columns.split()).assign(status="solved")


def _stress(case: Case, shares: Mapping[str, Mapping[str, float]], force: float) -> pd.DataFrame:
    """A country's share of the year is missing but for 60 days of stock."""
    rows = []
    for c in case.countries:
        for t in case.years:
            for k in case.minerals:
                share = min(1.0, force * shares[k].get(c, 0.0) * (1 - 0.05 * (t - case.years[0])))
                demand = case.mineral_demand[k, t]
                days = max(0.0, 365 * share - 60)
                after, spent = 60 / share if days > 0 else None, -0.002 * share * demand
                figures = (days / 365 * demand, days, spent + days / 8, after)
                rows.append((c, t, k, *figures, share * demand, spent))
    columns = (
        "country year mineral shortage shortage_days extra_cost days_to_shortage lost"
        " extra_spending"
    )
    return pd.DataFrame(rows, columns=columns.split()).assign(status="solved")


def _pairs(stress: pd.DataFrame, shares: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """The six largest suppliers two by two."""
    whole: dict[str, float] = {}
    for here in shares.values():
        for c, share in here.items():
            whole[c] = whole.get(c, 0.0) + share
    named = sorted(whole, key=lambda c: -whole[c])[:6]
    parts = [_pair(stress, a, b) for a, b in _two_by_two(named)]
    return pd.concat(parts, ignore_index=True)


def _two_by_two(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((a, b) for n, a in enumerate(names) for b in names[n + 1 :])


def _pair(stress: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    one, two = (stress[stress.country == c].reset_index(drop=True) for c in (a, b))
    both = one.copy()
    for column in ("shortage", "shortage_days", "extra_cost", "lost", "extra_spending"):
        both[column] = one[column] + two[column]
    both.insert(1, "other", b)
    return both
