"""English text split into words and marks, as NLTK's word tokenizer does (Treebank rules).

The rules look at blanks only beside the characters that they split, but for the full stop that
ends a sentence; so each piece between blanks is split by itself, and common ones only once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rewardkit_verifiers.follow.lib.sentences import each_sentence
from rewardkit_verifiers.follow.lib.word_set import word_set

_RULES = (
    (re.compile("([«“‘„]|[`]+)"), r" \1 "),
    (re.compile(r"^\""), r"``"),
    (re.compile(r"(``)"), r" \1 "),
    (re.compile(r"([ (\[{<])(\"|'{2})"), r"\1 `` "),
    (re.compile(r"(?i)(?<!\w)(')(?!(?:re|ve|ll|m|t|s|d|n)\b)(?=\w)"), r"\1 "),
    (re.compile(r"([:,])([^\d])"), r" \1 \2"),
    (re.compile(r"([:,])$"), r" \1 "),
    (re.compile(r"\.{2,}"), r" \g<0> "),
    (re.compile(r"[;@#$%&]"), r" \g<0> "),
    (re.compile(r"[?!]"), r" \g<0> "),
    (re.compile(r"([^'])' "), r"\1 ' "),
    (re.compile(r"[*]"), r" \g<0> "),
    (re.compile(r"[\]\[(){}<>]"), r" \g<0> "),
    (re.compile(r"--"), r" -- "),
    (re.compile("([»”’])"), r" \1 "),
    (re.compile(r"''"), " '' "),
    (re.compile(r'"'), " '' "),
    (re.compile(r"\s+"), " "),
    (re.compile(r"([^' ])('[sS]|'[mM]|'[dD]|') "), r"\1 \2 "),
    (re.compile(r"([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) "), r"\1 \2 "),
)
# What ends a sentence is split off first, after the rules for opening quotes.
_LAST = re.compile(r"([^.])(\.)([\])}>\"' »”’]*)$")
_CLOSING = frozenset("])}>\"'»”’")
_CONTRACTIONS = re.compile(
    r"(?i)\b(?:(can)(not)|(d)('ye)|(gim)(me)|(gon)(na)|(got)(ta)|(lem)(me)|(more)('n))\b"
    r"|\b(wan)(na)(?=\s)|(?<= )('t)(is|was)\b"
)
_SIMPLE = re.compile(r"([^\W_]+(?:-[^\W_]+)*)([.,:;?!]?)")
_RUN = re.compile(r"\w+")
_GLUED = word_set(
    """
    cannot gimme gonna gotta lemme wanna
    """
)
_LONGEST = 60


def split_tokens(text: str) -> Iterator[str]:
    r"""Yield the words and marks of an English text.

    Example:
        >>> list(split_tokens('She said: "I don\'t know." OK?'))
        ['She', 'said', ':', '``', 'I', 'do', "n't", 'know', '.', "''", 'OK', '?']
    """
    for sentence in each_sentence(text):
        for piece in _pieces(sentence):
            yield from _tokens(*piece)


def count_tokens(text: str, words: frozenset[str], enough: int | None = None) -> int:
    """Return how many tokens of a text are among some words.

    Only pieces that hold one of the words are split, and none once enough are found.

    Example:
        >>> count_tokens("It's hers (or his), isn't it?", frozenset(["it", "his"]))
        2
    """
    count = 0
    for sentence in each_sentence(text):
        if enough is not None and count >= enough:
            break
        for piece, first, last in _pieces(sentence):
            if piece.isalnum():
                count += piece in words
            elif not words.isdisjoint(_RUN.findall(piece)):
                count += sum(token in words for token in _tokens(piece, first, last))
    return count


def _pieces(sentence: str) -> list[tuple[str, bool, bool]]:
    """Return what stands between blanks, and whether it begins or ends the sentence."""
    pieces = sentence.split()
    last = len(pieces) - 1
    # A full stop before closing marks that stand apart belongs to the end too.
    while last > 0 and _CLOSING.issuperset(pieces[last]):
        last -= 1
    return [(piece, place == 0, place == last) for place, piece in enumerate(pieces)]


def _tokens(piece: str, first: bool, last: bool) -> Sequence[str]:
    if piece.isalnum() and piece.lower() not in _GLUED:
        return (piece,)
    simple = _SIMPLE.fullmatch(piece)
    if simple is not None and simple[1].lower() not in _GLUED:
        if simple[2] == "." and not last:
            return (piece,)
        return simple.groups() if simple[2] else (piece,)
    return _split(piece, first, last) if len(piece) <= _LONGEST else _apply(piece, first, last)


@lru_cache(maxsize=50_000)
def _split(piece: str, first: bool, last: bool) -> tuple[str, ...]:
    return tuple(_apply(piece, first, last))


def _apply(piece: str, first: bool, last: bool) -> list[str]:
    text = f"{piece} " if first else f" {piece} "
    for place, (pattern, new) in enumerate(_RULES):
        if place == 5 and last:
            text = _LAST.sub(r"\1 \2 \3 ", text.rstrip()) + " "
        text = pattern.sub(new, text)
    text = f" {text} "
    if _CONTRACTIONS.search(text):
        text = _CONTRACTIONS.sub(
            lambda found: " {} {} ".format(*filter(None, found.groups())), text
        )
    return text.split()
