"""Where the matrices of sheet Regret stand, and which candidate has the least largest regret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from openpyxl.utils import get_column_letter

from model.analysis.findings import UNSOLVED
from model.errors import Words
from model.report.core.labels import MONEY, TONNES
from model.report.core.rows import rows
from model.report.core.table_sheet import FIRST_ROW
from model.report.sentences.worlds import LEAST_TONNES
from model.workbook import aims

HEADS = 5
"""Columns before the figures: scenario, its names, its probability, the least cost in it."""
SUMS = (
    ("Largest regret", "最大リグレット"),
    ("Mean, weighted by probability", "確率加重平均"),
)
COST = Words("Cost, million USD", "費用（百万USD）")
REGRET = Words("Regret, million USD", "リグレット（百万USD）")
SHORTAGE = Words("Shortage, t, sum of the years", "不足（t、全期間）")


@dataclass(frozen=True)
class Block:
    """One figure: column of the table, title, format, and where its cells stand."""

    column: str
    title: Words
    shown: str
    corner: tuple[int, int]
    size: tuple[int, int]

    @property
    def row(self) -> int:
        """The row of the first scenario."""
        return self.corner[0]

    @property
    def last(self) -> int:
        """The row of the last scenario."""
        return self.corner[0] + self.size[0] - 1

    @property
    def first(self) -> int:
        """The column of the first plan."""
        return self.corner[1]

    @property
    def letters(self) -> tuple[str, str]:
        """Columns of the first and the last plan."""
        right = self.first + self.size[1] - 1
        return get_column_letter(self.first), get_column_letter(right)

    @property
    def cells(self) -> str:
        """Address of all figures."""
        left, right = self.letters
        return f"{left}{self.row}:{right}{self.last}"


@dataclass(frozen=True)
class Matrix:
    """Scenarios down and candidates across: names by key, in the order of the table."""

    worlds: Mapping[str, Words]
    plans: Mapping[str, Words]
    short: bool

    @property
    def blocks(self) -> list[Block]:
        """Cost, regret to the right of it, and shortage, if there is any, below."""
        size, left = (len(self.worlds), len(self.plans)), HEADS + 1
        below = FIRST_ROW + size[0] + len(SUMS) + 5
        found = [
            Block(aims.COST, COST, MONEY, (FIRST_ROW, left), size),
            Block("regret", REGRET, MONEY, (FIRST_ROW, left + size[1]), size),
            Block(aims.SHORTAGE, SHORTAGE, TONNES, (below, left), size),
        ]
        return found if self.short else found[:2]

    @property
    def end(self) -> int:
        """The row after all of it."""
        return self.blocks[-1].last + 1 if self.short else self.blocks[0].last + len(SUMS) + 2

    @property
    def width(self) -> int:
        """Columns of the matrices."""
        return HEADS + 2 * len(self.plans)


def matrix_of(table: pd.DataFrame) -> Matrix:
    """The scenarios and candidates of table Regret."""
    names = ("scenario", "name_en", "name_ja", "plan", "plan_en", "plan_ja", aims.SHORTAGE)
    found = rows(table, *names)
    return Matrix(
        {w: Words(en, ja) for w, en, ja, *_ in found},
        {p: Words(en, ja) for *_, p, en, ja, _ in found},
        any(tonnes is not None and tonnes > LEAST_TONNES for *_, tonnes in found),
    )


def least_largest(table: pd.DataFrame, matrix: Matrix) -> Words | None:
    """The candidate with the least largest regret, and where it is largest."""
    regrets: dict[str, dict[str, float]] = {}
    for plan, world, regret in rows(table, "plan", "scenario", "regret"):
        if regret is not None and regret == regret:
            regrets.setdefault(plan, {})[world] = regret
    whole = {p: found for p, found in regrets.items() if len(found) == len(matrix.worlds)}
    left_out = _left_out(table, matrix)
    if not whole:
        return left_out
    plan = min(whole, key=lambda p: max(whole[p].values()))
    world = max(whole[plan], key=lambda w: whole[plan][w])
    most, at = whole[plan][world], matrix.worlds[world]
    name = matrix.plans[plan]
    said = Words(
        f"Least largest regret: {name.en}, never more than {most:z,.1f} million USD above the best"
        f" of these (most in: {at.en}).",
        f"最大リグレットが最小の候補: {name.ja}（候補中の最善との差は最大{most:z,.1f}百万USD、"
        f"「{at.ja}」の場合）。",
    )
    return said if left_out is None else Words(f"{said.en} {left_out.en}", said.ja + left_out.ja)


def _left_out(table: pd.DataFrame, matrix: Matrix) -> Words | None:
    """The candidates that could not be solved in some scenario, and so are not compared."""
    places = [
        (matrix.plans[plan], matrix.worlds[world])
        for plan, world, status in rows(table, "plan", "scenario", "status")
        if status == UNSOLVED
    ]
    if not places:
        return None
    en = "; ".join(f"{plan.en} in {world.en}" for plan, world in places)
    ja = "、".join(f"{plan.ja}（{world.ja}）" for plan, world in places)
    return Words(f"Could not be solved, so not compared: {en}.", f"求解できず比較外: {ja}。")
