"""References that are a list in an order, where the question asks for one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.vocabulary import NOT, OR
from rewardkit.reading.words import folded_set, folded_words, visible

_ASKS = re.compile(
    r"\b(?:order|sort\w*|rank\w*|arrang\w*|chronolog\w*|sequence|ascending|descending"
    r"|alphabetical\w*"
    r"|(?:smallest|largest|oldest|youngest|earliest|latest|lowest|highest|shortest|longest|nearest"
    r"|lightest|heaviest|slowest|fastest|least|most|biggest)(?: \w+)? (?:first|to)|reihenfolge"
    r"|sortier\w*"
    r"|ordne\w*|ordre|class(?:e|er|ez)|trie[rz]?|orden\w*|ordin\w*|упоряд\w*|порядк\w*)\b|排序"
    r"|順に|順番",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,\s*(?:and\s+)?|;|→|->|=>|<|>|≤|≥|\n|\bthen\b|\band\b|、|，)\s*")
_NUMBERED = re.compile(r"^\W*\d{1,2}[.):]\s+", re.MULTILINE)
_FEWEST, _BETWEEN = 2, 3


def out_of_order(text: str, golds: Sequence[object], prompt: str) -> bool:
    r"""Return whether a reply lists the items of every reference in another order than asked for.

    Only a bare list is read; who came before whom may be told in any order.

    Example:
        >>> question = "Order by size, smallest first: whale, mouse, dog."
        >>> out_of_order("whale, dog, mouse", ["mouse, dog, whale"], question)
        True
        >>> out_of_order("1. Mouse\n2. Dog\n3. Whale", ["mouse, dog, whale"], question)
        False
    """
    if not _ASKS.search(prompt):
        return False
    return bool(golds) and all(_differs(text, str(gold)) for gold in golds)


def _differs(text: str, gold: str) -> bool:
    items = [folded_words(one) for one in _SPLIT.split(visible(gold)) if one]
    items = [item for item in items if item]
    if len(items) < _FEWEST or len({tuple(item) for item in items}) < len(items):
        return False
    words = folded_words(_NUMBERED.sub("", visible(text)))
    joined = f" {' '.join(words)} "
    places = [joined.find(f" {' '.join(item)} ") for item in items]
    lasts = [joined.rfind(f" {' '.join(item)} ") for item in items]
    if -1 in places or places != lasts:
        return False
    others = len(words) - sum(map(len, items))
    return others <= _BETWEEN and places != sorted(places)


def has_all_items(text: str, gold: str) -> bool:
    """Return whether a text gives each of the items that a short reference joins.

    Example:
        >>> has_all_items("Oxygen (21 %) and nitrogen (78 %)", "nitrogen and oxygen")
        True
        >>> has_all_items("Neither nitrogen nor oxygen", "nitrogen and oxygen")
        False
    """
    items = [folded_words(one) for one in _JOINED.split(visible(gold))]
    if len(items) < _FEWEST or not all(items) or any(map(str.isdigit, gold)):
        return False
    words = folded_words(visible(text))
    if len(words) > _LONGEST or set(words) & (NOT | (OR - _AND)) or "?" in text:
        return False
    joined = f" {' '.join(words)} "
    return all(f" {' '.join(item)} " in joined for item in items)


_JOINED = re.compile(r"\s*(?:,\s*(?:and\s+)?|\band\b|&)\s*")
_AND = folded_set("and und et y e i и og och en")
_LONGEST = 20
