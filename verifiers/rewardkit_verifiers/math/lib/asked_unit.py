"""The unit that a prompt asks for, held against that of an answer where the reference has none."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.units import unit

_LONGEST = 200
_LONGEST_PROMPT = 20_000
_ASKED = re.compile(
    r"\b(?:in|how (?:many|much)|number of|fraction of an?|nearest(?: \w{3,12}th of an?)?)\s+"
    r"((?:(?:whole|full|total|square|cubic)\s+){0,1}[A-Za-z]{2,14}"
    r"(?:\s?(?:/|\bper\b)\s?[A-Za-z]{1,12})?)(?![A-Za-z])",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\d\W{0,3}(?:\\[,; ~]|\\text\w{0,3}\s?\{|\\mathrm\s?\{|[\s~{])*"
    r"((?:(?:square|cubic)\s+)?[A-Za-z]{1,14}(?:\s?(?:/|\bper\b)\s?[A-Za-z]{1,12})?)[\s}.$*\\)]*$"
)
_CENTS = re.compile(r"cent|¢|penn(?:y|ies)|coin|dime|nickel|quarter", re.IGNORECASE)


def has_other_unit(pred: str, gold: str, prompt: str) -> bool:
    """Return whether an answer is in a unit that a prompt, which asks for another, leaves out.

    Args:
        pred: The answer.
        gold: The reference; one with words of its own says its unit itself.
        prompt: The task.

    Example:
        >>> prompt = "How long is the film, in minutes?"
        >>> [has_other_unit(one, "150", prompt) for one in ("150 seconds", "150 min", "150")]
        [True, False, False]
    """
    if not prompt or len(pred) > _LONGEST or pred.isdecimal() or _UNIT.search(gold):
        return False
    match = _UNIT.search(pred)
    said = None if match is None else unit(match[1])
    if said is None:
        return False
    if said == unit("cents"):
        return "$" in prompt and _CENTS.search(prompt) is None
    alike = [one for one in _asked(prompt) if one[0] == said[0]]
    return bool(alike) and said not in alike


@lru_cache(maxsize=512)
def _asked(prompt: str) -> tuple[tuple[str, object], ...]:
    """Return the units that a prompt asks for: in minutes, how many hours."""
    found = (unit(match[1]) for match in _ASKED.finditer(prompt[:_LONGEST_PROMPT]))
    return tuple(one for one in found if one is not None)
