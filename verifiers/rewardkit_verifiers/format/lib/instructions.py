"""The system-prompt sentence of a reward: asked for in the words that the parser will check."""

from __future__ import annotations

from rewardkit import FunctionReward, Reward
from rewardkit.registry.describe import instruction as of_one


def instruction(reward: Reward) -> str:
    """Return what to write into the system prompt so that a model can earn this reward.

    Args:
        reward: A configured verifier, or any composition of them.

    Returns:
        The sentences of its parts, each on a line and none twice; an empty string when no part
        asks for a form.

    Example:
        >>> from rewardkit_verifiers.format.json import json
        >>> instruction(json(fences="refuse"))
        'Reply with one JSON value and nothing else. Do not put it into a code fence.'
    """
    parts = (part for part in reward.walk() if isinstance(part, FunctionReward))
    return "\n".join(dict.fromkeys(filter(None, map(of_one, parts))))
