"""The OpenRLHF adapter: a Reward as `reward_func` of the file that `--reward.remote_url` names.

OpenRLHF 0.11 calls it with lists of one, catches every exception at level INFO and goes on without
a reward, which ends the run later with another message. So failures become numbers here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any, Unpack

from rewardkit.data.score import Range
from rewardkit.errors import RewardkitError
from rewardkit.reading.reply import without_end_tokens
from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.outcome import Outcome

log = logging.getLogger("rewardkit.trainers")
OPENRLHF = Contract("OpenRLHF", swallows=True, default="low")
# A chat template or a tokenizer may put this much before the prompt.
_BEFORE_PROMPT = 64


class OpenRlhfReward:
    """A reward in OpenRLHF's calling convention.

    Args:
        bridge: The bridge of the reward.
    """

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge

    def reward_func(
        self, queries: Sequence[str], prompts: Sequence[str], labels: Sequence[Any], **_: Any
    ) -> dict[str, Any]:
        """Score a batch; a batch of one gives plain numbers, a larger one gives tensors."""
        rows = [_row(*one) for one in zip(queries, prompts, labels, strict=True)]
        try:
            found = self.bridge.outcomes(rows)
        except RewardkitError as error:
            # OpenRLHF logs it at INFO, where nobody sees it.
            log.error("reward %r stopped: %s", self.bridge.reward.name, error)
            raise
        values = [self.bridge.number(one) for one in found]
        logs = {
            key: _shaped([self._log(one)[key] for one in found])
            for key in (*self.bridge.keys, "reward_valid")
        }
        scores = [_on_unit(value, self.bridge.reward.range) for value in values]
        return {"rewards": _shaped(values), "scores": _shaped(scores), "extra_logs": logs}

    def _log(self, found: Outcome) -> dict[str, float]:
        out = {"reward_valid": float(found.value is not None)}
        for name, span in self.bridge.ranges.items():
            value = found.components[name]
            low = span.low if isfinite(span.low) else 0.0
            out[name] = low if value is None else value
        return out


def adapt(reward: Reward, **options: Unpack[BridgeOptions]) -> Callable[..., dict[str, Any]]:
    """Return a reward as `reward_func` of OpenRLHF, for `reward.for_openrlhf()`.

    A label that is a JSON object gives its keys as fields (`{"answer": "4", "level": 3}`); any
    other label is the `answer`. The completion is the query without the prompt and without
    trailing end-of-turn tokens; a query that does not hold its prompt is an error.

    Args:
        reward: The reward.
        **options: Those of `rewardkit.trainers.bridge.Bridge`. `missing` is `"low"` by default.

    Raises:
        DefinitionError: The policy cannot work, or the reward compares completions.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def exact(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> exact.for_openrlhf()(["2+2=4</s>"], ["2+2="], ["4"])["rewards"]
        1.0
    """
    return OpenRlhfReward(Bridge(reward, OPENRLHF, **options)).reward_func


def _row(query: str, prompt: str, label: Any) -> Mapping[str, Any]:
    fields = {key: value for key, value in _fields(label).items() if key != "completion"}
    row = {"label": label, **fields, "prompt": prompt}
    at = query.find(prompt, 0, len(prompt) + _BEFORE_PROMPT)
    if at < 0:
        return row  # no completion: the bridge makes an error of it
    return {**row, "completion": without_end_tokens(query[at + len(prompt) :])}


def _fields(label: Any) -> Mapping[str, Any]:
    if isinstance(label, Mapping):
        return label
    if isinstance(label, str) and label.lstrip().startswith("{"):
        try:
            found = json.loads(label)
        except (ValueError, RecursionError):
            return {"answer": label}
        if isinstance(found, dict):
            return found
    return {"answer": label}  # None is a gap of this row: OpenRLHF has a label for each


def _on_unit(value: float, span: Range) -> float:
    # `scores` drive the dynamic filter, whose bounds are shares of a perfect reward.
    return (value - span.low) / span.span if span.bounded and span.span else value


def _shaped(values: Sequence[float]) -> Any:
    if len(values) == 1:
        return values[0]
    import torch

    return torch.tensor(values, dtype=torch.float32)
