"""Whether a series, sequence or integral is said to converge, and how."""

from __future__ import annotations

import re

_HINT = re.compile(r"verg|收敛|发散|收斂|發散|сход|расход")
_LEAD = (
    r"(?:(?:so|thus|hence|therefore),? )?"
    r"(?:(?:the|this|that|our|given|die|der|das|la|le|el|il|a|o) )*"
    r"(?:(?:improper|infinite|given) )?"
    r"(?:(?:series|sequence|integral|sum|product|it|reihe|folge|série|suite|serie|sucesión"
    r"|sequenza|sequência|ряд|последовательность|级数|級數|数列|數列|积分|該級數) ?)?"
    r"(?:(?:is|ist|est|es|è|é|是) ?)?"
)
_HOW = r"(?:(?P<how>absolutely|conditionally|uniformly|absolut|bedingt) )?"
_BEHIND = r"(?: (?P<behind>absolutely|conditionally|uniformly|absolument|absolut))?"
_SAID = re.compile(
    rf"{_LEAD}{_HOW}(?:"
    r"(?P<no>diverges?|divergent[es]?|diverge[snt]{0,2}|divergiert|发散的?|發散|расходится)"
    r"|(?P<yes>converges?|convergent[es]?|converge[snt]{0,2}|konvergiert|konvergent|收敛的?|收斂"
    rf"|сходится)){_BEHIND}"
)
_SAME = {"absolut": "absolutely", "absolument": "absolutely", "bedingt": "conditionally"}


def convergence(text: str) -> tuple[str, str] | None:
    """Return what a short sentence says of convergence, or None.

    Args:
        text: A short answer, in lower case and without marks around it.

    Example:
        >>> convergence("the series diverges"), convergence("divergent")
        (('convergence', 'no'), ('convergence', 'no'))
        >>> convergence("converges absolutely"), convergence("it converges to 2")
        (('convergence', 'yes absolutely'), None)
    """
    found = _SAID.fullmatch(text) if _HINT.search(text) else None
    if found is None:
        return None
    how = found["how"] or found["behind"] or ""
    return "convergence", f"{'no' if found['no'] else 'yes'} {_SAME.get(how, how)}".strip()
