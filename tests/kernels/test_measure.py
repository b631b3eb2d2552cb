from __future__ import annotations

import torch

from rewardkit_kernels.measure import computing_operations, median_microseconds, peak_bytes


def test_operations_that_compute_are_counted_and_views_and_allocations_are_not() -> None:
    rewards = torch.rand(8, 4)
    assert computing_operations(lambda: rewards.view(-1)[2:].t()) == 0
    assert computing_operations(lambda: torch.empty(3)) == 0
    assert computing_operations(lambda: (rewards + 1).mean()) == 2


def test_every_call_is_timed_at_least_five_times() -> None:
    seen = {"quick": 0, "slow": 0}

    def call(name: str, size: int) -> None:
        seen[name] += 1
        torch.rand(size, size) @ torch.rand(size, size)

    times = median_microseconds(
        {"quick": lambda: call("quick", 2), "slow": lambda: call("slow", 200)}, "cpu", seconds=0.0
    )
    assert set(times) == {"quick", "slow"}
    assert min(times.values()) > 0
    assert min(seen.values()) >= 5


def test_the_peak_counts_what_is_held_at_the_same_time_and_not_what_was_released() -> None:
    def call() -> None:
        first = torch.ones(1_000_000)
        second = first * 2.0
        del first
        second + 1.0

    assert 8_000_000 <= peak_bytes(call) < 8_100_000
    assert peak_bytes(lambda: None) == 0
