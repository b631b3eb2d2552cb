"""Whether a reference of a few words is the one answer of a text that holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.hedges import BUT, IS, NOT, denied_after

_CHOICES = "or oder ou lub czy или либо veya eller 或 或者 または أو albo"
_CHOICE = frozenset(_CHOICES.split())
_ITEM = re.compile(r"[,;、，；/|()\n]|\b(?:and|or|und|oder|et|ou|y|o)\b")
_SHORT_ITEM, _MANY = 3, 3
# "It is X (not Y or Z)": what is set aside is no rival.
_DENIAL = re.compile(r"[,(;]\s*(?:not|nicht|pas|no|non|niet|не|nie|ikke|inte)\b[^).;\n]*[).;]?")
_CLAIM = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|[;\n]+")


def word_absent(segment: str, gold: Sequence[str]) -> str:
    """Return why a reference of a few words is not the one answer of a segment, or nothing.

    Args:
        segment: The final answer, which holds the words.
        gold: The words of the reference, folded.

    Example:
        >>> word_absent("Mercury or Venus", ["mercury"]), word_absent("Mercury.", ["mercury"])
        ('several_answers', '')
        >>> word_absent("Not Sydney, but Canberra", ["canberra"])
        ''
    """
    said = [folded_words(visible(piece)) for piece in _CLAIM.split(segment) if piece]
    size = len(gold)
    places = [
        (words, at)
        for words in said
        for at in range(len(words) - size + 1)
        if words[at : at + size] == list(gold)
    ]
    if not places:  # a script without spaces
        return ""
    if all(_word_denied(*place, size) or _word_hedged(*place, size) for place in places):
        return "several_answers"
    return "several_answers" if _one_of_many(segment, gold) else ""


def _word_denied(words: Sequence[str], at: int, size: int) -> bool:
    before = words[max(0, at - 3) : at]
    last = max((place for place, word in enumerate(before) if word in NOT), default=-1)
    # "not only", "no doubt it is X", "Not X, it is Y": a denial reaches up to the next verb.
    reach = before[last + 1 :]
    if last >= 0 and not set(reach) & (BUT | IS | {"doubt", "only", "but"}):
        return True
    return denied_after(words[at + size :])


def _word_hedged(words: Sequence[str], at: int, size: int) -> bool:
    after, before = words[at + size : at + size + 1], words[max(0, at - 1) : at]
    return bool((set(after) | set(before)) & _CHOICE)


def _one_of_many(segment: str, gold: Sequence[str]) -> bool:
    """Whether the reference is one of at least three short items of a list, or of two options."""
    parts = _ITEM.split(_DENIAL.sub(" ", visible(segment)))
    # "One of these: Mercury, Venus, ..." begins its list after the colon.
    items = [folded_words(part.rstrip(" :：").rpartition(":")[2]) for part in parts]
    items = [item for item in items if item and not all(map(str.isdigit, item))]
    if len(gold) == 1 and len(gold[0]) == 1:
        # One letter: options may stand next to each other, each with its number.
        words = [word for item in items for word in item if not word.isdigit()]
        return len(set(words)) > 1 and all(len(word) == 1 for word in words)
    short = [item for item in items if len(item) <= _SHORT_ITEM]
    whole = [item for item in short if item[-len(gold) :] == list(gold)]
    return bool(whole) and len({tuple(item) for item in short}) >= _MANY
