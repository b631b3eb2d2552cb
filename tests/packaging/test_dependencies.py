"""The base install stays small, and every version that we install is written down."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

AT_MOST = 20
# What `make setup` installs; the Makefile says the same in its EXTRAS.
INSTALLED_EXTRAS = [
    *(
        "dev",
        "train",
        "json",
        "parquet",
        "judge",
        "sandbox",
        "report",
        "server",
        "graders",
        "data",
        "follow",
        "text",
        "peft",
    )
]
# A CUDA build of torch chooses these itself, by exact version.
CHOSEN_BY_TORCH = ("nvidia-", "cuda-")


def closure(requirements: Iterable[Requirement]) -> dict[str, set[str]]:
    """Follow requirements through what is installed here.

    Returns:
        Canonical name of each distribution reached -> the names of those that ask for it.
    """
    asked_by: dict[str, set[str]] = {}
    queue = [(requirement, "rewardkit") for requirement in requirements]
    visited: set[tuple[str, frozenset[str]]] = set()
    while queue:
        requirement, parent = queue.pop()
        name = canonicalize_name(requirement.name)
        asked_by.setdefault(name, set()).add(parent)
        extras = frozenset(requirement.extras)
        if (name, extras) in visited:
            continue
        visited.add((name, extras))
        for line in importlib.metadata.requires(name) or []:
            child = Requirement(line)
            if child.marker is None or any(
                child.marker.evaluate({"extra": extra}) for extra in (*extras, "")
            ):
                queue.append((child, name))
    return asked_by


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    """The [project] table, read from the file and not from a stale installation."""
    return dict(tomllib.loads((root / "pyproject.toml").read_text())["project"])


def active(lines: Iterable[str]) -> list[Requirement]:
    """The requirements among these lines that hold on this machine."""
    requirements = [Requirement(line) for line in lines]
    return [r for r in requirements if r.marker is None or r.marker.evaluate()]


def pins(path: Path) -> dict[str, str]:
    """Canonical name -> version of each line of a constraints file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)$", path.read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def test_the_base_install_has_at_most_twenty_distributions(project: dict[str, Any]) -> None:
    reached = closure(active(project["dependencies"]))
    listing = [f"{name} (for {', '.join(sorted(by))})" for name, by in sorted(reached.items())]
    assert len(reached) <= AT_MOST, "\n".join([f"{len(reached)} distributions:", *listing])


def test_every_installed_distribution_is_pinned(root: Path, project: dict[str, Any]) -> None:
    lines = list(project["dependencies"])
    for extra in INSTALLED_EXTRAS:
        lines += project["optional-dependencies"][extra]
    pinned = pins(root / "constraints.txt")
    loose = [
        name
        for name in closure(active(lines))
        if name not in pinned and not name.startswith(CHOSEN_BY_TORCH)
    ]
    assert loose == []


def test_a_pin_satisfies_the_bound_the_project_declares(
    root: Path, project: dict[str, Any]
) -> None:
    pinned = pins(root / "constraints.txt")
    lines = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        lines += extra
    outside = [
        f"{requirement}, pinned to {pinned[name]}"
        for requirement in map(Requirement, lines)
        if (name := canonicalize_name(requirement.name)) in pinned
        and not requirement.specifier.contains(pinned[name], prereleases=True)
    ]
    assert outside == []


def test_the_two_environments_pin_no_distribution_twice(root: Path) -> None:
    main, trl = pins(root / "constraints.txt"), pins(root / "constraints-trl.txt")
    assert "trl" in trl
    assert main.keys() & trl.keys() == set()


def test_the_makefile_installs_the_extras_that_are_checked_here(root: Path) -> None:
    makefile = (root / "Makefile").read_text()
    assert f"EXTRAS := {','.join(INSTALLED_EXTRAS)}\n" in makefile
