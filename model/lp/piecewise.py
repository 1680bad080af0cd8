"""Squared shares by straight pieces: tangents, which touch the square from below.

A share is a sum of segments, each with a width and a slope. Between two points of a grid that are w
apart, the tangents there are at most :math:`w^2/4` below the square. A plan found on tangents is a
plan like any other, its squares are known exactly, and no plan can have a lower sum than it was
given credit for: the difference is the bound.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.tolerances.solving import LEAST_GRID

Floats = NDArray[np.float64]

RINGS = 6
"""Points on either side of the centre of a zoomed grid, each twice as far off as the one before."""

OUTER = 2.0 ** (RINGS - 1)
"""How many widths the outermost ring is off the centre."""

PIECES = 2 * RINGS + 2
"""Segments of a share: a tangent at zero, at the centre, and at each ring on either side."""


def uniform(top: Floats | float) -> Floats:
    """Points of an even grid from 0 up to, but without, ``top``; shape (..., PIECES)."""
    return np.linspace(0.0, np.maximum(top, LEAST_GRID), PIECES, endpoint=False, axis=-1)


def zoomed(centre: Floats, width: Floats) -> Floats:
    """Points at zero, at the centre, and in rings of 1, 2, 4 ... widths around it.

    Rings twice as far off keep the tangents close to the square everywhere, in proportion to the
    distance. Points that would fall below zero stand at zero and leave pieces without width. Shapes
    (shares,) in, (shares, PIECES) out.
    """
    rings = 2.0 ** np.arange(RINGS)
    offsets = np.concatenate([-rings[::-1], [0.0], rings])
    points = np.maximum(centre[:, None] + width[:, None] * offsets, 0.0)
    return np.concatenate([np.zeros((len(centre), 1)), points], axis=1)


def tangents(points: Floats) -> tuple[Floats, Floats]:
    """Widths and slopes of the tangents at all points; shapes (..., PIECES).

    Each counts from where it crosses the one before to where it crosses the next; the last goes on
    for ever, so that no share is forbidden.
    """
    crossings = (points[..., :-1] + points[..., 1:]) / 2
    widths = np.diff(crossings, axis=-1, prepend=np.zeros_like(points[..., :1]))
    endless = np.full_like(points[..., :1], np.inf)
    return np.concatenate([widths, endless], axis=-1), 2 * points
