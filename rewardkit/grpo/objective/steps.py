"""Advantages of tokens from step rewards: GRPO's process supervision (DeepSeekMath, section 4.1.3).

A reward may give a value to each part of a completion (`Score.steps`). The values of all steps of a
group are compared with each other, and a token is worth the sum of the steps that end after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from rewardkit.data.score import Breakdown
from rewardkit.grpo.config.model import AdvantageConfig
from rewardkit.grpo.rollout.batch import Batch, Rollout

Decode = Callable[[Sequence[int]], str]
_TOLERANCE = 1e-6


def step_advantages(
    rollouts: Sequence[Rollout],
    breakdowns: Sequence[Breakdown],
    batch: Batch,
    config: AdvantageConfig,
    decode: Decode,
) -> Tensor:
    """Return the advantage of each token of a batch; [M].

    Args:
        rollouts: The rows of the batch.
        breakdowns: Their scores; a row without steps is one step, and a row without a value none.
        batch: The batch.
        config: `mode` is `zscore` or `centre`.
        decode: Tokens -> text.
    """
    steps = [token_steps(one, b, decode) for one, b in zip(rollouts, breakdowns, strict=True)]
    groups = batch.group.tolist()
    found: list[Tensor] = []
    for row, own in enumerate(steps):
        peers = [v for at, other in enumerate(steps) if groups[at] == groups[row] for _, v in other]
        values = compared([value for _, value in own], peers, config)
        worth = torch.zeros(rollouts[row].length, dtype=torch.float64)
        for (end, _), value in zip(own, values, strict=True):
            worth[:end] += value
        found.append(worth)
    result = torch.cat(found).to(batch.old)
    return result if config.clip is None else result.clamp(-config.clip, config.clip)


def compared(
    values: Sequence[float], peers: Sequence[float], config: AdvantageConfig
) -> list[float]:
    """Return the values of some steps against all those of their group; equal ones give 0.

    Example:
        >>> compared([1.0, 0.0], [1.0, 0.0, 0.5], AdvantageConfig(mode="centre"))
        [0.5, -0.5]
    """
    every = torch.tensor(peers, dtype=torch.float64)
    if len(every) < 2 or float(every.max() - every.min()) <= _TOLERANCE:
        return [0.0] * len(values)
    correction = 1 if config.deviation == "sample" else 0
    scale = float(every.std(correction=correction)) + config.epsilon
    mean = float(every.mean())
    return [(value - mean) / (scale if config.mode == "zscore" else 1.0) for value in values]


def token_steps(rollout: Rollout, breakdown: Breakdown, decode: Decode) -> list[tuple[int, float]]:
    """Return the steps of a row as (number of written tokens up to its end, value).

    Offsets count characters of the last message; what was written before it belongs to its first
    step. What follows the last step is a step with the value of the whole.
    """
    if breakdown.value is None:
        return []
    written = [one.ids for one in rollout.segments if one.kind != "read"]
    last = written[-1] if written else ()
    before = rollout.length - len(last)
    text = rollout.text
    steps = [
        (before + tokens_until(last, end, decode), value)
        for end, value in breakdown.steps
        if end < len(text)
    ]
    # A last step that reaches the end covers the end of sequence too.
    closing = [value for end, value in breakdown.steps if end >= len(text)][:1]
    return [*steps, (rollout.length, closing[0] if closing else breakdown.value)]


def tokens_until(ids: Sequence[int], end: int, decode: Decode) -> int:
    """Return the fewest tokens whose text reaches an offset.

    Example:
        >>> tokens_until([1, 22, 3], 2, lambda ids: "".join(map(str, ids)))
        2
    """
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        if len(decode(ids[:middle])) < end:
            low = middle + 1
        else:
            high = middle
    return low
