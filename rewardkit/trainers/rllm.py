"""The rLLM adapter: a Reward as an evaluator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import Split, plain_fields, row_of, with_answer

RLLM = Contract("rLLM")


@dataclass
class EvalOutput:
    """The fields of rLLM's `EvalOutput`, where rLLM is not installed."""

    reward: float
    is_correct: bool
    signals: list[Any] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass
class Signal:
    """The fields of rLLM's `Signal`, where rLLM is not installed."""

    name: str
    value: float
    metadata: dict[str, Any] = field(default_factory=dict)


class RllmEvaluator:
    """A reward in rLLM's calling convention.

    Args:
        bridge: The bridge of the reward.
        split: The start of the completion in the last step of an episode.
        correct_at: The total from which an episode counts as correct.
    """

    def __init__(self, bridge: Bridge, split: Split, correct_at: float) -> None:
        self.bridge = bridge
        self.split = split
        self.correct_at = correct_at

    def evaluate(self, task: Any, episode: Any) -> Any:
        """Score an episode by the chat of its last trajectory."""
        fields = plain_fields(getattr(task, "metadata", task))
        row = with_answer(row_of(_chat(episode), self.split, fields), "ground_truth")
        found = self.bridge.outcomes([row])[0]
        value = self.bridge.number(found)
        output, signal = _types()
        parts = [(k, v) for k, v in found.components.items() if v is not None]
        said = {"status": found.status, "reason": found.reason, "detail": found.detail}
        return output(
            reward=value,
            is_correct=found.value is not None and value >= self.correct_at,
            signals=[signal(name=key, value=one) for key, one in parts],
            metadata=said | ({"steps": found.steps} if found.steps else {}),
        )

    __call__ = evaluate


def adapt(
    reward: Reward,
    *,
    split: Split = "first_assistant",
    correct_at: float | None = None,
    **options: Unpack[BridgeOptions],
) -> RllmEvaluator:
    """Return a reward as an evaluator of rLLM, for `reward.for_rllm()`.

    The reward sees the metadata of the task, which is the row of the dataset, as fields.

    Args:
        reward: The reward.
        split: The start of the completion; see `Sample.from_messages`.
        correct_at: The total from which an episode is correct; the top of the range by default.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"raise"` by default.
    """
    top = reward.range.high if correct_at is None else correct_at
    return RllmEvaluator(Bridge(reward, RLLM, **options), split, top)


def _chat(episode: Any) -> list[Any]:
    trajectory = episode.trajectories[-1]
    steps = getattr(trajectory, "steps", None)
    for holder in (steps[-1] if steps else None, trajectory):
        for name in ("chat_completions", "messages"):
            found = getattr(holder, name, None)
            if found:
                return list(found)
    output = getattr(trajectory, "output", None)
    return [{"role": "assistant", "content": output if isinstance(output, str) else ""}]


def _types() -> tuple[Any, Any]:
    try:
        from rllm.types import EvalOutput as Output
        from rllm.types import Signal as Part
    except ImportError:
        return EvalOutput, Signal
    return Output, Part
