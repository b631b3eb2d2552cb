"""A phrase that announces an answer in the middle of a reply, which states another at its end."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.concluded import concluded
from rewardkit_verifiers.math.lib.extraction.found import Found
from rewardkit_verifiers.math.lib.extraction.prose.closing import asserted
from rewardkit_verifiers.math.lib.extraction.prose.kinds import sort_of
from rewardkit_verifiers.math.lib.extraction.prose.tokens import key


def ends_text(text: str, found: Found) -> bool:
    """Whether a text ends on what a phrase announces."""
    return text.endswith(found.text, 0, len(text.rstrip(_CLOSES)) + 1) or text.rstrip(
        _CLOSES
    ).endswith(found.text.rstrip(_CLOSES))


_CLOSES = " \n.$*"


def superseding(
    text: str, found: Found, last: re.Match[str] | None, prompt: str, wanted: str
) -> Found | None:
    """Return what a reply states behind a phrase that announces no answer, or a step of it.

    Args:
        text: The reply.
        found: What the phrase announces.
        last: The phrase.
        prompt: The question.
        wanted: The reference: its sort decides what is read.
    """
    if last is None or sort_of(wanted) in ("list", "words", "letter", "any"):
        return None
    opened = found.text.startswith(("\\begin", "\\["))
    if not (opened or "olution" in last[0] or "esult" in last[0] or not _VALUED.search(found.text)):
        return None
    later = asserted(text, prompt, wanted)
    if not isinstance(later, Found) or not later.clear:
        return None
    at = text.rfind(later.around[0]) if later.around[0] else -1
    return later if at >= last.end() or (opened and at >= last.start()) else None


_VALUED = re.compile(r"\d|\$|\\[a-z(\[]")


def refuted(text: str, last: re.Match[str] | None, prompt: str, wanted: str) -> Found | None:
    """Return what a reply states behind an answer that it reports, doubts or refutes.

    Args:
        text: The reply.
        last: The phrase that announces the answer of somebody else.
        prompt: The question.
        wanted: The reference: its sort decides what is read.

    Returns:
        None where it states nothing else: the number that was doubted is no answer.
    """
    if last is None or sort_of(wanted) not in ("value", "decimal"):
        return None
    ends = _STOP.search(text, last.end())
    if ends is None:
        return None
    behind = text[ends.end() :]
    doubted = _NUMBER.search(text, last.end(), ends.start() + 1)
    later = asserted(behind, prompt, wanted) or concluded(behind)
    if not isinstance(later, Found) or not later.clear or later.others:
        return None
    said = _NUMBER.findall(later.text)
    return later if said and (doubted is None or key(doubted[0]) != key(said[-1])) else None


_STOP = re.compile(r"[.!?](?=\s)|\n")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
