"""Values that carry a name in words: slope 2 and intercept 3, 12 chickens and 8 rabbits."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST, _MOST = 240, 8
_V = (
    r"(-?\s?(?:\\[dt]?frac\s?\{-?\d{1,9}\}\s?\{\d{1,9}\}|(?:\d{1,6}\s?)?\\sqrt\s?\{\d{1,6}\}"
    r"|\d{1,9}(?:\.\d{1,9})?(?:\s?/\s?\d{1,9})?)|\([^()=]{1,40},[^()=]{1,40}\))"
)
_NAME = r"((?:[A-Za-z][A-Za-z'-]*\s){0,4}?[A-Za-z][A-Za-z'-]+)"
_BEFORE = re.compile(
    rf"{_NAME}\s*(?:=|:|\bis|\bare|\bequals|\bhas|\bgets?|\bof)?\s*{_V}",
)
_BEHIND = re.compile(rf"{_V}\s+{_NAME}")
_SPLIT = re.compile(
    r"\s*(?:[,;](?![^()]*\))|\band\b|\bwhile\b|\bwhereas\b)\s*(?:and\b\s*)?",
)
_PLAIN = frozenset(
    listed(
        "the a an is are of its has gets get there so thus his her their value with have equals it"
    )
)
_DENIED = frozenset(
    listed(
        "not no never or either if when at for to in between from than more less most least by on"
    )
)


@lru_cache(maxsize=4096)
def _labels(text: str) -> tuple[tuple[str, str], ...]:
    """Return the names of a text with their values, in its order; none where a part has none."""
    if len(text) > _LONGEST:
        return ()
    plain = text.replace("$", "").replace("**", "").replace("−", "-").strip(" .")
    found: list[tuple[str, str]] = []
    for part in _SPLIT.split(plain):
        before = _BEFORE.fullmatch(part.strip())
        behind = None if before else _BEHIND.fullmatch(part.strip())
        if before is None and behind is None:
            return ()
        name, value = before.groups() if before else behind.groups()[::-1] if behind else ("", "")
        words = [word.lower() for word in name.split()]
        if not _DENIED.isdisjoint(words):
            return ()
        label = " ".join(_singular(word) for word in words if word not in _PLAIN)
        if not label:
            return ()
        found.append((label, value))
    names = {label for label, _ in found}
    return tuple(found) if 2 <= len(found) == len(names) <= _MOST else ()


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def has_labels(gold: str) -> bool:
    """Whether a reference gives two values or more, each with its name."""
    return bool(_labels(gold))


def same_labels(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare named values in any order; None where either has none, or they differ.

    Args:
        gold: The reference.
        said: The answer; numbers without names are in the order of the reference.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> gold, rules = "slope 2, intercept 3", PRESETS["default"]
        >>> same_labels(gold, "The intercept is 3 and the slope is 2.", "", rules).equal
        True
        >>> other_labels(gold, "The intercept is 2 and the slope is 3.", rules)
        True
    """
    del prompt
    mine = _labels(gold)
    theirs = _labels(said) if mine else ()
    if mine and not theirs and _NUMBERS.fullmatch(said.replace("$", "")):
        values = [value.strip() for value in said.replace("$", "").strip(" .").split(",")]
        theirs = tuple(zip((label for label, _ in mine), values, strict=False))
        theirs = theirs if len(values) == len(mine) else ()
    if not theirs or dict(mine).keys() != dict(theirs).keys():
        return None
    told = dict(theirs)
    if all(same(value, told[label], policy) for label, value in mine):
        return Verdict(True, "structure", "values by their names")
    return None


_NUMBERS = re.compile(rf"\s*{_V}(?:\s*,\s*{_V}){{1,7}}\s*\.?\s*")


def other_labels(gold: str, said: str, policy: Policy) -> bool:
    """Whether an answer gives the names of its reference, and another value to one of them."""
    mine = _labels(gold)
    told = dict(_labels(said)) if mine else {}
    if not told or dict(mine).keys() != told.keys():
        return False
    return any(same(value, told[label], policy).equal is False for label, value in mine)
