"""The Triton code of the token loss: compiled where a GPU is, else in Triton's interpreter."""

from __future__ import annotations

import importlib.util
import math
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from rewardkit_kernels.token_loss import IMPOSSIBLE, TokenLosses, TokenLossOptions, token_loss_
from rewardkit_kernels.token_loss.api import token_inputs

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("triton") is None, reason="Triton is not installed here"
    ),
    # The interpreter computes with numpy, which warns of NaN in lanes that the kernel discards.
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
]

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
inf, nan = math.inf, math.nan


def _launch(tokens: Any, room: torch.Tensor, gradient: bool = True, **shape: Any) -> TokenLosses:
    from rewardkit_kernels.token_loss import triton as kernel

    optional = [
        tokens.optional.get(name)
        for name in ("reference", "log_ratio", "foreign", "entropy_weight")
    ]
    inputs = token_inputs(room, tokens.ids, tokens.weight, tokens.advantage, tokens.old, *optional)
    return kernel.losses(room, inputs, tokens.options, gradient, **shape)


@pytest.mark.parametrize("seed", range(6))
def test_the_kernel_equals_a_derivation_in_float64(
    seed: int, random_tokens: Callable[..., Any], exact_loss: Callable[[Any], Any]
) -> None:
    chance = random.Random(1000 + seed)
    for case in range(12):
        tokens = random_tokens(chance)
        wanted, room = exact_loss(tokens), tokens.logits.clone()
        found = _launch(tokens, room, block=chance.choice([16, 32, 64, 256]))
        where = f"seed {seed}, case {case}: {tokens}"
        close = torch.testing.assert_close
        close(found.loss.double(), wanted.loss, rtol=2e-5, atol=2e-6, msg=where)
        close(found.entropy.double(), wanted.entropy, rtol=2e-6, atol=1e-6, msg=where)
        close(found.logprobs.double(), wanted.logprobs, rtol=1e-5, atol=0.0, msg=where)
        if found.kl is not None:
            close(found.kl.double(), wanted.kl, rtol=2e-5, atol=1e-5, msg=where)
        bonus = tokens.options.entropy * tokens.weight
        bonus = tokens.optional.get("entropy_weight", bonus).abs()[:, None]
        size = wanted.gradient.abs().amax(1, keepdim=True)
        error = (room.double() - wanted.gradient).abs()
        # The interpreter cuts digits off where a GPU rounds.
        digits = {torch.float32: 2e-5, torch.bfloat16: 2.0 ** (-8 if DEVICE == "cuda" else -7)}
        bound = digits[room.dtype] * size + 4e-6 * bonus + 2e-6 * tokens.weight[:, None]
        assert (error <= bound).all(), where


@pytest.mark.parametrize("seed", range(3))
def test_flags_are_those_of_the_reference(seed: int, random_tokens: Callable[..., Any]) -> None:
    chance = random.Random(seed)
    for _ in range(10):
        tokens = random_tokens(chance, torch.float32)
        one: TokenLosses = tokens.call(token_loss_, tokens.logits.clone(), backend="reference")
        two: TokenLosses = tokens.call(token_loss_, tokens.logits.clone(), backend="triton")
        assert one.flags.tolist() == two.flags.tolist()


def test_without_gradient_the_logits_stay_equal_to_the_last_bit(
    random_tokens: Callable[..., Any],
) -> None:
    tokens = random_tokens(random.Random(1), torch.bfloat16)
    room = tokens.logits.clone()
    with_gradient = _launch(tokens, tokens.logits.clone(), block=32)
    without = _launch(tokens, room, gradient=False, block=32)
    assert room.view(torch.int16).equal(tokens.logits.view(torch.int16))
    assert without.loss.equal(with_gradient.loss)


