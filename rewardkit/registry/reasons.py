"""The reason codes that a verifier can give, with their sentences, read from its sources.

A table `REASONS` stands in the module of a verifier, in a `reasons.py` beside it, in that of the
library of its family, and in that of each room of rewardkit and of the sandbox. A verifier can
give the codes of its own tables, and those of the other tables whose code stands as a literal in
a module that it imports, by whatever way, or in the engine that calls it. Sources are parsed and
not run, since most of what a verifier needs is imported only when it is called.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rewardkit.errors import PluginError

_ENGINE = "rewardkit.engine.scoring"
# Rooms whose table is read for every verifier; the others only where a module of theirs is used.
_COMMON = ("rewardkit.reading",)
# The root hands on every room of rewardkit; a verifier imports it for three or four names.
_ROOT = "rewardkit"


def reasons_of(module: str) -> dict[str, str]:
    """Return code and sentence of each reason that the verifier of a module can give.

    Args:
        module: Where the reward is defined, such as `rewardkit_verifiers.math.number.verifier`.

    Raises:
        PluginError: A table is not a mapping of codes to sentences.

    Example:
        >>> reasons_of("rewardkit_verifiers.math.number.verifier")["wrong"]
        'The answer was read and is not the reference.'
    """
    package = module.rpartition(".")[0]
    found = {**_table(module)}
    if package:
        found |= _table(f"{package}.reasons")
    reached = _reached(module)
    rooms = {room for name in reached for room in _rooms(name)}
    for room in sorted(rooms.union(_COMMON)):
        if table := _table(f"{room}.reasons"):
            literals = _literals(room, reached)
            for code in literals.intersection(table):
                found.setdefault(code, table[code])
    return dict(sorted(found.items()))


class _Source(NamedTuple):
    """The texts that stand in a source, and the modules that it imports."""

    literals: frozenset[str]
    imports: frozenset[str]


def _reached(module: str) -> set[str]:
    """Return the modules that a verifier and the engine import, by whatever way."""
    known = {module.partition(".")[0], "rewardkit", "rewardkit_sandbox"}
    reached: set[str] = set()
    waiting = {module, _ENGINE}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        below = {one for one in _source(name).imports if one.partition(".")[0] in known}
        waiting |= below - reached - {_ROOT}
    return reached


def _literals(room: str, reached: set[str]) -> set[str]:
    """Return the texts in the modules that may give the codes of a room: all, for one of ours.

    One library may use another, but a code of it is given by its own modules and its family's.
    """
    home = f"{room.removesuffix('.lib')}."
    ours = room.partition(".")[0] in ("rewardkit", "rewardkit_sandbox")
    givers = [name for name in reached if ours or name.startswith(home)]
    return {text for name in givers for text in _source(name).literals}


def _rooms(module: str) -> Iterator[str]:
    """Yield the packages around a module, and the library of each: where a table may stand."""
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        package = ".".join(parts[:length])
        if package != _ROOT:
            yield package
            yield f"{package}.lib"


def _source(module: str) -> _Source:
    path = _path(module)
    if path is None or path.name == "reasons.py":
        return _Source(frozenset(), frozenset())
    return _parsed(module, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _parsed(module: str, path: Path, changed: int) -> _Source:
    """Return what stands in a source; the time of its last change is part of the cache's key."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    literals: set[str] = set()
    imports: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.add(node.value)
        elif isinstance(node, ast.Import):
            imports |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = importlib.util.resolve_name("." * node.level + base, package)
            imports.add(base)
            imports |= {f"{base}.{one.name}" for one in node.names}
    return _Source(frozenset(literals), frozenset(imports))


def _path(module: str) -> Path | None:
    """Return the source of a module; None where there is no such module, or no source of it."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, AttributeError, ValueError):
        return None  # a name out of a module, and not a module
    origin = spec.origin if spec else None
    return Path(origin) if origin and origin.endswith(".py") else None


def _table(module: str) -> dict[str, str]:
    """Return the table `REASONS` of a module; an empty one where it has none."""
    if _path(module) is None:
        return {}
    table = getattr(importlib.import_module(module), "REASONS", {})
    if not isinstance(table, dict) or not all(
        isinstance(text, str) for pair in table.items() for text in pair
    ):
        raise PluginError(f"{module}.REASONS must be a dict of reason codes and their sentences")
    return dict(table)
