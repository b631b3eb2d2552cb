"""Closing courtesies of chat models: they are no part of the answer above them."""

from __future__ import annotations

import re

_MOST_LINES, _SHORTEST, _LONGEST = 6, 6, 300
_ASKS = (
    r"(?:please\s+|just\s+)*(?:let me know|(?:feel free|(?:do not|don't) hesitate) to"
    r" (?:ask|reach out|contact|let me know)|ask\b"
    r"|(?:i'm|i am|i'd be|i'll be) (?:always |more than )?(?:here|happy|glad|ready) to"
    r" (?:help|assist|explain|clarify))"
)
# How a sentence begins that closes a chat; what follows in it is words alone.
_SENTENCE = re.compile(
    r"(?:i )?(?:really |sincerely )?hope (?:this|that|it|the|my)\b"
    r"(?=.*\b(?:help(?:s|ed|ful)?|useful|clear|clarif(?:ies|y)|clears|makes? sense|answers)\b)"
    rf"|{_ASKS}|(?:if|should) (?:you|there|anything|something)\b(?=.*\b{_ASKS})"
    r"|is there anything else\b|(?:always )?(?:happy|glad|here) to (?:help|assist)\b"
    r"|happy (?:studying|learning|solving|calculating)|(?:good|best of) luck\b"
    r"|(?:many )?thank(?:s| you)\b|you(?:'re| are) (?:very |most )?welcome\b"
    r"|have an? (?:great|nice|good|wonderful|lovely) (?:day|one|time|evening|weekend)"
    r"|(?:best|kind) regards|cheers"
    r"|(?:would|do) you (?:like|want|need|have) (?:me to|to|more|further|another|any|an?)\b"
)
_STOP = re.compile(r"[.!?…:;]+")
# Letters of pleasant words and what decorates them, and nothing that could be mathematics.
_WORDS = re.compile(r"[^\d$\\=+<>/^_|{}\[\]]*")
# A courtesy takes nothing back.
_TURNS = re.compile(
    r"\b(?:wrong|mistak\w*|errors?|incorrect|(?<!do )not|actually|instead|rather|disagree"
    r"|but|however|(?:answer|it|result) is|it's|different|other (?:answer|value|result))\b"
)
_LETTERS = re.compile(r"[^\W\d_]")
_RULE = re.compile(r"(?:[-*_]\s*){3,}")


def without_courtesies(text: str) -> str:
    r"""Return a text without the lines of courtesy that close it, if anything stands above them.

    Example:
        >>> without_courtesies("3\n\nI hope this helps! Let me know if you have any questions.")
        '3'
        >>> without_courtesies("I hope this helps!"), without_courtesies("3\nI hope it is 4.")
        ('I hope this helps!', '3\nI hope it is 4.')
    """
    end = len(text)
    for _ in range(_MOST_LINES):
        at = text.rfind("\n", 0, end)
        if at < 0 or end - at > _LONGEST:
            break
        line = text[at + 1 : end].strip()
        if not _is_courtesy(line) and (end == len(text) or not _RULE.fullmatch(line)):
            break
        end = len(text[:at].rstrip())
    return text if end == len(text) or not end else text[:end]


def _is_courtesy(line: str) -> bool:
    if len(line) < _SHORTEST or not _WORDS.fullmatch(line):
        return False
    plain = line.lower().replace("’", "'").strip("*_ ")
    if _TURNS.search(plain):
        return False
    sentences = [part.strip(" *_,-–—\"'()") for part in _STOP.split(plain)]
    said = [part for part in sentences if _LETTERS.search(part)]
    return bool(said) and all(map(_SENTENCE.match, said))
