"""Data parallel training: the processes that torchrun started, each with its share of every step.

Every process holds the whole batch of a step, which is small: tokens, scores, one number for each
token. Whatever looks at all of it (advantages, the weights of tokens, dynamic sampling, the cut
into mini-batches) is therefore that of one process, without code of its own. The work is shared:
each process samples, scores and differentiates its groups, and gradients are added up.

torch keeps one process group for a process, so these functions ask it. Where there is none, each
of them does what one process would do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor

from rewardkit.errors import PeerFailed, describe

Item = TypeVar("Item")

# A process that ends takes the others with it at once; this is for one that stands still.
_PATIENCE = timedelta(hours=2)


def started_as() -> int:
    """Return the number of this process among those that torchrun started; 0 without it."""
    names = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")
    return int(os.environ["RANK"]) if all(name in os.environ for name in names) else 0


@contextmanager
def joined(device: str) -> Iterator[None]:
    """Join the processes that torchrun started, if it did, for as long as the block runs.

    Args:
        device: The device of the policy, which decides how gradients travel.
    """
    several = "MASTER_ADDR" in os.environ and int(os.environ.get("WORLD_SIZE", "1")) > 1
    if not several or dist.is_initialized():
        yield
        return
    backend = "cpu:gloo,cuda:nccl" if device.startswith("cuda") else "gloo"
    if device.startswith("cuda"):
        torch.cuda.set_device(local_device(device))
    dist.init_process_group(backend, timeout=_PATIENCE)
    yield
    # Not in a `finally`: where one process failed, leaving the group in order may wait for it.
    dist.destroy_process_group()


def size() -> int:
    """Return the number of processes."""
    return dist.get_world_size() if dist.is_initialized() else 1


def rank() -> int:
    """Return the number of this process, counted from 0."""
    return dist.get_rank() if dist.is_initialized() else 0


def leads() -> bool:
    """Return True in the first process, which alone writes files and draws on the screen."""
    return rank() == 0


def local_device(name: str) -> str:
    """Return the device of this process: of several GPUs, the one that torchrun gave to it."""
    local = os.environ.get("LOCAL_RANK")
    return f"cuda:{local}" if name == "cuda" and local is not None else name


def share(count: int, index: int | None = None, shares: int | None = None) -> slice:
    """Return the run of `count` things that is one process's, by default this one's.

    Example:
        >>> [share(5, index, 2) for index in range(2)]
        [slice(0, 2, None), slice(2, 5, None)]
    """
    index = rank() if index is None else index
    shares = size() if shares is None else shares
    return slice(count * index // shares, count * (index + 1) // shares)


def gathered(work: Callable[[], Item]) -> list[Item]:
    """Return the results of a piece of work of all processes, in their order.

    Raises:
        PeerFailed: The work failed in another process; there, its own error is raised.
    """
    if size() == 1:
        return [work()]
    error: Exception | None = None
    outcome: tuple[Any, str | None]
    try:
        outcome = (work(), None)
    except Exception as failure:  # noqa: BLE001 - the others wait: they are told, then it is raised
        error, outcome = failure, (None, describe(failure))
    outcomes: list[Any] = [None] * size()
    with _reaching():
        dist.all_gather_object(outcomes, outcome)
    if error is not None:
        raise error
    for number, (_, failed) in enumerate(outcomes):
        if failed is not None:
            raise PeerFailed(f"process {number} of {size()} failed: {failed}")
    return [result for result, _ in outcomes]


def joined_lists(work: Callable[[], Sequence[Item]]) -> list[Item]:
    """Return the lists of all processes as one, in their order."""
    return [one for part in gathered(work) for one in part]


def from_leader(work: Callable[[], Item]) -> Item:
    """Return the result of a piece of work that the first process alone does."""
    return gathered(lambda: work() if leads() else None)[0]  # type: ignore[return-value]


def require_same(what: str, value: object) -> None:
    """Check that all processes have the same value.

    Raises:
        PeerFailed: They have not; names the first that differs.
    """
    values = gathered(lambda: value)
    for number, other in enumerate(values):
        if other != values[0]:
            raise PeerFailed(
                f"{what}: process 0 has {values[0]!r} and process {number} of {size()} {other!r}. "
                "All processes need the same files; start again from the last checkpoint."
            )


def sum_gradients(parameters: Iterable[torch.nn.Parameter]) -> None:
    """Add up the gradients of all processes; what has none anywhere stays without."""
    if size() == 1:
        return
    own = [one for one in parameters if one.requires_grad]
    known = torch.tensor([one.grad is not None for one in own], dtype=torch.uint8)
    known = known.to(own[0].device)
    with _reaching():
        dist.all_reduce(known, dist.ReduceOp.MAX)
    for one, found in zip(own, known.tolist(), strict=True):
        if found:
            one.grad = torch.zeros_like(one) if one.grad is None else one.grad.contiguous()
            with _reaching():
                dist.all_reduce(one.grad)


def digest(parameters: Iterable[Tensor]) -> tuple[float, float]:
    """Return two sums over weights, by which processes find that they have drifted apart."""
    with torch.no_grad():
        each = [
            (float(one.double().sum()), float(one.double().square().sum())) for one in parameters
        ]
    return sum(one for one, _ in each), sum(one for _, one in each)


@contextmanager
def _reaching() -> Iterator[None]:
    """Name the loss of another process, which torch reports as one of several RuntimeErrors."""
    try:
        yield
    except RuntimeError as error:
        raise PeerFailed(
            f"process {rank()} of {size()} lost another one, which was killed or does not answer: "
            f"{describe(error)}. The same command again goes on from the last checkpoint."
        ) from error
