"""How a reply stands to an option at each place that names it: denied, thought of, said, concluded.

The words and marks beside a name tell: a denial or doubt before or behind it, a word that draws a
conclusion, a label, a mark in a table; or that it is a sentence of its own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rewardkit.reading.standing import standing
from rewardkit_verifiers.text.choice.conclusions import (
    ANY_MARKER,
    ASIDE,
    BAD,
    CALLED_FALSE,
    CALLED_TRUE,
    GOOD,
    HEADING,
    LABEL,
    LED,
    MARKER,
    PREDICATE,
    SEEMED,
    SET_ASIDE,
    TAKEN_UP,
    THOUGHT_OF,
)
from rewardkit_verifiers.text.choice.echo import echoes, question_words
from rewardkit_verifiers.text.choice.mentioned import joined, mentioned
from rewardkit_verifiers.text.choice.names import Name, Place
from rewardkit_verifiers.text.choice.parts import sentences
from rewardkit_verifiers.text.choice.polarity import asked_for, named_only
from rewardkit_verifiers.text.choice.reading import claimed
from rewardkit_verifiers.text.choice.wordlists import NOUN

DENIED, THOUGHT, PLAIN, CONCLUDED, LABELLED = -1, 0, 1, 2, 3
_MOST = 400  # of the places the last are read
_NEAR, _FEW_WORDS = 120, 8
_ITEM = re.compile(r"[\s>]{0,6}(?:[-*•+|]|\d{1,2}[.)]|[(*_]{0,4}[A-Z][.):])\s?")
_BOLD = re.compile(r"\*\*[^*\n]{1,200}\*\*|__[^_\n]{1,200}__")
_NOISE = re.compile(
    rf"\b(?:{NOUN}|the|a|an|la|le|el|die|der|das|il|lo|o)\b|[(（][^()（）\n]{{0,80}}[)）]"
    r"|\\[A-Za-z]{1,20}|[\W_\d]",
    re.IGNORECASE,
)
_LEADING = re.compile(r"\b(?:la|the|die|el|il|a|o)\s+$", re.IGNORECASE)
# What follows is said of something else.
_NEXT_CLAUSE = re.compile(
    r"[,;:—–](?!\s{0,3}(?:which|that|it|this)\b)|\b(?:since|because|as|while|whereas|but|and|weil"
    r"|denn|car|porque|parce|perché)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:，；：—–](?=\s|[^\x00-\x7f])|\b(?:but|sondern|sino|mais|ma)\b|而是", re.IGNORECASE
)
_ANEW = re.compile(
    r"[,;:]\s{1,3}(?:but|so|yet|then|and)\b|\bbut\b|[;—–]|\b(?:therefore|thus|hence|so)\b",
    re.IGNORECASE,
)
_ASKED_BACK = re.compile(r"[^.!\n]{0,60}[?？]")
_STOPS = re.compile(r"[\s*_$)\]}\"'`\\]{0,8}(?:[.!?,;]|\Z|\n)")
_EQUALS = re.compile(r"[=≈]\s{0,3}[$\\\s{+]{0,4}$")
_RESULT = re.compile(r"\b(?:is|are|be|equals?|returns?|gives?|gets?|yields?|prints?)[\s$`]{1,3}$")
_ONLY = re.compile(
    r"(?<!not )\b(?:only|nur|seulement|solo|somente|только)\s{1,3}(?:the\s{1,3}|an?\s{1,3})?$",
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
_OPENS = ("", ",", ";", ":", "—", "–")
_ARROWS = ("→", "⇒", "=", "-")
_ENGLISH = re.compile(r"\b(?:the|is|are|was|of|and|it|to|not|a|an)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """What a question says: its words, and whether it asks for a wrong or least likely option."""

    words: frozenset[str]
    asked: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Question:
        """Return it for the text of a prompt, which may list the options."""
        return cls(question_words(text), asked_for(text))


@dataclass(frozen=True, slots=True)
class Stance:
    """How a reply stands to an option at a place.

    Attributes:
        place: Where the option is named.
        strength: From `DENIED` to `LABELLED`.
        sentence: The number of the sentence.
        fixed: Whether its setting tells its strength (alone, bold, marked), not a word before it.
        linked: Whether only a word such as `or` stands between it and the place before.
    """

    place: Place
    strength: int
    sentence: int
    fixed: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class _Around:
    """The text around a place: its sentence, what stands before and behind it there."""

    text: str
    place: Place
    start: int
    end: int
    number: int
    last: bool
    heading: bool
    upto: int

    @property
    def head(self) -> str:
        return self.text[self.start : self.place.start]

    @property
    def tail(self) -> str:
        return self.text[self.place.end : self.end]


def stances(
    text: str, options: Mapping[str, str], names: Sequence[Name], question: Question
) -> list[Stance]:
    """Return how a reply stands to an option at each place that names one, in order.

    Example:
        >>> from rewardkit_verifiers.text.choice.names import names_of
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
        around = _Around(text, place, *parts[at], at, at == len(parts) - 1, heading, upto)
        strength, fixed = _strength(around, question, bold)
        linked = link and bool(result) and result[-1].sentence == at
        if linked and strength >= PLAIN:
            before = result[-1]
            if not (before.strength == DENIED and strength >= CONCLUDED):
                strength, fixed = before.strength, before.fixed
        result.append(Stance(place, strength, at, fixed, linked))
        if linked and strength == DENIED:
            _deny_linked(result)
    return result


