r"""Statements about remainders in words, written as a congruence: multiples of 3, odd numbers."""

from __future__ import annotations

import re

_LONGEST = 160
_TEXT = re.compile(r"\\(?:text|textbf|mathrm|textit|mbox)\s?\{([^{}]*)\}")
_NOISE = re.compile(r"\\[()\[\],;:! ]|\\q?quad(?![a-z])|[$~{}.]")
_WHAT = (
    r"(?:(?:all|any|every|each|exactly|precisely|only|the|those|these|of|which|that|are|is|be"
    r"|positive"
    r"|negative|natural|whole|nonnegative|non-negative|integers?|numbers?|values?|n|k|m|x)\s+)*"
)
_TAIL = r"(?:\s+(?:for|where|with)\s.{0,40}|\s+(?:integers?|numbers?|naturals?|n|k|m))*"
_LIST = r"(\d{1,4}(?:\s*(?:,|or|and|,\s*or|,\s*and)\s*\d{1,4}){0,8})"
_MODULUS = r"\(?\s*\\?[pb]?mod(?:ulo|ulus)?\s*\(?(\d{1,4})\s*\)?"
_CONGRUENT = re.compile(
    rf"{_WHAT}(?:is |are )?congruent\s+to\s+(?:either\s+)?{_LIST}\s*,?\s*{_MODULUS}{_TAIL}",
    re.IGNORECASE,
)
_SYMBOLIC = re.compile(
    rf"(?:{_WHAT})?[a-z]\s*(?:\\?(?:equiv|≡)\s*-?\d{{1,4}}\s*){{0,4}}\\?(?:equiv"
    rf"|≡)\s*{_LIST}\s*{_MODULUS}{_TAIL}",
    re.IGNORECASE,
)
_REMAINDER = re.compile(
    rf"{_WHAT}(?:leav\w+|giv\w+|hav\w+|with)\s+(?:an?\s+)?remainders?\s+(?:of\s+)?{_LIST}\s+"
    rf"(?:when|on|upon|after)\s+(?:\w+\s+){{0,2}}?(?:divided|division)\s+by\s+(\d{{1,4}}){_TAIL}",
    re.IGNORECASE,
)
_MULTIPLES = re.compile(
    rf"{_WHAT}(?:(?:is |are )?(?:multiples?\s+of|divisible\s+by)|an?\s+multiple\s+of)\s+"
    rf"(\d{{1,4}}){_TAIL}",
    re.IGNORECASE,
)
_PARITY = re.compile(rf"{_WHAT}(?:is |are )?(odd|even){_TAIL}", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")


def congruence(text: str) -> str | None:
    r"""Return the congruence that a statement in words makes, or None when it makes none.

    Example:
        >>> congruence("those congruent to 2 or 3 modulo 4"), congruence("all odd integers")
        ('n \\equiv 2, 3 \\pmod{4}', 'n \\equiv 1 \\pmod{2}')
        >>> congruence("multiples of 3 greater than 10") is None
        True
    """
    if len(text) > _LONGEST:
        return None
    plain = " ".join(_NOISE.sub(" ", _TEXT.sub(r" \1 ", text)).split())
    if not any(hint in plain.lower() for hint in _HINTS):
        return None
    for pattern in (_CONGRUENT, _SYMBOLIC, _REMAINDER):
        if (found := pattern.fullmatch(plain)) is not None:
            return _written(_NUMBERS.findall(found[1]), found[2])
    if (found := _MULTIPLES.fullmatch(plain)) is not None:
        return _written(["0"], found[1])
    if (found := _PARITY.fullmatch(plain)) is not None:
        return _written(["1" if found[1].lower() == "odd" else "0"], "2")
    return None


_HINTS = ("mod", "multiple", "divisible", "remainder", "odd", "even")


def _written(residues: list[str], modulus: str) -> str | None:
    if not int(modulus) or any(int(one) >= int(modulus) for one in residues):
        return None
    return rf"n \equiv {', '.join(residues)} \pmod{{{modulus}}}"
