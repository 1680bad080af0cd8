"""README in two languages: the same headings, commands and numbers, and every command in CI."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d[\d,]*(?:\.\d+)?")


def page(folder: Path, name: str) -> str:
    return (ROOT / folder / name).read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """Lines of the code blocks."""
    blocks = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def headings(text: str) -> int:
    return len(re.findall(r"^## ", text, re.MULTILINE))


def numbers(text: str) -> Counter[str]:
    """Every number of a text, thousands without their commas, and how often it stands there."""
    return Counter(found.group().replace(",", "") for found in NUMBER.finditer(text))


def test_both_readmes_have_the_same_headings_commands_and_table_rows() -> None:
    english, japanese = page(Path(), "README.md"), page(Path(), "README.ja.md")
    assert headings(english) == headings(japanese)
    assert commands(english) == commands(japanese)
    assert english.count("\n|") == japanese.count("\n|")


def test_both_readmes_hold_the_same_numbers() -> None:
    english, japanese = page(Path(), "README.md"), page(Path(), "README.ja.md")
    assert set(numbers(english)) == set(numbers(japanese))


def test_the_readme_is_short() -> None:
    assert len(page(Path(), "README.md").splitlines()) <= 150


@pytest.mark.parametrize("command", commands(page(Path(), "README.md")))
def test_ci_runs_every_command_of_the_readme(command: str) -> None:
    """Up to the names of the files written, which CI puts aside."""
    ran = page(Path(".ci"), "run")
    words = re.sub(r"(outputs/|)\w+\.xlsx$", "", command).strip()
    assert words in ran or command in ran, command


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for folder, name in ((Path(), "README"), (Path("model"), "README")):
        for ending in (".md", ".ja.md"):
            text = page(folder, name + ending)
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
                assert (ROOT / folder / target).exists(), (name, target)


def test_every_file_of_the_glossary_is_there() -> None:
    text = page(Path("model"), "README.md")
    glossary = text.split("## Glossary")[1].split("\n## ")[0]
    named = re.findall(r"`([\w/]+(?:\.py|/))`", glossary)
    assert len(named) > 30
    missing = [name for name in named if not (ROOT / "model" / name).exists()]
    assert not missing
