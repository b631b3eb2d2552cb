"""The formulas compared with are the usual ones: on ordinary rewards all say the same."""

from __future__ import annotations

import pytest
import torch

from rewardkit_kernels.advantage import baselines, group_advantages


@pytest.mark.parametrize("formula", [baselines.dense, baselines.nan_aware, baselines.row_loop])
def test_on_ordinary_rewards_every_formula_agrees_with_ours(formula: object) -> None:
    assert callable(formula)
    rewards = torch.rand(24, 3, generator=torch.Generator().manual_seed(0))
    weights = torch.tensor([0.5, 0.3, 0.2])
    ours = group_advantages(rewards, weights, [0, 8, 16, 24]).advantages
    torch.testing.assert_close(formula(rewards, weights, 8), ours, rtol=2e-3, atol=1e-5)


def test_a_row_without_any_score_is_left_out_by_the_nan_aware_formula_as_by_ours() -> None:
    rewards = torch.tensor([[1.0], [float("nan")], [0.0], [0.5]])
    ours = group_advantages(rewards, [1.0], [0, 4]).advantages
    torch.testing.assert_close(baselines.nan_aware(rewards, torch.ones(1), 4), ours)


def test_a_float32_formula_finds_signal_in_equal_rewards_and_ours_does_not() -> None:
    constants = torch.arange(1, 501) / 100
    rewards, one = constants.repeat_interleave(13)[:, None], torch.ones(1)
    assert float(baselines.tiny_epsilon(rewards, one, 13).abs().max()) > 1
    ours = group_advantages(rewards, [1.0], torch.arange(0, 500 * 13 + 1, 13))
    assert not ours.advantages.any()
