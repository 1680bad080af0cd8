"""The points of a surface: those that are the same become one, the knee, and which are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.analysis.findings import KNEE
from model.analysis.sandwich import Cells
from model.lp.program import Floats
from model.tolerances.solving import FLAT_ENDS, SAME_POINT

FEWEST, MOST = 16, 20
"""Points shown: as many as it takes to keep the gap, between these if so many were found."""


@dataclass(frozen=True)
class SurfacePlan:
    """A plan on a surface: its aims by name, where it is in the programme, what it is."""

    aims: Mapping[str, float]
    x: Floats
    roles: tuple[str, ...] = ()


Scaled = Callable[[SurfacePlan], Floats]


def merged(points: Sequence[SurfacePlan], scaled: Scaled) -> list[SurfacePlan]:
    """Points that are the same become one, with the roles of all."""
    kept: list[SurfacePlan] = []
    for point in points:
        for number, other in enumerate(kept):
            if np.abs(scaled(point) - scaled(other)).max(initial=0.0) <= SAME_POINT:
                roles = tuple(dict.fromkeys((*other.roles, *point.roles)))
                kept[number] = replace(other, roles=roles)
                break
        else:
            kept.append(point)
    return kept


def with_knee(
    points: Sequence[SurfacePlan], scaled: Scaled, ends: Sequence[SurfacePlan]
) -> list[SurfacePlan]:
    """The points with the knee marked: the one farthest from the plane through the ends (Das 1999).

    If that plane does not face the best of all aims, every aim counts alike.
    """
    corners = np.array([scaled(end) for end in ends])
    facing = np.ones(corners.shape[1])
    if np.linalg.matrix_rank(corners, tol=FLAT_ENDS) == corners.shape[1]:
        normal = np.linalg.lstsq(corners, np.ones(len(corners)), rcond=None)[0]
        facing = normal if (normal > 0).all() else facing
    knee = min(range(len(points)), key=lambda n: float(facing @ scaled(points[n])))
    return [
        replace(point, roles=(*point.roles, KNEE)) if number == knee else point
        for number, point in enumerate(points)
    ]


def shown(
    points: Sequence[SurfacePlan], corners: int, scaled: Scaled
) -> tuple[list[SurfacePlan], float]:
    """The points to show, and how much less they promise than the first so many, the corners.

    The marked ones; then always the corner missed most; then, if these are few, always the point
    farthest from those taken.
    """
    places = np.array([scaled(point) for point in points])
    taken = [number for number, point in enumerate(points) if point.roles]
    cells = Cells(places[taken[0]])
    for number in taken[1:]:
        cells.add(places[number])
    while True:
        weights = cells.corners()
        missed = cells.promise(weights) - (weights @ places[:corners].T).min(axis=1)
        worst = int(missed.argmax())
        if missed[worst] <= SAME_POINT or len(taken) >= MOST:
            break
        taken.append(int((places[:corners] @ weights[worst]).argmin()))
        cells.add(places[taken[-1]])
    while len(taken) < min(FEWEST, len(points)):
        apart = np.linalg.norm(places[:, None] - places[taken], axis=2).min(axis=1)
        taken.append(int(apart.argmax()))
    return [points[number] for number in taken], max(0.0, float(missed[worst]))
