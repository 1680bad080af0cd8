"""Planner for critical-mineral imports: workbook in, linear programme, workbook out."""
