"""The adapter to OpenPipe's ART: a Reward as `after_each` of `gather_trajectory_groups`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import Split, row_of, with_answer
from rewardkit.trainers.outcome import Outcome

ART = Contract("ART", unknown="a dropped trajectory", groups=True, default="unknown")


class ArtReward:
    """A reward for trajectories of ART.

    Args:
        bridge: The bridge of the reward.
        split: The start of the completion in a trajectory.
    """

    def __init__(self, bridge: Bridge, split: Split) -> None:
        self.bridge = bridge
        self.split = split

    async def after_each(self, group: Any) -> Any:
        """Score the trajectories of a group; None if fewer than two are left to compare.

        A trajectory without a number is dropped from the group, unless a policy gives it one.
        """
        shared = dict(group.metadata or {})
        rows = [self._row(one, shared) for one in group.trajectories]
        keys = [0] * len(rows)
        found = await self.bridge.aoutcomes(rows, keys)
        values = self.bridge.lower(found, keys)
        kept = []
        for trajectory, outcome, value in zip(group.trajectories, found, values, strict=True):
            self._note(trajectory, outcome)
            if value is not None:
                trajectory.reward = value
                kept.append(trajectory)
        group.trajectories = kept
        return group if len(kept) > 1 else None

    async def score(self, trajectory: Any, **fields: Any) -> float | None:
        """Score one trajectory inside a rollout: sets its reward, and returns it; None if none."""
        found = await self.bridge.aoutcome(self._row(trajectory, fields))
        value = self.bridge.lower([found])[0]
        self._note(trajectory, found)
        if value is not None:
            trajectory.reward = value
        return value

    def _row(self, trajectory: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
        known = {**fields, **trajectory.metadata}
        return with_answer(row_of(trajectory.messages(), self.split, known), "ground_truth")

    def _note(self, trajectory: Any, found: Outcome) -> None:
        name = self.bridge.reward.__name__
        for key, value in found.components.items():
            if value is not None:
                trajectory.metrics[f"{name}/{key}"] = value
        trajectory.metrics[f"{name}/valid"] = found.value is not None
        if found.reason:
            trajectory.log(f"{name}: {found.status} {found.reason} {found.detail}".rstrip())


def adapt(
    reward: Reward, *, split: Split = "first_assistant", **options: Unpack[BridgeOptions]
) -> ArtReward:
    """Return a reward for ART, for `reward.for_art()`.

    The reward sees the metadata of the group and of the trajectory as fields.

    Args:
        reward: The reward.
        split: The start of the completion; see `Sample.from_messages`.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"unknown"` by default.
    """
    return ArtReward(Bridge(reward, ART, **options), split)
