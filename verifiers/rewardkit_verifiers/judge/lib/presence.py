"""Is the reference value in the final answer? If it is not, no judge need be asked.

A judge that is asked whether two answers are the same can be talked into it. Where the reference
is a number or a few words, its absence is a fact that no wording changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from rewardkit.reading.hidden import seen
from rewardkit.reading.vocabulary import IS
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.about_itself import gives_up_part
from rewardkit_verifiers.judge.lib.another_head import concludes_another, headed_by_another
from rewardkit_verifiers.judge.lib.assent import dissents, opens_with
from rewardkit_verifiers.judge.lib.bare_lists import among_candidates
from rewardkit_verifiers.judge.lib.bases import read_in_base
from rewardkit_verifiers.judge.lib.clocks import another_time
from rewardkit_verifiers.judge.lib.dates import same_day
from rewardkit_verifiers.judge.lib.directions import same_way
from rewardkit_verifiers.judge.lib.disowned import disowned
from rewardkit_verifiers.judge.lib.dress import undressed
from rewardkit_verifiers.judge.lib.found_values import found_words, in_another_dress, number_missing
from rewardkit_verifiers.judge.lib.given_options import said_by_option
from rewardkit_verifiers.judge.lib.hedges import (
    asked_only,
    guesses,
    number_absent,
    taken_back,
)
from rewardkit_verifiers.judge.lib.in_figures import every_number
from rewardkit_verifiers.judge.lib.last_sentences import SHORT, last_sentence
from rewardkit_verifiers.judge.lib.listed import same_list
from rewardkit_verifiers.judge.lib.local_numbers import local_numbers
from rewardkit_verifiers.judge.lib.named_units import allowed_words, with_degrees
from rewardkit_verifiers.judge.lib.names import asks_who
from rewardkit_verifiers.judge.lib.number_lists import (
    other_ends,
    other_list,
    same_numbers,
)
from rewardkit_verifiers.judge.lib.ordered import has_all_items, out_of_order
from rewardkit_verifiers.judge.lib.others_denied import only_granted, without_denied
from rewardkit_verifiers.judge.lib.pairs import same_pair
from rewardkit_verifiers.judge.lib.persons import another_person, is_person, without_points
from rewardkit_verifiers.judge.lib.quantities import never_near, whole_quantity
from rewardkit_verifiers.judge.lib.reactions import same_reaction
from rewardkit_verifiers.judge.lib.rivals import (
    claims_a_part,
    lacks_a_root,
    listed_among_others,
)
from rewardkit_verifiers.judge.lib.spoken_values import in_halves
from rewardkit_verifiers.judge.lib.stand_ins import said_alone, with_stand_in
from rewardkit_verifiers.judge.lib.truth_words import says_both, says_truth
from rewardkit_verifiers.judge.lib.uncommitted import wavers
from rewardkit_verifiers.judge.lib.unrelated import unrelated
from rewardkit_verifiers.judge.lib.unsaid import unsaid
from rewardkit_verifiers.judge.lib.values import (
    NUMBER,
    another_formula,
    copied_expression,
    equals,
    gives_number,
    in_e_notation,
    read_value,
    with_scales,
)
from rewardkit_verifiers.judge.lib.word_hedges import surplus, word_absent
from rewardkit_verifiers.math.lib.extraction.conventions import Where
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Missing

Require = Literal["value", "content"]
_MARKED: tuple[str, ...] = ("<answer>", "boxed", "####", "A:", "phrase")
_ARTICLES = frozenset(("the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "il", "o"))


_FORMULA = re.compile(r"<(?!-)|(?<![-=])>|[≤≥]|\d[a-z]\b|[a-z]\s?\^|[a-z²³)]\s?[+*/−-]\s?[\w(]")
_WORDS = re.compile(r"[^\W\d_]{3}")
_NTH = re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Final:
    """The final answer, and whether the reference stands in it.

    Attributes:
        text: The answer as it is shown to the judge.
        where: What marked it, or `sentence`.
        present: Whether the reference value stands in it as the one answer.
        equal: Whether it is the reference and nothing else.
        reason: Why the value does not count as present.
        label: The label of the option that the reply chose and that is the reference, as `(C)`.
    """

    text: str
    where: str
    present: bool
    equal: bool = False
    reason: str = ""
    label: str = ""


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
    text = undressed(seen(text))
    if (at_once := _by_its_form(text, golds, prompt, where)) is not None:
        return at_once
    text = text if NUMBER.search(text) else in_halves(text)
    golds = said_by_option(text, golds, prompt)
    text = in_e_notation(local_numbers(with_degrees(text), prompt))
    numbers = [number for gold in golds if (number := read_value(gold)) is not None]
    text = without_points(text, [str(gold) for gold in golds])
    text = without_denied(with_scales(text, numbers), golds, numbers)
    allowed = allowed_words(text, golds, prompt)
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
        reason = number_missing(text, segment, read, place, golds, numbers, prompt, allowed)
        return Final(shown, place, not reason, equal and not reason, reason)
    return _worded(text, segment, read, Final(shown, place, False, equal), golds, prompt, allowed)


def _worded(
    text: str,
    segment: str,
    read: str,
    final: Final,
    golds: Sequence[Any],
    prompt: str,
    allowed: str,
) -> Final:
    """Return a final answer with whether a reference in words stands in it."""
    shown, place, equal = final.text, final.where, final.equal
    loose = place in ("phrase", "A:", "sentence")
    days = [same_reaction(text, str(gold)) for gold in golds]
    if None in days:
        days = [same_day(text, str(gold)) for gold in golds]
    if days and None not in days:
        why = "" if any(days) else "reference_absent"
        return Final(shown, place, not why, equal and not why, why)
    named = [*map(str, golds)]
    other = bool(named) and all(
        other_ends(segment, gold, prompt) or other_list(text, gold) for gold in named
    )
    if other or copied_expression(segment, named, prompt):
        return Final(shown, place, False, False, "reference_absent")
    side = segment.rpartition("∈")[2]
    if any(
        (_FORMULA.search(str(gold)) or side != segment) and equals(side, gold) for gold in golds
    ):
        return Final(shown, place, True, equal)
    if another_person(text, [str(gold) for gold in golds]):
        return Final(shown, place, False, False, "reference_absent")
    lists = [same_numbers(text, str(gold)) for gold in golds]
    if None in lists:
        lists = [same_list(text, str(gold), prompt) for gold in golds]
    if lists and None not in lists and not out_of_order(text, golds, prompt):
        why = "" if any(lists) else "reference_absent"
        return Final(shown, place, not why, equal and not why, why)
    rival = _rivals(text, segment, [str(gold) for gold in golds])
    if rival:
        return Final(shown, place, False, False, rival)
    if golds and all(whole_quantity(str(gold)) for gold in golds):
        other = all(never_near(every_number(read), str(gold)) for gold in golds)
        why = "other_quantity" if other else "" if gives_number(read) else "reference_absent"
        return Final(shown, place, not why, equal and not why, why)
    if is_text(golds, prompt):
        half = "half_answer" if gives_up_part(text, [*map(str, golds)], prompt) else ""
        part = segment if place != "sentence" else ""
        why = half or ("reference_absent" if unrelated(text, golds, prompt, part) else "")
        return Final(shown, place, not why, equal and not why, why)
    if any(has_all_items(text, str(gold)) for gold in golds):
        return Final(shown, place, True, equal, "")
    if only_granted(text, golds, prompt):
        return Final(shown, place, False, False, "denied")
    if all(another_time(segment, gold) for gold in golds):
        return Final(shown, place, False, False, "reference_absent")
    turns = same_way(text, golds)
    if turns is not None:
        return Final(shown, place, turns, equal and turns, "" if turns else "reference_absent")
    if headed_by_another(text, [str(gold) for gold in golds], prompt):
        return Final(shown, place, False, False, "not_asserted")
    found = found_words(segment, read, golds, prompt)
    if not found and loose and concludes_another(text, [*map(str, golds)]):
        return Final(shown, place, False, False, "reference_absent")
    if not found:
        absent = not in_another_dress(text, segment, read, golds, prompt)
        return Final(shown, place, not absent, equal, "reference_absent" if absent else "")
    if golds and all(dissents(text, str(gold), prompt) for gold in golds):
        return Final(shown, place, False, False, "reference_absent")
    if any(opens_with(text, str(gold)) for gold in golds):
        return Final(shown, place, True, equal)
    found = [one for one in found if not any(_part_of(one, other) for other in found)]
    whys = [word_absent(read, one, allowed, loose) for one in found]
    reason = "" if "" in whys or (equal and place != "sentence" and not loose) else whys[0]
    if reason == "not_asserted" and any(says_truth(text, str(gold), prompt) for gold in golds):
        reason = ""
    return Final(shown, place, not reason, equal and not reason, reason)


def _by_its_form(text: str, golds: Sequence[Any], prompt: str, where: Where) -> Final | None:
    """Return what the form of a reply tells before any of its words is read, or None.

    A list of candidates gives no answer, and a reference that cannot be taken apart is looked for
    sign by sign. A text that is claimed, or that stands far from the end, is left to the rules for
    texts.
    """
    if among_candidates(text, golds) or wavers(text, golds):
        return Final(text.strip(), "list", False, False, "several_answers")
    if why := unsaid(text, golds) or disowned(text, golds):
        return Final(text.strip(), "sentence", False, False, why)
    if said_alone(text, golds):
        return Final(text.strip(), "sentence", True, False, "")
    found = with_stand_in(text, golds, prompt)
    if found is None:
        return None
    replaced, asked, word = found
    final = final_answer(replaced, [word], asked, where)
    if isinstance(final, Missing) or final.reason == "reference_absent":
        return None
    if is_text(golds) and final.present and any(map(_WORDS.search, map(str, golds))):
        return None
    said = final.text.replace(word, str(golds[0]).strip())
    return Final(said, final.where, final.present, final.equal, final.reason)


def _rivals(text: str, segment: str, golds: Sequence[str]) -> str:
    """Return why a reply gives more or less than references in words, or another formula."""
    if all(lacks_a_root(text, gold) or claims_a_part(text, gold) for gold in golds):
        return "reference_absent"
    if any(says_both(text, gold) for gold in golds):
        return "several_answers"
    if surplus(text, golds) or listed_among_others(text, golds):
        return "several_answers"
    paired = any(same_pair(segment, gold) for gold in golds)
    if not paired and all(another_formula(segment, gold) for gold in golds):
        return "reference_absent"
    return ""


def is_text(golds: Sequence[Any], prompt: str = "") -> bool:
    """Return whether every reference is so long that its words need not occur in a reply.

    The name of a person whom a question asks for is none, however long.

    What `seen` takes for hidden, such as the comment of HTML, cannot be looked for either.
    """
    return all(
        (
            len(words[words[0] in _ARTICLES :]) > SHORT
            and not _is_measured(gold)
            and not (asks_who(prompt) and is_person(str(gold)))
        )
        or not visible(seen(str(gold))).strip()
        for gold in golds
        for words in [folded_words(visible(str(gold))) or [""]]
    )


def _is_measured(gold: Any) -> bool:
    return read_value(gold) is not None or whole_quantity(str(gold)) is not None


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
        if not before or before[-1] in IS | {"answer", "s"} or marked:
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
