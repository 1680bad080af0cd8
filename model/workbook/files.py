"""Files of a run: an input that can be opened, a result that is written whole or not at all.

A result is written as a draft beside its place and moved there, so that an earlier one stays whole
until the new one is. Whether that can be done is tried before a run, not found out after it.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from contextlib import suppress
from itertools import chain, count, islice
from pathlib import Path

from model.errors import UsageError, Words
from model.workbook.drafts import clear, draft_of, fill

FORBIDDEN = frozenset('<>:"|?*') if sys.platform == "win32" else frozenset()
"""Characters that no file name may hold here."""

LONGEST = 259 if sys.platform == "win32" else None
"""Characters of the longest path, where a longer one is only said not to be found."""

PROBE = 1_000_000
"""Bytes written to see whether a result will find room: what that of the default case takes."""

NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.EINVAL)
"""What the system says of a file that is not there; EINVAL on Windows, of a name with ``*``."""

MOST_NAMES = 99
REASONS = {
    errno.ENOSPC: Words("the disk is full", "ディスクの空き容量がありません"),
    errno.EROFS: Words("the disk is read-only", "読み取り専用のディスクです"),
    errno.EACCES: Words(
        "that is not permitted, or another program such as Excel has it open",
        "許可されていないか、Excel などの他のプログラムが使用中です",
    ),
    errno.EFBIG: Words("it is too large for that place", "その場所で許される大きさを超えています"),
    errno.ENAMETOOLONG: Words("the name is too long", "名前が長すぎます"),
    errno.ENOTDIR: Words("a part of that path is a file, not a folder", "途中にファイルがあります"),
    errno.EINVAL: Words("the name is not allowed here", "使用できない名前です"),
    errno.ENOENT: Words("there is no such place", "その場所がありません"),
}
REASONS |= {
    errno.EPERM: REASONS[errno.EACCES],
    errno.EEXIST: REASONS[errno.ENOTDIR],
    getattr(errno, "EDQUOT", errno.ENOSPC): REASONS[errno.ENOSPC],
}


def ready(target: Path) -> Path:
    """See that a workbook can be written to ``target``, and make its folder; where it will stand.

    That is what ``target`` links to, if it is a link. Clears drafts that earlier runs left there.
    Raises UsageError if it cannot be written.
    """
    try:
        _check_name(target)
        if target.is_symlink():
            target = Path(os.path.realpath(target))
        with draft_of(target) as draft:
            clear(target)
            fill(draft, bytes(PROBE))
    except OSError as error:
        raise UsageError(_cannot(target, error)) from error
    return target


def _check_name(target: Path) -> None:
    """Raise UsageError unless this can be the name of a workbook; OSError if it is too long."""
    with suppress(FileNotFoundError):
        target.lstat()
    if target.is_dir():
        raise UsageError(
            f"{target} is a folder; name a file in it, such as {target / 'plan.xlsx'}."
            f" / フォルダーです。その中のファイル名を指定してください: {target}"
        )
    if target.suffix.lower() != ".xlsx":
        raise UsageError(
            f"The name should end in .xlsx, as plan.xlsx does; it is '{target}'."
            f" / ファイル名は plan.xlsx のように .xlsx で終わるものにしてください: {target}"
        )
    wrong = " ".join(sorted(FORBIDDEN & set(target.name)))
    if wrong:
        raise UsageError(
            f"A file name may not hold {wrong}: {target.name}."
            f" / ファイル名に使えない文字があります ({wrong}): {target.name}"
        )


def write(path: Path, data: bytes) -> None:
    """Write a file whole, in place of an earlier one. Raises UsageError if that cannot be done."""
    try:
        with draft_of(path) as draft:
            fill(draft, data)
            os.replace(draft, path)  # noqa: PTH105
    except OSError as error:
        raise UsageError(_cannot(path, error)) from error


def write_result(path: Path, data: bytes) -> Path:
    """Write a file and say where: ``x (2).xlsx`` if ``x.xlsx`` is open elsewhere or read-only.

    Raises UsageError if it cannot be written, which says where it is kept instead.
    """
    try:
        with draft_of(path) as draft:
            fill(draft, data)
            return _moved(draft, path)
    except OSError as error:
        raise UsageError(_cannot(path, error) + _kept(path.name, data)) from error


def _kept(name: str, data: bytes) -> str:
    """Keep a result among the temporary files, and say where; says so if that fails, too."""
    with suppress(OSError):
        folder = Path(tempfile.mkdtemp(prefix="plan-"))
        try:
            write(folder / name, data)
            return f"\nThe result is kept here / 結果の保存先: {folder / name}"
        except UsageError:
            folder.rmdir()
    return "\nThe result is finished but not kept. / 結果は保存できませんでした。"


def _moved(draft: Path, path: Path) -> Path:
    """Move the draft to ``path``, or to the next free numbered name if that is locked."""
    locked: PermissionError | None = None
    numbered = (path.with_name(f"{path.stem} ({n}){path.suffix}") for n in count(2))
    free = (name for name in numbered if not name.exists())
    for name in chain((path,), islice(free, MOST_NAMES)):
        try:
            if name.exists() and not os.access(name, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            os.replace(draft, name)  # noqa: PTH105
            return name
        except PermissionError as error:
            locked = error
    raise locked or PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def check_input(path: Path) -> None:
    """Raise UsageError unless ``path`` is a file that can be opened; says what is there instead."""
    owner = re.fullmatch(r"~\$(.+)|\.~lock\.(.+)#", path.name)
    if owner is not None:
        name = owner[1] or owner[2]
        raise UsageError(
            f"{path.name} only marks that {name} is open somewhere; name {name} itself."
            f" / 使用中の印のファイルです。{name} を指定してください。"
        )
    try:
        if path.exists() and not path.is_file():
            raise UsageError(_no_file(path))
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        if error.errno in NOT_THERE:
            raise UsageError(_no_file(path)) from error
        reason = _reason(path, error)
        raise UsageError(
            f"{path} cannot be opened: {reason.en}. / 開けません（{reason.ja}）: {path}"
        ) from error


def _no_file(path: Path) -> str:
    """What to say of a path without a file: what is there, or why there is none."""
    why = Words("", "")
    inside = next((parent for parent in path.parents if parent.is_file()), None)
    if path.is_dir():
        why = Words("it is a folder", "フォルダーです")
    elif path.exists():
        why = Words("it is a device or a pipe", "装置またはパイプです")
    elif inside is not None:
        why = Words(
            f"{inside.name} is no folder; unpack it first",
            f"{inside.name} はフォルダーではありません。先に展開してください",
        )
    elif _is_too_long(path):
        why = REASONS[errno.ENAMETOOLONG]
    elif set(path.name) & set("*?"):
        why = Words("name one workbook, without * and ?", "* や ? を使わず一つだけ指定してください")
    english = f"There is no file {path}{': ' if why.en else ''}{why.en}."
    return f"{english} / ファイルが見つかりません{f'（{why.ja}）' if why.ja else ''}: {path}"


def _cannot(path: Path, error: OSError) -> str:
    reason = _reason(path, error)
    return (
        f"{path} cannot be written: {reason.en}; name another place."
        f" / 書き込めません（{reason.ja}）。別の場所を指定してください: {path}"
    )


def _reason(path: Path, error: OSError) -> Words:
    if _is_too_long(path):
        return REASONS[errno.ENAMETOOLONG]
    told = error.strerror or str(error)
    return REASONS.get(error.errno or 0, Words(told, told))


def _is_too_long(path: Path) -> bool:
    return LONGEST is not None and len(str(path.absolute())) > LONGEST
