"""Every kind of change; each module adds its own as it is imported."""

from tests.fuzz import (  # noqa: F401
    cells,
    columns,
    files,
    headers,
    looks,
    names,
    noise,
    rows,
    settings,
    sheets,
    slips,
    years,
)
from tests.fuzz.kinds import KINDS

__all__ = ["KINDS"]
