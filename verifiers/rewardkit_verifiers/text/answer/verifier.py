"""Does a reply in prose give one of the accepted short answers?"""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.reading.hidden import seen
from rewardkit_verifiers.text.lib.loosely import loosely
from rewardkit_verifiers.text.lib.mentions import aliases_of, mentions, part
from rewardkit_verifiers.text.lib.stands import declined, doubt, echoed, reply_of
from rewardkit_verifiers.text.lib.wording import judged, plain_values, references

# An answer to a short question is short; what stands beyond is not read.
LONGEST = 20_000
_MOST_MENTIONS = 40


@reward
def answer(
    completion: str,
    answer: Any,
    prompt: str = "",
    *,
    undecided: Literal["wrong", "abstain"] = "wrong",
    tag: str = "",
) -> Score:
    """Pay a reply in prose that gives one of the accepted short answers and stands by it.

    Case, accents, articles, possessives, plurals, initials, the order of names and dates, numbers
    in words and one wrong letter in a long word do not matter. A year does for a date, unless the
    day or month is asked for, and initials for a first name. A mention counts where it is the
    answer: not where it is denied, doubted, taken back, one of several guesses or candidates, a
    former holder, or only the question said again.

    Args:
        completion: The reply.
        answer: The accepted answers: a text or a number, or a list of aliases.
        prompt: The question; words of it in a reply say nothing new.
        undecided: What a reply is that says none of the answers: `wrong`, or `abstain` so that
            `first` asks a judge, and only then.
        tag: Judge what this block of the reply holds, instead of the whole reply.

    Returns:
        1 or 0. `not_said` without a mention, which abstains where `undecided` says so;
        with one that is no answer `only_echoed`, `declined`, or unparsed `hedged` or
        `several_answers`. A missing or empty reference is an error `bad_answer`.

    Example:
        >>> answer.score(completion="It was written by J.R.R. Tolkien.", answer="Tolkien").value
        1.0
        >>> answer.score(completion="Paris, Lyon, Nice", answer="Paris").reason
        'several_answers'
    """
    try:
        accepted = aliases_of(references(_aliases(answer)))
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    if not accepted:
        return Score.error("bad_answer", f"no word is in the reference {str(answer)[:60]!r}")
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    reply = reply_of(seen(text)[:LONGEST], prompt, accepted)
    found = list(islice(mentions(reply.said, accepted), _MOST_MENTIONS))
    if not found and (few := part(reply.said, accepted, reply.asked)) is not None:
        found = [few]
    if not found:
        loose = loosely(reply.said, accepted, reply.text, prompt)
        found = list(islice(loose, _MOST_MENTIONS))
    if not found:
        if undecided == "abstain":
            return Score.abstain("not_said", "none of the accepted answers is said")
        return Score.ok(0.0, "not_said", "none of the accepted answers is said")
    if echoed(reply):
        return Score.ok(0.0, "only_echoed", "the reply says no more than the question")
    if declined(reply, found):
        return Score.ok(0.0, "declined", "the reply says that it cannot answer")
    why = doubt(reply, found, candidates=True)
    said = reply.text[found[0].start : found[0].end][:200]
    if why == "hedged":
        return Score.unparsed("hedged", f"{said!r} is said, and not as the answer")
    if why == "several_answers":
        return Score.unparsed("several_answers", f"{said!r} is one of several guesses")
    if why:
        return Score.ok(0.0, "only_echoed", f"{said!r} only repeats the question")
    extra = {"said": said, "alias": found[0].alias.text[:200], "how": found[0].how}
    return Score.ok(1.0, extra=extra)


def _aliases(answer: Any) -> Any:
    """Return a list of aliases without the empty and missing ones, where any other is left."""
    given = plain_values(answer)
    kept = [one for one in given if one is not None and one == one and str(one).strip()]
    return kept if kept and len(given) > 1 else answer
