"""The zip file that a workbook is: its parts by name, their relations, and their XML, in pieces.

Nothing is unpacked that is not asked for, a part is never held whole, and what is unreasonably
large, or not XML as Excel writes it, raises before it does harm.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from model.errors import Words

MOST_XML = 150_000_000
"""Bytes of XML that are read; the default workbook has 0.4 million."""

LONGEST_TEXT = 1_000_000
"""Characters of one text; an Excel cell holds no more than 32,767."""

PIECE = 1 << 18
"""Bytes read between two looks at the clock."""

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""Namespace of a workbook's own elements: as Excel saves by default, and as Strict Open XML."""

Attributes = dict[str, str]


class DamagedError(Exception):
    """A part of the file is missing, or is not what it should be."""


class TooLargeError(Exception):
    """The file holds more than can be read in reasonable time; ``words`` say what."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


class Relation(NamedTuple):
    """What a part refers to: the last word of its type (``worksheet``), and the part's name."""

    kind: str
    part: str


class Handler(Protocol):
    """Takes the elements of a part in the order of the file.

    Names of elements and attributes are local for those of a workbook's own namespaces and none;
    an element of any other namespace bears it, as in ``http://... t``.
    """

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text, or a piece of it."""


class Package:
    """An open workbook file; ``tick`` is called now and then while something is read."""

    def __init__(self, path: Path, tick: Callable[[], None]) -> None:
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise DamagedError from error
        self._tick = tick
        self._parts = {_folded(entry.filename): entry for entry in self._zip.infolist()}
        self._left = MOST_XML

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return _folded(part) in self._parts

    def read(self, part: str, root: str, handler: Handler) -> None:
        """Hand every element of a part to ``handler``; the first has to be called ``root``.

        Raises DamagedError or TooLargeError.
        """
        entry = self._parts.get(_folded(part))
        if entry is None:
            raise DamagedError(part)
        self._left -= entry.file_size
        if self._left < 0:
            raise TooLargeError(_too_much())
        parser = _parser(root, handler)
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(PIECE):
                    parser.Parse(piece, False)
                    self._tick()
            parser.Parse(b"", True)
        except DamagedError as error:
            raise DamagedError(f"{part} ({error})") from error
        except (expat.ExpatError, BadZipFile, zlib.error, EOFError) as error:
            raise DamagedError(part) from error
        except (NotImplementedError, RuntimeError, LookupError, ValueError) as error:
            raise DamagedError(part) from error  # a password, odd compression, odd encoding

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part (``""``: the whole file) refers to within the file, by identifier."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        found = _Relations(folder)
        if listed in self:
            self.read(listed, "", found)
        return found.relations


def open_document(path: Path) -> bool:
    """Whether a file is a workbook as LibreOffice saves it by default, whatever its name."""
    try:
        with ZipFile(path) as file:
            return file.read("mimetype").startswith(b"application/vnd.oasis.opendocument")
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return False


def _folded(part: str) -> str:
    """The name of a part as names are compared, whatever its case and the slashes it has."""
    return part.replace("\\", "/").lstrip("/").casefold()


def _too_much() -> Words:
    most = MOST_XML // 1_000_000
    return Words(
        f"holds more than {most} MB of cells. Formatted blank rows and columns are the usual cause:"
        " delete them, or copy the filled cells into a new workbook.",
        f"のセル情報が {most} MB を超えています。書式だけが設定された空白の行や列が主な原因です。"
        "削除するか、入力済みのセルだけを新しいブックにコピーしてください。",
    )


def _too_long() -> Words:
    return Words(
        f"holds a text of more than {LONGEST_TEXT:,} characters, more than any Excel cell can.",
        f"に {LONGEST_TEXT:,} 文字を超える文字列があります（Excel のセルの上限を超えています）。",
    )


def _parser(root: str, handler: Handler) -> expat.XMLParserType:
    """A parser that refuses declarations of entities, with which small files grow without end."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    known = _local_names()
    start, end, text = handler.start, handler.end, handler.text
    length = 0

    def first(name: str, attributes: Attributes) -> None:
        if root and known[name] != root:
            raise DamagedError(name)
        parser.StartElementHandler = later
        later(name, attributes)

    def later(name: str, attributes: Attributes) -> None:
        nonlocal length
        length = 0
        start(known[name], attributes)

    def measured(piece: str) -> None:
        nonlocal length
        length += len(piece)
        if length > LONGEST_TEXT:
            raise TooLargeError(_too_long())
        text(piece)

    def refused(*_: object) -> None:
        raise DamagedError("DOCTYPE")

    parser.StartElementHandler = first
    parser.EndElementHandler = lambda name: end(known[name])
    parser.CharacterDataHandler = measured
    parser.StartDoctypeDeclHandler = refused
    return parser


class _local_names(dict[str, str]):  # noqa: N801
    """Local names of a workbook's own elements, worked out once each; others as they are."""

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        self[name] = local if space in MAIN else name
        return self[name]


class _Relations:
    """The relations of one part."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.relations: dict[str, Relation] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        """Keep a relation to another part."""
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            target = unquote(attributes.get("Target", "").replace("\\", "/"))
            part = posixpath.normpath(posixpath.join("/", self._folder, target))
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.relations[attributes.get("Id", "")] = Relation(kind, part.lstrip("/"))

    def end(self, name: str) -> None:
        """Nothing to do."""

    def text(self, text: str) -> None:
        """Nothing to do."""


def related(relations: dict[str, Relation], kind: str) -> Iterator[str]:
    """Parts of one kind."""
    return (relation.part for relation in relations.values() if relation.kind == kind)
