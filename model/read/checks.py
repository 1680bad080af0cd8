"""What rows must agree on with each other: sums, orders, meanings, rules that match nothing.

Every check takes the typed rows and yields issues. Cells that have an issue of their own stand in
the rows as unknown (see :mod:`model.read.parse`): an empty name, or a number with which no
comparison holds. A check passes over them, so that one slip is reported once. A check that cannot
be made without a whole sheet names it in ``NEEDS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from model.errors import Issue, Words
from model.read import check_countries as countries
from model.read import check_figures as figures
from model.read import check_ranges as ranges
from model.read import check_rules as rules
from model.read import check_supply as supply
from model.read.opening import Progress, silent
from model.workbook.layout import Tables

COMPARING = Words("comparing rows with each other", "行どうしの整合性を確認しています")


def cross_checks(tables: Tables, lost: Set[str], progress: Progress = silent) -> Iterator[Issue]:
    """Every disagreement between rows; ``lost`` names the sheets of which nothing could be read."""
    for check, needs in NEEDS.items():
        progress(COMPARING)
        if not lost & set(needs):
            yield from check(tables)


NEEDS: dict[Callable[[Tables], Iterator[Issue]], tuple[str, ...]] = {
    figures.years_in_order: (),
    figures.priority_order_names_each_aim: (),
    figures.minerals_are_spelt_alike: (),
    figures.minerals_have_one_weight: (),
    figures.opening_stock_fits: (),
    figures.every_material_has_demand: ("Demand",),
    supply.routes_make_the_mineral: ("Materials",),
    supply.min_take_within_capacity: ("SupplyByYear",),
    ranges.ranges_enclose_their_figures: (),
    ranges.ranges_have_a_figure: (),
    figures.shares_add_up: (),
    figures.conversions_stay_in_a_mineral: (),
    supply.basis_figures_are_there: ("Countries",),
    supply.grid_footprints_are_positive: (),
    supply.footprints_are_there: (),
    countries.countries_go_by_one_name: (),
    countries.groups_are_spelt_alike: (),
    rules.limits_are_possible: (),
    rules.limits_match: ("Supply", "Materials", "Countries", "Origins"),
    rules.changes_are_possible: (),
    rules.changes_match: ("Supply", "Materials"),
    rules.scenarios_have_names_of_their_own: (),
    rules.probabilities_add_up: (),
}
"""Every check, and the sheets without which it cannot be made."""
