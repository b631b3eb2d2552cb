"""References that are a list: a bare list in a reply has each of its items, or is another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rewardkit.reading.vocabulary import IS, NOT
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.substances import same_substance
from rewardkit_verifiers.judge.lib.synonyms import same_word

Item = tuple[str, ...]
_APART = re.compile(
    r"\s*(?:[,;、，；\n]|/(?=\D)|\s(?:and|und|et|y|e|&|och|en|og)\s)\s*|&", re.IGNORECASE
)
_AND = re.compile(r"^(?:and|und|et|y|e|och|en|og)\s+", re.IGNORECASE)
_MARK = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.):]|\(?[a-z]\))\s+|(?<=\s)\d[.)]\s+", re.IGNORECASE)
_ARTICLES = frozenset(
    ("the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "las")
)
_LEAST, _WORDS, _LONGEST = 2, 4, 200
_ALIKE, _MOST = 0.5, 0.6
_BOTH = re.compile(
    r"\b(?:two|both|which are|pair|names? of the|zwei|beide|deux|dos|due)\b", re.IGNORECASE
)


def _items(text: str) -> list[Item]:
    """Return the items of a text that is a list of few words each, or nothing."""
    shown = visible(text).strip(" .!*_")
    head, colon, rest = shown.partition(":")
    shown = rest if colon and len(folded_words(head)) <= _WORDS and rest.strip() else shown
    shown = "\n".join(_MARK.sub("\n", line) for line in shown.splitlines()).strip()
    items = [folded_words(_AND.sub("", one.strip())) for one in _APART.split(shown)]
    found = [tuple(item[item[0] in _ARTICLES :]) for item in items if item]
    bare = all(0 < len(item) <= _WORDS and not set(item) & (IS | NOT) for item in found)
    return found if bare else []


def same_list(text: str, gold: str, prompt: str = "") -> bool | None:
    """Return whether a bare list is the one that a reference is, in any order.

    Returns:
        None where either is no list, or nothing says that the items are others.

    Example:
        >>> same_list("Latvia, Estonia & Lithuania", "Estonia, Latvia, Lithuania")
        True
        >>> same_list("Estonia and Finland", "Estonia, Latvia, Lithuania")
        False
        >>> same_list("Estland, Lettland und Litauen", "Estonia, Latvia, Lithuania")
        True
    """
    if len(text) > _LONGEST or "?" in text or any(map(str.isdigit, gold)):
        return None
    wanted = _items(gold)
    if len(wanted) < _LEAST or len(set(wanted)) < len(wanted):
        return None
    joined = _JOINS.search(gold) is not None
    if len(wanted) == _LEAST and not joined and not _BOTH.search(prompt):
        return None  # a place and its country
    given = _items(text)
    if not given or len(given) > len(wanted):
        return None
    exact = sum(any(_is(one, other) for other in given) for one in wanted)
    if exact == len(wanted):
        return True
    if exact:
        return False if _plain_lack(wanted, given) else None
    near = sum(any(_alike(one, other) for other in given) for one in wanted)
    return True if len(given) == len(wanted) and near >= _MOST * len(wanted) else None


_JOINS = re.compile(r"\s(?:and|und|et|y|e|&)\s|/")


def _plain_lack(wanted: Sequence[Item], given: Sequence[Item]) -> bool:
    """Whether an item of a reference has nothing that could be it, among the further ones."""
    others = [one for one in given if not any(_is(item, one) for item in wanted)]
    lacking = [one for one in wanted if not any(_is(one, item) for item in given)]
    return len(others) < len(lacking) or any(
        not any(_alike(one, other) for other in others) for one in lacking
    )


def _is(wanted: Item, given: Item) -> bool:
    if wanted == given or f"{' '.join(wanted)}s" == " ".join(given):
        return True
    if _stands_for(wanted, given) or _stands_for(given, wanted):
        return True
    name = " ".join(wanted)
    return list(given) in same_substance(name) + same_word(name)


def _stands_for(short: Item, name: Item) -> bool:
    """Whether an item is of the first letters of another, or these and one more: USA."""
    letters = "".join(word[0] for word in name)
    one = "".join(short)
    return len(name) > 1 and len(short) == 1 and letters in (one, one[:-1])


def _alike(wanted: Item, given: Item) -> bool:
    one, other = "".join(wanted), "".join(given)
    if min(len(wanted), len(given)) > 1:
        one, other = wanted[-1], given[-1]  # House of Lords, House of Representatives
    within = set(given) <= set(wanted) or set(wanted) <= set(given)
    short = one[:1] == other[:1] and SequenceMatcher(None, one, other).ratio() >= _ALIKE
    return within or short
