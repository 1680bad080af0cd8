"""Why the plan is as it is: shadow prices, reduced costs, near-optimal plans, sensitivity.

In: the plan of a case and what it rests on. Out: explanations as plain numbers. Must not know:
Excel, tables, sentences.
"""
