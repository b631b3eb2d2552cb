"""Is a reply the reference answer, word for word?"""

from __future__ import annotations

from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.text.lib.wording import (
    Punctuation,
    Spaces,
    Unicode,
    judged,
    normal,
    references,
)


@reward
def exact(
    completion: str,
    answer: Any,
    *,
    ignore_case: bool = False,
    spaces: Spaces = "collapse",
    unicode: Unicode = "NFC",
    punctuation: Punctuation = "keep",
    tag: str = "",
) -> Score:
    """Pay a reply that equals the reference answer once what does not matter is gone.

    The whole reply must be the answer, never only contain it: a containment test pays for an
    empty reply in one direction and for a list of every answer in the other.

    Args:
        completion: The reply.
        answer: The reference answer, or a list of acceptable ones.
        ignore_case: Whether upper and lower case are the same.
        spaces: `keep` all; `trim` blanks and end-of-turn tokens at both ends; or also
            `collapse` runs of blanks into one space.
        unicode: The normal form in which both are compared: `NFC`, `NFKC` or `none`.
        punctuation: `keep` it, `trim` it off both ends, or `drop` it all.
        tag: Judge what this block of the reply holds, instead of the whole reply.

    Returns:
        1 or 0. An empty reply, or one without a single such block, is unparsed; an empty
        reference answer is an error `bad_answer`, so that it cannot reward saying nothing.

    Example:
        >>> exact.score(completion=" Paris\u00a0 ", answer="Paris").value
        1.0
        >>> loose = exact(ignore_case=True, punctuation="trim", tag="answer")
        >>> loose.score(completion="I think <answer>paris.</answer>", answer="Paris").value
        1.0
    """
    try:
        accepted = references(answer)
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    form: dict[str, Any] = {
        "ignore_case": ignore_case,
        "spaces": spaces,
        "unicode": unicode,
        "punctuation": punctuation,
    }
    wanted = [normal(one, **form) for one in accepted]
    if not all(wanted):
        return Score.error("bad_answer", f"nothing is left of {answer!r} under these settings")
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    if normal(text, **form) in wanted:
        return Score.ok(1.0)
    return Score.ok(0.0, "different")
