"""Correctness checks that a backend of the advantage estimation must pass before it is timed."""

from __future__ import annotations

from itertools import pairwise

import torch

from ..backends import Backend
from .api import gae


def problems(backend: Backend, device: str, longest: int = 2000) -> list[str]:
    """Return the failed checks of a backend; an empty list if it may be timed.

    The advantages are written out as sums over the rest of each row, in float64.
    """
    found = []
    for case, (gamma, lam) in enumerate(((1.0, 0.95), (0.99, 1.0), (0.9, 0.0), (0.0, 0.5))):
        generator = torch.Generator().manual_seed(case)
        lengths = torch.tensor([1, 0, 7, 512, 513, longest])
        rewards, values = (torch.randn(int(lengths.sum()), generator=generator) for _ in range(2))
        offsets = [0, *lengths.cumsum(0).tolist()]
        result = gae(rewards.to(device), values.to(device), offsets, gamma, lam, backend=backend)
        wanted = torch.zeros(len(rewards), dtype=torch.float64)
        for start, stop in pairwise(offsets):
            later, after = 0.0, 0.0
            for at in range(stop - 1, start - 1, -1):
                later = float(rewards[at]) + gamma * after - float(values[at]) + gamma * lam * later
                after = float(values[at])
                wanted[at] = later
        error = (result.advantages.cpu().double() - wanted).abs() - 1e-6 * wanted.abs()
        worst = float(error.max())
        if not worst <= 1e-6:
            found.append(f"{backend}, gamma {gamma}, lam {lam}: off by {worst:.3g}")
    return found
