"""Another person of the same name: the father, the son, the one with another initial."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.words import folded_words, visible

_PARTICLES = frozenset(
    ("von", "van", "de", "der", "den", "da", "di", "du", "del", "la", "le", "al", "ibn", "bin")
)
_ELDER = frozenset(
    ("sr", "senior", "elder", "pere", "father", "older", "i", "altere", "aine", "viejo", "vecchio")
)
_YOUNGER = frozenset(
    ("jr", "junior", "younger", "fils", "son", "ii", "jungere", "joven", "giovane", "hijo")
)
_SUFFIX = re.compile(
    r"\s*,?\s*(?:(?:the|der|le|el|il)\s+)?\(?(?P<word>sr|senior|elder|père|pere|jr|junior|younger|fils"
    r"|ii|i|ältere|jüngere|aîné|viejo|joven|hijo)\b\.?\)?",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|von|van|de|der|den|da|di|du|del|la|le|al|ibn|bin))+,?(?:\s(?:Jr|Sr)\.?)?"
)
# People of one name whom everybody tells apart by more.
_RELATIVES = {
    ("john", "adams"): frozenset(("quincy", "q")),
    ("george", "bush"): frozenset(("h", "herbert")),
    ("martin", "luther"): frozenset(("king",)),
    ("winston", "churchill"): frozenset(("randolph",)),
}
_MOST, _LONGEST = 6, 400


def is_person(name: str) -> bool:
    """Return whether a text may be the name of a person: words with capitals, and particles.

    Example:
        >>> is_person("Johann Wolfgang von Goethe"), is_person("It is the second law")
        (True, False)
    """
    shown = visible(name).strip()
    named = shown[:4] not in ("The ", "New ")  # The New York Drawing Association
    return named and len(shown.split()) <= _MOST and _PERSON.fullmatch(shown) is not None


def _parts(name: str) -> tuple[list[str], str]:
    """Return the words of a name, and which of two of one name it says."""
    words = folded_words(visible(name))
    last = words[-1] if words else ""
    if len(words) > 1 and last in ("jr", "sr", "junior", "senior"):
        return words[:-1], "younger" if last in _YOUNGER else "elder"
    if words[:1] == ["george"] and last == "bush" and words[1:-1] in (["w"], ["walker"]):
        return words, "younger"
    return words, ""


def another_person(text: str, golds: Sequence[str]) -> bool:
    """Return whether a reply names somebody else of the same name as each reference.

    Example:
        >>> another_person("George H. W. Bush, the father", ["George W. Bush"])
        True
        >>> another_person("George Walker Bush", ["George W. Bush"])
        False
        >>> another_person("John Quincy Adams", ["John Adams"])
        True
    """
    shown = visible(text)[:_LONGEST]
    return bool(golds) and all(is_person(gold) and _is_another(shown, gold) for gold in golds)


def with_initials(name: str, segment: str) -> list[list[str]]:
    """Return the words by which a text names a person with initials, or without middle names.

    Example:
        >>> with_initials("Johann Wolfgang von Goethe", "It was J. W. von Goethe.")
        [['j', 'w', 'von', 'goethe']]
        >>> with_initials("Martin Luther King Jr.", "Martin Luther King")
        [['martin', 'luther', 'king']]
    """
    words, _ = _parts(name)
    if len(words) < 2 or not is_person(name):
        return []
    named = [
        rf"(?:{re.escape(word)}\s+)?"
        if word in _PARTICLES
        else rf"(?:(?:{re.escape(word)}|{word[0]}\.?)\s*){'?' if at else ''}"
        for at, word in enumerate(words[:-1])
    ]
    pattern = re.compile(rf"(?<![\w.]){''.join(named)}\b{re.escape(words[-1])}\b", re.IGNORECASE)
    found = pattern.search(" ".join(visible(segment)[:_LONGEST].split()))
    return [folded_words(found[0])] if found else []


def without_points(text: str, golds: Sequence[str]) -> str:
    """Return a text whose initials before the surname of a reference end no sentence.

    Example:
        >>> without_points("J. W. von Goethe", ["Johann Wolfgang von Goethe"])
        'J W von Goethe'
    """
    if "." not in text:
        return text
    for gold in golds:
        if is_person(gold):
            last = re.escape(_parts(gold)[0][-1])
            text = re.sub(
                rf"(?<!\w)([A-Z])\.\s*(?=(?:[A-Z]\.\s*){{0,3}}(?:(?:von|van|de|der|da|di)\s+)*"
                rf"(?i:{last})\b)",
                r"\1 ",
                text,
            )
    return text


def _is_another(text: str, gold: str) -> bool:
    words, which = _parts(gold)
    if len(words) < 2 or f" {' '.join(words)} " in f" {' '.join(folded_words(text))} ":
        # The name as it is, perhaps with what tells its bearer from another.
        return len(words) > 1 and (_other_suffix(text, words[-1], which) or _goes_on(text, words))
    first, last = words[0], words[-1]
    middle = [word for word in words[1:-1] if word not in _PARTICLES]
    pattern = re.compile(
        rf"(?<![\w.])({re.escape(first)}|{first[0]}\.?)\s+((?:[A-Z][\w'’]*\.?\s?){{0,3}}?)\s?{re.escape(last)}\b",
        re.IGNORECASE,
    )
    for found in pattern.finditer(text):
        said = [word for word in folded_words(found[2]) if word not in _PARTICLES]
        if middle and said and [word[0] for word in said] != [word[0] for word in middle]:
            return True
        if not middle and set(said) & _RELATIVES.get((first, last), frozenset()):
            return True
    return _other_suffix(text, last, which)


def _other_suffix(text: str, last: str, which: str) -> bool:
    """Whether the surname is followed by a word that says which of two it is, and the other."""
    for found in re.finditer(rf"\b{re.escape(last)}\b", text, re.IGNORECASE):
        suffix = _SUFFIX.match(text, found.end())
        if suffix is None:
            continue
        word = "".join(folded_words(suffix["word"]))
        said = "elder" if word in _ELDER else "younger"
        if said != which and (which or said == "younger"):
            return True
    return False


def _goes_on(text: str, words: Sequence[str]) -> bool:
    """Whether the name is the beginning of another's: Martin Luther King for Martin Luther."""
    further = _RELATIVES.get((words[0], words[-1]), frozenset()) if len(words) == 2 else ()
    said = " ".join(folded_words(text))
    return any(f"{' '.join(words)} {word}" in said for word in further)
