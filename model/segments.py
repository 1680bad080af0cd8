"""Squared shares by straight pieces: secants from above, tangents from below.

A share is a sum of segments, each with a width and a slope. Between the points of a grid the
secants of :math:`share^2` lie above it and the tangents at the points below it, so a programme with
secants gives a plan and one with tangents a bound on the best plan there is. On a piece of width w
either is off by at most :math:`w^2/4`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PIECES = 14
"""Segments of a share: enough for a fine window of eight and a coarse rest."""

WINDOW = 4
"""Fine pieces on either side of the centre of a zoomed grid."""


def uniform(top: float) -> Floats:
    """Points of an even grid from 0 to ``top``, shape (PIECES + 1,)."""
    return np.linspace(0.0, max(top, 1e-6), PIECES + 1)


def zoomed(centre: Floats, width: Floats, top: Floats) -> Floats:
    """Points with pieces of ``width`` around ``centre`` and coarse ones outside them.

    The centre is a point, where secants are exact. Points that would fall below zero stand at zero
    and leave pieces without width. Shapes (shares,) in, (shares, PIECES + 1) out.
    """
    centre, width = centre[:, None], width[:, None]
    fine = np.maximum(centre + width * np.arange(-WINDOW, WINDOW + 1), 0.0)
    low, last = fine[:, :1], fine[:, -1:]
    rest = PIECES + 1 - fine.shape[1]
    below, above = rest // 2, rest - rest // 2
    head = low * np.arange(below) / below
    tail = last + (np.maximum(top[:, None], last + width) - last) * np.arange(1, above + 1) / above
    return np.concatenate([head, fine, tail], axis=1)


def secants(points: Floats) -> tuple[Floats, Floats]:
    """Widths and slopes of the pieces above the square; shapes (..., PIECES).

    The last piece goes on for ever, so that no share is forbidden; beyond the last point it is no
    longer above the square, and a grid whose last point is passed has to be widened.
    """
    widths = np.diff(points)
    widths[..., -1] = np.inf
    return widths, points[..., :-1] + points[..., 1:]


def tangents(points: Floats) -> tuple[Floats, Floats]:
    """Widths and slopes of the tangents at all points but the last; shapes (..., PIECES)."""
    touching = points[..., :-1]
    crossings = (touching[..., :-1] + touching[..., 1:]) / 2
    start = np.zeros_like(touching[..., :1])
    widths = np.diff(crossings, axis=-1, prepend=start)
    endless = np.full_like(touching[..., :1], np.inf)
    return np.concatenate([widths, endless], axis=-1), 2 * touching
