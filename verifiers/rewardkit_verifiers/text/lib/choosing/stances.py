"""How a reply stands to an option at each place that names it: denied, thought of, said, concluded.

The words and marks beside a name tell: a denial or doubt before or behind it, a word that draws a
conclusion, a label, a mark in a table; or that it is a sentence of its own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rewardkit_verifiers.text.lib.choosing.closing import closes_on, told_by_letter
from rewardkit_verifiers.text.lib.choosing.conclusions import (
    ANY_MARKER,
    ASIDE,
    CALLED_FALSE,
    HEADING,
    LABEL,
    LED,
    MARKER,
    PREDICATE,
    SHARE,
    TAKEN_UP,
)
from rewardkit_verifiers.text.lib.choosing.echo import echoes
from rewardkit_verifiers.text.lib.choosing.mentioned import joined, mentioned
from rewardkit_verifiers.text.lib.choosing.names import Name, Place
from rewardkit_verifiers.text.lib.choosing.parts import sentences
from rewardkit_verifiers.text.lib.choosing.reading import claimed
from rewardkit_verifiers.text.lib.choosing.verdicts import (
    CONCLUDED,
    DENIED,
    ITEM,
    LABELLED,
    NEAR,
    PLAIN,
    THOUGHT,
    Around,
    Question,
    is_denied,
    is_thought,
    mark,
    verdict_of,
)
from rewardkit_verifiers.text.lib.choosing.wordlists import NOUN

_MOST = 100  # of the places the last are read
_FEW_WORDS, _SHARES = 8, 2
_BOLD = re.compile(r"\*\*[^*\n]{1,200}\*\*|__[^_\n]{1,200}__")
_NOISE = re.compile(
    rf"\b(?:{NOUN}|the|a|an|la|le|el|die|der|das|il|lo|o|probably|(?:most\s)?likely"
    r"|definitely|surely|certainly|clearly|obviously|simply|just)\b|です|である|입니다|이다|예요|번|选项|選項|[(（][^()（）\n]{{0,80}}[)）]"
    r"|\\[A-Za-z]{1,20}|[\W_\d]",
    re.IGNORECASE,
)
_LEADING = re.compile(r"\b(?:la|the|die|el|il|a|o)\s+$", re.IGNORECASE)
_STOPS = re.compile(r"[\s*_$)\]}\"'`\\]{0,8}(?:[.!?,;]|\Z|\n)")
_EQUALS = re.compile(r"[=≈]\s{0,3}[$\\\s{+]{0,4}$")
_RESULT = re.compile(r"\b(?:is|are|be|equals?|returns?|gives?|gets?|yields?|prints?)[\s$`]{1,3}$")
_ONLY = re.compile(
    r"(?<!not )\b(?:only|nur|seulement|solo|somente|только|sondern|sino|bensì|lecz)"
    r"\s{1,3}(?:the\s{1,3}|an?\s{1,3})?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"[\s*_]{0,3},\s{1,3}(?!because|since|as\b|which|not\b|it\b|for\b|but\b)(?:(?-i:[A-Z])|[^\W\d]{2,20})"
    r"(?:\s{1,3}[^\W\d]{2,20})?(?:,|\s{1,3}(?:and|or|und|oder|et|ou|y|o|e|и|или)\s)",
    re.IGNORECASE,
)
_SAYS_TRUE = re.compile(
    r"\b(?:statement|claim|assertion|proposition|sentence|it)\s{1,3}is\s{1,3}(?:\w{1,12}ly\s{1,3})?$",
    re.IGNORECASE,
)
# Behind a first word such as yes: it says that the reply begins.
_COURTESY = re.compile(
    r"[,.!]\s{1,3}(?:i\s{1,3}(?:can|could|will|would)\s{1,3}(?:help|try|be\s{1,3}(?:happy|glad))|i['’](?:d|ll)\s{1,3}(?:be|try|help)"
    r"|let(?:['’]s|\s{1,3}(?:me|us))\s{1,3}(?:think|see|look|start|begin|check|try)|wait\b|(?:great|good|nice)\s{1,3}question"
    r"|this\s{1,3}is\s{1,3}an?\s{1,3}(?:hard|good|great|tough|nice|tricky|interesting)\s)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_OPENS = ("", ",", ";", ":", "—", "–")
_ARROW = re.compile(r"[\s*_)\]]{0,4}(?:->|→|=>|⇒)[\s*_(\[]{0,4}")
_CHOOSES_OF = re.compile(
    r"\W{0,3}(?:between|among|of|out\s{1,3}of|from)\b[^.!?\n]{1,120}[,:—–]\s{0,3}[*_(]{0,4}$",
    re.IGNORECASE,
)
_ARROWS = ("→", "⇒", "=", "-")
_ENGLISH = re.compile(r"\b(?:the|is|are|was|of|and|it|to|not|a|an)\b")


@dataclass(frozen=True, slots=True)
class Stance:
    """How a reply stands to an option at a place.

    Attributes:
        place: Where the option is named.
        strength: From `DENIED` to `LABELLED`.
        sentence: The number of the sentence.
        fixed: Whether its setting tells its strength (alone, bold, marked), not a word before it.
        linked: Whether only a word such as `or` stands between it and the place before.
        pressed: Whether it stands in bold letters.
    """

    place: Place
    strength: int
    sentence: int
    fixed: bool = False
    linked: bool = False
    pressed: bool = False


def stances(
    text: str, options: Mapping[str, str], names: Sequence[Name], question: Question
) -> list[Stance]:
    """Return how a reply stands to an option at each place that names one, in order.

    Example:
        >>> from rewardkit_verifiers.text.lib.choosing.names import names_of
        >>> options = {"A": "Oxygen", "B": "Helium"}
        >>> said = "Not helium. So it is oxygen."
        >>> [one.strength for one in stances(said, options, names_of(options), Question.of(""))]
        [-1, 2]
    """
    found = mentioned(text, options, names)[-_MOST:]
    parts = sentences(text, found)
    links = joined(text, found)
    bold = [(one.start(), one.end()) for one in _BOLD.finditer(text)]
    result: list[Stance] = []
    at = 0
    for index, (place, link) in enumerate(zip(found, links, strict=True)):
        while at < len(parts) - 1 and parts[at][1] <= place.start:
            at += 1
        heading = at > 0 and HEADING.match(text[slice(*parts[at - 1])].strip()) is not None
        upto = found[index + 1].start if index + 1 < len(found) else len(text)
        around = Around(text, place, *parts[at], at, at == len(parts) - 1, heading, upto)
        strength, fixed = _strength(around, question, bold)
        if strength == PLAIN and place.kind == "letter" and around.last and not question.asked:
            by_letter = upto == len(text) and told_by_letter(options.values())
            if by_letter and closes_on(around.head, around.tail, question.words):
                strength = CONCLUDED
        linked = link and bool(result) and result[-1].sentence == at
        if linked and strength >= PLAIN:
            before = result[-1]
            if not (before.strength == DENIED and strength >= CONCLUDED):
                strength, fixed = before.strength, before.fixed
        pressed = any(start <= place.start and place.end <= end for start, end in bold)
        result.append(Stance(place, strength, at, fixed, linked, pressed))
        if linked and strength == DENIED:
            _deny_linked(result)
    return _without_shares(text, result)


def _without_shares(text: str, found: list[Stance]) -> list[Stance]:
    """Return stances, of options that are only given shares of belief as thoughts."""
    shared = [one for one in found if SHARE.match(text, one.place.end)]
    if len({one.place.letter for one in shared}) < _SHARES:
        return found
    return [
        replace(one, strength=min(one.strength, THOUGHT)) if one in shared else one for one in found
    ]


def _deny_linked(found: list[Stance]) -> None:
    """Deny what stands before the last place, joined to it: "Rome and Oslo are wrong"."""
    for index in range(len(found) - 1, 0, -1):
        if not found[index].linked or found[index - 1].strength != PLAIN:
            return
        found[index - 1] = replace(found[index - 1], strength=DENIED)


def _strength(
    around: Around, question: Question, bold: Sequence[tuple[int, int]]
) -> tuple[int, bool]:
    """Return how strongly a place is said, and whether its setting tells that."""
    place, head, tail = around.place, around.head, around.tail
    first = not _LEADING.sub("", ITEM.sub("", head)).strip(" \t*_\"'`“‘([{$\\>#|-")
    if not question.asked and (verdict := mark(around) or (first and verdict_of(around))):
        return verdict, True
    if _ARROW.fullmatch(around.text, place.end, around.upto):
        return THOUGHT, False  # "C -> B"
    if is_denied(around, question):
        return DENIED, False
    if "false" in question.asked and CALLED_FALSE.match(tail):
        return CONCLUDED, False
    if is_thought(around, question):
        return THOUGHT, False
    low = max(0, place.start - NEAR)
    label = LABEL.search(around.text[low : place.start])
    marker = MARKER.search(head[-NEAR:])
    cue = label or marker
    if cue is not None and cue[0].lstrip()[:1] not in _ARROWS:
        begin = (low if label else max(around.start, place.start - NEAR)) + _begins(cue)
        # "My teacher says helium, I say neon": what others say ends before "I".
        own = around.text[begin - 2 : begin].strip() == "," and cue[0].lstrip(" ,")[:2] in (
            "I ",
            "i ",
        )
        text, at = (around.text[begin:], begin) if own else (around.text, 0)
        if not claimed(text, begin - at, place.end - at, question.asked):
            return THOUGHT, False
    if place.weak and around.number == 0 and _COURTESY.match(around.text, place.end):
        return PLAIN, False
    alone = not _NOISE.sub("", head) and not _NOISE.sub("", tail)
    if place.weak and _DIGIT.search(ITEM.sub("", head) + tail):
        alone = False  # "2 + 2 = 4"
    if label or (around.heading and (first or alone)):
        return LABELLED, True
    if alone or (first and LED.match(tail) and _may_lead(around) and not _MORE.match(tail)):
        return CONCLUDED, True
    if _is_concluded(around, question, marker is not None):
        return CONCLUDED, False
    if not place.weak and _is_pressed(around, bold):
        return CONCLUDED, True
    return PLAIN, False


def _is_concluded(around: Around, question: Question, marker: bool) -> bool:
    place, head, tail = around.place, around.head, around.tail
    named = not place.weak or place.kind == "letter"
    if named and not question.asked and (PREDICATE.match(tail) or _is_taken_up(around)):
        return True
    if marker and (named or _STOPS.match(tail)):
        return True
    if _CHOOSES_OF.match(head) and _STOPS.match(tail):
        return True  # "Between B and C, B."
    if place.kind == "letter":
        return _ends(head, tail) or (not place.weak and _follows(head))
    if not place.weak and (_ONLY.search(head) or _follows(head)):
        return True
    if place.weak:
        result = _EQUALS.search(head) or (_RESULT.search(head) and _follows(head))
        if not _STOPS.match(tail):
            return place.kind == "text" and _fills_gap(around, question)
        if (result and around.last) or _SAYS_TRUE.search(head):
            return True
    return echoes(head, tail, question.words, question.asked)


def _fills_gap(around: Around, question: Question) -> bool:
    """Whether the clause says the question with a number in its gap: "it has six sides"."""
    return echoes(around.head, around.tail, question.words, question.asked)


def _is_taken_up(around: Around) -> bool:
    """Whether the next words say that what was named is the answer, as "so it is the right one"."""
    place, text = around.place, around.text
    return TAKEN_UP.match(text, place.end, min(len(text), around.upto)) is not None


def _is_pressed(around: Around, bold: Sequence[tuple[int, int]]) -> bool:
    """Whether a place stands in bold letters with few other words, and heads no item."""
    place = around.place
    for start, end in bold:
        if start <= place.start and place.end <= end:
            few = len(around.text[start:end].split()) <= _FEW_WORDS
            return few and not ITEM.fullmatch(around.head)
    return False


def _begins(cue: re.Match[str]) -> int:
    """Return where the first word of a cue begins."""
    return cue.start() + len(cue[0]) - len(cue[0].lstrip(" \n.!?,;*_#>\"'-"))


def _may_lead(around: Around) -> bool:
    """Whether a name that begins a sentence may be an answer, as "5: ..." and no "5, 6 or 7"."""
    place, tail = around.place, around.tail
    if not place.weak or place.kind == "letter":
        return True
    comma = tail.lstrip(" *_").startswith(",") and around.text[place.start : place.end].isalpha()
    return around.number == 0 and (comma or not tail.lstrip(" *_").startswith(","))


def _ends(head: str, tail: str) -> bool:
    """Whether a letter is the last word of a short sentence that is not English."""
    if tail.strip(" \t\r\n.!。！*_)]}$\"'`»”|") or len(head.split()) > _FEW_WORDS:
        return False
    return bool(head.strip()) and not head.isascii() and _ENGLISH.search(head) is None


def _follows(head: str) -> bool:
    """Whether a word that draws a conclusion begins the sentence, and no aside stands between."""
    marker = deque(ANY_MARKER.finditer(head), maxlen=1)
    if not marker or head[: marker[0].start()].rstrip(" \t*_>#-\"'(")[-1:] not in _OPENS:
        return False
    between = head[marker[0].end() :].lstrip(" ,:")
    return ASIDE.search(between) is None and len(between.split()) <= _FEW_WORDS
