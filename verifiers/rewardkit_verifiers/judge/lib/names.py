"""Other forms of a name: initials, surnames, middle names, Everest for Mount Everest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.words import folded_words, visible

_LONGEST = 4
_FEW = 3
_KINDS = frozenset(("mount", "mt", "lake", "river", "ocean", "sea", "the", "city"))
_PARTICLES = frozenset(
    ("da", "de", "di", "del", "du", "van", "von", "der", "den", "of", "al", "el"),
)
_TITLES = frozenset(
    ("president", "king", "queen", "emperor", "pope", "saint", "st", "sir", "dame", "lord", "lady"),
) | frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "gen", "general", "captain", "herr"))
_WHICH = re.compile(
    r"\b(?:which|what|name (?:the|an?))\s+(?:[\w-]+\s+){0,3}?(?:scientist|author|writer|painter"
    r"|artist"
    r"|composer|president|king|queen|philosopher|physicist|mathematician|explorer|inventor|poet"
    r"|novelist|director|actor|actress|singer|astronaut|leader|general|emperor|chemist|biologist"
    r"|economist|person|man|woman|architect|sculptor|playwright|politician|minister|doctor"
    r"|engineer|player|monarch|pope|astronomer|naturalist|psychologist)\b",
    re.IGNORECASE,
)
_WHO = frozenset(("who", "whose", "whom", "wer", "qui", "quien", "chi", "quem", "кто", "谁", "誰"))


def other_names(name: str, segment: str, prompt: str) -> list[list[str]]:
    """Return the words of other forms of a name, as far as a text may use them.

    Example:
        >>> other_names("Mary Shelley", "Shelley, Mary", "")
        [['m', 'shelley'], ['shelley', 'mary']]
        >>> other_names("Mount Everest", "It is Everest.", "")
        [['m', 'everest'], ['everest']]
    """
    words = folded_words(visible(name))
    # "W. Shakespeare" for "William Shakespeare".
    found = [[*(word[0] for word in words[:-1]), words[-1]]] if 1 < len(words) <= _FEW else []
    found += [_told_apart(words), _surname(name, segment, prompt)]
    if len(words) == 2:
        found += [words[::-1] if _surname_first(segment, words) else []]
        found += [_with_middle_names(segment, words)]
    return [one for one in found if one]


def _told_apart(words: Sequence[str]) -> list[str]:
    """Return what is left of a name without the word for its kind: Everest, Pacific."""
    rest = [word for word in words if word not in _KINDS]
    return rest if 0 < len(rest) < len(words) and "".join(rest).isalpha() else []


def _surname(name: str, segment: str, prompt: str) -> list[str]:
    """Return the surname that answers a question for a person, unless it is another's there."""
    parts = name.split()
    named = all(part[:1].isupper() or part in _PARTICLES for part in parts)
    person = set(folded_words(prompt)) & _WHO or _WHICH.search(prompt)
    if not (1 < len(parts) <= _LONGEST and named and person):
        return []
    first = next((at for at, part in enumerate(parts) if part in _PARTICLES), len(parts) - 1)
    rest = " ".join(parts[first:])
    if not re.search(rf"\b{re.escape(rest)}\b", segment):
        rest = parts[-1]  # "Beethoven" for "van Beethoven"
    if re.search(rf"\b{re.escape(name)}\b", segment, re.IGNORECASE):
        return []
    between = rf"(?:(?:{'|'.join(_PARTICLES)})\s+){{0,2}}"
    before = re.search(rf"\b([A-Z][\w.'’-]*)\s+{between}{re.escape(rest)}\b", segment)
    if before and before[1].strip(".").casefold() not in _TITLES and before[1][0] != name[0]:
        return []  # "Percy Shelley" for "Mary Shelley"
    return folded_words(rest)


def _surname_first(segment: str, name: Sequence[str]) -> bool:
    return (
        re.search(rf"\b{re.escape(name[1])},\s+{re.escape(name[0])}\b", segment, re.I) is not None
    )


def _with_middle_names(segment: str, name: Sequence[str]) -> list[str]:
    """Return a name of two words with the middle names or initials that a text has in it."""
    if not all(word.isalpha() and len(word) > 1 for word in name):
        return []
    parts = r"\s+(?:[A-Z][\w'’.-]*\s+){1,2}"
    pattern = rf"\b(?i:{re.escape(name[0])}){parts}(?i:{re.escape(name[1])})\b"
    found = re.search(pattern, visible(segment))
    return folded_words(found[0]) if found and found[0][:1].isupper() else []
