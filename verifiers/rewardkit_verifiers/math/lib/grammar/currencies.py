"""Which currency a price is in: 12.50 euros are no 12.50 dollars."""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    "dollar": r"\\\$|^\s*\$\s?\d[\d.,]*\s*$|US\$|USD|\bdollars?\b"
    r"|美元|美金|달러|ドル|доллар\w*|dólare?s?",
    "euro": r"€|EUR\b|\beuros?\b|欧元|유로|ユーロ|\bевро\b",
    "pound": r"£|GBP\b",
    "yuan": r"\byuan\b|(?<![美欧日])元|人民币|CNY\b|RMB\b",
    "yen": r"\byen\b|円|日元|JPY\b",
    "rupee": r"₹|\brupees?\b|Rs\.?\s?\d|INR\b|रुपये",
    "won": r"₩|(?<=\d)\s?원",
    "ruble": r"₽|\bruble?s?\b|рубл\w*",
}
_FOUND = {name: re.compile(words, re.IGNORECASE) for name, words in _WORDS.items()}
_ANY = re.compile("|".join(_WORDS.values()), re.IGNORECASE)
_LONGEST = 60
_FORMULAS = ("=", "frac", "^", "sqrt", "begin")


@lru_cache(maxsize=2048)
def currency(text: str) -> str:
    r"""Return the one currency that a short text names, or an empty text.

    Example:
        >>> currency(r"\$12.50"), currency("12.50 €"), currency("12.50")
        ('dollar', 'euro', '')
    """
    if len(text) > _LONGEST or any(map(text.__contains__, _FORMULAS)):
        return ""
    if not _ANY.search(text):
        return ""
    named = [name for name, words in _FOUND.items() if words.search(text)]
    return named[0] if len(named) == 1 else ""


def other_currency(gold: str, pred: str) -> bool:
    """Whether two prices are in different currencies."""
    wanted = currency(gold)
    return wanted != "" and (said := currency(pred)) != "" and said != wanted
