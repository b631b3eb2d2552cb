"""Sums of money in words and in digits: four dollars and fifty cents, 4 euros 50, 75 cents."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words

_LONGEST = 100
_CURRENCIES = {
    "$": "dollar dollars buck bucks usd",
    "€": "euro euros eur",
    "£": "pound pounds quid gbp",
    "¥": "yen jpy",
    "₹": "rupee rupees rupien inr",
    "fr": "franc francs franken chf",
}
_MAJOR = {word: sign for sign, words in _CURRENCIES.items() for word in words.split()}
_MINOR = {
    **dict.fromkeys(("cent", "cents", "c"), "$€"),
    **dict.fromkeys(("penny", "pence", "pennies", "p"), "£"),
    **dict.fromkeys(("centime", "centimes"), "fr€"),
    **dict.fromkeys(("centimos", "centesimi", "centesimo", "centavos"), "€"),
    **dict.fromkeys(("rappen",), "fr"),
}
_SIGN = re.compile(r"(?P<sign>[$€£¥₹])\s?(?P<number>\d[\d,. ]*)|(?<=\d)\s?(?P<behind>[$€£¥₹¢])")
_NAMES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "₹": "rupees", "¢": "cents"}
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+")
_COMMA = re.compile(r"(?<=\d),(?=\d\d(?!\d))")
_AROUND = folded_set(
    "it comes to the total is so that that s makes it costs cost price altogether in all you we"
    " they pay paid answer would be will exactly just of a sum and change each per person he she"
    " i owe owes gets das sind macht kostet es insgesamt zusammen cela fait en tout son cuesta"
    " fa sono was were back left over earns earned saves saved total amount bill tip"
)
_AND = frozenset(("and", "und", "et", "y", "e", "con"))
_ONE = frozenset(("a", "an", "one", "ein", "einen", "un"))


def money(text: str) -> tuple[str, Fraction] | None:
    """Return the one sum of money that a short text says, as what currencies and how much.

    Example:
        >>> money("Four dollars and fifty cents"), money("$4.50"), money("75 cents")
        (('$', Fraction(9, 2)), ('$', Fraction(9, 2)), ('$€', Fraction(3, 4)))
        >>> money("four dollars or fifty cents")
    """
    shown = visible(text).strip(" .!*_`")
    if not shown or len(shown) > _LONGEST:
        return None
    tokens = _TOKEN.findall(_COMMA.sub(".", _SIGN.sub(_named, shown)).casefold())
    words = [folded_words(token)[0] if token.isalpha() else token for token in tokens]
    return _whole(words) or _small(words)


def _named(found: re.Match[str]) -> str:
    if found["sign"]:
        return f"{found['number'].strip()} {_NAMES[found['sign']]} "
    return f" {_NAMES[found['behind']]} "


def _whole(words: list[str]) -> tuple[str, Fraction] | None:
    """Return a sum whose currency is named, with what stands behind it as its hundredths."""
    places = [at for at, word in enumerate(words) if word in _MAJOR]
    if len(places) != 1:
        return None
    at = places[0]
    start, whole = _number_before(words, at)
    if whole is None or not set(words[:start]) <= _AROUND:
        return None
    rest = words[at + 1 :]
    rest = rest[1:] if rest[:1] and rest[0] in _AND else rest
    end = next((place for place, word in enumerate(rest) if not _numeral(word)), len(rest))
    sign = _MAJOR[words[at]]
    if end == 0:
        return (sign, whole) if set(rest) <= _AROUND else None
    part = _value(rest[:end])
    tail = rest[end:]
    if tail[:1] and sign in _MINOR.get(tail[0], ""):
        tail = tail[1:]
    if part is None or not 0 < part < 100 or whole.denominator != 1 or not set(tail) <= _AROUND:
        return None
    return sign, whole + part / 100


def _small(words: list[str]) -> tuple[str, Fraction] | None:
    """Return a sum of cents alone."""
    places = [at for at, word in enumerate(words) if word in _MINOR]
    if len(places) != 1:
        return None
    start, part = _number_before(words, places[0])
    around = {*words[:start], *words[places[0] + 1 :]}
    if part is None or not around <= _AROUND:
        return None
    return _MINOR[words[places[0]]], part / 100


def _number_before(words: list[str], end: int) -> tuple[int, Fraction | None]:
    start = end
    while start > 0 and (_numeral(words[start - 1]) or words[start - 1] in _AND):
        start -= 1
    if start == end and end and words[end - 1] in _ONE:
        return end - 1, Fraction(1)
    return start, _value(words[start:end])


def _numeral(word: str) -> bool:
    return word[:1].isdigit() or bool(numbers_in_words(word))


def _value(words: list[str]) -> Fraction | None:
    if len(words) == 1 and words[0][:1].isdigit():
        return Fraction(words[0].replace(",", ""))
    if any(word[:1].isdigit() for word in words):
        return None
    found = numbers_in_words(" ".join(words))
    return found[0] if len(found) == 1 else None


def same_money(text: str, gold: str, prompt: str = "") -> bool | None:
    """Return whether a short text says the sum that a reference is; None where one is no sum.

    A reference without a currency is a sum where the question is about money.

    Example:
        >>> same_money("four fifty", "$4.50"), same_money("twelve cents", "$12")
        (True, False)
        >>> same_money("four dollars and fifty cents", "4.50", "What do 3 cost at $1.50?")
        True
    """
    bare = _BARE.fullmatch(gold.strip())
    if not (_OF_MONEY.search(gold) or (bare and _OF_MONEY.search(prompt))):
        return None
    wanted = _of_any(bare[0]) if bare else money(gold)
    if wanted is None or (said := money(text)) is None:
        return True if wanted and _joined(text) == wanted[1] else None
    signs = said[0] in wanted[0] or wanted[0] in said[0]
    same = signs and said[1] == wanted[1]
    return same if same or not bare else None


def _of_any(number: str) -> tuple[str, Fraction]:
    return "".join((*_CURRENCIES, "$€")), Fraction(number.replace(",", ""))


def _joined(text: str) -> Fraction | None:
    """Return the sum that two numbers in words are: four fifty."""
    numbers = numbers_in_words(text) if len(folded_words(text)) == 2 else []
    if len(numbers) != 2 or not 10 <= numbers[1] < 100:
        return None
    return numbers[0] + numbers[1] / 100


_BARE = re.compile(r"\d[\d,]*(?:\.\d{1,2})?")
_OF_MONEY = re.compile(
    r"[$€£¥₹¢]|\b(?:cents?|pence|dollars?|euros?|pounds?|bucks|yen|rupees?|francs?|franken)\b", re.I
)
