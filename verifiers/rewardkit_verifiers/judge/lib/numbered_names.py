"""Names with a number in them: World War II, Henry VIII, Nineteenth Amendment, Symphony No. 9."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_words, visible

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_SPELT = _ORDINALS.split()
_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
_COUNTED = _CARDINALS.split()
_TENS = {"twenty": 20, "thirty": 30}
_NUMERALS = (
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv"
    " xxv xxvi xxvii"
)
_ROMANS = _NUMERALS.split()
_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_ROMAN_NTH = re.compile(r"([ivx]+)(?:st|nd|rd|th)")
_SIGNS = frozenset(("no", "nr", "number", "num", "op", "the"))
_SHORT, _LAST = 5, 27
# One letter is a name's initial, an option or a vitamin.
_LEAST = 2


def _ordinal(words: list[str], at: int) -> tuple[int, int]:
    """Return the number that an ordinal or a Roman numeral at a place is, and how many words."""
    word = words[at]
    if word in _TENS and words[at + 1 : at + 2] and words[at + 1] in _SPELT[:9]:
        return _TENS[word] + _SPELT.index(words[at + 1]) + 1, 2
    if word in _SPELT:
        return _SPELT.index(word) + 1, 1
    if (nth := _NTH.fullmatch(word)) is not None:
        return int(nth[1]), 1
    if (roman := _ROMAN_NTH.fullmatch(word)) is not None and roman[1] in _ROMANS:
        return _ROMANS.index(roman[1]) + 1, 1
    return 0, 0


def numbered(name: str) -> tuple[int, list[str]] | None:
    """Return the number within a name, and its other words.

    Example:
        >>> numbered("World War II"), numbered("the Second World War")
        ((2, ['world', 'war']), (2, ['world', 'war']))
        >>> numbered("Symphony No. 9"), numbered("Ottawa")
        ((9, ['symphony']), None)
    """
    words = folded_words(visible(name).replace("#", " no "))
    if not 0 < len(words) <= _SHORT:
        return None
    for at, word in enumerate(words):
        value, size = _ordinal(words, at)
        last = at == len(words) - 1
        if not value and last and at:
            value, size = _cardinal(word), 1
        if value:
            rest = [*words[:at], *words[at + size :]]
            return value, [one for one in rest if one not in _SIGNS]
    return None


def _cardinal(word: str) -> int:
    if word.isdecimal() and len(word) <= _LEAST:
        return int(word)
    for names in (_COUNTED, _ROMANS):
        if word in names and (len(word) >= _LEAST or names is _COUNTED):
            return names.index(word) + 1
    return 0


def other_numbered(name: str, prompt: str) -> list[list[str]]:
    """Return the words of other forms of a name with a number in it.

    The number alone is one where the question has the rest.

    Example:
        >>> ["henry", "the", "eighth"] in other_numbered("Henry VIII", "")
        True
        >>> ["19th"] in other_numbered("Nineteenth Amendment", "Which amendment is it?")
        True
    """
    found = numbered(name)
    if found is None or not 1 <= found[0] <= _LAST:
        return []
    number, rest = found
    forms = [f"{number}{_ending(number)}", _ROMANS[number - 1]]
    if number <= len(_SPELT):
        forms.append(_SPELT[number - 1])
    else:
        ten, one = divmod(number, 10)
        tens = "twenty" if ten == _LEAST else "thirty"
        forms += [] if not one else [f"{tens} {_SPELT[one - 1]}"]
    counted = [str(number), *([_COUNTED[number - 1]] if number <= len(_COUNTED) else [])]
    ways = [[*form.split(), *rest] for form in forms if len(form) >= _LEAST]
    ways += [[*rest, "the", *form.split()] for form in forms]
    ways += [[*rest, *form.split()] for form in (*forms, *counted) if rest]
    ways += [[*rest, "no", str(number)], [*rest, f"{_ROMANS[number - 1]}{_ending(number)}"]]
    ways += [[*rest, "the", f"{_ROMANS[number - 1]}{_ending(number)}"]]
    short = "".join(word[0] for word in rest)
    if len(rest) == _LEAST:
        ways += [[f"{short}{_ROMANS[number - 1]}"], [f"{short}{number}"]]
    asked = {word[:_SHORT] for word in folded_words(prompt)}
    if rest and {word[:_SHORT] for word in rest} <= asked:
        ways += [form.split() for form in forms if len(form) >= _LEAST]
    return [way for way in ways if way]


def _ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
