"""Every numeric tolerance, named once: what it is relative to, or its unit, and why this size.

In: nothing. Out: numbers, imported by name from the module they stand in. Must not know: anything.
Judgements about the input (ten times the usual price) are no tolerances: those stand in
plausibility. Thresholds of wording in tenths and per cents stay with their sentences.
"""
