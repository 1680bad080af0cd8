"""What the solver is asked for, what its answers must keep, and the room between its stages.

Units are those of the scaled programme unless a line says otherwise. The order of sizes is the
point: what is asked (1e-9) lies below what later stages leave as room (3e-9 to 1e-8), and that far
below what an answer is refused for (1e-6).
"""

from __future__ import annotations

ASKED_BOUNDS = 1e-9
"""Units by which the solver may pass a bound or row: near the least HiGHS takes (1e-10)."""

LEAST_COEFFICIENT = 1e-12
"""Coefficients below this are nothing to the solver: the least HiGHS takes."""

ASKED_PRICES = 1e-9
"""Wrong prices the solver may leave the quick way, in its units of cost."""

ASKED_PRICES_CAREFUL = 1e-10
"""The same the careful way: the least HiGHS takes."""

FEASIBILITY = 1e-6
"""Largest violation of a bound or row, relative to what flows through it: a gram in a tonne."""

DUAL_FEASIBILITY = 1e-10
"""Largest wrong price, relative to the largest cost: it may count on very many tonnes."""

CANCELLED = 1e-15
"""Part of what a price adds up that is lost where terms cancel: no wrong price, but rounding, a few
times the last digit of a float.
"""

GAP = 1e-7
"""Largest gap between primal and dual objective, relative to the objective."""

GAP_ROUNDING = 1e-8
"""Part of all that a dual objective adds up that counts as size: terms that cancel leave noise."""

MISSED = 1e-9
"""Part, and units, by which bounds have to be missed for there to be no point: what the solver may
pass them by anyhow is rounding.
"""

ROUNDED = (0.0, 2e-9, 1e-8)
"""Parts, and units, by which bounds may be passed where rounding alone may leave no point: the
first that leaves one.
"""

ENDLESS_UNITS = 1e9
"""Units of a bound that is infinite, in a proof: what rounding adds up there is not counted."""

PROOF_ROUNDING = 1e-12
"""Part of what a proof adds up that is rounding: some thousand times the last digit of a float."""

PRICED = 1e-6
"""Dual values above this, as the solver counts them, hold what they belong to."""

EXACT_SQUARES = 1e-5
"""HHI points a plan may have been given short: no digit shown shows them."""

ROUGH_SQUARES = 1e-3
"""HHI points a what-if's squares may be given short; its plan may be off by some hundredths."""

FINEST_RING = 1e-7
"""Width of a ring, as a share, below which a grid is not drawn closer: its square is nothing."""

LEAST_GRID = 1e-6
"""Share up to which a grid reaches at least: one of no width would be no grid."""

SHARE_ROOM = 3e-9
"""Share by which what is held may still move: more than the solver takes for nothing."""

FIXED_SHARE = 4 * SHARE_ROOM
"""A column with no more units to move is fixed: room to either side, twice."""

STAGE_ROOM = 1e-8
"""Part by which bounds may be passed if rounding leaves no point otherwise: ten times what the
solver may pass them by.
"""

CEILING_ROOM = 1e-9
"""Part of a ceiling, and of its aim's unit, by which it may be passed anyhow: as the solver may."""

NEAR_ROOM = 1e-9
"""Units of an aim by which the ceiling of a near-optimal plan is passed by rounding."""

AIM_ROUNDING = 1e-9
"""Part of an aim's unit by which it may be above the plan's and still be the plan's."""

NO_RANGE = 1e-4
"""An aim whose best and worst differ by less, relative to its size, has no range: its scale would
blow up what a plan's squares were given short.
"""

SAME_POINT = 1e-6
"""Points of the surface closer than this, in scaled aims (0 to 1), are one."""

FLAT_ENDS = 1e-6
"""Singular values of the ends, in scaled aims, that are none: the ends span no plane."""

CELL_ROUNDING = 1e-9
"""Scaled aims, weighted, by which a corner of a cell may be off the plane that cuts it."""

EASING_ROOM = 1e-9
"""Part, and units, by which more is allowed than the least easing of a rule needs."""
