"""What lies beside the plan: the trade-off surface, scenarios, stops of countries.

In: the planner of a case and the plan chosen. Out: findings as plain numbers. Must not know: Excel,
tables, what is printed.
"""
