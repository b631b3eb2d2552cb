"""Remarks that go on to a result, and sentences that hold more than one."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asked_value import asked_expression, squeezed
from rewardkit_verifiers.math.lib.extraction.prose.kinds import Sort
from rewardkit_verifiers.math.lib.extraction.prose.skeletons import skeleton_of
from rewardkit_verifiers.math.lib.extraction.prose.textbook import closing_value, has_formula
from rewardkit_verifiers.math.lib.extraction.prose.tokens import values


def leads_on(sentence: str, prompt: str, sort: Sort) -> bool:
    """Return whether a sentence that opens as a remark goes on to a result.

    Example:
        >>> leads_on("If $x-1=7$, we have $x=8$, so the sum is $8+4=12$.", "", "value")
        True
        >>> leads_on("This means that $x < 7$.", "", "value")
        False
    """
    leads = [match.end() for match in _LEADS.finditer(sentence)]
    behind = bool(leads) and any(one.begin >= leads[-1] for one in values(sentence))
    if not behind and _MEANS.match(sentence) is None:
        return False
    return bool(closing_value(sentence, prompt, sort))


def holds_several(sentence: str) -> bool:
    """Return whether a sentence with formulas holds several values, so that none of them is clear.

    Example:
        >>> holds_several("Hence $x=3$ and $y=4$."), holds_several("Hence $x=3$.")
        (True, False)
    """
    return has_formula(sentence) and len(skeleton_of(sentence, values(sentence))[1]) > 1


def answers(sentence: str, prompt: str) -> bool:
    """Return whether the last clause of a sentence says what the question names.

    Example:
        >>> answers("Note that $f(2)=7$, so the minimum is $7$.", "Find the minimum of $f$.")
        True
    """
    clause = sentence[max((match.start() for match in _LEADS.finditer(sentence)), default=0) :]
    asked = asked_expression(prompt)
    if asked and any(squeezed(one.text).startswith(asked) for one in values(clause)):
        return True
    question = set(_STEMS.findall(prompt[-_QUESTION:].lower()))
    return not question.isdisjoint(_STEMS.findall(clause.lower()))


_QUESTION = 240
_STEMS = re.compile(r"(?<![\\a-z])[a-z]{5}")
_LEADS = re.compile(
    r"[,$.)]\s*(?:and |then )?(?:so|hence|thus|therefore|which (?:means|gives|implies|yields|leaves"
    r"|tells us|equals|becomes)|then)\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"\W*(?:(?:this|that|it) (?:means|gives|leaves|tells|implies|yields|makes)|which (?:means|gives"
    r"|yields|implies|leaves|becomes|equals|we can solve)|in other words"
    r"|(?:rounding|multiplying|dividing|adding|subtracting|simplifying|combining|squaring)"
    r"|(?:checking|verifying)[^$.]{0,24}, we (?:find|see|get))\b",
    re.IGNORECASE,
)
