"""The table of what a limit can measure: complete everywhere, or the program does not start."""

from __future__ import annotations

import pytest

from model.formulation.limits import EXPRESSIONS
from model.workbook.layout import Limit
from model.workbook.measures import MEASURES, complete


def test_the_sheet_offers_what_the_table_holds() -> None:
    assert Limit.SHEET.column("measure").choices == tuple(MEASURES)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_without_an_expression_raises(name: str) -> None:
    """A measure added to the table alone would otherwise be planned as if it were not there."""
    entries = {other: value for other, value in EXPRESSIONS.items() if other != name}
    with pytest.raises(LookupError, match=name):
        complete("expressions of limits", entries, MEASURES)


def test_an_expression_of_no_measure_raises() -> None:
    with pytest.raises(LookupError, match="largest_share"):
        complete("expressions of limits", [*EXPRESSIONS, "largest_share"], MEASURES)
