from __future__ import annotations

from typing import Any

import pytest
import torch

from rewardkit import Breakdown, Score
from rewardkit.grpo.config.model import AdvantageConfig
from rewardkit.grpo.objective.advantage import batch_advantages


def rows(*values: float | None) -> list[Breakdown]:
    return [
        Breakdown("r", Score.error("judge_outage") if v is None else Score.ok(v)) for v in values
    ]


def test_a_failed_row_is_left_out_of_its_group_rather_than_counted_as_zero() -> None:
    config = AdvantageConfig(mode="centre")
    result = batch_advantages(rows(1.0, 0.5, None), [0, 3], config)
    assert result.values.tolist() == [0.25, -0.25, 0.0]
    assert result.scored.tolist() == [True, True, False]
    assert result.reward_mean == 0.75


def test_groups_of_identical_rewards_have_exactly_no_advantage_and_are_dead() -> None:
    result = batch_advantages(rows(*[0.35] * 7, 0.1, 0.9), [0, 7, 9], AdvantageConfig())
    assert result.values[:7].abs().max() == 0
    assert result.alive.tolist() == [False] * 7 + [True] * 2
    assert result.dead_groups == 0.5


def test_the_deviation_that_is_shown_is_that_of_the_raw_reward() -> None:
    values = (1.0, 0.0, 0.5, 0.5)
    expected = torch.tensor([torch.tensor(values[:2]).std(), 0.0]).mean().item()
    for mode in ("zscore", "centre"):
        config = AdvantageConfig.model_validate({"mode": mode})
        shown = batch_advantages(rows(*values), [0, 2, 4], config).reward_std
        assert shown == pytest.approx(expected)


def test_rows_left_out_do_not_move_the_mean_of_their_group() -> None:
    left_out = torch.tensor([False, False, True])
    result = batch_advantages(rows(1.0, 0.0, 9.0), [0, 3], AdvantageConfig(mode="centre"), left_out)
    assert result.values.tolist() == [0.5, -0.5, 0.0]


def test_one_success_in_a_group_can_be_clipped() -> None:
    lucky = rows(1.0, *[0.0] * 23)
    wild = batch_advantages(lucky, [0, 24], AdvantageConfig(deviation="population", epsilon=0.0))
    tame = batch_advantages(lucky, [0, 24], AdvantageConfig(clip=1.0))
    assert wild.values.max().item() == pytest.approx(4.796, abs=1e-3)
    assert tame.values.max().item() == 1.0


def test_decoupled_parts_are_normalised_before_they_are_summed() -> None:
    def row(a: float, b: float) -> Breakdown:
        children = (
            Breakdown("a", Score.ok(a), weight=1.0),
            Breakdown("b", Score.ok(b), weight=1.0),
        )
        return Breakdown("sum", Score.ok(a + b), children)

    # b is a thousand times larger; decoupled, both count alike.
    batch = [row(1.0, 0.0), row(0.0, 1000.0)]
    summed = batch_advantages(batch, [0, 2], AdvantageConfig(epsilon=0.0))
    decoupled = batch_advantages(batch, [0, 2], AdvantageConfig(decoupled=True, epsilon=0.0))
    assert summed.values[1] > 0.7
    assert decoupled.values.tolist() == pytest.approx([0.0, 0.0], abs=1e-6)


def test_a_batch_without_any_reward_has_no_mean_and_no_pull() -> None:
    result = batch_advantages(rows(None, None), [0, 2], AdvantageConfig())
    assert result.reward_mean != result.reward_mean
    assert result.reward_std == 0.0
    assert result.values.tolist() == [0.0, 0.0]
    assert result.dead_groups == 1.0


@pytest.mark.triton
def test_the_kernel_can_be_named_and_is_the_one_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from rewardkit_kernels.advantage import triton as kernel

    launched = []
    plain = kernel.advantages

    def counted(*args: Any) -> Any:
        launched.append(args[0].shape)
        return plain(*args)

    monkeypatch.setattr(kernel, "advantages", counted)
    batch = rows(1.0, 0.0, 0.25, 0.25, None)
    by_name = batch_advantages(batch, [0, 3, 5], AdvantageConfig(kernel="triton"))
    reference = batch_advantages(batch, [0, 3, 5], AdvantageConfig(kernel="reference"))
    assert launched == [(5, 1)]
    torch.testing.assert_close(by_name.values, reference.values)
    assert by_name.alive.tolist() == reference.alive.tolist()
