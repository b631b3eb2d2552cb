"""A question that offers options: the option that a reply settles on decides, by letter or text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rewardkit.judge.gate.content import Nothing
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.given_options import options_of
from rewardkit_verifiers.judge.lib.hedges import SENTENCE
from rewardkit_verifiers.judge.lib.presence import Final
from rewardkit_verifiers.judge.lib.uncommitted import leaves_open
from rewardkit_verifiers.judge.lib.values import numbers_at, read_value
from rewardkit_verifiers.math.lib.extraction.found import Missing
from rewardkit_verifiers.text.lib.choosing.deciding import decided
from rewardkit_verifiers.text.lib.choosing.options import letter_of, offered
from rewardkit_verifiers.text.lib.choosing.reading import Chosen, chosen

# Two of these in a question may be options; without them nothing is read at all.
_SECOND = re.compile(r"[Bb2][).:．、）：\]]")
_LABELLED = re.compile(r"[(\[]?([A-Z1-9])(?:[)\].:]+\s*|\Z)")
_USUAL = "ABCDEFGHIJ"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BOXED = re.compile(r"\\boxed\{(-?\d{1,12}(?:\.\d{1,12})?)\}")
_NONE = re.compile(
    r"\b(?:none of|neither|no option|keine der|aucune? des?|ningun[ao] de|nenhuma? d|nessuna? d)"
    r"|都不|均不|没有一个|ни один|いずれも",
    re.IGNORECASE,
)
# Behind a letter these begin no text of an option.
_EXPLAINS = frozenset(
    ("because", "since", "as", "for", "so", "is", "and", "but", "which", "weil", "car", "porque")
)
# The sentence that chooses is looked for among the last ones, and the whole reply up to a length.
_PIECES, _LONGEST, _BESIDE, _STEM = 40, 20_000, 8, 4
# "B = (10,8);" of a drawing chooses nothing.
_CODE = re.compile(r"^\W*\w['′]?\s*=|;\s*$")


@dataclass(frozen=True, slots=True)
class Settled:
    """The option that a reply settles on.

    Attributes:
        right: Whether it is the reference.
        label: Its label, as `(C)`.
        text: Its text.
        said: The sentence that chooses it.
        others: The numbers that are the texts of other options.
        apart: Whether the reply gives another value beside it.
    """

    right: bool
    label: str
    text: str
    said: str
    others: frozenset[Fraction] = frozenset()
    apart: bool = False


def by_option(
    found: Final | Missing | Nothing, completion: str, golds: Sequence[Any], prompt: str
) -> Final | Missing | Nothing:
    r"""Return the final answer of a reply, decided by the option that it settles on, if any.

    Args:
        found: What was found without a look at the options.
        completion: The completion, with its reasoning.
        golds: The references.
        prompt: The question.

    Example:
        >>> nothing = Nothing("no_answer", "'B' stands where an answer should")
        >>> by_option(nothing, "B", ["argon"], "Which is a gas?\nA) iron\nB) argon").label
        '(B)'
    """
    if isinstance(found, Final) and (found.equal or found.where == "list"):
        return found  # "- C" and "- F" settle on none
    option = settled_option(completion, golds, prompt)
    if option is None:
        return found
    if option.right and isinstance(found, Final) and _gives_another(found.text, option):
        return found
    if option.right:
        return Final(option.said, "option", True, label=option.label)
    shown = f"{option.label} {option.text}"
    if option.apart:
        return Final(shown, "option", False, reason="several_answers")
    return Final(shown, "option", False, reason="wrong_choice")


def settled_option(completion: str, golds: Sequence[Any], prompt: str) -> Settled | None:
    r"""Return the option that a reply settles on; None where none is clear or none is offered.

    Args:
        completion: The completion, with its reasoning.
        golds: The references; each has to be the text or the label of one option.
        prompt: The question with the options.

    Example:
        >>> question = "Which is a gas?\nA) iron\nB) argon"
        >>> settled_option("So the answer is (B).", ["argon"], question).right
        True
        >>> settled_option("The answer is A, iron.", ["argon"], question).right
        False
        >>> settled_option("Argon or iron.", ["argon"], question) is None
        True
    """
    if not prompt or not _SECOND.search(prompt):
        return None
    options = offered(prompt, _LETTERS) or options_of(prompt)
    wanted = {_letter(str(gold), options) for gold in golds} if options else {None}
    named = bool(options) and all(str(gold).strip().upper() in options for gold in golds)
    if None in wanted and not named:
        return None
    try:
        text = after_reasoning(completion)
    except Unfinished:
        return None
    if leaves_open(text, options, prompt):
        return Settled(False, "several options:", text.strip()[:60], text, apart=True)
    if None in wanted:
        return None
    text = text[-_LONGEST:]
    found = _decided(text, options, prompt)
    if found is None:
        box = _BOXED.match(text, max(0, text.rfind("\\boxed{")))
        values = {read_value(options[one]) for one in wanted if one is not None}
        if box is None or None in values or read_value(box[1]) in values:
            return None
        return Settled(False, "", box[1], text, apart=True)  # a letter, and a number of no option
    letter = min(found.letters)
    if found.open or len(found.letters) > 1:
        if found.how != "line" or len(text.split("\n")) > len(found.letters):
            return None
        several = ", ".join(sorted(found.letters))  # "- B\n- C" chooses none
        return Settled(False, several, "", text, apart=True)
    if found.how == "text" and read_value(options[letter]) is not None:
        return None  # a number in words of its own is for the reader of numbers
    said = _sentence(text, letter, options, prompt)
    if said.rstrip("*_ ").endswith((":", "：")):
        return None  # "Option A:" announces what is said of it
    label, beside = f"({letter})", _beside(said, letter)
    if not _boxed_alike(text, letter, options[letter]):
        if letter not in wanted:
            return None
        return Settled(False, label, options[letter], said, apart=True)
    apart = _another_text(beside, options[letter])
    if _refuses_all(said, options[letter]) or (apart and _is_number(beside, options[letter])):
        # "None of A, B and C is right"; "(B) 15°" where B is 44°
        return Settled(False, label, beside, said, apart=True)
    if apart:
        return None  # "(B) they get fewer" is B in other words, perhaps
    numbers = {label: read_value(option) for label, option in options.items()}
    others = frozenset(one for one in numbers.values() if one not in (None, numbers[letter]))
    return Settled(letter in wanted, label, options[letter], said, others)


def _gives_another(final: str, option: Settled) -> bool:
    """Whether the final value of a reply is that of another option than its letter."""
    own = read_value(option.text)
    if own is None or not option.others:
        return False
    given = {value for spot in numbers_at(visible(final)) for value in spot[2]}
    return own not in given and bool(given & option.others)


def _letter(gold: str, options: Mapping[str, str]) -> str | None:
    """Return the label of the option that a reference is: of "argon", "B", "(B)", "B. argon"."""
    named = letter_of(gold, options)
    label = _LABELLED.match(gold.strip())
    if label is None or label[1] not in options:
        return named
    rest = gold.strip()[label.end() :]
    if rest and letter_of(rest, options) != label[1]:
        return named
    return label[1] if named in (None, label[1]) else None  # "A" where B has the text A


def _decided(text: str, options: Mapping[str, str], prompt: str) -> Chosen | None:
    found = decided(text, "".join(options), prompt, options)
    if found is not None and found.how == "line" and "A" in options:
        found = chosen(text, _USUAL + "".join(options)[len(_USUAL) :], prompt) or found
    return found if found is None or found.letters & set(options) else None


def _boxed_alike(text: str, letter: str, option: str) -> bool:
    """Whether a box, where there is one, holds the letter or the text of the option."""
    box = text.rfind("\\boxed{")
    if box < 0:
        return True
    content = folded_words(visible(text[box + 7 : box + 207].partition("\n")[0]))
    words = folded_words(visible(option))
    return letter.casefold() in content[:2] or not set(words) - set(content)


def _sentence(text: str, letter: str, options: Mapping[str, str], prompt: str) -> str:
    """Return the last sentence that chooses an option; the last one where none does by itself."""
    pieces: list[str] = [one.strip() for one in SENTENCE.split(text) if one and one.strip()]
    words = options[letter].casefold()
    for piece in reversed(pieces[-_PIECES:]):
        if letter in piece or words in piece.casefold():
            found = _decided(piece, options, prompt)
            if found is not None and found.letters == {letter} and not _CODE.search(piece):
                return piece
    return pieces[-1] if pieces else text


def _beside(said: str, letter: str) -> str:
    """Return what stands behind a letter in its sentence, as `15°` in "it is (B) 15°."."""
    mark = rf"(?<!\w){letter}(?!\w)[*_)\]]*[).:,]?[*_]*\s*[(\[]?(?=[^\s.])(.*)"
    found = re.search(mark, said, re.DOTALL)
    return str(found[1]) if found is not None else ""


def _is_number(beside: str, option: str) -> bool:
    return read_value(option) is not None and bool(numbers_at(visible(beside)))


def _refuses_all(said: str, option: str) -> bool:
    """Whether a sentence chooses no option: "none of A, B, C and D is correct"."""
    return bool(_NONE.search(said)) and not _NONE.search(option)


def _another_text(beside: str, option: str) -> bool:
    """Whether the text beside a letter is none of its own: "B. copper" for argon."""
    words = folded_words(visible(beside))
    if not words or len(words) > _BESIDE or words[0] in _EXPLAINS:
        return False
    mine = folded_words(visible(option))
    return not any(one[:_STEM] == word[:_STEM] for one in mine for word in words)
