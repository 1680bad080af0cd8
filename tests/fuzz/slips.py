"""Plausible slips of the hand: the plan must not stop, but somebody should look."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.fuzz.book import Book, Spot
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import ANYWHERE, Expected, row_of


def _slip(spot: Spot, value: Any) -> Expected:
    """Told at the cell, or at another of its row that no longer fits."""
    old, spot.cell.value = spot.cell.value, value
    what = f"{spot.sheet}!{spot.at} {spot.field} {old!r} is {value!r}"
    return Expected(what, ((spot.sheet, row_of(spot.row)),))


def _priced(book: Book, count: int = 3) -> Spot | None:
    """A price of a material with several options."""
    view = book.views["Supply"]
    options = Counter(view.value(row, "material") for row in view.rows)
    return book.number(
        lambda s: (
            (s.sheet, s.column.name) == ("Supply", "price")
            and options[view.value(s.row, "material")] >= count
        )
    )


@kind("price for a tonne")
def price_up(book: Book) -> Expected | None:
    spot = _priced(book)
    return None if spot is None else _slip(spot, spot.cell.value * 1000)


@kind("price a thousandth")
def price_down(book: Book) -> Expected | None:
    spot = _priced(book)
    return None if spot is None else _slip(spot, spot.cell.value / 1000)


@kind("price of a year for a tonne")
def yearly_price(book: Book) -> Expected | None:
    view = book.views["SupplyByYear"]
    spot = book.number(
        lambda s: (
            s.sheet == "SupplyByYear"
            and s.column.kind == "years"
            and view.value(s.row, "field") == "price"
        )
    )
    return None if spot is None else _slip(spot, spot.cell.value * 1000)


@kind("tariff in percent")
def tariff(book: Book) -> Expected | None:
    spot = book.number(lambda s: s.column.name == "tariff")
    return None if spot is None else _slip(spot, book.r.choice((3, 5, 5.5)))


@kind("demand of a year in kilotonnes")
def demand_down(book: Book) -> Expected | None:
    spot = book.number(lambda s: s.sheet == "Demand" and s.cell.value > 0)
    return None if spot is None else _slip(spot, spot.cell.value / 1000)


@kind("demand of a year in kilograms")
def demand_up(book: Book) -> Expected | None:
    spot = book.number(lambda s: s.sheet == "Demand" and 0 < s.cell.value < 1e5)
    return None if spot is None else _slip(spot, spot.cell.value * 1000)


@kind("capacity in kilograms")
def capacity_up(book: Book) -> Expected | None:
    """A thousand times too much: above the demand by far, or above capacity_high."""
    view, demand = book.views["Supply"], book.views["Demand"]
    needed = {
        demand.value(row, "material"): max(demand.value(row, y) for y in demand.years)
        for row in demand.rows
    }
    spot = book.number(
        lambda s: (
            (s.sheet, s.column.name) == ("Supply", "capacity")
            and s.cell.value * 10 > needed[view.value(s.row, "material")] > 0
        )
    )
    return None if spot is None else _slip(spot, spot.cell.value * 1000)


@kind("governance from nought to one")
def wgi(book: Book) -> Expected | None:
    view = book.views["Countries"]
    if "wgi" not in view.columns:
        return None
    for row in view.rows:
        cell = view.ws.cell(row, view.columns["wgi"])
        if isinstance(cell.value, int | float):
            cell.value = round((cell.value + 2.5) / 5, 3)
    return Expected("wgi from 0 to 1", (("Countries", ANYWHERE),))


@kind("share in percent")
def share(book: Book) -> Expected | None:
    """65 for 0.65 is refused where a share is at most 1."""
    spot = book.number(
        lambda s: (
            s.column.unit.startswith("share")
            and s.column.name not in ("value", "tariff")
            and 0.01 < s.cell.value <= 1
        )
    )
    if spot is None:
        return None
    expected = _slip(spot, spot.cell.value * 100)
    return Expected(expected.what, (*expected.places, (spot.sheet, spot.at)))


@kind("limit on a share in percent")
def limit(book: Book) -> Expected | None:
    view = book.views["Limits"]
    spot = book.number(
        lambda s: (
            (s.sheet, s.column.name) == ("Limits", "value")
            and str(view.value(s.row, "measure")).endswith("_share")
            and s.cell.value > 0.01
        )
    )
    return None if spot is None else _slip(spot, spot.cell.value * 100)
