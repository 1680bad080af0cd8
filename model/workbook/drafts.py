"""Drafts: what a file is called while it is written, and how those of killed runs are cleared."""

from __future__ import annotations

import os
import platform
import re
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DRAFT_STEM = 40
"""Characters of a result's name that its draft bears, which must not be too long itself."""

MACHINE = f"{zlib.crc32(platform.node().encode()):08x}"
DRAFT = re.compile(r"~.+\.(?P<machine>[0-9a-f]{8})\.(?P<process>\d+)\.tmp")
MINUTE, DAY = 60.0, 86_400.0


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A name for the draft of a file, whose folder is made; nothing is left there in the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"~{path.stem[:DRAFT_STEM]}.{MACHINE}.{os.getpid()}.tmp")
    try:
        yield draft
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def fill(draft: Path, data: bytes) -> None:
    """Write a draft and wait until it is on the disk, so that a full one is noticed now."""
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def clear(target: Path) -> None:
    """Remove drafts in the target's folder that a killed run left there.

    Earlier versions did not put the machine into the name: of theirs only those of this target.
    """
    earlier = re.compile(rf"~{re.escape(target.stem)}\.(?P<process>\d+)\.tmp")
    with suppress(OSError):  # in some folders one may write and not look
        for path in target.parent.iterdir():
            found = DRAFT.fullmatch(path.name) or earlier.fullmatch(path.name)
            if found is not None:
                machine = found.groupdict().get("machine", MACHINE)
                _clear_one(path, machine, int(found["process"]))


def _clear_one(draft: Path, machine: str, process: int) -> None:
    with suppress(OSError):
        if _is_abandoned(draft, machine, process):
            draft.unlink()


def _is_abandoned(draft: Path, machine: str, process: int) -> bool:
    """Whether the run that began a draft is gone: a draft takes seconds, never a day.

    Windows does not say without harm whether a process runs, but keeps a file that is open.
    """
    age = time.time() - draft.stat().st_mtime
    if age > DAY:
        return True
    if machine != MACHINE:
        return False
    return age > MINUTE if sys.platform == "win32" else not _is_running(process)


def _is_running(process: int) -> bool:
    """Whether another process has this number."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
