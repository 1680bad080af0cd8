"""Standard output and error that never stop a run: closed, full, or a pipe that has ended.

What a run makes is its workbook; that a line about it could not be printed must not cost it.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from typing import Any, TextIO

from model.errors import Words

QUIET = (errno.EPIPE, errno.EIO, errno.EINVAL)
"""A reader that went away (``| head``; EINVAL on Windows) or a terminal that was closed."""

PAUSE = 0.01
"""Seconds until a reader that is slow is tried again."""


def hold_open() -> tuple[Unfailing, ...]:
    """Put streams that never fail in place of standard output and error; what they write to.

    A character that the console cannot show is replaced.
    """
    _plug()
    sys.stdout, out = _unfailing(sys.stdout)
    sys.stderr, err = _unfailing(sys.stderr)
    return (*out, *err)


def _plug() -> None:
    """Open the null device where a standard stream is closed, or the next file would get its place.

    A library that prints below Python would otherwise print into a workbook.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


class Unfailing(io.RawIOBase):
    """A file to write to whose failure is kept, in place of being raised."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.failure: OSError | None = None

    def write(self, data: Any) -> int:
        """Write to the file until it fails once; from then on to nowhere."""
        if self.failure is None:
            try:
                while (written := self._file.write(data)) is None:
                    time.sleep(PAUSE)
                return int(written)
            except OSError as error:
                self.failure = error
        return len(data)

    def writable(self) -> bool:
        """Whether it can be written to: always."""
        return True

    def isatty(self) -> bool:
        """Whether somebody looks at it."""
        return bool(self._file.isatty())

    def fileno(self) -> int:
        """The number the system knows it by."""
        return int(self._file.fileno())


def _unfailing(stream: TextIO | None) -> tuple[TextIO, tuple[Unfailing, ...]]:
    """A text stream that never fails, and the file below it; an editor's own is left alone."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8"), ()  # noqa: PTH123
    if not isinstance(stream, io.TextIOWrapper):
        return stream, ()
    file = Unfailing(getattr(stream.buffer, "raw", stream.buffer))
    text = io.TextIOWrapper(
        io.BufferedWriter(file),
        encoding=stream.encoding,
        errors="replace",
        line_buffering=stream.line_buffering or stream.write_through or stream.isatty(),
    )
    return text, (file,)


def lost(files: tuple[Unfailing, ...]) -> Words | None:
    """What to say if something could not be printed and somebody may still read it."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    failures = [file.failure for file in files if file.failure is not None]
    told = [failure for failure in failures if failure.errno not in QUIET]
    if not told:
        return None
    return Words(
        f"Not everything could be printed: {told[0].strerror}. The run and its result are whole.",
        f"一部を表示できませんでした（{told[0].strerror}）。計算と結果には影響ありません。",
    )
