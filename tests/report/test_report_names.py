"""Titles of the sheets and labels of their columns: every table has them, and none is made up."""

from __future__ import annotations

import pytest

from model.report.core.labels import label
from model.report.core.titles import about


def test_every_table_has_a_title_and_every_column_a_japanese_label(default_run, small_run):
    for tables in (default_run.tables, small_run.tables):
        for name, table in tables.items():
            assert about(name).ja, name
            assert all(label(name, str(column)).ja for column in table.columns), name


def test_a_table_without_a_title_is_named() -> None:
    with pytest.raises(KeyError, match="table Tradoff has no title"):
        about("Tradoff")


def test_a_column_without_a_label_is_named() -> None:
    with pytest.raises(KeyError, match="column tons of table Plan has no label"):
        label("Plan", "tons")


def test_a_workbook_with_a_column_that_has_no_label_is_not_written(tmp_path, small_run):
    tables = {**small_run.only(), "Plan": small_run.tables["Plan"].assign(tons=0.0)}
    with pytest.raises(KeyError, match="tons"):
        small_run.write(tmp_path / "r.xlsx", tables)
