"""References that are two or more numbers, such as roots: the same ones in any order and dress."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit.reading.vocabulary import NOT
from rewardkit.reading.words import folded_set, folded_words, visible

_NUMBER = r"[-+\u2212–]?\s?\d+(?:[./]\d+)?"
_LETTER = r"(?:[a-z](?:_?\{?\d\}?|[₀-₉])?\s*=\s*)?"
_JOINS = r"\s*(?:,\s*(?:and\s|or\s)?|;|&|/(?=\s)|\b(?:and|or|und|oder|et|ou|y|o|e)\b)\s*"
_GOLD = re.compile(rf"\{{?\s*{_LETTER}{_NUMBER}(?:{_JOINS}{_LETTER}{_NUMBER}){{1,5}}\s*\}}?")
_SO = re.compile(r"\b(?:hence|so|therefore|thus|are|answer|also|daher|donc|by)\b|[⇒→∴:]|=>")
_ASSIGNED = re.compile(r"(?<![A-Za-z])[a-z](?:_?\{?\d\}?|[₀-₉])?\s*(?:=|∈)\s*")
_MARK = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)])\s+", re.MULTILINE)
_VALUE = re.compile(_NUMBER)
_PLAIN = folded_set(
    "and or und oder et ou y o e both the x roots root solutions solution values value answers they"
    " are it is two equal equals either numbers first second"
)
_LONGEST = 200
_BULLETS = re.compile(r"^\s*(?:[-*•+–]|\d{1,2}[.)])\s+", re.MULTILINE)
_MINUS = str.maketrans("\u2212–", "--")


def same_numbers(text: str, gold: str) -> bool | None:
    """Return whether a bare list has the numbers of a reference; None where either is none.

    Example:
        >>> same_numbers("x = 2 or x = 3", "2 and 3"), same_numbers("-2 and -3", "2 and 3")
        (True, False)
        >>> same_numbers("Between 2 and 3 lies a root", "2 and 3")
    """
    wanted = visible(gold).strip(" .$")
    text = _last_column(text) if "|" in text else text
    text = _set_in_tex(text) if "\\" in text else text
    text = _BULLETS.sub(", ", text) if "\n" in text else text
    if len(text) > _LONGEST or "±" in text or not _GOLD.fullmatch(wanted):
        return None
    names = {found[0].strip()[:1] for found in _ASSIGNED.finditer(wanted)}
    if len(names) > 1:
        return None  # x = 3, y = 2
    whole = shown = _MARK.sub("", visible(text).replace("$", ""))
    last = _SO.split(shown)[-1]
    shown = _ASSIGNED.sub(" ", last if _VALUE.search(last) else shown)
    words = set(folded_words(_VALUE.sub(" ", shown)))
    if words & NOT or not words <= _PLAIN or re.search(r"[<>≤≥()^*+]", _VALUE.sub(" ", shown)):
        return None
    given = _numbers(shown)
    asked = _numbers(_ASSIGNED.sub(" ", wanted))
    if given == asked:
        return True
    bare = last == whole and len(given) == len(asked)
    return False if bare and set(map(abs, given)) == set(map(abs, asked)) else None


def _numbers(text: str) -> list[Fraction]:
    found = [re.sub(r"\s", "", one).translate(_MINUS) for one in _VALUE.findall(text)]
    return sorted(Fraction(one) for one in found if not one.endswith("/0"))


def other_ends(text: str, gold: str, prompt: str) -> bool:
    """Return whether a reply is an interval whose ends belong to it otherwise than a reference's.

    Example:
        >>> other_ends("[-3, 3]", "(-3, 3)", "Solve |x| < 3.")
        True
        >>> other_ends("(-3, 3)", "(-3, 3)", "Solve |x| < 3.")
        False
    """
    said, wanted = (_INTERVAL.fullmatch(visible(one).strip(" .$")) for one in (text, gold))
    if said is None or wanted is None or not _OF_BOUNDS.search(prompt):
        return False
    return said[1] != wanted[1] or said[2] != wanted[2]


_INTERVAL = re.compile(r"(?:x\s*∈\s*)?([\[(])[^\[\](),;]{1,30}[,;][^\[\](),;]{1,30}([\])])")
_OF_BOUNDS = re.compile(r"[<>≤≥]|\\[lg]eq?|\b(?:interval|domain|range|inequality)\b", re.IGNORECASE)


def _set_in_tex(text: str) -> str:
    r"""Return a text with the signs of sets of TeX as signs: $x \in \{-2,\,3\}$."""
    text = _SPACES.sub(" ", text)
    return _IN.sub("∈", _EITHER.sub(" or ", text))


def _last_column(text: str) -> str:
    """Return the last column of a table below its heading, or the text."""
    rows = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(rows) < _FEWEST_ROWS or not all(row[0] == "|" == row[-1] for row in rows):
        return text
    if not _RULE.fullmatch(rows[1]):
        return text
    return ", ".join(row.strip("| ").rpartition("|")[2].strip() for row in rows[2:])


_SPACES = re.compile(r"\\(?:[,;!: {}]|left\b|right\b|q?quad\b)")
_EITHER = re.compile(r"\\(?:l?or|vee)\b|∨|\\(?:text|mbox)\s?\{\s?or\s?\}")
_IN = re.compile(r"\\in\b")
_RULE = re.compile(r"[|:\s-]+")
_FEWEST_ROWS = 4


def other_list(text: str, gold: str) -> bool:
    """Return whether the last list in brackets of a reply has other items than a reference.

    Example:
        >>> other_list("[1, 2, 3, 4]", "[1, 2, 3]"), other_list("[1, 2, 3]", "[1, 2, 3]")
        (True, False)
    """
    wanted = _BRACKETED.fullmatch(gold.strip())
    if wanted is None:
        return False
    given = _BRACKETED.findall(text)
    items = _listed(wanted[0])
    return (
        bool(given)
        and not any(_listed(one) == items for one in given)
        and (given[-1][0] == wanted[0][0] and len(_listed(given[-1])) != len(items))
    )


def _listed(text: str) -> list[str]:
    return [one.strip(" \n'\"") for one in text[1:-1].rstrip(" ,").split(",")]


_BRACKETED = re.compile(r"\[[^\[\](){}\n,]{1,30}(?:,[^\[\](){}\n,]{1,30}){0,40}\]")
