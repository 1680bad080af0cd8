"""A workbook in, checked rows or every issue out."""

from model.read.workbook import read

__all__ = ["read"]
