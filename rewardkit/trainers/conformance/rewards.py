"""The rewards of the conformance suite: one for each thing that an adapter can get wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Score
from rewardkit.rewards.base import Reward
from rewardkit.rewards.decorator import reward
from rewardkit.rewards.operators.gates import gate
from rewardkit.rewards.operators.routes import where
from rewardkit.rewards.operators.sums import weighted


@reward
def exact(completion: str, answer: str) -> bool:
    """Pay for the answer, character by character."""
    return completion == answer


@reward(range=(-1.5, 3.5))
def length(completion: str) -> float:
    """Pay by length; a third makes rounding show."""
    return min(3.5, -1.5 + len(completion) / 3)


@reward
def asks_prompt(completion: str, prompt: str) -> float:
    """Pay for the share of the prompt's words that the completion repeats."""
    words = prompt.split()
    return sum(word in completion for word in words) / max(len(words), 1)


@reward(range=(-2, 4))
def faulty(completion: str) -> Score | float | None:
    """Fail in the way that the completion says."""
    kinds: dict[str, Score | float | None] = {
        "outage": Score.error("suite_outage", "no reply"),
        "pass": None,
        "late": Score.timeout("deadline"),
        "garbled": Score.unparsed("suite_unreadable"),
    }
    if completion == "crash":
        raise RuntimeError("boom")
    return kinds.get(completion, 4.0)


@reward
async def waits(completion: str, answer: str) -> float:
    """Wait a little before the verdict, as a judge does."""
    await asyncio.sleep(0.001)
    return float(answer in completion)


@reward(grouped=True)
def longest(completion: Sequence[str]) -> list[float]:
    """Pay by the length among the completions of one prompt."""
    most = max(map(len, completion))
    return [len(text) / most if most else 0.0 for text in completion]


@reward
def few_tokens(completion_ids: Sequence[int]) -> float:
    """Pay for few tokens, which needs their ids."""
    return 1 / (1 + len(completion_ids))


@reward
def level(completion: str, level: int) -> float:
    """Pay by a column of the data."""
    return level / 7


@reward
def tools_used(sample: Any) -> float:
    """Pay by the share of tool calls among the messages of the completion."""
    assert isinstance(sample, Sample)
    if isinstance(sample.completion, str):
        return 0.0
    return sum(bool(m.get("tool_calls")) for m in sample.completion) / len(sample.completion)


TEXT: Reward = weighted(right=(0.7, exact), length=(0.3, length)).named("text")
CHAT: Reward = weighted(right=(0.7, exact), echo=(0.3, asks_prompt)).named("chat")
FAULTS: Reward = weighted(faulty=(0.8, faulty), length=(0.2, length)).named("faults")
GATED: Reward = gate(exact, length, otherwise=-3).scale_to(-1, 1).named("gated")
WAITS: Reward = weighted(judge=(0.6, waits), length=(0.4, length)).named("waits")
ROUTED: Reward = where("data_source", sums=exact, level=level).named("routed")
GROUPS: Reward = weighted(best=(0.5, longest), right=(0.5, exact)).named("groups")
TOKENS: Reward = weighted(tokens=(0.5, few_tokens), right=(0.5, exact)).named("tokens")
TOOLS: Reward = weighted(right=(0.6, exact), tools=(0.4, tools_used)).named("tools")
