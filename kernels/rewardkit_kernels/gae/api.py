"""The public entry point of generalised advantage estimation: checks and selects the backend.

Torch is imported inside the functions, so that importing this package costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..backends import Backend, chosen_backend
from .result import TokenAdvantages

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["TokenAdvantages", "gae"]


def gae(
    rewards: Tensor,
    values: Tensor,
    offsets: Tensor | Sequence[int],
    gamma: float = 1.0,
    lam: float = 0.95,
    *,
    backend: Backend = "auto",
) -> TokenAdvantages:
    """Return advantage and return of each token (Schulman et al. 2016), row by row.

    With delta_t = r_t + gamma V_(t+1) - V_t the advantage is the sum of (gamma lam)^k delta_(t+k)
    over the rest of the row. The value after the last token is 0: a completion ends there.

    Args:
        rewards: [M] float32, of each token; the score of a completion on its last token.
        values: [M] float32, of the critic.
        offsets: [rows + 1] int64, from 0 to M, never falling: row i is the tokens `offsets[i]` to
            `offsets[i + 1] - 1`.
        gamma: The discount, between 0 and 1.
        lam: The decay, between 0 and 1.
        backend: `auto` runs the Triton kernel on CUDA tensors where Triton is installed, and the
            reference elsewhere. Both compute in float64.

    Raises:
        ValueError: A shape, dtype, offset or factor is not usable; says which and why.
        ImportError: The Triton backend was asked for by name and Triton is not installed.

    Example:
        >>> import torch
        >>> rewards, values = torch.tensor([0.0, 1.0]), torch.tensor([0.5, 0.5])
        >>> [found.tolist() for found in gae(rewards, values, [0, 2], gamma=1.0, lam=0.5)]
        [[0.25, 0.5], [0.75, 1.0]]
    """
    import torch

    for name, given in (("rewards", rewards), ("values", values)):
        if not isinstance(given, torch.Tensor) or given.dim() != 1:
            shape = list(given.shape) if isinstance(given, torch.Tensor) else type(given).__name__
            raise ValueError(f"{name} has shape {shape}; it must be [M], a number for each token.")
        if given.dtype != torch.float32:
            raise ValueError(f"{name} has dtype {given.dtype}; it must be torch.float32.")
    if rewards.shape != values.shape or rewards.device != values.device:
        raise ValueError(
            f"values has shape {list(values.shape)} on {values.device} and rewards "
            f"{list(rewards.shape)} on {rewards.device}; they must agree."
        )
    for name, factor in (("gamma", gamma), ("lam", lam)):
        if isinstance(factor, bool) or not (math.isfinite(factor) and 0.0 <= factor <= 1.0):
            raise ValueError(f"{name}={factor!r} must be between 0 and 1.")
    bounds = _checked_offsets(offsets, len(rewards)).to(rewards.device)
    given, known = rewards.detach().contiguous(), values.detach().contiguous()
    if chosen_backend(backend, rewards.device.type) == "triton":
        from . import triton as kernel

        return kernel.token_advantages(given, known, bounds, gamma, lam)
    from . import reference

    return reference.token_advantages(given, known, bounds, gamma, lam)


def _checked_offsets(offsets: Tensor | Sequence[int], count: int) -> Tensor:
    """Return the offsets on the CPU, int64."""
    import torch

    bounds = torch.as_tensor(offsets).cpu()
    if bounds.dim() != 1 or bounds.numel() == 0 or bounds.dtype != torch.int64:
        raise ValueError(
            f"offsets has shape {list(bounds.shape)} and dtype {bounds.dtype}; it must be "
            "[rows + 1] of int64. For rows of 4 and 2 tokens pass [0, 4, 6]."
        )
    if int(bounds[0]) != 0 or int(bounds[-1]) != count or bool((bounds.diff() < 0).any()):
        raise ValueError(
            f"offsets must run from 0 to the number of tokens, {count}, without falling."
        )
    return bounds.contiguous()
