"""Our loss and gradient are those of TRL's own code, in the environment that has TRL."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("trl_loss.py")


@pytest.mark.trl
@pytest.mark.slow
def test_loss_and_gradient_are_those_of_trl_in_every_setting_that_it_has(trl_python: Path) -> None:
    found = subprocess.run(
        [str(trl_python), str(SCRIPT)],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert found.returncode == 0, found.stderr[-4000:]
    worst = json.loads(found.stdout.splitlines()[-1])
    assert len(worst) == 22
    assert {name: gaps for name, gaps in worst.items() if max(gaps) > 5e-7} == {}
