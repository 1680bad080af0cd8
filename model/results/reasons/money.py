"""Table AimPrices: how HHI and CO2 are turned into money, with its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from model.case import Case
from model.errors import Words
from model.explain.explanations import GIVEN, GIVEN_BACK, IMPLIED, Money
from model.results.phrases import rounded
from model.results.tradeoff import annuity
from model.workbook.aims import AIM_OF, CO2, CONCENTRATION, COST
from model.workbook.measures import complete

MEANING = {
    GIVEN: Words("as Settings says", "Settingsの値"),
    GIVEN_BACK: Words(
        "what giving back a hundredth of the range would save",
        "範囲の100分の1を戻した場合の節約額",
    ),
}
BETWEEN = Words(
    " Further points cost more; points given back save less (sheet Rates).",
    "さらに下げるとこれより高く、戻した場合の節約はこれより小さい（シートRates）。",
)

Row = tuple[str, float, str, str, str]
"""Unit, the price as people say it, its unit, and the sentence in English and Japanese."""


def aim_prices(case: Case, worth: Money) -> pd.DataFrame:
    """How everything is turned into money."""
    columns = ["aim", "price", "unit", "a_year", "a_year_unit", "sentence", "sentence_ja"]
    rows = [(aim, price, *ROWS[aim](case, worth, price)) for aim, price in _prices(worth)]
    return pd.DataFrame(rows, columns=columns)


def _prices(worth: Money) -> Iterator[tuple[str, float]]:
    """Every aim with what a unit of it is worth, million USD."""
    return ((aim, worth.weights.get(aim, 0.0)) for aim in AIM_OF)


def _cost_row(case: Case, worth: Money, price: float) -> Row:
    return AIM_OF[COST].unit, price, "USD for a USD", *_how(case, worth)


def _points_row(case: Case, worth: Money, price: float) -> Row:
    a_year = 100 * price / annuity(case)
    what = "million USD a year for 100 HHI points"
    return "HHI point, mean of the plan", a_year, what, *_points(worth, a_year)


def _carbon_row(case: Case, worth: Money, price: float) -> Row:
    a_tonne = 1000 * price
    return AIM_OF[CO2].unit, a_tonne, "USD per t CO2", *_carbon(worth, a_tonne)


def _how(case: Case, worth: Money) -> Words:
    """How the aims are turned into money."""
    if worth.how == GIVEN:
        return Words(
            "A shadow price is the change of the plan's weighted sum (present value) if a limit"
            " rises by one unit. A minus is a saving.",
            "シャドウプライスは、制約を1単位増やしたときの計画全体の金額（現在価値）の増減です。",
        )
    if worth.how == GIVEN_BACK and COST in worth.weights:
        return Words(
            "Shadow prices are cost only, because giving back some of the aim saves nothing.",
            "目的を戻しても節約にならないため、シャドウプライスは費用そのものです。",
        )
    if worth.how == GIVEN_BACK:
        return Words(
            "The objective is not cost. Its value in money is the cost saved if a little of it is"
            " given back.",
            "目的が費用ではないため、目的を少し戻した場合の節約額で金額に換算します。",
        )
    points = worth.weights[CONCENTRATION] * 1000 / len(case.years)
    carbon = worth.weights[CO2] * 1000
    return Words(
        "No plan with at most this HHI and this CO2 costs less. One point of HHI or one tonne of"
        " CO2 less has a shadow price. Objective 'weighted' with concentration_price"
        f" {rounded(points, 4)} (for 1,000 points in each year, undiscounted) and carbon_price"
        f" {rounded(carbon, 4)} gives an equally good plan.",
        "HHIとCO2がこの計画以下で、費用がより小さい計画はありません。HHIをさらに1ポイント、CO2を"
        "さらに1トン下げる費用がシャドウプライスです。目的weightedで concentration_price"
        f" {rounded(points, 4)}（各年1,000ポイント、割引なし）、carbon_price"
        f" {rounded(carbon, 4)} とすると同等の計画になります。",
    )


def _points(worth: Money, a_year: float) -> Words:
    if a_year <= 0:
        return Words("HHI has no price in money here.", "HHIは金額に換算されません。")
    how = MEANING.get(worth.how, Words("what the last point costs the plan", "最後の1点の費用"))
    between = BETWEEN if worth.how == IMPLIED else Words("", "")
    return Words(
        f"100 points of HHI count as {rounded(a_year)} million USD a year ({how.en}).{between.en}",
        f"HHI 100ポイントは年{rounded(a_year)}百万USDに相当します（{how.ja}）。{between.ja}",
    )


def _carbon(worth: Money, a_tonne: float) -> Words:
    if a_tonne <= 0:
        return Words("CO2 has no price in money here.", "CO2は金額に換算されません。")
    how = MEANING.get(worth.how, Words("what the last tonne costs the plan", "最後の1トンの費用"))
    return Words(
        f"A tonne of CO2 counts as {rounded(a_tonne)} USD ({how.en}).",
        f"CO2 1トンは{rounded(a_tonne)} USDに相当します（{how.ja}）。",
    )


ROWS: Mapping[str, Callable[[Case, Money, float], Row]] = {
    COST: _cost_row,
    CONCENTRATION: _points_row,
    CO2: _carbon_row,
}
complete("rows of AimPrices", ROWS, AIM_OF)
