"""What a package offers is exactly what its `__all__` says, in one fixed order."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

ROOTS = ["rewardkit", "rewardkit_verifiers", "rewardkit_sandbox", "rewardkit_kernels"]


def packages_with_a_public_list() -> list[str]:
    """Every package of ours whose `__init__` declares `__all__`, found without a list to forget."""
    names = []
    for root in ROOTS:
        package = importlib.import_module(root)
        names.append(root)
        names += [
            found.name
            for found in pkgutil.walk_packages(package.__path__, f"{root}.")
            if found.ispkg and not found.name.startswith("rewardkit_verifiers.")
        ]
    return [name for name in names if hasattr(importlib.import_module(name), "__all__")]


def in_ruffs_order(name: str) -> tuple[int, str]:
    """CONSTANTS, then Classes, then functions, as ruff's RUF022 sorts them."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


PACKAGES = packages_with_a_public_list()


def test_the_library_itself_declares_what_it_offers() -> None:
    assert "rewardkit" in PACKAGES


@pytest.mark.parametrize("name", PACKAGES)
def test_the_public_list_is_sorted_and_has_no_name_twice(name: str) -> None:
    offered = list(importlib.import_module(name).__all__)
    assert offered == sorted(set(offered), key=in_ruffs_order)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_listed_name_is_there_and_is_not_a_module(name: str) -> None:
    package = importlib.import_module(name)
    modules = [
        offered for offered in package.__all__ if isinstance(getattr(package, offered), ModuleType)
    ]
    assert modules == [], "a module of that name hides what the package means to offer"


@pytest.mark.parametrize("name", PACKAGES)
def test_no_public_name_is_left_off_the_list(name: str) -> None:
    package = importlib.import_module(name)
    ignored = {"annotations", "TYPE_CHECKING", "Any", "import_module"}
    public = {
        word
        for word, value in vars(package).items()
        if not word.startswith("_") and not isinstance(value, ModuleType)
    }
    assert public - ignored <= set(package.__all__)
