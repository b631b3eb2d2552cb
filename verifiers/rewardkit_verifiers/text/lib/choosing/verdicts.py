"""Whether what surrounds the name of an option denies it, only thinks of it, or marks it right."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rewardkit.reading.standing import standing
from rewardkit_verifiers.text.lib.choosing.conclusions import (
    BAD,
    CALLED_TRUE,
    GOOD,
    MARKED,
    OTHER_PART,
    SEEMED,
    SET_ASIDE,
    THOUGHT_OF,
    TICKED,
    UNTICKED,
)
from rewardkit_verifiers.text.lib.choosing.declining import listed_as_wrong
from rewardkit_verifiers.text.lib.choosing.echo import copies, question_words, sayings
from rewardkit_verifiers.text.lib.choosing.names import Place
from rewardkit_verifiers.text.lib.choosing.polarity import asked_for, named_only

DENIED, THOUGHT, PLAIN, CONCLUDED, MARKED_RIGHT, LABELLED = -1, 0, 1, 2, 3, 4
NEAR, _FAR = 120, 240
ITEM = re.compile(r"[\s>]{0,6}(?:[-*•+|]|\d{1,2}[.)]|[(*_]{0,4}[A-Z][.):])\s?")
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
    r"[,;:]\s{1,3}(?:but|so|yet|then|and|finally|now|ultimately|in\s{1,3}the\s{1,3}end|eventually)\b|\bbut\b|[;—–]|\b(?:therefore|thus|hence|so)\b",
    re.IGNORECASE,
)
_ASKED_BACK = re.compile(r"[^.!\n]{0,60}[?？]")
_IS_ASKED = re.compile(
    r"(?:does|do|did|is|are|was|were|can|could|will|would|should|has|have|how|what|which|why|who|when"
    r"|where)\s(?:\S{1,40}\s{1,3}){3}",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\s{0,2}[?？][\s*_\"'`)\]]{0,6}\Z")
_RATHER = re.compile(
    r"(?:\b(?:sondern|sino|bensì|lecz)\s{1,3}(?:(?:der|die|das|el|la|il)\s{1,3})?|而是)[*_(]{0,4}$",
    re.IGNORECASE,
)
# Here "ni" is the verb, and no denial.
_SWAHILI = re.compile(r"\b(?:jibu|sahihi)\s{1,3}ni\s{1,3}[*_(]{0,4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """What a question says: its words, and whether it asks for a wrong or least likely option.

    Attributes:
        words: Its words that are no function words.
        asked: What it asks for, of `asked_for`.
        said: All its words in order, of `sayings`.
    """

    words: frozenset[str]
    asked: frozenset[str]
    said: str = ""

    @classmethod
    def of(cls, text: str) -> Question:
        """Return it for the text of a prompt, which may list the options."""
        return cls(question_words(text), asked_for(text), sayings(text))


@dataclass(frozen=True, slots=True)
class Around:
    """The text around a place.

    Attributes:
        text: The reply.
        place: Where an option is named.
        start: Where the sentence begins.
        end: Where it ends.
        number: Which sentence it is.
        last: Whether no other follows.
        heading: Whether the sentence before is a heading for the answer.
        upto: Where the next place begins.
    """

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
        """Return what of the sentence stands before the name, the end of it if it is long."""
        low = self.place.start - _FAR
        if low <= self.start:
            return self.text[self.start : self.place.start]
        return "x " + self.text[low : self.place.start]

    @property
    def tail(self) -> str:
        """Return what of the sentence stands behind the name, the beginning if it is long."""
        return self.text[self.place.end : min(self.end, self.place.end + _FAR)]


def mark(around: Around) -> int:
    """Return what a mark beside a name says of it, or 0."""
    if TICKED.search(around.head) or UNTICKED.search(around.head):
        return MARKED_RIGHT if TICKED.search(around.head) else DENIED
    found = MARKED.match(around.text, around.place.end)
    if found is None:
        return 0
    return MARKED_RIGHT if found["good"] or found["yes"] else DENIED


def verdict_of(around: Around) -> int:
    """Return what a mark or a word behind the name of an item says of it, or 0."""
    item = ITEM.match(around.head) is not None
    if around.place.weak and not item:
        return 0
    text, place = around.text, around.place
    # "- Ribosome: makes proteins. No." goes on to the end of its line.
    line = text.find("\n", place.end)
    end = around.end if not item else (line if line >= 0 else len(text))
    stop = min(end, around.upto, place.end + _FAR)
    tail = text[place.end : stop] + ("…" if stop < end else "")
    good, bad = GOOD.search(tail), BAD.search(tail)
    if good and not bad:
        return MARKED_RIGHT
    return DENIED if bad and not good else 0


def is_denied(around: Around, question: Question) -> bool:
    """Return whether a name is set aside or said to be wrong."""
    place, head, tail = around.place, around.head, around.tail
    if _SWAHILI.search(head) or _RATHER.search(head):
        return False
    if SET_ASIDE.search(_CLAUSE.split(head)[-1]):
        return True
    if place.kind == "letter" and listed_as_wrong(around.text, place.start):
        return True
    if question.asked:
        return "false" in question.asked and CALLED_TRUE.match(tail) is not None
    if SEEMED.match(tail):
        return True
    low = max(around.start, place.start - NEAR)
    goes_on = _NEXT_CLAUSE.search(tail)
    window = around.text[low : place.end] + tail[: goes_on.start() if goes_on else NEAR][:NEAR]
    return standing(window, place.start - low, place.end - low, claim=False) == "denied"


def is_thought(around: Around, question: Question) -> bool:
    """Return whether a name is only asked, supposed, or said to be what others think."""
    place = around.place
    if copies(around.text[around.start : around.end], question.said):
        return True
    if not question.asked and OTHER_PART.search(around.head):
        return True
    if place.kind == "text" and _IS_ASKED.match(around.text, place.start, place.end):
        # An option that is a question, and no more than it: "Does wax make the board faster?"
        return bool(around.head.strip(" *_\"'`([>")) or not _ASKS.match(around.tail)
    if _ASKED_BACK.match(around.tail) or THOUGHT_OF.search(_ANEW.split(around.head)[-1]):
        return True
    return named_only(around.text, place.start, place.end, question.asked)
