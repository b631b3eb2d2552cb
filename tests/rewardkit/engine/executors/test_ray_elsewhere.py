"""Scoring on Ray is tested where Ray is installed, which is with the trainers that bring it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest


@pytest.mark.trainers
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_test_of_ray_passes_in_the_environment_of_the_trainers(
    trainers_python: Path, root: Path
) -> None:
    file = Path(__file__).with_name("test_ray.py")
    words = ["-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", str(file)]
    result = subprocess.run(
        [str(trainers_python), *words],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": ""},
        cwd=root,
        capture_output=True,
        text=True,
        timeout=560,
    )
    assert result.returncode == 0, result.stdout[-6000:]
    # All but the one test of what is said without Ray.
    assert " passed, 1 skipped" in result.stdout, result.stdout[-2000:]
