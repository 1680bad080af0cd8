"""Tidy tables to the results workbook."""
