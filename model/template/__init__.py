"""The layout in, a workbook to fill in out."""

from model.template.workbook import write_template

__all__ = ["write_template"]
