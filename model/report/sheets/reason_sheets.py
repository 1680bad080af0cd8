"""The sheets that give the reasons: what rules cost, why not, how sure, what to check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd
from openpyxl import Workbook

from model.case import Case
from model.errors import Words
from model.report.core.answered import Block, Mark, write_answered
from model.report.core.looks import Pen
from model.report.core.rows import rows
from model.report.sentences.reasons import (
    FIRST,
    all_spot,
    check_first,
    first_figures,
    groups,
    number,
    sentences_of,
    sure,
    swap,
    to_check,
)
from model.report.sheets.alternatives_sheet import write_alternatives
from model.results.phrases import capital
from model.results.reasons.figures import MATTERS, NO_CONTRACTS, ONE_SCALE
from model.results.reasons.options import OPEN_
from model.results.reasons.parts import CASH
from model.workbook.aims import COST
from model.workbook.objectives import OBJECTIVES

PRICES = Words("How HHI and CO2 are turned into money", "HHI・CO2の金額への換算")
COSTLIEST = Words("The rules that weigh most", "影響の大きい条件")
READ = Words("How to read it", "読み方")
NEAREST = Words("Options nearest to being used", "採用に最も近い供給元")
SWAPPABLE = Words("Options that can replace each other", "互いに代替できる供給元")
CAUSES = Words("What keeps demand from being met", "需要を満たせない原因")
YELLOW, ORANGE = "FFF5CC", "FCE8D2"
DECIDED = Mark(
    '{decided}="yes"',
    YELLOW,
    Words(
        "Shaded: a rule people decide on; the others are what plants and stores can do.",
        "着色: 人が決める条件。その他は設備や倉庫の能力。",
    ),
)
UNSURE = Mark(
    f'{{verdict}}="{OPEN_}"',
    ORANGE,
    Words(
        "Shaded: open. Not every near-optimal plan has half of the planned tonnes, or other options"
        " can replace it.",
        "着色: 未定（準最適な計画すべてに共通する数量が計画の半分未満、または他で代替可能）。",
    ),
)


def write_reasons(
    workbook: Workbook, pen: Pen, case: Case, tables: Mapping[str, pd.DataFrame]
) -> None:
    """A sheet for each of the tables that are there."""
    prices = Block(PRICES, [CASH, *sentences_of(tables, "AimPrices")])
    costliest = Block(COSTLIEST, sentences_of(tables, "RuleCosts"))
    if "Rules" in tables:
        table = tables["Rules"]
        write_answered(workbook, pen, "Rules", table, _rules(table), [prices, costliest])
    if "RuleCosts" in tables:
        table, blocks = tables["RuleCosts"], [costliest, prices]
        answer = _rules(table)
        write_answered(workbook, pen, "RuleCosts", table, answer, blocks, mark=DECIDED)
    if "WhyNot" in tables:
        _write_why_not(workbook, pen, tables["WhyNot"])
    if "HowSure" in tables:
        _write_how_sure(workbook, pen, case, tables["HowSure"])
    if "Alternatives" in tables:
        write_alternatives(workbook, pen, case, tables)
    if "Sensitivity" in tables:
        _write_sensitivity(workbook, pen, case, tables)
    if len(tables.get("ShortageCauses", ())):
        causes, table = (
            Block(CAUSES, sentences_of(tables, "ShortageCauses")),
            tables["ShortageCauses"],
        )
        write_answered(workbook, pen, "ShortageCauses", table, None, [causes], frozen=2)


def _write_sensitivity(
    workbook: Workbook, pen: Pen, case: Case, tables: Mapping[str, pd.DataFrame]
) -> None:
    """The figures to check first, or why there are none, and what a loss is."""
    table, first = tables["Sensitivity"], to_check(tables)
    check = Block(check_first(len(first_figures(tables))), first)
    notes = [CASH, *([ONE_SCALE] if OBJECTIVES[case.settings.objective].own_scale else [])]
    if all_spot(tables) and NO_CONTRACTS not in first:
        notes.append(NO_CONTRACTS)
    write_answered(
        workbook, pen, "Sensitivity", table, _check(table), [check, Block(READ, notes)],
        mark=_matters(tables), frozen=2,
    )  # fmt: skip


def _rules(table: pd.DataFrame) -> Words | None:
    """That no rule binds, if so."""
    if len(table):
        return None
    return Words("No rule binds in any year.", "どの年にも効いている条件はない。")


def _check(table: pd.DataFrame) -> Words | None:
    if len(table):
        return None
    return Words(
        "There is no figure of grade B or C to check.", "確かめるべき確度B・Cの数値はない。"
    )


def _matters(tables: Mapping[str, pd.DataFrame]) -> Mark:
    """The figures whose error would cost more than a thousandth of what the plan costs."""
    measures = tables["Measures"]
    whole = (measures.measure == COST) & (measures.mineral == "all") & (measures.year == "all")
    cost = float(measures[whole & (measures.plan == "plan")].value.iloc[0])
    return Mark(
        f"N({{loss}})>{MATTERS * cost:.6g}",
        ORANGE,
        Words(
            "Shaded: keeping the plan would cost more than a thousandth of its cost.",
            "着色: 計画を維持すると費用の1000分の1を超える損失になる数値。",
        ),
    )


def _write_why_not(workbook: Workbook, pen: Pen, table: pd.DataFrame) -> None:
    """How many options for which reason, and the five that are nearest to being used."""
    near = sorted(_gaps(table))[:FIRST]
    chosen = {"WhyNot": table.iloc[[place for _, place in near]]}
    block = Block(NEAREST, sentences_of(chosen, "WhyNot"))
    write_answered(workbook, pen, "WhyNot", table, _why(table), [block])


def _gaps(table: pd.DataFrame) -> Iterator[tuple[float, int]]:
    """By how much the price of an option would have to fall, as a share, and its row."""
    for place, (price, inside) in enumerate(rows(table, "price", "comes_in_at")):
        now, then = number(price), number(inside)
        if now and then is not None and then < now:
            yield (now - then) / now, place


def _why(table: pd.DataFrame) -> Words:
    """``24 options are not used to the full: price 10, HHI 5, rule 9.``"""
    if table.empty:
        return Words(
            "Every option is used to the full in every year in which it exists.",
            "どの供給元も、利用できる年はすべて上限まで使う。",
        )
    many = Counter(rows(table, "reason", "reason_ja")).most_common()
    en = ", ".join(f"{reason} {count}" for (reason, _), count in many)
    ja = "、".join(f"{reason}: {count}件" for (_, reason), count in many)
    noun = "option is" if len(table) == 1 else "options are"
    return Words(
        f"{len(table)} {noun} not used to the full, because of: {en}.",
        f"上限まで使わない供給元{len(table)}件の理由: {ja}。",
    )


def _write_how_sure(workbook: Workbook, pen: Pen, case: Case, table: pd.DataFrame) -> None:
    """Tonnes that are sure by mineral, and the groups that can be swapped."""
    found = [swap(case, group) for group in groups(table)]
    told_ = [Words(f"{capital(one.en)}.", f"{one.ja}。") for one in found]
    block = Block(SWAPPABLE, told_)
    write_answered(workbook, pen, "HowSure", table, sure(table), [block], mark=UNSURE, frozen=2)
