"""What is printed: progress, what went wrong, and the answer in a few lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping

import pandas as pd

from model.case import Case
from model.errors import ModelError, NoPlanError, Words, WorkbookError
from model.plausibility import counted, input_warnings
from model.report.sentences.reasons import reasons
from model.report.sentences.words import headline
from model.report.summary.what_if_band import sentences
from model.results.repairs import menu
from model.rules.names import country_name
from model.workbook.aims import CO2, CONCENTRATION, COST
from model.workbook.wording import year_list

MOST_WARNINGS = 20
"""Warnings printed; all are listed in the result."""
PATIENCE = 2.0
"""Seconds before progress is printed."""


class Clock:
    """Seconds of each step since the start of the program."""

    def __init__(self, started: float) -> None:
        self._started = self._last = started
        self.steps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """What has passed since the last lap belongs to ``step``."""
        now = time.perf_counter()
        self.steps[step] = now - self._last
        self._last = now

    @property
    def passed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started

    def __str__(self) -> str:
        parts = ", ".join(f"{step} {seconds:.1f}" for step, seconds in self.steps.items())
        return f"{self._last - self._started:.1f} s ({parts})"


class Progress:
    """Prints what is being done once a run takes longer than people wait without asking."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._told = clock, 0.0

    def __call__(self, what: Words) -> None:
        """A line on what begins now, not more than one a second."""
        passed = self._clock.passed
        if passed > PATIENCE and passed > self._told + 1:
            self._told = passed
            print(f"{passed:4.0f} s  {what.en} / {what.ja}", file=sys.stderr, flush=True)


def tell(error: ModelError) -> None:
    """Print what went wrong, for the reader to mend."""
    if isinstance(error, WorkbookError):
        count = len(error.issues)
        things = "thing" if count == 1 else "things"
        print(f"The workbook has {count} {things} to correct.", file=sys.stderr)
        print(f"ワークブックの修正が必要です: {count} 件", file=sys.stderr)
        lines = error.lines()
        for english, japanese in zip(lines[::2], lines[1::2], strict=True):
            print(f"- {english}\n  {japanese}", file=sys.stderr)
    elif isinstance(error, NoPlanError):
        print("No plan obeys all hard rules. These clash; some have to give way:", file=sys.stderr)
        print("厳守条件をすべて満たす計画はありません。緩めるべき候補:", file=sys.stderr)
        for culprit in error.culprits:
            years = year_list(culprit.years)
            print(f"- {culprit.cell}: {culprit.rule.en} ({years})", file=sys.stderr)
            print(f"  {culprit.rule.ja}（{years}）", file=sys.stderr)
        for told in menu(error.repairs):
            print(f"{told.en}\n{told.ja}", file=sys.stderr)
    else:
        print(error, file=sys.stderr)


def warn(case: Case) -> None:
    """Print what looks odd in the input, the first of it, before anything is planned."""
    odd = counted(input_warnings(case))
    if not odd:
        return
    many = len(odd)
    print(
        "1 warning on the input (it stops no plan):"
        if many == 1
        else f"{many} warnings on the input (they stop no plan):"
    )
    print(f"入力の警告 {many} 件（計画は作成できます）:")
    for one in odd[:MOST_WARNINGS]:
        english, japanese = one.lines()
        print(f"- {english}\n  {japanese}")
    if many > MOST_WARNINGS:
        print(f"... and {many - MOST_WARNINGS} more: sheet Warnings of the result lists all.")
        print(f"他 {many - MOST_WARNINGS} 件。全件は結果のシート Warnings にあります。")
    noted = next((one.noted_as for one in odd if one.noted_as), None)
    if noted is not None:
        print(f"If a figure is right, say so in the note of its row: checked {noted}: why")
        print(f"正しい値であれば、その行の備考に「確認済み {noted}: 理由」のように書いてください。")


def summary(case: Case, made: Mapping[str, pd.DataFrame]) -> str:
    """The answer in a few lines: shortage, who delivers, cost, HHI and CO2 beside today's mix."""
    said = headline(case, made)
    measures = made["Measures"]
    whole = measures[(measures.mineral == "all") & (measures.year == "all")]
    found = {
        (m, p): (low, high)
        for m, p, low, high in zip(
            whole.measure, whole.plan, whole.value, whole.value_high, strict=True
        )
    }
    lines = [case.settings.case_name, said.en, said.ja]
    for measure, name, unit in (
        (COST, "Cost, present value / 費用(現在価値)", "million USD"),
        (CONCENTRATION, f"HHI, {case.settings.concentration_basis} / 集中度", ""),
        (CO2, "CO2", "kt"),
    ):
        now = found.get((measure, "baseline"))
        beside = "" if now is None else f"  (today's mix / 現状: {_interval(*now)})"
        lines.append(f"{name}: {found[measure, 'plan'][0]:z,.0f} {unit}".rstrip() + beside)
    lines += [_who(case, made["Shares"], k) for k in case.minerals]
    lines += [text for sentence in [*sentences(made), *reasons(case, made)] for text in sentence]
    return "\n".join(lines)


def _interval(low: float, high: float | None) -> str:
    """``4,675-4,789``, or one figure if there is no second."""
    if high is None or pd.isna(high) or round(high) == round(low):
        return f"{low:z,.0f}"
    return f"{low:z,.0f}-{high:z,.0f}"


def _who(case: Case, shares: pd.DataFrame, mineral: str) -> str:
    """Who ships how much of a mineral over all years, largest first."""
    here = shares[(shares.mineral == mineral) & (shares.basis == "shipped")]
    tonnes = here.groupby("country").tonnes.sum().sort_values(ascending=False, kind="stable")
    demand = sum(case.mineral_demand[mineral, t] for t in case.years)
    if demand == 0:
        return f"{mineral}: no demand\n{mineral}: 需要なし"
    named = [
        (country_name(case, str(c)), f"{value / demand:.0%}")
        for c, value in tonnes.items()
        if value / demand > 0.005
    ][:8]
    en = ", ".join(f"{name.en} {share}" for name, share in named)
    ja = "、".join(f"{name.ja} {share}" for name, share in named)
    return f"{mineral}: {en}\n{mineral}: {ja}"
