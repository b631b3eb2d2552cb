"""The Triton code of log-probabilities: compiled where a GPU is, else in Triton's interpreter."""

from __future__ import annotations

import importlib.util
import math
import random
from collections.abc import Callable
from typing import Any

import pytest
import torch

from rewardkit_kernels.token_logprobs import token_logprobs

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("triton") is None, reason="Triton is not installed here"
    ),
    # The interpreter computes with numpy, which warns of NaN in lanes that the kernel discards.
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
]

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@pytest.mark.parametrize("seed", range(5))
def test_the_kernel_equals_float64_whatever_the_block(
    seed: int, random_tokens: Callable[..., Any], exact_loss: Callable[[Any], Any]
) -> None:
    from rewardkit_kernels.token_logprobs import triton as kernel

    chance = random.Random(seed)
    for case in range(10):
        tokens = random_tokens(chance)
        wanted = exact_loss(tokens)
        found = kernel.logprobs_and_entropy(
            tokens.logits, tokens.ids, tokens.options.temperature, chance.choice([16, 32, 256])
        )
        where = f"seed {seed}, case {case}: {tokens}"
        close = torch.testing.assert_close
        close(found.logprobs.double(), wanted.logprobs, rtol=1e-5, atol=0.0, msg=where)
        close(found.entropy.double(), wanted.entropy, rtol=2e-6, atol=1e-6, msg=where)


def test_blocks_of_forbidden_tokens_before_the_first_allowed_one_are_harmless() -> None:
    from rewardkit_kernels.token_logprobs import triton as kernel

    logits = torch.full((1, 100), -math.inf, device=DEVICE)
    logits[0, 70:] = 1.0
    ids = torch.tensor([80], device=DEVICE)
    found = kernel.logprobs_and_entropy(logits, ids, 1.0, block=16)
    assert found.logprobs.item() == pytest.approx(-math.log(30), rel=1e-6)
    assert found.entropy.item() == pytest.approx(math.log(30), rel=1e-6)


def test_the_public_call_runs_it_and_empty_input_is_no_launch() -> None:
    logits = torch.randn(3, 7, generator=torch.Generator().manual_seed(0)).to(DEVICE)
    ids = torch.tensor([0, 3, 6], device=DEVICE)
    one = token_logprobs(logits, ids, backend="triton")
    two = token_logprobs(logits, ids, backend="reference")
    torch.testing.assert_close(one, two)
    assert token_logprobs(logits[:0], ids[:0], backend="triton").logprobs.shape == (0,)
