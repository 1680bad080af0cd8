"""The menu of repairs as a table, and as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from model.errors import COMBINED, CellChange, Repair, Words
from model.rules.constraints import LIMIT, MAX_SHARE, MIN_TAKE
from model.workbook.measures import MEASURES
from model.workbook.wording import amount, plain_figure

COLUMNS = (
    *("repair", "kind", "cell", "name", "rule", "rule_ja", "now", "change_to", "unit"),
    *("shortage", "sentence", "sentence_ja"),
)
WHAT = {
    LIMIT: Words("limit {name}", "制約 {name} "),
    MAX_SHARE: Words("the largest share of {name}", "{name}の最大シェア"),
    MIN_TAKE: Words("the minimum take of {name}", "{name}の引取義務量"),
}
IN_YEAR = Words("{what} in {year}", "{what}（{year}年）")
RAISE = Words(
    "raise {what} ({cell}) from {now} to {to}{unit}",
    "{what}を {now} から {to}{unit} に引き上げる（{cell}）",
)
LOWER = Words(
    "lower {what} ({cell}) from {now} to {to}{unit}",
    "{what}を {now} から {to}{unit} に引き下げる（{cell}）",
)
GONE = {
    LIMIT: Words(
        "switch off {what} ({cell}: {to} instead of {now})",
        "{what}を無効にする（{cell} を {now} から {to} に）",
    ),
    MAX_SHARE: Words(
        "lift {what} ({cell}: {to} instead of {now})",
        "{what}の制限をなくす（{cell} を {now} から {to} に）",
    ),
    MIN_TAKE: Words(
        "drop {what} ({cell}: {to} instead of {now}{unit})",
        "{what}をなくす（{cell} を {now} から {to}{unit} に）",
    ),
}
TOGETHER = Words(
    "{sentence}, together with the other changes of repair {number}",
    "{sentence}（修正案 {number} の他の変更と同時に）",
)
STILL_SHORT = Words(
    " {short} t of demand would still be unmet.", "需要の不足 {short} t は残ります。"
)
INTRODUCTION = Words("Any one of these makes a plan possible:", "次のどれか1つで計画が成立します:")
NO_REPAIR = Words(
    "No change to a single limit, minimum take or largest share, nor to several together, was"
    " found that makes a plan possible.",
    "制約・引取義務量・最大シェアの変更だけで計画が成立する案は見つかりませんでした。",
)


def repairs_table(repairs: Sequence[Repair]) -> pd.DataFrame:
    """Table Repairs: a row for each cell to change; rows of one number belong together."""
    rows = [
        (
            *(number, repair.kind, change.cell, change.name, *change.rule),
            *(change.now, change.to, _unit(change).en, repair.shortage, *_row(repair, n, number)),
        )
        for number, repair in enumerate(repairs, 1)
        for n, change in enumerate(repair.changes)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def menu(repairs: Sequence[Repair]) -> Iterator[Words]:
    """What it is, and the repairs as numbered lines, each whole; or that there are none."""
    yield INTRODUCTION if repairs else NO_REPAIR
    for number, repair in enumerate(repairs, 1):
        said = [change_told(change) for change in repair.changes]
        after = _after(repair)
        yield Words(
            f"{number}. {_capital('; '.join(t.en for t in said))}.{after.en}",
            f"{number}. {' + '.join(t.ja for t in said)}。{after.ja}",
        )


def change_told(change: CellChange) -> Words:
    """What to do to one cell, without a full stop: ``raise limit a (Limits!I8) from ...``."""
    known, words = change.known, WHAT[change.kind]
    what = Words(words.en.format(name=known.en), words.ja.format(name=known.ja))
    if change.year is not None:
        what = Words(
            IN_YEAR.en.format(what=what.en, year=change.year),
            IN_YEAR.ja.format(what=what.ja, year=change.year),
        )
    unit = _unit(change)
    said = GONE[change.kind] if change.off else RAISE if _goes_up(change) else LOWER
    figures = {"cell": change.cell, "now": _shown(change.now), "to": _shown(change.to)}
    return Words(
        said.en.format(what=what.en, unit=f" {unit.en}" if unit.en else "", **figures),
        said.ja.format(what=what.ja, unit=f" {unit.ja}" if unit.ja else "", **figures),
    )


def _row(repair: Repair, n: int, number: int) -> Words:
    """The sentence of one change; a combined repair says what it belongs to."""
    said, after = change_told(repair.changes[n]), _after(repair)
    if repair.kind == COMBINED or len(repair.changes) > 1:
        said = Words(
            TOGETHER.en.format(sentence=said.en, number=number),
            TOGETHER.ja.format(sentence=said.ja, number=number),
        )
    return Words(f"{_capital(said.en)}.{after.en}", f"{said.ja}。{after.ja}")


def _after(repair: Repair) -> Words:
    if not repair.shortage:
        return Words("", "")
    return _filled(STILL_SHORT, short=amount(repair.shortage))


def _unit(change: CellChange) -> Words:
    """The unit of a cell in both languages; a share is a bare number, a switch has none."""
    for words in (measure.unit for measure in MEASURES.values()):
        if words.en == change.unit:
            return words
    return Words("t", "t") if change.unit == "t" else Words("", "")


def _goes_up(change: CellChange) -> bool:
    return float(change.to) > float(change.now)


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else plain_figure(value)


def _filled(words: Words, **parts: object) -> Words:
    return Words(words.en.format(**parts), words.ja.format(**parts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
