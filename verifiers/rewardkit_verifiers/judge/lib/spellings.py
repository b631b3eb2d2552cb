"""Names in the spelling of another language: Tschaikowski, Chaikovski and Tchaikovsky."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_words, visible

# Where scripts are written in letters of another, these stand for one sound.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"schtsch|shch|chtch|szcz|sjtsj", "S"),
        (r"tsch|tch|tsh|tsj|cz", "C"),
        (r"sch|sh|sj|sz", "S"),
        (r"kh|ch", "C"),
        (r"zh", "Z"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ae", "e"),
        (r"c(?=[eiy])|tz|ts", "z"),
        (r"qu(?=[ei])|ck|c|q", "k"),
        (r"x", "ks"),
        (r"w|ff\b|v", "v"),
        (r"[yij]", ""),
        (r"ou", "u"),
        (r"[eo]v", "V"),
        (r"(.)\1+", r"\1"),
    )
)
_SHORTEST, _KEY = 6, 4
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_BEFORE = 2


def key(word: str) -> str:
    """Return how a name sounds, however it is spelt.

    Example:
        >>> key("Tchaikovsky") == key("Tschaikowski"), key("Alexander") == key("Alexandra")
        (True, False)
    """
    text = "".join(folded_words(word))
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


def respelt(name: str, segment: str) -> list[list[str]]:
    """Return the last word of a long name as a text spells it by the rules of another language.

    Example:
        >>> respelt("Pyotr Tchaikovsky", "Pjotr Iljitsch Tschaikowski")
        [['tschaikowski']]
        >>> respelt("Pyotr Tchaikovsky", "Modest Tschaikowski")
        []
    """
    parts = name.split()
    if not parts or not parts[-1][:1].isupper() or len(parts[-1]) < _SHORTEST:
        return []
    wanted, first = key(parts[-1]), parts[0][:1] if len(parts) > 1 else ""
    words = _WORD.findall(visible(segment))
    for at, word in enumerate(words):
        if len(word) < _SHORTEST or not word[:1].isupper() or key(word) != wanted:
            continue
        before = [one for one in words[max(0, at - _BEFORE) : at] if one[:1].isupper()]
        if first and before and first not in {one[0] for one in before}:
            continue
        if len(wanted) >= _KEY and folded_words(word) != folded_words(parts[-1]):
            return [folded_words(word)]
    return []
