"""Answers of which nothing can be said: words beside other words, a fragment of a sentence."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.described import is_described
from rewardkit_verifiers.math.lib.extraction.found import Found

_LONGEST = 2_000
_WORD = re.compile(r"(?<![\\A-Za-z])[^\W\d_]{2,}")
_COMMANDS = re.compile(r"\\(?:text\w{0,2}|mathrm|mbox)\s?(?=\{)|\\[A-Za-z]+")
_CHINESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Letters that name one of a few things: yes, Alice, B; what is said instead is another one.
_FEWEST, _MANY, _BEHIND = 3, 4, 3
_STRUCTURE = re.compile(
    r"[=<>≤≥(\[{∈]|\\(?:leq?|geq?|in|infty|mathbb)(?![a-z])|[^\x00-\x7f]",
)
_FRAGMENT = frozenset(("prose", "last_number", "last_math", "concluded"))


def is_unclear(gold: str, found: Found, completion: str) -> bool:
    """Whether nothing tells that an answer which is not the reference is another one.

    Words that paraphrase a reference in words may mean it; a number or formula out of the middle
    of a sentence is no answer to a reference that is none.

    Args:
        gold: The reference.
        found: The answer, which does not equal it.
        completion: The reply, whose last line has what stands around the answer.

    Example:
        >>> gold, said = "the perpendicular bisector of AB", "the line halfway between the points"
        >>> is_unclear(gold, Found(said, "bare"), said), is_unclear("No", Found("5", "bare"), "5")
        (True, False)
    """
    if gold.isdecimal() or found.text.isdecimal() or max(len(gold), len(found.text)) > _LONGEST:
        return found.where == "prose" and not gold.isdecimal() and _is_fragment(gold, found, "")
    if is_described(gold) and not _NUMBER.fullmatch(found.text):
        return True  # an equation may be that of the line
    wanted = _words(gold)
    phrase = wanted >= _MANY and not any(map(str.isdigit, gold)) and not _RELATION.search(gold)
    other = not any(map(str.isdigit, found.text)) and _words(found.text) >= _FEWEST
    if phrase and other:
        return True
    return found.where in _FRAGMENT and _is_fragment(gold, found, completion)


_RELATION = re.compile(r"[=<>≤≥]")
_NUMBER = re.compile(r"[-+−\d.,/\\{}$ ]*|\$?[a-zA-Z]\$?")


def _is_fragment(gold: str, found: Found, completion: str) -> bool:
    """Whether an answer stands in the middle of a sentence, and the reference is no number."""
    if found.where not in _FRAGMENT:
        return False
    worded = _words(gold) > 0 and not any(map(str.isdigit, gold))
    if not worded and not (_STRUCTURE.search(gold) and _NUMBER.fullmatch(found.text)):
        return False
    line = found.around[0] if found.where == "prose" else completion.rstrip()[-_LONGEST:]
    line = line.rpartition("\n")[2]
    core = found.text.split()[0].strip("$") if found.text.split() else ""
    at = line.rfind(core) if core else -1
    if at < 0:
        return False
    behind = _words(line[at + len(found.text) :])
    around = _words(line[:at]) + behind
    return around >= _MANY + 2 * (not worded) and (worded or behind >= _BEHIND)


def _words(text: str) -> int:
    plain = _COMMANDS.sub(" ", text)
    return len(_WORD.findall(plain)) + len(_CHINESE.findall(plain)) // 2
