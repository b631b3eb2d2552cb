"""Numbers that a sentence says in words of any language: Cela fait quatre-vingt-un.

A year is read in its halves (nineteen eighty-four), and an expression that a number explains is
the number: `2^8, i.e. 256`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rewardkit.reading.vocabulary import NOT, OR
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.values import equals, numbers_at
from rewardkit_verifiers.math.lib.phrases.numerals import numeral
from rewardkit_verifiers.math.lib.spoken import number_word

_LONGEST, _HUNDRED, _MOST_WORDS = 200, 100, 9
_FRAME = re.compile(
    r"(?:(?:so|also|donc|entonces|quindi|logo|значит)[,:]?\s+)?(?:(?:the|die|la|el|il|a|o)\s+)?"
    r"(?:(?:that|this|it|answer|result|sum|product|year|total|ce|cela|ça|c|das|es|antwort|ergebnis"
    r"|summe|réponse|résultat|respuesta|resultado|suma|risposta|risultato|resposta|eso|son|sono"
    r"|fa|fanno|dá|isso|é|è|это|ответ)\b|答案|结果|答え)?(?:['’]s|['’])?\s*"
    r"(?:(?:is|was|were|war|fue|era|makes|make"
    r"|gives|equals|comes to|fait|font|est|sont|donne|ist|sind|macht|ergibt|gibt"
    r"|es|son|da|dan|è|fa|fanno|sono|é|são|dá|равно|будет)\b|[—:]|是|为|等于|は)?\s*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:(（，。–—]\s*|(?<=[.!])\s+")
_TELLS = re.compile(r"(?:that['’]s|that is|i\.e\.|namely|in words:?)\s+", re.IGNORECASE)
_EXPLAINED = re.compile(
    r"(?P<left>.{1,60}?)\s*[,(;]?\s*(?:\bi\.?\s?e\.?|\bthat is|\bthat['’]s|\bwhich (?:is|makes"
    r"|equals)|\bnamely|\bd\.\s?h\.|\bsoit|\bes decir|\bcioè|\bou seja|\bто есть),?\s+"
    r"(?P<right>.+)",
    re.IGNORECASE | re.DOTALL,
)
_YEARS = range(1100, 2100)


def says_in_words(segment: str, golds: Sequence[Any], numbers: Sequence[Fraction]) -> bool:
    """Return whether a short answer is one of the numbers in words, or an expression of it.

    Args:
        segment: The final answer.
        golds: The references.
        numbers: Their values.

    Example:
        >>> says_in_words("Cela fait quatre-vingt-un.", ["81"], [Fraction(81)])
        True
        >>> says_in_words("nineteen eighty-four", ["1984"], [Fraction(1984)])
        True
        >>> says_in_words("$2^8$, i.e. 256 of them", ["256"], [Fraction(256)])
        True
        >>> says_in_words("Cela fait quatre-vingt-un ou deux.", ["81"], [Fraction(81)])
        False
    """
    if len(segment) > _LONGEST or "?" in segment:
        return False
    said = visible(segment).strip(" .!*_")
    digits = any(map(str.isdigit, said))
    if digits and _explained(segment, golds, numbers):
        return True
    if set(folded_words(said)) & (NOT | OR) - {"o", "e", "y", "é"}:
        return False
    clauses = [one for one in _CLAUSE.split(said) if one.strip()]
    if digits:
        told = _TELLS.match(clauses[-1]) if clauses else None
        value = _value(clauses[-1][told.end() :]) if told else None
        return value is not None and value >= _HUNDRED and value in numbers
    values = {value for one in clauses if (value := _value(one)) is not None}
    return len(values) == 1 and bool(values & set(numbers))


def _value(clause: str) -> Fraction | None:
    bare = clause.strip(" .!*_\"'“”")
    for words in (bare, _FRAME.sub("", bare, count=1).strip()):
        if not words or len(words.split()) > _MOST_WORDS:
            continue
        if (told := numeral(words)) is not None:
            return Fraction(told)
        if (value := number_word(words)) is not None or (value := _year(words)) is not None:
            return value
    return None


def _year(words: str) -> Fraction | None:
    """Return the year that two numbers of two digits say: nineteen eighty-four."""
    first, _, rest = words.partition(" ")
    rest = re.sub(r"^(?:oh|o)[ -]", "", rest.removeprefix("hundred and "), flags=re.IGNORECASE)
    century, year = number_word(first), number_word(rest)
    if century is None or year is None or not 0 < year < _HUNDRED:
        return None
    value = _HUNDRED * century + year
    return value if value in _YEARS else None


def _explained(segment: str, golds: Sequence[Any], numbers: Sequence[Fraction]) -> bool:
    found = _EXPLAINED.fullmatch(segment.strip())
    if found is None or not any(equals(found["left"].strip(" $,("), gold) for gold in golds):
        return False
    given = [spot[2] for spot in numbers_at(visible(found["right"]))]
    return bool(given) and all(one & set(numbers) for one in given)
