"""English text split into sentences, as the Punkt algorithm does with NLTK's English model.

Kiss and Strunk 2006, Unsupervised Multilingual Sentence Boundary Detection; the rules are those of
NLTK 3.9. Of the model's table of capitalised words only those that decide common text are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rewardkit_verifiers.follow.lib.english import (
    ABBREVIATIONS,
    AFTER_INITIALS,
    AFTER_NUMBERS,
    STARTERS,
    STOP_WORDS,
)

_NON_WORD = r"[)\";}\]\*:@\'\({\[?!]"
_MANY = r"(?:-{2,}|\.{2,}|(?:\.\s){2,}\.)"
# A full stop, question or exclamation mark before punctuation, or before blanks and more text.
_CANDIDATE = re.compile(rf"[.?!](?:(?={_NON_WORD})|(?=\s+(\S)))")
_CLOSING = re.compile(r"[\"')\]}]+?(?:\s+|(?=--)|$)", re.MULTILINE)
_WORDS = re.compile(
    rf"({_MANY}|(?=[^(\"`{{\[:;&#*@)}}\]\-,])\S+?"
    rf"(?=\s|$|{_NON_WORD}|{_MANY}|,(?=$|\s|{_NON_WORD}|{_MANY}))|\S)"
)
_NUMBER = re.compile(r"-?[.,]?\d[\d,.-]*\.?$")
_INITIAL = re.compile(r"[^\W\d]\.$")
_BLANKS = " \n\t\r\x0b\x0c"

End = tuple[int, int]


def split_sentences(text: str) -> list[str]:
    """Return the sentences of an English text, without the blanks between them.

    Takes time in proportion to the length of the text.

    Example:
        >>> split_sentences('Dr. Smith left. "Why?" No one knows, not even the nurse... 1. Wait!')
        ['Dr. Smith left.', '"Why?"', 'No one knows, not even the nurse... 1.', 'Wait!']
    """
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[str]:
    """Yield the sentences of an English text; the text is read no further than is asked for."""
    return sentences_between(text, sentence_ends(text))


def sentence_ends(text: str, start: int = 0) -> Iterator[End]:
    """Yield where sentences end, and where the text goes on behind blanks (-1: at once).

    The last sentence, which ends with the text, is not among them.

    Args:
        text: The text.
        start: Where to begin, at the beginning of a word.
    """
    for place, follows, word in _candidates(text, start):
        if _ends(text, place, follows, word):
            yield place, follows


def ends_within(text: str, ends: Iterable[End], start: int, stop: int) -> Iterator[End]:
    """Yield the ends of the sentences of a part of a text, by the ends in the whole.

    Args:
        text: The whole text.
        ends: Its ends.
        start: Where the part begins; a blank stands before it.
        stop: Where the part stops; a blank follows.
    """
    part = text[start:stop]
    # Whether a word can end a sentence hangs on what follows it: the last word is read anew.
    behind = start + len(part.rstrip())
    last = max(start, *(text.rfind(char, start, behind) + 1 for char in _BLANKS))
    for place, follows in ends:
        if place >= last:
            break
        if place >= start:
            yield place - start, follows - start if follows >= 0 else -1
    yield from sentence_ends(part, last - start)


def sentences_between(text: str, ends: Iterable[End]) -> Iterator[str]:
    """Yield the sentences of a text by their ends."""
    return _realigned(text, _spans(text, ends))


def _spans(text: str, ends: Iterable[End]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, follows in ends:
        yield start, place + 1
        start = follows if follows >= 0 else place + 1
    yield start, len(text.rstrip())


def _candidates(text: str, first: int) -> Iterator[tuple[int, int, str]]:
    """Yield places of possible ends, where the text goes on behind blanks (or -1), and the word."""
    start = stop = first
    waiting: tuple[int, int] | None = None
    blanks = [char for char in _BLANKS if char in text]
    for match in _CANDIDATE.finditer(text, first):
        place = match.start()
        # The last blank since the last mark; one directly behind that mark does not count.
        blank = max([text.rfind(char, stop, place) for char in blanks], default=-1)
        begins = blank + 1 if blank > stop else start
        # Of marks within one word only the last is a candidate.
        if waiting is not None and stop <= begins:
            yield *waiting, text[start:stop]
        waiting, start, stop = (place, match.start(1)), begins, place
    if waiting is not None:
        yield *waiting, text[start:stop]


def _ends(text: str, place: int, follows: int, word: str) -> bool:
    if text[place] != ".":
        # A mark ends a sentence in itself; alone at the end of the context it would end nothing.
        return True
    # Only a full stop behind plain letters needs no closer look.
    if len(word) > 1 and word.isalpha() and word.lower() not in ABBREVIATIONS:
        return True
    if follows >= 0:
        after = text[follows : follows + 200].split(None, 1)[0]
        return _breaks(f"{word}.{text[place + 1 : follows]}{after}")
    return _breaks(f"{word}.{text[place + 1]}")


def _breaks(context: str) -> bool:
    """Return True if a sentence ends between two tokens of a context."""
    tokens = _WORDS.findall(context)
    breaks = False
    for index, token in enumerate(tokens):
        if breaks:
            return True
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        breaks = _ends_at(token, following)
    return False


def _ends_at(token: str, following: str | None) -> bool:
    if token in (".", "?", "!"):
        ends, abbreviated, dots = True, False, False
    else:
        dots = re.match(r"\.\.+$", token) is not None
        bare = token[:-1].lower()
        period = token.endswith(".") and not token.endswith("..") and not dots
        known = bare in ABBREVIATIONS or bare.rpartition("-")[2] in ABBREVIATIONS
        abbreviated = period and known
        ends = period and not known
    if following is None or not token.endswith("."):
        return ends
    return _second_look(token, following, ends, abbreviated or dots)


def _second_look(token: str, following: str, ends: bool, weak: bool) -> bool:
    initial = _INITIAL.match(token) is not None
    number = _NUMBER.match(token) is not None
    bare = token[:-1].lower() if len(token) > 1 else token
    after = following.lower()
    if f"{bare}.{after}" in AFTER_INITIALS or (number and after in AFTER_NUMBERS):
        return False
    upper = following[0].isupper()
    starts = upper and after in STARTERS
    if weak and not initial:
        return ends or starts
    if initial or number:
        if following[0] in ";:,.!?" or following[0].islower():
            return False
        if initial and upper and not starts and after not in STOP_WORDS:
            return False
    return ends


def _realigned(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[str]:
    """Give closing quotes and brackets to the sentence that they close."""
    moved = 0
    span = next(spans, None)
    while span is not None:
        following = next(spans, None)
        start, end = span[0] + moved, span[1]
        span, moved = following, 0
        if following is not None:
            begins, stops = following
            if text[begins : begins + 1] in "\"')]}" and begins < stops:
                closing = _CLOSING.match(text, begins, stops)
                if closing is not None:
                    yield text[start : begins + len(closing[0].rstrip())]
                    moved = closing.end() - begins
                    continue
        if text[start:end]:
            yield text[start:end]
