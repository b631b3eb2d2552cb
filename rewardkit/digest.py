"""Digests of code and settings: what a fingerprint is made of."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any


def stable(value: Any) -> Any:
    """Return a setting as plain data that is the same in every process."""
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, Mapping):
        return {str(key): stable(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((stable(item) for item in value), key=repr)
    if isinstance(value, Sequence):
        return [stable(item) for item in value]
    return repr(value)


def code_digest(fn: Callable[..., Any]) -> str:
    """Return a digest of the code behind a function and of what it closes over."""
    inner = [stable(cell.cell_contents) for cell in fn.__closure__ or ()]
    return _digest(f"{_code(fn)}{inner}") if inner else _code(fn)


def _code(fn: Callable[..., Any]) -> str:
    # The whole module, so that a change to a function it calls is seen too; stale verdicts
    # cost more than recomputed ones.
    module = sys.modules.get(fn.__module__)
    path = getattr(module, "__file__", None)
    if path and fn.__module__ != "__main__" and Path(path).suffix == ".py":
        return _file_digest(path)
    try:
        text = inspect.getsource(fn)
    except (OSError, TypeError):
        code = fn.__code__
        text = f"{code.co_code.hex()}{code.co_consts!r}{code.co_names!r}"
    return _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@lru_cache(maxsize=4096)
def _file_digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]
