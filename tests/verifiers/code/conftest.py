"""What the tests of this folder share."""

from __future__ import annotations

import pytest

BACKENDS = ["local", pytest.param("docker", marks=pytest.mark.docker)]


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The name of a backend; what asks for it is run on both."""
    return str(request.param)
