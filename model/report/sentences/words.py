"""What the result says to its reader: sentences in English and Japanese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from model.case import Case
from model.errors import Words
from model.report.core.rows import rows
from model.tolerances.figures import LEAST_SHORTAGE
from model.workbook.objectives import OBJECTIVES
from model.workbook.wording import amount as amount

MOST_TOLD = 40
WARNINGS = "Warnings"
"""Name of the sheet of odd figures."""

BASES = {
    "shipped": Words("shipped from", "出荷国"),
    "origin": Words("country of origin", "原産国"),
}
NO_PLAN = Words(
    "No plan exists: these rules cannot all hold.",
    "計画は成立しません。次の条件を同時に満たすことができません。",
)
TODAY_IS_AN_ESTIMATE = Words(
    "Today's mix is an estimate: today's import shares at the same demand, prices, recycling,"
    " refining and stock, whether or not so much can be had. A range a-b counts suppliers the"
    " source does not name as many (a) or as one (b).",
    "「現状」は推計値（現在の輸入シェアを同じ需要・価格・リサイクル・在庫に適用）。"
    "供給できる量は考慮していない。"
    "範囲 a-b は、出典に国名のない供給者を多数（a）または1か国（b）とみなした値。",
)


def headline(case: Case, tables: Mapping[str, pd.DataFrame]) -> Words:
    """The first line of every result: what is short or that all is well, and input warnings."""
    met, odd = _supplied(tables), odd_input(tables)
    return Words(f"{met.en} {odd.en}".rstrip(), f"{met.ja}{odd.ja}")


def _supplied(tables: Mapping[str, pd.DataFrame]) -> Words:
    """Tonnes short and reserve drawn, or that all is well."""
    short, drawn = _tonnes(tables["Balance"], "shortage"), _tonnes(tables["Balance"], "reserve_gap")
    parts = []
    if short:
        said = _short_words(short, summed=True)
        parts.append(Words(f"Demand is not met. Short: {said}.", f"不足: {said}。"))
    if drawn:
        parts.append(
            Words(
                f"Reserve drawn below its target by: {_short_words(drawn)}.",
                f"備蓄の目標割れ: {_short_words(drawn)}。",
            )
        )
    if parts:
        return Words(" ".join(p.en for p in parts), " ".join(p.ja for p in parts))
    if _asks_for_reserve(tables["Balance"]):
        return Words(
            "Demand is met in every year; the reserve is held.",
            "全期間で需要を満たし、備蓄目標も維持します。",
        )
    return Words(
        "Demand is met in every year; no reserve is asked for.",
        "全期間で需要を満たします（備蓄目標の設定なし）。",
    )


def odd_input(tables: Mapping[str, pd.DataFrame]) -> Words:
    """How many warnings on the input are not explained; nothing if there are none."""
    many = warned(tables)
    if not many:
        return Words("", "")
    noun = "warning" if many == 1 else "warnings"
    return Words(
        f"{many} {noun} on the input: see sheet {WARNINGS}.",
        f"入力の警告{many}件（シート {WARNINGS}）。",
    )


def warned(tables: Mapping[str, pd.DataFrame]) -> int:
    """Warnings on the input that no note explains."""
    return int((tables[WARNINGS].counted == "yes").sum()) if WARNINGS in tables else 0


def all_is_well(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether nothing is short and the reserve is whole."""
    balance = tables["Balance"]
    return not _tonnes(balance, "shortage") and not _tonnes(balance, "reserve_gap")


def _asks_for_reserve(balance: pd.DataFrame) -> bool:
    return not balance.empty and bool((balance["reserve_target"] > 0).any())


def _tonnes(balance: pd.DataFrame, column: str) -> dict[str, list[tuple[int, float]]]:
    """Years and tonnes of a column by material, where there are any."""
    found: dict[str, list[tuple[int, float]]] = {}
    for year, material, demand, tonnes in rows(balance, "year", "material", "demand", column):
        if tonnes > LEAST_SHORTAGE * max(1.0, demand):
            found.setdefault(material, []).append((year, tonnes))
    return found


