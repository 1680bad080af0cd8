"""Workbooks changed at random, and one question of each: was anything lost without a word?

A *kind* (:mod:`tests.fuzz.kinds`) changes a correct workbook and says what must come of it. The
*oracle* (:mod:`tests.fuzz.oracle`) reads the workbook: it is refused or warned at the right place,
or its case differs only by the change meant, or it equals the original case.
"""
