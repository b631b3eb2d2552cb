"""The public entry points of the token loss: check arguments and select the backend.

Torch is imported inside the functions, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..backends import Backend, chosen_backend
from ..token_rows import require_logits, require_rows
from .options import DEFAULT_OPTIONS, TokenLossOptions
from .result import TokenLosses

if TYPE_CHECKING:
    from torch import Tensor

    from .reference import TokenInputs


def token_loss_(
    logits: Tensor,
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
    gradient: bool = True,
    backend: Backend = "auto",
) -> TokenLosses:
    """Return the policy loss of each token, and write the gradient of their sum over the logits.

    Rows are real tokens only: choose them before (`logits[mask]`), so that there is no padding.
    All that scales a token belongs into its weight: the aggregation over tokens or completions,
    rows left out, the correction for a sampler that is not the policy.

    Args:
        logits: [R, V] of float32, bfloat16 or float16, rows contiguous; -inf forbids a token.
            Afterwards they hold the gradient of the sum of `loss`.
        ids: [R] int64, the tokens.
        weight: [R] float32. 0 leaves a token out: its loss and its gradient are exactly 0.
        advantage: [R] float32.
        old: [R] float32, the log-probabilities when the tokens were sampled.
        reference: [R] float32, the log-probabilities under the reference policy, or None.
        log_ratio: [R] float32, taken instead of `logprob - old`: a mean over each completion is
            the sequence ratio of GSPO. The gradient still reaches each token by its own
            log-probability.
        foreign: [R] bool, tokens of another author: not clipped, no KL, no entropy bonus.
        entropy_weight: [R] float32, the weight of each token's entropy bonus; else
            `options.entropy * weight`.
        options: Clipping, KL, entropy and temperature.
        gradient: False leaves the logits as they are.
        backend: `auto` runs the Triton kernel on CUDA tensors where Triton is installed, one
            launch for loss and gradient, and the reference elsewhere.

    Returns:
        Loss, log-probability, entropy, KL estimate and flags of each token.

    Raises:
        ValueError: A shape, dtype or id is not usable; says which and why.
        ImportError: The Triton backend was asked for by name and Triton is not installed.

    Example:
        >>> import torch
        >>> logits, one = torch.zeros(1, 4), torch.ones(1)
        >>> found = token_loss_(logits, torch.tensor([2]), one, one, torch.tensor([-1.3862944]))
        >>> round(found.loss.item(), 4), logits.tolist()
        (-1.0, [[0.25, 0.25, -0.75, 0.25]])
    """
    import torch

    inputs = token_inputs(
        logits, ids, weight, advantage, old, reference, log_ratio, foreign, entropy_weight
    )
    with torch.no_grad():
        if chosen_backend(backend, logits.device.type) == "triton":
            from . import triton as kernel

            return kernel.losses(logits.detach(), inputs, options, gradient)
        from . import reference as plain

        return plain.losses(logits.detach(), inputs, options, gradient)


def token_loss(
    logits: Tensor,
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
    in_place: bool = False,
    backend: Backend = "auto",
) -> tuple[Tensor, TokenLosses]:
    """Return the sum of the token losses, through which autograd flows, and its parts.

    The gradient is made together with the loss and kept, so that `backward` only hands it on.
    Where no gradient is wanted none is made.

    Args:
        logits: As in `token_loss_`; they are copied first unless `in_place`.
        ids: As in `token_loss_`, and so are all that follow it.
        weight: See there.
        advantage: See there.
        old: See there.
        reference: See there.
        log_ratio: See there.
        foreign: See there.
        entropy_weight: See there.
        options: See there.
        in_place: Write the gradient over the logits, which nobody may read afterwards: half the
            memory. They must not be a leaf of the graph.
        backend: See there.

    Returns:
        The loss, a scalar, and the losses of the tokens, without gradient.

    Raises:
        ValueError: As `token_loss_`, or for `in_place` with logits that are a leaf.

    Example:
        >>> import torch
        >>> logits, one = torch.zeros(1, 4, requires_grad=True), torch.ones(1)
        >>> loss, _ = token_loss(logits, torch.tensor([2]), one, one, torch.tensor([-1.3862944]))
        >>> loss.backward()
        >>> logits.grad.tolist()
        [[0.25, 0.25, -0.75, 0.25]]
    """
    import torch

    from .autograd import made_gradient

    if in_place and logits.is_leaf and logits.requires_grad:
        raise ValueError(
            "in_place=True would write over logits that are a leaf of the graph; leave it False."
        )
    wanted = torch.is_grad_enabled() and logits.requires_grad
    room = logits.detach() if in_place or not wanted else logits.detach().clone()
    found = token_loss_(
        room,
        ids,
        weight,
        advantage,
        old,
        reference,
        log_ratio,
        foreign,
        entropy_weight,
        options=options,
        gradient=wanted,
        backend=backend,
    )
    total = found.loss.sum()
    return (made_gradient(total, (logits,), (room,)) if wanted else total), found


def token_inputs(
    logits: Tensor,
    ids: Tensor,
    weight: Tensor,
    advantage: Tensor,
    old: Tensor,
    reference: Tensor | None,
    log_ratio: Tensor | None,
    foreign: Tensor | None,
    entropy_weight: Tensor | None,
) -> TokenInputs:
    """Return the inputs of the tokens, checked against their logits.

    Raises:
        ValueError: A shape, dtype or id is not usable; says which and why.
    """
    import torch

    from .reference import TokenInputs

    def numbers(name: str, values: Tensor) -> Tensor:
        return require_rows(name, values, logits, (torch.float32,))

    def numbers_or_none(name: str, values: Tensor | None) -> Tensor | None:
        return None if values is None else numbers(name, values)

    require_logits(logits)
    return TokenInputs(
        ids=require_rows("ids", ids, logits, (torch.int64,)),
        weight=numbers("weight", weight),
        advantage=numbers("advantage", advantage),
        old=numbers("old", old),
        reference=numbers_or_none("reference", reference),
        log_ratio=numbers_or_none("log_ratio", log_ratio),
        foreign=(
            None if foreign is None else require_rows("foreign", foreign, logits, (torch.bool,))
        ),
        entropy_weight=numbers_or_none("entropy_weight", entropy_weight),
    )
