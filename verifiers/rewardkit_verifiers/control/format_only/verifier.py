"""A reward for the form of a reply, whatever its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.format.lib.reading import parse
from rewardkit_verifiers.format.tags.verifier import Tags, check_tags, exact
from rewardkit_verifiers.format.tags.verifier import instruction as tags_instruction
from rewardkit_verifiers.format.tags.verifier import tags as tags_reward


@reward(check=check_tags)
def format_only(
    completion: str,
    prompt: str = "",
    *,
    tags: Tags = ("think", "answer"),
    prefilled: bool = False,
    strict: bool = False,
) -> Score:
    """Pay for the form alone: 1 for any reply that `format/tags` accepts, right or wrong.

    Train a second run with it. A gain in accuracy that this run shows too comes from the format:
    answers that were right before can now be parsed.

    Args:
        completion: The reply.
        prompt: The prompt; a copy of its format example is paid 0.
        tags: The blocks in order, as in `format/tags`.
        prefilled: Whether the prompt ends with the opening marker of the first block.
        strict: Whether visible text outside the blocks is refused.

    Returns:
        1 or 0, with the status and reasons of `format/tags`.

    Raises:
        DefinitionError: The tags cannot be distinguished.

    Example:
        >>> format_only.score(completion="<think>a guess</think><answer>-7</answer>").value
        1.0
        >>> format_only.score(completion="36").reason
        'missing_tag'
    """
    return exact(parse(completion, tags, prefilled=prefilled, strict=strict, prompt=prompt))


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that describes the accepted format.

    Example:
        >>> print(instruction(format_only(strict=True).settings))
        Reply exactly as <think>…</think><answer>…</answer>, each tag once and in this order. Put \
something of your own into every block. Write nothing outside the blocks.
    """
    return tags_instruction({**tags_reward.settings, **settings})
