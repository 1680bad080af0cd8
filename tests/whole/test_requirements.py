"""Nothing floats: every library that comes with ours is pinned, for every operating system."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
PINNED = re.compile(r"[\w.-]+==[\w.]+")


def requirements(name: str) -> list[Requirement]:
    """The lines of a requirements file, and of those it takes in."""
    found = []
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found += requirements(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            assert PINNED.fullmatch(line.split(";")[0].strip()), line
            found.append(Requirement(line))
    return found


def applies(marker: Marker | None, system: dict[str, str]) -> bool:
    return marker is None or marker.evaluate({**default_environment(), **system, "extra": ""})


def needed(name: str, system: dict[str, str]) -> set[str]:
    """What a library needs on a system, by what its installed metadata say."""
    listed = map(Requirement, importlib.metadata.requires(name) or ())
    return {canonicalize_name(r.name) for r in listed if applies(r.marker, system)}


def unpinned(lines: list[Requirement], system: dict[str, str]) -> set[str]:
    """Libraries that come with the pinned ones on a system and are not pinned themselves."""
    pinned = {canonicalize_name(r.name) for r in lines if applies(r.marker, system)}
    absent = {"colorama"} if system["sys_platform"] == "win32" else set()  # needs nothing itself
    return {n for name in pinned - absent for n in needed(name, system)} - pinned


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system["sys_platform"])
@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_whatever_a_pinned_library_needs_is_pinned(name: str, system: dict[str, str]) -> None:
    assert unpinned(requirements(name), system) == set()


def test_a_library_that_is_not_pinned_is_found() -> None:
    """Python-dateutil needs tzdata on every system, not on Windows alone."""
    lines = [r for r in requirements("requirements.txt") if r.name != "tzdata"]
    assert all(unpinned(lines, system) == {"tzdata"} for system in SYSTEMS)


def test_what_is_installed_is_what_is_pinned() -> None:
    here = [r for r in requirements("requirements-dev.txt") if applies(r.marker, {})]
    installed = {r.name: importlib.metadata.version(r.name) for r in here}
    assert installed == {r.name: str(r.specifier).removeprefix("==") for r in here}
