"""Curves and regions in words with formulas in them: the segment joining 1 and -i is no 1, -i."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _MOST_LEAD = 300, 120
_THINGS = (
    r"(?:line|segment|bisector|circle|circumcircle|incircle|semicircle|mid-?point|locus|ellipse"
    r"|plane|half-?plane|half-?line|ray|interior|exterior|triangle|disk|disc|ball|arc|parabola"
    r"|hyperbola|annulus|region|sphere|altitude|median|diameter|chord|tangent|normal|diagonal"
    r"|square|rectangle|rhombus|strip|points?|mediatrix|axis)"
)
_RELATES = (
    r"(?:through|joining|connecting|between|from|to|cent(?:er|re)d?|radius|perpendicular|parallel"
    r"|bisecting|bounded|passing|of|on|tangent|within|inside|outside|with(?: the)? (?:endpoints?"
    r"|ends|vert\w+|foc\w+|diameter|cent(?:er|re)|radius)|whose|equidistant|minus|except)"
)
# The segment joining $1$ and $-i$, but not: the line $y = 2x$, the point $(1, 2)$.
_DESCRIBED = re.compile(
    rf"\W*(?:all (?:of )?)?(?:the|an?|it is|open|closed)?\s?(?:[A-Za-z-]+ ){{0,4}}?{_THINGS}\b"
    rf"(?P<rest>[^$]{{0,{_MOST_LEAD}}}?\b{_RELATES}\b[^$]{{0,60}}\$.*)",
    re.IGNORECASE | re.DOTALL,
)
_TELLS = re.compile(
    r"\b(?:is|are|was|equals?|gives?|get|have|has|implies|so|thus|hence|therefore|then|we|which"
    r"|because|since|obtain|find|there|answer|value|area|length|number|equation|maximum|minimum"
    r"|ratio|distance|slope|angle|volume)\b|:",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|except|without|if|unless)\b|n['’]t\b|[?？]")
_DRESS = re.compile(r"\\(?:text\w*|mathrm)\s?|\\[,;:! ]|\\left|\\right|[${}*_`~]|\bthe\b|\ban?\b")
_WORDS = (
    (re.compile(r"\b(?:connecting|between|from|with endpoints|with ends)\b"), "joining"),
    (re.compile(r"\b(?:line segment)\b"), "segment"),
    (re.compile(r"\b(?:centred|centered) (?:at|on|in)\b|\bwith cent(?:er|re)(?: at)?\b"), "about"),
    (re.compile(r"\bpassing through\b"), "through"),
    (re.compile(r"\b(?:to|with)\b"), "and"),
    (re.compile(r"\bmediatrix\b"), "perpendicular bisector"),
    (re.compile(r"\bpoints\b|\bpoint\b|\bof\b"), " "),
)


@lru_cache(maxsize=4096)
def is_described(gold: str) -> bool:
    """Whether a reference names a curve or region by what its formulas are to it.

    Example:
        >>> [is_described(one) for one in ("the segment joining $1$ and $-i$", "the line $y=2x$")]
        [True, False]
    """
    if len(gold) > _LONGEST or "$" not in gold:
        return False
    found = _DESCRIBED.match(gold)
    if found is None or "=" in found["rest"]:
        return False
    return _TELLS.search(_FORMULA.sub(" ", gold)) is None


_FORMULA = re.compile(r"\$[^$]*\$")


def same_description(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Return that an answer ends on the words of a reference; None where it does not.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees; it decides nothing here.
    """
    del prompt, policy
    if len(said) > 2 * _LONGEST or _DENIED.search(said):
        return None
    wanted, told = _plain(gold), _plain(said)
    if told == wanted or told.endswith(f" {wanted}"):
        return Verdict(True, "text", "the same curve in words")
    return None


def _plain(text: str) -> str:
    text = _DRESS.sub(" ", text.lower())
    for words, put in _WORDS:
        text = words.sub(f" {put} ", text)
    return " ".join(text.replace(",", " , ").replace("- ", "-").split()).strip(" .")
