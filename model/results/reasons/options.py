"""Tables of options: why not used, near-optimal ranges, and near-optimal alternatives."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from model.case import Case
from model.errors import Words
from model.explain.explanations import (
    BALANCE,
    CARBON,
    CARBON_AND_SPREAD,
    ENOUGH,
    PRICE,
    RULE,
    SPREAD,
    TIE,
    Reasons,
    Span,
    Swap,
    WayOut,
    YearNot,
)
from model.planning.solution import Solution
from model.results.phrases import beside, capital, listed, percent, tonnes
from model.results.reasons import parts
from model.rules.names import country_name, option_words
from model.tolerances.shown import KILOGRAM
from model.workbook.aims import AIM_OF, COST
from model.workbook.layout import AIMS
from model.workbook.wording import plain_figure, year_list

REASONS_JA = {
    PRICE: "価格",
    CARBON: "CO2",
    SPREAD: "HHI（集中度）",
    CARBON_AND_SPREAD: "HHIとCO2",
    RULE: "制約",
    BALANCE: "均衡",
    TIE: "同順位",
    ENOUGH: "充足",
}
STOPS = {
    ENOUGH: Words("other options suffice", "他で足りる"),
    PRICE: Words("its price is too high", "価格が高い"),
    CARBON: Words("its CO2 is too high", "CO2が多い"),
    SPREAD: Words("it would raise HHI too much", "集中度（HHI）が上がる"),
    CARBON_AND_SPREAD: Words("it would raise HHI and CO2 too much", "集中度とCO2が増える"),
}

CLOSE = 0.1
"""Part of the most tonnes that least and most lie apart at most for an option to be sure."""

HALF = 0.5
"""Part of the planned tonnes that every near plan has at least, for an option not to be open."""

SURE, PARTLY, OPEN_, POSSIBLE, OUT = "sure", "partly sure", "open", "possible", "out"
VERDICTS_JA = {SURE: "確実", PARTLY: "一部確実", OPEN_: "未定", POSSIBLE: "採用可能", OUT: "不採用"}
"""How sure: what the words say, and what is shaded (what is open)."""


def why_not(case: Case, reasons: Reasons) -> pd.DataFrame:
    """Every option that is not fully used: what stops it, and what would bring it in."""
    columns = [
        *("supply", "sentence", "sentence_ja", "material", "country", "route", "confidence"),
        *("tonnes", "possible", "years_unused", "years_partly", "reason", "reason_ja", "cell"),
        *("year", "price", "comes_in_at", "co2", "comes_in_at_co2", "tonnes_then", "checked"),
    ]
    found: dict[str, list[YearNot]] = {}
    for year in reasons.years_not:
        found.setdefault(year.supply, []).append(year)
    rows = [_why_not(case, reasons, s, found[s]) for s in case.supplies if s in found]
    return pd.DataFrame(rows, columns=columns)


def _why_not(case: Case, reasons: Reasons, s: str, years: Sequence[YearNot]) -> tuple[Any, ...]:
    row, why = case.supplies[s], _nearest(years)
    used = sum(y.tonnes for y in years)
    full = sum(case.most(s, t) for t in case.years if t not in {y.year for y in years})
    possible = full + sum(y.limit for y in years)
    named = (
        s,
        *_why_words(case, reasons, why, years),
        row.material,
        row.country,
        row.route,
        row.confidence,
    )
    partly = [y.year for y in years if y.tonnes > KILOGRAM]
    unused = [y.year for y in years if y.tonnes <= KILOGRAM]
    checked = {True: "yes", False: "no", None: ""}[why.checked]
    return (
        *(*named, used + full, possible, year_list(unused), year_list(partly), why.reason),
        *(REASONS_JA[why.reason], row.at.place("price"), why.year, why.price),
        *(why.comes_in_at, why.footprint, why.footprint_at, why.more, checked),
    )


def _nearest(years: Sequence[YearNot]) -> YearNot:
    """The year to speak of: where it is nearest to coming in, of those where it does not."""
    out = [y for y in years if y.reason not in (BALANCE, TIE)]
    return min(out, key=lambda y: y.excess) if out else years[0]


def _why_words(case: Case, reasons: Reasons, why: YearNot, years: Sequence[YearNot]) -> Words:
    s = option_words(case, why.supply)
    if why.reason == TIE:
        return _tie_words(case, reasons, why.supply)
    if why.reason == BALANCE:
        partly = year_list(y.year for y in years if y.reason == BALANCE)
        counted = [aim.by for aim in AIM_OF.values() if reasons.money.weights.get(aim.name)]
        return Words(
            f"{s.en} is used in part ({partly}). Its next tonne costs as much, in"
            f" {listed([by.en for by in counted]).en}, as it is worth.",
            f"{s.ja}は{partly}年に一部だけ使われる。次の1 tの負担"
            f"（{'・'.join(by.ja for by in counted)}）が価値とちょうど釣り合う。",
        )
    head = _not_used(s, why, years)
    if why.reason == RULE:
        cells = ", ".join(why.rules)
        return Words(f"{head.en} because of {cells}.", f"{cells}の制約のため、{head.ja}。")
    what, comes_in = STOPS[why.reason], _comes_in(why)
    return Words(
        f"{head.en} because {what.en}. {comes_in.en}",
        f"{what.ja}ため、{head.ja}。{comes_in.ja}",
    )


def _tie_words(case: Case, reasons: Reasons, s: str) -> Words:
    """An unused option that is equally good; the choice is open if the options can be swapped."""
    others = [o for swap in reasons.swaps if s in swap.supplies for o in swap.supplies if o != s]
    name = option_words(case, s)
    if not others:
        return Words(
            f"{name.en} is equally good for the objective. Other measures or the order of the rows"
            " decide against it.",
            f"{name.ja}は目的の上では同等だが、他の指標または行の順序により使われない。",
        )
    names = [option_words(case, o) for o in others]
    return Words(
        f"{listed([name.en, *(n.en for n in names)]).en} are equally good. The choice between them"
        " is open.",
        f"{name.ja}は{listed([n.ja for n in names]).ja}と同等で、どれを使うかは未定。",
    )


def _not_used(s: Words, why: YearNot, years: Sequence[YearNot]) -> Words:
    """In which years it is not used for the reason that is reported."""
    alike = [y for y in years if y.reason == why.reason]
    unused = year_list(y.year for y in alike if y.tonnes <= KILOGRAM)
    if unused:
        return Words(f"{s.en} is not used in {unused}", f"{s.ja}は{unused}年に使われない")
    taken = year_list(y.year for y in alike)
    return Words(
        f"{s.en} delivers only the minimum take in {taken}",
        f"{s.ja}は{taken}年に引取義務量しか使われない",
    )


def _comes_in(why: YearNot) -> Words:
    now, year = plain_figure(why.price), why.year
    if why.comes_in_at is not None:
        at = beside(why.comes_in_at, why.price)
        known = math.isfinite(why.more)
        more = Words(f"{tonnes(why.more)} in {year}", f"{year}年に{tonnes(why.more)}")
        more = more if known else Words(f"in {year}", f"{year}年")
        said = Words(
            f"It would be used ({more.en}) at {at} USD/kg instead of {now}",
            f"価格が{now}ではなく{at} USD/kgなら採用される（{more.ja}）",
        )
    else:
        said = Words("It would not be used at any price alone", "価格だけでは採用されない")
    if why.footprint_at is None or why.reason == PRICE:
        return Words(f"{said.en}.", f"{said.ja}。")
    return Words(
        f"{said.en}, or with {beside(why.footprint_at, why.footprint)} kg CO2/kg instead of"
        f" {plain_figure(why.footprint)}.",
        f"{said.ja}。CO2が{plain_figure(why.footprint)}ではなく"
        f"{beside(why.footprint_at, why.footprint)} kg/kgの場合も採用される。",
    )


def why_not_years(reasons: Reasons) -> pd.DataFrame:
    """The same year by year, with what a kilogram costs and is worth."""
    columns = [
        *("supply", "year", "tonnes", "limit", "reason", "price", "comes_in_at", "co2"),
        *("comes_in_at_co2", "worth", "landed", "hhi_charge", "co2_charge", "rule_charge"),
    ]
    rows = [
        (
            *(y.supply, y.year, y.tonnes, y.limit, y.reason, y.price, y.comes_in_at, y.footprint),
            *(y.footprint_at, *_charges(y.charges)),
        )
        for y in reasons.years_not
    ]
    return pd.DataFrame(rows, columns=columns)


def _charges(charges: Mapping[str, float] | None) -> tuple[float | None, ...]:
    names = ("worth", "landed", "hhi", "co2", "rules")
    return tuple(None if charges is None else charges[name] for name in names)


def how_sure(case: Case, reasons: Reasons) -> pd.DataFrame:
    """Least and most of every option and country in near-optimal plans."""
    columns = [
        *("what", "name", "sentence", "sentence_ja", "verdict", "verdict_ja", "mineral"),
        *("material", "tonnes", "least", "most", "share_sure", "group", "group_least"),
        "group_most",
    ]
    groups = {s: swap for swap in reasons.swaps for s in swap.supplies}
    rows = []
    for span in reasons.spans:
        swap = None if span.country else groups.get(span.name)
        material = "" if span.country else case.supplies[span.name].material
        sure = span.least / span.tonnes if span.tonnes > KILOGRAM else None
        group = (
            ("", None, None) if swap is None else (", ".join(swap.supplies), swap.least, swap.most)
        )
        found = verdict(span, swap)
        rows.append(
            (
                "country" if span.country else "option", span.name,
                *_sure_words(case, span, swap), found, VERDICTS_JA[found], span.mineral, material,
                span.tonnes, span.least, span.most, sure, *group,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def verdict(span: Span, swap: Swap | None) -> str:
    """How sure an option or country is; the one rule of words and shading."""
    if swap is not None:
        return OPEN_
    if span.most <= KILOGRAM:
        return OUT
    if span.most - span.least <= CLOSE * span.most:
        return SURE
    if span.tonnes <= KILOGRAM:
        return POSSIBLE
    return OPEN_ if span.least < HALF * span.tonnes else PARTLY


def _sure_words(case: Case, span: Span, swap: Swap | None) -> Words:
    if swap is not None:
        return swap_words(case, swap)
    who = option_words(case, span.name)
    if span.country:
        name_ = country_name(case, span.name)
        who = Words(f"{name_.en} ({span.mineral})", f"{name_.ja}（{span.mineral}）")
    name, ja = who.en, who.ja
    least, most, planned = tonnes(span.least), tonnes(span.most), tonnes(span.tonnes)
    between = Words(f"{least} to {most}", f"{least}～{most}")
    between = Words("the same", "同量") if least == most == planned else between
    sentences = {
        OUT: Words(
            f"No near-optimal plan uses {name}.",
            f"準最適な計画は、いずれも{ja}を使わない。",
        ),
        SURE: Words(
            f"{name} is sure: the plan has {planned}, every near-optimal plan {between.en}.",
            f"{ja}は確実で、計画は{planned}、準最適な計画ではどれも{between.ja}。",
        ),
        POSSIBLE: Words(
            f"{name} is not used, but a near-optimal plan can have up to {most}.",
            f"{ja}は使われないが、準最適な計画では最大{most}まで採用できる。",
        ),
        PARTLY: Words(
            f"{name} is partly sure: the plan has {planned}, near-optimal plans {least} to {most}.",
            f"{ja}は一部確実で、計画は{planned}、準最適な計画では{least}～{most}。",
        ),
        OPEN_: Words(
            f"{name} is open: the plan has {planned}, near-optimal plans {least} to {most}.",
            f"{ja}は未定で、計画は{planned}、準最適な計画では{least}～{most}。",
        ),
    }
    return sentences[verdict(span, None)]


def swap_words(case: Case, swap: Swap) -> Words:
    """``60 t come from any of A, B and C together.``"""
    names, together = [option_words(case, s) for s in swap.supplies], tonnes(swap.tonnes)
    return Words(
        f"{listed([n.en for n in names]).en} deliver {together} together. The split between them is"
        " open.",
        f"{listed([n.ja for n in names]).ja}の合計は{together}で、内訳は未定。",
    )


def alternatives(case: Case, solution: Solution, reasons: Reasons) -> dict[str, pd.DataFrame]:
    """Near-optimal alternatives that differ most, and what they buy."""
    columns = [
        *("alternative", *AIMS, "cost_change", "moved", *parts.columns("change_")),
        *("sentence", "sentence_ja"),
    ]
    mix = ["alternative", "mineral", "material", "supply", "country", "tonnes", "planned", "change"]
    planned = {s: sum(solution["imports"][s, t] for t in case.years) for s in case.supplies}
    rows = [
        (
            number, *(way.aims[a] for a in AIMS), way.aims[COST] / solution.aims[COST] - 1
            if solution.aims[COST] else 0.0, way.moved, *parts.values(way.parts),
            *_way_words(case, solution, way, planned),
        )
        for number, way in enumerate(reasons.ways_out, 1)
    ]  # fmt: skip
    mixes = [
        (number, case.mineral_of(s), row.material, s, row.country, way.tonnes[s], planned[s],
         way.tonnes[s] - planned[s])
        for number, way in enumerate(reasons.ways_out, 1)
        for s, row in case.supplies.items()
        if max(way.tonnes[s], planned[s]) > KILOGRAM
    ]  # fmt: skip
    return {
        "Alternatives": pd.DataFrame(rows, columns=columns),
        "AlternativeMix": pd.DataFrame(mixes, columns=mix),
    }


def _way_words(case: Case, solution: Solution, way: WayOut, planned: Mapping[str, float]) -> Words:
    """Who delivers more and less, by what it is of the mineral's demand."""
    demand = {k: sum(case.mineral_demand[k, t] for t in case.years) for k in case.minerals}
    share = {s: (way.tonnes[s] - planned[s]) / (demand[case.mineral_of(s)] or 1) for s in planned}
    order = sorted(share, key=lambda s: -abs(share[s]))
    change = {s: way.tonnes[s] - planned[s] for s in planned}
    up = [s for s in order if share[s] > 0.002][:3]
    down = [s for s in order if share[s] < -0.002][:3]
    signs = [f"{'+' if change[s] > 0 else '-'}{tonnes(abs(change[s]))}" for s in [*up, *down]]
    who = [option_words(case, s) for s in [*up, *down]]
    now = solution.aims[COST]
    cost = way.aims[COST] / now - 1 if now else 0.0
    moved, said = percent(way.moved), parts.apart(way.parts)
    en = listed([f"{name.en} by {sign}" for name, sign in zip(who, signs, strict=True)]).en
    ja = listed([f"{name.ja} {sign}" for name, sign in zip(who, signs, strict=True)]).ja
    return Words(
        f"{moved} of supply comes from elsewhere: {en}. {capital(said.change.en)} (cost"
        f" {cost:+.1%}).{said.stays.en}",
        f"供給の{moved}の調達先が変わる: {ja}。{said.change.ja}（費用{cost:+.1%}）。"
        f"{said.stays.ja}",
    )
