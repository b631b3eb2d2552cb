"""Digests of code and settings, the parts of a fingerprint."""

from __future__ import annotations

import hashlib
import inspect
import itertools
import os
import pickle
import re
import sys
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from rewardkit.data.local_imports import OURS, local_modules

# Values that cannot be pickled, by identity: each gets a number that is never used twice. A value
# that allows weak references is removed from the table when it is collected; of the others only the
# most recent are kept, and a dropped one gets a new number, so it is never taken for another.
_NUMBERS = itertools.count(1)
_WEAK: dict[int, tuple[weakref.ref[Any], int]] = {}
_HELD: OrderedDict[int, tuple[Any, int]] = OrderedDict()
_HELD_AT_MOST = 1024
_LOCK = threading.RLock()


def stable(value: Any) -> Any:
    """Return a setting as plain data: equal for equal values, and the same in every process.

    Arrays, patterns and whatever can be pickled are read to their last element. A value whose type
    has a method `fingerprint_settings` is represented by what that returns. A value that cannot be
    pickled is represented by its identity, which is valid in this process only.
    """
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if hasattr(type(value), "fingerprint_settings"):  # the type declares what decides a score
        return stable(value.fingerprint_settings())
    if isinstance(value, Mapping):
        return {str(key): stable(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((stable(item) for item in value), key=repr)
    if isinstance(value, (bytes, bytearray)):
        return [type(value).__name__, bytes(value).hex()]
    if isinstance(value, re.Pattern):
        return ["re.Pattern", stable(value.pattern), int(value.flags)]
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "tolist"):  # an array or a tensor, whose repr omits the middle
        kind, shape = str(getattr(value, "dtype", "")), list(getattr(value, "shape", ()))
        return [type(value).__name__, kind, shape, stable(value.tolist())]
    if isinstance(value, Sequence):
        return [stable(item) for item in value]
    if isinstance(value, FunctionType):
        return _function(value, ())
    if isinstance(value, ModuleType):
        return ["module", value.__name__]
    return _opaque(value)


def _function(fn: FunctionType, within: tuple[FunctionType, ...]) -> list[Any]:
    name = f"{fn.__module__}:{fn.__qualname__}"
    if fn in within:  # a function that closes over itself
        return [name]
    inner = _closure(fn, (*within, fn))
    # Several functions of one module can be called `<lambda>`, or be made by one factory.
    return [name, _code(fn), _compiled(fn.__code__), stable(fn.__defaults__), inner]


def _compiled(code: CodeType) -> list[Any]:
    consts = [
        _compiled(one) if isinstance(one, CodeType) else f"{type(one).__name__} {one!r}"
        for one in code.co_consts
        if not isinstance(one, frozenset)  # the order differs from process to process
    ]
    return [code.co_firstlineno, code.co_code.hex(), list(code.co_names), consts]


def _closure(fn: Callable[..., Any], within: tuple[FunctionType, ...]) -> list[Any]:
    inner = []
    for cell in getattr(fn, "__closure__", None) or ():
        try:
            value = cell.cell_contents
        except ValueError:  # a name that has no value yet
            continue
        inner.append(_function(value, within) if isinstance(value, FunctionType) else stable(value))
    return inner


def _opaque(value: Any) -> list[str]:
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    try:
        return [kind, hashlib.sha256(pickle.dumps(value, protocol=4)).hexdigest()]
    except Exception:  # noqa: BLE001 - what a type raises when it cannot be pickled is its own
        # It has no plain form, so it equals only itself, and in this process only.
        return [kind, f"object {_number(value)} of process {os.getpid()}"]


def _number(value: Any) -> int:
    key = id(value)
    with _LOCK:
        if (weak := _WEAK.get(key)) is not None and weak[0]() is value:
            return weak[1]
        if (held := _HELD.get(key)) is not None:
            _HELD.move_to_end(key)
            return held[1]
        number = next(_NUMBERS)
        try:
            _WEAK[key] = (weakref.ref(value, lambda dead: _forget(key, dead)), number)
        except TypeError:  # its type does not support weak references
            _HELD[key] = (value, number)
            if len(_HELD) > _HELD_AT_MOST:
                _HELD.popitem(last=False)
        return number


def _forget(key: int, dead: weakref.ref[Any]) -> None:
    with _LOCK:
        if (kept := _WEAK.get(key)) is not None and kept[0] is dead:
            del _WEAK[key]


def code_digest(fn: Callable[..., Any]) -> str:
    """Return a digest of the code behind a function and of what it closes over."""
    inner = _closure(fn, (fn,) if isinstance(fn, FunctionType) else ())
    return _digest(f"{_code(fn)}{inner}") if inner else _code(fn)


def _code(fn: Callable[..., Any]) -> str:
    # The whole module and the modules of the user's own that it imports, so that a change to a
    # function it calls is seen too; stale verdicts cost more than recomputed ones.
    name = fn.__module__
    path = getattr(sys.modules.get(name), "__file__", None)
    if path and Path(path).suffix == ".py" and os.path.isfile(path):
        if name.partition(".")[0] in OURS:
            return file_digest(path)[:16]  # its version and package are in the fingerprint
        others = local_modules(name, path)
        if not others:
            return file_digest(path)[:16]
        parts = [f"{other} {file_digest(others[other])}" for other in sorted(others)]
        return _digest("\n".join([file_digest(path), *parts]))
    try:
        text = inspect.getsource(fn)
    except (OSError, TypeError):
        code = fn.__code__
        text = f"{code.co_code.hex()}{code.co_consts!r}{code.co_names!r}"
    return _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def file_digest(path: str | Path) -> str:
    """Return the SHA-256 of a file, computed again when its size or modification time changed.

    Raises:
        OSError: The file cannot be read.
    """
    found = os.stat(path)
    return _dated_digest(str(path), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4096)
def _dated_digest(path: str, changed: int, size: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
