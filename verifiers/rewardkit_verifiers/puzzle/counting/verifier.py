"""The number of objects in a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.puzzle.lib.answer import answer_of
from rewardkit_verifiers.puzzle.lib.counts import stated_count


@reward
def counting(completion: str, answer: Any, *, tag: str = "answer") -> Score:
    """Pay the number of objects, in digits or English words.

    Args:
        completion: The reply: the number in a block, or in a short sentence of its own.
        answer: The number.
        tag: The tag of the block with the answer.

    Returns:
        1 or 0. A reply with two numbers, a hedge, a bound or a calculation is unparsed.

    Example:
        >>> counting.score(completion="You have <answer>twelve objects</answer>.", answer=12).value
        1.0
        >>> counting.score(completion="12 or 13", answer=12).reason
        'not_a_count'
    """
    wanted = _whole(answer)
    if wanted is None:
        return Score.error("bad_puzzle", f"answer={str(answer)[:60]!r} is no count")
    text = answer_of(completion, tag)
    if isinstance(text, Score):
        return text
    found = stated_count(text)
    if found is None:
        return Score.unparsed("not_a_count", "the answer does not state one whole number")
    return Score.ok(1.0) if found == wanted else Score.ok(0.0, "unsolved")


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> instruction(counting(tag="").settings)
        'Write only the number.'
    """
    tag = settings["tag"]
    where = f" between <{tag}> and </{tag}>" if tag else ""
    return f"Write {'' if where else 'only '}the number{where}."


def _whole(answer: Any) -> int | None:
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int | float):
        return int(answer) if answer >= 0 and answer == int(answer) else None
    return stated_count(str(answer))
