"""Replies whose answer is another name, with the reference only in what they add to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.judge.gate.content import announces
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.courtesies import COURTEOUS
from rewardkit_verifiers.judge.lib.speaking import GRADING, SPEAKING

_LONGEST, _WORDS = 400, 3
_NAME = r"(?:(?:The|the|A|a|An|an)\s+)?[A-Z][\w'’-]*(?:\s+(?:[A-Z][\w'’.-]*|of|de|von|\d+)){0,3}"
# "Titan, a moon of Saturn"; "Jupiter, which outshines Saturn".
_APPOSED = re.compile(
    rf"\W*(?P<head>{_NAME})\s*(?:,|[–—]|\s-)\s*(?:which|who|whose|where|a|an|one of|his|her"
    r"|its|not far|\w+ of|\w+ing|\w+ (?:years?|places?|steps?) (?:before|after)|five|four|three"
    r"|two)\s(?P<rest>.*)",
    re.DOTALL,
)
_ASIDE = re.compile(rf"\W*(?P<head>{_NAME})\s*;\s*(?P<rest>\S.*)", re.DOTALL)
_THE_ONE = re.compile(
    rf"\W*(?P<head>{_NAME})\s+(?:is|was)\s+(?:the (?:one|right one|answer|correct answer"
    r"|right answer|winner|culprit)|it|who (?:it|did it) (?:is|was)|meant)\b(?P<rest>.*)",
    re.DOTALL,
)
_SAYS = re.compile(
    r"\b(?:is|was|are|were|be|answer|name|called|it['’]s|that['’]s|[:=])\s+"
    r"(?:really\s+|in fact\s+)?(?:the\s+)?[*_\"“']*$",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"\b(?:thus|so|therefore|hence|in conclusion|conclusion|overall|final answer|the answer"
    r"|in summary|consequently|in short)\b[^.!?\n]{0,200}\b(?:is|was|are|were)\s+(?:the\s+)?"
    r"(?P<said>[^.!?\n,;:(]{1,60})"
    r"[.!*_\s]*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_LONG = 25


def headed_by_another(text: str, golds: Sequence[str], prompt: str) -> bool:
    """Return whether a short reply gives another name, and a reference only in what it adds.

    Example:
        >>> asked = "Which planet has rings?"
        >>> headed_by_another("Titan, a moon of Saturn", ["Saturn"], asked)
        True
        >>> headed_by_another("Saturn, which outshines Jupiter", ["Saturn"], asked)
        False
    """
    shown = visible(text).strip()
    if len(shown) > _LONGEST or not any(gold[:1].isupper() for gold in golds):
        return False
    for shape in (_THE_ONE, _APPOSED, _ASIDE):
        found = shape.match(shown)
        if found and _is_rival(found["head"], golds, prompt):
            return not any(_says_so(found["rest"], gold, prompt) for gold in golds)
    return False


def _is_rival(head: str, golds: Sequence[str], prompt: str) -> bool:
    words = folded_words(head)
    content = [word for word in words if word not in ("the", "a", "an", "of")]
    if not content or announces(head) or set(content) & _TALK:
        return False
    asked = set(folded_words(prompt))
    if set(content) & asked:
        return False
    return not any(set(content) & set(folded_words(gold)) for gold in golds)


_TALK = COURTEOUS | SPEAKING | GRADING | frozenset(("well", "hmm", "easy", "actually", "wow"))


def _says_so(rest: str, gold: str, prompt: str) -> bool:
    """Whether what is added says of a reference that it is the answer."""
    for found in re.finditer(rf"\b{re.escape(gold)}\b", rest, re.IGNORECASE):
        before = rest[max(0, found.start() - 60) : found.start()]
        words = folded_words(before)[-1:]
        if _SAYS.search(before) or (words and words[0] in folded_words(prompt)):
            return True  # "ACT, a territory, has the capital Canberra"
    return False


def concludes_another(text: str, golds: Sequence[str]) -> bool:
    """Return whether a longer reply concludes with something that has no word of a reference.

    Example:
        >>> body = "Nitrogen is inert and makes up 21 %. " * 4
        >>> concludes_another(f"{body}Thus the main gas is **oxygen**.", ["Nitrogen"])
        True
        >>> concludes_another(f"{body}Thus the main gas is nitrogen.", ["Nitrogen"])
        False
    """
    shown = visible(text)
    if len(shown.split()) < _LONG:
        return False
    for sentence in reversed([one for one in _SENTENCE.split(shown) if one.strip()][-4:]):
        found = _CONCLUDES.search(sentence.strip()[-_LONGEST:])
        if found is not None:
            wanted = {word for gold in golds for word in folded_words(gold)}
            said = set(folded_words(found["said"]))
            return 0 < len(said) <= 2 * _WORDS and not said & wanted
    return False
