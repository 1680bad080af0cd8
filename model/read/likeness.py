"""Names that are nearly ours, and names that are the user's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from model.errors import Words
from model.workbook.schema import Column
from model.workbook.wording import near, plain, same

OWN = ("#", "_")
"""A sheet, header or key that begins so is the user's own and left alone in silence."""

LISTED = 6
"""Missing columns named at most."""


def is_own(name: object) -> bool:
    """Whether a name says that it is the user's own: ``#memo``, ``_work``, also full-width."""
    return plain(name).startswith(OWN)


def is_slip(text: object, name: str) -> bool:
    """Whether a name differs only by case, width, spaces, or a letter of several."""
    a, b = plain(text).casefold(), plain(name).casefold()
    return abs(len(a) - len(b)) <= 1 and near(text, [name], cutoff=0.8) == name


def holds(text: object, name: str) -> bool:
    """Whether a header holds the name of a column as one of its words: ``max_capacity``."""
    words = re.split(r"[^0-9a-z]+", plain(text).casefold())
    return f"_{name.casefold()}_" in f"_{'_'.join(words)}_"


def is_label(text: object, ja: str) -> bool:
    """Whether a text is the Japanese label of a column, whole or without what is in brackets."""
    return same(text, [ja, re.sub(r"（.*?）", "", ja)]) is not None


def meant(text: object, columns: Iterable[Column]) -> Column | None:
    """The column whose name or Japanese label a text surely stands for."""
    listed = tuple(columns)
    names = {c.name: c for c in listed}
    name = same(text, names) or near(text, names, cutoff=0.8)
    if name is not None and is_slip(text, name):
        return names[name]
    labelled = (c for c in listed if is_label(text, c.ja))
    return next(labelled, None) or next((c for c in listed if holds(text, c.name)), None)


def nearest(text: object, columns: Iterable[Column]) -> Column | None:
    """The column whose name or Japanese label is most like a text, if any is like it."""
    listed = tuple(columns)
    by_name = {c.name: c for c in listed}
    by_label = {c.ja: c for c in listed}
    bare = plain(text)
    part = next((c for c in listed if len(bare) > 1 and bare in plain(c.ja)), None)
    name, label = near(text, by_name), near(text, by_label)
    return by_name[name] if name else part or (by_label[label] if label else None)


def missing_here(text: object, absent: Iterable[Column]) -> Words:
    """``Missing here: price, freight.`` with the likest and the needed first."""
    listed = list(absent)
    first = nearest(text, listed)
    names = [c.name for c in sorted(listed, key=lambda c: (c is not first, not c.required))]
    if not names:
        return Words("", "")
    more = len(names) > LISTED
    en, ja = ", ".join(names[:LISTED]), "、".join(names[:LISTED])
    return Words(
        f" Missing here: {en}{', ...' if more else ''}.",
        f"このシートにない列: {ja}{' など' if more else ''}。",
    )


LEAVE_ALONE = Words(
    " If it is your own, put # or _ before its name.",
    "独自のものであれば、名前の先頭に # か _ を付けてください。",
)
"""How to say that a thing is none of ours."""
