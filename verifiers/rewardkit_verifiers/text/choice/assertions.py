"""Which option a reply ends up asserting, where it names options by their texts or in other words.

Each place that names an option is denied, only thought of, said plainly, said as a conclusion, or
set where an answer goes. What is said more strongly decides; of conclusions the last.
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
    CHANGED,
    GOOD,
    HEADING,
    LABEL,
    LED,
    MARKER,
    PREDICATE,
    SEEMED,
    SET_ASIDE,
    THOUGHT_OF,
    UNDECIDED,
)
from rewardkit_verifiers.text.choice.mentioned import joined, mentioned
from rewardkit_verifiers.text.choice.names import Name, Place
from rewardkit_verifiers.text.choice.parts import sentences
from rewardkit_verifiers.text.choice.polarity import named_only, retracted
from rewardkit_verifiers.text.choice.reading import claimed

DENIED, THOUGHT, PLAIN, CONCLUDED, LABELLED = -1, 0, 1, 2, 3
_MOST = 400  # of the places the last are read
_NEAR, _FEW_WORDS, _VERY_FEW, _SHORT = 120, 8, 4, 3
_ITEM = re.compile(r"[\s>]{0,6}(?:[-*•+|]|\d{1,2}[.)]|[(*_]{0,4}[A-Z][.):])\s?")
_BOLD = re.compile(r"\*\*[^*\n]{1,200}\*\*|__[^_\n]{1,200}__")
_NOISE = re.compile(
    r"\b(?:option|choice|answer|the|a|an|antwort|réponse|respuesta|risposta|resposta|ответ|opción|opção)\b"
    r"|[(（][^()（）\n]{0,80}[)）]|\\[A-Za-z]{1,20}|[\W_\d]",
    re.IGNORECASE,
)
# What follows is said of something else.
_NEXT_CLAUSE = re.compile(
    r"[,;:—–](?!\s{0,3}(?:which|that|it|this)\b)|\b(?:since|because|as|while|whereas|but|and|weil|denn|car"
    r"|porque|parce|perché)\b",
    re.IGNORECASE,
)
_ARROWS = ("→", "⇒", "=", "-")
_ENGLISH = re.compile(r"\b(?:the|is|are|was|of|and|it|to|not|a|an)\b")


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a reply says of an option at a place: how strongly, and in which sentence.

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
class Asserted:
    """The options that a reply ends up asserting, how strongly, and from where on."""

    letters: frozenset[str]
    strength: int
    at: int
    open: bool = False
    changed: bool = False


def asserted_options(
    text: str, options: Mapping[str, str], names: Sequence[Name], asked: frozenset[str]
) -> Asserted | None:
    """Return what a reply ends up asserting, or None where it asserts no option.

    Args:
        text: The reply.
        options: The texts of the options by letter.
        names: The ways to say the options, of `names_of`.
        asked: What the question asks for, of `asked_for`.

    Example:
        >>> from rewardkit_verifiers.text.choice.names import names_of
        >>> options = {"A": "Oxygen", "B": "Hydrogen", "C": "Helium"}
        >>> def said(text):
        ...     found = asserted_options(text, options, names_of(options), frozenset())
        ...     return found and ("".join(sorted(found.letters)), found.open)
        >>> said("Not helium, which comes second, but hydrogen."), said("Hydrogen or helium.")
        (('B', False), ('BC', True))
        >>> said("It can't be oxygen.") is None
        True
    """
    found = read(text, options, names, asked)
    live = [one for one in found if one.strength > THOUGHT]
    if not live:
        return None
    result: Asserted | None = None
    for strength in (LABELLED, CONCLUDED):
        strong = [one for one in live if one.strength == strength]
        if strong:
            result = _settled(text, live, strong)
            break
    else:
        # Where the wrong option is asked for, to say the text of one chooses nothing.
        result = None if asked else _plainly(text, found, live)
    if result is None or retracted(text, result.at) or UNDECIDED.search(text, result.at):
        return None
    return result


def _settled(text: str, live: Sequence[Assertion], strong: Sequence[Assertion]) -> Asserted:
    """Return what statements of one strength settle on, unless the reply goes back on them."""
    last = strong[-1]
    start = 0
    for change in CHANGED.finditer(text, 0, last.place.start):
        # "Actually, the answer is B" in front of all others changes nothing.
        if any(one.place.end <= change.start() for one in live):
            start = change.start()
    later = [
        one
        for one in live
        if one.strength >= CONCLUDED
        and one.place.start > last.place.end
        and CHANGED.search(text, last.place.end, one.place.start)
    ]
    if later:
        return _settled(text, live, later)
    changed = start > 0
    kept = [one for one in strong if one.place.start >= start]
    if last.strength < LABELLED:
        kept = [
            one
            for one in kept
            if one.sentence == last.sentence or (one.fixed and (last.fixed or not changed))
        ]
    letters = frozenset(one.place.letter for one in kept)
    # "helium or hydrogen": what is linked to a statement is part of it.
    together = all(one.linked or one.sentence != last.sentence for one in kept if one.place.letter)
    return (
        Asserted(
            letters, last.strength, kept[0].place.start, len(letters) > 1 or not letters, changed
        )
        if not together
        else Asserted(letters, last.strength, kept[0].place.start, len(letters) > 1, changed)
    )


def _plainly(text: str, found: Sequence[Assertion], live: Sequence[Assertion]) -> Asserted | None:
    """Return the one option that a reply says without denying it, or all that it says."""
    denied = {one.place.letter for one in found if one.strength == DENIED}
    few = len(text.split()) <= _VERY_FEW
    sure = [
        one
        for one in live
        if one.place.kind != "letter"
        and (few or not one.place.weak)
        and one.place.letter not in denied
    ]
    if not sure:
        return None
    letters = frozenset(one.place.letter for one in sure)
    if len(letters) > 1:
        return Asserted(letters, PLAIN, sure[0].place.start, True)
    spans = len(sentences(text))
    edges = {0, spans - 1}
    others = {one.place.letter for one in found if one.strength <= THOUGHT} - letters
    if spans > _SHORT and not others and not edges & {one.sentence for one in sure}:
        return None  # named in passing
    return Asserted(letters, PLAIN, sure[-1].place.start)


def read(
    text: str, options: Mapping[str, str], names: Sequence[Name], asked: frozenset[str]
) -> list[Assertion]:
    """Return what a reply says at each place that names an option."""
    found = mentioned(text, options, names)[-_MOST:]
    parts = sentences(text, found)
    links = joined(text, found)
    bold = [(one.start(), one.end()) for one in _BOLD.finditer(text)]
    result: list[Assertion] = []
    at = 0
    for place, linked in zip(found, links, strict=True):
        while at < len(parts) - 1 and parts[at][1] <= place.start:
            at += 1
        linked = linked and bool(result) and result[-1].sentence == at
        heading = at > 0 and HEADING.match(text[slice(*parts[at - 1])].strip()) is not None
        one = _one(text, place, parts[at], at, asked, heading, linked, bold)
        if linked and one.strength >= PLAIN:
            before = result[-1]
            if before.strength != one.strength and not (
                before.strength == DENIED and one.strength >= CONCLUDED
            ):
                one = replace(one, strength=before.strength, fixed=before.fixed)
        result.append(replace(one, linked=linked))
    return _without_lists(result)


def _one(
    text: str,
    place: Place,
    part: tuple[int, int],
    number: int,
    asked: frozenset[str],
    heading: bool,
    linked: bool,
    bold: Sequence[tuple[int, int]],
) -> Assertion:
    start, end = part
    sentence = text[start:end]
    head, tail = text[start : place.start], text[place.end : end]
    row = sentence.lstrip().startswith("|")
    first = not _ITEM.sub("", head).strip(" \t*_\"'`“‘([{$\\>#|-")
    if not asked and (first or row):
        verdict = _verdict(tail)
        if verdict:
            return Assertion(place, verdict, number, True)
    if _is_denied(text, place, part, asked):
        return Assertion(place, DENIED, number)
    if _is_thought(text, place, part, asked):
        return Assertion(place, THOUGHT, number)
    low = max(0, place.start - _NEAR)
    label = LABEL.search(text[low : place.start])
    marker = MARKER.search(head[-_NEAR:])
    cue = label or marker
    if cue is not None and cue[0].lstrip()[:1] not in _ARROWS:
        begin = (low if label else max(start, place.start - _NEAR)) + _begins(cue)
        if not claimed(text, begin, place.end, asked):
            return Assertion(place, THOUGHT, number)
    if label:
        return Assertion(place, LABELLED, number, True)
    alone = not _NOISE.sub("", head) and not _NOISE.sub("", tail)
    if heading and (first or alone):
        return Assertion(place, LABELLED, number, True)
    if alone or (first and LED.match(tail) and _may_lead(place, tail, number)):
        return Assertion(place, CONCLUDED, number, True)
    if not asked and PREDICATE.match(tail) and not (place.weak and place.kind == "text"):
        return Assertion(place, CONCLUDED, number)
    if marker and _holds(text, place, tail):
        return Assertion(place, CONCLUDED, number)
    if any(first <= place.start and place.end <= last for first, last in bold):
        span = next(text[a:b] for a, b in bold if a <= place.start and place.end <= b)
        if len(span.split()) <= _FEW_WORDS and not place.weak and not _ITEM.fullmatch(head):
            return Assertion(place, CONCLUDED, number, True)
    if place.kind == "letter" and _ends(head, tail):
        return Assertion(place, CONCLUDED, number)
    if not place.weak and _follows(head):
        return Assertion(place, CONCLUDED, number)
    return Assertion(place, PLAIN, number)


def _begins(cue: re.Match[str]) -> int:
    """Return where the first word of a cue begins."""
    return cue.start() + len(cue[0]) - len(cue[0].lstrip(" \n.!?*_#>\"'-"))


def _verdict(tail: str) -> int:
    """Return what a mark or a word behind an item says of it, or 0."""
    good, bad = GOOD.search(tail), BAD.search(tail)
    if good and not bad:
        return CONCLUDED
    return DENIED if bad and not good else 0


def _holds(text: str, place: Place, tail: str) -> bool:
    """Whether a short name is all that is concluded: "so 5", not "so 5 times"."""
    if not place.weak or place.kind != "text":
        return True
    return re.match(r"[\s*_$)\]}\"'`\\]{0,8}(?:[.!?,;]|\Z|\n)", tail) is not None


def _may_lead(place: Place, tail: str, number: int) -> bool:
    """Whether a name that begins a sentence may be an answer, as "5: ..." and no "5, 6 or 7"."""
    if not place.weak or place.kind == "letter":
        return True
    return number == 0 and not tail.lstrip(" *_").startswith(",")


def _ends(head: str, tail: str) -> bool:
    """Whether a letter is the last word of a short sentence that is not English."""
    if tail.strip(" \t\r\n.!。！*_)]}$\"'`»”|") or len(head.split()) > _FEW_WORDS:
        return False
    return bool(head.strip()) and not head.isascii() and _ENGLISH.search(head) is None


def _follows(head: str) -> bool:
    """Whether a word that draws a conclusion begins the sentence, and no aside stands between."""
    marker = deque(ANY_MARKER.finditer(head), maxlen=1)
    if not marker or head[: marker[0].start()].strip(" \t*_>#-\"'("):
        return False
    between = head[marker[0].end() :].lstrip(" ,:")
    return ASIDE.search(between) is None and len(between.split()) <= _FEW_WORDS


def _is_denied(text: str, place: Place, part: tuple[int, int], asked: frozenset[str]) -> bool:
    start, end = part
    head, tail = text[start : place.start], text[place.end : end]
    clause = re.split(
        r"[,;:，；：—–](?=\s|[^\x00-\x7f])|\bbut\b|\bsondern\b|\bsino\b|\bmais\b|\bma\b|而是", head
    )[-1]
    if SET_ASIDE.search(clause):
        return True
    if asked:
        return False
    if SEEMED.match(tail):
        return True
    low = max(start, place.start - _NEAR)
    goes_on = _NEXT_CLAUSE.search(tail)
    window = text[low : place.end] + tail[: goes_on.start() if goes_on else _NEAR][:_NEAR]
    why = standing(window, place.start - low, place.end - low, claim=False)
    return why == "denied"


def _is_thought(text: str, place: Place, part: tuple[int, int], asked: frozenset[str]) -> bool:
    start, end = part
    head, tail = text[start : place.start], text[place.end : end]
    if re.match(r"[^.!\n]{0,60}[?？]", tail):
        return True
    clause = re.split(
        r"[,;:]\s{1,3}(?:but|so|yet|then|and)\b|\bbut\b|[;—–]|\b(?:therefore|thus|hence|so)\b", head
    )[-1]
    if THOUGHT_OF.search(clause):
        return True
    return named_only(text, place.start, place.end, asked)


def _without_lists(found: list[Assertion]) -> list[Assertion]:
    """Return assertions, of items that only list the options no more than plain ones."""
    heads = [one for one in found if one.fixed and one.strength == CONCLUDED]
    letters = {one.place.letter for one in heads}
    denied = {one.place.letter for one in found if one.strength == DENIED}
    if len(letters - denied) < _SHORT:
        return found
    return [replace(one, strength=PLAIN) if one in heads else one for one in found]
