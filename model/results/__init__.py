"""Solution to tidy tables."""

from model.results.tables import all_tables, tables

__all__ = ["all_tables", "tables"]
