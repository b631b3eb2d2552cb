"""What a verifier of programs says of its sandbox."""

from __future__ import annotations

import pytest

from rewardkit.errors import RewardkitError
from rewardkit_verifiers.code.lib.sandbox_settings import sandbox_settings
from rewardkit_verifiers.code.stdio import stdio


def test_what_is_not_said_follows_from_the_time_of_a_test() -> None:
    settings = sandbox_settings(None)
    limits = settings.limits(3.0, 100)
    assert (limits.cpu_s, limits.wall_s, limits.waiting_s, limits.memory_mb) == (3, 6, 12, 100)
    assert settings.total(3.0) == 60
    assert settings.options() == {}


def test_what_is_said_reaches_limits_and_sandbox() -> None:
    said: dict[str, object] = {
        "wall_s": 9,
        "pids": 7,
        "disk_mb": 5,
        "output_mb": 2,
        "total_s": 30,
        "size": 3,
    }
    said |= {"preload": ["json"], "agent_memory_mb": 512, "image": "name:tag", "runtime": "runsc"}
    settings = sandbox_settings(said)
    limits = settings.limits(3.0, 100)
    assert (limits.wall_s, limits.pids, limits.disk_mb, limits.output_bytes) == (9, 7, 5, 2 << 20)
    assert settings.total(3.0) == 30
    assert settings.options() == {
        "size": 3, "preload": ("json",), "memory_mb": 512, "image": "name:tag", "runtime": "runsc",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"wal_s": 3}, "unknown setting 'wal_s'. Did you mean 'wall_s'"),
        ({"wall_s": 0}, "sandbox: wall_s = 0"),
        ({"total_s": float("inf")}, "sandbox: total_s"),
        ({"pids": "many"}, "sandbox: pids = 'many'"),
        ({"programs": "node"}, "sandbox: programs"),
    ],
)
def test_what_makes_no_sense_is_refused_when_it_is_said(
    said: dict[str, object], message: str
) -> None:
    with pytest.raises(RewardkitError, match=message.replace("(", r"\(")):
        stdio(sandbox=said)
