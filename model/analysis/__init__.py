"""What lies beside the plan: the trade-off surface, scenarios, stops of countries.

In: the plan of a case and what it rests on. Out: findings as plain numbers. Must not know: Excel,
tables, what is printed.
"""