def _deny_linked(found: list[Stance]) -> None:
    """Deny what stands before the last place, joined to it: "Rome and Oslo are wrong"."""
    for index in range(len(found) - 1, 0, -1):
        if not found[index].linked or found[index - 1].strength != PLAIN:
            return
        found[index - 1] = replace(found[index - 1], strength=DENIED)


def _strength(
    around: _Around, question: Question, bold: Sequence[tuple[int, int]]
) -> tuple[int, bool]:
    """Return how strongly a place is said, and whether its setting tells that."""
    place, head, tail = around.place, around.head, around.tail
    first = not _LEADING.sub("", _ITEM.sub("", head)).strip(" \t*_\"'`“‘([{$\\>#|-")
    if not question.asked and first and (verdict := _verdict(around)):
        return verdict, True
    if _is_denied(around, question):
        return DENIED, False
    if "false" in question.asked and CALLED_FALSE.match(tail):
        return CONCLUDED, False
    if _is_thought(around, question):
        return THOUGHT, False
    low = max(0, place.start - _NEAR)
    label = LABEL.search(around.text[low : place.start])
    marker = MARKER.search(head[-_NEAR:])
    cue = label or marker
    if cue is not None and cue[0].lstrip()[:1] not in _ARROWS:
        begin = (low if label else max(around.start, place.start - _NEAR)) + _begins(cue)
        if not claimed(around.text, begin, place.end, question.asked):
            return THOUGHT, False
    alone = not _NOISE.sub("", head) and not _NOISE.sub("", tail)
    if label or (around.heading and (first or alone)):
        return LABELLED, True
    if alone or (first and LED.match(tail) and _may_lead(around) and not _MORE.match(tail)):
        return CONCLUDED, True
    if _is_concluded(around, question, marker is not None):
        return CONCLUDED, False
    if not place.weak and _is_pressed(around, bold):
        return CONCLUDED, True
    return PLAIN, False


def _is_concluded(around: _Around, question: Question, marker: bool) -> bool:
    place, head, tail = around.place, around.head, around.tail
    named = not place.weak or place.kind == "letter"
    if named and not question.asked and (PREDICATE.match(tail) or _is_taken_up(around)):
        return True
    if marker and (named or _STOPS.match(tail)):
        return True
    if place.kind == "letter":
        return _ends(head, tail) or (not place.weak and _follows(head))
    if not place.weak and (_ONLY.search(head) or _follows(head)):
        return True
    if place.weak:
        result = _EQUALS.search(head) or (_RESULT.search(head) and _follows(head))
        if not _STOPS.match(tail):
            return False
        if (result and around.last) or _SAYS_TRUE.search(head):
            return True
    return echoes(head, tail, question.words, question.asked)


def _is_taken_up(around: _Around) -> bool:
    """Whether the next words say that what was named is the answer, as "so it is the right one"."""
    place, text = around.place, around.text
    return TAKEN_UP.match(text, place.end, min(len(text), around.upto)) is not None


def _is_pressed(around: _Around, bold: Sequence[tuple[int, int]]) -> bool:
    """Whether a place stands in bold letters with few other words, and heads no item."""
    place = around.place
    for start, end in bold:
        if start <= place.start and place.end <= end:
            few = len(around.text[start:end].split()) <= _FEW_WORDS
            return few and not _ITEM.fullmatch(around.head)
    return False


def _begins(cue: re.Match[str]) -> int:
    """Return where the first word of a cue begins."""
    return cue.start() + len(cue[0]) - len(cue[0].lstrip(" \n.!?*_#>\"'-"))


def _verdict(around: _Around) -> int:
    """Return what a mark or a word behind the name of an item says of it, or 0."""
    item = _ITEM.match(around.head) is not None
    if around.place.weak and not item:
        return 0
    text, place = around.text, around.place
    # "- Ribosome: makes proteins. No." goes on to the end of its line.
    line = text.find("\n", place.end)
    end = around.end if not item else (line if line >= 0 else len(text))
    tail = text[place.end : min(end, around.upto)] + ("…" if around.upto < end else "")
    good, bad = GOOD.search(tail), BAD.search(tail)
    if good and not bad:
        return CONCLUDED
    return DENIED if bad and not good else 0


def _may_lead(around: _Around) -> bool:
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


def _is_denied(around: _Around, question: Question) -> bool:
    place, head, tail = around.place, around.head, around.tail
    if SET_ASIDE.search(_CLAUSE.split(head)[-1]):
        return True
    if question.asked:
        return "false" in question.asked and CALLED_TRUE.match(tail) is not None
    if SEEMED.match(tail):
        return True
    low = max(around.start, place.start - _NEAR)
    goes_on = _NEXT_CLAUSE.search(tail)
    window = around.text[low : place.end] + tail[: goes_on.start() if goes_on else _NEAR][:_NEAR]
    return standing(window, place.start - low, place.end - low, claim=False) == "denied"


def _is_thought(around: _Around, question: Question) -> bool:
    place = around.place
    if _ASKED_BACK.match(around.tail) or THOUGHT_OF.search(_ANEW.split(around.head)[-1]):
        return True
    return named_only(around.text, place.start, place.end, question.asked)
