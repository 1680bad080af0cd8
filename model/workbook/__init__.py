"""The input workbook in words: its sheets and columns, what may stand there, how text is written.

In: nothing but what can go wrong. Out: the layout, selectors of rows, wording in both languages,
figures and text as Excel holds them. Must not know: cases, equations, the solver, results.
"""
