"""Numbers with the words of what they count: 9 (apples), 32 pet fish."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.grammar.words import CONSTANTS, FUNCTIONS, GREEK, QUALIFIERS
from rewardkit_verifiers.math.lib.word_lists import HEDGES, listed

_NUMBER = r"-?\$?\d[\d,]{0,30}(?:\.\d{1,30})?(?:\s?/\s?\d{1,30})?"
_WORD = r"[A-Za-z][A-Za-z'’.-]{1,30}"
_BRACKETED = re.compile(
    rf"\s*({_NUMBER})\s*\(\s*({_WORD}(?: {_WORD}){{0,5}}|[gmlLsh])\s*\)\s*\.?\s*"
)
_PLAIN = re.compile(rf"\s*({_NUMBER})\s+({_WORD}(?: {_WORD}){{0,5}})\s*")
# Words in brackets that are a remark on a number and not what it counts.
_REMARKS = frozenset(
    listed(
        "mod modulo base about or not no since because if see which that is are was were as by "
        "wrong checked correct incorrect rounded rounding exactly exact approx approximately only "
        "maybe perhaps so where when pi sin cos tan log ln sqrt to from"
    )
)
# Words that say something else of a number than what it counts.
_NO_NOUNS = _REMARKS.union(
    HEDGES, GREEK, FUNCTIONS, CONSTANTS, QUALIFIERS,
    listed(
        "and the after before plus minus over divided multiplied squared cubed choose percent per "
        "percentage degrees degree hundred thousand million billion trillion dozen half third "
        "thirds quarter quarters tenths hundredths more less least most fewer greater than but "
        "then hence for with without too also each equals equal both either neither between at "
        "root answer remainder factorial radians"
    ),
)  # fmt: skip


def counted(text: str) -> str:
    r"""Return a text in which what a number counts, put in brackets, stands behind it.

    Example:
        >>> counted("9 (apples)"), counted("3 (rounded up)"), counted("2 (x + 1)")
        ('9 apples', '3 (rounded up)', '2 (x + 1)')
    """
    found = _BRACKETED.fullmatch(text)
    if found is None or not _REMARKS.isdisjoint(found[2].lower().split()):
        return text
    return f"{found[1].replace(' ', '')} {found[2]}"


def unbracketed(text: str) -> str:
    r"""Return a text in which what a number counts, put in brackets, is its unit.

    Example:
        >>> unbracketed("9 (apples)"), unbracketed("2 (x + 1)")
        ('9\\text{ apples}', '2 (x + 1)')
    """
    plain = counted(text)
    return text if plain is text else _with_unit(*plain.split(" ", 1))


def with_counted(text: str) -> str | None:
    r"""Return a number before words of what it counts as one with a unit, or None.

    Example:
        >>> with_counted("32 pet fish"), with_counted("5 times"), with_counted("2 plus two")
        ('32\\text{ pet fish}', '5\\text{ time}', None)
    """
    found = _PLAIN.fullmatch(text)
    if found is None or not _NO_NOUNS.isdisjoint(found[2].lower().rstrip(".").split()):
        return None
    return _with_unit(found[1], found[2])


def _with_unit(number: str, words: str) -> str:
    # The plural alone is an operator of the grammar.
    return rf"{number}\text{{ {'time' if words.rstrip('.') == 'times' else words}}}"
