"""A convex surface of two or three aims, from within and from without, to a certified gap.

For weights of the aims, scaled from best (0) to worst (1), a programme gives a plan (a point of the
surface from within) and a bound no plan passes (from without). The weights for which a point is the
best of those found form a cell; where cells meet, the points found promise least, so that is where
the next programme is solved. A corner at which no plan is better than promised by more than the gap
is finished; when all are, no plan beats the surface by more than the gap in all aims at once, since
what can be gained between corners is less than at the worst of them. This is the sandwich of
Rennen, van Dam and den Hertog (2011), kept in the weights (Przybylski, Gandibleux and Ehrgott
2010), where it needs no convex hull: scipy's would take longer to import than all else to run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.lp.program import Floats
from model.tolerances.solving import CELL_ROUNDING

MOST_POINTS = 400
"""Points found at most; with more, the gap reached is reported instead of the gap asked."""


@dataclass(frozen=True)
class Support:
    """The answer for some weights: a bound on the weighted sum, and the plan that comes near it.

    ``y`` are the plan's aims, scaled; ``x`` is the plan itself.
    """

    bound: float
    y: Floats
    x: Floats


@dataclass(frozen=True)
class Sandwich:
    """Points found: those that span the surface, those between, and the gap reached."""

    corners: tuple[Support, ...]
    between: tuple[Support, ...]
    gap: float


class Cells:
    """The weights at which each point is the best one: convex polygons that fill the simplex."""

    def __init__(self, first: Floats) -> None:
        self.points = [first]
        self._cells = [np.eye(len(first))]

    def add(self, point: Floats) -> None:
        """Cut a cell for a new point out of those it is better in."""
        mine = np.eye(len(point))
        for number, (other, cell) in enumerate(zip(self.points, self._cells, strict=True)):
            better = point - other
            if len(cell) and (cell @ better < -CELL_ROUNDING).any():
                self._cells[number] = _clipped(cell, -better)
                mine = _clipped(mine, better)
        self.points.append(point)
        self._cells.append(mine)

    def corners(self) -> Floats:
        """Corners of all cells, each once, shape (corners, aims)."""
        every = np.concatenate([cell for cell in self._cells if len(cell)])
        return np.unique(np.round(every, 9), axis=0)

    def promise(self, weights: Floats) -> Any:
        """The least weighted sum among the points found, shape (corners,)."""
        sums: Floats = weights @ np.array(self.points).T
        return sums.min(axis=-1)


def _clipped(polygon: Floats, normal: Floats) -> Floats:
    """The part of a convex polygon where ``normal x`` is at most 0 (Sutherland and Hodgman)."""
    side = polygon @ normal
    kept: list[Floats] = []
    for here, there, s, t in zip(
        polygon, np.roll(polygon, -1, axis=0), side, np.roll(side, -1), strict=True
    ):
        if s <= CELL_ROUNDING:
            kept.append(here)
        if (s < -CELL_ROUNDING and t > CELL_ROUNDING) or (s > CELL_ROUNDING and t < -CELL_ROUNDING):
            kept.append(here + (there - here) * (s / (s - t)))
    return np.array(kept).reshape(-1, polygon.shape[1])


def sandwich(known: Sequence[Floats], support: Callable[[Floats], Support], gap: float) -> Sandwich:
    """Points of a convex surface until no plan beats it by more than ``gap``.

    ``known`` are points to begin with, the best in each aim among them, in aims scaled 0 to 1.
    ``support`` answers for weights that add up to 1, with a plan within a quarter of the gap of its
    bound. A corner is finished if no plan is farther below what is promised there than the gap,
    measured straight across.
    """
    cells, spanning, between = Cells(known[0]), list[Support](), list[Support]()
    for point in known[1:]:
        cells.add(point)
    bounds: dict[bytes, float] = {end.tobytes(): 0.0 for end in np.eye(len(known[0]))}
    last = np.full(len(known[0]), 1 / len(known[0]))
    while True:
        corners = cells.corners()
        open_ = np.array([corner.tobytes() not in bounds for corner in corners])
        if not open_.any() or len(cells.points) >= MOST_POINTS:
            break
        left = corners[open_]
        last = left[np.abs(left - last).sum(axis=1).argmin()]  # the nearest starts nearest
        answer = support(last)
        bounds[last.tobytes()] = answer.bound
        if cells.promise(last) - answer.bound > gap * np.linalg.norm(last):
            cells.add(answer.y)
            spanning.append(answer)
        else:
            between.append(answer)
    reached = cells.promise(corners) - [bounds.get(corner.tobytes(), 0.0) for corner in corners]
    return Sandwich(tuple(spanning), tuple(between), max(0.0, float(reached.max())))
