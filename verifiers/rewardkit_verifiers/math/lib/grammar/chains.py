r"""Chains of equalities as a solution ends on them: V = (1/3)πr²h = 21π ≈ 65.97 says 21π."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST, _MOST_SIDES = 600, 12
_APPROXIMATES = re.compile(
    r"≈|≃|\\(?:approx|simeq|doteq)(?![a-z])|(?<=[\d})\s])\s?~=?\s?(?=[-−$\d])"
)
_OPENERS, _CLOSERS = "{([⟨", "})]⟩"
_NO_EQUALS_BEFORE = "<>!:≤≥≠="
# What a side may be that only names what is computed: a letter with its marks, a word or a few, a
# size, a probability, an operator with its body; no sum and no product of an unknown.
_NAME = re.compile(
    r"(?:(?:\\[A-Za-z]+|[A-Za-zΑ-Ωα-ωℓℝℤ']|_\{?[^{}=]{1,20}\}?|\^\{?(?:-1|[2⊤T*])\}?|⁻¹"
    r"|[²₀-₉′ₐ-ₜ]|\s|\{|\}"
    r"|,|\.|:)+"
    r"(?:(?:\\left\s?)?(?:\(.{0,80}\)|\[.{0,80}\]|\|.{0,60}\|)(?:\\right\s?)?)?"
    r"|\|.{1,60}\||\\[lr]?[vV]ert.{1,80}|\\left\s?\|.{1,80}"
    r"|(?:∫|∑|Σ|∏|Π|\\(?:i?i?int|oint|sum|prod|lim|displaystyle|frac\s?\{d)(?![a-z])|lim(?![a-z])"
    r"|d/d[a-z]).{1,160})"
)
_SEVERAL = re.compile(
    r"\b(?:or|and|either|neither|if|not|unless|maybe|perhaps|vs)\b", re.IGNORECASE
)
_PRODUCT = re.compile(r"[a-z]{1,3}|[a-z]\s[a-z]|[a-z]\s?\^\s?\{?\d\}?|[a-z]²")
_SUM = re.compile(r"[A-Za-z)}]\s?[+−*/^-]|[+−*/-]\s?[A-Za-z(\\]")


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of equalities.

    Attributes:
        last: Its last side, before a rounding of it.
        before: The sides before it; the first one may be a name.
        named: Whether the first side only names what is computed.
        rounded: What stands behind an approximation sign, or an empty text.
    """

    last: str
    before: tuple[str, ...]
    named: bool
    rounded: str


def chain(text: str) -> Chain | None:
    r"""Return the sides of a chain of equalities, or None for a text that is none.

    Example:
        >>> chain("V = (1/3)πr²h = 21π ≈ 65.97")
        Chain(last='21π', before=('V', '(1/3)πr²h'), named=True, rounded='65.97')
        >>> chain("x + 5 = 9").named, chain("x^2 <= 4") is None
        (False, True)
    """
    text = text.strip().strip("$").strip()
    if len(text) > _LONGEST or ("=" not in text and not _APPROXIMATES.search(text)):
        return None
    if _SEVERAL.search(text):
        return None
    exact, *rounded = _APPROXIMATES.split(text)
    sides = _sides(exact.strip().rstrip(".,;"))
    if sides is None or not all(sides) or len(sides) > _MOST_SIDES or len(rounded) > 1:
        return None
    if len(sides) < 2 and not rounded:
        return None
    *before, last = sides
    first = before[0] if before else ""
    short = len(before) == 1 and _PRODUCT.fullmatch(first) is not None and len(first) > 1
    named = bool(_NAME.fullmatch(first)) and not short and not _SUM.search(first.partition("(")[0])
    if _OPERATOR.match(first):
        named = True
    return Chain(last, tuple(before), named, rounded[0].strip() if rounded else "")


_OPERATOR = re.compile(
    r".*['′]|\s*d[a-z]?/d[a-z]|\s*(?:∫|∑|Σ|∏|\\(?:i?i?int|sum|prod|lim)(?![a-z])|lim(?![a-z]))"
)


_THOUSANDS = re.compile(r"\\,|\\;|\d,\d{3}(?!\d)|\d,\\!\d|.,$", re.DOTALL)


def _sides(text: str) -> list[str] | None:
    """Split at the equals signs outside of brackets; None where another relation stands."""
    sides: list[str] = []
    depth = begin = 0
    for at, char in enumerate(text):
        if char in _OPENERS:
            depth += 1
        elif char in _CLOSERS:
            depth -= 1
        elif char in ",;，；、" and depth <= 0 and sides and not _THOUSANDS.match(text, at - 1):
            return None
        elif char == "=" and depth <= 0:
            if text[at - 1 : at] in tuple(_NO_EQUALS_BEFORE) or text[at + 1 : at + 2] in (">", "="):
                return None
            sides.append(text[begin:at].strip())
            begin = at + 1
    sides.append(text[begin:].strip())
    return sides
