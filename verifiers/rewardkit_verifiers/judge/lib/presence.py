"""Is the reference value in the final answer? If it is not, no judge need be asked.

A judge that is asked whether two answers are the same can be talked into it. Where the reference
is a number or a few words, its absence is a fact that no wording changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from rewardkit.reading.hidden import seen
from rewardkit.reading.vocabulary import IS, NO, YES
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.about_itself import gives_up_part
from rewardkit_verifiers.judge.lib.another_language import in_another_language
from rewardkit_verifiers.judge.lib.bases import read_in_base
from rewardkit_verifiers.judge.lib.given_options import said_by_option
from rewardkit_verifiers.judge.lib.hedges import (
    asked_only,
    continues,
    guesses,
    number_absent,
    shotgun,
    taken_back,
)
from rewardkit_verifiers.judge.lib.last_sentences import SHORT, last_sentence
from rewardkit_verifiers.judge.lib.names import other_endings, other_names, part_of_name
from rewardkit_verifiers.judge.lib.ordered import out_of_order
from rewardkit_verifiers.judge.lib.otherwise import by_unit, said_otherwise
from rewardkit_verifiers.judge.lib.scripts import in_another_script
from rewardkit_verifiers.judge.lib.substances import same_substance, without_subscripts
from rewardkit_verifiers.judge.lib.values import (
    NUMBER,
    another_formula,
    equals,
    gives_number,
    holds_formula,
    numbers_at,
    other_half_of_day,
    read_value,
    says_time,
    unmarked,
)
from rewardkit_verifiers.judge.lib.word_hedges import surplus, word_absent
from rewardkit_verifiers.math.lib.extraction.conventions import Where
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Missing

Require = Literal["value", "content"]
_MARKED: tuple[str, ...] = ("<answer>", "boxed", "####", "A:", "phrase")


# Signs of units that could be read as thousands or as a function, where the question names them.
_PERCENT = " percent per cent prozent pour cent por ciento per cento por cento procent процент"
_SIGNS = (
    (_PERCENT, re.compile(r"%|per\s?cent|prozent|pour cent|por cient|процент", re.IGNORECASE)),
    ("°", re.compile(r"degree", re.IGNORECASE)),
    (" k", re.compile(r"\bkelvin", re.IGNORECASE)),
    (" m", re.compile(r"\bmet(?:er|re)s?\b", re.IGNORECASE)),
)
_ARTICLES = frozenset(("the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "il", "o"))


@dataclass(frozen=True, slots=True)
class Final:
    """The final answer, and whether the reference stands in it.

    Attributes:
        text: The answer as it is shown to the judge.
        where: What marked it, or `sentence`.
        present: Whether the reference value stands in it as the one answer.
        equal: Whether it is the reference and nothing else.
        reason: Why the value does not count as present.
    """

    text: str
    where: str
    present: bool
    equal: bool = False
    reason: str = ""


def final_answer(
    text: str, golds: Sequence[Any], prompt: str = "", where: Where = _MARKED
) -> Final | Missing:
    """Find the final answer of a completion and look for the reference values in it.

    Args:
        text: The content of the completion.
        golds: Accepted references; one of them is enough.
        prompt: Numbers in it are not answers by themselves.
        where: How final answers are marked.

    Example:
        >>> final_answer("60 / 1.5 = 40 km/h", ["40"]).present
        True
        >>> final_answer("10, 20, 30, 40, 50", ["40"]).reason
        'several_answers'
    """
    text = seen(text)
    golds = said_by_option(text, golds, prompt)
    numbers = [number for gold in golds if (number := read_value(gold)) is not None]
    allowed = " ".join(map(str, (prompt, *golds)))
    allowed += "".join(f" {sign}" for sign, name in _SIGNS if name.search(allowed))
    marked = extract(text, where, prompt)
    if isinstance(marked, Missing) and marked.reason != "no_answer":
        return marked
    if isinstance(marked, Missing) or (
        # "This result is consistent with ..." marks no number.
        marked.where == "phrase" and numbers and not gives_number(marked.text)
    ):
        segment, place = last_sentence(text, numbers, prompt), "sentence"
    else:
        segment, place = marked.text, marked.where
        rivals = [one for one in marked.others if not _holds_any(one, golds, numbers)]
        if rivals:
            detail = f"{segment[:30]!r} and {rivals[0][:30]!r}"
            return Final(f"{rivals[0]}; {segment}", detail, False, False, "several_answers")
    shown = _shown(text, segment)
    loose = place in ("phrase", "A:", "sentence")
    if loose and asked_only(text, segment) and "?" not in "".join(map(str, golds)):
        return Final(shown, place, False, False, "not_asserted")
    if (
        numbers
        and loose
        and (taken_back(text, segment, numbers) or guesses(text, segment, numbers))
    ):
        return Final(shown, place, False, False, "several_answers")
    if out_of_order(text, golds, prompt):
        return Final(shown, place, False, False, "reference_absent")
    equal = any(_same(segment, gold) for gold in golds)
    based = read_in_base(segment, golds, prompt)
    if based or (based is False and read_in_base(text, golds, prompt) is False):
        return Final(shown, place, based, equal and based, "" if based else "reference_absent")
    read = shown if place in ("phrase", "A:") and segment in shown else segment
    if numbers:
        reason = _number_missing(text, segment, read, place, golds, numbers, prompt, allowed)
        return Final(shown, place, not reason, equal and not reason, reason)
    if surplus(text, [str(gold) for gold in golds]):
        return Final(shown, place, False, False, "several_answers")
    if all(another_formula(segment, str(gold)) for gold in golds):
        return Final(shown, place, False, False, "reference_absent")
    if is_text(golds):
        why = "half_answer" if gives_up_part(text, [*map(str, golds)], prompt) else ""
        return Final(shown, place, not why, equal and not why, why)
    found = _found_words(segment, read, golds, prompt)
    if not found:
        absent = not _in_another_dress(text, segment, read, golds, prompt)
        return Final(shown, place, not absent, equal, "reference_absent" if absent else "")
    found = [one for one in found if not any(_part_of(one, other) for other in found)]
    whys = [word_absent(read, one, allowed, loose) for one in found]
    reason = "" if "" in whys or (equal and place != "sentence" and not loose) else whys[0]
    return Final(shown, place, not reason, equal and not reason, reason)


def _number_missing(
    text: str,
    segment: str,
    read: str,
    place: str,
    golds: Sequence[Any],
    numbers: Sequence[Fraction],
    prompt: str,
    allowed: str,
) -> str:
    """Return why none of the numbers is the one answer, or nothing."""
    loose = place in ("phrase", "A:", "sentence")
    asked = frozenset(value for spot in numbers_at(visible(prompt)) for value in spot[2])
    if place == "phrase" and _states_another(segment, numbers, golds, asked):
        return "reference_absent"
    if all(other_half_of_day(read, gold) for gold in golds):
        return "reference_absent"
    reason = number_absent(read, numbers, asked, allowed, loose)
    goes_on = continues(read, numbers, asked)
    if not reason and place == "sentence" and not goes_on and shotgun(text, segment):
        reason = "several_answers"
    if reason == "reference_absent" and any(equals(segment, gold) for gold in golds):
        reason = ""  # the same number in another notation, such as \frac{3}{4}
    return by_unit(reason, read, golds, asked, allowed)


def _found_words(segment: str, read: str, golds: Sequence[Any], prompt: str) -> list[list[str]]:
    """Return the names of the references that stand in a final answer."""
    if not any(holds_formula(read, str(gold)) for gold in golds):
        return []  # x^2 + 1 has the words of x^2 - 1
    near = f" {' '.join(folded_words(visible(read)))} "
    near += f"| {' '.join(folded_words(visible(without_subscripts(read))))} "
    near += f"| {' '.join(folded_words(unmarked(read)))} "
    words = _wanted(golds, segment, prompt)
    return [one for one in words if one and _within(one, near, read)]


def _in_another_dress(
    text: str, segment: str, read: str, golds: Sequence[Any], prompt: str
) -> bool:
    """Whether a reply without the words of the references may give one of them all the same."""
    named = [str(gold) for gold in golds]
    return (
        any(says_time(read, gold) for gold in golds)
        or said_otherwise(text, segment, golds, prompt)
        or in_another_script(text, named, prompt)
        or in_another_language(text, named, prompt)
    )


def _states_another(
    segment: str, numbers: Sequence[Fraction], golds: Sequence[Any], asked: Set[Fraction]
) -> bool:
    """Whether a marked answer is a number of its own: "6 · 7 = 42, halved. Final answer: 21"."""
    bare = visible(segment).strip(" .*_$`")
    if not NUMBER.fullmatch(bare):
        return False
    given = {value for spot in numbers_at(bare) for value in spot[2]}
    other = bool(given) and not given & {*numbers, *asked}
    return other and not any(equals(bare, gold) for gold in golds) and not _percent(given, numbers)


def _percent(given: Set[Fraction], numbers: Sequence[Fraction]) -> bool:
    return any(100 * value in numbers or value / 100 in numbers for value in given)


def is_text(golds: Sequence[Any]) -> bool:
    """Return whether every reference is so long that its words need not occur in a reply.

    What `seen` takes for hidden, such as the comment of HTML, cannot be looked for either.
    """
    return all(
        len(words[words[0] in _ARTICLES :]) > SHORT or not visible(seen(str(gold))).strip()
        for gold in golds
        for words in [folded_words(visible(str(gold))) or [""]]
    )


def _wanted(golds: Sequence[Any], segment: str, prompt: str) -> list[list[str]]:
    """Return the words of each reference and of the names by which it is also known.

    A yes or no in the language of the answer comes with them.
    """
    words = [folded_words(visible(str(gold))) for gold in golds]
    for gold in golds:
        words += other_names(str(gold), segment, prompt) + same_substance(str(gold))
        words += other_endings(str(gold), prompt) + part_of_name(str(gold), segment, prompt)
    first = folded_words(visible(segment))[:1]
    for ways in (YES, NO):
        if (
            first
            and first[0] in ways
            and any(one and one[0] in ways for one in words if len(one) == 1)
        ):
            words.append(first)
    return words


def reference_values(answer: Any) -> list[Any]:
    """Return the references, one or each of a list, set or array; none that is missing.

    Example:
        >>> reference_values(["NYC", None, float("nan")]), reference_values(None)
        (['NYC'], [])
    """
    if hasattr(answer, "tolist"):
        answer = answer.tolist()  # arrays and scalars of numpy, as parquet gives them
    several = list(answer) if isinstance(answer, (list, tuple, set)) else [answer]
    values = [one.tolist() if hasattr(one, "tolist") else one for one in several]
    return [one for one in values if one is not None and one == one and str(one).strip()]


def says_a_reference(completion: str, golds: Sequence[Any], bare: bool = False) -> bool:
    """Whether a completion is one of the references, or says of one that it is the answer.

    Args:
        completion: The completion.
        golds: The references.
        bare: Whether nothing may stand beside the reference.

    Example:
        >>> says_a_reference("The answer is yes.", ["yes"]), says_a_reference("Is it yes?", ["yes"])
        (True, False)
    """
    said = folded_words(visible(seen(completion)))
    for gold in golds:
        words = folded_words(visible(str(gold)))
        if not words or said[-len(words) :] != words:
            continue
        before = said[: -len(words)]
        if bare and before:
            continue
        marked = re.search(r"[:>{*=]\W*$", completion[: completion.casefold().rfind(words[0])])
        if not before or before[-1] in IS | {"answer"} or marked:
            return True
        if before[-1] in ("the", "on", "a") and len(before) > 1:
            return True
    return len(said) > 1 and any(
        said[: len(w)] == w for w in map(folded_words, map(str, golds)) if w
    )


def _holds_any(text: str, golds: Sequence[Any], numbers: Sequence[Fraction]) -> bool:
    if numbers:
        return not number_absent(text, numbers)
    return any(_same(text, gold) for gold in golds)


def _within(gold: list[str], near: str, segment: str) -> bool:
    if f" {' '.join(gold)} " in near:
        return True
    # Scripts without spaces: a word boundary is nowhere to be found.
    return not "".join(gold).isascii() and "".join(gold) in near.replace(" ", "")


def _part_of(words: list[str], other: list[str]) -> bool:
    """Whether one form of a name stands within a longer one that a text has, too."""
    return len(words) < len(other) and f" {' '.join(words)} " in f" {' '.join(other)} "


def _same(text: str, gold: Any) -> bool:
    left, right = visible(text).strip().strip("$*_` ."), visible(str(gold)).strip().strip("$*_` .")
    return left.casefold() == right.casefold() and bool(left)


def _shown(text: str, segment: str) -> str:
    """Return the line that the answer stands on: units and negations belong to it."""
    at = text.rfind(segment)
    if at < 0 or len(segment) > 200:
        return segment
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at + len(segment))
    line = text[start : end if end >= 0 else len(text)].strip()
    return line if len(line) <= 400 else segment
