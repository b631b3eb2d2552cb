"""A letter as the last word of a finding, as in `So the most likely count is C`."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

from rewardkit.reading.vocabulary import NOT
from rewardkit.reading.words import folded_words
from rewardkit_verifiers.text.lib.choosing.echo import content_of
from rewardkit_verifiers.text.lib.choosing.wordlists import THUS, THUS_WIDE
from rewardkit_verifiers.text.lib.tokens import listed

_SAYS = re.compile(
    r"(?:(?<![\w'’])(?:is|are|was|equals?|equal\s{1,3}to"
    r"|must\s{1,3}be|should\s{1,3}be|would\s{1,3}be|will\s{1,3}be"
    r"|ist|sind|est|sont|es|son|è|sono|é|são|jest|är|er|это|равн\w{1,2})|[=:：]|[是为為は])"
    r"[\s*_$(\[\"'`]{0,8}\Z",
    re.IGNORECASE,
)
_THUS = re.compile(rf"\b{THUS}(?!\w)|{THUS_WIDE}", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:，；：]\s|[—–]|[，；：]")
# A letter may be the name of one of these.
_LETTERED = frozenset(
    listed(
        "point points vertex vertices center centre midpoint angle angles line lines circle origin"
        " node foot end top base bottom side type group team class grade set sets vitamin"
        " variable letter named called labeled labelled"
        " figure graph curve plane region segment triangle shape box card person player city town"
        " house bottle solution sample container row column gate state plan route machine"
    )
)
_OF = re.compile(r"\b(?:of|in|on|at|for|that|which|from|between|with|to|de|von|des|du|di)\b", re.I)
_CAPITAL = re.compile(r"(?<![A-Za-z0-9])[A-J]{1,3}(?![A-Za-z0-9'’])")
_SUPPOSED = re.compile(
    r"\b(?:if|whether|suppose|assum\w{1,4}|might|may|could|maybe|perhaps)\b", re.I
)
_ENDS = " \t\r\n.!。！*_)]}$\"'`»”"


def told_by_letter(options: Iterable[str]) -> bool:
    """Return whether no option is or holds the name of a thing that is a letter.

    Example:
        >>> told_by_letter(["12 cm", "Rome"]), told_by_letter(["Solution A", "Solution B"])
        (True, False)
    """
    return not any(_CAPITAL.search(option) for option in options)


def closes_on(head: str, tail: str, words: frozenset[str]) -> bool:
    """Return whether a last sentence says what the question asks for, and then only a letter.

    Args:
        head: What of the sentence stands before the letter.
        tail: What of it stands behind the letter.
        words: The words of the question, of `question_words`.

    Example:
        >>> words = frozenset(["likely", "count", "wolves"])
        >>> closes_on("So the most likely count is ", ".", words)
        True
        >>> closes_on("The vertex is ", ".", words), closes_on("So the count is not ", ".", words)
        (False, False)
    """
    says = _SAYS.search(head) if not tail.strip(_ENDS) else None
    if says is None:
        return False
    clause = _CLAUSE.split(head[: says.start()])[-1]
    if _SUPPOSED.search(head) or any(word in NOT for word in folded_words(head)):
        return False
    thus = deque(_THUS.finditer(clause), maxlen=1)
    found = clause[thus[0].end() :] if thus else clause
    content = content_of(found)
    if not content or content_of(_OF.split(found)[0]) & _LETTERED:
        return False
    return 2 * len(content & words) >= len(content) and (
        content <= words or bool(_THUS.search(head))
    )
