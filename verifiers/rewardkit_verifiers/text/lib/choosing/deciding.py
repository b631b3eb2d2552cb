"""The choice of a reply from both readings: of its letters, and of the options that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rewardkit.reading.hidden import seen
from rewardkit_verifiers.text.lib.choosing.assertions import Asserted, asserted_options
from rewardkit_verifiers.text.lib.choosing.declining import declined, offers_none
from rewardkit_verifiers.text.lib.choosing.marked import Mark, is_off, last_mark
from rewardkit_verifiers.text.lib.choosing.names import Place, names_of, places, raised
from rewardkit_verifiers.text.lib.choosing.pressed import unpressed
from rewardkit_verifiers.text.lib.choosing.reading import Chosen, chosen
from rewardkit_verifiers.text.lib.choosing.verdicts import CONCLUDED, LABELLED, Question
from rewardkit_verifiers.text.lib.wording import normalised

# An option is a phrase: of a longer reply the end is searched for one.
_LONGEST, _BESIDE = 20_000, 8
_LETTER = r"(?<![A-Za-z0-9_])[(\[*]{0,4}%s(?:[)\]*.:,–—-]|\s{1,2}[(–—-]){1,6}\s{0,3}[(*\"'“]{0,3}\Z"
_GRADE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z])([+\-−])(?![A-Za-z0-9+>])")
_LABELLED = re.compile(r"[:：]\W{0,8}[A-Z]\W{0,8}\Z")
# "A = (2,8)" of a figure.
_POINTS = re.compile(r"(?m)^[ \t$]{0,4}[A-J]\s{0,2}=")
_STOPS = re.compile(r"[\s*_\"'”)\]}$\\]{0,6}(?:[.,;:!\n]|\Z)")


def decided(text: str, choices: str, question: str, options: Mapping[str, str]) -> Chosen | None:
    """Return what a reply settles on, by letter or by the text of an option.

    Args:
        text: The reply, its reasoning set aside.
        choices: The letters that stand for options.
        question: The question.
        options: The texts of the options by letter; none where they are not known.

    Example:
        >>> options = {"A": "Oxygen", "B": "Hydrogen"}
        >>> sorted(decided("Hydrogen, not oxygen.", "AB", "", options).letters)
        ['B']
        >>> decided("The answer is (A) Hydrogen.", "AB", "", options).open
        True
    """
    if not options:
        found = chosen(text, choices, question)
        return None if found is not None and _taken_back(text, found) else found
    text = unpressed(seen(normalised(raised(text), "NFKC")))
    if any(_GRADE.fullmatch(one.strip()) for one in options.values()):
        text = _GRADE.sub(_spelled, text)  # B- is not the letter B
        options = {letter: _GRADE.sub(_spelled, one.strip()) for letter, one in options.items()}
    names = names_of(options)
    said = places(text[-_LONGEST:], names)
    offset = max(0, len(text) - _LONGEST)
    found = chosen(_without_letters(text, said, offset, choices), choices, question)
    told = asserted_options(text[-_LONGEST:], options, names, Question.of(question))
    settled = _of_both(text, found, told, said, offset)
    mark = last_mark(text, options)
    last = mark if mark and _has_last_word(mark, found, said, offset) else None
    if last and _yields(text, found, told, last, offset):
        settled = Chosen(last.letters, "mark", False, last.end)
    elif last and settled is not None and _belied(settled, last, options, said, offset):
        settled = None
    if settled is None or offers_none(options.values()):
        return settled
    return None if _taken_back(text, settled, offset) else settled


def _has_last_word(mark: Mark, found: Chosen | None, said: Sequence[Place], offset: int) -> bool:
    """Whether a reply marks a value behind all that it says of letters and of other options."""
    if found is not None and (found.how == "final" or found.at > mark.start):
        return False
    return {one.letter for one in said if one.start + offset >= mark.end} <= mark.letters


def _yields(
    text: str, found: Chosen | None, told: Asserted | None, mark: Mark, offset: int
) -> bool:
    """Whether what else a reply says gives way to the value that it marks behind it."""
    if len(mark.letters) != 1 or not mark.holds:
        return False
    if told is not None and told.letters - mark.letters:
        behind = told.at + offset > mark.start
        if behind or told.strength == LABELLED:
            return False
    if found is None or found.letters == mark.letters:
        return True
    if found.how == "line":
        return found.open or _POINTS.search(text) is not None
    if len(found.letters) > 1 or _LABELLED.search(text, max(0, found.at - 24), found.at):
        return False
    return "\n" in text[found.at : mark.start]


def _belied(
    settled: Chosen,
    mark: Mark,
    options: Mapping[str, str],
    said: Sequence[Place],
    offset: int,
) -> bool:
    """Whether the working ends on a number that no option has, and the choice was a letter only."""
    if settled.at > mark.start or not is_off(mark, settled.letters, options):
        return False
    near = {one.letter for one in said if abs(one.start + offset - settled.at) <= _BESIDE}
    return not near & settled.letters or settled.how == "text"


def _of_both(
    text: str, found: Chosen | None, told: Asserted | None, said: Sequence[Place], offset: int
) -> Chosen | None:
    if found is None:
        return _as_chosen(told)
    if len(found.letters) == 1 and not found.open:
        return _confirmed(text, found, told, said, offset)
    settles = told is not None and len(told.letters) == 1 and not told.open
    later = told is not None and (found.how == "line" or told.at + offset > found.at)
    if told is not None and settles and later and told.strength >= CONCLUDED:
        return _as_chosen(told)
    return found


def _taken_back(text: str, found: Chosen, offset: int = 0) -> bool:
    """Whether the reply says behind its choice that no option is right."""
    if len(found.letters) > 1:
        return False
    (letter,) = found.letters
    at = found.at + (offset if found.how == "text" else 0)
    if found.how == "line":
        at = max((one.end() for one in re.finditer(rf"\b{letter}\b", text)), default=0)
    return declined(text, at, letter, worked_out=found.how in ("text", "mark"))


def _spelled(grade: re.Match[str]) -> str:
    return grade[1] + ("plus" if grade[2] == "+" else "minus")


def _as_chosen(told: Asserted | None) -> Chosen | None:
    return None if told is None else Chosen(told.letters, "text", told.open, told.at)


def _confirmed(
    text: str, found: Chosen, told: Asserted | None, said: Sequence[Place], offset: int
) -> Chosen:
    """Return a choice by letter, unless what the reply says of the texts contradicts it."""
    (letter,) = found.letters
    if told is not None and letter not in told.letters and told.at + offset > found.at:
        if told.changed and told.strength >= CONCLUDED:
            return Chosen(told.letters, "text", told.open, told.at)
        if told.strength == LABELLED:
            return Chosen(told.letters | found.letters, "text", True, told.at)
    listed = told is not None and told.open and letter in told.letters
    if told is not None and listed and found.how == "line" and told.strength >= CONCLUDED:
        return _as_chosen(told) or found
    beside = re.compile(_LETTER % letter)
    last: Place | None = None
    for place in said:
        start = place.start + offset
        if start >= found.at and beside.search(text, max(0, start - 16), start):
            last = place
    # "(C) Helium" where B is helium: the letter and the text disagree.
    apart = last is not None and last.letter != letter and not last.weak
    if last is not None and apart and _STOPS.match(text, last.end + offset):
        return Chosen(found.letters | {last.letter}, "text", True, found.at)
    return found


def _without_letters(text: str, said: Sequence[Place], offset: int, choices: str) -> str:
    """Return the text with blanks of the same length for texts of options that hold a letter."""
    lone = re.compile(rf"(?<![A-Za-z0-9])[{choices}](?![A-Za-z0-9])")
    parts, at = [], 0
    for place in said:
        start, end = place.start + offset, place.end + offset
        if end - start > 1 and lone.search(text, start, end):
            parts += [text[at:start], "x" * (end - start)]
            at = end
    return "".join([*parts, text[at:]])
