"""The NeMo-RL adapter: a Reward as the `step` of an environment actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import Split, plain_fields, row_of, with_answer

NEMO_RL = Contract("NeMo-RL", groups=True)


class EnvironmentReturn(NamedTuple):
    """The fields of `nemo_rl.environments.interfaces.EnvironmentReturn`, where it is missing."""

    observations: list[dict[str, str]]
    metadata: list[Any]
    next_stop_strings: list[Any]
    rewards: Any
    terminateds: Any
    answers: Any


class NemoRlEnvironment:
    """A reward as an environment that ends after one reply; wrap it with `ray.remote`.

    Args:
        bridge: The bridge of the reward.
        split: The start of the completion in a message log.
        as_components: Whether to return a tensor for each component, for GDPO.
    """

    def __init__(self, bridge: Bridge, split: Split, as_components: bool) -> None:
        self.bridge = bridge
        self.split = split
        self.as_components = as_components

    def step(
        self, message_log_batch: Sequence[Sequence[Mapping[str, Any]]], metadata: Sequence[Any]
    ) -> Any:
        """Score a batch of message logs."""
        import torch

        rows = [
            with_answer(row_of(log, self.split, plain_fields(extra)), "ground_truth")
            for log, extra in zip(message_log_batch, metadata, strict=True)
        ]
        groups = self.bridge.groups(rows)
        found = self.bridge.outcomes(rows, groups)
        values = self.bridge.lower(found, groups)
        rewards: Any = torch.tensor(values, dtype=torch.float32)
        if self.as_components:
            # The tensors of a batch add up to its rewards: a lowered row is shared out evenly.
            keys = self.bridge.keys
            shares = [
                one.contributions or dict.fromkeys(keys, (value or 0.0) / len(keys))
                for one, value in zip(found, values, strict=True)
            ]
            rewards = {
                key: torch.tensor([one[key] for one in shares], dtype=torch.float32) for key in keys
            }
        count = len(rows)
        return _return_type()(
            observations=[
                {"role": "environment", "content": f"{one.status} {one.reason}".strip()}
                for one in found
            ],
            metadata=list(metadata),
            next_stop_strings=[None] * count,
            rewards=rewards,
            terminateds=torch.ones(count),
            answers=[None] * count,
        )

    def global_post_process_and_metrics(self, batch: Any) -> tuple[Any, dict[str, float]]:
        """Return the batch unchanged, with the counts of failures since the run began."""
        failures = self.bridge.failures
        rows = max(failures.rows, 1)
        return batch, {f"lowered/{key}": n / rows for key, n in failures.lowered.items()}

    def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""


def adapt(
    reward: Reward,
    *,
    split: Split = "first_assistant",
    as_components: bool = False,
    **options: Unpack[BridgeOptions],
) -> NemoRlEnvironment:
    """Return a reward as an environment of NeMo-RL, for `reward.for_nemo_rl()`.

    The reward sees every key of a row's `extra_env_info` as a field, and `ground_truth` as `answer`
    where there is no other.

    Args:
        reward: The reward.
        split: The start of the completion in a message log; see `Sample.from_messages`.
        as_components: Whether to return a tensor of contributions for each component (GDPO).
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"raise"` by default.
    """
    return NemoRlEnvironment(Bridge(reward, NEMO_RL, **options), split, as_components)


def _return_type() -> type[Any]:
    try:
        from nemo_rl.environments.interfaces import EnvironmentReturn as Theirs
    except ImportError:
        return EnvironmentReturn
    found: type[Any] = Theirs
    return found
