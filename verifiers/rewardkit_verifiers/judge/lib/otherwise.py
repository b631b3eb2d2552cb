"""References that a reply gives in other words: in other units, by other names, as "It is not"."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from fractions import Fraction
from typing import Any

from rewardkit import Score
from rewardkit.reading.standing import standing
from rewardkit.reading.vocabulary import NO, NOT, OR, YES
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.clocks import says_time
from rewardkit_verifiers.judge.lib.names import form_asked
from rewardkit_verifiers.judge.lib.quantities import (
    other_quantity,
    plain,
    quantities_at,
    same_quantity,
)
from rewardkit_verifiers.judge.lib.values import equals, numbers_at
from rewardkit_verifiers.text.lib.short_answer import accepted_answers, short_answer

_SUBJECTS = frozenset(("it", "they", "he", "she", "there", "we", "you", "i"))
_VERBS = frozenset(("is", "are", "was", "were", "does", "do", "did", "can", "has", "have", "will"))
# Names and dates, but no formula and no time of day.
_PLAIN_WORDS = re.compile(r"[\w\s.,'’()-]+")
_POWER = re.compile(r"[⁰¹²³⁴-⁹]|[αβγπθλμσφω]\w|\w[αβγπθλμσφω]")
_ASKED_UNIT = re.compile(
    r"\b(?:how many|in|into|to) ((?:square |cubic |degrees )?[a-z]{2,}(?:/[a-z]+)?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"[-+]?\d[\d.,]*")
_FIRST = re.compile(r"(?<=[.!])\s+|[;:]")
_SO = re.compile(r"\b(?:so|therefore|hence|thus)\b,?")
_UNTRUE = frozenset(
    (
        *("not true", "untrue", "incorrect", "wrong", "not correct", "this is not true", "not so"),
        *("it is not true", "this is incorrect", "this is wrong", "the statement is not true"),
    )
)
_SURELY = frozenset(
    ("absolutely", "definitely", "certainly", "indeed", "of course", "naturally", "sure", "surely")
)
_BY_NO_MEANS = frozenset(
    ("absolutely not", "certainly not", "definitely not", "of course not", "not at all", "no way")
)
_CALL = re.compile(r"\w+\.(\w+)\(\)")
_SHORT = 3


def said_otherwise(text: str, segment: str, golds: Sequence[Any], prompt: str) -> bool:
    """Return whether a reply gives one of the references in other words.

    Args:
        text: The reply.
        segment: Its final answer.
        golds: The references.
        prompt: The question.

    Example:
        >>> said_otherwise("It is not.", "It is not.", ["no"], "Is 9 prime?")
        True
        >>> said_otherwise("Mercury", "Mercury", ["Venus"], "")
        False
    """
    return (
        any(
            equals(side, gold) or says_time(segment, gold)
            for gold in golds
            for side in (segment, segment.rpartition("=")[2])
        )
        or any(_short_form(text, str(gold), prompt) for gold in golds)
        or _calls(text, golds)
        or _bounds(text, golds)
        or (not form_asked(prompt) and _read_by_text_answer(text, golds, prompt))
    )


def by_unit(
    reason: str, read: str, golds: Sequence[Any], asked: Set[Fraction], allowed: str
) -> str:
    """Return why a number of a reference with a unit is absent, by what its unit makes of it."""
    if not reason and any(other_quantity(read, str(gold)) for gold in golds):
        return "other_quantity"
    if not reason and quantities_at(plain(read)) and (unit := _unit_asked_for(allowed)):
        bare = [str(gold) for gold in golds if _BARE.fullmatch(str(gold).strip())]
        if any(_only_in_another(read, f"{gold} {unit}") for gold in bare):
            return "other_quantity"  # 2500 mg where grams are asked for
    if reason not in ("reference_absent", "several_answers"):
        return reason
    text = plain(read)
    given = quantities_at(text)
    alone = [
        spot
        for spot in numbers_at(text)
        if not spot[2] & asked and not any(one.start <= spot[0] < one.end for one in given)
    ]
    if alone or not any(same_quantity(read, str(gold)) for gold in golds):
        return reason
    last = given[-1]
    return standing(text, last.start, last.end, number=True, allowed=allowed)


def _only_in_another(read: str, gold: str) -> bool:
    """Whether the number of a quantity stands in a text only with other units of its measure."""
    text, (wanted,) = plain(read), quantities_at(gold)
    amounts = {value for spot in numbers_at(gold) for value in spot[2]}
    given = {one.start: one for one in quantities_at(text)}
    mine = [given.get(spot[0]) for spot in numbers_at(text) if spot[2] & amounts]
    return bool(mine) and all(
        one is not None and one.measure == wanted.measure and not one.amounts & wanted.amounts
        for one in mine
    )


def _unit_asked_for(prompt: str) -> str:
    """Return the one unit in which a question wants its answer: "how many grams", "in kelvin"."""
    units = {found[1] for found in _ASKED_UNIT.finditer(prompt) if quantities_at(f"1 {found[1]}")}
    return units.pop() if len(units) == 1 else ""


def _calls(text: str, golds: Sequence[Any]) -> bool:
    """Whether a text calls the method that a reference names: xs.reverse() for list.reverse()."""
    named = [call[1] for gold in golds if (call := _CALL.fullmatch(str(gold).strip("`* ")))]
    return any(re.search(rf"\w\.{re.escape(name)}\(", text) for name in named)


def _bounds(text: str, golds: Sequence[Any]) -> bool:
    """Whether the one double bound of a text is an interval that is a reference."""
    said = visible(text)
    found = _CHAIN.findall(said)
    words = set(folded_words(_CHAIN.sub(" ", said)))
    if (
        len(found) != 1
        or words & (NOT | OR)
        or "?" in said
        or re.search(r"[\d<>≤≥]", _CHAIN.sub("", said))
    ):
        return False
    chain = found[0].replace("<=", "≤")
    return any(equals(chain, gold) for gold in golds)


_CHAIN = re.compile(
    r"(?<![\w.])[-\u2212]?[\d./√π]{1,12}\s?(?:<=|<|≤|\\leq?|\\le)\s?[a-z]\s?(?:<=|<|≤|\\leq?)"
    r"\s?[-\u2212]?[\d./√π]{0,11}[\dπ](?![\w])"
)


def _short_form(text: str, gold: str, prompt: str) -> bool:
    """Whether a text of a few words says yes or no without the word: "It is.", "Not at all"."""
    wanted = folded_words(gold)
    first = folded_words(visible(_FIRST.split(text.strip(), maxsplit=1)[0]))
    if wanted == ["false"] and " ".join(first).removeprefix("that is ") in _UNTRUE:
        return True
    if _negated(first, wanted):
        return True
    if wanted[:1] and len(wanted) == 1 and wanted[0] in YES and " ".join(first) in _SURELY:
        return True
    if wanted[:1] and len(wanted) == 1 and wanted[0] in NO and " ".join(first) in _BY_NO_MEANS:
        return True
    if len(wanted) == 1 and wanted[0] in NO and _denies(first):
        return "?" not in text and not set(folded_words(text)) & YES
    words = folded_words(visible(_SO.split(text)[-1]))
    if len(wanted) != 1 or not 0 < len(words) <= 2 * _SHORT or "?" in text:
        return False
    if wanted[0] in NO and words[0] not in YES | NO:
        asked = {*folded_words(prompt), "t", "can"}
        if set(words) & NOT and len(words) > 2 and set(words) <= asked | NOT:
            return True  # "Penguins cannot fly" where that is asked
    if wanted[0] in NO:
        short = len(words) <= _SHORT + 1
        negated = bool(set(words[1:3]) & NOT and words[0] in _SUBJECTS)
        return short and (words[0] in NOT or negated)
    bare = len(words) == 2 or (len(words) <= 2 * _SHORT and set(words[2:]) <= _asked_of(prompt))
    return (
        wanted[0] in YES
        and bare
        and len(words) > 1
        and words[0] in _SUBJECTS
        and words[1] in _VERBS
    )


def _negated(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a clause says "not valid" for invalid."""
    if len(wanted) != 1 or not (found := _OPPOSITE.fullmatch(wanted[0])):
        return False
    return len(words) <= 2 * _SHORT and list(words[-2:]) == ["not", found[1]]


