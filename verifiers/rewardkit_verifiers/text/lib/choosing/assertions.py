"""Which option a reply ends up asserting, where it names options by their texts or in other words.

What is said more strongly decides; of conclusions the last, and what the reply goes back on falls.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rewardkit_verifiers.text.lib.choosing.answering import answers, counts
from rewardkit_verifiers.text.lib.choosing.conclusions import (
    CHANGED,
    CLUELESS,
    IN_PASSING,
    SHARE,
    UNDECIDED,
)
from rewardkit_verifiers.text.lib.choosing.names import Name, Place
from rewardkit_verifiers.text.lib.choosing.parts import sentences
from rewardkit_verifiers.text.lib.choosing.polarity import retracted
from rewardkit_verifiers.text.lib.choosing.stances import Stance, stances
from rewardkit_verifiers.text.lib.choosing.verdicts import (
    CONCLUDED,
    DENIED,
    LABELLED,
    MARKED_RIGHT,
    PLAIN,
    THOUGHT,
    Question,
)

_COMPOUND = re.compile(r" (?![a-z]{1,20}ly\b|of\b|it\b|is\b|fits|wins|works)[a-z]{4,20}\W{0,3}")
_SYMBOL = re.compile(r"[a-z]\s\(([A-Z][a-z]?)\)[.\s]{0,4}")
_COMPARED = re.compile(r"\b(?:than|as|like)\s{1,3}(?:the\s{1,3})?$", re.IGNORECASE)
_CLASSED = re.compile(r"[\s*_]{1,4}(?:is|are|was|were)\s{1,3}(?:an?|one\s{1,3}of)\b", re.IGNORECASE)
_VERY_FEW, _SHORT, _NEAR, _FAR = 4, 3, 40, 240


@dataclass(frozen=True, slots=True)
class Asserted:
    """The options that a reply ends up asserting, how strongly, and from where on."""

    letters: frozenset[str]
    strength: int
    at: int
    open: bool = False
    changed: bool = False


def asserted_options(
    text: str, options: Mapping[str, str], names: Sequence[Name], question: Question
) -> Asserted | None:
    """Return what a reply ends up asserting, or None where it asserts no option.

    Args:
        text: The reply.
        options: The texts of the options by letter.
        names: The ways to say the options, of `names_of`.
        question: What the question says.

    Example:
        >>> from rewardkit_verifiers.text.lib.choosing.names import names_of
        >>> options = {"A": "Oxygen", "B": "Hydrogen", "C": "Helium"}
        >>> def said(text):
        ...     found = asserted_options(text, options, names_of(options), Question.of(""))
        ...     return found and ("".join(sorted(found.letters)), found.open)
        >>> said("Not helium, which comes second, but hydrogen."), said("Hydrogen or helium.")
        (('B', False), ('BC', True))
        >>> said("It can't be oxygen.") is None
        True
    """
    found = _without_lists(stances(text, options, names, question))
    live = [one for one in found if one.strength > THOUGHT]
    if not live:
        return _shared(text, found)
    result: Asserted | None = None
    for least, most in ((LABELLED, LABELLED), (CONCLUDED, MARKED_RIGHT)):
        strong = [one for one in live if least <= one.strength <= most]
        if strong:
            result = _settled(text, live, strong)
            break
    else:
        # Where the wrong option is asked for, to say the text of one chooses nothing.
        result = None if question.asked else _plainly(text, found, live, question)
    if result is None or retracted(text, result.at) or UNDECIDED.search(text, result.at):
        return None
    return result


def _shared(text: str, found: Sequence[Stance]) -> Asserted | None:
    """Return the options that a reply only gives shares of belief, none of which it chooses."""
    shared = [one for one in found if SHARE.match(text, one.place.end)]
    letters = frozenset(one.place.letter for one in shared)
    return Asserted(letters, CONCLUDED, shared[0].place.start, True) if len(letters) > 1 else None


def _settled(text: str, live: Sequence[Stance], strong: Sequence[Stance]) -> Asserted:
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
    if last.strength == LABELLED:  # "Answer: Rome, answer: Oslo"
        letters |= {
            one.place.letter
            for one in live
            if one.strength >= CONCLUDED and one.sentence == last.sentence and not changed
        }
    return Asserted(letters, last.strength, kept[0].place.start, len(letters) > 1, changed)


def _plainly(
    text: str, found: Sequence[Stance], live: Sequence[Stance], question: Question
) -> Asserted | None:
    """Return the one option that a reply says as its answer, or all that it says."""
    denied = {one.place.letter for one in found if one.strength == DENIED}
    few = len(text.split()) <= _VERY_FEW
    if CLUELESS.search(text):
        return None
    sure = [
        one
        for one in live
        if one.place.kind != "letter"
        and (not one.place.weak or (few and _is_sure(text, one.place, question)))
        and one.place.letter not in denied
        and not IN_PASSING.search(text, max(0, one.place.start - _NEAR), one.place.start)
        and (not few or one.place.weak or _stands_free(text, one.place))
    ]
    if not sure:
        return None
    letters = frozenset(one.place.letter for one in sure)
    if len(letters) > 1:
        return Asserted(letters, PLAIN, sure[0].place.start, True)
    parts = sentences(text, [one.place for one in found])
    lettered = {(one.place.letter, one.sentence) for one in live if one.place.kind == "letter"}
    if not _against(text, found, sure) and not any(
        (one.place.letter, one.sentence) in lettered or _answers(text, parts, one, question)
        for one in sure
    ):
        return None  # only mentioned
    spans = len(parts)
    edges = {0, spans - 1}
    others = {one.place.letter for one in found if one.strength <= THOUGHT} - letters
    if spans > _SHORT and not others and not edges & {one.sentence for one in sure}:
        return None  # named in passing
    return Asserted(letters, PLAIN, sure[-1].place.start)


def _answers(text: str, parts: Sequence[tuple[int, int]], one: Stance, question: Question) -> bool:
    """Whether the sentence of a name answers the question with it."""
    if one.place.weak:
        return True  # of few words: of `_is_sure`
    start, end = parts[one.sentence]
    low, high = max(start, one.place.start - _FAR), min(end, one.place.end + _FAR)
    head, tail = text[low : one.place.start], text[one.place.end : high]
    name = text[one.place.start : one.place.end]
    return answers(head, tail, name, question.words, len(parts) == 1)


def _against(text: str, found: Sequence[Stance], sure: Sequence[Stance]) -> bool:
    """Whether a name is set against another one that is denied: "not helium, but hydrogen"."""
    letters = {one.place.letter for one in sure}
    said = {one.sentence for one in sure}
    return any(
        (one.strength == DENIED or (one.strength == THOUGHT and one.sentence in said))
        and one.place.letter not in letters
        and not _COMPARED.search(text, max(0, one.place.start - _NEAR), one.place.start)
        for one in found
    ) and not any(_CLASSED.match(text, one.place.end) for one in sure)


def _is_sure(text: str, place: Place, question: Question) -> bool:
    """Whether a reply of few words answers with a short name: "Sodium (Na)", "It has 6 sides"."""
    symbol = _SYMBOL.fullmatch(text, max(0, place.start - 3))
    if symbol is not None and symbol.start(1) == place.start:
        return True
    head, tail = text[: place.start], text[place.end :]
    return counts(head, tail, question.words, question.said)


def _stands_free(text: str, place: Place) -> bool:
    """Whether a name that begins a reply of few words is no part of another: "hydrogen bond"."""
    return text[: place.start].strip(" *_") != "" or not _COMPOUND.fullmatch(text, place.end)


def _without_lists(found: list[Stance]) -> list[Stance]:
    """Return stances, of items that only list the options no more than plain ones."""
    heads = [one for one in found if one.fixed and one.strength == CONCLUDED]
    letters = {one.place.letter for one in heads}
    denied = {one.place.letter for one in found if one.strength == DENIED}
    if len(letters - denied) < _SHORT:
        return found
    pressed = [one for one in heads if one.pressed]
    if len({one.place.letter for one in pressed}) == 1 and len(pressed) < len(heads):
        heads = [one for one in heads if not one.pressed]  # the one item in bold letters
    return [replace(one, strength=PLAIN) if one in heads else one for one in found]