def test_rows_may_lie_apart_and_what_lies_between_is_left_alone(
    random_tokens: Callable[..., Any],
) -> None:
    tokens = random_tokens(random.Random(9), torch.float32)
    rows, vocabulary = tokens.logits.shape
    wide = torch.full((rows, vocabulary + 13), 7.0, device=DEVICE)
    wide[:, :vocabulary] = tokens.logits
    room = tokens.logits.clone()
    _launch(tokens, room, block=16)
    _launch(tokens, wide[:, :vocabulary], block=16)
    assert wide[:, :vocabulary].equal(room)
    assert (wide[:, vocabulary:] == 7.0).all()


@pytest.mark.parametrize("programs", [1, 5, 100])
def test_any_number_of_programs_takes_every_row_once(
    programs: int, random_tokens: Callable[..., Any]
) -> None:
    tokens = random_tokens(random.Random(4), torch.float32, 13)
    room, again = tokens.logits.clone(), tokens.logits.clone()
    found = _launch(tokens, room, block=32, programs=programs)
    usual = _launch(tokens, again, block=32)
    assert found.loss.equal(usual.loss)
    assert room.equal(again)


def test_a_forbidden_token_and_a_weight_of_zero_give_no_nan() -> None:
    logits = torch.tensor([[-inf, 1.0, 2.0], [-inf, -inf, -inf], [nan, inf, 0.0]], device=DEVICE)
    zero, weight = torch.zeros(3, device=DEVICE), torch.tensor([1.0, 1.0, 0.0], device=DEVICE)
    ids = torch.zeros(3, dtype=torch.int64, device=DEVICE)
    odd = torch.tensor([-1.0, -inf, nan], device=DEVICE)
    found = token_loss_(logits, ids, weight, weight, odd, reference=zero, backend="triton")
    assert found.flags[:2].tolist() == [IMPOSSIBLE, IMPOSSIBLE]
    assert found.loss.tolist() == [0.0, 0.0, 0.0]
    assert found.kl is not None
    assert found.kl[:2].tolist() == [0.0, 0.0]
    assert logits.tolist() == [[0.0] * 3] * 3


def test_an_id_outside_the_row_reads_no_memory_and_shows_as_nan() -> None:
    # On the CPU the public call refuses it; on a GPU it cannot without a synchronisation.
    from rewardkit_kernels.token_loss import triton as kernel
    from rewardkit_kernels.token_loss.reference import TokenInputs

    one, logits = torch.ones(2, device=DEVICE), torch.zeros(2, 8, device=DEVICE)
    ids = torch.tensor([1 << 40, -1], device=DEVICE)
    found = kernel.losses(logits, TokenInputs(ids, one, one, -one), TokenLossOptions(), True)
    assert found.loss.isnan().all()


def test_changing_a_number_compiles_nothing_anew(random_tokens: Callable[..., Any]) -> None:
    from rewardkit_kernels.token_loss.triton import structure

    tokens = random_tokens(random.Random(2))
    inputs = token_inputs(
        tokens.logits, tokens.ids, tokens.weight, tokens.advantage, tokens.old, *[None] * 4
    )
    usual = TokenLossOptions(entropy=0.01, delta=3.0)
    for changes in ({"entropy": 0.02}, {"eps_low": 0.1}, {"delta": None}, {"temperature": 0.7}):
        other = replace(usual, **changes)
        assert structure(inputs, other, True) == structure(inputs, usual, True)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_on_a_gpu_more_rows_than_a_second_grid_dimension_holds_are_one_launch() -> None:
    rows = 70_000
    logits = torch.randn(rows, 64, device="cuda").bfloat16()
    one = torch.ones(rows, device="cuda") / rows
    ids = torch.randint(64, (rows,), device="cuda")
    plain = logits.clone()
    wanted = token_loss_(plain, ids, one, one, -4 * one * rows, backend="reference")
    token_loss_(logits.clone(), ids, one, one, -4 * one * rows)
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        found = token_loss_(logits, ids, one, one, -4 * one * rows)
        torch.cuda.synchronize()
    assert len([event for event in profile.events() if "_token_loss" in event.name]) == 1
    torch.testing.assert_close(found.loss, wanted.loss, rtol=2e-5, atol=1e-6)
    torch.testing.assert_close(logits.float(), plain.float(), rtol=2**-7, atol=1e-7)
