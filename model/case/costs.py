"""The parts of the cost: one record each, read by all who add them up, name them or check them.

Case, equations, tables, sentences and live checks loop over these records. To add a charge on what
is bought: its column in Supply (:mod:`model.workbook.layout`), a figure of the case, a record here,
and its formula for the live checks (:mod:`model.report.checks.recompute`).
"""

from __future__ import annotations

from dataclasses import dataclass

from model.errors import Words

OPTION, CONVERSION, MATERIAL, LIMIT = "option", "conversion", "material", "limit"
"""What may bear a cost."""


@dataclass(frozen=True)
class Part:
    """One part of the cost; in the formulation it is the expression ``<name>_cost``, million USD.

    ``told`` is what a sentence calls it; ``of`` is what bears it, in every year. ``paid``: whether
    it is money spent; the loss of a shortage and the penalty of a soft limit are not.
    """

    name: str
    told: Words
    of: str
    paid: bool = True


@dataclass(frozen=True)
class Charge:
    """A part of the landed cost of a kilogram, and the column of Supply that holds its figure.

    The figure is in USD/kg; that of a ``duty`` is a share of all charges that are no duty.
    ``figure`` is what a sentence calls the column. ``symbol`` names the charge in USD/kg in the
    formulation.
    """

    part: Part
    column: str
    figure: Words
    symbol: str
    duty: bool = False


def _charge(name: str, told: tuple[str, str], column: str, figure: tuple[str, str]) -> Charge:
    return Charge(Part(name, Words(*told), OPTION), column, Words(*figure), symbol=column)


CHARGES: tuple[Charge, ...] = (
    _charge("purchase", ("purchase", "購入"), "price", ("price", "価格")),
    _charge("freight", ("freight", "運賃"), "freight", ("freight", "運賃")),
    Charge(
        Part("tariff", Words("duty", "関税"), OPTION),
        column="tariff",
        figure=Words("duty", "関税率"),
        symbol="duty",
        duty=True,
    ),
)
"""Landed cost is the sum of these."""

COLUMNS = tuple(charge.column for charge in CHARGES)
"""Columns of Supply that the landed cost is made of."""

PARTS: tuple[Part, ...] = (
    *(charge.part for charge in CHARGES),
    Part("conversion", Words("conversion", "転換"), CONVERSION),
    Part("holding", Words("holding", "保管"), MATERIAL),
    Part("shortage", Words("loss of a shortage", "不足の損失"), MATERIAL, paid=False),
    Part("penalty", Words("penalty of a soft limit", "制約違反金"), LIMIT, paid=False),
)
"""In the order of table Costs."""

NOT_PAID = tuple(part.name for part in PARTS if not part.paid)
"""Parts that are no money spent."""
