"""Sentences of a reply, and the words of its question in each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rewardkit_verifiers.text.lib.clauses import stem
from rewardkit_verifiers.text.lib.tokens import Token

_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)(?<!\bSt)(?<!\bJr)(?<!\bSr)(?<!\bMrs)(?<!\bvs)(?<!\bNo)(?<!\bMt)"
    r"[.!?][\"'”’)\]*_]{0,3}(?=\s|$)|\n|[。！？]"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where it stands, its words, and the stems of the question among them."""

    start: int
    end: int
    said: Sequence[Token]
    asked: frozenset[str]


def sentences_of(text: str, said: Sequence[Token], question: frozenset[str]) -> list[Sentence]:
    """Return the sentences and lines of a reply that hold a word, in order.

    Args:
        text: The reply.
        said: Its words.
        question: The stems of the question.
    """
    found: list[Sentence] = []
    start, at = 0, 0
    for stop in (*(one.end() for one in _STOP.finditer(text)), len(text)):
        words: list[Token] = []
        while at < len(said) and said[at].start < stop:
            words.append(said[at])
            at += 1
        if words:
            stems = frozenset(stem(token.form) for token in words) & question
            found.append(Sentence(start, stop, words, stems))
            start = stop
        elif found and not text[start:stop].strip():
            start = stop
    return found


def sentence_of(sentences: Sequence[Sentence], at: int) -> Sentence:
    """Return the sentence that holds a place, or the last one."""
    return next((one for one in sentences if at < one.end), sentences[-1])


def words_in(text: str) -> list[str]:
    """Return the words of a piece in lower case.

    Example:
        >>> words_in("So it's **the")
        ['so', "it's", 'the']
    """
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
