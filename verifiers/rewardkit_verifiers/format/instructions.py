"""The system-prompt sentence of a reward: asked for in the words that the parser will check."""

from __future__ import annotations

import sys

from rewardkit import FunctionReward, Reward


def instruction(reward: Reward) -> str:
    """Return what to write into the system prompt so that a model can earn this reward.

    Args:
        reward: A configured verifier, or any composition; the sentences of its parts are joined.

    Returns:
        The sentences, or an empty string when no part asks for a form.

    Example:
        >>> from rewardkit_verifiers.format.json import json
        >>> instruction(json(fences="refuse"))
        'Reply with one JSON value and nothing else. Do not put it into a code fence.'
    """
    sentences: dict[str, None] = {}
    for part in reward.walk():
        if isinstance(part, FunctionReward):
            # A verifier module says so itself: the declaration that parses is the one that asks.
            ask = getattr(sys.modules.get(part.fn.__module__), "instruction", None)
            if callable(ask):
                sentences[ask(part.settings)] = None
    return "\n".join(sentences)
