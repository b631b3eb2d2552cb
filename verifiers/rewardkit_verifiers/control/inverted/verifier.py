"""A reward for being wrong."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.text.lib.wording import judged, normal, normalised, references

_NUMBER = re.compile(r"[-+]?(?:\d{1,400}(?:,\d{3}){0,100}(?:\.\d{1,400})?|\.\d{1,400})")


@reward
def inverted(
    completion: str,
    answer: Any,
    *,
    compare: Literal["text", "number"] = "text",
    tag: str = "",
) -> Score:
    """Pay exactly when the answer is wrong.

    Train a second run with it: if accuracy rises under it, the gain does not come from the reward.
    A reply that gives no answer is not a wrong answer and is paid nothing; `~reward`, which inverts
    any reward, pays it most.

    Args:
        completion: The reply.
        answer: The reference answer, or a list of acceptable ones.
        compare: `text`: the whole text, without regard to case and outer punctuation. `number`:
            the last number in the reply, exactly, thousands commas allowed.
        tag: The block of the reply to judge, instead of the whole reply.

    Returns:
        1 for a wrong answer, 0 for a right one. A reply without an answer is unparsed; a
        reference that is empty, or under `number` no number, is an error `bad_answer`.

    Example:
        >>> inverted(compare="number").score(completion="That makes 35.", answer=36).value
        1.0
        >>> inverted(compare="number").score(completion="That makes 36.0", answer=36).value
        0.0

    References:
        Shao et al. 2025, Spurious Rewards: Rethinking Training Signals in RLVR
        (arXiv:2506.10947): incorrect labels as a reward.
    """
    try:
        accepted = references(answer)
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    read = _number if compare == "number" else _text
    wanted = [read(one) for one in accepted]
    if None in wanted:
        return Score.error("bad_answer", f"{answer!r} cannot be read as a {compare}")
    given = read(text)
    if given is None:
        return Score.unparsed(f"no_{compare}", f"there is no {compare} in the reply")
    return Score.ok(0.0, "right") if given in wanted else Score.ok(1.0, "wrong")


def _text(text: str) -> str | None:
    return normal(text, ignore_case=True, punctuation="trim") or None


def _number(text: str) -> Decimal | None:
    last = None
    for match in _NUMBER.finditer(normalised(text, "NFKC").replace("\u2212", "-")):
        last = match[0]
    try:
        return None if last is None else Decimal(last.replace(",", ""))
    except InvalidOperation:
        return None
