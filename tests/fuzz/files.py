"""The file itself: damaged, or written as other programs write it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.book import Book
from tests.fuzz.kinds import kind
from tests.fuzz.oracle import ANYWHERE, Expected, unchanged

Parts = dict[str, bytes]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/drawingml/2006/main": (
        "http://purl.oclc.org/ooxml/drawingml/main"
    ),
}
"""Namespaces of Transitional Open XML and those of Strict."""


def rewritten(path: Path, change: Callable[[Parts], None]) -> None:
    """Change the parts of a workbook file."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def replaced(path: Path, part: str, pattern: str, new: str) -> None:
    """Replace what a pattern finds first in a part; it must be there."""

    def change(parts: Parts) -> None:
        text, count = re.subn(pattern, new, parts[part].decode(), count=1)
        assert count == 1, (part, pattern)
        parts[part] = text.encode()

    rewritten(path, change)


def _file(name: str, change: Callable[[Parts], None], *, places: bool = False) -> None:
    """A kind: parts of the file change; the case stays, or the file may be refused as a whole."""

    @kind(f"file: {name}")
    def damaged(book: Book) -> Expected:
        told = (("", ANYWHERE),) if places else ()
        return Expected(name, told, unchanged, file=lambda path: rewritten(path, change))


def _sub(part: str, pattern: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        text, count = re.subn(pattern, new, parts[part].decode(), count=1)
        assert count == 1, (part, pattern)
        parts[part] = text.encode()

    return change


def _strict(parts: Parts) -> None:
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            for old, new in STRICT.items():
                data = data.replace(old.encode(), new.encode())
            parts[name] = data


def _no_properties(parts: Parts) -> None:
    for name in [n for n in parts if n.startswith("docProps/")]:
        del parts[name]
    text = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = re.sub(r"<Override[^>]*docProps[^>]*/>", "", text).encode()
    text = parts["_rels/.rels"].decode()
    parts["_rels/.rels"] = re.sub(r"<Relationship [^>]*docProps[^>]*/>", "", text).encode()


def _rubbish_beside(parts: Parts) -> None:
    parts["__MACOSX/._workbook.xml"] = b"\x00\x05\x16\x07"
    parts["xl/printerSettings/printerSettings1.bin"] = b"\x00"


def _phonetic(parts: Parts) -> None:
    """Texts in a table of their own, with readings as Excel stores what was typed by sound."""
    reading = '<rPh sb="0" eb="1"><t>ヨミ</t></rPh><phoneticPr fontId="1"/>'
    texts: list[str] = []

    def shared(cell: re.Match[str]) -> str:
        texts.append(cell[2])
        return f'<c{cell[1]}t="s"><v>{len(texts) - 1}</v></c>'

    for name in [n for n in parts if n.startswith("xl/worksheets/sheet")]:
        pattern = r'<c([^>]*)t="inlineStr"><is>(.*?)</is></c>'
        parts[name] = re.sub(pattern, shared, parts[name].decode(), flags=re.DOTALL).encode()
    table = "".join(f"<si>{text}{reading}</si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{table}</sst>'.encode()
    kind_of = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind_of}"/></Types>'
    relation = f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    for name, old, new in (
        ("[Content_Types].xml", "</Types>", part),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", f"{relation}</Relationships>"),
    ):
        parts[name] = parts[name].decode().replace(old, new).encode()


def _no_dimensions(parts: Parts) -> None:
    for name in [n for n in parts if n.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(rb"<dimension [^>]*/>", b"", parts[name])


def _no_sheet(parts: Parts) -> None:
    del parts["xl/worksheets/sheet3.xml"]


_file("style without a fill", _sub("xl/styles.xml", r"<fill>.*?</fill>", "<fill/>"))
_file("colour that is none", _sub("xl/styles.xml", r"<font>", '<font><color rgb="FFZZ"/>'))
_file("rubbish among the styles", _sub("xl/styles.xml", r"<cellXfs", "<nothing/><cellXfs"))
_file(
    "date of creation that is none",
    _sub("docProps/core.xml", r"(<dcterms:created[^>]*>)[^<]*<", r"\1yesterday<"),
)
_file("no properties", _no_properties)
_file("rubbish beside the parts", _rubbish_beside)
_file("readings above the text", _phonetic)
_file("no dimensions", _no_dimensions)
_file("strict", _strict, places=True)
_file(
    "years counted from 1904", _sub("xl/workbook.xml", r"<workbookPr", '<workbookPr date1904="1"')
)


@kind("file: a sheet's part missing")
def no_sheet(book: Book) -> Expected:
    """The file is damaged, or the sheet is missing."""
    ws = book.workbook.worksheets[2]
    places = (("", ANYWHERE), (ws.title, ANYWHERE))
    return Expected(
        f"part of {ws.title} missing", places, file=lambda path: rewritten(path, _no_sheet)
    )


@kind("file: cut short")
def cut_short(book: Book) -> Expected:
    part = book.r.uniform(0.2, 0.95)

    def cut(path: Path) -> None:
        content = path.read_bytes()
        path.write_bytes(content[: int(part * len(content))])

    return Expected(f"the first {part:.0%} of the file", (("", ANYWHERE),), file=cut)


@kind("file: something else")
def something_else(book: Book) -> Expected:
    content = book.r.choice((b"", b"key,value\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x03\x04"))
    what = f"a file that begins with {content[:8]!r}"
    return Expected(what, (("", ANYWHERE),), file=lambda path: path.write_bytes(content) and None)
