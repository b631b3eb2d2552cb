"""Whether the number or the words of a reference stand in a final answer, in whatever form."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from fractions import Fraction
from typing import Any

from rewardkit.reading.vocabulary import NO, YES
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.another_language import in_another_language
from rewardkit_verifiers.judge.lib.assent import assents
from rewardkit_verifiers.judge.lib.clocks import other_half_of_day, says_time
from rewardkit_verifiers.judge.lib.given_options import options_of
from rewardkit_verifiers.judge.lib.hedges import (
    continues,
    number_absent,
    shotgun,
)
from rewardkit_verifiers.judge.lib.in_figures import in_figures
from rewardkit_verifiers.judge.lib.last_sides import last_side_is
from rewardkit_verifiers.judge.lib.local_numbers import without_part
from rewardkit_verifiers.judge.lib.money_words import money, same_money
from rewardkit_verifiers.judge.lib.name_forms import of_a_people, written_otherwise
from rewardkit_verifiers.judge.lib.names import (
    asks_who,
    form_asked,
    misspelt,
    other_endings,
    other_names,
    part_of_name,
    spelt_out,
)
from rewardkit_verifiers.judge.lib.numbered_names import other_numbered
from rewardkit_verifiers.judge.lib.opposites import says_opposite
from rewardkit_verifiers.judge.lib.otherwise import by_unit, said_otherwise
from rewardkit_verifiers.judge.lib.pairs import counted, is_share, same_pair
from rewardkit_verifiers.judge.lib.persons import with_initials
from rewardkit_verifiers.judge.lib.rivals import ends_with_another
from rewardkit_verifiers.judge.lib.scripts import in_another_script
from rewardkit_verifiers.judge.lib.spans import (
    compares,
    limit_asked,
    limit_kept,
    of_a_span,
    roughly,
    with_limits,
)
from rewardkit_verifiers.judge.lib.spellings import respelt
from rewardkit_verifiers.judge.lib.spoken_values import in_digits, says_amount
from rewardkit_verifiers.judge.lib.substances import same_substance, without_subscripts
from rewardkit_verifiers.judge.lib.synonyms import same_word
from rewardkit_verifiers.judge.lib.truth_words import says_truth, says_undetermined
from rewardkit_verifiers.judge.lib.unit_symbols import same_unit
from rewardkit_verifiers.judge.lib.values import (
    NUMBER,
    equals,
    holds_formula,
    numbers_at,
    unmarked,
)
from rewardkit_verifiers.judge.lib.whole_numerals import says_in_words

_DECIMAL = re.compile(r"\d{1,2}\.\d{2}")  # a time of day in some languages, and mostly none


def number_missing(
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
    reason = _missing(text, segment, read, place, golds, numbers, prompt, allowed)
    if reason in _ABSENT[:2] and says_in_words(segment, golds, numbers):
        return ""
    said = in_figures(segment) if reason in _ABSENT else segment
    if said == segment:
        return reason
    again = _missing(said, said, said, place, golds, numbers, prompt, allowed)
    return reason if again else ""


_NOT_NONE = re.compile(r"\W*(?:not|nicht|pas|non)\s+(?:zero|0|none|null)\b", re.IGNORECASE)
_CODE = re.compile(r"`|\bprint\b|\breturns?\b|\bpython\b|\bcode\b", re.IGNORECASE)
_ABSENT = ("reference_absent", "several_answers", "other_quantity")


def _missing(
    text: str,
    segment: str,
    read: str,
    place: str,
    golds: Sequence[Any],
    numbers: Sequence[Fraction],
    prompt: str,
    allowed: str,
) -> str:
    loose = place in ("phrase", "A:", "sentence")
    asked = frozenset(value for spot in numbers_at(visible(prompt)) for value in spot[2])
    known = asked if options_of(prompt) else frozenset()
    shares = [str(gold) for gold in golds if "%" in str(gold)]
    if shares and len(shares) == len(golds):
        if money(segment) is not None:
            return "other_quantity"  # 25 dollars for 25 %
        if is_share(in_figures(segment), numbers):
            return ""
    if place == "phrase" and _states_another(segment, numbers, golds, known):
        return "reference_absent"
    sums = [same_money(segment, str(gold), prompt) for gold in golds]
    if True in sums:
        return ""
    if sums and all(one is False for one in sums):
        return "other_quantity"
    if place == "sentence" and ends_with_another(read, numbers, prompt):
        return "reference_absent"
    if all(other_half_of_day(read, gold) for gold in golds):
        return "reference_absent"
    read = without_part(counted(of_a_span(read, prompt), prompt), numbers)
    limit = limit_asked(prompt)
    read = with_limits(_OR_MORE.sub("", read)) if limit else read
    reason = number_absent(read, numbers, asked, allowed, loose)
    if reason in ("bounded", "several_answers") and compares(read, numbers, asked):
        return ""
    if reason == "bounded" and (limit_kept(read, prompt) or roughly(read, numbers)):
        reason = ""
    goes_on = continues(read, numbers, asked)
    if not reason and place == "sentence" and not goes_on and shotgun(text, segment):
        reason = "several_answers"
    copied = NUMBER.fullmatch(visible(segment).strip(" .`$")) is None and segment in prompt
    if (
        not copied
        and reason == "reference_absent"
        and (any(equals(segment, g) for g in golds) or last_side_is(segment, golds, numbers))
    ):
        reason = ""  # the same number in another notation, such as \frac{3}{4}
    absent = reason == "reference_absent"
    reason = by_unit(reason, in_digits(read), golds, asked, allowed)
    if _CODE.search(prompt) and segment.strip(" .`*") in ("None", "none"):
        return reason or "reference_absent"  # what code gives back
    if 0 in numbers and _NOT_NONE.match(segment):
        return "denied"
    if reason and any(
        says_amount(segment, gold)
        or (says_time(read, gold) and (absent or not _DECIMAL.fullmatch(str(gold).strip())))
        or same_pair(segment, str(gold))
        for gold in golds
    ):
        return ""
    return reason


_OR_MORE = re.compile(r"(?<=\d)\+(?!\s?\d)")


def found_words(segment: str, read: str, golds: Sequence[Any], prompt: str) -> list[list[str]]:
    """Return the names of the references that stand in a final answer."""
    if not any(holds_formula(read, str(gold)) for gold in golds):
        return []  # x^2 + 1 has the words of x^2 - 1
    signs = [_with_signs(str(gold)).strip() for gold in golds]
    if signs and all(map(_SYMBOLIC.fullmatch, signs)):
        return [folded_words(str(gold)) for gold in golds if _stands_alone(read, str(gold))]
    near = f" {' '.join(folded_words(visible(read)))} "
    near += f"| {' '.join(folded_words(visible(without_subscripts(read))))} "
    near += f"| {' '.join(folded_words(unmarked(read)))} "
    words = _wanted(golds, segment, prompt)
    return [one for one in words if one and _within(one, near, read)]


_SYMBOLIC = re.compile(r"[-\u2212]?[\d./]*\s?(?:π|√\d+)(?:/\d+)?")
_SIGNED = (
    (re.compile(r"\\?\bpi\b|\\pi"), "π"),
    (re.compile(r"\\?sqrt\s?[({]?(\d+)[)}]?|√[({](\d+)[)}]"), r"√\1\2"),
    (re.compile(r"\s?(?:\\cdot|\\times|[·*⋅×])\s?(?=[π√])|\$"), ""),
)
_OPERATORS = "0123456789.,·*×/^√+-−⋅(πe"


def _stands_alone(text: str, gold: str) -> bool:
    """Whether a value with a root or π stands in a text and is no part of another value."""
    shown = _with_signs(text)
    name = re.compile(r"\s?".join(map(re.escape, _with_signs(gold).replace(" ", ""))))
    return any(
        shown[: found.start()].rstrip()[-1:] not in tuple(_OPERATORS)
        and not re.match(r"\s?(?:[²³⁴^!/*·×√+\-−⋅]\s?|\d|[²³^])", shown[found.end() :])
        for found in name.finditer(shown)
    )


def _with_signs(text: str) -> str:
    for pattern, sign in _SIGNED:
        text = pattern.sub(sign, text)
    return text


def in_another_dress(text: str, segment: str, read: str, golds: Sequence[Any], prompt: str) -> bool:
    """Whether a reply without the words of the references may give one of them all the same."""
    named = [str(gold) for gold in golds]
    return (
        any(
            says_time(read, gold) or says_amount(segment, gold) or same_pair(segment, str(gold))
            for gold in golds
        )
        or any(same_unit(segment, gold, prompt) for gold in named)
        or any(says_truth(text, gold, prompt) or says_undetermined(text, gold) for gold in named)
        or any(assents(text, gold, prompt) or says_opposite(text, gold, prompt) for gold in named)
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


def _wanted(golds: Sequence[Any], segment: str, prompt: str) -> list[list[str]]:
    """Return the words of each reference and of the names by which it is also known.

    A yes or no in the language of the answer comes with them.
    """
    words = [folded_words(visible(str(gold))) for gold in golds]
    for gold in golds:
        words += other_names(str(gold), segment, prompt) + same_substance(str(gold))
        words += same_word(str(gold)) if not form_asked(prompt) else []
        words += spelt_out(str(gold), segment) + misspelt(str(gold), segment)
        words += _other_forms(str(gold), segment, prompt)
        words += respelt(str(gold), segment) if not form_asked(prompt) else []
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


def _other_forms(gold: str, segment: str, prompt: str) -> list[list[str]]:
    if form_asked(prompt):
        return []
    found = written_otherwise(gold, segment) + of_a_people(gold, segment)
    found += with_initials(gold, segment) if asks_who(prompt) else []
    return found + other_numbered(gold, prompt)


def _within(gold: list[str], near: str, segment: str) -> bool:
    if f" {' '.join(gold)} " in near:
        return True
    # Scripts without spaces: a word boundary is nowhere to be found.
    return not "".join(gold).isascii() and "".join(gold) in near.replace(" ", "")
