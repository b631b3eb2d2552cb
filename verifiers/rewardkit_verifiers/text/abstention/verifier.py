"""A short answer in three tiers: right, left open, or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit.reading.hidden import seen
from rewardkit_verifiers.text.lib.abstaining import abstains
from rewardkit_verifiers.text.lib.short_answer import accepted_answers, short_answer
from rewardkit_verifiers.text.lib.wording import judged


def _check(settings: Mapping[str, Any]) -> None:
    if not 0 <= settings["abstained"] < 1:
        raise ValueError(f"abstained={settings['abstained']:g} must be at least 0 and below 1")


@reward(check=_check)
def abstention(
    completion: str,
    answer: Any = None,
    prompt: str = "",
    answerable: bool = True,
    *,
    abstained: float = 0.25,
    tag: str = "",
) -> Score:
    """Pay a right answer most, an honest "I do not know" less, and a wrong answer nothing.

    A policy that is right with a probability above `abstained` is paid more for answering, and one
    below it for saying that it does not know.

    Args:
        completion: The reply.
        answer: The accepted answers, as in `text/answer`; not needed where none exists.
        prompt: The question.
        answerable: The column that says whether the question has an answer. Where it has none,
            saying so is worth 1 and any answer 0.
        abstained: What leaving an answerable question open is worth.
        tag: Judge what this block of the reply holds, instead of the whole reply.

    Returns:
        0 to 1. A reply that says that it does not know and guesses all the same has answered.

    Example:
        >>> abstention.score(completion="It is Lima.", answer="Lima").value
        1.0
        >>> abstention.score(completion="I don't know.", answer="Lima").value
        0.25
        >>> abstention.score(completion="I don't know, maybe Lima.", answer="Quito").value
        0.0
        >>> abstention.score(completion="Nobody knows that.", answerable=False).value
        1.0
    """
    accepted: Any = ()
    if answerable:
        if answer is None:
            return Score.error("bad_answer", "an answerable question has an answer")
        accepted = accepted_answers(answer)
        if isinstance(accepted, Score):
            return accepted
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    if abstains(seen(text)):
        if answerable:
            return Score.ok(abstained, "abstained", "the reply leaves the question open")
        return Score.ok(1.0)
    if not answerable:
        return Score.ok(0.0, "should_abstain", "the question has no answer")
    return short_answer(text, accepted, prompt)
