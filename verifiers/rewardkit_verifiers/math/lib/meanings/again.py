"""The answer and its reference once more, by what their words or notations mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.extraction.found import Found
from rewardkit_verifiers.math.lib.meanings.functions import same_rule
from rewardkit_verifiers.math.lib.meanings.opposites import same_change
from rewardkit_verifiers.math.lib.meanings.ranges import spelt_range
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST = 2_000


def meant(gold: str, found: Found, reply: str, prompt: str, policy: Policy) -> Verdict | None:
    """Return that an answer means the same as its reference, or None where nothing says so.

    Args:
        gold: The reference, which the answer does not equal as it is written.
        found: The answer.
        reply: The reply without its reasoning; empty where a mark says which words are its answer.
        prompt: The task.
        policy: What to do where the field disagrees.
    """
    if max(len(gold), len(found.text)) > _LONGEST:
        return None
    said = tuple(_said(found, reply))
    for text in said:
        if (verdict := same_change(gold, text, policy)) is not None:
            return verdict
    for text in said:
        if (verdict := same_rule(gold, text, prompt, policy)) is not None:
            return verdict
        if (_LEAD.search(gold) or _LEAD.search(text)) and same(_led(gold), _led(text), policy):
            return Verdict(True, "structure", "either of two")
    return _same_ranges(gold, said, policy)


# Either 3 or 7, all x > 2: the words only say that there are several.
_LEAD = re.compile(
    r"^\W{0,3}(?:either|both|all|any|every)\s+(?=[$\\({\[]{0,3}\s?-?[\dA-Za-z\\](?![a-z]))"
)


def _led(text: str) -> str:
    return _LEAD.sub("", text)


def _said(found: Found, reply: str) -> Iterator[str]:
    """Yield what states the answer: its words, its sentence, and the last line of a reply."""
    texts = [found.text, found.around[0] if found.where == "prose" else ""]
    texts.append(reply.rstrip()[-_LONGEST:].rpartition("\n")[2].strip())
    yield from dict.fromkeys(filter(None, texts))


def _same_ranges(gold: str, said: tuple[str, ...], policy: Policy) -> Verdict | None:
    wanted = spelt_range(gold)
    for text in said:
        spelt = spelt_range(text)
        if (spelt or wanted) and same(wanted or gold, spelt or text, policy):
            return Verdict(True, "structure", "a set told in words")
    return None
