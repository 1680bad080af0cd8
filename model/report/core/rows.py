"""Rows of a table as tuples: much faster than pandas' own iteration."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows(table: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    """The named columns row by row; an empty table need not have them."""
    if table.empty:
        return []
    return list(zip(*(table[name].tolist() for name in names), strict=True))
