"""Why demand cannot be met, as a table with a sentence for each cause."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from model.case import Case
from model.errors import Words
from model.explain.explanations import ShortageCause
from model.results.reasons.parts import NOTHING
from model.rules.names import material_words
from model.tolerances.figures import LEFT_SHORT
from model.workbook.wording import amount

COLUMNS = (
    *("year", "material", "sentence", "sentence_ja", "shortage", "rule", "rule_ja", "cell"),
    *("avoided", "decided"),
)
ALL_DECIDED = Words("all rules that a person can change, together", "変更できる条件すべて")
AVOIDED = Words(
    "{short} t of {material} are short in {year}. The shortage falls by {avoided} t without the"
    " rule '{rule}' ({cell}).",
    "{year}年の{material}の不足は{short} t。「{rule}」（{cell}）がなければ、不足は{avoided} t"
    "減ります。",
)
PHYSICS = Words(
    " This rule is a capacity of plants or stores, not a decision.",
    "これは設備・在庫の能力で、判断で変えられる条件ではありません。",
)
REMAINS = Words(
    "{short} t of {material} are short in {year}. {left} t of it remain without any limit, minimum"
    " take or largest share, because capacity is missing.",
    "{year}年の{material}の不足は{short} t。うち{left} tは、制約・引取義務・最大シェアがすべて"
    "なくても、能力不足のため残ります。",
)
NOTHING_REMAINS = Words(
    "{short} t of {material} are short in {year}. Nothing is short without limits, minimum takes"
    " and largest shares.",
    "{year}年の{material}の不足は{short} t。制約・引取義務・最大シェアがなければ、不足は"
    "生じません。",
)


def shortage_causes(case: Case, causes: Sequence[ShortageCause]) -> pd.DataFrame:
    """Table ShortageCauses: a row for each rule that keeps something away, by year and material.

    The last row of each year and material lifts all that can be decided together.
    """
    rows = [
        (
            *(cause.year, cause.material, *_sentence(case, cause), cause.shortage),
            *(*(cause.rule or ALL_DECIDED), cause.cell, cause.avoided),
            "yes" if cause.decided else "no",
        )
        for cause in causes
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _sentence(case: Case, cause: ShortageCause) -> Words:
    left = cause.shortage - cause.avoided
    if cause.rule is None:
        said = REMAINS if left > LEFT_SHORT * max(1.0, cause.shortage) else NOTHING_REMAINS
        return _filled(case, said, cause, NOTHING, left=amount(max(0.0, left)))
    en, ja = _filled(case, AVOIDED, cause, cause.rule)
    return Words(en, ja) if cause.decided else Words(en + PHYSICS.en, ja + PHYSICS.ja)


def _filled(case: Case, words: Words, cause: ShortageCause, rule: Words, left: str = "") -> Words:
    material = material_words(case, cause.material)
    parts = {
        "year": cause.year,
        "short": amount(cause.shortage),
        "cell": cause.cell,
        "avoided": amount(cause.avoided) if cause.avoided else "0",
        "left": left,
    }
    return Words(
        words.en.format(**parts, material=material.en, rule=rule.en),
        words.ja.format(**parts, material=material.ja, rule=rule.ja),
    )
