"""Correctness checks that a backend of the token operations must pass before it is timed.

The loss is written out once more in float64, from whole distributions and by autograd.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..backends import Backend
from ..token_logprobs import token_logprobs
from .api import token_loss_
from .options import TokenLossOptions

OPTIONS: tuple[TokenLossOptions, ...] = (
    TokenLossOptions(),
    TokenLossOptions(eps_high=0.28, delta=1.5, entropy=0.01, temperature=0.7),
    TokenLossOptions(kl="k3", beta=0.04),
    TokenLossOptions(kl="k1", beta=0.1, kl_importance=True, entropy=0.1),
    TokenLossOptions(policy="cispo", kl="k2", beta=1.0),
)


def problems(
    backend: Backend, device: str, dtype: torch.dtype = torch.float32, vocabulary: int = 5000
) -> list[str]:
    """Return the failed checks of a backend; an empty list if it may be timed."""
    found = []
    for case, options in enumerate(OPTIONS):
        generator = torch.Generator().manual_seed(case)
        logits = _logits(generator, vocabulary).to(device, dtype)
        rows = len(logits)
        ids = torch.randint(vocabulary // 2, vocabulary, (rows,), generator=generator).to(device)
        logits[0, ids[0]] = 60.0  # a token that is all but sure
        old, reference, advantage = (
            torch.randn(rows, generator=generator).to(device) for _ in range(3)
        )
        weight = torch.rand(rows, generator=generator).to(device)
        wanted = written_out(logits, ids, options)
        near = wanted[0].clamp(min=-50.0).float()
        given = (ids, weight, advantage, near + 0.3 * old, near + 0.3 * reference)
        loss, gradient = exact_gradient(logits, options, *given)
        where = f"{backend}, {dtype}, options {case}"
        short = token_logprobs(logits, ids, temperature=options.temperature, backend=backend)
        found += _differs(f"{where}: logprob", short.logprobs, wanted[0], 1e-5, 1e-9)
        found += _differs(f"{where}: entropy", short.entropy, wanted[1], 1e-5, 2e-6)
        room = logits.clone()
        result = token_loss_(room, *given, options=options, backend=backend)
        found += _differs(f"{where}: loss", result.loss, loss, 2e-5, 5e-6)
        # The interpreter of Triton cuts digits off where a GPU rounds.
        digits = 2e-5 if dtype == torch.float32 else 2.0 ** (-8 if device == "cuda" else -7)
        size = gradient.abs().amax(1, keepdim=True)
        allowed = digits * size.expand_as(gradient) + 3e-6  # 3e-6: terms may cancel
        found += _differs(f"{where}: gradient", room / allowed, gradient / allowed, 0.0, 1.0)
    return found


def written_out(logits: Tensor, ids: Tensor, options: TokenLossOptions) -> tuple[Tensor, Tensor]:
    """Return log-probability and entropy of each row in float64, with gradient."""
    scaled = logits.double() / options.temperature
    own = scaled.gather(1, ids[:, None])
    rest = scaled.scatter(1, ids[:, None], -torch.inf)
    logprobs = -torch.log1p((rest - own).exp().sum(1))
    everything = torch.log_softmax(scaled, 1)
    finite = everything.masked_fill(everything == -torch.inf, 0.0)
    return logprobs, -(everything.exp() * finite).sum(1)


def exact_gradient(
    logits: Tensor,
    options: TokenLossOptions,
    ids: Tensor,
    weight: Tensor,
    advantage: Tensor,
    old: Tensor,
    reference: Tensor,
) -> tuple[Tensor, Tensor]:
    """Return the losses [R] and the gradient [R, V] of their sum, both in float64."""
    leaf = logits.detach().double().requires_grad_()
    logprobs, entropy = written_out(leaf, ids, options)
    ratio = (logprobs - old).exp()
    if options.policy == "cispo":
        bounded = ratio.detach().clamp(max=1.0 + options.eps_high)
        surrogate = bounded * advantage * logprobs
    else:
        clipped = ratio.clamp(1.0 - options.eps_low, 1.0 + options.eps_high)
        most = torch.inf if options.delta is None else options.delta
        surrogate = torch.minimum(ratio.clamp(max=most) * advantage, clipped * advantage)
    x = reference - logprobs
    kl = {"k1": -x, "k2": x.square() / 2.0, "k3": torch.expm1(x) - x}[options.kl]
    kl = kl * ratio if options.kl_importance else kl
    loss = weight * (options.beta * kl - surrogate - options.entropy * entropy)
    (gradient,) = torch.autograd.grad(loss.sum(), leaf)
    return loss.detach(), gradient


def _logits(generator: torch.Generator, vocabulary: int) -> Tensor:
    """Return rows that are smooth, steep, and with the first half forbidden."""
    logits = torch.randn(12, vocabulary, generator=generator) * 2.0
    logits[4:8] *= 4.0
    logits[8:, : vocabulary // 2] = -torch.inf
    return logits


def _differs(
    what: str, found: Tensor, wanted: Tensor, relative: float, absolute: float
) -> list[str]:
    error = (found.double() - wanted.detach()).abs() - relative * wanted.detach().abs()
    worst = float(error.max())
    return [] if worst <= absolute else [f"{what} is off by {worst:.3g}"]
