"""Why the plan is as it is: shadow prices, reduced costs, near-optimal plans, sensitivity.

In: the planner of a case and the plan chosen. Out: explanations as plain numbers. Must not know:
Excel, tables, sentences.
"""
