"""Which sheet of a workbook is which of ours, and what to say of all others.

A sheet that has our headers, or a name that is nearly ours, is refused: someone may believe that
it counts. One that is truly something else is listed once; one whose name begins with ``#`` or
``_`` is left alone in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from model.errors import InputWarning, Issue, Words
from model.read.cells import HEADER_SEARCH, Cell, Grid
from model.read.likeness import LEAVE_ALONE, is_own, is_slip
from model.read.years import year_of
from model.workbook.layout import GUIDE, SETTINGS_COLUMNS, Settings
from model.workbook.schema import Sheet
from model.workbook.wording import NOTHING, near, plain

COPIES = re.compile(
    "copy|of|old|new|bak|backup|final|draft|rev|ver|version|v|sheet|data|table|tbl|list|tmp|temp"
    "|test|edit|edited|update|updated|latest|orig|original"
)
COPIES_JA = re.compile("のコピー|コピー|複製|控え|バックアップ|改訂|最新|一覧|リスト|シート|データ")
WORDS = re.compile(r"[a-z]+|[^\W\d_a-z]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def find_sheets(
    grids: Mapping[str, Grid], sheets: Collection[Sheet], issues: list[Issue]
) -> dict[str, Grid]:
    """The grid of every sheet that is there; issues for sheets missing, renamed or unknown.

    A renamed sheet is reported and read as what it means, so that its other mistakes are reported
    too.
    """
    found = {sheet.name: grids[sheet.name] for sheet in sheets if sheet.name in grids}
    others = [g for name, g in grids.items() if name not in found and _counts(g)]
    alone: list[Grid] = []
    for grid in others:
        sheet = _looks_like(grid, sheets)
        if sheet is None:
            alone.append(grid)
        elif sheet.name in found:
            issues.append(_second(grid, found[sheet.name]))
        else:
            issues.append(_stray(grid, sheet.name))
            found[sheet.name] = grid
    for sheet in sheets:
        if sheet.required and sheet.name not in found:
            issues.append(_missing(sheet, alone, sheets))
    issues.extend(_left_alone(alone))
    return found


def _counts(grid: Grid) -> bool:
    """Whether a sheet holds anything and does not say that it is the user's own."""
    return bool(grid.cells) and grid.name != GUIDE and not is_own(grid.name)


def _stray(grid: Grid, name: str) -> Issue:
    own = NOTHING if is_slip(grid.name, name) else LEAVE_ALONE
    words = Words(
        f"is not a sheet the planner knows. Did you mean {name}?{own.en}",
        f"は未知のシート名です。{name} ではありませんか。{own.ja}",
    )
    return Issue(grid.name, "", None, words)


def _second(grid: Grid, known: Grid) -> Issue:
    words = Words(
        f"looks like sheet {known.name}, which is there too: nothing on this one would count."
        f" Delete it, or put # or _ before its name to have it left alone.",
        f"はシート {known.name} に似ていますが、計算に使われません（{known.name} は別にあります）。"
        "削除するか、使わない場合は名前の先頭に # か _ を付けてください。",
    )
    return Issue(grid.name, "", None, words)


def _missing(sheet: Sheet, alone: list[Grid], sheets: Collection[Sheet]) -> Issue:
    """A needed sheet that is not there, with the sheet that may be it."""
    names = [s.name for s in sheets]
    like = next((g for g in alone if near(g.name, names) == sheet.name), None)
    if like is not None:
        alone.remove(like)
        return _stray(like, sheet.name)
    return Issue(sheet.name, "", None, Words("is missing; it is needed.", MISSING_JA))


MISSING_JA = "がありません。必須のシートです。"


def _left_alone(alone: list[Grid]) -> Iterator[Issue]:
    """The sheets that are none of ours, in one warning."""
    if not alone:
        return
    names = ", ".join(grid.name for grid in alone)
    words = Words(
        f"is left alone: the planner reads no sheet of that name ({names})."
        " To say so, put # or _ before the name.",
        f"は定義にない名前のため読みません（{names}）。独自のシートであれば、"
        "名前の先頭に # か _ を付けてください。",
    )
    yield InputWarning(alone[0].name, "", None, words)


def _looks_like(grid: Grid, sheets: Collection[Sheet]) -> Sheet | None:
    """The sheet of ours that another one is by its headers, or by a name that is nearly ours."""
    by_header = max(sheets, key=lambda sheet: _likeness(grid, sheet))
    if _likeness(grid, by_header) > 0:
        return by_header
    return next((sheet for sheet in sheets if _nearly(grid.name, sheet)), None)


def _likeness(grid: Grid, sheet: Sheet) -> float:
    """How many of its headers a sheet has in one row; 0 if it could not be read as that sheet.

    It could if all needed columns are there and half of the row's headers are ours.
    """
    rows = [cells for row, cells in grid.rows.items() if row <= HEADER_SEARCH]
    return max((_row_likeness(cells, grid, sheet) for cells in rows), default=0.0)


def _row_likeness(cells: list[tuple[int, Cell]], grid: Grid, sheet: Sheet) -> float:
    headers = [cell for _, cell in cells if not is_own(cell.value)]
    texts = {plain(cell.value).casefold() for cell in headers}
    if sheet.vertical:
        return _settings_likeness(grid) if texts.issuperset(("key", "value")) else 0.0
    ours = texts & {c.name for c in sheet.columns if c.kind != "years"}
    years = sum(year_of(cell.value) is not None for cell in headers) if sheet.years else 0
    needed = {c.name for c in sheet.columns if c.required and c.kind != "years"}
    count = len(ours) + years
    readable = needed <= ours and (years or not sheet.years)
    return float(count) if readable and count >= 2 and 2 * count >= len(headers) else 0.0


def _settings_likeness(grid: Grid) -> float:
    known = {c.name for c in Settings.SHEET.columns}
    keys = {plain(cell.value) for cell in grid.cells.values()} & known
    return float(len(keys) + len(SETTINGS_COLUMNS)) if len(keys) > 1 else 0.0


def _nearly(name: str, sheet: Sheet) -> bool:
    """Whether a name is a sheet's, in English or Japanese, but for a slip or marks of copies."""
    bare = _bare(name)
    singular = sheet.name.removesuffix("s").replace("Countrie", "Country")
    english = (sheet.name, singular, f"{sheet.name}s")
    if any(is_slip(name, e) or bare == _bare(e) or is_slip(bare, _bare(e)) for e in english):
        return True
    ja = _bare(sheet.ja)
    return bare == ja or (len(bare) > 1 and (ja.startswith(bare) or near(bare, [ja], 0.8) == ja))


def _bare(name: str) -> str:
    """A name without what copies and versions add: ``Copy of Limits (2)`` is ``limits``."""
    text = CAMEL.sub(" ", unicodedata.normalize("NFKC", name))
    text = COPIES_JA.sub(" ", text).casefold()
    return "".join(word for word in WORDS.findall(text) if not COPIES.fullmatch(word))
