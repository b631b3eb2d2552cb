"""The entropy bonus grows below its target, shrinks above it, and is kept in the checkpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rewardkit.grpo.config import LossConfig, Sampling
from rewardkit.grpo.config_file import parse_config
from rewardkit.grpo.objective.loss import adapted, sampled_entropy
from rewardkit.grpo.rollout.engine import choose_tokens
from rewardkit.grpo.run.checkpoint import read_checkpoint
from rewardkit.grpo.run.loop import train
from rewardkit.grpo.run.screen import QuietScreen

CONTROL = LossConfig(entropy=0.02, entropy_target=0.5, entropy_step=0.01, entropy_most=0.04)


def test_the_weight_rises_below_the_target_and_falls_above() -> None:
    weights, carried = [], None
    for entropy in (0.3, 0.3, 0.3, 0.3, 0.9, 0.9, 0.3, 0.5):
        bonus = adapted(carried, entropy, CONTROL)
        weights.append(bonus.weight)
        carried = bonus.carried
    # Above the target there is no bonus at all, and it comes back weaker.
    assert weights == [0.02, 0.03, 0.04, 0.04, 0.0, 0.0, 0.02, 0.03]
    assert carried == 0.03


def test_the_weight_never_leaves_its_bounds() -> None:
    carried: float | None = None
    for entropy in [2.0] * 9:
        carried = adapted(carried, entropy, CONTROL).carried
    assert carried == 0.0
    for entropy in [0.0] * 9:
        carried = adapted(carried, entropy, CONTROL).carried
    assert carried == 0.04


@given(st.lists(st.floats(0, 3), max_size=40))
def test_equal_numbers_of_batches_on_both_sides_come_back_to_the_same_weight(
    entropies: list[float],
) -> None:
    wide = LossConfig(entropy=0.5, entropy_target=1.0, entropy_step=0.01, entropy_most=1.0)
    carried: float | None = None
    for entropy in entropies + [2.0 - entropy for entropy in entropies]:
        carried = adapted(carried, entropy, wide).carried
    assert carried == (None if not entropies else 0.5)


def test_without_a_target_the_weight_stays_what_it_is() -> None:
    fixed = LossConfig(entropy=-0.3)
    assert adapted(None, 9.0, fixed) == adapted(7.0, 0.0, fixed)
    assert adapted(None, 9.0, fixed).weight == -0.3


def test_what_is_sampled_tells_the_entropy() -> None:
    logits = torch.tensor([[0.0, 1.0, 2.0, -torch.inf]]).expand(40_000, 4)
    _, logprobs = choose_tokens(
        logits, Sampling(max_new_tokens=1), torch.Generator().manual_seed(0)
    )
    shares = torch.softmax(logits[0, :3], dim=0)
    exact = -(shares * shares.log()).sum()
    everywhere = torch.ones(len(logprobs), 1, dtype=torch.bool)
    found = sampled_entropy(logprobs[:, None], everywhere)
    assert found == pytest.approx(float(exact), abs=0.02)
    assert sampled_entropy(logprobs[:, None], ~everywhere) == 0.0


def test_a_weight_outside_its_bounds_is_refused() -> None:
    with pytest.raises(
        ValidationError, match="entropy=0.2 must lie between 0 and entropy_most=0.1"
    ):
        LossConfig(entropy=0.2, entropy_target=1.0)


REWARD = """
from rewardkit import reward

@reward(range=(0, 8))
def length(completion: str) -> float:
    return float(min(8, len(completion)))
"""


def run(folder: Path, **loss: Any) -> tuple[list[dict[str, Any]], float | None]:
    """Train a tiny policy; returns its rows of metrics and the weight in its checkpoint."""
    folder.mkdir()
    (folder / "entropy_reward.py").write_text(REWARD)
    data = {
        "task": {"digits": 1, "validation": 10, "heldout": 30},
        "policy": {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16},
        "reward": f"{folder / 'entropy_reward.py'}:length",
        "prime": {"steps": 3, "rows": 20},
        "grpo": {"steps": 6, "rollout": {"prompts": 4, "group": 4}, "loss": loss},
        "evaluate": {"every": 6, "k": 2, "samples": 4, "problems": 8, "scored": 8},
        "output": {"folder": str(folder / "runs")},
    }
    finished = train(parse_config(data), QuietScreen())
    lines = (finished.folder / "metrics.jsonl").read_text().splitlines()
    checkpoint = read_checkpoint(finished.folder)
    assert checkpoint is not None
    rows = [json.loads(line) for line in lines]
    return [row for row in rows if row["stage"] == "grpo"], checkpoint["progress"]["entropy_weight"]


def test_the_loop_uses_the_weight_and_keeps_it(tmp_path: Path) -> None:
    rows, kept = run(tmp_path / "up", entropy_target=50.0, entropy_step=0.01)
    assert [row["entropy_weight"] for row in rows] == [0.0, 0.01, 0.02, 0.03, 0.04, 0.05]
    assert kept == 0.06
    rows, kept = run(tmp_path / "down", entropy=0.03, entropy_target=0.001, entropy_step=0.01)
    assert [row["entropy_weight"] for row in rows] == [0.0] * 6
    assert kept == 0.0
    rows, kept = run(tmp_path / "fixed", entropy=0.03)
    assert [row["entropy_weight"] for row in rows] == [0.03] * 6
    assert kept is None


def test_the_bonus_keeps_a_policy_from_collapsing(tmp_path: Path) -> None:
    plain, _ = run(tmp_path / "plain")
    held, _ = run(tmp_path / "held", entropy=5.0, entropy_target=50.0, entropy_most=10.0)
    assert held[-1]["entropy"] > plain[-1]["entropy"]
