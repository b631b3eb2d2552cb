"""Statements that begin with their letter, as "B is correct", and a bare letter at the end."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from rewardkit_verifiers.text.lib.choosing.ending import abbreviated

_CORRECT = re.compile(
    r"\s{1,3}(?:is|was|must\s{1,3}be|would\s{1,3}be(?=\s{1,3}the\s)|seems|appears|(?:seems|appears)\s{1,3}to\s{1,3}be)\s{1,3}"
    r"(?:(?:clearly|thus|therefore)\s{1,3})?(?:(?:the|my|our)\s{1,3})?"
    r"(?:(?:only|most|clearly|final|single)\s{1,3}){0,2}"
    r"(?:correct|right(?!\s{1,3}(?:angle|side|hand|triangle))|answer|(?:best|strongest|closest)(?=\W{0,3}(?:[^\s\w]|\Z)|\n"
    r"|\s{1,3}(?:answer|choice|option|response|pick|one|fit|match|of|because|since|as|for|here|among|in|given)\b)|one\s{1,3}(?:left|remaining)"
    r"|(?<=most\s)(?:likely|appropriate|accurate|suitable|plausible|fitting|reasonable)"
    r"|(?<=only\s)(?:option|choice|one|answer|statement)\s{1,3}(?:left|remaining|(?:that|which)\s{1,3}(?:satisf\w{1,4}"
    r"|fits|works|matches|holds|remains|is\s{1,3}(?:true|correct|right|consistent|valid|possible))))"
    r"(?:\s{1,3}(?:answer|choice|option|response|pick|one|fit|match))?\b"
    r"|,?\s{1,3}it\s{1,3}is(?=\s{0,3}(?:[.!\n]|\Z))",
    re.IGNORECASE,
)
# "B选项是正确的", "B项符合题意", "Bが正しい".
_CORRECT_HERE = re.compile(
    r"\s{0,3}(?:选项|選項|项|項)?\s{0,3}(?:的?(?:说法|描述|叙述|表述|内容))?\s{0,3}"
    r"(?:是|才是|为|が|は|가|이|은|는)?\s{0,2}(?:最)?(?:正确|正確|正しい|符合题意|正解|정답|맞)(?!吗|嗎|か|이?\s?아니)"
)
# After "only": "Only statement D is true".
_ALONE = re.compile(
    r"\s{1,3}(?:(?:is|was|can\s{1,3}be|must\s{1,3}be|stays|remains)(?:\s{1,3}(?:true|correct|right|valid|left"
    r"|possible|consistent|accurate)(?!\s{1,3}(?:out|behind)\b))|remains|fits|works|matches|holds|satisfies|survives)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\bonly[\s*_(\"']{1,4}(?:(?:option|choice|answer|statement|letter)\s{1,3})?[*_(\"']{0,3}$",
    re.IGNORECASE,
)
# The last word of a reply is a letter, behind a whole sentence: "Only D melts. D".
_ENDING = re.compile(r"(?<=[a-z][.!?])[ \t]{1,3}[*_(]{0,3}([A-Z0-9])[*_).]{0,4}\s{0,8}\Z")
_WINDOW = 32
_MOST = 500  # of them the last are read


@dataclass(frozen=True, slots=True)
class Subject:
    """A letter that a sentence calls right, and where that sentence begins and ends."""

    letter: str
    start: int
    end: int


def subjects(text: str, choices: str) -> list[Subject]:
    """Return the letters that sentences about them call right, whether or not they are denied.

    Example:
        >>> [one.letter for one in subjects("A is big. Only B is true. Option C is best.", "ABC")]
        ['B', 'C']
    """
    found = []
    letter = re.compile(rf"(?<![A-Za-z0-9_])[{choices}](?![A-Za-z0-9])[)\]*_\"'`]{{0,4}}")
    for match in deque(letter.finditer(text), maxlen=_MOST):
        right = _CORRECT.match(text, match.end()) or _CORRECT_HERE.match(text, match.end())
        if right is None and _ONLY.search(text[max(0, match.start() - _WINDOW) : match.start()]):
            right = _ALONE.match(text, match.end())
        if right is not None and text[right.end() : right.end() + 1] != "?":
            found.append(Subject(match[0][0], match.start(), right.end()))
    ending = _ENDING.search(text, max(0, len(text) - _WINDOW))
    line = text[text.rfind("\n") + 1 :]
    # "A cat. B dog. C" lists the options.
    if (
        ending
        and ending[1] in choices
        and not abbreviated(text[max(0, ending.start() - _WINDOW) : ending.start()])
        and {one[0][0] for one in letter.finditer(line)} == {ending[1]}
    ):
        found.append(Subject(ending[1], ending.start(1), ending.end(1)))
    return found
