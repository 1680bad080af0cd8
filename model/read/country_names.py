"""What countries are commonly called, in English and Japanese, and their codes.

The list beside this module holds the names of Unicode CLDR and others in common use. It is opened
only when a name is met that is no code on sheet Countries.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from model.errors import Words
from model.workbook.wording import did_you_mean

LIST = Path(__file__).with_name("country_names.csv")
MARKS = re.compile("[\u0300-\u036f]|[^\\w]")
"""Accents, dots, commas and spaces, which are not compared."""


def code_of(name: object) -> str | None:
    """The ISO 3166-1 alpha-3 code of a country's name or shorter code: ``Vietnam``, ``中国``."""
    return _codes().get(_bare(str(name)))


def code_hint(name: object, known: Collection[str]) -> Words:
    """The code a country's name stands for, or the likest of the codes ``known``.

    A country that is not on sheet Countries needs a row there.
    """
    code = code_of(name)
    if code in known:
        return Words(f" Did you mean {code}?", f"{code} ではありませんか。")
    if code is not None:
        return Words(
            f" Its code is {code}: add a row on sheet Countries and type {code} here.",
            f"国コードは {code} です。シート Countries に行を追加し、{code} と入力してください。",
        )
    near = did_you_mean(name, known)
    return Words(
        f"{near.en} If it is another country, add a row on sheet Countries.",
        f"{near.ja}別の国であれば、シート Countries に行を追加してください。",
    )


def names_of(code: str) -> Words:
    """What a country is commonly called; the code itself if it is none of ISO 3166-1 alpha-3."""
    names = next((row["names"].split("|") for row in _rows() if row["code"] == code), [code, ""])
    return Words(names[0], names[1])


@cache
def _rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _codes() -> Mapping[str, str]:
    return {
        _bare(name): row["code"]
        for row in _rows()
        for name in (*row["names"].split("|"), row["short"], row["code"])
    }


def _bare(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold()
    apart = unicodedata.normalize("NFD", text)
    return MARKS.sub("", apart)
