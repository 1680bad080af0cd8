"""What can bind a plan, by input cell: conflicts of rules, and what would mend them.

In: a case and its programme. Out: constraints by cell, clashing rules, repairs. Must not know: how
results are written.
"""
