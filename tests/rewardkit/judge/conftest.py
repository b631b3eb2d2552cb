"""A judge at the end of a wire, and rewards that ask it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def _sibling(name: str) -> Any:
    """Import a module of this folder, which is no package."""
    full = f"judge_tests_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, HERE / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


@pytest.fixture
def scripted() -> Iterator[Callable[..., Any]]:
    """Start servers that do as told, and stop them."""
    running = []

    def start(**options: Any) -> Any:
        server = _sibling("server").JudgeServer(**options)
        server.__enter__()
        running.append(server)
        return server

    yield start
    for server in running:
        server.__exit__()


@pytest.fixture
def faults() -> tuple[str, ...]:
    """Every fault that ends by itself."""
    found: tuple[str, ...] = _sibling("server").FAULTS
    return found


@pytest.fixture
def graded() -> Callable[..., Any]:
    """Make a judge/score reward on the scale 1 to 5 for a server."""
    from rewardkit import get

    def make(server: Any, **judge: Any) -> Any:
        options = {"structured": "none", "backoff": 0.001, "timeout": 5, "reasks": 0, **judge}
        return get("judge/score", judge={"url": server.url, "model": "m", **options}, low=1, high=5)

    return make
