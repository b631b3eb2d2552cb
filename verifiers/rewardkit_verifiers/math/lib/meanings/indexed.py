r"""Values by an index that runs over few numbers: z = 2e^{2k\pi i/3} for k = 0, 1, 2."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _MOST = 300, 12
_DOTS = r"(?:\\[lc]?dots|\.{3}|…)"
_TAIL = re.compile(
    r"[\s,;$(]*(?:\\q?quad|\\text\s?\{|\\[,; ]|[\s,;$(])*(?:\b(?:where|for|with|wobei|für|mit|avec"
    r"|pour|con|para|其中)\b)?[\s}$(]*(?P<name>[kmnj])\s?"
    r"(?:(?:=|\\in(?![a-z])|∈)\s?(?:\\?\{\s?)?"
    rf"(?:(?P<listed>-?\d{{1,2}}(?:\s?,\s?-?\d{{1,2}}){{1,11}})"
    rf"|(?P<low>-?\d{{1,2}})(?:\s?,\s?-?\d{{1,2}}){{0,2}}\s?,\s?{_DOTS}\s?,\s?(?P<high>-?\d{{1,2}})))"
    r"(?:\s?\\?\})?[\s$).]*\Z"
)
_NAME = re.compile(r"\A[\s$]*[a-zA-Z](?:_\{?[a-z]\}?)?\s?=\s?")


def is_of_several(gold: str) -> bool:
    """Whether a reference gives several values."""
    return len(gold) <= _LONGEST and (
        "," in gold or "\\pm" in gold or "±" in gold or " or " in gold
    )


def same_indexed(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare values with those of an index; None where an answer has none, or they differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> same_indexed("1, 3, 5", "x = 2k + 1, k = 0, 1, 2", "", PRESETS["default"]).equal
        True
    """
    del prompt
    listed = values(said)
    if listed and same(gold, listed, policy):
        return Verdict(True, "structure", "the values of an index")
    return None


@lru_cache(maxsize=1024)
def values(text: str) -> str:
    """Return the values that a formula has for the numbers of its index; empty where it has none.

    Example:
        >>> values("x = 2k + 1, k = 0, 1, 2")
        '2(0) + 1, 2(1) + 1, 2(2) + 1'
    """
    tail = _TAIL.search(text) if len(text) <= _LONGEST else None
    if tail is None:
        return ""
    head = _NAME.sub("", text[: tail.start()]).replace("$", " ").strip(" ,;(")
    index = re.compile(rf"(?<![A-Za-z\\]){tail['name']}(?![A-Za-z])")
    if not index.search(head) or "=" in head or "," in head:
        return ""
    if tail["listed"]:
        numbers = [int(number) for number in tail["listed"].split(",")]
    else:
        numbers = list(range(int(tail["low"]), int(tail["high"]) + 1))
    if not 2 <= len(numbers) <= _MOST:
        return ""
    return ", ".join(index.sub(f"({number})", head) for number in numbers)
