"""Results recomputed by live formulas, PASS or FAIL."""
