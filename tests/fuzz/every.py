"""Every kind of change; each module adds its own as it is imported."""

from tests.fuzz import (  # noqa: F401
    cells,
    columns,
    files,
    headers,
    layouts,
    looks,
    names,
    noise,
    rows,
    settings,
    sheets,
    slips,
    xml_forms,
    years,
)
from tests.fuzz.kinds import KINDS

__all__ = ["KINDS"]
