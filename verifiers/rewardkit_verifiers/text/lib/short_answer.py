"""A short answer in prose, held against accepted ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

from rewardkit import Score
from rewardkit.reading.hidden import seen
from rewardkit_verifiers.text.lib.loosely import loosely
from rewardkit_verifiers.text.lib.mentions import UNITS, Alias, aliases_of, mentions, part
from rewardkit_verifiers.text.lib.names import otherwise_named
from rewardkit_verifiers.text.lib.rivals import several_asked
from rewardkit_verifiers.text.lib.same_names import same_named
from rewardkit_verifiers.text.lib.signs import same_signs
from rewardkit_verifiers.text.lib.stands import Reply, declined, doubt, echoed, reply_of
from rewardkit_verifiers.text.lib.turns import first_turn
from rewardkit_verifiers.text.lib.verdicts import gone_back, is_verdict, verdicts
from rewardkit_verifiers.text.lib.wording import plain_values, references

# An answer to a short question is short; what stands beyond is not read.
LONGEST = 20_000
_MOST_MENTIONS = 16


def accepted_answers(answer: Any) -> Sequence[Alias] | Score:
    """Return the accepted answers of a row, or the error `bad_answer` of one without any."""
    try:
        accepted = aliases_of(references(_aliases(answer)))
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    # A set that was cut at a slash has "160 km" and "hour".
    if any(form[0].isdigit() for one in accepted for form in one.forms):
        accepted = [one for one in accepted if not UNITS.issuperset(one.forms)] or accepted
    if not accepted:
        return Score.error("bad_answer", f"no word is in the reference {str(answer)[:60]!r}")
    return accepted


def short_answer(
    text: str, accepted: Sequence[Alias], prompt: str = "", undecided: str = "wrong"
) -> Score:
    """Return the score of a reply that should give one of the accepted answers.

    Args:
        text: The reply without its reasoning, or what its block holds.
        accepted: The accepted answers.
        prompt: The question.
        undecided: `wrong`, or `abstain` for a reply that says none of them.
    """
    reply = reply_of(first_turn(seen(text)[:LONGEST]), prompt, accepted)
    if is_verdict(accepted) and (verdict := _verdict(reply, accepted)) is not None:
        return verdict
    signed = partial(same_signs, reply.text)
    found = list(islice(filter(signed, mentions(reply.said, accepted)), _MOST_MENTIONS))
    if not found and (few := part(reply.said, accepted, reply.asked)) is not None:
        found = [few] if signed(few) else []
    if not found:
        loose = loosely(reply.said, accepted, reply.text, prompt)
        named = otherwise_named(reply.said, accepted, reply.asked)
        same = same_named(reply.said, accepted, reply.text, prompt)
        found = list(islice(filter(signed, chain(loose, named, same)), _MOST_MENTIONS))
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
    if why == "unclear":
        if undecided == "abstain":
            return Score.abstain("unclear", f"{said!r} is said, and not where the reply answers")
        return Score.unparsed("unclear", f"{said!r} is said, and not where the reply answers")
    if why:
        return Score.ok(0.0, "only_echoed", f"{said!r} only repeats the question")
    extra = {"said": said, "alias": found[0].alias.text[:200], "how": found[0].how}
    return Score.ok(1.0, extra=extra)


def _verdict(reply: Reply, accepted: Sequence[Alias]) -> Score | None:
    """Return the score of a reply that says yes or no, or nothing where it says neither."""
    found = verdicts(reply.text)
    if not found or several_asked(reply.prompt):
        return None
    first, last = found[0], found[-1]
    if first[0] != last[0] and not gone_back(reply.text, first[2], last[1]):
        return Score.unparsed("several_answers", "it says yes and no")
    said, right = last[0], accepted[0].forms[0] in ("yes", "yeah", "yep", "true", "correct")
    if said != right:
        return Score.ok(0.0, "not_said", f"it says {'yes' if said else 'no'}")
    return None


def _aliases(answer: Any) -> Any:
    """Return a list of aliases without the empty and missing ones, where any other is left."""
    given = plain_values(answer)
    kept = [one for one in given if one is not None and one == one and str(one).strip()]
    return kept if kept and len(given) > 1 else answer
