"""Advantages of tokens: against sums written out, in both backends, and at the ends of lambda."""

from __future__ import annotations

import importlib.util
import random

import pytest
import torch

from rewardkit_kernels.backends import Backend
from rewardkit_kernels.gae import gae

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
BACKENDS: list[Backend] = ["reference"]
if importlib.util.find_spec("triton") is not None:
    BACKENDS.append("triton")


def _written_out(
    rewards: list[float], values: list[float], gamma: float, lam: float
) -> list[float]:
    after = [*values[1:], 0.0][: len(values)]
    surprises = [r + gamma * n - v for r, n, v in zip(rewards, after, values, strict=True)]
    return [
        sum((gamma * lam) ** (k - t) * surprises[k] for k in range(t, len(rewards)))
        for t in range(len(rewards))
    ]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("seed", range(5))
def test_it_equals_the_sum_of_decayed_surprises(backend: Backend, seed: int) -> None:
    chance = random.Random(seed)
    lengths = [chance.choice([0, 1, 2, 3, 17, 600]) for _ in range(5)]
    gamma, lam = chance.choice([1.0, 0.99, 0.0]), chance.choice([1.0, 0.95, 0.0])
    offsets, wanted = [0], []
    rewards = [chance.gauss(0, 1) for _ in range(sum(lengths))]
    values = [chance.gauss(0, 1) for _ in range(sum(lengths))]
    rewards = torch.tensor(rewards).tolist()  # rounded to float32, as the backends get them
    values = torch.tensor(values).tolist()
    for length in lengths:
        rows = slice(offsets[-1], offsets[-1] + length)
        wanted += _written_out(rewards[rows], values[rows], gamma, lam)
        offsets.append(offsets[-1] + length)
    found = gae(
        torch.tensor(rewards, device=DEVICE), torch.tensor(values, device=DEVICE), offsets,
        gamma, lam, backend=backend,
    )  # fmt: skip
    exact = torch.tensor(wanted, dtype=torch.float64)
    torch.testing.assert_close(found.advantages.cpu().double(), exact, rtol=1e-6, atol=1e-6)
    returns = exact + torch.tensor(values, dtype=torch.float64)
    torch.testing.assert_close(found.returns.cpu().double(), returns, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("backend", BACKENDS)
def test_with_lambda_1_it_is_the_return_less_the_value(backend: Backend) -> None:
    rewards, values = torch.tensor([0.0, 0.0, 1.0, 2.0]), torch.tensor([0.1, 0.2, 0.3, 5.0])
    found = gae(rewards.to(DEVICE), values.to(DEVICE), [0, 3, 4], 1.0, 1.0, backend=backend)
    assert found.returns.tolist() == pytest.approx([1.0, 1.0, 1.0, 2.0])
    assert found.advantages.tolist() == pytest.approx([0.9, 0.8, 0.7, -3.0])


@pytest.mark.parametrize("backend", BACKENDS)
def test_with_lambda_0_it_is_the_surprise_of_the_next_step(backend: Backend) -> None:
    rewards, values = torch.tensor([0.0, 1.0]), torch.tensor([0.5, 0.25])
    found = gae(rewards.to(DEVICE), values.to(DEVICE), [0, 2], 1.0, 0.0, backend=backend)
    assert found.advantages.tolist() == pytest.approx([-0.25, 0.75])


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_row_does_not_see_its_neighbours_and_none_is_no_error(backend: Backend) -> None:
    one = torch.ones(6, device=DEVICE)
    together = gae(one, 0.5 * one, [0, 2, 2, 6], 0.9, 0.9, backend=backend)
    apart = gae(one[:2], 0.5 * one[:2], [0, 2], 0.9, 0.9, backend=backend)
    assert together.advantages[:2].tolist() == apart.advantages.tolist()
    none = gae(one[:0], one[:0], [0], backend=backend)
    assert none.advantages.shape == (0,)


@pytest.mark.parametrize(
    ("rewards", "values", "offsets", "factors", "message"),
    [
        (torch.ones(2, 1), torch.ones(2), [0, 2], (1.0, 1.0), r"rewards has shape \[2, 1\]"),
        (torch.ones(2).double(), torch.ones(2), [0, 2], (1.0, 1.0), "rewards has dtype"),
        (torch.ones(2), torch.ones(3), [0, 2], (1.0, 1.0), "they must agree"),
        (torch.ones(2), torch.ones(2), [0, 3], (1.0, 1.0), "from 0 to the number of tokens, 2"),
        (torch.ones(2), torch.ones(2), [0, 2, 1, 2], (1.0, 1.0), "without falling"),
        (torch.ones(2), torch.ones(2), [0.0, 2.0], (1.0, 1.0), "int64"),
        (torch.ones(2), torch.ones(2), [0, 2], (1.1, 1.0), "gamma=1.1 must be between 0 and 1"),
        (torch.ones(2), torch.ones(2), [0, 2], (1.0, float("nan")), "lam=nan"),
    ],
)
def test_a_wrong_argument_is_named(
    rewards: torch.Tensor, values: torch.Tensor, offsets: list[int],
    factors: tuple[float, float], message: str,
) -> None:  # fmt: skip
    with pytest.raises(ValueError, match=message):
        gae(rewards, values, offsets, *factors)
