"""The public entry point of the loss through the output head.

Torch is imported inside the functions, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..backends import Backend, chosen_backend
from ..token_loss.api import token_inputs
from ..token_loss.options import DEFAULT_OPTIONS, TokenLossOptions
from ..token_loss.result import TokenLosses

if TYPE_CHECKING:
    from torch import Tensor


def head_loss(
    hidden: Tensor,
    head: Tensor,
    ids: Tensor,
    weight: Tensor,
    advantage: Tensor,
    old: Tensor,
    reference: Tensor | None = None,
    log_ratio: Tensor | None = None,
    foreign: Tensor | None = None,
    entropy_weight: Tensor | None = None,
    *,
    options: TokenLossOptions = DEFAULT_OPTIONS,
    rows_at_once: int = 1024,
    backend: Backend = "auto",
) -> tuple[Tensor, TokenLosses]:
    """Return the sum of the token losses of logits `hidden @ head.T`, which never exist as a whole.

    Autograd flows through the first result to the hidden states and to the head; what is frozen
    costs nothing. All gradients are made together with the loss, and kept until `backward`.

    Args:
        hidden: [R, H], the last hidden states of the trained tokens: padding never gets here.
        head: [V, H], of the same dtype: the weight of the output layer (`lm_head.weight`).
        ids: As in `token_loss_`, and so are all up to `options`.
        weight: See there.
        advantage: See there.
        old: See there.
        reference: See there.
        log_ratio: See there.
        foreign: See there.
        entropy_weight: See there.
        options: See there.
        rows_at_once: Rows of logits that exist at a time; the largest memory needed is this
            times V, and a float32 copy of the head where it is trained.
        backend: See there.

    Returns:
        The loss, a scalar, and the losses of the tokens, without gradient.

    Raises:
        ValueError: A shape, dtype or id is not usable; says which and why.
        ImportError: The Triton backend was asked for by name and Triton is not installed.

    Example:
        >>> import torch
        >>> hidden, head = torch.ones(1, 2, requires_grad=True), torch.eye(2)
        >>> one = torch.ones(1)
        >>> loss, found = head_loss(hidden, head, torch.tensor([0]), one, one, -one)
        >>> loss.backward()
        >>> round(found.logprobs.item(), 4), [round(g, 4) for g in hidden.grad[0].tolist()]
        (-0.6931, [0.0, 0.0])
    """
    import torch

    from ..token_loss.autograd import made_gradient
    from .reference import head_gradients

    _require_matrices(hidden, head)
    if isinstance(rows_at_once, bool) or rows_at_once < 1:
        raise ValueError(f"rows_at_once={rows_at_once!r} must be at least 1.")
    chosen_backend(backend, hidden.device.type)
    # One row of logits stands for all in the checks: R of them are what must never exist.
    shape = hidden.new_empty(1, len(head)).expand(len(hidden), len(head))
    inputs = token_inputs(
        shape, ids, weight, advantage, old, reference, log_ratio, foreign, entropy_weight
    )
    learning = torch.is_grad_enabled()
    wanted = (learning and hidden.requires_grad, learning and head.requires_grad)
    with torch.no_grad():
        found = head_gradients(
            hidden.detach(), head.detach(), inputs, options, rows_at_once, backend, wanted
        )
    total = found.losses.loss.sum()
    if any(wanted):
        total = made_gradient(total, (hidden, head), (found.hidden, found.head))
    return total, found.losses


def _require_matrices(hidden: Tensor, head: Tensor) -> None:
    """Raise ValueError for hidden states and a head that cannot be multiplied."""
    import torch

    for name, values, shape in (("hidden", hidden, "[R, H]"), ("head", head, "[V, H]")):
        if not isinstance(values, torch.Tensor) or values.dim() != 2:
            found = list(values.shape) if isinstance(values, torch.Tensor) else type(values)
            raise ValueError(f"{name} has shape {found}; it must be {shape}.")
    if hidden.shape[1] != head.shape[1]:
        raise ValueError(
            f"hidden has {hidden.shape[1]} columns and head {head.shape[1]}; both must have H."
        )
    if hidden.dtype != head.dtype or hidden.device != head.device:
        raise ValueError(
            f"hidden is {hidden.dtype} on {hidden.device} and head {head.dtype} on {head.device}; "
            "they must agree."
        )
