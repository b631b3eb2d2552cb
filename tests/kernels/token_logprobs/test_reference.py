"""The definition of log-probability and entropy: against float64, and where torch rounds."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import pytest
import torch

from rewardkit_kernels.token_logprobs import token_logprobs

inf = math.inf


@pytest.mark.parametrize("seed", range(4))
def test_both_equal_float64(
    seed: int, random_tokens: Callable[..., Any], exact_loss: Callable[[Any], Any]
) -> None:
    chance = random.Random(100 + seed)
    for _ in range(20):
        tokens = random_tokens(chance)
        wanted, before = exact_loss(tokens), tokens.logits.clone()
        found = token_logprobs(
            tokens.logits, tokens.ids, temperature=tokens.options.temperature, backend="reference"
        )
        close = torch.testing.assert_close
        close(found.logprobs.double(), wanted.logprobs, rtol=1e-5, atol=0.0)
        close(found.entropy.double(), wanted.entropy, rtol=2e-6, atol=1e-6)
        assert tokens.logits.equal(before)


def test_sure_tokens_keep_the_digits_that_log_softmax_rounds_away() -> None:
    margins = torch.tensor([15.567, 19.56, 27.5, 80.0])
    logits = torch.stack([margins, torch.zeros(4)], dim=1)
    found = token_logprobs(logits, torch.zeros(4, dtype=torch.int64))
    wanted = -torch.log1p((-margins.double()).exp())
    torch.testing.assert_close(found.logprobs.double(), wanted, rtol=1e-5, atol=0.0)
    assert torch.log_softmax(logits, 1)[:, 0].abs().min() == 0.0


def test_a_forbidden_token_has_a_logprob_of_minus_infinity_and_no_entropy() -> None:
    logits = torch.tensor([[0.0, -inf], [0.0, -inf], [-inf, -inf]])
    found = token_logprobs(logits, torch.tensor([0, 1, 0]))
    assert found.logprobs.tolist() == [0.0, -inf, -inf]
    assert found.entropy.tolist() == [0.0, 0.0, 0.0]


def test_nan_logits_show_as_nan() -> None:
    found = token_logprobs(torch.tensor([[math.nan, 0.0], [1.0, 1.0]]), torch.tensor([1, 1]))
    assert found.logprobs[0].isnan()
    assert found.entropy[0].isnan()
    assert found.logprobs[1].item() == pytest.approx(-math.log(2))


def test_no_gradient_flows_through_the_result() -> None:
    logits = torch.zeros(1, 2, requires_grad=True)
    assert not token_logprobs(logits, torch.tensor([0])).logprobs.requires_grad
