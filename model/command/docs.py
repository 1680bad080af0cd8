"""Pages printed from the code: data dictionary from the layout, formulation from docstrings.

Nobody edits them by hand; a test compares them with what would be printed now.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from model.formulation import BLOCKS
from model.workbook.files import write
from model.workbook.layout import SHEETS
from model.workbook.schema import Column, Sheet
from model.workbook.wording import figure

DICTIONARY = Path("inputs") / "README.md"
FORMULATION = Path("model") / "formulation" / "README.md"
PRINTED = "Printed by `python run.py docs`; do not edit by hand."


def write_docs(root: Path) -> tuple[Path, ...]:
    """Write both pages under the project's root; the paths written. UsageError if it cannot."""
    pages = {root / DICTIONARY: dictionary(), root / FORMULATION: formulation()}
    for path, text in pages.items():
        write(path, text.encode())
    return tuple(pages)


def dictionary() -> str:
    """The data dictionary: every sheet and column of the input workbook."""
    head = f"""# Input workbooks and data dictionary / 入力ワークブックとデータ項目

{PRINTED}

- `japan_ga_mg.xlsx` is the default case; its figures stand in the CSV files of `japan_ga_mg/`, one
  a sheet, with their sources in `japan_ga_mg/README.md`.
- `japan_w.xlsx`, from `japan_w/` in the same way, is a second case: tungsten.
- `template.xlsx` is the blank form.

After a change to the layout or to the CSV files all are made again:

```
python run.py template inputs/japan_ga_mg.xlsx --from inputs/japan_ga_mg --force
python run.py template inputs/japan_w.xlsx --from inputs/japan_w --force
python run.py template inputs/template.xlsx --force
```

Only the two years on Settings, and the sheets Materials, Demand and Supply are needed. Columns may
stand in any order; further columns and sheets are left alone. A blank cell means the default.
"""
    return head + "".join(_sheet(sheet) for sheet in SHEETS)


def _sheet(sheet: Sheet) -> str:
    lines = [
        f"\n## {sheet.name} / {sheet.ja}\n",
        f"{sheet.purpose}{'' if sheet.required else ' Optional.'}  ",
        f"{sheet.purpose_ja}\n",
        "| column | holds | unit | blank means | meaning | 意味 |",
        "|---|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(_cells(column))} |" for column in sheet.columns]
    return "\n".join(lines) + "\n"


def _cells(column: Column) -> tuple[str, ...]:
    name = "one column a year" if column.kind == "years" else f"`{column.name}`"
    blank = "must be filled" if column.required else column.blank_means
    return name, _holds(column), column.unit, blank, column.meaning, column.ja


def _holds(column: Column) -> str:
    if column.kind == "choice":
        return ", ".join(column.choices)
    if column.kind == "link":
        return f"a name from {column.to}"
    if column.kind == "mineral":
        return "a mineral from Materials"
    if column.kind in ("key", "text"):
        return "unique name" if column.kind == "key" else "text"
    if column.kind == "period":
        return "year (2027), quarter (2027Q3) or month (2027-07)"
    low = f"above {figure(column.above)}" if column.above is not None else ""
    if not low and column.minimum is not None:
        low = f"{figure(column.minimum)} or more"
    high = "" if column.maximum is None else f"{figure(column.maximum)} or less"
    limits = ", ".join(part for part in (low, high) if part)
    kind = "whole number" if column.kind == "integer" else "number"
    return f"{kind}, {limits}" if limits else kind


def formulation() -> str:
    """The linear programme, block by block, as the docstrings of the code say it."""
    head = f"""# The linear programme

{PRINTED}

Quantities are tonnes of metal, money is million USD, CO2 is t, concentration is HHI points (0 to
10,000). Indices: materials m, minerals k, supply options s, countries c, conversions v, periods t
of length l_t (part of a year), years y, segments j, limits r and their targets n. D is demand.
Below, each block of `model/formulation/` in order.
"""
    parts = [
        f"\n## {block.__name__.rsplit('.', 1)[-1]}\n\n{_markdown(block.__doc__ or '')}"
        for block in BLOCKS
    ]
    return head + "".join(parts)


def _markdown(docstring: str) -> str:
    """A docstring in reStructuredText as Markdown, with formulas between dollars."""
    text = re.sub(r":math:`(.+?)`", r"$\1$", docstring, flags=re.DOTALL)
    text = re.sub(r":mod:`(.+?)`", r"`\1`", text).replace("``", "`")
    made, formula = [], []
    for line in [*text.strip().splitlines(), "end"]:
        if line.startswith(".. math::"):
            formula = [line.removeprefix(".. math::").strip(), ""]
        elif formula and (line.startswith("   ") or not line):
            formula.append(line)
        else:
            made += _display(formula)
            formula = []
            made.append(line)
    return "\n".join(made[:-1]).rstrip() + "\n"


def _display(formula: list[str]) -> list[str]:
    """A displayed formula; several lines with ``&`` are aligned."""
    if not formula:
        return []
    lines = [line for line in formula if line.strip()]
    body = textwrap.dedent("\n".join(lines)).strip()
    if "&" in body:
        body = f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"
    return ["```math", body, "```", ""]
