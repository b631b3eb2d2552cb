"""The public entry point of token log-probabilities: checks arguments and selects the backend.

Torch is imported inside the functions, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..backends import Backend, chosen_backend
from ..option_checks import require_number
from ..token_rows import require_logits, require_rows
from .result import TokenLogprobs

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["TokenLogprobs", "token_logprobs"]


def token_logprobs(
    logits: Tensor, ids: Tensor, *, temperature: float = 1.0, backend: Backend = "auto"
) -> TokenLogprobs:
    """Return the log-probability of each token and the entropy of the distribution it is from.

    Rows are real tokens only: choose them before (`logits[mask]`), so that there is no padding.
    No gradient flows through the result; `token_loss` makes the gradient of a loss.

    Args:
        logits: [R, V] of float32, bfloat16 or float16, rows contiguous; -inf forbids a token.
        ids: [R] int64, the tokens.
        temperature: Divides the logits; above 0.
        backend: `auto` runs the Triton kernel on CUDA tensors where Triton is installed, which
            reads the logits once and writes nothing of their size, and the reference elsewhere.

    Returns:
        `logprobs` and `entropy`, both [R] float32, on the device of the logits.

    Raises:
        ValueError: A shape, dtype, id or the temperature is not usable; says which and why.
        ImportError: The Triton backend was asked for by name and Triton is not installed.

    Example:
        >>> import torch
        >>> logits = torch.tensor([[0.0, 0.0, -torch.inf], [0.0, 20.0, 0.0]])
        >>> found = token_logprobs(logits, torch.tensor([0, 1]))
        >>> [f"{value:.4g}" for value in found.logprobs.tolist()]
        ['-0.6931', '-4.122e-09']
    """
    import torch

    require_logits(logits)
    require_number("temperature", temperature, above=0.0, including=False)
    ids = require_rows("ids", ids, logits, (torch.int64,))
    with torch.no_grad():
        if chosen_backend(backend, logits.device.type) == "triton":
            from . import triton as kernel

            return kernel.logprobs_and_entropy(logits.detach(), ids, temperature)
        from . import reference

        return reference.logprobs_and_entropy(logits.detach(), ids, temperature)
