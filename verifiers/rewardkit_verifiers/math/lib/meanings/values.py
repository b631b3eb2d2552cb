"""The values that a sentence lists: a can be 0, 1 or 2."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST = 300
_V = (
    r"(?<![A-Za-z\d.])-?\s?(?:\\[dt]?frac\s?\{-?\d{1,9}\}\s?\{\d{1,9}\}"
    r"|(?:\d{1,6}\s?)?(?:\\sqrt\s?\{\d{1,6}\}|√\d{1,6})"
    r"|\d{1,9}(?:\.\d{1,9})?(?:\s?/\s?\d{1,9})?)(?![A-Za-z\d_^*+=]|\.\d|\s?[*+=^])"
)
_JOIN = (
    r"\s*(?:[,、,;]\s*(?:(?:and|or|und|oder|et|ou|y|o|e|и|или)\s)?|\s(?:and|or|und|oder"
    r"|et|ou|y|o|e|и|или)\s|或者?|和|以及|与|及)\s*(?:是\s*)?"
)
_LISTED = re.compile(rf"{_V}(?:{_JOIN}{_V}){{1,11}}")
_SPLIT = re.compile(_JOIN)
_ASIDE = re.compile(r"[((][^()()]{1,80}[))]")
_REFERENCE = re.compile(
    rf"\W{{0,4}}(?:\\\{{|\{{)?\s*(?:[a-zA-Z]\s?(?:=|\\in"
    rf"|∈)\s?(?:\\\{{)?)?\s*{_V}(?:{_JOIN}(?:[a-zA-Z]\s?=\s?)?{_V}){{1,11}}\W{{0,6}}"
)
_DENIED = re.compile(
    r"\b(?:cannot|never|not|except|without|between|from|to|nicht|au[sß]+er|zwischen|pas|sauf"
    r"|entre|salvo|maybe|perhaps|only one|respectively"
    r"|sum|product|rejected?|discard\w*|times|minus|plus|ratio|pairs?|points?|coordinates?)\b"
    r"|n['’]t\b|不|除|之间|舍|到|至|[<>≤≥≠±]|\\pm|\\[lgn]eq?\b",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[\s\\$€£]*\d{1,3}(?:,\d{3})+(?:\.\d+)?[\s\\$€£]*")
_WORD = re.compile(r"[^\W\d_]")
_MOST_WORDS = 24


@lru_cache(maxsize=4096)
def is_of_values(gold: str) -> bool:
    """Whether a reference lists two numbers or more, as a set or one by one."""
    if _GROUPED.fullmatch(gold):
        return False  # $1,250 is one sum of money
    return len(gold) <= _LONGEST and _REFERENCE.fullmatch(gold.replace("$", "")) is not None


def same_values(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare a set of numbers with those that a sentence lists; None where it lists no such set.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> same_values(r"\{0,1,2\}", "a can be 2, 1 or 0.", "", PRESETS["default"]).equal
        True
    """
    del prompt
    plain = _ASIDE.sub(" ", said.replace("$", "").replace("**", "").replace("−", "-"))
    if len(said) > _LONGEST or _DENIED.search(plain):
        return None
    found = list(_LISTED.finditer(plain))
    if len(found) != 1:
        return None
    rest = plain[: found[0].start()] + " ; " + plain[found[0].end() :]
    if not _WORD.search(rest):
        return None  # the list alone was compared before
    if any(map(str.isdigit, rest)) or len(rest.split()) > _MOST_WORDS or re.search(r"\\|\^", rest):
        return None
    items = [item.strip() for item in _SPLIT.split(found[0][0]) if item.strip()]
    if same(gold, rf"\{{{', '.join(items)}\}}", policy):
        return Verdict(True, "structure", "values listed in a sentence")
    return None