def _short_words(found: Mapping[str, Sequence[tuple[int, float]]], *, summed: bool = False) -> str:
    """``Ga_4N 16.3 t: 12.3 t (2030), 4 t (2031); Mg 2,000 t (2030)``; the longest lists are cut.

    ``summed`` puts the sum of the years first (a reserve missing in two years has none).
    """
    total = sum(len(pairs) for pairs in found.values())
    each = max(1, MOST_TOLD // len(found)) if total > MOST_TOLD else total
    return "; ".join(
        f"{material} "
        + (f"{amount(sum(q for _, q in pairs))} t: " if summed and len(pairs) > 1 else "")
        + ", ".join(f"{amount(tonnes)} t ({year})" for year, tonnes in pairs[:each])
        + _left_out(pairs[each:])
        for material, pairs in found.items()
    )


def _left_out(pairs: Sequence[tuple[int, float]]) -> str:
    if not pairs:
        return ""
    return f", {amount(sum(tonnes for _, tonnes in pairs))} t ({pairs[0][0]}-{pairs[-1][0]})"


def title(case: Case) -> Words:
    """Case, horizon, objective and basis, in one line."""
    settings = case.settings
    aim, basis = OBJECTIVES[settings.objective].wording, BASES[settings.concentration_basis]
    order = settings.priority_order
    span = f"{case.years[0]}-{case.years[-1]}"
    risk = settings.concentration_risk == "wgi"
    return Words(
        f"{settings.case_name}: plan {span}, {aim.en.format(order=order)}; concentration by"
        f" {basis.en}{', weighted by governance risk' if risk else ''}",
        f"計画期間 {span}、目的: {aim.ja.format(order=order)}、集中度: {basis.ja}基準"
        f"{'（ガバナンスリスク加重）' if risk else ''}",
    )


def notes(
    case: Case, assumed: float | None, bound: float, fines: float, *, baseline: bool
) -> Iterator[Words]:
    """What the figures rest on, in a few lines.

    ``assumed`` is the share of the cost of supply of grade C, ``bound`` the HHI points by which the
    optimum may be off, ``fines`` what shortage and broken limits cost (present value, million USD).
    """
    if assumed is not None:
        yield Words(
            "Grades: A published, B derived from published figures, C assumed."
            f" {assumed:.0%} of the cost of supply rests on figures of grade C.",
            f"確度: A 公表値、B 公表値から推計、C 仮定。"
            f"調達費用の{assumed:.0%}は確度Cの数値に基づく。",
        )
    basis = BASES[case.settings.concentration_basis]
    exact = f"{max(bound, 0.001):.2g}"
    yield Words(
        f"HHI: 0 = spread, 10,000 = one country; shares of demand; home metal is no import;"
        f" optimised by {basis.en}, exact to {exact} points.",
        f"HHI: 0=分散、10,000=1か国。需要に対するシェアで計算、国内分は輸入に含めない。"
        f"最適化は{basis.ja}基準、最適値の誤差は{exact}ポイント以内。",
    )
    if baseline:
        yield TODAY_IS_AN_ESTIMATE
    if fines > 0:
        yield Words(
            f"The plan's cost includes {fines:z,.2f} million USD (present value) for shortage and"
            f" broken soft limits{'; that of today does not' if baseline else ''}.",
            f"計画の費用には、不足と制約違反の費用{fines:z,.2f}百万USD（現在価値）を含む。"
            f"{'現状の推計値には含まない。' if baseline else ''}",
        )
        yield Words(
            "What is not delivered has no supplier and no footprint: with a shortage, HHI, shares"
            " and CO2 look better than they would if demand were met.",
            "不足分には調達先もCO2もないため、不足があるとHHI・シェア・CO2は実際より良く見えます。",
        )


def spans(years: Iterable[int]) -> str:
    """Years with runs drawn together: ``2027, 2029-2031``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)
