"""Text constants of a reward's code and settings: the words and patterns that it looks for."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from rewardkit.attack.subject import Subject, call_of
from rewardkit.rewards.function import FunctionReward

MOST = 60
_LONGEST = 200
_DEPTH = 3


def text_constants(subject: Subject) -> tuple[str, ...]:
    """Return the texts that the code compares with or searches for, in the order of the code.

    Docstrings are left out; values of settings come first.
    """
    found: dict[str, None] = {}
    for part in subject.reward.walk():
        if isinstance(part, FunctionReward) and not subject.plain:
            for value in part.settings.values():
                found.update(dict.fromkeys(_texts(value)))
    for function in subject.functions:
        code = call_of(function)
        words = _of_method if isinstance(code, MethodType) else _of_function
        found.update(dict.fromkeys(words(code, _DEPTH, set())))
    kept = [text for text in found if 0 < len(text) <= _LONGEST and not text.isspace()]
    return tuple(kept[:MOST])


def swallows_everything(function: Callable[..., Any]) -> bool:
    """Return True if the code catches every exception, by a bare `except` or by `Exception`."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(call_of(function))))
    except (OSError, TypeError, SyntaxError, ValueError):
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            names = (
                {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)}
                if (node.type)
                else {"Exception"}
            )
            raises = any(isinstance(one, ast.Raise) for one in ast.walk(node))
            if names & {"Exception", "BaseException"} and not raises:
                return True
    return False


def _of_method(method: Any, depth: int, seen: set[int]) -> Iterator[str]:
    """Yield the words of a method, of the methods of its object that it names, and of its state."""
    yield from _of_function(method.__func__, depth, seen)
    owner = method.__self__
    for name in sorted(_names(method.__func__.__code__)):
        inner = getattr(type(owner), name, None)
        if isinstance(inner, FunctionType):
            yield from _of_function(inner, depth - 1, seen)
        elif not callable(inner):
            yield from _texts(getattr(owner, "__dict__", {}).get(name, inner))


def _of_function(function: Any, depth: int, seen: set[int]) -> Iterator[str]:
    if not isinstance(function, FunctionType) or depth == 0 or id(function) in seen:
        return
    seen.add(id(function))
    code = function.__code__
    yield from _of_code(code, function.__doc__)
    closure = [cell.cell_contents for cell in function.__closure__ or () if _filled(cell)]
    named = [function.__globals__.get(name) for name in sorted(_names(code))]
    for value in [*closure, *named, *(function.__defaults__ or ())]:
        if isinstance(value, FunctionType) and value.__module__ == function.__module__:
            yield from _of_function(value, depth - 1, seen)
        elif not isinstance(value, (type, ModuleType, FunctionType)):
            yield from _texts(value)


def _filled(cell: Any) -> bool:
    try:
        return bool(cell.cell_contents is not None)
    except ValueError:
        return False


def _names(code: CodeType) -> set[str]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return {*code.co_names, *(name for one in inner for name in _names(one))}


def _of_code(code: CodeType, doc: str | None) -> Iterator[str]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _of_code(constant, None)
        elif constant != doc:
            yield from _texts(constant)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value.pattern
    elif isinstance(value, Mapping):
        for key, inner in list(value.items())[:MOST]:
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, (list, tuple, set, frozenset)):
        items: Iterable[Any] = (
            sorted(map(str, value)) if isinstance(value, (set, frozenset)) else (value[:MOST])
        )
        for item in items:
            yield from _texts(item)
