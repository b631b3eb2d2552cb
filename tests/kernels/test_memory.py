from __future__ import annotations

import json

import pytest

from rewardkit_kernels import memory


def test_the_loss_moves_fewer_bytes_than_eager_torch_and_needs_a_fifth_of_its_memory() -> None:
    moved = {one.name.split(":")[0]: one.value for one in memory.traffic(64, 2000)}
    # It computes the entropy too, which the eager form without a bonus does not.
    assert moved["token_loss_, entropy included"] < moved["eager torch, no entropy"]
    assert (
        moved["token_loss_ with an entropy bonus"]
        < 0.6 * (moved["eager torch with an entropy bonus"])
    )
    assert memory.peaks(512, 4096, 32)[-1].value >= 5.0


def test_arithmetic_stands_apart_from_what_was_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert memory.main(["--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["counted on the CPU", "arithmetic for a GPU"]
    large = {one["name"]: one["value"] for one in found["arithmetic for a GPU"]}
    assert large["eager / head_loss"] > 5.0
