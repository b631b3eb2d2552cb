from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from rewardkit.grpo.config.model import LossConfig
from rewardkit.grpo.objective.loss import (
    kl_estimate,
    log_ratios,
    policy_loss,
    token_entropy,
    token_logprobs,
    token_weights,
)

N, T, V = 6, 5, 7


def batch(seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    """Logits, ids and a mask with rows of unequal length."""
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(N, T, V, generator=generator)
    ids = torch.randint(V, (N, T), generator=generator)
    mask = torch.arange(T)[None] < torch.tensor([5, 3, 1, 4, 2, 5])[:, None]
    return logits, ids, mask


def loss_of(config: LossConfig, old: Tensor, advantages: Tensor, logits: Tensor) -> Tensor:
    _, ids, mask = batch()
    weights = token_weights(mask, config.aggregate, T)
    return policy_loss(logits, ids, mask, weights, old, None, advantages, config).loss


def test_at_the_sampling_policy_the_gradient_is_advantage_times_grad_logprob() -> None:
    logits, ids, mask = batch()
    advantages = torch.randn(N, generator=torch.Generator().manual_seed(1))
    leaf = logits.clone().requires_grad_()
    old = token_logprobs(logits, ids)
    loss_of(LossConfig(), old, advantages, leaf).backward()  # type: ignore[no-untyped-call]
    plain = logits.clone().requires_grad_()
    expected = -(token_logprobs(plain, ids) * advantages[:, None] * mask).sum() / mask.sum()
    expected.backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    assert plain.grad is not None
    assert torch.allclose(leaf.grad, plain.grad, atol=1e-7)


@pytest.mark.parametrize(
    ("shift", "advantage", "moves", "name"),
    [
        (0.5, 1.0, False, "clip_high"),  # ratio e^.5 > 1.28 and we want more: stop
        (0.5, -1.0, True, None),  # ... and we want less: go on
        (-0.5, -1.0, False, "clip_low"),  # ratio e^-.5 < 0.8 and we want less: stop
        (-0.5, 1.0, True, None),
        (0.24, 1.0, True, None),  # e^.24 = 1.27 lies inside 1.28
    ],
)
def test_clipping_stops_the_pull_only_where_it_would_go_further(
    shift: float, advantage: float, moves: bool, name: str | None
) -> None:
    logits, ids, mask = batch()
    leaf = logits.clone().requires_grad_()
    old = token_logprobs(logits, ids) - shift
    weights = token_weights(mask, "token", T)
    terms = policy_loss(
        leaf, ids, mask, weights, old, None, torch.full((N,), advantage), LossConfig()
    )
    terms.loss.backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    assert bool(leaf.grad.abs().sum() > 0) is moves
    assert terms.sums["clip_high"] == (mask.sum() if name == "clip_high" else 0)
    assert terms.sums["clip_low"] == (mask.sum() if name == "clip_low" else 0)


def test_what_lies_under_padding_never_matters_even_if_infinite() -> None:
    logits, ids, mask = batch()
    advantages = torch.ones(N)
    reference = torch.zeros(N, T)
    config = LossConfig(beta=0.1, entropy=0.01)
    weights = token_weights(mask, "token", T)
    results = []
    for junk in (0.0, -math.inf, math.inf, math.nan):
        old = torch.where(mask, token_logprobs(logits, ids), junk)
        ref = torch.where(mask, reference, junk)
        leaf = logits.clone().requires_grad_()
        terms = policy_loss(leaf, ids, mask, weights, old, ref, advantages, config)
        terms.loss.backward()  # type: ignore[no-untyped-call]
        assert leaf.grad is not None
        results.append((terms.loss.item(), leaf.grad))
    assert all(math.isfinite(loss) for loss, _ in results)
    assert all(loss == results[0][0] and torch.equal(g, results[0][1]) for loss, g in results)


def test_forbidden_tokens_give_finite_logprobs_entropy_and_gradient() -> None:
    logits, ids, mask = batch()
    forbidden = logits.clone()
    forbidden[..., 0] = -math.inf
    ids = ids.clamp(min=1)
    leaf = forbidden.requires_grad_()
    weights = token_weights(mask, "token", T)
    old = torch.zeros(N, T)
    config = LossConfig(entropy=0.1)
    terms = policy_loss(leaf, ids, mask, weights, old, None, torch.ones(N), config)
    terms.loss.backward()  # type: ignore[no-untyped-call]
    assert torch.isfinite(terms.loss)
    assert leaf.grad is not None
    assert torch.isfinite(leaf.grad).all()


def test_entropy_is_that_of_torch_distributions() -> None:
    logits, _, _ = batch()
    expected = torch.distributions.Categorical(logits=logits).entropy()  # type: ignore[no-untyped-call]
    assert torch.allclose(token_entropy(logits), expected, atol=1e-6)


def test_the_entropy_bonus_flattens_the_policy() -> None:
    logits, ids, _ = batch()
    leaf = logits.clone().requires_grad_()
    old = token_logprobs(logits, ids)
    loss_of(LossConfig(entropy=1.0), old, torch.zeros(N), leaf).backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    after = token_entropy(logits - 10.0 * leaf.grad).mean()
    assert after > token_entropy(logits).mean()


@pytest.mark.parametrize("aggregate", ["token", "sequence", "constant"])
def test_each_aggregate_weighs_as_its_paper_says(aggregate: str) -> None:
    _, _, mask = batch()
    values = torch.rand(N, T, generator=torch.Generator().manual_seed(2))
    total = (values * token_weights(mask, aggregate, 10)).sum()
    masked = values * mask
    expected = {
        "token": masked.sum() / mask.sum(),
        "sequence": (masked.sum(1) / mask.sum(1)).mean(),
        "constant": masked.sum() / (N * 10),
    }[aggregate]
    assert torch.allclose(total, expected)


@pytest.mark.parametrize("aggregate", ["token", "sequence", "constant"])
def test_rows_that_are_left_out_count_in_no_denominator(aggregate: str) -> None:
    _, _, mask = batch()
    without = mask.clone()
    without[1:3] = False
    kept = torch.tensor([0, 3, 4, 5])
    weights = token_weights(without, aggregate, 10)
    assert torch.equal(weights[kept], token_weights(mask[kept], aggregate, 10))
    assert (weights[1:3] == 0).all()


def test_nothing_to_train_on_gives_zero_weights_not_nan() -> None:
    nothing = torch.zeros(2, 3, dtype=torch.bool)
    for aggregate in ("token", "sequence", "constant"):
        assert token_weights(nothing, aggregate, 3).abs().sum() == 0


def test_the_kl_estimates_agree_on_average_and_two_of_them_are_never_negative() -> None:
    generator = torch.Generator().manual_seed(0)
    policy = torch.log_softmax(torch.randn(V, generator=generator), 0)
    reference = torch.log_softmax(policy + 0.2 * torch.randn(V, generator=generator), 0)
    truth = (policy.exp() * (policy - reference)).sum()
    estimates = {
        kind: kl_estimate(policy, reference, kind) for kind in ("k1", "k2", "k3")
    }  # one for each token that could be sampled
    for kind in ("k1", "k3"):
        assert torch.allclose((policy.exp() * estimates[kind]).sum(), truth, atol=1e-6)
    assert (estimates["k2"] >= 0).all()
    assert (estimates["k3"] >= 0).all()
    assert estimates["k1"].min() < 0


def test_the_kl_is_charged_only_with_a_weight() -> None:
    logits, ids, mask = batch()
    weights, old = token_weights(mask, "token", T), token_logprobs(logits, ids)
    reference = old - 0.5
    free, charged = (
        policy_loss(logits, ids, mask, weights, old, reference, torch.zeros(N), LossConfig(beta=b))
        for b in (0.0, 0.1)
    )
    assert free.loss == 0
    mean = free.sums["kl"] / free.sums["tokens"]
    assert mean > 0
    assert charged.loss.item() == pytest.approx(0.1 * mean, rel=1e-5)


def test_the_sequence_ratio_is_one_number_a_row_and_still_reaches_every_token() -> None:
    logits, ids, mask = batch()
    leaf = logits.clone().requires_grad_()
    logprobs = torch.where(mask, token_logprobs(leaf, ids), 0.0)
    old = torch.where(mask, token_logprobs(logits, ids) - 0.3 * torch.arange(T), 0.0)
    ratios = log_ratios(logprobs, old, mask, "sequence")
    for row in range(N):
        values = ratios[row][mask[row]]
        mean = (logprobs - old)[row][mask[row]].mean()
        assert torch.allclose(values, mean.expand_as(values))
    ratios.sum().backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    assert (leaf.grad.abs().sum(-1) > 0).equal(mask)
