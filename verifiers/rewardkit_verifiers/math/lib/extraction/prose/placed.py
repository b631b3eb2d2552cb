"""Where in a sentence of several numbers the one stands that it is about."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.tokens import Value, is_plain, values

# It takes him 3 hours to cover the 240 km: what it is for stands behind.
_PURPOSE = re.compile(
    r"(?P<said>.*\b(?:takes?|took|needs?|needed|requires?|required|must|ha(?:s|ve) to)\b.*?\d.*?)"
    r"\s(?:in order )?to\s(?!be\b|the\b|an?\b)[a-z]{3,}\b(?!.*[,;] (?:but|so|yet|and)\b).*\d.*",
    re.DOTALL,
)
# It leaves a remainder of 2 when divided by 7.
_OCCASION = re.compile(r"(?P<said>.*\d.*?)\s(?:when|whenever|while)\s[^,;]*\d.*", re.DOTALL)
# For 12 people, 9 cups are needed.
_LED = re.compile(
    r"\W*(?:for|with|at|in|on|out of|of|after|during|given|by)\s"
    r"[^,;$]{0,60}\d[^,;$]{0,40},\s+(?=\S)",
    re.IGNORECASE,
)
_REMAINS = re.compile(
    r"\s(?:\w+\s){0,2}?(?:remain(?:s|ed)?|(?:are|is|were|was) (?:still )?(?:left|remaining))\b"
    r"[^\d]*\Z"
)
# 18 of the 30 cards remain.
_OF_THE = re.compile(r"\s(?:\w+\s)?of\s(?:(?:the|these|those|his|her|their|its|all)\s){0,2}\W{0,2}")
_WAYS_BEFORE = re.compile(r"\bin\s(?:exactly\s|a total of\s)?\Z")
_WAYS_BEHIND = re.compile(r"\s(?:(?:different|distinct|possible|such)\s)?ways\b[^\d]*\Z")
_CHANGES = re.compile(
    r"\b(?:fall|fell|drop|decreas|ris|rose|increas|grow|grew|go|went|chang|shrink|shrank|climb"
    r"|reduc"
    r"|rais|lower)\w*\b[^\d]{0,40}\bfrom\s\W{0,3}\Z",
    re.IGNORECASE,
)
_TO = re.compile(r"[^\d,;.]{0,20}\s(?:down |up )?to\s\W{0,3}", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:or|not|maybe|perhaps|if|would|could|might)\b|n['’]t\b", re.IGNORECASE)


def core(clause: str) -> str:
    """Return a clause without what it says of purpose and occasion, where a value stays.

    Example:
        >>> core("It takes him 3 hours to cover the 240 km."), core("It is 5.")
        ('It takes him 3 hours', 'It is 5.')
        >>> core("For 12 people, 9 cups are needed.")
        '9 cups are needed.'
    """
    if "$" in clause or "=" in clause:
        return clause
    for pattern in (_PURPOSE, _OCCASION):
        found = pattern.fullmatch(clause)
        if found is not None and values(found["said"]) and not _OPEN.search(clause):
            clause = found["said"]
    led = _LED.match(clause)
    if led is not None and len(values(clause[led.end() :])) == 1:
        clause = clause[led.end() :]
    return clause


def placed(clause: str, found: list[Value]) -> Value | None:
    """Return the last number of a clause that its words mark as the result, or None.

    Args:
        clause: A clause with several values.
        found: The values.

    Example:
        >>> said = "Out of 60, 42 were sold and 18 remain."
        >>> placed(said, values(said)).text
        '18'
    """
    last = found[-1]
    if len(found) < 2 or not is_plain(last.text) or _OPEN.search(clause):
        return None
    before, behind = clause[: last.begin], clause[last.end :]
    if _REMAINS.match(behind) is not None:
        whole = _OF_THE.fullmatch(clause[found[-2].end : last.begin]) is not None
        return found[-2] if whole else last
    if _WAYS_BEFORE.search(before) is not None and _WAYS_BEHIND.match(behind) is not None:
        return last
    other = found[-2]
    if _TO.fullmatch(clause[other.end : last.begin]) is not None:
        return last if _CHANGES.search(clause[: other.begin]) is not None else None
    return None
