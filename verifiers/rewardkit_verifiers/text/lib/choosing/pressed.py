"""Conditions that are none: "if asked, I would say C" says C."""

from __future__ import annotations

import re

# Whoever reads the reply has asked, so such a condition holds.
_PRESSED = re.compile(
    r"\b(?:if|when)\s{1,3}(?:"
    r"(?:(?:i|we)\s{1,3}(?:was|were|am|are|'m)\s{1,3})?(?:asked|pressed|pushed|forced|compelled|required|made)\b"
    r"(?:\s{1,3}(?:to\s{1,3}(?:choose|pick|select|answer|say|decide|commit|guess|bet)(?:\s{1,3}(?:just\s{1,3})?one)?"
    r"(?:\s{1,3}(?:an?|the\s{1,3}best|the\s{1,3}most\s{1,3}likely)\s{1,3}(?:answer|option|choice))?"
    r"|(?:for|about)\s{1,3}(?:my|an?|the|this)\s{1,3}(?:answer|choice|question|option)))?"
    r"|(?:i|we|one)\s{1,3}(?:must|have\s{1,3}to|had\s{1,3}to|has\s{1,3}to|need(?:ed)?\s{1,3}to)\s{1,3}"
    r"(?:choose|pick|select|answer|say|decide|commit|guess|bet)(?:\s{1,3}(?:just\s{1,3})?one)?"
    r"(?:\s{1,3}(?:an?|the\s{1,3}best|the\s{1,3}most\s{1,3}likely)\s{1,3}(?:answer|option|choice))?"
    r"|(?:you|someone|anyone)\s{1,3}(?:ask|asks|asked|want|wants|wanted)\s{1,3}(?:me|my\s{1,3}"
    r"(?:answer|opinion|choice))"
    r"|it\s{1,3}(?:was|were|is)\s{1,3}up\s{1,3}to\s{1,3}me"
    r")(?=[\s]{0,3}(?:[,.;:!\n]|\Z))",
    re.IGNORECASE,
)


def unpressed(text: str) -> str:
    """Return a text of the same length in which such a condition is only a word that leads on.

    Example:
        >>> unpressed("If forced to pick, C.").strip()
        'so, C.'
        >>> unpressed("If asked about cats, B.")
        'If asked about cats, B.'
    """
    return _PRESSED.sub(_leads_on, text)


def _leads_on(found: re.Match[str]) -> str:
    after = found.string[found.end() :].lstrip()[:1]
    return ("so" if after in (",", ":") else "").rjust(len(found[0]))
