"""The adapter to verifiers 0.4 and prime-rl: a Reward as a plugged reward function.

[env.taskset.task.rewards]
graded = { fn = "my_hooks:graded", weight = 1.0 }
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Unpack

from rewardkit.errors import ScoringError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import as_message, plain_fields, row_of, with_answer

VERIFIERS = Contract("verifiers", unknown="a trace with an error", default="unknown")


def adapt(
    reward: Reward, *, components: bool = False, **options: Unpack[BridgeOptions]
) -> Callable[..., Awaitable[float | Mapping[str, float]]]:
    """Return a reward as a reward function of verifiers, for `reward.for_verifiers()`.

    The reward sees every field of the task's data. A sample without a number raises, which
    verifiers records as an error of the trace: prime-rl does not train on it.

    Args:
        reward: The reward.
        components: Whether to return the contribution of each component, which add up to the total,
            instead of the total.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"unknown"` by default.
    """
    bridge = Bridge(reward, VERIFIERS, **options)

    async def graded(task: Any, trace: Any) -> float | Mapping[str, float]:
        found = await bridge.aoutcome(_row(task, trace))
        value = bridge.lower([found])[0]
        if value is None:
            raise ScoringError(
                f"reward {reward.name!r}: {found.status} {found.reason} {found.detail}".rstrip()
            )
        if components and found.contributions:
            return dict(found.contributions)
        return value

    # verifiers records a number under the name of the function.
    graded.__name__ = graded.__qualname__ = reward.name
    return graded


def _row(task: Any, trace: Any) -> dict[str, Any]:
    data = dict(plain_fields(getattr(task, "data", task)))
    prompt = data.pop("prompt", None)
    messages = [as_message(one) for one in trace.messages]
    sampled = [bool(getattr(node, "sampled", False)) for node in _nodes(trace)]
    # verifiers marks what the policy said: a prompt may hold messages of an assistant too.
    cut = sampled.index(True) if True in sampled else "first_assistant"
    row = row_of(messages, cut, data)
    if not row["prompt"] and prompt is not None:
        row["prompt"] = prompt if isinstance(prompt, str) else [as_message(one) for one in prompt]
    return with_answer(row, "ground_truth", "info.answer")


def _nodes(trace: Any) -> list[Any]:
    branches = getattr(trace, "branches", None)
    return list(branches[-1].nodes) if branches else []
