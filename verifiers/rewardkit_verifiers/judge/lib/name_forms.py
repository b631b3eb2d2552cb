"""Names written together or apart, and with abbreviations: Nay Pyi Taw, ice-cream, Vit. C."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.names import one_apart

_LONGEST, _JOINED, _SHORT = 200, 6, 3
_LEAST = 9
_KNOWN = {
    "vit": "vitamin", "mt": "mount", "st": "saint", "ste": "sainte", "dept": "department",
    "univ": "university", "prof": "professor", "gen": "general", "col": "colonel",
    "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "gov": "governor",
    "sen": "senator", "rep": "representative", "inc": "incorporated", "corp": "corporation",
    "intl": "international", "natl": "national", "assn": "association", "ave": "avenue",
    "ft": "fort", "wm": "william", "chas": "charles", "geo": "george", "jas": "james",
    "thos": "thomas", "robt": "robert", "jos": "joseph", "alex": "alexander", "edw": "edward",
    "will": "william", "jan": "january", "feb": "february", "aug": "august",
    "sept": "september", "oct": "october", "nov": "november", "dec": "december",
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday",
    "thu": "thursday", "thurs": "thursday", "fri": "friday", "sat": "saturday",
    "sun": "sunday", "max": "maximum", "min": "minimum", "approx": "approximately",
}  # fmt: skip


def written_otherwise(name: str, segment: str) -> list[list[str]]:
    """Return the words by which a text writes a name together, apart or abbreviated.

    Example:
        >>> written_otherwise("ice cream", "icecream"), written_otherwise("Vitamin C", "Vit. C")
        ([['icecream']], [['vit', 'c']])
        >>> written_otherwise("Naypyidaw", "Nay Pyi Taw")
        [['nay', 'pyi', 'taw']]
    """
    wanted = folded_words(visible(name))
    if not wanted or len(segment) > _LONGEST:
        return []
    said = folded_words(visible(segment))
    joined = "".join(wanted)
    found = _abbreviated(wanted, said) + _turned(name, wanted, said)
    if len(joined) < _JOINED or not joined.isalpha():
        return found
    for size in range(1, _SHORT + 1):
        if size == len(wanted) == 1:
            continue
        for at in range(len(said) - size + 1):
            words = said[at : at + size]
            whole = "".join(words)
            near = len(joined) >= _LEAST and size > 1 and min(map(len, words)) >= _SHORT
            near = near and whole[0] == joined[0] and one_apart(whole, joined)
            if words != wanted and (whole == joined or (near and len(wanted) == 1)):
                found.append(words)
    return found


def _abbreviated(wanted: list[str], said: list[str]) -> list[list[str]]:
    size = len(wanted)
    found = []
    for at in range(len(said) - size + 1):
        words = said[at : at + size]
        short = [_KNOWN.get(word) == full for word, full in zip(words, wanted, strict=True)]
        same = [word == full for word, full in zip(words, wanted, strict=True)]
        if any(short) and all(map(any, zip(short, same, strict=True))):
            found.append(words)
    return found


def _turned(name: str, wanted: list[str], said: list[str]) -> list[list[str]]:
    """Return the words of "Treaty of Versailles" as "Versailles Treaty", and the reverse."""
    bare = wanted[1:] if wanted[:1] == ["the"] else wanted
    if not name[:1].isupper() and wanted == bare:
        return []
    if len(bare) == _TURNED and bare[1] == "of":
        forms = [[bare[2], bare[0]]]
    elif len(bare) == 2 and bare[1] in _OF_A_PLACE:
        forms = [[bare[1], "of", bare[0]], [bare[1], "of", "the", bare[0]]]
    else:
        return []
    return [one for one in forms if f" {' '.join(one)} " in f" {' '.join(said)} "]


_TURNED = 3
_OF_A_PLACE = folded_set(
    "treaty battle siege university republic kingdom bay gulf isle lake peace edict congress"
    " council declaration convention bank tower bridge museum cathedral"
)


def of_a_people(name: str, segment: str) -> list[list[str]]:
    """Return the words of a name whose people stand there in another form: Mongolian for Mongol.

    Example:
        >>> of_a_people("Mongol Empire", "the Mongolian Empire")
        [['mongolian', 'empire']]
        >>> of_a_people("Roman Empire", "the Romanian Empire")
        []
    """
    wanted = folded_words(visible(name))
    if len(wanted) != 2 or not all(map(str.istitle, visible(name).split())):
        return []
    said = folded_words(visible(segment)[:_LONGEST])
    return [
        said[at : at + 2]
        for at in range(len(said) - 1)
        if said[at + 1] == wanted[1]
        and said[at] != wanted[0]
        and said[at] not in _OTHERS
        and _ADJECTIVE.sub("", said[at]) == _ADJECTIVE.sub("", wanted[0])
    ]


_ADJECTIVE = re.compile(r"(?:ians?|eans?|ese|ish|ic|an|s|i)$")
_OTHERS = frozenset(("romanian", "austrian", "australian", "nigerian", "niger", "indian"))
