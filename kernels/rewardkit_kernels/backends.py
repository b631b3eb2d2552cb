"""The choice between the Triton code of an operation and its reference."""

from __future__ import annotations

import importlib.util
import os
from typing import Final, Literal, get_args

from .option_checks import require_word

Backend = Literal["auto", "triton", "reference"]

INTERPRET: Final = "TRITON_INTERPRET"


def chosen_backend(backend: Backend, device: str) -> Literal["triton", "reference"]:
    """Return the backend that computes tensors of a device.

    Args:
        backend: The one that was asked for.
        device: The type of the device, such as `cpu` or `cuda`.

    Raises:
        ValueError: Triton was asked for by name and cannot run on this device.
        ImportError: Triton was asked for by name and is not installed.

    Example:
        >>> chosen_backend("auto", "cpu")
        'reference'
    """
    require_word("backend", backend, get_args(Backend))
    if backend == "reference" or (backend == "auto" and device != "cuda"):
        return "reference"
    if not triton_installed():
        if backend == "auto":
            return "reference"
        raise ImportError(
            "backend='triton' needs Triton: pip install 'rewardkit[train]' (Linux, x86-64), "
            "or leave backend='auto'."
        )
    if backend == "triton" and device != "cuda" and not interpreted():
        raise ValueError(
            f"backend='triton' needs CUDA tensors and these are on {device!r}; use "
            "backend='auto', or set TRITON_INTERPRET=1 before Python starts to run the kernel "
            "in Triton's interpreter."
        )
    return "triton"


def triton_installed() -> bool:
    """Return True if Triton can be imported."""
    return importlib.util.find_spec("triton") is not None


def interpreted() -> bool:
    """Return True if Triton runs kernels in its interpreter in this process."""
    return os.environ.get(INTERPRET, "").lower() in ("1", "true", "on", "yes", "y")
