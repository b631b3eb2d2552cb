"""Correctness checks that a backend must pass before it is timed."""

from __future__ import annotations

import torch
from torch import Tensor

from .api import Backend, group_advantages
from .options import AdvantageOptions, Missing, Mode

BY_HAND: dict[Mode, list[float]] = {
    "zscore": [1.5, -0.5, -0.5, -0.5],
    "centre": [0.75, -0.25, -0.25, -0.25],
    "leave_one_out": [1.0, -1 / 3, -1 / 3, -1 / 3],
    "maxrl": [3.0, -1.0, -1.0, -1.0],
}
"""Advantages of one success among four completions, without epsilon."""


def problems(backend: Backend, device: str, batches: int = 24) -> list[str]:
    """Return the failed checks of a backend; an empty list if it may be timed.

    There are three checks: numbers computed by hand, exactly 0 for equal rewards, and, on random
    batches of unequal groups, equality with the float64 reference.
    """
    found = [*_by_hand(backend, device), *_equal_rewards(backend, device)]
    generator = torch.Generator().manual_seed(0)
    for case in range(batches):
        found += _random(backend, device, generator, case)
    return found


def _by_hand(backend: Backend, device: str) -> list[str]:
    rewards = torch.tensor([[1.0], [0.0], [0.0], [0.0]], device=device)
    found = []
    for mode, expected in BY_HAND.items():
        options = AdvantageOptions(mode=mode, epsilon=0.0)
        result = group_advantages(rewards, [1.0], [0, 4], options, backend=backend)
        if not torch.allclose(result.advantages.cpu(), torch.tensor(expected)):
            found.append(f"{backend} {mode}: {result.advantages.tolist()} instead of {expected}")
    return found


def _equal_rewards(backend: Backend, device: str) -> list[str]:
    sizes = torch.arange(2, 17)
    column = torch.tensor([0.1, 0.35, 4.01]).repeat_interleave(int(sizes.sum()))
    offsets = [0, *sizes.repeat(3).cumsum(0).tolist()]
    result = group_advantages(column[:, None].to(device), [0.7], offsets, backend=backend)
    worst = float(result.advantages.abs().max())
    return [f"{backend}: equal rewards reach |A| = {worst}"] if worst or result.alive.any() else []


def _random(backend: Backend, device: str, generator: torch.Generator, case: int) -> list[str]:
    modes: list[Mode] = list(BY_HAND)
    policies: list[Missing] = ["renormalise", "zero", "drop_row"]
    options = AdvantageOptions(
        mode=modes[case % 4],
        missing=policies[case % 3],
        decoupled=case % 2 == 1,
        deviation="population" if case % 5 == 0 else "sample",
        clip=1.0 if case % 7 == 0 else None,
    )
    sizes = torch.randint(1, 14, (5,), generator=generator)
    width = case % 4 + 1
    rewards = torch.rand(int(sizes.sum()), width, generator=generator)
    rewards[torch.rand(rewards.shape, generator=generator) < 0.15] = torch.nan
    weights = (torch.rand(width, generator=generator) + 0.1).tolist()
    offsets = [0, *sizes.cumsum(0).tolist()]
    wanted = group_advantages(rewards, weights, offsets, options, backend="reference")
    got = group_advantages(rewards.to(device), weights, offsets, options, backend=backend)
    same = _equal(got.advantages, wanted.advantages) and got.alive.cpu().equal(wanted.alive)
    return [] if same else [f"{backend}: case {case} differs from the reference: {options}"]


def _equal(actual: Tensor, expected: Tensor) -> bool:
    return torch.allclose(actual.cpu(), expected, rtol=2e-7, atol=1e-7)
