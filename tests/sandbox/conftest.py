"""Sandboxes that the tests of this folder share, one for each backend."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rewardkit_sandbox import PooledSandbox, open_sandbox

BACKENDS = ["local", pytest.param("docker", marks=pytest.mark.docker)]


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The name of a backend; what asks for it is run on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def sandbox(backend: str) -> Iterator[PooledSandbox]:
    """Where programs run."""
    with open_sandbox(backend, size=1) as opened:
        yield opened


@pytest.fixture(scope="session")
def other(backend: str) -> Iterator[PooledSandbox]:
    """Where other programs run at the same time."""
    with open_sandbox(backend, size=1) as opened:
        yield opened
