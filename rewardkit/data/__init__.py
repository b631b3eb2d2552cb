"""Samples, scores, rows of files and digests; this package imports only `errors`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rewardkit.data.store import Store

__all__ = [
    "Store",
]

_LATE = {
    "Store": "store",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit.data' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"rewardkit.data.{_LATE[name]}"), name)
    globals()[name] = value
    return value
