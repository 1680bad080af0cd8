"""Text on its way in and out of an Excel file: escapes, line breaks, and what nobody can see.

In the XML of a workbook ``_x000D_`` stands for the character 000D, and ``_x005F_x000D_`` for the
seven characters ``_x000D_`` themselves (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
"""

from __future__ import annotations

import re
import unicodedata

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""Two halves of one character, each written as an escape of its own."""

UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, marks of direction
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"  # fillers, byte order mark, halves
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"  # of shorthand, music, tags
)
"""Characters that no cell shows; two names that differ only by them look the same."""

PARTED = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
"""A letter and its marks as characters of their own, as macOS writes them: two for one \u304c."""

LINE_BREAK = re.compile("\r\n?|\x85|\u2028|\u2029")
SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
"""Spaces that look like the one of the keyboard; the ideographic space is wider and stays."""


def unescaped(text: str) -> str:
    """The text that the XML of a workbook stands for."""
    if "_x" not in text:
        return text
    text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return SURROGATES.sub(
        lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
    )


def escaped(text: str) -> str:
    """What the XML of a workbook must hold for Excel to show the text as it is."""
    return LIKE_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def visible(text: str) -> str:
    """The text without what no cell shows; line breaks as Excel types them, none at the ends."""
    if text.isascii() and text.isprintable():
        return text
    text = LINE_BREAK.sub("\n", text)
    text = PARTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return SPACE.sub(" ", UNSEEN.sub("", text)).strip("\n")
