"""Solution to tidy tables."""

from model.results.tables import tables

__all__ = ["tables"]