_OPPOSITE = re.compile(r"(?:in|im|un|ir|il|non)(\w{4,})")


def _denies(words: Sequence[str]) -> bool:
    """Whether a clause of three or four words only denies: "It doesn't"."""
    bare = [word for word in words if word not in ("t", "not", "n")]
    return (
        1 < len(words) <= _SHORT + 1
        and words[0] in _SUBJECTS
        and words[-1] in ("t", "not")
        and len(bare) == 2
    )


def _asked_of(prompt: str) -> Set[str]:
    """Return the words of a question of yes or no, for "it is prime" where that is asked."""
    return frozenset(folded_words(prompt)) - NOT if _YES_OR_NO.match(prompt) else frozenset()


_YES_OR_NO = re.compile(r"\s*(?:is|are|was|were|does|do|did|can|has|have|will)\b", re.IGNORECASE)


def _read_by_text_answer(text: str, golds: Sequence[Any], prompt: str) -> bool:
    """Return whether text/answer reads one of the references in a text, in words of its own.

    It knows other names, spellings and abbreviations. A number must stand there itself, and a part
    of a name is left to `other_names`.
    """
    if not all(_PLAIN_WORDS.fullmatch(str(gold).strip()) for gold in golds):
        return False
    if any(_POWER.search(str(gold)) for gold in golds):
        return False
    accepted = accepted_answers([str(gold) for gold in golds])
    if isinstance(accepted, Score):
        return False
    found = short_answer(text, accepted, prompt)
    return found.value == 1.0 and found.extra.get("how") != "part"
