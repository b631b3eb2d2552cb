"""Remarks in brackets after a number: `72 (48 + 24)`, `3,628,800 (that is, 10!)`."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.plain_number import is_doubted
from rewardkit_verifiers.math.lib.policy import PRESETS
from rewardkit_verifiers.math.lib.sentences import explains, without_lead

_LONGEST = 400
_REMARKED = re.compile(r"(.*\d[^()]{0,80}?)\s?\(([^()]{1,80})\)[\s.!$*]*", re.DOTALL)
_TURN = re.compile(
    r"\b(?:or|but|if|false|minus|less|more|plus|half|twice|(?:hundred|thousand|(?:m|b"
    r"|tr)illion)s?)\b"
    r"|[?？]",
    re.IGNORECASE,
)
_DIGIT_OR_SIGN = re.compile(r"[\d=<>≤≥≠~]")


def without_remark(text: str) -> str | None:
    """Return a text without the remark in brackets that it ends on.

    Args:
        text: An answer, or the line of one.

    Returns:
        The text before the remark; the text itself where there is none; None where the remark
        doubts the number or gives another one.

    Example:
        >>> without_remark("72 (48 + 24)"), without_remark("72 (or 73)"), without_remark("72")
        ('72', None, '72')
    """
    if len(text) > _LONGEST or "(" not in text:
        return text
    match = _REMARKED.fullmatch(text)
    if match is None:
        return text
    value, remark = match[1].strip(), without_lead(match[2])
    if explains(match[2]):
        return value
    if not _DIGIT_OR_SIGN.search(remark):
        return None if is_doubted(remark) or _TURN.search(remark) else value
    last = value.rpartition("=")[2].split()
    for start in range(len(last)):
        if same(" ".join(last[start:]), remark, PRESETS["default"]):
            return value
    return None
