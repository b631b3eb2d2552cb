"""Numbers as other languages write them, and counts of a part beside the count of the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words
from rewardkit_verifiers.judge.lib.values import numbers_at

# A point between groups of three digits, where a comma stands before decimals.
_POINTED = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?![\d.])(?:,\d{1,6})?(?![\d,]\d)")
_COMMA = re.compile(r"(?<![\d.,])\d+,\d{1,2}(?!\d)|(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?!\d)")
_POINT = re.compile(r"(?<![\d.,])\d+\.\d{1,2}(?![\d.])|\d,\d{3}\.\d")
_SPEAKING = folded_set(
    "hay en son"
    " wie viele viel der das und ist sind eine wieviel combien quel quelle est les des une cuantos"
    " cuantas cuanto cual el los las una quanti quante quanto qual quale il di che quantos quantas"
    " o os um uma hoeveel het een hvor mange hur manga det och er av ile jest kac bir"
)
_FEWEST = 2
_PART = re.compile(
    r"[,;(]?\s*\b(?:including|among them|of which|of whom|one of which|darunter|davon|inklusive"
    r"|einschließlich|dont|parmi lesquel\w+|y compris|de los cuales|de las cuales|incluid[oa]s?"
    r"|incluyendo|entre ell[oa]s|di cui|tra cui|compres[oaie]|dos quais|das quais|incluindo"
    r"|waaronder|waarvan|inclusief|varav|hvorav|hvoraf|w tym|из них|из которых|в том числе"
    r"|включая)\b|[，,、（(]?(?:其中|うち|包括)"
)


def local_numbers(text: str, prompt: str) -> str:
    """Return a text whose points between thousands are gone, where its language has commas.

    Example:
        >>> local_numbers("Das sind 12.500 m.", "Wie viele Meter sind 12,5 Kilometer?")
        'Das sind 12500 m.'
        >>> local_numbers("It is 12.500 m.", "How many metres is it?")
        'It is 12.500 m.'
    """
    if not _POINTED.search(text) or _POINT.search(prompt) or _POINT.search(text):
        return text
    speaks = len(set(folded_words(prompt)) & _SPEAKING) >= _FEWEST
    if not speaks and not _COMMA.search(prompt):
        return text
    return _POINTED.sub(lambda found: found[0].replace(".", "").replace(",", "."), text)


def without_part(text: str, numbers: Sequence[Fraction]) -> str:
    """Return a text without the count of a part behind the count that is the reference.

    Example:
        >>> without_part("16 states, including 3 cities", [Fraction(16)])
        '16 states'
        >>> without_part("16 states, of which 3 are cities", [Fraction(3)])
        '16 states, of which 3 are cities'
    """
    part = _PART.search(text)
    if part is None:
        return text
    head = text[: part.start()]
    given = {value for spot in numbers_at(visible(head)) for value in spot[2]}
    given |= set(numbers_in_words(head))
    if not given or not given <= set(numbers):
        return text
    end = re.compile(r"[.!?。！？]\s|$").search(text, part.end())
    return head + text[end.start() if end else len(text) :]
