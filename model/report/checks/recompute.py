"""The formulas of sheet Working: balances, shares, HHI, cost and CO2 from Plan and input figures.

They follow the formulation page, not the program: written in the language of the spreadsheet, they
share nothing with the code that made the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from model.case.costs import LIMIT, PARTS
from model.report.core.addresses import Ranges, equal, total
from model.report.core.labels import FACTOR, HHI, MONEY, SHARE, TONNES
from model.workbook.measures import complete

NAME = "Working"
RECOMPUTED = tuple(part.name for part in PARTS if part.of != LIMIT)
"""Parts of the cost that can be recomputed."""
STATED = tuple(part.name for part in PARTS if part.of == LIMIT)
"""Penalties of broken limits are taken as stated."""

Formula = Callable[[int], str]
"""The formula of a row, without equals sign."""
Column = tuple[str, str, Formula]
"""Name, number format, and the formula."""


class Recompute:
    """Formulas by block, given where everything stands; ``steps`` if there are conversions."""

    def __init__(self, at: Ranges, *, steps: bool) -> None:
        self._at, self._steps = at, steps

    def _same(self, table: str, beside: str, row: int, **names: str) -> list[str]:
        """Rows of ``table`` whose columns equal those of a row of ``beside``."""
        return [
            equal(self._at(table, column), self._at.cell(beside, key, row))
            for column, key in names.items()
        ]

    def _product(self, material_row: tuple[str, int], figure: str) -> str:
        """An input figure of the material of a row."""
        table, row = material_row
        return total(
            *self._same("Products", table, row, material="material"), self._at("Products", figure)
        )

    def demand(self, year: str, row: int) -> str:
        """Demand of a mineral (row) in a year (head), t."""
        at = self._at
        return total(
            equal(at("Balance", "year"), year),
            equal(at("Balance", "mineral"), at.cell(NAME, "mineral", row)),
            at("Balance", "demand"),
        )

    def balance(self) -> list[Column]:
        """Flows of every material and year, and what they add up to; holding and shortage cost."""
        at = self._at

        def own(name: str, row: int) -> str:
            return at.cell(NAME, name, row)

        def stated(name: str, row: int) -> str:
            return at.cell("Balance", name, row)

        def bought(row: int) -> str:
            keys = self._same("Plan", "Balance", row, year="year", material="material")
            return total(*keys, at("Plan", "tonnes"))

        def sources(row: int) -> str:
            flows = f"{own('imports', row)}+{own('converted_in', row)}+{own('stock_start', row)}"
            return f"{flows}-{own('stock_loss', row)}+{stated('shortage', row)}"

        def uses(row: int) -> str:
            return f"{stated('demand', row)}+{own('converted_out', row)}+{stated('stock_end', row)}"

        def cost(tonnes: str, price: str) -> Formula:
            return lambda row: (
                f"{stated(tonnes, row)}*{self._product(('Balance', row), price)}/1000"
            )

        def lost(row: int) -> str:
            return f"{own('stock_start', row)}*{self._product(('Balance', row), 'storage_loss')}"

        return [
            ("imports", TONNES, bought),
            ("converted_in", TONNES, lambda row: self._converted(row, "to_material", "")),
            ("converted_out", TONNES, lambda row: self._converted(row, "from_material", "yield")),
            ("stock_start", TONNES, self._stock_start),
            ("stock_loss", TONNES, lost),
            ("sources", TONNES, sources),
            ("uses", TONNES, uses),
            ("holding_cost", MONEY, cost("stock_end", "holding_cost")),
            ("shortage_cost", MONEY, cost("shortage", "shortage_cost")),
        ]

    def _converted(self, row: int, material: str, divisor: str) -> str:
        """What conversions make of a material, or use up: tonnes made over yield."""
        if not self._steps:
            return "0"
        keys = self._same("Steps", "Balance", row, year="year", **{material: "material"})
        tonnes = self._at("Steps", "tonnes")
        return total(*keys, f"{tonnes}/{self._at('Steps', divisor)}" if divisor else tonnes)

    def _stock_start(self, row: int) -> str:
        """The year before's closing stock, or the opening one in the first year."""
        at = self._at
        year = at.cell("Balance", "year", row)
        before = total(
            equal(at("Balance", "year"), f"{year}-1"),
            *self._same("Balance", "Balance", row, material="material"),
            at("Balance", "stock_end"),
        )
        opening = self._product(("Balance", row), "initial_stock")
        return f"IF({year}={at.only(NAME, 'first_year')},{opening},{before})"

    def conversions(self) -> list[Column]:
        """What a conversion uses up (t), costs (million USD) and emits (t CO2)."""

        def cell(name: str, row: int) -> str:
            return self._at.cell("Steps", name, row)

        return [
            ("step_used", TONNES, lambda row: f"{cell('tonnes', row)}/{cell('yield', row)}"),
            (
                "step_cost",
                MONEY,
                lambda row: f"{cell('tonnes', row)}*{cell('unit_cost', row)}/1000",
            ),
            ("step_co2", TONNES, lambda row: f"{cell('tonnes', row)}*{cell('co2_factor', row)}"),
        ]

    def looked(self, year: str, row: int) -> str:
        """Tonnes of a line of Lookthrough: shipped by a country and first produced in another."""
        at = self._at
        shipped = total(
            equal(at("Plan", "year"), year),
            *self._same("Plan", "Lookthrough", row, mineral="mineral", country="shipped_from"),
            at("Plan", "tonnes"),
        )
        return f"{at.cell('Lookthrough', 'share', row)}*{shipped}"

    def shares(self) -> list[Column]:
        """Tonnes of every country on its basis, and the weight of its squared share."""
        at = self._at

        def tonnes(row: int) -> str:
            keys = {"year": "year", "mineral": "mineral", "country": "country"}
            shipped = total(*self._same("Plan", "Shares", row, **keys), at("Plan", "tonnes"))
            origin = total(
                *self._same("Lookthrough", "Shares", row, mineral="mineral", origin="country"),
                equal(at.heads("looked"), at.cell("Shares", "year", row)),
                at.body("looked"),
            )
            return f'IF({at.cell("Shares", "basis", row)}="shipped",{shipped},{origin})'

        def weight(row: int) -> str:
            return total(
                *self._same("Risk", "Shares", row, country="country"), at("Risk", "weight")
            )

        return [("share_tonnes", TONNES, tonnes), ("share_weight", FACTOR, weight)]

    def concentration(self) -> list[Column]:
        """HHI of shares of demand and of imports, largest share, and weight in the mean."""
        at = self._at
        tonnes = at(NAME, "share_tonnes")
        foreign = f"({at('Shares', 'country')}<>{at.only(NAME, 'home_country')})"

        def own(name: str, row: int) -> str:
            return at.cell(NAME, name, row)

        def here(row: int) -> list[str]:
            keys = {"year": "year", "mineral": "mineral", "basis": "basis"}
            return self._same("Shares", "Concentration", row, **keys)

        def demand(row: int) -> str:
            mineral = at.cell("Concentration", "mineral", row)
            year = at.cell("Concentration", "year", row)
            rows, years = equal(at(NAME, "mineral"), mineral), equal(at.heads("demand"), year)
            return total(rows, years, at.body("demand"))

        def hhi(row: int) -> str:
            squares = total(*here(row), at(NAME, "share_weight"), f"{tonnes}^2")
            needed = own("hhi_demand", row)
            return f"IF({needed}>0,10000*{squares}/{needed}^2,0)"

        def import_hhi(row: int) -> str:
            squares, whole = total(*here(row), foreign, f"{tonnes}^2"), own("imported", row)
            return f"IF({whole}>0,10000*{squares}/{whole}^2,0)"

        def largest(row: int) -> str:
            most = f"SUMPRODUCT(MAX({'*'.join(here(row))}*{foreign}*{tonnes}))"
            needed = own("hhi_demand", row)
            return f"IF({needed}>0,{most}/{needed},0)"

        def weight(row: int) -> str:
            given = total(
                equal(at(NAME, "mineral"), at.cell("Concentration", "mineral", row)),
                at(NAME, "hhi_weight"),
            )
            basis = (
                f"{at.cell('Concentration', 'basis', row)}={at.only(NAME, 'concentration_basis')}"
            )
            return f"IF(AND({basis},{own('hhi_demand', row)}>0),{given},0)"

        return [
            ("hhi_demand", TONNES, demand),
            ("imported", TONNES, lambda row: total(*here(row), foreign, tonnes)),
            ("hhi", HHI, hhi),
            ("import_hhi", HHI, import_hhi),
            ("largest_share", SHARE, largest),
            ("mean_weight", FACTOR, weight),
        ]

    def years(self) -> list[Column]:
        """Cost by part and CO2 of every year: recomputed, and as Costs and Carbon state them."""
        at = self._at

        def now(table: str, row: int) -> str:
            return equal(at(table, "year"), at.cell(NAME, "year", row))

        def stated(part: str) -> Formula:
            named = f'({at("Costs", "part")}="{part}")'
            return lambda row: total(now("Costs", row), named, at("Costs", "cost"))

        def carbon(row: int) -> str:
            bought = total(now("Plan", row), at("Plan", "tonnes"), at("Plan", "co2_factor"))
            return f"{bought}+{total(now('Steps', row), at(NAME, 'step_co2'))}"

        def part(name: str) -> Formula:
            table, product = COSTS[name][0], cost_lines(at, name)
            return lambda row: total(now(table, row), product)

        return [
            *((name, MONEY, part(name)) for name in RECOMPUTED),
            ("co2", TONNES, carbon),
            *((f"stated_{part.name}", MONEY, stated(part.name)) for part in PARTS),
            ("stated_co2", TONNES, lambda row: total(now("Carbon", row), at("Carbon", "co2"))),
        ]


COSTS: Mapping[str, tuple[str, str]] = {
    "purchase": ("Plan", "{Plan[tonnes]}*{Plan[price]}/1000"),
    "freight": ("Plan", "{Plan[tonnes]}*{Plan[freight]}/1000"),
    "tariff": ("Plan", "{Plan[tonnes]}*({Plan[price]}+{Plan[freight]})*{Plan[tariff]}/1000"),
    "conversion": ("Steps", "{Working[step_cost]}"),
    "holding": ("Balance", "{Working[holding_cost]}"),
    "shortage": ("Balance", "{Working[shortage_cost]}"),
}
"""Table whose lines make up a part of the cost, and the formula of a line, million USD."""

complete("formulas of costs", COSTS, RECOMPUTED)


class _Columns:
    """The columns of a table by name, as addresses."""

    def __init__(self, at: Ranges, table: str) -> None:
        self._at, self._table = at, table

    def __getitem__(self, column: str) -> str:
        return self._at(self._table, column)


def cost_lines(at: Ranges, part: str) -> str:
    """Formula of a part of the cost, line by line of its table, million USD."""
    return COSTS[part][1].format(**{name: _Columns(at, name) for name in ("Plan", NAME)})
