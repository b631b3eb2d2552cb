"""The plan of docs/design/house.md holds: no circles, small files, a test for every module."""

from __future__ import annotations

import ast
import graphlib
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "rewardkit": ("rewardkit", "tests/rewardkit"),
    "rewardkit_verifiers": ("verifiers/rewardkit_verifiers", "tests/verifiers"),
    "rewardkit_sandbox": ("sandbox/rewardkit_sandbox", "tests/sandbox"),
    "rewardkit_kernels": ("kernels/rewardkit_kernels", "tests/kernels"),
}
# One name for several functions of a package that mean the same, and why that is so.
SAME_MEANING = {
    "main": "the entry point of a program",
    "command": "the function behind a verb of the command line",
    "routes": "the routes of one protocol of the server each",
    "advantages": "one backend each, of one contract",
    "logprobs_and_entropy": "one backend each, of one contract",
    "losses": "one backend each, of one contract",
    "token_advantages": "one backend each, of one contract",
    "remove_stale": "what a dead owner left, of one kind each",
    "adapt": "the adapter of one trainer each, of one contract",
    "replies": "the completions of one policy each, of one contract",
    "prepare": "what a child process does before it runs a program",
}


def modules() -> dict[str, Path]:
    found = {}
    for package, (folder, _) in PACKAGES.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            name = ".".join((package, *parts)).removesuffix(".__init__")
            if "template" not in parts:
                found[name] = path
    return found


MODULES = modules()


def imported(name: str) -> Iterator[str]:
    """Every module of ours that a module imports, wherever the import stands."""
    path = MODULES[name]
    here = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                for target in (f"{base}.{alias.name}", base):
                    if target in MODULES:
                        yield target
                        break


def test_no_module_is_reached_from_itself() -> None:
    # Imports inside functions and under TYPE_CHECKING count: they are arrows too.
    graph = {name: set(imported(name)) - {name} for name in MODULES}
    order = graphlib.TopologicalSorter(graph)
    try:
        order.prepare()
    except graphlib.CycleError as error:
        pytest.fail(f"a circle: {' -> '.join(error.args[1])}")
    assert len(graph) > 300


def test_nothing_below_the_verifiers_imports_the_face_of_the_library() -> None:
    # Through `from rewardkit import ...` every room would reach every other.
    own = [name for name in MODULES if not name.startswith("rewardkit_verifiers")]
    assert [name for name in own if "rewardkit" in imported(name)] == []


def test_files_are_small() -> None:
    lines = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES.values())
    assert lines[-1] <= 400
    assert lines[int(len(lines) * 0.9)] <= 260


def test_few_things_lie_directly_in_the_core() -> None:
    entries = {path.name for path in (ROOT / "rewardkit").iterdir()}
    entries = {name for name in entries if name.endswith(".py") or name.isidentifier()}
    # 21 and the rooms that the plan adds: lab, server, conformance, graders, watch, and
    # `python -m`.
    assert len(entries - {"__pycache__", "py"}) <= 27


def test_every_folder_of_a_family_but_lib_is_a_verifier() -> None:
    root = ROOT / "verifiers" / "rewardkit_verifiers"
    for folder in root.glob("*/*/"):
        if folder.name in ("lib", "__pycache__") or folder.parent.name in ("bench", "__pycache__"):
            continue
        assert (folder / "card.yaml").exists(), f"{folder.relative_to(root)} has no card"


def test_two_functions_of_a_package_do_not_share_a_name() -> None:
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, path in MODULES.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
                places[name.rpartition(".")[0], node.name].add(name)
    shared = {
        f"{package}: {function} in {', '.join(sorted(found))}"
        for (package, function), found in places.items()
        if len(found) > 1 and function not in SAME_MEANING
    }
    assert shared == set()


def test_every_module_has_a_test_file_at_its_place_or_in_the_list() -> None:
    listed = tomllib.loads((ROOT / "tests/mirrors.toml").read_text(encoding="utf-8"))["mirrors"]
    for place in listed.values():
        assert (ROOT / place).exists(), f"tests/mirrors.toml names {place}, which is not there"
    missing = []
    for name, path in MODULES.items():
        if path.name in ("__init__.py", "__main__.py"):
            continue
        package, *inner, last = name.split(".")
        mirror = ROOT / PACKAGES[package][1] / Path(*inner) / f"test_{last}.py"
        covered = any(name == prefix or name.startswith(f"{prefix}.") for prefix in listed)
        if not mirror.exists() and not covered:
            missing.append(name)
    assert missing == []


def test_every_entry_of_the_list_still_names_a_module() -> None:
    listed = tomllib.loads((ROOT / "tests/mirrors.toml").read_text(encoding="utf-8"))["mirrors"]
    assert [name for name in listed if name not in MODULES] == []
