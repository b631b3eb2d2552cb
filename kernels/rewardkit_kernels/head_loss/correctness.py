"""Correctness checks that the loss through the head must pass before it is timed."""

from __future__ import annotations

import torch

from ..backends import Backend
from ..token_loss.correctness import OPTIONS, exact_gradient
from .api import head_loss


def problems(
    backend: Backend, device: str, dtype: torch.dtype = torch.float32, vocabulary: int = 3000
) -> list[str]:
    """Return the failed checks of a backend; an empty list if it may be timed.

    Loss and gradients are those of whole logits in float64.
    """
    found = []
    rows, width = 37, 64
    for case, options in enumerate(OPTIONS):
        generator = torch.Generator().manual_seed(case)
        hidden = torch.randn(rows, width, generator=generator).to(device, dtype)
        head = torch.randn(vocabulary, width, generator=generator) * 0.1
        head = head.to(device, dtype)
        ids = torch.randint(vocabulary, (rows,), generator=generator).to(device)
        weight = torch.rand(rows, generator=generator).to(device) / rows
        noise = torch.randn(3, rows, generator=generator).to(device)
        old = torch.log_softmax(hidden.float() @ head.float().t(), -1).gather(1, ids[:, None])[:, 0]
        # Ratios of 1/2, 1 and 2: none so near to a bound that rounded logits would cross it.
        apart = 0.7 * noise[1].sign() * (noise[1].abs() > 0.5)
        given = (ids, weight, noise[0], old + apart, old + 0.3 * noise[2])
        exact, inner = exact_gradient(hidden.double() @ head.double().t(), options, *given)
        hidden.requires_grad_()
        head.requires_grad_()
        loss, _ = head_loss(hidden, head, *given, options=options, rows_at_once=16, backend=backend)
        gradients = torch.autograd.grad(loss, (hidden, head))
        wanted = (inner @ head.detach().double(), inner.t() @ hidden.detach().double())
        # In bfloat16 the logits themselves are rounded, by about 2^-8 of their size.
        most = 1e-4 if dtype == torch.float32 else 0.05
        for name, one, two in zip(("hidden", "head"), gradients, wanted, strict=True):
            error = float((one.double() - two).norm() / two.norm())
            if not error <= most:
                found.append(f"{backend}, {dtype}, options {case}: {name} is off by {error:.3g}")
        off = abs(float(loss.detach()) - float(exact.sum())) / (1.0 + float(exact.abs().sum()))
        if not off <= most:
            found.append(f"{backend}, {dtype}, options {case}: loss is off by {off:.3g}")
    return found
