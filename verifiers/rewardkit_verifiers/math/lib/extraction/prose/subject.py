"""Sentences whose subject is the number asked for: 8 apples are left after giving away 4."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.tokens import LETTER, Value, is_plain, key

_BEHIND = re.compile(
    r"\s(?:of (?:the|these|those|all|its|her|his|their) [＄$]?\d[\d,]*\s)?"
    rf"(?:{LETTER}{{2,14}}\s){{0,3}}?"
    r"(?:are|were|is|was|remain(?:s|ed)?|(?:pass|fail|attend|need|stay)(?:s|ed)?|can|must)\b"
)
_OTHERWISE = re.compile(
    r"\b(?:not|no|too|wrong|first|minus|plus|less|more|fewer|than|then|or|twice|half|times|guess\w*"
    r"|and|but|while|whereas)\b|[=;]"
)


def is_subject(clause: str, first: Value, given: frozenset[str]) -> bool:
    """Whether a sentence opens with the number of something, and goes on about that alone.

    Args:
        clause: A sentence with several numbers, of which no verb states one.
        first: The first of them.
        given: Keys of the numbers that the problem itself gives.
    """
    rest = clause[first.end :]
    if clause[: first.begin].strip() or not is_plain(first.text) or key(first.text) in given:
        return False
    return _BEHIND.match(rest) is not None and not _OTHERWISE.search(rest)
