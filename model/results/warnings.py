"""What looks odd in the input, as a table."""

from __future__ import annotations

import pandas as pd

from model.case import Case
from model.errors import InputWarning
from model.plausibility import input_warnings

COLUMNS = ("sheet", "cell", "holds", "why", "why_ja", "counted", "explained")


def warnings_table(case: Case) -> pd.DataFrame:
    """Table Warnings: a row for each warning, in the order of the sheets of the input.

    ``counted`` is no where the note of the row explains the figure; ``explained`` is that note.
    """
    rows = [
        (
            *(odd.sheet, odd.cell, odd.found, *_why(odd)),
            *("no" if odd.explained else "yes", odd.explained),
        )
        for odd in input_warnings(case)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _why(odd: InputWarning) -> tuple[str, str]:
    """Why it looks odd: what follows the cell's content, or a whole sentence about a sheet."""
    return odd.lines() if odd.found is None else odd.should
