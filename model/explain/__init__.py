"""Why the plan is as it is: prices of rules, why not, what is open, alternatives, sensitivity.

In: the planner of a case and the plan chosen. Out: explanations as plain numbers. Must not know:
Excel, tables, sentences.
"""
