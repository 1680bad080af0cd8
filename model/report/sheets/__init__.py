"""Sheets that answer one question each, with sentences first."""
