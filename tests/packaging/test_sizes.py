"""Files stay readable: short modules, short functions, small configurations, thin `__init__`s."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGES = [
    "rewardkit",
    "verifiers/rewardkit_verifiers",
    "sandbox/rewardkit_sandbox",
    "kernels/rewardkit_kernels",
]
LINES_IN_A_MODULE = 400
LINES_IN_A_FUNCTION = 80
FIELDS_IN_A_CONFIG = 25
VAGUE = {"util", "utils", "helper", "helpers", "misc", "manager", "managers", "handler", "handlers"}

Functions = (ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.fixture(scope="module")
def modules(root: Path) -> list[Path]:
    """Every module of the four packages; tests may be longer."""
    return [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(), filename=str(path))


def classes(modules: list[Path]) -> Iterator[tuple[Path, ast.ClassDef]]:
    """Every class of these modules with the file it is in."""
    for path in modules:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                yield path, node


def words(name: str) -> set[str]:
    """The words that a snake_case or CamelCase name is made of."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def bases(node: ast.ClassDef) -> set[str]:
    """The last word of each base class, type parameters aside."""
    return {ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases}


def test_no_module_is_longer_than_four_hundred_lines(modules: list[Path]) -> None:
    lengths = {str(path): len(path.read_text().splitlines()) for path in modules}
    assert {path: n for path, n in lengths.items() if n > LINES_IN_A_MODULE} == {}


def test_no_function_is_longer_than_eighty_lines(modules: list[Path]) -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in modules
        for node in ast.walk(tree(path))
        if isinstance(node, Functions)
        and (node.end_lineno or 0) - node.lineno + 1 > LINES_IN_A_FUNCTION
    ]
    assert long == []


def test_every_configuration_has_fewer_than_twenty_five_fields(modules: list[Path]) -> None:
    models = {"BaseModel"}
    found = list(classes(modules))
    for _ in found:  # a model's model is one too, wherever it stands
        models |= {node.name for _, node in found if bases(node) & models}
    large = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in found
        if node.name in models
        and sum(isinstance(line, ast.AnnAssign) for line in node.body) >= FIELDS_IN_A_CONFIG
    ]
    assert large == []


def test_an_init_only_hands_names_on(modules: list[Path]) -> None:
    """A lazy `__getattr__` is part of handing on; a class or any other function is not."""
    busy = [
        f"{path}:{node.lineno} {node.name}"
        for path in modules
        if path.name == "__init__.py"
        for node in tree(path).body
        if isinstance(node, (*Functions, ast.ClassDef))
        and node.name not in {"__getattr__", "__dir__"}
    ]
    assert busy == []


def test_nothing_has_a_name_that_says_nothing(modules: list[Path]) -> None:
    named = [(str(path), path.stem) for path in modules]
    named += [(str(path), path.parent.name) for path in modules]
    named += [
        (f"{path}:{node.lineno}", node.name)
        for path in modules
        for node in ast.walk(tree(path))
        if isinstance(node, (*Functions, ast.ClassDef))
    ]
    assert [(place, name) for place, name in named if words(name) & VAGUE] == []


def test_inheritance_among_our_own_classes_is_one_deep(modules: list[Path]) -> None:
    """Error trees may be deeper: what can be caught together is their whole point."""
    found = [(path, node) for path, node in classes(modules) if path.name != "errors.py"]
    derived = {node.name for _, node in found if bases(node) & {other.name for _, other in found}}
    deep = [f"{path}:{node.lineno} {node.name}" for path, node in found if bases(node) & derived]
    assert deep == []
