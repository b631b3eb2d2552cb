"""Whether a sentence that looks like a note says what the question asks for."""

from __future__ import annotations

import re

# What may stand before the first word of a sentence.
LEAD = r"[\s\W_]*"
# The form in which a sentence says a result once more, as it stands in a question that asks for it.
_FORM = re.compile(
    rf"{LEAD}(?:as an? |in )(?P<form>decimal|percent|fraction|mixed number|interval|set|scientific"
    rf")|{LEAD}(?P<number>numerically)\b",
    re.IGNORECASE,
)
_ASKS_FORM = re.compile(
    r"\b(?:as|in|into|to|what|which|using|use|give|find|calculate|compute|determine|express|write"
    r"|state|report)\b[^.?!%\d]{0,60}?\b(decimal|percent|fraction|mixed number|interval|set(?= )"
    r"|scientific)",
    re.IGNORECASE,
)
_NO_FORM = re.compile(r"\b(?:not|nothing|no|same)\b|n['’]t\b", re.IGNORECASE)
_ASKS_NUMBER = re.compile(r"\b(?:numeric|decimal|approximat|estimate|round)", re.IGNORECASE)


def is_tip(sentence: str, prompt: str) -> bool:
    """Return whether a tip is money that the question speaks of, and no advice."""
    return _TIP.match(sentence) is not None and _TIP_ASKED.search(prompt) is not None


_TIP = re.compile(rf"{LEAD}tip\b", re.IGNORECASE)
_TIP_ASKED = re.compile(r"\btips?\b", re.IGNORECASE)


def is_form_asked(sentence: str, prompt: str) -> bool:
    """Return whether a sentence opens with a form that the question asks for.

    Example:
        >>> said = "As a percentage, that is 5%."
        >>> is_form_asked(said, "What percentage is red?"), is_form_asked(said, "How many are red?")
        (True, False)
    """
    form = _FORM.match(sentence) if prompt else None
    if form is None or _NO_FORM.search(sentence):
        return False
    if form["number"]:
        return _ASKS_NUMBER.search(prompt) is not None
    asked = form["form"].lower()
    return any(match[1].lower() == asked for match in _ASKS_FORM.finditer(prompt))
