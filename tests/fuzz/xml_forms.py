"""The same workbook in other XML: as other programs, and other versions of Excel, write it."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.fuzz.book import Book
from tests.fuzz.files import MAIN, Parts, rewritten
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import Expected, unchanged


def _sheets(change: Callable[[str], str]) -> Callable[[Parts], None]:
    """A change of the XML of every sheet."""

    def every(parts: Parts) -> None:
        for name in [n for n in parts if n.startswith("xl/worksheets/sheet")]:
            parts[name] = change(parts[name].decode()).encode()

    return every


def _prefixed(text: str) -> str:
    """Every element with a prefix, as the Open XML SDK writes."""
    text = re.sub(r"<(/?)(?=[A-Za-z])(?!\?)", r"<\1x:", text)
    return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def _without_addresses(text: str) -> str:
    """Cells that follow each other without a gap need no address; nor do such rows."""

    def row(found: re.Match[str]) -> str:
        letters = re.findall(r'<c r="([A-Z]+)\d+"', found[0])
        whole = letters == [chr(65 + n) for n in range(len(letters))]
        return re.sub(r'<c r="[A-Z]+\d+"', "<c", found[0]) if whole else found[0]

    return re.sub(r"<row .*?</row>", row, text, flags=re.DOTALL)


def _references(text: str) -> str:
    """Japanese letters as character references."""
    return "".join(c if ord(c) < 128 else f"&#x{ord(c):X};" for c in text)


def _marked(text: str) -> str:
    """Texts in CDATA, with comments between the rows."""
    text = re.sub(r"<t>([^<&]+)</t>", r"<t><![CDATA[\1]]></t>", text)
    return text.replace("<row ", "<!-- a row --><row ")


def _direct(text: str) -> str:
    """Texts as strings of their own, without a table or runs."""
    return re.sub(r't="inlineStr"><is><t(?: [^>]*)?>([^<]*)</t></is>', r't="str"><v>\1</v>', text)


def _exponents(text: str) -> str:
    """Numbers with an exponent."""
    return re.sub(r"<v>(\d+)</v>", lambda m: f"<v>{int(m[1]) / 1e3!r}E3</v>", text)


def _extended(text: str) -> str:
    """Extensions of later versions at the end of a sheet and about it."""
    later = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    more = (
        f'<extLst><ext xmlns:x14="{later}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
        '<x14:rules><x14:c r="A1"><x14:v>5</x14:v></x14:c></x14:rules></ext></extLst></worksheet>'
    )
    return text.replace("</worksheet>", more)


def _byte_order_mark(parts: Parts) -> None:
    for name in [n for n in parts if n.endswith(".xml") and n.startswith("xl/")]:
        parts[name] = b"\xef\xbb\xbf" + parts[name]


def _sixteen_bits(parts: Parts) -> None:
    for name in [n for n in parts if n.startswith("xl/worksheets/sheet")]:
        head = '<?xml version="1.0" encoding="UTF-16" standalone="yes"?>'
        parts[name] = (head + re.sub(r"^<\?xml.*?\?>", "", parts[name].decode())).encode("utf-16")


def _other_names(parts: Parts) -> None:
    """Parts called otherwise, and named from where the workbook stands."""
    names = [n for n in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)]
    for name in names:
        parts[name.replace("worksheets/sheet", "worksheets/Blatt")] = parts.pop(name)
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        text = parts[name].decode().replace("worksheets/sheet", "worksheets/Blatt")
        parts[name] = text.replace('Target="/xl/', 'Target="').encode()


FORMS: dict[str, Callable[[Parts], None]] = {
    "elements with a prefix": _sheets(_prefixed),
    "cells without addresses": _sheets(_without_addresses),
    "letters as references": _sheets(_references),
    "texts as CDATA": _sheets(_marked),
    "texts as plain strings": _sheets(_direct),
    "numbers with exponents": _sheets(_exponents),
    "extensions": _sheets(_extended),
    "byte order marks": _byte_order_mark,
    "sixteen bits a letter": _sixteen_bits,
    "parts called otherwise": _other_names,
}


def _form(name: str, change: Callable[[Parts], None]) -> None:
    @kind(f"XML: {name}")
    def written(book: Book) -> Expected:
        return Expected(name, meant=unchanged, file=lambda path: rewritten(path, change))


for _name, _change in FORMS.items():
    _form(_name, _change)
