"""What looks like a slip in a workbook that can be planned.

A case comes in, warnings go out: what the reader found odd, and figures that no analyst would mean,
such as a price in USD/t among prices in USD/kg. Nothing here changes a plan. A module holds one
kind of figure; a check takes the case and yields warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from openpyxl.utils.cell import coordinate_to_tuple

from model.case import Case
from model.errors import InputWarning
from model.plausibility import (
    changes,
    coverage,
    factors,
    idle,
    levels,
    limits,
    omissions,
    prices,
    relations,
    shares,
    tonnage,
)
from model.workbook.layout import SHEETS

CHECKS: tuple[Callable[[Case], Iterator[InputWarning]], ...] = (
    omissions.footprints_nobody_gave,
    omissions.reserves_above_their_store,
    prices.prices_off_the_others,
    prices.costs_of_a_material,
    prices.costs_of_a_conversion,
    shares.shares_typed_as_percent,
    shares.yields_of_next_to_nothing,
    shares.baselines_that_lack_a_part,
    levels.demand_off_its_neighbours,
    levels.minerals_that_nobody_needs,
    levels.capacity_off_its_neighbours,
    levels.years_off_their_row,
    tonnage.demand_far_below_supply,
    tonnage.capacities_off_the_demand,
    tonnage.conversions_off_the_demand,
    tonnage.minimum_takes,
    tonnage.stores_off_the_demand,
    tonnage.years_typed_as_figures,
    coverage.demand_beyond_supply,
    factors.governance_on_another_scale,
    factors.grids_on_another_scale,
    factors.power_on_another_scale,
    factors.footprints_off_the_others,
    relations.reexports_below_their_origin,
    relations.products_below_their_feed,
    relations.scrap_from_abroad,
    limits.limits_on_another_scale,
    limits.limits_that_never_bind,
    idle.options_that_never_deliver,
    idle.options_entered_twice,
    idle.scenarios_without_a_change,
    changes.changes_off_the_base,
)
"""Every check; of several warnings at one cell the first explains the rest."""


def input_warnings(case: Case) -> tuple[InputWarning, ...]:
    """Everything that looks odd in the workbook of a case, by sheet, row and column."""
    found = [*case.tables.warnings, *(odd for check in CHECKS for odd in check(case))]
    return tuple(sorted(_one_a_cell(found), key=_place))


def counted(warnings: Iterable[InputWarning]) -> tuple[InputWarning, ...]:
    """Those that no note explains."""
    return tuple(warning for warning in warnings if not warning.explained)


def _one_a_cell(found: Iterable[InputWarning]) -> Iterable[InputWarning]:
    first: dict[tuple[str, str, str], InputWarning] = {}
    for odd in found:
        first.setdefault((odd.sheet, odd.cell, "" if odd.cell else odd.should.en), odd)
    return first.values()


def _place(warning: InputWarning) -> tuple[int, int, int]:
    """Sheets the layout does not know come first: something may be lost there."""
    names = [sheet.name for sheet in SHEETS]
    order = names.index(warning.sheet) if warning.sheet in names else -1
    return (order, *(coordinate_to_tuple(warning.cell) if warning.cell else (0, 0)))
