"""Made-up tables of the explanations, from a case and its plan.

Plausible, not right: names, cells, years and countries are the case's, the figures follow simple
rules. Sentences are as long as real ones. They stand in until the real tables are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from model.case import Case

Made = dict[str, pd.DataFrame]

PARTS = "cash concentration co2 shortage reserve"
COLUMNS = {
    "AimPrices": "aim price unit a_year a_year_unit sentence sentence_ja",
    "Rules": "rule rule_ja sentence sentence_ja kind name cell year value unit cash_per_unit"
    " concentration_per_unit co2_per_unit shortage_per_unit reserve_per_unit holds_from holds_to"
    " price tenth",
    "RuleCosts": f"rule rule_ja sentence sentence_ja cells decided {PARTS} whole tenth_cash"
    " tenth_concentration tenth_co2 tenth_shortage tenth_reserve tenth kind name first_year"
    " last_year cost stock moved gains loses other_minerals money",
    "WhyNot": "supply sentence sentence_ja material country route confidence tonnes possible"
    " years_unused years_partly reason reason_ja cell year price comes_in_at co2 comes_in_at_co2"
    " tonnes_then checked",
    "WhyNotYears": "supply year tonnes limit reason price comes_in_at co2 comes_in_at_co2 worth"
    " landed hhi_charge co2_charge rule_charge",
    "HowSure": "what name sentence sentence_ja verdict verdict_ja mineral material tonnes least"
    " most share_sure group group_least group_most",
    "Alternatives": "alternative cost concentration co2 cost_change moved change_cash"
    " change_concentration change_co2 change_shortage change_reserve sentence sentence_ja",
    "AlternativeMix": "alternative mineral material supply country tonnes planned change",
    "Sensitivity": "rank cell sentence sentence_ja value unit low high down_to up_to loss_cash"
    " loss_concentration loss_co2 loss_shortage loss_reserve loss name field field_ja grade change"
    " change_ja tonnes changed then_cash then_concentration then_co2 then_shortage then_reserve"
    " loss_low loss_high",
    "ShortageCauses": "year material sentence sentence_ja shortage rule rule_ja cell avoided"
    " decided",
}
"""Columns of the tables as the program makes them."""

BUILT = {
    "AimPrices": "aim price unit a_year a_year_unit sentence sentence_ja",
    "Rules": "rule rule_ja kind name cell year value price unit holds_from holds_to tenth"
    " shortage_per_unit sentence sentence_ja",
    "RuleCosts": "rule rule_ja kind name cells first_year last_year decided money tenth whole cost"
    " concentration co2 shortage moved gains loses sentence sentence_ja",
    "WhyNot": "supply material country route confidence tonnes possible years_unused years_partly"
    " reason reason_ja cell year price comes_in_at co2 comes_in_at_co2 tonnes_then checked"
    " sentence sentence_ja",
    "WhyNotYears": "supply year tonnes limit reason price comes_in_at co2 comes_in_at_co2 worth"
    " landed hhi_charge co2_charge rule_charge",
    "HowSure": "what name mineral material tonnes least most share_sure group group_least"
    " group_most sentence sentence_ja",
    "Alternatives": "alternative cost concentration co2 cost_change moved sentence sentence_ja",
    "AlternativeMix": "alternative mineral material supply country tonnes planned change",
    "Sensitivity": "rank cell name field field_ja grade value unit low high down_to up_to change"
    " change_ja tonnes loss_low loss_high loss sentence sentence_ja",
    "ShortageCauses": "year material shortage rule rule_ja cell avoided sentence sentence_ja",
}
"""Columns that are made up, in the order they are written below; the others stay blank."""

REASONS = (("price", "価格"), ("HHI", "集中度"), ("rule", "制約"), ("tie", "同等"))


def made_up_reasons(case: Case, tables: Mapping[str, pd.DataFrame], others: int = 4) -> Made:
    """All tables; ``others`` is the number of alternatives."""
    options = _options(tables["Plan"])
    aims = _aims(tables["Measures"])
    return {
        "AimPrices": _table("AimPrices", AIM_PRICES),
        "Rules": _rules(case, options),
        "RuleCosts": _rule_costs(case, options),
        "WhyNot": _why_not(case, options),
        "WhyNotYears": _why_not_years(case, options),
        "HowSure": _how_sure(options),
        "Alternatives": _alternatives(aims, others),
        "AlternativeMix": _alternative_mix(options, others),
        "Sensitivity": _sensitivity(case, options),
    }


def shortage_causes(case: Case) -> pd.DataFrame:
    """Two rules that keep metal away in every year."""
    rows = []
    for t in case.years:
        for i in case.materials:
            said = (
                f"In {t} 12.5 t of {i} are short. If the limit of at most 65 % from one country"
                " (Limits!I8) were lifted alone, 9.0 t less would be short."
            )
            ja = f"{t}年の{i}の不足は12.5 t。1か国65%以下の制約（Limits!I8）がなければ9.0 t減る。"
            named = ("at most 65 % from one country", "1か国65%以下", "Limits!I8")
            rows.append((t, i, 12.5, *named, 9.0, said, ja))
    return _table("ShortageCauses", rows)


def _table(name: str, rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    made = pd.DataFrame(list(rows), columns=BUILT[name].split())
    if name == "HowSure":
        made["verdict"] = ["open" if share < 0.5 else "sure" for share in made["share_sure"]]
    return made.reindex(columns=COLUMNS[name].split())


AIM_PRICES = (
    (
        *("cost", 1.0, "million USD", 1.0, "million USD"),
        "Money is counted as present value in million USD: a million spent in the last year counts"
        " less than one spent in the first, by the discount rate on sheet Settings.",
        "金額は現在価値（百万USD）で数える。後年の支出は割引率（シートSettings）の分だけ軽くなる。",
    ),
    (
        *("concentration", 0.0331, "HHI point, mean of the plan", 0.41, "a year for 100 points"),
        "Near this plan 100 HHI points less, the mean of all years and minerals, are worth 0.41"
        " million USD a year; that is the price at which the plan balances concentration and cost.",
        "この計画の近くでは、HHI（全期間・全鉱種の平均）100ポイントの低下は年0.41百万USDに相当する。",
    ),
    (
        *("co2", 0.0124, "kt CO2", 15.8, "USD per t CO2"),
        "Near this plan a tonne of CO2 less is worth 15.80 USD; options that emit more than others"
        " are charged that much in everything said below about prices and rules.",
        "この計画の近くでは、CO2を1 t減らすことは15.80 USDに相当する。以下の値段はこれを含む。",
    ),
)


class Option:
    """A supply option with its tonnes of all years, limits and input row."""

    def __init__(self, here: pd.DataFrame) -> None:
        first = here.iloc[0]
        self.name, self.mineral, self.material = first.supply, first.mineral, first.material
        self.country, self.route, self.grade = first.country, first.route, first.confidence
        self.price, self.co2 = float(first.price), float(first.co2_factor)
        self.tonnes = dict(zip(here.year, here.tonnes, strict=True))
        self.limits = dict(zip(here.year, here.capacity, strict=True))
        self.total = float(here.tonnes.sum())


def _options(plan: pd.DataFrame) -> list[Option]:
    return [Option(here) for _, here in plan.groupby("supply", sort=False)]


def _aims(measures: pd.DataFrame) -> dict[str, float]:
    rows = measures[
        (measures.mineral == "all") & (measures.year == "all") & (measures.plan == "plan")
    ]
    return {name: float(v) for name, v in zip(rows.measure, rows.value, strict=True)}


def _cell(case: Case, supply: str, field: str) -> str:
    return f"Supply!{case.supplies[supply].at.cells[field]}"


def _rules(case: Case, options: list[Option]) -> pd.DataFrame:
    """A row for every option and year that delivers."""
    rows = []
    for n, o in enumerate(options):
        for t, q in o.tonnes.items():
            if q > 1e-6:
                saved = round(9.0 / (n + 1) / (1 + t - case.years[0]), 4)
                price = -saved / max(q, 1.0) * 10
                said = (
                    f"In {t}, {o.name} delivers all it can, {q:,.1f} t. One tonne more of capacity"
                    f" would save {-price * 1e6:,.0f} USD, up to {q * 1.3:,.0f} t; a tenth more"
                    f" saves {saved:,.2f} million USD."
                )
                ja = f"{t}年の{o.name}は上限の{q:,.1f} tまで調達。1割で{saved:,.2f}百万USDの節約。"
                named = (f"capacity of {o.name}", f"{o.name}の供給能力", "capacity", o.name)
                figures = (q, price, "t", 0.9 * q, 1.3 * q, saved, 0.0)
                rows.append((*named, _cell(case, o.name, "capacity"), t, *figures, said, ja))
    rows.sort(key=lambda row: -float(row[11]))
    return _table("Rules", rows)


def _rule_costs(case: Case, options: list[Option]) -> pd.DataFrame:
    """Every fifth option has a minimum somebody decided on; the others their capacity."""
    rows = []
    a, b = case.years[0], case.years[-1]
    for n, o in enumerate(options):
        decided, money = n % 5 == 1, round(42.0 / (n + 1), 2)
        kind = "min_take" if decided else "capacity"
        cell = _cell(case, o.name, kind)
        what = "at least {:,.0f} t a year from" if decided else "at most {:,.0f} t a year from"
        rule = f"{what.format(o.total / len(case.years) + 5)} {o.name}"
        rule_ja = (
            f"{o.name}から年{o.total / len(case.years) + 5:,.0f} t{'以上' if decided else '以下'}"
        )
        if decided:
            said = (
                f"The rule '{rule}' ({cell}) costs {money:,.1f} million USD: without it the plan"
                f" would be {money + 2:,.1f} million USD cheaper, 35 HHI points worse, and 812 t"
                " more would come from China."
            )
            changes = (-money - 2.0, 35.2, -1.4, 0.0, 812.5)
            moves = ("CHN Mg +812 t", "KAZ Ga -3 t, TUR Mg -809 t")
        else:
            said = (
                f"{o.name} delivers all it can in {len(o.tonnes)} years, {a}-{b} ({cell}). A tenth"
                f" more capacity there would save {money:,.1f} million USD, mostly in {b}, and"
                " leave concentration as it is."
            )
            changes, moves = (None,) * 5, ("", "")
        ja = (
            f"「{rule_ja}」（{cell}）の費用は{money:,.1f}百万USD。なければHHIは35ポイント悪化する。"
        )
        whole = money if decided else None
        head = (rule, rule_ja, kind, o.name, cell, a, b, "yes" if decided else "no")
        rows.append((*head, money, money / 3, whole, *changes, *moves, said, ja))
    return _table("RuleCosts", rows)


def _why_not(case: Case, options: list[Option]) -> pd.DataFrame:
    rows = []
    for n, o in enumerate(options):
        reason = REASONS[n % len(REASONS)]
        last = max(o.tonnes)
        inside = None if reason[0] in ("rule", "tie") else round(o.price * (0.98 - n / 60), 2)
        said = (
            f"{o.name} is not used before {last}: at {o.price:,.2f} USD/kg ({o.country}) it costs"
            f" more than metal from elsewhere. In {last} it would come in at"
            f" {inside or 0:,.2f} USD/kg, with {20 + n} t."
        )
        ja = f"{o.name}は{last}年まで使わない。FOB価格が{inside or 0:,.2f} USD/kgまで下がれば採用。"
        span = f"{case.years[0]}-{last}"
        head = (o.name, o.material, o.country, o.route, o.grade, o.total, 1.5 * o.total + 10)
        prices = (o.price, inside, o.co2, None if n % 3 else 0.8 * o.co2, 20.0 + n)
        cell, checked = _cell(case, o.name, "price"), ("yes", "no", None)[n % 3]
        rows.append((*head, span, "", *reason, cell, last, *prices, checked, said, ja))
    return _table("WhyNot", rows)


def _why_not_years(case: Case, options: list[Option]) -> pd.DataFrame:
    rows = []
    for o in options:
        for t, q in o.tonnes.items():
            charges = (1.1 * o.price, 1.05 * o.price, 2.5, 1.25, 0.75)
            inside = (o.price, 0.9 * o.price, o.co2, None)
            rows.append((o.name, t, q, o.limits[t], "price", *inside, *charges))
    return _table("WhyNotYears", rows)


def _how_sure(options: list[Option]) -> pd.DataFrame:
    """The first three options of the last mineral may stand in for each other, and two more."""
    rows = []
    last = [o for o in options if o.mineral == options[-1].mineral and o.total > 0]
    sets = [part for part in (last[:3], last[3:5]) if len(part) > 1]
    groups = {o.name: part for part in sets for o in part}
    for o in options:
        part = groups.get(o.name, [])
        whole = sum(p.total for p in part)
        least = 0.4 * o.total if part else o.total
        most = whole if part else o.total
        said = (
            f"Of the {o.total:,.1f} t from {o.name}, {least:,.1f} t are sure: every plan as good as"
            f" this one takes at least that much, and none takes more than {most:,.1f} t."
        )
        ja = f"{o.name}の{o.total:,.1f} tのうち{least:,.1f} tは、同じ良さのどの計画でも必要。"
        share = least / o.total if o.total else None
        group = (", ".join(p.name for p in part), whole or None, whole or None)
        head = ("option", o.name, o.mineral, o.material, o.total, least, most, share)
        rows.append((*head, *group, said, ja))
    for k in dict.fromkeys(o.mineral for o in options):
        for c in dict.fromkeys(o.country for o in options if o.mineral == k):
            total = sum(o.total for o in options if (o.mineral, o.country) == (k, c))
            said = f"{total:,.1f} t of {k} come from {c} in every plan as good as this one."
            ja = f"同じ良さのどの計画でも、{c}から{k}を{total:,.1f} t調達する。"
            rows.append(("country", c, k, "", total, total, total, 1.0, "", None, None, said, ja))
    return _table("HowSure", rows)


def _alternatives(aims: Mapping[str, float], others: int) -> pd.DataFrame:
    rows = []
    for n in range(1, others + 1):
        dearer, moved = 0.012 * n, 0.45 - 0.07 * n
        figures = (
            aims["cost"] * (1 + dearer),
            aims["concentration"] * (1 - 0.03 * n),
            aims["co2"] * (1 + 0.01 * (-1) ** n),
        )
        said = (
            f"{moved:.0%} of the supply comes from elsewhere than in the plan, at {dearer:.1%} more"
            f" cost: less from China and Kazakhstan, more from Turkey and Malaysia."
        )
        ja = f"調達の{moved:.0%}を他から得る案（費用+{dearer:.1%}）。中国を減らし、トルコを増やす。"
        rows.append((n, *figures, dearer, moved, said, ja))
    return _table("Alternatives", rows)


def _alternative_mix(options: list[Option], others: int) -> pd.DataFrame:
    """In every plan every option, a third of them with other tonnes."""
    rows = []
    for n in range(1, others + 1):
        for number, o in enumerate(options):
            factor = 1.0 if (number + n) % 3 else 0.6 + 0.8 * (number % 2)
            figures = (factor * o.total, o.total, (factor - 1) * o.total)
            rows.append((n, o.mineral, o.material, o.name, o.country, *figures))
    return _table("AlternativeMix", rows)


def _sensitivity(case: Case, options: list[Option]) -> pd.DataFrame:
    rows = []
    for rank, o in enumerate((o for o in options if o.grade in "BC"), 1):
        field = ("price", "FOB価格", "price") if rank % 2 else ("capacity", "供給能力", "capacity")
        low, high = 0.7 * o.price, 1.4 * o.price
        down = 0.9 * o.price if rank % 3 else None
        up = 1.2 * o.price if rank % 4 else None
        loss = round(30 / rank, 2)
        cell = _cell(case, o.name, field[2])
        said = (
            f"If the {field[0]} of {o.name} ({cell}, grade {o.grade}) falls below"
            f" {down or low:,.1f} USD/kg, 2,500 t move; holding this plan would then lose up to"
            f" {loss:,.1f} million USD."
        )
        ja = (
            f"{o.name}の{field[1]}（{cell}、確度{o.grade}）が外れると、最大{loss:,.1f}百万USD失う。"
        )
        change = ("CHN Mg -2,500 t, TUR Mg +2,500 t", "中国Mg -2,500 t、トルコMg +2,500 t")
        head = (rank, cell, o.name, *field[:2], o.grade, o.price, "USD/kg", low, high, down, up)
        rows.append((*head, *change, 2500.0, loss / 2, loss, loss, said, ja))
    return _table("Sensitivity", rows)
