"""Tidy tables to the results workbook: one sheet a question, the answer on the first.

Needs nothing of the model but its results: no solver, no equations.
"""

from __future__ import annotations

from model.report.book import write_no_plan, write_report

__all__ = ["write_no_plan", "write_report"]
