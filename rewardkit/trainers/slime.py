"""The slime adapter: a Reward as the coroutine function that `--custom-rm-path` names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.flat import keyed
from rewardkit.trainers.histories import plain_fields, with_answer
from rewardkit.trainers.outcome import Outcome

SLIME = Contract("slime", groups=True)


class SlimeReward:
    """A reward in slime's calling convention.

    Args:
        bridge: The bridge of the reward.
        as_dict: Whether to return every component, which needs `--reward-key score`.
    """

    def __init__(self, bridge: Bridge, as_dict: bool) -> None:
        self.bridge = bridge
        self.as_dict = as_dict

    async def custom_rm(self, args: Any, sample: Any, **_: Any) -> Any:
        """Score one sample, or a list of them under `--group-rm`."""
        if not isinstance(sample, (list, tuple)):
            found = await self.bridge.aoutcome(_row(sample))
            return self._result(sample, found, self.bridge.number(found))
        rows = [_row(one) for one in sample]
        groups = self.bridge.groups(rows) or _groups(sample)
        outcomes = await self.bridge.aoutcomes(rows, groups)
        values = self.bridge.lower(outcomes, groups)
        triples = zip(sample, outcomes, values, strict=True)
        return [self._result(*one) for one in triples]

    def _result(self, sample: Any, found: Outcome, value: float | None) -> Any:
        assert value is not None, "slime has no unknown"
        if found.value is None:
            # Its loss is masked; the number still enters the baseline of its group.
            sample.remove_sample = True
        metadata = getattr(sample, "metadata", None)
        if isinstance(metadata, dict):
            said: dict[str, Any] = {"status": found.status, "reason": found.reason}
            metadata["rewardkit"] = said | ({"steps": found.steps} if found.steps else {})
        return keyed(self.bridge, found, value) if self.as_dict else value


def adapt(
    reward: Reward, *, as_dict: bool = False, **options: Unpack[BridgeOptions]
) -> Callable[..., Awaitable[Any]]:
    """Return a reward as a custom reward model of slime, for `reward.for_slime()`.

    The reward sees `label` as `answer`, and every key of `metadata` as a field. Of a sample without
    a number, `remove_sample` is set, so that its loss is masked.

    Args:
        reward: The reward.
        as_dict: Whether to return `score` with every component; `--reward-key score` names it.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"raise"` by default.
    """
    return SlimeReward(Bridge(reward, SLIME, **options), as_dict).custom_rm


def _row(sample: Any) -> dict[str, Any]:
    metadata = dict(plain_fields(getattr(sample, "metadata", None)))
    row = {**metadata, "prompt": sample.prompt, "completion": sample.response}
    label = getattr(sample, "label", None)
    if label is not None:
        row |= {"answer": label, "label": label}
    elif hasattr(sample, "label"):
        row.setdefault("answer", None)  # a gap of this row: every sample of slime has a label
    if getattr(sample, "tokens", None):
        length = getattr(sample, "response_length", 0) or 0
        row["completion_ids"] = list(sample.tokens[-length:]) if length else []
    return with_answer(row, "ground_truth")


def _groups(samples: Sequence[Any]) -> list[Hashable] | None:
    keys = [getattr(one, "group_index", None) for one in samples]
    # Under --group-rm the list is one group.
    return [0] * len(keys) if None in keys else keys
