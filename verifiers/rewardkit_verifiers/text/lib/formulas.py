"""Whether a mention is only a piece of a longer formula: CO of CO2, 2x of 2x + C, x of -x."""

from __future__ import annotations

import re

from rewardkit_verifiers.text.lib.mentions import Mention

# A formula or a symbol, and no word: H2O, 2x, 1/2, Au.
_FORMULA = re.compile(r"[\d=^+\\]|^.{1,2}$")
_GOES_ON = re.compile(r"\s?(?:[\^*×÷·](?!\*)|_\{?\w|(?<!\s)/\d|\+\s?[\w(\\])|\s-\s[\dxyzabcn]\b")
_GOES_BEFORE = re.compile(r"(?:\^\s?\{?|[√×÷·]\s?|(?:sqrt|log|ln|sin|cos|tan)\s?[({]?)$")
_GLUED = re.compile(r"\d")
_NEGATED = re.compile(r"[$=({]\s{0,2}[-−]\s{0,2}\\?$")
_SHORT, _BEFORE = 5, 8


def piece_of_formula(text: str, mention: Mention) -> bool:
    """Return whether the signs beside a mention make another formula of it.

    Args:
        text: The reply.
        mention: Where an accepted answer is said.
    """
    own = mention.alias.text.strip("$ ")
    before = text[max(0, mention.start - _BEFORE) : mention.start]
    if own[:1] not in "-−–" and not own[:1].isdigit() and _NEGATED.search(before):
        return True
    if not _FORMULA.search(own):
        return False
    symbol = own.isalnum() and len(own) <= _SHORT and own[:1].isupper()
    if symbol and _GLUED.match(text, mention.end):
        return True
    dated = own.isdigit() and len(own) > _SHORT - 2
    goes_on = None if dated else _GOES_ON.match(text, mention.end)
    if goes_on is not None and goes_on[0].strip()[:1] not in own:
        return True
    found = _GOES_BEFORE.search(before)
    return found is not None and found[0].strip(" ({") not in own
