"""From a programme to a plan: demand first, then the reserve, then the aims.

In: a case and its compiled programme. Out: optima and the solution as plain numbers. Must not know:
Excel, explanations, what is printed.
"""
