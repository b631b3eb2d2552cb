"""Counters and timers of tensor code."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode


class _Counter(TorchDispatchMode):
    """A counter of operations that compute: views and allocations launch nothing."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # torch leaves it so
        self.calls = 0

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        returns = func._schema.returns
        alias = returns[0].alias_info if returns else None
        view = alias is not None and not alias.is_write
        if not view and "empty" not in func.__name__:
            self.calls += 1
        return func(*args, **(kwargs or {}))


class _Traffic(TorchDispatchMode):
    """A counter of the bytes that operations read and write in tensors of some size."""

    def __init__(self, least: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # torch leaves it so
        self.least = least
        self.moved = 0

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = kwargs or {}
        result = func(*args, **given)
        returns = func._schema.returns
        alias = returns[0].alias_info if returns else None
        view = alias is not None and not alias.is_write
        # These touch one element of each row.
        few = func.__name__.startswith(("scatter_", "gather", "empty"))
        if not view and not few:
            outputs = result if isinstance(result, tuple) else (result,)
            for one in (*args, *(v for k, v in given.items() if k != "out"), *outputs):
                large = isinstance(one, torch.Tensor) and one.numel() >= self.least
                if large and one.stride().count(0) < one.dim():
                    self.moved += one.numel() * one.element_size()
        return result


def bytes_moved(call: Callable[[], object], least: int) -> int:
    """Return the bytes that the operations of a call read and write in large tensors.

    Args:
        call: The call.
        least: Elements of a tensor that is counted.
    """
    traffic = _Traffic(least)
    with traffic:
        call()
    return traffic.moved


def computing_operations(call: Callable[[], object]) -> int:
    """Count the aten operations of one call that compute; on a GPU each is at least a launch."""
    counter = _Counter()
    with counter:
        call()
    return counter.calls


def launches(call: Callable[[], object]) -> tuple[int, int]:
    """Count the kernels and the copies that one call puts on the GPU."""
    call()
    torch.cuda.synchronize()
    activities = [torch.profiler.ProfilerActivity.CUDA]
    with torch.profiler.profile(activities=activities) as profile:
        call()
        torch.cuda.synchronize()
    names = [event.name for event in profile.events() or [] if "CUDA" in str(event.device_type)]
    copies = sum(name.startswith(("Memcpy", "Memset")) for name in names)
    return len(names) - copies, copies


def peak_bytes(call: Callable[[], object]) -> int:
    """Return the bytes that torch's CPU allocator held at most during a call, beyond the start.

    Every allocation and every release is seen, also those inside of an operation.
    """
    activities = [torch.profiler.ProfilerActivity.CPU]
    with torch.profiler.profile(activities=activities, profile_memory=True) as profile:
        call()
    results = profile.profiler.kineto_results
    changes = [
        (event.start_ns(), event.nbytes())
        for event in results.events()
        if event.name() == "[memory]" and event.device_index() in (-1, 0)
    ]
    held = most = 0
    for _, change in sorted(changes, key=lambda pair: pair[0]):
        held += change
        most = max(most, held)
    return most


def median_microseconds(
    calls: dict[str, Callable[[], object]], device: str, seconds: float = 0.4
) -> dict[str, float]:
    """Return the median time of each call, measured in turns so that load affects all alike.

    Args:
        calls: The calls to time, each warmed up once.
        device: On `cuda` a call ends when the GPU has finished it.
        seconds: Time to spend on each; at least five rounds are run.
    """
    wait = torch.cuda.synchronize if device == "cuda" else _nothing
    taken: dict[str, list[float]] = {name: [] for name in calls}
    burst = {name: _burst(call, wait) for name, call in calls.items()}
    finish = time.perf_counter() + seconds * len(calls)
    while min(map(len, taken.values())) < 5 or time.perf_counter() < finish:
        for name, call in calls.items():
            for _ in range(burst[name]):
                taken[name].append(_microseconds(call, wait))
    return {name: statistics.median(times) for name, times in taken.items()}


def _burst(call: Callable[[], object], wait: Callable[[], None]) -> int:
    """Warm a call up, and return the number of calls in about 20 ms: fast calls need more."""
    call()
    return max(1, int(20_000 / _microseconds(call, wait)))


def _microseconds(call: Callable[[], object], wait: Callable[[], None]) -> float:
    wait()
    start = time.perf_counter()
    call()
    wait()
    return (time.perf_counter() - start) * 1e6


def _nothing() -> None:
    """Do nothing: a CPU call is complete when it returns."""
