"""The Atropos adapter: a Reward as the scores of a group of rollouts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import Split, plain_fields, row_of, with_answer

ATROPOS = Contract("Atropos", unknown="a dropped group", groups=True, default="unknown")


class AtroposReward:
    """A reward for the rollouts of an Atropos environment.

    Args:
        bridge: The bridge of the reward.
        split: The start of the completion in a chat.
    """

    def __init__(self, bridge: Bridge, split: Split) -> None:
        self.bridge = bridge
        self.split = split

    async def scores(
        self, histories: Sequence[Sequence[Any]], item: Any = None
    ) -> list[float] | None:
        """Score the chats of one item; None if one has no number, which drops the group.

        Args:
            histories: The chat of each rollout.
            item: The item of the dataset; its fields are those of every row.
        """
        fields = plain_fields(item) if item is not None else {}
        rows = [self._row(history, fields) for history in histories]
        keys: list[Hashable] = [0] * len(rows)
        found = await self.bridge.aoutcomes(rows, keys)
        values = self.bridge.lower(found, keys)
        known = [value for value in values if value is not None]
        return known if len(known) == len(values) else None

    async def score_group(self, group: Mapping[str, Any], item: Any = None) -> Any:
        """Return a `ScoredDataGroup` with its `scores` filled from its `messages`; None drops it.

        Args:
            group: The group; it has `messages`, one chat for each rollout.
            item: The item of the dataset.
        """
        scores = await self.scores(group["messages"], item)
        return None if scores is None else {**group, "scores": scores}

    def _row(self, history: Sequence[Any], fields: Mapping[str, Any]) -> dict[str, Any]:
        return with_answer(row_of(history, self.split, fields), "ground_truth", "gold_answer")


def adapt(
    reward: Reward, *, split: Split = "first_assistant", **options: Unpack[BridgeOptions]
) -> AtroposReward:
    """Return a reward for Atropos, for `reward.for_atropos()`.

    Args:
        reward: The reward.
        split: The start of the completion; see `Sample.from_messages`.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"unknown"` by default:
            a group with a rollout that has no number is dropped. `"group_mean"` keeps it.
    """
    return AtroposReward(Bridge(reward, ATROPOS, **options), split)
