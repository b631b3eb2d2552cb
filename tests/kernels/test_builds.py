"""Every kernel builds for real GPUs, here without one, and keeps its numbers in registers."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from rewardkit_kernels import builds

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="Triton is not installed on this platform"
)


def _build(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    # The interpreter runs code that the compiler refuses, so it is switched off.
    environment = {k: v for k, v in os.environ.items() if k != "TRITON_INTERPRET"} | changes
    return subprocess.run(
        [sys.executable, "-m", "rewardkit_kernels.builds", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )


@pytest.mark.slow
def test_no_kernel_spills_a_register_on_any_gpu(tmp_path: Any) -> None:
    done = _build("--quick", "--json", TRITON_CACHE_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr[-3000:]
    found = [builds.Build(**one) for one in json.loads(done.stdout)]
    assert {one.target for one in found} == {
        "sm_75", "sm_80", "sm_90", "sm_100", "sm_120", "gfx942",
    }  # fmt: skip
    assert {one.name for one in found} >= {"token_logprobs", "token_loss: everything", "gae"}
    assert [one for one in found if one.spilled] == []
    # 512 threads of 128 registers are all that a multiprocessor has.
    assert max(one.registers for one in found if one.target.startswith("sm_")) <= 128


def test_in_the_interpreter_nothing_is_built_and_that_is_said() -> None:
    done = _build(TRITON_INTERPRET="1")
    assert done.returncode == 3
    assert "no TRITON_INTERPRET" in done.stderr


def test_the_table_has_a_column_for_each_target() -> None:
    one = builds.Build("gae", 512, 4, "sm_90", 40, 0, 64, 10_000)
    two = builds.Build("gae", 512, 4, "gfx942", 50, 3, 64, 9_000)
    lines = builds.table([one, two])
    assert lines[0].startswith("| kernel | block x warps | sm_90 | gfx942 |")
    assert lines[2] == "| gae | 512 x 4 | 40 | 50 | 3 | 64 B | 9 KB |"
