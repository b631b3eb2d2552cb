"""The SkyRL adapter: a Reward as a single-turn environment of skyrl-gym."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.flat import keyed
from rewardkit.trainers.histories import with_answer

SKYRL = Contract("SkyRL")


def adapt(reward: Reward, **options: Unpack[BridgeOptions]) -> type[Any]:
    """Return an environment class for `skyrl_gym.register`, for `reward.for_skyrl()`.

    The reward sees every key of `extras` as a field, `reward_spec.ground_truth` as `answer` where
    there is no other, and the chat that SkyRL gives to `init` as the prompt. Metrics have
    the same keys for every sample.

    Args:
        reward: The reward.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"raise"` by default.
    """
    bridge = Bridge(reward, SKYRL, **options)

    class RewardEnv(_base()):  # type: ignore[misc]
        """One prompt, one answer, one reward."""

        def __init__(self, env_config: Any = None, extras: Mapping[str, Any] | None = None) -> None:
            super().__init__()
            self.turns = 0
            self.extras = dict(extras or {})
            self.prompt: Any = ""
            self.metrics: dict[str, float] = {}

        def init(self, prompt: Any) -> tuple[Any, dict[str, Any]]:
            """Keep the prompt for the reward."""
            self.prompt = prompt
            return prompt, {}

        def step(self, action: str) -> dict[str, Any]:
            """Score the answer; the episode ends with it."""
            self.turns += 1
            row = with_answer({**self.extras}, "reward_spec.ground_truth")
            row |= {"prompt": self.prompt, "completion": action}
            found = bridge.outcomes([row])[0]
            value = bridge.number(found)
            self.metrics = keyed(bridge, found, value)
            return {
                "observations": [],
                "reward": value,
                "done": True,
                "metadata": {"status": found.status, "reason": found.reason, **self.metrics},
                "postprocessed_action": None,
            }

        def get_metrics(self) -> dict[str, float]:
            """Return the components of the episode."""
            return self.metrics

    return RewardEnv


def _base() -> type[Any]:
    # Without skyrl-gym the class is of use to tests alone.
    try:
        from skyrl_gym.envs.base_text_env import BaseTextEnv
    except ImportError:
        return object
    found: type[Any] = BaseTextEnv
    return found
