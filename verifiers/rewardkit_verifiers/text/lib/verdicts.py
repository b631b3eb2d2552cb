"""Yes or no, where that is the accepted answer: "no" of "no doubt" answers nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.text.lib.mentions import Alias

_YES = frozenset(("yes", "yeah", "yep", "true", "correct"))
_NO = frozenset(("no", "nope", "false", "incorrect"))
_MARKED = re.compile(
    r"(?:\b(?:answer|verdict|conclusion)\b[^.\n\w]{0,6}(?:is|was|would\s+be|must\s+be)?\W{0,6}"
    r"(?:an?\s+|clear(?:ly)?\s+|definite(?:ly)?\s+|simply\s+|therefore\W+){0,2}"
    r"|boxed\s?\{(?:\\text\{)?"
    r"|\bi(?:'d| would|'ll) say\W{1,3}|<answer>\s*)(yes|yeah|yep|true|no|nope|false)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:^|[.!?:;\n—–]|,\s(?=(?:yes|no)[.!]?\s*$)|\b(?:but|so|then|hence|therefore|thus|well"
    r"|actually"
    r"|wait|speaking|technically|strictly|short|long)\b[,:]?)\W{0,6}"
    r"(yes|yeah|yep|true|no|nope|false)(?=\s*(?:[.,!;:)—–*\n-]|$|\s(?:it|they|he|she|there|this"
    r"|that"
    r"|we|you|because|but|and|the|in|a|an|as|since|not)\b))",
    re.IGNORECASE,
)
_IDIOM = re.compile(
    r"\s+(?:doubt|one|matter|longer|way|need|problem|question|more|less|other|such|wonder|sir|idea"
    r"|faster|better|larger|reason|evidence|sign|chance)\b",
    re.IGNORECASE,
)
_GONE_BACK = re.compile(r"\b(?:wait|actually|correction|scratch|sorry|hmm|but)\b", re.IGNORECASE)


def is_verdict(aliases: Sequence[Alias]) -> bool:
    """Return whether every accepted answer is yes, or every one no.

    Example:
        >>> is_verdict([Alias("Yes", ("yes",))]), is_verdict([Alias("no man", ("no", "man"))])
        (True, False)
    """
    words = {" ".join(alias.forms) for alias in aliases}
    return bool(words) and (words <= _YES or words <= _NO)


def verdicts(text: str) -> list[tuple[bool, int, int]]:
    """Return whether each verdict of a reply is yes, and where it stands.

    Behind "the answer is" only what is said there counts.

    Example:
        >>> verdicts("Yes, there is no doubt."), verdicts("No. So the answer is yes.")
        ([(True, 0, 3)], [(True, 21, 24)])
    """
    marked = [one for one in _MARKED.finditer(text) if not _IDIOM.match(text, one.end())]
    found = marked or [one for one in _OPENS.finditer(text) if not _IDIOM.match(text, one.end())]
    return [(one[1].casefold() in _YES, one.start(1), one.end(1)) for one in found]


def gone_back(text: str, start: int, end: int) -> bool:
    """Return whether a reply corrects itself between two places."""
    return _GONE_BACK.search(text, start, end) is not None
