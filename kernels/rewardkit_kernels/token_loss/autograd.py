"""A bridge to autograd for losses whose gradient is made together with their value."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def made_gradient(
    total: Tensor, leaves: tuple[Tensor, ...], gradients: tuple[Tensor | None, ...]
) -> Tensor:
    """Return a scalar that equals `total`, and whose backward hands out the given gradients.

    Args:
        total: The value; a scalar.
        leaves: Tensors on which it depends.
        gradients: The gradient for each, made already; None where there is none. They are handed
            out once and scaled in place.
    """
    result: Tensor = _MadeGradient.apply(total, gradients, *leaves)  # type: ignore[no-untyped-call]
    return result


class _MadeGradient(torch.autograd.Function):
    """The identity of a value, with gradients that exist before backward begins."""

    @staticmethod
    def forward(
        ctx: Any, total: Tensor, gradients: tuple[Tensor | None, ...], *_: Tensor
    ) -> Tensor:
        ctx.gradients = gradients
        return total.clone()

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:
        gradients, ctx.gradients = ctx.gradients, None
        if gradients is None:
            raise RuntimeError("the gradient of this loss was handed out already; compute it anew.")
        # A synchronisation on a GPU; a product of all logits by 1 would cost more.
        scale = float(upstream)
        if scale != 1.0:
            for gradient in gradients:
                if gradient is not None:
                    gradient.mul_(scale)
        return (None, None, *gradients)
