"""Why demand cannot be met, as a table with a sentence for each cause."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from model.errors import Words
from model.explain.explanations import ShortageCause
from model.tolerances.figures import LEFT_SHORT
from model.workbook.wording import amount

COLUMNS = (
    *("year", "material", "sentence", "sentence_ja", "shortage", "rule", "rule_ja", "cell"),
    *("avoided", "decided"),
)
ALL_DECIDED = Words("all rules that can be decided, together", "変更できる条件すべて")
AVOIDED = Words(
    "In {year} {short} t of {material} are short; without the rule '{rule}' ({cell}) it would be"
    " {avoided} t less.",
    "{year}年の {material} の不足は {short} t。「{rule}」（{cell}）がなければ {avoided} t"
    " 少なくなります。",
)
PHYSICS = Words(
    " It is what plants and stores can do, not a decision.",
    "これは設備・在庫の能力で、判断で変えられる条件ではありません。",
)
REMAINS = Words(
    "In {year} {left} t of the {short} t of {material} that are short would be short without any"
    " limit, minimum take or largest share, too: for want of capacity.",
    "{year}年の {material} の不足 {short} t のうち {left} t は、制約・引取義務量・最大シェアが"
    "まったくなくても残ります（能力不足）。",
)
NOTHING_REMAINS = Words(
    "In {year} no {material} would be short without limits, minimum takes and largest shares; it"
    " is {short} t.",
    "{year}年の {material} の不足 {short} t は、制約・引取義務量・最大シェアがなければ生じません。",
)


def shortage_causes(causes: Sequence[ShortageCause]) -> pd.DataFrame:
    """Table ShortageCauses: a row for each rule that keeps something away, by year and material.

    The last row of each year and material lifts all that can be decided together.
    """
    rows = [
        (
            *(cause.year, cause.material, *_sentence(cause), cause.shortage),
            *(*(cause.rule or ALL_DECIDED), cause.cell, cause.avoided),
            "yes" if cause.decided else "no",
        )
        for cause in causes
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _sentence(cause: ShortageCause) -> Words:
    left = cause.shortage - cause.avoided
    if cause.rule is None:
        told = REMAINS if left > LEFT_SHORT * max(1.0, cause.shortage) else NOTHING_REMAINS
        return _filled(told, cause, "", left=amount(max(0.0, left)))
    en = _filled(AVOIDED, cause, cause.rule.en).en
    ja = _filled(AVOIDED, cause, cause.rule.ja).ja
    return Words(en, ja) if cause.decided else Words(en + PHYSICS.en, ja + PHYSICS.ja)


def _filled(words: Words, cause: ShortageCause, rule: str, left: str = "") -> Words:
    parts = {
        "year": cause.year,
        "material": cause.material,
        "short": amount(cause.shortage),
        "rule": rule,
        "cell": cause.cell,
        "avoided": amount(cause.avoided) if cause.avoided else "0",
        "left": left,
    }
    return Words(words.en.format(**parts), words.ja.format(**parts))
