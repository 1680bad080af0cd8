"""The linear programme as matrices: compiled once, scaled, solved by HiGHS, certified.

In: a Pyomo model, or matrices with other figures put in. Out: certified points and duals. Must not
know: Excel, what the columns mean to the user, results. :mod:`model.lp.highs` alone knows HiGHS;
:mod:`model.lp.solver` says what another solver has to offer.
"""
