"""Random tokens with all that a loss may ask of them, and the loss once more in float64.

The float64 loss is derived apart from the code: row by row, from logits relative to the sampled
token, with autograd for the gradient.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import torch
from torch import Tensor

from rewardkit_kernels.token_loss import TokenLossOptions

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
KINDS = ["smooth", "steep", "masked", "first_block", "last_block", "sure", "constant", "one_left"]


@dataclass(frozen=True)
class TokenCase:
    logits: Tensor
    ids: Tensor
    weight: Tensor
    advantage: Tensor
    old: Tensor
    optional: dict[str, Tensor] = field(default_factory=dict)
    options: TokenLossOptions = field(default_factory=TokenLossOptions)

    def call(self, function: Callable[..., Any], logits: Tensor, **more: Any) -> Any:
        return function(
            logits, self.ids, self.weight, self.advantage, self.old,
            **self.optional, options=self.options, **more,
        )  # fmt: skip


@dataclass(frozen=True)
class Exact:
    """Float64 results of a case."""

    loss: Tensor
    logprobs: Tensor
    entropy: Tensor
    kl: Tensor
    gradient: Tensor


@pytest.fixture
def random_tokens() -> Callable[..., TokenCase]:
    return _random_tokens


@pytest.fixture
def exact_loss() -> Callable[[TokenCase], Exact]:
    return _exact


@pytest.fixture
def with_options() -> Callable[..., TokenCase]:
    return lambda case, **changes: replace(case, options=replace(case.options, **changes))


def _random_tokens(
    chance: random.Random, dtype: torch.dtype | None = None, rows: int = 12
) -> TokenCase:
    dtype = dtype or chance.choice([torch.float32, torch.float32, torch.bfloat16])
    vocabulary = chance.choice([2, 5, 33, 64, 100, 150])
    generator = torch.Generator().manual_seed(chance.randrange(1 << 30))
    logits = torch.empty(rows, vocabulary)
    ids = torch.randint(vocabulary, (rows,), generator=generator)
    for row in range(rows):
        logits[row] = _row(chance, generator, chance.choice(KINDS), vocabulary, int(ids[row]))
    logits = logits.to(dtype)
    temperature = chance.choice([1.0, 1.0, 0.6, 1.5])
    truth = torch.stack(
        [_row_logprob(*pair, temperature)[0] for pair in zip(logits, ids, strict=True)]
    )

    def near(spread: float) -> Tensor:
        noise = torch.randn(rows, generator=generator) * spread
        return (truth.float() + noise).clamp(max=0.0)

    optional: dict[str, Tensor] = {}
    if chance.random() < 0.5:
        optional["reference"] = near(0.3)
    if chance.random() < 0.3:
        optional["log_ratio"] = torch.randn(rows, generator=generator) * 0.3
    if chance.random() < 0.3:
        optional["foreign"] = torch.rand(rows, generator=generator) < 0.4
    if chance.random() < 0.2:
        optional["entropy_weight"] = torch.rand(rows, generator=generator) / rows
    advantage = torch.randn(rows, generator=generator)
    advantage[torch.rand(rows, generator=generator) < 0.1] = 0.0
    weight = torch.rand(rows, generator=generator) / rows
    weight[torch.rand(rows, generator=generator) < 0.1] = 0.0
    case = TokenCase(
        logits, ids, weight, advantage, near(0.4), optional, _random_options(chance, temperature)
    )
    return _to(case, DEVICE)


def _to(case: TokenCase, device: str) -> TokenCase:
    moved = {
        name: getattr(case, name).to(device)
        for name in ("logits", "ids", "weight", "advantage", "old")
    }
    return replace(
        case, **moved, optional={name: one.to(device) for name, one in case.optional.items()}
    )


def _random_options(chance: random.Random, temperature: float) -> TokenLossOptions:
    return TokenLossOptions(
        policy=chance.choice(["clip", "clip", "cispo"]),
        eps_low=chance.choice([0.1, 0.2]),
        eps_high=chance.choice([0.2, 0.28]),
        delta=chance.choice([None, None, 1.5]),
        kl=chance.choice(["k1", "k2", "k3"]),
        beta=chance.choice([0.0, 0.04, 1.0]),
        kl_importance=chance.random() < 0.4,
        entropy=chance.choice([0.0, 0.0, 0.01, 0.5, -0.1]),
        temperature=temperature,
        shaping=chance.choice([None, 0.1]),
    )


def _row(
    chance: random.Random, generator: torch.Generator, kind: str, vocabulary: int, token: int
) -> Tensor:
    logits = torch.randn(vocabulary, generator=generator) * (8.0 if kind == "steep" else 2.0)
    mine = float(logits[token])
    match kind:
        case "masked":
            logits[torch.rand(vocabulary, generator=generator) < 0.5] = -math.inf
        case "first_block":
            logits[: vocabulary * 2 // 3] = -math.inf
        case "last_block":
            logits[vocabulary // 2 :] = -math.inf
        case "sure":
            mine = float(logits.max()) + chance.uniform(1, 40)
        case "constant":
            logits[:] = mine = chance.choice([0.0, -80.0, 50.0])
        case "one_left":
            logits[:] = -math.inf
    logits[token] = mine if chance.random() < 0.9 or kind != "masked" else -math.inf
    return logits


def _row_logprob(logits: Tensor, token: Tensor, temperature: float) -> tuple[Tensor, Tensor]:
    """Log-probability of the token and entropy of one row, float64, with gradient."""
    scaled = logits.double() / temperature
    possible = torch.arange(len(scaled))[scaled.detach().cpu() > -math.inf].to(scaled.device)
    inside = scaled[possible]
    if not len(possible):
        return scaled.new_tensor(-math.inf), scaled.new_zeros(())
    # log p_v = -log(sum of exp(x_u - x_v)), the term of v itself kept apart for log1p
    apart = inside[None, :] - inside[:, None]
    itself = torch.eye(len(inside), dtype=torch.bool, device=scaled.device)
    others = torch.where(itself, 0.0, apart.exp()).sum(1)
    logprobs = -torch.log1p(others)
    entropy = -(logprobs.exp() * logprobs).sum()
    place = (possible == token).nonzero()
    if not len(place):
        return torch.tensor(-math.inf, dtype=torch.float64, device=scaled.device), entropy
    return logprobs[place[0, 0]], entropy


def _exact(case: TokenCase) -> Exact:
    logits = case.logits.detach().double().requires_grad_()
    columns: dict[str, list[Tensor]] = {"loss": [], "logprobs": [], "entropy": [], "kl": []}
    for row in range(len(case.ids)):
        logprob, entropy = _row_logprob(logits[row], case.ids[row], case.options.temperature)
        loss, kl = _row_loss(case, row, logprob, entropy)
        for name, value in (
            ("loss", loss),
            ("logprobs", logprob),
            ("entropy", entropy),
            ("kl", kl),
        ):
            columns[name].append(value)
    stacked = {name: torch.stack(values) for name, values in columns.items()}
    total = stacked["loss"].sum()
    if total.requires_grad:
        (gradient,) = torch.autograd.grad(total, logits)
    else:
        gradient = torch.zeros_like(logits)
    return Exact(**{name: value.detach() for name, value in stacked.items()}, gradient=gradient)


def _row_loss(case: TokenCase, row: int, logprob: Tensor, entropy: Tensor) -> tuple[Tensor, Tensor]:
    options = case.options
    weight, advantage = case.weight[row].double(), case.advantage[row].double()
    old = case.old[row].double()
    given = {name: values[row].double() for name, values in case.optional.items()}
    foreign = bool(given.get("foreign", torch.tensor(0.0)))
    bonus = given.get("entropy_weight", options.entropy * weight)
    nothing = torch.zeros((), dtype=torch.float64, device=logprob.device)
    loss = nothing if foreign or float(bonus) == 0.0 else -bonus * entropy
    if not math.isfinite(logprob.item()):
        return loss, nothing
    ratio = (logprob - old).exp()
    if foreign:
        share = ratio if options.shaping is None else ratio / (ratio + options.shaping)
        return (-weight * advantage * share if float(weight) else nothing), nothing
    if "log_ratio" in given:
        ratio = (given["log_ratio"] + logprob - logprob.detach()).exp()
    if options.policy == "cispo":
        term = -ratio.detach().clamp(max=1 + options.eps_high) * advantage * logprob
    else:
        most = math.inf if options.delta is None else options.delta
        clipped = ratio.clamp(1 - options.eps_low, 1 + options.eps_high)
        term = -torch.minimum(ratio.clamp(max=most) * advantage, clipped * advantage)
    kl = nothing
    if "reference" in given:
        x = given["reference"] - logprob
        kl = {"k1": -x, "k2": x * x / 2, "k3": torch.expm1(x) - x}[options.kl]
        if options.kl_importance:
            kl = kl * ratio
        term = term + options.beta * kl
    return (loss + weight * term if float(weight) else loss), kl.detach()
