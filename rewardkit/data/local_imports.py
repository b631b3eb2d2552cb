"""The modules that a module of the user's own code imports, directly and further on.

They are found by reading, never by importing: what a file names in an import statement, looked up
among the loaded modules, then on the search path. The standard library, installed distributions
and rewardkit itself are left out; they have versions.
"""

from __future__ import annotations

import ast
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path

OURS = ("rewardkit", "rewardkit_verifiers", "rewardkit_sandbox", "rewardkit_kernels")
_MOST = 2000
_LOADERS = ("import_module", "__import__")


def local_modules(name: str, path: str) -> dict[str, str]:
    """Return the files of the user's modules that a module depends on, by name, without itself.

    Args:
        name: The module.
        path: Its file.
    """
    found: dict[str, str] = {}
    top = name.partition(".")[0]
    waiting = [(name, path)]
    while waiting and len(found) < _MOST:
        module, file = waiting.pop()
        for wanted in _names_in(module, file):
            if wanted in found or wanted == name or wanted.partition(".")[0] in OURS:
                continue
            place = _file_of(wanted)
            if place is None or place == path or not _is_local(wanted, place, top):
                continue
            found[wanted] = place
            waiting.append((wanted, place))
    return found


def _names_in(module: str, path: str) -> tuple[str, ...]:
    try:
        stat = os.stat(path)
    except OSError:
        return ()
    package = module if Path(path).name == "__init__.py" else module.rpartition(".")[0]
    return _imported(path, package, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4096)
def _imported(path: str, package: str, changed: int, size: int) -> tuple[str, ...]:
    """Return the names of modules that a file may import, its relative ones resolved."""
    try:
        tree = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return ()
    return tuple(dict.fromkeys(_names(tree, package)))


def _names(tree: ast.AST, package: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _with_parents(alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            if base is None:
                continue
            yield from _with_parents(base)
            for alias in node.names:  # a name of it, or a module in it
                yield f"{base}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args:
            word = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            if word in _LOADERS and isinstance(first, ast.Constant):
                yield from _with_parents(str(first.value).lstrip("."))


def _base(node: ast.ImportFrom, package: str) -> str | None:
    if not node.level:
        return node.module
    parts = package.split(".") if package else []
    kept = parts[: len(parts) - node.level + 1]
    inner = [node.module] if node.module else []
    return ".".join([*kept, *inner]) or None


def _with_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        yield ".".join(parts[:end])


def _file_of(name: str) -> str | None:
    """Return the file of a module, of the loaded one if it is; nothing is imported."""
    if name.partition(".")[0] in sys.builtin_module_names:
        return None
    loaded = getattr(sys.modules.get(name), "__file__", None)
    if loaded is None and name not in sys.modules:
        loaded = _searched(name)
    return loaded if loaded is not None and loaded.endswith(".py") else None


def _searched(name: str) -> str | None:
    within: Sequence[str] | None = None
    origin = None
    for place, _ in enumerate(parts := name.split(".")):
        try:
            spec = PathFinder.find_spec(".".join(parts[: place + 1]), within)
        except (ImportError, ValueError, TypeError):
            return None
        if spec is None:
            return None
        origin, within = spec.origin, spec.submodule_search_locations
        if within is None and place + 1 < len(parts):
            return None
    return origin


def _is_local(name: str, path: str, top: str) -> bool:
    return name.partition(".")[0] == top or not _inside(os.path.abspath(path), _installed())


def _inside(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(folder) for folder in folders)


@lru_cache(maxsize=1)
def _installed() -> tuple[str, ...]:
    """Return the folders of the standard library and of installed distributions."""
    kinds = ("stdlib", "platstdlib", "purelib", "platlib")
    found = {path for kind in kinds if (path := sysconfig.get_paths().get(kind))}
    for folder in sys.path:
        if Path(folder).name in ("site-packages", "dist-packages"):
            found.add(folder)
    if hasattr(site, "getsitepackages"):
        found.update(site.getsitepackages())
    return tuple(f"{os.path.abspath(path)}{os.sep}" for path in sorted(found))
