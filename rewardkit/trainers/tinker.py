"""The adapter to the Tinker cookbook: a Reward as `reward_fn` of a tool-use environment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.flat import keyed
from rewardkit.trainers.histories import Split, row_of, with_answer

TINKER = Contract("Tinker", groups=True)
Result = tuple[float, dict[str, float]]


class TinkerReward:
    """A reward for chats of the Tinker cookbook; called with a row, it gives a `reward_fn`.

    Args:
        bridge: The bridge of the reward.
        split: The start of the completion in a chat.
    """

    def __init__(self, bridge: Bridge, split: Split) -> None:
        self.bridge = bridge
        self.split = split

    def __call__(self, **row: Any) -> Callable[[Sequence[Any]], Awaitable[Result]]:
        """Return a `reward_fn` for one row of the dataset; it can be pickled."""
        return partial(self.score, row)

    async def score(self, row: Mapping[str, Any], history: Sequence[Any]) -> Result:
        """Score one chat; returns the reward and its components as metrics."""
        found = await self.bridge.aoutcome(self._row(row, history))
        value = self.bridge.number(found)
        return value, keyed(self.bridge, found, value)

    async def score_group(
        self, row: Mapping[str, Any], histories: Sequence[Sequence[Any]]
    ) -> list[Result]:
        """Score the chats of one prompt, for `EnvGroupBuilder.compute_group_rewards`."""
        rows = [self._row(row, history) for history in histories]
        groups: list[Hashable] = [0] * len(rows)
        found = await self.bridge.aoutcomes(rows, groups)
        values = self.bridge.lower(found, groups)
        pairs = zip(found, values, strict=True)
        return [(v, keyed(self.bridge, one, v)) for one, v in pairs if v is not None]

    def _row(self, row: Mapping[str, Any], history: Sequence[Any]) -> dict[str, Any]:
        return with_answer(row_of(history, self.split, row), "ground_truth")


def adapt(
    reward: Reward, *, split: Split = "first_assistant", **options: Unpack[BridgeOptions]
) -> TinkerReward:
    """Return a reward for the Tinker cookbook, for `reward.for_tinker()`.

    Args:
        reward: The reward.
        split: The start of the completion; see `Sample.from_messages`.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"raise"` by default.
    """
    return TinkerReward(Bridge(reward, TINKER, **options), split)
