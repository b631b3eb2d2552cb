r"""The value of one formula as it stands in a sentence: the last member of its last relation."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asked_value import asks_near, asks_residue
from rewardkit_verifiers.math.lib.extraction.prose.displays import ending, trimmed
from rewardkit_verifiers.math.lib.extraction.prose.kinds import Sort

_ARROW = re.compile(r"\\(?:implies|[Rr]ightarrow|Longrightarrow|iff|to)(?![a-z])|[⇒⟹→]")
_RESIDUE = re.compile(r"\\equiv(?![a-z])|≡")
_MODULUS = re.compile(
    r"\\q?quad|\\pmod.*|\\(?:b?mod|mod)(?![a-z]).*|\(\s*\\?(?:text\{)?mod.*", re.DOTALL
)
_UNEQUAL = re.compile(r"[<>≤≥≠]|\\(?:leq?|geq?|lt|gt|neq?|leqslant|geqslant)(?![a-z])")
_MEMBER = re.compile(r"\\in(?![a-z])|∈")
_SPACED = re.compile(r"(?:\\q?quad|\\[,;! ])+\s*\Z")


def member(formula: str, prompt: str, sort: Sort) -> str:
    r"""Return the value that a formula gives; empty where it is a bound or no value.

    Args:
        formula: The inside of a formula.
        prompt: The question: it may ask for a rounded value or a residue.
        sort: The sort of the reference; an equation stays whole.

    Example:
        >>> member(r"64 - 120 = -56,", "", "value"), member(r"n \le 77", "", "value")
        ('-56', '')
        >>> member(r"9^{-1} \equiv -11 \equiv 89 \pmod{100}", "Find a residue.", "value")
        '89'
    """
    text = trimmed(_ARROW.split(formula)[-1])
    text = _SPACED.sub("", text)
    if sort == "list":
        return text
    if sort == "equation":
        return ending(text, equation=True)
    if _RESIDUE.search(text):
        if not asks_residue(prompt):
            return ""
        said = trimmed(_MODULUS.sub("", _RESIDUE.split(text)[-1]))
        return ending(said)
    if _UNEQUAL.search(text):
        return ""
    inside = _MEMBER.split(text)
    if len(inside) > 1:
        return trimmed(inside[-1])
    return ending(text, decimal=sort == "decimal" or asks_near(prompt))
