"""The AReaL adapter: a Reward as `reward_fn` of a rollout workflow.

`AsyncRewardWrapper` runs it in a process pool for 15 seconds and returns 0 after three
retries: give slow parts of a reward a time limit of their own, below that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import with_answer

AREAL = Contract("AReaL")


class ArealReward:
    """A reward in AReaL's calling convention; it can be pickled.

    Args:
        bridge: The bridge of the reward.
    """

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge

    def reward_fn(
        self,
        prompt: Any,
        completions: str,
        prompt_ids: Sequence[int] = (),
        completion_ids: Sequence[int] = (),
        **columns: Any,
    ) -> float:
        """Score one completion."""
        row = {**columns, "prompt": prompt, "completion": completions}
        row["completion_ids"] = list(completion_ids)
        row = with_answer(row, "solution", "ground_truth")
        return self.bridge.number(self.bridge.outcomes([row])[0])


def adapt(reward: Reward, **options: Unpack[BridgeOptions]) -> Callable[..., float]:
    """Return a reward as `reward_fn` of AReaL, for `reward.for_areal()`.

    Args:
        reward: The reward.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"raise"` by default.
    """
    return ArealReward(Bridge(reward, AREAL, **options)).reward_fn
