"""Hostile replies, the row they are written for, and the forms an answer is written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from rewardkit.attack.meant_numbers import as_number, meant_number
from rewardkit.data.sample import Sample

Proof = Literal["vacuous", "filler", "wrong", "doubtful"]
_SAME_WORDS = {"yes": "true", "no": "false"}
_NO_COLUMNS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Reply:
    """One hostile completion.

    Attributes:
        text: The completion.
        variant: Its name inside the policy.
        proof: The reason it deserves no pay. `vacuous` states no answer at all, `filler` fills
            the form with a placeholder, `wrong` states another value or several; `doubtful` is
            wrong by most readings, and only noted.
        columns: Values of the sample that are replaced too; only conduct checks use it.
    """

    text: str
    variant: str
    proof: Proof = "wrong"
    columns: Mapping[str, Any] = field(default_factory=lambda: _NO_COLUMNS)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an answer: text before it and text after it.

    Example:
        >>> Form("answer tag", "<answer>", "</answer>").fill("4")
        '<answer>4</answer>'
    """

    name: str
    before: str = ""
    after: str = ""
    markup: bool = False
    """Whether it is marks only, so that an empty one says nothing."""

    def fill(self, text: str) -> str:
        """Return the answer written in this form."""
        return f"{self.before}{text}{self.after}"


@dataclass(frozen=True, slots=True)
class AttackRow:
    """One row as a policy sees it.

    Attributes:
        sample: The row; its completion is not looked at.
        answer: The reference as text; empty where there is none.
        others: References of other rows that differ from it, nearest row first.
        pool: Every different reference of the data.
        form: The form in which the reference is paid best.
        forms: Every form that is known: usual ones, those of the prompt, those of the code.
        words: Text constants of the reward's code and settings.
        listed: Whether the reference is a list of parts, which a reply may well extend.
        own_items: The items of the row's own reference, where it is a list.
        tolerance: The relative tolerance that is meant.
        items: Every item of all list references, where the row's own is such a list.
    """

    sample: Sample
    answer: str
    others: tuple[str, ...]
    pool: tuple[str, ...]
    form: Form
    forms: tuple[Form, ...]
    words: tuple[str, ...]
    listed: bool = False
    items: tuple[str, ...] = ()
    own_items: tuple[str, ...] = ()
    tolerance: float = 0.0

    def write(self, text: str) -> str:
        """Return a text in the form that is paid best."""
        return self.form.fill(text)

    @property
    def number(self) -> Fraction | None:
        """The reference as a number, or None."""
        return as_number(self.answer)

    def wrong(self, count: int) -> list[str]:
        """Return wrong values of the same kind as the reference, fewer where none are known."""
        return list(wrong_values(self.answer, self.others, count))


def plain_words(text: str) -> str:
    """Return letters and digits of a text in lower case, other characters as one space."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def differ(one: str, other: str) -> bool:
    """Return True if two references surely differ: by value, or as words with neither in the other.

    Example:
        >>> differ("4", "4.0"), differ("The Beatles", "beatles"), differ("4", "5")
        (False, False, True)
        >>> differ("four", "4"), differ("1/2", "0.5"), differ("1/2", "2"), differ("Café", "CAFE")
        (False, False, True, False)
    """
    left, right = meant_number(one), meant_number(other)
    if left is not None and right is not None:
        return left != right
    mine, theirs = _bare_words(one), _bare_words(other)
    if not mine or not theirs:
        return one.strip() != other.strip() and not (mine or theirs)
    return f" {mine} " not in f" {theirs} " and f" {theirs} " not in f" {mine} "


def _bare_words(text: str) -> str:
    """Return plain words without accents, and yes and no as true and false."""
    plain = unicodedata.normalize("NFKD", text)
    words = plain_words("".join(sign for sign in plain if not unicodedata.combining(sign)))
    return _SAME_WORDS.get(words, words)


def wrong_values(answer: str, others: Sequence[str], count: int) -> Iterator[str]:
    """Yield wrong values: references of other rows, then neighbours of the same kind."""
    given: list[str] = []
    for other in [*others, *_neighbours(answer)]:
        if len(given) >= count:
            return
        if ("$" in other) != ("$" in answer):
            continue  # a list of formulas and plain words has no middle for a reader of formulas
        if differ(answer, other) and all(differ(one, other) for one in given):
            given.append(other)
            yield other


def _neighbours(answer: str) -> Iterator[str]:
    number = as_number(answer)
    if number is not None:
        for step in (7, 13, 29, 3, 51, 101):
            yield str(int(number) + step)
        return
    if len(answer) == 1 and answer.isalpha():
        first = ord("A" if answer.isupper() else "a")
        yield from (chr(first + turn) for turn in range(6))
        return
    lowered = answer.strip().lower()
    for pair in (("yes", "no"), ("true", "false")):
        if lowered in pair:
            yield from pair
            return
    yield from ("Lisbon", "quartz", "seventeen", "none of these", "Marie Curie")


def written_like(number: Fraction, model: str) -> str:
    """Return a number written as the model is: its decimals and its percent sign."""
    plain = model.strip()
    percent = "%" if plain.endswith("%") else ""
    number = number * 100 if percent else number
    places = len(plain.rstrip("%").partition(".")[2])
    if places == 0 and number.denominator == 1:
        return f"{number.numerator}{percent}"
    return f"{float(number):.{max(places, 1)}f}{percent}"
