r"""The value of a sentence as textbooks write it: formulas, and the result in the last clause."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asked_value import (
    asked_expression,
    asks_extreme,
    squeezed,
)
from rewardkit_verifiers.math.lib.extraction.prose.kinds import Sort
from rewardkit_verifiers.math.lib.extraction.prose.members import member
from rewardkit_verifiers.math.lib.extraction.prose.skeletons import (
    NAMED,
    VALUE,
    last_clause,
    skeleton_of,
)
from rewardkit_verifiers.math.lib.extraction.prose.tokens import Value, key, values, with_unit

_LONGEST = 1_500
_SORTS = ("value", "decimal", "equation", "list")
_ADVERBS = (
    r"(?:\s*(?:then|thus|therefore|hence|exactly|precisely|now|simply|just|only|also|indeed"
    r"|equal to"
    r"|given by|a total of|clearly|finally|actually|the|an?|always|of|in fact|again|either))*\s*"
)
_COPULA = re.compile(
    rf"\b(?:is|are|was|were|be|equals?|becomes?|to be|comes? to|measures?|has|have|had|contains?"
    rf"|makes?|leaves?|gains?|costs?|takes?|pays?|paid|needs?|remains?|there (?:are|is"
    rf"|were))\b{_ADVERBS}\Z",
    re.IGNORECASE,
)
_BEING = re.compile(
    rf"\b(?:is|are|was|were|be|equals?|becomes?|comes? to|to be)\b{_ADVERBS}\Z", re.IGNORECASE
)
_THERE = re.compile(rf"\bthere (?:are|is|were)\b{_ADVERBS}\Z", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\W*(?:since|as|because|if|when|setting|with|for|from|after|in|at|given|once|until"
    r"|[A-Z]?[a-z]+ing"
    r"|by|to|using)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"(?:\b(?:not|never|cannot|nor|neither|except|unless|without|instead of|rather than)\b"
    r"|n['’]t\b)"
    r"(?:(?!\b(?:is|are|equals?|be)\b)[^.;,=]){0,40}\Z",
    re.IGNORECASE,
)
_DENIES_IT = re.compile(
    r"(?:\b(?:is|are|be|does|do|can|could|would|will)\s*not\b|n['’]t\b|\bcannot\b)(?:\s+(?:be|equal"
    r"|exactly|just|simply|to|the|an?|have|actually))*\s*\Z",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(
    r"[^.;,]{0,30}\b(?:can(?:not|['’]t| not)|is impossible|fails?|do(?:es)? not|do(?:es)?n['’]t"
    r"|is (?:wrong|false|not|too|incorrect|extraneous|impossible|invalid)|isn['’]t|contradicts?"
    r"|are (?:not|extraneous|impossible)|aren['’]t|is(?:n['’]t)? (?:neither|nearly))\b"
)
_DOUBTFUL = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|might|guess\w*|unsure|suppose|supposing|assume|assuming"
    r"|imagine|would|should|some say|claims?|someone|tempting|wrong|incorrect|mistake\w*|whether"
    r"|try"
    r"|let|want|need to|goal|asks?|question)\b|[?？]",
    re.IGNORECASE,
)
_LEAST = re.compile(r"\b(?:at least|no (?:less|fewer) than|minimum of)\s*\Z", re.IGNORECASE)
_MOST = re.compile(r"\b(?:at most|no more than|up to|maximum of)\s*\Z", re.IGNORECASE)
_BOUNDS = re.compile(
    r"\b(?:at (?:least|most)|(?:more|less|fewer|greater|larger|smaller|higher|lower|later|earlier)"
    r"(?: \w+)? than|up to|below|above|between|over|under|exceeds?|nearly|almost|about|around"
    r"|roughly"
    r"|approximately|close to|no (?:more|less|fewer) than|multiples? of|divisible by|power of"
    r"|factors? of"
    r"|divided by|modulo|mod|base|out of|per|first|last|next|another|only if|twice|half|double"
    r"|triple|times"
    r"|percent of|consider|than|from|before|after)\s*(?:the |an? )?\Z",
    re.IGNORECASE,
)
_OF_BEHIND = re.compile(
    r"\s*(?:\w+\s)?(?:more|less|times|fewer|greater|smaller|larger|higher|out of|away|than|short"
    r"|of (?:the|these|those|them|its|their|all))\b"
)


def closing_value(sentence: str, prompt: str, sort: Sort) -> str:
    r"""Return the value on which a sentence with formulas ends; empty where none is certain.

    Args:
        sentence: A sentence of a reply.
        prompt: The question; what it asks for decides between several formulas.
        sort: The sort of the reference.

    Example:
        >>> closing_value("This means that $x-18=25$, so $x=43$.", "", "value")
        '43'
        >>> closing_value("Thus $m=-1$, $b=6$ and $m+b=5$.", "Compute $m+b$.", "value")
        '5'
        >>> closing_value("Hence $x=3$ and $y=4$.", "", "value")
        ''
    """
    if len(sentence) > _LONGEST or sort not in _SORTS or not has_formula(sentence):
        return ""
    found = values(sentence)
    skeleton, kept = skeleton_of(sentence, found)
    if not kept or _DOUBTFUL.search(skeleton):
        return ""
    asked = asked_expression(prompt)
    if asked and sort != "list":
        hits = [one for one in kept if squeezed(one.text).startswith(asked)]
        if hits and hits[-1] is kept[-1] and _stands(skeleton, len(kept) - 1):
            said = member(hits[-1].text, prompt, sort)
            if said:
                return said
    clause, first = last_clause(skeleton, kept)
    if sort == "equation" and first + clause.count(VALUE) < len(kept):
        return ""  # a condition belongs to an equation
    chosen = _choose(clause, kept[first : first + clause.count(VALUE)], prompt, sort)
    if chosen is None:
        return ""
    at = kept.index(chosen)
    if not _stands(skeleton, at) or _is_of_another(chosen.text, asked):
        return ""
    said = member(chosen.text, prompt, sort)
    return with_unit(sentence, chosen) if said == chosen.text and not chosen.formula else said


def has_formula(sentence: str) -> bool:
    """Return whether a sentence holds a formula between marks of one."""
    return "$" in sentence or "\\(" in sentence


def _choose(clause: str, held: list[Value], prompt: str, sort: Sort) -> Value | None:
    """Return the one of the values of a clause that it states, or None."""
    if not held:
        return None
    texts = clause.split(VALUE)
    if sort == "list":
        return held[0] if len(held) == 1 and _listed(held[0].text) else None
    if len(held) == 1:
        return held[0] if _may_state(texts[0], texts[1], prompt) else None
    if (solved := _solved(held)) is not None:
        return solved
    if _BEING.search(texts[-2]) and _may_state(texts[-2], texts[-1], prompt):
        joins = re.fullmatch(r"\s*(?:,|and|,\s*and|or)\s*", texts[-2]) is not None
        return None if joins else held[-1]
    given = {key(number) for number in _NUMBERS.findall(prompt)}
    if _THERE.search(texts[0]) and all(key(one.text) in given for one in held[1:]):
        return held[0]
    comma = clause.rfind(", ", 0, clause.rfind(VALUE))
    if comma > 0 and _SUBORDINATE.match(clause) and clause.count(VALUE, comma) == 1:
        tail = clause[comma:].split(VALUE)
        return held[-1] if _may_state(tail[0], tail[1], prompt) else None
    return None


_NUMBERS = re.compile(r"\d[\d,.]*")


def _listed(text: str) -> bool:
    return "," in text and "=" not in text


def _may_state(before: str, behind: str, prompt: str) -> bool:
    """Whether words leave the one value of a clause as what it states."""
    if _OF_BEHIND.match(behind):
        return False
    bound = _BOUNDS.search(before)
    if bound is None:
        return True
    extreme = asks_extreme(prompt)
    if _LEAST.search(before):
        return extreme == "least"
    if _MOST.search(before):
        return extreme == "most"
    return False


def _is_of_another(formula: str, asked: str) -> bool:
    """Whether a formula says what some expression around the one asked for is: x^2 for x."""
    said, equals, _ = squeezed(formula).partition("=")
    return bool(asked and equals) and said != asked[:-1] and asked[:-1] in _COMMANDS.sub("", said)


_COMMANDS = re.compile(r"\\[A-Za-z]+")


def _solved(held: list[Value]) -> Value | None:
    """Return the last of several formulas where it solves all the others: 2x = 70 and x = 35."""
    last = NAMED.fullmatch(held[-1].text.strip(" .,"))
    if last is None or not all(one.formula for one in held):
        return None
    name = re.escape(last[1])
    alone = re.compile(rf"\s*{name}\s*=")
    used = re.compile(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])")
    for one in held[:-1]:
        if "=" not in one.text or alone.match(one.text) or not used.search(one.text):
            return None
    return held[-1]


def _stands(skeleton: str, at: int) -> bool:
    """Whether no words beside a value deny it."""
    spot = -1
    for _ in range(at + 1):
        spot = skeleton.find(VALUE, spot + 1)
    before, behind = skeleton[:spot], skeleton[spot + 1 :]
    return not (_DENIES.search(before) or _DENIES_IT.search(before) or _DENIED_BEHIND.match(behind))
