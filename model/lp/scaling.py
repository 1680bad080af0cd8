"""Sizes of columns and rows, so that the solver sees like numbers whatever the tonnes are.

Tonnes of a material are as large as its demand, shares as one. What these define (HHI, the aims, an
excess) takes its size from its equation. A column of ordinary size counts as it is; a larger or
smaller one in parts of its size, and a row with such a column is divided by its largest term. All
units are powers of two: scaling changes no digit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

LEAST, MOST = 0.1, 1e5
"""Sizes that are ordinary: the tolerances of the solver, about 1e-9, are small beside them, and
large beside what the last digit of a number is off by.
"""

PARTS = 2.0**-10
"""A unit is about this part of a size that is not."""

ROUNDS = 3
"""Rows from which a size may follow one after the other: tonnes, HHI, an aim, the worst aim."""


@dataclass(frozen=True)
class Scale:
    """What a unit of each column is, what each row is multiplied by, and the sizes of columns."""

    columns: Floats
    rows: Floats
    sizes: Floats

    @cached_property
    def plain(self) -> bool:
        """Whether all columns and rows count as they are."""
        return bool((self.columns == 1).all() and (self.rows == 1).all())

    def part(self, rows: Bools, columns: Bools) -> Scale:
        """That of the rows and columns that are marked."""
        return Scale(self.columns[columns], self.rows[rows], self.sizes[columns])


@dataclass(frozen=True)
class Sizes:
    """Which figures tell the sizes of which columns.

    Shapes: ``material``, ``mineral`` and ``share`` (columns,), ``demand`` and ``market``
    (figures,): numbers of the material and mineral whose tonnes a column counts, or whose demand a
    figure is; -1 where there is none. ``share`` marks columns that are parts of one.
    """

    material: Ints
    mineral: Ints
    share: Bools
    demand: Ints
    market: Ints

    def at(self, figures: Floats) -> Floats:
        """The size of every column, shape (columns,); 0 where no figure says it.

        A material that nobody needs itself is as large as its mineral.
        """
        own = _largest(self.demand, figures, self.material)
        whole = _largest(self.market, figures, self.mineral)
        found = np.where(own > 0, own, whole)
        found[(found == 0) & (self.material >= 0)] = 1.0
        return np.where(self.share, 1.0, found)


def sizes_of(
    columns: Sequence[tuple[str, tuple[Any, ...]]],
    figures: Sequence[tuple[str, tuple[Any, ...]]],
    tonnes: Callable[[str, tuple[Any, ...]], tuple[str, str] | None],
) -> Sizes:
    """Which figures tell the sizes; ``tonnes`` names the material and mineral a column counts."""
    counted = [tonnes(name, index) for name, index in columns]
    numbers: dict[str, int] = {}

    def number(kind: str, name: str) -> int:
        return numbers.setdefault(f"{kind}\t{name}", len(numbers))

    def numbered(kind: str, names: Sequence[str | None]) -> Ints:
        return np.array([-1 if n is None else number(kind, n) for n in names], dtype=np.int32)

    return Sizes(
        material=numbered("material", [found and found[0] for found in counted]),
        mineral=numbered("mineral", [found and found[1] for found in counted]),
        share=np.array([name == "segment" for name, _ in columns], dtype=bool),
        demand=numbered("material", [i[0] if name == "demand" else None for name, i in figures]),
        market=numbered("mineral", [i[0] if name == "market" else None for name, i in figures]),
    )


def _largest(places: Ints, figures: Floats, wanted: Ints) -> Floats:
    """The largest figure of every place that is wanted; 0 for those without one."""
    found = np.zeros(max(int(places.max(initial=-1)), int(wanted.max(initial=-1))) + 2)
    np.maximum.at(found, places, figures)
    found[-1] = 0.0
    largest: Floats = found[wanted]
    return largest


def scale_of(rows: Ints, columns: Ints, values: Floats, height: int, sizes: Floats) -> Scale:
    """The scale of a matrix given by its entries, from the sizes of columns that are known.

    Shapes: ``rows``, ``columns`` and ``values`` (entries,), ``sizes`` (columns,), 0 where unknown.
    """
    there = values != 0
    rows, columns, values = rows[there], columns[there], np.abs(values[there])
    size = sizes.copy()
    for _ in range(ROUNDS):
        largest = _terms(rows, values * size[columns], height)
        told, known = np.full(len(size), np.inf), largest[rows] > 0
        np.minimum.at(told, columns[known], largest[rows[known]] / values[known])
        fresh = (size == 0) & np.isfinite(told)
        size[fresh] = told[fresh]
    size[size == 0] = 1.0
    unit = _unit(size)
    largest = _terms(rows, values * unit[columns], height)
    touched = _terms(rows, (unit != 1.0)[columns].astype(np.float64), height) > 0
    divided = touched | (largest > MOST) | ((largest < 1 / MOST) & (largest > 0))
    return Scale(unit, _power(1 / np.where(divided, largest, 1.0)), size)


def _unit(size: Floats) -> Floats:
    """What a column of a size counts in: 1 as long as its size is ordinary."""
    ordinary = (size >= LEAST) & (size <= MOST)
    return np.where(ordinary, 1.0, _power(size * PARTS))


def _terms(rows: Ints, terms: Floats, height: int) -> Floats:
    """The largest term of every row."""
    found = np.zeros(height)
    np.maximum.at(found, rows, terms)
    return found


def _power(values: Floats) -> Floats:
    """The nearest powers of two."""
    powers: Floats = np.exp2(np.round(np.log2(values)))
    return powers
