"""Docstrings name their thing: no public one opens with a question word, and none is missing."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = [
    *(
        f"rewardkit/{room}"
        for room in (
            "attack",
            "bench",
            "catalogue",
            "certify",
            "cli",
            "data",
            "engine",
            "errors.py",
            "explain",
            "graders",
            "grpo",
            "hooks.py",
            "judge/calibration",
            "judge/client",
            "judge/verdict",
            "registry",
            "report",
            "rewards",
            "score_files",
            "server",
            "specs",
            "tasks",
            "testing",
            "trainers",
        )
    ),
    "kernels/rewardkit_kernels",
    "verifiers/rewardkit_verifiers/bench",
    "verifiers/rewardkit_verifiers/control",
    "verifiers/rewardkit_verifiers/length",
]
QUESTION = re.compile(
    r"(what|how|who|whose|where|when|which|why|is|are|does)\b"
    r"|return (what|how|who|whose|where|when|which|why|whether)\b",
    re.IGNORECASE,
)
# `module: name` of a docstring that may open with a question word, and the reason why.
ALLOWED: dict[str, str] = {}
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def files_of(room: str) -> list[Path]:
    path = ROOT / room
    found = [path] if path.suffix else sorted(path.rglob("*.py"))
    return [one for one in found if "template" not in one.parts]


def public_things(tree: ast.Module) -> Iterator[tuple[str, Documented]]:
    """The module, and every public class, function and method that a module or class defines."""
    yield "module", tree
    waiting: list[tuple[str, ast.Module | ast.ClassDef]] = [("", tree)]
    while waiting:
        above, node = waiting.pop()
        for child in node.body:
            if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if child.name.startswith("_"):
                continue
            yield f"{above}{child.name}", child
            if isinstance(child, ast.ClassDef):
                waiting.append((f"{above}{child.name}.", child))


def is_function(node: Documented) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def is_property(node: Documented) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        "property" in ast.unparse(decorator) for decorator in node.decorator_list
    )


def is_overload(node: Documented) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        "overload" in ast.unparse(decorator) for decorator in node.decorator_list
    )


def attribute_docstrings(tree: ast.Module) -> Iterator[str]:
    """The string below each attribute of a class or module that has one."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef):
            continue
        for above, below in itertools.pairwise(node.body):
            if isinstance(above, ast.Assign | ast.AnnAssign) and isinstance(below, ast.Expr):
                text = ast.literal_eval(below.value) if is_text(below.value) else ""
                yield str(text).lstrip()


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def complaints(source: str, place: str) -> list[str]:
    found = [
        f"{place}: an attribute opens with {text.splitlines()[0]!r}"
        for text in attribute_docstrings(ast.parse(source))
        if QUESTION.match(text)
    ]
    for name, node in public_things(ast.parse(source)):
        text = ast.get_docstring(node)
        key = f"{place}: {name}"
        if key in ALLOWED or is_overload(node):
            continue
        if text is None:
            found.append(f"{key} has no docstring")
        elif QUESTION.match(text):
            found.append(f"{key} opens with {text.splitlines()[0]!r}")
        elif text.startswith("Whether ") and is_function(node) and not is_property(node):
            found.append(f"{key} is no property and opens with 'Whether'")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_docstring_is_there_and_names_its_thing(room: str) -> None:
    paths = files_of(room)
    assert paths, f"{room} holds no module"
    found = [
        one
        for path in paths
        for one in complaints(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('"""What flows."""', "opens with"),
        ('"""Good."""\ndef count() -> int:\n    """Return how many there are."""', "opens with"),
        ('"""Good."""\ndef odd() -> bool:\n    """Whether it is odd."""', "no property"),
        ('"""Good."""\nclass Box:\n    """A box."""\n    def open(self): ...', "no docstring"),
        ('"""Good."""\nsize = 1\n"""How large it is."""', "an attribute opens with"),
        ("x = 1", "no docstring"),
    ],
)
def test_a_docstring_that_breaks_the_rule_is_found(source: str, complaint: str) -> None:
    (found,) = complaints(source, "sample.py")
    assert complaint in found


def test_a_boolean_property_may_open_with_whether() -> None:
    source = '"""Good."""\nclass Box:\n    """A box."""\n    @property\n'
    source += '    def empty(self) -> bool:\n        """Whether it is empty."""'
    assert complaints(source, "sample.py") == []
