"""The definition: against float64 and autograd, and what no formula of torch alone gives."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import pytest
import torch

from rewardkit_kernels.measure import bytes_moved
from rewardkit_kernels.token_logprobs import reference as logprobs_reference
from rewardkit_kernels.token_loss import (
    CLIPPED_DELTA,
    CLIPPED_HIGH,
    CLIPPED_LOW,
    IMPOSSIBLE,
    TokenLosses,
    TokenLossOptions,
    token_loss_,
)
from rewardkit_kernels.token_loss import reference as plain

inf, nan = math.inf, math.nan


@pytest.mark.parametrize("seed", range(6))
def test_loss_and_gradient_equal_a_derivation_in_float64(
    seed: int, random_tokens: Callable[..., Any], exact_loss: Callable[[Any], Any]
) -> None:
    chance = random.Random(seed)
    for case in range(25):
        tokens = random_tokens(chance)
        wanted, room = exact_loss(tokens), tokens.logits.clone()
        found: TokenLosses = tokens.call(token_loss_, room, backend="reference")
        where = f"seed {seed}, case {case}: {tokens}"
        close = torch.testing.assert_close
        close(found.loss.double(), wanted.loss, rtol=2e-5, atol=2e-6, msg=where)
        close(found.entropy.double(), wanted.entropy, rtol=2e-6, atol=2e-6, msg=where)
        likely = wanted.logprobs > -0.5
        close(found.logprobs.double()[likely], wanted.logprobs[likely], rtol=1e-5, atol=0.0)
        close(found.logprobs.double()[~likely], wanted.logprobs[~likely], rtol=1e-6, atol=4e-6)
        if found.kl is not None:
            close(found.kl.double(), wanted.kl, rtol=2e-5, atol=1e-5, msg=where)
        # Where the entropy is at its largest its gradient is 0 by cancellation of p (log p + H).
        bonus = tokens.options.entropy * tokens.weight
        bonus = tokens.optional.get("entropy_weight", bonus).abs()[:, None]
        pull = tokens.weight[:, None]  # the same for a reference that nearly agrees
        size = wanted.gradient.abs().amax(1, keepdim=True)
        error = (room.double() - wanted.gradient).abs()
        digits = {torch.float32: 2e-5, torch.bfloat16: 2**-8}[room.dtype]
        assert (error <= digits * size + 4e-6 * bonus + 2e-6 * pull).all(), where


def test_the_gradient_of_a_row_sums_to_zero() -> None:
    logits = torch.randn(5, 300, generator=torch.Generator().manual_seed(0))
    one = torch.ones(5)
    options = TokenLossOptions(entropy=0.3, temperature=0.7)
    token_loss_(logits, torch.arange(5), one, one, -one, options=options)
    assert logits.abs().amax(1).min() > 1e-3
    assert logits.sum(1).abs().max() < 1e-6


def _loss(logits: list[float], token: int, old: float, advantage: float, **options: Any) -> Any:
    room = torch.tensor([logits])
    found = token_loss_(
        room,
        torch.tensor([token]),
        torch.ones(1),
        torch.tensor([advantage]),
        torch.tensor([old]),
        options=TokenLossOptions(**options),
    )
    return found, room


HALF = -math.log(2.0)


@pytest.mark.parametrize(
    ("old", "advantage", "options", "flags", "loss", "slope"),
    [
        (HALF, 1.0, {}, 0, -1.0, -1.0),
        (HALF - 1, 1.0, {}, CLIPPED_HIGH, -1.2, 0.0),
        (HALF - 1, -1.0, {}, 0, math.e, math.e),
        (HALF - 1, -1.0, {"delta": 2.0}, CLIPPED_DELTA, 2.0, 0.0),
        (HALF + 1, -1.0, {}, CLIPPED_LOW, 0.8, 0.0),
        (HALF + 1, 1.0, {}, 0, -1 / math.e, -1 / math.e),
        (HALF - 1, 0.0, {}, 0, 0.0, 0.0),
        (HALF - 1, 1.0, {"policy": "cispo", "eps_high": 0.5}, CLIPPED_HIGH, 1.5 * HALF * -1, -1.5),
        (HALF - 1, -1.0, {"policy": "cispo"}, CLIPPED_HIGH, 1.2 * HALF, 1.2),
        (HALF + 1, -1.0, {"policy": "cispo"}, 0, HALF / math.e, 1 / math.e),
    ],
)
def test_each_clipping_on_an_even_choice(
    old: float, advantage: float, options: Any, flags: int, loss: float, slope: float
) -> None:
    found, room = _loss([0.0, 0.0], 0, old, advantage, **options)
    assert found.flags.tolist() == [flags]
    assert found.loss.item() == pytest.approx(loss, rel=1e-6, abs=1e-9)
    assert room.tolist() == [pytest.approx([slope / 2, -slope / 2], rel=1e-6, abs=1e-9)]


def test_an_almost_sure_token_keeps_its_logprob_and_its_gradient() -> None:
    # log_softmax rounds all three to 0 or to the last digit of 1.
    for margin in (15.567, 19.56, 27.5):
        found, room = _loss([0.0, margin], 1, 0.0, 1.0)
        true = -math.log1p(math.exp(-torch.tensor(margin).double().item()))
        assert found.logprobs.item() == pytest.approx(true, rel=1e-5)
        assert room[0, 1].item() == pytest.approx(-math.exp(-margin), rel=1e-5)


def test_a_forbidden_token_is_impossible_and_never_nan() -> None:
    for rest in ([1.0, 2.0], [-inf, 2.0], [-inf, -inf]):
        found, room = _loss([-inf, *rest], 0, -1.0, 1.0, entropy=0.1)
        assert found.logprobs.item() == -inf
        assert found.flags.item() == IMPOSSIBLE
        assert found.loss.item() == pytest.approx(-0.1 * found.entropy.item())
        assert room.isfinite().all()


def test_a_token_of_weight_zero_adds_nothing_whatever_its_numbers_are() -> None:
    logits = torch.tensor([[nan, inf, 0.0], [0.0, 1.0, 2.0]])
    weight = torch.tensor([0.0, 1.0])
    odd = torch.tensor([nan, -2.4])
    found = token_loss_(logits, torch.tensor([0, 0]), weight, odd, odd, reference=odd)
    assert found.loss[0] == 0.0
    assert logits[0].tolist() == [0.0, 0.0, 0.0]
    assert logits[1].abs().min() > 0.0


def test_without_gradient_the_logits_stay_as_they_are() -> None:
    logits = torch.randn(4, 9)
    before, one = logits.clone(), torch.ones(4)
    token_loss_(logits, torch.arange(4), one, one, -one, gradient=False)
    assert logits.equal(before)


def test_rows_may_be_cut_anywhere(
    monkeypatch: pytest.MonkeyPatch, random_tokens: Callable[..., Any]
) -> None:
    tokens = random_tokens(random.Random(5), torch.float32)
    whole, room = tokens.logits.clone(), tokens.logits.clone()
    together: TokenLosses = tokens.call(token_loss_, whole, backend="reference")
    monkeypatch.setattr(logprobs_reference, "_CHUNK", {"cpu": 1})
    apart: TokenLosses = tokens.call(token_loss_, room, backend="reference")
    torch.testing.assert_close(apart.loss, together.loss)
    torch.testing.assert_close(room, whole)


@pytest.mark.parametrize(("entropy", "most"), [(0.0, 35), (0.01, 47)])
def test_few_bytes_of_memory_are_moved_for_each_logit(entropy: float, most: int) -> None:
    rows, vocabulary = 64, 1000
    logits, one = torch.randn(rows, vocabulary).bfloat16(), torch.ones(rows)
    inputs = plain.TokenInputs(torch.arange(rows), one, one, -7 * one, -7 * one)
    options = TokenLossOptions(entropy=entropy)
    with torch.no_grad():
        moved = bytes_moved(
            lambda: plain.losses(logits, inputs, options, gradient=True), rows * vocabulary
        )
    # Of the 110 and the 191 that the loss took when each term made its own.
    assert 20 < moved / logits.numel() <= most
