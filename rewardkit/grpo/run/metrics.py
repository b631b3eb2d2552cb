"""The row of metrics of a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from statistics import fmean
from typing import Any

from rewardkit.grpo.groups import Groups
from rewardkit.grpo.rollout.scoring import component_means, statuses
from rewardkit.grpo.step import Step


def metrics_row(number: int, rate: float, step: Step, *, compares: bool = True) -> dict[str, Any]:
    """Return the logged metrics of a step; all but `traces` are of the policy's own rollouts.

    `reward` and the components are means over the same completions: all that have a value,
    trained on or not. `dead_groups` is None where completions of a group are not compared.
    """
    groups, advantages = step.groups, step.advantages
    own = [row for row, one in enumerate(groups.rollouts) if one.own]
    rollouts = [groups.rollouts[row] for row in own]
    breakdowns = [groups.breakdowns[row] for row in own]
    parts = component_means(breakdowns)
    lengths = [one.length for one in rollouts]
    return {
        "stage": "grpo",
        "step": number,
        "reward": _mean([b.value for b in breakdowns if b.value is not None]),
        "reward_std": advantages.reward_std,
        "length": fmean(lengths),
        "length_max": float(max(lengths)),
        "turns": fmean(one.turns for one in rollouts),
        "truncated": fmean(one.truncated for one in rollouts),
        "traces": len(groups.rollouts) - len(own),
        "groups_sampled": step.sampled,
        "failed_groups": len(groups.failures),
        **_causes(groups),
        "components": {name: mean for name, (mean, _) in parts.items()},
        "scored": {name: share for name, (_, share) in parts.items()},
        "statuses": statuses(breakdowns),
        "dead_groups": advantages.dead_groups if compares else None,
        "advantage_max": float(advantages.values.abs().max()),
        "lr": rate,
        **asdict(step.metrics),
        "entropy_weight": step.entropy_weight,
        **({} if step.sampler_gap is None else {"sampler_gap": step.sampler_gap}),
        **({} if step.push_ms is None else {"push_ms": step.push_ms}),
    }


def _causes(groups: Groups) -> dict[str, str]:
    """Return the first cause of a lost group and of a missing score, where there is one."""
    failed = [b for b in groups.breakdowns if b.value is None and b.status in ("error", "timeout")]
    found = {"failure": groups.failures[0]} if groups.failures else {}
    if failed:
        parts = (failed[0].reason, failed[0].detail)
        found["unscored"] = f"{failed[0].name} {failed[0].status}: " + ": ".join(
            filter(None, parts)
        )
    return found


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
