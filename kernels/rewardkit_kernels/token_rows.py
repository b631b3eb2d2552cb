"""Checks of arguments that have one row for each trained token."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import Tensor


def require_logits(logits: Tensor) -> None:
    """Raise ValueError for logits that are not [R, V] of a usable dtype with contiguous rows."""
    import torch

    if not isinstance(logits, torch.Tensor):
        raise ValueError(f"logits must be a torch tensor, not {type(logits).__name__}.")
    if logits.dim() != 2 or logits.shape[1] == 0:
        raise ValueError(
            f"logits has shape {list(logits.shape)}; it must be [R, V], a row for each token. "
            "Of [N, T, V] take logits[mask]."
        )
    if logits.dtype not in (torch.float32, torch.bfloat16, torch.float16):
        raise ValueError(f"logits has dtype {logits.dtype}; use float32, bfloat16 or float16.")
    if logits.stride(1) != 1 and logits.shape[1] > 1:
        raise ValueError("the rows of logits are not contiguous; call logits.contiguous().")


def require_rows(
    name: str, values: Tensor, logits: Tensor, dtypes: tuple[torch.dtype, ...]
) -> Tensor:
    """Return one value for each row of logits, contiguous and on their device.

    Ids are looked at only where that needs no synchronisation, on the CPU; the kernels read
    nothing outside a row, and give NaN for an id that is in none.

    Raises:
        ValueError: The shape, the dtype, the device or an id is not usable.
    """
    import torch

    rows, vocabulary = logits.shape
    if not isinstance(values, torch.Tensor) or tuple(values.shape) != (rows,):
        shape = list(values.shape) if isinstance(values, torch.Tensor) else type(values).__name__
        raise ValueError(f"{name} has shape {shape} and logits has {rows} rows; give [{rows}].")
    if values.dtype not in dtypes:
        wanted = " or ".join(str(dtype) for dtype in dtypes)
        raise ValueError(f"{name} has dtype {values.dtype}; it must be {wanted}.")
    if values.device != logits.device:
        raise ValueError(
            f"{name} is on {values.device} and logits on {logits.device}; move it there."
        )
    if name == "ids" and rows and values.device.type == "cpu":
        low, high = int(values.min()), int(values.max())
        if low < 0 or high >= vocabulary:
            raise ValueError(
                f"ids holds {low if low < 0 else high}, and logits has {vocabulary} columns: "
                f"ids are between 0 and {vocabulary - 1}."
            )
    return values.detach().contiguous()
