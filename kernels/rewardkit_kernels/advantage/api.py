"""The public entry point of group advantages: checks arguments and selects the backend.

Torch is imported inside the functions, so that importing this package costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..backends import Backend, chosen_backend
from .options import DEFAULT_OPTIONS, LARGEST, MOST_COMPONENTS, AdvantageOptions, lowest

if TYPE_CHECKING:
    from torch import Tensor

    from .result import GroupAdvantages

__all__ = ["Backend", "chosen_backend", "group_advantages"]


def group_advantages(
    components: Tensor,
    weights: Tensor | Sequence[float],
    group_offsets: Tensor | Sequence[int],
    options: AdvantageOptions = DEFAULT_OPTIONS,
    *,
    backend: Backend = "auto",
    check: bool = True,
) -> GroupAdvantages:
    """Return one advantage per row from the rewards of a batch, group by group.

    Rows of one prompt are adjacent; `group_offsets` holds the start of each group.
    Groups may be of unequal size. A group whose rewards are all equal gets exactly 0, and so does
    a row that was not scored, or whose group has fewer than two scored rows.

    Args:
        components: `[rows, K]` rewards, K at most 64, of any floating dtype; NaN = not scored.
        weights: `[K]`, one for each component.
        group_offsets: `[groups + 1]` int64, from 0 to rows, never falling: group g is rows
            `group_offsets[g]` to `group_offsets[g + 1] - 1`.
        options: The advantage mode, and the policy for missing components.
        backend: `auto` runs the Triton kernel on CUDA tensors where Triton is installed, and the
            reference elsewhere. Both compute in float64 and agree to float32 rounding.
        check: Check values on a GPU too, which synchronises. Without it nothing synchronises
        (weights and offsets on the CPU are still checked), and a group with a refused
            reward gets NaN advantages and a `counted` of -1.

    Returns:
        Advantages, the rows that carry signal, and each group's mean and deviation.

    Raises:
        ValueError: A shape, dtype, weight, offset or reward is not usable; says which and why.
        ImportError: The Triton backend was asked for by name and Triton is not installed.

    Example:
        >>> import torch
        >>> rewards = torch.tensor([[1.0], [0.0], [0.1], [0.1], [0.1]])
        >>> result = group_advantages(rewards, [1.0], [0, 2, 5])
        >>> [round(a, 3) for a in result.advantages.tolist()]
        [0.707, -0.707, 0.0, 0.0, 0.0]
        >>> result.alive.tolist()
        [True, True, False, False, False]
    """
    import torch

    _check_components(components)
    rows, width = components.shape
    device = components.device
    weights = _as_weights(weights, width, options, check)
    offsets, longest = _as_offsets(group_offsets, rows, check)
    weights, offsets = weights.to(device), offsets.to(device)
    with torch.no_grad():
        if chosen_backend(backend, device.type) == "triton":
            from . import triton as kernel

            result = kernel.advantages(components, weights, offsets, options, longest)
        else:
            from . import reference

            result = reference.advantages(components, weights, offsets, options)
        if check and bool((result.counted.cpu() < 0).any()):
            _refuse_component(components, options)
    return result


def _check_components(components: Tensor) -> None:
    import torch

    if not isinstance(components, torch.Tensor):
        raise ValueError(
            f"components must be a torch tensor, not {type(components).__name__}; "
            "build one with torch.tensor(...)."
        )
    if components.dim() != 2:
        raise ValueError(
            f"components has shape {list(components.shape)}; it must be [rows, K]. "
            "For a single reward pass rewards[:, None]."
        )
    if not components.dtype.is_floating_point:
        raise ValueError(
            f"components has dtype {components.dtype}; it must be a floating one, in which NaN "
            "can say not scored. Call .float() on it."
        )
    if not 1 <= components.shape[1] <= MOST_COMPONENTS:
        raise ValueError(
            f"components has {components.shape[1]} columns; between 1 and {MOST_COMPONENTS} can "
            "be combined. Sum some of them first."
        )


def _as_weights(
    weights: Tensor | Sequence[float], width: int, options: AdvantageOptions, check: bool
) -> Tensor:
    """Return the weights as `[K]` float64, if given."""
    import torch

    result = torch.as_tensor(weights, dtype=torch.float64)
    if result.shape != (width,):
        raise ValueError(
            f"weights has shape {list(result.shape)} and components has {width} columns; "
            "give one weight for each."
        )
    if not check and result.device.type != "cpu":
        return result
    values: list[float] = result.tolist()
    for k, value in enumerate(values):
        if not math.isfinite(value) or abs(value) > LARGEST:
            raise ValueError(f"weights[{k}] is {value}; it must be finite and within ±{LARGEST:g}.")
        if value < lowest(options):
            raise ValueError(
                f"weights[{k}] is {value}; mode='maxrl' divides by the group's mean reward, so "
                "weights must be at least 0. Choose mode='zscore' to keep the penalty."
            )
    if not any(values):
        raise ValueError(
            "weights are all 0, so no component is part of the reward; set one of them."
        )
    return result


def _as_offsets(
    group_offsets: Tensor | Sequence[int], rows: int, check: bool
) -> tuple[Tensor, int]:
    """Return offsets `[groups + 1]` int64, and the largest group size (64 if unchecked)."""
    import torch

    offsets = torch.as_tensor(group_offsets)
    if offsets.dim() != 1 or offsets.numel() == 0 or offsets.dtype != torch.int64:
        raise ValueError(
            f"group_offsets has shape {list(offsets.shape)} and dtype {offsets.dtype}; it must be "
            "[groups + 1] of int64. For groups of sizes 4 and 2 pass [0, 4, 6]."
        )
    offsets = offsets.contiguous()
    if not check and offsets.device.type != "cpu":
        return offsets, 64
    seen = offsets.cpu()
    first, last = int(seen[0]), int(seen[-1])
    if first != 0 or last != rows:
        raise ValueError(
            f"group_offsets runs from {first} to {last}; it must run from 0 to the number of rows "
            f"in components, {rows}, so that every row has a group."
        )
    sizes = seen.diff()
    falling = (sizes < 0).nonzero()
    if len(falling):
        at = int(falling[0])
        raise ValueError(
            f"group_offsets falls from {int(seen[at])} to {int(seen[at + 1])} at position "
            f"{at + 1}; groups are contiguous, so sort the rows by group first."
        )
    return offsets, int(sizes.max()) if len(sizes) else 0


def _refuse_component(components: Tensor, options: AdvantageOptions) -> None:
    """Raise ValueError that names the first reward without a usable value."""
    values = components.detach().double()  # a bound of 1e18 would itself be infinite in float16
    row, k = ((values > LARGEST) | (values < lowest(options))).nonzero()[0].tolist()
    value = float(values[row, k])
    if math.isinf(value):
        why = (
            "an infinite reward would make its whole group NaN; bound it, or pass NaN for a "
            "component that was not scored."
        )
    elif abs(value) > LARGEST:
        why = f"rewards must be within ±{LARGEST:g}; scale them first."
    else:
        why = (
            "mode='maxrl' divides by the group's mean reward, so rewards must be at least 0. "
            "Shift the reward, or choose mode='zscore'."
        )
    raise ValueError(f"components[{row}, {k}] (row {row}, component {k}) is {value}: {why}")
