from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from rewardkit import Breakdown, Range, Score
from rewardkit.grpo.config import AdvantageConfig
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


def row(a: float | None, b: float) -> Breakdown:
    """A row of weighted(a=(1, ... in [0, 1]), b=(1, ... in [0, 1000]))."""
    children = (
        Breakdown("a", Score.error("x") if a is None else Score.ok(a), weight=1.0),
        Breakdown("b", Score.ok(b), weight=1.0, range=Range(0.0, 1000.0)),
    )
    return Breakdown("sum", Score.ok((a or 0.0) + b / 1000.0), children)


def test_decoupled_parts_are_normalised_before_they_are_summed() -> None:
    # b counts a hundred times less; decoupled, both count alike.
    batch = [row(1.0, 0.0), row(0.0, 10.0)]
    summed = batch_advantages(batch, [0, 2], AdvantageConfig(epsilon=0.0))
    decoupled = batch_advantages(batch, [0, 2], AdvantageConfig(decoupled=True, epsilon=0.0))
    assert summed.values[0] > 0.7
    assert decoupled.values.tolist() == pytest.approx([0.0, 0.0], abs=1e-6)


def test_decoupled_parts_without_scaling_keep_the_scale_of_the_reward() -> None:
    batch = [row(1.0, 0.0), row(0.0, 400.0), row(0.5, 100.0), row(0.0, 900.0)]
    config = AdvantageConfig(mode="centre")
    apart = config.model_copy(update={"decoupled": True, "whiten": False})
    summed = batch_advantages(batch, [0, 4], config)
    decoupled = batch_advantages(batch, [0, 4], apart)
    assert decoupled.values.tolist() == pytest.approx(summed.values.tolist(), abs=1e-6)


def z(values: Tensor) -> Tensor:
    return (values - values.mean()) / (values.std() + 1e-4)


def test_gdpo_normalises_each_part_in_its_group_and_the_sum_over_the_batch() -> None:
    """TRL's normalize_then_sum, written out."""
    parts = torch.rand(12, 2, generator=torch.Generator().manual_seed(0)).double()
    batch = [row(float(a), 1000.0 * float(b)) for a, b in parts]
    sums = torch.cat([z(parts[at : at + 4, 0]) + z(parts[at : at + 4, 1]) for at in (0, 4, 8)])
    found = batch_advantages(batch, [0, 4, 8, 12], AdvantageConfig(decoupled=True))
    assert torch.allclose(found.values.double(), z(sums), atol=1e-6)


def test_a_dead_group_stays_at_zero_when_the_batch_is_whitened() -> None:
    values = rows(0.35, 0.35, 0.35, 0.1, 0.9, None, 0.2)
    found = batch_advantages(values, [0, 3, 7], AdvantageConfig(whiten=True))
    assert found.values[:3].tolist() == [0.0, 0.0, 0.0]
    assert found.values[5] == 0.0
    assert found.values[3] < 0 < found.values[4]


@pytest.mark.parametrize("seed", range(5))
def test_batch_scaling_and_reinforce_are_their_formulas(seed: int) -> None:
    values = torch.rand(12, generator=torch.Generator().manual_seed(seed)).double()
    batch, offsets = rows(*values.tolist()), [0, 4, 8, 12]
    centred = torch.cat([values[at : at + 4] - values[at : at + 4].mean() for at in (0, 4, 8)])
    scaled = batch_advantages(batch, offsets, AdvantageConfig(mode="batch"))
    assert torch.allclose(scaled.values.double(), centred / (values.std() + 1e-4), atol=1e-6)
    whole = batch_advantages(batch, offsets, AdvantageConfig(mode="reinforce"))
    assert torch.allclose(whole.values.double(), z(values), atol=1e-6)
    base = AdvantageConfig(mode="centre", whiten=True)  # REINFORCE++-baseline
    whitened = batch_advantages(batch, offsets, base)
    assert torch.allclose(whitened.values.double(), z(centred), atol=1e-6)


def test_failures_are_in_no_mean_of_the_batch() -> None:
    for mode in ("batch", "reinforce"):
        config = AdvantageConfig.model_validate({"mode": mode})
        with_gap = batch_advantages(rows(1.0, 0.0, None, 0.5, 0.1), [0, 3, 5], config)
        without = batch_advantages(rows(1.0, 0.0, 0.5, 0.1), [0, 2, 4], config)
        assert with_gap.values[[0, 1, 3, 4]].equal(without.values)
        assert with_gap.values[2] == 0.0


def test_a_batch_of_equal_rewards_has_no_advantage_in_any_mode() -> None:
    for mode in ("zscore", "centre", "leave_one_out", "maxrl", "batch", "reinforce"):
        for whiten in (False, True):
            config = AdvantageConfig.model_validate({"mode": mode, "whiten": whiten})
            found = batch_advantages(rows(*[0.35] * 6), [0, 3, 6], config)
            assert found.values.tolist() == [0.0] * 6


def test_agpo_tells_groups_that_are_all_right_from_those_all_wrong() -> None:
    batch = rows(1.0, 1.0, 0.0, 0.0, 0.5, 0.5, 1.0, 0.0, None, 1.0)
    found = batch_advantages(batch, [0, 2, 4, 6, 8, 10], AdvantageConfig(alike="sign"))
    assert found.values[:6].tolist() == [1.0, 1.0, -1.0, -1.0, 0.0, 0.0]
    assert found.values[6] > 0 > found.values[7]
    assert found.values[8:].tolist() == [0.0, 1.0]
    assert found.alive.tolist() == [True] * 4 + [False] * 2 + [True] * 2 + [False, True]
    # The share of dead groups stays that of the rewards.
    assert found.dead_groups == pytest.approx(4 / 5)


def test_clipping_comes_last() -> None:
    config = AdvantageConfig(mode="reinforce", clip=0.5)
    found = batch_advantages(rows(1.0, 0.0, 0.5, 0.5), [0, 2, 4], config)
    assert found.values.abs().max() == 0.5


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
